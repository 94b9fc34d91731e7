/**
 * The models that a document states, each as a text of the language: definitions, facts that its words say, questions
 * and claims. There is one, unless a name is defined anew and both meanings are asked of.
 */
import { lineStarts } from "../core/diagnostic.js";
import { wordsOfRows } from "../elaborate/index/stated-rows.js";
import { wordsOfGammas } from "../elaborate/multivariate-gamma.js";
import { signRows } from "../elaborate/signs.js";
import { type Expression, postorder, type Statement } from "../parse/ast.js";
import { regionsOf } from "../parse/lex/regions.js";
import type { Item, NotesDocument } from "./document.js";
import { factLines, statedFacts } from "./facts.js";
import { type ReadItem, readItems, type Taken, takenIn } from "./items.js";
import type { Range, Ranges } from "./ranges.js";
import type { Behind } from "./scope.js";
import { CLOSING, type Cut, headsOf, isDeclaration, OPENING } from "./statements.js";

export interface DocumentModel {
  readonly source: string;
  /** Where a range of the source stands in the file. */
  readonly place: (range: Range) => Range;
}

/** What a document states; `unlinked` are claims about what it does not define. */
export interface DocumentModels {
  readonly models: readonly DocumentModel[];
  readonly unlinked: readonly { readonly range: Range; readonly name: string }[];
}

interface Placed {
  readonly cut: Pick<Cut, "text" | "mentions">;
  readonly line: number;
  readonly time: number;
}

/** A statement that could not be read by itself, and the names that it would define. */
interface Lost {
  readonly placed: { readonly text: string; readonly line: number };
  readonly heads: readonly string[];
  readonly item: Item;
}

/** Definitions that go together, and what is asked of them. */
interface Group {
  readonly chosen: Map<string, Placed>;
  /** The definition, and the declaration, that a name has here. */
  readonly heads: Map<string, string>;
  readonly asked: Placed[];
  section: number;
}

/** Whether anything in a document is marked as mathematics or as ours; a text without is no document. */
export const holdsMathematics = ({ items }: NotesDocument): boolean =>
  items.some((i) => i.unmarked !== true && !/^\s*\\(?:(?:re|provide)?newcommand|def|DeclareMathOperator)/.test(i.text));

/** The models of a document; with `isAsked` false its definitions alone, for questions that come from elsewhere. */
export function modelsIn(document: NotesDocument, ranges: Ranges, isAsked: boolean): DocumentModels {
  const { items, macros } = readItems(document, { entries: true });
  const { known, times, taken } = takenIn(items);
  const facts = statedFacts(document, macros);
  const unlinked: { range: Range; name: string }[] = [];
  const unread = items.flatMap(lostIn).filter(isAmongWords(document) ? isMeant : () => true);
  const lost = new Set(unread.flatMap((u) => u.heads));
  const groups: Group[] = [];
  const into = (behind: Behind): Group => {
    const last = groups[groups.length - 1];
    if (last !== undefined && fits(last, behind)) return last;
    const group: Group = { chosen: new Map(), heads: new Map(), asked: [], section: 0 };
    groups.push(group);
    return group;
  };
  for (const t of isAsked ? taken : []) {
    if (t.became !== "query" && t.became !== "claim") continue;
    const view = { time: times[t.index] ?? 0, section: t.item.section, declarations: true, only: false };
    const behind = known.behind(t.cut.mentions, view);
    const name = missingIn(t, behind);
    if (name !== null && !lost.has(name)) {
      const { line } = document.place(t.line);
      if (t.became === "claim") unlinked.push({ range: ranges(line, sliceOf(t.cut)), name });
      continue;
    }
    const group = into(behind);
    take(group, behind);
    group.asked.push({ cut: t.cut, line: t.line, time: Number.POSITIVE_INFINITY });
    group.section = t.item.section;
  }
  if (groups.length === 0) {
    const heads = taken.flatMap(({ cut, became }) => (DEFINED.has(became) ? headsOf(cut.statement) : []));
    const view = { time: known.now(), section: -1, declarations: true, only: false };
    const behind = known.behind(heads, view);
    take(into(behind), behind);
  }
  const circular = taken.filter(isCircular);
  for (const group of groups) for (const t of circular) takeCircular(group, t);
  const defined = taken.filter((t) => DEFINED.has(t.became)).flatMap(({ cut }) => headsOf(cut.statement));
  for (const u of unread) {
    if (u.heads.length > 0 && u.heads.every((h) => defined.includes(h))) continue;
    const view = { time: Number.POSITIVE_INFINITY, section: u.item.section, declarations: true, only: false };
    const used = defined.filter((h) => u.placed.text.includes(h.split("_", 1)[0] ?? h));
    takeLost(groups, u, known.behind(used, view), isAmongWords(document));
  }
  const words = wordsOf(document);
  return { models: groups.map((g) => modelOf(g, facts, words, document, ranges)), unlinked };
}

