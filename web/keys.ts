/** Keys for a lecturer: up and down go from line to line, right unfolds one, left folds it. */
export function keys(derivations: HTMLElement): void {
  derivations.addEventListener("keydown", (event) => {
    const sign =
      event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-unfold]") : null;
    if (sign === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...derivations.querySelectorAll<HTMLButtonElement>("button[data-unfold]")];
    const at = all.indexOf(sign);
    const open = sign.getAttribute("aria-expanded") === "true";
    if (event.key === "ArrowDown") all[at + 1]?.focus();
    else if (event.key === "ArrowUp") all[at - 1]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else if ((event.key === "ArrowRight" && !open) || (event.key === "ArrowLeft" && open)) sign.click();
    else return;
    event.preventDefault();
  });
}
