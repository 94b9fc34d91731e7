/**
 * The one reverse sweep: what arrives at a node from all that use it is put together and passed on
 * to its parts, the output first. Gradients and Jacobians are two things that can arrive.
 */

import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import type { Dependence } from "./linearise.js";

/** A share that arrives at a node, and its place among the occurrences, so that sums keep the author's order. */
interface Share<M> {
  readonly what: M;
  readonly from: number;
  readonly width: number;
}

export interface Passing<M> {
  /** Sums up the shares of a node, in the order of the text. */
  together(e: Expr, shares: readonly M[]): M;
  /** Passes it on; false where the sweep ends at this node. */
  pass(e: Expr, what: M, give: (part: Expr, share: M) => void): void;
}

/** Runs over `order` from its end, where `seed` arrives at `root`. */
export function sweep<M>(root: Expr, seed: M, { order, active }: Dependence, { together, pass }: Passing<M>): void {
  const arrived = new Map<Expr, Share<M>[]>([[root, [{ what: seed, from: 0, width: 1 }]]]);
  let parts: Expr[] = [];
  let shares: M[] = [];
  const give = (part: Expr, share: M): void => {
    parts.push(part);
    shares.push(share);
  };
  for (let k = order.length - 1; k >= 0; k--) {
    const e = nth(order, k);
    const list = arrived.get(e);
    if (list === undefined || !active.has(e)) continue;
    arrived.delete(e);
    if (list.length > 1) list.sort((a, b) => a.from - b.from);
    const { from, width } = list[0] as Share<M>;
    parts = [];
    shares = [];
    const whats: M[] = [];
    for (let i = 0; i < list.length; i++) whats.push((list[i] as Share<M>).what);
    pass(e, together(e, whats), give);
    const n = parts.length;
    for (let i = 0; i < n; i++) {
      const part = nth(parts, i);
      const placed = { what: shares[i] as M, from: from + (width * i) / n, width: width / n };
      const others = arrived.get(part);
      if (others === undefined) arrived.set(part, [placed]);
      else others.push(placed);
    }
  }
}
