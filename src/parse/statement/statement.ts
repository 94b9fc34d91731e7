/** From a parsed statement to what it says: a declaration, a definition, a query, a claim. */

import type { CodeOf } from "../../core/codes.js";
import { nearest } from "../../core/nearest.js";
import { FACT_NAMES, KINDS } from "../../names/words.js";
import { type Expression, type Name, type Span, type Statement, ungrouped } from "../ast.js";
import type { ParsedKind, ParsedStatement } from "../grammar/build.js";
import type { Fault, Placed, Token } from "../lex/tokens.js";

/** A statement, or the expression of one that is nothing else, or null where a fault was added. */
export type Reading =
  | Statement
  | { readonly type: "expression"; readonly value: Expression; readonly span: Span }
  | null;

/** Says what a parsed statement does; what is wrong with it goes to `faults`. */
export function statementOf(parsed: ParsedStatement, span: Span, faults: Placed[], unknown?: Token): Reading {
  if (unknown !== undefined) return solvedBy(parsed, span, faults, unknown);
  switch (parsed.type) {
    case "declaration":
      return declarationOf(parsed, span, faults);
    case "input":
      return { type: "input", names: parsed.names, span };
    case "expression":
      return expressionOf(parsed.value, span);
    case "equation":
      return equationOf(parsed, span, faults);
  }
}

interface Complaint {
  readonly code: CodeOf<"syntax">;
  readonly message: string;
  readonly at: Span;
  readonly hint?: string;
}

function complain(faults: Placed[], { code, message, at, hint }: Complaint): null {
  const fault: Fault = { code: `syntax/${code}`, message, ...(hint === undefined ? {} : { hint }) };
  faults.push({ fault, start: at.start, end: at.end });
  return null;
}

const UNSAID_VARIABLE = {
  code: "nabla",
  message: "a gradient says by which variable it is taken",
  hint: "∇_x s, \\nabla_{\\mathbf{x}} s, or ∂s/∂x",
} as const;

const KIND_HINT = "kinds are scalar, vector(n), matrix(n, m) and function";

type Declaration = ParsedStatement & { readonly type: "declaration" };

function declarationOf({ names, kind, facts }: Declaration, span: Span, faults: Placed[]): Reading {
  const [range] = kind.keyword.head?.ranges ?? [];
  if (range?.from != null && range.to !== null)
    return {
      type: "places",
      names,
      kind: kind.keyword.value as "label" | "indexset",
      from: range.from,
      to: range.to,
      span,
    };
  const read = kindOf(kind, faults);
  const known = facts.filter((f) => isFact(f, faults));
  return read === null ? null : { type: "declaration", names, kind: read, facts: known, span };
}

/** Facts by other words for them. */
const FACT_BY_WORD: ReadonlyMap<string, string> = new Map(
  (
    [
      ["posdef", "definite pd spd positivedefinite positive_definite pos_def"],
      ["symmetric", "sym hermitian selfadjoint psd semidefinite"],
      ["orthogonal", "unitary orthonormal rotation"],
      ["invertible", "nonsingular regular"],
      ["diagonal", "diag"],
      ["onehot", "one_hot hot"],
      ["simplex", "stochastic probability probabilities distribution"],
      ["data", "constant fixed const"],
      ["integer", "int whole"],
    ] as const
  ).flatMap(([fact, words]) => words.split(" ").map((word) => [word, fact] as const)),
);

function isFact({ name, span }: Name, faults: Placed[]): boolean {
  if (FACT_NAMES.has(name)) return true;
  const close = FACT_BY_WORD.get(name.toLowerCase()) ?? nearest(name, FACT_NAMES);
  const hint = close === null ? `facts are ${[...FACT_NAMES].join(", ")}` : `did you mean ${close}?`;
  complain(faults, { code: "fact", message: `${name} is not a fact`, at: span, hint });
  return false;
}

type Kind = (Statement & { readonly type: "declaration" })["kind"];

function kindOf({ keyword, sizes, span }: ParsedKind, faults: Placed[]): Kind | null {
  if (keyword.type === "REALS")
    return { name: sizes.length === 0 ? "scalar" : sizes.length === 1 ? "vector" : "matrix", sizes, span };
  const name = keyword.value;
  if (name === "function" && sizes.length > 0) {
    const takes = sizes.map(argumentKind);
    if (takes.every((t) => t !== null)) return { name, sizes: [], takes, span };
  }
  const wanted = KINDS.get(name);
  if (wanted === undefined) {
    const close = nearest(name, KINDS.keys());
    const like = name === "simplex" ? "p : vector(n)" : "A : matrix(n, n)";
    const asFact = FACT_NAMES.has(name) ? `a fact stands after the kind: ${like} ${name}` : KIND_HINT;
    const isNumber = /^(?:R|real|number|float|double)$/.test(name);
    const hint = isNumber ? "a number is x : scalar" : close === null ? asFact : `did you mean ${close}?`;
    return complain(faults, { code: "kind", message: `${name} is not a kind`, at: keyword, hint });
  }
  // A vector or matrix without sizes leaves them to be inferred.
  if (sizes.length !== wanted && sizes.length > 0) {
    const takes = wanted === 0 ? "no size" : wanted === 1 ? "one size" : "two sizes";
    const message = `${name} takes ${takes}, not ${sizes.length}`;
    return complain(faults, { code: "kind", message, at: span, hint: KIND_HINT });
  }
  return { name: name as Kind["name"], sizes, span };
}

