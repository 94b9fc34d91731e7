/** The catalogue: every rule, function and law with its statement, source and an example that is worked out. */

import type { Expr } from "../core/expr.js";
import { isRefusal } from "../derive/derivation.js";
import { normalForm } from "../derive/normal.js";
import { ALL_MOVES, FAMILIES, familyOf } from "../derive/rules.js";
import { read } from "../elaborate/parse.js";
import { LIBRARY } from "../functions/library.js";
import { PREPARATION } from "../laws/preparation.js";
import { STANDARD } from "../laws/standard.js";
import { inputsBehind, queryOf } from "../model/questions.js";
import { answersOf } from "../numeric/answers.js";
import { evaluate } from "../numeric/evaluate.js";
import type { Matrix } from "../numeric/matrix.js";
import { OPERATIONS } from "../ops/all.js";
import { nameOf } from "../ops/symbol.js";
import { indexDefinition } from "../print/index-notation.js";
import { printLatex } from "../print/latex.js";
import { unlessTooLong } from "../print/pretty.js";
import { printText } from "../print/text.js";
import { printUnicode } from "../print/unicode.js";
import { SHORTENING, shorten } from "../rewrite/shorten.js";
import { statementInUnicode } from "./lines.js";
import { PROOFS, SLOPES, THEMES } from "./proofs.js";
import { bothSides, sidesOf, slope } from "./worked.js";

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
  /** Why it is so, from f(X + dX) − f(X) or from the entries. */
  readonly proof: string;
  /** What it says of single entries; null where they are not written out. */
  readonly entries: string | null;
  /** The rule in small numbers; null where there are none. */
  readonly worked: string | null;
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
      ...proofOf(rule),
      worked: workedMove(rule),
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
      ...derived(op.example),
      ...proofOf(op.name),
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
      ...derived(`x : scalar; y = ${f.name}(x)`),
      proof: SLOPES[f.name] ?? "by the rules for numbers",
      entries: `d${f.name}(zᵢ) = ${f.name}′(zᵢ) dzᵢ`,
    }),
  );
  const seen = new Set<string>();
  const laws = [...STANDARD.laws, ...STANDARD.last, ...PREPARATION.laws, ...SHORTENING]
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
        ...rewritten(l.example),
        proof: PROOFS[l.name]?.proof ?? THEMES[l.theme] ?? "entry by entry",
      }),
    );
  return [...moves, ...rules, ...functions, ...laws];
}

const proofOf = (name: string): Pick<CatalogueEntry, "proof" | "entries"> =>
  PROOFS[name] ?? { proof: "by definition", entries: null };

