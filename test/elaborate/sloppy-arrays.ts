/**
 * Formulas of vectors and matrices as people set them: transposes in every dress, norms, inner products, traces, products
 * entry by entry. Each comes with what it means, evaluated here and nowhere else.
 */
import fc from "fast-check";

type Kind = "scalar" | "vector" | "matrix";
type Of<T> = { readonly kind: Kind } & T;

/** `by` is a product from left to right; its factors fit. */
export type ArrayFormula =
  | Of<{ readonly is: "name"; readonly name: string }>
  | Of<{ readonly is: "number"; readonly value: number }>
  | Of<{ readonly is: "sum" | "product" | "entrywise" | "quotient"; readonly parts: readonly ArrayFormula[] }>
  | Of<{ readonly is: "transpose" | "norm" | "square" | "trace" | "total"; readonly of: ArrayFormula }>
  | Of<{ readonly is: "inner"; readonly parts: readonly [ArrayFormula, ArrayFormula] }>;

type Rows = readonly (readonly number[])[];

const n = (value: number): Rows => [[value]];
const column = (...values: readonly number[]): Rows => values.map((v) => [v]);

export const VALUES: Readonly<Record<string, Rows>> = {
  a: n(0.7),
  c: n(1.9),
  x: column(1.3, -0.4),
  u: column(0.6, 2.2),
  A: [
    [1.1, 0.3],
    [-0.8, 2.4],
  ],
  B: [
    [0.5, -1.6],
    [1.7, 0.9],
  ],
};

export const DECLARED = "a, c, t : scalar\nx, u : vector(2)\nA, B : matrix(2, 2)";

const name = (kind: Kind, ...names: readonly string[]) =>
  fc.constantFrom(...names).map((own): ArrayFormula => ({ kind, is: "name", name: own }));

const { scalar, vector, matrix } = fc.letrec<Record<Kind, ArrayFormula>>((tie) => {
  const settings = { depthIdentifier: "arrays", maxDepth: 3, depthSize: "small" } as const;
  const of = (kind: Kind, is: "transpose" | "norm" | "square" | "trace" | "total", part: Kind) =>
    tie(part).map((p): ArrayFormula => ({ kind, is, of: p }));
  const list = (kind: Kind, is: "sum" | "product" | "entrywise" | "quotient", ...parts: readonly Kind[]) =>
    fc.tuple(...parts.map((k) => tie(k))).map((all): ArrayFormula => ({ kind, is, parts: all }));
  const turned = (k: Kind) => tie(k).map((p): ArrayFormula => ({ kind: k, is: "transpose", of: p }));
  const product = (kind: Kind, ...parts: readonly fc.Arbitrary<ArrayFormula>[]) =>
    fc.tuple(...parts).map((all): ArrayFormula => ({ kind, is: "product", parts: all }));
  return {
    scalar: fc.oneof(
      settings,
      name("scalar", "a", "c"),
      fc.constantFrom(2, 3).map((value): ArrayFormula => ({ kind: "scalar", is: "number", value })),
      product("scalar", turned("vector"), tie("vector")),
      product("scalar", turned("vector"), tie("matrix"), tie("vector")),
      fc.tuple(tie("vector"), tie("vector")).map((parts): ArrayFormula => ({ kind: "scalar", is: "inner", parts })),
      of("scalar", "norm", "vector"),
      of("scalar", "square", "vector"),
      of("scalar", "trace", "matrix"),
      of("scalar", "total", "vector"),
      list("scalar", "sum", "scalar", "scalar"),
      list("scalar", "product", "scalar", "scalar"),
      list("scalar", "quotient", "scalar", "scalar"),
    ),
    vector: fc.oneof(
      settings,
      name("vector", "x", "x", "u"),
      product("vector", tie("matrix"), tie("vector")),
      product("vector", turned("matrix"), tie("vector")),
      list("vector", "product", "scalar", "vector"),
      list("vector", "sum", "vector", "vector"),
      list("vector", "entrywise", "vector", "vector"),
      list("vector", "quotient", "vector", "scalar"),
    ),
    matrix: fc.oneof(
      settings,
      name("matrix", "A", "A", "B"),
      product("matrix", tie("matrix"), tie("matrix")),
      product("matrix", tie("vector"), turned("vector")),
      list("matrix", "sum", "matrix", "matrix"),
      list("matrix", "entrywise", "matrix", "matrix"),
      list("matrix", "product", "scalar", "matrix"),
      of("matrix", "transpose", "matrix"),
    ),
  };
});

