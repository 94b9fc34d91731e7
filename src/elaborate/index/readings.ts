/** Scripts of a name as places: which of their readings the letters in scope choose. */
import type { Expression, Name, Script, Scripts } from "../../parse/ast.js";
import { operands, postorder } from "../../parse/ast.js";
import { type Places, placesIn } from "../../parse/index/places.js";
import { type Frame, inFrame, isBound } from "./frames.js";

export type Slot = "below" | "above";

/** A script of a name that may be places. */
export interface Slotted {
  readonly slot: Slot;
  readonly script: Script;
}

/** The scripts of a name, those above first, as the letters of `W^{[l]}_{jk}` are counted. */
export const slotsOf = ({ above, below }: Scripts): readonly Slotted[] => [
  ...above.map((script) => ({ slot: "above" as const, script })),
  ...below.map((script) => ({ slot: "below" as const, script })),
];

/** Whether a bar stands among what is below a name, `p_{j|i}`: the probability of j where i is given. */
export const isBarred = ({ scripts }: Name): boolean =>
  scripts?.below.some(({ text }) => /\||\\(?:mid|vert)(?![A-Za-z])/.test(text)) === true;

/** The names of places, those of the places of labels among them. */
export function namesOf(places: Places): readonly Name[] {
  return places.flatMap((p) => postorder(p)).filter((e): e is Name => e.type === "name");
}

/** Whether a place is put together of what places are made of. */
const isPlace = (p: Expression): boolean =>
  postorder(p).every(
    (e) => e.type !== "fraction" && (e.type === "name" || e.type === "number" || operands(e).length > 0),
  );

/** Whether some letter of a label's scripts is bound: the i of `y_i`. */
function holdsBound(frame: Frame, n: Name): boolean {
  if (n.scripts === undefined) return isBound(frame, n.name);
  return slotsOf(n.scripts).some(({ script }) =>
    placesIn(script).some((r) => namesOf(r).some((m) => holdsBound(frame, m))),
  );
}

/** Whether a name can be an atom of places: a letter in scope, a label, or a letter that may be a size. */
function isAtom(frame: Frame, n: Name): boolean {
  if (inFrame(frame, n.name) !== null) return true;
  return n.scripts === undefined ? [...n.name].length === 1 || isGreek(n) : true;
}

/** A Greek letter, by its one character or its command. */
const isGreek = (n: Name): boolean => [...n.typed].length === 1 || /^\\[A-Za-z]+$/.test(n.typed);

/** The reading of a script in which a letter is bound, or null: the first that holds nothing but letters, labels and sizes. */
export function boundPlaces(script: Script, frame: Frame): Places | null {
  const readings = placesIn(script).filter((r) => r.every(isPlace));
  const bound = readings.filter((r) => namesOf(r).some((n) => holdsBound(frame, n)));
  return bound.find((r) => namesOf(r).every((n) => isAtom(frame, n))) ?? null;
}

/** The readings of a script as so many places, whatever binds their letters. */
export function placesOf(script: Script, arity: number, frame: Frame): Places | null {
  const fitting = placesIn(script).filter((r) => r.length === arity && r.every(isPlace));
  return fitting.find((r) => namesOf(r).every((n) => isAtom(frame, n))) ?? null;
}