/** What a function takes: `vector`, or `vector(n)`, whose size is left to its arguments. */
function argumentKind(e: Expression): "scalar" | "vector" | "matrix" | null {
  const name = e.type === "name" ? e.name : e.type === "call" ? e.callee.name : "";
  return name === "scalar" || name === "vector" || name === "matrix" ? name : null;
}

const expressionOf = (value: Expression, span: Span): Reading =>
  hasDerivative(value) ? { type: "query", value, span } : { type: "expression", value, span };

/** Whether an expression is a derivative, or one with factors and terms beside it. */
function hasDerivative(root: Expression): boolean {
  const todo = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    switch (e.type) {
      case "derivative":
        return true;
      case "group":
      case "negation":
      case "postfix":
        todo.push(e.operand);
        break;
      case "product":
      case "elementwise":
        todo.push(e.first);
        for (const r of e.rest) todo.push(r.operand);
        break;
      case "sum":
        for (const t of e.terms) todo.push(t.term);
        break;
      case "fraction":
        todo.push(e.numerator);
        break;
      case "reduction":
        todo.push(e.body);
        break;
      case "entry":
        todo.push(e.operand);
        break;
      default:
    }
  }
  return false;
}

type Equation = ParsedStatement & { readonly type: "equation" };

function equationOf(parsed: Equation, span: Span, faults: Placed[]): Reading {
  const { sides, equals } = parsed;
  const [left, value] = sides;
  if (left === undefined || value === undefined) return null;
  if (hasDerivative(left)) return { type: "claim", value: left, sides: sides.slice(1), equals, span };
  const second = equals[1];
  if (second !== undefined)
    return complain(faults, {
      code: "two-equals",
      message: "a definition has one =",
      at: second,
      hint: "only a derivative may stand at the head of a chain of =; write the rest as statements of their own",
    });
  const logged = ofLogarithm(left);
  if (logged !== null) {
    const inner = equationOf({ ...parsed, sides: [logged, value] }, span, faults);
    if (inner?.type !== "definition" && inner?.type !== "functionDefinition") return inner;
    return { ...inner, value: calling("exp", inner.value) };
  }
  const name = left.type === "name" ? left : primed(left);
  if (name !== null) return { type: "definition", name, value, span };
  const listed = listedNames(left);
  if (listed !== null) return definitionOfEntries(listed, value, span);
  const root = squared(left);
  if (root !== null) return { type: "definition", name: root, value: calling("sqrt", value), span };
  if (left.type === "call" && left.gradient !== undefined)
    return complain(faults, { ...UNSAID_VARIABLE, at: left.span });
  const parameters = parametersOf(left);
  if (left.type === "call" && parameters !== null) {
    const twice = parameters.find((p, i) => parameters.findIndex((q) => q.name === p.name) < i);
    if (twice === undefined) return { type: "functionDefinition", name: left.callee, parameters, value, span };
    const message = `${twice.name} stands twice among the parameters`;
    return complain(faults, { code: "parameter", message, at: twice.span });
  }
  const step = flatStepOf(left);
  return complain(faults, {
    code: "left-side",
    message: "the left side of a definition is one name",
    at: left.span,
    hint:
      step === null
        ? "name = expression defines; ∂s/∂x = expression claims"
        : `braces say what stands below: ${step}; ∂s/∂x = expression claims`,
  });
}

/** `x_k+1` on a left side, whose 1 stands below to whoever writes it: the name with braces. */
function flatStepOf(left: Expression): string | null {
  const [base, one, more] = left.type === "sum" ? left.terms : [];
  if (base?.term.type !== "name" || one?.term.type !== "number" || more !== undefined) return null;
  const [, letter, below] = /^([^_]+)_([A-Za-z])$/.exec(base.term.name) ?? [];
  return letter === undefined ? null : `${letter}_{${below}${one.sign === 1 ? "+" : "-"}${one.term.value}}`;
}

/** The numbers of a column on a left side, `[X; Y; Z]`, `[X, Y, Z]^T`; null of anything else. */
function listedNames(left: Expression): readonly Name[] | null {
  const isTurned =
    left.type === "postfix" &&
    left.operators.length === 1 &&
    /^(?:transpose|prime)$/.test(left.operators[0]?.type ?? "");
  const blocks = isTurned ? left.operand : left;
  if (blocks.type !== "blocks") return null;
  const { rows } = blocks;
  const isColumn = isTurned ? rows.length === 1 : rows.every((row) => row.length === 1);
  const names = rows.flat().filter((e): e is Name => e.type === "name" && e.face !== "bold");
  const isWhole = isColumn && names.length > 1 && names.length === rows.flat().length;
  return isWhole && new Set(names.map((n) => n.name)).size === names.length ? names : null;
}

