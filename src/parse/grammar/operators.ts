/** Operators in front of a factor, `\log x`, `∇_x s`, `∂/∂x (x^T A x)`: how far they reach. */
import {
  type Call,
  type Derivative,
  type Elementwise,
  type Expression,
  type Postfix,
  type PostfixOperator,
  type Product,
  postorder,
  type Reach,
} from "../ast.js";
import type { Token } from "../lex/tokens.js";
import { joined, reached, warnOfBareCall } from "./bare.js";
import type { Building } from "./build.js";
import { across, nameOf } from "./spans.js";

/** The names below the line of a derivative, and its last token. */
export interface Variables {
  readonly names: readonly Token[];
  readonly end: Token;
}

/** A derivative without its operand. */
export interface DerivativeHead {
  readonly open: Token;
  readonly order: 1 | 2;
  readonly nabla: boolean;
  readonly variables: Variables;
}

export type Operator =
  | { readonly type: "call"; readonly token: Token }
  | ({ readonly type: "derivative" } & DerivativeHead);

/** The derivative of `of`, which ends at offset `end`. */
export function derivativeOf(head: DerivativeHead, of: Expression, end: number, b: Building): Derivative {
  const span = { start: head.open.start, end };
  const variables = head.variables.names.map((t) => nameOf(t, b.source));
  if (variables.length !== head.order) {
    b.faults.push({
      fault: {
        code: "syntax/order",
        message: "a second derivative is taken by two variables",
        hint: "∂²s/∂x² or ∂²s/∂x∂y",
      },
      ...span,
    });
  }
  const bare = of.type === "group" ? of.operand : of;
  return { type: "derivative", order: head.order, of: bare, variables, nabla: head.nabla, span };
}

const bareCall = (t: Token, operand: Expression, b: Building): Expression =>
  raisedCall(t, b, {
    type: "call",
    callee: nameOf(t, b.source),
    primes: 0,
    args: [operand.type === "group" ? operand.operand : operand],
    bare: true,
    span: { start: t.start, end: operand.span.end },
  });

/** `\sin^2 x` is a power of its sine. */
export function raisedCall({ raised }: Token, b: Building, made: Call): Expression {
  if (raised === null) return made;
  const exponent: Expression = { type: "number", value: raised.value, span: { start: raised.start, end: raised.end } };
  const power: Expression = {
    type: "postfix",
    operand: { type: "group", operand: made, span: made.span },
    operators: [{ type: "power", exponent, span: exponent.span }],
    span: made.span,
  };
  b.roots.add(power);
  return power;
}

const applied = (operator: Operator, operand: Expression, b: Building): Expression =>
  operator.type === "call"
    ? bareCall(operator.token, operand, b)
    : derivativeOf(operator, operand, operand.span.end, b);

const TURNS: ReadonlySet<PostfixOperator["type"]> = new Set(["transpose", "inverse", "inverseTranspose", "prime"]);

/** A derivative by an operator in front of a factor, and how it is made of more. */
export interface OpenDerivative {
  readonly head: DerivativeHead;
  readonly first: Expression;
  /** Whether a transposition or inverse behind the first factor has ended it: `∇f(x)^T d`. */
  readonly isEnded: boolean;
  /** What it takes of the product that it stands in. */
  readonly reach?: Reach;
  readonly make: (of: Expression, reach: Reach) => Expression;
}

/**
 * Operators before one factor. A power belongs to what is derived (`∇_x ‖x‖²`), a transposition or inverse behind it
 * to the whole derivative (`∇f(x)^T d`), unless it is an input: its own gradient is never meant.
 */
