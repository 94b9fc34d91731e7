import { describe, expect, it } from "vitest";
import { dim, ONE } from "../../src/core/dim.js";
import { letterIndex, placeOf } from "../../src/core/place.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { cotangents } from "../../src/derive/gradient.js";
import { jacobian } from "../../src/derive/jacobian.js";
import { normalForm, shownForm } from "../../src/derive/normal.js";
import { newContext } from "../../src/functions/library.js";
import { derive } from "../../src/index.js";
import { entry } from "../../src/ops/entry.js";
import { defineFamily, family } from "../../src/ops/family.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { power } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";
import { printUnicode } from "../../src/print/unicode.js";

const [N, d] = [dim("N"), dim("d")];
const i = letterIndex("formal", "i", ONE, N);
const at = placeOf(i);

/** Least squares as a sum over data, the residual by name or written out. */
function leastSquares(named: boolean) {
  const home = newContext();
  const w = symbol(home, "w", shape(d, ONE));
  const x = family(home, { name: "x", shape: shape(d, ONE), formals: [i] });
  const y = family(home, { name: "y", shape: SCALAR, formals: [i] });
  const r = family(home, { name: "r", shape: SCALAR, formals: [i] });
  const residual = sum(product(T(w), member(x, at)), negate(member(y, at)));
  if (named) defineFamily(r, residual);
  const term = named ? member(r, at) : residual;
  return { home, w, x, L: times(number(0.5, home), sigma(i, power(term, number(2, home)))) };
}

describe("the sweep", () => {
  it("sums what is passed to an operand over the axes that it lacks", () => {
    const { w, L } = leastSquares(false);
    const g = cotangents(L, [w], normalForm, shownForm).get(w);
    expect(printUnicode(g ?? w)).toBe("Σ_{i=1}^N (wᵀ x_i − y_i) x_i");
  });

  it("goes through members to what their equation says", () => {
    const { w, L } = leastSquares(true);
    const g = cotangents(L, [w], normalForm, shownForm).get(w);
    expect(printUnicode(g ?? w)).toBe("Σ_{i=1}^N r_i x_i");
  });

  it("gives Jacobians too", () => {
    const { w, L } = leastSquares(false);
    const g = cotangents(L, [w], normalForm, shownForm).get(w) ?? w;
    expect(printUnicode(shownForm(jacobian(g, w, normalForm) ?? g))).toBe("Σ_{i=1}^N x_i x_iᵀ");
  });

  it("refuses a member as a variable, which is in no single node", () => {
    const { x, L } = leastSquares(false);
    expect(() => cotangents(L, [member(x, at)], normalForm)).toThrow(/member of the family x/);
    expect(() => jacobian(L, member(x, at), normalForm)).toThrow(/member of the family x/);
  });

  it("does not take an entry for the whole", () => {
    const home = newContext();
    const v = symbol(home, "v", shape(N, ONE));
    const L = sigma(i, power(entry(v, at), number(3, home)));
    const g = cotangents(L, [v], normalForm, shownForm).get(v) ?? v;
    expect(printUnicode(g)).toBe("3 Σ_{i=1}^N v_i² e_i");
  });
});

describe("the lines of a product over an index", () => {
  it.each(["x_i c", "x_i^2 c_i", "(x_i c + 1)"])("Π %s has its factors gone through", (factor) => {
    const [result] = derive(`x : vector(n)\nf = prod(i=1..n, ${factor})\n∂f/∂x`).results;
    expect(result?.steps[result.steps.length - 1]?.after).toBe(result?.text);
  });
});
