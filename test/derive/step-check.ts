/** Whether each line of a derivation is true: both sides of it have the same value at random numbers. */
import type { Expr } from "../../src/core/expr.js";
import { rational } from "../../src/core/rational.js";
import { entries, isScalar, sameShape, showShape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { constrained } from "../../src/derive/constrained.js";
import { type Derivation, type DerivationOptions, derivations, isRefusal } from "../../src/derive/derivation.js";
import { workedOut } from "../../src/derive/expand.js";
import { rightSideOf } from "../../src/derive/linearise.js";
import { BOTH_SIDES } from "../../src/derive/rules.js";
import type { Step } from "../../src/derive/step.js";
import { read } from "../../src/elaborate/parse.js";
import { PREPARATION } from "../../src/laws/preparation.js";
import { STANDARD } from "../../src/laws/standard.js";
import type { Model, Query } from "../../src/model/model.js";
import { directional } from "../../src/numeric/differences.js";
import { draw } from "../../src/numeric/draw.js";
import { evaluate, hasIndices } from "../../src/numeric/evaluate.js";
import { EvaluationError } from "../../src/numeric/fault.js";
import { largest, type Matrix, subtracted } from "../../src/numeric/matrix.js";
import { type Random, random } from "../../src/numeric/random.js";
import { comm } from "../../src/ops/comm.js";
import { Derivative } from "../../src/ops/derivative.js";
import { diag } from "../../src/ops/diag.js";
import { Differential } from "../../src/ops/differential.js";
import { eye } from "../../src/ops/eye.js";
import { factsOf } from "../../src/ops/facts.js";
import { Implicit } from "../../src/ops/implicit.js";
import { number } from "../../src/ops/number.js";
import { product } from "../../src/ops/product.js";
import { scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { isSymbol, nameOf, symbol } from "../../src/ops/symbol.js";
import { Transpose } from "../../src/ops/transpose.js";
import { vec } from "../../src/ops/vec.js";
import { printText } from "../../src/print/text.js";
import type { Law } from "../../src/rewrite/law.js";
import { SHORTENING } from "../../src/rewrite/shorten.js";
import { namesBelow, randomModel } from "../numeric/programs.js";
import { indexedLines } from "./indexed-step-check.js";

interface Lines {
  /** Lines that are not true, written out. */
  readonly faults: readonly string[];
  /** Lines that were compared. */
  readonly checked: number;
}

const TOLERANCE = 1e-6;

/** Lines that state a convention and no equation: sym(G) in place of G. */
const CONVENTIONS = new Set(["symmetric"]);

/** The two sides of a line, derivatives in it worked out. */
interface Equation {
  readonly step: Step;
  readonly left: Expr;
  readonly right: Expr;
}

function equationOf(step: Step): Equation | null {
  // The slope of a function of the model is a line in its parameter, which no draw gives a value; test/functions judges it.
  if (CONVENTIONS.has(step.rule) || (step.rule === "apply" && step.cite === "the model")) return null;
  const left = step.left ?? step.before;
  const right = workedOut(step.after);
  if (left.op === Differential) return { step, left, right };
  const same = onto(left);
  return { step, left: same(workedOut(left)), right: same(right) };
}

/**
 * By a symmetric or diagonal matrix a derivative is the same whatever it is off those matrices: a
 * gradient is first written as if entries were free, and a Jacobian stays so.
 */
function onto(left: Expr): (e: Expr) => Expr {
  const turned = left.op === Transpose;
  const D = turned ? (left.args[0] as Expr) : left;
  if (D.op !== Derivative || D.data === "hessian") return (e) => e;
  const [y, x] = D.args as readonly [Expr, Expr];
  const facts = factsOf(x);
  const n = x.shape.rows;
  if (isScalar(x.shape) || !(facts.has("symmetric") || facts.has("diagonal"))) return (e) => e;
  if (D.data === "gradient") return (e) => (isScalar(y.shape) ? constrained(e, x, "projected") : e);
  const P = facts.has("diagonal")
    ? diag(vec(eye(n, x)))
    : scale(number(rational(1, 2), x), sum(eye(entries(x.shape), x), comm(n, n, x)));
  return (e) => (turned ? product(P, e) : product(e, P));
}

/** Compares every line of a derivation at one draw; null where none is found. */
function linesOf(d: Derivation, seed: number, sizes: ReadonlyMap<string, number>): Lines | null {
  const equations = d.steps.map(equationOf).filter((q) => q !== null);
  const y = d.query.of;
  const roots = equations.flatMap((q) => [q.right, ...(q.left.op === Differential ? [] : [q.left])]);
  // A line d(step(s)) = 0 is compared where s is away from 0, and so is any other that is differenced.
  const differenced = equations.flatMap((q) => (q.left.op === Differential ? [q.left.args[0] as Expr] : []));
  const smooth = [y, ...differenced];
  const drawn = draw([y, ...d.query.wrt, d.value, ...roots, ...differenced], random(seed), {
    sizes,
    smooth,
    tries: 60,
  });
  if (!drawn.drawn) return null;
  const { env, values } = drawn;
  const faults: string[] = [...misnamed(d.steps), ...misshapen(d.steps)];
  const moving = movedBy(d.steps);
  for (const { step, left, right } of equations) {
    const [L, R] =
      step.rule === BOTH_SIDES.rule
        ? [related(left), values.get(right) as Matrix]
        : left.op === Differential
          ? change(left, right, moving.get(step) ?? { moved: movedIn([step]), local: false })
          : [values.get(left) as Matrix, values.get(right) as Matrix];
    const scale = Math.max(1e-3, largest(L), largest(R));
    const fits = L.rows === R.rows && L.cols === R.cols;
    if (!fits || !(largest(subtracted(L, R)) <= TOLERANCE * scale))
      faults.push(`${step.rule}: ${printText(step.left ?? step.before)} = ${printText(step.after)}`);
  }
  const last = d.steps[d.steps.length - 1];
  if (last !== undefined && last.after !== d.value) faults.push(`ends at ${printText(last.after)}`);
  return { faults, checked: equations.length };

  /** Both sides of a line of differentials where the names in `moved` change, each by its own draw. */
  function change(left: Expr, right: Expr, { moved, local }: Moving): readonly [Matrix, Matrix] {
    const along = new Map([...moved].map((x) => [x, directionOf(x)]));
    const small = (of: Expr): Matrix => {
      if (along.has(of)) return along.get(of) as Matrix;
      // A name whose other parts are held fixed moves as its right side does, the names in it being fixed.
      const e = local ? (rightSideOf(of) ?? of) : of;
      const fixed = local ? walk([e]).filter((n) => isSymbol(n) && !moved.has(n)) : [];
      const bound = evaluate(fixed, env).map((value, i) => [nameOf(fixed[i] as Expr), value] as const);
      return directional(e, along, { ...env, values: new Map([...env.values, ...bound]) }).value;
    };
    const nodes = new Map(env.nodes);
    for (const e of walk([right])) if (e.op === Differential) nodes.set(e, small(e.args[0] as Expr));
    return [small(left.args[0] as Expr), evaluate([right], { ...env, nodes })[0] as Matrix];
  }

  /** A sum of differentials where what the equation defines moves as its other names make it move. */
  function related(left: Expr): Matrix {
    const all = walk([left]).filter((e) => e.op === Differential);
    const isFree = (e: Expr): boolean => rightSideOf(e.args[0] as Expr)?.op !== Implicit;
    const along = new Map(all.filter(isFree).map((e) => [e.args[0] as Expr, directionOf(e.args[0] as Expr)]));
    const nodes = new Map(env.nodes);
    for (const e of all.filter((d) => !isFree(d)))
      nodes.set(e, directional(rightSideOf(e.args[0] as Expr) as Expr, along, env).value);
    return evaluate([left], { ...env, nodes })[0] as Matrix;
  }

  function directionOf(x: Expr): Matrix {
    const node = [...(env.nodes ?? [])].find(([e]) => e.args[0] === x);
    return (node as [Expr, Matrix])[1];
  }
}

const LAWS: ReadonlyMap<string, Law> = new Map(
  [...SHORTENING, ...PREPARATION.laws, ...STANDARD.last, ...STANDARD.laws].map((l) => [l.name, l] as const),
);

/** Lines whose law does not make of the part what the line says it makes. */
function misnamed(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((s) => {
    const law = LAWS.get(s.rule);
    if (law === undefined || s.part === null) return [];
    const { before, after } = s.part;
    const found = law.apply(before);
    return found === after ? [] : [`${law.name} does not make ${printText(after)} of ${printText(before)}`];
  });
}

/** Lines whose sides have different shapes: only vec, or the turn of a row, may change one. */
function misshapen(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((s) => {
    const left = s.left ?? s.before;
    return sameShape(left.shape, s.after.shape)
      ? []
      : [`${printText(left)} is ${showShape(left.shape)}, ${printText(s.after)} is ${showShape(s.after.shape)}`];
  });
}

/** The names whose differentials stand in some lines. */
const movedIn = (steps: readonly Step[]): ReadonlySet<Expr> =>
  new Set(
    walk(steps.map((s) => s.after))
      .filter((e) => e.op === Differential && isSymbol(e.args[0] as Expr))
      .map((e) => e.args[0] as Expr),
  );

interface Moving {
  readonly moved: ReadonlySet<Expr>;
  /** The other names of the right side are held fixed. */
  readonly local: boolean;
}

/** The names that move in the lines of a right side: the one that a line says, else those that the innermost lines end at. */
function movedBy(steps: readonly Step[]): ReadonlyMap<Step, Moving> {
  const out = new Map<Step, Moving>();
  let block: Step[] = [];
  const close = () => {
    const moving: Moving = { moved: movedIn(block), local: false };
    for (const s of block) out.set(s, s.through === null ? moving : { moved: new Set([s.through]), local: true });
    block = [];
  };
  const about = (s: Step): Expr | undefined => (s.left?.op === Differential ? s.left.args[0] : undefined);
  for (const s of steps) {
    const starts = about(s) !== undefined && isSymbol(about(s) as Expr) && about(s) !== about(block[0] ?? s);
    if (block.length > 0 && (!s.detail || starts)) close();
    if (s.detail) block.push(s);
  }
  close();
  return out;
}

const SIZES = new Map([
  ["n", 2],
  ["m", 3],
  ["p", 4],
]);

export interface Outcome {
  /** Lines that are not true, with the model that they are about. */
  readonly faults: readonly string[];
  readonly lines: number;
  readonly undrawn: number;
}

interface RandomDerivation {
  readonly seed: number;
  readonly derivation: Derivation;
  /** The model, written out. */
  readonly told: string;
}

/** Derivations of random models in random layouts and conventions. */
export function* randomDerivations(order: 1 | 2, from: number, to: number): Generator<RandomDerivation> {
  for (let seed = from; seed < to; seed++) {
    const source = random(seed);
    const { home, output } = randomModel(source, 4, ["symmetric", "diagonal", "posdef", "invertible", "positive"]);
    const names = namesBelow(output);
    if (names.length === 0) continue;
    const told = [...home.definitions].map(([name, e]) => `${name} = ${printText(e)}`).join("; ");
    for (const derivation of derivedOf(output, names, order, source)) yield { seed, derivation, told };
  }
}

/** Compares every line of every derivation of random models. */
export function checkSteps(order: 1 | 2, from: number, to: number): Outcome {
  const faults: string[] = [];
  let [lines, undrawn] = [0, 0];
  for (const { seed, derivation: d, told } of randomDerivations(order, from, to)) {
    const found = comparedLines(d, seed);
    if (found === null) undrawn += 1;
    else {
      lines += found.checked;
      const by = d.query.wrt.map(nameOf).join(", ");
      for (const f of found.faults) faults.push(`seed ${seed}, by ${by} (${d.layout}): ${told}\n  ${f}`);
    }
  }
  return { faults, lines, undrawn };
}

/** The same for what a text asks, in both conventions, with and without the tidying laws. */
export function checkText(source: string, seed = 1): Outcome {
  const faults: string[] = [];
  let [lines, undrawn] = [0, 0];
  const model = read(source);
  const queries = model.asked.map((a) => (a.type === "query" ? a.query : a.claim.query));
  for (const convention of ["jacobian-first", "shape-first"] as const)
    for (const d of derivations(model, queries, { steps: "full", convention }).results) {
      if (isRefusal(d)) continue;
      const found = comparedLines(d, seed, SMALL) ?? comparedLines(d, seed, TALL);
      if (found === null) undrawn += 1;
      else {
        lines += found.checked;
        for (const f of found.faults)
          faults.push(`${source}\n  ${convention}, by ${d.query.wrt.map((x) => printText(x)).join(", ")}: ${f}`);
      }
    }
  return { faults, lines, undrawn };
}

/** Sizes that a text leaves open, all of them different where there are few. */
const SMALL: ReadonlyMap<string, number> = new Map(
  [..."nmpqrkdNKcDTLMJs"].map((letter, i) => [letter, 2 + (i % 4)] as const),
);

/** More rows than columns, without which XᵀX is singular and a matrix has no factor Q. */
const TALL: ReadonlyMap<string, number> = new Map([...SMALL, ["n", 4], ["m", 3]]);

/** Null also where a difference steps over a singular matrix: no number to compare. */
function comparedLines(d: Derivation, seed: number, sizes: ReadonlyMap<string, number> = SIZES): Lines | null {
  try {
    if (hasIndices([d.query.of, d.value])) return indexedLines(d, seed);
    return linesOf(d, seed, sizes);
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}

/** Several questions at once, so that what one of them has worked out is used by the next. */
function derivedOf(of: Expr, names: readonly Expr[], order: 1 | 2, source: Random): readonly Derivation[] {
  const queries = source
    .shuffled(names)
    .slice(0, order === 1 ? 3 : 1)
    .map((x): Query => {
      const z = order === 2 ? source.pick(names) : null;
      const along = z !== null && isScalar(of.shape) && source.next() < 0.3;
      return {
        of,
        ofText: "s",
        wrt: z === null ? [x] : [x, z],
        order,
        nabla: false,
        letters: [],
        direction: along ? symbol(of.home, "direction", z.shape) : null,
        span: { start: 0, end: 0 },
      };
    });
  const layouts = ["gradient", "jacobian", "denominator"] as const;
  const options: DerivationOptions = {
    steps: "full",
    convention: source.pick(["jacobian-first", "shape-first"]),
    ...(order === 1 && source.next() < 0.5
      ? { layout: source.pick(isScalar(of.shape) ? layouts : layouts.slice(1)) }
      : {}),
  };
  return derivations({ context: of.home } as Model, queries, options).results.flatMap((r) => (isRefusal(r) ? [] : [r]));
}
