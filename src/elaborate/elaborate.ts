/**
 * From statements to a model, phase by phase. Every fault is a diagnostic; what a fault does not touch is in the model
 * all the same.
 *
 * Each phase is a function of the {@link Scope} that the one before left, and of the statements: heads, kinds,
 * functions, definitions, questions, shapes, sizes, doubts, equations, answers to what is asked.
 */

import type { Reporter } from "../core/diagnostic.js";
import type { Context, ModelFunction } from "../core/expr.js";
import { ownOf } from "../core/own.js";
import { newContext } from "../functions/library.js";
import type { Model } from "../model/model.js";
import { keepClear } from "../ops/taken.js";
import type { Range, Statement } from "../parse/ast.js";
import { type AskedTerm, ask } from "./asked/ask.js";
import { question } from "./asked/questions.js";
import { type SideTerm, sideTerms } from "./asked/sides.js";
import type { Application } from "./build/application.js";
import { buildEquations } from "./build/equations.js";
import { readCompositions } from "./compositions.js";
import { declareShapes } from "./declarations.js";
import { define, type Nodes, ordered, spreadFaults } from "./definitions.js";
import { readDots } from "./dots.js";
import { withExponentials } from "./exponentials.js";
import { readGradients } from "./gradients.js";
import { checkPlaces } from "./index/check-places.js";
import { readConditions } from "./index/conditions.js";
import type { Indices } from "./index/extents.js";
import { noteDeclared, settleFamilies } from "./index/families.js";
import { type Points, withPoints } from "./index/points.js";
import { withPrimedFamilies } from "./index/primed.js";
import { saySquares } from "./index/raised-entries.js";
import { withRaisedLetters } from "./index/raised-letters.js";
import { findRanges, statedRanges } from "./index/ranges.js";
import { copyOf, emptyIndices, type ReadIndices, readIndices } from "./index/read-indices.js";
import { withStatedRows } from "./index/stated-rows.js";
import { sayUnlimited } from "./index/unlimited.js";
import { usesIn } from "./index/uses.js";
import { findWidths } from "./index/widths.js";
import { refuseMisread } from "./misread.js";
import { moveWithArguments } from "./moved.js";
import { withMultivariateGamma } from "./multivariate-gamma.js";
import { sayCapitals, sayDotted, sayObjective, sayScaled } from "./names/capitals.js";
import type { Definition } from "./names/definition.js";
import { sayFlat, sayHeld, sayIndexed, sayNormed, sayProse } from "./names/doubts.js";
import { isStated } from "./names/evidence.js";
import { freeSizes } from "./names/free-sizes.js";
import { applicationOf, flattened, primesOf, writtenFunctions } from "./names/functions.js";
import { sayGlued } from "./names/glued.js";
import { type Heads, heads } from "./names/heads.js";
import { kinOf } from "./names/kin.js";
import { assume } from "./names/kinds.js";
import { assumeLosses } from "./names/losses.js";
import { sayMoments } from "./names/moments.js";
import { withOpenLoss } from "./names/open-loss.js";
import { saySecond } from "./names/second.js";
import { refuseNumbered } from "./numbered.js";
import { openCalls } from "./opened.js";
import { withNumberedFunctions } from "./parametric.js";
import { withPowersOfSizes } from "./powers-of-sizes.js";
import { readPrimes } from "./primes.js";
import { sayReach } from "./reach.js";
import { readingIn } from "./reading.js";
import { type Entry, type Fault, type Owner, ownerOf, type Scope, within } from "./scope.js";
import { decideAll } from "./shapes/infer.js";
import { sizes } from "./shapes/unify.js";
import { readSigns } from "./signs.js";
import { aside, speak } from "./speak.js";
import {
  assumptionsOf,
  claimedNames,
  explanationsOf,
  functionEquations,
  nameSizes,
  settleFree,
  symbolsOf,
} from "./summary.js";
import { withSumsOfPowers } from "./sums-of-powers.js";
import type { Term } from "./terms.js";

/** Options of `parse`, besides the text. */
export interface ParseOptions {
  /** Nothing is assumed: an undeclared name is an error. */
  readonly strict?: boolean;
  /**
   * Names that statements declare or define which could not be read: known to exist, so that what
   * uses them is left out and not called undeclared.
   */
  readonly unread?: Iterable<string>;
  /** Names whose definition could not be read: a declaration says what they are, and not how they depend on others. */
  readonly lost?: Iterable<string>;
  /** Names in two spellings that may be two things: what uses them is left out. */
  readonly clashing?: Iterable<string>;
  /** Expression nodes before `budget/nodes` is reported. */
  readonly maxNodes?: number;
  /** The largest number that may stand as an exponent before `budget/exponent` is reported. */
  readonly maxExponent?: number;
}

