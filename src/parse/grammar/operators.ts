/** Operators in front of a factor, `\log x`, `∇_x s`, `∂/∂x (x^T A x)`: how far they reach. */
import type { Call, Derivative, Expression, Postfix, PostfixOperator, Product, Span } from "../ast.js";
import type { Token } from "../lex/tokens.js";
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

const bareCall = (t: Token, operand: Expression, b: Building): Call => ({
  type: "call",
  callee: nameOf(t, b.source),
  primes: 0,
  args: [operand.type === "group" ? operand.operand : operand],
  bare: true,
  span: { start: t.start, end: operand.span.end },
});

const applied = (operator: Operator, operand: Expression, b: Building): Expression =>
  operator.type === "call"
    ? bareCall(operator.token, operand, b)
    : derivativeOf(operator, operand, operand.span.end, b);

const TURNS: ReadonlySet<PostfixOperator["type"]> = new Set(["transpose", "inverse", "inverseTranspose", "prime"]);

/**
 * Operators before one factor. A power belongs to what is derived (`∇_x ‖x‖²`), a transposition or inverse behind it
 * to the whole derivative (`∇f(x)^T d`), unless it is an input: its own gradient is never meant.
 */
export function operatedBy(operators: readonly Operator[], operand: Expression, b: Building): Expression {
  const inner = operators[operators.length - 1] as Operator;
  const around = (e: Expression): Expression => {
    let value = e;
    for (let i = operators.length - 2; i >= 0; i--) value = applied(operators[i] as Operator, value, b);
    return value;
  };
  if (inner.type === "call") {
    const whole = around(applied(inner, operand, b));
    if (operand.type !== "group")
      b.bare.set(whole, { operand, name: inner.token.value, make: (product) => around(applied(inner, product, b)) });
    return whole;
  }
  if (operand.type !== "postfix") return around(applied(inner, operand, b));
  const base = operand.operand;
  const at = operand.operators.findIndex((o) => TURNS.has(o.type));
  if (at < 0) return around(applied(inner, operand, b));
  if (base.type === "name" && !b.defined.has(base.name)) {
    const whole = around(applied(inner, operand, b));
    b.open.set(whole, { operand, make: (product) => around(applied(inner, product, b)) });
    return whole;
  }
  const kept =
    at === 0
      ? base
      : {
          ...operand,
          operators: operand.operators.slice(0, at),
          span: { start: base.span.start, end: (operand.operators[at - 1] as PostfixOperator).span.end },
        };
  const derivative = applied(inner, kept, b);
  const whole: Postfix = {
    type: "postfix",
    operand: derivative,
    operators: operand.operators.slice(at),
    span: across(derivative, operand),
  };
  return around(whole);
}

type Factor = Product["rest"][number];

/** A product whose factors have operators: `∂/∂x` in front of `x^T A x` takes all of it. */
export function productOf(product: Product, b: Building): Expression {
  const { first } = product;
  const factors = reached([{ operator: "juxtaposition", operand: first, span: first.span }, ...product.rest], b);
  const [head] = factors as [Factor, ...Factor[]];
  let end = factors.length;
  let tail: Expression | null = null;
  for (let i = factors.length - 1; i >= 0; i--) {
    const { operand } = factors[i] as Factor;
    const open = i + 1 < factors.length ? b.open.get(operand) : undefined;
    if (open !== undefined) {
      const rest = factors.slice(i + 1, end);
      if (tail !== null) rest.push({ operator: (factors[end] as Factor).operator, operand: tail, span: tail.span });
      tail = open.make(joined(open.operand, rest));
      b.warnings.push({
        fault: {
          code: "syntax/operand",
          message: "read as the derivative of the whole product",
          hint: "parentheses say what is derived: ∂/∂x (x^T A x)",
        },
        start: operand.span.start,
        end: tail.span.end,
      });
      end = i;
    } else warnOfBareCall(operand, factors[i + 1], b);
  }
  if (tail === null)
    return factors.length === product.rest.length + 1 ? product : joined(head.operand, factors.slice(1));
  if (end === 0) return tail;
  const { operator, span } = factors[end] as Factor;
  return joined(head.operand, [...factors.slice(1, end), { operator, operand: tail, span }]);
}

