import { describe, expect, it } from "vitest";
import type { Range, TextEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { actionsAt } from "../../src/editor/actions.js";
import { coloursOf, TOKEN_TYPES } from "../../src/editor/colours.js";
import { completionsAt } from "../../src/editor/completion.js";
import { diagnosticsOf } from "../../src/editor/diagnostics.js";
import { hoverAt } from "../../src/editor/hover.js";
import { askEdit, lensesIn } from "../../src/editor/lens.js";
import { languageOf, type Opened, opened } from "../../src/editor/opened.js";
import { editTo } from "../../src/editor/places.js";
import { definitionAt, referencesAt, symbolsIn } from "../../src/editor/symbols.js";

const open = (text: string, languageId = "chainrule", uri = "file:///a.eq"): Promise<Opened> =>
  opened(TextDocument.create(uri, languageId, 1, text));

/** The range of the first place where `part` stands. */
function rangeOf({ document }: Opened, part: string): Range {
  const start = document.getText().indexOf(part);
  if (start < 0) throw new Error(`no ${part}`);
  return { start: document.positionAt(start), end: document.positionAt(start + part.length) };
}

const shown = (document: TextDocument, range: Range): string => document.getText(range);

/** The text after each quick fix at a place. */
const mended = (known: Opened, part: string): readonly string[] =>
  actionsAt(known, rangeOf(known, part)).map((action) =>
    TextDocument.applyEdits(known.document, action.edit?.changes?.[known.document.uri] as TextEdit[]),
  );

const WRONG = "x : vector(n)\ny = x^T A x\n∂y/∂x = 2 A x\n";

const NOTE = [
  "# Ridge",
  "",
  "Let $A \\in \\mathbb{R}^{n \\times n}$ and",
  "$$s = \\mathbf{x}^\\top A^\\top A \\mathbf{x}.$$",
  "Then $$\\frac{\\partial s}{\\partial \\mathbf{x}} = 3 A^\\top A \\mathbf{x}.$$",
  "",
  "```chainrule",
  "L = norm(A)^2",
  "∂L/∂A",
  "```",
  "",
].join("\n");

describe("what a document is", () => {
  it.each([
    ["file:///m.eq", "plaintext", "equations"],
    ["untitled:1", "chainrule", "equations"],
    ["file:///n.md", "markdown", "markdown"],
    ["untitled:2", "markdown", "markdown"],
    ["file:///n.tex", "latex", "latex"],
    ["file:///n.ipynb?x=.eq", "json", "notebook"],
    ["file:///n.py", "python", null],
  ])("%s in %s is %s", (uri, languageId, language) => {
    expect(languageOf(TextDocument.create(uri, languageId, 1, ""))).toBe(language);
  });

  it("is left alone where it is neither, and said where it is too long", async () => {
    expect(diagnosticsOf(await open("x = ", "python", "file:///a.py"))).toEqual([]);
    const [fault, ...more] = diagnosticsOf(await open("x".repeat(300_000)));
    expect([fault?.code, more]).toEqual(["budget/input", []]);
  });
});

describe("equations", () => {
  it("underlines a wrong claim as an error, with numbers, at its side", async () => {
    const known = await open(WRONG);
    const [fault, ...more] = diagnosticsOf(known);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ severity: 1, code: "claim/different" });
    expect(shown(known.document, fault?.range as Range)).toBe("2 A x");
  });

  it("writes the derivative in the place of a wrong side, in the spelling of the text", async () => {
    const [text] = mended(await open(WRONG), "2 A x");
    expect(text).toBe("x : vector(n)\ny = x^T A x\n∂y/∂x = (A + A^T) x\n");
    expect(diagnosticsOf(await open(text as string))).toEqual([]);
    const [latex] = mended(await open(WRONG.replace("2 A x", "2 \\mathbf{A} \\mathbf{x}")), "2 \\mathbf{A}");
    expect(latex).toContain("\\mathbf{A}^{\\top}");
    expect(diagnosticsOf(await open(latex as string))).toEqual([]);
  });

  it.each([
    ["a glued name", "x : vector(n)\ny = norm(x)\nq = yy + y\n", "yy"],
    ["a name that nothing declares", "f = m c^2\n", "f = m"],
  ])("mends %s by a quick fix", async (_, text, part) => {
    const known = await open(text);
    const before = diagnosticsOf(known).length;
    expect(before).toBeGreaterThan(0);
    const texts = mended(known, part);
    expect(texts.length).toBeGreaterThan(0);
    for (const next of texts) expect(diagnosticsOf(await open(next)).length).toBeLessThan(before);
  });

  it("says of a name its kind, size and what decided them, of a question its derivation", async () => {
    const known = await open(WRONG);
    const over = (part: string): string => JSON.stringify(hoverAt(known, rangeOf(known, part).start)?.contents ?? null);
    expect(over("A x")).toMatch(/A : n×n.*assumed.*upper case/);
    expect(over("∂y/∂x")).toMatch(/product rule.*\(A \+ Aᵀ\) x/);
    expect(over("vector")).toBe("null");
  });

  it("completes names, functions, letters and questions", async () => {
    const known = await open("z = W x + b\n\n\\de");
    const labels = (line: number, character: number) => completionsAt(known, { line, character }).map((c) => c.label);
    expect(labels(0, 4)).toEqual(expect.arrayContaining(["W", "softmax", "symmetric"]));
    const begun = await open("z = W x + b\ns = norm(z)\n∂s/\n");
    const [question] = completionsAt(begun, { line: 2, character: 3 });
    expect(question?.textEdit).toMatchObject({ range: { start: { character: 0 } }, newText: "∂s/∂W" });
    const asked = await open("z = W x + b\ns = norm(z)\n\n");
    const [first] = completionsAt(asked, { line: 2, character: 0 });
    expect(first).toMatchObject({ label: "∂s/∂W", textEdit: { newText: "∂s/∂W" } });
    const greek = completionsAt(known, { line: 2, character: 3 }).find((c) => c.label === "\\delta");
    expect(TextDocument.applyEdits(known.document, [greek?.textEdit as TextEdit])).toMatch(/\nδ$/);
  });

  it("knows where a name is defined and stands, and what a text defines", async () => {
    const known = await open("z = W x + b\ns = norm(\\mathbf{z}) + sum(z)\n");
    const at = rangeOf(known, "z}").start;
    expect(shown(known.document, definitionAt(known, at)?.range as Range)).toBe("z = W x + b");
    expect(referencesAt(known, at).map((l) => shown(known.document, l.range))).toEqual(["z", "\\mathbf{z}", "z"]);
    expect(symbolsIn(known).map((s) => s.name)).toEqual(["z", "s"]);
  });

  it("asks a question at a lens, once", async () => {
    const known = await open("z = W x + b\ns = norm(z)\n");
    expect(lensesIn(known).map((l) => l.command?.title)).toEqual(["∂s/∂W", "∂s/∂x", "∂s/∂b"]);
    const edit = askEdit(known, "∂s/∂W");
    const next = await open(TextDocument.applyEdits(known.document, [edit as TextEdit]));
    expect(next.document.getText()).toBe("z = W x + b\ns = norm(z)\n∂s/∂W\n");
    expect(lensesIn(next).map((l) => l.command?.title)).toEqual(["∂s/∂x", "∂s/∂b"]);
    const both = TextDocument.applyEdits(next.document, [askEdit(next, "∂s/∂b") as TextEdit]);
    expect(both).toBe("z = W x + b\ns = norm(z)\n∂s/∂W, ∂s/∂b\n");
    expect(askEdit(next, "∂s/∂W")).toBeNull();
    expect(askEdit(next, "rm -rf")).toBeNull();
  });

  it("colours tokens in the order of the text, each on one line", async () => {
    const { data } = coloursOf(await open("z = W x + 1 # said\n∂z/∂W\n"));
    const types = data.filter((_, i) => i % 5 === 3).map((k) => TOKEN_TYPES[k]);
    expect(types.slice(0, 7)).toEqual([
      "variable",
      "operator",
      "variable",
      "variable",
      "operator",
      "number",
      "comment",
    ]);
    expect(types).toContain("macro");
  });
});

