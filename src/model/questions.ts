/** Questions that are asked without being written: by default, of a name, by inputs. */
import type { Expr } from "../core/expr.js";
import { dimAt, type Index, isIndex, letterIndex, type Place, placeOf } from "../core/place.js";
import { isScalar } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { placesOf } from "../ops/binder.js";
import { type Family, familyNamed } from "../ops/family.js";
import { familyOf, isMember, member, throughEquations } from "../ops/member.js";
import { symbol } from "../ops/symbol.js";
import type { LetterRange, Model, ModelSymbol, Query } from "./model.js";

/** The last scalar that is defined (or the last name at all), by every input it depends on that is not data. */
export function defaultQueries(model: Model): readonly Query[] {
  const last =
    [...model.equations].reverse().find((q) => isScalar(q.symbol.shape)) ?? model.equations[model.equations.length - 1];
  if (last === undefined) return [];
  return inputsAndMembersBehind(model, last.symbol).map((x) => queryOf(last.symbol, last.name, [x], 1, last.span));
}

/** The names that an expression depends on and that are not data, in the order of the text. */
export const inputsBehind = (model: Model, of: Expr): readonly Expr[] =>
  inputsAndMembersBehind(model, of).filter((x) => !isMember(x));

/** The same with a member of each family among them, `W_l` for all l. */
export function inputsAndMembersBehind(model: Model, of: Expr): readonly Expr[] {
  const nodes = walk([of], () => false, throughEquations);
  const used = new Set<Expr | Family>([...nodes, ...nodes.filter(isMember).map(familyOf)]);
  return [...model.symbols.values()].filter(isInput).flatMap((s) => {
    const family = familyNamed(model.context, s.name);
    const name = symbol(model.context, s.name, s.shape);
    if (!used.has(family ?? name)) return [];
    return [family === null ? name : anyMember(model, family)];
  });
}

const isInput = ({ role, kind }: ModelSymbol): boolean =>
  role === "input" && (kind === "scalar" || kind === "vector" || kind === "matrix");

/** A member of a family at letters, which stand for no value of the text. */
function anyMember(model: Model, of: Family): Expr {
  const at: Place[] = [];
  const taken = new Set([...model.symbols.values()].flatMap((s) => (s.kind === "size" ? [] : [s.name])));
  for (const [k, formal] of of.formals.entries()) {
    const put = (d: Index["lo"]): Index["lo"] => dimAt(d, of.formals.slice(0, k), at);
    const letter = [formal.letter, ..."ijklmpqr"].find((l) => !taken.has(l)) ?? formal.letter;
    taken.add(letter);
    at.push(placeOf(letterIndex("asked", letter, put(formal.lo), put(formal.hi))));
  }
  return member(of, ...at);
}

/** The letters that stand for all of their values in a question, in the order in which they are met. */
export function lettersOf(parts: readonly Expr[]): readonly LetterRange[] {
  const met = new Map<string, LetterRange>();
  const meet = (p: Place): void => {
    for (const [a] of p.terms) {
      if (!isIndex(a)) a.places.forEach(meet);
      else if (a.kind === "asked" && !met.has(a.key)) met.set(a.key, { letter: a.letter, from: a.lo, to: a.hi });
    }
  };
  for (const e of walk(parts)) placesOf(e).forEach(meet);
  return [...met.values()];
}

/** The derivative of a value, in the default layout. */
export const queryOf = (of: Expr, ofText: string, wrt: readonly Expr[], order: 1 | 2, span: Query["span"]): Query => ({
  of,
  ofText,
  wrt,
  order,
  nabla: false,
  letters: lettersOf([of, ...wrt]),
  direction: null,
  span,
});
