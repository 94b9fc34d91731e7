/**
 * From text to a model: names get kinds, sizes are unified over the whole model, expressions are
 * interned. Every fault is a diagnostic; what a fault does not touch is in the model all the same.
 */

import { type Diagnostic, type Reporter, reporter } from "../core/diagnostic.js";
import { type Context, context } from "../core/expr.js";
import { LIBRARY } from "../functions/library.js";
import type { FunctionEquation, Model } from "../model/model.js";
import type { Span, Statement } from "../parse/ast.js";
import { type AskedTerm, ask } from "./asked/ask.js";
import { question } from "./asked/questions.js";
import { sideTerms } from "./asked/sides.js";
import { buildEquations } from "./build/equations.js";
import { declareShapes } from "./declarations.js";
import { define, ordered, spreadFaults } from "./definitions.js";
import type { Definition } from "./names/definition.js";
import { sayFlat, sayGlued, sayProse } from "./names/doubts.js";
import { isStated } from "./names/evidence.js";
import { freeSizes } from "./names/free-sizes.js";
import { applicationOf, flattened, primesOf, writtenFunctions } from "./names/functions.js";
import { type Heads, heads } from "./names/heads.js";
import { assume, isBuiltin, isConstant } from "./names/kinds.js";
import { spells } from "./names/observe.js";
import type { Reading } from "./reading.js";
import { type Fault, mentionsFaulty, type Owner, ownerOf, type Scope, shower, typed, warn } from "./scope.js";
import { decideAll } from "./shapes/infer.js";
import { sizes } from "./shapes/unify.js";
import {
  assumptionsOf,
  checkFaces,
  claimedNames,
  declarationHint,
  nameSizes,
  origins,
  settleFree,
  symbolsOf,
} from "./summary.js";
import type { Term } from "./terms.js";

/** What `parse` takes besides the text. */
export interface ParseOptions {
  /** Nothing is assumed: an undeclared name is an error. */
  readonly strict?: boolean;
  /**
   * Names that statements declare or define which could not be read: known to exist, so that what
   * uses them is left out and not called undeclared.
   */
  readonly unread?: Iterable<string>;
  /** Names in two spellings that may be two things: what uses them is left out. */
  readonly clashing?: Iterable<string>;
  /** Expression nodes before `budget/nodes` is reported. */
  readonly maxNodes?: number;
  /** The largest number that may stand as an exponent before `budget/exponent` is reported. */
  readonly maxExponent?: number;
  /** Names for sizes that would be given names of ours, by their places among those. */
  readonly sizeNames?: ReadonlyMap<number, string>;
}

/** Sums of so many powers are still worked out in numbers; what is raised higher is a slip more often than meant. */
const MAX_EXPONENT = 10_000;

