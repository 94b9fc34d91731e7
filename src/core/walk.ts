/** The one traversal of expressions. Every other room walks with it, so no depth overflows a stack. */
import type { Expr } from "./expr.js";

const everywhere = (): boolean => false;
const operands = (e: Expr): readonly Expr[] => e.args;

/** Walks so far, and whether one is under way: the mark of a node says which walk came by last. */
let walks = 0;
let walking = false;

/**
 * Every node reachable from `roots`, once, operands before the node that holds them.
 * `skip` cuts the walk at nodes that need no visit (a memo already knows them); `into` names the
 * parts of a node where they are more than its operands (a defined name and its definition).
 */
export function walk(
  roots: readonly Expr[],
  skip: (e: Expr) => boolean = everywhere,
  into: (e: Expr) => readonly Expr[] = operands,
): Expr[] {
  // A walk from within `skip` or `into` keeps to a set of its own, or it would take the marks of this one.
  if (walking) {
    const seen = new Set<Expr>();
    return visit(roots, skip, into, (e) => !seen.has(e) && seen.add(e) !== undefined);
  }
  walking = true;
  walks += 1;
  const mark = walks;
  try {
    return visit(roots, skip, into, (e) => {
      if (e.walk === mark) return false;
      e.walk = mark;
      return true;
    });
  } finally {
    walking = false;
  }
}

/** `fresh` says whether a node is met for the first time, and remembers that it was met. */
function visit(
  roots: readonly Expr[],
  skip: (e: Expr) => boolean,
  into: (e: Expr) => readonly Expr[],
  fresh: (e: Expr) => boolean,
): Expr[] {
  const order: Expr[] = [];
  const nodes: Expr[] = [];
  const parts: (readonly Expr[])[] = [];
  const positions: number[] = [];
  for (const root of roots) {
    if (skip(root) || !fresh(root)) continue;
    nodes.push(root);
    parts.push(into(root));
    positions.push(0);
    while (nodes.length > 0) {
      const top = nodes.length - 1;
      const below = parts[top] as readonly Expr[];
      let at = positions[top] as number;
      let child: Expr | undefined;
      while (at < below.length) {
        const candidate = below[at] as Expr;
        at += 1;
        if (!skip(candidate) && fresh(candidate)) {
          child = candidate;
          break;
        }
      }
      if (child === undefined) {
        order.push(nodes.pop() as Expr);
        parts.pop();
        positions.pop();
      } else {
        positions[top] = at;
        nodes.push(child);
        parts.push(into(child));
        positions.push(0);
      }
    }
  }
  return order;
}

/** What can be reached from a name by one step or more: all that a definition rests on, where a step is to what it names. */
export const reachedBy =
  (steps: ReadonlyMap<string, readonly string[]>) =>
  (from: string): ReadonlySet<string> => {
    const found = new Set<string>();
    const todo = [from];
    for (let next = todo.pop(); next !== undefined; next = todo.pop())
      for (const name of steps.get(next) ?? [])
        if (!found.has(name)) {
          found.add(name);
          todo.push(name);
        }
    return found;
  };
