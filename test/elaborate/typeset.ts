/**
 * Models drawn at random, and set in random typography: the same names, operations and shapes in plain text, Unicode or
 * LaTeX, bold or not, in any order of statements and summands.
 */
import { evaluate } from "../../src/numeric/evaluate.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { model } from "../parse/models.js";
import { generator } from "../reliability/mutate.js";

/** A size of the drawn model: 1, or a letter with its number. */
type Size = "1" | "n" | "m" | "k";
const NUMBERS: Readonly<Record<Size, number>> = { "1": 1, n: 2, m: 3, k: 4 };

interface Shaped {
  readonly rows: Size;
  readonly cols: Size;
}

type Node =
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "product" | "sum" | "hadamard"; readonly parts: readonly Node[] }
  | { readonly type: "transpose" | "normSquared" | "half" | "inverse" | "oneMinus" | "squared"; readonly of: Node }
  | { readonly type: "function"; readonly name: string; readonly of: Node };

interface Line {
  readonly name: string;
  readonly value: Node;
}

interface Drawn {
  readonly lines: readonly Line[];
  readonly shapes: ReadonlyMap<string, Shaped>;
}

type Face = "plain" | "unicode" | "light" | "bold";

const VECTORS = [
  "a",
  "b",
  "c",
  "u",
  "v",
  "w",
  "x",
  "y",
  "z",
  "mu",
  "beta",
  "theta",
  "xi",
  "x_1",
  "x_2",
  "y_hat",
  "h_tilde",
];
const MATRICES = ["A", "B", "C", "W", "X", "P", "M", "W_1", "W_2", "X_hat"];
const SCALARS = ["lambda", "alpha", "tau", "gamma", "lambda_1"];
const FUNCTIONS = ["tanh", "exp", "sin", "sigmoid", "softmax"];
const REDUCTIONS = ["sum", "mean", "logsumexp"];
const SIZES: readonly Size[] = ["n", "m", "k"];

