// `npm run site`: the page as files for any static host (`site/`), and as one file that works from a disk
// (`chainrule.html`). The build calls it too: `chainrule serve` and `derive --live` fill the template in `dist/page/`.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { budgets } from "./budgets.mjs";
import { compileGrammar } from "./grammar.mjs";
import { compileRuntimes } from "./runtimes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const KATEX = join(root, "node_modules/katex/dist");
/** The fonts of what we print; a formula that asks for another is drawn in one of these. */
const FONTS = [
  "Main-Regular",
  "Main-Bold",
  "Main-Italic",
  "Math-Italic",
  "Math-BoldItalic",
  "AMS-Regular",
  "Caligraphic-Regular",
  "Size1-Regular",
  "Size2-Regular",
  "Size3-Regular",
  "Size4-Regular",
].map((name) => `KaTeX_${name}`);

const common = {
  bundle: true,
  minify: true,
  target: "es2022",
  platform: "browser",
  legalComments: "none",
  logLevel: "warning",
  absWorkingDir: root,
  get plugins() {
    return [slimMathjs];
  },
};

/** The slim mathjs in the place of the whole one: the page hands it in, and asks for no other. */
const slimMathjs = {
  name: "slim mathjs",
  setup: ({ onResolve, resolve }) =>
    void onResolve({ filter: /^mathjs$/ }, ({ resolveDir, kind }) => resolve("mathjs/number", { resolveDir, kind })),
};

const policy = (parts) =>
  Object.entries({
    "default-src": "'none'",
    "connect-src": "'none'",
    // The sign of the page, which is inside it.
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    ...parts,
  })
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join("; ");

/** KaTeX's style sheet with the fonts that `address` gives an address for. */
const katexStyle = (address) =>
  readFileSync(join(KATEX, "katex.min.css"), "utf8").replace(/@font-face\{[^}]*\}/g, (face) => {
    const font = /url\(fonts\/([\w-]+)\.woff2\)/.exec(face)?.[1];
    if (!FONTS.includes(font)) return "";
    return face.replace(/src:[^;}]*/, `src:url(${address(font)}) format("woff2")`).replace("{", "{font-display:swap;");
  });

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** A script within a page: nothing in it ends its element. */
const inline = (code) => code.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");

async function bundled(entry, options = {}) {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [join(root, entry)],
    write: false,
    format: "iife",
    ...options,
  });
  return outputFiles[0].text;
}

