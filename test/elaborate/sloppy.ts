/**
 * Formulas of numbers as people set them: side by side or with a dot, quotients in a line, superscripts of Unicode,
 * operators in front of products, primes. Each comes with what it means, evaluated here and nowhere else.
 */
import fc from "fast-check";

export type Formula =
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "number"; readonly value: number }
  | { readonly is: "sum"; readonly parts: readonly Formula[] }
  | { readonly is: "product"; readonly parts: readonly Formula[] }
  | { readonly is: "quotient"; readonly above: Formula; readonly below: Formula }
  | { readonly is: "power"; readonly base: Formula; readonly exponent: number }
  | { readonly is: "exponential"; readonly exponent: Formula }
  | { readonly is: "call"; readonly name: "sin" | "sqrt"; readonly of: Formula }
  | { readonly is: "bars"; readonly of: Formula }
  | { readonly is: "derivative"; readonly of: Formula };

export const VALUES: Readonly<Record<string, number>> = { x: 1.3, a: 0.7, b: 2.1, c: 1.9 };

const { formula } = fc.letrec<{ formula: Formula; atom: Formula; factor: Formula }>((tie) => {
  const atom = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("x", "x", "a", "b", "c").map((name): Formula => ({ is: "name", name })) },
    { weight: 1, arbitrary: fc.constantFrom(2, 3).map((value): Formula => ({ is: "number", value })) },
  );
  const list = (of: fc.Arbitrary<Formula>) => fc.array(of, { minLength: 2, maxLength: 3, depthIdentifier: "formula" });
  const factor = fc.oneof(
    { depthIdentifier: "formula", maxDepth: 3, depthSize: "small" },
    tie("atom"),
    tie("atom"),
    list(tie("formula")).map((parts): Formula => ({ is: "sum", parts })),
    fc.record({ is: fc.constant("power" as const), base: tie("atom"), exponent: fc.constantFrom(2, 3, -1) }),
    fc.record({ is: fc.constant("exponential" as const), exponent: tie("formula") }),
    fc.record({
      is: fc.constant("call" as const),
      name: fc.constantFrom("sin" as const, "sqrt" as const),
      of: tie("formula"),
    }),
    fc.record({ is: fc.constant("bars" as const), of: tie("formula") }),
  );
  const whole = fc.oneof(
    { depthIdentifier: "formula", maxDepth: 3, depthSize: "small" },
    tie("factor"),
    list(tie("factor")).map((parts): Formula => ({ is: "product", parts })),
    fc.record({ is: fc.constant("quotient" as const), above: tie("factor"), below: tie("formula") }),
    list(fc.oneof(tie("factor"), tie("formula"))).map((parts): Formula => ({ is: "product", parts: flat(parts) })),
    tie("formula").map((of): Formula => ({ is: "derivative", of: moving(of) })),
  );
  return {
    atom: atom as fc.Arbitrary<Formula>,
    factor: factor as fc.Arbitrary<Formula>,
    formula: whole as fc.Arbitrary<Formula>,
  };
});

/** What is derived by x has an x in it: else the answer is zero, and said to be. */
function moving(f: Formula): Formula {
  const name: Formula = { is: "name", name: "x" };
  return JSON.stringify(f).includes(JSON.stringify(name)) ? f : { is: "product", parts: flat([f, name]) };
}

/** Factors of factors: nobody puts parentheses around a product of numbers that stands in one. */
const flat = (parts: readonly Formula[]): readonly Formula[] =>
  parts.flatMap((p) => (p.is === "product" ? p.parts : [p]));

/** A formula, and the choices that its setting takes one after the other. */
export const drawn = fc.record({
  formula,
  dress: fc.constantFrom("plain" as const, "unicode" as const, "latex" as const),
  choices: fc.array(fc.nat(59), { minLength: 12, maxLength: 24 }),
});