type Random = () => number;
const pick = <T>(random: Random, all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

/** A model of a few definitions, whose last is a number; if `isShown` every vector shows somewhere that it is one. */
function drawn(seed: number, isShown = true): Drawn {
  const random = generator(seed);
  const shapes = new Map<string, Shaped>();
  const shown = new Set<string>();
  const named = (rows: Size, cols: Size, pool: readonly string[]): Node => {
    const known = [...shapes]
      .filter(([n, s]) => s.rows === rows && s.cols === cols && pool.includes(n))
      .map(([n]) => n);
    const free = pool.filter((n) => !shapes.has(n));
    const name = known.length > 0 && (random() < 0.6 || free.length === 0) ? pick(random, known) : pick(random, free);
    if (name === undefined) throw new RangeError("the names have run out");
    shapes.set(name, { rows, cols });
    return { type: "name", name };
  };
  const scalarName = () => named("1", "1", SCALARS);
  const mapped = (rows: Size, depth: number): Node => {
    const inner = pick(random, SIZES);
    const X = random() < 0.7 ? named(rows, inner, MATRICES) : named(inner, rows, MATRICES);
    const { name } = X as Node & { name: string };
    const s = shapes.get(name) as Shaped;
    const first: Node = s.rows === rows && s.cols === inner ? X : { type: "transpose", of: X };
    const v = column(inner, depth - 1);
    if (v.type === "name") shown.add(v.name);
    return { type: "product", parts: [first, v] };
  };
  const column = (rows: Size, depth: number): Node => {
    if (depth <= 0) return named(rows, "1", VECTORS);
    const r = random();
    if (r < 0.35) return mapped(rows, depth);
    if (r < 0.6) return { type: "sum", parts: [column(rows, depth - 1), column(rows, depth - 1)] };
    if (r < 0.75) return { type: "hadamard", parts: [column(rows, depth - 1), column(rows, depth - 1)] };
    if (r < 0.86) return { type: "function", name: pick(random, FUNCTIONS), of: column(rows, depth - 1) };
    if (r < 0.9) return { type: "oneMinus", of: { type: "function", name: "sigmoid", of: column(rows, depth - 1) } };
    return { type: "product", parts: [scalarName(), column(rows, depth - 1)] };
  };
  const scalar = (depth: number): Node => {
    const rows = pick(random, SIZES);
    const r = random();
    if (r < 0.3) {
      const v = named(rows, "1", VECTORS);
      shown.add((v as { name: string }).name);
      return { type: "product", parts: [{ type: "transpose", of: v }, column(rows, depth)] };
    }
    if (r < 0.5) {
      const v = named(rows, "1", VECTORS);
      shown.add((v as { name: string }).name);
      const square: Node =
        random() < 0.5 ? named(rows, rows, MATRICES) : { type: "inverse", of: named(rows, rows, MATRICES) };
      return { type: "product", parts: [{ type: "transpose", of: v }, square, v] };
    }
    if (r < 0.65) return { type: "normSquared", of: column(rows, depth) };
    if (r < 0.7) return { type: "function", name: pick(random, REDUCTIONS), of: mapped(rows, depth) };
    if (r < 0.74) return { type: "squared", of: scalarName() };
    if (r < 0.85) return { type: "product", parts: [scalarName(), scalar(depth - 1)] };
    return { type: "half", of: scalar(depth - 1) };
  };
  const lines: Line[] = [];
  const count = 1 + Math.floor(random() * 2);
  for (const name of ["r", "q"].slice(0, count)) {
    const rows = pick(random, SIZES);
    const value = column(rows, 2);
    shapes.set(name, { rows, cols: "1" });
    lines.push({ name, value });
  }
  const terms = Array.from({ length: 2 + Math.floor(random() * 2) }, () => scalar(1));
  for (const { name } of lines) terms.push({ type: "normSquared", of: { type: "name", name } });
  for (const [name, { rows, cols }] of shapes)
    if (isShown && rows !== "1" && cols === "1" && !shown.has(name) && !lines.some((l) => l.name === name)) {
      const of: Node = { type: "name", name };
      terms.push({ type: "product", parts: [{ type: "transpose", of }, of] });
    }
  shapes.set("J", { rows: "1", cols: "1" });
  lines.push({ name: "J", value: { type: "sum", parts: terms } });
  return { lines, shapes };
}

// ---------------------------------------------------------------- typography

const GREEK: Readonly<Record<string, string>> = {
  mu: "μ",
  beta: "β",
  theta: "θ",
  xi: "ξ",
  lambda: "λ",
  alpha: "α",
  tau: "τ",
  gamma: "γ",
};

function nameIn(name: string, face: Face, { shapes }: Drawn, random: Random): string {
  if (face === "plain") return name;
  const [letter = "", script] = name.split("_") as [string, string | undefined];
  if (face === "unicode") {
    const base = GREEK[letter] ?? letter;
    if (script === undefined) return base;
    return script === "hat" || script === "tilde"
      ? `${letter}${script === "hat" ? "\u0302" : "\u0303"}`
      : `${base}${script === "1" ? "₁" : "₂"}`;
  }
  const base = GREEK[letter] === undefined ? letter : `\\${letter}`;
  const isScalar = shapes.get(name)?.rows === "1";
  const bold = GREEK[letter] !== undefined ? ["\\boldsymbol", "\\bm"] : ["\\mathbf", "\\boldsymbol", "\\bm"];
  const set = face === "bold" && !isScalar ? `${pick(random, bold)}{${base}}` : base;
  if (script === "hat" || script === "tilde") return `\\${script}{${set}}`;
  return script === undefined ? set : random() < 0.5 ? `${set}_${script}` : `${set}_{${script}}`;
}

/** How tightly a node binds, as it is written: 0 a sum, 1 an elementwise product, 2 a product, 3 what needs no parentheses. */
const level = (n: Node): number =>
  n.type === "sum" || n.type === "oneMinus"
    ? 0
    : n.type === "hadamard"
      ? 1
      : n.type === "product" || n.type === "half"
        ? 2
        : 3;

function textOf(n: Node, face: Face, d: Drawn, random: Random): string {
  const isLatex = face === "light" || face === "bold";
  const within = (x: Node, least: number): string => {
    const text = textOf(x, face, d, random);
    if (level(x) >= least && random() < 0.95) return text;
    return isLatex && random() < 0.5 ? `\\left(${text}\\right)` : `(${text})`;
  };
  switch (n.type) {
    case "name":
      return nameIn(n.name, face, d, random);
    case "sum":
      return shuffled(random, n.parts)
        .map((p) => within(p, 1))
        .join(" + ");
    case "hadamard":
      return n.parts
        .map((p) => within(p, 2))
        .join(
          pick(
            random,
            { plain: [" .* "], unicode: [" ⊙ ", " ∘ "], light: [" \\odot ", " \\circ "], bold: [" \\odot "] }[face],
          ),
        );
    case "product": {
      const by = {
        plain: [" ", " ", " * ", " @ "],
        unicode: [" ", " · "],
        light: [" ", " \\, ", " \\cdot "],
        bold: [" ", "\\;"],
      }[face];
      return n.parts.map((p) => within(p, 3)).join(pick(random, by));
    }
    case "transpose": {
      const of = within(n.of, n.of.type === "name" ? 3 : 4);
      const raised = {
        plain: ["^T"],
        unicode: ["ᵀ", "^T"],
        light: ["^T", "^\\top", "^{\\top}", "^\\intercal"],
        bold: ["^T", "^{\\mathsf{T}}", "^\\top"],
      };
      return `${n.of.type === "name" || of.startsWith("(") || of.startsWith("\\left") ? of : `(${of})`}${pick(random, raised[face])}`;
    }
    case "inverse":
      return `${within(n.of, 3)}${{ plain: "^-1", unicode: "⁻¹", light: "^{-1}", bold: "^{-1}" }[face]}`;
    case "oneMinus":
      return `1 - ${within(n.of, 3)}`;
    case "squared":
      return `${within(n.of, 3)}${{ plain: "^2", unicode: "²", light: "^2", bold: "^{2}" }[face]}`;
    case "normSquared": {
      const of = textOf(n.of, face, d, random);
      const forms = {
        plain: [`norm2(${of})^2`, `||${of}||^2`, `‖${of}‖^2`],
        unicode: [`‖${of}‖²`, `‖${of}‖₂²`],
        light: [`\\|${of}\\|^2`, `\\lVert ${of} \\rVert^2`, `\\|${of}\\|_2^2`, `\\left\\|${of}\\right\\|^2`],
        bold: [`\\|${of}\\|^2`, `\\lVert ${of} \\rVert_2^2`],
      };
      return pick(random, forms[face]);
    }
    case "half": {
      const of = within(n.of, 3);
      return pick(
        random,
        {
          plain: [`1/2 ${of}`, `0.5 ${of}`, `${of} / 2`],
          unicode: [`½ ${of}`, `0.5 ${of}`],
          light: [`\\frac{1}{2} ${of}`, `\\tfrac12 ${of}`, `${of} / 2`],
          bold: [`\\frac{1}{2} ${of}`, `\\frac12 ${of}`],
        }[face],
      );
    }
    case "function": {
      const of = textOf(n.of, face, d, random);
      if (n.name === "sigmoid")
        return `${{ plain: "sigmoid", unicode: "σ", light: "\\sigma", bold: "\\sigma" }[face]}(${of})`;
      const isCommand = /^(?:tanh|exp|sin)$/.test(n.name);
      return `${isLatex ? (isCommand ? `\\${n.name}` : `\\operatorname{${n.name}}`) : n.name}${isLatex && random() < 0.3 ? `\\left(${of}\\right)` : `(${of})`}`;
    }
  }
}

const shuffled = <T>(random: Random, all: readonly T[]): readonly T[] =>
  all
    .map((x) => [random(), x] as const)
    .sort(([a], [b]) => a - b)
    .map(([, x]) => x);

/** The model set in a face, its statements and summands in any order. */
function typeset(d: Drawn, face: Face, seed: number): string {
  const random = generator(seed);
  const lines = shuffled(random, d.lines).map(
    (l) => `${nameIn(l.name, face, d, random)} = ${textOf(l.value, face, d, random)}`,
  );
  if (face === "plain" || face === "unicode") return lines.join(random() < 0.2 ? "; " : "\n");
  if (random() < 0.5) return lines.map((l) => `$${l}$`).join("\n");
  return `\\begin{align} ${lines.map((l) => l.replace(" = ", " &= ")).join(" \\\\ ")} \\end{align}`;
}

/** The model in plain text with every input declared: what it means. */
function declaredText(d: Drawn): string {
  const defined = new Set(d.lines.map((l) => l.name));
  const declarations = [...d.shapes].flatMap(([name, { rows, cols }]) => {
    if (defined.has(name)) return [];
    return [
      rows === "1"
        ? `${name} : scalar`
        : cols === "1"
          ? `${name} : vector(${rows})`
          : `${name} : matrix(${rows}, ${cols})`,
    ];
  });
  return [...declarations, typeset(d, "plain", 1)].join("\n");
}

// ---------------------------------------------------------------- what a text says

type Outcome =
  | { readonly type: "refused"; readonly codes: readonly string[] }
  | {
      readonly type: "read";
      readonly wrong: readonly string[];
      readonly warnings: readonly string[];
      readonly values: readonly number[];
    };

/** Reads a text of the drawn model: whether every name has its shape, and the numbers of its definitions. */
function outcome(text: string, { shapes, lines }: Drawn): Outcome {
  const m = model(text);
  const codes = (severity: string) => m.diagnostics.filter((x) => x.severity === severity).map((x) => x.code);
  if (codes("error").length > 0) return { type: "refused", codes: codes("error") };
  const sizes = new Map<string, number>();
  const wrong: string[] = [];
  const fits = (d: string, size: Size): boolean => {
    if (d === "1" || size === "1") return d === size;
    const known = sizes.get(d);
    if (known === undefined) sizes.set(d, NUMBERS[size]);
    return known === undefined || known === NUMBERS[size];
  };
  const values = new Map<string, Matrix>();
  const random = generator(99);
  const defined = new Set(lines.map((l) => l.name));
  for (const [name, { rows, cols }] of [...shapes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const found = m.symbols.get(name);
    const data = Float64Array.from(
      { length: NUMBERS[rows] * NUMBERS[cols] },
      () => Math.round(200 * random() - 100) / 100,
    );
    if (!defined.has(name)) values.set(name, matrix(NUMBERS[rows], NUMBERS[cols], data));
    if (found === undefined || !fits(found.shape.rows, rows) || !fits(found.shape.cols, cols))
      wrong.push(`${name} : ${found?.kind ?? "none"}`);
  }
  if (wrong.length > 0) return { type: "read", wrong, warnings: codes("warning"), values: [] };
  const wanted = lines.map((l) => m.equations.find((e) => e.name === l.name)?.value).filter((e) => e !== undefined);
  const numbers = evaluate(wanted, { sizes, values }).flatMap((v) => [...v.data]);
  return { type: "read", wrong, warnings: codes("warning"), values: numbers };
}

const FACES: readonly Face[] = ["plain", "unicode", "light", "bold"];

/** Texts of the models of these seeds that are refused, or read otherwise than the model with its declarations. */
export function readings(from: number, to: number): readonly (readonly [text: string, how: string])[] {
  const faults: (readonly [string, string])[] = [];
  for (let seed = from; seed < to; seed++) {
    const d = drawn(seed);
    const meant = outcome(declaredText(d), d);
    if (meant.type === "refused" || meant.wrong.length > 0) {
      faults.push([declaredText(d), "as declared"]);
      continue;
    }
    for (const face of FACES) {
      const text = typeset(d, face, 7 * seed + 3);
      const o = outcome(text, d);
      const isSame =
        o.type === "read" &&
        o.wrong.length === 0 &&
        o.values.every((v, i) => Math.abs(v - (meant.values[i] as number)) <= 1e-9 * (1 + Math.abs(v)));
      if (!isSame)
        faults.push([text, o.type === "refused" ? o.codes.join() : ["other", ...o.wrong, ...o.warnings].join()]);
    }
  }
  return faults;
}

/** Texts of models that need not show what is a vector, read in two orders in two ways. */
export function orders(from: number, to: number): readonly (readonly [one: string, other: string, how: string])[] {
  const faults: (readonly [string, string, string])[] = [];
  const said = (text: string, d: Drawn): string => {
    const m = model(text);
    if (m.diagnostics.some((x) => x.severity === "error")) return "refused";
    return [...d.shapes.keys()].map((name) => `${name} ${kindOfName(m.symbols.get(name)?.shape)}`).join();
  };
  for (let seed = from; seed < to; seed++) {
    const d = drawn(seed, false);
    for (const face of FACES) {
      const texts = [1, 2, 3].map((i) => typeset(d, face, 11 * seed + i));
      const [first, ...rest] = texts.map((text) => said(text, d));
      const other = rest.findIndex((x) => x !== first);
      if (other >= 0) faults.push([texts[0] as string, texts[other + 1] as string, `${first} | ${rest[other]}`]);
    }
  }
  return faults;
}

const kindOfName = (s: { readonly rows: string; readonly cols: string } | undefined): string =>
  s === undefined
    ? "none"
    : s.rows === "1" && s.cols === "1"
      ? "scalar"
      : s.cols === "1"
        ? "column"
        : s.rows === "1"
          ? "row"
          : "matrix";
