/**
 * Primes on names that are no functions: `x'y` transposes, `x - x'` has two points.
 *
 * A prime is a label where the primed name is added to or subtracted from the base, stands beside it as an argument, or
 * on a left side; whatever the order of statements, it is then one everywhere.
 */
import type { Reporter } from "../core/diagnostic.js";
import {
  type Expression,
  expressionsOf,
  type Name,
  postorder,
  rebuiltBy,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { isUpper } from "./names/evidence.js";

const labelled = (name: string): string => `${name}_prime`;

/** The name that stands primed once, and with nothing else behind it: `x'`. */
function primedName(e: Expression): Name | null {
  const isPrimed = e.type === "postfix" && e.operators.length === 1 && e.operators[0]?.type === "prime";
  return isPrimed && e.operand.type === "name" ? e.operand : null;
}

/** The last factor of a term, where all before it are factors of numbers for all that is known. */
function lastFactor(e: Expression): Expression {
  if (e.type === "negation") return lastFactor(e.operand);
  return e.type === "product" ? ((e.rest.at(-1)?.operand ?? e.first) as Expression) : e;
}

interface Primes {
  readonly labels: ReadonlySet<string>;
  /** Primes that may be either. */
  readonly doubts: readonly Name[];
}

/** Expressions that stand beside one another, as terms or as arguments. */
function neighbours(e: Expression): readonly Expression[] {
  if (e.type === "sum") return e.terms.map((t) => t.term);
  return e.type === "call" ? e.args : [];
}

function primesOf(statements: readonly Statement[]): Primes {
  const labels = new Set<string>();
  const doubts: Name[] = [];
  const alone: Name[] = [];
  const stated = new Set<string>();
  for (const s of statements) {
    for (const name of statedBy(s)) stated.add(name);
    for (const term of s.type === "definition" ? termsOf(s.value) : []) {
      const only = primedName(term);
      if (only !== null && only.face !== "bold" && !isUpper(only.name)) alone.push(only);
    }
    const names = s.type === "functionDefinition" ? [s.name, ...s.parameters] : s.type === "definition" ? [s.name] : [];
    for (const { name, typed } of names)
      if (name.endsWith("_prime") && /['′]/.test(typed)) labels.add(name.slice(0, -6));
    const of = expressionsOf(s);
    for (const root of [...of.stated, ...of.claimed])
      for (const e of postorder(root)) {
        const beside = neighbours(e);
        if (beside.length < 2) continue;
        const primed = beside.map((x) => primedName(lastFactor(x))).filter((n) => n !== null);
        if (primed.length === 0) continue;
        const bases = new Set(beside.map(lastFactor).flatMap((x) => (x.type === "name" ? [x.name] : [])));
        for (const n of primed) {
          if (!bases.has(n.name)) continue;
          // A + A' of a matrix is as good a transpose as any.
          if (isUpper(n.name) && e.type === "sum") doubts.push(n);
          else labels.add(n.name);
        }
      }
  }
  const undecided = alone.filter((n) => !stated.has(n.name));
  return {
    labels,
    doubts: [...doubts.filter((n) => n.latex === true), ...undecided].filter((n) => !labels.has(n.name)),
  };
}

/** The terms of a value, each without its sign. */
function termsOf(value: Expression): readonly Expression[] {
  const e = ungrouped(value);
  const terms = e.type === "sum" ? e.terms.map((t) => t.term) : [e];
  return terms.map((t) => (t.type === "negation" ? t.operand : t));
}

/** The names of which a statement says what they are. */
function statedBy(s: Statement): readonly string[] {
  if (s.type === "declaration" || s.type === "input") return s.names.map((n) => n.name);
  return s.type === "definition" || s.type === "functionDefinition" ? [s.name.name] : [];
}

/** The statements with every primed name that is a label as a name of its own. */
export function readPrimes(statements: readonly Statement[], source: string, said: Reporter): readonly Statement[] {
  const { labels, doubts } = primesOf(statements);
  for (const { name, span } of doubts)
    said.report(
      "warning",
      "name/prime",
      { start: span.start, end: span.end + 1 },
      `${name}' is read as the transpose of ${name}`,
      {
        hint: `another value of ${name} has a label: ${name}_2; a transpose is ${name}^T`,
      },
    );
  return labels.size === 0 ? statements : statements.map((s) => reread(s, (e) => withLabels(e, labels, source)));
}

/** A statement with each expression that it states read anew. */
export function reread(s: Statement, read: (e: Expression) => Expression): Statement {
  switch (s.type) {
    case "definition":
    case "functionDefinition":
    case "query":
      return { ...s, value: read(s.value) };
    case "claim":
      return { ...s, value: read(s.value), sides: s.sides.map(read) };
    default:
      return s;
  }
}

const withLabels = (root: Expression, labels: ReadonlySet<string>, source: string): Expression =>
  rebuiltBy(root, (e) => withLabel(e, labels, source));

function withLabel(e: Expression, labels: ReadonlySet<string>, source: string): Expression {
  if (e.type === "derivative") return { ...e, variables: e.variables.map((x) => primedVariable(x, labels, source)) };
  if (e.type !== "postfix" || e.operand.type !== "name" || !labels.has(e.operand.name)) return e;
  const [first, ...rest] = e.operators;
  // Two primes are a second derivative, or a label of its own: no transpose of the one with one prime.
  if (first?.type !== "prime" || rest[0]?.type === "prime") return e;
  const span = { start: e.operand.span.start, end: first.span.end };
  const name: Name = {
    ...e.operand,
    name: labelled(e.operand.name),
    typed: source.slice(span.start, span.end),
    span,
  };
  return rest.length === 0 ? name : { ...e, operand: name, operators: rest };
}

/** The variable of `∂k/∂x'`, of which the prime says nothing about the layout where it is a label. */
function primedVariable(x: Name, labels: ReadonlySet<string>, source: string): Name {
  const prime = /^\}?\s{0,9}(?:['′’]|\^\{?\\prime\}?)/.exec(source.slice(x.span.end, x.span.end + 20))?.[0];
  return prime === undefined || !labels.has(x.name) ? x : { ...x, name: labelled(x.name), typed: `${x.typed}'` };
}
