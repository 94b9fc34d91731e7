/** From text to model: syntax, then elaboration. */

import { type Reporter, reporter } from "../core/diagnostic.js";
import { ownOf } from "../core/own.js";
import type { Model } from "../model/model.js";
import { definedIn, expressionsOf, postorder, type Statement } from "../parse/ast.js";
import { elaborateModel, type ParseOptions } from "./elaborate.js";
import { readStatements } from "./index/entries.js";

export interface ReadOptions extends ParseOptions {
  /** Bytes (UTF-8) of a source before `budget/input` is reported. */
  readonly maxInput?: number;
}

/** A source beyond this many bytes is not read unless the budget is raised. */
export const MAX_INPUT = 8_000_000;

/** Notices that a reader of the model should hear of; a row of prose is skipped without a word. */
const SAID: ReadonlySet<string> = new Set(["syntax/dots", "syntax/entrywise", "syntax/unnamed"]);

/** The model that a text states. Never throws: every fault is among its diagnostics. */
export function read(source: string, given: ReadOptions = {}): Model {
  const options = ownOf(given);
  const said = reporter(source);
  const limit = options.maxInput ?? MAX_INPUT;
  // A UTF-16 unit is at most three bytes, so that most texts need not be measured.
  if (source.length * 3 > limit && new TextEncoder().encode(source).length > limit) {
    said.report("error", "budget/input", { start: 0, end: 0 }, `the text is longer than ${limit} bytes`, {
      hint: "raise --max-input, or split the model",
    });
    return elaborateModel("", [], said, options);
  }
  const one = modelOf(source, said, options, "one");
  if (!one.isOpen || !hasErrors(one.model)) return one.model;
  const two = modelOf(source, reporter(source), options, "two");
  return hasErrors(two.model) ? one.model : two.model;
}

const hasErrors = ({ diagnostics }: Model): boolean => diagnostics.some((d) => d.severity === "error");

/** The model of a text in which letters in bold and plain beside one another are one name, or two. */
function modelOf(
  source: string,
  said: Reporter,
  options: ReadOptions,
  faces: "one" | "two",
): { readonly model: Model; readonly isOpen: boolean } {
  const { statements, notices, broken, clashing, isOpen } = readStatements(source, said, faces);
  const { sketched, needed } = sketches(statements);
  for (const n of notices) {
    const lost = needed.get(n.span.start);
    if (lost !== undefined) said.report("error", n.code, n.span, `${n.message}: ${lost} is not known`);
    else if (SAID.has(n.code)) said.report("warning", n.code, n.span, n.message);
  }
  const named = (isDefined: boolean) => broken.flatMap((b) => (b.isDefined === isDefined ? [b.name] : []));
  const lost = [...named(true), ...sketched];
  const given = { ...options, unread: named(false), lost, clashing };
  return { model: elaborateModel(source, statements, said, given), isOpen };
}

/** Names that a sketch alone would define and others need, and by the place of the sketch the name that is lost with it. */
function sketches(statements: readonly Statement[]): {
  readonly sketched: readonly string[];
  readonly needed: ReadonlyMap<number, string>;
} {
  const needed = new Map<number, string>();
  const schemes = statements.flatMap((s) => (s.type === "scheme" && s.names.length > 0 ? [s] : []));
  if (schemes.length === 0) return { sketched: [], needed };
  const defined = definedIn(statements);
  const used = new Set<string>();
  // A claim about a sketch is not judged, and says so itself.
  for (const s of statements)
    if (s.type !== "claim")
      for (const root of expressionsOf(s).stated)
        for (const e of postorder(root)) if (e.type === "name") used.add(e.name);
  for (const { names, span } of schemes)
    for (const name of names) if (used.has(name) && !defined.has(name)) needed.set(span.start, name);
  return { sketched: [...needed.values()], needed };
}
