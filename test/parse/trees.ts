/** Syntax trees by hand, for tests of elaboration that must not depend on how a text is read. */
import type { Expression, Name, Span, Statement } from "../../src/parse/ast.js";

const at: Span = { start: 0, end: 0 };

export const name = (text: string): Name => ({ type: "name", name: text, typed: text, face: "plain", span: at });

export const num = (value: string): Expression => ({ type: "number", value, span: at });

export const call = (callee: string, ...args: Expression[]): Expression => ({
  type: "call",
  callee: name(callee),
  primes: 0,
  args,
  bare: false,
  span: at,
});

export const plus = (...terms: Expression[]): Expression => ({
  type: "sum",
  terms: terms.map((term) => ({ sign: 1, term, operator: at })),
  span: at,
});

export const product = (first: Expression, ...rest: Expression[]): Expression => ({
  type: "product",
  first,
  rest: rest.map((operand) => ({ operator: "juxtaposition", operand, span: at })),
  span: at,
});

export const hadamard = (first: Expression, ...rest: Expression[]): Expression => ({
  type: "elementwise",
  first,
  rest: rest.map((operand) => ({ operator: "hadamard", operand, span: at })),
  span: at,
});

export const group = (operand: Expression): Expression => ({ type: "group", operand, span: at });

export const transpose = (operand: Expression): Expression => ({
  type: "postfix",
  operand,
  operators: [{ type: "transpose", span: at }],
  span: at,
});

export const define = (defined: string, value: Expression): Statement => ({
  type: "definition",
  name: name(defined),
  value,
  span: at,
});

export const declare = (
  names: string,
  kind: "scalar" | "vector" | "matrix" | "function",
  ...sizes: string[]
): Statement => ({
  type: "declaration",
  names: names.split(" ").map(name),
  kind: { name: kind, sizes: sizes.map((s) => (/^\d/.test(s) ? num(s) : name(s))), span: at },
  facts: [],
  span: at,
});
