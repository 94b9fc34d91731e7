/** The left sides of laws as models: written in the language, runs at several lengths, declared as their conditions ask. */
import type { Expr } from "../../src/core/expr.js";
import { read } from "../../src/elaborate/parse.js";
import { type Law, type Line, law } from "../../src/rewrite/law.js";
import { newLetters, type Pattern, readPattern, readSize, type Size } from "../../src/rewrite/pattern.js";

const CALLED: ReadonlyMap<string, string> = new Map([
  ["trace", "tr"],
  ["total", "sum"],
]);
const BETWEEN: ReadonlyMap<string, string> = new Map([
  ["sum", " + "],
  ["hadamard", " .* "],
  ["product", " "],
  ["times", " "],
  ["scale", " "],
  ["kron", " ⊗ "],
]);
/** Exponents are whole numbers, so that every power is defined. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  ["α", "alpha"],
  ["β", "beta"],
  ["κ", "2"],
  ["λ", "3"],
]);

/** A model whose last equation is the left side of a line, with runs of this length. */
export function modelOf({ text, where = "" }: Line, length: number): string {
  const letters = newLetters();
  const conditions = where === "" ? [] : where.split(",").map((c) => c.trim().split(/\s+/));
  for (const [, what = ""] of conditions) if (what.includes("×")) for (const s of what.split("×")) readSize(s, letters);
  const left = readPattern(text.split("=")[0] ?? "", letters);
  const names = new Map([...letters.slots].map(([letter, slot]) => [slot, WRITTEN.get(letter) ?? letter]));
  const size = (s: Size) => ("known" in s ? String(s.known) : (names.get(s.slot) ?? ""));
  const runs = new Set<string>();
  const written = (p: Pattern): string => {
    if (p.type === "number") return `(${p.value.numerator}/${p.value.denominator})`.replace("/1)", ")");
    if (p.type === "size" || p.type === "variable") return names.get(p.slot) ?? "";
    if (p.type === "run") throw new Error("a run stands among operands");
    const parts = p.args.flatMap((a) => {
      if (a.type !== "run") return [written(a)];
      const name = written(a.of);
      runs.add(name);
      return Array.from({ length }, (_, i) => (i === 0 ? name : `${name}_${i}`));
    });
    const sizes = (p.sizes ?? []).map(size);
    const between = BETWEEN.get(p.op.name);
    if (between !== undefined) return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join(between)})`;
    const [X = "", k = ""] = parts;
    if (p.op.name === "transpose") return `(${X})^T`;
    if (p.op.name === "inverse") return `inv(${X})`;
    if (p.op.name === "power") return `(${X}) .^ ${k}`;
    if (p.op.name === "matrixpower") return `(${X})^${k}`;
    if (p.op.name === "stack") return `[${parts.join("; ")}]`;
    if (p.op.name === "beside") return `[${parts.join(", ")}]`;
    const name = p.data ?? CALLED.get(p.op.name) ?? p.op.name;
    return `${name}(${[...parts, ...(p.op.name === "eye" && sizes.length === 0 ? ["n"] : sizes)].join(", ")})`;
  };
  const value = written(left);
  const scalars = ["alpha", "beta"].filter((c) => value.includes(c)).map((c) => `${c} : scalar`);
  return [...scalars, ...declared(conditions, runs, length), `y = ${value}`].join("; ");
}

function declared(
  conditions: readonly (readonly string[])[],
  runs: ReadonlySet<string>,
  length: number,
): readonly string[] {
  const letters = new Map<string, { shape: string | null; facts: string[] }>();
  for (const [letter = "", what = ""] of conditions) {
    const known = letters.get(letter) ?? { shape: null, facts: [] };
    letters.set(letter, known);
    if (what.includes("×")) known.shape = `matrix(${what.replace("×", ", ")})`;
    else if (what === "square" || what === "symmetric" || what === "orthogonal" || what === "invertible")
      known.shape ??= "matrix(q, q)";
    else if (what === "simplex" || what === "onehot") known.shape ??= "vector(q)";
    else known.shape ??= "matrix(n, m)";
    if (what !== "square" && !what.includes("×")) known.facts.push(what);
  }
  return [...letters].flatMap(([letter, { shape, facts }]) => {
    const of = (name: string) => `${name} : ${shape?.replace(/matrix\((\w+), 1\)/, "vector($1)")} ${facts.join(" ")}`;
    const more = runs.has(letter) ? Array.from({ length: length - 1 }, (_, i) => of(`${letter}_${i + 1}`)) : [];
    return [of(letter), ...more];
  });
}

/** Models for lines whose letters are of shapes, or whose operands are of kinds, that their text does not say. */
const GIVEN: ReadonlyMap<string, string> = new Map([
  [
    "[A, B…] [C; D…] = A C + (B D)…",
    "A : matrix(n, m); B : matrix(n, k); C : matrix(m, p); D : matrix(k, p); y = [A, B, A] [C; D; C]",
  ],
  ["diagvec(A + B…) = diagvec(A) + diagvec(B)…", "A : matrix(n, n); v : vector(n); y = diagvec(A + 2 diag(v) - A^T)"],
  ["α step(α) = α", "alpha : scalar; y = exp(alpha) step(exp(alpha))"],
  ["A .* step(A) = A", "x : vector(n); y = abs(x) .* step(abs(x))"],
  ["P^T (A .^ κ) = (P^T A) .^ κ", "p : vector(n) onehot; v : vector(n); y = p^T (v .^ -2)"],
  ["(A .^ κ)^T P = (P^T A) .^ κ", "p : vector(n) onehot; v : vector(n); y = (v .^ -2)^T p"],
  ["α^κ step(α) = α^κ", "alpha : scalar; y = abs(alpha)^3 step(abs(alpha))"],
  ["A .^ κ .* step(A) = A .^ κ", "x : vector(n); y = abs(x) .^ 3 .* step(abs(x))"],
  [
    "A… chol(X) chol(X)^T B… = A… X B…",
    "X : matrix(n, n) posdef; A : matrix(m, n); B : matrix(n, p); y = A chol(X) chol(X)^T B",
  ],
  [
    "A… (chol(X)^-1)^T chol(X)^-1 B… = A… X^-1 B…",
    "X : matrix(n, n) posdef; A : matrix(m, n); B : matrix(n, p); y = A (chol(X)^-1)^T chol(X)^-1 B",
  ],
  ["A + 0 = A", "alpha : scalar; y = alpha + 0"],
  ["tr(A… R B…) = R B… A…", "A, B : matrix(n, n); x, z : vector(n); y = tr(A x z^T B)"],
]);

/** The value of the last equation; null where the language refuses the text. */
function lastOf(source: string): Expr | null {
  const model = read(source);
  if (model.diagnostics.some((d) => d.severity === "error")) return null;
  const last = model.equations.at(-1);
  if (last === undefined) return null;
  model.context.definitions.delete(last.name);
  return last.value;
}

/** Applies one line of a law to its own left side, at each length of its runs that the language can write. */
export function usesOf(of: Law, line: Line): readonly { readonly before: Expr; readonly after: Expr }[] {
  const alone = law({ theme: of.theme, name: of.name, at: of.roots, text: line, example: null });
  const given = GIVEN.get(line.text);
  const lengths = line.text.includes("…") ? [0, 1, 2, 3] : [1];
  return (given === undefined ? lengths.map((length) => modelOf(line, length)) : [given]).flatMap((source) => {
    const before = lastOf(source);
    const after = before === null ? null : alone.apply(before);
    return before === null || after === null ? [] : [{ before, after }];
  });
}
