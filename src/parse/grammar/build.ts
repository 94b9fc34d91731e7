/**
 * The actions of the grammar: the syntax tree of each rule, made of the trees of its parts.
 *
 * The automaton runs every action once, in the order in which phrases end. So a list grows in place: `a + b`, read so
 * far, takes up the next term of `a + b + c`, and a chain of 100,000 items is read in linear time.
 */
import type {
  Call,
  Cases,
  ElementwiseOperator,
  Entry,
  Expression,
  Name,
  Postfix,
  Product,
  Reduction,
  Relation,
  Script,
  Span,
} from "../ast.js";
import type { BinderHead, Fault, Placed, Token } from "../lex/tokens.js";
import { warnOfBareNumber } from "./bare.js";
import {
  derivativeOf,
  elementBehind,
  type OpenDerivative,
  type Operator,
  operatedBy,
  productOf,
  raisedCall,
  type Variables,
  withElement,
} from "./operators.js";
import { exponentOf, isPower, type ReadPostfix } from "./postfixes.js";
import { nameOf, numberOf, spanOf } from "./spans.js";

/** State that the actions of one statement share. */
export interface Building {
  readonly source: string;
  /** Names that have a definition: `∇f^T` is the transpose of a gradient, `∇_x x^T A x` the gradient of a product. */
  readonly defined: ReadonlySet<string>;
  readonly faults: Placed[];
  readonly warnings: Placed[];
  /** Terms and exponents with a sign in front, by the expression that they became: `+a` is nothing but `a`. */
  readonly signed: Map<Expression, Signed>;
  /** `{+(a)}`: the inner group of two that are one in the tree, where a sign keeps an exponent from reading it. */
  readonly inner: Map<Expression, Expression>;
  /** A `T` in parentheses, which as an exponent is no transposition. */
  readonly parenthesized: Set<Expression>;
  /** `\sqrt[3]{x}` is a power in the tree, and takes postfixes as a whole. */
  readonly roots: Set<Expression>;
  /** Chains of postfixes whose tower of powers is reported. */
  readonly towers: Set<Expression>;
  /** Derivatives by an operator in front, whose operand may be the rest of the product. */
  readonly open: Map<Expression, OpenDerivative>;
  /** Operators without parentheses, `\sin 2`, likewise. */
  readonly bare: Map<Expression, OpenOperator & { readonly name: string }>;
  /** Whether an operator stands in front of a factor: only then a product is looked through for them. */
  hasOperators: boolean;
}

interface Signed {
  readonly sign: 1 | -1;
  readonly operand: Expression;
  readonly operator: Span;
}

export interface OpenOperator {
  readonly operand: Expression;
  readonly make: (operand: Expression) => Expression;
}

export const building = (source: string, defined: ReadonlySet<string>): Building => ({
  source,
  defined,
  faults: [],
  warnings: [],
  signed: new Map(),
  inner: new Map(),
  parenthesized: new Set(),
  roots: new Set(),
  towers: new Set(),
  open: new Map(),
  bare: new Map(),
  hasOperators: false,
});

/** A statement that has a parse; what it says is up to {@link ../statement/statement.js}. */
export type ParsedStatement =
  | { readonly type: "expression"; readonly value: Expression }
  | { readonly type: "equation"; readonly sides: Expression[]; readonly equals: Span[] }
  | { readonly type: "declaration"; readonly names: readonly Name[]; readonly kind: ParsedKind; readonly facts: Name[] }
  | { readonly type: "input"; readonly names: readonly Name[] };

export interface ParsedKind {
  readonly keyword: Token;
  readonly sizes: readonly Expression[];
  readonly span: Span;
}

/** The parts of a rule in order, each as its own rule or the lexer made it. One array serves all: none is kept. */
// biome-ignore lint/suspicious/noExplicitAny: the automaton's values have no type; each action states what it takes.
type Parts = readonly any[];

export type Action = (parts: Parts, b: Building) => unknown;

/** A node while its list grows. */
type Growing<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] extends Span ? Growing<Span> : T[K];
};

const negation = (sign: Token, operand: Expression): Expression => ({
  type: "negation",
  operand,
  span: { start: sign.start, end: operand.span.end },
});

