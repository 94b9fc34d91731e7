/** `w_ij` beside a matrix W: its entries, as mathematics names them, for a matrix has no other letter for these. */
import type { Reporter } from "../../core/diagnostic.js";
import { type Expression, type Name, nodesOf, rebuiltBy, type Statement } from "../../parse/ast.js";
import { placesIn } from "../../parse/index/places.js";
import { reread } from "../primes.js";
import { sizesOf } from "./binding.js";
import { namesOf } from "./readings.js";

/** How a letter stands in a text. */
interface Standing {
  /** Without scripts, as a value. */
  readonly whole: Name[];
  /** With two places below, `w_ij`, `w_{1,2}`. */
  readonly entries: Name[];
  /** The same in questions and claims. */
  readonly asked: Name[];
  other: boolean;
  isDeclared: boolean;
  /** By itself, or entry by entry. */
  isDefined: boolean;
  isEntryDefined: boolean;
}

/** The statements with the entries of each matrix by its own letter; what was read so is noted. */
export function withNamedEntries(statements: readonly Statement[], said: Reporter): readonly Statement[] {
  const known = standings(statements);
  const sizes = sizesOf(statements);
  const to = new Map<string, string>();
  for (const [letter, small] of known) {
    const capital = letter.toUpperCase();
    const large = known.get(capital);
    if (capital === letter || large === undefined || sizes.has(capital) || !isMatrix(large)) continue;
    const [first] = small.entries;
    if (first === undefined || small.other || small.isDeclared || small.whole.length > 0) continue;
    // Beside W_ij of the model w_ij is something else.
    if (large.entries.length > 0 || (large.isDefined && small.isEntryDefined)) continue;
    to.set(letter, capital);
    said.report("note", "reading/entries", first.span, `${first.typed} is read as an entry of ${capital}`);
  }
  return to.size === 0 ? statements : statements.map((s) => renamed(s, (n) => to.get(n.scripts?.base ?? "")));
}

/** A capital that nothing defines is a matrix; one that is defined is, where it is set or used as one. */
const isMatrix = ({ whole, isDefined, isDeclared }: Standing): boolean =>
  isDeclared || (whole.length > 0 && (!isDefined || whole.some((n) => n.face === "bold")));

function standings(statements: readonly Statement[]): ReadonlyMap<string, Standing> {
  const known = new Map<string, Standing>();
  const of = (letter: string): Standing => {
    const own = known.get(letter) ?? {
      whole: [],
      entries: [],
      asked: [],
      other: false,
      isDeclared: false,
      isDefined: false,
      isEntryDefined: false,
    };
    known.set(letter, own);
    return own;
  };
  const meet = (n: Name, isValue: boolean, isOfModel = true): void => {
    const own = of(n.scripts?.base ?? n.name);
    if (!isValue || (n.scripts !== undefined && !isEntry(n))) own.other = true;
    else if (n.scripts === undefined) own.whole.push(n);
    else (isOfModel ? own.entries : own.asked).push(n);
  };
  for (const s of statements) {
    if (s.type === "declaration" || s.type === "places")
      for (const n of s.names) {
        if (n.scripts !== undefined) meet(n, false);
        of(n.scripts?.base ?? n.name).isDeclared = true;
      }
    if (s.type === "definition" || s.type === "functionDefinition") {
      meet(s.name, s.type === "definition");
      const own = of(s.name.scripts?.base ?? s.name.name);
      if (s.name.scripts === undefined) own.isDefined = true;
      else own.isEntryDefined ||= isEntry(s.name);
    }
    for (const e of nodesOf(s)) {
      if (e.type === "name") meet(e, true, s.type !== "query" && s.type !== "claim");
      if (e.type === "call") meet(e.callee, false);
    }
  }
  return known;
}

/** Two letters or numbers below, and nothing above. */
function isEntry({ scripts }: Name): boolean {
  if (scripts === undefined || scripts.above.length > 0 || scripts.below.length !== 1) return false;
  const [script] = scripts.below;
  return (
    script !== undefined &&
    placesIn(script).some(
      (r) => r.length === 2 && r.every((p) => p.type === "number" || p.type === "name") && namesOf(r).every(isLetter),
    )
  );
}

const isLetter = (n: Name): boolean => /^[a-z]$/.test(n.name);

/** A statement with other letters for the bases of names with scripts. */
export function renamed(s: Statement, baseOf: (n: Name) => string | undefined): Statement {
  const name = (n: Name): Name => {
    const base = n.scripts === undefined ? undefined : baseOf(n);
    if (n.scripts === undefined || base === undefined) return n;
    return { ...n, name: `${base}${n.name.slice(n.scripts.base.length)}`, scripts: { ...n.scripts, base } };
  };
  const read = (e: Expression): Expression => {
    if (e.type === "name") return name(e);
    return e.type === "derivative" ? { ...e, variables: e.variables.map(name) } : e;
  };
  const made = reread(s, (root) => rebuiltBy(root, read));
  switch (made.type) {
    case "definition":
    case "functionDefinition":
      return { ...made, name: name(made.name) };
    case "declaration":
    case "places":
      return { ...made, names: made.names.map(name) };
    default:
      return made;
  }
}
