/**
 * `-J \\sum_{i=1}^N s_i s_{i+1} - h \\sum_i s_i`: a sum without a range goes over all that its letter indexes, here to
 * N + 1, and whoever leaves the range out means the one beside it.
 */
import { dim, minus, ONE } from "../../core/dim.js";
import { isAtLeast } from "../../core/ranges.js";
import { type Letter, postorder } from "../../parse/ast.js";
import { ownerOf, type Scope, typed, warn } from "../scope.js";
import type { Extent } from "./extents.js";
import { shown } from "./ranges.js";
import type { Uses } from "./uses.js";

const ZERO = dim(0);

/** Warns of the first sum without a range that goes further than one of the same array with all of 1..N or 0..N - 1. */
export function sayUnlimited(scope: Scope, { ranges, uses }: Uses): void {
  if (scope.strict) return;
  const arraysOf = (letter: Letter): ReadonlySet<string> =>
    new Set(
      uses.filter((u) => postorder(u.place).some((e) => e.type === "name" && e.letter === letter)).map((u) => u.array),
    );
  const sums = ranges.flatMap(({ range }) =>
    range.letters.flatMap((name) => {
      const { letter } = name;
      const extent = letter?.of === "binder" && range.set === null ? scope.indices.extents.get(letter) : undefined;
      return letter === undefined || extent === undefined
        ? []
        : [{ range, name, extent: resolvedIn(scope, extent), arrays: () => arraysOf(letter) }];
    }),
  );
  const whole = sums.filter(({ range, extent }) => range.from !== null && range.to !== null && isWhole(extent));
  for (const { range, name, extent, arrays } of sums) {
    if (range.from !== null || range.to !== null) continue;
    const further = whole.filter((w) => goesFurther(extent, w.extent));
    if (further.length === 0) continue;
    const own = arrays();
    const beside = further.find((w) => [...w.arrays()].some((array) => own.has(array)));
    if (beside === undefined) continue;
    const [all, other] = [shown(extent), shown(beside.extent)];
    warn(
      scope,
      "index/reach",
      name.span,
      `the sum over ${typed(scope, name.span)} goes over ${all}, all that it indexes, and not over ${other} as another one does`,
      `write the range that is meant: ${name.name} in ${other}, or in ${all}`,
      ownerOf(scope.owner.faults),
    );
    return;
  }
}

const resolvedIn = ({ sizes }: Scope, { lo, hi }: Extent): Extent => ({ lo: sizes.resolve(lo), hi: sizes.resolve(hi) });

/** 1..N and 0..N - 1, of which there are N. */
const isWhole = ({ lo, hi }: Extent): boolean => {
  const count = lo === ONE ? hi : lo === ZERO ? minus(hi, minus(ZERO, ONE)) : null;
  return count !== null && /^\p{L}\w*$/u.test(count);
};

/** By a number of places at one end at least. */
function goesFurther(a: Extent, b: Extent): boolean {
  const [before, behind] = [minus(b.lo, a.lo), minus(a.hi, b.hi)];
  const isNear = [before, behind].every((d) => /^\d+$/.test(d));
  return isNear && (isAtLeast(before, 1) || isAtLeast(behind, 1));
}
