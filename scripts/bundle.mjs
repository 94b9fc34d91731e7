// The command as one file of parts: a cold start then opens one file instead of a hundred modules.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Bundles src/cli/main.ts to `command/parts.cjs` beside `outfile`, which is what runs its parts (boot.cjs). KaTeX and
 * mathjs stay outside: they are large, and loaded only when HTML or a user-defined function asks for them. So does
 * piscina, which starts threads from a file of its own.
 */
export async function bundleCommand(outfile = join(root, "dist/cli.cjs")) {
  const entry = join(root, "src/cli/main.ts");
  if (!existsSync(entry)) {
    console.error("src/cli/main.ts does not exist yet: no command is built");
    return;
  }
  const modules = mkdtempSync(join(tmpdir(), "chainrule-bundle-"));
  try {
    await build({
      entryPoints: { main: entry, worker: join(root, "src/cli/notes-worker.ts") },
      outdir: modules,
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
      external: ["katex", "katex/*", "mathjs", "mathjs/*", "piscina"],
      // Its CommonJS form requires parts of itself in a way that cannot be bundled.
      alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
      logLevel: "warning",
    });
    const parts = [];
    for (const file of readdirSync(modules)) parts.push(await part(file, readFileSync(join(modules, file), "utf8")));
    const command = join(dirname(outfile), "command");
    rmSync(command, { recursive: true, force: true });
    mkdirSync(command, { recursive: true });
    writeFileSync(join(command, "parts.cjs"), `({${parts.join(",\n")}})\n`, "latin1");
  } finally {
    rmSync(modules, { recursive: true, force: true });
  }
  copyFileSync(join(root, "scripts/boot.cjs"), outfile);
  writeCodeCache(outfile);
}

/** A module as a property whose value runs it. CommonJS, because only a script can be given a code cache. */
async function part(file, source) {
  const { code } = await transform(source, {
    format: "cjs",
    target: "node20",
    platform: "node",
    minifyWhitespace: true,
    define: { "import.meta.url": "__url" },
    supported: { "dynamic-import": false },
  });
  // Plain bytes are read in a fifth of the time. In strings, templates and regular expressions an escape is what it
  // stands for; only in the raw text of a template it is not.
  if (/String\.raw`[^`]*[\u0080-\uffff]/.test(code)) throw new Error(`${file}: a raw template holds more than ASCII`);
  const plain = code.replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `${JSON.stringify(file)}:function(exports,require,module,__url){${plain}\n}`;
}

/** Runs a derivation and notes its bytecode; without it the command works as well, and starts more slowly. */
function writeCodeCache(outfile) {
  const env = { ...process.env, CHAINRULE_WRITE_CODE_CACHE: "1", NODE_OPTIONS: "" };
  for (const args of [["--version"], ["derive", join(root, "examples/scorer.eq")]])
    spawnSync(process.execPath, [outfile, ...args], { env, stdio: "ignore" });
}
