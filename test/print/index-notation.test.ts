import * as fc from "fast-check";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { dim, evaluateDim, ONE } from "../../src/core/dim.js";
import { type Expr, intern } from "../../src/core/expr.js";
import { SCALAR, shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { newContext } from "../../src/functions/library.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { entry, type Matrix, matrix as numbers, scalarMatrix } from "../../src/numeric/matrix.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { crossMatrix } from "../../src/ops/cross.js";
import { derivative } from "../../src/ops/derivative.js";
import { diag, diagonalSelector } from "../../src/ops/diag.js";
import { eye } from "../../src/ops/eye.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { norm2 } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sum } from "../../src/ops/sum.js";
import { isSymbol, nameOf, symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";
import { type Entries, entriesOf } from "../../src/print/entries.js";
import { type Derived, indexDefinition, indexView } from "../../src/print/index-notation.js";
import { type Atom, type Index, Sigma } from "../../src/print/index-terms.js";
import { NO_NAMES } from "../../src/print/pretty.js";
import { printText } from "../../src/print/text.js";
import { choices, everyOperation, expressions, seeded } from "./expressions.js";

const home = newContext();
const [n, m] = [dim("n"), dim("m")];
const column = (name: string, rows = n) => symbol(home, name, shape(rows, ONE));
const matrix = (name: string, rows = n, cols = n) => symbol(home, name, shape(rows, cols));
const s = symbol(home, "s", SCALAR);
const t = symbol(home, "t", SCALAR);
const [h, z, u, b, p] = ["h", "z", "u", "b", "p"].map((name) => column(name)) as [Expr, Expr, Expr, Expr, Expr];
const x = column("x", m);
const W = matrix("W", n, m);
const [A, B, X] = ["A", "B", "X"].map((name) => matrix(name)) as [Expr, Expr, Expr];
const F = matrix("F");
const num = (k: number) => number(k, home);

const jacobian = (value: Expr, of: Expr, ...wrt: Expr[]): Derived => ({ value, of, wrt, layout: "jacobian" });
const gradient = (value: Expr, of: Expr, wrt: Expr): Derived => ({ value, of, wrt: [wrt], layout: "gradient" });

const VIEWS: readonly (readonly [Derived, string])[] = [
  [jacobian(kron(T(x), eye(n, home)), z, W), "∂z_i/∂W_jk = δ_ij x_k"],
  [jacobian(diag(apply("f'", z)), h, z), "∂h_i/∂z_j = δ_ij f′(z_i)"],
  [jacobian(W, z, x), "∂z_i/∂x_j = W_ij"],
  [jacobian(eye(n, home), z, b), "∂z_i/∂b_j = δ_ij"],
  [jacobian(T(u), s, h), "∂s/∂h_i = u_i"],
  [gradient(product(hadamard(u, apply("f'", z)), T(x)), s, W), "∂s/∂W_ij = u_i f′(z_i) x_j"],
  [gradient(product(T(W), u), s, x), "∂s/∂x_i = Σ_j W_ji u_j"],
  [jacobian(kron(T(B), A), F, X), "∂F_ij/∂X_kl = A_ik B_lj"],
  [jacobian(comm(n, m, home), matrix("G", m, n), W), "∂G_ij/∂W_kl = δ_il δ_jk"],
  [
    jacobian(sum(kron(X, eye(n, home)), product(kron(eye(n, home), X), comm(n, n, home))), F, X),
    "∂F_ij/∂X_kl = δ_ik X_jl + δ_jk X_il",
  ],
  [jacobian(product(diag(apply("f'", z)), W), h, x), "∂h_i/∂x_j = f′(z_i) W_ij"],
  [jacobian(product(sum(diag(p), negate(product(p, T(p)))), W), h, x), "∂h_i/∂x_j = p_i W_ij − p_i (Σ_k p_k W_kj)"],
  [gradient(T(inverse(X)), s, X), "∂s/∂X_ij = (X⁻¹)_ji"],
  [gradient(scale(trace(product(A, X)), eye(n, home)), s, X), "∂s/∂X_ij = δ_ij (Σ_kl A_kl X_lk)"],
  [gradient(scale(reciprocal(norm2(h)), h), s, h), "∂s/∂h_i = h_i / ‖h‖₂"],
  [gradient(power(h, num(2)), s, h), "∂s/∂h_i = h_i²"],
  [{ value: product(B, h), of: h, wrt: [t], layout: "gradient" }, "∂h_i/∂t = Σ_j B_ij h_j"],
  [jacobian(sum(A, T(A)), s, h, h), "∂²s/∂h_i∂h_j = A_ij + A_ji"],
  [{ value: T(W), of: z, wrt: [x], layout: "denominator" }, "∂z_i/∂x_j = W_ij"],
  [gradient(times(total(W), t), s, t), "∂s/∂t = (Σ_ij W_ij) t"],
  [gradient(product(T(ones(n, ONE, home)), h), s, t), "∂s/∂t = Σ_i h_i"],
  [gradient(trace(eye(n, home)), s, t), "∂s/∂t = n"],
  [jacobian(diagonalSelector(h), F, h), "∂F_ij/∂h_k = δ_jk δ_ik"],
  [jacobian(product(vec(W), T(vec(W))), s, W, W), "∂²s/∂W_ij∂W_kl = W_ij W_kl"],
  [jacobian(kron(h, x), column("y", dim("m n")), t), "∂y_{(i−1)m+j}/∂t = x_j h_i"],
  [jacobian(matrix("M", dim("m n"), m), W, x), "∂W_ij/∂x_k = M_{(j−1)n+i,k}"],
  // The second derivative of a vector has the rows of x above those of z.
  [jacobian(matrix("M", dim("m n"), m), z, x, x), "∂²z_i/∂x_j∂x_k = M_{(j−1)n+i,k}"],
  [gradient(sum(zeros(n, ONE, home), zeros(n, ONE, home)), s, h), "∂s/∂h_i = 0"],
  // A contracted derivative keeps its own letters, and a δ in the sum is worked out in it.
  [jacobian(product(derivative("jacobian", h, z), W), h, x), "∂h_i/∂x_j = Σ_k ∂h_i/∂z_k W_kj"],
  [
    jacobian(product(sum(A, diag(u)), derivative("jacobian", h, z)), h, z),
    "∂h_i/∂z_j = Σ_k A_ik ∂h_k/∂z_j + u_i ∂h_i/∂z_j",
  ],
  // What stands beside a sum that is opened has sums of its own in both copies.
  [
    gradient(product(T(u), sum(eye(n, home), B), apply("f", sum(product(A, h), b))), s, t),
    "∂s/∂t = Σ_j u_j f(Σ_i A_ji h_i + b_j) + Σ_jk u_j B_jk f(Σ_i A_ki h_i + b_k)",
  ],
  // Sides that are split in two ways.
  [
    jacobian(
      sum(product(kron(h, x), T(kron(x, h))), eye(dim("m n"), home)),
      column("v", dim("m n")),
      column("w", dim("m n")),
    ),
    "∂v_{(i−1)m+j}/∂w_{(k−1)n+l} = x_j h_i h_l x_k + δ_{(i−1)m+j,(k−1)n+l}",
  ],
  [
    jacobian(
      kron(matrix("Q", dim(2), dim(2)), matrix("R", dim(3), dim(3))),
      matrix("K", dim(3), dim(2)),
      matrix("L", dim(3), dim(2)),
    ),
    "∂K_ij/∂L_kl = R_ik Q_jl",
  ],
  [jacobian(kron(h, column("q", dim("2 m"))), column("r", dim("2 m n")), t), "∂r_{(i−1)(2 m)+j}/∂t = q_j h_i"],
  [gradient(unvec(T(vec(W)), n, m), s, W), "∂s/∂W_ij = W_ij"],
  // Laid out as nothing that is known: the value's own entries.
  [jacobian(W, h, h, h), "W_ij = W_ij"],
  [jacobian(W, h, t), "W_ij = W_ij"],
  [gradient(h, s, W), "h_i = h_i"],
];

describe("index notation", () => {
  it.each(VIEWS.map(([derived, text]) => [text, derived] as const))("%s", (text, derived) => {
    const view = indexView(derived);
    expect(view.unicode).toBe(text);
    katex.renderToString(view.latex, { throwOnError: true, strict: "error" });
  });

  it("shows shared parts by name, and Kronecker's delta as [i = j] beside a delta of the model", () => {
    const delta = hadamard(u, apply("f'", z));
    const names = new Map([[delta, "delta"]]);
    expect(indexView(gradient(product(delta, T(x)), s, W), names).unicode).toBe("∂s/∂W_ij = δ_i x_j");
    expect(indexView(gradient(delta, s, b), names).unicode).toBe("∂s/∂b_i = u_i f′(z_i)");
    expect(indexDefinition(column("delta"), delta, names)).toEqual({
      unicode: "δ_i = u_i f′(z_i)",
      latex: "\\delta_{i} = u_{i} f'(z_{i})",
    });
    expect(indexView(jacobian(diag(delta), h, z), names).unicode).toBe("∂h_i/∂z_j = [i = j] δ_i");
  });

  it("writes LaTeX in italic entries", () => {
    expect(indexView(jacobian(kron(T(x), eye(n, home)), z, W)).latex).toBe(
      "\\frac{\\partial z_{i}}{\\partial W_{jk}} = \\delta_{ij} x_{k}",
    );
    const W1 = symbol(home, "W_1", shape(n, n));
    expect(indexView(jacobian(product(W1, A), h, z)).latex).toBe(
      "\\frac{\\partial h_{i}}{\\partial z_{j}} = \\sum_{k} (W_1)_{ik} A_{kj}",
    );
  });

  it("keeps its letters clear of the names of the model", () => {
    const [i, k] = [column("i"), matrix("k")];
    expect(indexView(gradient(product(k, i), s, i)).unicode).toBe("∂s/∂i_j = Σ_l k_jl i_l");
  });

  it("counts its letters where the model has taken all others", () => {
    const own = newContext();
    const [of, by, ...taken] = [..."yzijklpqrstuvwabcdegh"].map((c) => symbol(own, c, shape(n, ONE))) as [Expr, Expr];
    const [M, N] = ["M", "N"].map((name) => symbol(own, name, shape(n, n))) as [Expr, Expr];
    const view = indexView(jacobian(sum(product(M, N), diag(hadamard(...taken))), of, by));
    expect(view.unicode).toBe(
      "∂y_{i1}/∂z_{i2} = Σ_{i3} M_{i1,i3} N_{i3,i2} + δ_{i1,i2} i_{i1} j_{i1} k_{i1} l_{i1} p_{i1} q_{i1} r_{i1} s_{i1} t_{i1} u_{i1} v_{i1} w_{i1} a_{i1} b_{i1} c_{i1} d_{i1} e_{i1} g_{i1} h_{i1}",
    );
    katex.renderToString(view.latex, { throwOnError: true, strict: "error" });
  });

  it("does not hide a fault of its own behind an expression left whole", () => {
    const at = entriesOf(s, NO_NAMES);
    expect(() => at.entryOf(intern(home, Sigma, [s], "0"), [], [])).toThrow(TypeError);
  });

  it("leaves whole what grows too large or cannot be taken apart", () => {
    let deep: Expr = h;
    for (let k = 0; k < 30_000; k++) deep = apply("f", deep);
    expect(indexView(gradient(deep, s, h)).unicode).toMatch(/^∂s\/∂h_i = f\(f\(.*\)\)_i$/);
    let wide: Expr = h;
    for (let k = 0; k < 14; k++) wide = hadamard(apply("f", wide), apply("g", wide));
    expect(indexView(gradient(wide, s, h)).unicode).toContain("∘");
    const crossed = product(kron(A, matrix("C", m, m)), kron(matrix("D", m, m), B));
    expect(indexView(jacobian(crossed, column("v", dim("m n")), column("w", dim("m n")))).unicode).toMatch(/^∂v_/);
  });

  it("exists for every operation, in LaTeX that KaTeX accepts", () => {
    for (const e of [
      ...Object.values(everyOperation(newContext())).filter((e) => !e.op.indexed),
      ...fc.sample(expressions(false), { numRuns: 150, seed: 3 }),
    ]) {
      const view = indexDefinition(symbol(e.home, "y_hat", e.shape), e, NO_NAMES);
      expect(view.unicode).not.toMatch(/undefined|NaN/);
      katex.renderToString(view.latex, { throwOnError: true, strict: "error" });
    }
  });

  it("puts what ends in a subscript in parentheses", () => {
    const home = newContext();
    const e = crossMatrix(symbol(home, "p", shape(dim(3), ONE)));
    const view = indexDefinition(symbol(home, "Y", e.shape), e, NO_NAMES);
    expect([view.unicode, view.latex]).toEqual(["Y_ij = ([p]ₓ)_ij", "Y_{ij} = ([ \\mathbf{p} ]_{\\times})_{ij}"]);
  });

  it("has the value of the entry, at random expressions, numbers and places", () => {
    fc.assert(
      // A seed, not an expression: a failure must be able to show its counterexample.
      fc.property(fc.nat(4), fc.nat(), (depth, seed) => {
        const e = seeded(depth, seed);
        const env = environment(e, choices(seed));
        let expected: Matrix;
        try {
          expected = evaluate([e], env)[0] as Matrix;
        } catch {
          return;
        }
        if (!expected.data.every((v) => Number.isFinite(v) && Math.abs(v) < 1e9)) return;
        const at = entriesOf(e, NO_NAMES);
        const { rows, cols } = at.sidesOf(e);
        const [row, col] = [at.index(rows), at.index(cols)];
        const right = at.entryOf(e, row, col);
        for (const place of places([...row, ...col], env.sizes)) {
          const got = numberOf(right, at, env, place);
          const want = entry(expected, linear(row, place, env.sizes), linear(col, place, env.sizes));
          expect(Math.abs(got - want), printText(e)).toBeLessThan(
            1e-7 * Math.max(1, Math.abs(want), ...expected.data.map(Math.abs)),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Values for every name of an expression at n = 2, m = 3. */
function environment(e: Expr, choose: (options: number) => number): Environment {
  const sizes = new Map([
    ["n", 2],
    ["m", 3],
  ]);
  const values = new Map<string, Matrix>();
  for (const part of walk([e])) {
    if (!isSymbol(part)) continue;
    const [r, c] = [evaluateDim(part.shape.rows, sizes), evaluateDim(part.shape.cols, sizes)];
    values.set(
      nameOf(part),
      numbers(
        r,
        c,
        Float64Array.from({ length: r * c }, () => 0.2 + choose(1000) / 700),
      ),
    );
  }
  const functions = new Map<string, (v: number) => number>([
    ["f", Math.tanh],
    ["f'", (v) => 1 - Math.tanh(v) ** 2],
    ["g", Math.sin],
    ["act", (v) => 1 / (1 + Math.exp(-v))],
  ]);
  return { sizes, values, functions };
}

type Place = ReadonlyMap<Atom, number>;

/** Every assignment of places to letters. */
function places(index: Index, sizes: ReadonlyMap<string, number>): Place[] {
  let all: Map<Atom, number>[] = [new Map()];
  for (const a of index)
    all = all.flatMap((p) => Array.from({ length: evaluateDim(a.size, sizes) }, (_, k) => new Map(p).set(a, k)));
  return all;
}

const linear = (index: Index, place: Place, sizes: ReadonlyMap<string, number>): number =>
  index.reduce((k, a) => k * evaluateDim(a.size, sizes) + (place.get(a) as number), 0);

/** The number that an entry is. Test expressions are shallow, so this calls itself. */
function numberOf(e: Expr, at: Entries, env: Environment, place: Place): number {
  const leaf = at.leafOf(e);
  if (leaf?.kind === "delta") return linear(leaf.row, place, env.sizes) === linear(leaf.col, place, env.sizes) ? 1 : 0;
  if (leaf?.kind === "entry") {
    const { of, row, col } = leaf.entry;
    const all = evaluate([of], env)[0] as Matrix;
    return entry(all, linear(row, place, env.sizes), linear(col, place, env.sizes));
  }
  if (e.op === Sigma)
    return places(at.boundBy(e), env.sizes)
      .map((p) => numberOf(e.args[0] as Expr, at, env, new Map([...place, ...p])))
      .reduce((a, c) => a + c, 0);
  const nodes = new Map(e.args.map((a) => [a, scalarMatrix(numberOf(a, at, env, place))] as const));
  return entry(evaluate([e], { ...env, nodes })[0] as Matrix, 0, 0);
}
