/** Matrices whose entries are not free: by an entry and by the matrix, one convention. */
import { describe, expect, it } from "vitest";
import { nth } from "../../src/core/operands.js";
import type { Symmetric } from "../../src/derive/constrained.js";
import { type Derivation, derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { compare } from "../../src/judge/compare.js";
import { lettersIn } from "../../src/judge/letters.js";
import { questionOf } from "../../src/judge/targets.js";
import { verify } from "../../src/numeric/verify.js";
import { placesOf } from "../../src/ops/binder.js";
import { Entry, entry } from "../../src/ops/entry.js";
import { judged, told } from "../judge/judge.js";

const BODIES = {
  "a bilinear form": "f = x^T A y",
  "a trace of a product": "f = tr(A B A C)",
  "entries by themselves": "f = sum(i=1..n, sum(j=1..n, B_ij A_ij^2))",
  "an elementwise function": "f = x^T exp(A .* B) y",
  "one triangle alone": "f = sum(k=2..n, A[k-1, k] x_k)",
  "a definition on the way": "z = tanh(A x)\nf = y^T z",
  "a recursion": "h_0 : vector(n)\nh_t = tanh(A h_{t-1} + x) for t in 1..T\nf = y^T h_T",
};
const FACTS = ["symmetric", "posdef", "diagonal"];
const CONVENTIONS: readonly Symmetric[] = ["projected", "cookbook"];

const textOf = (fact: string, body: string): string =>
  [
    `A : matrix(n, n) ${fact}`,
    "B : matrix(n, n)",
    "C : matrix(n, n)",
    "x : vector(n)",
    "y : vector(n)",
    body,
    "∂f/∂A",
    "∂f/∂A_ij",
    "∂f/∂A_ii",
  ].join("\n");

function answers(text: string, symmetric: Symmetric): readonly Derivation[] {
  const model = read(text);
  expect(model.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  return derivations(model, queries, { symmetric }).results.map((r) => {
    if (isRefusal(r)) throw new Error(r.message);
    return r;
  });
}

const CASES = Object.entries(BODIES).flatMap(([title, body]) =>
  FACTS.flatMap((fact) => CONVENTIONS.map((convention) => ({ title, body, fact, convention }))),
);

describe.each(CASES)("$title, A $fact, $convention", ({ body, fact, convention }) => {
  const [whole, ...single] = answers(textOf(fact, body), convention);

  it("the derivative by an entry is that entry of the one by the matrix", () => {
    expect(single).toHaveLength(2);
    for (const { value, query } of single) {
      const x = nth(query.wrt, 0);
      expect(x.op).toBe(Entry);
      const there = entry((whole as Derivation).value, ...placesOf(x));
      expect(
        compare({ of: query.of, onto: (e) => e, options: { axes: lettersIn([x]) }, known: new Map() }, value, there),
      ).toMatchObject({ type: "same" });
    }
  });

  it("differences that stay among such matrices agree", () => {
    for (const d of [whole as Derivation, ...single]) {
      const question = questionOf(d, d.query.of, d.layout);
      expect(verify(d.value, question, { seed: 3 })).toMatchObject({ verdict: "right" });
    }
  });
});

describe("claims by an entry of a symmetric matrix", () => {
  const given = ["A : matrix(n, n) symmetric", "x : vector(n)", "y : vector(n)", "f = x^T A y"];
  it.each([
    ["∂f/∂A_ij = (x_i y_j + x_j y_i) / 2", "equal (gradient)"],
    ["∂f/∂A_ij = x_i y_j + x_j y_i - [i = j] x_i y_j", "equal (gradient)"],
    ["∂f/∂A_ij = x_i y_j", "different"],
    ["∂f/∂A_ij = x_i y_j + x_j y_i", "different"],
    ["∂f/∂A_ii = x_i y_i", "equal (gradient)"],
  ])("%s is %s", (claim, verdict) => {
    expect(judged(...given, claim).map(told)).toEqual([verdict]);
  });
});
