// The command as a few files: a cold start then opens a handful of parts instead of a hundred modules.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles src/cli/main.ts to the parts in `command/` beside `outfile`, which is what loads them (boot.cjs). KaTeX and
 * mathjs stay outside: they are large, and loaded only when HTML or a user-defined function asks for them.
 */
export async function bundleCommand(outfile = join(root, "dist/cli.cjs")) {
  const entry = join(root, "src/cli/main.ts");
  if (!existsSync(entry)) {
    console.error("src/cli/main.ts does not exist yet: no command is built");
    return;
  }
  const parts = join(dirname(outfile), "command");
  rmSync(parts, { recursive: true, force: true });
  mkdirSync(parts, { recursive: true });
  await build({
    entryPoints: { main: entry },
    outdir: parts,
    // What only one command needs is a part of its own: reading notes must not cost a derivation its start.
    splitting: true,
    chunkNames: "[name]-[hash]",
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
    logLevel: "warning",
  });
  // CommonJS, because only a script can be given a code cache.
  for (const name of readdirSync(parts)) {
    const file = join(parts, name);
    const { code } = await transform(readFileSync(file, "utf8"), {
      format: "cjs",
      target: "node20",
      platform: "node",
      minifyWhitespace: true,
      define: { "import.meta.url": "__url" },
      supported: { "dynamic-import": false },
    });
    rmSync(file);
    writeFileSync(file.replace(/\.js$/, ".cjs"), code.replaceAll(/(require\("\.{1,2}\/[^"]+)\.js"\)/g, '$1.cjs")'));
  }
  copyFileSync(join(root, "scripts/boot.cjs"), outfile);
  writeCodeCache(outfile);
}

/** Runs a derivation and notes its bytecode; without it the command works as well, and starts more slowly. */
function writeCodeCache(outfile) {
  const env = { ...process.env, CHAINRULE_WRITE_CODE_CACHE: "1", NODE_OPTIONS: "" };
  for (const args of [["--version"], ["derive", join(root, "examples/scorer.eq")]])
    spawnSync(process.execPath, [outfile, ...args], { env, stdio: "ignore" });
}
