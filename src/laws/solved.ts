/**
 * Definitions solved for one of their terms: where P = A − B, what is A − P stands for B wherever B occurs, also as a run
 * of factors. What comes out is multiplied out, so that P meets P: an attempt at the whole answer, kept where it is shorter.
 */

import { type Context, type Expr, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { lookup, nth } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Sum, sum } from "../ops/sum.js";
import { symbol } from "../ops/symbol.js";
import { expansions } from "../rewrite/expand.js";
import { lengthOf } from "../rewrite/length.js";
import { type LawBook, replaced, simplify } from "../rewrite/simplify.js";
import { opposite } from "../rewrite/term.js";

/** A product that a definition tells by other things. */
interface Solved {
  readonly factors: readonly Expr[];
  readonly by: Expr;
}

const KEY = Symbol("definitions solved for a term");
/** Definitions of more terms are not solved, and terms of fewer operations are not worth it. */
const MOST_TERMS = 3;
const LEAST = 2;
/** Rounds of multiplying out, and terms to which that may lead. */
const ROUNDS = 16;
const MOST_OPENED = 24;

function solvedOf(home: Context, book: LawBook): readonly Solved[] {
  return memoOf(home, KEY, () =>
    [...home.definitions].flatMap(([name, value]) => {
      if (value.hasDifferential || value.op !== Sum || value.args.length > MOST_TERMS) return [];
      // Under its own name the right side would be that name.
      const terms = value.args.map((t) => simplify(t, book));
      const named = symbol(home, name, value.shape);
      return terms.flatMap((t, i) => {
        const { scalars, core } = scalarsOf(t);
        const sign = scalars.length === 0 ? 1 : scalars.length === 1 && opposite(t) === core ? -1 : 0;
        if (core === null || core.op !== Product || sign === 0 || lengthOf(core) < LEAST) return [];
        const others = terms.filter((_, k) => k !== i);
        const rest = sum(named, ...others.map(opposite));
        return [{ factors: core.args, by: sign > 0 ? rest : opposite(rest) }];
      });
    }),
  );
}

/** The expression with a run of factors replaced wherever it stands. */
function withRun(root: Expr, { factors, by }: Solved): Expr {
  const memo = new Map<Expr, Expr>();
  for (const e of walk([root])) {
    const args = e.args.map((a) => lookup(memo, a));
    const same = args.every((a, i) => a === e.args[i]) ? e : withArgs(e, args);
    memo.set(e, same.op === Product ? runReplaced(same, factors, by) : same);
  }
  return lookup(memo, root);
}

function runReplaced(e: Expr, factors: readonly Expr[], by: Expr): Expr {
  const out: Expr[] = [];
  for (let i = 0; i < e.args.length; ) {
    const fits = factors.every((f, j) => e.args[i + j] === f);
    out.push(fits ? by : nth(e.args, i));
    i += fits ? factors.length : 1;
  }
  return product(...out);
}

/** The expression with the first product that has another form multiplied out, in normal form; null where none has. */
function nextOpened(root: Expr, book: LawBook): Expr | null {
  for (const e of walk([root])) {
    const by = e.op === Sum ? undefined : expansions(e).find((x) => x.op === Sum && x.args.length <= MOST_OPENED);
    const after = by === undefined ? root : simplify(replaced(root, e, by), book);
    if (after !== root) return after;
  }
  return null;
}

/** Multiplied out, node by node, as far as that stays small. */
function opened(root: Expr, book: LawBook): Expr {
  let best = root;
  for (let round = 0; round < ROUNDS; round++) {
    const next = nextOpened(best, book);
    if (next === null) return best;
    best = next;
  }
  return best;
}

/** Forms of an answer in which names stand for what their definitions say of a product. */
export function solvedForms(e: Expr, book: LawBook): readonly Expr[] {
  const all = solvedOf(e.home, book).filter(({ factors }) => (e.leaves & nth(factors, 0).leaves) !== 0);
  if (all.length === 0) return [];
  const wide = opened(e, book);
  return all.flatMap((s) =>
    [...new Set([e, wide])].flatMap((form) => {
      const replacedForm = withRun(form, s);
      if (replacedForm === form) return [];
      const simple = simplify(replacedForm, book);
      return [simple, opened(simple, book)];
    }),
  );
}