function isNegative(signs: readonly Token[]): boolean {
  let negative = false;
  for (const s of signs) if (s.value === "-") negative = !negative;
  return negative;
}

// ---------------------------------------------------------------- statements

type Equation = ParsedStatement & { readonly type: "equation" };
type Declaration = ParsedStatement & { readonly type: "declaration" };

export const expressionStatement = ([value]: Parts): ParsedStatement => ({ type: "expression", value });
export const inputStatement = ([names]: Parts): ParsedStatement => ({ type: "input", names });

export const firstEquals = ([left, equals, right]: Parts): Equation => ({
  type: "equation",
  sides: [left, right],
  equals: [spanOf(equals)],
});
export function nextEquals([equation, equals, side]: Parts): Equation {
  equation.sides.push(side);
  equation.equals.push(spanOf(equals));
  return equation;
}

export const declaration = ([names, , kind]: Parts): Declaration => ({ type: "declaration", names, kind, facts: [] });
export function fact([d, name]: Parts, b: Building): Declaration {
  d.facts.push(nameOf(name, b.source));
  return d;
}
export const firstName = ([name]: Parts, b: Building): Name[] => [nameOf(name, b.source)];
export function nextName([names, , name]: Parts, b: Building): Name[] {
  names.push(nameOf(name, b.source));
  return names;
}

const kindOf = (keyword: Token, sizes: readonly Expression[], last: Token): ParsedKind => ({
  keyword,
  sizes,
  span: { start: keyword.start, end: last.end },
});
export const kind = ([keyword]: Parts): ParsedKind => kindOf(keyword, [], keyword);
export const kindWithSizes = ([keyword, , sizes, close]: Parts): ParsedKind => kindOf(keyword, sizes, close);
export const realsOfName = ([reals, , size]: Parts, b: Building): ParsedKind =>
  kindOf(reals, [nameOf(size, b.source)], size);
export const realsOfNumber = ([reals, , size]: Parts): ParsedKind => kindOf(reals, [numberOf(size)], size);
export const realsOfSizes = ([reals, , , sizes, close]: Parts): ParsedKind => kindOf(reals, sizes, close);
export const twoSizes = ([rows, , cols]: Parts): Expression[] => [rows, cols];

// ---------------------------------------------------------------- lists of an expression

type Sum = Growing<Expression & { readonly type: "sum" }>;

export function nextTerm([list, operator, term]: Parts, b: Building): Expression {
  const sum: Sum = list.type === "sum" ? list : firstTerm(list, b);
  const before = sum.terms[sum.terms.length - 1];
  if (before !== undefined) warnOfBareNumber(before.term, term, b);
  const signed = b.signed.get(term);
  const sign = (operator.value === "-") === (signed?.sign === -1) ? 1 : -1;
  sum.terms.push({ sign, term: signed?.operand ?? term, operator: spanOf(operator) });
  sum.span.end = term.span.end;
  return sum;
}

function firstTerm(term: Expression, b: Building): Sum {
  const { sign, operand, operator } = b.signed.get(term) ?? {
    sign: 1,
    operand: term,
    operator: { start: term.span.start, end: term.span.start },
  };
  return { type: "sum", terms: [{ sign, term: operand, operator }], span: { start: operator.start, end: 0 } };
}

export function signedTerm([signs, operand]: Parts, b: Building): Expression {
  const negative = isNegative(signs);
  const value = negative ? negation(signs[0], operand) : operand;
  b.signed.set(value, { sign: negative ? -1 : 1, operand, operator: spanOf(signs[0]) });
  return value;
}
export const firstSign = ([sign]: Parts): Token[] => [sign];
export function nextSign([signs, sign]: Parts): Token[] {
  signs.push(sign);
  return signs;
}

/** A product that has ended: only now is it known what its operators take. */
export const product = ([value]: Parts, b: Building): Expression =>
  b.hasOperators && value.type === "product" ? productOf(value, b) : value;

export const nextElementwise = ([list, operator, factors]: Parts, b: Building): Expression =>
  nextElement(list, operator, product([factors], b), b);
export const nextSignedElementwise = ([list, operator, signs, factors]: Parts, b: Building): Expression =>
  nextElement(list, operator, signedFactor(signs, product([factors], b)), b);

