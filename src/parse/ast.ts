/**
 * The syntax tree of the equation language: what the grammar builds and elaboration reads.
 *
 * Names are canonical (`x_window`, `y_hat`, `W_2`, Greek spelled out), positions are offsets in
 * the text as typed. Lists are flat, so a sum of 100,000 terms is one node; trees can still be deep
 * (calls within calls), therefore everything that reads them goes through {@link postorder}.
 */
import { has } from "../core/own.js";

/** Half-open range `[start, end)` of UTF-16 offsets in the source as typed. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name as it stands in the text; `face` tells LaTeX's `\mathbf{x}` from a plain `x`. */
export interface Name {
  readonly type: "name";
  readonly name: string;
  /** The text as typed, for messages and for the two-spellings error (`W_{2}` and `W^{(2)}`). */
  readonly typed: string;
  readonly face: "bold" | "plain" | "text";
  /** Spelled in LaTeX, where a plain lower-case letter is a scalar; in plain text it is a vector. */
  readonly latex?: boolean;
  readonly span: Span;
}

interface NumberLiteral {
  readonly type: "number";
  /** The digits as typed, `0.5`, `1e-3`. */
  readonly value: string;
  readonly span: Span;
}

/** `f(a, b)`, `f''(z)`, `\log x`: a name that is applied. Elaboration decides between call and product. */
export interface Call {
  readonly type: "call";
  readonly callee: Name;
  readonly primes: number;
  readonly args: readonly Expression[];
  /** `\log x`: a LaTeX operator that takes the next factor without parentheses. */
  readonly bare: boolean;
  /** Elaboration says whether the name is applied, once kinds are known; where it is a factor, a product stands instead. */
  readonly applied?: "call" | "undecided";
  readonly span: Span;
}

/** `a - b + c`, two terms or more; a leading sign belongs to the first. */
export interface Sum {
  readonly type: "sum";
  readonly terms: readonly { readonly sign: 1 | -1; readonly term: Expression; readonly operator: Span }[];
  readonly span: Span;
}

/** A minus before a term that stands alone, or before a factor: `-x`, `a .* -b`. */
interface Negation {
  readonly type: "negation";
  readonly operand: Expression;
  readonly span: Span;
}

export type ElementwiseOperator = "hadamard" | "quotient" | "kronecker";

/** `a .* b ./ c`, left to right. */
export interface Elementwise {
  readonly type: "elementwise";
  readonly first: Expression;
  readonly rest: readonly {
    readonly operator: ElementwiseOperator;
    readonly operand: Expression;
    readonly span: Span;
  }[];
  readonly span: Span;
}

type ProductOperator = "juxtaposition" | "times" | "divide";

/** `A x / n * b`, left to right; `times` is an explicit `*`, `@`, `·`, `\cdot`. */
export interface Product {
  readonly type: "product";
  readonly first: Expression;
  readonly rest: readonly { readonly operator: ProductOperator; readonly operand: Expression; readonly span: Span }[];
  readonly span: Span;
}

export type PostfixOperator =
  | { readonly type: "transpose"; readonly span: Span }
  | { readonly type: "inverse"; readonly span: Span }
  | { readonly type: "inverseTranspose"; readonly span: Span }
  /** `'`: a transpose after a variable, a derivative after the name of a function. */
  | { readonly type: "prime"; readonly span: Span }
  | { readonly type: "power"; readonly exponent: Expression; readonly span: Span }
  | { readonly type: "elementwisePower"; readonly exponent: Expression; readonly span: Span };

/** `W^T`, `X^-1`, `x .^ 2`: one operand, postfixes left to right. */
export interface Postfix {
  readonly type: "postfix";
  readonly operand: Expression;
  readonly operators: readonly PostfixOperator[];
  readonly span: Span;
}

/** `(x)`: kept because `W (x + b)^T` binds its postfix to the parenthesis. Nested ones are folded to one. */
interface Group {
  readonly type: "group";
  readonly operand: Expression;
  readonly span: Span;
}

/** `[a; b]`, `[A, B]`, `\begin{bmatrix}`: rows of blocks. */
export interface Blocks {
  readonly type: "blocks";
  readonly rows: readonly (readonly Expression[])[];
  readonly span: Span;
}

/** `|a|` (absolute value), `‖x‖`, `\|x\|_2`, `\|X\|_F`. */
export interface Bars {
  readonly type: "bars";
  readonly double: boolean;
  readonly subscript: "1" | "2" | "F" | null;
  readonly operand: Expression;
  readonly span: Span;
}

/** `\frac{a}{b}`; `\sqrt{a}` is a call of `sqrt`. */
interface Fraction {
  readonly type: "fraction";
  readonly numerator: Expression;
  readonly denominator: Expression;
  readonly span: Span;
}

/**
 * `∂s/∂W`, `∂²s/∂x∂y`, `∇_x s`, `\frac{\partial}{\partial u}(u^T h)`.
 * `of` is without the parentheses around it; `variables` has `order` entries, in the order written. `nabla` asks for the gradient
 * (for order 2, the Hessian) whatever the layout.
 */
export interface Derivative {
  readonly type: "derivative";
  readonly order: 1 | 2;
  readonly of: Expression;
  readonly variables: readonly Name[];
  readonly nabla: boolean;
  readonly span: Span;
}

export type Expression =
  | Name
  | NumberLiteral
  | Call
  | Sum
  | Negation
  | Elementwise
  | Product
  | Postfix
  | Group
  | Blocks
  | Bars
  | Fraction
  | Derivative;

