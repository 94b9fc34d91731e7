/** The plain and Unicode spelling: text to the tokens that both spellings share. */
import type moo from "moo";
import { isBuiltinFunction, isYieldingFunction } from "../../functions/builtins.js";
import { BOLD_LETTER, canonicalName, isBoldLetter, subscript } from "../../names/canonical.js";
import { BELOW, LETTER, NAME_PART, WORD_PART } from "../../names/letters.js";
import type { Script, Span } from "../ast.js";
import { plainScript } from "../index/scripts.js";
import { ANGLES, closeAngle } from "./angles.js";
import { lexerOf } from "./lexer.js";
import {
  type BreakKind,
  type Fault,
  faultToken,
  type LexicalKind,
  plainToken,
  RELATIONS,
  type Token,
  token,
} from "./tokens.js";
import { VULGAR } from "./vulgar.js";

const NAME = String.raw`(?:__)?${LETTER}${NAME_PART}*(?:[${BELOW}]+|(?<=_)\u221e|(?<=_)\{(?:${WORD_PART}|[_,|+\u2212\- ])*\})?`;
const SUPERSCRIPT = `[⁰¹²³⁴-⁹⁺⁻⁽⁾ⁱᵃ-ᵛʳ-ʸˡˢˣᶜᶠᶻⁿ]`;

/** Strokes that stand for a raised one, which Unicode does not have: `x¹ᐟ²`. */
const STROKE = "[\u141f\u2044]";

/** A letter or digit of a size or index; scripts that few write there would make the lexer slow to compile. */
const SIZE = "[A-Za-z0-9α-ω]";

/** What stands under and over the sign of a sum: one letter, braces, lowered or raised letters. */
const BRACES = String.raw`\{(?:[^{}\n\r]|\{[^{}\n\r]*\})*\}`;
const UNDER = `(?:_(?:${BRACES}|[A-Za-zα-ω]+)|[${BELOW}]+)`;
const OVER = `(?:\\^(?:${BRACES}|[A-Za-z0-9]+)|[⁰¹²³⁴-⁹⁺⁻⁽⁾ⁱⁿ\u1d2c-\u1d6a\u1d9c-\u1dbf]+)`;

/**
 * ∑ and ∏ always; Σ, Π and words only where what stands under them holds a relation, for they are names otherwise.
 */
const BINDER = `(?:[∑∏]|(?:[ΣΠ]|sum|prod)(?=_\\{[^}\n\r]*(?:[=∈≠<>≤≥]| in )|[${BELOW}]*₌))(?:${UNDER}(?:${OVER})?|${OVER}${UNDER})?`;

/** 𝟎, 𝟏 and 𝟙: zeros and ones. */
const BOLD_DIGIT = String.raw`\ud835[\udfce\udfcf\udfd9]`;

/**
 * The rules in the order in which they are tried. Single characters that begin nothing longer come first: moo looks
 * those up without its regular expression, whose every rule costs at every token; so rare symbols share one rule.
 * None carries the `u` flag, for moo takes it on every rule or on none; the last one takes any character, since moo's
 * own error rule would swallow the rest of the text.
 */
