/** The page as a person meets it, in Debian's Chromium. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { deflateRawSync } from "node:zlib";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLink } from "../../src/live/link.js";
import { filledPage } from "../../src/live/shell.js";
import { answered, answersIn, BROWSER, type Noise, type Stage, stage, textOf, write } from "./browser.js";

let at: Stage;
/** One page that most tests go on with: a link that is put into its address opens as it does for a visitor. */
let desk: { readonly page: Page; readonly noise: Noise };
beforeAll(async () => {
  if (BROWSER === null) return;
  at = await stage();
  desk = await at.open(at.file);
}, 120_000);
const visit = (hash: string) => desk.page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
afterAll(async () => at?.close(), 120_000);

/** Nothing on the console, and nobody asked for anything. */
const expectQuiet = (noise: Noise) => expect(noise).toEqual({ said: [], asked: [] });

const TABS = ["derivation", "graph", "check", "code", "text"] as const;
const linkTo = (text: string, more = "") => `#1${deflateRawSync(text).toString("base64url")}${more}`;
const SCORER = "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂W, ∂s/∂b\n";

/** What axe-core finds, as `rule: element`. */
async function findings(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  const only = rules.length === 0 ? {} : { runOnly: { type: "rule", values: rules } };
  const options = JSON.stringify({ resultTypes: ["violations"], ...only });
  return page.evaluate(`axe.run(document, ${options}).then(({ violations }) =>
    violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.html.slice(0, 120))))`) as Promise<string[]>;
}

