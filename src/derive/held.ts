/** A whole and its parts as two names: an answer in which one of them moves and the other is held fixed is none. */
import type { Expr } from "../core/expr.js";
import { placeOf } from "../core/place.js";
import { walk } from "../core/walk.js";
import type { Kin, Model, Query } from "../model/model.js";
import { familyNamed } from "../ops/family.js";
import { member } from "../ops/member.js";
import { symbol } from "../ops/symbol.js";
import type { Refusal } from "./derivation.js";
import { calledBy, equationsBehind, isNamed } from "./equations.js";

type Named = Pick<Model, "context" | "symbols" | "kin">;

/** Why a derivative says less than the text does, or null: it holds X while x_i moves, or x_i while X does. */
export function heldApart(model: Named, query: Query): Refusal | null {
  if (model.kin.length === 0) return null;
  const moving = new Set(walk(query.wrt).filter(isNamed).map(calledBy));
  const used = behind(query.of);
  for (const k of model.kin) {
    const [ofWhole, ofPart] = [k.whole, k.part].map((name) => {
      const leaf = leafOf(model, name);
      return leaf === null ? NOTHING : behind(leaf);
    }) as [ReadonlySet<string>, ReadonlySet<string>];
    // A gate f_t = σ(F h_{t-1}) is no row of its F: its equation says how it is made of it.
    if (ofPart.has(k.whole) || ofWhole.has(k.part)) continue;
    const standing = (name: string, of: ReadonlySet<string>): Standing => ({
      isUsed: used.has(name),
      moves: [...of].some((n) => moving.has(n)),
    });
    const [whole, part] = [standing(k.whole, ofWhole), standing(k.part, ofPart)];
    if (whole.moves && part.isUsed && !part.moves) return refusal(query, k, k.shown, k.whole, k.whenWhole);
    if (k.whenPart !== null && part.moves && whole.isUsed && !whole.moves)
      return refusal(query, k, k.whole, k.shown, k.whenPart);
  }
  return null;
}

const NOTHING: ReadonlySet<string> = new Set();

interface Standing {
  readonly isUsed: boolean;
  readonly moves: boolean;
}

function leafOf({ context, symbols }: Named, name: string): Expr | null {
  const family = familyNamed(context, name);
  if (family !== null) return member(family, ...family.formals.map(placeOf));
  const own = symbols.get(name);
  return own === undefined ? null : symbol(context, name, own.shape);
}

/** The names that an expression depends on, itself among them where it is one. */
const behind = (e: Expr): ReadonlySet<string> =>
  new Set([...(isNamed(e) ? [calledBy(e)] : []), ...equationsBehind(e).map((q) => q.name)]);

const refusal = (
  query: Query,
  { whole, shown, whenPart }: Kin,
  held: string,
  moves: string,
  hint: string,
): Refusal => ({
  query,
  code: "derive/apart",
  message: `${held} would be held fixed while ${moves} moves: nothing says how ${whenPart === null ? `${shown} is made of ${whole}` : `${whole} is made of ${shown}`}`,
  hint,
});
