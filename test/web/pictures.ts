/** `npm run docs:pictures`: the pictures of the page in docs/images, taken of the built page. */
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { DEFAULTS, linkOf, type Settings } from "../../src/live/link.js";
import { BROWSER, stage } from "./browser.js";

const SCORER = "z = W x + b\nh = f(z)\ns = u^T h\n\n∂s/∂W, ∂s/∂b\n";

interface Picture {
  readonly name: string;
  readonly tab: Settings["tab"];
  readonly options: BrowserContextOptions;
  readonly before: (page: Page) => Promise<void>;
}

const PICTURES: readonly Picture[] = [
  {
    name: "page-light",
    tab: "derivation",
    options: { viewport: { width: 1280, height: 960 }, colorScheme: "light" },
    before: async (page) => {
      await page.locator("button[data-unfold='0,1']").click();
      await page.locator("dl.cr-more").waitFor();
      await page.locator(".cr-factor[data-light='∂h/∂z']").first().hover();
    },
  },
  {
    name: "page-dark",
    tab: "graph",
    options: { viewport: { width: 1280, height: 1180 }, colorScheme: "dark" },
    before: async (page) => {
      await page.locator("#picture svg").waitFor();
    },
  },
  {
    name: "page-phone",
    tab: "derivation",
    options: { viewport: { width: 390, height: 844 }, colorScheme: "light", deviceScaleFactor: 2 },
    before: async (page) => {
      await page.locator("button[data-unfold='0,0']").waitFor();
    },
  },
];

if (BROWSER === null) throw new Error("pictures need Chromium (the variable CHROMIUM names it)");
const at = await stage();
try {
  for (const { name, tab, options, before } of PICTURES) {
    const settings = { ...DEFAULTS, tab };
    const { page } = await at.open(
      at.file + (await linkOf({ text: SCORER, settings, steps: "", values: "" })),
      options,
    );
    await page.locator("#results .cr-answer").first().waitFor();
    await before(page);
    await page.waitForTimeout(500);
    await page.screenshot({ path: join("docs/images", `${name}.png`) });
    await page.context().close();
  }
} finally {
  await at.close();
}
