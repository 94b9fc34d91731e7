/** Laws read from text: what each way of writing a side matches, what it builds, and what it leaves alone. */
import { describe, expect, it } from "vitest";
import { agree } from "../../src/judge/agree.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { Trace } from "../../src/ops/trace.js";
import { printText } from "../../src/print/text.js";
import { law } from "../../src/rewrite/law.js";
import { readPattern } from "../../src/rewrite/pattern.js";
import { written } from "./written.js";

const square = "A, B, C : matrix(n, n); ";
const both = "A, B, C : matrix(n, m); ";

describe("a law from text", () => {
  it.each<readonly [statement: string, where: string | null, source: string, after: string | null]>([
    // A letter that stands twice is one thing, also where another choice comes first.
    ["x .* x = x .^ 2", null, "x, z : vector(n); y = z .* x .* x", "z .* (x .^ 2)"],
    ["x .* x = x .^ 2", null, "x, z : vector(n); y = x .* z", null],
    ["α α = α^2", null, "a, b : scalar; y = b a a", "b a^2"],
    ["A + A = 2 A", null, `${both}y = A + B + A`, "2 A + B"],
    ["A + A = 2 A", null, `${both}y = A + B`, null],
    ["A - A = zeros(n, m)", null, `${both}y = A - A`, "zeros(n, m)"],
    ["-A - B = -(A + B)", null, `${both}y = -A - B`, "-(A + B)"],
    ["-α - β = -(α + β)", null, "a, b : scalar; y = -a - b", "-(a + b)"],
    ["α + 0 = α", null, "a : scalar; y = a + 0", "a"],
    ["α + 0 = α", null, "a : scalar; y = a + 1", null],
    ["A .^ 1 = A", null, `${both}y = A .^ 1`, "A"],
    ["A .^ 1 = A", null, `${both}y = A .^ 2`, null],
    ["A .^ -1 .^ -1 = A", null, `${both}y = (A .^ -1) .^ -1`, "A"],
    // Functions are told apart by their names.
    ["exp(log(α)) = α", null, "a : scalar positive; y = exp(log(a))", "a"],
    ["exp(log(α)) = α", null, "a : scalar; y = tanh(log(a))", null],
    ["exp(A) .* exp(B) = exp(A + B)", null, `${both}y = exp(A) .* C .* exp(B)`, "exp(A + B) .* C"],
    ["exp(zeros(n, m)) = ones(n, m)", null, "y = exp(zeros(n, m))", "ones(n, m)"],
    // I, ones and zeros match their kind and take the size that fits.
    ["A I = A", null, `${both}y = A eye(m) B^T`, "A B^T"],
    ["A I = A", null, `${both}y = A B^T`, null],
    ["A ∘ ones(n, m) = A", null, `${both}y = A .* ones(n, m)`, "A"],
    ["A A^-1 = I", null, `${square}y = B A A^-1`, "B eye(n)"],
    // Within a node the whole has to match.
    ["tr(A B) = tr(B A)", null, "A : matrix(n, m); B : matrix(m, n); y = tr(A B)", "tr(B A)"],
    ["tr(A B) = tr(B A)", null, `${square}y = tr(A B C)`, null],
    ["tr(A A') = normF(A)^2", null, `${both}y = tr(A A^T)`, "normF(A)^2"],
    ["tr(A A') = normF(A)^2", null, `${both}y = tr(A B^T)`, null],
    ["tr(A + B) = tr(A) + tr(B)", null, `${square}y = tr(A + B)`, "tr(A) + tr(B)"],
    ["tr(A + B) = tr(A) + tr(B)", null, `${square}y = tr(A + B + C)`, null],
    ["sum(A ∘ A) = normF(A)^2", null, `${both}y = sum(A .* A)`, "normF(A)^2"],
    ["sum(A ∘ A) = normF(A)^2", null, `${both}y = sum(A .* B)`, null],
    ["norm2(α x) = abs(α) norm2(x)", null, "a : scalar; x : vector(n); y = norm2(a x)", "abs(a) norm2(x)"],
    ["(α A) ⊗ B = α (A ⊗ B)", null, "a : scalar; A : matrix(n, m); B : matrix(p, q); y = kron(a A, B)", "a kron(A, B)"],
    // A lower-case letter takes as many factors as make a column, and no number.
    ["x' z = z' x", null, `${both}x : vector(m); z : vector(n); y = x^T A^T z`, "(A^T z)^T x"],
    ["sum(x) = x' ones(n, m)", null, "a : scalar; y = sum(a)", null],
    // A run takes operands of any number, in their order; what is done to it is done to each.
    ["A… I B… = A… B…", null, `${square}y = A eye(n) B C`, "A B C"],
    ["A… I B… = A… B…", null, `${square}y = A B eye(n)`, "A B"],
    ["A… I B… = A… B…", null, `${square}y = A B C`, null],
    ["tr(A + B…) = tr(A) + tr(B)…", null, `${square}y = tr(A + B + C)`, "tr(A) + tr(B) + tr(C)"],
    ["(A B…)' = B'… A'", null, `${square}y = (A B C)^T`, "C^T B^T A^T"],
    ["(A B…)^-1 = B^-1… A^-1", "A square, B square", `${square}y = (A B C)^-1`, "C^-1 B^-1 A^-1"],
    ["(A B…)^-1 = B^-1… A^-1", "A square, B square", "A : matrix(n, m); B : matrix(m, n); y = (A B)^-1", null],
    ["ones(n, m) ∘ A… = A…", null, `${both}y = A .* ones(n, m) .* B`, "A .* B"],
    ["[A; B…]' = [A', B'…]", null, `${both}y = [A; B; C]^T`, "[A^T, B^T, C^T]"],
    ["(α β…)^κ = α^κ β^κ…", null, "a, b, c, k : scalar; y = (a b c)^k", "a^k b^k c^k"],
    // Sizes are letters too, and numbers on the right.
    ["tr(eye(n)) = n", null, "y = tr(eye(5))", "5"],
    ["ones(n, k) ones(k, m) = k ones(n, m)", null, "y = ones(p, q) ones(q, r)", "q ones(p, r)"],
    [
      "comm(p, m) (A ⊗ B) = (B ⊗ A) comm(q, n)",
      "A m×n, B p×q",
      "A : matrix(a, b); B : matrix(c, d); y = comm(c, a) kron(A, B)",
      "kron(B, A) comm(d, b)",
    ],
    ["comm(m, n) vec(A) = vec(A')", "A m×n", "A : matrix(a, b); y = comm(b, a) vec(A)", null],
    ["A .^ (-1/2) = sqrt(A) .^ -1", null, "x : vector(n); y = x .^ (-1/2)", "sqrt(x) .^ -1"],
    ["A^0 = I", null, `${square}y = A^0`, "eye(n)"],
    // What must be known of a letter.
    ["A' = A", "A symmetric", "A : matrix(n, n) symmetric; y = A^T", "A"],
    ["A' = A", "A symmetric", `${square}y = A^T`, null],
    ["tr(A B) = tr(B A)", "A square", "A : matrix(n, m); B : matrix(m, n); y = tr(A B)", null],
    // What changes nothing is no step.
    ["tr(A) = tr(A)", null, `${square}y = tr(A)`, null],
    ["tr(A) = tr(A')", null, `${square}y = det(A)`, null],
  ])("%s (%s) of %s", (statement, where, source, expected) => {
    const value = written(source);
    const read = law({
      theme: "test",
      name: "test",
      at: value.op,
      text: statement,
      example: null,
      ...(where === null ? {} : { where }),
    });
    const left = readPattern(statement.split("=")[0] as string);
    // What must be among the operands is asked of a law before it is tried: where it applies, it has to hold.
    const required = read.ways(value.op).flatMap((way) => way.requires);
    expect(required.every((op) => OPERATIONS.some((known) => known === op))).toBe(true);
    const after = read.apply(value);
    expect(after === null ? null : printText(after)).toBe(expected);
    if (after === null) return;
    expect(left.type === "node" && left.op).toBe(value.op);
    expect(required.every((op) => value.args.some((a) => a.op === op))).toBe(true);
    expect(agree(value, after, { seed: 5, draws: 8 })).toMatchObject({ verdict: "agree" });
  });
});

it.each<readonly [text: string, where: string, fault: string]>([
  ["α = α", "", "the left side of α = α is no operation"],
  ["tr(A) = tr(A')", "A handsome", "a law asks for handsome"],
])("%s (%s) is a fault of ours", (text, where, fault) => {
  const read = law({ theme: "test", name: "test", at: Trace, text, where, example: null });
  expect(() => read.ways(Trace)).toThrow(fault);
});

describe("a side that cannot be read is a fault of ours, with its place", () => {
  it.each([
    ["", "its end"],
    ["tr(A", "its end"],
    ["diag v)", "\\)"],
    ["A B)", "\\)"],
    [")", "its end"],
    ["A .^ -α", "its end"],
    ["A +", "its end"],
  ])("%s", (side, at) => {
    expect(() => readPattern(side)).toThrow(SyntaxError);
    expect(() => readPattern(side)).toThrow(new RegExp(`at ${at}$`));
  });
});
