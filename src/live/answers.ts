/** What a text answers: results, derivations, the equations as they were read, faults, names. */
import { lineStarts } from "../core/diagnostic.js";
import { FACTS } from "../core/facts.js";
import { showDim } from "../core/place.js";
import { BUILTINS } from "../functions/builtins.js";
import { inputsBehind } from "../model/questions.js";
import { nameOf } from "../ops/symbol.js";
import { NO_NAMES } from "../print/pretty.js";
import { spelled } from "../print/spelling.js";
import { unicodeName } from "../print/unicode.js";
import {
  claimsHtml,
  equationHtml,
  headingHtml,
  type LineDrawing,
  lineDrawings,
  remarksHtml,
  resultHtml,
  rulesHtml,
  stepsHtml,
} from "../report/answer.js";
import { escapeHtml } from "../report/katex.js";
import { shapeText } from "../report/lines.js";
import type { Report } from "../report/report.js";
import { fixesOf } from "./fixes.js";
import type { Answers, Block, Chip, Fault, Question, Said } from "./messages.js";
import { MOST_DRAWN, MOST_RESULTS, type Session } from "./session.js";

/** Faults whose hints are tried, and faults that are shown. */
const MOST_MENDED = 4;
const MOST_FAULTS = 50;

const DECLARABLE: ReadonlySet<string> = new Set(["scalar", "vector", "matrix", "function"]);

/** Answers with the first lines of their derivations drawn, `lines` of them; the others stand there as they are read. */
export const answersOf = (session: Session, lines = Number.POSITIVE_INFINITY): Answers => ({
  ...saidOf(session),
  ...drawn(session, lines),
});

/** What a text answers without what is drawn of it. */
export function saidOf(session: Session): Said {
  const { report, model } = session;
  const faulty = report.diagnostics.some((d) => d.severity === "error");
  return {
    sound: !faulty && report.results.length > 0,
    faults: faultsOf(session),
    chips: chipsOf(report),
    questions: questionsOf(session),
    written: model.asked.length > 0,
    words: wordsOf(report),
    places: [...model.equations, ...model.functions].map((q) => [q.name, [q.span.start, q.span.end]]),
  };
}

/** Every equation in the order of the text; those of families with where they hold. */
function equationsOf({ model, report, draw }: Session): readonly string[] {
  const single = report.equations.map((q, i) => ({
    at: model.equations[i]?.span.start ?? 0,
    html: equationHtml(q, draw),
  }));
  const families = model.families.map(({ member, value, letters, span }) => {
    const [left, right] = [spelled(member, NO_NAMES), spelled(value, NO_NAMES)];
    const range = letters.map((l) => `${l.letter} = ${showDim(l.from)}, …, ${showDim(l.to)}`).join("; ");
    const formula = draw.formula(`${left.latex} = ${right.latex}`, `${left.unicode} = ${right.unicode}`);
    return { at: span.start, html: `${formula} <span class="cr-shape">${escapeHtml(range)}</span>` };
  });
  return [...single, ...families]
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_DRAWN)
    .map((q) => q.html);
}

const DRAWINGS = new WeakMap<Session, readonly (readonly LineDrawing[])[]>();

/** For each result that is shown its lines. */
function drawingsOf(session: Session): readonly (readonly LineDrawing[])[] {
  const known = DRAWINGS.get(session);
  if (known !== undefined) return known;
  const stated = new Set<string>();
  const { report, draw } = session;
  const made = report.results.slice(0, MOST_RESULTS).map((result, at) => lineDrawings(result, draw, stated, { at }));
  DRAWINGS.set(session, made);
  return made;
}

/** Lines of one result from one of them on, at most `most`, drawn. */
export const drawnLines = (session: Session, result: number, from: number, most: number): readonly string[] =>
  (drawingsOf(session)[result] ?? []).slice(from, from + most).map((l) => l.html());

const laterHtml = ({ unicode }: LineDrawing, result: number, at: number): string =>
  `<li class="cr-later" data-later="${result},${at}"><code>${escapeHtml(unicode)}</code></li>`;

