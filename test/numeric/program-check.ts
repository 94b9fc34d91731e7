/** Derivatives of random models against differences, for a range of seeds. */
import type { Expr } from "../../src/core/expr.js";
import type { Fact } from "../../src/core/facts.js";
import { isScalar } from "../../src/core/shape.js";
import { defaultLayout } from "../../src/derive/layout.js";
import { firstDerivative, secondDerivative, sweeper } from "../../src/derive/value.js";
import { EvaluationError } from "../../src/numeric/fault.js";
import { random } from "../../src/numeric/random.js";
import { type Question, type Verification, verify } from "../../src/numeric/verify.js";
import { nameOf, symbol } from "../../src/ops/symbol.js";
import { printText } from "../../src/print/text.js";
import { namesBelow, randomModel } from "./programs.js";

const FACTS: readonly Fact[] = ["symmetric", "diagonal", "posdef", "invertible", "positive"];
/** Stated of a variable these hold off which its entries are not free; a first derivative does not use them before it is taken. */
const NARROW: readonly Fact[] = ["orthogonal", "simplex", "simplexrows"];
const SIZES = new Map([
  ["n", 2],
  ["m", 3],
  ["p", 4],
]);

export interface Outcome {
  /** Models whose derivative is wrong, or cannot be taken, written out. */
  readonly faults: readonly string[];
  readonly right: number;
  /** Not drawn: an argument that is always at a kink, a matrix that is always singular. */
  readonly undrawn: number;
}

/** Judges one derivative of each random model with these seeds. */
export function check(order: 1 | 2, from: number, to: number, depth: number): Outcome {
  const faults: string[] = [];
  let [right, undrawn] = [0, 0];
  for (let seed = from; seed < to; seed++) {
    const source = random(seed);
    const model = randomModel(source, depth, [...FACTS, ...NARROW]);
    const names = namesBelow(model.output);
    if (names.length === 0) continue;
    const [x, z] = [source.pick(names), source.pick(names)];
    const y = model.output;
    const v = order === 2 && isScalar(y.shape) && source.next() < 0.4 ? directionLike(z) : null;
    const told = () =>
      [
        `seed ${seed}: ${order === 1 ? "∂s" : "∂²s"}/∂${nameOf(x)}${order === 1 ? "" : `∂${nameOf(z)}`}${v ? " v" : ""}`,
        ...[...model.home.definitions].map(([name, e]) => `  ${name} = ${printText(e)}`),
        ...[...model.home.facts].map(([name, facts]) => `  ${name} : ${[...facts].join(", ")}`),
      ].join("\n");
    let answer: Expr;
    try {
      const layout = defaultLayout(y, x);
      if (order === 1) answer = firstDerivative(y, x, layout, sweeper([x]), "projected");
      else answer = secondDerivative(y, x, z, v, sweeper([x]));
    } catch (error) {
      faults.push(`${told()}\n  ${(error as Error).message}`);
      continue;
    }
    const question = { of: y, wrt: order === 1 ? [x] : [x, z], layout: defaultLayout(y, x), direction: v };
    const found = verified(answer, question, seed);
    if (found.verdict === "right") right += 1;
    else if (found.verdict === "undrawn") undrawn += 1;
    else faults.push(`${told()}\n  is not ${printText(answer)}`);
  }
  return { faults, right, undrawn };
}

/** Differences that meet a singular matrix on their way say nothing. */
function verified(answer: Expr, question: Question, seed: number): Verification {
  try {
    return verify(answer, question, { seed, draws: 2, sizes: SIZES, tries: 60 });
  } catch (error) {
    if (error instanceof EvaluationError) return { verdict: "undrawn", node: error.node, why: error.message };
    throw error;
  }
}

/** A vector in the space of the variable. */
function directionLike(z: Expr): Expr {
  const facts = z.home.facts.get(nameOf(z));
  const kept = (["diagonal", "symmetric"] as const).filter((f) => facts?.has(f));
  z.home.facts.set("direction", new Set(kept));
  return symbol(z.home, "direction", z.shape);
}
