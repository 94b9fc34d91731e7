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
  /** What stands below and above it, which may be places: only what binds a letter makes an index of it. */
  readonly scripts?: Scripts;
  /** Where it is taken, for elaboration read its scripts as places: `x_{t+1}` is x at t + 1. */
  readonly at?: readonly Expression[] | undefined;
  /** The letter that it is, for elaboration found what binds it. */
  readonly letter?: Letter;
  readonly span: Span;
}

/** A letter that a text binds; every binder has one of its own. */
export interface Letter {
  readonly name: string;
  /** Of a sum or product, of a statement that holds for all its values, of a question. */
  readonly of: "binder" | "statement" | "question";
  /** Where it runs, as written; null where that is to be found out. */
  readonly range: Range | null;
  readonly span: Span;
}

/**
 * A name taken apart: `W_h_Q` of `W_h^Q` is W with h below and Q above. `name` stays the whole, for where nothing binds a
 * letter. A family is called by its base and the labels of the scripts that are no places, those below first: `W_Q`.
 */
export interface Scripts {
  /** The name with its accents, without its scripts: `y_hat` of `\hat y_i`. */
  readonly base: string;
  readonly below: readonly Script[];
  readonly above: readonly Script[];
}

/** `i,j`, `t-1`, `y_i`, `window` as typed; {@link placesIn} of `parse/index/places.ts` reads it as places. */
export interface Script {
  /** Without the braces or brackets around it. */
  readonly text: string;
  /** Its part of the canonical name: `t_minus_1`. */
  readonly label: string;
  /** Around what stands above a name: `z^{(i)}`, `z^{[l]}`. A letter without one is more likely a label. */
  readonly bracket: "(" | "[" | null;
  readonly latex: boolean;
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
  /** `∇ℓ(h)`, `∇_2 ℓ(o, y)`: the gradient of the function by this argument, counted from 1; 0 where none is said. */
  readonly gradient?: number;
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

export type ElementwiseOperator = "hadamard" | "quotient" | "kronecker" | "cross";

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
  readonly subscript: "1" | "2" | "F" | "star" | null;
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
  /** Of a scalar or by one, in the shape of the other: a reading of claims, which no text spells. */
  readonly inShape?: true;
  readonly reach?: Reach;
  readonly span: Span;
}

/**
 * What an operator takes that stands in front of a product, `∂/∂x x^T A x`: all of it, or its first factor; that too
 * where a transposition behind it is one of the derivative, `∇f(x)^T d`.
 */
export interface Reach {
  readonly operator: Span;
  readonly first: Expression;
  readonly behind: readonly Expression[];
  readonly takes: "product" | "factor" | "turned";
}

/**
 * Letters with where they run: `i = 1..N`, `i, j \in S`, `(i, j) \in \Omega`, `1 \le t \le T`, or `i` alone, whose range is
 * what it indexes. `from` and `to` are places as {@link placesIn} reads them.
 */
export interface Range {
  readonly letters: readonly Name[];
  readonly from: Expression | null;
  readonly to: Expression | null;
  readonly set: Expression | null;
  /** `(i, j) \in S`: the pair is in the set. `i, j \in S` says it of each. */
  readonly paired: boolean;
  /**
   * Names of a condition, `j \ne y_i`, `i < j`, `t < T`: those bound here that nothing else binds or states, and that index
   * something in the body.
   */
  readonly implied: boolean;
  readonly span: Span;
}

export type RelationSign = "=" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "notin";

/** `j != i`, `i < j`; a chain `1 \le i < j` is two of them. */
export interface Relation {
  readonly left: Expression;
  readonly sign: RelationSign;
  readonly right: Expression;
  readonly span: Span;
}

/**
 * `\sum_{i=1}^N e`, `sum(i = 1..N, j != i, e)`: letters, what is asked of them, and what they bind. A sign reaches to the
 * next + or - of its level, which are outside of `body`; the plain form to its parenthesis.
 */
export interface Reduction {
  readonly type: "reduction";
  readonly operation: "sum" | "prod" | "max" | "min";
  readonly ranges: readonly Range[];
  readonly conditions: readonly Relation[];
  readonly body: Expression;
  readonly extent: "term" | "parentheses";
  /** The sign with its scripts, or the name with its letters. */
  readonly head: Span;
  readonly span: Span;
}

/** `[i = j]`, `\mathbf{1}\{y_i = k\}`, `1_{[k \ne i]}`: 1 where all relations hold, else 0. `\delta_{ij}` stays a name. */
export interface Condition {
  readonly type: "condition";
  readonly relations: readonly Relation[];
  readonly span: Span;
}

/** `\begin{cases} a & j = 1 \\ b & \text{otherwise} \end{cases}`: the first value whose relations hold; none is otherwise. */
export interface Cases {
  readonly type: "cases";
  readonly branches: readonly { readonly value: Expression; readonly relations: readonly Relation[] }[];
  /** `where(x > 0, a, b)` chooses entry by entry, also of arrays. */
  readonly entrywise: boolean;
  readonly span: Span;
}

