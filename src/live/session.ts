/** A text with what is known of it: read once, derived once, whatever is asked of it afterwards. */
import type { Expr } from "../core/expr.js";
import { read } from "../elaborate/parse.js";
import type { Model } from "../model/model.js";
import { defaultQueries } from "../model/questions.js";
import type { Pen } from "../report/answer.js";
import { type Judge, reportOf } from "../report/compose.js";
import type { Report } from "../report/report.js";
import type { Document } from "./messages.js";

export interface Session {
  readonly document: Document;
  readonly model: Model;
  readonly report: Report;
  /** For each result the expression that each of its lines ends in. */
  readonly ends: readonly (readonly Expr[])[];
  readonly draw: Pen;
}

/** Bytes of a text that is read while somebody types. */
const MOST_READ = 1_500_000;
/** Characters of one answer that a page shows. */
const MOST_SHOWN = 200_000;

/** Answers, equations and names that are drawn: nobody reads more of them on one page. */
export const MOST_RESULTS = 40;
export const MOST_DRAWN = 200;

export interface Tools {
  readonly draw: Pen;
  /** Loads what judges claims: a text without one does not wait for it. */
  readonly judge: () => Promise<Judge>;
}

/** Reads and derives. Never throws for what the text says. */
export async function sessionOf(document: Document, { draw, judge }: Tools): Promise<Session> {
  const model = read(document.text, { maxInput: MOST_READ });
  const ends: (readonly Expr[])[] = [];
  const claims = model.asked.some((a) => a.type === "claim");
  // Where nothing is asked, a deep model would ask for hundreds.
  const unasked = model.asked.length === 0 && !model.diagnostics.some((d) => d.severity === "error");
  const report = reportOf(model, {
    steps: document.way,
    maxOutput: MOST_SHOWN,
    hear: (lines) => ends.push(lines),
    ...(unasked ? { asked: defaultQueries(model).slice(0, MOST_RESULTS) } : {}),
    ...(claims ? { judge: await judge() } : {}),
  });
  return { document, model, report, ends, draw };
}
