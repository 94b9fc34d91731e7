/** Readings of a side, and other sides that may have been meant. */
import { divided, isZero, multiplyRational, parseRational, type Rational, UNIT } from "../../core/rational.js";
import { partsOf } from "../../names/parts.js";
import { type Expression, type Name, operands, postorder, rebuilt, type Span, ungrouped } from "../../parse/ast.js";

/** The tree with one of its nodes exchanged. */
export function withNode(root: Expression, node: Expression, by: Expression): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(e === node ? by : rebuilt(e, parts));
  }
  return stack[0] as Expression;
}

const NOWHERE: Span = { start: 0, end: 0 };
export const nameNode = (name: string): Name => ({
  type: "name",
  at: undefined,
  name,
  typed: name,
  face: "plain",
  span: NOWHERE,
});

export const grouped = (e: Expression): Expression =>
  e.type === "name" || e.type === "number" || e.type === "group" || e.type === "call" || e.type === "bars"
    ? e
    : { type: "group", operand: e, span: e.span };

/** Two transposes are none. */
export function turned(e: Expression): Expression {
  if (e.type === "group") {
    const inner = ungrouped(e);
    if (inner.type === "postfix" && inner.operators.at(-1)?.type === "transpose") return turned(inner);
  }
  if (e.type === "postfix" && e.operators.at(-1)?.type === "transpose") {
    const operators = e.operators.slice(0, -1);
    return operators.length === 0 ? e.operand : { ...e, operators };
  }
  return { type: "postfix", operand: grouped(e), operators: [{ type: "transpose", span: e.span }], span: e.span };
}

type SumNode = Expression & { readonly type: "sum" };
export type ProductNode = Expression & { readonly type: "product" };

export const sumsIn = (root: Expression): readonly SumNode[] =>
  postorder(root).filter((e): e is SumNode => e.type === "sum");
export const productsIn = (root: Expression): readonly ProductNode[] =>
  postorder(root).filter((e): e is ProductNode => e.type === "product");

/** One summand less. */
export function* withoutSummand(root: Expression): Generator<Expression> {
  for (const s of sumsIn(root))
    for (let k = 0; k < s.terms.length; k++) {
      const terms = s.terms.filter((_, i) => i !== k);
      const [only] = terms;
      const left: Expression =
        terms.length === 1 && only !== undefined
          ? only.sign === 1
            ? only.term
            : { type: "negation", operand: grouped(only.term), span: s.span }
          : { ...s, terms };
      yield withNode(root, s, s === root ? left : grouped(left));
    }
}

/** Most terms of a sum of which two are turned at once. */
const FEW = 6;

/** Signs of one summand, or of two, the other way; of a factor; of the whole. */
export function* withSigns(root: Expression): Generator<Expression> {
  for (const s of sumsIn(root)) {
    const flip = (which: readonly number[]): Expression =>
      withNode(root, s, {
        ...s,
        terms: s.terms.map((t, i) => (which.includes(i) ? { ...t, sign: t.sign === 1 ? -1 : 1 } : t)),
      });
    for (let i = 0; i < s.terms.length; i++) yield flip([i]);
    if (s.terms.length <= FEW)
      for (let i = 0; i < s.terms.length; i++) for (let j = i + 1; j < s.terms.length; j++) yield flip([i, j]);
  }
  for (const e of postorder(root)) if (e.type === "negation") yield withNode(root, e, grouped(e.operand));
  for (const p of productsIn(root)) yield withNode(root, p, grouped(negated(p)));
}

export const negated = (e: Expression): Expression =>
  e.type === "negation" ? e.operand : { type: "negation", operand: grouped(e), span: e.span };

/** A summand, or the whole, times a number or a scalar. */
export function* withFactors(root: Expression, factors: readonly Expression[]): Generator<Expression> {
  for (const s of sumsIn(root))
    for (const t of s.terms) for (const c of factors) yield withNode(root, t.term, factorsBeside(c, t.term));
  for (const c of factors) yield factorsBeside(c, root);
}

