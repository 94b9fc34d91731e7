/** Sums, families and entries of a text: rule 4.1, and the tree that follows from it. */
import type { Reporter } from "../../core/diagnostic.js";
import type { Letter, Name, Range, Statement } from "../../parse/ast.js";
import { boundReading } from "./arrays.js";
import { type Binding, binding } from "./binding.js";
import { withCounts } from "./counted.js";
import type { FamilyInfo, Indices, LabelInfo, SetInfo } from "./extents.js";
import { inFrame } from "./frames.js";
import { withNamedEntries } from "./named-entries.js";
import { rewrite } from "./rewrite.js";

export interface ReadIndices {
  /** Those that can be read, with names at places where letters are bound. */
  readonly statements: readonly Statement[];
  readonly indices: Indices;
  /** Ranges behind statements, which stand for a letter wherever no other does. */
  readonly ranges: readonly Range[];
  /** Names of statements that are left out. */
  readonly left: readonly string[];
}

/** The statements with their places read; where nothing binds a letter they are as they were. */
export function readIndices(
  given: readonly Statement[],
  said: Reporter,
  shown: ReadonlyMap<string, string> = new Map(),
): ReadIndices {
  const statements = withCounts(withNamedEntries(given, said));
  const b = binding(statements);
  if (b === null) return { statements, indices: emptyIndices(), ranges: [], left: [] };
  for (const n of b.apart) sayApart(b, n, said);
  for (const n of b.means)
    said.report("warning", "reading/picked", n.span, `${n.typed} is read as the entry at m, which nothing else says`, {
      hint: `a mean or another number has a longer label: ${n.scripts?.base}_{mean}; an entry is said by m : label(1..N)`,
    });
  sayOneRange(b, said);
  const left: string[] = [];
  const found = rewrite(b, statements, (s, { code, span, message, hint }) => {
    said.report("error", code, span, message, hint === undefined ? {} : { hint });
    if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
    else if (s.type === "declaration" || s.type === "places") left.push(...s.names.map((n) => n.name));
  });
  if (found.kronecker !== null)
    said.report(
      "note",
      "reading/delta",
      found.kronecker.span,
      `${found.kronecker.typed} is read as 1 where its letters agree, else 0`,
    );
  const families = new Map(
    [...found.families].map(([name, { arity, raised, barred, isArray }]): [string, FamilyInfo] => [
      name,
      {
        shown: shown.get(name) ?? name,
        arity,
        raised,
        barred,
        isArray,
        domain: new Array(arity).fill(null),
        letters: [],
        formals: null,
        ranges: null,
        sizedIn: null,
        shapesAt: new Map(),
        declaredAt: null,
        isDefined: false,
      },
    ]),
  );
  const labels = new Map(
    [...found.labels].map(([name, arity]): [string, LabelInfo] => [
      name,
      { arity, isDeclared: false, extent: null, domain: new Array(arity).fill(null) },
    ]),
  );
  const sets = new Map(
    [...found.sets].map(([name, arity]): [string, SetInfo] => [name, { arity, domain: new Array(arity).fill(null) }]),
  );
  return {
    statements: found.statements,
    indices: { ...emptyIndices(), families, labels, sets, apart: new Set(b.apart.map((n) => n.name)) },
    ranges: found.ranges,
    left,
  };
}

function sayApart({ occurrences }: Binding, { typed, span, scripts }: Name, said: Reporter): void {
  const [base, label = ""] = [scripts?.base, scripts?.below[0]?.text];
  const other = occurrences.find((o) => boundReading(o.name, o.frame)?.array === base);
  const [place] = other === undefined ? [] : (boundReading(other.name, other.frame)?.at ?? []);
  const letter = place?.type === "name" && other !== undefined ? inFrame(other.frame, place.name)?.letter : undefined;
  const end = letter?.range?.to?.type === "name" ? letter.range.to.name : "N";
  said.report(
    "note",
    "reading/apart",
    span,
    `${typed} is read as a name of its own, and none of the ${other?.name.typed ?? base}`,
    {
      hint: `where it is one of them, a label says so: ${label} : label(1..${end})`,
    },
  );
}

/** Letters of two kinds below one letter, b_u and b_i of users and items: they then run over the same values. */
function sayOneRange({ occurrences }: Binding, said: Reporter): void {
  const first = new Map<string, { readonly name: Name; readonly letter: Letter; readonly statement: number }>();
  for (const { name, frame, statement, inModel } of occurrences) {
    const r = inModel ? boundReading(name, frame) : null;
    const [place] = r?.at ?? [];
    if (r === null || r.at.length !== 1 || place?.type !== "name") continue;
    const letter = inFrame(frame, place.name)?.letter;
    if (letter?.of !== "binder" || letter.range?.to) continue;
    const known = first.get(r.array);
    if (known === undefined || known.statement !== statement) first.set(r.array, { name, letter, statement });
    else if (!areNeighbours(known.letter.name, letter.name) && inFrame(frame, known.letter.name) !== null) {
      const [a, b] = [known.name.typed, name.typed];
      const message = `${a} and ${b} are of one ${r.array}, so that ${known.letter.name} and ${letter.name} run over the same values`;
      said.report("warning", "index/one-family", name.span, message, {
        hint: `where they are of two families, give one of them another letter`,
      });
      return;
    }
  }
}

/** Letters that stand for places of one kind: i and j, s and t, u and v. */
const areNeighbours = (a: string, b: string): boolean =>
  a === b ||
  [/^[i-n]$/, /^[pqr]$/, /^[st]$/, /^[uvw]$/, /^[a-d]$/, /^[xyz]$/].some((kind) => kind.test(a) && kind.test(b));

/** The same for another elaboration, which finds out its own ranges. */
export function copyOf({ families, labels, sets, apart }: Indices): Indices {
  const copied = <T extends object>(table: ReadonlyMap<string, T>): Map<string, T> =>
    new Map([...table].map(([name, info]) => [name, { ...info }]));
  return {
    ...emptyIndices(),
    families: new Map([...copied(families)].map(([name, f]) => [name, { ...f, shapesAt: new Map() }])),
    labels: copied(labels),
    sets: copied(sets),
    apart,
  };
}

/** Of a text without letters; made anew, for the state of an elaboration grows. */
export const emptyIndices = (): Indices => ({
  extents: new Map(),
  families: new Map(),
  labels: new Map(),
  sets: new Map(),
  shifts: new Map(),
  bases: new Map(),
  apart: new Set(),
  unread: new Set(),
});
