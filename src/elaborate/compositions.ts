/** `(f ∘ g)(x)` of functions is f(g(x)), before anything is known of kinds: the sign between values is a product. */
import type { Reporter } from "../core/diagnostic.js";
import {
  type Call,
  type Elementwise,
  type Expression,
  expressionsOf,
  type Name,
  operands,
  type Product,
  postorder,
  rebuiltBy,
  type Span,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { isReserved } from "./names/kinds.js";
import { formulas } from "./opened.js";
import { reread } from "./primes.js";

/** The statements with every composition that is applied written as calls. */
export function readCompositions(
  statements: readonly Statement[],
  source: string,
  said: Reporter,
): readonly Statement[] {
  const functions = new Set<string>();
  for (const s of statements) {
    if (s.type === "functionDefinition") functions.add(s.name.name);
    if (s.type === "declaration" && s.kind.name === "function") for (const n of s.names) functions.add(n.name);
  }
  if (functions.size === 0) return statements;
  const isFunction = (n: Name): boolean => functions.has(n.name) || isReserved(n.name);
  const whole = wholes(statements, source, said);
  return statements.map((s) =>
    reread(whole(s), (root) => rebuiltBy(root, (e) => (e.type === "product" ? applied(e, isFunction) : e))),
  );
}

/**
 * How a statement reads: `h = f ∘ g` of functions of one argument, f(x) = … and g(x) = …, is h = f(g(x)), unless h is
 * applied itself. Of arrays the sign is that of products as well, which is said.
 */
function wholes(statements: readonly Statement[], source: string, said: Reporter): (s: Statement) => Statement {
  const defined = statements.filter((s) => s.type === "functionDefinition");
  const isOfNumbers = formulas(defined);
  const parameters = new Map(defined.map((s) => [s.name.name, s.parameters]));
  const called = new Set<string>();
  for (const s of statements)
    for (const root of Object.values(expressionsOf(s)).flat())
      for (const e of postorder(root)) if (e.type === "call") called.add(e.callee.name);
  return (s) => {
    if (s.type !== "definition" || called.has(s.name.name)) return s;
    const e = ungrouped(s.value);
    if (e.type !== "elementwise" || !isHadamard(e) || !e.rest.every((r) => isRing(source, r.span))) return s;
    const names = operands(e).filter((n): n is Name => n.type === "name");
    const [argument] = parameters.get(names.at(-1)?.name ?? "") ?? [];
    const areFunctions = names.every((n) => parameters.get(n.name)?.length === 1);
    if (argument === undefined || names.length <= e.rest.length || !areFunctions) return s;
    if (!names.every((n) => isOfNumbers(n.name))) {
      const typed = names.map((n) => n.typed ?? n.name);
      const applied = `${typed.join("(")}(${argument.typed ?? argument.name}${")".repeat(names.length)}`;
      const message = `${typed.join(" ∘ ")} is read as the composition ${applied}, and not entry by entry`;
      said.report("warning", "function/composed", e.span, message, {
        hint: `a product of values is ${typed.join(" .* ")}`,
      });
    }
    return { ...s, value: nested(names, { ...argument, span: (names.at(-1) as Name).span }, e.span) };
  };
}

/** The sign of compositions, and not `.*` or ⊙. */
const isRing = (source: string, { start, end }: Span): boolean => /[∘]|\\circ/.test(source.slice(start, end));

const nested = (names: readonly Name[], argument: Expression, span: Span): Expression =>
  names.reduceRight<Expression>(
    (arg, callee): Call => ({ type: "call", callee, primes: 0, args: [arg], bare: false, span }),
    argument,
  );

/** A product in which a composition before a parenthesis is applied to what stands in it. */
function applied(e: Product, isFunction: (n: Name) => boolean): Expression {
  const factors: { operator: Product["rest"][number]["operator"]; operand: Expression; span: Product["span"] }[] = [];
  for (const next of [{ operator: "juxtaposition" as const, operand: e.first, span: e.first.span }, ...e.rest]) {
    const before = factors.at(-1);
    const parts = before === undefined ? null : composed(before.operand, isFunction);
    const group = next.operand.type === "postfix" ? next.operand.operand : next.operand;
    const isApplied = next.operator === "juxtaposition" && group.type === "group";
    if (before === undefined || parts === null || !isApplied || group.type !== "group") {
      factors.push(next);
      continue;
    }
    const span = { start: before.operand.span.start, end: group.span.end };
    const call = nested(parts, group.operand, span);
    const operand = next.operand.type === "postfix" ? { ...next.operand, operand: call } : call;
    factors[factors.length - 1] = { ...before, operand };
  }
  const [first, ...rest] = factors;
  if (first === undefined || factors.length === e.rest.length + 1) return e;
  return rest.length === 0 ? first.operand : { ...e, first: first.operand, rest };
}

/** The functions of `(f ∘ g)`, or null where it is anything else. */
function composed(e: Expression, isFunction: (n: Name) => boolean): readonly Name[] | null {
  if (e.type !== "group" || e.operand.type !== "elementwise" || !isHadamard(e.operand)) return null;
  const names = operands(e.operand);
  return names.every((n): n is Name => n.type === "name" && isFunction(n)) ? names : null;
}

const isHadamard = (e: Elementwise): boolean => e.rest.every((r) => r.operator === "hadamard");
