import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { FACTS } from "../../src/core/facts.js";
import { EXAMPLES } from "../../src/live/examples.js";
import { KINDS } from "../../src/names/words.js";

const path = "editors/vscode/syntaxes/chainrule.tmLanguage.json";
const { resolve } = createRequire(import.meta.url);

async function grammarOf(): Promise<textmate.IGrammar> {
  const wasm = readFileSync(resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, "utf8"), path),
  });
  const grammar = await registry.loadGrammar("source.chainrule");
  if (grammar === null) throw new Error("no grammar");
  return grammar;
}

const grammar = await grammarOf();

/** Each token of a line that has a scope of its own. */
const scopes = (line: string): readonly string[] =>
  grammar
    .tokenizeLine(line, textmate.INITIAL)
    .tokens.filter((t) => t.scopes.length > 1)
    .map((t) => `${line.slice(t.startIndex, t.endIndex)} ${t.scopes.at(-1)?.replace(".chainrule", "")}`);

describe("the TextMate grammar", () => {
  it.each([
    ["# W x", ["# W x comment.line.number-sign"]],
    [
      "W : matrix(n, 3) symmetric",
      [
        "W variable.other",
        ": punctuation.separator.declaration",
        "matrix storage.type",
        "n variable.other",
        "3 constant.numeric",
        "symmetric storage.modifier",
      ],
    ],
    [
      "h = tanh(z_1)",
      ["h variable.other", "= keyword.operator.assignment", "tanh entity.name.function", "z_1 variable.other"],
    ],
    [
      "∂s/∂W",
      [
        "∂ keyword.operator.derivative",
        "s variable.other",
        "/ keyword.operator.arithmetic",
        "∂ keyword.operator.derivative",
        "W variable.other",
      ],
    ],
    ["\\frac{\\partial s}", ["\\frac support.function", "\\partial keyword.operator.derivative", "s variable.other"]],
  ])("%s", (line, said) => expect(scopes(line)).toEqual(said));

  it("knows every kind and every fact of the language", () => {
    for (const kind of KINDS.keys()) expect(scopes(`x : ${kind}(n)`)).toContain(`${kind} storage.type`);
    for (const fact of FACTS) expect(scopes(`x : matrix(n, n) ${fact}`)).toContain(`${fact} storage.modifier`);
  });

  it("leaves no letter of the examples without a scope", () => {
    for (const { text } of EXAMPLES)
      for (const line of text.split("\n")) {
        const { tokens } = grammar.tokenizeLine(line, textmate.INITIAL);
        const bare = tokens.filter((t) => t.scopes.length === 1).map((t) => line.slice(t.startIndex, t.endIndex));
        expect(bare.filter((part) => /[\p{L}\p{N}]/u.test(part))).toEqual([]);
      }
  });
});

describe("the extension", () => {
  it("brings a client, and a server that runs where nothing else is", async () => {
    const directory = mkdtempSync(join(tmpdir(), "chainrule-vscode-"));
    try {
      const { layExtension } = (await import(pathToFileURL("scripts/vscode.mjs").href)) as {
        layExtension: (to: string) => Promise<void>;
      };
      await layExtension(join(directory, "it"));
      const manifest = JSON.parse(readFileSync(join(directory, "it/package.json"), "utf8")) as {
        main: string;
        contributes: { grammars: { path: string }[]; languages: { configuration: string }[] };
      };
      const files = [
        manifest.main,
        ...manifest.contributes.grammars.map((g) => g.path),
        ...manifest.contributes.languages.map((l) => l.configuration),
        "server.cjs",
      ];
      for (const file of files) expect(existsSync(join(directory, "it", file)), file).toBe(true);
      const server = readFileSync(join(directory, "it/server.cjs"), "utf8");
      expect(server).not.toMatch(
        /require\("(?!node:|assert|child_process|crypto|events|fs|net|os|path|stream|url|util)/,
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
