/**
 * A law has a name, a statement in general letters, an example, and a way to change a node: its text,
 * read as a pattern for each side of `=`, or a step in code, or both.
 *
 * `law({ …, at: Trace, text: "tr(A + B…) = tr(A) + tr(B)…" })`
 */
import type { Dim } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { FACTS, type Fact } from "../core/facts.js";
import type { Op } from "../core/op.js";
import { has } from "../core/own.js";
import { NumberOp } from "../ops/number.js";
import { Transpose } from "../ops/transpose.js";
import { type Frame, isKnownTo, mayFit, occurrence, replacement } from "./match.js";
import {
  type Letters,
  type NodePattern,
  newLetters,
  type Pattern,
  readPattern,
  readSize,
  type Size,
} from "./pattern.js";

type Step = (e: Expr) => Expr | null;

/** One way in which a law applies at nodes of one operation, with what is asked before it is tried. */
export interface Way {
  /** Where given, an operand must be one of these. */
  readonly among?: readonly Op[];
  /** Where given, one of these must occur somewhere within the node. */
  readonly within?: readonly Op[];
  /** Each of these must be among the operands. */
  readonly requires: readonly Op[];
  readonly apply: Step;
}

export interface Law {
  /** As at the board: "row times diagonal". */
  readonly name: string;
  /** The equation in the language: `v^T diag(w) = (v .* w)^T`. */
  readonly statement: string;
  readonly cite: string;
  readonly theme: string;
  /** A model at whose last equation it applies: shown in the catalogue, rewritten and evaluated by the tests. */
  readonly example: string | null;
  /** The operations at whose nodes the law may apply. */
  readonly roots: readonly Op[];
  /** The lines of its text, as they are read; none for a law in code. */
  readonly lines: readonly Line[];
  /** How it may apply at a node of this operation, in the order in which that is tried. */
  ways(op: Op): readonly Way[];
  /** The expression after one use of the law at `e`, or null where it does not apply. */
  apply(e: Expr): Expr | null;
}

/** Looks up the value of a letter of a line, for conditions and steps in code. */
export interface Found {
  of(letter: string): Expr;
  run(letter: string): readonly Expr[];
  size(letter: string): Dim;
  /** Whether the line has this letter. */
  has(letter: string): boolean;
}

export interface Line {
  readonly text: string;
  /** `A square, B symmetric, C n×m`: shapes and facts that must be known; those of letters that the line lacks are not asked. */
  readonly where?: string;
  /** Anything else that must hold. */
  readonly when?: (found: Found) => boolean;
  /** Nothing of the node may be left over. */
  readonly whole?: boolean;
  /** Asked of the node before the pattern is tried, where that spares most of the trying. */
  readonly first?: (e: Expr) => boolean;
}

type Text = string | Line;

interface LawSpec {
  readonly theme: string;
  readonly name: string;
  readonly at: Op | readonly Op[];
  readonly text?: Text | readonly Text[];
  readonly where?: string;
  readonly when?: (found: Found) => boolean;
  /** Used as often as it fits at the node, in one step. */
  readonly throughout?: boolean;
  /** Tried after the text, for changes that no pattern states. */
  readonly step?: Step;
  /** Asked before the step is tried: an operand is one of these; one of these occurs within. */
  readonly among?: readonly Op[];
  readonly within?: readonly Op[];
  /** Where it is not the text without the dots of its runs. */
  readonly statement?: string;
  readonly cite?: string;
  readonly example: string | null;
}

export function law(spec: LawSpec): Law {
  const { theme, name, cite = "", example, step } = spec;
  const roots = has(spec.at, "name") ? [spec.at] : spec.at;
  const texts = [spec.text ?? []].flat();
  const lines = texts.map((t): Line => ({ ...conditionsOf(spec), ...(typeof t === "string" ? { text: t } : t) }));
  // Read when the law is first tried, so that starting up costs nothing.
  let read: readonly ReadLine[] | null = null;
  const ways = (op: Op): readonly Way[] => {
    read ??= lines.map(readLine);
    const byText = read.filter((l) => l.left.op === op).map((l) => wayOf(l, spec.throughout === true));
    const { among, within } = spec;
    const byStep = {
      requires: [],
      ...(among === undefined ? {} : { among }),
      ...(within === undefined ? {} : { within }),
    };
    return step === undefined ? byText : [...byText, { ...byStep, apply: step }];
  };
  return {
    theme,
    name,
    statement: spec.statement ?? statementOf(spec, texts),
    cite,
    example,
    roots,
    lines,
    ways,
    apply: (e) => {
      for (const way of ways(e.op)) {
        const after = way.apply(e);
        if (after !== null && after !== e) return after;
      }
      return null;
    },
  };
}

const conditionsOf = ({ where, when }: LawSpec) => ({
  ...(where === undefined ? {} : { where }),
  ...(when === undefined ? {} : { when }),
});

