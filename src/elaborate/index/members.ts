/** How a name with scripts is read where it stands: a member of a family, an entry, δ_ij, or a name as it is. */
import type { Entry, Expression, Name } from "../../parse/ast.js";
import type { Places } from "../../parse/index/places.js";
import { allReadings, boundReading, countsOf, type Reading } from "./arrays.js";
import { isReached, numberedReading } from "./binding.js";
import { type Frame, inFrame } from "./frames.js";
import { isBarred, namesOf } from "./readings.js";
import { type FamilyHead, type Rewriter, unread } from "./rewriter.js";

export function memberOrEntry(w: Rewriter, n: Name, r: Reading, at: readonly Expression[]): Expression {
  const own: Name = { ...n, name: r.array };
  if (isEntries(w, r)) return entryOf(n, own, at);
  const head = familyHead(w, r, n);
  const member: Name = { ...own, at: at.slice(0, head.arity) };
  return at.length === head.arity ? member : entryOf(n, member, at.slice(head.arity));
}

const entryOf = (n: Name, operand: Name, at: readonly Expression[]): Entry => ({
  type: "entry",
  operand,
  script: n.scripts?.below[0] ?? { text: "", label: "", bracket: null, latex: n.latex === true, span: n.span },
  at,
  span: n.span,
});

/** Whether what is taken at places stands whole too: then these are its entries. */
export function isEntries(w: Rewriter, r: Reading): boolean {
  if (w.labels.has(r.array) || !w.b.whole.has(r.array)) return false;
  if (countsOf(r.pattern).above === 0) return true;
  const [p] = r.at;
  unread(
    "index/whole",
    p?.span ?? { start: 0, end: 0 },
    `${r.array} stands by itself and with a letter above it, which are two things`,
    `a power is (${r.array})^…, parentheses around the name; else give the one without letters another name`,
  );
}

export function familyHead(w: Rewriter, r: Reading, n: Name): FamilyHead {
  const known = w.families.get(r.array);
  if (known !== undefined) return known;
  const patterns = [...(w.b.patterns.get(r.array) ?? [r.pattern])];
  const total = (p: string): number => countsOf(p).above + countsOf(p).below;
  const [least = r.pattern] = patterns.sort((p, q) => total(p) - total(q));
  const base = countsOf(least);
  const odd = patterns.find((p) => countsOf(p).above < base.above || countsOf(p).below < base.below);
  if (odd !== undefined)
    unread(
      "index/two-families",
      n.span,
      `${r.array} stands with a letter below and with one above, which are two families`,
      "give one of them another name",
    );
  const isArray = w.b.byEntries.has(r.array) && w.b.certain.has(r.array);
  const head = {
    name: r.array,
    arity: base.above + base.below,
    raised: base.above,
    barred: isBarred(n) && base.below === 2 ? 1 : 0,
    isArray,
    span: n.span,
  };
  w.families.set(r.array, head);
  return head;
}

/** How a name with scripts is read where it stands; null for a name as it is. */
export function readingAt(w: Rewriter, n: Name, frame: Frame): Reading | null {
  const bound = boundReading(n, frame);
  // Of a_j^{[L]} the j alone is bound; beside a_j^{[l]} the L is a place as well.
  const least = bound?.at.length ?? 0;
  const isKnown = (r: Reading): boolean =>
    r.at.length > least && w.b.patterns.get(r.array)?.has(r.pattern) === true && isReached(w.b.lowest, r);
  if (bound === null && w.b.stated.has(n.name)) return null;
  const found = allReadings(n, frame).find((r) => isKnown(r) && isClosed(w, r.at, frame)) ?? bound;
  if (found !== null) {
    // The i of a_ij under Σ_j alone, in a text that has Σ_i before it.
    const out = namesOf(found.at).find((m) => isBeyond(w, m, frame));
    if (out !== undefined) beyond(n, out.name);
    return found;
  }
  const o = { name: n, frame, role: "value" as const, statement: 0, inModel: true, definition: false };
  return numberedReading(w.b, o);
}

const isBeyond = (w: Rewriter, m: Name, frame: Frame): boolean =>
  m.scripts === undefined && w.bound.has(m.name) && inFrame(frame, m.name) === null && !w.b.sizes.has(m.name);

/** Whether places hold no letter that nothing binds, but for sizes and labels: `T`, `o` of `u_o`. */
export function isClosed(w: Rewriter, at: Places, frame: Frame): boolean {
  return namesOf(at).every((n) => {
    if (n.scripts !== undefined) return boundReading(n, frame) !== null || isFixedLabel(w, n);
    const c = inFrame(frame, n.name);
    if (c?.bound === true) return true;
    // The N of `v_{N+1} = w`, where letters run to N.
    if (c !== null && c.letter.of !== "question" && !w.b.sizes.has(n.name)) return false;
    if (w.b.sizes.has(n.name) || w.labels.has(n.name)) return true;
    if (w.b.stated.has(n.name) || w.b.whole.has(n.name) || /^[A-Z]/.test(n.name)) return false;
    if (w.bound.has(n.name)) beyond(n, n.name);
    w.labels.set(n.name, 0);
    return true;
  });
}

/** The y_i of `f_{y_i}` in the loss of one sample i, which nothing binds: a label like any other. */
function isFixedLabel(w: Rewriter, n: Name): boolean {
  const { base = "" } = n.scripts ?? {};
  if (w.b.patterns.has(base) || w.b.stated.has(n.name) || w.b.whole.has(base) || w.labels.has(base)) return false;
  w.labels.set(n.name, 0);
  return true;
}

/** `\\sum_i x_i - y_i`: a letter of the sum stands beyond it. */
export function refuseBeyond(w: Rewriter, n: Name, frame: Frame): void {
  if (w.bound.size === 0) return;
  const letters = allReadings(n, frame).flatMap((r) => namesOf(r.at));
  const letter = letters.find((m) => m.scripts === undefined && w.bound.has(m.name) && inFrame(frame, m.name) === null);
  if (letter !== undefined) beyond(n, letter.name);
}

function beyond(n: Name, letter: string): never {
  unread(
    "index/extent",
    n.span,
    `${letter} is bound up to the next + or - only, and stands beyond it`,
    `parentheses say which is meant: \\sum_${letter} (… + …), or with another letter outside of the sum`,
  );
}

/** δ_ij, where no δ is a name of the model. */
export const isDelta = (w: Rewriter, r: Reading): boolean =>
  w.isKronecker &&
  r.array === "delta" &&
  r.pattern === "b2" &&
  !w.b.whole.has("delta") &&
  w.b.patterns.get("delta")?.size === 1 &&
  !w.families.has("delta");

/** `h_0 = x` where h is a family. */
export function beginningAt(w: Rewriter, n: Name, frame: Frame): Reading | null {
  const found = allReadings(n, frame).find(
    (r) =>
      w.b.patterns.get(r.array)?.has(r.pattern) === true &&
      !w.b.whole.has(r.array) &&
      isReached(w.b.lowest, r) &&
      isClosed(w, r.at, frame),
  );
  return found ?? null;
}