/** Waits until a panel shows what belongs there. */
const filled: Readonly<Record<(typeof TABS)[number], string>> = {
  derivation: "#derivations .cr-step",
  graph: "#picture svg",
  check: "#checks .cr-check",
  code: "#code span",
  text: "#as-text:not(:empty)",
};

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
    // Without a text it shows the scorer, and says so.
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.locator("#example").waitFor();
    await answered(page, "\\boldsymbol{\\delta}");
    expectQuiet(noise);
    await page.context().close();
  });

  it("draws the lines out of sight once nobody types", async () => {
    const { page, noise } = desk;
    const layers = Array.from({ length: 9 }, (_, k) => `h${k + 1} = f(W${k + 1} ${k === 0 ? "x" : `h${k}`})`);
    await write(page, `${layers.join("\n")}\ns = u^T h9\n∂s/∂W1`);
    await page.locator("#derivations:not(:has(.cr-later)) .cr-step").nth(30).waitFor({ state: "attached" });
    // A line that came later unfolds as any other.
    await page.locator("#derivations button[data-unfold]").nth(30).click();
    await page.locator("#derivations .cr-more dt").first().waitFor();
    expectQuiet(noise);
  });

  it("keeps the last good answer while the text is broken, and says where", async () => {
    const { page, noise } = desk;
    await write(page, "y = x^T A x\n∂y/∂x");
    await answered(page, "\\mathbf{A}^{\\top}");
    await write(page, "y = x^T A (x\n∂y/∂x");
    await page.locator("#faults [role=alert]").first().waitFor();
    expect(await answersIn(page)).toHaveLength(1);
    expect(await page.locator("#stale").isVisible()).toBe(true);
    await page.locator(".cm-lintRange-error").first().waitFor({ state: "attached" });
    // A hint is followed at a press.
    await write(page, "f = m c^2\n∂f/∂c");
    await page.locator(".fix", { hasText: "m : scalar" }).click();
    await answered(page, "2 m");
    expect(await textOf(page)).toBe("m : scalar\nf = m c^2\n∂f/∂c");
    expectQuiet(noise);
  });

  it("reads LaTeX that is pasted; chips write declarations and questions", async () => {
    const { page, noise } = desk;
    await write(page, "$$J = \\lVert \\mathbf{A} \\mathbf{x} - \\mathbf{b} \\rVert^2$$\n∂J/∂x");
    await answered(page, "2 \\mathbf{A}^{\\top}");
    expect(await page.locator("#equations annotation").first().textContent()).toContain("\\mathbf{A} \\mathbf{x}");
    await page.locator("#questions button", { hasText: "∂J/∂b" }).click();
    await answered(page, "\\partial \\mathbf{b}}");
    expect(await textOf(page)).toContain("∂J/∂x, ∂J/∂b");
    await write(page, "y = c x\n∂y/∂x");
    await page.locator("#chips button", { hasText: "c" }).first().click();
    await page.locator("#declare select").first().selectOption("scalar");
    await page.locator("#declare button.main").click();
    await answered(page, "c \\mathbf{I}");
    expect(await textOf(page)).toContain("c : scalar");
    await page.locator(".cm-content").press("Control+End");
    await page.keyboard.type("\n∂y/∂c");
    await answered(page, "\\partial c}");
    await page.keyboard.type("\nq = softm");
    await page.keyboard.press("Control+Space");
    await page.locator(".cm-tooltip-autocomplete li", { hasText: "softmax" }).first().waitFor();
    await page.keyboard.press("Escape");
    expectQuiet(noise);
  });

  it("goes through all tabs by keyboard; what is found by axe-core is nothing, light and dark", async () => {
    const { page, noise } = desk;
    // A short derivation: what is found is found in its first lines, and looking at each letter takes its time.
    await visit(linkTo("s = u^T f(z)\n∂s/∂u\n"));
    await answered(page, "f(\\mathbf{z})");
    await page.evaluate(axe.source);
    await page.locator("#tab-derivation").focus();
    for (const tab of TABS) {
      await page.locator(filled[tab]).first().waitFor();
      expect(await page.locator(`#tab-${tab}`).getAttribute("aria-selected")).toBe("true");
      await page.emulateMedia({ colorScheme: "light" });
      expect(await findings(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await findings(page, ["color-contrast"])).toEqual([]);
      await page.keyboard.press("ArrowRight");
    }
    await page.emulateMedia({ colorScheme: "light" });
    expectQuiet(noise);
  });

  it("is left by Tab, and Tab reaches every control", async () => {
    const { page } = desk;
    await visit(linkTo(SCORER));
    await answered(page, "\\boldsymbol{\\delta}");
    const reached = new Set<string>();
    await page.locator("#examples").focus();
    for (let i = 0; i < 60; i++) {
      const now = await page.evaluate(
        `(() => { const e = document.activeElement; return e.id || e.dataset.unfold || e.className || e.textContent })()`,
      );
      reached.add(String(now));
      // The editor keeps Tab for nobody.
      await page.keyboard.press("Tab");
    }
    for (const id of ["share", "theme", "help", "tab-derivation", "panel-derivation", "way", "0,0", "1,0"])
      expect([...reached], id).toContain(id);
  });

  it("unfolds a line to law, entries and numbers, and goes from line to line by keys", async () => {
    const { page, noise } = await at.open(at.site);
    await page.locator("button[data-unfold='0,0']").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    const more = page.locator("dl.cr-more");
    await more.waitFor();
    expect(await more.locator("dt").allTextContents()).toEqual(["law", "why", "entries", "numbers"]);
    expect(await page.locator("button[data-unfold='0,1']").getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("ArrowLeft");
    await more.waitFor({ state: "detached" });
    // What is pointed at is lit where it comes from, too.
    await page.locator(".cr-factor[data-light='∂h/∂z']").first().hover();
    expect(await page.locator("[data-light='∂h/∂z'].lit").count()).toBeGreaterThan(2);
    expect(await page.locator(".cm-line .lit").allTextContents()).toEqual(["h = f(z)"]);
    expectQuiet(noise);
    await page.context().close();
  });

  it("plays the passes, and an entry that is changed compares its gradient with the truth", async () => {
    const { page, noise } = desk;
    await visit(linkTo(SCORER, "~tab=graph"));
    await page.locator("#turn[max='14']").waitFor();
    await page.locator("#turn").focus();
    await page.keyboard.press("Home");
    expect(await page.locator("#turn-said").textContent()).toBe("forward, 0 of 7 nodes");
    expect(await page.locator("#picture g.later").count()).toBeGreaterThan(7);
    await page.keyboard.press("End");
    expect(await page.locator("#picture g.later").count()).toBe(0);
    const entry = page.locator("#inputs input").first();
    await entry.scrollIntoViewIfNeeded();
    const box = (await entry.boundingBox()) as { x: number; y: number; width: number; height: number };
    await page.mouse.move(box.x + 10, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 15, box.y + 8, { steps: 2 });
    await page.mouse.up();
    await page.locator("#compared", { hasText: "truly changed" }).waitFor();
    const said = (await page.locator("#compared").textContent()) ?? "";
    const numberIn = (pattern: RegExp) => Number(pattern.exec(said)?.[1]?.replace("−", "-"));
    const [predicted, truly] = [numberIn(/⟩ = (−?[\d.]+)/), numberIn(/changed by (−?[\d.]+)$/)];
    expect(Math.abs(predicted - truly)).toBeLessThan(0.2 * Math.abs(truly) + 1e-3);
    expectQuiet(noise);
  });

  it("finds the first wrong line, checks, and gives code and text", async () => {
    const { page, noise } = desk;
    await visit(linkTo(SCORER, "~tab=check"));
    await page.locator("#checks", { hasText: "3 passed" }).waitFor();
    await page.locator("#steps").fill("∂s/∂h = u^T\n∂s/∂z = u + f'(z)");
    await page.locator("#first-wrong", { hasText: "line 2" }).waitFor();
    await page.locator("#tab-code").click();
    await page.locator("#target").selectOption("julia");
    await page.locator("#code", { hasText: "function" }).waitFor();
    await page.locator("#tab-text").click();
    await page.locator("#format").selectOption("typst");
    await page.locator("#as-text", { hasText: "delta" }).waitFor();
    // The same page after a reload.
    await expect.poll(() => page.url()).toMatch(/~format=typst~steps=/);
    await page.reload();
    await page.locator("#as-text", { hasText: "delta" }).waitFor();
    expect(await page.locator("#steps").inputValue()).toContain("u + f'(z)");
    expectQuiet(noise);
  });

  it("has its document in its address: shared, reloaded, made by another program", async () => {
    const { page, noise } = await at.open(at.site + linkTo("y = x^T A x\n∂y/∂A", "~tab=code~target=jax"));
    await answered(page, "\\mathbf{x} \\mathbf{x}^{\\top}");
    await page.locator("#code", { hasText: "import jax" }).waitFor();
    await write(page, "s = tr(A X)\n∂s/∂X");
    await answered(page, "\\mathbf{A}^{\\top}");
    // Each program deflates in its own way.
    const linked = async () => readLink(new URL(page.url()).hash);
    await expect
      .poll(linked)
      .toMatchObject({ document: { text: "s = tr(A X)\n∂s/∂X", settings: { tab: "code", target: "jax" } } });
    const link = page.url();
    const { page: other } = await at.open(link);
    await answered(other, "\\mathbf{A}^{\\top}");
    expect(await textOf(other)).toBe("s = tr(A X)\n∂s/∂X");
    expect(link.length).toBeLessThan(120);
    expectQuiet(noise);
    await other.context().close();
    await page.context().close();
  });

  it("refuses a hostile link politely, and runs nothing that a text holds", async () => {
    const { page, noise } = desk;
    for (const hash of ["#1%3Cscript%3E", "#9abc", `#1${"A".repeat(50_000)}`, linkTo("x".repeat(2_000_001))]) {
      await visit(linkTo("y = 2 x\n∂y/∂x"));
      await page.locator("#refused").waitFor({ state: "hidden" });
      await visit(hash);
      await page.locator("#refused", { hasText: "could not be opened" }).waitFor();
      await answered(page, "\\boldsymbol{\\delta}");
    }
    const hostile = [
      "# <img src=x onerror=alert(1)>",
      "y = x^T A x",
      "$$z = \\href{javascript:alert(2)}{x} + \\htmlData{onclick=alert(3)}{x}$$",
      "</script><script>alert(4)</script> = x",
      "∂y/∂x = <svg onload=alert(5)>",
      "constructor = x^T x",
      "__proto__ = x^T x",
    ].join("\n");
    await visit(linkTo(hostile));
    await page.locator("#faults li").first().waitFor();
    for (const tab of TABS) await page.locator(`#tab-${tab}`).click();
    await page.locator("#panel-text").waitFor();
    expect(await page.locator("#model img, #answers img, #answers script, #answers [onclick]").count()).toBe(0);
    expectQuiet(noise);
  });

  it("ends what an older text still computes, and stays usable beside a megabyte", async () => {
    const { page, noise } = desk;
    const deep = Array.from({ length: 2000 }, (_, i) => `z${i + 1} = tanh(W${i + 1} z${i})`).join("\n");
    await write(page, `${deep}\ns = u^T z2000`);
    await page.locator("html.busy").waitFor({ state: "attached" });
    await write(page, "y = x^T A x\n∂y/∂A");
    await answered(page, "\\mathbf{x} \\mathbf{x}^{\\top}");
    const megabyte = "# words and words and words\n".repeat(40_000);
    await page.locator(".cm-content").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(megabyte);
    await page.locator("#tab-code").click();
    expect(await page.locator("#tab-code").getAttribute("aria-selected")).toBe("true");
    await write(page, "s = tr(A X)\n∂s/∂X");
    await answered(page, "\\mathbf{A}^{\\top}");
    expectQuiet(noise);
  });

  it("fits 390 pixels on every tab", async () => {
    const { page, noise } = desk;
    await page.setViewportSize({ width: 390, height: 844 });
    await visit(linkTo(SCORER));
    await answered(page, "\\boldsymbol{\\delta}");
    for (const tab of TABS) {
      await page.locator(`#tab-${tab}`).click();
      await page.locator(filled[tab]).first().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth"), tab).toBeLessThanOrEqual(390);
    }
    expectQuiet(noise);
  });

  it("is a page of derivations where no script runs, with a text of one's own", async () => {
    const file = join(at.built.directory, "live.html");
    writeFileSync(
      file,
      await filledPage(at.built.template, { text: "y = x^T A x\n∂y/∂x </script>", title: "a </title>" }),
    );
    const { page } = await at.open(pathToFileURL(file).href, { javaScriptEnabled: false });
    expect(await page.locator("#plain").textContent()).toContain("</script>");
    await page.context().close();
    writeFileSync(
      file,
      await filledPage(at.built.template, { text: "y = x^T A x\n∂y/∂x", title: "mine", way: "full" }),
    );
    const { page: still } = await at.open(pathToFileURL(file).href, { javaScriptEnabled: false });
    expect(await still.locator("#derivations .cr-step").count()).toBeGreaterThan(3);
    expect(await still.title()).toBe("mine");
    await still.context().close();
    const { page: lives, noise } = await at.open(pathToFileURL(file).href);
    expect(await textOf(lives)).toBe("y = x^T A x\n∂y/∂x");
    await lives.locator("button[data-unfold='0,1']").click();
    await lives.locator("dl.cr-more").waitFor();
    expectQuiet(noise);
    await lives.context().close();
  });
});

describe.skipIf(BROWSER === null)("its budgets", () => {
  it("hold: what is loaded eagerly", async () => {
    const { budgets, EAGER } = (await import(pathToFileURL(resolve("scripts/budgets.mjs")).href)) as {
      budgets: (site: string, built: Stage["built"]) => Readonly<Record<string, number>>;
      EAGER: number;
    };
    const [eager = Number.NaN] = Object.values(budgets(join(at.built.directory, "site"), at.built));
    expect(eager).toBeLessThan(EAGER);
  });
});
