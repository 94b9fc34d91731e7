/** Notes as the proofreader sees them: formulas and blocks in the order of the text, each with its line. */

import type { Code } from "../core/codes.js";
import type { Severity } from "../core/diagnostic.js";

/** Shown of a `chainrule` block, besides its equations and derivations. */
export interface BlockOptions {
  readonly graph: boolean;
  readonly equations: boolean;
  readonly steps: "none" | "chain" | "full";
  /** `fig:scorer` or `eq:delta`: what other places refer to. */
  readonly label: string | null;
  readonly caption: string | null;
}

export interface Item {
  /** `$$…$$`; `$…$`; a fenced block; a question in a sentence. */
  readonly kind: "display" | "inline" | "block" | "ask";
  /** The formula without its delimiters; of a block, its lines without those that set options. */
  readonly text: string;
  /** The 1-based line at which `text` begins. Each line break in `text` is one in the file. */
  readonly line: number;
  /** Counts headings: a statement may look ahead only within its own section. */
  readonly section: number;
  readonly options: BlockOptions | null;
  /** A line of text that reads as a formula though nothing marks it as one. */
  readonly unmarked?: true;
}

/** Something worth saying of a document as a whole: an unclosed formula, a macro that is refused. */
export interface Remark {
  readonly severity: Severity;
  readonly code: Code;
  readonly message: string;
  readonly line: number;
}

/** Where a line of the text that was read stands in the file: the same, but for notebooks. */
export interface Place {
  readonly line: number;
  /** The cell of a notebook, from 1, and the line in it; null elsewhere. */
  readonly cell: { readonly number: number; readonly line: number } | null;
}

/** A paragraph with the formulas in it, as typed: what it says of names is a fact. */
export interface Prose {
  readonly text: string;
  readonly section: number;
}

/** A derivation in a block of its own. */
export interface DerivationBlock {
  readonly text: string;
  /** The 1-based line at which it begins. */
  readonly line: number;
}

export interface NotesDocument {
  readonly items: readonly Item[];
  /** Of readers that see the words; the trees of hosts hold formulas alone. */
  readonly prose?: readonly Prose[];
  readonly remarks: readonly Remark[];
  readonly place: (line: number) => Place;
  /** Derivations whose first wrong line is looked for. */
  readonly derivations?: readonly DerivationBlock[];
  /** Definitions of macros in files that it includes. */
  readonly macros?: readonly string[];
}

export const samePlace = (line: number): Place => ({ line, cell: null });

const NO_OPTIONS: BlockOptions = { graph: false, equations: true, steps: "chain", label: null, caption: null };

