import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { newScope, readHeads } from "../../src/elaborate/elaborate.js";
import { decideKind, typographyOf } from "../../src/elaborate/names/kinds.js";
import { ownerOf } from "../../src/elaborate/scope.js";
import { parseSyntax } from "../../src/parse/syntax.js";

/** The names of a text with their evidence, before anything of it is decided. */
function evidence(source: string) {
  const scope = newScope(source, {}, ownerOf([]));
  readHeads(scope, parseSyntax(source, reporter(source)).statements, {});
  const of = (name: string) => {
    const entry = scope.names.get(name);
    if (entry === undefined) throw new Error(`${name} is no name of the text`);
    return entry.evidence;
  };
  const decided = (name: string) => {
    const { kind, because } = decideKind(of(name), typographyOf(scope));
    return { kind, text: because.text, at: source.slice(because.span.start, because.span.end) };
  };
  return { of, decided };
}

describe("the evidence of a name", () => {
  it("holds what is done to it, with the first place and how often", () => {
    const source = "y = W x + f(x)\ns = norm(x)^2 + x^T x";
    const { signs } = evidence(source).of("x");
    expect(signs.alone).toEqual({ span: { start: 6, end: 7 }, count: 5 });
    expect(signs.multiplied).toEqual({ span: { start: 6, end: 7 }, count: 1 });
    expect(signs.argument?.count).toBe(1);
    expect(signs.transposed?.span.start).toBe(source.indexOf("x^T"));
    expect(signs.lower?.count).toBe(1);
    expect(signs.upper).toBeUndefined();
  });

  it("holds where it is declared and defined", () => {
    const { declared, defined } = evidence("x : vector(n)\nx = A b").of("x");
    expect(declared).toEqual({ span: { start: 0, end: 1 }, kind: "vector", text: "x : vector(n)" });
    expect(defined).toEqual({ start: 14, end: 15 });
  });

  it("does not depend on the order of statements", () => {
    const lines = ["y = W x", "z = f(y) + y", "s = y^T z", "∂s/∂x"];
    const counts = (text: readonly string[]) => {
      const all = evidence(text.join("\n"));
      return ["x", "y", "f", "W"].map((n) =>
        Object.entries(all.of(n).signs)
          .map(([sign, piece]) => `${sign} ${piece.count}`)
          .sort(),
      );
    };
    expect(counts(lines.toReversed())).toEqual(counts(lines));
  });
});

describe("the decision", () => {
  it("names the piece that it rests on", () => {
    const { decided } = evidence("x : vector(k)\ny = W x + f(b) + lambda u\nz = F'(x) + eye(m) x");
    expect(decided("x")).toEqual({ kind: "vector", text: "it is declared", at: "x" });
    expect(decided("W")).toEqual({ kind: "matrix", text: "it is in upper case", at: "W" });
    expect(decided("f")).toEqual({ kind: "function", text: "it is applied", at: "f" });
    expect(decided("F")).toEqual({ kind: "function", text: "it is applied", at: "F" });
    expect(decided("lambda")).toEqual({ kind: "scalar", text: "it is a Greek letter", at: "lambda" });
    expect(decided("u")).toEqual({ kind: "vector", text: "it is in lower case", at: "u" });
    expect(decided("m")).toEqual({ kind: "size", text: "it stands where a size stands", at: "m" });
  });

  it("takes LaTeX at its typography, and its use where nothing is bold", () => {
    const bold = evidence(String.raw`$s = a \mathbf{w}^T b$`);
    expect(bold.decided("w").text).toBe("it is set in bold");
    expect(bold.decided("b")).toEqual({ kind: "scalar", text: "it is set plain in LaTeX", at: "b" });
    const plain = evidence("$s = w^T w$");
    expect(plain.decided("w")).toEqual({ kind: "vector", text: "it is transposed", at: "w" });
  });
});