/** A factor before an expression; of numbers one, as (1/2) 2 Q x is nobody's: Q x. */
export const factorsBeside = (c: Expression, e: Expression): Expression => {
  const join = (operand: Expression) => ({ operator: "times" as const, operand, span: e.span });
  const by = leadingNumber(c);
  if (by?.rest === null) {
    const { value, isDecimal, rest } = leadingNumber(e) ?? { value: UNIT, isDecimal: false, rest: e };
    const k = numbered(multiplyRational(by.value, value), by.isDecimal || isDecimal);
    if (rest === null || isOne(k)) return rest ?? k;
    const [first, ...others] =
      rest.type === "product" ? [join(grouped(rest.first)), ...rest.rest] : [join(grouped(rest))];
    const before = k.type === "product" ? [...k.rest, first] : [first];
    return { type: "product", first: k.type === "product" ? k.first : k, rest: [...before, ...others], span: e.span };
  }
  if (e.type === "product") return { ...e, first: c, rest: [join(grouped(e.first)), ...e.rest] };
  return { type: "product", first: c, rest: [join(grouped(e))], span: e.span };
};

const isOne = (e: Expression): boolean => e.type === "number" && e.value === "1";

interface Led {
  readonly value: Rational;
  readonly isDecimal: boolean;
  /** What stands behind the number; null where nothing does. */
  readonly rest: Expression | null;
}

/** The number with which a product begins, 1/2 of `1/2 A x`. */
function leadingNumber(e: Expression): Led | null {
  const bare = ungrouped(e);
  if (bare.type === "number") return { value: parseRational(bare.value), isDecimal: /\./.test(bare.value), rest: null };
  if (bare.type === "fraction") {
    const [above, below] = [leadingNumber(bare.numerator), leadingNumber(bare.denominator)];
    if (above?.rest !== null || below?.rest !== null || isZero(below.value)) return null;
    return { value: divided(above.value, below.value), isDecimal: above.isDecimal || below.isDecimal, rest: null };
  }
  if (bare.type !== "product") return null;
  const first = leadingNumber(bare.first);
  if (first?.rest !== null) return null;
  let { value, isDecimal } = first;
  let at = 0;
  for (; at < bare.rest.length; at++) {
    const { operator, operand } = bare.rest[at] as (typeof bare.rest)[number];
    const next = leadingNumber(operand);
    if (next?.rest !== null || (operator === "divide" && isZero(next.value))) break;
    value = operator === "divide" ? divided(value, next.value) : multiplyRational(value, next.value);
    isDecimal ||= next.isDecimal;
  }
  const [head, ...others] = bare.rest.slice(at);
  if (head === undefined) return { value, isDecimal, rest: null };
  // 2 / x is no number before anything.
  if (head.operator === "divide") return null;
  return {
    value,
    isDecimal,
    rest: others.length === 0 ? head.operand : { ...bare, first: head.operand, rest: others },
  };
}

/** A number as it is written: 3, 1/4, and 0.25 beside decimals. */
function numbered(k: Rational, isDecimal: boolean): Expression {
  const { numerator, denominator } = k;
  if (denominator === 1 || isDecimal) return numberNode(String(numerator / denominator));
  const operand = numberNode(String(denominator));
  return {
    type: "product",
    first: numberNode(String(numerator)),
    rest: [{ operator: "divide", operand, span: NOWHERE }],
    span: NOWHERE,
  };
}

export const quotient = (above: Expression, below: Expression): Expression => ({
  type: "group",
  operand: {
    type: "product",
    first: grouped(above),
    rest: [{ operator: "divide", operand: grouped(below), span: NOWHERE }],
    span: NOWHERE,
  },
  span: NOWHERE,
});

export const numberNode = (value: string): Expression => ({ type: "number", value, span: NOWHERE });

