/**
 * `\ell(a)`, `loss(h, y)`: an unknown loss, whose value is a number whatever it is applied to. So is any name that is only
 * applied and whose gradient the text takes, `J(w) + λ wᵀw` beside `∇J(w)`.
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

/** Takes the names of losses that nothing says otherwise of for functions of arrays. */
export function assumeLosses(scope: Scope, statements: readonly Statement[]): void {
  const graded = gradedNames(statements);
  for (const name of new Set([...LOSSES, ...graded.keys()])) {
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
