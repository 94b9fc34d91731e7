/**
 * Rows and columns by the words of a text: "where w_jᵀ is the j-th row of W" says that w_j is Wᵀ e_j, without which W would
 * move and w_j would not.
 */
import { callAt, type Expression, type Name, nameAt, nodesOf, type Range, type Statement } from "../../parse/ast.js";

interface StatedRow {
  /** As typed, without spaces and braces. */
  readonly part: string;
  readonly letter: string;
  readonly line: "row" | "column";
  readonly whole: string;
  readonly words: string;
}

const LETTERS = String.raw`\\?[A-Za-z]+(?:\s?\{[A-Za-z]{1,12}\})?`;
const OPEN = String.raw`(?:\$|\\\()?\s*`;
const CLOSE = String.raw`\s*(?:\$|\\\))?`;
const TRANSPOSED = String.raw`(?:\s*\^\s*\{?(?:\\top|\\intercal|\\mathsf\s?\{?T\}?|T)\}?)?`;
const STATED = new RegExp(
  `${OPEN}(?<part>${LETTERS}_\\{?(?<letter>[a-z])\\}?)${TRANSPOSED}${CLOSE}\\s+(?:is|are|be|being|denotes?)\\s+the\\s+` +
    `(?:${OPEN}(?<again>[a-z])(?:\\s*\\^\\s*\\{?(?:\\\\(?:text|mathrm|rm)\\s?\\{?)?th\\}*)?${CLOSE}[- ]?(?:th\\s+|st\\s+)?\\s*)?` +
    `(?<line>row|column)s?\\s+of\\s+(?:the\\s+matrix\\s+)?${OPEN}(?<whole>${LETTERS})${CLOSE}(?![\\w^_])`,
  "g",
);

/** What the words of a text say of rows and columns. */
function statedRows(text: string): readonly StatedRow[] {
  if (!/(?:row|column)s? of/.test(text)) return [];
  return [...text.matchAll(STATED)].flatMap((m) => {
    const { part = "", letter = "", again, line, whole = "" } = m.groups ?? {};
    if (again !== undefined && again !== letter) return [];
    return [{ part: bare(part), letter, line: line === "row" ? "row" : "column", whole: bare(whole), words: m[0] }];
  });
}

/** A row of words for each of them in one of several texts. */
export const wordsOfRows = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((t) => statedRows(t.replace(/\s+/g, " ")).map(({ words }) => `where ${words.trim()}`));

const bare = (text: string): string => text.replace(/[\s{}]/g, "");

/** The statements with a definition of each such row or column that nothing defines, where it is known how many there are. */
export function withStatedRows(statements: readonly Statement[], source: string): readonly Statement[] {
  const stated = statedRows(source);
  if (stated.length === 0) return statements;
  const all = statements.flatMap(nodesOf);
  const names = all.filter((e): e is Name => e.type === "name");
  const ranges = [
    ...statements.flatMap((s) => s.ranges ?? []),
    ...all.flatMap((e) => (e.type === "reduction" ? e.ranges : [])),
  ];
  const made = stated.flatMap((row) => {
    const part = names.find((n) => bare(n.typed) === row.part);
    const whole = names.find((n) => bare(n.typed) === row.whole);
    const last = lastOf(row.letter, ranges);
    const isDefined = statements.some((s) => s.type === "definition" && bare(s.name.typed) === row.part);
    return part === undefined || whole === undefined || last === null || isDefined
      ? []
      : [definitionOf(part, whole, row, last)];
  });
  return made.length === 0 ? statements : [...statements, ...made];
}

/** Where a letter that counts from 1 ends, if it ends at one name or number wherever it is bound. */
function lastOf(letter: string, ranges: readonly Range[]): Expression | null {
  const own = ranges.filter((r) => r.letters.some((n) => n.name === letter) && r.to !== null);
  const [first] = own;
  const keyOf = (e: Expression | null): string => (e?.type === "name" ? e.name : e?.type === "number" ? e.value : "");
  if (first === undefined || first.to === null || keyOf(first.to) === "") return null;
  return own.every((r) => keyOf(r.from) === "1" && keyOf(r.to) === keyOf(first.to)) ? first.to : null;
}

/** w_j = Wᵀ unit(j, n) of a row, W unit(j, n) of a column. */
function definitionOf(part: Name, whole: Name, { letter, line }: StatedRow, last: Expression): Statement {
  const { span } = part;
  const X: Name = { ...whole, span };
  const unit = callAt("unit", [nameAt(letter, span), last], span);
  const first: Expression =
    line === "column" ? X : { type: "postfix", operand: X, operators: [{ type: "transpose", span }], span };
  const value: Expression = {
    type: "product",
    first,
    rest: [{ operator: "juxtaposition", operand: unit, span }],
    span,
  };
  return { type: "definition", name: part, value, span };
}