const RULES: moo.Rules = {
  LP: "(",
  RP: ")",
  LB: "[",
  RB: "]",
  LC: "{",
  RC: "}",
  COMMA: ",",
  EQ: "=",
  SIGN: "+",
  POWER: "^",
  IN: "∈",
  TIMES: "×",
  minus: ["-", "−", "‐", "–"],
  divide: ["/", "∕", "⁄", "÷"],
  multiply: ["@", "·", "⋅", "∙"],
  prime: ["'", "′", "’", "ʹ", "″", "‴"],
  semicolon: ";",
  top: "⊤",
  newline: "\n",
  space: " ",
  blanks: /[ \t\f\v\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]+/,
  // A name of nothing but ASCII, which most are; any other is left to the rule for names.
  word: /[A-Za-z][A-Za-z0-9_]*(?![A-Za-z0-9_{]|[^\t-~])/,
  glued:
    /\d{1,300}(?:_\d{3}){1,99}(?![A-Za-z0-9_])|(?:\d{1,300}(?:\.\d{0,300})?|\.\d{1,300})[eE][+-]?\d{1,9}[A-Za-z_][A-Za-z0-9_]*/,
  binder: new RegExp(BINDER),
  constant: new RegExp(String.raw`(?:[01]|${BOLD_DIGIT})(?:_(?:\{${SIZE}+\}|${SIZE}+)|[${BELOW}]+)|${BOLD_DIGIT}`),
  NUM: /(?:\d+(?:\.\d+|\.(?![*/^.\d]))?|\.\d+)(?:[eE][+-]?\d+(?![A-Za-z0-9_]))?/,
  attribute: /\.[A-Za-z_][A-Za-z0-9_]*/,
  symbol: /\.[*/^]|\.\.\.?|!=|<=|>=|[!<>≠≤≥∉⊂⊆∀]|[∘⊙⊘⊗…⋯⋮⋱⋰ℝ‖∥∗]|\|\|?|:=?|\*(?!\*)/,
  name: new RegExp(NAME),
  comment: /#[^\n\r]*/,
  transposed: /⁻?ᵀ/,
  superscript: new RegExp(`${SUPERSCRIPT}+(?:${STROKE}${SUPERSCRIPT}+)*`),
  partial: /(?:∂|\ud835[\udedb\udf15])(?:_(?!_))?/,
  nabla: /∇(?:²_|\^2_|_)?/,
  subscript: new RegExp(String.raw`_(?:\u00d7|\{[^{}\n\r]*\}|(?:${SIZE}|\u221e)+|\*|(?<=[)\]]_)\+)?|[${BELOW}]+`),
  other: /\r\n?|\*\*|[\u2190-\u21ff\u27f5-\u27ff]|[\ud800-\udbff][\udc00-\udfff]|[^\n\r]/,
};

const lexer = lexerOf(RULES);

/** Rules whose tokens are what they are called. */
const SIMPLE: ReadonlySet<string> = new Set<LexicalKind>([
  "LP",
  "RP",
  "LB",
  "RB",
  "LC",
  "RC",
  "COMMA",
  "EQ",
  "SIGN",
  "POWER",
  "IN",
  "TIMES",
  "NUM",
]);

/** Symbols of more than one character, and those that begin one, by what they mean. */
const SYMBOLS: ReadonlyMap<string, readonly [LexicalKind, string]> = new Map<string, readonly [LexicalKind, string]>([
  [".*", ["EW", "hadamard"]],
  ["∘", ["EW", "hadamard"]],
  ["⊙", ["EW", "hadamard"]],
  ["./", ["EW", "quotient"]],
  ["⊘", ["EW", "quotient"]],
  ["⊗", ["EW", "kronecker"]],
  [".^", ["POWER", ".^"]],
  ["ℝ", ["REALS", "ℝ"]],
  ["|", ["BAR", "|"]],
  ["||", ["NBAR", "||"]],
  ["‖", ["NBAR", "‖"]],
  ["∥", ["NBAR", "‖"]],
  [":", ["COLON", ":"]],
  [":=", ["EQ", ":="]],
  ["∀", ["FORALL", "∀"]],
  ["!", ["FACTORIAL", "!"]],
  ["*", ["MUL", "*"]],
  ["∗", ["MUL", "*"]],
]);

const PRIMES: ReadonlyMap<string, number> = new Map([
  ["″", 2],
  ["‴", 3],
]);

/** A piece of the text as the rules cut it. */
interface Piece extends Span {
  readonly type: string;
  readonly value: string;
  readonly glued: boolean;
}

/** Appends the tokens of a stretch of `source`. Positions are those of the whole text. */
export function plainTokens(source: string, { start, end }: Span, out: Token[]): void {
  const lex = lexer();
  lex.reset(start === 0 && end === source.length ? source : source.slice(start, end));
  let previousEnd = -1;
  for (let raw = lex.next(); raw !== undefined; raw = lex.next()) {
    const type = raw.type as string;
    if (type === "space" || type === "blanks" || type === "comment") continue;
    const { value } = raw;
    const from = start + raw.offset;
    const to = from + value.length;
    const glued = previousEnd === from;
    previousEnd = to;
    const span = { start: from, end: to };
    if (isOpenScript(value, source.slice(to, to + 2))) out.push(faultToken(openScript(value), span, { latex: false }));
    else if (type === "word") out.push(plainToken("NAME", value, span, glued));
    else if (SIMPLE.has(type)) out.push(plainToken(type as LexicalKind, value, span, glued));
    else if (value === "." && glued && source[to] === "(" && dotsFunction(out)) continue;
    else special({ type, value, start: from, end: to, glued }, out);
  }
}

/**
 * `x_{1/2}`, `x_(i)`, `x_ 2`: what is no name's subscript would be a factor of one that is called `x_`; `y_{(i-1)m+j}` is a place,
 * which claims of entries name, and `tan_(A)` a function of PyTorch.
 */
const isOpenScript = (name: string, next: string): boolean =>
  (/^\{(?!\()/.test(next) ? /[^_]_$/.test(name) : /^(?:\(| [\p{L}\d])/u.test(next) && /^[^_]{1,2}_$/.test(name)) &&
  !/^(?:∂|∇|[ΣΠ∑∏]|sum|prod)/.test(name);

const openScript = (name: string): Fault => ({
  code: "syntax/subscript",
  message: `the subscript of ${name.slice(0, -1)} cannot be read`,
  hint: `below a name stand letters, digits, commas, | + and -: ${name}2, ${name}{t-1}, ${name}half`,
});

/** Whether a dot before a parenthesis follows a function: `exp.(X)`, of each entry as Julia writes it, is `exp(X)`. */
function dotsFunction(out: Token[]): boolean {
  const name = out.at(-1);
  if (name?.type !== "NAME" || !(isBuiltinFunction(name.value) || isYieldingFunction(name.value))) return false;
  out[out.length - 1] = { ...name, end: name.end + 1 };
  return true;
}

const ARROW = /[\u2190-\u21ff\u27f5-\u27ff]/;

function special(piece: Piece, out: Token[]): void {
  const { type, value, start, end, glued } = piece;
  const put = (kind: LexicalKind, text: string): Token => {
    const t = plainToken(kind, text, piece, glued);
    out.push(t);
    return t;
  };
  const stop = (kind: BreakKind) => put("BREAK", kind);
  switch (type) {
    case "newline": {
      // A line ends once, however many empty ones follow: of a hundred thousand none is kept.
      const last = out.at(-1);
      if (last?.type !== "BREAK" || last.value !== "line") stop("line");
      return;
    }
    case "semicolon":
      stop("semicolon");
      return;
    case "symbol": {
      if (value === ".." || RELATIONS.has(value)) {
        const t = faultToken(unreadable(value === ".." ? "." : value), piece, { latex: false });
        t.value = RELATIONS.get(value) ?? value;
        out.push(t);
        return;
      }
      const [kind, text] = SYMBOLS.get(value) ?? ["DOTS", value];
      put(kind, text);
      return;
    }
    case "attribute":
      out.push(faultToken(attribute(value.slice(1)), piece, { latex: false }));
      return;
    case "binder":
      out.push(binder(piece));
      return;
    case "name": {
      if (/^(?:[ΣΠ]|sum|prod)_$/.test(value)) {
        out.push(faultToken(SUM_SIGN, piece, { latex: false }));
        return;
      }
      let from = start;
      for (const letter of boldLetters(value)) {
        const t = plainToken("NAME", canonicalName(letter), { start: from, end: from + letter.length }, glued);
        from += letter.length;
        if (isBoldLetter(letter)) t.face = "bold";
        out.push(t);
      }
      return;
    }
    case "glued":
      out.push(faultToken(gluedNumber(value), piece, { latex: false }));
      return;
    case "constant":
      filled(value, { span: piece, glued, latex: false }, out);
      return;
    case "transposed": {
      const sign = { start, end: start + 1 };
      out.push(plainToken("POWER", "^", sign, glued));
      if (value.length > 1) out.push(plainToken("SIGN", "-", sign, true));
      out.push(plainToken("NAME", "T", { start: end - 1, end }, true));
      return;
    }
    case "top":
      transpose(out, piece, glued);
      put("NAME", "T");
      return;
    case "superscript":
      raised(piece, out);
      return;
    case "minus":
      put("SIGN", "-");
      return;
    case "multiply":
      put("MUL", "*");
      return;
    case "divide":
      put("MUL", "/");
      return;
    case "partial":
      put("D", "1");
      // ∂_x f is ∂/∂x in front of f.
      if (!value.endsWith("_")) return;
      put("MUL", "/");
      put("D", "1");
      return;
    case "nabla": {
      const t = put("NABLA", /²|2/.test(value) ? "2" : "1");
      if (!value.endsWith("_")) t.fault = WITHOUT_VARIABLE;
      return;
    }
    case "subscript":
      below(piece, out);
      return;
    case "prime":
      for (let i = PRIMES.get(value) ?? 1; i > 0; i--) put("PRIME", "'");
      return;
    default:
      if (value.startsWith("\r")) stop("line");
      else if (ARROW.test(value)) put("ARROW", value);
      else if (value === "⟨" || value === "〈") {
        // ⟨ and ⟩ are brackets, so that the comma between them separates nothing; what closes them takes the fault away.
        out.push(faultToken(ANGLES, piece, { latex: false }));
        put("LP", "(");
      } else if (value === "⟩" || value === "〉") closeAngle(out, piece);
      else if (VULGAR.has(value)) fraction(piece, out);
      else if (value === "√") put("NAME", "sqrt");
      else out.push(faultToken(value === "**" ? POWER_SIGN : unreadable(value), piece, { latex: false }));
  }
}

/** A bold letter of Unicode is a name of its own, as it is in LaTeX: 𝐀𝐱 is a product, 𝐞𝐱𝐩 a function. */
function boldLetters(name: string): readonly string[] {
  if (!isBoldLetter(name)) return [name];
  const below = name.indexOf("_");
  const head = below < 0 ? name : name.slice(0, below);
  const letters = head.split(BEFORE_BOLD);
  if (letters.length === 1 || isBuiltinFunction(canonicalName(name))) return [name];
  return [...letters.slice(0, -1), `${letters.at(-1)}${name.slice(head.length)}`];
}

const BEFORE_BOLD = new RegExp(`(?=${BOLD_LETTER})`);

/** `x⊤` is xᵀ; behind ^ the sign stands by itself. */
function transpose(out: Token[], { start }: Span, glued: boolean): void {
  if (glued && out.at(-1)?.type !== "POWER") out.push(plainToken("POWER", "^", { start, end: start }, true));
}

/** `½` is (1/2); a digit before it would make another number of it. */
function fraction(piece: Piece, out: Token[]): void {
  const [above, below] = VULGAR.get(piece.value) as readonly [string, string];
  const whole = out.at(-1);
  if (piece.glued && whole?.type === "NUM") {
    const hint = `write (${whole.value} + ${above}/${below}) or ${whole.value} (${above}/${below})`;
    const message = `${whole.value}${piece.value} may be a sum or a product`;
    out.push(faultToken({ code: "syntax/numbers", message, hint }, piece, { latex: false }));
    return;
  }
  const put = (type: LexicalKind, value: string): void => {
    out.push(plainToken(type, value, piece, false));
  };
  put("LP", "(");
  put("NUM", above);
  put("MUL", "/");
  put("NUM", below);
  put("RP", ")");
}

/** `1e3x`, `1_000`: a number with something else, or with something in it. */
function gluedNumber(text: string): Fault {
  const apart = text.replace(/(?<=\d)_(?=\d{3})/g, "").replace(/^(.*?[eE][+-]?\d+)(?=[A-Za-z_])/, "$1 ");
  return { code: "syntax/numbers", message: `${text} is no number`, hint: `write ${apart}` };
}

/** `A.T`, `x.dot(y)`, `np.exp(x)`: how the same is written here. */
export function attribute(name: string): Fault {
  const hint =
    ATTRIBUTES.get(name) ??
    (isBuiltinFunction(name) || isYieldingFunction(name)
      ? `it is ${name}(x)`
      : "names have no dots: functions are exp(x), sum(x), inv(X)");
  return { code: "syntax/attribute", message: `.${name} is not read`, hint };
}

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ["T", "a transpose is A^T or A'"],
  ["mT", "a transpose is A^T or A'"],
  ["t", "a transpose is A^T or A'"],
  ["transpose", "a transpose is A^T or A'"],
  ["H", "a transpose is A^T; all numbers are real here"],
  ["I", "an inverse is A^-1"],
  ["dot", "a product is A B, an inner product x^T y or dot(x, y)"],
  ["matmul", "a product is A B"],
  ["mm", "a product is A B"],
  ["multiply", "an elementwise product is A .* B"],
  ["linalg", "norms, inverses and determinants are norm2(x), inv(X), det(X)"],
  ["shape", "sizes have names of their own: X : matrix(n, m)"],
  ["reshape", "unvec(v, n, m) puts a vector into n rows and m columns"],
  ["flatten", "vec(X) puts the columns of X under one another"],
  ["square", "a square of each entry is x .^ 2"],
  ["outer", "an outer product is x y^T"],
  ["einsum", "write the product: A B, x^T y, x y^T"],
]);

const SUM_SIGN: Fault = {
  code: "syntax/sum",
  message: "a sum says over which letter it is taken",
  hint: "Σ_{i=1}^{N} x_i, or sum(i = 1..N, x_i); sum(x) adds the entries of x",
};

const POWER_SIGN: Fault = { code: "syntax/power", message: "** is not an operator here", hint: "a power is x^2" };

/** Characters that are written for something that the language spells otherwise. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["%", "a comment begins with #"],
  ["≈", "only = is a claim"],
  ...["<", ">", "≤", "≥", "<=", ">="].map(
    (c) =>
      [
        c,
        "step(x) is 1 where x is positive, max(0, x) is x there; an inner product is x^T y, a function f(x) = …",
      ] as const,
  ),
  [".", "dots are for .*, ./ and .^ alone: x + y, f(x) and A' are without"],
  ["∛", "a cube root is cbrt(x)"],
  ["≔", "a definition is y = …, or y := …"],
  ["†", "a transpose is A^T, the pseudo-inverse pinv(A)"],
  ["ˆ", "a power is x^2"],
  ["`", "a transpose is x^T or x'"],
  ['"', "a transpose is x^T or x'"],
]);

const unreadable = (value: string): Fault => {
  const hint = INSTEAD.get(value);
  const code = value.codePointAt(0) ?? 0;
  const isInvisible =
    code < 0x21 || (code > 0x7e && code < 0xa1) || (code > 0x1fff && code < 0x2010) || code === 0xfeff;
  const isBroken = code > 0xd7ff && code < 0xf900;
  const shown = isInvisible || isBroken ? `U+${code.toString(16).toUpperCase().padStart(4, "0")}` : value;
  return {
    code: "syntax/character",
    message: `the character ${shown} means nothing here`,
    ...(hint === undefined ? {} : { hint }),
  };
};

/** `1_n` is ones(n), `0_n` is zeros(n); a bold 1 without a size leaves it to be inferred. */
export function filled(
  value: string,
  { span, glued, latex }: { readonly span: Span; readonly glued: boolean; readonly latex: boolean },
  out: Token[],
): void {
  const digit = value.codePointAt(0) ?? 0;
  const constant = digit === 0x30 || digit === 0x1d7ce ? "zeros" : "ones";
  const name = token("NAME", constant, span, { glued, latex });
  // The digit is bold, the size below it is not.
  name.face = "bold";
  out.push(name);
  const size = subscript(value.slice(digit > 0xffff ? 2 : 1));
  if (size === "") return;
  const put = (kind: LexicalKind, text: string) => out.push(token(kind, text, span, { glued: true, latex }));
  put("LP", "(");
  put(/^\d+$/.test(size) ? "NUM" : "NAME", size);
  put("RP", ")");
}

/** The fault of a gradient without its variable. */
export const WITHOUT_VARIABLE = {
  code: "syntax/nabla",
  message: "a gradient says by which variable it is taken",
  hint: "∇_x s, \\nabla_{\\mathbf{x}} s, or ∂s/∂x",
} satisfies Fault;

/** Signs that Unicode raises, by what they are on the line. */
const RAISED: ReadonlyMap<string, LexicalKind> = new Map<string, LexicalKind>([
  ["+", "SIGN"],
  ["−", "SIGN"],
  ["(", "LP"],
  [")", "RP"],
  ["\u141f", "MUL"],
  ["\u2044", "MUL"],
]);

/**
 * A run of superscript characters is an exponent: `x²`, `X⁻¹`, `X^k` written `Xᵏ`. Nothing in Unicode stands above one of
 * them, so that ⁻ˣ² may be −x² or −x·2: a digit behind a letter is refused, any other two side by side are said.
 */
function raised(piece: Piece, out: Token[]): void {
  const { value, start, end, glued } = piece;
  if (glued && labelled(out.at(-1), piece)) return;
  const sign = /^[⁺⁻]$/.test(value) ? value.normalize("NFKC").replace("−", "-") : null;
  const base = out.at(-1);
  if (sign !== null && base !== undefined) {
    const name = base.type === "NAME" ? base.value : "x";
    out.push(faultToken(raisedSign(sign, name), piece, { latex: false }));
    return;
  }
  const isOfReals = out.at(-1)?.type === "REALS";
  out.push(plainToken("POWER", "^", { start, end: start }, glued));
  out.push(plainToken("LC", "{", { start, end: start }, true));
  const text = value.normalize("NFKC");
  // Each of these characters is one code unit before and after NFKC, so offsets in both agree.
  for (let i = 0; i < text.length; ) {
    let j = i + 1;
    const c = text.charAt(i);
    const digits = /\d/.test(c);
    while (digits && j < text.length && /\d/.test(text.charAt(j))) j++;
    const part = text.slice(i, j);
    const kind = digits ? "NUM" : (RAISED.get(part) ?? "NAME");
    const isTimes = kind === "NAME" && value.charAt(i) === "ˣ" && isOfReals;
    const span = { start: start + i, end: start + j };
    const before = out.at(-1) as Token;
    const isBeside = STARTS.has(kind) && !isOfReals && ENDS.has(before.type);
    if (isBeside && kind === "NUM") out.push(faultToken(aboveAnother(text), piece, { latex: false }));
    const t = plainToken(isTimes ? "TIMES" : kind, kind === "MUL" ? "/" : part === "−" ? "-" : part, span, true);
    if (isBeside && kind !== "NUM") t.doubt = besideAnother(text);
    out.push(t);
    i = j;
  }
  out.push(plainToken("RC", "}", { start: end, end }, true));
}

/** `A⁺ b`, `x⁻`: a pseudo-inverse or a label. */
const raisedSign = (sign: string, name: string): Fault => ({
  code: "syntax/raised",
  message: `${sign} above a name is a pseudo-inverse or a label, and neither is read here`,
  hint: `the pseudo-inverse is pinv(A), a label is part of a name: ${name}_${sign === "+" ? "plus" : "minus"}`,
});

/** `W⁽²⁾`: a number in parentheses above a name is a label, as W^{(2)} is in LaTeX; no exponent has them. */
function labelled(t: Token | undefined, { value, start, end }: Piece): boolean {
  const text = /^\(\d{1,3}\)$/.test(value.normalize("NFKC")) ? value.normalize("NFKC").slice(1, -1) : null;
  if (t?.type !== "NAME" || text === null) return false;
  const script: Script = { text, label: text, bracket: "(", latex: false, span: { start: start + 1, end: end - 1 } };
  const { base, below, above } = t.scripts ?? { base: t.value, below: [], above: [] };
  t.scripts = { base, below, above: [...above, script] };
  t.value = `${t.value}_${text}`;
  t.end = end;
  return true;
}

const STARTS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["NUM", "NAME", "LP"]);
const ENDS: ReadonlySet<LexicalKind> = new Set<LexicalKind>(["NUM", "NAME", "RP"]);

/** The exponent with what stands side by side as a power, and as a product. */
function bothReadings(text: string): readonly [string, string] {
  const line = text.replace(/−/g, "-").replace(new RegExp(STROKE, "g"), "/");
  const between = /(?<=[\p{L})])(?=[\p{L}\d(])|(?<=\d)(?=[\p{L}(])/gu;
  return [`^(${line.replace(between, "^")})`, `^(${line.replace(between, " ")})`];
}

function aboveAnother(text: string): Fault {
  const [power, product] = bothReadings(text);
  const message = "nothing stands above a superscript in Unicode: this may be a power in an exponent or a product";
  return { code: "syntax/superscript", message, hint: `write ${power} or ${product}` };
}

function besideAnother(text: string): Fault {
  const [power, product] = bothReadings(text);
  const message = `this exponent is read as the product ${product}`;
  return { code: "syntax/superscripts", message, hint: `for a power in the exponent write ${power}` };
}

/** The sign of a sum, with what stands under and over it. */
function binder({ value, start, end, glued }: Piece): Token {
  const sign = /^(?:sum|prod|.)/.exec(value)?.[0] ?? "";
  const t = plainToken("BIND", sign === "∏" || sign === "Π" || sign === "prod" ? "prod" : "sum", { start, end }, glued);
  const below: Script[] = [];
  const above: Script[] = [];
  for (const m of value.slice(sign.length).matchAll(SIGN_SCRIPTS)) {
    const [typed, mark = "", braced, bare] = m;
    const text = braced ?? bare ?? typed;
    const at = start + sign.length + (m.index ?? 0) + typed.indexOf(text);
    const isBelow = mark === "" ? LOWERED.test(typed) : mark === "_";
    (isBelow ? below : above).push(plainScript(text, at));
  }
  t.scripts = { base: t.value, below, above };
  return t;
}

const LOWERED = new RegExp(`^[${BELOW}]`);
const SIGN_SCRIPTS = new RegExp(
  `([_^])(?:\\{((?:[^{}]|\\{[^{}]*\\})*)\\}|([A-Za-zα-ω0-9]+))|[${BELOW}]+|[^_^${BELOW}]+`,
  "g",
);

/** `∇ₓ s`, and `∂_x s` or `∂ₓ s`, which is ∂/∂x in front of s. */
function variableBelow(piece: Piece, out: Token[]): boolean {
  const sign = out.at(-1);
  if (!piece.glued || (sign?.type !== "NABLA" && sign?.type !== "D")) return false;
  if (sign.type === "NABLA") sign.fault = null;
  else {
    out.push(plainToken("MUL", "/", piece, true));
    out.push(plainToken("D", "1", piece, true));
  }
  const typed = /^_?\{?(.*?)\}?$/.exec(piece.value)?.[1] ?? "";
  const name = canonicalName(/^[A-Za-z]/.test(typed) ? typed : subscript(typed));
  out.push(plainToken("NAME", name, piece, true));
  return true;
}

/** A subscript that is no part of a name belongs to the bracket or bar before it, also behind an exponent. */
function below(piece: Piece, out: Token[]): void {
  const last = out[out.length - 1];
  if (last?.type === "RB" && /^(?:_?×|_\{×\}|ₓ)$/.test(piece.value)) {
    last.sub = "×";
    return;
  }
  const text = piece.value.includes("∞") ? "∞" : subscript(piece.value);
  if (text !== "" && variableBelow(piece, out)) return;
  const base = text === "" ? null : scriptBase(out);
  if (base === null) {
    out.push(faultToken({ ...STRAY_SUBSCRIPT }, piece, { latex: false }));
    return;
  }
  base.sub = text;
  const typed = /^_?\{?(.*?)\}?$/.exec(piece.value)?.[1] ?? "";
  base.scripts = { base: "", below: [plainScript(typed, piece.start + piece.value.indexOf(typed))], above: [] };
}

/** Copied for each token: of faults that are one object the filter reports the first. */
const STRAY_SUBSCRIPT: Fault = {
  code: "syntax/subscript",
  message: "this subscript belongs to nothing",
  hint: "a name begins with a letter: W_1",
};

/** The bracket or bar that a script at the end of `out` belongs to: `‖x‖²_2` and `‖x‖_2²` say the same. */
function scriptBase(out: readonly Token[]): Token | null {
  const isBase = (t: Token | undefined) =>
    t !== undefined && (t.type === "RP" || t.type === "RB" || t.type === "BAR" || t.type === "NBAR");
  let i = out.length - 1;
  const last = out[i];
  if (last === undefined) return null;
  if (isBase(last)) return last;
  // W^{[l]}_{jk}: the bracket of a label.
  if (last.type === "RC" && out[i - 1]?.type === "RB") return out[i - 1] ?? null;
  // An exponent is short where it stands between a bar and its subscript: anything longer is not looked through.
  for (let steps = 0; steps < 8 && i > 0; steps++, i--) {
    if (out[i]?.type === "POWER") return isBase(out[i - 1]) ? (out[i - 1] ?? null) : null;
  }
  return null;
}
