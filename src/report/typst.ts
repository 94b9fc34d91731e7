/** The LaTeX that this house prints, in Typst's mathematics: one table of words, and one pass with a stack. */
import { GREEK } from "../names/greek.js";
import { displaysOf } from "./latex-report.js";
import type { Report } from "./report.js";

/** Commands that stand for themselves; Greek letters have the same names in both. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ...[...GREEK].flatMap(([name, { latex }]) => (latex.startsWith("\\") ? [[latex.slice(1), name] as const] : [])),
  ...Object.entries({
    partial: "partial",
    nabla: "nabla",
    top: "top",
    cdot: "dot",
    times: "times",
    circ: "compose",
    odot: "dot.o",
    otimes: "times.o",
    oslash: "⊘",
    pi: "pi",
    sum: "sum",
    prod: "product",
    infty: "infinity",
    in: "in",
    neq: "!=",
    ne: "!=",
    le: "<=",
    leq: "<=",
    ge: ">=",
    geq: ">=",
    lt: "<",
    gt: ">",
    to: "->",
    ldots: "dots",
    dots: "dots",
    cdots: "dots.c",
    vdots: "dots.v",
    langle: "chevron.l",
    rangle: "chevron.r",
    quad: "quad",
    qquad: "wide",
    prime: "prime",
    lfloor: "floor.l",
    rfloor: "floor.r",
    mid: "|",
    colon: ":",
  }),
  ..."log ln exp sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan det max min inf sup lim arg dim ell"
    .split(" ")
    .map((name) => [name, name] as const),
]);

/** Commands of one argument. */
const CALLS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    mathbf: "upright(bold",
    boldsymbol: "bold",
    bm: "bold",
    mathrm: "upright",
    mathbb: "bb",
    mathcal: "cal",
    sqrt: "sqrt",
    hat: "hat",
    widehat: "hat",
    tilde: "tilde",
    widetilde: "tilde",
    bar: "macron",
    overline: "overline",
    dot: "dot",
    ddot: "dot.double",
    vec: "arrow",
    boxed: "rect",
    operatorname: "op",
  }),
);

/** Signs that mean something else to Typst. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["/", "\\/"],
  ["*", "\\*"],
  ["#", "\\#"],
  ["~", "space"],
  ["$", "\\$"],
  ['"', '\\"'],
  ["@", "\\@"],
]);

/** Spaces and sizes that leave no mark. */
const SILENT: ReadonlySet<string> = new Set([
  "displaystyle",
  "textstyle",
  "limits",
  "left",
  "right",
  "!",
  "bigl",
  "bigr",
]);
const SPACES: ReadonlyMap<string, string> = new Map([
  [",", "thin"],
  [":", "med"],
  [";", "thick"],
  [" ", "space"],
]);

const TOKEN = /\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|'+|\p{L}|\S/gsu;

/** A construct that waits for its arguments. */
interface Pending {
  readonly count: number;
  readonly args: string[];
  readonly build: (args: readonly string[]) => string;
  /** A script goes to what stands before it. */
  readonly isScript: boolean;
}

/** What is open: the text itself, a group in braces, a norm, the cells of a matrix. */
interface Frame {
  readonly kind: "text" | "group" | "fence" | "matrix" | "rows";
  readonly parts: string[];
  readonly pending: Pending[];
  readonly call: string;
  /** Parentheses open in it: a comma outside them would end an argument. */
  depth: number;
}

const frame = (kind: Frame["kind"], call = ""): Frame => ({ kind, parts: [], pending: [], call, depth: 0 });

/** A body as an argument: one letter or sign alone, a word in quotes. */
const bare = (body: string): boolean => /^(?:[A-Za-z.]+|\d+|\p{L})$/u.test(body);

const scripted =
  (mark: "^" | "_") =>
  ([body = ""]: readonly string[]): string =>
    `${mark}${bare(body) ? body : `(${body})`}`;

function deliver(at: Frame, atom: string): void {
  let made = atom;
  for (;;) {
    const waiting = at.pending[at.pending.length - 1];
    if (waiting === undefined) {
      at.parts.push(made);
      return;
    }
    waiting.args.push(made);
    if (waiting.args.length < waiting.count) return;
    at.pending.pop();
    made = waiting.build(waiting.args);
    if (waiting.isScript) {
      const last = at.parts.length - 1;
      if (last < 0) at.parts.push(`""${made}`);
      else at.parts[last] += made;
      return;
    }
  }
}

