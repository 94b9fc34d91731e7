/** The one traversal of expressions. Every other room walks with it, so no depth overflows a stack. */
import type { Expr } from "./expr.js";

/**
 * Every node reachable from `roots`, once, operands before the node that holds them.
 * `skip` cuts the walk at nodes that need no visit (a memo already knows them); `into` names the
 * parts of a node where they are more than its operands (a defined name and its definition).
 */
export function walk(
  roots: readonly Expr[],
  skip: (e: Expr) => boolean = () => false,
  into: (e: Expr) => readonly Expr[] = (e) => e.args,
): Expr[] {
  const order: Expr[] = [];
  const seen = new Set<Expr>();
  const nodes: Expr[] = [];
  const positions: number[] = [];
  for (const root of roots) {
    if (seen.has(root) || skip(root)) continue;
    seen.add(root);
    nodes.push(root);
    positions.push(0);
    while (nodes.length > 0) {
      const top = nodes.length - 1;
      const e = nodes[top] as Expr;
      const parts = into(e);
      let at = positions[top] as number;
      let child: Expr | undefined;
      while (at < parts.length) {
        const candidate = parts[at] as Expr;
        at += 1;
        if (!seen.has(candidate) && !skip(candidate)) {
          child = candidate;
          break;
        }
      }
      positions[top] = at;
      if (child === undefined) {
        nodes.pop();
        positions.pop();
        order.push(e);
      } else {
        seen.add(child);
        nodes.push(child);
        positions.push(0);
      }
    }
  }
  return order;
}
