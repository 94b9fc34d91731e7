/** The page as a person meets it, in Debian's Chromium. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answered, answersIn, BROWSER, type Noise, type Stage, stage, textOf, write } from "./browser.js";

let at: Stage;
beforeAll(async () => {
  if (BROWSER !== null) at = await stage();
});
afterAll(async () => at?.close());

/** Nothing on the console, and nobody asked for anything. */
const expectQuiet = (noise: Noise) => expect(noise).toEqual({ said: [], asked: [] });

describe.skipIf(BROWSER === null)("the page", () => {
  it("stands there with the scorer, and derives what is typed", async () => {
    const { page, noise } = await at.open(at.site);
    expect(await answersIn(page)).toEqual([
      "\\frac{\\partial s}{\\partial \\mathbf{W}} = \\boldsymbol{\\delta} \\mathbf{x}^{\\top}",
      "\\frac{\\partial s}{\\partial \\mathbf{b}} = \\boldsymbol{\\delta}",
    ]);
    await write(page, "y = x^T A x\n∂y/∂x");
    await answered(page, "\\mathbf{A}^{\\top}");
    expect(await page.locator(".tok-derivative").count()).toBeGreaterThan(0);
    expectQuiet(noise);
    await page.context().close();
  });

  it("keeps the last good answer while the text is broken, and says where", async () => {
    const { page, noise } = await at.open(at.file);
    await write(page, "y = x^T A x\n∂y/∂x");
    await answered(page, "\\mathbf{A}^{\\top}");
    await write(page, "y = x^T A (x\n∂y/∂x");
    await page.locator("#faults [role=alert]").first().waitFor();
    expect(await answersIn(page)).toHaveLength(1);
    expect(await page.locator("#stale").isVisible()).toBe(true);
    await page.locator(".cm-lintRange-error").first().waitFor({ state: "attached" });
    await write(page, "y = x^T A x\n∂y/∂A");
    await answered(page, "\\mathbf{x} \\mathbf{x}^{\\top}");
    expect(await page.locator("#faults li").count()).toBe(0);
    expectQuiet(noise);
    await page.context().close();
  });

  it("reads LaTeX that is pasted, and a chip writes a declaration", async () => {
    const { page, noise } = await at.open(at.file);
    await write(page, "$$J = \\lVert \\mathbf{A} \\mathbf{x} - \\mathbf{b} \\rVert^2$$\n∂J/∂x");
    await answered(page, "2 \\mathbf{A}^{\\top}");
    expect(await page.locator("#equations annotation").first().textContent()).toContain("\\mathbf{A} \\mathbf{x}");
    await write(page, "y = c x\n∂y/∂x");
    await page.locator("#chips button", { hasText: "c" }).first().click();
    await page.locator("#declare select").first().selectOption("scalar");
    await page.locator("#declare button.main").click();
    await answered(page, "c \\mathbf{I}");
    expect(await textOf(page)).toContain("c : scalar");
    expectQuiet(noise);
    await page.context().close();
  });
});
