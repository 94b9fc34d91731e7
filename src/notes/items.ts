/** The statements of a document in order, and which of them say what its names stand for. */
import { withBackwardNames } from "./backward.js";
import type { Item, NotesDocument, Remark } from "./document.js";
import { layerLetters, withLayers } from "./layers.js";
import { expandMacros, type Macros } from "./macros.js";
import { withNamedDerivatives } from "./named-derivatives.js";
import { type Scope, scope } from "./scope.js";
import {
  isPointOf,
  noteApplied,
  noteMoving,
  noteSignatures,
  respelled,
  type Signatures,
  withoutBars,
} from "./spelling.js";
import { withSquares } from "./squares.js";
import {
  blockStatements,
  type Cut,
  formulaStatements,
  headsOf,
  isDeclaration,
  namesIn,
  type Reading,
  type Statements,
} from "./statements.js";
import { tidied } from "./tidy.js";
import { leftOf } from "./unknown.js";
import { unveiled } from "./unveiled.js";
import { withWrittenOut } from "./written-out.js";

/** A formula longer than this is not read: nobody checks it by eye either. */
const MAX_FORMULA = 50_000;

export interface ReadItem {
  readonly item: Item;
  readonly statements: Statements;
  readonly formula: string | null;
  /** Names that it defines in what could not be read. */
  readonly broken: readonly string[];
  /** Functions as they are defined last by its end. */
  readonly signatures: Signatures;
}

const NOTHING: Statements = { cuts: [], unread: [] };

export interface ReadItems {
  readonly items: readonly ReadItem[];
  readonly remarks: Remark[];
  /** Those that the document ends with. */
  readonly macros: Macros;
  /** Reads a part of a formula, macros written out, as the whole is read. */
  readonly readAlone: (formula: string, signatures: Signatures) => Statements;
}

/** Reads each item, macros written out; never throws. */
export function readItems(document: NotesDocument, reading: Reading = {}): ReadItems {
  let macros: Macros = new Map();
  for (const text of document.macros ?? []) macros = expandMacros(text, macros).macros;
  const remarks: Remark[] = [];
  const expanded = document.items.map((item): string | null => {
    if (item.text.length > MAX_FORMULA) {
      const message = `this formula is longer than ${MAX_FORMULA} characters and is not read`;
      remarks.push({ severity: "warning", code: "notes/long", message, line: item.line });
      return null;
    }
    const expansion = expandMacros(item.text, macros);
    macros = expansion.macros;
    for (const why of expansion.refused)
      remarks.push({ severity: "warning", code: "notes/macro", message: `macro refused: ${why}`, line: item.line });
    return expansion.text;
  });
  const backward = withBackwardNames(
    expanded,
    (document.prose ?? []).map((p) => p.text),
  );
  const formulas = reading.entries === true ? withSquares(withWrittenOut(backward)) : backward;
  const letters = layerLetters(formulas.flatMap((f) => f ?? []));
  const signaturesAt = signaturesOf(
    formulas,
    document.items.map((i) => i.section),
    reading,
  );
  const readAlone = (formula: string, signatures: Signatures): Statements =>
    formulaStatements(withoutBars(respelled(tidied(withLayers(formula, letters)), signatures), signatures), reading);
  const items = document.items.map((item, k): ReadItem => {
    const formula = formulas[k] ?? null;
    const signatures = signaturesAt[k] ?? NO_SIGNATURES;
    if (formula === null || formula.trim() === "")
      return { item, statements: NOTHING, formula, broken: [], signatures };
    const statements =
      item.kind === "block" || item.kind === "ask" ? blockStatements(formula, reading) : readAlone(formula, signatures);
    return { item, statements, formula, broken: brokenIn(formula, statements), signatures };
  });
  return { items: withNamedDerivatives(items), remarks, macros, readAlone };
}

const NO_SIGNATURES: Signatures = new Map();

/** For each formula the functions that are defined by its end, and those that are defined only further down. */
function signaturesOf(
  formulas: readonly (string | null)[],
  sections: readonly number[],
  { entries }: Reading,
): readonly Signatures[] {
  const running = new Map<string, readonly string[]>();
  const noted = (text: string | null): Signatures => {
    if (text !== null) noteSignatures(text, running);
    return new Map(running);
  };
  for (const text of formulas) noted(text);
  if (entries === true)
    noteApplied(
      formulas.filter((f) => f !== null),
      running,
    );
  const moving = new Map<number, Map<string, readonly string[]>>();
  formulas.forEach((text, k) => {
    const own = moving.get(sections[k] as number) ?? new Map<string, readonly string[]>();
    moving.set(sections[k] as number, own);
    if (text !== null) noteMoving(text, own);
  });
  return formulas.map((text, k) => new Map([...noted(text), ...(moving.get(sections[k] as number) ?? [])]));
}

/** A left side longer than this is no name. */
const LONGEST_HEAD = 40;