/** Sums of so many powers are still worked out in numbers; what is raised higher is a slip more often than meant. */
const MAX_EXPONENT = 10_000;

/** The model that statements state. `said` holds what reading them has reported already. */
export function elaborateModel(
  source: string,
  given: readonly Statement[],
  said: Reporter,
  choices: ParseOptions = {},
): Model {
  const options = ownOf(choices);
  const sound = refuseMisread(given, source, said);
  const worded = withExponentials(withSumsOfPowers(withStatedWords(sound.kept, source), source), source, said);
  const written = readCompositions(
    readDots(readGradients(readSigns(withPrimedFamilies(worded, source), source)), source),
    source,
    said,
  );
  const moved = moveWithArguments(withRaisedLetters(readConditions(written), source, said), said);
  const opened = openCalls(moved.kept, said);
  const left = [...sound.left, ...moved.left, ...opened.left];
  const unread = new Set([...left, ...(options.unread ?? []), ...(options.lost ?? [])]);
  const closed = options.strict === true ? opened.kept : withOpenLoss(opened.kept, source, said, unread);
  const points = withPoints(closed);
  if (points !== null) {
    const { length } = said.diagnostics;
    const hasFault = (): boolean => said.diagnostics.slice(length).some((d) => d.severity === "error");
    const model = modelOf(source, points.statements, left, said, options, points.shown);
    if (!hasFault()) return withDoubts(model, points, said);
    const faults = said.diagnostics.slice(length);
    // Where they cannot be two things, what has an index is an entry as ever.
    said.takeBack(length);
    const other = modelOf(source, opened.kept, left, said, options);
    if (!points.isCertain || !hasFault()) return other;
    said.takeBack(length);
    said.diagnostics.push(...faults);
    return model;
  }
  return modelOf(source, closed, left, said, options);
}

/** The statements with what the words of a text say of names in them. */
const withStatedWords = (statements: readonly Statement[], source: string): readonly Statement[] =>
  withMultivariateGamma(withStatedRows(withNumberedFunctions(statements), source), source);

/** Says of a family that stands nowhere beside the name of its letter that this is none of its members. */
function withDoubts(model: Model, { apart }: Points, said: Reporter): Model {
  for (const { typed: x, scripts, span } of apart)
    said.report("warning", "name/point", span, `${x} and ${scripts?.base} without an index are read as two things`, {
      hint: `if they are, another letter says so; if ${scripts?.base} is made of all of them, say how`,
    });
  return apart.length === 0 ? model : { ...model, diagnostics: inOrder(said) };
}

/** The model of statements whose calls are written out; `shown` are the letters of families that have names of their own. */
function modelOf(
  source: string,
  kept: readonly Statement[],
  left: readonly string[],
  said: Reporter,
  options: ParseOptions,
  shown: ReadonlyMap<string, string> = new Map(),
): Model {
  const faults: Fault[] = [];
  const read = readIndices(kept, said, shown);
  saySquares(read.statements, source, said);
  const statements = readPrimes(withPowersOfSizes(read.statements, source), source, said);
  sayReach(statements, source, said);
  const clashing = [...(options.clashing ?? []), ...refuseNumbered(statements, source, said)];
  const reading = ownOf({ ...options, clashing, unread: [...(options.unread ?? []), ...left, ...read.left] });
  const first = shaped(source, statements, read, reading, faults);
  const { scope, head, functions, nodes, questions, answers } = first;
  const owner = ownerOf(faults);
  if (statements.length <= MOST_READ_AGAIN && !faults.some((f) => f.severity === "error"))
    saySecond(within(answers.scope, { owner }), (kept) => {
      const others: Fault[] = [];
      const again = shaped(source, statements, read, reading, others, kept);
      return others.some((f) => f.severity === "error") ? null : again.answers.scope;
    });
  sayDotted(within(answers.scope, { owner }), nodes.definitions);
  sayScaled(within(answers.scope, { owner }), nodes.definitions);
  sayObjective(within(answers.scope, { owner }), nodes.definitions);
  sayMoments(within(answers.scope, { owner }), nodes.definitions);
  sayDoubts(within(answers.scope, { owner }), questions.asked, answers.sides);

  const isPlain = read.statements === kept;
  const beyond = isPlain ? NOTHING : checkPlaces(within(answers.scope, { owner }), statements);
  const home = newContext(options.maxNodes, functions.written, (name) => scope.names.has(name));
  keepClear(home, (name) => (scope.names.get(name)?.kind ?? "size") !== "size");
  const { equations, families } = buildEquations(answers.scope, home, nodes, functions.applied);
  const sound = questions.asked.map((a) => (beyond.has(a.statement) ? null : a));
  const asked = buildQuestions(answers.scope, home, sound, answers.sides, functions.applied);
  speak(scope, faults, said);
  const assumptions = assumptionsOf(scope);
  return {
    source,
    context: home,
    symbols: symbolsOf(scope),
    equations,
    functions: functionEquations(scope, head),
    families,
    kin: kinOf(scope),
    asked,
    assumptions,
    explanations: explanationsOf(scope, assumptions),
    diagnostics: inOrder(said),
  };
}

