/**
 * The shortest of the forms that are equal: factors out, products multiplied out where terms then
 * cancel, fewest transposes. It runs after the normal form and changes no value.
 */

import { bitOf, type Expr, mayHold, memoOf } from "../core/expr.js";
import { withArgs } from "../core/op.js";
import { last, lookup, nth, one } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { Eye } from "../ops/eye.js";
import { Hadamard } from "../ops/hadamard.js";
import { Inverse, inverse } from "../ops/inverse.js";
import { Product, product } from "../ops/product.js";
import { scalarsOf } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { T } from "../ops/transpose.js";
import { isOver } from "./bounds.js";
import { dressed } from "./dressed.js";
import { dividedTermwise, expansions } from "./expand.js";
import { factorings } from "./factor.js";
import { gathered } from "./gather.js";
import { identitiesTogether, identityOpened, identityTaken, takesTransposed, withIdentity } from "./identities.js";
import { type Law, law } from "./law.js";
import { lengthOf, measured } from "./length.js";
import { signsAlike } from "./signed.js";
import { type LawBook, linesOf, replaced, simplify } from "./simplify.js";
import { mirroredIn, rebuilt, spreadForReaders, spreadOut } from "./spelled.js";
import { areRearranged, isNegative, isTranspose } from "./term.js";

const KEY = Symbol("factored");
const MOVES = Symbol("moves that made a node shorter");

/**
 * One thing done to make a node shorter: `made` is what the law alone makes of it, `to` what that is
 * once the other laws have been applied. Beside the memo, as the reasons of the normal form are, so
 * that the way can be read out afterwards.
 */
interface Move {
  readonly law: Law;
  readonly made: Expr;
  readonly to: Expr;
}

/** The shorter of two; the first where they are as long. */
const shorter = (a: Expr, b: Expr): Expr => (a !== b && shownLength(b) < shownLength(a) ? b : a);

const LENGTHS = Symbol("lengths as shown");

/** The length with transposes where fewest are needed, counted once for each form. */
function shownLength(e: Expr): number {
  const memo = memoOf(e.home, LENGTHS, () => new Map<Expr, number>());
  let length = memo.get(e);
  if (length === undefined) {
    length = lengthOf(gathered(spreadOut(e)));
    memo.set(e, length);
  }
  return length;
}

/** A positive term first: `b - a` for `-a + b`. */
function led(e: Expr): Expr {
  const [first] = e.args;
  if (e.op !== Sum || first === undefined || !isNegative(first)) return e;
  const at = e.args.findIndex((t) => !isNegative(t));
  const positive = e.args[at];
  return positive === undefined ? e : sum(positive, ...e.args.slice(0, at), ...e.args.slice(at + 1));
}

/** Neighbouring inverses as the inverse of one product: B⁻¹ A⁻¹ = (A B)⁻¹. */
function inversesTogether(e: Expr): Expr {
  if (e.op !== Product) return e;
  for (const [i, f] of e.args.entries()) {
    const g = e.args[i + 1];
    if (f.op !== Inverse || g?.op !== Inverse) continue;
    return product(...e.args.slice(0, i), inverse(product(one(g.args), one(f.args))), ...e.args.slice(i + 2));
  }
  return e;
}

/** Rounds of improvement at one node; each round makes it shorter, so few are ever needed. */
const ROUNDS = 24;

function improved(start: Expr, book: LawBook, memo: ReadonlyMap<Expr, Expr>): Expr {
  let best = led(start);
  const moves: Move[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Most nodes have no other form; their length is never asked for.
    const others = [
      ...factorings(best).map(
        (made): Move => ({
          law: factorLaw,
          made,
          to: followed(known(led(simplify(made, book)), memo), best, book, memo),
        }),
      ),
      ...multipliedOut(best).map((made): Move => ({ law: openLaw, made, to: refactored(simplify(made, book), book) })),
      { law: inversesLaw, made: best, to: inversesTogether(best) },
    ].filter((m) => m.to !== best && !isPatternLost(best, m));
    if (others.length === 0) break;
    const next = others.reduce((a, b) => (shorter(a.to, b.to) === a.to ? a : b), {
      law: factorLaw,
      made: best,
      to: best,
    });
    if (next.to === best) break;
    moves.push(next);
    best = led(next.to);
    isOver(start.home, "rounds at one node", round + 1, ROUNDS - 1);
  }
  if (moves.length > 0) memoOf(start.home, MOVES, () => new Map<Expr, readonly Move[]>()).set(start, moves);
  return best;
}

/** Whether X Xᵀ A + X Aᵀ X + A Xᵀ X would become X Xᵀ A + (X Aᵀ + A Xᵀ) X: one operation is not worth what a reader sees in it. */
const isPatternLost = (from: Expr, { made, to }: Move): boolean =>
  from.op === Sum && made.op === Sum && areRearranged(from.args) && shownLength(to) >= shownLength(from) - 1;

