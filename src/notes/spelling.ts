/**
 * Left sides as notes write them, in the spelling that the language reads: `f'(x)`, `∇f`, `∂_x f`, `\pdv`. Only the
 * spelling is changed; what stands behind the `=` is as typed, but for `\times` between numbers.
 */

/** The parameters with which notes define their functions, `f(x, y) = …`, by the name as typed. */
export type Signatures = ReadonlyMap<string, readonly string[]>;

const LETTER = String.raw`(?:\\(?:mathcal|mathbf|mathrm|bm|boldsymbol|hat|tilde|bar|vec|operatorname)\s*\{\\?[A-Za-z]+\}|\\(?!partial|nabla|frac|dfrac|tfrac|left|right|quad|qquad|cdot|times|begin|end|text|sum|log|ln)[a-zA-Z]+|[A-Za-z\u0391-\u03c9])`;
const SUBSCRIPT = String.raw`(?:_(?:[A-Za-z0-9]|\{[^{}]{1,12}\}))?`;
const NAME = `${LETTER}${SUBSCRIPT}`;
const HEAD = new RegExp(
  String.raw`(?<![\\A-Za-z'}])(${NAME})\s*(?:\\left)?\(([^()]{1,60}?)(?:\\right)?\)\s*(?:&\s*)?(?::|\\(?:co)?eqq)?=`,
  "g",
);

/** `p(x \\mid μ, σ)`, with what stands before it. */
const CONDITIONAL = new RegExp(
  String.raw`(?:(\\(?:log|ln)(?![a-zA-Z])\s*)|(?<![A-Za-z\\]))(${LETTER}(?:_(?:[A-Za-z0-9]|\\[a-z]+|\{\\?[a-z]+\}))?)\s*(?:\\left)?\(([^()|]{1,40}?)(?:\\mid(?![a-zA-Z])|\\vert(?![a-zA-Z])|\||\\,\|\\,)([^()|]{1,40}?)(?:\\right)?\)`,
  "g",
);

/** Takes in the functions that a formula defines. */
export function noteSignatures(formula: string, into: Map<string, readonly string[]>): void {
  for (const [whole, log, name = ""] of formula.matchAll(CONDITIONAL))
    if (
      log !== undefined &&
      formula.includes(whole) &&
      /^\s*(?:&\s*)?=/.test(formula.slice(formula.indexOf(whole) + whole.length))
    )
      into.set(`\\log ${name}`, []);
  for (const m of formula.matchAll(CONDITIONAL)) {
    const [whole, , name = "", of = ""] = m;
    const behind = formula.slice(m.index + whole.length);
    const letter = /^\s*([a-z])\s*$/.exec(of)?.[1];
    if (
      letter !== undefined &&
      /^\s*(?:&\s*)?=/.test(behind) &&
      new RegExp(`_\\{?${letter}\\}?(?![A-Za-z])`).test(behind)
    )
      into.set(counted(name), []);
  }
  for (const [, name = "", list = ""] of formula.matchAll(HEAD)) {
    const parameters = list.split(/[,;]/).map((p) => p.trim());
    const known = into.get(name.trim());
    // `f(x_0) = …` after `f(x) = …` is its value there.
    if (known !== undefined && parameters.every((p, k) => isPointOf(p, known[k]))) continue;
    if (parameters.every((p) => new RegExp(`^${NAME}$`).test(p))) into.set(name.trim(), parameters);
  }
}

/** `x_0`, `x^*` and `x_k` for x. */
export const isPointOf = (parameter: string, of: string | undefined): boolean =>
  of !== undefined && parameter !== of && /^\s{0,9}[_^]/.test(parameter.slice(of.length)) && parameter.startsWith(of);

/** `D(p \\| q)` of two distributions. */
const DIVERGENCE = new RegExp(
  String.raw`(?<![A-Za-z\\])(${LETTER}(?:_(?:[A-Za-z]|\{\\?[a-zA-Z]+\}))?)\s*(?:\\left)?\(\s*([A-Za-z])\s*(?:\\(?:left|right|middle|,|;)\s*)?(?:\\\||\\Vert(?![a-zA-Z])|\\parallel(?![a-zA-Z])|\u2016)\s*(?:\\[,;]\s*)?([A-Za-z])\s*(?:\\right)?\)`,
  "g",
);

