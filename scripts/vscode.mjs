// `npm run vscode`: the extension as chainrule.vsix. Its client and its server are one file each, with all they need.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compileGrammar } from "./grammar.mjs";
import { compileRuntimes } from "./runtimes.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const from = join(root, "editors/vscode");

/** Writes the extension as a directory that VS Code can load. */
export async function layExtension(to) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const part of ["package.json", "language-configuration.json", "README.md", "LICENSE", "syntaxes"])
    cpSync(join(from, part), join(to, part), { recursive: true });
  await build({
    entryPoints: { extension: join(from, "extension.ts"), server: join(from, "server.ts") },
    outdir: to,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minify: true,
    // Faults of ours are said by their names.
    keepNames: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    // Nothing is required beside these files.
    define: { "import.meta.url": "undefined" },
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    logLevel: "warning",
  });
}

/** Which vsce packs: it is not among the packages of this repository, which need a twentieth of what it brings. */
const VSCE = "@vscode/vsce@3.9.2";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  compileGrammar();
  compileRuntimes();
  const directory = join(root, ".cache/vscode");
  await layExtension(directory);
  const pack = ["--yes", VSCE, "package", "--no-dependencies", "--skip-license", "--allow-missing-repository"];
  const { status } = spawnSync("npx", [...pack, "--out", join(root, "chainrule.vsix")], {
    cwd: directory,
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
