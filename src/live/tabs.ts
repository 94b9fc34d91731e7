/** What stands under the tabs: the graph with numbers, checks, code, and the answer as text. */
import { type CheckLine, checkReport } from "../api/check.js";
import { checkSteps } from "../api/steps.js";
import { codeFor } from "../codegen/codegen.js";
import { graphAtValues } from "../graph/at-values.js";
import { type ComputationGraph, computationGraph, NoGraph } from "../graph/computation-graph.js";
import type { Passes } from "../graph/passes.js";
import { graphSvg, TooLargeToDraw } from "../graph/svg.js";
import type { Matrix } from "../numeric/matrix.js";
import { unicodeName } from "../print/unicode.js";
import { counterexampleLines } from "../report/counterexample.js";
import { escapeHtml } from "../report/katex.js";
import { latexReport } from "../report/latex-report.js";
import { markdownReport } from "../report/markdown-report.js";
import { typstReport } from "../report/typst.js";
import type { Ask, Code, FirstWrong, Graph, Numbers, TargetName, TextFormat } from "./messages.js";
import { exampleValues } from "./numbers.js";
import type { Session } from "./session.js";

/** Entries of an input that are shown as cells to be changed. */
const MOST_CELLS = 36;

const NO_PICTURE: Graph = { svg: null, why: null, turns: 0, inputs: [], output: null, values: null };

export function graphOf({ model }: Session, asked: Ask & { readonly ask: "graph" }): Graph {
  const { values: given, grain, width } = asked;
  try {
    const bare = computationGraph(model, { grain });
    if (bare.nodes.length === 0) return { ...NO_PICTURE, why: "nothing is defined that could be drawn" };
    const values =
      given ??
      exampleValues(
        model,
        bare.nodes.map((n) => n.symbol).filter((e) => model.symbols.has(String(e.data))),
      );
    if (values === null)
      return {
        ...NO_PICTURE,
        svg: drawn(bare, null, new Map(), width),
        why: "no numbers were found at which everything has a value",
      };
    const { graph, numbers, functions, diagnostics } = graphAtValues(model, values, { grain });
    const fault = diagnostics.find((d) => d.severity === "error");
    return {
      svg: drawn(graph, numbers, functions, width),
      why: fault === undefined ? null : fault.message,
      turns: graph.nodes.length,
      inputs: numbers === null ? [] : inputsOf(graph, numbers),
      output: outputOf(graph, numbers),
      values,
    };
  } catch (error) {
    if (error instanceof NoGraph || error instanceof TooLargeToDraw) return { ...NO_PICTURE, why: error.message };
    throw error;
  }
}

const drawn = (
  graph: ComputationGraph,
  numbers: Passes | null,
  functions: ReadonlyMap<string, string>,
  width: number,
): string => graphSvg(graph, numbers, { functions, width, marked: true, id: "graph" });

const rows = ({ rows: n, cols, data }: Matrix): number[][] =>
  Array.from({ length: n }, (_, i) => [...data.subarray(i * cols, (i + 1) * cols)]);

const inputsOf = (graph: ComputationGraph, numbers: Passes): readonly Numbers[] =>
  graph.nodes.flatMap((n) => {
    const found = numbers.nodes.get(n);
    if (n.kind === "operation" || found === undefined || found.value.data.length > MOST_CELLS) return [];
    const gradient = found.gradient === null ? null : rows(found.gradient);
    return [{ name: n.name, shown: unicodeName(n.name), rows: rows(found.value), gradient }];
  });

function outputOf(graph: ComputationGraph, numbers: Passes | null): Graph["output"] {
  const value = graph.output === null ? undefined : numbers?.nodes.get(graph.output)?.value;
  if (graph.output === null || value === undefined || value.data.length !== 1) return null;
  return { shown: unicodeName(graph.output.name), value: value.data[0] as number };
}

const MARK = { passed: "✓", failed: "✗", "not judged": "?" } as const;