/** Its value at these numbers. */
export function meaningOf(f: Formula, at: Readonly<Record<string, number>> = VALUES): number {
  switch (f.is) {
    case "name":
      return at[f.name] as number;
    case "number":
      return f.value;
    case "sum":
      return f.parts.reduce((s, p) => s + meaningOf(p, at), 0);
    case "product":
      return f.parts.reduce((s, p) => s * meaningOf(p, at), 1);
    case "quotient":
      return meaningOf(f.above, at) / meaningOf(f.below, at);
    case "power":
      return meaningOf(f.base, at) ** f.exponent;
    case "exponential":
      return Math.exp(meaningOf(f.exponent, at));
    case "call":
      return f.name === "sin" ? Math.sin(meaningOf(f.of, at)) : Math.sqrt(meaningOf(f.of, at));
    case "bars":
      return Math.abs(meaningOf(f.of, at));
    case "derivative": {
      const x = at.x as number;
      const h = 1e-3;
      const near = (k: number) => meaningOf(f.of, { ...at, x: x + k * h });
      return (8 * (near(1) - near(-1)) - (near(2) - near(-2))) / (12 * h);
    }
  }
}

export type Dress = "plain" | "unicode" | "latex";

interface Setting {
  readonly dress: Dress;
  /** The next choice among these. */
  readonly pick: <T>(list: readonly T[]) => T;
}

/** A formula as someone may set it. */
export function set(f: Formula, dress: Dress, choices: readonly number[]): string {
  let next = 0;
  const pick = <T>(list: readonly T[]): T => list[(choices[next++ % choices.length] as number) % list.length] as T;
  return written(f, { dress, pick });
}

const isLatex = ({ dress }: Setting) => dress === "latex";

function written(f: Formula, s: Setting): string {
  switch (f.is) {
    case "name":
      return f.name;
    case "number":
      return String(f.value);
    case "sum":
      return f.parts.map((p) => written(p, s)).join(s.pick(["+", " + "]));
    case "product":
      return f.parts.map((p, i) => factor(p, i === f.parts.length - 1, s)).reduce((l, r) => beside(l, r, s));
    case "quotient":
      return quotient(f.above, f.below, s);
    case "power":
      return raised(operand(f.base, s), f.exponent, s);
    case "exponential":
      return exponential(f.exponent, s);
    case "call":
      return called(f.name, f.of, s);
    case "bars":
      return isLatex(s)
        ? s.pick([`|${written(f.of, s)}|`, `\\left|${written(f.of, s)}\\right|`])
        : `|${written(f.of, s)}|`;
    case "derivative":
      return derived(f.of, s);
  }
}

function bracketed(text: string, s: Setting): string {
  return isLatex(s) ? s.pick([`(${text})`, `\\left(${text}\\right)`, `\\left[${text}\\right]`]) : `(${text})`;
}

/** A factor: sums in parentheses, quotients too or in a line, and operators in front where nothing follows. */
function factor(f: Formula, isLast: boolean, s: Setting): string {
  const text = written(f, s);
  if (f.is === "sum" || f.is === "product") return bracketed(text, s);
  if (f.is === "derivative") return isLast ? s.pick([text, bracketed(text, s)]) : bracketed(text, s);
  return f.is === "quotient" ? s.pick([text, bracketed(text, s)]) : text;
}

const operand = (f: Formula, s: Setting): string =>
  f.is === "name" || f.is === "number" ? written(f, s) : bracketed(written(f, s), s);

/** Two factors side by side; numbers behind a factor and words that would run together get a sign between. */
function beside(left: string, right: string, s: Setting): string {
  const dot = isLatex(s) ? "\\cdot " : "·";
  if (/^[\d]/.test(right) || /^d\/d/.test(left)) return `${left}${isLatex(s) ? " \\cdot " : " * "}${right}`;
  const runsOn = !isLatex(s) && /[\p{L}\d]$/u.test(left) && /^[\p{L}]/u.test(right) && !/^\d+$/.test(left);
  const gaps = isLatex(s)
    ? ["", " ", "\\,", dot]
    : runsOn
      ? [" ", " ", dot, /^[abcx](?!\p{L})/u.test(right) ? "" : " "]
      : ["", " ", dot];
  return `${left}${s.pick(gaps)}${right}`;
}