function drawn(session: Session, lines: number): Pick<Answers, "results" | "derivations" | "equations"> {
  const { report: whole, draw } = session;
  const report = { ...whole, results: whole.results.slice(0, MOST_RESULTS) };
  const all = drawingsOf(session);
  let left = lines;
  const said = new Set<string>();
  const keyed = (prefix: string, html: readonly string[]): readonly Block[] =>
    html.map((h, i) => ({ key: `${prefix}${i}`, html: h }));
  const derivations = report.results.map((result, i) => {
    const shown = (all[i] ?? []).map((line, at) => (left-- > 0 ? line.html() : laterHtml(line, i, at)));
    return headingHtml(result, draw) + stepsHtml(shown);
  });
  return {
    results: keyed(
      "answer-",
      report.results.map((r) => resultHtml(r, report, draw, { said }) + remarksHtml(r) + claimsHtml(r.claims)),
    ),
    derivations: [...keyed("derivation-", derivations), { key: "rules", html: foldedRules(report) }],
    equations: keyed("equation-", equationsOf(session)),
  };
}

const foldedRules = (report: Report): string => {
  const rules = rulesHtml([report]);
  return rules === "" ? "" : `<details class="rules"><summary>Rules</summary>${rules}</details>`;
};

function faultsOf({ report, document: { text } }: Session): readonly Fault[] {
  const starts = lineStarts(text);
  const place = (line: number, column: number): number => Math.min((starts[line - 1] ?? 0) + column - 1, text.length);
  return report.diagnostics.slice(0, MOST_FAULTS).map((d, i): Fault => {
    const [start, end] = [place(d.line, d.column), place(d.endLine, d.endColumn)];
    const { severity, code, message, line } = d;
    // A flag of the command helps nobody on a page.
    const hint = d.hint?.includes("--") === true ? null : d.hint;
    const fixes = i < MOST_MENDED ? fixesOf(text, d, start, end) : [];
    return { severity, code, message, hint, line, start, end, fixes };
  });
}

function chipsOf(report: Report): readonly Chip[] {
  const whys = new Map(report.assumptionsExplained.map((a) => [a.name, a.why]));
  return report.symbols
    .filter((s) => s.kind !== "size")
    .slice(0, MOST_DRAWN)
    .map((s): Chip => {
      const { name, kind, shape, facts, role, assumed } = s;
      const letters = s.indices.map((i) => `${i.letter} = ${i.from}, …, ${i.to}`).join("; ");
      const size = kind === "function" ? "any function" : kind === "scalar" ? "number" : shapeText(shape);
      const said = [size, ...facts, ...(letters === "" ? [] : [letters])].join(" · ");
      const declarable = DECLARABLE.has(kind) && role !== "defined" && s.indices.length === 0;
      return {
        name,
        shown: unicodeName(name),
        said,
        kind,
        shape,
        facts,
        role,
        assumed,
        why: whys.get(name) ?? "",
        declarable,
      };
    });
}

/** First derivatives of the output by its inputs: those that are asked, and those that could be. */
function questionsOf({ model, report }: Session): readonly Question[] {
  const asked = report.results.map(({ left }) => ({ text: left.text, shown: left.unicode, asked: true }));
  const output = report.results[0]?.of ?? model.equations.at(-1)?.name;
  const equation = model.equations.find((q) => q.name === output);
  if (equation === undefined) return asked.slice(0, MOST_DRAWN);
  const could = inputsBehind(model, equation.symbol)
    .map(nameOf)
    .filter((name) => model.symbols.get(name)?.indices.length === 0)
    .map((name) => ({
      text: `∂${equation.name}/∂${name}`,
      shown: `∂${unicodeName(equation.name)}/∂${unicodeName(name)}`,
      asked: false,
    }));
  const isAsked = new Set(asked.map((q) => q.text));
  return [...asked, ...could.filter((q) => !isAsked.has(q.text))].slice(0, MOST_DRAWN);
}

const KINDS = ["scalar", "vector", "matrix", "function"] as const;

function wordsOf(report: Report): Answers["words"] {
  const own = report.symbols.map((s) => ({
    label: s.name,
    type: s.kind === "function" ? ("function" as const) : ("variable" as const),
  }));
  const taken = new Set(own.map((w) => w.label));
  const builtins = BUILTINS.flatMap((b) =>
    b.spellings.map((label) => ({ label, type: b.signature === null ? ("constant" as const) : ("function" as const) })),
  );
  const words = [...KINDS, ...FACTS].map((label) => ({ label: label as string, type: "keyword" as const }));
  return [...own, ...[...builtins, ...words].filter((w) => !taken.has(w.label))];
}
