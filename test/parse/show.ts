/** Syntax trees in one line, for tests: brackets say what belongs together, spans are left out. */
import { reporter } from "../../src/core/diagnostic.js";
import type { Expression, PostfixOperator, Range, Relation, Statement } from "../../src/parse/ast.js";
import { parseSyntax, type Syntax, type SyntaxOptions } from "../../src/parse/syntax.js";

const POSTFIX: Readonly<Record<string, string>> = {
  transpose: "^T",
  inverse: "^-1",
  inverseTranspose: "^-T",
  prime: "'",
};
const ELEMENTWISE = { hadamard: ".*", quotient: "./", kronecker: "⊗", cross: "×" } as const;
const PRODUCT = { juxtaposition: " ", times: " * ", divide: " / " } as const;

/** `(a + b)` is a sum, `{a b}` a product, `<a>` a group, `[a, b; c]` blocks. */
export function show(e: Expression): string {
  switch (e.type) {
    case "name":
      return e.name;
    case "number":
      return e.value;
    case "call":
      return `${e.gradient === undefined ? "" : `∇${e.gradient}`}${e.callee.name}${"'".repeat(e.primes)}(${e.args.map(show).join(", ")})`;
    case "sum":
      return `(${e.terms.map((t, i) => `${t.sign < 0 ? "- " : i > 0 ? "+ " : ""}${show(t.term)}`).join(" ")})`;
    case "negation":
      return `(-${show(e.operand)})`;
    case "elementwise":
      return `(${show(e.first)}${e.rest.map((r) => ` ${ELEMENTWISE[r.operator]} ${show(r.operand)}`).join("")})`;
    case "product":
      return `{${show(e.first)}${e.rest.map((r) => PRODUCT[r.operator] + show(r.operand)).join("")}}`;
    case "postfix":
      return show(e.operand) + e.operators.map(showPostfix).join("");
    case "group":
      return `<${show(e.operand)}>`;
    case "blocks":
      return `[${e.rows.map((row) => row.map(show).join(", ")).join("; ")}]`;
    case "bars": {
      const bar = e.double ? "‖" : "|";
      return `${bar}${show(e.operand)}${bar}${e.subscript === null ? "" : `_${e.subscript}`}`;
    }
    case "fraction":
      return `frac(${show(e.numerator)}, ${show(e.denominator)})`;
    case "derivative":
      return `${e.nabla ? "∇" : "∂"}[${show(e.of)}; ${e.variables.map(show).join(", ")}]`;
    case "reduction": {
      const under = [...e.ranges.map(showRange), ...e.conditions.map(showRelation)].join(", ");
      return `${e.operation}[${under}](${show(e.body)})`;
    }
    case "condition":
      return `[${e.relations.map(showRelation).join(", ")}]`;
    case "cases":
      return `${e.entrywise ? "where" : "cases"}(${e.branches.map((b) => [show(b.value), ...b.relations.map(showRelation)].join(", ")).join("; ")})`;
    case "entry":
      return `${show(e.operand)}@${e.script.text}`;
  }
}

/** `i = 1..N`, `(i, j) in S`; what a condition implies stands with a question mark. */
function showRange({ letters, from, to, set, paired, implied }: Range): string {
  const names = letters.map(show).join(", ");
  const head = `${paired ? `(${names})` : names}${implied ? "?" : ""}`;
  if (set !== null) return `${head} in ${show(set)}`;
  return from === null && to === null ? head : `${head} = ${from && show(from)}..${to && show(to)}`;
}

const showRelation = ({ left, sign, right }: Relation): string => `${show(left)} ${sign} ${show(right)}`;

const showRanges = (s: Statement): string =>
  s.type === "range" || s.ranges === undefined ? "" : ` for ${s.ranges.map(showRange).join("; ")}`;

const showPostfix = (o: PostfixOperator): string =>
  o.type === "power" || o.type === "elementwisePower"
    ? `${o.type === "power" ? "^" : ".^"}(${show(o.exponent)})`
    : (POSTFIX[o.type] ?? o.type);

const showStatement = (s: Statement): string => stated(s) + showRanges(s);

function stated(s: Statement): string {
  switch (s.type) {
    case "declaration": {
      const sizes = s.kind.sizes.length === 0 ? "" : `(${s.kind.sizes.map(show).join(", ")})`;
      const takes = s.kind.takes === undefined ? "" : `(${s.kind.takes.join(", ")})`;
      return [`${s.names.map(show).join(", ")} : ${s.kind.name}${sizes}${takes}`, ...s.facts.map(show)].join(" ");
    }
    case "places":
      return `${s.names.map(show).join(", ")} : ${s.kind}(${show(s.from)}..${show(s.to)})`;
    case "range":
      return `for ${s.ranges.map(showRange).join("; ")}`;
    case "input":
      return `${s.names.map(show).join(", ")} (input)`;
    case "definition":
      return `${s.name.name} = ${show(s.value)}`;
    case "functionDefinition":
      return `${s.name.name}(${s.parameters.map(show).join(", ")}) = ${show(s.value)}`;
    case "query":
      return `? ${show(s.value)}`;
    case "claim":
      return `? ${[s.value, ...s.sides].map(show).join(" = ")}`;
    case "scheme":
      return `scheme: ${s.reason}`;
  }
}

export interface Reading extends Syntax {
  readonly shown: readonly string[];
  /** `line:column code`, in the order reported. */
  readonly faults: readonly string[];
  readonly hints: readonly (string | null)[];
  readonly messages: readonly string[];
}

/** Reads a text as a model. */
export function read(source: string, options?: SyntaxOptions): Reading {
  const report = reporter(source);
  const syntax = parseSyntax(source, report, options);
  return {
    ...syntax,
    shown: syntax.statements.map(showStatement),
    faults: report.diagnostics.map(
      (d) => `${d.line}:${d.column} ${d.severity === "warning" ? "warning " : ""}${d.code}`,
    ),
    hints: report.diagnostics.map((d) => d.hint),
    messages: report.diagnostics.map((d) => d.message),
  };
}

/** The value of `y = source`, shown; for texts without a fault. */
export function expression(source: string, before = ""): string {
  const { statements, faults } = read(`${before}\ny = ${source}`);
  const last = statements[statements.length - 1];
  if (faults.length > 0 || last?.type !== "definition") return `not an expression: ${faults.join("; ")}`;
  return show(last.value);
}