/**
 * A factoring with the sums that it has made factored in turn, where it is as long as what it comes
 * from: x xᵀ Aᵀ + x xᵀ A gains nothing by one x, and all by the second.
 */
function followed(c: Expr, from: Expr, book: LawBook, memo: ReadonlyMap<Expr, Expr>): Expr {
  if (shownLength(c) !== shownLength(from)) return c;
  const made = [c, ...c.args].flatMap((e) => (e.op === Product || e.op === Hadamard || e.op === Scale ? e.args : []));
  const open = made.flatMap((e) => (e.op === Product ? e.args : [e])).filter((e) => e.op === Sum && !memo.has(e));
  return open.reduce((all, e) => simplify(replaced(all, e, refactored(e, book)), book), c);
}

const known = (e: Expr, memo: ReadonlyMap<Expr, Expr>): Expr => memo.get(e) ?? e;

/** A product (or each product in a sum) multiplied out, where a sum stands in it. */
function multipliedOut(e: Expr): readonly Expr[] {
  if (e.op === Product || e.op === Hadamard || e.op === Times || e.op === Scale) return expansions(e);
  if (e.op !== Sum || e.args.length > MOST_OPENED) return [];
  const ways = e.args.map((t) => expansions(t)[0] ?? t);
  return ways.every((t, i) => t === e.args[i]) ? [] : [sum(...ways)];
}

/** Sums beyond this are not multiplied out: what is that long rarely gets shorter. */
const MOST_OPENED = 6;

/** The best of repeated factoring, without multiplying out again. */
function refactored(start: Expr, book: LawBook, moves: Move[] = []): Expr {
  let best = led(start);
  for (let round = 0; round < ROUNDS; round++) {
    const next = factorings(best)
      .map((made): Move => ({ law: factorLaw, made, to: led(simplify(made, book)) }))
      .filter((m) => !isPatternLost(best, m))
      .reduce((a, b) => (shorter(a.to, b.to) === a.to ? a : b), { law: factorLaw, made: best, to: best });
    if (next.to === best) return best;
    moves.push(next);
    best = next.to;
  }
  return best;
}

/** Common factors out, bottom-up, each node once. */
function factored(root: Expr, book: LawBook): Expr {
  const memo = memoOf(root.home, KEY, () => new Map<Expr, Expr>());
  const done = memo.get(root);
  if (done !== undefined) return done;
  /** A node that improving has made is worked on in turn, until nothing is left to make. */
  const stack: Expr[] = [root];
  const becomes = new Map<Expr, Expr>();
  for (let e = stack.at(-1); e !== undefined; e = stack.at(-1)) {
    if (memo.has(e)) {
      stack.pop();
      continue;
    }
    const target = becomes.get(e);
    if (target !== undefined) {
      memo.set(e, lookup(memo, target));
      stack.pop();
      continue;
    }
    const waiting = e.args.filter((a) => !memo.has(a));
    if (waiting.length > 0) {
      stack.push(...waiting);
      continue;
    }
    const rebuilt = e.args.every((a) => memo.get(a) === a)
      ? e
      : simplify(
          withArgs(
            e,
            e.args.map((a) => lookup(memo, a)),
          ),
          book,
        );
    const better =
      rebuilt.op === Sum ||
      rebuilt.op === Product ||
      rebuilt.op === Hadamard ||
      rebuilt.op === Times ||
      rebuilt.op === Scale
        ? improved(rebuilt, book, memo)
        : rebuilt;
    if (better === e || becomes.has(better)) {
      memo.set(e, better);
      stack.pop();
    } else {
      becomes.set(e, better);
      stack.push(better);
    }
  }
  return lookup(memo, root);
}

const SOLVED = Symbol("attempts that made an answer shorter");
/** An answer of fewer operations is not looked at again. */
const WORTH_AN_ATTEMPT = 6;

/** The form from which the shortest one comes: the normal form, or an attempt of the book that gets shorter. */
function startOf(normal: Expr, book: LawBook): Expr {
  const memo = memoOf(normal.home, SOLVED, () => new Map<Expr, Expr>());
  const known = memo.get(normal);
  if (known !== undefined) return known;
  let best = normal;
  let length = shownLength(factored(normal, book));
  if (length >= WORTH_AN_ATTEMPT && length < Number.POSITIVE_INFINITY)
    for (const form of book.attempts(normal, book)) {
      const other = shownLength(factored(form, book));
      if (other < length) [best, length] = [form, other];
    }
  memo.set(normal, best);
  return best;
}

/** Makes a law of a form that is tried here and not at nodes, so that readers find its name, statement and example. */
const formLaw = (name: string, statement: string, example: string): Law =>
  law({ theme: "form", name, at: [], statement, example });

