/**
 * `\sum_{i=0}^{k-1} X^i Y X^{k-1-i}`, as the derivative of X^k is written: where X stands as a whole too, what the letter
 * of the sum is raised to is a power, and the sum is powersum(X, k, Y), whose k may be any whole number.
 */
import {
  callAt,
  type Expression,
  expressionsOf,
  type Name,
  nameAt,
  namesIn,
  type PostfixOperator,
  postorder,
  type Reduction,
  rebuiltBy,
  type Span,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { placesIn } from "../parse/index/places.js";
import { reread } from "./primes.js";

/** A factor Xᵖ, (Xᵀ)ᵖ or (Xᵖ)ᵀ: what is raised, a text that tells it from others, and p. */
interface Raised {
  readonly base: Expression;
  readonly key: string;
  readonly exponent: Linear;
}

/** A sum of names with whole multiples; the number beside them stands under "". */
type Linear = ReadonlyMap<string, number>;

/** The statements with each such sum as a call. */
export function withSumsOfPowers(statements: readonly Statement[], source: string): readonly Statement[] {
  if (!/\^/.test(source) || !/sum|Σ|∑/.test(source)) return statements;
  const known = wholeNames(statements);
  return statements.map((s) =>
    reread(s, (root) => rebuiltBy(root, (e) => (e.type === "reduction" ? summed(e, known, source) : e))),
  );
}

/** Names that stand without a letter above them, or are declared so. */
function wholeNames(statements: readonly Statement[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const s of statements) {
    if (s.type === "declaration" && s.ranges === undefined) for (const n of s.names) known.add(n.name);
    if (s.type === "definition") known.add(s.name.name);
    const { stated } = expressionsOf(s);
    for (const e of stated.flatMap(postorder)) if (e.type === "name" && e.scripts === undefined) known.add(e.name);
  }
  return known;
}

/** The call for a sum of powers; the sum as it stands for any other. */
function summed(e: Reduction, known: ReadonlySet<string>, source: string): Expression {
  const [range] = e.ranges;
  const letter = range?.letters[0]?.name;
  if (e.operation !== "sum" || e.ranges.length !== 1 || range?.letters.length !== 1 || e.conditions.length > 0)
    return e;
  if (letter === undefined || range.from === null || range.to === null || range.set !== null) return e;
  const factors = factorsOf(e.body);
  const [first, last] = [factors[0], factors.at(-1)];
  if (first === undefined || last === undefined || factors.length < 3) return e;
  const [left, right] = [raisedIn(first, source), raisedIn(last, source)];
  const [lo, hi] = [linearOf(range.from), linearOf(range.to)];
  if (left === null || right === null || lo === null || hi === null || left.key !== right.key) return e;
  const whole = postorder(left.base).filter((x): x is Name => x.type === "name");
  if (!whole.every((n) => known.has(n.name) && n.name !== letter)) return e;
  const between = factors.slice(1, -1);
  if (between.some((f) => postorder(f).some((x) => holds(x, letter)))) return e;
  // One exponent climbs from 0 as the other falls to it.
  const at = (p: Linear, place: Linear): Linear => plus(without(p, letter), place, p.get(letter) ?? 0);
  const [rising, falling] = left.exponent.get(letter) === 1 ? [left, right] : [right, left];
  if (rising.exponent.get(letter) !== 1 || falling.exponent.get(letter) !== -1) return e;
  if (at(rising.exponent, lo).size > 0 || at(falling.exponent, hi).size > 0) return e;
  const k = written(plus(plus(hi, lo, -1), new Map([["", 1]]), 1), e.span);
  return k === null ? e : callAt("powersum", [left.base, k, productOf(between)], e.span);
}

const factorsOf = (e: Expression): readonly Expression[] =>
  e.type === "product" && e.rest.every((r) => r.operator !== "divide")
    ? [e.first, ...e.rest.map((r) => r.operand)].flatMap((f) => (f.type === "group" ? [f] : factorsOf(f)))
    : [e];

function productOf(factors: readonly Expression[]): Expression {
  const [first, ...rest] = factors as readonly [Expression, ...Expression[]];
  if (rest.length === 0) return first;
  const span = { start: first.span.start, end: (rest.at(-1) ?? first).span.end };
  return {
    type: "product",
    first,
    rest: rest.map((operand) => ({ operator: "juxtaposition", operand, span: operand.span })),
    span,
  };
}

/** Whether a letter stands here, by itself or in the scripts of a name. */
function holds(e: Expression, letter: string): boolean {
  if (e.type === "entry") return placesIn(e.script).some((r) => r.some((p) => namesIn(p).includes(letter)));
  if (e.type !== "name") return false;
  const scripts = [...(e.scripts?.below ?? []), ...(e.scripts?.above ?? [])];
  return e.name === letter || scripts.some((s) => placesIn(s).some((r) => r.some((p) => namesIn(p).includes(letter))));
}

function raisedIn(given: Expression, source: string): Raised | null {
  const e = ungrouped(given);
  if (e.type === "name") return raisedName(e);
  if (e.type !== "postfix") return null;
  const inner = ungrouped(e.operand);
  const own = inner.type === "postfix" || inner.type === "name" ? raisedIn(inner, source) : null;
  // (Xᵖ)ᵀ is (Xᵀ)ᵖ.
  if (own !== null) return e.operators.every(isTransposed) ? turned(own, e.operators, e.span) : null;
  const at = e.operators.findIndex((o) => o.type === "power");
  const power = e.operators[at];
  if (power?.type !== "power" || e.operators.some((o, i) => i !== at && !isTransposed(o))) return null;
  const exponent = linearOf(power.exponent);
  if (exponent === null) return null;
  const text = source.slice(e.operand.span.start, e.operand.span.end).replace(/[\s{}]/g, "");
  const base = { base: e.operand, key: inner.type === "name" ? inner.name : text, exponent };
  return turned(base, e.operators.filter(isTransposed), e.span);
}

/** `\mathbf{X}^{i}`: what stands above a name may be a place of it, too. */
function raisedName(n: Name): Raised | null {
  const [above, ...more] = n.scripts?.above ?? [];
  if (n.scripts === undefined || above === undefined || more.length > 0 || !n.name.endsWith(`_${above.label}`))
    return null;
  const [place, ...others] = placesIn(above)[0] ?? [];
  const exponent = place === undefined || others.length > 0 ? null : linearOf(place);
  if (exponent === null) return null;
  const name = n.name.slice(0, -above.label.length - 1);
  const { scripts: _, ...bare } = n;
  return { base: { ...bare, name, typed: name }, key: name, exponent };
}

const isTransposed = (o: PostfixOperator): boolean => o.type === "transpose" || o.type === "prime";

function turned(r: Raised, operators: readonly PostfixOperator[], span: Span): Raised {
  if (operators.length % 2 === 0) return r;
  const base: Expression =
    r.base.type === "postfix" && r.base.operators.every(isTransposed)
      ? r.base.operand
      : { type: "postfix", operand: r.base, operators: [{ type: "transpose", span }], span };
  return { ...r, base, key: r.key.endsWith("ᵀ") ? r.key.slice(0, -1) : `${r.key}ᵀ` };
}

/** An exponent or an end of a range as a sum of names and a whole number; null for anything else. */
function linearOf(given: Expression): Linear | null {
  const e = ungrouped(given);
  if (e.type === "name") return new Map([[e.name, 1]]);
  if (e.type === "number")
    return Number.isSafeInteger(Number(e.value)) ? plus(new Map(), new Map([["", 1]]), Number(e.value)) : null;
  if (e.type === "negation") {
    const operand = linearOf(e.operand);
    return operand === null ? null : plus(new Map(), operand, -1);
  }
  if (e.type !== "sum") return null;
  return e.terms.reduce<Linear | null>((all, { sign, term }) => {
    const one = all === null ? null : linearOf(term);
    return all === null || one === null ? null : plus(all, one, sign);
  }, new Map());
}

/** p + c q, without what is zero. */
function plus(p: Linear, q: Linear, c: number): Linear {
  const out = new Map(p);
  for (const [name, by] of q) out.set(name, (out.get(name) ?? 0) + c * by);
  for (const [name, by] of out) if (by === 0) out.delete(name);
  return out;
}

const without = (p: Linear, name: string): Linear => new Map([...p].filter(([n]) => n !== name));

/** The sum as a text would have it; null where a name stands in it more than once. */
function written(p: Linear, span: Span): Expression | null {
  const terms = [...p].sort(([a], [b]) => Number(a === "") - Number(b === ""));
  if (terms.some(([name, by]) => name !== "" && Math.abs(by) !== 1)) return null;
  const all = terms.map(([name, by]) => ({
    sign: by < 0 ? (-1 as const) : (1 as const),
    term: (name === ""
      ? { type: "number", value: String(Math.abs(by)), span }
      : nameAt(name, span)) satisfies Expression as Expression,
    operator: span,
  }));
  const [first, ...rest] = all;
  if (first === undefined) return { type: "number", value: "0", span };
  return rest.length === 0 && first.sign === 1 ? first.term : { type: "sum", terms: all, span };
}
