/**
 * A letter that two signs bind, one within the other. Within, it is the inner sign's: `Σ_i y_i log(exp(z_i) / Σ_i exp(z_i))`
 * is read so, and said. Where the outer sign would then bind nothing, `Σ_i Σ_i x_i y_i`, or the inner one adds up what may
 * hold both letters, `Σ_i x_i Σ_i A_ii y_i`, nobody can know what is meant. What adds up the same text that stands outside
 * normalises it, and holds its own. The letters of a left side bind its whole right side.
 */
import {
  type Expression,
  expressionsOf,
  operands,
  postorder,
  type Reduction,
  type Script,
  type Statement,
} from "../../parse/ast.js";
import type { Misread } from "../misread.js";

export function reboundLetter(s: Statement, source: string): Misread | null {
  if (s.type === "declaration" || s.type === "range" || s.type === "places" || s.type === "input") return null;
  const { stated, claimed } = expressionsOf(s);
  const roots = [...stated, ...claimed];
  if (!roots.some(isReducing)) return null;
  const found = roots.flatMap(boundTwice).map((b) => ({ ...b, where: "by a sign around this one" }));
  if (s.type === "definition")
    for (const letter of lettersOnTheLeft(s))
      for (const around of stated)
        for (const inner of outermostOver(letter, around)) found.push({ letter, inner, around, where: "on the left" });
  const doubts = found.map((b) => ({ ...b, doubt: doubtOf(b, source) }));
  const refused = doubts.find((b) => b.doubt !== null);
  if (refused !== undefined) return refusal(refused, source);
  const [first] = found;
  return first === undefined ? null : warning(first, source);
}

interface BoundTwice {
  readonly letter: string;
  readonly inner: Reduction;
  /** What the outer letter is bound in: the inner sign stands somewhere within it. */
  readonly around: Expression;
  readonly where: string;
}

const isReducing = (root: Expression): boolean => postorder(root).some((e) => e.type === "reduction");

/** The letters of a sign; those of a condition, `j ≠ i`, may be bound around it. */
const boundBy = (e: Reduction): readonly string[] =>
  e.ranges.flatMap((r) => (r.implied ? [] : r.letters.map((n) => n.name)));

const textOf = (e: Expression, source: string): string => source.slice(e.span.start, e.span.end);

const ownLetter = ({ inner }: BoundTwice, source: string): string =>
  `give ${textOf(inner, source)} a letter of its own`;

const refusal = (b: BoundTwice & { readonly doubt: string | null }, source: string): Misread => ({
  code: "index/bound-twice",
  span: b.inner.head,
  message: `${b.letter} is bound here, and ${b.where}, ${b.doubt}: no reading is certain`,
  hint: `${ownLetter(b, source)}, or leave one sign out`,
});

const warning = (b: BoundTwice, source: string): Misread => ({
  code: "index/bound-again",
  severity: "warning",
  span: b.inner.head,
  message: `${b.letter} is bound here, and ${b.where}: in ${textOf(b.inner, source)} it is read as a letter of its own, not as the one around it`,
  hint: ownLetter(b, source),
});

/** Why a letter that is bound anew may be the one around it. */
function doubtOf({ letter, inner, around }: BoundTwice, source: string): string | null {
  if (!standsFree(letter, around)) return "and stands nowhere else there";
  const times = placesOf(letter, inner.body).reduce((n, e) => n + timesIn(e, letter), 0);
  if (times < 2) return null;
  const [before, behind] = [
    source.slice(around.span.start, inner.span.start),
    source.slice(inner.span.end, around.span.end),
  ];
  const isOutside = [before, behind].some((text) =>
    withoutSpace(text).includes(withoutSpace(textOf(inner.body, source))),
  );
  return isOutside ? null : "and either may be meant in it";
}

const withoutSpace = (text: string): string => text.replace(/\s/g, "");

/** Signs below a sign with a letter of it. */
function boundTwice(root: Expression): readonly Omit<BoundTwice, "where">[] {
  const found: Omit<BoundTwice, "where">[] = [];
  for (const around of postorder(root)) {
    if (around.type !== "reduction") continue;
    for (const letter of boundBy(around))
      for (const inner of outermostOver(letter, around.body)) found.push({ letter, inner, around: around.body });
  }
  return found;
}

/** Signs over a letter that stand within no other sign over it. */
function outermostOver(letter: string, root: Expression): readonly Reduction[] {
  const found: Reduction[] = [];
  const todo: Expression[] = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "reduction" && boundBy(e).includes(letter)) found.push(e);
    else todo.push(...[...operands(e)].reverse());
  }
  return found;
}

/** The letters that a statement has for its left side: those of its ranges that stand below or above its name. */
const lettersOnTheLeft = (s: Extract<Statement, { readonly type: "definition" }>): readonly string[] =>
  (s.ranges ?? []).flatMap((r) => r.letters.map((n) => n.name)).filter((letter) => holdsScript(s.name, letter));

const scriptsOf = (e: Expression): readonly Script[] =>
  e.type === "entry" ? [e.script] : e.type === "name" ? [...(e.scripts?.below ?? []), ...(e.scripts?.above ?? [])] : [];

/** `A_ii` holds the letter twice. */
const timesIn = (e: Expression, letter: string): number =>
  Math.max(
    1,
    scriptsOf(e).reduce((n, { text }) => n + text.split(letter).length - 1, 0),
  );

const holdsScript = (e: Expression, letter: string): boolean => scriptsOf(e).some(({ text }) => text.includes(letter));

const standsFree = (letter: string, root: Expression): boolean => placesOf(letter, root).length > 0;

/** Where a letter stands, as a number or in a place, outside of all signs that bind it. What may be one counts. */
function placesOf(letter: string, root: Expression): readonly Expression[] {
  const found: Expression[] = [];
  const todo: Expression[] = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "reduction" && (boundBy(e).includes(letter) || e.ranges.length === 0)) continue;
    const isPlace = holdsScript(e, letter) || (e.type === "name" && e.name === letter);
    const isConditioned = e.type === "reduction" && e.conditions.length > 0;
    if (isPlace || isConditioned) found.push(e);
    todo.push(...operands(e));
  }
  return found;
}
