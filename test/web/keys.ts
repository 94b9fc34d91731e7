/** How long a page takes from a key to its answer. */
import type { Page } from "playwright-core";

/** From each key to the next change of the answers, in milliseconds. */
export async function keyTimes(page: Page, keys: number): Promise<number[]> {
  await page.evaluate(`(() => {
    window.times = [];
    let at = 0;
    document.querySelector(".cm-content").addEventListener("keydown", () => { at = performance.now(); }, true);
    new MutationObserver(() => { if (at > 0) window.times.push(performance.now() - at); at = 0; })
      .observe(document.querySelector("#answers"), { childList: true, subtree: true, characterData: true });
  })()`);
  await page.locator(".cm-content").press("Control+Home");
  for (let i = 0; i < keys; i++) {
    // A letter of a name that stands in every line, and away again.
    await page.keyboard.press(i % 2 === 0 ? "q" : "Backspace");
    // One after another: a key that comes before the answer to the last one takes its place.
    // The policy of the page forbids what would wait within it.
    while (((await page.evaluate("window.times.length")) as number) <= i) await page.waitForTimeout(10);
  }
  return page.evaluate("window.times") as Promise<number[]>;
}
