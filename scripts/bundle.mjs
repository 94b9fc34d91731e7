// The command as a few files: a cold start then opens two or three modules instead of a hundred.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles src/cli/main.ts to `outfile` and the chunks beside it. KaTeX and mathjs stay outside: they are large, and loaded only when HTML or a
 * user-defined function asks for them.
 */
export async function bundleCommand(outfile = join(root, "dist/cli.js")) {
  const entry = join(root, "src/cli/main.ts");
  if (!existsSync(entry)) {
    console.error("src/cli/main.ts does not exist yet: no command is built");
    return;
  }
  mkdirSync(dirname(outfile), { recursive: true });
  const chunks = join(dirname(outfile), "chunks");
  rmSync(chunks, { recursive: true, force: true });
  await build({
    entryPoints: { [basename(outfile, ".js")]: entry },
    outdir: dirname(outfile),
    // What only one command needs is a file of its own: reading notes must not cost a derivation its start.
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    // Names stay, so that a trace can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["katex", "katex/*", "mathjs", "mathjs/*"],
    // Its CommonJS form requires parts of itself in a way that cannot be bundled.
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    // Commander is CommonJS and requires Node's own modules, which an ES module has to bring along.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire as chainruleRequire } from "node:module"; const require = chainruleRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
}