/** `(A x)_{i}`, `A[i, j]`, `f(x)_j`: an entry of an expression. Of a name, `x_i` is a name with scripts. */
export interface Entry {
  readonly type: "entry";
  readonly operand: Expression;
  readonly script: Script;
  /** The places that the script says, once elaboration has read it. */
  readonly at?: readonly Expression[] | undefined;
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
  | Derivative
  | Reduction
  | Condition
  | Cases
  | Entry;

/**
 * A size in a declaration is an ordinary expression; elaboration reads it as a polynomial. A vector or matrix states all
 * its sizes or none, `W : matrix`, which leaves them to be inferred.
 */
interface Kind {
  readonly name: "scalar" | "vector" | "matrix" | "function" | "size";
  readonly sizes: readonly Expression[];
  /** `function(vector, matrix)`: a scalar function of these. */
  readonly takes?: readonly ("scalar" | "vector" | "matrix")[];
  readonly span: Span;
}

/** `for i in 1..N`, `, i = 1, \dots, N`, `\forall i` behind a statement: it holds for all these values. */
interface Ranged {
  readonly ranges?: readonly Range[];
}

export type Statement =
  | (Ranged & StatedOnce)
  | { readonly type: "range"; readonly ranges: readonly Range[]; readonly span: Span };

/** A statement without what stands behind it. */
type StatedOnce =
  /** `x, y : vector(n) positive`, `W ∈ ℝ^{n×m}` (one size is a vector, none a scalar). */
  | {
      readonly type: "declaration";
      readonly names: readonly Name[];
      readonly kind: Kind;
      readonly facts: readonly Name[];
      readonly span: Span;
    }
  /** `y_i : label(1..K)`, also `y_i \in \{1, \dots, K\}`, and `S : indexset(1..N)`: whole numbers from one to the other. */
  | {
      readonly type: "places";
      readonly names: readonly Name[];
      readonly kind: "label" | "indexset";
      readonly from: Expression;
      readonly to: Expression;
      readonly span: Span;
    }
  /** `x (input)`. */
  | { readonly type: "input"; readonly names: readonly Name[]; readonly span: Span }
  /** `z = W x + b`. An expression that is a text's only one is given a name, whose `typed` is empty. */
  | {
      readonly type: "definition";
      readonly name: Name;
      readonly value: Expression;
      /** `x : vector(n) where A x = b`: the name is what makes the value, the left side without the right one, zero. */
      readonly solves?: true;
      /** The other names of `[X; Y; Z] = R p + t`, before they are statements of their own. */
      readonly beside?: readonly { readonly name: Name; readonly value: Expression }[];
      readonly span: Span;
    }
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
  | {
      readonly type: "scheme";
      readonly reason: "dots" | "entrywise";
      /** Names that it would define. */
      readonly names: readonly string[];
      readonly span: Span;
    };

const NONE: readonly Expression[] = [];

/** The operands of an expression, in the order written; letters and ranges are none, nor are the places of an entry. */
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
    case "reduction":
      return [e.body];
    case "condition":
      return sidesOf(e.relations);
    case "cases":
      return e.branches.flatMap((b) => [b.value, ...sidesOf(b.relations)]);
    case "entry":
      return [e.operand];
  }
}

const sidesOf = (relations: readonly Relation[]): readonly Expression[] => relations.flatMap((r) => [r.left, r.right]);

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

/** The names that stand in a tree; those in scripts and places are none. */
export const namesIn = (e: Expression): readonly string[] =>
  postorder(e).flatMap((x) => (x.type === "name" ? [x.name] : []));

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
    case "reduction":
      return { ...e, body: at(0) };
    case "condition":
      return { ...e, relations: related(e.relations, parts, 0) };
    case "cases": {
      let next = 0;
      const branches = e.branches.map((b) => {
        const from = next;
        next += 1 + 2 * b.relations.length;
        return { value: at(from), relations: related(b.relations, parts, from + 1) };
      });
      return { ...e, branches };
    }
    case "entry":
      return { ...e, operand: at(0) };
    default:
      return e;
  }
}

/** The tree with every node replaced by what `read` makes of it, operands first. */
export function rebuiltBy(root: Expression, read: (e: Expression) => Expression): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(read(rebuilt(e, parts)));
  }
  return stack[0] as Expression;
}

/** Relations over other sides, which begin at `from`. */
const related = (relations: readonly Relation[], parts: readonly Expression[], from: number): readonly Relation[] =>
  relations.map((r, i) => ({
    ...r,
    left: parts[from + 2 * i] as Expression,
    right: parts[from + 2 * i + 1] as Expression,
  }));

/** Every node of a statement's expressions, parts before what holds them. */
export function nodesOf(s: Statement): readonly Expression[] {
  const { stated, claimed } = expressionsOf(s);
  return [...stated, ...claimed].flatMap(postorder);
}

/** Names that statements define. */
export const definedIn = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(statements.flatMap((s) => (s.type === "definition" || s.type === "functionDefinition" ? [s.name.name] : [])));

/** A name that the reader puts in, at the place of what it is put in for. */
export const nameAt = (name: string, span: Span): Name => ({
  type: "name",
  at: undefined,
  name,
  typed: name,
  face: "plain",
  span,
});

/** A call that the reader puts in. */
export const callAt = (callee: string, args: readonly Expression[], span: Span): Call => ({
  type: "call",
  callee: nameAt(callee, span),
  primes: 0,
  args,
  bare: false,
  span,
});

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
    case "places":
    case "range":
    case "scheme":
      return { stated: [], claimed: [] };
  }
}