/** The style sheet of answers and the fill of the page, from the library's sources. */
async function library() {
  // Within node_modules, where its packages are found.
  const outfile = join(root, "node_modules/.cache/chainrule", `site.${process.pid}.${Date.now()}.mjs`);
  try {
    compileGrammar();
    compileRuntimes();
    await build({
      stdin: {
        contents: `export { ANSWER_STYLE } from "./src/report/page-style.js"; export { filledPage } from "./src/live/shell.js"; export { EXAMPLES } from "./src/live/examples.js"; export { progressOn } from "./src/cli/progress.js";`,
        resolveDir: root,
        loader: "ts",
      },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      logLevel: "warning",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}

const style = async (answerStyle) => {
  const { outputFiles } = await build({
    ...common,
    stdin: { contents: answerStyle + readFileSync(join(root, "web/style.css"), "utf8"), loader: "css" },
    write: false,
  });
  return outputFiles[0].text;
};

const filled = (template, parts) => template.replace(/\{\{(\w+)\}\}/g, (whole, name) => parts[name] ?? whole);

/** The page as one file, still without a text. */
async function oneFileTemplate() {
  const { ANSWER_STYLE } = await library();
  const fonts = (font) =>
    `data:font/woff2;base64,${readFileSync(join(KATEX, "fonts", `${font}.woff2`)).toString("base64")}`;
  const script = inline(await bundled("web/main.ts", { define: { WORKER: '""' } }));
  const worker = inline(await bundled("web/worker.ts", { define: { "import.meta.url": "''" } }));
  return filled(readFileSync(join(root, "web/index.html"), "utf8"), {
    policy: policy({
      "script-src": hash(script),
      "style-src": "'unsafe-inline'",
      "font-src": "data:",
      "worker-src": "blob:",
    }),
    head: `<style>${katexStyle(fonts)}</style><style>${await style(ANSWER_STYLE)}</style>`,
    scripts: `<script type="text/plain" id="worker">${worker}</script>\n<script>${script}</script>`,
  });
}

/** The template for the command. */
export async function buildPage(outfile = join(root, "dist/page/page.html")) {
  mkdirSync(dirname(outfile), { recursive: true });
  writeFileSync(outfile, await oneFileTemplate());
}

/** Both builds: files for a static host, and one file. */
export async function buildSite(site = join(root, "site"), oneFile = join(root, "chainrule.html")) {
  const { filledPage, EXAMPLES, ANSWER_STYLE, progressOn } = await library();
  const parts = ["the page as one file", "its first answer", "the worker", "the page in parts"];
  const { stderr } = process;
  const progress = progressOn({
    err: (text) => void stderr.write(text),
    stderrIsTerminal: stderr.isTTY === true,
    columns: stderr.columns,
  });
  const begin = (part) => progress.tell(parts.indexOf(part) + 1, parts.length, part);
  begin("the page as one file");
  const katex = (await import("katex")).default;
  const first = { text: EXAMPLES[0].text, title: "chainrule: derivatives, step by step", katex };
  const whole = await oneFileTemplate();
  begin("its first answer");
  writeFileSync(oneFile, await filledPage(whole, first));

  rmSync(site, { recursive: true, force: true });
  mkdirSync(join(site, "fonts"), { recursive: true });
  for (const font of FONTS) copyFileSync(join(KATEX, "fonts", `${font}.woff2`), join(site, "fonts", `${font}.woff2`));
  const css = katexStyle((font) => `fonts/${font}.woff2`) + (await style(ANSWER_STYLE));
  const named = (text) => createHash("sha256").update(text).digest("hex").slice(0, 10);
  const cssName = `page-${named(css)}.css`;
  writeFileSync(join(site, cssName), css);
  const modules = {
    ...common,
    outdir: site,
    format: "esm",
    splitting: true,
    chunkNames: "part-[hash]",
    entryNames: "[name]-[hash]",
    metafile: true,
  };
  const entryOf = ({ metafile }) =>
    Object.entries(metafile.outputs)
      .find(
        ([, o]) =>
          o.entryPoint !== undefined &&
          !o.entryPoint.includes("node_modules") &&
          /web\/(main|worker)\.ts$/.test(o.entryPoint),
      )[0]
      .split("/")
      .at(-1);
  begin("the worker");
  const worker = entryOf(await build({ ...modules, entryPoints: [join(root, "web/worker.ts")] }));
  begin("the page in parts");
  const main = entryOf(
    await build({ ...modules, entryPoints: [join(root, "web/main.ts")], define: { WORKER: JSON.stringify(worker) } }),
  );
  const template = filled(readFileSync(join(root, "web/index.html"), "utf8"), {
    policy: policy({
      "script-src": "'self'",
      "style-src": "'self' 'unsafe-inline'",
      "font-src": "'self'",
      "worker-src": "'self'",
    }),
    head: `<link rel="stylesheet" href="${cssName}">`,
    scripts: `<script type="module" src="${main}"></script>`,
  });
  writeFileSync(join(site, "index.html"), await filledPage(template, first));
  progress.clear();
  return { main, worker, cssName, template: whole };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildSite();
  console.log("site/ for any static host, chainrule.html as one file");
  for (const [what, kilobytes] of Object.entries(budgets(join(root, "site"), built)))
    console.log(`${kilobytes.toFixed(0).padStart(6)} kB gz  ${what}`);
}