/** A formula, and the choices that its setting takes one after the other. */
export const drawnArrays = fc.record({
  formula: fc.oneof(scalar, scalar, vector, matrix),
  dress: fc.constantFrom("plain" as const, "unicode" as const, "latex" as const),
  choices: fc.array(fc.nat(59), { minLength: 12, maxLength: 24 }),
});

// ---------------------------------------------------------------- what it means

const turn = (m: Rows): Rows => (m[0] ?? []).map((_, j) => m.map((row) => row[j] as number));
const each = (m: Rows, f: (v: number, i: number, j: number) => number): Rows =>
  m.map((row, i) => row.map((v, j) => f(v, i, j)));
const only = (m: Rows): number => (m[0] as readonly number[])[0] as number;

function times(l: Rows, r: Rows): Rows {
  if (l.length === 1 && l[0]?.length === 1) return each(r, (v) => v * only(l));
  if (r.length === 1 && r[0]?.length === 1) return each(l, (v) => v * only(r));
  return l.map((row) => turn(r).map((col) => row.reduce((s, v, k) => s + v * (col[k] as number), 0)));
}

const sumOf = (m: Rows): number => m.flat().reduce((s, v) => s + v, 0);

/** Its value at {@link VALUES}. */
export function meaningOfArray(f: ArrayFormula): Rows {
  const at = (m: Rows, i: number, j: number): number => (m[i] as readonly number[])[j] as number;
  switch (f.is) {
    case "name":
      return VALUES[f.name] as Rows;
    case "number":
      return n(f.value);
    case "sum":
      return f.parts.map(meaningOfArray).reduce((l, r) => each(l, (v, i, j) => v + at(r, i, j)));
    case "entrywise":
      return f.parts.map(meaningOfArray).reduce((l, r) => each(l, (v, i, j) => v * at(r, i, j)));
    case "product":
      return f.parts.map(meaningOfArray).reduce(times);
    case "quotient": {
      const [above, below] = f.parts.map(meaningOfArray) as [Rows, Rows];
      return each(above, (v) => v / only(below));
    }
    case "transpose":
      return turn(meaningOfArray(f.of));
    case "norm":
      return n(Math.sqrt(sumOf(each(meaningOfArray(f.of), (v) => v * v))));
    case "square":
      return n(sumOf(each(meaningOfArray(f.of), (v) => v * v)));
    case "trace":
      return n(sumOf(each(meaningOfArray(f.of), (v, i, j) => (i === j ? v : 0))));
    case "total":
      return n(sumOf(meaningOfArray(f.of)));
    case "inner": {
      const [l, r] = f.parts.map(meaningOfArray) as [Rows, Rows];
      return times(turn(l), r);
    }
  }
}

// ---------------------------------------------------------------- how it is set

interface Setting {
  readonly dress: "plain" | "unicode" | "latex";
  /** The face of vectors and matrices in LaTeX, one in a text. */
  readonly face: (letter: string) => string;
  readonly pick: <T>(list: readonly T[]) => T;
}

/** A formula as someone may set it. */
export function setArray(f: ArrayFormula, dress: Setting["dress"], choices: readonly number[]): string {
  let next = 0;
  const pick = <T>(list: readonly T[]): T => list[(choices[next++ % choices.length] as number) % list.length] as T;
  const face = pick<Setting["face"]>([
    (c) => c,
    (c) => `\\mathbf{${c}}`,
    (c) => `\\mathbf ${c}`,
    (c) => `\\boldsymbol{${c}}`,
    (c) => (c === c.toLowerCase() ? `\\vec{${c}}` : c),
  ]);
  return written(f, { dress, face, pick });
}

function written(f: ArrayFormula, s: Setting): string {
  const isLatex = s.dress === "latex";
  switch (f.is) {
    case "name":
      return isLatex && f.kind !== "scalar" ? s.face(f.name) : f.name;
    case "number":
      return String(f.value);
    case "sum":
      return f.parts.map((p) => written(p, s)).join(s.pick(["+", " + "]));
    case "entrywise":
      return f.parts
        .map((p) => operand(p, s))
        .join(isLatex ? s.pick([" \\odot ", " \\circ "]) : s.dress === "unicode" ? s.pick([" ∘ ", " ⊙ "]) : " .* ");
    case "product":
      return f.parts.map((p, i) => factor(p, i, f.parts.length, s)).reduce((l, r) => beside(l, r, s));
    case "quotient":
      return quotient(f.parts as readonly [ArrayFormula, ArrayFormula], s);
    case "transpose":
      return `${operand(f.of, s)}${isLatex ? s.pick(["^T", "^\\top", "^{\\top}", "^{\\mathsf T}", "^{\\intercal}"]) : s.dress === "unicode" ? "ᵀ" : s.pick(["^T", "'"])}`;
    case "norm":
      return norm(f.of, "", s);
    case "square":
      return norm(f.of, s.dress === "unicode" ? "²" : isLatex ? s.pick(["^2", "^{2}"]) : "^2", s);
    case "trace":
      return trace(f.of, s);
    case "total":
      return isLatex ? `\\operatorname{sum}(${written(f.of, s)})` : `sum(${written(f.of, s)})`;
    case "inner":
      return inner(f.parts, s);
  }
}

