/**
 * Names of derivatives: after `δ^l = ∂E/∂z^l`, what the notes say further down of δ^l, δ^{l-1} or δ^L is said of that
 * derivative, and is a claim.
 */
import type { ReadItem } from "./items.js";
import { type Step, stepOf, stepText } from "./layers.js";
import { statementsIn } from "./local.js";
import { scriptRuns, withScripts } from "./scripts.js";
import { CLOSING, type Cut, OPENING } from "./statements.js";
import { typedIn } from "./unknown.js";

interface NamedDerivative {
  readonly latex: string;
  readonly step: Step | null;
  readonly section: number;
  /** The definition itself. */
  readonly cut: Cut;
}

/** The items with the definitions that say anew what a derivative is as claims about it. */
export function withNamedDerivatives(items: readonly ReadItem[]): readonly ReadItem[] {
  const named = new Map<string, NamedDerivative>();
  for (const { item, statements } of items)
    for (const cut of statements.cuts) {
      const found = derivativeNamed(cut);
      if (found !== null && !named.has(found.key)) named.set(found.key, { ...found, section: item.section, cut });
    }
  if (named.size === 0) return items;
  return items.map((read): ReadItem => {
    if (read.item.kind === "block" || read.item.kind === "ask") return read;
    let changed = false;
    const cuts = read.statements.cuts.map((cut): Cut => {
      const claim = claimOf(cut, named, read.item.section);
      if (claim !== null) changed = true;
      return claim ?? cut;
    });
    return changed ? { ...read, statements: { ...read.statements, cuts } } : read;
  });
}

/** `δ^l = ∂E/∂z^l`: a name for a derivative. */
function derivativeNamed(
  cut: Cut,
): { readonly key: string; readonly latex: string; readonly step: Step | null } | null {
  const { statement } = cut;
  if (statement.type !== "definition" || !cut.text.startsWith(OPENING)) return null;
  const value = statement.value.type === "group" ? statement.value.operand : statement.value;
  if (value.type !== "derivative" || value.order !== 1) return null;
  const latex = typedIn(cut, value);
  const step = stepIn(cut);
  // `δ_o = ∂E/∂o`: a letter that counts nothing in the derivative is a label.
  const counts =
    step !== null && scriptRuns(latex).some((r) => r.scripts.some((s) => stepOf(s)?.letter === step.letter));
  return counts ? { key: keyOf(cut), latex, step } : { key: wholeKeyOf(cut), latex, step: null };
}

/** The name with all its labels. */
const wholeKeyOf = ({ statement }: Cut): string => (statement.type === "definition" ? `= ${statement.name.name}` : "");

/** The base of a name and the labels that are no steps. */
function keyOf({ statement }: Cut): string {
  if (statement.type !== "definition") return "";
  const { scripts, name } = statement.name;
  if (scripts === undefined) return `= ${name}`;
  const labels = [...scripts.above, ...scripts.below].flatMap((s) => (placeOf(s.text) === null ? [s.label] : []));
  return `${scripts.base} ${labels.join(" ")} ${scripts.above.length} ${scripts.below.length}`;
}

/** A script that counts: a step, the last layer, the number of a layer. */
const placeOf = (text: string): string | null =>
  /^\s*(?:[A-Za-z](?:\s*[+-]\s*\d)?|\d)\s*$/.test(text) ? text.trim() : null;

/** The step above or below a name that says of which layer it is. */
function stepIn({ statement }: Cut): Step | null {
  if (statement.type !== "definition") return null;
  const { scripts } = statement.name;
  const [script] = scripts === undefined ? [] : scripts.above.length > 0 ? scripts.above : scripts.below;
  return script === undefined ? null : stepOf({ mark: "^", text: script.text });
}

function claimOf(cut: Cut, named: ReadonlyMap<string, NamedDerivative>, section: number): Cut | null {
  const { statement } = cut;
  if (statement.type !== "definition" || !cut.text.startsWith(OPENING)) return null;
  const known = named.get(wholeKeyOf(cut)) ?? named.get(keyOf(cut));
  if (known === undefined || known.cut === cut || known.cut.key === cut.key) return null;
  const scripts = statement.name.scripts;
  // Without a script a name may well be used anew in another section.
  if (scripts === undefined && known.section !== section) return null;
  const { value } = statement;
  if (value.type === "number" || value.type === "name" || derivativeNamed(cut) !== null) return null;
  const script =
    scripts === undefined || known.step === null
      ? undefined
      : scripts.above.length > 0
        ? scripts.above[0]
        : scripts.below[0];
  const left =
    script === undefined || known.step === null ? known.latex : shifted(known.latex, known.step, script.text);
  if (left === null) return null;
  const side = typedIn(cut, value);
  const [claim] = statementsIn(`${OPENING}${left} = ${side}${CLOSING}`);
  return claim?.statement.type === "claim" ? { ...claim, below: cut.below } : null;
}

/** A derivative at another step than the one it was named for. */
function shifted(latex: string, from: Step, to: string): string | null {
  const step = stepOf({ mark: "^", text: to });
  const text = step === null ? placeOf(to) : null;
  if (step === null && text === null) return null;
  return withScripts(latex, ({ base, scripts }) => {
    if (!scripts.some((s) => stepOf(s)?.letter === from.letter)) return null;
    const written = scripts.map((s) => {
      const own = stepOf(s);
      if (own?.letter !== from.letter) return `${s.mark}{${s.text}}`;
      const shift = own.shift - from.shift;
      const place =
        step === null
          ? `${text}${shift === 0 ? "" : shift > 0 ? `+${shift}` : shift}`
          : stepText({ letter: step.letter, shift: step.shift + shift });
      return `${s.mark}{${own.bracket === null ? place : `(${place})`}${own.rest === "" ? "" : ` ${own.rest}`}}`;
    });
    return `${base}${written.join("")}`;
  });
}
