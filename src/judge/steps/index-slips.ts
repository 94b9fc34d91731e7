/** Other sides that may have been meant where there are letters: another letter, a sum or a δ that was lost. */
import type { Entry, Expression, Name, Range, Reduction } from "../../parse/ast.js";
import { postorder, type Span, ungrouped } from "../../parse/ast.js";
import { factorsBeside, grouped, withNode } from "./variants.js";

type Placed = Entry | Name;

/** What is taken at places, in an expression. */
const placedIn = (root: Expression): readonly Placed[] =>
  postorder(root).filter((e): e is Placed => (e.type === "entry" || e.type === "name") && (e.at?.length ?? 0) > 0);

const letterIn = (e: Expression): Name | null => (e.type === "name" && e.letter !== undefined ? e : null);

/** The letters of expressions, each once. */
function lettersOf(roots: readonly Expression[]): readonly Name[] {
  const found = new Map<Name["letter"], Name>();
  const add = (e: Expression): void => {
    for (const x of postorder(e)) {
      const own = letterIn(x);
      if (own !== null && !found.has(own.letter)) found.set(own.letter, own);
    }
  };
  for (const root of roots)
    for (const e of postorder(root)) {
      if (e.type === "derivative") for (const v of e.variables) v.at?.forEach(add);
      if (e.type === "derivative" && e.of.type === "name") e.of.at?.forEach(add);
      if (e.type === "entry" || e.type === "name") e.at?.forEach(add);
      if (e.type === "reduction") for (const r of e.ranges) r.letters.forEach(add);
    }
  return [...found.values()];
}

/** `left` is what the side should be: its letters are in scope there. */
export function* withIndices(root: Expression, left: Expression | null): Generator<Expression> {
  const letters = lettersOf(left === null ? [root] : [root, left]);
  const strays = straysIn(root);
  if (letters.length === 0 && strays.length === 0) return;
  const outer = left === null ? [] : lettersOf([left]);
  yield* otherLetters(root, letters);
  yield* exchanged(root, letters);
  yield* summed(root, { letters, outer, strays });
  yield* withoutSum(root, outer);
  yield* withDeltas(root, letters);
  yield* squares(root, letters);
}

/** Letters at which something is taken and that nothing binds. */
function straysIn(root: Expression): readonly Name[] {
  const found = new Map<string, Name>();
  for (const e of placedIn(root))
    for (const p of e.at ?? []) if (p.type === "name" && isStray(p, p)) found.set(p.name, p);
  return [...found.values()];
}

const isStray = (s: Name, p: Expression): boolean =>
  p.type === "name" && p.letter === undefined && p.at === undefined && /^[a-z]$/.test(p.name) && p.name === s.name;

const isSame = (a: Name, b: Expression): boolean => letterIn(b)?.letter === a.letter;

const atPlaces = (e: Placed, at: readonly Expression[]): Placed => ({ ...e, at });

/** Another letter at one place; two places of a name exchanged; what stands elsewhere in the place of a name. */
function* otherLetters(root: Expression, letters: readonly Name[]): Generator<Expression> {
  const all = placedIn(root);
  for (const e of all) {
    const at = e.at as readonly Expression[];
    for (const [k, p] of at.entries())
      for (const q of shifted(p))
        yield withNode(
          root,
          e,
          atPlaces(
            e,
            at.map((x, i) => (i === k ? q : x)),
          ),
        );
    for (const [k, p] of at.entries())
      for (const l of letters)
        if (letterIn(p) !== null && !isSame(l, p))
          yield withNode(
            root,
            e,
            atPlaces(
              e,
              at.map((q, i) => (i === k ? l : q)),
            ),
          );
    for (const other of all) if (other !== e && other.at?.length === at.length) yield withNode(root, e, other);
    if (at.length === 2) yield withNode(root, e, atPlaces(e, [at[1] as Expression, at[0] as Expression]));
  }
}

/** The places beside a place: t - 1 and t + 1 for t, t for t - 1. */
function shifted(p: Expression): readonly Expression[] {
  if (p.type === "sum") {
    const own = p.terms.find((t) => letterIn(t.term) !== null);
    const one = p.terms.find((t) => t.term.type === "number");
    if (p.terms.length !== 2 || own === undefined || one === undefined) return [];
    const turned = p.terms.map((t) => (t === one ? { ...t, sign: t.sign === 1 ? (-1 as const) : (1 as const) } : t));
    return [own.term, { ...p, terms: turned }];
  }
  return ([1, -1] as const).map((sign) => plus(p, { type: "number", value: "1", span: NOWHERE }, sign));
}

/** One letter for another wherever it stands, two letters exchanged, below a sum or in all. */
function* exchanged(root: Expression, letters: readonly Name[]): Generator<Expression> {
  const roots = [root, ...postorder(root).flatMap((e) => (e.type === "reduction" ? [e.body] : []))];
  for (const below of roots)
    for (const a of letters)
      for (const b of letters) {
        if (a === b) continue;
        yield withNode(
          root,
          below,
          relettered(below, (p) => (isSame(a, p) ? b : null)),
        );
        yield withNode(
          root,
          below,
          relettered(below, (p) => (isSame(a, p) ? b : isSame(b, p) ? a : null)),
        );
      }
}

