/**
 * `\ell(a)`, `loss(h, y)`: an unknown loss, whose value is a number whatever it is applied to. So is any name that is only
 * applied and whose gradient the text takes, `J(w) + λ wᵀw` beside `∇J(w)`, and f in `f(x) + λ‖x‖²`.
 */
import {
  type Call,
  type Expression,
  expressionsOf,
  type Product,
  postorder,
  type Span,
  type Statement,
} from "../../parse/ast.js";
import type { Scope } from "../scope.js";
import { arraySign, isOnlyApplied, isStated, isUpper, record, shows } from "./evidence.js";

const LOSSES: ReadonlySet<string> = new Set(["ell", "loss", "cost"]);

/** Letters of functions of numbers or of arrays; σ, φ and ρ are taken of each entry. */
const FUNCTIONS = /^[fghFG](?:_|$)/;

/** Takes the names of losses that nothing says otherwise of for functions of arrays. */
export function assumeLosses(scope: Scope, statements: readonly Statement[]): void {
  const graded = gradedNames(statements);
  for (const name of new Set([...LOSSES, ...graded.keys(), ...functionsBesideNumbers(scope, statements)])) {
    const entry = scope.names.get(name);
    if (entry === undefined || isStated(entry.evidence) || entry.faulty) continue;
    if (!isOnlyApplied(entry.evidence) || shows(entry.evidence, "primed") || shows(entry.evidence, "composed"))
      continue;
    entry.isScalarFunction = statements.every(
      (s) =>
        s.type === "query" ||
        s.type === "claim" ||
        expressionsOf(s).stated.every((e) => isNumberIn(name, e) && !isArrayBy(scope, s, e, name)),
    );
    const at = graded.get(name);
    if (entry.isScalarFunction && at !== undefined) record(entry.evidence, "graded", at);
  }
}

/** Names of which a gradient is taken as of functions, each with where it is first. */
function gradedNames(statements: readonly Statement[]): ReadonlyMap<string, Span> {
  const out = new Map<string, Span>();
  for (const s of statements)
    for (const root of Object.values(expressionsOf(s)).flat())
      for (const e of postorder(root))
        if (e.type === "call" && e.gradient !== undefined && !out.has(e.callee.name)) out.set(e.callee.name, e.span);
  return out;
}

/** Whether what is defined by a loss alone is used as no number is. */
function isArrayBy(scope: Scope, s: Statement, value: Expression, name: string): boolean {
  if (s.type !== "definition" || value.type !== "call" || value.callee.name !== name) return false;
  const own = scope.names.get(s.name.name);
  if (own === undefined) return false;
  // A letter of lower case that other definitions use is a vector as likely: it stays one.
  return (
    s.name.face === "bold" || arraySign(own.evidence) !== null || (!isUpper(own.name) && shows(own.evidence, "used"))
  );
}

/** Whether a function stands only where a number stands: as a term, under a sum, beside factors that are not transposed. */
function isNumberIn(name: string, root: Expression): boolean {
  const all = postorder(root).filter(
    (e): e is Call => e.type === "call" && e.callee.name === name && e.gradient === undefined,
  );
  if (all.length === 0) return true;
  const free = new Set<Expression>();
  const todo: Expression[] = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "group") todo.push(e.operand);
    else if (e.type === "negation") todo.push(e.operand);
    else if (e.type === "sum") todo.push(...e.terms.map((t) => t.term));
    else if (e.type === "reduction") todo.push(e.body);
    else if (e.type === "fraction") todo.push(e.numerator);
    else if (e.type === "product" && !factorsOf(e).some(isTransposed)) todo.push(...factorsOf(e));
    else free.add(e);
  }
  return all.every((e) => free.has(e) && !e.args.some((a) => postorder(a).some((x) => all.includes(x as Call))));
}

const factorsOf = (e: Product): readonly Expression[] => [e.first, ...e.rest.map((r) => r.operand)];

