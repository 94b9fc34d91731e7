/**
 * The normal form: laws applied bottom-up until none applies, each node worked out once.
 *
 * Nothing is recorded on purpose: beside the memo stands `why`, from each expression to the law that
 * changed it and what it became. A derivation is read out of it afterwards by following the links,
 * so its last line is the result by construction.
 */
import { type Expr, intern, memoOf } from "../core/expr.js";
import type { Op } from "../core/op.js";
import { Hadamard, hadamard } from "../ops/hadamard.js";
import { Kron, kron } from "../ops/kron.js";
import { Product, product } from "../ops/product.js";
import { Scale, scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times, times } from "../ops/times.js";
import type { Law } from "./law.js";

/** Laws by the operation at whose nodes they apply, in the order in which they are tried. */
export interface LawBook {
  readonly name: symbol;
  readonly laws: readonly Law[];
  readonly at: ReadonlyMap<Op, readonly Law[]>;
}

export function lawBook(name: string, laws: readonly Law[]): LawBook {
  const at = new Map<Op, Law[]>();
  for (const law of laws) {
    for (const op of law.roots) {
      const list = at.get(op);
      if (list === undefined) at.set(op, [law]);
      else list.push(law);
    }
  }
  return { name: Symbol(name), laws, at };
}

export interface Rewriting {
  readonly law: Law;
  readonly after: Expr;
}

interface Memo {
  readonly normal: Map<Expr, Expr>;
  readonly why: Map<Expr, Rewriting>;
}

const memoFor = (e: Expr, book: LawBook): Memo =>
  memoOf(e.home, book.name, () => ({ normal: new Map(), why: new Map() }));

const FLATTENING: ReadonlyMap<Op, (...args: readonly Expr[]) => Expr> = new Map<Op, (...args: readonly Expr[]) => Expr>(
  [
    [Sum, sum],
    [Product, product],
    [Times, times],
    [Hadamard, hadamard],
    [Scale, (c, X) => scale(c as Expr, X as Expr)],
    [Kron, (A, B) => kron(A as Expr, B as Expr)],
  ],
);

/** `e` with other operands of the same shapes. */
export function withArgs(e: Expr, args: readonly Expr[]): Expr {
  const build = FLATTENING.get(e.op);
  return build === undefined ? intern(e.home, e.op, args, e.data) : build(...args);
}

/** Rewrites per node before a set of laws that loops is called a fault of ours; the tests look for such loops. */
const FUEL = 400;

/** The normal form of `root` under the laws of `book`. The value is that of `root`. */
export function simplify(root: Expr, book: LawBook): Expr {
  const { normal, why } = memoFor(root, book);
  const known = normal.get(root);
  if (known !== undefined) return known;
  /** What a node was turned into and waits for: its rebuilt form, or its form after a law. */
  const becomes = new Map<Expr, Expr>();
  const fuel = new Map<Expr, number>();
  const stack: Expr[] = [root];
  while (stack.length > 0) {
    const e = stack[stack.length - 1] as Expr;
    if (normal.has(e)) {
      stack.pop();
      continue;
    }
    const target = becomes.get(e);
    if (target !== undefined) {
      normal.set(e, normal.get(target) ?? target);
      stack.pop();
      continue;
    }
    let waiting = false;
    for (let i = e.args.length - 1; i >= 0; i--) {
      const a = e.args[i] as Expr;
      if (!normal.has(a)) {
        stack.push(a);
        waiting = true;
      }
    }
    if (waiting) continue;
    if (e.args.some((a) => normal.get(a) !== a)) {
      const rebuilt = withArgs(
        e,
        e.args.map((a) => normal.get(a) as Expr),
      );
      becomes.set(e, rebuilt);
      stack.push(rebuilt);
      continue;
    }
    const step = firstStep(e, book);
    const spent = fuel.get(e) ?? 0;
    if (step === null || spent > FUEL || onStack(becomes, step.after, e)) {
      normal.set(e, e);
      stack.pop();
    } else {
      why.set(e, step);
      becomes.set(e, step.after);
      fuel.set(step.after, spent + 1);
      stack.push(step.after);
    }
  }
  return normal.get(root) as Expr;
}

/** Whether following the rewrites from `after` leads back to `e`: the laws would go in a circle. */
function onStack(becomes: ReadonlyMap<Expr, Expr>, after: Expr, e: Expr): boolean {
  for (let x: Expr | undefined = after, steps = 0; x !== undefined && steps < FUEL; x = becomes.get(x), steps++)
    if (x === e) return true;
  return false;
}

function firstStep(e: Expr, book: LawBook): Rewriting | null {
  for (const law of book.at.get(e.op) ?? []) {
    const after = law.apply(e);
    if (after !== null && after !== e) return { law, after };
  }
  return null;
}

/** One line of a derivation that is read out of the rewriting. */
export interface Line {
  readonly law: Law;
  /** The part that the law changed, and what it became. */
  readonly before: Expr;
  readonly after: Expr;
  /** The whole expression after the step. */
  readonly whole: Expr;
}

/**
 * The lines from `root` to its normal form, one law a line, innermost first: how {@link simplify}
 * went, read from its links. At most `limit` lines; a longer way keeps its first ones and its end.
 */
export function linesOf(root: Expr, book: LawBook, limit = 60): readonly Line[] {
  const result = simplify(root, book);
  const { normal, why } = memoFor(root, book);
  const lines: Line[] = [];
  let whole = root;
  while (whole !== result && lines.length < limit) {
    const found = firstRedex(whole, normal, why);
    if (found === null) break;
    const next = replaced(whole, found.node, found.after);
    if (next === whole) break;
    lines.push({ law: found.law, before: found.node, after: found.after, whole: next });
    whole = next;
  }
  if (whole !== result) {
    const last = lines[lines.length - 1];
    if (last !== undefined) lines.push({ ...last, before: whole, after: result, whole: result });
  }
  return lines;
}

/** The first node, operands before the node that holds them, that a law changed. */
function firstRedex(
  root: Expr,
  normal: ReadonlyMap<Expr, Expr>,
  why: ReadonlyMap<Expr, Rewriting>,
): (Rewriting & { readonly node: Expr }) | null {
  const stack: { readonly e: Expr; next: number }[] = [{ e: root, next: 0 }];
  const seen = new Set<Expr>([root]);
  while (stack.length > 0) {
    const top = stack[stack.length - 1] as { readonly e: Expr; next: number };
    const child = top.e.args[top.next];
    top.next += 1;
    if (child !== undefined) {
      if (normal.get(child) !== child && !seen.has(child)) {
        seen.add(child);
        stack.push({ e: child, next: 0 });
      }
      continue;
    }
    stack.pop();
    const step = why.get(top.e);
    if (step !== undefined) return { node: top.e, ...step };
  }
  return null;
}

/** `root` with one of its nodes exchanged wherever it stands. */
export function replaced(root: Expr, part: Expr, by: Expr): Expr {
  const out = new Map<Expr, Expr>([[part, by]]);
  const stack: Expr[] = [root];
  while (stack.length > 0) {
    const e = stack[stack.length - 1] as Expr;
    if (out.has(e)) {
      stack.pop();
      continue;
    }
    const waiting = e.args.filter((a) => !out.has(a));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    out.set(
      e,
      e.args.every((a) => out.get(a) === a)
        ? e
        : withArgs(
            e,
            e.args.map((a) => out.get(a) as Expr),
          ),
    );
    stack.pop();
  }
  return out.get(root) as Expr;
}