export function operatedBy(operators: readonly Operator[], operand: Expression, b: Building): Expression {
  const last = operators.findLastIndex((o) => o.type === "derivative");
  const around = (e: Expression, count: number): Expression =>
    operators.slice(0, count).reduceRight((value, o) => applied(o, value, b), e);
  if (last < 0) {
    const inner = operators[operators.length - 1] as Operator & { readonly type: "call" };
    const make = (of: Expression) => around(applied(inner, of, b), operators.length - 1);
    const whole = make(operand);
    if (operand.type !== "group") b.bare.set(whole, { operand, name: inner.token.value, make });
    return whole;
  }
  const head = operators[last] as Operator & { readonly type: "derivative" };
  const calls = operators.slice(last + 1);
  const first = calls.length === 0 ? operand : operatedBy(calls, operand, b);
  const at = endOf(first, head, b);
  const derived = at < 0 ? first : beforeTurn(first as Postfix, at);
  const make = (of: Expression, reach?: Reach): Expression => {
    const derivative = { ...derivativeOf(head, of, of.span.end, b), ...(reach === undefined ? {} : { reach }) };
    if (at < 0) return around(derivative, last);
    const turned = (first as Postfix).operators.slice(at);
    return around({ type: "postfix", operand: derivative, operators: turned, span: across(derivative, first) }, last);
  };
  const whole = make(derived);
  b.open.set(whole, { head, first: derived, isEnded: at >= 0, make });
  return whole;
}

/** The place among the postfixes of a factor from which on they belong to its derivative; -1 where all belong to it. */
function endOf(factor: Expression, head: DerivativeHead, b: Building): number {
  if (factor.type !== "postfix") return -1;
  const base = factor.operand;
  const isInput = base.type === "name" && !b.defined.has(base.name);
  return isInput || isVariableOf(head, base) ? -1 : factor.operators.findIndex((o) => TURNS.has(o.type));
}

const isVariableOf = (head: DerivativeHead, e: Expression): boolean =>
  e.type === "name" && head.variables.names.some((t) => t.value === e.name);

function beforeTurn(factor: Postfix, at: number): Expression {
  if (at === 0) return factor.operand;
  const operators = factor.operators.slice(0, at);
  const { end } = (operators[at - 1] as PostfixOperator).span;
  return { ...factor, operators, span: { start: factor.operand.span.start, end } };
}

type Factor = Product["rest"][number];

/** A product whose factors have operators: `∂/∂x` in front of `x^T A x` takes all of it. */
export function productOf(product: Product, b: Building): Expression {
  const { first } = product;
  const factors = [...reached([{ operator: "juxtaposition", operand: first, span: first.span }, ...product.rest], b)];
  let isChanged = factors.length !== product.rest.length + 1;
  // From the right, so that what an operator takes may begin with one of its own.
  for (let i = factors.length - 1; i >= 0; i--) {
    const factor = factors[i] as Factor;
    const open = b.open.get(factor.operand);
    if (open === undefined || i + 1 === factors.length) {
      warnOfBareCall(factor.operand, factors[i + 1], b);
      continue;
    }
    isChanged = true;
    const behind = factors.slice(i + 1);
    const whole = takesAll(open, behind, b);
    const reach: Reach = {
      operator: { start: factor.operand.span.start, end: open.first.span.start },
      first: open.first,
      behind: behind.map((f) => f.operand),
      takes: whole ? "product" : open.isEnded ? "turned" : "factor",
    };
    if (!whole) {
      factors[i] = { ...factor, operand: open.make(open.first, reach) };
      continue;
    }
    const [head, ...rest] = reached(
      [{ operator: "juxtaposition", operand: open.first, span: open.first.span }, ...behind],
      b,
    );
    warnOfBareCall((head as Factor).operand, rest[0], b);
    const of = joined((head as Factor).operand, rest);
    const operand = open.make(of, reach);
    b.open.set(operand, { ...open, first: of, reach });
    factors.splice(i, factors.length, { ...factor, operand });
  }
  const [head, ...rest] = factors as [Factor, ...Factor[]];
  return isChanged ? joined(head.operand, rest) : product;
}

type Element = Elementwise["rest"][number];

/**
 * `∂/∂x x ⊙ y`: an operator takes elementwise products as it takes others. The expression whose last operator has taken
 * what stands behind it; null where none does.
 */
