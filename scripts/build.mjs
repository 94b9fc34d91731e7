// The whole build: parser from the grammar, library with types, command.
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleCommand } from "./bundle.mjs";
import { compileGrammar } from "./grammar.mjs";
import { bundleLibrary } from "./library.mjs";
import { bundleMcp } from "./mcp.mjs";
import { compileRuntimes } from "./runtimes.mjs";
import { buildPage } from "./site.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

compileGrammar();
compileRuntimes();
const tsc = join(root, "node_modules/typescript/bin/tsc");
const library = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { stdio: "inherit" });
if (library.status !== 0) process.exit(library.status ?? 1);
await bundleLibrary();
await bundleCommand();
await buildPage();
await bundleMcp();
const command = join(root, "dist/cli.cjs");
if (existsSync(command)) chmodSync(command, 0o755);