const factorLaw = formLaw("factor out", "A C + B C = (A + B) C", "y = A x + B x");
const openLaw = formLaw("expand", "(A + B) C = A C + B C", "A : matrix(n, n); y = (A + A^-1) A");
const inversesLaw = formLaw(
  "inverses together",
  "B^-1 A^-1 = (A B)^-1",
  "A : matrix(n, m); B : matrix(m, n); C : matrix(n, k); D : matrix(k, n); y = (A B)^-1 (C D)^-1",
);
const solvedLaw = formLaw(
  "a definition solved for a term",
  "A - P stands for B  (where P = A - B)",
  "V, A : matrix(n, n) symmetric; X : matrix(n, p); z : vector(n); P = V - V X X^T V; " +
    "y = 2 z^T V A V X X^T V z - z^T V A V z - z^T V X X^T V A V X X^T V z",
);
const signLaw = formLaw(
  "one sign for a sum",
  "B - A = -(A - B)",
  "a, b, c, x : vector(n); A : matrix(n, n); f : function; y = A (a - b - c) + f(b + c - a) .* x",
);
const spreadLaw = formLaw(
  "sums of rows entry by entry",
  "diag(A ones(m)) B = (A ones(m, k)) .* B",
  "A : matrix(n, m); B : matrix(n, k); y = diag(A ones(m)) B",
);
const gatherLaw = formLaw("fewest transposes", "B^T A^T = (A B)^T", "y = A^T B^T C^T");

/** The laws of the last steps, for the catalogue. */
export const SHORTENING: readonly Law[] = [openLaw, factorLaw, inversesLaw, solvedLaw, signLaw, spreadLaw, gatherLaw];

/** One line on the way from a normal form to the form that is shown. */
export interface Shortening {
  readonly law: Law;
  readonly after: Expr;
}

/** Lines beyond this many help nobody: the end of the way is then one line. */
const MOST_LINES = 40;
const MOST_ROUNDS = 200;

/**
 * The lines from a normal form to the form that is shown, one law a line: a product multiplied out,
 * what then cancels, factor out. Read from the moves that shortening made.
 */
export function shortenings(from: Expr, book: LawBook): readonly Shortening[] {
  const normal = startOf(from, book);
  const short = factored(normal, book);
  const lines: Shortening[] = normal === from ? [] : [{ law: solvedLaw, after: normal }];
  let whole = normal;
  const say = (law: Law, node: Expr, after: Expr) => {
    if (node === after) return;
    whole = replaced(whole, node, after);
    if (lines.length < MOST_LINES) lines.push({ law, after: whole });
  };
  /** The order of a sum's terms is no line. */
  const positiveFirst = (node: Expr): Expr => {
    const after = led(node);
    if (after !== node) whole = replaced(whole, node, after);
    return after;
  };
  const bySimplifying = (from: Expr): Expr => {
    let node = from;
    for (const line of linesOf(from, book, MOST_LINES)) {
      say(line.law, node, line.whole);
      node = line.whole;
    }
    return positiveFirst(node);
  };
  const follow = (move: Move, from: Expr): Expr => {
    say(move.law, from, move.made);
    let node = bySimplifying(move.made);
    if (move.law === openLaw) {
      const again: Move[] = [];
      refactored(node, book, again);
      for (const m of again) node = follow(m, node);
    }
    say(move.law, node, move.to);
    return positiveFirst(move.to);
  };
  const { memo, moves } = knownOf(normal);
  for (let round = 0; round < MOST_ROUNDS && whole !== short; round++) {
    const changes = (e: Expr) => simplify(e, book) !== e || moves.has(e) || (memo.get(e) ?? e) !== e;
    const node = walk([whole], (e) => memo.get(e) === e).find(changes);
    if (node === undefined) break;
    let at = node;
    if (simplify(node, book) !== node) at = bySimplifying(node);
    else {
      at = positiveFirst(node);
      for (const move of moves.get(node) ?? []) at = follow(move, at);
      // Nothing but an order of terms: no line.
      const target = moves.has(node) ? at : lookup(memo, node);
      whole = replaced(whole, at, target);
      at = target;
    }
  }
  if (whole !== short) {
    // The last line leads on to the end.
    const law = lines.reduce((_, line) => line.law, factorLaw);
    lines.splice(-1, 1, { law, after: short });
  }
  const named = finished(short, book);
  const used = book.last.find((l) => walk([short]).some((e) => l.roots.includes(e.op) && l.apply(e) !== null));
  if (named !== short && used !== undefined) lines.push({ law: used, after: named });
  const signed = signsAlike(named);
  if (signed !== named) lines.push({ law: signLaw, after: signed });
  const out = fewestNames(signed, book);
  const isDivided = (e: Expr): boolean => walk([e]).some((x) => dividedTermwise(x).length > 0);
  const isOpened = (mayHold(signed, EYE) && !mayHold(out, EYE)) || (isDivided(signed) && !isDivided(out));
  if (out !== signed) lines.push({ law: isOpened ? openLaw : factorLaw, after: out });
  const spread = spreadForReaders(out);
  if (spread !== out) lines.push({ law: spreadLaw, after: spread });
  const final = mirroredIn(gathered(spread), book);
  return final === spread ? lines : [...lines, { law: gatherLaw, after: final }];
}