const inOrder = ({ diagnostics }: Reporter): Model["diagnostics"] =>
  diagnostics.slice().sort((a, b) => a.line - b.line || a.column - b.column);

/** Statements of a text that is read again for a second reading: a longer one has its names from many places. */
const MOST_READ_AGAIN = 60;

interface Shaped {
  readonly scope: Scope;
  readonly head: Heads;
  readonly functions: Functions;
  readonly nodes: Nodes;
  readonly questions: ReturnType<typeof readQuestions>;
  readonly answers: ReturnType<typeof settleSizes>;
}

/** The phases up to sizes. In: statements. Out: every name with its shape; undeclared names in `kept` are what their letters say. */
function shaped(
  source: string,
  statements: readonly Statement[],
  { indices, ranges }: Pick<ReadIndices, "indices" | "ranges">,
  options: ParseOptions,
  faults: Fault[],
  kept: ReadonlySet<string> = NONE,
): Shaped {
  const start = { ...newScope(source, options, ownerOf(faults), copyOf(indices)), kept };
  const head = readHeads(start, statements, options);
  const kinded = decideKinds({ ...start, parameters: head.parameters, mentions: head.mentions }, statements, ranges);
  const functions = readFunctions(kinded, head);
  const scope = { ...kinded, primes: functions.primes };
  const nodes = inferDefinitions(scope, head.definitions);
  const questions = readQuestions(scope, statements);
  settleShapes(questions.scope, nodes);
  return { scope, head, functions, nodes, questions, answers: settleSizes(questions.scope, questions.asked) };
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: ReadonlySet<Statement> = new Set();

/** The state before the first phase. */
export function newScope(
  source: string,
  options: ParseOptions,
  owner: Owner,
  indices: Indices = emptyIndices(),
): Scope {
  return {
    source,
    strict: options.strict ?? false,
    maxExponent: options.maxExponent ?? MAX_EXPONENT,
    sizes: sizes(),
    names: new Map(),
    surroundings: new Set(),
    parameters: new Map(),
    mentions: new Map(),
    free: new Map(),
    open: new Set(),
    soft: new Set(),
    kept: NONE,
    standIns: new Map(),
    pending: [],
    beside: new Set(),
    mended: new Set(),
    wholes: new Set(),
    values: new Map(),
    told: new Set(),
    later: [],
    checks: [],
    indices,
    owner,
    primes: () => Number.POSITIVE_INFINITY,
    budget: { exhausted: false },
  };
}

/** Heads. In: statements. Out: every name with its evidence; nodes, functions and compositions that are defined. */
export function readHeads(scope: Scope, statements: readonly Statement[], options: ParseOptions): Heads {
  const head = heads(scope, statements);
  const leaveOut = (name: string, which: (n: Entry) => boolean): void => {
    const entry = scope.names.get(name);
    if (entry !== undefined && which(entry)) entry.faulty = true;
  };
  for (const name of options.unread ?? []) leaveOut(name, (n) => !isStated(n.evidence));
  for (const name of options.lost ?? []) leaveOut(name, (n) => n.evidence.defined === null);
  for (const name of options.clashing ?? []) leaveOut(name, () => true);
  return head;
}

/** Kinds. In: the evidence. Out: each name with its kind and a shape, stated or with unknown sizes; sizes of claims. */
function decideKinds(scope: Scope, statements: readonly Statement[], ranges: readonly Range[]): Scope {
  assumeLosses(scope, statements);
  assume(scope);
  sayProse(scope);
  sayGlued(scope);
  sayHeld(scope);
  sayIndexed(scope);
  const kinded = within(scope, { free: freeSizes(scope) });
  const uses = usesIn(statements);
  statedRanges(kinded, uses, ranges);
  declareShapes(kinded, statements);
  noteDeclared(kinded, statements);
  findRanges(kinded, uses);
  sayUnlimited(kinded, uses);
  settleFamilies(kinded, statements);
  findWidths(kinded);
  return kinded;
}

interface Functions {
  /** Functions of the model by their formulas, with their derivatives. */
  readonly written: ReadonlyMap<string, ModelFunction>;
  readonly applied: Application;
  readonly primes: Scope["primes"];
}

/** Functions. In: kinds, and the heads of functions. Out: how each function of the model is applied. */
function readFunctions(scope: Scope, head: Heads): Functions {
  const written = writtenFunctions(scope, head.written, readingIn(scope));
  const composed = flattened(scope, head.composed);
  const isWritten = new Set(written.keys());
  return {
    written,
    applied: applicationOf(composed),
    primes: (name) => primesOf(scope, name, isWritten, composed),
  };
}

/** Definitions. In: kinds and functions. Out: their order, and a term each, with a shape that may hold unknown sizes. */
function inferDefinitions(scope: Scope, definitions: readonly Definition[]): Nodes {
  const owners = definitions.map(() => ownerOf(scope.owner.faults));
  const order = ordered(scope, definitions, owners);
  const terms = new Map<number, Term>();
  for (const i of order) {
    const term = define(scope, definitions[i] as Definition, owners[i] as Owner);
    if (term !== null) terms.set(i, term);
  }
  return { definitions, owners, order, terms };
}

/** Questions. In: the shapes of names. Out: queries and claims in the order of the text; the scope of the last statement. */
function readQuestions(
  outer: Scope,
  statements: readonly Statement[],
): { readonly scope: Scope; readonly asked: readonly AskedTerm[] } {
  const asked: AskedTerm[] = [];
  let scope = outer;
  for (const s of statements) {
    scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    if (s.type !== "query" && s.type !== "claim") continue;
    const mark = scope.sizes.mark();
    const term = ask(scope, s);
    if (term === null || scope.owner.faulty) scope.sizes.undo(mark);
    else asked.push(term);
    scope.sizes.settle();
  }
  return { scope, asked };
}

/** Shapes. In: every statement read once. Out: all that was open is decided, and faults have reached what needs them. */
function settleShapes(scope: Scope, nodes: Nodes): void {
  decideAll(scope);
  for (const check of scope.checks) check();
  spreadFaults(scope, nodes);
}

const isOfModel = (n: Entry): boolean => n.inModel;

/**
 * Sizes. In: shapes, and what claims call their sizes. Out: each unknown size by its name, and the sides of claims; the
 * scope of the side that was read last.
 */
function settleSizes(
  outer: Scope,
  asked: readonly AskedTerm[],
): { readonly scope: Scope; readonly sides: readonly (readonly SideTerm[])[] } {
  nameSizes(outer, isOfModel, sizesByClaims(outer, asked));
  const { scope, sides } = readSides(outer, asked);
  settleFree(scope);
  nameSizes(scope, () => true);
  return { scope, sides };
}

/**
 * Sizes stand in shapes by their names, and a claim may have a name for one: which, is known only once its sides are
 * read, which is tried and forgotten.
 */
function sizesByClaims(scope: Scope, asked: readonly AskedTerm[]): ReadonlyMap<number, string> {
  if (scope.free.size === 0) return new Map();
  return scope.sizes.trial(() => {
    const trial: Scope = {
      ...scope,
      names: new Map(scope.names),
      told: new Set(scope.told),
      pending: [],
      beside: new Set(),
      mended: new Set(scope.mended),
      wholes: new Set(scope.wholes),
      later: [],
      checks: [],
      owner: ownerOf([]),
    };
    const given = nameSizes(trial, isOfModel);
    readSides(trial, asked);
    return claimedNames(trial, given);
  });
}

/** The sides of claims, with every size that is still open among them decided. */
function readSides(
  outer: Scope,
  asked: readonly AskedTerm[],
): { readonly scope: Scope; readonly sides: readonly (readonly SideTerm[])[] } {
  let scope = outer;
  const sides = asked.map((a) => {
    const read = sideTerms(scope, a);
    const last = read[read.length - 1];
    if (last !== undefined) scope = within(outer, { owner: last.owner });
    return read;
  });
  decideAll(scope);
  return { scope, sides };
}

/** Doubts. In: every size. Out: warnings of readings that are right by the rules, and seldom meant. */
function sayDoubts(scope: Scope, asked: readonly AskedTerm[], sides: readonly (readonly SideTerm[])[]): void {
  for (const look of scope.later) look(scope);
  // The faults of a side are those of its verdict; how it was read is said with its statement.
  for (const [i, { owner }] of asked.entries())
    for (const side of sides[i] ?? [])
      if (side.term !== null) owner.faults.push(...side.owner.faults.filter((f) => f.severity !== "error"));
  sayFlat(scope);
  sayNormed(scope);
  sayCapitals(
    scope,
    asked.map((a) => a.ast),
  );
}

/** Answers to what is asked. In: the equations. Out: queries and claims whose names have no fault, built. */
function buildQuestions(
  scope: Scope,
  home: Context,
  asked: readonly (AskedTerm | null)[],
  sides: readonly (readonly SideTerm[])[],
  applied: Application,
): Model["asked"] {
  return asked
    .map((a, i) => a && question(scope, home, a, sides[i] ?? [], applied, (f) => aside(scope, f)))
    .filter((q) => q !== null);
}
