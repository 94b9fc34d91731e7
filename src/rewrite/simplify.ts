/**
 * The normal form: laws applied bottom-up until none applies, each node worked out once.
 *
 * Nothing is recorded on purpose: beside the memo stands `why`, from each expression to the law that
 * changed it and what it became. A derivation is read out of it afterwards by following the links,
 * so its last line is the result by construction.
 */
import { bitOf, type Expr, memoOf } from "../core/expr.js";
import { type Op, withArgs } from "../core/op.js";
import type { Law } from "./law.js";

/** A way of a law with what is asked before it is tried: bits of operations, of which the operands must have some, or all. */
interface Tried {
  readonly law: Law;
  readonly apply: (e: Expr) => Expr | null;
  readonly some: number;
  readonly all: number;
  /** Of these some must occur anywhere within. */
  readonly inside: number;
}

/** Laws by the operation at whose nodes they apply, in the order in which they are tried. */
export interface LawBook {
  /** Under which its normal forms and the reasons for them hang on a context. */
  readonly name: symbol;
  readonly reasons: symbol;
  readonly laws: readonly Law[];
  readonly at: ReadonlyMap<Op, readonly Law[]>;
  /** The same by the index of the operation, made when a node of it is first met. */
  readonly tried: (readonly Tried[] | undefined)[];
  /** Where the normal form of a node is kept: on the node, for the two large books. */
  readonly slot: "normal" | "nameless" | null;
  /** Other forms of a whole answer to try, for the two large books. */
  readonly attempts: (e: Expr, book: LawBook) => readonly Expr[];
  /** Laws tried once at the nodes of the shortest form, where it then gets shorter; earlier they would hide a common factor. */
  readonly last: readonly Law[];
}

const NO_ATTEMPTS = (): readonly Expr[] => [];

export function lawBook(
  name: string,
  laws: readonly Law[],
  slot: LawBook["slot"] = null,
  { attempts = NO_ATTEMPTS, last = [] }: Partial<Pick<LawBook, "attempts" | "last">> = {},
): LawBook {
  const at = new Map<Op, Law[]>();
  for (const law of laws) {
    for (const op of law.roots) {
      const list = at.get(op);
      if (list === undefined) at.set(op, [law]);
      else list.push(law);
    }
  }
  return { name: Symbol(name), reasons: Symbol(`${name}: reasons`), laws, at, tried: [], slot, attempts, last };
}

const bitsOf = (ops: readonly Op[] | undefined): number => (ops ?? []).reduce((bits, op) => bits | bitOf(op), 0);

function triedAt(op: Op, book: LawBook): readonly Tried[] {
  const tried = (book.at.get(op) ?? []).flatMap((law) =>
    law.ways(op).map((way) => ({
      law,
      apply: way.apply,
      some: bitsOf(way.among),
      all: bitsOf(way.requires),
      inside: bitsOf(way.within),
    })),
  );
  while (book.tried.length <= op.index) book.tried.push(undefined);
  book.tried[op.index] = tried;
  return tried;
}

export interface Rewriting {
  readonly law: Law;
  readonly after: Expr;
}

/** Where normal forms are kept. */
interface Forms {
  get(e: Expr): Expr | null;
  set(e: Expr, form: Expr): void;
}

const UNDER_ALL: Forms = {
  get: (e) => e.normal,
  set: (e, form) => {
    e.normal = form;
  },
};

const NAMELESS: Forms = {
  get: (e) => e.nameless,
  set: (e, form) => {
    e.nameless = form;
  },
};

function formsOf(e: Expr, book: LawBook): Forms {
  if (book.slot === "normal") return UNDER_ALL;
  if (book.slot === "nameless") return NAMELESS;
  return memoOf(e.home, book.name, () => {
    const known = new Map<Expr, Expr>();
    return { get: (x) => known.get(x) ?? null, set: (x, form) => known.set(x, form) };
  });
}

/** From each expression to the law that changed it and what it became. */
const reasonsOf = (e: Expr, book: LawBook): Map<Expr, Rewriting> => memoOf(e.home, book.reasons, () => new Map());

/** Rewrites per node before a set of laws that loops is called a fault of ours; the tests look for such loops. */
const FUEL = 400;

/** Reads the form kept for a node, and throws where there is none: a node comes after its operands. */
function inMemo(memo: { get(e: Expr): Expr | null | undefined }, e: Expr): Expr {
  const form = memo.get(e);
  if (form === null || form === undefined) throw new Error(`nothing is kept for this ${e.op.name}`);
  return form;
}

