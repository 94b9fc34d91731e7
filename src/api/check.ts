/**
 * chainrule/check: what a text states, checked by numbers. The shapes of its equations, each
 * derivative against central differences at random sizes and values, each claim.
 */

import { ChainruleError, type Diagnostic, lineStarts, locate, type Reporter, reporter } from "../core/diagnostic.js";
import { evaluateDim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { nth } from "../core/operands.js";
import { ownOf } from "../core/own.js";
import { showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { type Derivation, isRefusal } from "../derive/derivation.js";
import { holdsDerivative, workedOut } from "../derive/expand.js";
import { forked, transplant } from "../derive/fork.js";
import { formulaOf } from "../derive/model-functions.js";
import { besideOf, judgements } from "../judge/claims.js";
import { counterexampleReport, departureReport } from "../judge/counterexample.js";
import type { Judgement } from "../judge/judgement.js";
import { questionOf } from "../judge/targets.js";
import type { Claim, Model, Query } from "../model/model.js";
import { queryOf } from "../model/questions.js";
import { answersOf } from "../numeric/answers.js";
import { type DrawOptions, draw } from "../numeric/draw.js";
import { numbersOf } from "../numeric/evaluate.js";
import { EvaluationError } from "../numeric/fault.js";
import { departureFromMathjs } from "../numeric/mathjs.js";
import type { Matrix } from "../numeric/matrix.js";
import { random } from "../numeric/random.js";
import { type Asked, type Held, verifyTogether } from "../numeric/together.js";
import { type Question, type Verification, type VerifyOptions, verify } from "../numeric/verify.js";
import { Derivative } from "../ops/derivative.js";
import { definitionOf, nameOf } from "../ops/symbol.js";
import { unicodeName } from "../print/unicode.js";
import { askedOf, leftOf, sayRefusal, sayVerdicts, sayWrittenZeros } from "../report/compose.js";
import type { CounterexampleReport } from "../report/counterexample.js";
import { type Verdict, verdictKind } from "../report/report.js";
import { sideText } from "../report/side.js";
import { type DeriveOptions, readFor } from "./answer.js";
import { requireArguments } from "./arguments.js";

export { ChainruleError, type Diagnostic } from "../core/diagnostic.js";
export type { CounterexampleReport } from "../report/counterexample.js";
export type { Verdict } from "../report/report.js";

export interface CheckOptions extends Pick<DeriveOptions, "strict" | "budgets"> {
  /** The same seed gives the same sizes and values. */
  readonly seed?: number;
  /** Sizes and values at which each derivative is compared with differences. */
  readonly samples?: number;
  /** A claim that is equal only up to a transpose fails: what is handed in has the shape that was taught. */
  readonly exactShape?: boolean;
  /** Told before each derivative that is asked for, `∂s/∂W`, which of how many it is, from 1. */
  readonly progress?: (at: number, of: number, part: string) => void;
}

export type Outcome = "passed" | "failed" | "not judged";

/** One thing that was checked. */
export interface CheckLine {
  readonly kind: "shapes" | "derivative" | "claim";
  /** `∂s/∂W`, or of a claim `∂s/∂b = u .* f'(z)`. */
  readonly text: string;
  /** "not judged" is neither passed nor failed; where numbers fail to be drawn, it has failed. */
  readonly outcome: Outcome;
  /** Whether the outcome is `passed`. */
  readonly passed: boolean;
  /** The largest error at any draw, relative to the derivative; null where there are no numbers. */
  readonly worst: number | null;
  readonly draws: number;
  /** Of a claim. */
  readonly verdict: Verdict | null;
  readonly by: "laws" | "numbers" | null;
  readonly holds: string | null;
  readonly layout: "gradient" | "jacobian" | "denominator" | null;
  readonly why: string | null;
  readonly counterexample: CounterexampleReport | null;
  readonly line: number;
  readonly column: number;
}

export interface CheckReport {
  readonly seed: number;
  readonly samples: number;
  /** Whether no check failed and the text has no fault. */
  readonly passed: boolean;
  /** How many checks there are of each outcome. */
  readonly counts: Readonly<Record<"passed" | "failed" | "notJudged", number>>;
  readonly checks: readonly CheckLine[];
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const SEED = 1;
const SAMPLES = 3;
/** Directions at each of them, for variables of many entries. */
const DIRECTIONS = 2;
/** Claims are compared with the derivative at this many draws at least; that costs little. */
const CLAIM_DRAWS = 5;

/**
 * Checks a text, or a model that `parse` has read: shapes, derivatives against differences, claims.
 * A check for which no numbers can be drawn fails and says why. Repeats itself for the same seed.
 *
 * @throws {ChainruleError} where the text has faults; `partial` is the report on the rest.
 */
export function check(source: string | Model, options: CheckOptions = {}): CheckReport {
  requireArguments(source);
  const report = checkReport(source, options);
  if (report.diagnostics.some((d) => d.severity === "error")) throw new ChainruleError(report.diagnostics, report);
  return report;
}

/** The report of {@link check}, faults among its diagnostics. Never throws. */
export function checkReport(source: string | Model, options: CheckOptions = {}): CheckReport {
  const own = ownOf(options);
  const model = typeof source === "string" ? readFor(source, own) : source;
  const seed = own.seed ?? SEED;
  const samples = own.samples ?? SAMPLES;
  const said = reporter(model.source);
  const maxEntries = own.budgets?.entries;
  const checks = [
    ...checkLines(
      model,
      {
        seed,
        samples,
        exactShape: own.exactShape === true,
        within: maxEntries === undefined ? {} : { maxEntries },
        progress: own.progress ?? (() => {}),
      },
      said,
    ),
  ];
  const count = (outcome: Outcome) => checks.filter((c) => c.outcome === outcome).length;
  const counts = { passed: count("passed"), failed: count("failed"), notJudged: count("not judged") };
  const diagnostics = [...model.diagnostics, ...said.diagnostics].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
  return {
    seed,
    samples,
    passed: counts.failed === 0 && diagnostics.every((d) => d.severity !== "error"),
    counts,
    checks,
    assumptions: model.assumptions.map((a) => a.text),
    diagnostics,
  };
}

interface Sampling {
  readonly seed: number;
  readonly samples: number;
  readonly exactShape: boolean;
  /** Entries that one value may have. */
  readonly within: Pick<DrawOptions, "maxEntries">;
  readonly progress: NonNullable<CheckOptions["progress"]>;
}

function* checkLines(model: Model, sampling: Sampling, said: Reporter): Generator<CheckLine> {
  const starts = lineStarts(model.source);
  const at = (span: Query["span"]) => locate(starts, span.start);
  const asked = askedOf(model, {});
  const { results } = answersOf(
    model,
    asked.map((a) => a.query),
    { steps: "none" },
  );
  if (model.equations.length > 0) yield { ...shapesLine(model, sampling), ...at(firstSpan(model)) };
  sayWrittenZeros(model, said);
  const done = new Set<string>();
  yield* slopeLines(model, at);
  yield* writtenDerivatives(model, sampling, done, at);
  const questions = results.map((r): Asked | null =>
    isRefusal(r) ? null : { answer: r.value, question: questionFor(r) },
  );
  const held = heldTogether(questions, sampling);
  for (const [i, { query, claim }] of asked.entries()) {
    const derived = results[i];
    if (derived === undefined) continue;
    const text = leftOf(query).unicode;
    sampling.progress(i + 1, asked.length, text);
    if (isRefusal(derived)) {
      sayRefusal(derived, said);
      yield { ...failed("derivative", text, derived.message), ...at(query.span) };
      continue;
    }
    if (!done.has(text) && (claim === null || claim.unjudged === null)) {
      done.add(text);
      const one = questions[i] as Asked;
      yield { ...derivativeLine(text, one, sampling, held.get(one)), ...at(query.span) };
    }
    if (claim !== null) yield* claimLines(claim, derived, text, model, sampling, said, at);
  }
}

const firstSpan = (model: Model): Query["span"] =>
  model.equations.reduce((first, q) => (q.span.start < first.start ? q.span : first), { start: Infinity, end: 0 });

type Unplaced = Omit<CheckLine, "line" | "column">;

const failed = (kind: CheckLine["kind"], text: string, why: string | null): Unplaced => ({
  kind,
  text,
  outcome: "failed",
  passed: false,
  worst: null,
  draws: 0,
  verdict: null,
  by: null,
  holds: null,
  layout: null,
  why,
  counterexample: null,
});

const passed = (kind: CheckLine["kind"], text: string): Unplaced => ({ ...failed(kind, text, null), ...PASSED });

const PASSED = { outcome: "passed", passed: true } as const;

// ---------------------------------------------------------------- shapes

/** Names that a line lists. */
const LISTED = 8;

/** The value of each equation has the rows and columns that were inferred for it, at random sizes. */
function shapesLine(model: Model, { seed, samples, within }: Sampling): Unplaced {
  const symbols = model.equations.map((q) => q.symbol);
  const shown = symbols.slice(0, LISTED).map((e) => `${unicodeName(String(e.data))} ${showShape(e.shape)}`);
  const rest = symbols.length > LISTED ? [`${symbols.length - LISTED} more`] : [];
  const text = `shapes: ${[...shown, ...rest].join(", ")}`;
  const source = random(seed);
  for (let i = 0; i < samples; i++) {
    const drawn = draw(symbols, source, { smooth: [], ...within });
    if (!drawn.drawn) return failed("shapes", text, `no numbers could be drawn: ${drawn.why}`);
    for (const e of symbols) {
      const { rows, cols } = drawn.values.get(e) as Matrix;
      const [n, m] = [evaluateDim(e.shape.rows, drawn.env.sizes), evaluateDim(e.shape.cols, drawn.env.sizes)];
      if (rows !== n || cols !== m)
        return failed("shapes", text, `${String(e.data)} is stated ${n}×${m} and has the value of a ${rows}×${cols}`);
    }
  }
  return { ...passed("shapes", text), draws: samples };
}

// ---------------------------------------------------------------- derivatives

const questionFor = (derived: Derivation): Question => questionOf(derived, worked(derived.query.of), derived.layout);

const worked = (e: Expr): Expr => (holdsDerivative(e) ? workedOut(e) : e);

const optionsOf = ({ seed, samples, within }: Sampling): VerifyOptions & { readonly draws: number } => ({
  seed,
  draws: samples,
  directions: DIRECTIONS,
  ...within,
});

/** Those that many gradients of one output show together; where numbers fail on the way, none. */
function heldTogether(questions: readonly (Asked | null)[], sampling: Sampling): ReadonlyMap<Asked, Held> {
  try {
    return verifyTogether(
      questions.filter((q) => q !== null),
      optionsOf(sampling),
    );
  } catch (error) {
    if (error instanceof EvaluationError) return new Map();
    throw error;
  }
}

/** Differences against an answer. Where numbers fail on the way, nothing is known. */
function verified({ answer, question }: Asked, sampling: Sampling): Verification {
  const smooth = [question.of, ...question.wrt, ...(question.direction ? [question.direction] : [])];
  try {
    return verify(answer, question, { ...optionsOf(sampling), smooth });
  } catch (error) {
    if (error instanceof EvaluationError) return { verdict: "undrawn", node: error.node, why: error.message };
    throw error;
  }
}

/** As {@link verified}; a gradient that vanishes where the text defines its variable is held against differences around it. */
function verifiedAround(asked: Asked, sampling: Sampling): Verification {
  const { answer, question } = asked;
  const found = verified(asked, sampling);
  const [x, second] = question.wrt;
  if (found.verdict !== "undrawn" || x === undefined || second !== undefined || definitionOf(x) === null) return found;
  const home = forked(x.home, x);
  const there = (e: Expr) => transplant(e, home);
  return verified(
    { answer: there(answer), question: { ...question, of: there(question.of), wrt: [there(x)] } },
    sampling,
  );
}

/** `held`: that it is right, where that is known. */
function derivativeLine(text: string, asked: Asked, sampling: Sampling, held?: Held): Unplaced {
  const found = held === undefined ? verifiedAround(asked, sampling) : ({ verdict: "right", ...held } as const);
  const { layout } = asked.question;
  if (found.verdict === "right")
    return { ...passed("derivative", text), layout, worst: found.worst, draws: found.draws };
  if (found.verdict === "undrawn")
    return { ...failed("derivative", text, `no numbers could be drawn: ${found.why}`), layout };
  const why = "it does not agree with differences";
  return { ...failed("derivative", text, why), layout, counterexample: departureReport(found.departure) };
}

/** Functions of the model whose derivative is not the one that mathjs takes: a line for each, none where all agree. */
function* slopeLines(
  model: Model,
  at: (span: Query["span"]) => { readonly line: number; readonly column: number },
): Generator<CheckLine> {
  for (const { name, span } of model.functions)
    for (const primed of [`${name}'`, `${name}''`]) {
      const f = model.context.functions.get(primed);
      if (f?.formula === undefined) continue;
      const before = formulaOf({ formula: f.formula, primes: f.primes - 1 });
      const x = departureFromMathjs(before, numbersOf(f));
      if (x === null) continue;
      const text = `${primed.replaceAll("'", "′")}(${nameOf(nth(f.formula.parameters, 0))})`;
      yield { ...failed("derivative", text, `it does not agree with mathjs at ${x}`), ...at(span) };
    }
}

/** The derivatives that definitions hold, `g = ∂s/∂x`: what is built on them is checked with them as they are. */
function* writtenDerivatives(
  model: Model,
  sampling: Sampling,
  done: Set<string>,
  at: (span: Query["span"]) => { readonly line: number; readonly column: number },
): Generator<CheckLine> {
  const seen = new Set<Expr>();
  for (const { value, span } of model.equations)
    for (const e of walk([value])) {
      if (e.op !== Derivative || seen.has(e)) continue;
      seen.add(e);
      const [y, ...wrt] = e.args as readonly [Expr, ...Expr[]];
      const of = worked(y);
      const hessian = e.data === "hessian";
      const layout = e.data === "gradient" ? "gradient" : "jacobian";
      const twice = hessian && wrt.length === 1 ? [...wrt, ...wrt] : wrt;
      const query = queryOf(y, leftName(y), twice, hessian ? 2 : 1, span);
      const text = leftOf(query).unicode;
      if (!hessian) done.add(text);
      yield {
        ...derivativeLine(text, { answer: workedOut(e), question: { of, wrt: twice, layout } }, sampling),
        ...at(span),
      };
    }
}

const leftName = (y: Expr): string => (typeof y.data === "string" ? y.data : "…");

// ---------------------------------------------------------------- claims

function* claimLines(
  claim: Claim,
  derived: Derivation,
  left: string,
  model: Model,
  sampling: Sampling,
  said: Reporter,
  at: (span: Query["span"]) => { readonly line: number; readonly column: number },
): Generator<CheckLine> {
  const { seed, samples, within } = sampling;
  const draws = Math.max(CLAIM_DRAWS, samples);
  const found = judgements(claim, derived, { seed, draws, beside: besideOf(model, claim), ...within });
  sayVerdicts(claim, found, said);
  const wrong = found.findIndex((j) => j.verdict === "different" || j.verdict === "ill-shaped") + 1;
  for (const judged of found) {
    const line = {
      ...failed("claim", `${left} = ${sideText(judged.side)}`, null),
      ...claimLine(judged, derived, sampling),
    };
    const { counterexample } = judged;
    yield {
      ...line,
      counterexample: counterexample === null ? line.counterexample : counterexampleReport(counterexample, wrong),
      ...at(judged.side.span),
    };
  }
}

/** A claim that holds is compared with differences as well: it does not rest on the derivative beside it. */
function claimLine(judged: Judgement, derived: Derivation, sampling: Sampling): Partial<CheckLine> {
  const { verdict, by, holds, layout, why, value, symmetric } = judged;
  if (value === null || layout === null) {
    const open = verdictKind(verdict) === "right if" || (verdict === "not judged" && !judged.undecided);
    // What holds for a part of its letters is not held against differences: there are claims for the rest.
    if (verdict === "equal") return { verdict, by, holds, layout, why, ...PASSED };
    return { verdict, by, holds, layout, why, outcome: open ? "not judged" : "failed" };
  }
  const question = questionOf(derived, worked(derived.query.of), layout, symmetric);
  const found = verifiedAround({ answer: value, question }, sampling);
  if (found.verdict === "right") {
    const isTurned = sampling.exactShape && verdict === "equal up to a transpose";
    return { verdict, by, holds, layout, why, ...(isTurned ? {} : PASSED), worst: found.worst, draws: found.draws };
  }
  if (found.verdict === "undrawn") {
    const undrawn = `no numbers could be drawn: ${found.why}`;
    // Laws have shown it; that nothing could be compared with differences is a fault of the derivative's line, not of this.
    if (by === "laws" && verdict === "equal")
      return { verdict, by, holds, layout, why: `${why}; ${undrawn}`, ...PASSED };
    return { verdict, by, layout, why: undrawn };
  }
  const departed = "it agrees with the derivative, which does not agree with differences";
  return { verdict, by, layout, why: departed, counterexample: departureReport(found.departure) };
}
