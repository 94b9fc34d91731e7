/**
 * The shortest of the forms that are equal: factors out, products multiplied out where terms then
 * cancel, fewest transposes. It runs after the normal form and changes no value.
 */
import { type Expr, memoOf } from "../core/expr.js";
import { Hadamard } from "../ops/hadamard.js";
import { Inverse, inverse } from "../ops/inverse.js";
import { Product, product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { expansions, factorings } from "./factor.js";
import { gathered } from "./gather.js";
import { functionLaw, type Law } from "./law.js";
import { lengthOf } from "./length.js";
import { type LawBook, replaced, simplify, withArgs } from "./simplify.js";
import { isNegative } from "./term.js";

const KEY = Symbol("factored");

/** The shorter of two; the first where they are as long. */
const shorter = (a: Expr, b: Expr): Expr => (a !== b && shownLength(b) < shownLength(a) ? b : a);

/** The length with transposes where fewest are needed. */
const shownLength = (e: Expr): number => lengthOf(gathered(e));

/** A positive term first: `b - a` for `-a + b`. */
function led(e: Expr): Expr {
  if (e.op !== Sum || !isNegative(e.args[0] as Expr)) return e;
  const at = e.args.findIndex((t) => !isNegative(t));
  return at < 0 ? e : sum(e.args[at] as Expr, ...e.args.slice(0, at), ...e.args.slice(at + 1));
}

/** Neighbouring inverses as the inverse of one product: B⁻¹ A⁻¹ = (A B)⁻¹. */
function inversesTogether(e: Expr): Expr {
  if (e.op !== Product) return e;
  for (let i = 0; i + 1 < e.args.length; i++) {
    const [f, g] = [e.args[i] as Expr, e.args[i + 1] as Expr];
    if (f.op !== Inverse || g.op !== Inverse) continue;
    return product(
      ...e.args.slice(0, i),
      inverse(product(g.args[0] as Expr, f.args[0] as Expr)),
      ...e.args.slice(i + 2),
    );
  }
  return e;
}

/** Rounds of improvement at one node; each round makes it shorter, so few are ever needed. */
const ROUNDS = 24;

function improved(start: Expr, book: LawBook, memo: ReadonlyMap<Expr, Expr>): Expr {
  let best = led(start);
  for (let round = 0; round < ROUNDS; round++) {
    // Most nodes have no other form; their length is never asked for.
    const others = [
      ...factorings(best).map((c) => followed(known(led(simplify(c, book)), memo), best, book, memo)),
      ...multipliedOut(best).map((c) => refactored(simplify(c, book), book)),
      inversesTogether(best),
    ].filter((c) => c !== best);
    if (others.length === 0) return best;
    const next = others.reduce(shorter, best);
    if (next === best) return best;
    best = led(next);
  }
  return best;
}

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
function refactored(start: Expr, book: LawBook): Expr {
  let best = led(start);
  for (let round = 0; round < ROUNDS; round++) {
    const next = factorings(best)
      .map((c) => led(simplify(c, book)))
      .reduce(shorter, best);
    if (next === best) return best;
    best = next;
  }
  return best;
}

/** Common factors out, bottom-up, each node once. */
function factored(root: Expr, book: LawBook): Expr {
  const memo = memoOf(root.home, KEY, () => new Map<Expr, Expr>());
  /** A node that improving has made is worked on in turn, until nothing is left to make. */
  const stack: Expr[] = [root];
  const becomes = new Map<Expr, Expr>();
  while (stack.length > 0) {
    const e = stack[stack.length - 1] as Expr;
    if (memo.has(e)) {
      stack.pop();
      continue;
    }
    const target = becomes.get(e);
    if (target !== undefined) {
      memo.set(e, memo.get(target) ?? target);
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
            e.args.map((a) => memo.get(a) as Expr),
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
  return memo.get(root) as Expr;
}

const theme = "form";

const factorLaw: Law = functionLaw(theme, "common factors out", "A C + B C = (A + B) C", [], () => null);
const gatherLaw: Law = functionLaw(theme, "fewest transposes", "B^T A^T = (A B)^T", [], () => null);

/** The laws of the last two steps, for the catalogue. */
export const SHORTENING: readonly Law[] = [factorLaw, gatherLaw];

/** The steps from a normal form to the form that is shown: at most two. */
export function shortenings(normal: Expr, book: LawBook): readonly { readonly law: Law; readonly after: Expr }[] {
  const short = factored(normal, book);
  const final = gathered(short);
  return [
    ...(short === normal ? [] : [{ law: factorLaw, after: short }]),
    ...(final === short ? [] : [{ law: gatherLaw, after: final }]),
  ];
}

/** The form that is shown. */
export const shorten = (normal: Expr, book: LawBook): Expr => gathered(factored(normal, book));
