/**
 * Vector-Jacobian products: what a cotangent ȳ of a name y becomes at each input, x̄ = (∂y/∂x)ᵀ ȳ. It is the gradient
 * of ⟨ȳ, y⟩ with ȳ held fixed, and is asked for as that. A second product, back through the first, is the gradient
 * of Σ ⟨ẋ, x̄⟩: by x how x̄ changes along the directions ẋ, by ȳ how y does.
 */
import type { Expr } from "../core/expr.js";
import { placeOf } from "../core/place.js";
import { walk } from "../core/walk.js";
import { isRefusal } from "../derive/derivation.js";
import type { Model, ModelSymbol, Query } from "../model/model.js";
import { queryOf } from "../model/questions.js";
import { canonicalName } from "../names/canonical.js";
import { answersOf } from "../numeric/answers.js";
import { meaningOf, throughMeanings } from "../numeric/evaluate.js";
import { indexedInputs } from "../numeric/values-indexed.js";
import { Apply, primesOf } from "../ops/apply.js";
import { familyNamed } from "../ops/family.js";
import { familyOf, isMember, member } from "../ops/member.js";
import { sumOf } from "../ops/sum.js";
import { isSymbol, nameOf, symbol } from "../ops/symbol.js";
import { inner } from "../ops/trace.js";
import { NoCode } from "./no-code.js";
import { equationBehind } from "./solved.js";

export interface Pullback {
  /** The equations that lead to the output and the names in them, with the arrays that are handed in beside the inputs. */
  readonly model: Model;
  readonly output: Expr;
  /** The name of ȳ, and those of the directions ẋ where a second product is asked for. */
  readonly bar: string;
  readonly dots: readonly string[];
  /** The questions in the order of the passes, each with the key of its answer. */
  readonly asked: readonly { readonly key: string; readonly variable: string; readonly query: Query }[];
  /** The keys of each pass back. */
  readonly passes: readonly (readonly string[])[];
}

/**
 * The product of the defined name `of` by the inputs that the questions are about, by default all that are not data.
 *
 * @throws {NoCode} where the name is an input, a variable is none, or a second product has to do with families.
 */
export function pullbackOf(
  model: Model,
  of: string,
  questions: readonly Query[],
  { order, isDefault }: { readonly order: 1 | 2; readonly isDefault: boolean },
): Pullback {
  const name = canonicalName(of);
  const { shape, span } = model.symbols.get(name) as ModelSymbol;
  if (familyNamed(model.context, name) !== null)
    throw new NoCode(`${name} is a family: a vector-Jacobian product starts at one name`);
  const y = symbol(model.context, name, shape);
  if (meaningOf(y) === null)
    throw new NoCode(`${name} is an input: a vector-Jacobian product starts at a name that is defined`);
  const solved = model.equations.find((q) => equationBehind(q.symbol) !== null);
  if (solved !== undefined)
    throw new NoCode(
      `${solved.name} is the solution of an equation, which a pass forward would have to find`,
      "derivatives through it are code that is given the solution, without --vjp",
    );
  const taken = new Set(model.symbols.keys());
  const added: ModelSymbol[] = [];
  const beside = (of: Expr, name: string, suffix: string): Expr => {
    let free = `${name}_${suffix}`;
    for (let k = 2; taken.has(free); k++) free = `${name}_${suffix}_${k}`;
    taken.add(free);
    const like = model.symbols.get(name) as ModelSymbol;
    added.push({ ...like, name: free, shape: of.shape, indices: [], facts: new Set(), role: "input", assumed: false });
    return symbol(model.context, free, of.shape);
  };
  const bar = beside(y, name, "bar");
  const pairing = inner(bar, y);
  const variables = isDefault ? inputsOf(model, y) : questions.map((q) => variableOf(model, q));
  if (variables.length === 0) throw new NoCode(`${name} depends on no input`);
  const ask = (pair: Expr, text: string, x: Expr, suffix: string): Asked => {
    const variable = isMember(x) ? familyOf(x).name : nameOf(x);
    return { key: `${variable}${suffix}`, variable, query: queryOf(pair, text, [x], 1, span) };
  };
  const text = `${nameOf(bar)}' ${name}`;
  const back = variables.map((x) => ask(pairing, text, x, "_bar"));
  const again =
    order === 2
      ? secondOf(
          model,
          bar,
          y,
          back.map((b) => b.query),
          beside,
        )
      : null;
  const twice = again === null ? [] : [bar, ...variables].map((x) => again.asked(x, ask));
  return {
    model: restricted(model, y, added),
    output: y,
    bar: nameOf(bar),
    dots: again?.dots ?? [],
    asked: [...back, ...twice],
    passes: [back, twice].filter((p) => p.length > 0).map((p) => p.map(({ key }) => key)),
  };
}

