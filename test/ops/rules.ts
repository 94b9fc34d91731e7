/**
 * The generic checks: an operation's differential, adjoint, Jacobian and facts against differences.
 * Each takes the rule apart from the example, so that a planted fault can be judged by the same code,
 * and returns what is wrong, or nothing.
 */
import type { Expr } from "../../src/core/expr.js";
import { FACTS, type Fact } from "../../src/core/facts.js";
import { type Op, ShapeError } from "../../src/core/op.js";
import { entries, isScalar, sameShape, shape, showShape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { type Difference, directional, jacobianByDifferences } from "../../src/numeric/differences.js";
import { draw } from "../../src/numeric/draw.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { holds } from "../../src/numeric/facts.js";
import { innerProduct, largest, type Matrix, matrix, scalarMatrix, subtracted } from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { closure } from "../../src/ops/facts.js";
import { isSymbol, nameOf, symbol } from "../../src/ops/symbol.js";
import { LINEAR, OF_SYMMETRIC } from "./examples.js";

const TOLERANCE = 1e-8;
/** Enough for slices that end at the edge and before it and, with one entry only, for both sides of a maximum. */
const drawsFor = (e: Expr): number => (e.args.every((a) => isScalar(a.shape)) ? 24 : 6);

/** Nothing could be drawn: the check has judged nothing, which must not pass for a good rule. */
export class NoDraw extends Error {}

/** A draw for these expressions; throws {@link NoDraw}. */
function environment(roots: readonly Expr[], seed: number): Environment {
  const drawn = draw(roots, random(seed));
  if (!drawn.drawn) throw new NoDraw(drawn.why);
  return drawn.env;
}

/** The gap between two numbers of the same thing, or null; the oracle's own error must be small too. */
function apart(what: string, got: Matrix, oracle: Difference): string | null {
  if (got.rows !== oracle.value.rows || got.cols !== oracle.value.cols)
    return `${what} is ${got.rows}×${got.cols}, should be ${oracle.value.rows}×${oracle.value.cols}`;
  const tolerance = TOLERANCE * (1 + largest(oracle.value));
  if (!(largest(oracle.error) < tolerance)) throw new Error(`differences are too rough for ${what}`);
  const off = largest(subtracted(got, oracle.value));
  return off <= tolerance ? null : `${what} is off by ${off}`;
}

const exact = (value: Matrix): Difference => ({ value, error: scalarMatrix(0) });

/** Operands that may move: names that are not whole numbers and stand in no other operand, `A` in `A^T S A`. */
export const movable = (e: Expr): readonly number[] =>
  e.args.flatMap((a, i) =>
    isSymbol(a) && !e.home.facts.get(nameOf(a))?.has("integer") && !walk(e.args.filter((b) => !isSymbol(b))).includes(a)
      ? [i]
      : [],
  );

export const directionOf = (X: Expr): Expr => symbol(X.home, `d_${nameOf(X)}`, X.shape);

/** The direction in which an operand of `e` moves: of a symmetric matrix where only those have a value. */
function directionIn(e: Expr): (X: Expr) => Expr {
  if (!OF_SYMMETRIC.has(e.op.name)) return directionOf;
  return (X) => {
    X.home.facts.set(`d_${nameOf(X)}`, new Set(["symmetric"]));
    return directionOf(X);
  };
}

type Reading = (make: () => Expr | null) => Expr | null | string;

/** A rule that makes no well-shaped expression is wrong too. */
const built: Reading = (make) => {
  try {
    return make();
  } catch (error) {
    if (error instanceof ShapeError || error instanceof TypeError) return error.message;
    throw error;
  }
};

/**
 * `rule(args, d)` at random directions is the directional derivative of e: for each operand alone,
 * for all at once, and in the direction of the operands themselves.
 */
export function faultOfDifferential(
  e: Expr,
  rule: NonNullable<Op["differential"]> = e.op.differential as NonNullable<Op["differential"]>,
): string | null {
  const places = movable(e);
  const alone = places.filter((i) => e.args.filter((a) => a === e.args[i]).length === 1).map((i) => [i]);
  const cases: (readonly [readonly number[], (X: Expr) => Expr])[] = [
    ...[...alone, places].map((which) => [which, directionIn(e)] as const),
    [places, (X) => X],
  ];
  for (const [which, along] of cases) {
    const d = e.args.map((a, i) => (which.includes(i) ? along(a) : null));
    const L = built(() => rule(e.args, d, e));
    if (typeof L === "string") return L;
    if (L !== null && !sameShape(L.shape, e.shape))
      return `differential is ${showShape(L.shape)}, not ${showShape(e.shape)}`;
    for (let seed = 1; seed <= drawsFor(e); seed++) {
      const env = environment([e, ...(L === null ? [] : [L]), ...which.map((i) => along(e.args[i] as Expr))], seed);
      const directions = which.map((i) => {
        const X = e.args[i] as Expr;
        return [X, evaluate([along(X)], env)[0] as Matrix] as const;
      });
      const oracle = directional(e, new Map(directions), env);
      // No differential is a claim too: that nothing changes.
      const got = L === null ? matrix(oracle.value.rows, oracle.value.cols) : (evaluate([L], env)[0] as Matrix);
      const fault = apart("differential", got, oracle);
      if (fault !== null) return `${fault} (operands ${which.join(", ")})`;
    }
  }
  const nothing = rule(
    e.args,
    e.args.map(() => null),
    e,
  );
  return nothing === null ? null : "differential with every operand held fixed";
}

export const linearIn = (e: Expr): readonly number[] =>
  ((LINEAR as Readonly<Record<string, readonly number[]>>)[e.op.name] ?? e.args.map((_, i) => i)).filter((i) =>
    movable(e).includes(i),
  );

/** ⟨Ȳ, dY⟩ = ⟨adjoint(Ȳ), dX⟩ for every operand that e is linear in. */
export function faultOfAdjoint(
  e: Expr,
  rule: NonNullable<Op["adjoint"]> = e.op.adjoint as NonNullable<Op["adjoint"]>,
): string | null {
  const Ybar = symbol(e.home, "Ybar", e.shape);
  for (const i of linearIn(e)) {
    const X = e.args[i] as Expr;
    // A name that stands twice moves twice; only one operand at a time has this adjoint.
    if (e.args.filter((a) => a === X).length > 1) continue;
    const Xbar = built(() => rule(Ybar, i, e));
    if (Xbar === null || typeof Xbar === "string") return Xbar ?? "no adjoint";
    if (!sameShape(Xbar.shape, X.shape)) return `adjoint is ${showShape(Xbar.shape)}, not ${showShape(X.shape)}`;
    for (let seed = 1; seed <= drawsFor(e); seed++) {
      const env = environment([e, Xbar, Ybar, directionOf(X)], seed);
      const [adjoint, cotangent, D] = evaluate([Xbar, Ybar, directionOf(X)], env) as [Matrix, Matrix, Matrix];
      const dY = directional(e, new Map([[X, D]]), env);
      const oracle = exact(scalarMatrix(innerProduct(cotangent, dY.value)));
      const fault = apart(`adjoint of operand ${i}`, scalarMatrix(innerProduct(adjoint, D)), oracle);
      if (fault !== null) return fault;
    }
  }
  return null;
}

/** vec dY = M vec dX for every operand that e is linear in. */
export function faultOfJacobian(
  e: Expr,
  rule: NonNullable<Op["jacobian"]> = e.op.jacobian as NonNullable<Op["jacobian"]>,
): string | null {
  for (const i of linearIn(e)) {
    const X = e.args[i] as Expr;
    if (e.args.filter((a) => a === X).length > 1) continue;
    const M = built(() => rule(i, e));
    if (M === null || typeof M === "string") return M ?? "no Jacobian";
    const expected = shape(entries(e.shape), entries(X.shape));
    if (!sameShape(M.shape, expected)) return `Jacobian is ${showShape(M.shape)}, not ${showShape(expected)}`;
    for (let seed = 1; seed <= drawsFor(e); seed++) {
      const env = environment([e, M], seed);
      const fault = apart(
        `Jacobian of operand ${i}`,
        evaluate([M], env)[0] as Matrix,
        jacobianByDifferences(e, X, env),
      );
      if (fault !== null) return fault;
    }
  }
  return null;
}

/** The facts of `e` that follow from those of its names. */
function factsBy(e: Expr, rule: NonNullable<Op["facts"]> | undefined = e.op.facts): ReadonlySet<Fact> {
  const known = new Map<Expr, ReadonlySet<Fact>>();
  const of = (t: Expr) => known.get(t) ?? new Set<Fact>();
  for (const t of walk([e])) {
    if (isSymbol(t)) known.set(t, closure(t.home.facts.get(nameOf(t)) ?? []));
    else known.set(t, closure((t === e ? rule : t.op.facts)?.(t, of) ?? []));
  }
  return of(e);
}

/**
 * Facts that are claimed of e and do not hold, when its operands have one fact, or two, or none;
 * `claims` counts what was judged.
 */
export function faultOfFacts(
  make: () => Expr,
  rule?: NonNullable<Op["facts"]>,
): { readonly fault: string | null; readonly claims: number } {
  const combinations: (readonly Fact[])[] = [[], ...FACTS.flatMap((f, i) => FACTS.slice(i).map((g) => [f, g]))];
  let claims = 0;
  for (const facts of combinations) {
    const e = make();
    for (const s of walk([e]).filter(isSymbol))
      e.home.facts.set(nameOf(s), new Set([...(e.home.facts.get(nameOf(s)) ?? []), ...facts]));
    const claimed = [...factsBy(e, rule ?? e.op.facts)];
    // What is stated of a bare name is no claim of an operation.
    if (isSymbol(e) || claimed.length === 0) continue;
    for (let seed = 1; seed <= drawsFor(e); seed++) {
      // Some facts exclude one another, or this shape.
      const drawn = draw([e], random(seed), { tries: 40 });
      if (!drawn.drawn) break;
      const value = drawn.values.get(e) as Matrix;
      const wrong = claimed.find((f) => !holds(f, value));
      if (wrong !== undefined) return { fault: `${wrong} is claimed, with operands ${facts.join(", ")}`, claims };
      claims += claimed.length;
    }
  }
  return { fault: null, claims };
}