const signedFactor = (signs: readonly Token[], value: Expression): Expression =>
  isNegative(signs) ? negation(signs[0] as Token, value) : value;

function nextElement(list: Expression, operator: Token, operand: Expression, b: Building): Expression {
  const element = { operator: operator.value as ElementwiseOperator, operand, span: spanOf(operator) };
  return (b.hasOperators ? elementBehind(list, element, b) : null) ?? withElement(list, element);
}

const operatorOf = (t: Token) => (t.value === "/" ? "divide" : "times");

// Two factors side by side are wrong at the second of them.
export const nextFactor = ([list, operand]: Parts): Expression =>
  withFactor(list, { operator: "juxtaposition", operand, span: operand.span });
export const nextProduct = ([list, operator, operand]: Parts): Expression =>
  withFactor(list, { operator: operatorOf(operator), operand, span: spanOf(operator) });
export const nextSignedProduct = ([list, operator, signs, value]: Parts): Expression =>
  withFactor(list, { operator: operatorOf(operator), operand: signedFactor(signs, value), span: spanOf(operator) });

function withFactor(list: Expression, factor: Product["rest"][number]): Expression {
  const { start } = list.span;
  const { end } = factor.operand.span;
  if (list.type !== "product") return { type: "product", first: list, rest: [factor], span: { start, end } };
  const growing = list as Growing<Product>;
  growing.rest.push(factor);
  growing.span.end = end;
  return growing;
}

/** A sum over an index ends the product that it stands in. */
export const lastFactor = ([list, operand]: Parts, b: Building): Expression =>
  product([withFactor(list, { operator: "juxtaposition", operand, span: operand.span })], b);
export const lastProduct = (parts: Parts, b: Building): Expression => product([nextProduct(parts)], b);
export const lastSignedProduct = (parts: Parts, b: Building): Expression => product([nextSignedProduct(parts)], b);

export const firstItem = ([item]: Parts): Expression[] => [item];
export function nextItem([list, , item]: Parts): Expression[] {
  list.push(item);
  return list;
}
export const firstRow = ([row]: Parts): Expression[][] => [row];
export function nextRow([rows, , row]: Parts): Expression[][] {
  rows.push(row);
  return rows;
}

// ---------------------------------------------------------------- operators in front

export function operated([operators, operand]: Parts, b: Building): Expression {
  b.hasOperators = true;
  return operatedBy(operators, operand, b);
}
export const firstOperator = ([operator]: Parts): Operator[] => [operator];
export function nextOperator([operators, operator]: Parts): Operator[] {
  operators.push(operator);
  return operators;
}
export const bareCall = ([token]: Parts): Operator => ({ type: "call", token });
export const derivativeOperator = ([open, , variables]: Parts): Operator => ({
  type: "derivative",
  open,
  order: orderOf(open),
  nabla: false,
  variables,
});
export const fractionOperator = ([open, , d, , , variables]: Parts): Operator => ({
  type: "derivative",
  open,
  order: orderOf(d),
  nabla: false,
  variables,
});
export const gradientOperator = ([open, x]: Parts): Operator => ({
  type: "derivative",
  open,
  order: orderOf(open),
  nabla: true,
  variables: { names: open.value === "2" ? [x, x] : [x], end: x },
});

// ---------------------------------------------------------------- sums over an index

const NO_LETTERS: BinderHead = { ranges: [], conditions: [] };

const reductionOf = (sign: Token, body: Expression, extent: Reduction["extent"], end: number): Reduction => ({
  type: "reduction",
  operation: sign.value as Reduction["operation"],
  ...(sign.head ?? NO_LETTERS),
  body,
  extent,
  head: spanOf(sign),
  span: { start: sign.start, end },
});

export const reduction = ([sign, body]: Parts): Expression => reductionOf(sign, body, "term", body.span.end);
export const signedReduction = ([sign, signs, body]: Parts): Expression => reduction([sign, signedFactor(signs, body)]);
export function operatedReduction([operators, sign, body]: Parts, b: Building): Expression {
  b.hasOperators = true;
  return operatedBy(operators, reduction([sign, body]), b);
}
export const operatedSignedReduction = ([operators, sign, signs, body]: Parts, b: Building): Expression =>
  operatedReduction([operators, sign, signedFactor(signs, body)], b);
