/**
 * One layer or one step by itself: `∂J/∂W^{[l]} = ∂J/∂z^{[l]} (a^{[l-1]})ᵀ` says of any l what holds between what comes
 * from above and this layer. Its members are names of their own here, layer l that of number 71, and the loss is any
 * function of what the claim takes its derivatives by.
 */
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import { type Step, stepOf, stepText } from "./layers.js";
import type { Behind } from "./scope.js";
import { withScripts } from "./scripts.js";
import { CLOSING, type Cut, formulaStatements, OPENING } from "./statements.js";

/** The number of the layer that a claim is about: no note counts so far. */
const HERE = 71;
/** Layers below and above that are looked at. */
const REACH = 3;
/** Definitions of members, at most. */
const MOST_MEMBERS = 60;

/** A claim about one step, its members named by numbers, over the definitions of the members near to it. */
export interface Local {
  readonly cut: Cut;
  readonly behind: Behind;
  /** Definitions of the loss, letters and all, as the notes have them. */
  readonly loss: readonly Cut[];
  readonly letter: string | null;
  /** A text with the letter in the place of its numbers. */
  readonly typed: (text: string) => string;
}

interface Family {
  readonly cut: Cut;
  readonly head: Step;
}

/** Reads a claim about one step; null where its letters are anything else. */
export function localOf(cut: Cut, behind: Behind): Local | null {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return null;
  const all = [cut, ...behind.cuts];
  const running = new Set(all.flatMap((c) => stepsOf(c).flatMap((s) => (s.shift === 0 ? [] : [s.letter]))));
  const own = new Set(stepsOf(cut).flatMap((s) => (running.has(s.letter) ? [s.letter] : [])));
  if (own.size > 1) return null;
  const [letter = null] = own;
  const of = statement.value.of;
  const lossName = of.type === "name" ? of.name : of.type === "call" ? of.callee.name : null;
  const loss = behind.cuts.filter((c) => c.statement.type === "definition" && c.statement.name.name === lossName);
  const rest = behind.cuts.filter((c) => !loss.includes(c));
  const text = letter === null ? cut.text : atStep(cut.text, letter, HERE);
  const [claim] = text === null ? [] : statementsIn(text);
  if (claim?.statement.type !== "claim") return null;
  const cuts = letter === null ? rest : membersNear(claim, rest, letter);
  if (cuts === null) return null;
  return {
    cut: claim,
    behind: { ...behind, cuts, source: cuts.map((c) => c.text).join("\n"), lines: [] },
    loss,
    letter,
    typed: (t) => (letter === null ? t : named(t, letter)),
  };
}

/** What the members that a claim speaks of rest on, as far as its own layers go, with all that has no layer. */
function membersNear(claim: Cut, rest: readonly Cut[], letter: string): readonly Cut[] | null {
  const families = new Map<string, Family>();
  const plain: Cut[] = [];
  for (const c of rest) {
    const head = headStep(c, letter);
    if (head !== null) families.set(head.base, { cut: c, head: head.step });
    else if (stepsOf(c).length === 0 && !/\(\d+\)/.test(c.text)) plain.push(c);
  }
  const seen = new Map<string, Cut | null>();
  const todo = numbersIn(claim);
  const numbers = todo.map((m) => m.number);
  const [lo, hi] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length === 0 || hi - lo > REACH) return null;
  for (let next = todo.pop(); next !== undefined && seen.size < MOST_MEMBERS; next = todo.pop()) {
    const key = `${next.base} ${next.number}`;
    if (seen.has(key) || next.number < lo || next.number > hi) continue;
    seen.set(key, null);
    const family = families.get(next.base);
    if (family === undefined) continue;
    const text = atStep(withoutRange(family.cut), family.head.letter, next.number - family.head.shift);
    const [made] = text === null ? [] : statementsIn(text);
    if (made?.statement.type !== "definition") return null;
    seen.set(key, made);
    todo.push(...numbersIn(made));
  }
  const made = [...seen.values()].filter((c) => c !== null);
  return made.length === 0 ? null : [...plain, ...made];
}

/** The step that a definition is for, and the name of which it is one. */
function headStep({ statement }: Cut, letter: string): { readonly base: string; readonly step: Step } | null {
  if (statement.type !== "definition" || statement.name.scripts === undefined) return null;
  const { base, below, above } = statement.name.scripts;
  const steps = [...above, ...below].flatMap((s) => stepOf({ mark: "^", text: s.text }) ?? []);
  // Another letter than the claim's may count the same layers, but not where it is an entry beside that.
  const step = steps.find((s) => s.letter === letter) ?? (steps.length === 1 ? steps[0] : undefined);
  return step === undefined ? null : { base, step };
}

