/** Sizes as they are written: polynomials of size symbols with whole-number coefficients. */
import { type Dim, dim, dimOf, minus, ONE, type Polynomial, polynomialOf, times } from "../core/dim.js";
import { type Expression, type Name, operands } from "../parse/ast.js";

/** Degrees and coefficients beyond these are no sizes of anything. */
const MAX_DEGREE = 64;
const MAX_TERMS = 1000;

/** Nodes in which a size is written. */
const SHAPED: ReadonlySet<Expression["type"]> = new Set([
  "name",
  "number",
  "sum",
  "product",
  "negation",
  "group",
  "postfix",
]);

export type SizeFault = { readonly at: Expression; readonly why: string };

/**
 * The size that an expression stands for; `symbol` says what a name is as a size, or null where it
 * is none. A product of sizes is a product, and so is juxtaposition: `5 d`, `2*n`.
 */
export function sizeOf(root: Expression, symbol: (name: string, at: Name) => Dim | null): Dim | SizeFault {
  // What is no polynomial is refused before anything below it is looked at.
  const order: Expression[] = [];
  const todo: Expression[] = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (!SHAPED.has(e.type)) return { at: e, why: "a size is a whole number, a size symbol, or a polynomial of them" };
    order.push(e);
    for (const part of operands(e)) todo.push(part);
  }
  const values = new Map<Expression, Dim>();
  for (let i = order.length - 1; i >= 0; i--) {
    const e = order[i] as Expression;
    const value = oneSize(e, (part) => values.get(part) as Dim, symbol);
    if (typeof value !== "string") return value;
    values.set(e, value);
  }
  return values.get(root) as Dim;
}

function oneSize(
  e: Expression,
  of: (e: Expression) => Dim,
  symbol: (name: string, at: Name) => Dim | null,
): Dim | SizeFault {
  switch (e.type) {
    case "name":
      return symbol(e.name, e) ?? { at: e, why: `${e.name} is not a size` };
    case "number":
      return /^\d+$/.test(e.value) && Number.isSafeInteger(Number(e.value))
        ? dim(Number(e.value))
        : { at: e, why: `a size is a whole number, not ${e.value}` };
    case "sum": {
      const total = new Map<string, number>();
      for (const { sign, term } of e.terms)
        for (const [m, c] of polynomialOf(of(term))) total.set(m, (total.get(m) ?? 0) + sign * c);
      return bounded(dimOf(total), e);
    }
    case "product": {
      let value = of(e.first);
      for (const r of e.rest) {
        if (r.operator === "divide") return { at: e, why: "a size is not divided" };
        value = times(value, of(r.operand));
        const checked = bounded(value, e);
        if (typeof checked !== "string") return checked;
      }
      return value;
    }
    case "negation":
      return minus(dim(0), of(e.operand));
    case "group":
      return of(e.operand);
    case "postfix": {
      let value = of(e.operand);
      for (const o of e.operators) {
        if (o.type !== "power") return { at: e, why: "a size has no transpose or inverse" };
        const k = Number(of(o.exponent));
        if (!Number.isInteger(k) || k < 0 || k > MAX_DEGREE)
          return { at: o.exponent, why: "the power of a size is a whole number" };
        const base = value;
        value = ONE;
        for (let i = 0; i < k; i++) {
          value = times(value, base);
          const checked = bounded(value, e);
          if (typeof checked !== "string") return checked;
        }
      }
      return value;
    }
    default:
      return { at: e, why: "this is not a size" };
  }
}

function bounded(d: Dim, e: Expression): Dim | SizeFault {
  if (/^[^\s^]+$/.test(d) && d.length < 16) return d;
  const p: Polynomial = polynomialOf(d);
  const heavy = [...p].some(([m, c]) => !Number.isSafeInteger(c) || m.split(" ").length > MAX_DEGREE);
  return p.size > MAX_TERMS || heavy ? { at: e, why: "this size is too large to work with" } : d;
}

/** Whether a size falls as its letters grow, `2 - m`: from somewhere on nothing has it. */
export function isFalling(d: Dim): boolean {
  const grown = [...polynomialOf(d)].filter(([m]) => m !== "");
  return grown.length > 0 && grown.every(([, c]) => c < 0);
}

/** Whether a size is a whole number below 1. */
export const isEmptySize = (d: Dim): boolean => /^-?\d+$/.test(d) && Number(d) < 1;
