/** Relations that must hold between derivatives of random models, whatever the derivatives are. */
import type { Expr } from "../../src/core/expr.js";
import { intern } from "../../src/core/expr.js";
import { isScalar } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { defaultLayout } from "../../src/derive/layout.js";
import { normalForm, shownForm } from "../../src/derive/normal.js";
import { firstDerivative, secondDerivative, sweeper } from "../../src/derive/value.js";
import { derive } from "../../src/index.js";
import { agree } from "../../src/judge/agree.js";
import { random } from "../../src/numeric/random.js";
import { apply } from "../../src/ops/apply.js";
import { number } from "../../src/ops/number.js";
import { product } from "../../src/ops/product.js";
import { scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { definitionOf, nameOf } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { namesBelow, randomModel } from "../numeric/programs.js";

/** A random model's output, and an input below it. */
interface Subject {
  readonly y: Expr;
  readonly x: Expr;
  readonly z: Expr;
}

/** Two expressions that must be of one value; null where the relation says nothing of this model. */
type Relation = (subject: Subject) => readonly [Expr, Expr] | null;

const D = (y: Expr, x: Expr): Expr => firstDerivative(y, x, defaultLayout(y, x), sweeper([x]), "projected");
const times_ = (k: number, e: Expr): Expr => scale(number(k, e), e);

/** The expression with every name that the model defines replaced by what it is. */
function substituted(e: Expr): Expr {
  const made = new Map<Expr, Expr>();
  const below = (t: Expr): readonly Expr[] => {
    const definition = definitionOf(t);
    return definition === null ? t.args : [definition];
  };
  for (const t of walk([e], undefined, below)) {
    const definition = definitionOf(t);
    if (definition !== null) made.set(t, made.get(definition) as Expr);
    else {
      const args = t.args.map((a) => made.get(a) as Expr);
      made.set(t, args.some((a, i) => a !== t.args[i]) ? intern(t.home, t.op, args, t.data) : t);
    }
  }
  return made.get(e) as Expr;
}

export const RELATIONS: ReadonlyMap<string, Relation> = new Map<string, Relation>([
  [
    "linearity: d(3 a - 2 b) = 3 da - 2 db",
    ({ y, x }) => {
      const b = apply("tanh", y);
      return [D(sum(times_(3, y), times_(-2, b)), x), sum(times_(3, D(y, x)), times_(-2, D(b, x)))];
    },
  ],
  [
    "product: d(a b) = b da + a db",
    ({ y, x }) => {
      if (!isScalar(y.shape)) return null;
      const b = apply("sin", y);
      return [D(times(y, b), x), sum(scale(b, D(y, x)), scale(y, D(b, x)))];
    },
  ],
  [
    "chain: names replaced by what they are",
    ({ y, x }) => (definitionOf(x) === null ? [D(y, x), D(substituted(y), x)] : null),
  ],
  [
    "the Hessian is symmetric",
    ({ y, x, z }) => {
      if (!isScalar(y.shape) || definitionOf(x) !== null || definitionOf(z) !== null) return null;
      const H = (a: Expr, b: Expr) => secondDerivative(y, a, b, null, sweeper([a]));
      return [H(x, z), T(H(z, x))];
    },
  ],
  [
    "trace rotated: tr(A A^T) = tr(A^T A)",
    ({ y, x }) => [D(trace(product(y, T(y))), x), D(trace(product(T(y), y)), x)],
  ],
  [
    "layouts are transposes",
    ({ y, x }) => {
      const J = (layout: "jacobian" | "denominator") => firstDerivative(y, x, layout, sweeper([x]), "projected");
      return [J("jacobian"), T(J("denominator"))];
    },
  ],
  ["simplifying keeps the value", ({ y }) => [substituted(y), normalForm(substituted(y))]],
  ["shortening keeps the value", ({ y }) => [substituted(y), shownForm(substituted(y))]],
]);

const SIZES = new Map([
  ["n", 2],
  ["m", 3],
  ["p", 4],
]);

export interface Found {
  readonly held: number;
  readonly broken: readonly string[];
  /** Models of which the relation says nothing, or for which no numbers could be drawn. */
  readonly silent: number;
}

/** Holds one relation against the models of a range of seeds. */
export function hold(name: string, from: number, count: number, depth: number): Found {
  const relation = RELATIONS.get(name) as Relation;
  const broken: string[] = [];
  let [held, silent] = [0, 0];
  for (let seed = from; seed < from + count; seed++) {
    const source = random(seed);
    const { output } = randomModel(source, depth, []);
    const names = namesBelow(output);
    if (names.length === 0) {
      silent++;
      continue;
    }
    const subject = { y: output, x: source.pick(names), z: source.pick(names) };
    const sides = relation(subject);
    const found =
      sides === null
        ? null
        : agree(sides[0], sides[1], { seed, draws: 2, sizes: SIZES, tries: 40, tolerance: 1e-6 }, [output]);
    if (found === null || found.verdict === "undrawn") silent++;
    else if (found.verdict === "agree") held++;
    else broken.push(`seed ${seed}, by ${nameOf(subject.x)}`);
  }
  return { held, broken, silent };
}

/** Simplifying what is simple changes nothing, to the node. */
export function unsettled(from: number, count: number, depth: number): readonly string[] {
  const out: string[] = [];
  for (let seed = from; seed < from + count; seed++) {
    const { output } = randomModel(random(seed), depth, []);
    const once = normalForm(substituted(output));
    if (normalForm(once) !== once) out.push(`seed ${seed}: the normal form is not normal`);
    const short = shownForm(once);
    if (shownForm(short) !== short) out.push(`seed ${seed}: the shown form is not shown as it is`);
  }
  return out;
}

/** Whether the inputs of a text may be called otherwise: the answers then are the same but for the names. */
export function renamed(text: string, names: readonly (readonly [string, string])[]): readonly [string, string] {
  const swap = (t: string) =>
    names.reduce((s, [from, to]) => s.replace(new RegExp(`(?<![A-Za-z_])${from}(?![A-Za-z])`, "g"), to), t);
  const said = (t: string) =>
    derive(t, { steps: "none" })
      .results.map((r) => r.text)
      .join("\n");
  return [swap(said(text)), said(swap(text))];
}

/** Answers put back as claims, beside the shared parts that they use: what is then not equal. */
export function unshared(text: string): readonly string[] {
  const { results, where } = derive(text, { steps: "none" });
  if (results.length === 0) return [];
  const shared = where.map((w) => `${w.name} = ${w.text}`);
  const claims = results.map((r) => `${r.left.text} = ${r.text}`);
  const again = derive([text.replace(/[;\n]\s*(?:∂|∇|d\w*\/d).*$/s, ""), ...shared, ...claims].join("\n"), {
    steps: "none",
  });
  return again.results.flatMap((r) =>
    r.claims.filter((c) => c.verdict !== "equal").map((c) => `${text}: ${c.text} is ${c.verdict}`),
  );
}