function checkLineHtml(c: CheckLine): string {
  const by = c.verdict === null ? "" : `, ${c.verdict}${c.by === null ? "" : ` by ${c.by}`}`;
  const worst =
    c.worst === null
      ? ""
      : ` <span class="cr-note">largest error ${c.worst.toExponential(1)} at ${c.draws} draws</span>`;
  const why = c.why === null ? "" : `<p class="cr-note">${escapeHtml(c.why)}</p>`;
  const numbers =
    c.counterexample === null
      ? ""
      : `<pre class="cr-note" tabindex="0">${escapeHtml(counterexampleLines(c.counterexample).join("\n"))}</pre>`;
  return `<li class="cr-check" data-outcome="${c.outcome}"><span aria-hidden="true">${MARK[c.outcome]}</span> <code>${escapeHtml(c.text)}</code> <strong>${c.outcome}</strong>${escapeHtml(by)}${worst}${why}${numbers}</li>`;
}

export function checkHtml({ model }: Session): string {
  const { checks, passed, counts } = checkReport(model);
  const said = `${counts.passed} passed, ${counts.failed} failed, ${counts.notJudged} not judged`;
  return `<p class="${passed ? "cr-equal-verdict" : "cr-wrong"}">${said}</p><ul class="cr-list">${checks.map(checkLineHtml).join("")}</ul>`;
}

const MISTAKES: Readonly<Record<string, string>> = {
  sign: "a sign",
  factor: "a factor",
  transpose: "transposes swapped",
  order: "the order of a product",
  path: "a path forgotten, or one too many",
  index: "a sum or an index",
  layer: "the wrong layer",
  place: "a function taken at the wrong place",
  other: "it is not the derivative",
};

/** The model of the editor and, below it, what a student wrote. */
export function firstWrongOf({ document }: Session, written: string): FirstWrong {
  if (written.trim() === "") return { wrong: false, line: null, html: "" };
  const model = `${document.text.trimEnd()}\n\n`;
  const above = model.split("\n").length - 1;
  const { firstWrong, notJudged, judged, fault } = checkSteps(model + written);
  const where = (line: number): string => (line > above ? `line ${line - above}` : `line ${line} of the model`);
  const open = notJudged.map((u) => `<li>${where(u.line)}: not judged, ${escapeHtml(u.why)}</li>`).join("");
  const rest = open === "" ? "" : `<ul class="cr-list cr-note">${open}</ul>`;
  if (fault !== null && firstWrong === null)
    return { wrong: false, line: null, html: `<p class="cr-fault">${escapeHtml(fault)}</p>${rest}` };
  if (firstWrong === null) {
    const said =
      judged === 0
        ? "nothing was judged yet: write a line such as ∂s/∂b = …"
        : `${judged} ${judged === 1 ? "side" : "sides"} judged, all right`;
    return {
      wrong: false,
      line: null,
      html: `<p class="${judged === 0 ? "cr-note" : "cr-equal-verdict"}">${said}</p>${rest}`,
    };
  }
  const { line, column, mistake, should, counterexample } = firstWrong;
  const right = should === null ? "" : `<p>it should have been <code>${escapeHtml(should)}</code></p>`;
  const numbers =
    counterexample === null
      ? ""
      : `<pre class="cr-note" tabindex="0">${escapeHtml(counterexampleLines(counterexample).join("\n"))}</pre>`;
  const html = `<p class="cr-wrong"><strong>${where(line)}, column ${column}</strong> is the first that is wrong: ${MISTAKES[mistake] ?? mistake}</p>${right}${numbers}${rest}`;
  return { wrong: true, line: line > above ? line - above : null, html };
}

export function codeOf({ model }: Session, target: TargetName): Code {
  const { code, names, diagnostics } = codeFor(model, { target });
  return { code, names: Object.fromEntries(names), faults: diagnostics.map((d) => d.message) };
}

const AS_TEXT = { latex: latexReport, typst: typstReport, markdown: markdownReport } as const;

export const textOf = ({ report }: Session, format: TextFormat): string => AS_TEXT[format](report);