/**
 * A size in a declaration is an ordinary expression; elaboration reads it as a polynomial. A vector or matrix states all
 * its sizes or none, `W : matrix`, which leaves them to be inferred.
 */
interface Kind {
  readonly name: "scalar" | "vector" | "matrix" | "function" | "size";
  readonly sizes: readonly Expression[];
  readonly span: Span;
}

export type Statement =
  /** `x, y : vector(n) positive`, `W ∈ ℝ^{n×m}` (one size is a vector, none a scalar). */
  | {
      readonly type: "declaration";
      readonly names: readonly Name[];
      readonly kind: Kind;
      readonly facts: readonly Name[];
      readonly span: Span;
    }
  /** `x (input)`. */
  | { readonly type: "input"; readonly names: readonly Name[]; readonly span: Span }
  /** `z = W x + b`. An expression that is a text's only one is given a name, whose `typed` is empty. */
  | { readonly type: "definition"; readonly name: Name; readonly value: Expression; readonly span: Span }
  /** `swish(t) = t sigmoid(t)`; elaboration reads `f(x) = …` as a node where `x` is a vector or matrix. */
  | {
      readonly type: "functionDefinition";
      readonly name: Name;
      readonly parameters: readonly Name[];
      readonly value: Expression;
      readonly span: Span;
    }
  /** `∂s/∂W`: derive this. A list of queries is one statement each. `value` has a derivative among its factors or terms. */
  | { readonly type: "query"; readonly value: Expression; readonly span: Span }
  /** `∂s/∂b = … = …`: every side after the first is a claim. `value` as in a query. */
  | {
      readonly type: "claim";
      readonly value: Expression;
      readonly sides: readonly Expression[];
      readonly equals: readonly Span[];
      readonly span: Span;
    }
  /** Read but not judged: `…`, `∂z_i/∂W_{ij} = x_j`, `(…)_{ij} = …`; `reason` says which. */
  | { readonly type: "scheme"; readonly reason: "dots" | "entrywise"; readonly span: Span };

const NONE: readonly Expression[] = [];

/** The operands of an expression, in the order written. */
export function operands(e: Expression): readonly Expression[] {
  switch (e.type) {
    case "name":
    case "number":
      return NONE;
    case "call":
      return e.args;
    case "sum":
      return e.terms.map((t) => t.term);
    case "negation":
    case "group":
    case "bars":
      return [e.operand];
    case "elementwise":
    case "product":
      return [e.first, ...e.rest.map((r) => r.operand)];
    case "postfix":
      return postfixParts(e);
    case "blocks":
      return e.rows.flat();
    case "fraction":
      return [e.numerator, e.denominator];
    case "derivative":
      return [e.of, ...e.variables];
  }
}

function postfixParts(e: Postfix): readonly Expression[] {
  const out = [e.operand];
  for (const o of e.operators) if (has(o, "exponent")) out.push(o.exponent);
  return out;
}

/**
 * Every node of a tree, operands before the node that holds them, without recursion: the nodes with
 * the last operand first are the same from the other end.
 */
export function postorder(root: Expression): readonly Expression[] {
  const order: Expression[] = [];
  const todo: Expression[] = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    order.push(e);
    for (const part of operands(e)) todo.push(part);
  }
  return order.reverse();
}

/** The expression within its parentheses. */
export function ungrouped(e: Expression): Expression {
  let inner = e;
  while (inner.type === "group") inner = inner.operand;
  return inner;
}

/** The node over other operands; itself where they are its own. */
export function rebuilt(e: Expression, parts: readonly Expression[]): Expression {
  const old = operands(e);
  if (parts.every((p, i) => p === old[i])) return e;
  const at = (i: number): Expression => parts[i] as Expression;
  switch (e.type) {
    case "call":
      return { ...e, args: parts };
    case "sum":
      return { ...e, terms: e.terms.map((t, i) => ({ ...t, term: at(i) })) };
    case "negation":
    case "group":
    case "bars":
      return { ...e, operand: at(0) };
    case "elementwise":
      return { ...e, first: at(0), rest: e.rest.map((r, i) => ({ ...r, operand: at(i + 1) })) };
    case "product":
      return { ...e, first: at(0), rest: e.rest.map((r, i) => ({ ...r, operand: at(i + 1) })) };
    case "postfix": {
      let next = 1;
      const operators = e.operators.map((o) => (has(o, "exponent") ? { ...o, exponent: at(next++) } : o));
      return { ...e, operand: at(0), operators };
    }
    case "blocks": {
      let next = 0;
      return { ...e, rows: e.rows.map((row) => row.map(() => at(next++))) };
    }
    case "fraction":
      return { ...e, numerator: at(0), denominator: at(1) };
    case "derivative":
      return { ...e, of: at(0), variables: e.variables };
    default:
      return e;
  }
}

/** Every expression of a statement; `claimed` are those that only claim. */
export function expressionsOf(s: Statement): {
  readonly stated: readonly Expression[];
  readonly claimed: readonly Expression[];
} {
  switch (s.type) {
    case "declaration":
      return { stated: s.kind.sizes, claimed: [] };
    case "input":
      return { stated: s.names, claimed: [] };
    case "definition":
    case "query":
      return { stated: [s.value], claimed: [] };
    case "functionDefinition":
      return { stated: [s.value], claimed: [] };
    case "claim":
      return { stated: [s.value], claimed: s.sides };
    case "scheme":
      return { stated: [], claimed: [] };
  }
}
