import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import type { Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { elaborateModel } from "../../src/elaborate/elaborate.js";
import type { Expression, Statement } from "../../src/parse/ast.js";
import { call, declare, define, group, hadamard, name, num, plus, product, transpose } from "../parse/trees.js";

/** Three times what a call stack holds: recursion falls over, and the suite stays short. */
const DEPTH = 30_000;

/** Quadratic work at this depth takes hours, so a busy machine is no reason to fail. */
const PATIENCE = 120_000;

const made = (statements: readonly Statement[]) => elaborateModel("", statements, reporter(""));

const nested = (depth: number, leaf: Expression, wrap: (e: Expression, i: number) => Expression): Expression => {
  let e = leaf;
  for (let i = 0; i < depth; i++) e = wrap(e, i);
  return e;
};

const DECLARED = [
  declare("a b", "scalar"),
  declare("x y", "vector", "n"),
  declare("A B", "matrix", "n", "n"),
  declare("f", "function"),
];

const layer = (i: number, parts: (h: Expression) => Expression): Statement =>
  define(`h_${i + 1}`, parts(name(i === 0 ? "x" : `h_${i}`)));

describe("depth", { timeout: PATIENCE }, () => {
  it.each<[string, (e: Expression, i: number) => Expression, Expression, number]>([
    ["calls", (e) => call("f", e), name("x"), DEPTH],
    ["transposes", (e) => transpose(group(e)), name("A"), DEPTH],
    ["parenthesised sums on the right", (e) => plus(name("y"), group(e)), name("x"), 1],
    ["parenthesised sums on the left", (e) => plus(group(e), name("y")), name("x"), 1],
    ["parenthesised products", (e) => product(name("A"), group(e)), name("x"), 1],
    ["products of products", (e) => product(group(e), name("B")), name("A"), 1],
    ["products of scalars", (e) => product(name("b"), group(e)), name("a"), 1],
    ["multiples of products", (e) => product(num("2"), group(product(name("A"), group(e)))), name("x"), 3 * DEPTH],
    ["elementwise products", (e) => hadamard(name("y"), group(e)), name("x"), 1],
    ["both products of scalars", (e, i) => (i % 2 === 0 ? product : hadamard)(name("b"), group(e)), name("a"), 1],
  ])("of %s ends in one equation without recursion or repeated work", (_, wrap, leaf, nodes) => {
    const m = made([...DECLARED, define("r", nested(DEPTH, leaf, wrap))]);
    expect(m.diagnostics).toEqual([]);
    expect(m.equations).toHaveLength(1);
    expect(m.context.size).toBeLessThanOrEqual(nodes + 40);
  });

  it("of a fault is reported as one", () => {
    const m = made([
      ...DECLARED,
      define(
        "r",
        nested(DEPTH, product(name("x"), name("x")), (e) => call("f", e)),
      ),
    ]);
    expect(m.diagnostics.map((d) => d.code)).toEqual(["shape/product"]);
  });
});

describe("width", { timeout: PATIENCE }, () => {
  it("of sums is one node, of products some layers", () => {
    const wide = (of: string) => Array.from({ length: DEPTH }, () => name(of));
    const m = made([...DECLARED, define("s", plus(...wide("x"))), define("p", product(name("A"), ...wide("B")))]);
    expect(m.diagnostics).toEqual([]);
    expect(m.equations[0]?.value.args).toHaveLength(DEPTH);
    // A long product is a few layers of parts, opened up to some factors at a time; none may be lost.
    const top = m.equations[1]?.value as Expr;
    const factors = new Map<Expr, number>();
    for (const e of walk([top]))
      factors.set(e, e.op === top.op ? e.args.reduce((n, a) => n + (factors.get(a) as number), 0) : 1);
    expect(factors.get(top)).toBe(DEPTH + 1);
  });
});

describe("layers", { timeout: PATIENCE }, () => {
  /** Nodes, unknown sizes and all, for each layer more. */
  const growth = (statements: (n: number) => readonly Statement[]) => {
    const size = (n: number) => {
      const m = made(statements(n));
      expect(m.diagnostics).toEqual([]);
      return m.context.size;
    };
    const [one, two, three] = [size(1000), size(2000), size(3000)];
    expect(three - two).toBe(two - one);
    return (two - one) / 1000;
  };
  const dense = (n: number) =>
    Array.from({ length: n }, (_, i) => layer(i, (h) => call("f", plus(product(name(`W_${i}`), h), name(`b_${i}`)))));
  const residual = (n: number) =>
    Array.from({ length: n }, (_, i) => layer(i, (h) => plus(h, call("f", product(name(`W_${i}`), h)))));

  it("cost the same each", () => {
    expect(growth(dense)).toBe(6);
    expect(growth(residual)).toBe(5);
  });

  it("may be tens of thousands, in any order", () => {
    const m = made(dense(DEPTH).reverse());
    expect(m.diagnostics).toEqual([]);
    expect(m.equations).toHaveLength(DEPTH);
    expect(m.equations[0]?.name).toBe("h_1");
    expect(m.symbols.get(`h_${DEPTH}`)?.kind).toBe("vector");
  });

  it("of one size have it, however many they are", () => {
    const m = made(residual(DEPTH));
    expect(m.diagnostics).toEqual([]);
    expect(new Set([...m.symbols.values()].map((s) => s.shape.rows))).toEqual(new Set(["1", "n"]));
  });

  it("that go round in a circle are one fault", () => {
    const circle = Array.from({ length: DEPTH }, (_, i) =>
      define(`h_${i}`, plus(name(`h_${(i + 1) % DEPTH}`), name("h_0"))),
    );
    const m = made([...DECLARED, ...circle]);
    expect(m.diagnostics.map((d) => d.code)).toEqual(["definition/circle"]);
  });

  it("wait for a decision without asking again and again", () => {
    const scaled = Array.from({ length: 20_000 }, (_, i) => layer(i, (h) => product(name(`c_${i}`), h)));
    const decided = Array.from({ length: 20_000 }, (_, i) => define(`q_${i}`, plus(name(`c_${i}`), num("1"))));
    const m = made([...scaled, ...decided]);
    expect(m.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    // That a number makes scalars of them is said of a few.
    expect(m.diagnostics.length).toBeLessThan(10);
    expect(m.symbols.get("c_19999")?.kind).toBe("scalar");
  });
});

describe("budgets", () => {
  it("end in a diagnostic", () => {
    const m = elaborateModel(
      "",
      [
        ...DECLARED,
        define(
          "r",
          nested(100, name("x"), (e) => call("f", e)),
        ),
      ],
      reporter(""),
      {
        maxNodes: 50,
      },
    );
    expect(m.diagnostics.map((d) => d.code)).toEqual(["budget/nodes"]);
    expect(m.equations).toEqual([]);
  });
});
