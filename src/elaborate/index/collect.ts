/** The names of a text that may be taken at places, each with the letters in scope where it stands. */
import {
  type Expression,
  expressionsOf,
  type Name,
  operands,
  postorder,
  type Range,
  type Reduction,
  type Script,
  type Statement,
} from "../../parse/ast.js";
import { placesIn } from "../../parse/index/places.js";
import { type Candidate, type Frame, inFrame, letterOf } from "./frames.js";
import { namesOf, slotsOf } from "./readings.js";

/** Where a name stands: as a value, as what is applied, as what a statement states, as what is derived or derived by. */
export type Role = "value" | "callee" | "left" | "asked";

export interface Occurrence {
  readonly name: Name;
  readonly frame: Frame;
  readonly role: Role;
  /** Of the statement, by its place in the text. */
  readonly statement: number;
  /** The left side of an equation. */
  readonly definition: boolean;
  /** Anywhere but in questions and claims. */
  readonly inModel: boolean;
}

export interface Collected {
  readonly occurrences: readonly Occurrence[];
  /** The letters of each statement and of each sum. */
  readonly frames: ReadonlyMap<Statement | Reduction, Frame>;
  readonly frameOf: ReadonlyMap<Name, Frame>;
}

const NOWHERE: Frame = { letters: new Map(), outer: null };

export function collect(statements: readonly Statement[]): Collected {
  const occurrences: Occurrence[] = [];
  const frames = new Map<Statement | Reduction, Frame>();
  const frameOf = new Map<Name, Frame>();
  const apart = partsApart(statements);
  statements.forEach((s, statement) => {
    const outer = frameOfStatement(s, apart);
    frames.set(s, outer);
    const inModel = s.type !== "query" && s.type !== "claim";
    const meet = (name: Name, frame: Frame, role: Role): void => {
      frameOf.set(name, frame);
      occurrences.push({
        name,
        frame,
        role,
        statement,
        inModel,
        definition: role === "left" && s.type === "definition",
      });
    };
    for (const n of leftOf(s)) meet(n, outer, "left");
    const { stated, claimed } = expressionsOf(s);
    const todo: (readonly [Expression, Frame, Role])[] = [...stated, ...claimed].map((e) => [e, outer, "value"]);
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const [e, frame, role] = next;
      if (e.type === "name") meet(e, frame, role);
      else if (e.type === "call") {
        meet(e.callee, frame, "callee");
        for (const a of e.args) todo.push([a, frame, role]);
      } else if (e.type === "derivative") {
        for (const v of e.variables) todo.push([v, frame, "asked"]);
        todo.push([e.of, frame, inModel ? "value" : "asked"]);
      } else if (e.type === "reduction") {
        const inner = frameOfReduction(e, frame);
        frames.set(e, inner);
        todo.push([e.body, inner, role]);
      } else if (e.type !== "condition") for (const part of operands(e)) todo.push([part, frame, role]);
    }
  });
  return { occurrences, frames, frameOf };
}

/** The names that a statement declares or defines. */
function leftOf(s: Statement): readonly Name[] {
  if (s.type === "definition" || s.type === "functionDefinition") return [s.name];
  return s.type === "declaration" || s.type === "places" ? s.names : [];
}

/** The letters of the scripts of a name, whatever binds them. */
function lettersAt(name: Name): readonly Name[] {
  if (name.scripts === undefined) return [];
  return slotsOf(name.scripts).flatMap(({ script }) => lettersIn(script));
}

const lettersIn = (script: Script): readonly Name[] =>
  placesIn(script)
    .flatMap(namesOf)
    .filter((n) => n.scripts === undefined && ([...n.name].length === 1 || n.typed.startsWith("\\")));

/**
 * Whether what is below a name that is defined stands on the right side, too: the x of `h_x = W h` is a label.
 */
export function isOfItsLetter({ name, value }: Statement & { readonly type: "definition" }): boolean {
  const letters = new Set(lettersAt(name).map((n) => n.name));
  return postorder(value).some(
    (e) => (e.type === "name" && [e, ...lettersAt(e)].some((n) => letters.has(n.name))) || e.type === "entry",
  );
}

