/** Names, and numbers, as they stand in products, exponents and derivatives. */

import { type Token, token } from "../lex/tokens.js";
import { type Filter, fault, isVariable, last, warn } from "./around.js";
import { readPlainName } from "./calls.js";
import { afterVariable } from "./derivatives.js";
import { isEntry } from "./entries.js";
import { readDifferential } from "./letter-d.js";

export function readName(f: Filter, t: Token, i: number): number {
  const before = last(f);
  const inExponent = before?.type === "POWER" || (before?.type === "SIGN" && last(f, 2)?.type === "POWER");
  if (inExponent) {
    if (!t.latex && before?.value === "^" && /^T\D/.test(t.value) && !isVariable(f, t.value)) {
      const rest = t.value.slice(1);
      const hint = rest.startsWith("_")
        ? `a subscript stands first: x${rest}^T`
        : `a transpose and a factor are ^T ${apart(f, rest)}`;
      fault(f, { code: "transpose", message: `${t.value} is one name`, at: t, hint });
    }
    if (t.value === "t" && before?.value === "^" && isTransposedByT(f, i))
      fault(f, {
        code: "transpose",
        message: "^t is read as a power",
        at: t,
        hint: "a transpose is ^T; a label is a subscript: x_t; for the power declare t : scalar",
      });
    if (t.value === "H" && before?.value === "^" && !isVariable(f, "H"))
      fault(f, {
        code: "conjugate",
        message: "^H is not read: all numbers are real here",
        at: t,
        hint: "a transpose is ^T",
      });
    if (isRaisedCapital(f, t, i))
      fault(f, {
        code: "raised",
        message: `^${t.value} is read as a power, and ${t.value} is no number of the text`,
        at: t,
        hint: `a label is a subscript: ${f.tokens[i - 2]?.value}_${t.value}; an exponent is declared: ${t.value} : scalar`,
      });
    f.out.push(t);
    return i + 1;
  }
  if (isEntry(f, t)) f.scheme = "entrywise";
  const derivative = readDifferential(f, i);
  if (derivative !== null) return derivative;
  if (before?.type === "DV") {
    f.out.push(t);
    return afterVariable(f, i + 1);
  }
  if (isOperatorBy(f, t, i)) return putOperatorBy(f, t, i);
  return readPlainName(f, t, i);
}

/** `D_x f`: the derivative by x in front of something defined, where D is no name of the text and D_x says nothing else. */
function isOperatorBy(f: Filter, t: Token, i: number): boolean {
  if (!t.value.startsWith("D_") || isVariable(f, t.value) || f.known.functions.has(t.value)) return false;
  const { mentioned, defined } = f.known;
  const next = f.tokens[i + 1];
  return !mentioned.has("D") && mentioned.has(t.value.slice(2)) && next?.type === "NAME" && defined.has(next.value);
}

function putOperatorBy(f: Filter, t: Token, i: number): number {
  const name = t.value.slice(2);
  const at = f.source.indexOf("_", t.start);
  const [start, end] = [f.source[at + 1] === "{" ? at + 2 : at + 1, f.source[t.end - 1] === "}" ? t.end - 1 : t.end];
  const part = (type: Token["type"], value: string, from: number, to: number) =>
    token(type, value, { start: from, end: to }, { glued: true, latex: t.latex });
  f.out.push(part("D", "1", t.start, at), part("MUL", "/", at, at), part("DV", "1", at, at + 1));
  f.out.push(part("NAME", name, start, end));
  return i + 1;
}

/** `Ax` as the product that it reads like, unless it is a name of the text. */
const apart = (f: Filter, name: string): string =>
  name.length <= 3 && /^[A-Z][A-Za-z]+$/.test(name) && !f.known.mentioned.has(name) ? [...name].join(" ") : name;

/** `W^Q` in plain text, where nothing says what Q is. */
function isRaisedCapital(f: Filter, t: Token, i: number): boolean {
  const base = f.tokens[i - 2];
  if (t.latex || f.tokens[i - 1]?.value !== "^" || base?.type !== "NAME" || base.value === "e") return false;
  return /^[A-SU-Z]$/.test(t.value) && t.value !== "H" && !isVariable(f, t.value);
}

/** `\\mathbf{x}^t A`: a power of a vector, or one before a matrix, is none; t as a name of the model is. */
function isTransposedByT(f: Filter, i: number): boolean {
  if (isVariable(f, "t")) return false;
  const braces = f.tokens[i - 1]?.type === "LC";
  const base = f.tokens[i - (braces ? 3 : 2)];
  const next = f.tokens[i + (braces ? 2 : 1)];
  if (base?.type !== "NAME" || next?.type !== "NAME") return base?.type === "NAME" && base.face === "bold";
  // x^t x of one letter is an inner product, or t + 1 factors that nobody writes apart.
  return base.face === "bold" || /^[A-Z]/.test(next.value) || next.value === base.value;
}

