/** Random models with indices, the same for the same seed whatever the letters of their sums are. */
import { type Dim, dim, minus, ONE, plus } from "../../src/core/dim.js";
import type { Context, Expr } from "../../src/core/expr.js";
import {
  addPlaces,
  constantPlace,
  type Index,
  label,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  shifted,
} from "../../src/core/place.js";
import { SCALAR, type Shape, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { type Random, random } from "../../src/numeric/random.js";
import { apply } from "../../src/ops/apply.js";
import { entry } from "../../src/ops/entry.js";
import { defineBase, defineFamily, type Family, family } from "../../src/ops/family.js";
import { iverson, type Relation } from "../../src/ops/iverson.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { pi } from "../../src/ops/pi.js";
import { placeNumber } from "../../src/ops/place.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { scalarFunction } from "../../src/ops/scalarfunction.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";
import { unit } from "../../src/ops/unit.js";

const [N, K, D] = [dim("N"), dim("K"), dim("d")];

/** Ranges of sums: whole ones, and parts of 1..N. */
const RANGES: readonly (readonly [Dim, Dim])[] = [
  [ONE, N],
  [ONE, N],
  [ONE, minus(N, ONE)],
  [dim(2), N],
  [ONE, K],
];

export interface RandomModel {
  readonly home: Context;
  /** A scalar of all that is given. */
  readonly loss: Expr;
  /** A scalar at letters of a question, and a vector. */
  readonly open: Expr;
  readonly vector: Expr;
  /** Names that are given. */
  readonly names: readonly Expr[];
  /** Families that are given, each with a letter for each of its own. */
  readonly families: readonly Family[];
  /** Families with equations. */
  readonly defined: readonly Family[];
}

export interface Plan {
  readonly depth: number;
  /** Whether some families have equations. */
  readonly equations: boolean;
  /** Whether one of them is defined by itself. */
  readonly recursion: boolean;
  /** The letter of the k-th sum. */
  readonly letter: (k: number) => string;
}

/** Makes the model of a seed in a context; another call with other letters makes the same nodes. */
export function randomModel(seed: number, plan: Plan, home: Context = newContext()): RandomModel {
  const r = random(seed);
  const make = builder(home, r, plan);
  if (plan.equations) make.equations();
  const terms = Array.from({ length: r.whole(1, 2) }, () => make.scalar([], plan.depth));
  const loss = sum(...terms, ...make.uses(), ...(plan.recursion ? [make.recursion()] : []));
  const letters = [letterIndex("asked", "m", ONE, N), letterIndex("asked", "n", ONE, K)];
  const open = make.scalar(letters, plan.depth - 1);
  const vector = make.vector([], plan.depth - 1);
  return { home, loss, open, vector, names: make.names, families: make.given, defined: make.defined };
}

const familyIn = (home: Context, name: string, of: Shape, ranges: readonly (readonly [Dim, Dim])[]): Family =>
  family(home, {
    name,
    shape: of,
    formals: ranges.map(([lo, hi], k) => letterIndex("formal", `${name}${k + 1}`, lo, hi)),
  });

const isOfN = (i: Index): boolean => i.hi !== K;

function builder(home: Context, r: Random, { letter }: Plan) {
  let used = 0;
  const x = symbol(home, "x", shape(N, ONE));
  const v = symbol(home, "v", shape(minus(plus(N, K), ONE), ONE));
  const A = symbol(home, "A", shape(N, N));
  const w = symbol(home, "w", shape(D, ONE));
  const first = symbol(home, "h_1", SCALAR);
  const s = symbol(home, "s", SCALAR);
  const column = shape(D, ONE);
  const c = familyIn(home, "c", SCALAR, [[ONE, K]]);
  const a = familyIn(home, "a", column, [[ONE, N]]);
  const b = familyIn(home, "b", column, [
    [ONE, N],
    [ONE, K],
  ]);
  const M = familyIn(home, "M", shape(D, D), [[ONE, K]]);
  const defined: Family[] = [];
  const wanted: Family[] = [];

  /** A place that is within 1..N whatever its index is. */
  const inN = (scope: readonly Index[]): Place => {
    const own = scope.filter(isOfN);
    if (own.length === 0 || r.next() < 0.05) return constantPlace(r.next() < 0.5 ? ONE : N);
    const i = r.pick(own);
    const before = i.lo === ONE ? [] : [shifted(placeOf(i), -1)];
    const after = i.hi === N ? [] : [shifted(placeOf(i), 1)];
    return r.pick([placeOf(i), placeOf(i), ...before, ...after]);
  };
  const labelAt = (scope: readonly Index[]): Place => placeOf(label("y", [inN(scope)], ONE, K));
  const inK = (scope: readonly Index[]): Place => {
    const own = scope.filter((i) => !isOfN(i));
    if (r.next() < 0.25 && scope.some(isOfN)) return labelAt(scope);
    return own.length === 0 ? constantPlace(r.next() < 0.5 ? ONE : K) : placeOf(r.pick(own));
  };
  const placesFor = (f: Family, scope: readonly Index[]): readonly Place[] =>
    f.formals.map((i) => (isOfN(i) ? inN(scope) : inK(scope)));

  const bound = (scope: readonly Index[], make: (i: Index, inside: readonly Index[]) => Expr): Expr => {
    const [lo, hi] = r.pick(RANGES);
    const i = letterIndex("formal", letter(used++), lo, hi);
    return make(i, [...scope.filter((f) => f.letter !== i.letter), i]);
  };
  const sumOver = (scope: readonly Index[], body: (inside: readonly Index[]) => Expr): Expr =>
    bound(scope, (i, inside) => sigma(i, body(inside)));

  /** A condition on the indices that are there. */
  function condition(scope: readonly Index[]): Expr {
    const ofN = r.next() < 0.6 || !scope.some((i) => !isOfN(i));
    const [p, q] = ofN ? [inN(scope), inN(scope)] : [inK(scope), inK(scope)];
    return iverson(r.pick(["=", "≠", "≥"] as const satisfies readonly Relation[]), lessPlace(p, q), home);
  }

  /** What stands at a place that may be beyond its range, with the condition that it is not. */
  function guarded(scope: readonly Index[], depth: number): Expr {
    const own = scope.filter(isOfN);
    if (own.length === 0) return leaf(scope);
    const i = placeOf(r.pick(own));
    const by = r.pick([-2, -1, 1, 2]);
    const p = shifted(i, by);
    const inside = iverson("≥", by > 0 ? lessPlace(constantPlace(N), p) : shifted(p, -1), home);
    const value = r.pick([
      () => entry(x, p),
      () => power(entry(x, p), number(2, home)),
      () => inner(scope, member(a, p)),
      () => apply("tanh", times(entry(x, p), leaf(scope))),
      // Without a value where the condition fails.
      () => reciprocal(placeNumber(by > 0 ? shifted(lessPlace(constantPlace(N), p), 1) : p, home)),
    ])();
    return depth > 1 ? times(inside, value, scalar(scope, depth - 2)) : times(inside, value);
  }

  const inner = (scope: readonly Index[], e: Expr): Expr => product(T(r.next() < 0.6 ? w : vector(scope, 0)), e);

  function leaf(scope: readonly Index[]): Expr {
    switch (r.whole(0, 9)) {
      case 0:
      case 1:
        return entry(x, inN(scope));
      case 2:
        return entry(A, inN(scope), inN(scope));
      case 3:
        return member(c, inK(scope));
      case 4: {
        const [i, k] = [scope.filter(isOfN), scope.filter((f) => !isOfN(f))];
        if (i.length === 0 || k.length === 0) return entry(v, inN(scope));
        return entry(v, shifted(addPlaces(placeOf(r.pick(i)), placeOf(r.pick(k))), -1));
      }
      case 5:
        return inner(scope, member(a, inN(scope)));
      case 6:
        return r.next() < 0.6 ? s : number(r.whole(1, 3), home);
      case 7: {
        if (defined.length === 0) return entry(x, inN(scope));
        const f = r.pick(defined);
        return member(f, ...placesFor(f, scope));
      }
      case 8:
        return scope.length === 0 ? entry(x, inN(scope)) : placeNumber(placeOf(r.pick(scope)), home);
      default:
        return entry(product(A, x), inN(scope));
    }
  }

  function vector(scope: readonly Index[], depth: number): Expr {
    const flat = () => r.pick([() => w, () => member(a, inN(scope)), () => member(b, inN(scope), inK(scope))])();
    if (depth <= 0) return flat();
    switch (r.whole(0, 5)) {
      case 0:
        return sum(vector(scope, depth - 1), vector(scope, depth - 1));
      case 1:
        return scale(scalar(scope, depth - 1), flat());
      case 2:
        return product(member(M, inK(scope)), flat());
      case 3:
        return apply("tanh", vector(scope, depth - 1));
      case 4:
        return sumOver(scope, (inside) => vector(inside, depth - 1));
      default:
        return flat();
    }
  }

  function scalar(scope: readonly Index[], depth: number): Expr {
    if (depth <= 0) return leaf(scope);
    switch (r.whole(0, 13)) {
      case 0:
      case 1:
        return sum(scalar(scope, depth - 1), scalar(scope, depth - 1));
      case 2:
        return times(scalar(scope, depth - 1), scalar(scope, depth - 1));
      case 3:
      case 4:
      case 5:
        return sumOver(scope, (inside) => scalar(inside, depth - 1));
      case 6:
        return power(scalar(scope, depth - 1), number(2, home));
      case 7:
        return apply(r.pick(["sin", "tanh", "sigmoid", "f"]), scalar(scope, depth - 1));
      case 8:
        return scope.length === 0 ? leaf(scope) : times(condition(scope), scalar(scope, depth - 1));
      case 9:
        return times(
          scalar(scope, depth - 1),
          reciprocal(sum(number(3, home), power(scalar(scope, depth - 1), number(2, home)))),
        );
      case 10:
        return guarded(scope, depth);
      case 11: {
        const e = vector(scope, depth - 1);
        return r.next() < 0.5 ? product(T(e), e) : product(T(vector(scope, 0)), e);
      }
      case 12:
        return r.pick([
          () => bound(scope, (i, inside) => pi(i, sum(number(2, home), apply("tanh", scalar(inside, depth - 2))))),
          () => bound(scope, (i, inside) => pi(i, sum(number(1, home), scalar(inside, 0)))),
          () => sumOver(scope, (inside) => scalarFunction("l", [vector(inside, depth - 2)], [inN(inside)])),
          // A vector that is given by its entries.
          () =>
            product(
              T(x),
              bound(scope, (i, inside) => {
                const ofN = isOfN(i) ? placeOf(i) : constantPlace(ONE);
                return sigma(i, scale(scalar(inside, depth - 2), unit(ofN, N, home)));
              }),
            ),
        ])();
      default:
        return negate(sumOver(scope, (inside) => scalar(inside, depth - 1)));
    }
  }

  /** p_i, q_ik, a vector z_i, and h_t from h_{t−1} with its beginning. */
  function equations(): void {
    const p = familyIn(home, "p", SCALAR, [[ONE, N]]);
    defineFamily(p, scalar(p.formals, 2));
    defined.push(p);
    const q = familyIn(home, "q", SCALAR, [
      [ONE, N],
      [ONE, K],
    ]);
    defineFamily(q, apply("tanh", scalar(q.formals, 2)));
    defined.push(q);
    wanted.push(p, q);
  }

  /** A recursion that runs over all of its range, and a sum over it. */
  function recursion(): Expr {
    const h = familyIn(home, "h", SCALAR, [[dim(2), N]]);
    const t = h.formals[0] as Index;
    const before = member(h, shifted(placeOf(t), -1));
    defineFamily(h, apply("tanh", sum(times(entry(x, placeOf(t)), before), scalar([t], 1))));
    defineBase(h, [constantPlace(ONE)], first);
    defined.push(h);
    const i = letterIndex("formal", letter(used++), ONE, N);
    return sigma(i, times(entry(x, placeOf(i)), member(h, placeOf(i))));
  }

  return {
    scalar,
    vector,
    equations,
    recursion,
    names: [x, v, A, w, s, first],
    given: [c, a, b, M],
    defined,
    /** Terms in which the defined families stand, so that what is asked goes through them. */
    uses: (): readonly Expr[] =>
      wanted.map((f) =>
        r.next() < 0.5
          ? member(f, ...f.formals.map((i) => constantPlace(i.hi)))
          : f.formals.reduceRight((body: Expr, i) => sigma(i, body), member(f, ...f.formals.map(placeOf))),
      ),
  };
}
