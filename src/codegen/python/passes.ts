/** A body in passes: what leads to an output, and what is made of that when cotangents come back. */
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { costsNothing } from "../lines.js";
import { isHost } from "./expressions.js";

export interface Passes {
  /** Forward, then those back, each with what it computes alone. */
  readonly bodies: readonly [forward: Body, ...back: readonly Body[]];
  /** Arrays of the pass forward that a pass back takes over. */
  readonly kept: ReadonlySet<ArrayExpr>;
}

/**
 * Parts a body at what its first results need: passes back take over from there what they use, and compute the rest
 * themselves. `factorises`: a factorised matrix is an array of its own.
 */
export function passesOf(body: Body, keys: readonly (readonly string[])[], factorises: boolean): Passes {
  const [first = [], ...later] = keys;
  const resultsOf = (wanted: readonly string[]) => body.results.filter((r) => wanted.includes(r.key));
  const below = (roots: readonly ArrayExpr[], isEnd: (e: ArrayExpr) => boolean): ReadonlySet<ArrayExpr> => {
    const seen = new Set(roots);
    for (const e of seen) if (!isEnd(e)) for (const a of e.args) seen.add(a);
    return seen;
  };
  const nodesOf = (wanted: readonly string[]) => resultsOf(wanted).map((r) => r.node);
  const forward = below(nodesOf(first), () => false);
  // What is no work, or depends on sizes alone, is written again.
  const isKept = (e: ArrayExpr): boolean =>
    forward.has(e) && !costsNothing(e, factorises) && !isHost(e) && [...below([e], () => false)].some(isGiven);
  const part = (wanted: readonly string[], reached: ReadonlySet<ArrayExpr>): Body => ({
    ...body,
    results: resultsOf(wanted),
    order: body.order.filter((e) => reached.has(e)),
  });
  const back = later.map((wanted) => ({ wanted, reached: below(nodesOf(wanted), isKept) }));
  return {
    bodies: [part(first, forward), ...back.map(({ wanted, reached }) => part(wanted, reached))],
    kept: new Set(body.order.filter((e) => isKept(e) && back.some(({ reached }) => reached.has(e)))),
  };
}

const isGiven = (e: ArrayExpr): boolean => e.kernel === "input" || e.kernel === "indexed";
