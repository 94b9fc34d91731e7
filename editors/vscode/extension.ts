/** The extension: starts the language server, and gives the Markdown preview its derivations. */
import { join } from "node:path";
import katex from "katex";
import type { MarkdownIt } from "markdown-it";
import { type ExtensionContext, workspace } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { chainruleMarkdownIt } from "../../src/markdown-it.js";

let client: LanguageClient | null = null;

export async function activate(context: ExtensionContext): Promise<{ extendMarkdownIt(md: MarkdownIt): MarkdownIt }> {
  const settings = workspace.getConfiguration("chainrule");
  const command = settings.get<string>("command", "");
  const bundled = { module: join(context.extensionPath, "server.cjs"), transport: TransportKind.stdio };
  const selector = [
    { language: "chainrule" },
    ...(settings.get<boolean>("notes", true)
      ? [{ language: "markdown" }, { language: "latex" }, { language: "quarto" }, { pattern: "**/*.ipynb" }]
      : []),
  ];
  client = new LanguageClient(
    "chainrule",
    "chainrule",
    command === "" ? { run: bundled, debug: bundled } : { command, args: ["lsp"], transport: TransportKind.stdio },
    { documentSelector: selector },
  );
  await client.start();
  return {
    extendMarkdownIt(md) {
      // What is stated wrong is said in the editor; a preview that fails shows nothing at all.
      if (settings.get<boolean>("preview", true)) chainruleMarkdownIt(md, { katex, onWrong: () => {} });
      return md;
    },
  };
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
