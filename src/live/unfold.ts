/** A line of a derivation unfolded: its law, its entries, its numbers. */
import type { Expr } from "../core/expr.js";
import { context } from "../core/expr.js";
import { isRow } from "../core/shape.js";
import { EvaluationError } from "../numeric/fault.js";
import { type PlainNumbers, plainValue } from "../numeric/plain-values.js";
import { readValues } from "../numeric/values.js";
import { symbol } from "../ops/symbol.js";
import { indexDefinition } from "../print/index-notation.js";
import { OutputError } from "../print/pretty.js";
import { unicodeName } from "../print/unicode.js";
import { reportOf } from "../report/compose.js";
import { escapeHtml } from "../report/katex.js";
import { statementInUnicode } from "../report/lines.js";
import type { StepReport } from "../report/report.js";
import { exampleValues } from "./numbers.js";
import type { Session } from "./session.js";

/** Digits of a number in a line. */
const DIGITS = 4;
/** Rows and columns of a table of numbers. */
const MOST_CELLS = 12;

const term = (name: string, html: string): string => `<dt>${name}</dt><dd>${html}</dd>`;
const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;
/** Entries with their indices below the line: `u_i`, `h_{t+1}`. */
const lowered = (text: string): string =>
  escapeHtml(text).replace(
    /_(?:\{([^{}]{1,40})\}|([\p{L}\p{N}]{1,8}))/gu,
    (_, braced, plain) => `<sub>${braced ?? plain}</sub>`,
  );

/** The line `at` of the result `of`, at some values or at numbers that are found for it. */
export function unfolded(session: Session, of: number, at: number, given: string | null): string {
  const step = session.report.results[of]?.steps[at];
  const end = session.ends[of]?.[at];
  if (step === undefined || end === undefined) return "";
  return `<dl class="cr-more">${[lawOf(step), entriesOf(session, of, at, end), numbersOf(session, end, given)].join("")}</dl>`;
}

function lawOf(step: StepReport): string {
  const statement = step.statement === "" ? "" : ` ${code(statementInUnicode(step.statement))}`;
  const cite =
    step.cite === "" || step.cite === "the model" ? "" : ` <span class="cr-note">${escapeHtml(step.cite)}</span>`;
  const part =
    step.part === null
      ? ""
      : term(
          "here",
          `${code(statementInUnicode(step.part.before))} becomes ${code(statementInUnicode(step.part.after))}`,
        );
  const why = step.why === null ? "" : term("why", escapeHtml(step.why));
  return term("law", `${escapeHtml(step.title)}${statement}${cite}`) + part + why;
}

/** The argument by entries where the line is about a derivative, else the entries of its right side. */
function entriesOf({ report, model, document }: Session, of: number, at: number, end: Expr): string {
  if (end.hasDifferential) return "";
  const proved = reportOf(model, { steps: document.way, proof: "index" }).results[of]?.steps[at];
  const before = report.results[of]?.steps[at]?.why ?? null;
  if (proved !== undefined && proved.why !== null && proved.why !== before) {
    const said =
      before !== null && proved.why.startsWith(`${before}; `) ? proved.why.slice(before.length + 2) : proved.why;
    return term("entries", lowered(said));
  }
  try {
    const letter = ["M", "G", "Q", "J"].find((name) => !model.symbols.has(name));
    if (letter === undefined) return "";
    const { unicode } = indexDefinition(symbol(context(model.context.functions), letter, end.shape), end);
    return term("entries", `${lowered(unicode)} <span class="cr-note">where ${letter} is this line</span>`);
  } catch (error) {
    if (error instanceof OutputError || error instanceof RangeError) return "";
    throw error;
  }
}

function numbersOf({ model }: Session, end: Expr, given: string | null): string {
  const nothing = (why: string): string => term("numbers", `<span class="cr-note">${escapeHtml(why)}</span>`);
  if (end.hasDifferential) return nothing("a differential has none");
  const roots = [...model.equations.map((q) => q.symbol), end];
  const json = given ?? exampleValues(model, roots);
  if (json === null) return nothing("none were found at which everything has a value");
  const values = readValues(json, roots, model);
  const fault = values.diagnostics.find((d) => d.severity === "error");
  if (fault !== undefined) return nothing(fault.message);
  try {
    const said = `<p class="cr-note">at ${escapeHtml(spokenValues(json))}</p>`;
    return term("numbers", table(plainValue(end, [], values.env), isRow(end.shape)) + said);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return nothing(`it has no value there: ${error.message}`);
  }
}

const shown = (x: number): string => String(Number(x.toPrecision(DIGITS))).replace("-", "−");

/** Values as a person writes them: `x = [1.4; −0.5], f = tanh`. */
function spokenValues(json: string): string {
  const side = (value: unknown): string => {
    if (typeof value === "number") return shown(value);
    if (!Array.isArray(value)) return typeof value === "string" ? value : JSON.stringify(value);
    const isFlat = value.every((x) => typeof x === "number");
    return `[${value.map((x) => (isFlat || !Array.isArray(x) ? side(x) : x.map(side).join(", "))).join("; ")}]`;
  };
  const all = Object.entries(JSON.parse(json) as Record<string, unknown>);
  return all.map(([name, value]) => `${unicodeName(name)} = ${side(value)}`).join(", ");
}

function table(value: PlainNumbers, row: boolean): string {
  if (typeof value === "number") return code(shown(value));
  const isFlat = value.every((x) => typeof x === "number");
  const rows = isFlat ? (row ? [value] : value.map((x) => [x])) : (value as readonly PlainNumbers[][]);
  if (rows.length > MOST_CELLS || rows.some((r) => r.length > MOST_CELLS)) return "too many to show";
  const cells = rows.map(
    (r) => `<tr>${r.map((x) => `<td>${typeof x === "number" ? escapeHtml(shown(x)) : "…"}</td>`).join("")}</tr>`,
  );
  return `<table class="cr-numbers" aria-label="${rows.length} by ${rows[0]?.length ?? 0}"><tbody>${cells.join("")}</tbody></table>`;
}
