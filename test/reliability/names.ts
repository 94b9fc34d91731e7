/** Names that are only names: what is said of a hostile one is what is said of a harmless one. */
import { answer } from "../../src/api/answer.js";
import { check } from "../../src/check.js";
import { codegen, TARGETS } from "../../src/codegen.js";
import { computationGraph, graphDot, graphReport, graphSvg } from "../../src/graph.js";
import { ChainruleError, derive, parse } from "../../src/index.js";
import { exampleValues } from "../../src/live/numbers.js";
import { checkNotes } from "../../src/notes.js";

export const HOSTILE_NAMES: readonly string[] = [
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "toJSON",
  "hasOwnProperty",
  "valueOf",
  "then",
  "eval",
  "default",
  "arguments",
  "await",
  "class",
  "NaN",
  "Infinity",
  "undefined",
  "null",
  "true",
  "this",
  "import",
  "length",
  "name",
  "get",
  "lambda",
  "None",
  "end",
  "self",
  "__defineGetter__",
];

/** No name of the language, and none that a lexer would take apart. */
const PLAIN = "plainname";

/** Each position with a text that has `NAME` there. */
export const POSITIONS: ReadonlyMap<string, string> = new Map([
  ["variable", "NAME : vector(n); A : matrix(n, n); y = NAME^T A NAME; ∂y/∂NAME"],
  ["defined", "x : vector(n); NAME = x^T x; y = NAME^2; ∂y/∂x, ∂y/∂NAME"],
  ["function", "NAME : function; x : vector(n); y = sum(NAME(x)); ∂y/∂x"],
  ["defined function", "NAME(t) = t^3; x : vector(n); y = sum(NAME(x)); ∂y/∂x"],
  ["parameter", "g(NAME) = NAME^3; x : vector(n); y = sum(g(x)); ∂y/∂x"],
  ["size", "NAME : size; x : vector(NAME); y = x^T x; ∂y/∂x"],
  ["claim", "NAME : vector(n); y = NAME^T NAME; ∂y/∂NAME = 2 NAME"],
  ["wrong claim", "NAME : vector(n); y = NAME^T NAME; ∂y/∂NAME = 3 NAME"],
  ["part of a name", "NAME_1 : vector(n); y = NAME_1^T NAME_1; ∂y/∂NAME_1"],
  ["undeclared", "y = sum(NAME x)"],
  ["LaTeX", "$$y = \\text{NAME}^\\top \\text{NAME}$$"],
]);

const place = (text: string, name: string) => text.replaceAll("NAME", name);

/** Takes the name out of what a call says, so that two names can be compared. */
function told(name: string, call: () => unknown): string {
  let said: unknown;
  try {
    said = call();
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    said = error.diagnostics.map((d) => d.code);
  }
  return JSON.stringify(said, (_, v) => (typeof v === "string" ? v.replaceAll(name, "@") : v));
}

const shapesAndTexts = (text: string) => {
  const { results, where, diagnostics } = derive(text, { steps: "full" });
  return {
    results: results.map((r) => [r.of, r.wrt, r.text, r.shape, r.claims.map((c) => c.verdict), r.steps.length]),
    where: where.map((w) => [w.name, w.text]),
    diagnostics: diagnostics.map((d) => d.code),
  };
};

/** Every other thing that users do with a text, as far as it depends on the name. */
const CALLS: readonly ((text: string) => unknown)[] = [
  shapesAndTexts,
  (text) => check(text, { samples: 1 }).checks.map((c) => [c.kind, c.passed, c.verdict]),
  (text) =>
    answer(text, { steps: "none" }).results.flatMap((r) =>
      r.claims.map((c) => c.counterexample && [Object.keys(c.counterexample.inputs), c.counterexample.claimed]),
    ),
  (text) => {
    const model = parse(text);
    const values = exampleValues(
      model,
      model.equations.map((q) => q.value),
    );
    return values === null ? null : Object.keys(JSON.parse(values));
  },
  (text) => {
    const graph = computationGraph(parse(text));
    return [typeof graphReport(graph), typeof graphDot(graph), typeof graphSvg(graph)];
  },
  (text) => TARGETS.map((target) => codegen(text, { target }).code.length > 0),
  (text) => checkNotes(`\`\`\`chainrule\n${text}\n\`\`\`\n`).findings.length,
];

const harmless = new Map<string, readonly string[]>();

/** Lists answers to a hostile name that a harmless one in its place does not get. Throws what is no ChainruleError. */
export function departures(position: string, name: string): readonly string[] {
  const text = POSITIONS.get(position) as string;
  const said = CALLS.map((call) => told(name, () => call(place(text, name))));
  // How a name begins says what it is where nothing else does: only that something is said can be held then.
  if (position === "undeclared" || position === "LaTeX") return [];
  const plain = harmless.get(position) ?? CALLS.map((call) => told(PLAIN, () => call(place(text, PLAIN))));
  harmless.set(position, plain);
  return said.filter((s, i) => s !== plain[i]);
}
