/** Laws in the cases that their examples do not show: what comes out, that it has the same value, and where a law does not apply. */
import { describe, expect, it } from "vitest";
import { dim } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { shape } from "../../src/core/shape.js";
import { read } from "../../src/elaborate/parse.js";
import { newContext } from "../../src/functions/library.js";
import { agree } from "../../src/judge/agree.js";
import { STANDARD } from "../../src/laws/standard.js";
import { inverse } from "../../src/ops/inverse.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { number } from "../../src/ops/number.js";
import { power } from "../../src/ops/power.js";
import { powersum } from "../../src/ops/powersum.js";
import { scale } from "../../src/ops/scale.js";
import { symbol } from "../../src/ops/symbol.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { printText } from "../../src/print/text.js";
import { simplify } from "../../src/rewrite/simplify.js";
import { LAW_CASES } from "./cases.js";

/** Applies the law of this name to a node; null where it leaves it alone. Throws where there is no such law for it. */
function applied(name: string, e: Expr): Expr | null {
  const laws = STANDARD.laws.filter((l) => l.name === name && l.roots.includes(e.op));
  if (laws.length === 0) throw new Error(`no law "${name}" at ${e.op.name}`);
  return laws.map((l) => l.apply(e)).find((after) => after !== null && after !== e) ?? null;
}

describe("a law makes of", () => {
  it.each(LAW_CASES.map(([law, source, after]) => [source, law, after] as const))(
    "%s by: %s",
    (source, law, expected) => {
      const model = read(source);
      expect(model.diagnostics.filter((d) => d.severity === "error").map((d) => d.message)).toEqual([]);
      const { name, value } = model.equations.at(-1) as { name: string; value: Expr };
      model.context.definitions.delete(name);
      const after = applied(law, value);
      expect(after === null ? null : printText(after)).toBe(expected);
      if (after !== null) expect(agree(value, after, { seed: 7, draws: 8 })).toMatchObject({ verdict: "agree" });
    },
  );
});

describe("what no equation can say", () => {
  const home = newContext();
  const n = dim("n");
  const [X, Y] = [symbol(home, "X", shape(n, n)), symbol(home, "Y", shape(n, n))];
  const c = symbol(home, "c", shape(dim(1), dim(1)));
  const of = (k: number) => number(k, home);

  it("exponents that a double cannot count stay apart", () => {
    const x = power(c, of(2 ** 40));
    expect(applied("power of a power", power(x, of(2 ** 40)))).toBeNull();
    expect(simplify(power(x, of(2)), STANDARD)).toBe(power(c, of(2 ** 41)));
  });

  it.each([
    ["a multiple", scale(c, Y), "c (Y X^2 + X Y X + X^2 Y)"],
    ["the inverse", inverse(X), "3 X"],
    ["a power", matrixpower(X, of(2)), "3 X^4"],
  ])("a sum of powers about %s of the base", (_, Z, expected) => {
    const before = powersum(X, of(3), Z);
    const after = simplify(before, STANDARD);
    expect(printText(after)).toBe(expected);
    expect(agree(before, after, { seed: 3, draws: 6 })).toMatchObject({ verdict: "agree" });
  });

  it("a sum of powers of a transpose is that of the base, turned", () => {
    const before = powersum(T(X), of(3), Y);
    const after = applied("inverse or power of a transpose", before) as Expr;
    expect(after).toBe(T(powersum(X, of(3), T(Y))));
    expect(agree(before, after, { seed: 3, draws: 6 })).toMatchObject({ verdict: "agree" });
  });

  it("a sum of very many powers is not written out, nor one of a number that is not whole or not known", () => {
    const k = symbol(home, "k", shape(dim(1), dim(1)));
    for (const many of [of(100), of(-100), number({ numerator: 1, denominator: 2 }, home), k])
      expect(applied("sum of powers", powersum(X, many, Y))).toBeNull();
    expect(printText(applied("trace of a sum of powers", trace(powersum(X, k, Y))) as Expr)).toBe("k tr(X^(k - 1) Y)");
  });
});

it("a vector is known to be centered through the names between, whichever is asked first", () => {
  for (const order of ["sum(v) + sum(w) + sum(u)", "sum(u) + sum(w) + sum(v)"]) {
    const model = read(`x : vector(n); mu = mean(x); v = x - mu ones(n); w = 2 v; u = w / 3; y = ${order}`);
    const y = model.equations.at(-1)?.value as Expr;
    model.context.definitions.delete("y");
    const zero = simplify(y, STANDARD);
    expect(printText(zero)).toBe("0");
    expect(agree(y, zero, { seed: 2, draws: 6 })).toMatchObject({ verdict: "agree" });
  }
});