describe("a note", () => {
  it("underlines what is stated wrong, says what is right, and writes it", async () => {
    const known = await open(NOTE, "markdown", "file:///n.md");
    const [fault, ...more] = diagnosticsOf(known);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ severity: 1, code: "claim/different" });
    expect(shown(known.document, fault?.range as Range)).toBe("3 A^\\top A \\mathbf{x}");
    const over = hoverAt(known, rangeOf(known, "3 A").start);
    expect(JSON.stringify(over?.contents)).toMatch(/different.*right is ∂s\/∂x = 2 Aᵀ A x/);
    const [text] = mended(known, "3 A");
    expect(diagnosticsOf(await open(text as string, "markdown", "file:///n.md"))).toEqual([]);
  });

  it("shows the derivation of a block, and nothing over words", async () => {
    const known = await open(NOTE, "markdown", "file:///n.md");
    expect(JSON.stringify(hoverAt(known, rangeOf(known, "∂L").start)?.contents)).toContain("2 A");
    expect(hoverAt(known, rangeOf(known, "Ridge").start)).toBeNull();
  });

  it("is mended in a notebook as JSON", async () => {
    const cells = [{ cell_type: "markdown", metadata: {}, source: NOTE.split("\n").map((l) => `${l}\n`) }];
    const json = JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
    const known = await open(json, "json", "file:///n.ipynb");
    expect(shown(known.document, diagnosticsOf(known)[0]?.range as Range)).toContain("3 A^");
    const [text] = mended(known, "3 A^");
    expect(() => JSON.parse(text as string)).not.toThrow();
    expect(diagnosticsOf(await open(text as string, "json", "file:///n.ipynb"))).toEqual([]);
  });
});

describe("editTo", () => {
  it.each([
    ["a b", "a c b"],
    ["", "x"],
    ["aaa", "aa"],
    ["abab", "ab"],
    ["same", "same"],
  ])("makes %j say %j", (before, after) => {
    const document = TextDocument.create("file:///a", "plain", 1, before);
    expect(TextDocument.applyEdits(document, [editTo(document, after)])).toBe(after);
  });
});

it("a name that every object has is defined nowhere, and found where it stands", async () => {
  const known = await open("y = constructor x\n∂y/∂x");
  const at = { line: 0, character: 6 };
  expect(definitionAt(known, at)?.range.start).toEqual({ line: 0, character: 4 });
});