/** An operator of a matrix takes the product behind it, `tr A X`; one of a number takes letters and numbers, `\sin 2x`. */
function reached(factors: readonly Factor[], b: Building): readonly Factor[] {
  if (!factors.some((f) => b.bare.has(f.operand))) return factors;
  const out: Factor[] = [];
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i] as Factor;
    const bare = b.bare.get(factor.operand);
    const isOpen = bare !== undefined && reach(bare.name, bare.operand);
    let end = i + 1;
    while (isOpen && end < factors.length && takes(bare.name, factors[end] as Factor)) end++;
    if (bare === undefined || end === i + 1) {
      out.push(factor);
      continue;
    }
    const operand = bare.make(joined(bare.operand, factors.slice(i + 1, end)));
    out.push({ ...factor, operand });
    b.warnings.push({
      fault: {
        code: "syntax/bare-call",
        message: `${bare.name} is taken of the whole product`,
        hint: reachHint(
          factor.operand.span.start,
          bare.operand.span,
          { start: bare.operand.span.start, end: operand.span.end },
          b,
        ),
      },
      start: factor.operand.span.start,
      end: operand.span.end,
    });
    i = end - 1;
  }
  return out;
}

/** Operators of a whole matrix: what stands behind one is a product, for alone it would be a factor of little use. */
const OF_MATRICES: ReadonlySet<string> = new Set(["tr", "trace", "Tr", "det", "logdet"]);

/** Whether an operator may take more than the factor behind it: one of numbers takes no bold letter with it. */
const reach = (name: string, operand: Expression): boolean =>
  OF_MATRICES.has(name) ? operand.type !== "bars" && operand.type !== "call" : isLetter(operand) && !isArray(operand);

const takes = (name: string, { operator, operand }: Factor): boolean =>
  operator === "juxtaposition" &&
  (OF_MATRICES.has(name)
    ? !(operand.type === "call" && operand.bare) && operand.type !== "derivative"
    : isLetter(operand) && !isArray(operand));

/** A number or a name, raised or not. */
function isLetter(e: Expression): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return base.type === "number" || base.type === "name";
}

/** A name in bold or in upper case. */
function isArray(e: Expression): boolean {
  const base = e.type === "postfix" ? e.operand : e;
  return base.type === "name" && (base.face === "bold" || /^\p{Lu}/u.test(base.name));
}

function joined(first: Expression, rest: readonly Factor[]): Expression {
  const last = rest[rest.length - 1];
  return last === undefined ? first : { type: "product", first, rest, span: across(first, last.operand) };
}

/** `\operatorname{tr} A B` is (tr A) B and `\log x/y` is (log x)/y, which is seldom meant. */
function warnOfBareCall(operand: Expression, next: Factor | undefined, b: Building): void {
  if (operand.type !== "call" || !operand.bare || next === undefined || next.operator === "times") return;
  const after = next.operand;
  if ((after.type === "call" && after.bare) || after.type === "derivative") return;
  const [argument] = operand.args;
  const isDivided = next.operator === "divide";
  if (argument === undefined || (isDivided && (OF_MATRICES.has(operand.callee.name) || !isLetter(argument)))) return;
  const { name } = operand.callee;
  b.warnings.push({
    fault: {
      code: "syntax/bare-call",
      message: isDivided ? `${name} is taken before the division` : `${name} takes the next factor only`,
      hint: reachHint(operand.span.start, argument.span, { start: argument.span.start, end: after.span.end }, b),
    },
    start: operand.span.start,
    end: after.span.end,
  });
}

/** `\log 1 + x` is log(1) + x: a constant, which nobody writes so. */
export function warnOfBareNumber(term: Expression, next: Expression, b: Building): void {
  const argument = term.type === "call" && term.bare ? term.args[0] : undefined;
  if (term.type !== "call" || argument?.type !== "number") return;
  b.warnings.push({
    fault: {
      code: "syntax/bare-call",
      message: `${term.callee.name} is taken of the number only`,
      hint: reachHint(term.span.start, argument.span, { start: argument.span.start, end: next.span.end }, b),
    },
    start: term.span.start,
    end: next.span.end,
  });
}

/** Both readings of an operator without parentheses that begins at `start`, as they are written. */
function reachHint(start: number, own: Span, whole: Span, { source }: Building): string {
  const text = (span: Span) => source.slice(span.start, span.end).replace(/\s+/g, " ");
  const name = text({ start, end: own.start }).replace(/[\s({]{1,20}$/, "");
  return `parentheses say what it is taken of: ${name}(${text(whole)}) or ${name}(${text(own)})`;
}