/** `show: graph`, `:show: graph` (MyST) and `#| show: graph` (Quarto) at the head of a block. */
const OPTION = /^\s*(?:#\|\s*|:)?(show|label|caption|steps)\s*:\s+(.*)$/;
const OPTIONS = ["show", "label", "caption", "steps"];

/** An option by its name, `["show", "graph"]`. */
export type Attribute = readonly [name: string, value: string];

/** `#fig:net`, `show="graph, steps none"`, `caption='The net'`, `steps=full` within braces behind a fence. */
const ATTRIBUTE =
  /(?:^|\s)(?:#(?<id>[^\s{}"']+)|(?<name>[a-z]+)=(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\s{}"']+)))/g;

/** Options that stand behind a fence, `{.chainrule #fig:net show="graph"}`. */
export function attributesIn(info: string): readonly Attribute[] {
  const open = info.indexOf("{");
  if (open < 0) return [];
  const within = info.slice(open + 1).replace(/\}\s*$/, "");
  return [...within.matchAll(ATTRIBUTE)].flatMap(({ groups = {} }): readonly Attribute[] => {
    const { id, name, double, single, bare } = groups;
    if (id !== undefined) return [["label", id]];
    return name === undefined ? [] : [[name, double ?? single ?? bare ?? ""]];
  });
}

/**
 * Splits the lines that set options off the head of a block, which every host hands on; where behind the fence stand
 * some, those come first. `skipped` is how many lines they are; what is not known is in `unknown`.
 */
export function blockOptions(
  body: string,
  given: readonly Attribute[] = [],
): {
  readonly text: string;
  readonly skipped: number;
  readonly options: BlockOptions;
  readonly unknown: readonly string[];
} {
  const lines = body.split("\n");
  const attributes = given.filter(([name]) => OPTIONS.includes(name));
  let skipped = 0;
  for (; skipped < lines.length; skipped++) {
    const [, name = "", value = ""] = OPTION.exec(lines[skipped] ?? "") ?? [];
    if (name === "") break;
    attributes.push([name, value]);
  }
  let options = NO_OPTIONS;
  const unknown: string[] = [];
  for (const [name, value] of attributes)
    if (name === "label" || name === "caption") options = { ...options, [name]: value.trim() };
    else
      for (const word of name === "steps" ? [`steps ${value}`] : value.split(",")) {
        const wanted = word.trim().replace(/\s+/g, " ");
        if (wanted === "graph") options = { ...options, graph: true };
        else if (wanted === "no equations") options = { ...options, equations: false };
        else if (/^steps (none|chain|full)$/.test(wanted))
          options = { ...options, steps: wanted.slice(6) as BlockOptions["steps"] };
        else if (wanted !== "") unknown.push(wanted);
      }
  return { text: lines.slice(skipped).join("\n"), skipped, options, unknown };
}

/** What cannot be shown, as a remark on the block. */
export const unknownOption = (word: string, line: number): Remark => ({
  severity: "warning",
  code: "notes/option",
  message: `"${word}" cannot be shown`,
  line,
});

/** Whether the words after a fence say that it is ours: `chainrule`, `{chainrule}`, `{.chainrule #id}`. */
export const isOurs = (info: string): boolean => /^(?:chainrule\b|\{\s*\.?chainrule\b)/.test(info.trim());

/** Whether the words after a fence say that a derivation stands in it. */
export const isSteps = (info: string): boolean =>
  /^(?:chainrule|\{\s{0,9}\.?chainrule\s{0,9}\}?)\s{1,9}\.?steps\b/.test(info.trim());

/** Whether a fence holds a formula: GitHub's `math`, MyST's `{math}`. */
export const isMath = (info: string): boolean => /^(?:math|\{math\})\s*$/.test(info.trim());

/** The plain form of a question in a sentence: `chainrule ∂s/∂b`. What is no derivative is the name of a command. */
export const ASKED = /^chainrule\s+(?!\s)(?=.*(?:[∂∇]|\\(?:partial|nabla)|\bd2?\w+\/d))/s;

/** `{=chainrule}` behind code, which makes it a question. */
export const MARK = /^\{[=.]?chainrule\}/;

/** Items that a host's tree holds, in order, with what stands for each that is to be replaced. */
export interface Collected<Place> {
  readonly items: Item[];
  readonly asked: { readonly place: Place; readonly index: number }[];
  readonly derivations: (DerivationBlock & { readonly place: Place })[];
  readonly prose: Prose[];
  readonly remarks: Remark[];
  section: number;
}

export const collection = <Place>(): Collected<Place> => ({
  items: [],
  asked: [],
  derivations: [],
  prose: [],
  remarks: [],
  section: 0,
});

/** Takes in an item; of a block or a question `place` is where its answer goes. */
export function collect<Place>(into: Collected<Place>, item: Omit<Item, "section" | "options">, place: Place): void {
  if (item.kind === "ask") into.asked.push({ place, index: into.items.length });
  into.items.push({ ...item, section: into.section, options: null });
}

/** The block that stands behind the words of a fence. */
interface Fenced {
  readonly info: string;
  readonly body: string;
  /** Where the body begins; null where the host knows no lines, and items are counted. */
  readonly line: number | null;
  /** Options that the host has read behind the fence; by default those in its words. */
  readonly attributes?: readonly Attribute[];
}

/** Takes in a chainrule block, or the derivation that it says it is. */
export function collectBlock<Place>(
  into: Collected<Place>,
  { info, body, line, attributes = attributesIn(info) }: Fenced,
  place: Place,
): void {
  if (isSteps(info)) {
    into.derivations.push({ text: body, line: line ?? into.items.length + 1, place });
    return;
  }
  const { text, skipped, options, unknown } = blockOptions(body, attributes);
  const index = into.items.length;
  into.remarks.push(...unknown.map((word) => unknownOption(word, line ?? index + 1)));
  into.asked.push({ place, index });
  into.items.push({
    kind: "block",
    text,
    line: line === null ? index + 1 : line + skipped,
    section: into.section,
    options,
  });
}

/** A document of the items alone, whose lines are those of the file. */
export const documentOf = ({ items, derivations, prose, remarks }: Collected<unknown>): NotesDocument => ({
  items,
  derivations,
  prose,
  remarks,
  place: samePlace,
});
