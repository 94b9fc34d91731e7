/** `npm run site:budgets`: what the page loads, and how long it takes in the browser that is installed. Fails beyond a size. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { answered, BROWSER, stage, write } from "./browser.js";
import { keyTimes } from "./keys.js";

const { budgets, EAGER } = (await import(pathToFileURL(resolve("scripts/budgets.mjs")).href)) as {
  budgets: (site: string, built: unknown) => Readonly<Record<string, number>>;
  EAGER: number;
};

const TWO_LAYERS = "z1 = W1 x + b1\na = relu(z1)\nz2 = W2 a + b2\nL = norm2(z2 - y)^2 / 2\n\n∂L/∂W1, ∂L/∂W2\n";
const KEYS = 60;

if (BROWSER === null) throw new Error("the times need Chromium (the variable CHROMIUM names it)");
const at = await stage();
try {
  const sizes = Object.entries(budgets(join(at.built.directory, "site"), at.built));
  for (const [what, kilobytes] of sizes) console.log(`${kilobytes.toFixed(0).padStart(6)} kB gz  ${what}`);
  const eager = sizes[0]?.[1] ?? Number.NaN;
  if (!(eager <= EAGER)) {
    console.error(`more than ${EAGER} kB are loaded eagerly`);
    process.exitCode = 1;
  }
  for (const [name, address] of [
    ["files", at.site],
    ["one file", at.file],
  ] as const) {
    const begun = performance.now();
    const { page } = await at.open(address);
    console.log(`${(performance.now() - begun).toFixed(0).padStart(6)} ms     ${name}: until the page stands there`);
    const typed = performance.now();
    await write(page, TWO_LAYERS);
    await answered(page, "\\mathbf{W}_2");
    console.log(
      `${(performance.now() - typed).toFixed(0).padStart(6)} ms     ${name}: until the first text is derived`,
    );
    const all = (await keyTimes(page, KEYS)).sort((a, b) => a - b);
    const part = (p: number) => (all[Math.floor(p * (all.length - 1))] ?? 0).toFixed(0).padStart(6);
    console.log(`${part(0.5)} ms     ${name}: a key until its answer stands there, median`);
    console.log(`${part(0.95)} ms     ${name}: the same, 95th percentile`);
    await page.context().close();
  }
} finally {
  await at.close();
}
