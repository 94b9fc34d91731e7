/**
 * `npm run cases`: the published problems of ../shared/cases, each derived and judged against its
 * numbers and its published length. `--write` brings the figures to docs/scoreboard.md.
 */
import { writeFileSync } from "node:fs";
import { check } from "../../src/check.js";
import { reporter } from "../../src/core/diagnostic.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { evaluate } from "../../src/numeric/evaluate.js";
import { fromRows, type Matrix, transposeOf } from "../../src/numeric/matrix.js";
import type { Expression } from "../../src/parse/ast.js";
import { parseExpression } from "../../src/parse/syntax.js";
import { share } from "../../src/print/share.js";
import { printText } from "../../src/print/text.js";
import { type Case, cases, casesExist, type Numbers, truths } from "../numeric/cases.js";
import { lengthOfTexts } from "./length.js";
import { modelOf, PEERS, type PeerCase } from "./peers.js";

interface Judged {
  readonly id: string;
  readonly family: string;
  readonly source: string;
  readonly text: string;
  readonly fault: string | null;
  readonly length: number;
  readonly published: number;
  readonly ms: number;
}

type Problem = Case & { readonly family: string; readonly source: string; readonly expected_layout: string };

const tanhSlope = (x: number) => 1 - Math.tanh(x) ** 2;
/** The first and the second unknown function of a problem, each with two derivatives, as its numbers have them. */
const FUNCTIONS = [
  [Math.tanh, tanhSlope, (x: number) => -2 * Math.tanh(x) * tanhSlope(x)],
  [Math.sin, Math.cos, (x: number) => -Math.sin(x)],
] as const;

const textOf = (c: Problem): string =>
  [
    ...Object.entries(c.decl).map(([name, kind]) => `${name} : ${kind} ${(c.assume?.[name] ?? []).join(" ")}`),
    ...c.eqs,
    c.order === 2 ? `∂²${c.of}/∂${c.wrt}²` : `∂${c.of}/∂${c.wrt}`,
  ].join("\n");

const rowsOf = (value: Numbers, column: boolean): readonly (readonly number[])[] => {
  if (typeof value === "number") return [[value]];
  if (value.every((v) => typeof v === "number"))
    return column ? (value as readonly number[]).map((v) => [v]) : [value as readonly number[]];
  return value as readonly (readonly number[])[];
};

/** The derivative as the answer lies: a published row is the Jacobian of what is asked for as a gradient, a column. */
function expectedLike(value: Numbers, answer: Matrix): Matrix {
  const want = fromRows(rowsOf(value, answer.rows !== 1));
  const turned = want.rows === 1 && want.cols === answer.rows && answer.cols === 1;
  return turned ? transposeOf(want) : want;
}