function statementOf({ where }: LawSpec, texts: readonly Text[]): string {
  const equations = texts.map((t) => (typeof t === "string" ? t : t.text).replaceAll("…", "")).join(", ");
  return where === undefined ? equations : `${equations}  (${where})`;
}

type Requirement = { readonly slot: number } & (
  | { readonly fact: Fact | "square" }
  | { readonly rows: Size; readonly cols: Size }
);

interface ReadLine {
  readonly left: NodePattern;
  readonly right: Pattern;
  readonly letters: Letters;
  readonly needs: readonly Requirement[];
  readonly when: ((found: Found) => boolean) | undefined;
  readonly whole: boolean;
  readonly first: ((e: Expr) => boolean) | undefined;
}

function readLine({ text, where = "", when, whole = false, first }: Line): ReadLine {
  const letters = newLetters();
  const [before = "", after = ""] = text.split("=");
  const conditions = where === "" ? [] : where.split(",").map((part) => part.trim().split(/\s+/));
  // Sizes first: a letter that is one is no column.
  for (const [, what = ""] of conditions) if (what.includes("×")) for (const s of what.split("×")) readSize(s, letters);
  for (const [letter = "", what = ""] of conditions) {
    const fact = factOf(what);
    if (fact !== null) letters.facts.set(letter, [...(letters.facts.get(letter) ?? []), fact]);
  }
  const left = readPattern(before, letters);
  if (left.type !== "node") throw new SyntaxError(`the left side of ${text} is no operation`);
  const needs = conditions.flatMap(([letter = "", what = ""]): Requirement[] => {
    const slot = letters.slots.get(letter);
    return slot === undefined ? [] : [{ slot, ...needOf(what, letters) }];
  });
  return { left, right: readPattern(after, letters), letters, needs, when, whole, first };
}

const factOf = (what: string): Fact | "square" | null =>
  what === "square" ? what : (FACTS.find((f) => f === what) ?? null);

function needOf(what: string, letters: Letters): { fact: Fact | "square" } | { rows: Size; cols: Size } {
  const [rows = "", cols] = what.split("×");
  if (cols !== undefined) return { rows: readSize(rows, letters), cols: readSize(cols, letters) };
  const fact = factOf(what);
  if (fact === null) throw new SyntaxError(`a law asks for ${what}, which nothing is known to be`);
  return { fact };
}

/** The operations that must stand among the operands of a node for the pattern to fit it. */
const operandsOf = (p: NodePattern): readonly Op[] =>
  p.args.flatMap((a) => {
    if (a.type === "number") return [NumberOp];
    if (a.type !== "node") return [];
    const [inside] = a.args;
    // A row `v'` may be written without a transpose.
    return a.op === Transpose && inside?.type === "variable" && inside.sort === "column" ? [] : [a.op];
  });

function wayOf(line: ReadLine, throughout: boolean): Way {
  const { left, right, letters, whole } = line;
  const once: Step = (e) => {
    if (line.first?.(e) === false || !mayFit(left, e, whole)) return null;
    const found = occurrence(left, e, { letters: letters.slots.size, whole, holds: (frame) => holds(line, frame) });
    if (found === null) return null;
    const after = found.replace(replacement(right, found, e));
    return after === e ? null : after;
  };
  if (!throughout) return { requires: operandsOf(left), apply: once };
  return {
    requires: operandsOf(left),
    apply: (e) => {
      let last = once(e);
      for (let more = last; more !== null; more = last.op === e.op ? once(last) : null) last = more;
      return last;
    },
  };
}

function holds({ needs, letters, when }: ReadLine, frame: Frame): boolean {
  if (needs.length === 0 && when === undefined) return true;
  const before = frame.slice();
  if (needs.every((need) => meets(need, frame)) && (when === undefined || when(foundIn(letters, frame)))) return true;
  // Sizes that were settled on the way are free again.
  frame.splice(0, frame.length, ...before);
  return false;
}

function meets(need: Requirement, frame: Frame): boolean {
  const is = frame[need.slot] as Expr | readonly Expr[];
  const all = has(is, "op") ? [is] : is;
  if (has(need, "rows"))
    return all.every((e) => sizeIs(need.rows, e.shape.rows, frame) && sizeIs(need.cols, e.shape.cols, frame));
  return all.every((e) => isKnownTo(e, need.fact));
}

/** Whether a size is as asked; one that nothing has settled yet is then this one. */
function sizeIs(asked: Size, is: Expr["shape"]["rows"], frame: Frame): boolean {
  if (has(asked, "known")) return is === String(asked.known);
  frame[asked.slot] ??= is;
  return frame[asked.slot] === is;
}

const foundIn = ({ slots }: Letters, frame: Frame): Found => ({
  of: (letter) => frame[slots.get(letter) ?? -1] as Expr,
  size: (letter) => frame[slots.get(letter) ?? -1] as Dim,
  has: (letter) => slots.has(letter),
  run: (letter) => frame[slots.get(letter) ?? -1] as readonly Expr[],
});
