/** `chainrule lsp`: a language server over standard input and output. */
import manifest from "../../package.json" with { type: "json" };
import { UsageError } from "./command.js";
import { defineCommand, type Run } from "./run.js";

export const lspCommand = defineCommand({
  name: "lsp",
  operands: "",
  summary: "serve editors: diagnostics, hovers, fixes while you type (LSP over stdio)",
  examples: ["chainrule lsp"],
  options: () => [],
  run: serveEditor,
});

async function serveEditor({ world }: Run): Promise<void> {
  if (world.stdinIsTerminal)
    throw new UsageError("an editor speaks to this command over standard input; docs/editors.md says how it is set up");
  const { serveStdio } = await import("./lsp-connection.js");
  serveStdio(manifest.version);
  await world.ended();
}
