/**
 * Products that are 0 to rounding at every draw, though each of their factors is not: relu(a) relu(b) relu(c) where no draw has all
 * three positive. The sides at which the factors are not 0 are sought together.
 */
import type { Expr } from "../core/expr.js";
import { lookup, operand } from "../core/operands.js";
import { largest, type Matrix } from "../numeric/matrix.js";
import { boundOf } from "../ops/binder.js";
import { Iverson } from "../ops/iverson.js";
import { seekSides } from "./seek.js";
import { below, type Kink } from "./sides.js";
import { type Look, largestOnTheWay, ROUNDED, type Study, sidesAt } from "./study.js";

const PRODUCTS: ReadonlySet<string> = new Set(["times", "hadamard", "scale", "product"]);
/** Products that are looked at, and moves tried for one of them. */
const MOST_STILL = 12;
const TRIES = 400;

/** A product that is 0 at every draw, with the sides at which its factors are not. */
interface Still {
  readonly product: Expr;
  readonly wanted: ReadonlyMap<number, 1 | -1>;
}

/** Looks where products are not 0 that are so at every draw; a draw that differs, or null. */
export function seekStill(study: Study): Look | null {
  for (const { wanted } of stillOf(study)) {
    const found = wanted.size === 0 ? null : seekSides(study, wanted, TRIES);
    if (found !== null) return found;
  }
  return null;
}

/** Products below the difference that are 0 to rounding at every draw, and could be something else. */
export function stillOf(study: Study): readonly Still[] {
  const { difference, ofDifference, usable, kinks } = study;
  if (difference === null || usable.length === 0) return [];
  const at = new Map<Expr, readonly Kink[]>();
  const kinksBelow = (e: Expr): readonly Kink[] => {
    const known = at.get(e);
    if (known !== undefined) return known;
    const nodes = new Set(below([e]));
    const found = kinks.filter((k) => k.needed && nodes.has(k.node));
    at.set(e, found);
    return found;
  };
  let open = ofDifference.nodes
    .filter((e) => PRODUCTS.has(e.op.name) && e.args.filter((f) => kinksBelow(f).length > 0).length > 1)
    .slice(0, MOST_STILL)
    .map((product) => ({ product, sides: product.args.map(() => new Map<Kink, string>()), moved: new Set<Expr>() }));
  for (const env of open.length === 0 ? [] : usable) {
    const { values, failed } = ofDifference.run(env);
    if (failed !== null) continue;
    const valueAt = (e: Expr): Matrix | undefined => values[lookup(ofDifference.placeOf, e)];
    const sides = study.program.run(env).values;
    const argumentAt = (e: Expr): Matrix | undefined => sides[study.program.placeOf.get(e) ?? -1];
    const way = largestOnTheWay([difference], valueAt);
    open = open.filter(({ product }) => largest(valueAt(product) as Matrix) <= ROUNDED * way);
    for (const { product, sides, moved } of open)
      for (const [i, f] of product.args.entries()) {
        if (largest(valueAt(f) as Matrix) === 0) continue;
        moved.add(f);
        for (const k of kinksBelow(f)) {
          const side = sidesAt(study, k, argumentAt);
          const known = sides[i]?.get(k);
          sides[i]?.set(k, known === undefined || known === side ? side : "*");
        }
      }
    if (open.length === 0) return [];
  }
  return open.flatMap(({ product, sides, moved }) => {
    // Whether a condition is ever true is asked of it alone: at t = T there is no step behind [t < T].
    if (product.args.some((f) => f.op === Iverson && !moved.has(f))) return [];
    const wanted = together(sides, kinks);
    return wanted === null ? [] : [{ product, wanted }];
  });
}

/** A sum or product below the difference that has no term at any draw; null where each has one. */
export function unreached({ ofDifference, usable }: Study): Expr | null {
  let open = ofDifference.nodes.filter((e) => boundOf(e) !== null);
  for (const env of open.length === 0 ? [] : usable) {
    const { values } = ofDifference.run(env);
    open = open.filter((e) => !((values[lookup(ofDifference.placeOf, operand(e))]?.data.length ?? 0) > 0));
    if (open.length === 0) return null;
  }
  return open[0] ?? null;
}

/** The sides of all factors at once; null where two of them are on opposite ones, so that the product is 0. */
function together(all: readonly ReadonlyMap<Kink, string>[], kinks: readonly Kink[]): Still["wanted"] | null {
  const wanted = new Map<number, 1 | -1>();
  for (const sides of all)
    for (const [k, side] of sides) {
      if (side !== "+" && side !== "-") continue;
      const [i, sign] = [kinks.indexOf(k), side === "+" ? 1 : -1];
      if (wanted.get(i) === -sign) return null;
      wanted.set(i, sign as 1 | -1);
    }
  return wanted;
}
