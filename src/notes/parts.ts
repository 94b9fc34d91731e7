/**
 * Derivatives that notes state in parts: the gradient of several numbers as a list of its entries, and values at a point.
 * Each part is a claim of the language; the whole is right where all of its parts are.
 */
import { isPointOf, type Signatures } from "./spelling.js";
import { escaped } from "./unknown.js";

/** One derivative and what it is said to be, in LaTeX. */
export interface Part {
  readonly left: string;
  readonly side: string;
}

/** The parts of a statement, and the point at which they are taken. */
export interface Parts {
  readonly parts: readonly Part[];
  readonly point: readonly (readonly [name: string, value: string])[];
}

const VALUE = String.raw`-?\d+(?:\.\d+)?(?:\/\d+)?`;
/** A number, or a variable at a point that has a name: `x_0`, `\\theta^{(k)}`. */
const PLACE = String.raw`(?:${VALUE}|\\?[A-Za-z]+\s*[_^]\s*(?:\w|\*|\{[^{}]{1,9}\}))`;
const BAR = String.raw`\s*\\?(?:\\(?:right|big|Big|bigg|Bigg)[lr]?\s*)?(?:\||\\vert|\\rvert)\s*_\s*(?:\{([^{}]*)\}|(\w))\s*$`;
const AT_BAR = new RegExp(`^(?:\\\\left\\s*\\.)?\\s*(.*?)${BAR}`, "s");
const AT_CALL = new RegExp(
  String.raw`^(.*?)\s*(?:\\left)?\(\s*(${PLACE}(?:\s*,\s*${PLACE})*|[A-Za-z])\s*(?:\\right)?\)\s*$`,
  "s",
);
const FRACTION =
  /^\\[cdt]?frac\s*\{\s*(\\partial|d|\\mathrm\{d\}|\u2202)([^{}]*)\}\s*\{\s*(?:\\partial|d|\\mathrm\{d\}|\u2202)([^{}]*)\}$/;

/** Reads a left side and one side of it; null where it is stated in one part, without a point. */
export function partsOf(of: string, side: string, signatures: Signatures): Parts | null {
  const barred = AT_BAR.exec(of);
  const called = barred === null ? callOf(of, signatures) : null;
  const bare = (barred?.[1] ?? called?.[1] ?? of).trim();
  const where = barred === null ? called?.[2] : (barred[2] ?? barred[3]);
  const derivative = leftOf(bare, signatures);
  if (derivative === null) return null;
  const point = where === undefined ? [] : pointOf(where, derivative.parameters);
  if (point === null) {
    // At a point that has a name, `f'(x_0) = 2 x_0`, the statement holds for every x.
    const own = where === undefined ? null : atNamedPoint(side, where, derivative.parameters);
    if (own === null) return null;
    const { f, by, order } = derivative;
    return by.length === 1 && order === 1
      ? { parts: [{ left: derivative.left ?? first(f, by[0] ?? ""), side: own }], point: [] }
      : partsOf(bare, own, signatures);
  }
  const { f, by, order } = derivative;
  if (by.length === 1 && order === 1) {
    const parts = [{ left: derivative.left ?? first(f, by[0] ?? ""), side }];
    return point.length === 0 ? null : { parts, point };
  }
  const sides = entriesOf(side);
  if (sides === null || sides.length !== (order === 1 ? by.length : by.length ** 2)) return null;
  const parts = sides.map((entry, k): Part => {
    if (order === 1) return { left: first(f, by[k] ?? ""), side: entry };
    const [x = "", y = ""] = [by[Math.floor(k / by.length)], by[k % by.length]];
    return {
      left:
        x === y
          ? `\\frac{\\partial^2 ${f}}{\\partial ${x}^2}`
          : `\\frac{\\partial^2 ${f}}{\\partial ${x} \\partial ${y}}`,
      side: entry,
    };
  });
  return { parts, point };
}

/** `f'(x_0)`, `f'(v)` of `f(x) = …`: what is called at another letter than its own. */
function callOf(of: string, signatures: Signatures): RegExpExecArray | null {
  const called = AT_CALL.exec(of);
  const isOwn = leftOf((called?.[1] ?? "").trim(), signatures)?.parameters.includes(called?.[2] ?? "") !== false;
  return isOwn && /^[A-Za-z]$/.test(called?.[2] ?? "") ? null : called;
}

const first = (f: string, x: string): string => `\\frac{\\partial ${f}}{\\partial ${x}}`;

interface Left {
  readonly f: string;
  readonly by: readonly string[];
  readonly order: 1 | 2;
  /** The derivative as typed, where it names its variable. */
  readonly left: string | null;
  readonly parameters: readonly string[];
}