function relettered(root: Expression, by: (place: Expression) => Expression | null): Expression {
  let out = root;
  for (const e of placedIn(root)) {
    const at = (e.at as readonly Expression[]).map((p) => by(p) ?? p);
    if (at.some((p, k) => p !== e.at?.[k])) out = withNode(out, e, atPlaces(e, at));
  }
  return out;
}

/** A sum over a letter that nothing binds where it stands. */
function* summed(
  root: Expression,
  { letters, outer, strays }: { readonly [K in "letters" | "outer" | "strays"]: readonly Name[] },
): Generator<Expression> {
  const isOuter = (l: Name): boolean => outer.some((o) => o.letter === l.letter);
  const parts = [
    root,
    ...postorder(root).flatMap((e) => (e.type === "sum" ? e.terms.map((t) => t.term) : e.type === "group" ? [e] : [])),
  ];
  for (const s of strays) {
    const l: Name = { ...s, letter: { name: s.name, of: "binder", range: null, span: s.span } };
    const bound = (e: Expression): Expression => relettered(e, (p) => (isStray(s, p) ? l : null));
    for (const e of new Set(parts)) {
      const body = bound(e);
      if (body !== e) yield withNode(root, e, grouped(sumOver(l, body)));
    }
  }
  for (const l of letters)
    if (!isOuter(l)) for (const e of new Set(parts)) if (holds(e, l)) yield withNode(root, e, grouped(sumOver(l, e)));
}

const holds = (root: Expression, l: Name): boolean =>
  placedIn(root).some((e) => (e.at as readonly Expression[]).some((p) => isSame(l, p)));

function sumOver(l: Name, body: Expression): Reduction {
  const range: Range = {
    letters: [l],
    from: l.letter?.range?.from ?? null,
    to: l.letter?.range?.to ?? null,
    set: null,
    paired: false,
    implied: false,
    span: l.span,
  };
  return {
    type: "reduction",
    operation: "sum",
    ranges: [range],
    conditions: [],
    body: grouped(body),
    extent: "parentheses",
    head: l.span,
    span: body.span,
  };
}

/** A sum less, its letter one of those around it. */
function* withoutSum(root: Expression, outer: readonly Name[]): Generator<Expression> {
  for (const e of postorder(root)) {
    if (e.type !== "reduction" || e.operation !== "sum" || e.ranges.length !== 1) continue;
    const [own] = e.ranges[0]?.letters ?? [];
    if (own === undefined) continue;
    for (const o of outer) yield withNode(root, e, grouped(relettered(e.body, (p) => (isSame(own, p) ? o : null))));
  }
}

/** [i = j] beside a summand, or in the place of a number. */
function* withDeltas(root: Expression, letters: readonly Name[]): Generator<Expression> {
  const terms = [root, ...postorder(root).flatMap((e) => (e.type === "sum" ? e.terms.map((t) => t.term) : []))];
  for (const [k, a] of letters.entries())
    for (const b of letters.slice(k + 1)) {
      const delta: Expression = {
        type: "condition",
        relations: [{ left: a, sign: "=", right: b, span: a.span }],
        span: a.span,
      };
      for (const e of new Set(terms)) yield withNode(root, e, e.type === "number" ? delta : factorsBeside(delta, e));
    }
}

/** x_i² as x_i x_l. */
function* squares(root: Expression, letters: readonly Name[]): Generator<Expression> {
  for (const e of postorder(root)) {
    if (e.type !== "postfix" || e.operators.length !== 1) continue;
    const [o] = e.operators;
    const x = ungrouped(e.operand);
    if (o?.type !== "power" || o.exponent.type !== "number" || o.exponent.value !== "2") continue;
    if (x.type !== "entry" && x.type !== "name") continue;
    for (const other of otherLetters(x, letters)) yield withNode(root, e, grouped(factorsBeside(x, other)));
  }
}

/** A part of the whole with two letters exchanged, beside it: x_l stands in a sum twice. */
export function* withTwin(root: Expression): Generator<Expression> {
  for (const e of placedIn(root)) {
    const at = e.at as readonly Expression[];
    if (at.length !== 2) continue;
    const twin = withNode(root, e, atPlaces(e, [at[1] as Expression, at[0] as Expression]));
    for (const sign of [1, -1] as const) yield plus(root, twin, sign);
  }
}

const NOWHERE: Span = { start: 0, end: 0 };

const plus = (a: Expression, b: Expression, sign: 1 | -1): Expression => ({
  type: "sum",
  terms: [
    { sign: 1, term: grouped(a), operator: NOWHERE },
    { sign, term: grouped(b), operator: NOWHERE },
  ],
  span: a.span,
});