/** A conditional whose letter a sum of the formula binds, `\\sum_j p(x_j | μ_j)`: one for each j, where its name says none. */
export function countedConditional(formula: string): string | null {
  const letters = [...formula.matchAll(BOUND)].map((m) => m[1] ?? "");
  if (letters.length === 0) return null;
  const below = new RegExp(
    String.raw`_\s{0,9}(?:${letters.join("|")}|\{\s{0,9}(?:${letters.join("|")})\s{0,9}\})(?![A-Za-z])`,
  );
  for (const [whole, , , of = "", given = ""] of formula.matchAll(CONDITIONAL))
    if (below.test(`${of}|${given}`)) return whole.trim();
  return null;
}

const BOUND = /\\(?:sum|prod)(?:\\limits)?\s{0,9}_\s{0,9}\{?\s{0,9}([a-z])(?![A-Za-z])/g;

/** Conditional densities by one name each: what stands behind the bar are inputs as any others. */
export function withoutBars(formula: string, signatures: Signatures): string {
  if (!/\\mid|\||\\vert|\\Vert|\\parallel|\u2016/.test(formula)) return formula;
  const respelt = formula.replace(DIVERGENCE, (_, name: string) => `${name} `);
  return respelt.replace(CONDITIONAL, (whole: string, log: string | undefined, name: string, of: string) => {
    if (signatures.has(applied(name))) return whole;
    // `tr(P_{k|k-1})`: a bar within a script.
    if (of.split("{").length !== of.split("}").length) return whole;
    if (log !== undefined && signatures.has(`\\log ${name}`)) return `\\ell_{${name.replace(/[\\{}_]/g, "")}}`;
    const one = of.trim();
    if (signatures.has(counted(name)) && /^[a-z]$/.test(one)) return `${log ?? ""}${name}_{${one}}`;
    return `${log ?? ""}${name}_{cond${of.replace(/[^A-Za-z]/g, "")}}`;
  });
}

/** Notes densities that have a formula and stand at other values than it has, `π(a_t | s_t)` beside `π(a | s) = …`. */
export function noteApplied(formulas: readonly string[], into: Map<string, readonly string[]>): void {
  const heads = new Map<string, { readonly of: string; readonly given: string }>();
  const all = formulas.map((f) =>
    [...f.matchAll(CONDITIONAL)].map((m) => ({ m, behind: f.slice(m.index + m[0].length) })),
  );
  const spaceless = (text: string | undefined): string => (text ?? "").replace(/\s/g, "");
  for (const [first] of all)
    if (first !== undefined && first.m[1] === undefined && first.m.index === 0 && /^\s*(?:&\s*)?:?=/.test(first.behind))
      heads.set(first.m[2] ?? "", { of: spaceless(first.m[3]), given: spaceless(first.m[4]) });
  for (const { m } of all.flat()) {
    const [name, of, given] = [m[2] ?? "", spaceless(m[3]), spaceless(m[4])];
    const head = heads.get(name);
    if (head === undefined || (head.of === of && head.given === given)) continue;
    // `π(b | θ)` of a density whose values are counted is another member of the family.
    const isMember = into.has(counted(name)) && head.given === given && /^[a-z]$/.test(of);
    if (!isMember) into.set(applied(name), []);
  }
}

const applied = (name: string): string => `( ${name}`;

/** Under what a density is kept whose values are counted: `π(a | θ) = e^{θ_a} / …`. */
const counted = (name: string): string => `| ${name}`;

/** Notes what formulas of one section state as functions of time, `x(t) = …`: elsewhere a dotted letter is one of its own. */
export function noteMoving(formula: string, into: Map<string, readonly string[]>): void {
  for (const [, name = "", list = ""] of formula.matchAll(HEAD)) if (list.trim() === "t") into.set(moving(name), []);
}

const moving = (name: string): string => `. ${name.trim()}`;

/** Functions that have a derivative without being defined. */
const KNOWN = /^(?:\\sigma|\\tanh|\\sin|\\cos|\\exp|\\mathrm\{softplus\}|\\tan|\\operatorname\{softplus\})$/;

/** A formula in the spelling of the language; line breaks stay where they are. */
export function respelled(formula: string, signatures: Signatures): string {
  if (
    !/['\u2032]|\\d?dot(?![a-zA-Z])|\}\s*\(|\\nabla|\u2207|\\partial\s*_|\u2202_|\\p?dv(?![a-zA-Z])|\\d?dv|\\times|\\overset|\\(?:mathbf|bm|boldsymbol)\s*\{[a-z]{2}\}/.test(
      formula,
    )
  )
    return formula;
  const parametersOf = (name: string): readonly string[] | undefined => signatures.get(name.trim());
  let out = formula
    .replace(/\\(mathbf|bm|boldsymbol)\s*\{([a-z])([a-z])\}/g, "\\$1{$2}\\$1{$3}")
    .replace(/\\overset\s*\{?!\}?\s*\{?=\}?/g, "=");
  out = out.replace(
    /(\^\s*\{(?:[^{}]|\{[^{}]*\})*\})|(?<=\d\s{0,3})\\times(?![a-zA-Z])|\\times(?=\s{0,3}\d)/g,
    // Between letters it may be a cross product, which the reader of the language knows by its vectors.
    (whole, sizes?: string) => sizes ?? whole.replace("\\times", "\\cdot"),
  );
  out = out.replace(
    /\\(p?)dv(?:\[(\d)\])?\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g,
    (_, p: string, order: string | undefined, of: string, by: string) => fraction(p === "p", of, by, order === "2"),
  );
  // At its own variable a derivative is taken where it always is: `\frac{d f}{d x}(x)`.
  out = out.replace(
    new RegExp(
      String.raw`(\\[dtc]?frac\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*(?:d|\\partial|\\mathrm\{d\})\s*(${NAME})\s*(?:\^\s*\{?2\}?)?\s*\})\s*\(\s*(${NAME})\s*\)`,
      "g",
    ),
    (whole: string, derivative: string, by: string, at: string) => (by.trim() === at.trim() ? derivative : whole),
  );
  out = out.replace(
    new RegExp(String.raw`(?:\\partial|\u2202)\s*_(?:\{(${NAME})\}|(${NAME}))\s*(${NAME})(?=\s*&?\s*=|\s*\()`, "g"),
    (_, braced: string | undefined, bare: string | undefined, of: string) => fraction(true, of, braced ?? bare ?? ""),
  );
  out = out.replace(
    new RegExp(
      String.raw`(?:\\nabla|\u2207)(\s*\^\s*\{?2\}?)?\s*(${NAME})(\s*(?:\\left)?\((${NAME})(?:\\right)?\))?(?=\s*&?\s*=)`,
      "g",
    ),
    (whole: string, square: string | undefined, of: string, _call: string | undefined, given: string | undefined) => {
      const own = parametersOf(of);
      const by = given ?? (own?.length === 1 ? own[0] : undefined);
      // At another point than its parameter, a name is evaluated there.
      if (by === undefined || (own !== undefined && (own.length !== 1 || own[0] !== by))) return whole;
      return `\\nabla_{${by}}${square === undefined ? "" : "^2"} ${of}`;
    },
  );
  // A dot is a derivative by time, of what is stated as a function of it; `\dot x = dx/dt` says no more than that.
  out = out.replace(
    new RegExp(
      String.raw`\\(d?)dot(?![a-zA-Z])\s*(?:\{\s*(${NAME})\s*\}|(${NAME}))(\s*\(\s*t\s*\))?(?=\s*&?\s*=(?!\s*(?:\\[dt]?frac\s*\{\s*)?(?:d|\\mathrm\s*\{d\})[\s\\^]*[A-Za-z]))`,
      "g",
    ),
    (whole: string, second: string, braced: string | undefined, bare: string | undefined) => {
      const of = braced ?? bare ?? "";
      return signatures.has(moving(of)) ? fraction(false, of, "t", second === "d") : whole;
    },
  );
  return out.replace(
    new RegExp(
      String.raw`(?<![\\A-Za-z^_{}])(${NAME})\s*('{1,2}|\u2032{1,2}|\^\{?\\prime\}?)(\s*\((${NAME})\))?(?=\s*&?\s*=)`,
      "g",
    ),
    (whole: string, of: string, primes: string, call: string | undefined, given: string | undefined) => {
      const own = parametersOf(of);
      const isKnown = own === undefined && KNOWN.test(of);
      const by = given ?? own?.[0];
      if (
        by === undefined ||
        (own === undefined && !isKnown) ||
        (own !== undefined && (own.length !== 1 || own[0] !== by))
      )
        return whole;
      const second = primes.length === 2;
      return isKnown ? `${fraction(false, "", by, second)} ${of}${call ?? ""}` : fraction(false, of, by, second);
    },
  );
}

const fraction = (partial: boolean, of: string, by: string, second = false): string => {
  const d = partial ? "\\partial" : "d";
  return second ? `\\frac{${d}^2 ${of}}{${d} ${by}^2}` : `\\frac{${d} ${of}}{${d} ${by}}`;
};

/** Words that a plain line writes as it speaks, and a formula with a backslash. */
const WORDS =
  /(?<![\\A-Za-z])(log|ln|exp|sin|cos|tan|tanh|sqrt|softmax|sigmoid|relu|tr|diag|det|vec|sum)(?=\s*[([]|\s+[a-z]\b)/g;

/** A line of text that states a formula without marking it, `∂f/∂x = 2xy`, as one; null where it is prose. */
export function plainFormula(line: string): string | null {
  const text = line
    .replace(/^\s*(?:[-*+]|\d+[.)])\s+/, "")
    .replace(/\*\*[^*]*\*\*:?|__[^_]*__:?/g, "")
    .trim();
  if (text.length > 200 || !text.includes("=") || /[$`\\]/.test(text)) return null;
  const pieces = text.split(
    /,\s+(?=[^\s()]+(?:\([^()]*\))?\s*=)|,\s+(?=\S{1,3}\s+(?:is\s+)?(?:a\s+)?[a-z-]{3,20}\.?$)|(?:,|(?<!\s))\s+(?:where|and|with|for|so)\s+|^(?:for|let|where|with|so|then|At)\s+/i,
  );
  const kept = pieces.filter((p) => p !== undefined && isFormula(p));
  if (kept.length === 0) return null;
  const written = (p: string): string =>
    p
      .replace(/[.,;:]\s*$/, "")
      .replace(WORDS, "\\operatorname{$1}")
      .replace(
        /(?:\u2211|\u03a3(?=[\u1d62\u2c7c\u2096\u2099\u2098]))([\u1d62\u2c7c\u2096\u2099\u2098])/g,
        (_, s: string) => `\\sum_{${"ijknm".charAt("\u1d62\u2c7c\u2096\u2099\u2098".indexOf(s))}} `,
      );
  return kept.map(written).join(" ,\\quad ");
}

/** No words but those of functions: letters, one or two together, and signs. */
function isFormula(piece: string): boolean {
  if (!/^\s*[^=\s][^=]*=[^=]/.test(piece)) return false;
  const words = piece.match(/[A-Za-z]{3,}/g) ?? [];
  if (words.some((w) => !/^(?:log|exp|sin|cos|tan|tanh|sqrt|softmax|sigmoid|relu|diag|det|vec|sum)$/.test(w)))
    return false;
  return /[\u2202\u2207\u1d40\u00b2\u00b3\u2016]|^\p{L}(?:\w|\p{M})?\s*(?:\([^()]*\)\s*)?=/u.test(piece);
}
