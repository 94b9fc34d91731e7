/**
 * The algebra of entries: `Σ_k δ_ik a_k = a_i`.
 *
 * An entry of a matrix expression is itself an expression, of scalars, in a context of its own:
 * its names are entries `A_ik` and Kronecker deltas, and it has one operation more, the sum over
 * indices. So the printers of products, sums and fractions serve it as well.
 */
import type { Dim } from "../core/dim.js";
import { type Context, context, type Expr, intern } from "../core/expr.js";
import { defineOp } from "../core/op.js";
import { multiplyRational, UNIT } from "../core/rational.js";
import { SCALAR } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { isNought, isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { size } from "../ops/size.js";
import { Sum, sum } from "../ops/sum.js";
import { isSymbol, nameOf, symbol } from "../ops/symbol.js";
import { Times, times } from "../ops/times.js";

/** One index letter to be, compared by identity. */
export interface Atom {
  readonly id: number;
  readonly size: Dim;
}

/**
 * A place along one side of a matrix. Where the side is a vec or a Kronecker product it is several
 * letters, the outermost first: the rows of vec(X) are (column of X, row of X). A side of length 1
 * has none.
 */
export type Index = readonly Atom[];

/** An expression of the model at a place. */
export interface Entry {
  readonly of: Expr;
  readonly row: Index;
  readonly col: Index;
}

/** The meaning of a name of the scratch context. */
export type Leaf =
  | { readonly kind: "entry"; readonly entry: Entry }
  | { readonly kind: "delta"; readonly row: Index; readonly col: Index }
  | { readonly kind: "differential"; readonly entry: Entry }
  | { readonly kind: "partial"; readonly entry: Entry; readonly by: readonly Entry[] };

/** The sum over the indices whose numbers are its data. */
export const Sigma = defineOp({
  name: "indexsum",
  title: "sum over an index",
  line: "Σ_k a_k",
  cite: "",
  shape: () => SCALAR,
});

export type Terms = ReturnType<typeof indexTerms>;

/** A product over a sum that holds deltas is multiplied out while there are no more terms than this. */
const MAX_TERMS = 32;

/** Builders of entries over a scratch context of at most `maxNodes` nodes; they throw BudgetError beyond. */
export function indexTerms(functions: Context["functions"], maxNodes: number) {
  const home = context(functions, maxNodes);
  const leaves = new Map<string, Leaf>();
  const atoms: Atom[] = [];
  const held = new Map<Expr, ReadonlySet<Atom>>();

  const atom = (of: Dim): Atom => {
    const made = { id: atoms.length, size: of };
    atoms.push(made);
    return made;
  };

  const leaf = (of: Leaf): Expr => {
    const key = keyOf(of);
    leaves.set(key, of);
    return symbol(home, key, SCALAR);
  };
  const leafOf = (e: Expr): Leaf | null => (isSymbol(e) ? (leaves.get(nameOf(e)) as Leaf) : null);
  const boundBy = (e: Expr): readonly Atom[] =>
    e.op === Sigma
      ? String(e.data)
          .split(",")
          .map((id) => atoms[Number(id)] as Atom)
      : [];

  /** The indices that an expression depends on. */
  function atomsOf(e: Expr): ReadonlySet<Atom> {
    for (const node of walk([e], (part) => held.has(part))) {
      const own = leafOf(node);
      const sets = own === null ? node.args.map((a) => held.get(a) as ReadonlySet<Atom>) : [new Set(indicesOf(own))];
      const bound = boundBy(node);
      const only = sets.filter((s) => s.size > 0);
      held.set(
        node,
        only.length === 1 && bound.length === 0
          ? (only[0] as ReadonlySet<Atom>)
          : new Set(only.flatMap((s) => [...s]).filter((a) => !bound.includes(a))),
      );
    }
    return held.get(e) as ReadonlySet<Atom>;
  }

  /** A product, with its numbers folded and its deltas in front. */
  function mul(...given: readonly Expr[]): Expr {
    let coefficient = UNIT;
    const deltas = new Set<Expr>();
    const rest: Expr[] = [];
    for (const f of given.flatMap((e) => (e.op === Times ? e.args : [e]))) {
      if (isNumber(f)) coefficient = multiplyRational(coefficient, rationalOf(f));
      else if (leafOf(f)?.kind === "delta") deltas.add(f);
      else rest.push(f);
    }
    const c = number(coefficient, home);
    const factors = [...deltas, ...rest];
    if (isNought(c) || factors.length === 0) return c;
    return times(...(isOne(c) ? factors : [c, ...factors]));
  }

  /** A sum without its zeros. */
  function add(...terms: readonly Expr[]): Expr {
    const rest = terms.filter((t) => !isNought(t));
    return rest.length === 0 ? number(0, home) : sum(...rest);
  }

  /** δ, one for each letter where both sides are split alike. */
  function delta(row: Index, col: Index): Expr {
    const alike = row.length === col.length && row.every((a, i) => a.size === col[i]?.size);
    if (!alike) return leaf({ kind: "delta", row, col });
    return mul(
      ...row.map((a, i) => {
        const b = col[i] as Atom;
        if (a === b) return number(1, home);
        const [first, second] = a.id < b.id ? [a, b] : [b, a];
        return leaf({ kind: "delta", row: [first], col: [second] });
      }),
    );
  }

  /** `e` with other letters, its deltas and products simplified. */
  function renamed(e: Expr, letters: ReadonlyMap<Atom, Atom>): Expr {
    const fresh = (i: Index): Index => i.map((a) => letters.get(a) ?? a);
    const touched = (part: Expr) => {
      for (const a of atomsOf(part)) if (letters.has(a)) return true;
      return false;
    };
    // Bound letters are renamed too, so the walk cannot stop where no free one is touched.
    const bound = walk([e]).some((part) => boundBy(part).some((a) => letters.has(a)));
    const made = new Map<Expr, Expr>();
    for (const part of walk([e], bound ? undefined : (p) => !touched(p))) {
      const own = leafOf(part);
      const args = part.args.map((a) => made.get(a) ?? a);
      if (own !== null)
        made.set(part, own.kind === "delta" ? delta(fresh(own.row), fresh(own.col)) : leaf(moved(own, fresh)));
      else if (part.op === Times) made.set(part, mul(...args));
      else if (part.op === Sum) made.set(part, add(...args));
      else if (part.op === Sigma) made.set(part, summed(fresh(boundBy(part)), args[0] as Expr));
      else made.set(part, intern(home, part.op, args, part.data, part.shape));
    }
    return made.get(e) ?? e;
  }

  const summed = (over: Index, body: Expr): Expr => intern(home, Sigma, [body], over.map((a) => a.id).join(","));

  /** A copy whose own sums run over letters of their own, so that two copies can stand in one product. */
  const copied = (e: Expr): Expr => {
    const bound = walk([e]).flatMap(boundBy);
    return bound.length === 0 ? e : renamed(e, new Map(bound.map((a) => [a, atom(a.size)])));
  };

  const isDeltaOver = (e: Expr, over: ReadonlySet<Atom>): { readonly from: Atom; readonly to: Atom } | null => {
    const own = leafOf(e);
    if (own?.kind !== "delta" || own.row.length !== 1 || own.col.length !== 1) return null;
    const [a, b] = [own.row[0] as Atom, own.col[0] as Atom];
    // Of the two the later one is the inner one, and the later one stands second.
    return over.has(b) ? { from: b, to: a } : null;
  };

  const factorsOf = (e: Expr): readonly Expr[] => (e.op === Times ? e.args : [e]);

  /** The position of a sum among the factors one of whose terms has a delta over a summed index. */
  const openable = (factors: readonly Expr[], over: ReadonlySet<Atom>) =>
    factors.findIndex(
      (f) => f.op === Sum && f.args.some((t) => factorsOf(t).some((g) => isDeltaOver(g, over) !== null)),
    );

  /** Σ over indices of a product: deltas are summed away, what does not depend on the index stands in front. */
  function sigma(over: Index, ...factors: readonly Expr[]): Expr {
    const done: Expr[] = [];
    const todo: { over: Set<Atom>; factors: readonly Expr[] }[] = [{ over: new Set(over), factors }];
    let opened = 1;
    while (todo.length > 0) {
      const next = todo.pop() as (typeof todo)[number];
      const own = next.over;
      let list: readonly Expr[] = next.factors.flatMap(factorsOf);
      // Sums within the product run over letters of their own and join this one.
      list = list.flatMap((f) => {
        if (f.op !== Sigma) return [f];
        for (const a of boundBy(f)) own.add(a);
        return factorsOf(f.args[0] as Expr);
      });
      for (;;) {
        const found = list.map((f) => isDeltaOver(f, own)).find((d) => d !== null);
        if (found === undefined || found === null) break;
        own.delete(found.from);
        list = list.flatMap((f) => factorsOf(renamed(f, new Map([[found.from, found.to]]))));
      }
      const at = openable(list, own);
      const terms = at < 0 ? [] : (list[at] as Expr).args;
      if (at >= 0 && opened + terms.length <= MAX_TERMS) {
        opened += terms.length;
        // Every copy but the first gets letters of its own.
        const copies = terms.map((t, i) => {
          const letters = new Map(i === 0 ? [] : [...own].map((a) => [a, atom(a.size)] as const));
          const parts = [...list.slice(0, at), t, ...list.slice(at + 1)];
          return {
            over: new Set([...own].map((a) => letters.get(a) ?? a)),
            factors: i === 0 ? parts : parts.map((f) => renamed(copied(f), letters)),
          };
        });
        todo.push(...copies.reverse());
        continue;
      }
      done.push(closed(own, list));
    }
    return add(...done);
  }

  function closed(over: ReadonlySet<Atom>, list: readonly Expr[]): Expr {
    const dependsOn = (f: Expr) => [...atomsOf(f)].filter((a) => over.has(a));
    const used = new Set(list.flatMap(dependsOn));
    const counts = [...over].filter((a) => !used.has(a)).map((a) => size(home, a.size));
    const before = list.filter((f) => dependsOn(f).length === 0);
    const body = list.filter((f) => dependsOn(f).length > 0);
    if (body.length === 0) return mul(...before, ...counts);
    return mul(
      ...before,
      ...counts,
      summed(
        [...used].sort((a, b) => a.id - b.id),
        mul(...body),
      ),
    );
  }

  return { home, atom, leaf, leafOf, boundBy, mul, add, delta, sigma };
}

const ids = (i: Index) => i.map((a) => a.id).join(".");
const keyOfEntry = ({ of, row, col }: Entry) => `${of.id}[${ids(row)}|${ids(col)}]`;

function keyOf(leaf: Leaf): string {
  switch (leaf.kind) {
    case "entry":
      return keyOfEntry(leaf.entry);
    case "differential":
      return `d${keyOfEntry(leaf.entry)}`;
    case "delta":
      return `δ[${ids(leaf.row)}|${ids(leaf.col)}]`;
    case "partial":
      return `∂${[leaf.entry, ...leaf.by].map(keyOfEntry).join("/")}`;
  }
}

function indicesOf(leaf: Leaf): readonly Atom[] {
  if (leaf.kind === "delta") return [...leaf.row, ...leaf.col];
  const places = leaf.kind === "partial" ? [leaf.entry, ...leaf.by] : [leaf.entry];
  return places.flatMap((p) => [...p.row, ...p.col]);
}

function moved(leaf: Exclude<Leaf, { kind: "delta" }>, fresh: (i: Index) => Index): Leaf {
  const at = ({ of, row, col }: Entry): Entry => ({ of, row: fresh(row), col: fresh(col) });
  if (leaf.kind === "partial") return { kind: "partial", entry: at(leaf.entry), by: leaf.by.map(at) };
  return { kind: leaf.kind, entry: at(leaf.entry) };
}