/** The normal form of `root` under the laws of `book`. The value is that of `root`. */
export function simplify(root: Expr, book: LawBook): Expr {
  const normal = formsOf(root, book);
  const known = normal.get(root);
  if (known !== null) return known;
  // Most nodes are made of normal operands and stay as they are: nothing needs to wait for anything then.
  let ahead: Rewriting | null = null;
  if (isSettled(root.args, normal)) {
    ahead = firstStep(root, book);
    if (ahead === null) {
      normal.set(root, root);
      return root;
    }
  }
  const why = reasonsOf(root, book);
  /** The nodes at work, and what each was turned into and waits for: its rebuilt form, or its form after a law. */
  const nodes: Expr[] = [root];
  const becomes: (Expr | null)[] = [null];
  /** Laws used on the way from the expression to this form of it. */
  const spent: number[] = [0];
  while (nodes.length > 0) {
    const top = nodes.length - 1;
    const e = nodes[top] as Expr;
    const target = becomes[top] as Expr | null;
    const done = normal.get(e) ?? (target === null ? null : normal.get(target));
    if (done !== null) {
      normal.set(e, done);
      nodes.pop();
      becomes.pop();
      spent.pop();
      continue;
    }
    const { args } = e;
    let waiting = false;
    let changed = false;
    for (let i = args.length - 1; i >= 0; i--) {
      const a = args[i];
      if (a === undefined) continue;
      const form = normal.get(a);
      if (form === null) {
        nodes.push(a);
        becomes.push(null);
        spent.push(0);
        waiting = true;
      } else if (form !== a) changed = true;
    }
    if (waiting) continue;
    let next: Expr;
    let used = spent[top] as number;
    if (changed)
      next = withArgs(
        e,
        args.map((a) => inMemo(normal, a)),
      );
    else {
      const step = used > FUEL ? null : ahead !== null && e === root ? ahead : firstStep(e, book);
      if (step === null || inCircle(nodes, becomes, step.after)) {
        normal.set(e, e);
        continue;
      }
      why.set(e, step);
      next = step.after;
      used += 1;
    }
    becomes[top] = next;
    nodes.push(next);
    becomes.push(null);
    spent.push(used);
  }
  return inMemo(normal, root);
}

/** Whether all of them are their own normal forms. */
function isSettled(args: readonly Expr[], normal: Forms): boolean {
  for (const a of args) if (normal.get(a) !== a) return false;
  return true;
}

/** Whether `after` stands in the chain of forms that led to the top of the stack: the laws would go in a circle. */
function inCircle(nodes: readonly Expr[], becomes: readonly (Expr | null)[], after: Expr): boolean {
  for (let k = nodes.length - 1; k >= 0; k--) {
    if (nodes[k] === after) return true;
    if (k === 0 || becomes[k - 1] !== nodes[k]) return false;
  }
  return false;
}

function firstStep(e: Expr, book: LawBook): Rewriting | null {
  let operands = 0;
  for (const a of e.args) operands |= bitOf(a.op);
  const tried = book.tried[e.op.index] ?? triedAt(e.op, book);
  for (const { law, apply, some, all, inside } of tried) {
    if ((some !== 0 && (operands & some) === 0) || (operands & all) !== all) continue;
    if (inside !== 0 && (e.holds & inside) === 0) continue;
    const after = apply(e);
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
  const normal = formsOf(root, book);
  const why = reasonsOf(root, book);
  const lines: Line[] = [];
  let whole = root;
  while (whole !== result && lines.length < limit) {
    // A step may flatten what it is put into, to a node that was never worked on: its own reasons are made here.
    simplify(whole, book);
    const found = firstRedex(whole, normal, why);
    if (found === null) break;
    const next = replaced(whole, found.node, found.after);
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
  normal: Forms,
  why: ReadonlyMap<Expr, Rewriting>,
): (Rewriting & { readonly node: Expr }) | null {
  const stack: { readonly e: Expr; next: number }[] = [{ e: root, next: 0 }];
  const seen = new Set<Expr>([root]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
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
  for (let e = stack.at(-1); e !== undefined; e = stack.at(-1)) {
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
            e.args.map((a) => inMemo(out, a)),
          ),
    );
    stack.pop();
  }
  return inMemo(out, root);
}
