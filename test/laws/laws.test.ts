/** Every law: it applies to its example, changes no value, reads in the language, and never loops. */
import { describe, expect, it } from "vitest";
import { dim } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { sameShape, shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { read } from "../../src/elaborate/parse.js";
import { newContext } from "../../src/functions/library.js";
import { agree } from "../../src/judge/agree.js";
import { PREPARATION } from "../../src/laws/preparation.js";
import { STANDARD } from "../../src/laws/standard.js";
import { TIDY } from "../../src/laws/tidy.js";
import { eye } from "../../src/ops/eye.js";
import { number } from "../../src/ops/number.js";
import { Powersum, powersum } from "../../src/ops/powersum.js";
import { scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { trace } from "../../src/ops/trace.js";
import { printText } from "../../src/print/text.js";
import type { Law } from "../../src/rewrite/law.js";
import { SHORTENING, shortenings } from "../../src/rewrite/shorten.js";
import { simplify } from "../../src/rewrite/simplify.js";

const LAWS: readonly Law[] = [...STANDARD.laws, ...PREPARATION.laws, ...TIDY.laws];

/** The value that the example of a law defines last. */
function exampleOf({ name, example }: Law): Expr {
  if (example === null) throw new Error(`no example for the law "${name}"`);
  const model = read(example);
  expect(model.diagnostics.filter((d) => d.severity === "error").map((d) => d.message)).toEqual([]);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) throw new Error(`the example of "${name}" defines nothing`);
  // What is rewritten is no right side of the model, or its own name would be its shortest form.
  model.context.definitions.delete(last.name);
  return last.value;
}

/** The nodes at which a law may be tried: those of the expression, and those on the way to its normal form. */
const places = (e: Expr): readonly Expr[] => {
  const found = new Set(walk([e]));
  for (const x of [...found]) {
    const args = x.args.map((a) => simplify(a, TIDY));
    if (args.some((a, i) => a !== x.args[i])) for (const y of walk(args)) found.add(y);
  }
  return [...found];
};

/** An expression at each value of the other one's letters as well. */
const spread = (e: Expr, other: Expr): Expr =>
  other.free.every((i) => e.free.includes(i)) ? e : sum(e, scale(number(0, e), other));

describe("each law", () => {
  for (const law of LAWS) {
    // A sum of powers is no word of the language; the test below makes them.
    if (law.example === null) continue;
    it(`${law.theme}: ${law.name}`, () => {
      const e = exampleOf(law);
      const at = places(e).filter((x) => law.roots.includes(x.op));
      const used = at.flatMap((x) => {
        const after = law.apply(x);
        return after === null || after === x ? [] : [{ before: x, after }];
      });
      expect(used.length, "the law does not apply to its example").toBeGreaterThan(0);
      for (const { before, after } of used) {
        expect(sameShape(before.shape, after.shape)).toBe(true);
        const found = agree(spread(before, after), spread(after, before), { seed: 7, draws: 6 });
        expect(found, JSON.stringify(found)).toMatchObject({ verdict: "agree" });
      }
    });
  }

  it("power: sum of powers, for the identity, for a power and for a known exponent", () => {
    const home = newContext();
    const n = dim("n");
    const X = symbol(home, "X", shape(n, n));
    const Y = symbol(home, "Y", shape(n, n));
    for (const k of [-2, -1, 0, 1, 2, 5])
      for (const Z of [Y, eye(n, home), X]) {
        const before = powersum(X, number(k, home), Z);
        const after = simplify(before, STANDARD);
        expect(after.op).not.toBe(Powersum);
        expect(agree(before, after, { seed: 3, draws: 4 })).toMatchObject({ verdict: "agree" });
        const [law] = STANDARD.laws.filter((l) => l.name === "trace of a sum of powers");
        const short = law?.apply(trace(before)) ?? before;
        expect(walk([short]).filter((e) => e.op === Powersum)).toEqual([]);
        expect(agree(trace(before), short, { seed: 3, draws: 4 })).toMatchObject({ verdict: "agree" });
      }
  });

  for (const law of [...STANDARD.last, ...SHORTENING])
    it(`form: ${law.name}`, () => {
      const normal = simplify(exampleOf(law), STANDARD);
      const used = shortenings(normal, STANDARD);
      expect(used.map((s) => s.law.name)).toContain(law.name);
      for (const s of used) expect(agree(normal, s.after, { seed: 5, draws: 4 })).toMatchObject({ verdict: "agree" });
    });

  it("form: a number comes out of terms that have nothing else in common, whatever their signs", () => {
    const model = read("X : matrix(n, m); B : matrix(m, k); Y : matrix(n, k); F = 2 X B - 2 Y; G = 3 F");
    const [F] = model.equations;
    model.context.definitions.clear();
    const short = shortenings(simplify(F?.value as Expr, STANDARD), STANDARD);
    expect(short.map((s) => s.law.name)).toEqual(["factor out"]);
    expect(printText(short.at(-1)?.after as Expr)).toBe("2 (X B - Y)");
  });

  it("has a name of its own, or states the same law for another operation", () => {
    const statements = new Map<string, string>();
    for (const { name, statement } of STANDARD.laws) {
      expect(statements.get(name) ?? statement, name).toBe(statement);
      statements.set(name, statement);
    }
  });
});