/** Moves in numbers: both sides, or a function and its derivative. */
const MOVES_AT: Readonly<Record<string, string>> = {
  "own-trace": "A : matrix(2, 3); x : vector(2); y : vector(3); left = x^T A y; right = tr(x^T A y)",
  cyclic: "A : matrix(2, 3); B : matrix(3, 2); left = tr(A B); right = tr(B A)",
  "turned-trace": "A : matrix(2, 2); left = tr(A); right = tr(A^T)",
  "own-transpose": "A : matrix(2, 3); x : vector(2); y : vector(3); left = x^T A y; right = y^T A^T x",
  distribute: "A : matrix(2, 2); B, C : matrix(2, 2); left = A (B + C); right = A B + A C",
  "row-through": "W : matrix(2, 3); v : vector(2); b : vector(3); left = v^T W b; right = (W^T v)^T b",
  "row-across": "u, a, b : vector(2); left = u^T (a .* b); right = (u .* a)^T b",
  "column-across": "a, b : matrix(1, 2); v : vector(2); left = (a .* b) v; right = b (a^T .* v)",
  "matrix-across": "M, A, B : matrix(2, 2); left = tr(M^T (A .* B)); right = tr((M .* A)^T B)",
  "as-diagonal": "a, v : vector(2); left = a .* v; right = diag(a) v",
  "ones-in-front": "x : vector(2); left = sum(x); right = ones(2)^T x",
  "aside-total": "A : matrix(2, 2); left = sum(A); right = tr(ones(2, 2)^T A)",
  "aside-diag": "A : matrix(2, 2); v : vector(2); left = tr(A diag(v)); right = diagvec(A)^T v",
  "aside-diagvec": "A : matrix(2, 2); v : vector(2); left = v^T diagvec(A); right = tr(diag(v) A)",
  "aside-vec": "A : matrix(2, 2); v : vector(4); left = v^T vec(A); right = tr(unvec(v, 2, 2)^T A)",
  "aside-unvec": "A : matrix(2, 2); v : vector(4); left = tr(A^T unvec(v, 2, 2)); right = vec(A)^T v",
  "constant-factor": "x : scalar; y = 3 x",
  "row-over-vec": "A : matrix(2, 2); X : matrix(2, 2); y = tr(X A)",
  "column-over-vec": "t : scalar; A : matrix(2, 2); y = t A",
  form: "A : matrix(2, 2); B : matrix(2, 2); left = (A B)^T; right = B^T A^T",
  chain: "x : vector(2); z = 2 x; y = z^T z",
  "both-sides": "b : scalar; z : scalar; z = tanh(z / 2 + b); y = 3 z",
  replace: "x : vector(2); z = 2 x; y = z^T z",
  substitute: "x : vector(2); z = 2 x; y = z^T z",
  reuse: "x : vector(2); z = 2 x; y = z^T z",
  name: "x : vector(2); z = 2 x; y = z^T z",
  gradient: "A : matrix(2, 2); X : matrix(2, 2); y = tr(X A)",
  "gradient-column": "g : vector(2); x : vector(2); y = x^T g",
  "gradient-row": "x : matrix(1, 2); g : matrix(1, 2); y = x g^T",
  derivative: "x : scalar; y = 3 x",
  jacobian: "x : vector(2); J : matrix(2, 2); y = J x",
  contributions: "X : matrix(2, 2); A : matrix(2, 2); y = tr(X A) + tr(X)",
  "contributions-column": "x : vector(2); g : vector(2); y = x^T g + sum(x)",
  "contributions-scalar": "x : scalar; y = sin(x) + 2 x",
  layout: "x : vector(2); g : vector(2); y = x^T g",
  "log-softmax": "z : vector(2); left = log(softmax(z)); right = z - logsumexp(z) ones(2)",
  "cross-entropy-written":
    "y : vector(2) simplex; p : vector(2) positive; left = cross_entropy(y, p); right = -y^T log(p)",
  labels: "y : vector(2) simplex; left = y^T ones(2); right = y^T ones(2) / 1",
  "squared-norm": "x : vector(2); y = norm2(x)^2",
  "quadratic-form": "S : matrix(2, 2) symmetric; x : vector(2); y = x^T S x",
  "squared-frobenius": "X : matrix(2, 2); y = normF(X)^2",
  "trace-of-power": "X : matrix(2, 2); y = tr(X^3)",
  again: "x : scalar; y = 3 x^2",
};

function workedMove(name: string): string | null {
  const source = MOVES_AT[name];
  if (source === undefined) return null;
  return source.includes("left =") ? sidesOf(source) : derived(source).worked;
}

type Derived = Pick<CatalogueEntry, "example" | "worked">;

