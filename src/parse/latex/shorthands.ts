/** Macros of packages for derivatives, written out before anything is read: `\pdv{f}{x}` is `\frac{\partial f}{\partial x}`. */
import { LETTER_COMMANDS } from "../../names/canonical.js";
import type { Raw } from "./reader.js";

const DERIVATIVES: ReadonlySet<string> = new Set([
  "\\pdv",
  "\\dv",
  "\\odv",
  "\\pderiv",
  "\\deriv",
  "\\partialderivative",
  "\\derivative",
]);

/** What stands in place of a piece, and before and behind it. */
interface Change {
  readonly before: Raw[];
  readonly behind: Raw[];
  isLeftOut: boolean;
}

/** The place of a brace that closes the one at an index; negative where none does. */
type Partner = ArrayLike<number>;

/** The pieces with the macros written out; null where there are none. */
export function withoutShorthands(raws: readonly Raw[], partner: Partner): Raw[] | null {
  const changes = new Map<number, Change>();
  raws.forEach((raw, i) => {
    if (raw.type !== "command") return;
    if (DERIVATIVES.has(raw.value)) writeOut(raws, partner, i, changes);
    else if (raw.value === "\\partial") writeSecond(raws, partner, i, changes);
    else if (raw.value === "\\over") writeOver(raws, partner, i, changes);
  });
  if (changes.size === 0) return null;
  return raws.flatMap((raw, i) => {
    const change = changes.get(i);
    if (change === undefined) return [raw];
    return [...change.before, ...(change.isLeftOut ? [] : [raw]), ...change.behind];
  });
}

/** `{1 \over 2}`: plain TeX's fraction, of all that its braces hold. */
function writeOver(raws: readonly Raw[], partner: Partner, at: number, changes: Map<number, Change>): void {
  const { start, end } = raws[at] as Raw;
  const piece = (type: string, value: string): Raw => ({ type, value, start, end });
  const [OPEN, CLOSE] = [piece("other", "{"), piece("other", "}")];
  let open = at - 1;
  while (open >= 0 && !(raws[open]?.value === "{" && (partner[open] ?? -1) > at)) open--;
  const close = partner[open] ?? -1;
  if (open < 0 || raws.slice(open, at).some((r) => r.value === "\\over" && r.type === "command")) return;
  const changeAt = (i: number): Change => {
    const change = changes.get(i) ?? { before: [], behind: [], isLeftOut: false };
    changes.set(i, change);
    return change;
  };
  changeAt(open).behind.unshift(piece("command", "\\frac"), OPEN);
  changes.set(at, { before: [CLOSE], behind: [OPEN], isLeftOut: true });
  changeAt(close).before.push(CLOSE);
}

/** `\partial_x^2 u`, `\partial_{xx} u`, `\partial_{xy} u`: the second derivative in front of u. */
function writeSecond(raws: readonly Raw[], partner: Partner, at: number, changes: Map<number, Change>): void {
  const head = raws[at] as Raw;
  const piece = (type: string, value: string): Raw => ({ type, value, start: head.start, end: head.end });
  const blank = (from: number): number => {
    let k = from;
    while (raws[k]?.type === "space") k++;
    return k;
  };
  const below = blank(at + 1);
  const open = blank(below + 1);
  if (raws[below]?.value !== "_" || raws[open] === undefined) return;
  const close = raws[open]?.value === "{" ? (partner[open] ?? -1) : open;
  if (close < open) return;
  const isLetter = (r: Raw) => r.type === "letter" || (r.type === "command" && LETTER_COMMANDS.has(r.value.slice(1)));
  const inner = close === open ? [raws[open] as Raw] : raws.slice(open + 1, close).filter((r) => r.type !== "space");
  const end = squareEnd(raws, partner, blank(close + 1));
  const pair = inner.length === 2 && inner.every(isLetter);
  if (pair === (end !== null)) return;
  const by = [piece("command", "\\partial"), piece("space", " ")];
  const square = [piece("other", "^"), piece("number", "2")];
  const [x, y] = pair ? inner : [undefined, undefined];
  const isSame = x?.value === y?.value;
  const below2 = pair
    ? [...by, x as Raw, ...(isSame ? square : [...by, y as Raw])]
    : [...by, piece("other", "{"), ...inner, piece("other", "}"), ...square];
  const group = (list: readonly Raw[]) => [piece("other", "{"), ...list, piece("other", "}")];
  const last = pair ? close : (end as number) - 1;
  for (let k = at; k <= last; k++) changes.set(k, { before: [], behind: [], isLeftOut: true });
  changes
    .get(at)
    ?.before.push(piece("command", "\\frac"), ...group([piece("command", "\\partial"), ...square]), ...group(below2));
}

/** The place behind `^2`, `^{2}`; null where none stands there. */
function squareEnd(raws: readonly Raw[], partner: Partner, at: number): number | null {
  if (raws[at]?.type === "squared" && raws[at]?.value === "²") return at + 1;
  if (raws[at]?.value !== "^") return null;
  if (raws[at + 1]?.value === "2") return at + 2;
  const isGroup = raws[at + 1]?.value === "{" && raws[at + 2]?.value === "2" && partner[at + 1] === at + 3;
  return isGroup ? at + 4 : null;
}

/** `\pdv{f}{x}`, `\pdv[2]{f}{x}`, `\pdv{f}{x}{y}`; of one argument the operator alone. */
function writeOut(raws: readonly Raw[], partner: Partner, at: number, changes: Map<number, Change>): void {
  const head = raws[at] as Raw;
  const piece = (type: string, value: string): Raw => ({ type, value, start: head.start, end: head.end });
  const changeAt = (i: number): Change => {
    const known = changes.get(i) ?? { before: [], behind: [], isLeftOut: false };
    changes.set(i, known);
    return known;
  };
  const blank = (i: number): number => {
    let k = i;
    while (raws[k]?.type === "space" || raws[k]?.type === "newline") k++;
    return k;
  };
  let i = blank(at + 1);
  if (raws[i]?.value === "*") i = blank(i + 1);
  const isTwice = raws[i]?.value === "[" && raws[i + 1]?.value === "2" && raws[i + 2]?.value === "]";
  const order = isTwice ? [i, i + 1, i + 2] : [];
  if (isTwice) i = blank(i + 3);
  const groups: (readonly [number, number])[] = [];
  while (groups.length < 3 && raws[i]?.value === "{" && (partner[i] ?? -1) > i) {
    groups.push([i, partner[i] as number]);
    i = blank((partner[i] as number) + 1);
  }
  const [first, second, third] = groups;
  if (first === undefined || (third !== undefined && isTwice)) return;
  const d = piece("command", "\\partial");
  const square = [piece("other", "^"), piece("number", "2")];
  const isSecond = isTwice || third !== undefined;
  for (const k of order) changeAt(k).isLeftOut = true;
  const whole = changeAt(at);
  whole.isLeftOut = true;
  whole.behind.push(piece("command", "\\frac"));
  const above = isSecond ? [d, ...square] : [d];
  if (second === undefined) {
    whole.behind.push(piece("other", "{"), ...above, piece("other", "}"));
    changeAt(first[0]).behind.push(d);
    if (isSecond) changeAt(first[1]).before.push(...square);
    return;
  }
  changeAt(first[0]).behind.push(...above);
  changeAt(second[0]).behind.push(d);
  if (third !== undefined) {
    changeAt(second[1]).isLeftOut = true;
    changeAt(third[0]).isLeftOut = true;
    changeAt(third[0]).behind.push(d);
  } else if (isSecond) changeAt(second[1]).before.push(...square);
}