/** A product below a line goes bare as books print it, but behind a number, which is a coefficient: 1/2 x is half of x. */
function quotient(above: Formula, below: Formula, s: Setting): string {
  const top = above.is === "sum" || above.is === "product" ? bracketed(written(above, s), s) : written(above, s);
  const bottom = written(below, s);
  if (isLatex(s) && s.pick([true, false])) return `\\frac{${written(above, s)}}{${bottom}}`;
  const isSimple = below.is !== "sum" && below.is !== "product" && below.is !== "quotient" && below.is !== "derivative";
  const isBare =
    isSimple || (below.is === "product" && above.is !== "number" && !bottom.includes("*") && s.pick([true, false]));
  return `${top}${s.pick(["/", " / "])}${isBare ? bottom : `(${bottom})`}`;
}

const RAISED: Readonly<Record<string, string>> = {
  "0": "⁰",
  "1": "¹",
  "2": "²",
  "3": "³",
  "-": "⁻",
  "+": "⁺",
  "(": "⁽",
  ")": "⁾",
  x: "ˣ",
  a: "ᵃ",
  b: "ᵇ",
  c: "ᶜ",
  "²": "²",
  "³": "³",
  "/": "ᐟ",
};

/** What Unicode can raise; a power within is raised like a factor, for there is no other way. */
function raisedText(text: string): string | null {
  if (text.includes("*")) return null;
  const letters = [...text.replace(/[ ·*]/g, "").replace(/\^/g, "")];
  return letters.every((c) => c in RAISED) ? letters.map((c) => RAISED[c]).join("") : null;
}

function raised(base: string, exponent: number, s: Setting): string {
  const text = String(exponent);
  if (s.dress === "unicode") return `${base}${raisedText(text)}`;
  return isLatex(s) ? `${base}^{${text}}` : s.pick([`${base}^${text}`, `${base}^(${text})`]);
}

function exponential(f: Formula, s: Setting): string {
  const text = `${s.pick(["", ""])}${written(f, s)}`;
  const up = s.dress === "unicode" ? raisedText(text) : null;
  if (up !== null) return `e${up}`;
  // As it is typed in a hurry: e^2x, e^x/2.
  if (s.dress === "plain" && isHasty(f) && s.pick([true, false])) return `e^${hasty(f)}`;
  return isLatex(s) ? `e^{${text}}` : s.pick([`e^(${text})`, `exp(${text})`]);
}

const isPart = (f: Formula, is: "name" | "number") => f.is === is;

/** A number times a letter, a letter over a number: what is put above without parentheses. */
function isHasty(f: Formula): boolean {
  if (f.is === "product")
    return f.parts.length === 2 && isPart(f.parts[0] as Formula, "number") && isPart(f.parts[1] as Formula, "name");
  return f.is === "quotient" && isPart(f.above, "name") && isPart(f.below, "number");
}

const hasty = (f: Formula): string =>
  (f.is === "product" ? f.parts : f.is === "quotient" ? [f.above, f.below] : [f])
    .map((p) => (p.is === "name" ? p.name : p.is === "number" ? String(p.value) : ""))
    .join(f.is === "quotient" ? "/" : "");

function called(name: "sin" | "sqrt", of: Formula, s: Setting): string {
  const text = written(of, s);
  if (!isLatex(s)) return `${name}(${text})`;
  if (name === "sqrt") return `\\sqrt{${text}}`;
  // Behind a dot nobody reads on: \sin x \cdot y is (sin x) y.
  const isBare = of.is === "name" || of.is === "power" || (of.is === "product" && !text.includes("\\cdot"));
  return isBare ? s.pick([`\\sin ${text}`, `\\sin(${text})`]) : `\\sin(${text})`;
}

function derived(of: Formula, s: Setting): string {
  const text = written(of, s);
  const operator = s.pick(isLatex(s) ? ["\\frac{d}{dx}", "\\frac{\\partial}{\\partial x}"] : ["d/dx", "∂/∂x"]);
  const whole = `${operator} (${text})`;
  if (of.is === "sum") return s.pick([whole, whole, whole, `(${text})'`]);
  return s.pick([whole, `${operator} ${text}`, `${operator} ${text}`, `${operator} ${text}`, `(${text})'`]);
}