/** The derivative of what an example defines (or is), by its first input. */
function derived(example: string): Derived {
  const none: Derived = { example: null, worked: null };
  const source = /=/.test(example) ? example : `y = ${example}`;
  const model = read(source);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) return none;
  const x = inputsBehind(model, last.symbol)[0];
  if (x === undefined) return none;
  // The example stands in full on the left, so it must not be called by its name on the right.
  model.context.definitions.delete(last.name);
  const asked = queryOf(last.value, printText(last.value), [x], 1, last.span);
  const [found] = answersOf(model, [asked], { steps: "none" }).results;
  const [over] = answersOf(model, [asked], { steps: "none", layout: "jacobian" }).results;
  if (found === undefined || isRefusal(found)) return none;
  const worked =
    over === undefined || isRefusal(over)
      ? null
      : slope(model, last.value, x, (env) => evaluate([over.value], env)[0] as Matrix);
  const text = `∂(${printText(last.value)})/∂${nameOf(x)} = ${printText(found.value)}`;
  return {
    example: {
      source: example,
      text,
      unicode: `∂(${printUnicode(last.value)})/∂${printUnicode(x)} = ${printUnicode(found.value)}`,
      latex: `\\frac{\\partial}{\\partial ${printLatex(x)}} \\left(${printLatex(last.value)}\\right) = ${printLatex(found.value)}`,
    },
    worked,
  };
}

/** An example of a law, and what it becomes, by entries and in numbers. */
function rewritten(source: string | null): Derived & Pick<CatalogueEntry, "entries"> {
  const none = { example: null, entries: null, worked: null };
  if (source === null) return none;
  const model = read(source);
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) return none;
  model.context.definitions.delete(last.name);
  const after = shorten(normalForm(last.value), STANDARD);
  const [before, then] = [last.value, after].map((e) => entriesOf(last.symbol, e));
  return {
    example: {
      source,
      text: `${printText(last.value)} = ${printText(after)}`,
      unicode: `${printUnicode(last.value)} = ${printUnicode(after)}`,
      latex: `${printLatex(last.value)} = ${printLatex(after)}`,
    },
    entries:
      before === null || then === null ? null : before === then ? `${before} on both sides` : `${before}, and ${then}`,
    worked: bothSides(model, last.value, after),
  };
}

/** The entries of an expression, `y_i = Σ_j A_ij x_j`; null where they are not written out. */
function entriesOf(name: Expr, value: Expr): string | null {
  return unlessTooLong(() => indexDefinition(name, value).unicode);
}

/**
 * The entries that a title of a derivation's line belongs to: one of that name or title; the general form of a title with
 * names in it (`reuse ∂s/∂z from above`); the function of `derivative of tanh`; each rule of `sum rule, product rule`.
 */
export function entriesFor(all: readonly CatalogueEntry[], title: string): readonly CatalogueEntry[] {
  const key = title.toLowerCase();
  const exact = all.filter((e) => [e.name, e.title].some((t) => t.toLowerCase() === key));
  if (exact.length > 0) return exact;
  const family = familyOf(title) ?? (SYMMETRIC.test(title) ? FAMILIES.symmetric : null);
  if (family !== null) return all.filter((e) => e.name === family.rule && e.kind === "move");
  const of = /^derivative of (.+)$/.exec(title)?.[1];
  if (of !== undefined) {
    const known = all.filter((e) => e.kind === "function" && e.name === of);
    return known.length > 0 || of.includes(", ") ? known : all.filter((e) => e.name === FAMILIES.modelFunction.rule);
  }
  const parts = title.split(", ");
  return parts.length < 2 ? [] : parts.flatMap((part) => entriesFor(all, part));
}

/** `S is symmetric: the symmetric part`. */
const SYMMETRIC = / (?:is symmetric: the symmetric|is diagonal: the diagonal) part$/;

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
  const proof = `\n*Proof.* ${e.proof}\n`;
  const entries = e.entries === null ? "" : `\nBy entries: ${e.entries}.\n`;
  const worked = e.worked === null ? "" : `\nIn numbers: ${e.worked}.\n`;
  const example = e.example === null ? "" : `\nFor example, \`${e.example.source}\`:\n\n$$${e.example.latex}$$\n`;
  const source = e.cite === "" ? "" : `\nSource: ${e.cite}.\n`;
  const title = e.title === e.name ? e.name : `${e.title} (\`${e.name}\`)`;
  return `\n<a id="${slugOf(e.name)}"></a>\n\n## ${title}\n\n    ${e.unicode}\n${proof}${entries}${worked}${example}${source}`;
}
