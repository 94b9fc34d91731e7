/** The whole way from text to report, with the options of the library and the commands. */
import { type Diagnostic, reporter } from "../core/diagnostic.js";
import type { Expr } from "../core/expr.js";
import { nearest } from "../core/nearest.js";
import { ownOf } from "../core/own.js";
import { read as readText } from "../elaborate/parse.js";
import { isRoundTaken } from "../elaborate/signs.js";
import { judge as judgeClaims } from "../judge/claims.js";
import type { Model, Query } from "../model/model.js";
import { defaultQueries, inputsAndMembersBehind, inputsBehind, queryOf } from "../model/questions.js";
import { atLetters, canonicalName } from "../names/canonical.js";
import { readValues } from "../numeric/values.js";
import { familyNamed } from "../ops/family.js";
import { symbol } from "../ops/symbol.js";
import { type Judge, reportOf } from "../report/compose.js";
import { type ProductSign, reportWithProducts } from "../report/products.js";
import type { Report } from "../report/report.js";
import { views } from "../report/views.js";

/** The largest an input, a model and an answer may be before that is reported. */
export interface Budgets {
  /** Bytes of the text. */
  readonly input?: number;
  /** Expression nodes. */
  readonly nodes?: number;
  /** The largest number that stands as an exponent. */
  readonly exponent?: number;
  /** Entries of one value, where derivatives and claims are held against numbers. */
  readonly entries?: number;
  /** Characters of one printed answer. */
  readonly output?: number;
}

export interface DeriveOptions {
  /** The name to differentiate; by default what the text asks for, else its last scalar. */
  readonly of?: string;
  /** By which names; by default every input that is not `data`. */
  readonly wrt?: readonly string[];
  readonly order?: 1 | 2;
  readonly layout?: "gradient" | "jacobian" | "denominator";
  /** Nothing is assumed about undeclared names. */
  readonly strict?: boolean;
  readonly steps?: "chain" | "none" | "full";
  readonly convention?: "jacobian-first" | "shape-first";
  readonly views?: readonly ("gradient" | "differential" | "index" | "kronecker")[];
  readonly proof?: "index";
  readonly symmetric?: "projected" | "cookbook";
  /** The sign of elementwise products in Unicode and LaTeX: ∘ or ⊙. */
  readonly products?: ProductSign;
  readonly budgets?: Budgets;
  /** Numbers for the inputs, as JSON: each answer then has its value. */
  readonly at?: string;
}

/**
 * Reads a text (unless it is a model already), derives, judges, prints. Never throws. `taken` are names that shared parts
 * keep clear of, beside those of the model.
 */
export function answer(
  source: string | Model,
  options: DeriveOptions = {},
  beside: { readonly taken?: ReadonlySet<string> } = {},
): Report {
  const own = ownOf(options);
  const { at } = own;
  const maxEntries = own.budgets?.entries;
  const judge: Judge =
    maxEntries === undefined
      ? judgeClaims
      : (model, claim, derived) => judgeClaims(model, claim, derived, { maxEntries });
  const read = typeof source === "string" ? readFor(source, own) : source;
  const atPlaces = askedAtPlaces(read, own);
  const model = atPlaces?.model ?? read;
  const { asked, faults } = atPlaces ?? askedBy(model, own);
  const report = reportOf(model, {
    ...(asked === null ? {} : { asked }),
    judge,
    taken: ownOf(beside).taken ?? new Set(),
    ...(own.layout === undefined ? {} : { layout: own.layout }),
    ...(own.convention === undefined ? {} : { convention: own.convention }),
    ...(own.symmetric === undefined ? {} : { symmetric: own.symmetric }),
    ...(own.proof === undefined ? {} : { proof: own.proof }),
    ...(own.views === undefined ? {} : { views: own.views }),
    ...(own.budgets?.output === undefined ? {} : { maxOutput: own.budgets.output }),
    ...(at === undefined ? {} : { at: (roots) => readValues(at, roots, model) }),
    steps: own.steps ?? "chain",
    view: views,
  });
  const { sign, said } = productSign(model.source, own.products);
  const spelled = reportWithProducts(report, sign);
  const more = [...faults, ...said];
  return more.length === 0 ? spelled : { ...spelled, diagnostics: [...report.diagnostics, ...more] };
}

/** The sign that is asked for, unless the text has it for another product. */
export function productSign(
  source: string,
  asked: ProductSign = "circ",
): { readonly sign: ProductSign; readonly said: readonly Diagnostic[] } {
  if (asked === "circ" || !isRoundTaken(source)) return { sign: asked, said: [] };
  const { report, diagnostics } = reporter(source);
  report("warning", "derive/sign", { start: 0, end: 0 }, "⊙ is another product in this text, so answers have ∘");
  return { sign: "circ", said: diagnostics };
}

/** Reads a text within its budgets. */
export const readFor = (source: string, { strict, budgets }: Pick<DeriveOptions, "strict" | "budgets">): Model =>
  readText(source, {
    ...(strict === undefined ? {} : { strict }),
    ...(budgets?.input === undefined ? {} : { maxInput: budgets.input }),
    ...(budgets?.nodes === undefined ? {} : { maxNodes: budgets.nodes }),
    ...(budgets?.exponent === undefined ? {} : { maxExponent: budgets.exponent }),
  });