const isTransposed = (e: Expression): boolean =>
  e.type === "postfix" && e.operators.some((o) => o.type === "transpose" || o.type === "inverseTranspose");

/** Letters of functions of one array that are added to what is a number whatever its names are, `f(x) + λ‖x‖²`. */
function functionsBesideNumbers(scope: Scope, statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const s of statements) {
    if (s.type !== "definition" && s.type !== "functionDefinition") continue;
    const parts: Parts = { numbers: new Set(), coefficients: new Set() };
    for (const e of postorder(s.value)) {
      if (isCoefficient(e, parts)) parts.coefficients.add(e);
      if (isNumber(e, parts)) parts.numbers.add(e);
      if (e.type !== "sum" || !e.terms.some((t) => parts.numbers.has(t.term))) continue;
      for (const { term } of e.terms) {
        const name = functionOfArray(scope, term);
        if (name !== null) found.add(name);
      }
    }
  }
  return found;
}

/** What is known of the parts of an expression, which come before it: each is looked at once, however deep it lies. */
interface Parts {
  readonly numbers: Set<Expression>;
  readonly coefficients: Set<Expression>;
}

/** The letter of a function whose argument is a name that is an array for all that the text shows; else null. */
function functionOfArray(scope: Scope, term: Expression): string | null {
  const call = term.type === "product" ? term.rest.at(-1)?.operand : term;
  if (call?.type !== "call" || !FUNCTIONS.test(call.callee.name) || call.args.length !== 1) return null;
  const [arg] = call.args;
  if (arg?.type !== "name" || isUpper(arg.name)) return null;
  const evidence = scope.names.get(arg.name)?.evidence;
  const isArray = evidence !== undefined && (shows(evidence, "bold") || arraySign(evidence) !== null);
  return isArray ? call.callee.name : null;
}

const OF_ARRAYS = /^(?:tr|trace|det|logdet|sum|mean|norm[12F]?|logsumexp)$/;

/** A norm, an inner product, or what holds one beside coefficients. */
function isNumber(e: Expression, parts: Parts): boolean {
  const { numbers } = parts;
  switch (e.type) {
    case "bars":
      return e.double;
    case "group":
    case "negation":
      return numbers.has(e.operand);
    case "postfix":
      return numbers.has(e.operand) && !isTransposed(e);
    case "fraction":
      return numbers.has(e.numerator);
    case "sum":
      return (
        e.terms.some((t) => numbers.has(t.term)) &&
        e.terms.every((t) => t.term.type === "number" || numbers.has(t.term))
      );
    case "call":
      // λ(1 - x^T x) is read as a call until kinds are known.
      return (
        OF_ARRAYS.test(e.callee.name) || (isCoefficient(e.callee, parts) && e.args.every((arg) => numbers.has(arg)))
      );
    case "product": {
      const factors = factorsOf(e);
      const [first, ...rest] = factors.slice(factors.findIndex((f) => !isCoefficient(f, parts)));
      if (first === undefined) return false;
      if (numbers.has(first)) return rest.every((f) => numbers.has(f) || isCoefficient(f, parts));
      const last = rest.at(-1);
      return isRow(first) && last !== undefined && isColumn(last);
    }
    default:
      return false;
  }
}

/** A number, or a Greek letter or one of LaTeX's italics that is no array. */
function isCoefficient(e: Expression, { coefficients }: Parts): boolean {
  switch (e.type) {
    case "number":
      return true;
    case "name":
      return e.face !== "bold" && !isUpper(e.name) && (e.name.length > 1 || e.latex === true);
    case "fraction":
      return coefficients.has(e.numerator) && coefficients.has(e.denominator);
    case "group":
      return coefficients.has(e.operand);
    default:
      return false;
  }
}

const isRow = (e: Expression): boolean =>
  isTransposed(e) &&
  e.type === "postfix" &&
  (e.operand.type === "group" || (e.operand.type === "name" && !isUpper(e.operand.name)));

const isColumn = (e: Expression): boolean => e.type === "group" || (e.type === "name" && !isUpper(e.name));
