/** Mutated texts at the parser and at everything that users call. */
import { check } from "../../src/check.js";
import { codegen, TARGETS } from "../../src/codegen.js";
import { ChainruleError, reporter } from "../../src/core/diagnostic.js";
import { computationGraph, graphReport, graphSvg, NoGraph, OutputNameError, TooLargeToDraw } from "../../src/graph.js";
import { derive, parse } from "../../src/index.js";
import { checkNotes } from "../../src/notes.js";
import { marked } from "../../src/parse/index/marks.js";
import { latexTokens } from "../../src/parse/latex/latex.js";
import { NO_RUNS } from "../../src/parse/latex/runs.js";
import { plainTokens } from "../../src/parse/lex/plain.js";
import { regionsOf } from "../../src/parse/lex/regions.js";
import { type Token, token } from "../../src/parse/lex/tokens.js";
import { filter } from "../../src/parse/statement/filter.js";
import { knownNames } from "../../src/parse/statement/known.js";
import { sentences } from "../../src/parse/statement/statements.js";
import { parseSyntax } from "../../src/parse/syntax.js";
import { parseEarley } from "../parse/oracle.js";
import { membersAtRandom } from "./members.js";
import { generator, mutated } from "./mutate.js";

export interface Hostile {
  readonly tried: number;
  /** Texts of which something came out. */
  readonly accepted: number;
  /** Errors that are no {@link ChainruleError}, each with the text. */
  readonly untyped: readonly string[];
  readonly slow: readonly { readonly ms: number; readonly text: string }[];
}

/** Longer than this is reported. */
const SLOW = 50;

/** Milliseconds that a call takes. */
function timeOf(call: () => void): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}

/** How often a text that took long is measured again: on a busy machine the clock says little once. */
const AGAIN = 4;

/** The least of some times on the wall and on the processor: waiting for a turn is not the text's doing. */
function leastTime(call: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < AGAIN; k++) {
    const start = process.cpuUsage();
    const ms = timeOf(call);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, ms, (user + system) / 1000);
  }
  return least;
}

function tried(
  from: number,
  count: number,
  call: (text: string, i: number) => boolean,
  textOf: (random: () => number) => string = mutated,
): Hostile {
  const untyped: string[] = [];
  const slow: { ms: number; text: string }[] = [];
  let accepted = 0;
  for (let i = from; i < from + count; i++) {
    const text = textOf(generator(i));
    const once = (): void => {
      try {
        if (call(text, i)) accepted++;
      } catch (error) {
        untyped.push(`${(error as Error)?.stack?.split("\n").slice(0, 4).join(" | ")} in ${JSON.stringify(text)}`);
      }
    };
    const ms = timeOf(once);
    if (ms > SLOW) {
      const before = accepted;
      const again = Math.min(ms, leastTime(once));
      accepted = before;
      if (again > SLOW) slow.push({ ms: again, text });
    }
  }
  slow.sort((a, b) => b.ms - a.ms);
  return { tried: count, accepted, untyped, slow };
}

/** The most parses that a statement of a text has, by nearley, which counts them. */
function mostParses(source: string): number {
  const tokens: Token[] = [];
  for (const r of regionsOf(source).regions) {
    if (r.latex) latexTokens(source, r, { out: tokens, spellings: [], words: new Set(), runs: NO_RUNS });
    else plainTokens(source, r, tokens);
    tokens.push(token("BREAK", "region", { start: r.end, end: r.end }, { glued: false, latex: r.latex }));
  }
  const all = marked(tokens, source);
  const cut = sentences(all.tokens).sentences;
  const known = knownNames(cut, { bound: all.bound });
  let most = 0;
  for (const s of cut) {
    if (s.isUnbalanced) continue;
    const parse = parseEarley(filter(source, s, known).tokens);
    if (parse.type === "parsed") most = Math.max(most, parse.count);
  }
  return most;
}

/** `count` mutated texts at the parser, from seed `from` on. Nothing may be thrown; two parses are an error. */
export const atParser = (from: number, count: number): Hostile =>
  tried(from, count, (text) => {
    if (mostParses(text) > 1) throw new Error("more than one parse");
    const said = reporter(text);
    const { statements } = parseSyntax(text, said);
    return statements.length > 0 && said.diagnostics.length === 0;
  });

/** The calls that a text goes through, in turn: each text has one of them, and a derivation. */
const CALLS: readonly ((text: string, i: number) => void)[] = [
  (text) => void derive(text, { steps: "full" }),
  (text) => void derive(text, { views: ["gradient", "differential", "index", "kronecker"], proof: "index" }),
  (text) => void check(text, { samples: 1 }),
  (text, i) => void codegen(text, { target: TARGETS[i % TARGETS.length] as (typeof TARGETS)[number] }),
  (text) => {
    const graph = computationGraph(parse(text), { grain: "operation" });
    graphReport(graph);
    graphSvg(graph);
  },
  (text) => void checkNotes(`# Note\n\n$$${text}$$\n\n\`\`\`chainrule\n${text}\n\`\`\`\n`),
];

/** Whether something comes out of a call; an error that is none of the typed ones is thrown on. */
function comesOut(call: () => void): boolean {
  try {
    call();
    return true;
  } catch (error) {
    // The graph says by a type of its own that it has no output, or too many boxes for a picture.
    const typed = [ChainruleError, NoGraph, OutputNameError, TooLargeToDraw].some((type) => error instanceof type);
    if (typed) return false;
    throw error;
  }
}

const callOf = (i: number) => CALLS[i % CALLS.length] as (typeof CALLS)[number];

/** `count` mutated texts end to end, from seed `from` on: read, derived, checked, emitted, drawn, proofread. */
export const endToEnd = (from: number, count: number, only?: (text: string, i: number) => void): Hostile =>
  tried(from, count, (text, i) => comesOut(() => (only ?? callOf(i))(text, i)));

/** The same of texts of members whose places do not fit. */
export const membersEndToEnd = (from: number, count: number): Hostile =>
  tried(from, count, (text, i) => comesOut(() => callOf(i)(text, i)), membersAtRandom);