/** The names that a formula defines where it could not be read, or is a sketch with dots: of what rests on them nothing is known. */
function brokenIn(formula: string, { cuts, unread }: Statements): readonly string[] {
  if (unread.length === 0 && !cuts.some((c) => c.statement.type === "scheme")) return [];
  const read = new Set(cuts.flatMap((c) => headsOf(c.statement)));
  const lefts = formula.split(/\\\\|[,;]\s|\\q?quad(?![a-zA-Z])/).flatMap((piece) => {
    const left =
      piece
        .split(/:?=/, 2)[0]
        ?.replace(/\\begin\{[a-z*]+\}|&/g, "")
        .trim() ?? "";
    // Within braces an equation is of a script, `|_{u=1, v=2}`.
    if (piece.split("{").length !== piece.split("}").length) return [];
    return piece.includes("=") && left.length <= LONGEST_HEAD && /^[\\A-Za-z\u0391-\u03c9][^+*/=|-]*$/.test(left)
      ? [left]
      : [];
  });
  return lefts
    .flatMap((left) => formulaStatements(`${left} = 1`).cuts.flatMap((c) => headsOf(c.statement)))
    .filter((n) => !read.has(n));
}

/** A statement, and what became of it. */
export interface Taken {
  readonly cut: Cut;
  readonly item: Item;
  readonly index: number;
  readonly line: number;
  readonly became: "scheme" | "query" | "claim" | "declared" | "size" | "update" | "new" | "repeat" | "conflict";
}

/**
 * Takes in all definitions, so that a claim may look ahead within its section; `times` are those at which each item
 * ends, `stated` those at which each claim is made.
 */
export function takenIn(items: readonly ReadItem[]): {
  readonly known: Scope;
  readonly times: readonly number[];
  readonly stated: ReadonlyMap<Cut, number>;
  readonly taken: readonly Taken[];
} {
  const known = scope();
  const stated = new Map<Cut, number>();
  const parametersOf = new Map<string, readonly string[]>();
  // `with n = m` speaks of sizes and defines no name of the model.
  const sizes = new Set(items.flatMap((i) => i.statements.cuts.flatMap(sizesIn)));
  const take = (cut: Cut, line: number, { section }: Item): Taken["became"] => {
    const { type } = cut.statement;
    if (type === "scheme" || type === "query") return type;
    if (isDeclaration(cut.statement) || type === "range") {
      known.take(cut, line, section);
      return "declared";
    }
    if (type === "definition" || type === "functionDefinition") {
      if (isAboutSizes(cut, sizes)) return "size";
      if (isValueAtPoint(cut, parametersOf)) return "repeat";
      if (type === "functionDefinition")
        parametersOf.set(
          cut.statement.name.name,
          cut.statement.parameters.map((p) => p.typed),
        );
      return isUpdate(cut) ? "update" : known.take(cut, line, section);
    }
    for (const named of namedByClaim(cut, known.isKnown))
      if (!known.isKnown(named.name)) known.take(named.cut, line, section);
    known.claim(leftOf(cut), cut.key);
    stated.set(cut, known.now());
    return "claim";
  };
  const times: number[] = [];
  const taken: Taken[] = [];
  for (const [index, { item, statements }] of items.entries()) {
    for (const cut of statements.cuts) {
      const line = item.line + cut.below;
      taken.push({ cut, item, index, line, became: take(cut, line, item) });
    }
    times.push(known.now());
  }
  // What only a claim unveils comes last: where its section defines the name, that is what it is.
  for (const { cut, item, line } of taken)
    for (const found of unveiled(known, cut, item.section)) known.take(found, line, item.section);
  return { known, times, stated, taken };
}

/** `f(x_0) = …` after `f(x) = …`. */
const isValueAtPoint = ({ statement: s }: Cut, known: ReadonlyMap<string, readonly string[]>): boolean => {
  const own = s.type === "functionDefinition" ? known.get(s.name.name) : undefined;
  return (
    s.type === "functionDefinition" && own !== undefined && s.parameters.every((p, k) => isPointOf(p.typed, own[k]))
  );
};

/** `θ = θ − α g`: what notes write for a step of a method. */
const isUpdate = ({ statement }: Cut): boolean => {
  if (statement.type !== "definition") return false;
  for (const n of namesIn(statement.value)) if (n === statement.name.name) return true;
  return false;
};

/** `m = 5 d`, `n = m`: nothing but sizes and numbers on both sides. */
function isAboutSizes({ statement }: Cut, sizes: ReadonlySet<string>): boolean {
  if (statement.type !== "definition" || !sizes.has(statement.name.name)) return false;
  for (const n of namesIn(statement.value)) if (!sizes.has(n)) return false;
  return true;
}

const sizesIn = ({ statement }: Cut): readonly string[] =>
  statement.type === "declaration" ? statement.kind.sizes.flatMap((e) => [...namesIn(e)]) : [];

/** `∂s/∂z = δ`: a side that is one name, unknown until then, names the derivative for what follows. */
function namedByClaim(
  cut: Cut,
  isKnown: (name: string) => boolean,
): readonly { readonly name: string; readonly cut: Cut }[] {
  const { statement } = cut;
  if (statement.type !== "claim" || statement.value.type !== "derivative") return [];
  const left = /^[^=]*/.exec(cut.text.replace("$$\\begin{aligned} ", ""))?.[0].replace(/&\s*$/, "").trim() ?? "";
  return statement.sides.flatMap((side) => {
    if (side.type !== "name" || [...namesIn(statement.value)].includes(side.name)) return [];
    // An entry of what is known names nothing new.
    if (side.scripts !== undefined && isKnown(side.scripts.base)) return [];
    const text = `$$\\begin{aligned} ${side.typed} = ${left}\n\\end{aligned}$$`;
    const [named] = blockStatements(text).cuts;
    return named?.statement.type === "definition" ? [{ name: side.name, cut: named }] : [];
  });
}
