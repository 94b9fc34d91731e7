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
import { isFunctional } from "./names/applied.js";
import { isReserved } from "./names/kinds.js";
import { formulas } from "./opened.js";
import { reread } from "./primes.js";

/** The statements with every composition that is applied written as calls. */
export function readCompositions(
  statements: readonly Statement[],
  source: string,
  said: Reporter,
): readonly Statement[] {
  if (!/[∘⊙]|\.\*|\\circ|\\odot/.test(source)) return statements;
  const reading = { source, said, standingOf: standings(statements, source) };
  const whole = wholes(statements, source, said);
  return statements.map((s) =>
    reread(whole(s), (root) =>
      rebuiltBy(root, (e) => {
        if (e.type === "product") return applied(e, reading);
        return e.type === "elementwise" ? chained(e, reading) : e;
      }),
    ),
  );
}

/**
 * What a name before the sign is: a function that the text has or applies, a letter of functions that stands nowhere
 * else, or a value. A letter in LaTeX's italics is no vector, so that a composition is all that is left.
 */
type Standing = "function" | "letter" | "doubtful" | "value";

interface Composing {
  readonly source: string;
  readonly said: Reporter;
  readonly standingOf: (n: Name) => Standing;
}

function standings(statements: readonly Statement[], source: string): (n: Name) => Standing {
  const [functions, values] = [new Set<string>(), new Set<string>()];
  for (const s of statements) {
    if (s.type === "functionDefinition") for (const n of s.parameters) values.add(n.name);
    if (s.type === "functionDefinition") functions.add(s.name.name);
    else if (s.type === "definition") values.add(s.name.name);
    else if (s.type === "declaration")
      for (const n of s.names) (s.kind.name === "function" ? functions : values).add(n.name);
    for (const root of Object.values(expressionsOf(s)).flat()) standing(root, source, { functions, values });
  }
  return (n) => {
    if (functions.has(n.name) || isReserved(n.name)) return "function";
    if (values.has(n.name) || !/^(?:.|phi|psi|rho|sigma|ell)(?:_\d+)?$/.test(n.name) || !isFunctional(n.name))
      return "value";
    return n.latex === true && n.face === "plain" && /^[a-z](?:_|$)/.test(n.name) ? "letter" : "doubtful";
  };
}

interface Seen {
  readonly functions: Set<string>;
  readonly values: Set<string>;
}

/** Adds the names that an expression applies, and those that stand in it as values anywhere but beside the sign. */
function standing(root: Expression, source: string, { functions, values }: Seen): void {
  const beside = new Set<Expression>();
  for (const e of postorder(root)) {
    if (e.type === "call") functions.add(e.callee.name);
    if (e.type === "derivative") for (const n of [e.of, ...e.variables]) beside.add(n);
    if (e.type !== "elementwise") continue;
    for (const [i, x] of operands(e).entries()) {
      const signs = [e.rest[i - 1], e.rest[i]].filter((r) => r !== undefined);
      if (signs.every((r) => isRing(source, r.span))) beside.add(lastFactor(x));
    }
  }
  for (const e of postorder(root)) if (e.type === "name" && !beside.has(e)) values.add(e.name);
}

const lastFactor = (e: Expression): Expression => (e.type === "product" ? (e.rest.at(-1)?.operand ?? e) : e);

/** `f ∘ g(x)` is f(g(x)) where f is a function; before a function of the language f is a factor as often. */
function chained(e: Elementwise, reading: Composing): Expression {
  const all = operands(e);
  const kept: { operator: Elementwise["rest"][number]["operator"]; operand: Expression; span: Span }[] = [];
  for (const [i, operand] of all.entries()) {
    const link = e.rest[i - 1] ?? { operator: "hadamard" as const, span: operand.span };
    kept.push({ ...link, operand });
  }
  for (let i = kept.length - 1; i > 0; i--) {
    const [before, last] = [kept[i - 1], kept[i]];
    if (before === undefined || last === undefined || !isRing(reading.source, last.span)) continue;
    const operand = composedWith(before.operand, last.operand, reading);
    if (operand !== null) kept.splice(i - 1, 2, { ...before, operand });
  }
  const [first, ...rest] = kept;
  if (first === undefined || kept.length === all.length) return e;
  return rest.length === 0 ? first.operand : { ...e, first: first.operand, rest };
}

/** What stands before the sign, applied to the call behind it; null where it is no composition. */
function composedWith(
  before: Expression,
  behind: Expression,
  { source, said, standingOf }: Composing,
): Expression | null {
  const f = lastFactor(before);
  const call = behind.type === "postfix" ? behind.operand : behind;
  if (f.type !== "name" || call.type !== "call" || call.primes > 0 || call.bare) return null;
  const standing = standingOf(f);
  if (standing === "value") return null;
  const span = { start: f.span.start, end: call.span.end };
  const [text, name] = [span, f.span].map(({ start, end }) => source.slice(start, end)) as [string, string];
  const argument = source.slice(call.span.start, call.span.end);
  const isOfLanguage = isReserved(call.callee.name) || call.callee.name === "sigma";
  const hint = `a composition is ${name}(${argument}), a product of values ${name} ${productSign(f)} ${argument}`;
  const doubt = (reading: string): void =>
    said.report("warning", "function/composed", span, `${text} is read ${reading}`, { hint });
  if (standing !== "function" && isOfLanguage) {
    doubt("entry by entry, and may be a composition");
    return null;
  }
  if (standing === "doubtful") doubt("as a composition, and not entry by entry");
  const made: Call = { type: "call", callee: f, primes: 0, args: [call], bare: false, span };
  const whole: Expression =
    behind.type === "postfix" ? { ...behind, operand: made, span: { ...behind.span, start: span.start } } : made;
  if (before.type !== "product") return whole;
  const rest = before.rest.with(-1, { ...(before.rest.at(-1) as Product["rest"][number]), operand: whole });
  return { ...before, rest, span: { ...before.span, end: whole.span.end } };
}

const productSign = (n: Name): string => (n.latex === true ? "\\odot" : ".*");

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
function applied(e: Product, reading: Composing): Expression {
  const factors: { operator: Product["rest"][number]["operator"]; operand: Expression; span: Product["span"] }[] = [];
  for (const next of [{ operator: "juxtaposition" as const, operand: e.first, span: e.first.span }, ...e.rest]) {
    const before = factors.at(-1);
    const parts = before === undefined ? null : composed(before.operand, reading);
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
function composed(e: Expression, { source, said, standingOf }: Composing): readonly Name[] | null {
  if (e.type !== "group" || e.operand.type !== "elementwise" || !isHadamard(e.operand)) return null;
  const names = operands(e.operand);
  if (!names.every((n): n is Name => n.type === "name")) return null;
  const standing = names.map(standingOf);
  if (standing.every((s) => s === "function")) return names;
  if (standing.includes("value") || !e.operand.rest.every((r) => isRing(source, r.span))) return null;
  if (standing.includes("doubtful")) {
    const typed = names.map((n) => n.typed ?? n.name);
    const [sign, text] = [productSign(names[0] as Name), source.slice(e.span.start, e.span.end)];
    said.report("warning", "function/composed", e.span, `${text} is read as a composition, and not entry by entry`, {
      hint: `a composition is ${typed.join("(")}(…${")".repeat(names.length)}, a product of values ${typed.join(` ${sign} `)}`,
    });
  }
  return names;
}

const isHadamard = (e: Elementwise): boolean => e.rest.every((r) => r.operator === "hadamard");