function leftOf(text: string, signatures: Signatures): Left | null {
  const fraction = FRACTION.exec(text);
  if (fraction !== null) {
    const [, , f = "", below = ""] = fraction;
    const by = below.trimStart();
    const name = (f.endsWith(")") ? (f.split("(", 1)[0] ?? f) : f).trim();
    return { f: name, by: [by], order: 1, left: text, parameters: signatures.get(name) ?? [by] };
  }
  const nabla = /^(?:\\nabla|\u2207)(\s*\^\s*\{?2\}?)?([^({}]*?)(?:(?:\\left)?\(([^()]*?)(?:\\right)?\))?$/.exec(text);
  const prime = nabla === null ? /^([^'(){}]+)'$/.exec(text) : null;
  const f = (nabla?.[2] ?? prime?.[1] ?? "").trim();
  const own = signatures.get(f);
  if (own === undefined || (nabla?.[3] !== undefined && nabla[3].replace(/\s/g, "") !== own.join(","))) return null;
  if (prime !== null && own.length !== 1) return null;
  return { f, by: own, order: nabla?.[1] === undefined ? 1 : 2, left: null, parameters: own };
}

/** `t=1`, `u=1, v=2` or `1, 2` in the order of the parameters; null where it is no point of numbers. */
function pointOf(where: string, parameters: readonly string[]): Parts["point"] | null {
  const given = where.replace(/[()\\]|left|right|\s/g, "").split(/[,;]/);
  const point = given.map((g, k): readonly [string, string] => {
    const named = /^(\w+)=(.+)$/.exec(g);
    return named === null ? [parameters[k] ?? "", g] : [named[1] ?? "", named[2] ?? ""];
  });
  const isPoint = point.every(([name, value]) => name !== "" && new RegExp(`^${VALUE}$`).test(value));
  return isPoint && (given.length === parameters.length || where.includes("=")) ? point : null;
}

/** A side in which each variable stands in the place of its point; null where it speaks of no point, or of the variable besides. */
function atNamedPoint(side: string, where: string, parameters: readonly string[]): string | null {
  const given = where.split(/[,;]/).map((g) => g.trim());
  const named = given.map((g, k): readonly [variable: string, point: string] => {
    const [variable, point] = g.split("=", 2).map((t) => t.trim());
    return point === undefined ? [parameters[k] ?? "", g] : [variable ?? "", point];
  });
  let out = side;
  for (const [variable, point] of named) {
    if (!parameters.includes(variable) || !(isPointOf(point, variable) || isOnlyLetter(point, side))) return null;
    out = /^[A-Za-z]$/.test(point) ? out.replace(alone(point, "g"), POINT) : out.replaceAll(point, POINT);
    if (alone(variable).test(out)) return null;
    out = out.replaceAll(POINT, `{${variable}}`);
  }
  return out === side ? null : out;
}

/** `g'(v) = 3 v^2` of `g(w) = w^3`: any letter may be a point where the side speaks of nothing else. */
const isOnlyLetter = (point: string, side: string): boolean =>
  /^(?![edi]$)[A-Za-z]$/.test(point) &&
  side
    .replace(WORDED, " ")
    .match(/[A-Za-z]+/g)
    ?.every((letter) => letter === point || letter === "e") === true;
const WORDED =
  /\\(?:operatorname|mathrm|text|mbox)\s{0,9}\{[a-z]{2,9}\}|\\(?:[dt]?frac|sqrt|left|right|cdot|sin|cos|tan|exp|log|ln|sinh|cosh|tanh|[,;: ])/g;

/** A name that is no part of another. */
export const alone = (name: string, flags = ""): RegExp =>
  new RegExp(`(?<![A-Za-z\\\\])${escaped(name)}(?![A-Za-z])`, flags);

/** In the place of a point while its variable is looked for. */
const POINT = "\u0001";

/** A matrix and nothing else. */
const MATRIX = /^\\begin\{[bp]matrix\}(?:(?!\\begin|\\end).)*\\end\{[bp]matrix\}(?:\^\{?(?:\\top|T)\}?)?$/s;

/** A side that is a factor and a matrix behind it, cut into the two; null for any other. */
function scaled(side: string): { readonly factor: string; readonly matrix: string } | null {
  const at = side.indexOf("\\begin");
  const [front, matrix] = [side.slice(0, at), side.slice(at)];
  if (at <= 0 || /[=&+]|\\left/.test(front) || !MATRIX.test(matrix)) return null;
  const bare = front.trimEnd();
  const sign = ["\\,", "\\cdot"].find((s) => bare.endsWith(s)) ?? "";
  const factor = bare.slice(0, bare.length - sign.length).trim();
  return factor === "" ? null : { factor, matrix };
}

/** The entries of a matrix or a list in parentheses, row by row; none where they are none. */
export function entriesOf(side: string): readonly string[] | null {
  const text = side.replace(/[.,;]\s*$/, "").trim();
  const parts = scaled(text);
  const inner = parts === null ? null : entriesOf(parts.matrix);
  if (parts !== null && inner !== null) return inner.map((e) => `${parts.factor} (${e})`);
  const matrix =
    /^(?:\\left\s*[([]\s*)?\\begin\{(?:[bpvB]?matrix\*?|array)\}(?:\{[clr| ]{1,12}\}|\[[clr]\])?(.*)\\end\{(?:[bpvB]?matrix\*?|array)\}(?:\s*\\right\s*[)\]])?(?:\^\{?(?:\\top|T)\}?)?$/s.exec(
      text,
    );
  if (matrix !== null)
    return (matrix[1] ?? "")
      .split(/\\\\(?:\[[^\]]*\])?|&/)
      .map((e) => e.trim())
      .filter((e, k, all) => e !== "" || k < all.length - 1);
  const list = /^(?:\\left\s*)?[([](.*?)(?:\\right\s*)?[)\]](?:\^\{?(?:\\top|T)\}?)?$/s.exec(text);
  if (list === null) return null;
  const entries = [""];
  let depth = 0;
  for (const c of list[1] ?? "") {
    if (/[([{]/.test(c)) depth++;
    else if (/[)\]}]/.test(c)) depth--;
    if (c === "," && depth === 0) entries.push("");
    else entries[entries.length - 1] += c;
  }
  return entries.length > 1 ? entries.map((e) => e.replace(/\\[,;:! ]/g, " ").trim()) : null;
}
