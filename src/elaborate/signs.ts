/**
 * Signs of products whose meaning the words of a text state: "where ⊗ is the componentwise product", "the Khatri–Rao
 * product ⊙". Without such words each sign has the meaning that it has in most books.
 */
import { type Elementwise, type Expression, operands, rebuiltBy, type Span, type Statement } from "../parse/ast.js";
import { reread } from "./primes.js";

type Meaning = "entries" | "columns" | "outer";

const SIGNS = String.raw`\\odot|\\otimes|\u2299|\u2297`;
const WORDS = {
  entries: "(?:component|element|entry|point|coordinate)[- ]?wise|Hadamard|Schur",
  columns: String.raw`Khatri\W{1,3}Rao`,
  outer: String.raw`(?:vector\s+)?outer`,
} as const satisfies Record<Meaning, string>;
const MEANINGS = Object.keys(WORDS) as readonly Meaning[];

/** Between a sign and its meaning: the end of a formula, a verb and an article. */
const SAYS = String.raw`\s*(?:\$|\\\))?\s*,?\s+(?:is|denotes?|means|represents?|stands for|indicates?|for)\s+(?:the\s+|an?\s+)?(?:standard\s+|usual\s+)?`;
const PRODUCT = String.raw`\s+(?:product|multiplication)`;

const SAID: readonly (readonly [Meaning, RegExp])[] = MEANINGS.flatMap((meaning) => [
  [meaning, new RegExp(`(${SIGNS})${SAYS}(?:${WORDS[meaning]})${PRODUCT}`, "iu")] as const,
  [
    meaning,
    new RegExp(`(?:${WORDS[meaning]})${PRODUCT}\\s+\\(?(?:\\$|\\\\\\()?\\s*(${SIGNS})\\s*(?:\\$|\\\\\\))`, "iu"),
  ] as const,
]);

const isRound = (sign: string): boolean => /odot|⊙/.test(sign);

/** What the words of a text say of ⊙ and ⊗, where they say one thing. */
export function statedSigns(source: string): { readonly odot: Meaning | null; readonly otimes: Meaning | null } {
  if (!/\\odot|\\otimes|⊙|⊗/.test(source)) return { odot: null, otimes: null };
  const said = SAID.flatMap(([meaning, words]) => {
    const sign = words.exec(source)?.[1];
    return sign === undefined ? [] : [{ meaning, isRound: isRound(sign) }];
  });
  const only = (round: boolean): Meaning | null => {
    const all = new Set(said.filter((s) => s.isRound === round).map((s) => s.meaning));
    const [first] = all;
    return all.size === 1 && first !== undefined ? first : null;
  };
  return { odot: only(true), otimes: only(false) };
}

/** `\\mathbf{X}_{(1)}`, an unfolding: texts on tensors have ⊙ for the product of Khatri and Rao. */
export const hasUnfoldings = (source: string): boolean => /[A-Z]\}?_\{?\(\d\)/.test(source);

/** Whether ⊙ stands in a text, or would stand, for another product than that entry by entry. */
export function isRoundTaken(source: string): boolean {
  const { odot } = statedSigns(source);
  return odot === null ? hasUnfoldings(source) : odot !== "entries";
}

/** A row of words for each sign whose meaning is said in one of several texts. */
export function signRows(texts: readonly string[]): readonly string[] {
  const { odot, otimes } = statedSigns(texts.filter((t) => /odot|otimes|⊙|⊗/.test(t)).join("\n\n"));
  const row = (sign: string, meaning: Meaning | null): readonly string[] =>
    meaning === null ? [] : [`where $${sign}$ is the ${NAMES[meaning]} product`];
  return [...row("\\odot", odot), ...row("\\otimes", otimes)];
}

const NAMES = { entries: "Hadamard", columns: "Khatri-Rao", outer: "outer" } as const satisfies Record<Meaning, string>;

/** The statements with each sign of a product as what the text says that it is. */
export function readSigns(statements: readonly Statement[], source: string): readonly Statement[] {
  const said = statedSigns(source);
  if (said.odot === null && said.otimes === null) return statements;
  const meaningOf = ({ start, end }: Span): Meaning | null => {
    const sign = /\\odot|\\otimes|⊙|⊗/.exec(source.slice(start, end))?.[0];
    return sign === undefined ? null : isRound(sign) ? said.odot : said.otimes;
  };
  return statements.map((s) =>
    reread(s, (root) => rebuiltBy(root, (e) => (e.type === "elementwise" ? meant(e, meaningOf) : e))),
  );
}

/** The products from left to right, a name for those that no operator of the tree says. */
function meant(e: Elementwise, meaningOf: (sign: Span) => Meaning | null): Expression {
  const meanings = e.rest.map((r) => meaningOf(r.span));
  if (meanings.every((m) => m === null)) return e;
  let value: Expression = e.first;
  e.rest.forEach((r, i) => {
    const span = { start: e.first.span.start, end: r.operand.span.end };
    const meaning = meanings[i] ?? null;
    if (meaning === "columns") value = columnwise(value, r.operand, r.span, span);
    else if (meaning === "outer") value = outer(value, r.operand, span);
    else {
      const link = meaning === "entries" ? { ...r, operator: "hadamard" as const } : r;
      value =
        value.type === "elementwise" && value !== e.first
          ? { ...value, rest: [...value.rest, link], span }
          : { type: "elementwise", first: value, rest: [link], span };
    }
  });
  return value;
}

const columnwise = (a: Expression, b: Expression, sign: Span, span: Span): Expression => ({
  type: "call",
  callee: { type: "name", name: "khatrirao", typed: "khatrirao", face: "text", span: sign },
  primes: 0,
  args: [a, b],
  bare: false,
  applied: "call",
  span,
});

/** a bᵀ. */
function outer(a: Expression, b: Expression, span: Span): Expression {
  const end = { start: b.span.end, end: b.span.end };
  const column: Expression = operands(b).length === 0 ? b : { type: "group", operand: b, span: b.span };
  const row: Expression = {
    type: "postfix",
    operand: column,
    operators: [{ type: "transpose", span: end }],
    span: b.span,
  };
  return { type: "product", first: a, rest: [{ operator: "juxtaposition", operand: row, span: b.span }], span };
}