export const reductionCall = ([sign, , body, close]: Parts): Expression =>
  reductionOf(sign, body, "parentheses", close.end);

export const condition = ([open, relations, close]: Parts): Expression => ({
  type: "condition",
  relations,
  span: { start: open.start, end: close.end },
});
export const cases = ([open, branches, close]: Parts): Expression => ({
  type: "cases",
  branches,
  entrywise: false,
  span: { start: open.start, end: close.end },
});
export const choice = ([open, relations, , value, , other, close]: Parts): Expression => ({
  type: "cases",
  branches: [
    { value, relations },
    { value: other, relations: [] },
  ],
  entrywise: true,
  span: { start: open.start, end: close.end },
});
export const otherwise = ([value]: Parts): Cases["branches"][number] => ({ value, relations: [] });
export const branch = ([value, , relations]: Parts): Cases["branches"][number] => ({ value, relations });
const relationOf = (left: Expression, sign: Token, right: Expression): Relation => ({
  left,
  sign: sign.value as Relation["sign"],
  right,
  span: spanOf(sign),
});
export const firstRelation = ([left, sign, right]: Parts): Relation[] => [relationOf(left, sign, right)];
export function nextRelation([relations, sign, right]: Parts): Relation[] {
  relations.push(relationOf(relations[relations.length - 1].right, sign, right));
  return relations;
}
export function otherRelation([relations, , left, sign, right]: Parts): Relation[] {
  relations.push(relationOf(left, sign, right));
  return relations;
}

// ---------------------------------------------------------------- postfixes

export function nextPostfix([base, postfix]: Parts, b: Building): Expression {
  if (postfix.type === "entry") return entryOf(base, postfix);
  const { operator, end }: ReadPostfix = postfix;
  const span = { start: base.span.start, end: operator.span.end };
  if (base.type !== "postfix" || b.roots.has(base))
    return { type: "postfix", operand: base, operators: [operator], span };
  const chain: Growing<Postfix> = base;
  const before = chain.operators[chain.operators.length - 1];
  if (isPower(operator) && before !== undefined && isPower(before)) refuseTower(base, operator.span.start, end, b);
  chain.operators.push(operator);
  chain.span.end = operator.span.end;
  return chain;
}

/** `(A x)_i`; `[x]_+` is the positive part, and so is `(x - k)^+`. */
function entryOf(operand: Expression, postfix: Omit<Entry, "operand">): Expression {
  const { script, span: at } = postfix;
  const span = { start: operand.span.start, end: at.end };
  if (script.text !== "+" && script.text !== "^+") return { ...postfix, operand, span };
  const [row] = operand.type === "blocks" && operand.rows.length === 1 ? operand.rows : [];
  const inner = operand.type === "group" ? operand.operand : row?.length === 1 ? (row[0] as Expression) : operand;
  const callee: Name = {
    type: "name",
    at: undefined,
    name: "relu",
    typed: script.text,
    face: "plain",
    span: script.span,
  };
  return { type: "call", callee, primes: 0, args: [inner], bare: false, span };
}

/** `x^2^3` has two readings, which differ: reported once for a chain, before the faults within it. */
function refuseTower(chain: Expression, start: number, end: number, b: Building): void {
  if (b.towers.has(chain)) return;
  b.towers.add(chain);
  let at = b.faults.length;
  while (at > 0 && (b.faults[at - 1] as Placed).start >= chain.span.start) at--;
  const fault: Fault = {
    code: "syntax/tower",
    message: "a power of a power needs parentheses",
    hint: "(x^2)^3 or x^(2^3)",
  };
  b.faults.splice(at, 0, { fault, start, end });
}

export const prime = ([operator]: Parts): ReadPostfix => ({
  operator: { type: "prime", span: spanOf(operator) },
  end: operator.end,
});
/** An entry before it is known of what. */
export const entry = ([t]: Parts): Omit<Entry, "operand"> => ({
  type: "entry",
  at: undefined,
  script: t.scripts?.below[0] ?? NO_SCRIPT,
  span: spanOf(t),
});
const NO_SCRIPT: Script = { text: "", label: "", bracket: null, latex: false, span: { start: 0, end: 0 } };