const knownOf = (e: Expr) => ({
  memo: memoOf(e.home, KEY, () => new Map<Expr, Expr>()),
  moves: memoOf(e.home, MOVES, () => new Map<Expr, readonly Move[]>()),
});

const LAST = Symbol("last laws applied");

/** The last laws of the book, bottom-up, each node once, where what comes out is shorter. */
function finished(root: Expr, book: LawBook): Expr {
  const ops = book.last.flatMap((l) => l.roots);
  if (
    !mayHold(
      root,
      ops.reduce((bits, op) => bits | bitOf(op), 0),
    )
  )
    return root;
  const memo = memoOf(root.home, LAST, () => new Map<Expr, Expr>());
  return rebuilt(root, memo, (e) =>
    book.last.reduce((best, l) => (l.roots.includes(best.op) ? shorter(best, l.apply(best) ?? best) : best), e),
  );
}

const FEWEST = Symbol("fewest names");
const SUM = bitOf(Sum);
const EYE = bitOf(Eye);
/** Beyond so many sums they are left as they stand. */
const MOST_SUMS = 24;
/** A form that says fewer names is looked at again so often. */
const ROUNDS_OF_NAMES = 3;

/** A part by another form of it, and where its transpose stands, by the transpose of that. */
function putBack(root: Expr, part: Expr, to: Expr, book: LawBook): Expr {
  const form = replaced(root, part, to);
  return takesTransposed(to) ? replaced(form, simplify(T(part), book), simplify(T(to), book)) : form;
}

/** Aᵀ M A, up to scalars. */
function isCongruence(e: Expr): boolean {
  const core = scalarsOf(e).core;
  if (core === null || core.op !== Product) return false;
  return isTranspose(nth(core.args, 0), last(core.args));
}

/** A common factor of a whole sum taken out; or put back where the identity had to stand for a term: (I − p 1ᵀ) diag(p). */
function otherForms(e: Expr, book: LawBook): readonly Expr[] {
  if (e.op !== Sum)
    return [...expansions(e), ...dividedTermwise(e), ...identityTaken(e, book)].map((made) =>
      led(simplify(made, book)),
    );
  return [
    ...factorings(e)
      .map((made) => led(simplify(made, book)))
      .filter((to) => to.op !== Sum),
    ...identitiesTogether(e),
  ];
}

/** The form that is as long and says fewer names: (c + 1) x for c x + x, diag(p) − p pᵀ for (I − p 1ᵀ) diag(p). */
function fewestNames(root: Expr, book: LawBook): Expr {
  if (!mayHold(root, SUM)) return root;
  const memo = memoOf(root.home, FEWEST, () => new Map<Expr, Expr>());
  const known = memo.get(root);
  if (known !== undefined) return known;
  const reading = (e: Expr) => measured([gathered(e)]);
  let best = root;
  let least = reading(root);
  for (let round = 0; round < ROUNDS_OF_NAMES; round++) {
    const before: Expr = best;
    const parts = walk([best]).filter((e) => e.op === Sum || withIdentity(e) || dividedTermwise(e).length > 0);
    for (const part of isOver(root.home, "sums looked at once more", parts.length, MOST_SUMS) ? [] : parts)
      for (const to of otherForms(part, book)) {
        const form = putBack(best, part, to, book);
        // x xᵀ A − A is no clearer as (x xᵀ − I) A; Bᵀ B − Bᵀ x xᵀ B is as Bᵀ (I − x xᵀ) B.
        const isForced = mayHold(to, EYE) && !mayHold(part, EYE) && !isCongruence(form) && !takesTransposed(to);
        if (form === best || isForced) continue;
        const next = reading(form);
        if (next.operations <= least.operations && next.leaves < least.leaves) [best, least] = [form, next];
      }
    for (const part of walk([best])) {
      const to = identityOpened(part, book);
      const form = to === null ? best : putBack(best, part, to, book);
      const next = form === best ? least : reading(form);
      if (form !== best && next.operations <= least.operations + 1) [best, least] = [form, next];
    }
    if (best === before) break;
  }
  memo.set(root, best);
  return best;
}

/** The form that is shown. */
export const shorten = (normal: Expr, book: LawBook): Expr =>
  dressed(
    mirroredIn(
      gathered(spreadForReaders(fewestNames(signsAlike(finished(factored(startOf(normal, book), book), book)), book))),
      book,
    ),
  );
