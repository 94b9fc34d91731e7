/**
 * Whether each line of a derivation over sums, families and recursions is true: at every value of its letters in several
 * small models. A differential is the change of its side where one name or member moves, by differences; in a line
 * "through" that name all others are held fixed.
 */
import { dim } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { constantPlace, united } from "../../src/core/place.js";
import { sameShape, showShape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import type { Derivation } from "../../src/derive/derivation.js";
import type { Step } from "../../src/derive/step.js";
import { truthOf } from "../../src/judge/steps/truth.js";
import { cellKey, type Where } from "../../src/numeric/counting.js";
import { draw, readsBeyond } from "../../src/numeric/draw.js";
import { countingIn, type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { added, largest, type Matrix, matrix, scaled, subtracted } from "../../src/numeric/matrix.js";
import { random } from "../../src/numeric/random.js";
import { placesOf } from "../../src/ops/binder.js";
import { Derivative } from "../../src/ops/derivative.js";
import { Differential } from "../../src/ops/differential.js";
import { Entry } from "../../src/ops/entry.js";
import { familiesOf, familyNamed } from "../../src/ops/family.js";
import { familyOf, isMember, meaningOfMember, member } from "../../src/ops/member.js";
import { definitionOf, isSymbol, nameOf } from "../../src/ops/symbol.js";
import { printText } from "../../src/print/text.js";

const TOLERANCE = 1e-5;
const STEP = 1e-4;
const MODELS = 2;

/** The name or member that moves in the lines before it is read off: that of the next derivative. */
function movedIn(steps: readonly Step[]): readonly (Expr | null)[] {
  let leaf: Expr | null = null;
  const out: (Expr | null)[] = [];
  for (const s of [...steps].reverse()) {
    if (s.left?.op === Derivative) leaf = s.left.args[s.left.args.length - 1] as Expr;
    out.push(leaf);
  }
  return out.reverse();
}

const isBound = (e: Expr): boolean => e.free.some((i) => i.kind !== "asked");

/** Lines that are not true, and how many were compared. */
export function indexedLines(
  d: Derivation,
  seed: number,
): { readonly faults: readonly string[]; readonly checked: number } {
  const faults: string[] = [];
  let checked = 0;
  const moved = movedIn(d.steps);
  for (const [k, s] of d.steps.entries()) {
    const left = s.left ?? s.before;
    if (!sameShape(left.shape, s.after.shape))
      faults.push(
        `${printText(left)} is ${showShape(left.shape)}, ${printText(s.after)} is ${showShape(s.after.shape)}`,
      );
    if (isBound(left) || isBound(s.after)) continue;
    const apart = walk([left, s.after]).filter((e) => e.op === Differential);
    const leaf = moved[k] ?? null;
    if (apart.length > 0 && (leaf === null || leaf.op === Entry || apart.some(isBound))) continue;
    const found =
      apart.length > 0 ? comparedChange(s, left, leaf as Expr, seed, d.query.of) : compared(s, left, seed, d.query.of);
    if (found === null) continue;
    checked += 1;
    if (!found) faults.push(`${s.rule}: ${printText(left)} = ${printText(s.after)}`);
  }
  const last = d.steps[d.steps.length - 1];
  if (last !== undefined && last.after !== d.value) faults.push(`ends at ${printText(last.after)}`);
  return { faults, checked };
}

/** Whether both sides are the same at every value of the letters; null where nothing could be compared. */
function everywhere(
  roots: readonly Expr[],
  seed: number,
  y: Expr,
  sides: (env: Environment) => readonly [Matrix, Matrix] | null,
): boolean | null {
  const source = random(seed);
  let any = false;
  for (let k = 0; k < MODELS; k++) {
    const drawn = draw([y], source, { smooth: [y] });
    if (!drawn.drawn) return null;
    const { axes: _, ...env } = drawn.env;
    for (const where of countingIn(env).box(united(roots.map((e) => e.free)))) {
      const here = { ...env, letters: where };
      const found = sides(here);
      if (found === null) continue;
      const [L, R] = found;
      any = true;
      const fits = L.rows === R.rows && L.cols === R.cols;
      if (!fits || !(largest(subtracted(L, R)) <= TOLERANCE * Math.max(1, largest(L), largest(R)))) return false;
    }
  }
  return any ? true : null;
}

function compared(s: Step, left: Expr, seed: number, y: Expr): boolean | null {
  const [l, r] = [truthOf(left, false), truthOf(s.after, false)].map((t) => t.values[0] as Expr) as [Expr, Expr];
  const fitting = truthOf(left, false).values.find((t) => sameShape(t.shape, r.shape)) ?? l;
  return everywhere([fitting, r], seed, y, (here) => {
    if (readsBeyond([fitting, r], here)) return null;
    return evaluate([fitting, r], here) as [Matrix, Matrix];
  });
}

function comparedChange(s: Step, left: Expr, leaf: Expr, seed: number, y: Expr): boolean | null {
  const local = s.through !== null;
  return everywhere([leaf, left, s.after].map(bare), seed, y, (here) => {
    // dz_{t+1} of the last t is the change of nothing.
    if (
      readsBeyond(
        walk([left, s.after])
          .filter((e) => e.op === Differential)
          .map(bare),
        here,
      )
    )
      return null;
    const fixed = local ? withCells(y, here) : here;
    const [x] = evaluate([leaf], fixed) as [Matrix];
    const D = directionFor(x, seed);
    const key = keyOf(leaf, fixed);
    const changeOf = (e: Expr): Matrix => {
      if (e === leaf) return D;
      const of = local ? meaningOf(e) : e;
      const at = (t: number): Matrix =>
        evaluate([of], { ...fixed, values: new Map([...fixed.values, [key, added(x, scaled(t, D))]]) })[0] as Matrix;
      return scaled(1 / (2 * STEP), subtracted(at(STEP), at(-STEP)));
    };
    const nodes = new Map(here.nodes);
    for (const e of walk([left, s.after])) if (e.op === Differential) nodes.set(e, changeOf(e.args[0] as Expr));
    const roots = [left, s.after];
    const moving = { ...here, nodes };
    return readsBeyond(roots, moving) ? null : (evaluate(roots, moving) as readonly [Matrix, Matrix]);
  });
}

/** What is differentiated in place of each differential, for draws. */
const bare = (e: Expr): Expr => (e.op === Differential ? (e.args[0] as Expr) : e);

const meaningOf = (e: Expr): Expr => (isMember(e) ? (meaningOfMember(e) ?? e) : (definitionOf(e) ?? e));

function keyOf(leaf: Expr, env: Environment): string {
  const count = countingIn(env);
  const where: Where = env.letters ?? new Map();
  if (isSymbol(leaf)) return nameOf(leaf);
  return cellKey(
    familyOf(leaf).name,
    placesOf(leaf).map((p) => count.place(p, where)),
  );
}

/** The environment with every defined name and member bound to its value: nothing follows what moves. */
function withCells(y: Expr, env: Environment): Environment {
  const values = new Map(env.values);
  const count = countingIn(env);
  for (const f of familiesOf(y.home))
    for (const where of count.box(f.formals)) {
      const at = f.formals.map((i) => where.get(i) as number);
      const key = cellKey(f.name, at);
      if (values.has(key)) continue;
      const cell = walkable(f.name, at, y, env);
      if (cell !== null) values.set(key, cell);
    }
  return { ...env, values };
}

function walkable(name: string, at: readonly number[], y: Expr, env: Environment): Matrix | null {
  const of = familyNamed(y.home, name);
  if (of === null) return null;
  try {
    return evaluate([member(of, ...at.map((n) => constantPlace(dim(n))))], env)[0] as Matrix;
  } catch {
    return null;
  }
}

function directionFor(x: Matrix, seed: number): Matrix {
  const source = random(seed + 17);
  return matrix(
    x.rows,
    x.cols,
    Float64Array.from(x.data, () => source.signed(0.3, 1)),
  );
}