/** The queries that code is for, and the model that they are of: what `of` and `wrt` name, else those of the text, else the default ones. */
export function queriesOf(
  read: Model,
  options: DeriveOptions,
): { readonly model: Model; readonly queries: readonly Query[]; readonly faults: readonly Diagnostic[] } {
  const atPlaces = askedAtPlaces(read, options);
  const model = atPlaces?.model ?? read;
  const { asked, faults } = atPlaces ?? askedBy(model, options);
  if (asked !== null) return { model, queries: asked, faults };
  const said = model.asked.map((a) => (a.type === "query" ? a.query : a.claim.query));
  return { model, queries: said.length > 0 ? said : defaultQueries(model), faults };
}

/** The questions of the text, each first derivative once more by the same variable. */
function secondDerivatives(model: Model): readonly Query[] {
  const said = model.asked.map((a) => (a.type === "query" ? a.query : a.claim.query));
  const faulty = model.diagnostics.some((d) => d.severity === "error");
  // Twice by one member, ∂²L/∂x_i∂x_i, is a diagonal, which nobody has asked for.
  const defaults = defaultQueries(model).filter((q) => q.letters.length === 0);
  return (said.length > 0 || faulty ? said : defaults).map((q) => {
    const [x] = q.wrt;
    return q.order === 2 || x === undefined ? q : queryOf(q.of, q.ofText, [x, x], 2, q.span);
  });
}

/** The questions of `--wrt x_j`, `--wrt W_ij`, read as a text has them; null where names alone are asked for, or none is read. */
function askedAtPlaces(
  model: Model,
  { of, wrt, order, ...options }: DeriveOptions,
): { readonly model: Model; readonly asked: readonly Query[]; readonly faults: readonly Diagnostic[] } | null {
  const isName = (typed: string): boolean => {
    const name = canonicalName(typed);
    return model.symbols.has(name) && familyNamed(model.context, name) === null;
  };
  const numerator = of ?? defaultQueries(model)[0]?.ofText;
  if (wrt === undefined || numerator === undefined || [...wrt, numerator].every(isName)) return null;
  const lines = wrt.map((typed) => {
    const x = memberOf(model, typed);
    return order === 2 ? `∂²${numerator}/∂${x}∂${x}` : `∂${numerator}/∂${x}`;
  });
  if (lines.some((line) => !/^[^\n;=]{1,200}$/.test(line))) return null;
  const again = readFor(`${model.source}\n${lines.join("\n")}\n`, options);
  const asked = again.asked.slice(-wrt.length).map((a) => (a.type === "query" ? a.query : a.claim.query));
  const isRead = asked.length === wrt.length && asked.every((q) => q.span.start >= model.source.length);
  return isRead ? { model: again, asked, faults: [] } : null;
}

/** A family as it is asked for: some member of it. */
function memberOf({ context }: Model, typed: string): string {
  const family = familyNamed(context, canonicalName(typed));
  if (family === null) return typed;
  return atLetters(
    typed,
    family.formals.map((f) => f.letter),
    family,
  );
}

/** Names that a hint lists. */
const MOST_NAMES = 12;

const inputNames = (model: Model): readonly string[] =>
  [...model.symbols.values()]
    .filter((s) => s.role !== "defined" && s.kind !== "function" && s.kind !== "size")
    .map((s) => s.name);

/** The questions of `of` and `wrt`; null where they are not given, so that the text decides. */
function askedBy(
  model: Model,
  options: DeriveOptions,
): { readonly asked: readonly Query[] | null; readonly faults: readonly Diagnostic[] } {
  if (options.of === undefined && options.wrt === undefined) {
    return { asked: options.order === 2 ? secondDerivatives(model) : null, faults: [] };
  }
  const said = reporter(model.source);
  const nowhere = { start: 0, end: 0 };
  const named = (typed: string, flag: "of" | "wrt"): Expr | null => {
    const name = canonicalName(typed);
    const s = model.symbols.get(name);
    if (s !== undefined && s.kind !== "function" && s.kind !== "size") return symbol(model.context, name, s.shape);
    const near = nearest(name, model.symbols.keys());
    const message =
      s === undefined ? `there is no ${name} in the model` : `${name} is a ${s.kind}, which has no derivative`;
    const names = flag === "of" ? model.equations.map((q) => q.name) : inputNames(model);
    const listed = `${names.slice(0, MOST_NAMES).join(", ")}${names.length > MOST_NAMES ? ", …" : ""}`;
    const there = names.length === 0 ? [] : [flag === "of" ? `defined are ${listed}` : `the inputs are ${listed}`];
    const hints = [...(near === null ? [] : [`did you mean ${near}?`]), ...there];
    said.report("error", `usage/${flag}`, nowhere, message, hints.length === 0 ? {} : { hint: hints.join(" ") });
    return null;
  };
  const defaults = defaultQueries(model);
  const of = options.of === undefined ? (defaults[0]?.of ?? null) : named(options.of, "of");
  const given = options.wrt === undefined ? undefined : [...new Set(options.wrt)].map((name) => named(name, "wrt"));
  if (of === null || given?.includes(null) === true) {
    if (of === null && options.of === undefined)
      said.report("error", "usage/of", nowhere, "nothing is defined that could be differentiated");
    return { asked: [], faults: said.diagnostics };
  }
  const order = options.order ?? 1;
  const wrt =
    (given as readonly Expr[] | undefined) ?? (order === 2 ? inputsBehind : inputsAndMembersBehind)(model, of);
  const name = String(of.data);
  const span = model.symbols.get(name)?.span ?? nowhere;
  const asked = wrt.map((x) => queryOf(of, name, order === 2 ? [x, x] : [x], order, span));
  return { asked, faults: [] };
}