/** Letters that stand at names, with their shifts. */
function stepsOf({ statement }: Cut): readonly Step[] {
  const { stated, claimed } = expressionsOf(statement);
  const names = [...stated, ...claimed].flatMap((e) => namesOf(e));
  if (statement.type === "definition") names.push(statement.name);
  return names.flatMap(({ scripts }) =>
    scripts === undefined
      ? []
      : [...scripts.above, ...scripts.below].flatMap((s) => stepOf({ mark: "^", text: s.text }) ?? []),
  );
}

/** Names of members by number, where a formula speaks of them. */
function numbersIn({ statement }: Cut): { readonly base: string; readonly number: number }[] {
  const { stated, claimed } = expressionsOf(statement);
  return [...stated, ...claimed]
    .flatMap((e) => namesOf(e))
    .flatMap(({ scripts, name }) => {
      const number = /_(\d{2})$|_(\d{2})(?=_)/.exec(name);
      const base = scripts?.base ?? name.slice(0, number?.index);
      const n = Number(number?.[1] ?? number?.[2]);
      return number === null || Math.abs(n - HERE) > REACH ? [] : [{ base, number: n }];
    });
}

export const namesOf = (e: Expression): readonly Name[] =>
  [...postorder(e)].flatMap((p) =>
    p.type === "name" ? [p] : p.type === "call" ? [p.callee] : p.type === "derivative" ? p.variables : [],
  );

/** A formula for one value of a letter: null where the letter stands anywhere but at names. */
export function atStep(text: string, letter: string, value: number): string | null {
  let isLeft = false;
  const written = withScripts(text, ({ base, scripts }) => {
    const steps = scripts.map(stepOf);
    const k = steps.findIndex((s) => s?.letter === letter);
    const step = steps[k];
    if (step === undefined || step === null) return null;
    if (/^\\(?:sum|prod)$/.test(base) || steps.filter((s) => s?.letter === letter).length > 1) {
      isLeft = true;
      return null;
    }
    const others = scripts.filter((_, n) => n !== k);
    const number = `${base}^{(${value + step.shift})${step.rest === "" ? "" : ` ${step.rest}`}}`;
    const below = others.filter((s) => s.mark === "_").map((s) => `_{${s.text}}`);
    const above = others.filter((s) => s.mark === "^");
    if (above.length === 0) return `${number}${below.join("")}`;
    const isTranspose = above.every((s) => /^\s*(?:T|\\top|\\intercal|\\mathsf\{?T\}?)\s*$/.test(s.text));
    const whole = below.length === 0 && isTranspose ? `${base}^{(${value + step.shift}) T}` : null;
    return whole ?? `(${number}${below.join("")})${above.map((s) => `^{${s.text}}`).join("")}`;
  });
  if (isLeft || new RegExp(`(?<![A-Za-z\\\\])${letter}(?![A-Za-z])`).test(written)) return null;
  return written;
}

/** The definition without the values for which it holds. */
function withoutRange({ text, statement }: Cut): string {
  if ((statement.ranges ?? []).length === 0) return text;
  const end = text.indexOf(", \\quad ", OPENING.length);
  return end < 0 ? text : `${text.slice(0, end)}${text.startsWith(OPENING) ? CLOSING : ""}`;
}

/** The statements of another text of one. */
export function statementsIn(text: string): readonly Cut[] {
  const body = text.startsWith(OPENING) ? text.slice(OPENING.length, text.length - CLOSING.length) : text;
  return formulaStatements(body, { entries: true }).cuts;
}

/** A text with the letter of the layer in the place of its numbers. */
function named(text: string, letter: string): string {
  const step = (n: number): string => stepText({ letter, shift: n - HERE });
  const isNear = (n: number): boolean => Math.abs(n - HERE) <= 2 * REACH;
  const sub = "₀₁₂₃₄₅₆₇₈₉";
  return text
    .replace(/\((\d{2})\)/g, (whole, n: string) => (isNear(Number(n)) ? `(${step(Number(n))})` : whole))
    .replace(/_\{?(\d{2})\}?(?!\d)/g, (whole, n: string) => (isNear(Number(n)) ? `_{${step(Number(n))}}` : whole))
    .replace(/[₀-₉]{2}(?![₀-₉])/g, (whole) => {
      const n = Number([...whole].map((d) => sub.indexOf(d)).join(""));
      return isNear(n) ? `_{${step(n)}}` : whole;
    });
}