/** `[X; Y] = v` as X = e_1^T v and Y = e_2^T v with e_i of that many entries, which is how many v has. */
function definitionOfEntries(names: readonly Name[], vector: Expression, span: Span): Reading {
  const count = String(names.length);
  const entry = (i: number): Expression => {
    const places = [String(i + 1), count].map((value): Expression => ({ type: "number", value, span: vector.span }));
    const unit = calling("unit", vector, places);
    const row: Expression = { type: "postfix", operand: unit, operators: [{ type: "transpose", span }], span };
    const operand: Expression = { type: "group", operand: vector, span: vector.span };
    return { type: "product", first: row, rest: [{ operator: "juxtaposition", operand, span: vector.span }], span };
  };
  const [first, ...beside] = names.map((name, i) => ({ name, value: entry(i) }));
  return first === undefined ? null : { type: "definition", ...first, beside, span };
}

/** `A x = b` behind `x : vector(n) where`: the equation that the name solves. */
function solvedBy(parsed: ParsedStatement, span: Span, faults: Placed[], unknown: Token): Reading {
  const name: Name = {
    type: "name",
    at: undefined,
    name: unknown.value,
    typed: unknown.value,
    face: unknown.face,
    ...(unknown.latex ? { latex: true } : {}),
    span: { start: unknown.start, end: unknown.end },
  };
  const [left, right] = parsed.type === "equation" ? parsed.sides : [];
  const [sign, second] = parsed.type === "equation" ? parsed.equals : [];
  if (left === undefined || right === undefined || sign === undefined || second !== undefined)
    return complain(faults, {
      code: "where",
      message: `one equation of ${name.typed} is expected behind where`,
      at: span,
      hint: "x : vector(n) where A x = b",
    });
  return { type: "definition", name, value: withoutRight(left, right, sign, span), solves: true, span };
}

/** The left side without the right one; itself where that is 0. */
function withoutRight(left: Expression, right: Expression, operator: Span, span: Span): Expression {
  const { start } = left.span;
  if (right.type === "number" && Number(right.value) === 0) return left;
  return {
    type: "sum",
    terms: [
      { sign: 1, term: left, operator: { start, end: start } },
      { sign: -1, term: right, operator },
    ],
    span,
  };
}

/** `x'` on a left side or among parameters: a name with a label. */
function primed(e: Expression): Name | null {
  if (e.type !== "postfix" || e.operators.length !== 1 || e.operators[0]?.type !== "prime") return null;
  if (e.operand.type !== "name") return null;
  return { ...e.operand, name: `${e.operand.name}_prime`, typed: `${e.operand.typed}'`, span: e.span };
}

/** The name of `σ_i^2 = …`, a number that is given by its square; null for any other left side. */
export function squared(left: Expression): Name | null {
  if (left.type !== "postfix" || left.operators.length !== 1 || left.operand.type !== "name") return null;
  const [o] = left.operators;
  const isSquare = o?.type === "power" && o.exponent.type === "number" && o.exponent.value === "2";
  const { name, face } = left.operand;
  return isSquare && face !== "bold" && name.charAt(0) === name.charAt(0).toLowerCase() ? left.operand : null;
}

/** What `log p(y, x) = …` gives by its logarithm: a name or a call of one; null for any other left side. */
function ofLogarithm(left: Expression): Expression | null {
  const [inner] = left.type === "call" && LOGARITHMS.has(left.callee.name) && left.args.length === 1 ? left.args : [];
  const of = inner === undefined ? null : ungrouped(inner);
  return of !== null && (of.type === "name" || of.type === "call") ? of : null;
}
const LOGARITHMS: ReadonlySet<string> = new Set(["log", "ln"]);

const calling = (name: string, value: Expression, args: readonly Expression[] = [value]): Expression => ({
  type: "call",
  callee: {
    type: "name",
    at: undefined,
    name,
    typed: "",
    face: "plain",
    span: { start: value.span.start, end: value.span.start },
  },
  primes: 0,
  args,
  bare: false,
  span: value.span,
});

/** More parameters than this are a mistake, and comparing them all would take long. */
const MAX_PARAMETERS = 1000;

/** The parameters of `f(x, y)`, or null where it is no such thing. */
function parametersOf(left: Expression): readonly Name[] | null {
  if (left.type !== "call" || left.bare || left.primes > 0 || left.args.length > MAX_PARAMETERS) return null;
  const out: Name[] = [];
  for (const a of left.args) {
    const name = a.type === "name" ? a : primed(a);
    if (name === null) return null;
    out.push(name);
  }
  return out;
}