/** The definitions of such names beside one of their letter alone, where no sum runs over what is below them. */
function partsApart(statements: readonly Statement[]): ReadonlySet<Statement> {
  const definitions = statements.filter((s) => s.type === "definition");
  const wholes = new Set(definitions.flatMap((s) => (s.name.scripts === undefined ? [s.name.name] : [])));
  const parts = definitions.filter((s) => wholes.has(s.name.scripts?.base ?? "") && !isOfItsLetter(s));
  if (parts.length === 0) return new Set();
  const summed = new Set(
    statements
      .flatMap((s) => [...expressionsOf(s).stated, ...expressionsOf(s).claimed])
      .flatMap(postorder)
      .flatMap((e) => (e.type === "reduction" ? e.ranges : []))
      .flatMap((r) => r.letters.map((n) => n.name)),
  );
  return new Set(parts.filter((s) => s.ranges === undefined && !lettersAt(s.name).some((n) => summed.has(n.name))));
}

function frameOfStatement(s: Statement, apart: ReadonlySet<Statement>): Frame {
  const ranges = s.type === "range" ? s.ranges : (s.ranges ?? []);
  const letters = new Map<string, Candidate>();
  const onSides = new Set([...leftOf(s), ...askedIn(s)].flatMap(lettersAt).map((n) => n.name));
  for (const r of ranges)
    for (const n of r.letters)
      letters.set(n.name, { letter: letterOf("statement", n, r), bound: true, isRangeOnly: !onSides.has(n.name) });
  const own = { letters, outer: NOWHERE };
  const of = s.type === "query" || s.type === "claim" ? "question" : "statement";
  for (const n of apart.has(s) ? [] : [...leftOf(s), ...askedIn(s)])
    for (const letter of lettersAt(n))
      if (!letters.has(letter.name)) letters.set(letter.name, { letter: letterOf(of, letter, null), bound: false });
  return own;
}

/** The small letters below what a question asks of and by: in the ends of its ranges they are no sizes. */
export const lettersAskedOf = (s: Statement): readonly string[] =>
  askedIn(s)
    .flatMap(lettersAt)
    .flatMap(({ name }) => (/^\p{Lu}/u.test(name) ? [] : [name]));

/** The names that are derived, and derived by. */
function askedIn(s: Statement): readonly Name[] {
  if (s.type !== "query" && s.type !== "claim") return [];
  return postorder(s.value).flatMap((e) =>
    e.type !== "derivative" ? [] : [...e.variables, ...postorder(e.of).filter((x): x is Name => x.type === "name")],
  );
}

/** The letters of a sum; of a condition those that nothing further out binds, and that something within is taken at. */
function frameOfReduction(e: Reduction, outer: Frame): Frame {
  const letters = new Map<string, Candidate>();
  for (const r of e.ranges)
    for (const n of r.letters)
      if (!r.implied || (!isBoundFor(inFrame(outer, n.name)) && !isExcluded(e, n.name) && isTakenAt(e.body, n.name)))
        letters.set(n.name, { letter: letterOf("binder", n, rangeOf(r)), bound: true });
  return { letters, outer };
}

/** Whether something further out binds a letter: `U = \\sum_{i<j} q_{ij}, i, j = 1, …, n` says of i where it runs, and no more. */
const isBoundFor = (c: Candidate | null): boolean => c !== null && !c.isRangeOnly;

/** The y of `\sum_{j \ne y}`: a class that the sum leaves out, and no letter that it runs over, as the i of `i \ne j` may be. */
const isExcluded = ({ conditions }: Reduction, letter: string): boolean =>
  /^[a-ho-z]$/.test(letter) &&
  conditions.some(
    ({ sign, left, right }) =>
      sign === "!=" &&
      right.type === "name" &&
      right.name === letter &&
      left.type === "name" &&
      /^[i-n]$/.test(left.name),
  );

const rangeOf = (r: Range): Range | null => (r.from === null && r.to === null && r.set === null ? null : r);

const isTakenAt = (body: Expression, letter: string): boolean =>
  postorder(body).some((e) => {
    const name = e.type === "name" ? e : e.type === "call" ? e.callee : null;
    const scripts = e.type === "entry" ? [e.script] : [];
    return [...(name === null ? [] : lettersAt(name)), ...scripts.flatMap(lettersIn)].some((n) => n.name === letter);
  });
