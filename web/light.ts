/** What is under the pointer, or has the focus, is lit wherever it stands: in the text, the lines, the graph, the code. */
export function light(
  placeOf: (name: string) => readonly [number, number] | null,
  mark: (place: readonly [number, number] | null) => void,
): void {
  let now: string | null = null;
  const show = (target: EventTarget | null): void => {
    const at = target instanceof Element ? target.closest<HTMLElement | SVGElement>("[data-light]") : null;
    const name = at?.dataset.light ?? null;
    if (name === now) return;
    now = name;
    for (const lit of document.querySelectorAll("[data-light].lit")) lit.classList.remove("lit");
    if (name === null) {
      mark(null);
      return;
    }
    for (const same of document.querySelectorAll(`[data-light="${CSS.escape(name)}"]`)) same.classList.add("lit");
    // ∂h/∂z comes from the line that says what h is.
    mark(placeOf(/^∂(.*)\/∂/u.exec(name)?.[1] ?? name));
  };
  document.addEventListener("pointerover", (event) => show(event.target));
  document.addEventListener("focusin", (event) => show(event.target));
  document.documentElement.addEventListener("pointerleave", () => show(null));
}