/** Factors in another order. */
export function* withOrders(root: Expression): Generator<Expression> {
  for (const p of productsIn(root)) {
    const factors = operands(p);
    if (p.rest.some((r) => r.operator === "divide")) {
      yield* swaps(root, p, factors);
      continue;
    }
    if (factors.length <= 5) {
      for (const order of permutations(factors.length)) yield reordered(root, p, factors, order);
    } else yield* swaps(root, p, factors);
    yield* exchangedNames(root, factors);
  }
  yield* withRegrouping(root);
}

/** A matrix before an elementwise product in the place of one before its factor, and back. */
export function* withRegrouping(root: Expression): Generator<Expression> {
  for (const p of productsIn(root)) yield* regrouped(root, p);
  for (const e of postorder(root)) {
    if (e.type !== "elementwise") continue;
    const all = operands(e);
    for (let i = 0; i < all.length; i++) {
      const inner = ungrouped(all[i] as Expression);
      if (inner.type !== "product") continue;
      const last = operands(inner).at(-1) as Expression;
      const others = all.map((x, k) => (k === i ? last : x));
      const operand = grouped({
        ...e,
        first: others[0] as Expression,
        rest: e.rest.map((r, k) => ({ ...r, operand: others[k + 1] as Expression })),
      });
      const rest = inner.rest.map((r, k) => (k === inner.rest.length - 1 ? { ...r, operand } : r));
      yield withNode(root, e, grouped({ ...inner, rest }));
    }
  }
}

function reordered(
  root: Expression,
  p: ProductNode,
  factors: readonly Expression[],
  order: readonly number[],
): Expression {
  const [first, ...rest] = order.map((i) => factors[i] as Expression);
  return withNode(root, p, {
    ...p,
    first: first as Expression,
    rest: p.rest.map((r, i) => ({ ...r, operand: rest[i] as Expression })),
  });
}

function* swaps(root: Expression, p: ProductNode, factors: readonly Expression[]): Generator<Expression> {
  for (let i = 0; i + 1 < factors.length; i++) {
    if (p.rest[i]?.operator === "divide" || p.rest[i - 1]?.operator === "divide") continue;
    const order = factors.map((_, k) => (k === i ? i + 1 : k === i + 1 ? i : k));
    yield reordered(root, p, factors, order);
  }
}

/** y xᵀ for x yᵀ: names exchanged, transposes where they were. */
function* exchangedNames(root: Expression, factors: readonly Expression[]): Generator<Expression> {
  const base = (e: Expression): Expression => (e.type === "postfix" ? e.operand : e);
  for (let i = 0; i < factors.length; i++)
    for (let j = i + 1; j < factors.length; j++) {
      const [a, b] = [factors[i] as Expression, factors[j] as Expression];
      if (a.type !== "postfix" && b.type !== "postfix") continue;
      const [x, y] = [base(a), base(b)];
      if (x.type === "number" || y.type === "number") continue;
      yield withNode(withNode(root, x, { ...y }), y, { ...x });
    }
}

/** A (b ∘ c) as b ∘ (A c). */
function* regrouped(root: Expression, p: ProductNode): Generator<Expression> {
  const lastRest = p.rest.at(-1);
  const inner = lastRest === undefined ? null : ungrouped(lastRest.operand);
  if (lastRest === undefined || inner?.type !== "elementwise") return;
  const all = operands(inner);
  for (let i = 0; i < all.length; i++) {
    const product: Expression = {
      ...p,
      rest: [...p.rest.slice(0, -1), { ...lastRest, operand: all[i] as Expression }],
    };
    const others = all.map((x, k) => (k === i ? grouped(product) : x));
    yield withNode(
      root,
      p,
      grouped({
        ...inner,
        first: others[0] as Expression,
        rest: inner.rest.map((r, k) => ({ ...r, operand: others[k + 1] as Expression })),
      }),
    );
  }
}

