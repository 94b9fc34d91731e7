/** Derivatives within expressions, entry by entry: ∂u_k/∂x_j under a sum is what it is, and never 0 for want of an x_j. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const verdicts = (model: string, side: string) =>
  answer(`${model}\n$$\\frac{\\partial L}{\\partial x_j} = ${side}$$`, { steps: "none" }).results.flatMap((r) =>
    r.claims.map((c) => c.verdict),
  );
const d = (y: string, x: string) => `\\frac{\\partial ${y}}{\\partial ${x}}`;

describe("the chain rule in entries", () => {
  const whole = "$$u = A x$$\n$$L = \\sum_{k} g_k u_k$$";
  const members = "$$u_k = \\sum_{i} A_{ki} x_i$$\n$$v_k = \\sin(u_k)$$\n$$L = \\sum_{k} v_k^2$$";
  it.each([
    [whole, `\\sum_{k} g_k ${d("u_k", "x_j")}`, `\\sum_{k} u_k ${d("u_k", "x_j")}`],
    [members, `\\sum_{k} 2 v_k ${d("v_k", "u_k")} ${d("u_k", "x_j")}`, `\\sum_{k} 2 v_k ${d("u_k", "x_j")}`],
    [members, `\\sum_{k} 2 v_k \\sum_{l} ${d("v_k", "u_l")} ${d("u_l", "x_j")}`, `\\sum_{k} v_k ${d("v_k", "x_j")}`],
  ])("%#", (model, right, wrong) => {
    expect(verdicts(model, right)).toEqual(["equal"]);
    expect(verdicts(model, wrong)).toEqual(["different"]);
  });
});
