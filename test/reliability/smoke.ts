/**
 * A program for a process of its own: everything that users call, over the models, and a line of what was said for
 * each. `order` turns the models round, so that an answer that depends on what ran before shows.
 */
import { check } from "../../src/check.js";
import { codegen, TARGETS } from "../../src/codegen.js";
import { computationGraph, graphDot, graphReport, graphSvg } from "../../src/graph.js";
import { ChainruleError, derive, parse, tokens } from "../../src/index.js";
import { answerHtml, renderMath } from "../../src/katex.js";
import { checkNotes } from "../../src/notes.js";
import { SEEDS } from "./mutate.js";

/** Texts that end in an error of each kind. */
const FAULTY = [
  "y = ",
  "y = (x",
  "y = A B C; A : matrix(n, m); B : matrix(n, m)",
  "Y = X^k; ∂Y/∂k; k : scalar; X : matrix(n, n)",
  "y = sum(ones(q)); z = eye(3) + eye(4)",
  "t : scalar; y = t^99999",
];

type Told = readonly [string, string];

function said(call: () => unknown): string {
  try {
    return JSON.stringify(call(), (_, v) => (v instanceof Map ? [...v] : v)) ?? "nothing";
  } catch (error) {
    if (error instanceof ChainruleError) return JSON.stringify(error.diagnostics);
    return `${(error as Error).stack}`;
  }
}

/** Calls, and whose code has the last word in each: a line of somebody else's begins with its name. */
const CALLS: readonly (readonly [whose: "ours" | "dagre" | "katex", call: (text: string) => unknown])[] = [
  ["ours", (text) => derive(text, { steps: "full", views: ["gradient", "differential", "index", "kronecker"] })],
  ["ours", (text) => check(text, { samples: 1 })],
  [
    "ours",
    (text) => {
      const graph = computationGraph(parse(text));
      return [graphReport(graph), graphDot(graph)];
    },
  ],
  ["dagre", (text) => graphSvg(computationGraph(parse(text)))],
  ["ours", (text) => TARGETS.map((target) => codegen(text, { target }).code)],
  ["ours", (text) => checkNotes(`\`\`\`chainrule\n${text}\n\`\`\`\n`)],
  ["ours", (text) => tokens(text)],
  ["katex", (text) => answerHtml(derive(text))],
  ["katex", (text) => derive(text, { steps: "none" }).results.map((r) => renderMath(r.latex))],
];

/** Every `step`-th model through every call, in the order of the list or from its end. */
export function smoke(step: number, order: "forward" | "backward"): readonly Told[] {
  const texts = [...FAULTY, ...SEEDS.filter((_, i) => i % step === 0)];
  if (order === "backward") texts.reverse();
  const told = texts.map((text): Told => {
    const calls = order === "backward" ? [...CALLS].reverse() : CALLS;
    const all = calls.map(([whose, call]) => `${whose}: ${said(() => call(text))}`);
    return [text, (order === "backward" ? all.reverse() : all).join("\n")];
  });
  return order === "backward" ? told.reverse() : told;
}