export const power = ([operator, exponent]: Parts, b: Building): ReadPostfix => exponentOf(operator, exponent, b);
export function signedExponent([sign, operand]: Parts, b: Building): Expression {
  if (sign.value === "-") return negation(sign, operand);
  b.signed.set(operand, { sign: 1, operand, operator: spanOf(sign) });
  return operand;
}

// ---------------------------------------------------------------- primaries

export const number = ([token]: Parts): Expression => numberOf(token);
export const name = ([token]: Parts, b: Building): Expression => nameOf(token, b.source);

export function group([open, value, close]: Parts, b: Building): Expression {
  const span = { start: open.start, end: close.end };
  const isNested = value.type === "group";
  const node: Expression = isNested ? { ...value, span } : { type: "group", operand: value, span };
  const inner = isNested && b.signed.has(value) ? value : b.inner.get(value);
  if (inner !== undefined) b.inner.set(node, inner);
  if (open.type === "LP" && node.type === "group") {
    const { operand } = node;
    const base = operand.type === "negation" ? operand.operand : operand;
    if (base.type === "name" && base.name === "T") b.parenthesized.add(base);
  }
  return node;
}

export const fraction = ([open, , numerator, , , denominator, close]: Parts): Expression => ({
  type: "fraction",
  numerator,
  denominator,
  span: { start: open.start, end: close.end },
});
export const call = ([callee, , args, close]: Parts, b: Building): Expression =>
  raisedCall(callee, b, {
    type: "call",
    callee: nameOf(callee, b.source),
    primes: callee.primes,
    args,
    bare: false,
    span: { start: callee.start, end: close.end },
  });
export const gradientCall = ([sign, ...parts]: Parts, b: Building): Expression => {
  const made = call(parts, b) as Call;
  return { ...made, gradient: Number(sign.value), span: { start: sign.start, end: made.span.end } };
};
export const blocks = ([open, rows, close]: Parts): Expression => ({
  type: "blocks",
  rows,
  span: { start: open.start, end: close.end },
});
export const bars = ([open, operand, close]: Parts): Expression => ({
  type: "bars",
  double: open.value === "‖",
  subscript: null,
  operand,
  span: { start: open.start, end: close.end },
});
export const norm = ([open, operand, , subscript]: Parts): Expression => ({
  type: "bars",
  double: true,
  subscript: subscript.value,
  operand,
  span: { start: open.start, end: subscript.end },
});

/** `\sqrt{a}` is a call, `\sqrt[3]{a}` a power. */
export function root([sign, , operand, close]: Parts, b: Building): Expression {
  const span = { start: sign.start, end: close.end };
  if (sign.value === "") {
    const callee: Name = { ...nameOf(sign, b.source), name: "sqrt" };
    return { type: "call", callee, primes: 0, args: [operand], bare: false, span };
  }
  const at = spanOf(sign);
  const index: Expression = /^\d/.test(sign.value)
    ? { type: "number", value: sign.value, span: at }
    : { type: "name", at: undefined, name: sign.value, typed: sign.value, face: "plain", span: at };
  const exponent: Expression = {
    type: "fraction",
    numerator: { type: "number", value: "1", span: at },
    denominator: index,
    span: at,
  };
  const base: Expression = operand.type === "group" ? operand : { type: "group", operand, span: operand.span };
  const power: Expression = {
    type: "postfix",
    operand: base,
    operators: [{ type: "power", exponent, span: at }],
    span,
  };
  b.roots.add(power);
  return power;
}

// ---------------------------------------------------------------- derivatives

const orderOf = (d: Token): 1 | 2 => (d.value === "2" ? 2 : 1);

export const derivative = ([open, of, , variables]: Parts, b: Building): Expression =>
  derivativeOf({ open, order: orderOf(open), nabla: false, variables }, of, variables.end.end, b);
export const derivativeFraction = ([open, , d, of, , , variables, close]: Parts, b: Building): Expression =>
  derivativeOf({ open, order: orderOf(d), nabla: false, variables }, of, close.end, b);
export const oneVariable = ([, x]: Parts): Variables => ({ names: [x], end: x });
export const squaredVariable = ([, x, end]: Parts): Variables => ({ names: [x, x], end });
export const twoVariables = ([, x, , y]: Parts): Variables => ({ names: [x, y], end: y });
