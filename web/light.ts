/**
 * What is under the pointer, or has the focus, is lit wherever it stands: in the text, the lines, the graph, the code. A
 * press keeps it lit, so that it can be looked for under another tab; another press, or Escape, lets it go.
 */
export interface Lights {
  /** Lights anew what has been drawn anew. */
  readonly again: () => void;
}

export function light(
  placeOf: (name: string) => readonly [number, number] | null,
  mark: (place: readonly [number, number] | null) => void,
): Lights {
  let now: string | null = null;
  let kept: string | null = null;

  const nameOf = (target: EventTarget | null): string | null => {
    if (!(target instanceof Element)) return null;
    // A sign of equality stands for its line.
    const line = target.closest("button[data-unfold]")?.closest(".cr-step");
    const at = line?.querySelector("[data-light]") ?? target.closest("[data-light]");
    return at?.getAttribute("data-light") ?? null;
  };
  const draw = (): void => {
    for (const lit of document.querySelectorAll("[data-light].lit")) lit.classList.remove("lit");
    if (now === null) {
      mark(null);
      return;
    }
    // ∂h/∂z comes from the line that says what h is.
    const origin = /^∂(.*)\/∂/u.exec(now)?.[1] ?? now;
    for (const same of document.querySelectorAll(`[data-light="${CSS.escape(now)}"]`)) same.classList.add("lit");
    for (const same of document.querySelectorAll(`#code [data-light="${CSS.escape(origin)}"]`))
      same.classList.add("lit");
    mark(placeOf(origin));
  };
  const show = (name: string | null): void => {
    const next = name ?? kept;
    if (next === now) return;
    now = next;
    draw();
  };
  document.addEventListener("pointerover", (event) => show(nameOf(event.target)));
  document.addEventListener("focusin", (event) => show(nameOf(event.target)));
  document.documentElement.addEventListener("pointerleave", () => show(null));
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("button, input, select, a") !== null) return;
    const name = nameOf(target);
    if (name === null) return;
    kept = kept === name ? null : name;
    show(name);
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || kept === null) return;
    kept = null;
    show(null);
  });
  return { again: draw };
}