export function elementBehind(list: Expression, element: Element, b: Building): Expression | null {
  const holders: (Elementwise | Product | (Expression & { readonly type: "negation" }))[] = [];
  let e = list;
  while (e.type === "elementwise" || e.type === "product" || e.type === "negation") {
    holders.push(e);
    e = e.type === "negation" ? e.operand : (e.rest[e.rest.length - 1] as Factor | Element).operand;
  }
  const open = b.open.get(e);
  if (open === undefined) return null;
  const { operand, span } = element;
  const isWhole = takesAll(open, [{ operator: "times", operand, span }], b);
  if (!isWhole && (open.isEnded || bareOf(open.first).type !== "group")) return null;
  const reach = widened(open, e, operand, isWhole);
  const of = isWhole ? withElement(open.first, element) : open.first;
  let made = open.make(of, reach);
  if (isWhole) b.open.set(made, { ...open, first: of, reach });
  for (const holder of holders.reverse()) made = endedBy(holder, made);
  if (isWhole) return made;
  return withElement(made, element);
}

function widened(open: OpenDerivative, whole: Expression, operand: Expression, isWhole: boolean): Reach {
  if (open.reach !== undefined) {
    (open.reach.behind as Expression[]).push(operand);
    return open.reach;
  }
  const operator = { start: whole.span.start, end: open.first.span.start };
  return { operator, first: open.first, behind: [operand], takes: isWhole ? "product" : "factor" };
}

const elementwise = (first: Expression, element: Element): Elementwise => ({
  type: "elementwise",
  first,
  rest: [element],
  span: across(first, element.operand),
});

/** A chain with one more operand, in place where it is one. */
export function withElement(list: Expression, element: Element): Expression {
  if (list.type !== "elementwise") return elementwise(list, element);
  (list.rest as Element[]).push(element);
  (list.span as { end: number }).end = element.operand.span.end;
  return list;
}

/** A list with another last operand, in place. */
function endedBy(
  list: Elementwise | Product | (Expression & { readonly type: "negation" }),
  last: Expression,
): Expression {
  (list.span as { end: number }).end = last.span.end;
  if (list.type === "negation") return { ...list, operand: last };
  const rest = list.rest as (Factor | Element)[];
  rest[rest.length - 1] = { ...(rest[rest.length - 1] as Factor), operand: last };
  return list;
}

/**
 * Whether an operator takes the whole product. It takes one factor where that is in parentheses, where another
 * derivative follows, as in `∇_x z ∇_z s`, and where a gradient is that of a name or of a function: `∇_z L x^T`.
 */
function takesAll({ head, first, isEnded }: OpenDerivative, behind: readonly Factor[], b: Building): boolean {
  const next = bareOf((behind[0] as Factor).operand);
  if (isEnded || next.type === "derivative") return false;
  const base = bareOf(first);
  if (base.type === "group") {
    refuseGroups(head, first, behind, b);
    return false;
  }
  // A gradient or Hessian of a name is one sign: ∇_z L x^T, ∇²_x s v.
  return (
    !(head.nabla || head.order === 2) || !(base.type === "call" || (first.type === "name" && !isVariableOf(head, base)))
  );
}

/** An expression without what stands behind it. */
const bareOf = (e: Expression): Expression => (e.type === "postfix" ? e.operand : e);

/** `d/dx (1 + x)(1 - x)` is as likely one derivative of two factors as a factor beside a derivative. */
function refuseGroups(head: DerivativeHead, first: Expression, behind: readonly Factor[], b: Building): void {
  const [next] = behind as [Factor, ...Factor[]];
  const moves = (e: Expression) =>
    postorder(e).some((x) => x.type === "name" && (isVariableOf(head, x) || b.defined.has(x.name)));
  const isBeside = next.operator === "juxtaposition" && bareOf(next.operand).type === "group";
  if (!isBeside || !moves(first) || !moves(next.operand)) return;
  const { start } = head.open;
  const last = (behind[behind.length - 1] as Factor).operand.span.end;
  const text = (from: number, to: number) => b.source.slice(from, to).replace(/\s+/g, " ").trim();
  const operator = text(start, first.span.start);
  b.faults.push({
    fault: {
      code: "syntax/reach",
      message: "this may be the derivative of the product, or that of its first factor times the others",
      hint: `write ${operator} (${text(first.span.start, last)}), or (${operator} ${text(first.span.start, first.span.end)}) ${text(first.span.end, last)}`,
    },
    start,
    end: last,
  });
}
