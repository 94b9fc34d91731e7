/** What a module checks when it is run: each derivative, with the value of which it is the slope. */
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import type { Fact } from "../core/facts.js";
import { one, operand } from "../core/operands.js";
import { bare, isIndex } from "../core/place.js";
import type { Derivation } from "../derive/derivation.js";
import type { Model, ModelSymbol, Query } from "../model/model.js";
import { meaningOf } from "../numeric/evaluate.js";
import { lettersInOrder } from "../numeric/plain-values.js";
import { placesOf } from "../ops/binder.js";
import { Entry } from "../ops/entry.js";
import { closure, factsOf } from "../ops/facts.js";
import { equationOf } from "../ops/family.js";
import { familyOf, isMember } from "../ops/member.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type Body, type BodyOptions, bodyOf, type Wanted } from "./arrays/body.js";
import type { Input } from "./inputs.js";
import { following, meaningInCode } from "./solved.js";

/** How the matrices near a point are: a check moves a symmetric one to another symmetric one. */
export type Constraint = "free" | "symmetric" | "diagonal";

export interface Variable {
  readonly name: string;
  readonly constraint: Constraint;
}

/** One line of the self-test. */
export interface Check {
  readonly key: string;
  /** Where the value comes from: a key of `forward`, or of the part with this number. */
  readonly of: { readonly part: number | null; readonly key: string };
  readonly wrt: readonly Variable[];
  /** The key of the vector of a Hessian-vector product, in the same part. */
  readonly direction: string | null;
}

/** A function of the module that only checks use: a value with some defined names given from outside. */
export interface Part {
  readonly body: Body;
  /** Defined names that are inputs here. */
  readonly cut: readonly Input[];
}

/**
 * The checks of all derivatives. What `forward` gives serves where the output is a defined name and
 * the variables are inputs; else a part is made in which the variables are inputs.
 */
export function checked(
  good: ReadonlyMap<string, Derivation>,
  model: Model,
  common: BodyOptions,
  beside: readonly Input[],
): { readonly parts: readonly Part[]; readonly checks: readonly Check[] } {
  const parts: Part[] = [];
  const checks: Check[] = [];
  // One part for all derivatives of one value.
  const plain = new Map<Expr, number>();
  for (const [key, { query, value }] of good) {
    if (query.of.free.length > 0 || query.wrt.some((x) => !isSymbol(x))) {
      const whole = wholeVariable(query, value);
      if (whole !== null)
        checks.push({ key, of: { part: null, key: nameOf(query.of) }, wrt: [whole], direction: null });
      continue;
    }
    const variables = query.wrt.map((x) => ({ name: nameOf(x), constraint: constraintOf(x) }));
    const isDefined = (e: Expr): boolean => meaningInCode(e) !== null;
    const held = new Set(query.wrt.filter((x) => meaningOf(x) !== null));
    const of = following(query.of, held);
    const isComputed = isSymbol(query.of) && isDefined(query.of) && of === query.of;
    const simple = isComputed && !query.wrt.some(isDefined) && query.direction === null;
    if (simple) {
      checks.push({ key, of: { part: null, key: nameOf(query.of) }, wrt: variables, direction: null });
      continue;
    }
    const cut = new Set(query.wrt.filter(isDefined));
    const known = query.direction === null && cut.size === 0 ? plain.get(of) : undefined;
    if (known !== undefined) {
      checks.push({ key, of: { part: known, key: "value" }, wrt: variables, direction: null });
      continue;
    }
    if (query.direction === null && cut.size === 0) plain.set(of, parts.length);
    const wanted: Wanted[] = [{ key: "value", value: of, letters: [] }];
    if (query.direction !== null)
      wanted.push({ key: "direction", value: following(query.direction, held), letters: [] });
    const body = bodyOf(wanted, { ...common, meaning: (e) => (cut.has(e) ? null : meaningInCode(e)), marked: [] });
    checks.push({
      key,
      of: { part: parts.length, key: "value" },
      wrt: variables,
      direction: query.direction === null ? null : "direction",
    });
    parts.push({
      body,
      cut: [
        ...[...cut].map(
          (e): Input => ({
            name: nameOf(e),
            kind: (model.symbols.get(nameOf(e)) as ModelSymbol).kind as Input["kind"],
            axes: [],
            from: [],
            rows: e.shape.rows,
            cols: e.shape.cols,
          }),
        ),
        ...beside,
      ],
    });
  }
  return { parts, checks };
}

/**
 * The input of which a derivative by a member or an entry at letters is that by all of it: then it is checked as one.
 * Null where the letters do not run over all of the input, and for what is no gradient of a name.
 */
function wholeVariable({ of, wrt, order }: Query, value: Expr): Variable | null {
  const x = one(wrt);
  const places = placesOf(x).map(bare);
  const base = x.op === Entry ? operand(x) : x;
  if (order !== 1 || !isSymbol(of) || meaningOf(of) === null || of.shape.rows !== ONE || of.shape.cols !== ONE)
    return null;
  const sides = isMember(x) ? familyOf(x).formals : [base.shape.rows, base.shape.cols].map((hi) => ({ lo: ONE, hi }));
  const isAll = places.every((i, k) => {
    const range = sides[k];
    return i !== null && isIndex(i) && range !== undefined && i.lo === range.lo && i.hi === range.hi;
  });
  const isInput = isMember(x) ? equationOf(familyOf(x)) === null : isSymbol(base) && meaningOf(base) === null;
  if (!isAll || !isInput || new Set(places).size < places.length || lettersInOrder([x, value]).length > places.length)
    return null;
  return { name: isMember(x) ? familyOf(x).name : nameOf(base), constraint: "free" };
}

function constraintOf(x: Expr): Constraint {
  const facts: ReadonlySet<Fact> = closure(factsOf(x));
  if (x.shape.rows === ONE || x.shape.cols === ONE) return "free";
  return facts.has("diagonal") ? "diagonal" : facts.has("symmetric") ? "symmetric" : "free";
}