export function readNumber(f: Filter, t: Token, i: number): void {
  const behind = f.tokens[i - 2]?.type;
  const isExponent = behind === "POWER" || (behind === "SIGN" && f.tokens[i - 3]?.type === "POWER");
  if (last(f)?.type === "NUM" && f.tokens[i - 1]?.type === "NUM" && !isExponent)
    fault(f, {
      code: "numbers",
      message: "two numbers stand side by side",
      at: t,
      hint: isInRow(f, i)
        ? "columns have commas: [1, 2; 3, 4]"
        : `write ${f.tokens[i - 1]?.value} * ${t.value}, or one number`,
    });
  f.out.push(t);
}

/** Whether square brackets are the innermost that are open. */
function isInRow({ tokens }: Filter, i: number): boolean {
  let depth = 0;
  for (let k = i - 1; k >= 0 && k > i - ROW; k--) {
    const type = tokens[k]?.type;
    if (type === "RP" || type === "RB" || type === "RC") depth += 1;
    else if (type === "LP" || type === "LB" || type === "LC") {
      if (depth === 0) return type === "LB";
      depth -= 1;
    }
  }
  return false;
}

/** Tokens of a row that are looked back at. */
const ROW = 50;

const LABELS = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** The last subscripts of names: one set for all statements of a text. */
function labels(mentioned: ReadonlySet<string>): ReadonlySet<string> {
  let set = LABELS.get(mentioned);
  if (set === undefined) {
    set = new Set([...mentioned].flatMap((n) => (n.includes("_") ? [n.slice(n.lastIndexOf("_") + 1)] : [])));
    LABELS.set(mentioned, set);
  }
  return set;
}

/** `(S - K)^+`: the positive part behind a bracket; the next index, or null where the sign is one of an exponent. */
export function positivePart(f: Filter, t: Token, i: number): number | null {
  const base = last(f)?.type;
  const braces = f.tokens[i + 1]?.type === "LC";
  const at = braces ? i + 2 : i + 1;
  const sign = f.tokens[at];
  if ((base !== "RP" && base !== "RB") || sign?.type !== "SIGN" || sign.value !== "+") return null;
  if (braces && f.tokens[at + 1]?.type !== "RC") return null;
  const next = f.tokens[at + 1];
  // TeX raises one character, and plain text all that touches the sign.
  if (!t.latex && !braces && next?.glued === true && /^(?:NAME|NUM|L[PBC])$/.test(next.type)) return null;
  const span = { start: t.start, end: (braces ? (f.tokens[at + 1] as Token) : sign).end };
  const entry = token("ENTRY", "", span, { glued: true, latex: t.latex });
  const script = { text: "^+", label: "plus", bracket: null, latex: t.latex, span };
  entry.scripts = { base: "", below: [script], above: [] };
  f.out.push(entry);
  return braces ? at + 2 : at + 1;
}

/** `X^+ y`, `A^- v`: a pseudo-inverse or a label, and no power of y. */
export function refuseSign(f: Filter, t: Token, i: number): void {
  const [sign, next] = [f.tokens[i + 1], f.tokens[i + 2]];
  if (sign?.type !== "SIGN" || next?.type !== "NAME" || next.value === "T") return;
  const base = f.tokens[i - 1];
  // P^-H^T: of two capitals that nothing declares a prior covariance and what it multiplies, more likely than a power.
  const isPrior = !t.latex && base?.type === "NAME" && /^[A-Z]/.test(base.value) && /^[A-Z]/.test(next.value);
  if (sign.value === "-" && next.glued && !(isPrior && !isVariable(f, next.value))) return;
  fault(f, {
    code: "raised",
    message: `^${sign.value} behind a name is a pseudo-inverse or a label, and neither is read here`,
    at: { start: t.start, end: sign.end },
    hint: `the pseudo-inverse is pinv(A), a label is part of a name, A_plus; a power has parentheses, ^(${sign.value}${next.value})`,
  });
}

/** `W^{(l+1)}` is a power, and in a text of layers seldom meant as one. */
export function warnOfLabel(f: Filter, t: Token, i: number): void {
  const kinds = f.tokens.slice(i + 1, i + 8).map((x) => x.type);
  if (!t.latex || kinds.join() !== "LC,LP,NAME,SIGN,NUM,RP,RC") return;
  const [name, sign, number] = f.tokens.slice(i + 3, i + 6).map((x) => x.value);
  // z^{(l)} beside it is a label, and so this was to be one.
  if (!labels(f.known.mentioned).has(name ?? "")) return;
  const end = (f.tokens[i + 7] as Token).end;
  const message = `^{(${name}${sign}${number})} is read as a power`;
  warn(f, {
    code: "label",
    message,
    at: { start: t.start, end },
    hint: `the name of a layer has a subscript: W_{${name}${sign}${number}}`,
  });
}