/** The model that statements state. `said` holds what reading them has reported already. */
export function elaborateModel(
  source: string,
  statements: readonly Statement[],
  said: Reporter,
  options: ParseOptions = {},
): Model {
  const faults: Fault[] = [];
  const scope: Scope = {
    source,
    strict: options.strict ?? false,
    sizes: sizes(),
    names: new Map(),
    soft: new Set(),
    told: new Set(),
    free: new Map(),
    open: new Set(),
    standIns: new Map(),
    pending: [],
    later: [],
    owner: ownerOf(faults),
    primes: () => Number.POSITIVE_INFINITY,
    maxExponent: options.maxExponent ?? MAX_EXPONENT,
    exhausted: false,
  };

  const head = heads(scope, statements);
  for (const name of options.unread ?? []) markUnread(scope, name);
  for (const name of options.clashing ?? []) markClashing(scope, name);
  assume(scope);
  sayProse(scope);
  sayGlued(scope);
  scope.free = freeSizes(scope);
  declareShapes(scope, statements);
  const reading = readingOf(scope, head);
  const written = writtenFunctions(scope, head.written, reading);
  const composed = flattened(scope, head.composed);
  const applied = applicationOf(composed);
  const isWritten = new Set(written.keys());
  scope.primes = (name) => primesOf(name, isWritten, composed);

  const { definitions } = head;
  const owners = definitions.map(() => ownerOf(faults));
  const order = ordered(scope, definitions, owners);
  const terms = new Map<number, Term>();
  for (const i of order) {
    const term = define(scope, definitions[i] as Definition, owners[i] as Owner, reading);
    if (term !== null) terms.set(i, term);
  }
  const asked = allAsked(scope, statements, reading, faults);
  decideAll(scope);
  if (checkFaces(scope))
    for (const [i, term] of terms) if (mentionsFaulty(scope, term)) (owners[i] as Owner).faulty = true;
  spreadFaults(scope, definitions, order, owners, faults);
  const given = nameSizes(scope, (n) => n.inModel, options.sizeNames);
  const sides = asked.map((a) => sideTerms(scope, a, reading));
  decideAll(scope);
  if (options.sizeNames === undefined) {
    // Sizes stand in shapes by their names, so the names that claims have for them are known only now.
    const sizeNames = claimedNames(scope, given);
    if (sizeNames.size > 0) return elaborateModel(source, statements, said, { ...options, sizeNames });
  }
  settleFree(scope);
  nameSizes(scope, () => true);
  for (const look of scope.later) look();
  sayFlat(scope);

  const home: Context = context(written.size === 0 ? LIBRARY : new Map([...LIBRARY, ...written]), options.maxNodes);
  const equations = buildEquations(scope, home, definitions, order, owners, terms, applied);
  const show = shower(scope);
  const spoken = new Set<Owner>();
  const speak = (f: Fault, to: Reporter): void => {
    const hint = f.hint(show) ?? declarationHint(scope, f.about);
    const notes = [...f.notes, ...origins(scope, f.about, show)];
    if (f.severity === "error" && f.owner.leaves !== null && !spoken.has(f.owner)) {
      spoken.add(f.owner);
      notes.push({ message: `left out with it: ${listed(f.owner.leaves)}` });
    }
    to.report(f.severity, f.code, f.span, f.message(show), hint === null ? { notes } : { hint, notes });
  };
  const aside = (f: Fault): Diagnostic => {
    const to = reporter(source);
    speak(f, to);
    return to.diagnostics[0] as Diagnostic;
  };
  const questions = asked
    .map((a, i) => question(scope, home, a, sides[i] ?? [], applied, aside))
    .filter((q) => q !== null);
  for (const f of faults) speak(f, said);

  return {
    source,
    context: home,
    symbols: symbolsOf(scope),
    equations,
    functions: functionEquations(scope, head),
    asked: questions,
    assumptions: assumptionsOf(scope),
    diagnostics: said.diagnostics.slice().sort((a, b) => a.line - b.line || a.column - b.column),
  };
}

/** Names in a sentence, and how many more where they are many. */
const listed = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;

/** A name whose only statement could not be read. */
function markUnread(scope: Scope, name: string): void {
  const entry = scope.names.get(name);
  if (entry !== undefined && !isStated(entry.evidence)) entry.faulty = true;
}

function markClashing(scope: Scope, name: string): void {
  const entry = scope.names.get(name);
  if (entry !== undefined) entry.faulty = true;
}

const readingOf = (scope: Scope, { parameters }: Heads): Reading => ({
  isFunction: (name) => isBuiltin(name) || (!isConstant(scope, name) && scope.names.get(name)?.kind === "function"),
  isSpelling: (call) => spells(call, parameters.get(call.callee.name)),
  onDivided: (callee, span) => {
    const name = typed(scope, callee.span);
    warn(
      scope,
      "product/divided",
      span,
      `${name} is no function, so this divides by ${name} and multiplies by the parenthesis`,
      `write / (${typed(scope, span)}) to divide by both`,
    );
  },
});

/** Queries and claims in the order of the text. */
function allAsked(
  scope: Scope,
  statements: readonly Statement[],
  reading: Reading,
  faults: Fault[],
): readonly AskedTerm[] {
  const out: AskedTerm[] = [];
  for (const s of statements) {
    scope.owner = ownerOf(faults);
    if (s.type === "query" || s.type === "claim") {
      const mark = scope.sizes.mark();
      const found = ask(scope, s, reading);
      if (found === null || scope.owner.faulty) scope.sizes.undo(mark);
      else out.push(found);
      scope.sizes.settle();
    }
  }
  return out;
}

function functionEquations(scope: Scope, { written, composed }: Heads): readonly FunctionEquation[] {
  const out = [
    ...written.map((w) => ({ name: w.name, parameter: w.parameter.name, value: w.value.span, span: w.span })),
    ...composed.map((c) => ({ name: c.name, parameter: "", value: partsSpan(c), span: c.span })),
  ];
  return out
    .filter((f) => scope.names.get(f.name.name)?.faulty !== true)
    .sort((a, b) => a.span.start - b.span.start)
    .map((f) => {
      const text = scope.source.slice(f.value.start, f.value.end).replace(/\s+/g, " ").trim();
      return { name: f.name.name, parameter: f.parameter, text, span: f.span };
    });
}

const partsSpan = ({ parts }: Heads["composed"][number]): Span => ({
  start: parts[0]?.span.start ?? 0,
  end: parts[parts.length - 1]?.span.end ?? 0,
});