function judge(c: Problem): Judged {
  const started = performance.now();
  const model = read(textOf(c), { strict: true });
  const asked = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  const { results, cotangents } = derivations(model, asked, { steps: "none" });
  const [result] = results;
  const base = { id: c.id, family: c.family, source: c.source };
  if (result === undefined || isRefusal(result)) {
    const why = result === undefined ? (model.diagnostics[0]?.message ?? "nothing asked") : result.message;
    return { ...base, text: "", fault: `refused: ${why}`, length: 0, published: 1, ms: performance.now() - started };
  }
  const { where, names } = share([result.value], {
    taken: new Set(model.symbols.keys()),
    prefer: new Set(cotangents.values()),
  });
  const text = printText(result.value, names);
  const ms = performance.now() - started;
  let fault: string | null = null;
  for (const t of truths()) {
    if (t.id !== c.id || fault !== null) continue;
    const values = new Map(Object.entries(t.inputs).map(([name, v]) => [name, fromRows(rowsOf(v, true))]));
    const unknown = Object.entries(c.decl).filter(([, kind]) => kind === "function");
    const functions = new Map(
      unknown.flatMap(([name], i) => (FUNCTIONS[i] ?? []).map((f, k) => [name + "'".repeat(k), f] as const)),
    );
    const [got] = evaluate([result.value], { sizes: new Map(Object.entries(t.dims)), values, functions });
    const want = expectedLike(t.derivative, got as Matrix);
    const worst = want.data.reduce((m, w, i) => Math.max(m, Math.abs(w - ((got as Matrix).data[i] as number))), 0);
    const size = want.data.reduce((m, w) => Math.max(m, Math.abs(w)), 1);
    if (got?.rows !== want.rows || got.cols !== want.cols)
      fault = `shape ${got?.rows}×${got?.cols}, not ${want.rows}×${want.cols}`;
    else if (!(worst / size < 1e-7)) fault = `value off by ${(worst / size).toExponential(1)}`;
  }
  const functionNames = new Set(Object.keys(c.decl).filter((n) => c.decl[n] === "function"));
  const variables = new Set([...model.symbols.keys(), ...names.values()].filter((n) => !functionNames.has(n)));
  const tree = (source: string): Expression => {
    const said = reporter(source);
    // A product with 1 is an expression where a bare name would be no statement; the length of both sides grows by one.
    const found = parseExpression(`1 (${source})`, { functions: functionNames, variables }, said);
    if (found === null) throw new Error(`${c.id}: ${source}: ${said.diagnostics[0]?.message}`);
    return found;
  };
  return {
    ...base,
    text,
    fault,
    ms,
    length:
      lengthOfTexts([
        ...where.map((w) => tree(printText(w.value, new Map([...names].filter(([e]) => e !== w.value))))),
        tree(text),
      ]) -
      where.length -
      1,
    published: Math.max(1, lengthOfTexts([tree(c.expected)]) - 1),
  };
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

if (!casesExist) {
  console.log("skipped: ../shared/cases is not here");
} else {
  const problems = (cases() as readonly Problem[]).filter((c) => !c.expected_layout.startsWith("structured"));
  const judged = problems.map(judge);
  const right = judged.filter((j) => j.fault === null);
  const concise = right.filter((j) => j.length <= j.published);
  const ratios = right.map((j) => Math.max(1, j.length) / j.published);
  for (const j of judged.filter((x) => x.fault !== null)) console.log(`fault  ${j.id}: ${j.fault}`);
  for (const j of right.filter((x) => x.length > x.published))
    console.log(`long   ${j.id}: ${j.length} for ${j.published}: ${j.text}`);
  const families = [...new Set(judged.map((j) => j.family))];
  const row = (name: string, all: readonly Judged[]) => {
    const good = all.filter((j) => j.fault === null);
    return `| ${name} | ${good.length} of ${all.length} | ${good.filter((j) => j.length <= j.published).length} | ${median(good.map((j) => Math.max(1, j.length) / j.published)).toFixed(2)} |`;
  };
  const table = [
    "| family | right | no longer than published | median length ratio |",
    "| --- | --- | --- | --- |",
    ...families.map((f) =>
      row(
        f,
        judged.filter((j) => j.family === f),
      ),
    ),
    row("**all**", judged),
  ].join("\n");
  const worst = judged.reduce((a, b) => (b.ms > a.ms ? b : a));
  const summary = `right ${right.length} of ${judged.length}, no longer than published ${concise.length}, median length ratio ${median(ratios).toFixed(2)}, slowest ${worst.id}`;
  console.log(`${table}\n\n${summary}`);
  if (process.argv.includes("--write")) writeFileSync("docs/scoreboard.md", page(table, judged));
  if (right.length < judged.length) process.exitCode = 1;
}

/** What peers test or tabulate: how much of it is derived and right (as their own test sees to), and the rest by name. */
function peersTable(): string {
  const rows = PEERS.map((p) => {
    const right = p.cases.filter(isRight).length;
    return `| ${p.peer}, ${p.source} | ${right} of ${p.cases.length} | ${p.left.length} |`;
  });
  const left = PEERS.map((p) => `- ${p.peer}: ${p.left.map(([name, why]) => `${name} (${why})`).join("; ")}.`);
  return [
    "Formulas that other tools test or tabulate, claimed as they have them and judged by numbers, as is the derivation. Of a matrix the adjoint is said as the gradient of `tr(Hᵀ Y)`.",
    "",
    "| peer | derived and right | left |",
    "| --- | --- | --- |",
    ...rows,
    "",
    "Left:",
    "",
    ...left,
    "",
  ].join("\n");
}

function isRight(one: PeerCase): boolean {
  try {
    const { passed, counts } = check(modelOf(one), { samples: 1, exactShape: true });
    return passed && counts.notJudged === 0;
  } catch {
    return false;
  }
}

function page(table: string, judged: readonly Judged[]): string {
  const longer = judged.filter((j) => j.fault === null && j.length > j.published);
  return `# Scoreboard

Published problems of matrix calculus, each derived from its equations and judged by numbers: the value at two draws, the shape, and the length against the published form. Length counts operations and function applications, repeated parts once. Made by \`npm run cases -- --write\`.

${table}

Longer than published: ${longer.length === 0 ? "none" : longer.map((j) => `${j.id} (${j.length} for ${j.published})`).join(", ")}.

## What other tools test

${peersTable()}
## Misprints in the sources

Put right in the problems, and told "different" with a counterexample when claimed as printed: Matrix Cookbook (92) has one summand transposed, (94) lacks a transpose, (127) needs A symmetric too; TensorFlow's GRUBlockCellGrad has \`+ u\` where \`+ d_h ∘ u\` is meant.

## Sources

The Matrix Cookbook; Magnus & Neudecker, Matrix Differential Calculus; Giles, Collected Matrix Derivative Results; Boyd & Vandenberghe, Convex Optimization; Parr & Howard, The Matrix Calculus You Need for Deep Learning; Clark, Computing Neural Network Gradients; Stanford CS224N and CS231n; Bishop, Pattern Recognition and Machine Learning; Rasmussen & Williams, Gaussian Processes; Deisenroth, Faisal & Ong, Mathematics for Machine Learning; Dattorro; the tests of SymPy; matrixcalculus.org and GENO (Laue et al.); tensorgrad; and the published gradients of networks (LSTM, GRU, attention, layer norm, variational autoencoders, word vectors).
`;
}