type Asked = Pullback["asked"][number];

/** The pairing of the first product's answers with a direction each. */
function secondOf(
  model: Model,
  bar: Expr,
  y: Expr,
  queries: readonly Query[],
  beside: (of: Expr, name: string, suffix: string) => Expr,
): {
  readonly dots: readonly string[];
  readonly asked: (x: Expr, of: (pair: Expr, text: string, x: Expr, suffix: string) => Asked) => Asked;
} {
  const pairs = answersOf(model, queries, { steps: "none" }).results.map((r) => {
    const [x] = r.query.wrt as readonly [Expr];
    if (isMember(x)) throw new NoCode("a second vector-Jacobian product of a family has no code yet");
    if (isRefusal(r)) throw new NoCode(r.message, r.hint);
    const dot = beside(x, nameOf(x), "dot");
    return { dot, pair: inner(dot, r.value) };
  });
  const pairing = sumOf(pairs.map(({ pair }) => pair));
  const text = pairs
    .map(({ dot }, i) => `${nameOf(dot)}' ${nameOf((queries[i] as Query).wrt[0] as Expr)}_bar`)
    .join(" + ");
  return {
    dots: pairs.map(({ dot }) => nameOf(dot)),
    asked: (x, of) =>
      x === bar ? { ...of(pairing, text, x, ""), key: `${nameOf(y)}_dot` } : of(pairing, text, x, "_bar_dot"),
  };
}

/** The inputs that an expression depends on and that are not data, behind families too, in the order of the text. */
function inputsOf(model: Model, of: Expr): readonly Expr[] {
  const nodes = walk([of], undefined, throughMeanings);
  const byName = new Map(nodes.filter(isSymbol).map((e) => [nameOf(e), e]));
  for (const e of nodes) {
    if (!isMember(e)) continue;
    const f = familyOf(e);
    if (!f.isSet) byName.set(f.name, member(f, ...f.formals.map(placeOf)));
  }
  return [...model.symbols.values()].flatMap(({ name, role, kind }) => {
    const x = byName.get(name);
    return role !== "input" || kind === "size" || kind === "function" || x === undefined ? [] : [x];
  });
}

/** The variable of a question: of a family a member at its letters. */
function variableOf(model: Model, { wrt }: Query): Expr {
  const [x] = wrt as readonly [Expr];
  const family = familyNamed(model.context, nameOf(x));
  const variable = family === null ? x : member(family, ...family.formals.map(placeOf));
  if (meaningOf(variable) !== null)
    throw new NoCode(`${nameOf(x)} is defined: a vector-Jacobian product goes back to inputs`);
  return variable;
}

/** A model without what an expression does not need. */
function restricted(model: Model, of: Expr, added: readonly ModelSymbol[]): Model {
  const nodes = walk([of], undefined, throughMeanings);
  const used = new Set(indexedInputs(nodes).map((x) => x.name));
  for (const e of nodes) {
    if (isSymbol(e)) used.add(nameOf(e));
    if (isMember(e)) used.add(familyOf(e).name);
    if (e.op === Apply) used.add(primesOf(e.data as string).name);
  }
  const isUsed = ({ name, kind }: ModelSymbol): boolean =>
    used.has(name) || kind === "size" || (kind === "function" && model.context.functions.has(name));
  return {
    ...model,
    symbols: new Map(
      [...model.symbols.values(), ...added].filter((s) => isUsed(s) || added.includes(s)).map((s) => [s.name, s]),
    ),
    equations: model.equations.filter((q) => used.has(q.name)),
    families: model.families.filter((f) => used.has(f.family)),
  };
}
