/** Other forms of a sum or product, as they are found: equal in value, and found or not for a reason; and books that never end. */
import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import type { Op } from "../../src/core/op.js";
import { agree } from "../../src/judge/agree.js";
import { STANDARD } from "../../src/laws/standard.js";
import { Apply, apply } from "../../src/ops/apply.js";
import { Inverse, inverse } from "../../src/ops/inverse.js";
import { Product, product } from "../../src/ops/product.js";
import { printText } from "../../src/print/text.js";
import { expansions } from "../../src/rewrite/expand.js";
import { factorings } from "../../src/rewrite/factor.js";
import { type Law, law } from "../../src/rewrite/law.js";
import { lengthOf } from "../../src/rewrite/length.js";
import { shorten, shortenings } from "../../src/rewrite/shorten.js";
import { lawBook, linesOf, simplify } from "../../src/rewrite/simplify.js";
import { written } from "./written.js";

/** A law of this step alone. */
const functionLaw = (name: string, statement: string, at: Op, step: (e: Expr) => Expr | null): Law =>
  law({ theme: "test", name, at, statement, example: null, step });

const scalars = "a, b, c, d : scalar; ";
const vectors = "a, b, c, d : scalar; x, z : vector(n); ";
const square = "b : scalar; A, B, C, D : matrix(n, n); ";

describe("factors out of a sum", () => {
  it.each<readonly [source: string, found: readonly string[]]>([
    // A base that stands twice in one term counts for that term once.
    [`${scalars}y = a a b + a c`, ["a (a b + c)"]],
    // Powers of different signs share no factor.
    [`${scalars}y = a b + c / a`, []],
    [`${vectors}y = 2 z - 2 x`, ["2 (z - x)"]],
    [`${vectors}y = -2 z + 2 x`, ["2 (x - z)"]],
    [`${vectors}y = -2 z - 2 x`, ["-2 (z + x)"]],
    // A symmetric factor of a scalar product is its own transpose, so that x^T S c may be turned.
    [
      "S : matrix(n, n) symmetric; x, z, w : vector(n); y = (x^T S z) w + (w^T S z) x",
      ["((x^T S z) eye(n) + x z^T S) w", "(w x^T S + x w^T S) z", "(w z^T S + (w^T S z) eye(n)) x"],
    ],
    ["x, z : vector(n); y = x .* z + x", ["x .* (z + ones(n))"]],
    [`${square}y = A B + B`, ["(A + eye(n)) B"]],
    [`${square}y = diagvec(A B) + b diagvec(A C)`, ["diagvec(A B + b A C)"]],
    [`${square}y = vec(A B) + b vec(A C)`, ["vec(A B + b A C)"]],
  ])("%s", (source, found) => {
    const e = written(source);
    const forms = factorings(e);
    for (const f of forms) expect(agree(e, f, { seed: 3, draws: 6 }), printText(f)).toMatchObject({ verdict: "agree" });
    expect(forms.map((f) => printText(f))).toEqual(found);
  });
});

describe("products multiplied out", () => {
  it.each<readonly [source: string, found: readonly string[]]>([
    [`${scalars}y = (a + b) (c + d)`, ["a c + a d + b c + b d", "a (c + d) + b (c + d)", "(a + b) c + (a + b) d"]],
    // Three sums of three terms are 27: only one at a time.
    [
      `${scalars}y = (a + b + c) (b + c + d) (a + c + d)`,
      [
        "a (b + c + d) (a + c + d) + b (b + c + d) (a + c + d) + c (b + c + d) (a + c + d)",
        "(a + b + c) b (a + c + d) + (a + b + c) c (a + c + d) + (a + b + c) d (a + c + d)",
        "(a + b + c) (b + c + d) a + (a + b + c) (b + c + d) c + (a + b + c) (b + c + d) d",
      ],
    ],
    // Of more than three sums only those are opened that hold a divisor beside them, or a divisor of a factor.
    [
      `${scalars}y = (a + b) (c + d) (b + c) (b + d) / a`,
      ["a (c + d) (b + c) (b + d) / a + b (c + d) (b + c) (b + d) / a"],
    ],
    [
      `${scalars}y = (a + 1 / b) (c + d) (a + c) (a + d) b`,
      ["a (c + d) (a + c) (a + d) b + (c + d) (a + c) (a + d) b / b"],
    ],
    [`${scalars}y = (a + b) (c + d) (b + c) (b + d)`, []],
    [
      "a, b, c, d : vector(n); y = (a .* c + b) .* (c + d) .* (b + c) .* (b + d) ./ a",
      ["a .* c .* (c + d) .* (b + c) .* (b + d) ./ a + b .* (c + d) .* (b + c) .* (b + d) ./ a"],
    ],
    [`${square}y = (A B + C) (A + D) (B + C) (B + D)`, []],
    [
      "a, b, c, d : scalar; x, z : vector(n); y = (a + b) (c + d) (b + c) (x + z) / a",
      ["a (c + d) (b + c) (x + z) / a + b (c + d) (b + c) (x + z) / a"],
    ],
  ])("%s", (source, found) => {
    const e = written(source);
    const forms = expansions(e);
    for (const f of forms) expect(agree(e, f, { seed: 3, draws: 6 }), printText(f)).toMatchObject({ verdict: "agree" });
    expect(forms.map((f) => printText(f))).toEqual(found);
  });
});

