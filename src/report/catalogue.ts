/** The catalogue: every rule, function and law with its statement, source and an example that is worked out. */
import { isRefusal } from "../derive/derivation.js";
import { normalForm } from "../derive/normal.js";
import { ALL_MOVES } from "../derive/rules.js";
import { read } from "../elaborate/parse.js";
import { LIBRARY } from "../functions/library.js";
import { PREPARATION } from "../laws/preparation.js";
import { STANDARD } from "../laws/standard.js";
import { inputsBehind, queryOf } from "../model/questions.js";
import { answersOf } from "../numeric/answers.js";
import { OPERATIONS } from "../ops/all.js";
import { nameOf } from "../ops/symbol.js";
import { printLatex } from "../print/latex.js";
import { printText } from "../print/text.js";
import { printUnicode } from "../print/unicode.js";
import { SHORTENING, shorten } from "../rewrite/shorten.js";
import { statementInUnicode } from "./lines.js";

/** The equation of an example: `∂y/∂x = A + A^T`, or `A I = A` for a law. */
export interface CatalogueExample {
  readonly source: string;
  readonly text: string;
  readonly unicode: string;
  readonly latex: string;
}

export interface CatalogueEntry {
  readonly kind: "move" | "rule" | "function" | "law";
  /** The key that a derivation's steps carry: the name of an operation, of a function or of a law. */
  readonly name: string;
  readonly theme: string;
  readonly title: string;
  readonly statement: string;
  readonly unicode: string;
  readonly cite: string;
  readonly example: CatalogueExample | null;
}

/** Operations that have no rule of their own: names, numbers, and what only stands in between. */
const WITHOUT_RULE: ReadonlySet<string> = new Set([
  "symbol",
  "number",
  "constant",
  "size",
  "eye",
  "ones",
  "zeros",
  "comm",
  "differential",
  "group",
  "derivative",
  "powersum",
]);

/** All entries, worked out when asked for: moves of a derivation, rules in the order of the operations, functions, laws by theme. */
export function catalogue(): readonly CatalogueEntry[] {
  const moves = ALL_MOVES.map(
    ({ rule, title, statement, cite }): CatalogueEntry => ({
      kind: "move",
      name: rule,
      theme: "moves of a derivation",
      title,
      statement,
      unicode: statementInUnicode(statement),
      cite,
      example: null,
    }),
  );
  const rules = OPERATIONS.filter((op) => !WITHOUT_RULE.has(op.name)).map(
    (op): CatalogueEntry => ({
      kind: "rule",
      name: op.name,
      theme: "differentials",
      title: op.title,
      statement: op.line,
      unicode: statementInUnicode(op.line),
      cite: op.cite,
      example: derived(op.example),
    }),
  );
  const functions = [...LIBRARY.values()].map(
    (f): CatalogueEntry => ({
      kind: "function",
      name: f.name,
      theme: "scalar functions",
      title: f.kinks === undefined ? f.name : `${f.name} (${f.kinks.map((k) => k.taken).join(", ")})`,
      statement: f.line,
      unicode: statementInUnicode(f.line),
      cite: f.cite,
      example: derived(`x : scalar; y = ${f.name}(x)`),
    }),
  );
  const seen = new Set<string>();
  const laws = [...STANDARD.laws, ...PREPARATION.laws, ...SHORTENING]
    .filter((l) => !seen.has(l.name) && seen.add(l.name).size > 0)
    .map(
      (l): CatalogueEntry => ({
        kind: "law",
        name: l.name,
        theme: l.theme,
        title: l.name,
        statement: l.statement,
        unicode: statementInUnicode(l.statement),
        cite: l.cite,
        example: rewritten(l.example),
      }),
    );
  return [...moves, ...rules, ...functions, ...laws];
}

/** The derivative of what an example defines (or is), by its first input. */
function derived(example: string): CatalogueExample | null {
  const source = /=/.test(example) ? example : `y = ${example}`;
  const model = read(source);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) return null;
  const x = inputsBehind(model, last.symbol)[0];
  if (x === undefined) return null;
  // The example stands in full on the left, so it must not be called by its name on the right.
  model.context.definitions.delete(last.name);
  const query = queryOf(last.value, printText(last.value), [x], 1, last.span);
  const found = answersOf(model, [query], { steps: "none" }).results[0];
  if (found === undefined || isRefusal(found)) return null;
  return {
    source: example,
    text: `∂(${printText(last.value)})/∂${nameOf(x)} = ${printText(found.value)}`,
    unicode: `∂(${printUnicode(last.value)})/∂${printUnicode(x)} = ${printUnicode(found.value)}`,
    latex: `\\frac{\\partial}{\\partial ${printLatex(x)}} \\left(${printLatex(last.value)}\\right) = ${printLatex(found.value)}`,
  };
}

/** An example of a law, and what it becomes. */
function rewritten(source: string | null): CatalogueExample | null {
  if (source === null) return null;
  const model = read(source);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) return null;
  model.context.definitions.delete(last.name);
  const after = shorten(normalForm(last.value), STANDARD);
  return {
    source,
    text: `${printText(last.value)} = ${printText(after)}`,
    unicode: `${printUnicode(last.value)} = ${printUnicode(after)}`,
    latex: `${printLatex(last.value)} = ${printLatex(after)}`,
  };
}

/** The key of an entry in a page: letters and digits with dashes. */
export const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");

/** The pages of `docs/rules/`, by file name, made from the entries. */
export function cataloguePages(): ReadonlyMap<string, string> {
  const all = catalogue();
  const page = (title: string, about: string, entries: readonly CatalogueEntry[]): string =>
    `# ${title}\n\n${about}\n\n*Made from the code by \`npm run docs\`.*\n${entries.map(section).join("")}`;
  const of = (kind: CatalogueEntry["kind"]) => all.filter((e) => e.kind === kind);
  const themes = [...new Set(of("law").map((e) => e.theme))];
  const laws = themes.flatMap((t) => of("law").filter((e) => e.theme === t));
  return new Map([
    [
      "moves.md",
      page("Moves of a derivation", "What the lines of a derivation do beside the rules of operations.", of("move")),
    ],
    [
      "differentials.md",
      page(
        "Differentials",
        "One line for each operation. Gradient, Jacobian and tangent are readings of it.",
        of("rule"),
      ),
    ],
    [
      "functions.md",
      page(
        "Scalar functions",
        "Functions that are applied to each entry, with their derivatives and the subgradient taken at a kink.",
        of("function"),
      ),
    ],
    [
      "laws.md",
      page(
        "Laws",
        "What turns an answer into the textbook's form. Each is checked on random shapes and numbers.",
        laws,
      ),
    ],
  ]);
}

function section(e: CatalogueEntry): string {
  const example = e.example === null ? "" : `\nFor example, \`${e.example.source}\`:\n\n$$${e.example.latex}$$\n`;
  const source = e.cite === "" ? "" : `\nSource: ${e.cite}.\n`;
  const title = e.title === e.name ? e.name : `${e.title} (\`${e.name}\`)`;
  return `\n<a id="${slugOf(e.name)}"></a>\n\n## ${title}\n\n    ${e.unicode}\n${example}${source}`;
}