function permutations(n: number): readonly (readonly number[])[] {
  let out: readonly (readonly number[])[] = [[]];
  for (let k = 0; k < n; k++)
    out = out.flatMap((p) => Array.from({ length: p.length + 1 }, (_, i) => [...p.slice(0, i), k, ...p.slice(i)]));
  return out.filter((p) => p.some((x, i) => x !== i));
}

/** What functions are applied to, by half and by twice it: exp(s) for exp(s / 2). */
export function* withScaledArguments(root: Expression): Generator<Expression> {
  for (const e of postorder(root)) {
    const [x] = e.type === "call" ? e.args : [];
    if (e.type !== "call" || e.args.length !== 1 || x === undefined) continue;
    const half = quotient(x, numberNode("2"));
    for (const by of [half.type === "group" ? half.operand : half, factorsBeside(numberNode("2"), x)])
      yield withNode(root, e, { ...e, args: [by] });
  }
}

/** A name exchanged for another wherever it stands below a node; each choice of places once. */
export function* withNames(root: Expression, name: string, by: Expression): Generator<Expression> {
  const seen = new Set<string>();
  for (const e of postorder(root)) {
    const places = postorder(e).filter((x): x is Name => x.type === "name" && x.name === name);
    if (places.length === 0 || e.type === "derivative") continue;
    const key = places.map((x) => x.span.start).join(",");
    if (seen.has(key)) continue;
    seen.add(key);
    yield withNode(
      root,
      e,
      renamed(e, (n) => (n.name === name ? placedLike(by, n) : null)),
    );
  }
}

/** The name, or what a function is applied to, at the places of another. */
function placedLike(by: Expression, { at }: Name): Expression {
  if (at === undefined) return by;
  if (by.type === "name") return { ...by, at };
  return by.type === "call" ? { ...by, args: by.args.map((a) => (a.type === "name" ? { ...a, at } : a)) } : by;
}

/** The expression with names exchanged. */
function renamed(root: Expression, by: (name: Name) => Expression | null): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    if (e.type === "name") stack.push(by(e) ?? e);
    else if (e.type === "derivative") stack.push({ ...e, of: parts[0] as Expression });
    else stack.push(rebuilt(e, parts));
  }
  return stack[0] as Expression;
}

export const namesOf = (root: Expression): readonly string[] => [
  ...new Set(postorder(root).flatMap((e) => (e.type === "name" ? [e.name] : []))),
];

/** Names of the same base with another label. */
export function siblingsOf(name: string, all: Iterable<string>): readonly string[] {
  const { base, accent, squared, subscripts } = partsOf(name);
  if (subscripts.length === 0) return [];
  return [...all].filter((n) => {
    const p = partsOf(n);
    return n !== name && p.base === base && p.accent === accent && p.squared === squared && p.subscripts.length > 0;
  });
}

/** Names in the places of their siblings: one, all of one name, two exchanged, all by one label up or down. */
export function* withSiblings(root: Expression, all: ReadonlySet<string>): Generator<Expression> {
  const here = namesOf(root);
  for (const n of here) for (const s of siblingsOf(n, all)) yield* withNames(root, n, nameNode(s));
  for (const n of here)
    for (const s of siblingsOf(n, all))
      if (n < s)
        yield renamed(root, (x) => {
          const other = x.name === n ? s : x.name === s ? n : null;
          return other === null ? null : placedLike(nameNode(other), x);
        });
  for (const n of here)
    for (const by of [1, -1]) {
      const base = partsOf(n).base;
      yield renamed(root, (x) => {
        if (partsOf(x.name).base !== base) return null;
        const to = shifted(x.name, by, all);
        return to === null ? null : placedLike(nameNode(to), x);
      });
    }
}

function shifted(name: string, by: number, all: ReadonlySet<string>): string | null {
  const found = /(?<!\d)\d+$/.exec(name);
  if (found === null) return null;
  const to = `${name.slice(0, found.index)}${Number(found[0]) + by}`;
  return all.has(to) ? to : null;
}
