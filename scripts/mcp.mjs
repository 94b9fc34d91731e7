// The MCP server as two files that need nothing beside them: one to require, one to run.
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mcp = join(root, "packages/mcp");

/** Bundles packages/mcp, if what it stands on is installed: a package of chainrule alone is built without it. */
export async function bundleMcp(outdir = join(mcp, "dist")) {
  if (!existsSync(join(mcp, "src")) || !existsSync(join(root, "node_modules/@modelcontextprotocol"))) return;
  await build({
    entryPoints: { server: join(mcp, "src/server.ts") },
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Nothing is required beside these files.
    define: { "import.meta.url": "undefined" },
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    logLevel: "warning",
  });
  const main = join(outdir, "main.cjs");
  writeFileSync(main, '#!/usr/bin/env node\nrequire("./server.cjs").serveStdio();\n');
  chmodSync(main, 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleMcp();
