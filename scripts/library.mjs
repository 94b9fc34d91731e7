// The library as a few files: an import then opens a dozen of them in place of five hundred modules.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Folders of `dist` that are no modules of the library: what its entries share, the command, the page. */
const [PARTS, APART] = ["parts", new Set(["parts", "command", "page"])];

/**
 * Bundles each entry of package.json's `exports` that tsc wrote to `dist`, with what they share in `parts`, and takes away
 * the modules they were made of. Types stay as tsc wrote them, and names, so that a trace can be read.
 */
export async function bundleLibrary(dist = join(root, "dist")) {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = Object.values(exports).flatMap((to) =>
    typeof to === "string" ? [] : [to.default.replace("./dist/", "")],
  );
  rmSync(join(dist, PARTS), { recursive: true, force: true });
  await build({
    entryPoints: entries.map((entry) => join(dist, entry)),
    outdir: dist,
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    chunkNames: `${PARTS}/[name]-[hash]`,
    packages: "external",
    platform: "neutral",
    format: "esm",
    target: "es2023",
    logLevel: "warning",
  });
  const kept = new Set(entries);
  for (const file of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
    const isApart = APART.has(file.split(sep, 1)[0] ?? "");
    if (file.endsWith(".js") && !isApart && !kept.has(file)) rmSync(join(dist, file));
  }
}
