/** From a model and what is asked of it to the answer as data. */

import type { Code } from "../core/codes.js";
import { type Diagnostic, lineStarts, locate, type Reporter, reporter } from "../core/diagnostic.js";
import { bitOf, context, type Expr, mayHold } from "../core/expr.js";
import { ownOf } from "../core/own.js";
import { showDim } from "../core/place.js";
import { isScalar, shape, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { type Condition, conditionsOf } from "../derive/conditions.js";
import { boundBy, boundMatrixOf, type Symmetric } from "../derive/constrained.js";
import { type Derivation, type DerivationOptions, isRefusal, type Refusal } from "../derive/derivation.js";
import { dependence } from "../derive/linearise.js";
import { type Rule, step } from "../derive/step.js";
import { LIFT } from "../laws/lift.js";
import type { Claim, LetterRange, Model, Query, Side } from "../model/model.js";
import { defaultQueries } from "../model/questions.js";
import { asLatin, foreignLetters } from "../names/lookalikes.js";
import { rootOf } from "../names/parts.js";
import { answersOf } from "../numeric/answers.js";
import { EvaluationError } from "../numeric/fault.js";
import { lettersInOrder, type PlainNumbers, plainValue } from "../numeric/plain-values.js";
import type { Values } from "../numeric/values.js";
import { Apply, primesOf } from "../ops/apply.js";
import { Comm, comm, commSizes } from "../ops/comm.js";
import { Derivative } from "../ops/derivative.js";
import { closure, factsOf } from "../ops/facts.js";
import { familyOf, isMember, throughEquations } from "../ops/member.js";
import { product } from "../ops/product.js";
import { definitionOf, nameOf, SymbolOp, symbol, throughNames } from "../ops/symbol.js";
import { T } from "../ops/transpose.js";
import { vec } from "../ops/vec.js";
import { isZeros } from "../ops/zeros.js";
import { latexName, printLatex } from "../print/latex.js";
import { clause } from "../print/latex-clause.js";
import { type Names, NO_NAMES, OutputError } from "../print/pretty.js";
import { share } from "../print/share.js";
import { namesUsed, type Spelled, spelled, spelledInFull } from "../print/spelling.js";
import { printText } from "../print/text.js";
import { printUnicode, unicodeName } from "../print/unicode.js";
import { sayCancelled } from "./cancelled.js";
import { sayConstant } from "./constant.js";
import { cotangentEquations } from "./cotangent-equations.js";
import { formsOf } from "./forms.js";
import {
  type ClaimReport,
  type Report,
  type ResultReport,
  type VerdictKind,
  verdictKind,
  type WhereReport,
} from "./report.js";
import { sideLatex, sideText } from "./side.js";
import { shapeOf, type Teller, teller } from "./steps.js";
import { sayDerivedAgain } from "./unasked.js";
import { isCalled, spelledVariable, variableText } from "./variables.js";

/** Judges the sides of a claim, given the derivative that they claim to be. */
export type Judge = (model: Model, claim: Claim, derived: Derivation) => readonly ClaimReport[];

export interface ReportOptions extends DerivationOptions {
  /** Asked in place of the queries and claims of the text. */
  readonly asked?: readonly Query[];
  readonly views?: readonly string[];
  readonly maxOutput?: number;
  /** `index`: the entries behind local Jacobians and gradients. */
  readonly proof?: "index";
  readonly judge?: Judge;
  /** Names that shared parts keep clear of, beside those of the model. */
  readonly taken?: ReadonlySet<string>;
  /** Numbers for the inputs behind some expressions, and what is wrong with them. */
  readonly at?: (roots: readonly Expr[]) => Values;
  /** Hears, after each result, of the expression that each of its lines ends in. */
  readonly hear?: (ends: readonly Expr[]) => void;
  /** One view of an answer by its name, or null where there is none. */
  readonly view?: (name: string, derivation: Derivation, names: Names) => string | null;
}

interface Asked {
  readonly query: Query;
  readonly claim: Claim | null;
}

/** Queries and claims of the text in order; with none, {@link defaultQueries}. */
export function askedOf(model: Model, given: ReportOptions): readonly Asked[] {
  const options = ownOf(given);
  const plain = (query: Query): Asked => ({ query, claim: null });
  if (options.asked !== undefined) return options.asked.map(plain);
  // With a fault in the text a query may be missing because of it, so nothing is asked in its place.
  const faulty = model.diagnostics.some((d) => d.severity === "error");
  if (model.asked.length === 0) return faulty ? [] : defaultQueries(model).map(plain);
  return model.asked.map((a) => (a.type === "query" ? plain(a.query) : { query: a.claim.query, claim: a.claim }));
}

/** A derivation that is told, with the conditions under which it holds. */
interface Good {
  readonly derivation: Derivation;
  readonly claim: Claim | null;
  readonly conditions: readonly Condition[];
}

/** Derives what is asked and puts it into words of each spelling. Faults are diagnostics; nothing is thrown. */
export function reportOf(model: Model, given: ReportOptions = {}): Report {
  const options = ownOf(given);
  const said = reporter(model.source);
  const asked = askedOf(model, options);
  sayAlike(model, said);
  const { results, cotangents, outputs } = answersOf(
    model,
    asked.map((a) => a.query),
    options,
  );
  sayWrittenZeros(model, said);
  if (options.asked === undefined)
    sayDerivedAgain(
      model,
      asked.map((a) => a.query),
      said,
    );
  const good: Good[] = [];
  const held = model.diagnostics.find((d) => d.code === "name/held");
  results.forEach((r, i) => {
    if (isRefusal(r)) {
      sayRefusal(r, said);
      return;
    }
    // Zero is no answer where that is so only because a_{l-1} is taken for another name than a_l.
    if (!r.depends && held !== undefined) {
      said.report(
        "error",
        "derive/held",
        r.query.span,
        `${r.query.ofText} would not depend on ${variableText(r.query.wrt[0] as Expr)}: ${held.message}`,
        { hint: "say for which values the equations hold: t = 1, …, T behind them" },
      );
      return;
    }
    const claim = asked[i]?.claim ?? null;
    // Of what nothing defines the derivative is not 0: nothing is known of it.
    if (!r.depends && claim !== null && claim.unjudged !== null) {
      said.report("error", "query/undefined", r.query.span, `${claim.unjudged}, so there is nothing to derive`);
      return;
    }
    const conditions = conditionsOf(r.query.of, r.query.wrt, r.value);
    good.push({ derivation: r, claim, conditions });
    sayCancelled(r, said);
    if (r.depends) sayZeroByDefinition(r, said);
    if (!r.depends) sayConstant(r, model, said);
  });
  const bars = new Set(cotangents.values());
  const cotangentNames = good.flatMap((g) => g.derivation.named.map((f) => f.name));
  const { where, names } = share(
    good.map((g) => g.derivation.value),
    {
      taken: new Set([...model.symbols.keys(), ...cotangentNames, ...(options.taken ?? [])]),
      prefer: bars,
      layers: layersOf(cotangents),
    },
  );
  const tell = teller(names, bars, {
    grain: options.steps ?? "chain",
    proof: options.proof === "index",
    shapeFirst: options.convention === "shape-first",
    limit: options.maxOutput,
    hear: options.hear,
  });
  const assumed = assumptionsTeller(model);
  const values = options.at?.(good.flatMap(({ derivation: d }) => [d.query.of, ...d.query.wrt, d.value])) ?? null;
  const numbers = numbersAt(
    good.map((g) => g.derivation),
    values,
    said,
  );
  const made: ResultReport[] = [];
  for (const [i, answer] of good.entries()) {
    const { derivation, claim } = answer;
    try {
      const told = resultReport(model, answer, options, names, tell, assumed);
      const result = { ...told, value: numbers[i] ?? null };
      made.push(result);
      if (claim !== null) sayVerdicts(claim, result.claims, said);
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      const hint =
        error.what === "derivation"
          ? "--steps none gives the answer alone; --max-output raises the limit"
          : "raise --max-output, or ask for fewer derivatives";
      said.report("error", "budget/output", derivation.query.span, error.message, { hint });
    }
  }
  const meanings = meaningsOf(cotangents, outputs);
  return {
    symbols: [...model.symbols.values()].map((s) => ({
      indices: s.indices.map(shownRange),
      name: s.name,
      kind: s.kind,
      shape: [showDim(s.shape.rows), showDim(s.shape.cols)],
      facts: [...s.facts],
      role: s.role,
      assumed: s.assumed,
    })),
    equations: model.equations.map((q) => ({
      name: q.name,
      ...spelled(q.value, NO_NAMES),
      shape: shapeOf(q.symbol),
    })),
    where: where.map(
      ({ name, value }): WhereReport => ({
        name,
        ...spelledInFull(value, names, options.maxOutput),
        shape: shapeOf(value),
        steps: [],
        means: meanings.get(value) ?? null,
        symbol: { latex: latexName(name, value.shape), unicode: unicodeName(name) },
      }),
    ),
    results: made,
    assumptions: model.assumptions.map((a) => a.text),
    assumptionsExplained: model.explanations,
    diagnostics: [...inOrder([...model.diagnostics, ...said.diagnostics]), ...(values?.diagnostics ?? [])],
  };
}

/** The numbers of the answers at the values; null where the values have a fault or the answer has no value there. */
function numbersAt(
  answers: readonly Derivation[],
  values: Values | null,
  said: Reporter,
): readonly (PlainNumbers | null)[] {
  if (values === null || values.diagnostics.some((d) => d.severity === "error")) return answers.map(() => null);
  return answers.map(({ value, query }) => {
    try {
      const numbers = plainValue(value, lettersInOrder([query.of, ...query.wrt, value]), values.env);
      if (!areNumbers(numbers))
        said.report(
          "error",
          "values/undefined",
          query.span,
          `${leftOf(query).unicode} has no value at the values given`,
        );
      return numbers;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      said.report("error", "values/undefined", { start: 0, end: 0 }, `an answer has no value here: ${error.message}`);
      return null;
    }
  });
}

const areNumbers = (x: PlainNumbers): boolean => (typeof x === "number" ? Number.isFinite(x) : x.every(areNumbers));

/** An answer by a defined name that is zero only for what the name stands for: Σ_i (x_i − μ) where μ is the mean. */
function sayZeroByDefinition({ query, value }: Derivation, said: Reporter): void {
  const [x] = query.wrt;
  if (x === undefined || definitionOf(x) === null || !isZeros(value)) return;
  const name = unicodeName(nameOf(x));
  const message = `this is zero where ${name} is what its equation says; without the equation ${name} is free`;
  said.report("note", "derive/definition", query.span, message);
}

const DERIVATIVE = bitOf(Derivative);

/** A derivative that a definition holds is zero without a word where nothing in it depends on the variable. */
export function sayWrittenZeros(model: Model, said: Reporter): void {
  for (const { value, span } of model.equations)
    for (const e of walk([value], (part) => !mayHold(part, DERIVATIVE))) {
      if (e.op !== Derivative) continue;
      const [y, ...wrt] = e.args as readonly [Expr, ...Expr[]];
      // Of members and entries, equations of others may stand between.
      const free = wrt.find((x) => x.op === SymbolOp && !dependence([y], new Set([x]), "cut").active.has(y));
      if (free === undefined) continue;
      const [shown, by] = [y.op === SymbolOp ? unicodeName(nameOf(y)) : "what is derived", unicodeName(nameOf(free))];
      const message = `${shown} does not depend on ${by}, so the derivative in this definition is zero`;
      said.report("warning", "derive/zero", span, message);
    }
}

/** Two names of the model that would be one in print: x1 and x_1 are both x₁, and х of another alphabet is x. */
function sayAlike(model: Model, said: Reporter): void {
  const seen = new Map<string, string>();
  for (const s of model.symbols.values()) {
    const shown = asLatin(unicodeName(s.name));
    const root = rootOf(s.name);
    // A text may name sigma_squared beside its sigma; σ² is then either.
    const other = seen.get(shown) ?? (root !== null && model.symbols.has(root) ? `${root}^2` : undefined);
    if (other === undefined) {
      seen.set(shown, s.name);
      continue;
    }
    const foreign = [other, s.name].flatMap((n) => foreignLetters(unicodeName(n)));
    const [letters = ""] = foreign.map((which) => `, but ${which}`);
    said.report("warning", "name/alike", s.span, `${other} and ${s.name} are printed alike, as ${shown}${letters}`, {
      hint: `two names that mean one thing are written one way; else rename ${s.name}`,
    });
  }
}

/** The layer or gate of the name that a cotangent belongs to: 2 of z2, f of z_f. */
function layersOf(cotangents: ReadonlyMap<Expr, Expr>): ReadonlyMap<Expr, string> {
  const out = new Map<Expr, string>();
  for (const [name, bar] of cotangents) {
    const layer = /(?<!\d)\d+$/.exec(nameOf(name)) ?? /(?<=^[A-Za-z]+_)[A-Za-z]$/.exec(nameOf(name));
    if (layer !== null && !out.has(bar)) out.set(bar, layer[0]);
  }
  return out;
}

/** The differentiated expression, as it is spelled where it is a name. */
const unicodeOf = (query: Query): string => (query.of.op === SymbolOp ? unicodeName(nameOf(query.of)) : query.ofText);

/** The derivative that a shared part is: δ is ∂s/∂z. */
function meaningsOf(cotangents: ReadonlyMap<Expr, Expr>, outputs: ReadonlyMap<Expr, Query>): ReadonlyMap<Expr, string> {
  const out = new Map<Expr, string>();
  for (const [name, bar] of cotangents) {
    const query = outputs.get(name);
    if (query !== undefined && !out.has(bar)) out.set(bar, `∂${unicodeOf(query)}/∂${unicodeName(nameOf(name))}`);
  }
  return out;
}

const inOrder = (all: readonly Diagnostic[]): readonly Diagnostic[] =>
  [...all].sort((a, b) => a.line - b.line || a.column - b.column);

const IN_MATRICES: Rule = { rule: "lift", title: LIFT.name, statement: LIFT.statement, cite: LIFT.cite };

function resultReport(
  model: Model,
  { derivation: d, claim, conditions: conditionsOfAnswer }: Good,
  options: ReportOptions,
  names: Names,
  tell: Teller,
  assumed: (query: Query) => readonly string[],
): Omit<ResultReport, "value"> {
  const { query, value } = d;
  const views: Record<string, string> = {};
  for (const v of options.views ?? []) {
    const shown = options.view?.(v, d, names) ?? null;
    if (shown !== null) views[v] = shown;
  }
  const { forms, lifted } = formsOf(query, value, spelled(value, names, options.maxOutput), d.product);
  const [own] = forms;
  const steps =
    lifted === null || d.steps.length === 0 ? d.steps : [...d.steps, step(IN_MATRICES, null, value, lifted)];
  const conditions = [
    ...conditionsOfAnswer,
    ...freeEntries(query, d.symmetric),
    ...introduced(model, query, value, names),
  ];
  return {
    of: query.ofText,
    wrt: [...new Set(query.wrt.map(variableText))].join(","),
    indices: query.letters.map(shownRange),
    order: query.order,
    layout: d.layout,
    shape: shapeOf(value),
    text: own.text,
    unicode: own.unicode,
    latex: own.latex,
    forms,
    equations: cotangentEquations(d.named, names),
    left: leftOf(query),
    uses: namesUsed(value, names),
    views,
    chain: d.chain === null ? null : spelled(d.chain, names),
    steps: tell.tell({ ...d, steps }),
    assumptions: assumed(query),
    conditions: conditions.map((c) => c(printUnicode)),
    conditionsLatex: conditions.map(clause),
    claims: claim === null ? [] : (options.judge?.(model, claim, d) ?? unjudged(model, claim)),
  };
}

/**
 * Which convention a Hessian or Jacobian by a symmetric or diagonal matrix takes: beside a gradient that
 * is projected (or the Cookbook's) it would otherwise look like the derivative of that gradient.
 */
function freeEntries({ of, wrt, order }: Query, symmetric: Symmetric): readonly Condition[] {
  const matrices = [...new Set(wrt)].flatMap((x) => boundMatrixOf(x) ?? []);
  if (matrices.length > 0) return [...new Set(matrices)].map((X) => (p) => entriesMove(p(X), boundBy(X), symmetric));
  if (order === 1 && isScalar(of.shape)) return [];
  return [...new Set(wrt)].flatMap((X) => {
    const facts = closure(factsOf(X));
    const what = facts.has("diagonal") ? "diagonal" : facts.has("symmetric") ? "symmetric" : null;
    if (what === null || isScalar(X.shape)) return [];
    return [(p) => `the entries of ${p(X)} are taken as free, which is right for every ${what} change of ${p(X)}`];
  });
}

/** The convention of a derivative by an entry of a matrix whose entries are not free. */
function entriesMove(X: string, bound: ReturnType<typeof boundBy>, symmetric: Symmetric): string {
  if (bound === "diagonal") return `${X} is diagonal, and only its diagonal entries move`;
  return symmetric === "cookbook"
    ? `${X} is symmetric, and two entries across its diagonal are one variable`
    : `${X} is symmetric, and its entries move in pairs: the mean of the derivatives by the two of them`;
}

const COMM = bitOf(Comm);

/** Explains commutation matrices that only the answer brings in: the model says nothing of them. */
function introduced(model: Model, { of }: Query, value: Expr, names: Names): readonly Condition[] {
  if (!mayHold(value, COMM)) return [];
  const found = walk([value], (e) => !mayHold(e, COMM)).filter((e) => e.op === Comm);
  if (found.length === 0) return [];
  const given = new Set(walk([of], () => false, throughNames));
  const taken = new Set([...model.symbols.keys(), ...names.values()]);
  const letter = [..."ABCMXYZ"].find((name) => !taken.has(name)) ?? "A_0";
  return found
    .filter((K) => !given.has(K))
    .map((K) => {
      const [m, n] = commSizes(K);
      // One letter stands for matrices of many shapes, each in a context where it is the only name.
      const home = context(K.home.functions);
      const A = symbol(home, letter, shape(m, n));
      const [left, right] = [product(comm(m, n, home), vec(A)), vec(T(A))];
      return (p) => `${p(left)} = ${p(right)} for every ${showShape(A.shape)} matrix ${p(A)}`;
    });
}

export const sayRefusal = ({ code, query, message, hint }: Refusal, said: Reporter): void =>
  said.report("error", code, query.span, message, hint === null ? {} : { hint });

const CLAIM_CODES = {
  "equal up to a transpose": "claim/equal-up-to-a-transpose",
  "ill-shaped": "claim/ill-shaped",
  different: "claim/different",
  "not judged": "claim/not-judged",
  "right if": "claim/right-if",
} as const satisfies Readonly<Partial<Record<VerdictKind, Code>>>;

/** A claim that is not plainly equal is said on the line where it stands; one that cannot be read is a fault. */
export function sayVerdicts(
  claim: Claim,
  found: readonly Pick<ClaimReport, "verdict" | "why">[],
  said: Reporter,
): void {
  found.forEach(({ verdict, why }, i) => {
    const { fault, span } = claim.sides[i] as Side;
    const kind = verdictKind(verdict);
    if (kind === "equal" || kind === "condition" || kind === "definition" || kind === "value") return;
    const unread = kind === "not judged" && fault !== null && claim.unjudged === null;
    const severity = unread ? "error" : kind === "right if" ? "note" : "warning";
    const code = unread ? fault.code : CLAIM_CODES[kind];
    said.report(severity, code, span, why === null ? `the claim is ${verdict}` : `the claim is ${verdict}: ${why}`);
  });
}

function unjudged(model: Model, claim: Claim): readonly ClaimReport[] {
  const starts = lineStarts(model.source);
  return claim.sides.map((s) => ({
    text: s.text,
    unicode: sideText(s),
    latex: sideLatex(s),
    verdict: "not judged",
    by: null,
    holds: null,
    layout: null,
    why: claim.unjudged ?? "claims are not judged here",
    counterexample: null,
    ...locate(starts, s.span.start),
  }));
}

/** The assumptions that concern the names behind a query; many results of one output are asked for together. */
function assumptionsTeller(model: Model): (query: Query) => readonly string[] {
  if (model.assumptions.length === 0) return () => [];
  const behind = new Map<Expr, { readonly names: ReadonlySet<string>; readonly texts: readonly string[] }>();
  const namesBehind = (roots: readonly Expr[]): ReadonlySet<string> => {
    const names = new Set<string>();
    for (const e of walk(roots, () => false, throughEquations)) {
      if (e.op === SymbolOp) names.add(nameOf(e));
      else if (isMember(e)) names.add(familyOf(e).name);
      else if (e.op === Apply) names.add(primesOf(e.data as string).name);
    }
    return names;
  };
  const about = (names: ReadonlySet<string>): readonly string[] =>
    model.assumptions.filter((a) => names.has(a.name)).map((a) => a.text);
  return ({ of, wrt }) => {
    let known = behind.get(of);
    if (known === undefined) {
      const names = namesBehind([of]);
      known = { names, texts: about(names) };
      behind.set(of, known);
    }
    // A variable that the output holds brings nothing of its own.
    const { names, texts } = known;
    return wrt.every((x) => x.op === SymbolOp && names.has(nameOf(x))) ? texts : about(namesBehind([of, ...wrt]));
  };
}

/** The left side of a result: `∂s/∂W`, `∂²s/∂x∂y`, `∂²s/∂x² v`. */
export function leftOf(query: Query): Spelled {
  const [x, z] = [query.wrt[0] as Expr, (query.wrt[1] ?? query.wrt[0]) as Expr];
  const name = spelledVariable;
  const of: Spelled = isCalled(query.of)
    ? name(query.of)
    : {
        text: `(${query.ofText})`,
        unicode: `(${printUnicode(query.of)})`,
        latex: `\\left(${printLatex(query.of)}\\right)`,
      };
  const by = (key: keyof Spelled, d: string, square: string): string => {
    if (query.order === 1) return `${d}${name(x)[key]}`;
    return x === z ? `${d}${name(x)[key]}${square}` : `${d}${name(x)[key]}${d}${name(z)[key]}`;
  };
  const v = query.direction;
  const two = query.order === 2;
  return {
    text: `∂${two ? "²" : ""}${of.text}/${by("text", "∂", "²")}${v === null ? "" : ` ${printText(v)}`}`,
    unicode: `∂${two ? "²" : ""}${of.unicode}/${by("unicode", "∂", "²")}${v === null ? "" : ` ${printUnicode(v)}`}`,
    latex: `\\frac{\\partial${two ? "^2" : ""} ${of.latex}}{${by("latex", "\\partial ", "^2")}}${v === null ? "" : ` ${printLatex(v)}`}`,
  };
}

/** Where a letter runs, its ends as people write them. */
const shownRange = ({ letter, from, to }: LetterRange) => ({ letter, from: showDim(from), to: showDim(to) });