/** Whether words stand between the formulas of a document: among them an equation may also remark on something. */
const isAmongWords = ({ prose, items }: NotesDocument): boolean =>
  prose === undefined ||
  items.some((i) => i.unmarked === true || isOnPurpose(i)) ||
  prose.some(({ text }) =>
    regionsOf(text).regions.some((r) => !r.latex && /[\p{L}#]/u.test(text.slice(r.start, r.end))),
  );

/** Whether a formula among words says what one name is, or begins with a derivative in a display. */
const isMeant = ({ heads, item, placed }: Lost): boolean =>
  (new Set(heads).size === 1 && !/^[^=]{1,90}['′]\s{0,9}\(/.test(placed.text)) ||
  (item.kind === "display" && DERIVATIVE.test(placed.text.slice(leadOf(placed.text))));
const DERIVATIVE =
  /^\s{0,9}(?:\\left\s{0,9}\.)?\s{0,9}(?:\\[dt]?frac\s{0,9}\{\s{0,9}(?:\\partial|d(?![a-zA-Z]{2})|∂)|\\nabla|\\partial|\\p?dv(?![a-zA-Z])|[∂∇])/;

/** What an item states that could not be read by itself. */
function lostIn({ item, statements: { unread } }: ReadItem): readonly Lost[] {
  const seen = new Set<string>();
  return unread.flatMap(({ isStatement, isPrimed, text, below, heads }) => {
    const isStated = isStatement || (isPrimed === true && item.kind === "display");
    if (!isStated || text === null || item.unmarked === true || seen.has(text)) return [];
    seen.add(text);
    return [{ placed: { text, line: item.line + below }, heads, item }];
  });
}

/** Puts what could not be read where its names are needed, with what it needs itself: there it is read, or a fault. */
function takeLost(groups: readonly Group[], { placed, heads }: Lost, behind: Behind, isAmongWords: boolean): void {
  const needing = groups.filter((g) =>
    [...g.chosen.values(), ...g.asked].some(({ cut }) => heads.some((h) => cut.mentions.has(h))),
  );
  const isNeeded = isAmongWords && heads.length > 0;
  for (const group of needing.length > 0 || isNeeded ? needing : groups.slice(0, 1)) {
    if (fits(group, behind)) take(group, behind);
    const cut = { text: placed.text, mentions: new Set(heads) };
    group.chosen.set(`? ${placed.line} ${placed.text}`, { cut, line: placed.line, time: Number.MAX_VALUE });
  }
}

/**
 * `P = Q + A^T P A`, which defines P by itself; `θ = θ - α g` with the name as a term is a step of a method, and says
 * nothing of what θ is.
 */
function isCircular({ became, cut: { statement } }: Taken): boolean {
  if (became !== "update" || statement.type !== "definition") return false;
  const { name, value } = statement;
  return value.type !== "sum" || !value.terms.some(({ term }) => term.type === "name" && term.name === name.name);
}

/** Takes in a definition by itself of what a group needs and has no other of: left out, its name would be taken for data. */
function takeCircular(group: Group, { cut, line }: Taken): void {
  const names = headsOf(cut.statement);
  const isNeeded = [...group.chosen.values(), ...group.asked].some((p) => names.some((n) => p.cut.mentions.has(n)));
  if (!isNeeded || names.some((n) => group.heads.has(`=${n}`))) return;
  group.chosen.set(cut.key, { cut, line, time: 0 });
  for (const n of names) group.heads.set(headKey(cut.statement, n), cut.key);
}

const DEFINED: ReadonlySet<Taken["became"]> = new Set(["new", "repeat", "conflict"]);

/** What the words of a document say of its formulas, as the comments that say it in a text of equations. */
function wordsOf({ prose = [] }: NotesDocument): readonly string[] {
  const texts = prose.map((p) => p.text);
  return [...signRows(texts), ...wordsOfRows(texts), ...wordsOfGammas(texts)].map((words) => `# ${words}`);
}

/** What a head is to a group: a name may be declared and defined. */
const headKey = (statement: Statement, name: string): string => `${isDeclaration(statement) ? ":" : "="}${name}`;

const fits = (group: Group, { cuts }: Behind): boolean =>
  cuts.every(({ statement, key }) =>
    headsOf(statement).every((h) => (group.heads.get(headKey(statement, h)) ?? key) === key),
  );

function take(group: Group, { cuts, places }: Behind): void {
  cuts.forEach((cut, k) => {
    const { line, time } = places[k] as Behind["places"][number];
    group.chosen.set(cut.key, { cut, line, time });
    for (const h of headsOf(cut.statement)) group.heads.set(headKey(cut.statement, h), cut.key);
  });
}

/** The name that a question is about and that nothing defines; null where there is none, and of a block that asks on purpose. */
function missingIn({ cut: { statement }, item }: Taken, { heads }: Behind): string | null {
  if (isOnPurpose(item) || (statement.type !== "query" && statement.type !== "claim")) return null;
  for (const e of postorder(statement.value))
    if (e.type === "derivative") {
      const of: Expression = e.of.type === "group" ? e.of.operand : e.of;
      const name = of.type === "name" ? of.name : of.type === "call" ? of.callee.name : null;
      const isMember = of.type === "name" && of.scripts !== undefined && heads.has(`~${of.scripts.base}`);
      if (name !== null && of.type === "name" && !isMember && !heads.has(name)) return name;
    }
  return null;
}

const isOnPurpose = (item: Item): boolean => item.kind === "block" || item.kind === "ask";

/** A statement as typed, without what was put around it. */
const sliceOf = ({ text }: Pick<Cut, "text">): string => text.slice(leadOf(text), text.length - tailOf(text));
const leadOf = (text: string): number => (text.startsWith(OPENING) ? OPENING.length : 0);
const tailOf = (text: string): number => (text.startsWith(OPENING) && text.endsWith(CLOSING) ? CLOSING.length : 0);

function modelOf(
  group: Group,
  facts: ReturnType<typeof statedFacts>,
  words: readonly string[],
  document: NotesDocument,
  ranges: Ranges,
): DocumentModel {
  const stated = [...group.chosen.values()].sort((a, b) => a.time - b.time);
  const all = [...stated, ...group.asked];
  const names = new Set(all.flatMap(({ cut }) => [...cut.mentions]));
  const isTaken = (name: string): boolean => group.heads.has(`=${name}`) || group.heads.has(`:${name}`);
  const said = factLines(facts, names, isTaken, group.section);
  const pieces = [
    ...[...words, ...said].map((text) => ({ text, placed: null })),
    ...all.map((placed) => ({ text: placed.cut.text, placed })),
  ];
  const source = pieces.map((p) => p.text).join("\n");
  const starts = lineStarts(source);
  const ends: number[] = [];
  for (const { text } of pieces) ends.push((ends[ends.length - 1] ?? -1) + 1 + text.length);
  const offsetOf = (line: number, column: number): number => (starts[line - 1] ?? 0) + column - 1;
  const place = ({ line, column, endLine, endColumn }: Range): Range => {
    const [from, to] = [offsetOf(line, column), offsetOf(endLine, endColumn)];
    const k = ends.findIndex((end) => from <= end);
    const { text, placed } = pieces[k] ?? { text: "", placed: null };
    if (placed === null) return { line: 1, column: 1, endLine: 1, endColumn: 1 };
    const start = (ends[k] as number) - text.length + leadOf(text);
    return ranges(
      document.place(placed.line).line,
      sliceOf(placed.cut),
      Math.max(0, from - start),
      Math.max(0, to - start),
    );
  };
  return { source, place };
}