it("a product and its transpose are written with the fewer transposes, at either end", () => {
  for (const [source, expected] of [
    ["W : matrix(k, n); X : matrix(n, m); y = X^T W^T W X", "(W X)^T W X"],
    ["W : matrix(k, n); X : matrix(n, m); y = W X X^T W^T", "W X (W X)^T"],
  ] as const) {
    const e = simplify(written(source), STANDARD);
    const short = shorten(e, STANDARD);
    expect(printText(short)).toBe(expected);
    expect(agree(e, short, { seed: 3, draws: 6 })).toMatchObject({ verdict: "agree" });
  }
});

it("what is longer than anyone reads has no length, so that no two such forms are compared", () => {
  const terms = Array.from({ length: 300 }, (_, i) => `f(x${i})`);
  expect(lengthOf(written(`y = ${terms.slice(0, 100).join(" + ")}`))).toBe(199);
  expect(lengthOf(written(`y = ${terms.join(" + ")}`))).toBe(Number.POSITIVE_INFINITY);
});

it("a way of very many lines keeps its first ones, and ends in the form that is shown", () => {
  const terms = Array.from({ length: 220 }, (_, i) => `f(A${i} x${i} + B${i} x${i})`);
  const normal = simplify(written(`y = ${terms.join(" + ")}`), STANDARD);
  const lines = shortenings(normal, STANDARD);
  expect(lines).toHaveLength(40);
  expect(lines.at(-1)?.after).toBe(shorten(normal, STANDARD));
  expect(new Set(lines.map((l) => l.law.name))).toEqual(new Set(["factor out"]));
});

describe("a book of laws that never ends", () => {
  const turn = (from: string, to: string) =>
    functionLaw(`${from} is ${to}`, `${from}(a) = ${to}(a)`, Apply, (e) =>
      e.data === from ? apply(to, e.args[0] as Expr) : null,
    );

  it("stops where a form comes again", () => {
    const book = lawBook("circle", [turn("f", "g"), turn("g", "h"), turn("h", "f")]);
    expect(printText(simplify(written("y = f(x)"), book))).toBe("h(x)");
  });

  it("stops after so many steps at a node where every form is a new one", () => {
    const grow = functionLaw("grows", "f(a) = f'(a)", Apply, (e) => apply(`${e.data}'`, e.args[0] as Expr));
    const end = simplify(written("y = f(x)"), lawBook("growing", [grow]));
    expect((end.data as string).length).toBeGreaterThan(400);
    expect((end.data as string).length).toBeLessThan(410);
  });

  it("is read out to a limit, with the end of the way as the last line", () => {
    const e = written("y = f(f(f(f(x))))");
    const book = lawBook("all", [turn("f", "g"), turn("g", "h")]);
    expect(linesOf(e, book)).toHaveLength(8);
    const short = linesOf(e, book, 3);
    expect(short.map((l) => printText(l.whole)).at(-1)).toBe("h(h(h(h(x))))");
    expect(short).toHaveLength(4);
    expect(linesOf(e, book, 0)).toEqual([]);
  });
});

describe("a step that is flattened into the product around it", () => {
  const e = written(`${square}y = inv(A B) C`);
  const opened = functionLaw("opened", "inv(A B) = inv(B) inv(A)", Inverse, ({ args: [X] }) =>
    X?.op === Product ? product(...X.args.map((f) => inverse(f)).reverse()) : null,
  );
  const one = (e: Expr) => product(...e.args.filter((f, i) => f.op !== Inverse || e.args[i - 1]?.op !== Inverse));
  const merged = functionLaw("merged", "inv(A) inv(B) = inv(A)", Product, one);
  const alone = functionLaw("alone", "inv(A) inv(B) = inv(A)", Product, (e) =>
    e.args.length === 2 && e.args.every((f) => f.op === Inverse) ? one(e) : null,
  );
  const told = (...laws: readonly Law[]) =>
    linesOf(e, lawBook("flattening", laws)).map((l) => [l.law.name, printText(l.whole)]);

  it("goes on by the laws of the longer product, which was never worked on itself", () => {
    expect(told(opened, merged)).toEqual([
      ["opened", "B^-1 A^-1 C"],
      ["merged", "B^-1 C"],
    ]);
  });

  it("ends in the result also where the longer product would stay as it is", () => {
    expect(told(opened, alone)).toEqual([
      ["opened", "B^-1 A^-1 C"],
      ["opened", "B^-1 C"],
    ]);
  });
});
