/** Rule 4.1: nothing is an index unless something binds it, so that texts without a binder read as they ever did. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reporter } from "../../../src/core/diagnostic.js";
import { readIndices } from "../../../src/elaborate/index/read-indices.js";
import { read } from "../../../src/elaborate/parse.js";
import { derive } from "../../../src/index.js";
import { expressionsOf, postorder, type Statement } from "../../../src/parse/ast.js";
import { parseSyntax } from "../../../src/parse/syntax.js";

const CASES = "../shared/cases";
const FORMULA = /\$\$([\s\S]+?)\$\$|\$([^$\n]+)\$|\\\[([\s\S]+?)\\\]/g;

/** Texts of the language: as they stand, or the formulas of a page. */
function* texts(): Generator<string> {
  for (const page of ["laws", "matrix-calculus", "networks"])
    yield* formulas(readFileSync(`test/golden/${page}.md`, "utf8"));
  if (!existsSync(CASES)) return;
  for (const file of readdirSync(CASES).filter((f) => f.endsWith(".jsonl")))
    for (const line of readFileSync(join(CASES, file), "utf8").split("\n"))
      if (line !== "") yield* textsOf(JSON.parse(line));
  for (const file of readdirSync(join(CASES, "notes")).filter((f) => /\.(?:md|tex)$/.test(f)))
    yield* formulas(readFileSync(join(CASES, "notes", file), "utf8"));
}

function* textsOf(record: Record<string, unknown>): Generator<string> {
  const { text, input, decl, eqs, of, wrt } = record;
  if (typeof text === "string") yield text;
  if (typeof input === "string") yield input;
  if (Array.isArray(eqs))
    yield [...Object.entries(decl ?? {}).map(([n, kind]) => `${n} : ${kind}`), ...eqs, `∂${of}/∂${wrt}`].join("\n");
}

function* formulas(page: string): Generator<string> {
  for (const [, a, b, c] of page.matchAll(FORMULA)) yield `$$${a ?? b ?? c}$$`;
  for (const [, block] of page.matchAll(/```(?:chainrule|eq)[^\n]*\n([\s\S]*?)```/g)) yield block as string;
}

const BINDERS: ReadonlySet<string> = new Set(["reduction", "condition", "entry"]);

/** Whether a text has a sum, a range, a condition, an entry, or asks by a name with a script. */
const binds = (s: Statement): boolean => {
  if (s.type === "range" || s.type === "places" || s.ranges !== undefined) return true;
  const { stated, claimed } = expressionsOf(s);
  return [...stated, ...claimed].flatMap(postorder).some((e) => BINDERS.has(e.type));
};

const readAs = (text: string) => {
  const { statements } = parseSyntax(text, reporter(text));
  return { statements, ...{ read: readIndices(statements, reporter(text)) } };
};

describe("a text in which nothing binds a letter", () => {
  test.skipIf(!existsSync(CASES))("is as it was: published problems, readings, claims, notes, goldens", () => {
    const seen = new Set<string>();
    const changed: string[] = [];
    for (const text of texts()) {
      const { statements, read: found } = readAs(text);
      if (statements.length === 0 || statements.some(binds)) continue;
      seen.add(text);
      if (found.statements !== statements) changed.push(text);
    }
    expect(seen.size).toBeGreaterThan(1000);
    // What is left asks by an entry of a vector or matrix of the text, which was refused before.
    for (const text of changed) expect(text).toMatch(/∂|\\partial|\\nabla|∇|_\d/);
    expect(changed.length).toBeLessThan(seen.size / 50);
  });

  const UNBOUND = [
    "h_t = tanh(W h_t_minus_1 + U x_t)",
    "$$h_t = \\tanh(W h_{t-1} + U x_t)$$",
    "$$z^{[l]} = W^{[l]} a^{[l-1]} + b^{[l]}$$",
    "z_1 = W_1 x + b_1\nz_2 = W_2 z_1 + b_2\ns = u^T z_2",
    "$$z_i = f(x_i) \\quad y_k = z_i x_k$$",
    "x_window : vector(n)\ny_hat = W x_window",
  ];
  test.each(UNBOUND)("%s", (text) => {
    const { statements, read: found } = readAs(text);
    expect(found.statements).toBe(statements);
    expect([...read(text).symbols.values()].every((s) => s.indices.length === 0)).toBe(true);
  });
});

describe("a letter is bound", () => {
  const families = (text: string): Record<string, string> =>
    Object.fromEntries(
      [...read(text).symbols.values()]
        .filter((s) => s.kind !== "size")
        .map((s) => [
          s.name,
          `${s.shape.rows}×${s.shape.cols}${s.indices.map((i) => ` ${i.letter} ${i.from}..${i.to}`).join("")}`,
        ]),
    );

  test("by a sum", () => {
    expect(families("$$L = \\frac{1}{2} \\sum_{i=1}^{N} (\\mathbf{w}^\\top \\mathbf{x}_i - y_i)^2$$")).toEqual({
      w: "n×1",
      x: "n×1 i 1..N",
      y: "N×1",
      L: "1×1",
    });
  });

  test("by the range of a statement, and of one beside it", () => {
    const text = "$$\\mathbf{a}_i = W \\mathbf{x}_i, \\quad i = 1, \\dots, N$$\n$$\\mathbf{b}_i = V \\mathbf{a}_i$$";
    expect(families(text)).toMatchObject({ x: "m×1 i 1..N", a: "n×1 i 1..N", b: "p×1 i 1..N" });
  });

  test("by a declaration", () => {
    expect(families("x_i : vector(d) for i in 1..N\nz_i = W x_i")).toMatchObject({ x: "d×1 i 1..N", z: "n×1 i 1..N" });
  });

  test("by a vector that a left side indexes, and by a sum elsewhere", () => {
    const text = "$$p_i = \\frac{e^{z_i}}{\\sum_{k=1}^{K} e^{z_k}}$$";
    expect(families(text)).toMatchObject({ z: "K×1", p: "1×1 i 1..K" });
  });

  test("in a question by a member, but not in a name that the model has as it stands", () => {
    const text = "y = sum(i=1..n, p_i W_i x)\np = softmax(W_g x)\nL = g^T y";
    const by = (name: string) => derive(`${text}\n∂L/∂${name}`, { steps: "none" }).results[0];
    expect(by("W_g")).toMatchObject({ wrt: "W_g", indices: [] });
    expect(by("W_j")).toMatchObject({ wrt: "W_j", indices: [{ letter: "j", from: "1", to: "n" }] });
  });

  test("by a beginning", () => {
    const text = "$$\\mathbf{h}_0 = \\mathbf{x}$$\n$$\\mathbf{h}_t = f(W \\mathbf{h}_{t-1})$$";
    expect(families(text)).toMatchObject({ h: "n×1 t 1..T" });
  });
});

test("a size is no letter of a question, and a question makes no member of a family", () => {
  const model = `x_t : vector(m) for t in 1..T
W : matrix(n, n)
U : matrix(n, m)
v, h_0 : vector(n)
h_t = tanh(W h_{t-1} + U x_t) for t in 1..T
L = v^T h_T + sum(t=1..T, sum(x_t))
`;
  expect(derive(`${model}∂L/∂h_T`).results[0]?.text).toBe("v");
  expect(derive(`${model}∂L/∂h_t`).symbols.map((s) => s.name)).not.toContain("x_0");
});