/** The words of `\text{…}` and `\operatorname{…}` from the brace at `at`, LaTeX's escapes undone. */
function wordsAt(latex: string, at: number): { readonly text: string; readonly end: number } {
  let depth = 0;
  let i = at;
  for (; i < latex.length; i++) {
    const c = latex.charAt(i);
    if (c === "\\") i++;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) break;
  }
  const text = latex
    .slice(at + 1, i)
    .replaceAll("\\textbackslash ", "\\\\")
    .replaceAll("\\textasciicircum ", "^")
    .replaceAll("\\textasciitilde ", "~")
    .replace(/\\([{}$&#^_%~])/g, "$1");
  return { text, end: i + 1 };
}

const quoted = (text: string): string => `"${text.replace(/(?<!\\)"/g, '\\"')}"`;

const MATRIX = /^[bpvBV]?matrix$/;
const DELIMITERS: ReadonlyMap<string, string> = new Map([
  ["b", '"["'],
  ["p", '"("'],
  ["v", '"|"'],
  ["B", '"{"'],
  ["V", '"‖"'],
]);

/** The Typst of a formula that is printed here, without its dollars. */
export function typstOf(latex: string): string {
  const stack: Frame[] = [frame("text")];
  const top = (): Frame => stack[stack.length - 1] as Frame;
  const close = (): string => (stack.length > 1 ? (stack.pop() as Frame) : top()).parts.reduce(spaced, "");
  const tokens = new RegExp(TOKEN);
  for (let m = tokens.exec(latex); m !== null; m = tokens.exec(latex)) {
    const [token] = m;
    const at = top();
    const name = token.startsWith("\\") ? token.slice(1) : "";
    if (token === "{") stack.push(frame("group"));
    else if (token === "}") {
      const body = close();
      deliver(top(), body);
    } else if (token === "^" || token === "_")
      at.pending.push({ count: 1, args: [], build: scripted(token), isScript: true });
    else if (/^'+$/.test(token)) at.parts.push(`${at.parts.pop() ?? '""'}${token}`);
    else if (name === "text" || name === "textbf" || name === "textit") {
      const words = wordsAt(latex, tokens.lastIndex);
      tokens.lastIndex = words.end;
      deliver(at, quoted(words.text));
    } else if (name === "frac")
      at.pending.push({ count: 2, args: [], build: ([a, b]) => `frac(${a}, ${b})`, isScript: false });
    else if (CALLS.has(name)) {
      const call = CALLS.get(name) as string;
      const word = /^\{([A-Za-z\d]{2,}|[A-Za-z\d\\_]*\\_[A-Za-z\d\\_]*)\}/.exec(latex.slice(tokens.lastIndex));
      const close = call.includes("(") ? "))" : ")";
      if (word !== null || call === "op") {
        const words = wordsAt(latex, tokens.lastIndex);
        tokens.lastIndex = words.end;
        deliver(at, `${call}(${quoted(words.text)}${close}`);
      } else at.pending.push({ count: 1, args: [], build: ([a]) => `${call}(${a}${close}`, isScript: false });
    } else if (name === "lVert" || name === "lvert") stack.push(frame("fence", name === "lVert" ? "norm" : "abs"));
    else if (name === "rVert" || name === "rvert") {
      const { call } = at;
      const body = close();
      deliver(top(), `${call}(${body})`);
    } else if (name === "begin" || name === "end") {
      const { text, end } = wordsAt(latex, tokens.lastIndex);
      tokens.lastIndex = end;
      if (name === "begin") stack.push(frame(MATRIX.test(text) ? "matrix" : "rows"));
      else {
        const body = close();
        const isMatrix = MATRIX.test(text);
        const delimiter = DELIMITERS.get(text.charAt(0)) ?? "#none";
        deliver(top(), isMatrix ? `mat(delim: ${delimiter}, ${body})` : body);
      }
    } else if (name === "\\") at.parts.push(at.kind === "matrix" ? ";" : "\\\n");
    else if (token === "&") at.parts.push(at.kind === "matrix" ? "," : "&");
    else if (SILENT.has(name)) continue;
    else if (SPACES.has(name)) at.parts.push(SPACES.get(name) as string);
    else if (WORDS.has(name)) deliver(at, WORDS.get(name) as string);
    else if (name !== "") deliver(at, /^[{}%&#_$]$/.test(name) ? `\\${name}` : quoted(`\\\\${name}`));
    else if (/[([]/.test(token)) {
      at.depth++;
      deliver(at, token);
    } else if (/[)\]]/.test(token)) {
      at.depth--;
      deliver(at, token);
    } else if ((token === "," || token === ";") && at.depth <= 0 && at.kind !== "text" && at.kind !== "rows")
      deliver(at, `\\${token}`);
    else deliver(at, SIGNS.get(token) ?? token);
  }
  while (stack.length > 1) {
    const body = close();
    deliver(top(), body);
  }
  return (stack[0] as Frame).parts.reduce(spaced, "").trim();
}

/** A space keeps a word from the next, and a name from the parenthesis that would call it; within parentheses none is needed. */
const spaced = (before: string, part: string): string => {
  const isTight =
    before === "" ||
    /[([\n]$|^\($/.test(before) ||
    /^(?:[)\],;]|\\[,;])/.test(part) ||
    (part === "&" && before.endsWith("&")) ||
    (part === "=" && before.endsWith("&"));
  return isTight ? before + part : `${before} ${part}`;
};

/** Typst of the report, to paste: the displays of the LaTeX, in mathematics of its own. */
export const typstReport = (report: Report): string =>
  displaysOf(report)
    .map((latex) => `$ ${typstOf(latex).replaceAll("\n", "\n  ")} $\n`)
    .join("\n");