const bracketed = (text: string, s: Setting): string =>
  s.dress === "latex" ? s.pick([`(${text})`, `\\left(${text}\\right)`]) : `(${text})`;

const isWhole = (f: ArrayFormula): boolean =>
  f.is === "name" || f.is === "number" || f.is === "trace" || f.is === "total";

const operand = (f: ArrayFormula, s: Setting): string =>
  isWhole(f) || f.is === "norm" ? written(f, s) : bracketed(written(f, s), s);

/** A factor: a transpose stands bare, and so does a product in front; what may be read on gets parentheses. */
function factor(f: ArrayFormula, at: number, count: number, s: Setting): string {
  const isBare =
    isWhole(f) ||
    f.is === "transpose" ||
    f.is === "norm" ||
    f.is === "square" ||
    (f.is === "product" && at === 0 && count > 1);
  // tr A B is the trace of the product to everyone.
  if (f.is === "trace" && at + 1 < count) return trace(f.of, s, false);
  return isBare ? written(f, s) : bracketed(written(f, s), s);
}

function beside(left: string, right: string, s: Setting): string {
  if (s.dress === "latex") {
    const dot = /\d$/.test(left) && /^\d/.test(right);
    return `${left}${dot ? " \\cdot " : s.pick([" ", "\\,", " "])}${right}`;
  }
  const runsOn = /[\p{L}\d]$/u.test(left) && /^[\p{L}\d]/u.test(right);
  if (/^\d/.test(right)) return `${left} * ${right}`;
  if (s.dress === "unicode") return `${left}${runsOn ? s.pick([" ", " ", ""]) : s.pick(["", " "])}${right}`;
  return `${left}${s.pick([" ", " ", " * ", "*"])}${right}`;
}

function quotient([above, below]: readonly [ArrayFormula, ArrayFormula], s: Setting): string {
  if (s.dress === "latex" && s.pick([true, false])) return `\\frac{${written(above, s)}}{${written(below, s)}}`;
  const bottom = isWhole(below) ? written(below, s) : `(${written(below, s)})`;
  return `${above.is === "sum" || above.is === "entrywise" ? bracketed(written(above, s), s) : written(above, s)}${s.pick(["/", " / "])}${bottom}`;
}

function norm(of: ArrayFormula, power: string, s: Setting): string {
  const text = written(of, s);
  if (s.dress === "latex") {
    const [open, close] = s.pick([
      ["\\|", "\\|"],
      ["\\lVert ", "\\rVert"],
      ["\\left\\|", "\\right\\|"],
      ["\\Vert ", "\\Vert"],
    ] as const);
    return `${open}${text}${close}${s.pick(["", "_2"])}${power}`;
  }
  if (s.dress === "unicode") return `‖${text}‖${s.pick(["", "₂"])}${power}`;
  return `${s.pick([`norm(${text})`, `norm2(${text})`, `‖${text}‖`, `||${text}||`])}${power}`;
}

function trace(of: ArrayFormula, s: Setting, mayBeBare = true): string {
  const text = written(of, s);
  if (s.dress !== "latex") return `tr(${text})`;
  const word = s.pick(["\\operatorname{tr}", "\\mathrm{tr}", "\\text{tr}", "{\\rm tr}"]);
  const isBare = mayBeBare && of.is === "name" && s.pick([true, false]);
  return isBare ? `${word} ${text}` : `${word}${bracketed(text, s)}`;
}

function inner([l, r]: readonly [ArrayFormula, ArrayFormula], s: Setting): string {
  if (s.dress === "latex" && s.pick([true, false])) return `\\langle ${written(l, s)}, ${written(r, s)} \\rangle`;
  if (s.dress === "unicode" && s.pick([true, false])) return `⟨${written(l, s)}, ${written(r, s)}⟩`;
  if (s.dress === "plain") return `dot(${written(l, s)}, ${written(r, s)})`;
  const isNames = l.is === "name" && r.is === "name";
  const dot = s.dress === "latex" ? " \\cdot " : " · ";
  if (isNames && s.pick([true, false])) return `(${written(l, s)}${dot}${written(r, s)})`;
  return written({ kind: "scalar", is: "product", parts: [{ kind: "vector", is: "transpose", of: l }, r] }, s);
}
