import { describe, expect, it } from "vitest";
import { generator } from "./grammar.js";
import { expression } from "./show.js";

/** One expression in both spellings, and what it is read as. */
interface Sample {
  readonly plain: string;
  readonly latex: string;
  readonly shown: string;
}

type Random = () => number;

const NAMES: readonly Sample[] = [
  ["x", "\\mathbf{x}", "x"],
  ["W_1", "W_{1}", "W_1"],
  ["y_hat", "\\hat{y}", "y_hat"],
  ["alpha", "\\alpha", "alpha"],
  ["h_t_minus_1", "h_{t-1}", "h_t_minus_1"],
  ["θ", "\\boldsymbol{\\theta}", "theta"],
].map(([plain = "", latex = "", shown = ""]) => ({ plain, latex, shown }));

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const chance = (p: number, random: Random): boolean => random() < p;

/** Levels of the language, loosest first. */
function sum(depth: number, random: Random): Sample {
  const terms = Array.from({ length: 1 + Math.floor(random() * 3) }, () => elementwise(depth - 1, random));
  const signs = terms.map((_, i) => (i === 0 ? (chance(0.2, random) ? "-" : "") : pick(["+", "-"], random)));
  const join = (key: keyof Sample) =>
    terms.map((t, i) => `${signs[i] === "" ? "" : `${signs[i]} `}${t[key]}`).join(" ");
  const [only] = terms;
  if (terms.length === 1 && only !== undefined)
    return { plain: join("plain"), latex: join("latex"), shown: signs[0] === "-" ? `(-${only.shown})` : only.shown };
  return { plain: join("plain"), latex: join("latex"), shown: `(${join("shown")})` };
}

function elementwise(depth: number, random: Random): Sample {
  const first = product(depth - 1, random);
  if (depth < 1 || chance(0.6, random)) return first;
  const [plain, latex, shown] = pick(
    [
      [".*", "\\odot", ".*"],
      ["∘", "\\circ", ".*"],
      ["./", "\\oslash", "./"],
      ["⊗", "\\otimes", "⊗"],
    ] as const,
    random,
  );
  const second = product(depth - 1, random);
  return {
    plain: `${first.plain} ${plain} ${second.plain}`,
    latex: `${first.latex} ${latex} ${second.latex}`,
    shown: `(${first.shown} ${shown} ${second.shown})`,
  };
}

function product(depth: number, random: Random): Sample {
  const factors = Array.from({ length: 1 + Math.floor(random() * 3) }, () => postfixed(depth - 1, random));
  const [head] = factors;
  if (factors.length === 1 && head !== undefined) return head;
  const operators = factors.map((f) =>
    // Two numbers side by side are refused.
    /^[\d.]/.test(f.plain) ? pick([" * ", " / "], random) : pick([" ", " ", " * ", " / "], random),
  );
  const join = (key: keyof Sample, times: string) =>
    factors.map((f, i) => (i === 0 ? "" : operators[i] === " * " ? times : (operators[i] ?? "")) + f[key]).join("");
  return { plain: join("plain", " * "), latex: join("latex", " \\cdot "), shown: `{${join("shown", " * ")}}` };
}

function postfixed(depth: number, random: Random): Sample {
  const base = primary(depth - 1, random);
  if (chance(0.6, random)) return base;
  const [plain, latex, shown] = pick(
    [
      ["^T", "^\\top", "^T"],
      ["ᵀ", "^{\\mathsf T}", "^T"],
      ["^-1", "^{-1}", "^-1"],
      ["^-T", "^{-\\top}", "^-T"],
      ["²", "^2", "^(2)"],
      ["^(k - 1)", "^{k - 1}", "^((k - 1))"],
      [".^2", ".^{2}", ".^(2)"],
    ] as const,
    random,
  );
  return {
    plain: base.plain + plain,
    latex: `{${base.latex}}${latex}`.replace(/^\{([^{}]*)\}/, "$1"),
    shown: base.shown + shown,
  };
}

function primary(depth: number, random: Random): Sample {
  if (depth < 1 || chance(0.3, random)) return chance(0.15, random) ? number(random) : pick(NAMES, random);
  const inner = sum(depth - 1, random);
  const one = (plain: string, latex: string, shown: string): Sample => ({
    plain: plain.replace("?", () => inner.plain),
    latex: latex.replace("?", () => inner.latex),
    shown: shown.replace("?", () => inner.shown),
  });
  switch (Math.floor(random() * 8)) {
    case 0:
      return one("(?)", "\\left( ? \\right)", "<?>");
    case 1:
      return one("f'(?)", "f'(?)", "f'(?)");
    case 2:
      return one("tanh(?)", "\\tanh\\left(?\\right)", "tanh(?)");
    case 3:
      return one("(‖?‖_2)", "(\\lVert ? \\rVert_2)", "<‖?‖_2>");
    case 4:
      return one("sum(?)", "\\operatorname{sum}(?)", "sum(?)");
    case 5:
      return one("[?; x]", "\\begin{bmatrix} ? \\\\ \\mathbf{x} \\end{bmatrix}", "[?; x]");
    case 6:
      return one("(∂(?)/∂x)", "\\left(\\frac{\\partial}{\\partial \\mathbf{x}} \\left(?\\right)\\right)", "<∂[?; x]>");
    default:
      return one("(|?|)", "(\\left|?\\right|)", "<|?|>");
  }
}

const number = (random: Random): Sample => {
  const digits = pick(["2", "0.5", "13"], random);
  return { plain: digits, latex: digits, shown: digits };
};

/** Parentheses that the tree folds: `((x))` is one group. */
const folded = (shown: string): string => {
  let before = "";
  let text = shown;
  while (text !== before) {
    before = text;
    text = text.replace(/<<([^<>]*)>>/g, "<$1>");
  }
  return text;
};

describe("an expression is read as it was written", { timeout: 120_000 }, () => {
  it.each([1, 2, 3, 4])("in plain text and in LaTeX (seed %i)", (seed) => {
    const random = generator(seed);
    // In LaTeX a name before a parenthesis is a call, unless the model says that it is none.
    const known = "f : function\nx, W_1, y_hat, alpha, h_t_minus_1, theta, k : vector(n)";
    for (let i = 0; i < 400; i++) {
      const s = sum(2 + Math.floor(random() * 8), random);
      expect(folded(expression(s.plain, known)), s.plain).toBe(folded(s.shown));
      const latex = `${s.latex} \\,`;
      // Braces around a base are a group of their own in LaTeX.
      expect(folded(expression(latex, known)).replaceAll(/[<>]/g, ""), latex).toBe(s.shown.replaceAll(/[<>]/g, ""));
    }
  });
});
