/** The computations and their order: the work is that of code written by hand. */
import { describe, expect, it } from "vitest";
import { codeFor } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { casesExist } from "../numeric/cases.js";
import { networkCosts } from "./networks.js";

/**
 * The lines of the NumPy function that computes the derivatives asked for, or of `forward` where none
 * is, without comments and the reading of inputs.
 */
function lines(source: string, sizes?: Record<string, number>): string {
  const { code, diagnostics } = codeFor(read(source), { target: "numpy", ...(sizes === undefined ? {} : { sizes }) });
  expect(diagnostics).toEqual([]);
  const asked = source.includes("∂");
  const start = code.indexOf(asked ? "def value_and_derivatives" : "def forward");
  const body = code.slice(start, code.indexOf(asked ? "    values = " : "    return ", start));
  return body
    .slice(body.indexOf('"""', body.indexOf('"""') + 3) + 3)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#") && !/_array|_scalar|\.shape/.test(line))
    .join("\n");
}

const square = "A, B, C : matrix(n, n)\nv, w, x : vector(n)\nc : scalar\n";

const DEEP = [
  ...Array.from({ length: 12 }, (_, l) => `h${l + 1} = tanh(W${l + 1} ${l === 0 ? "x" : `h${l}`})`),
  "s = norm2(h12)^2",
  "∂s/∂x, ∂s/∂W1, ∂s/∂W5, ∂s/∂W12",
].join("\n");

describe("least work", () => {
  it("computes what is shared once", () => {
    expect(lines("z = W x + b\nh = tanh(z)\ns = u^T h\n∂s/∂W, ∂s/∂b, ∂s/∂x")).toMatchInlineSnapshot(`
      "z = W @ x + b
      h = np.tanh(z)
      s = u @ h
      ds_dz = u * (1 - h**2)
      ds_dW = np.outer(ds_dz, x)
      ds_dx = W.T @ ds_dz"
    `);
  });

  it("multiplies vectors first where sizes are not known", () => {
    expect(lines(`${square}y = A B C x`)).toContain("y = A @ (B @ (C @ x))");
    expect(lines(`${square}s = v^T A B C x`)).toBe("s = C.T @ (B.T @ (A.T @ v)) @ x");
  });

  it("orders a chain of matrices by given sizes", () => {
    const source = "A : matrix(a, b)\nB : matrix(b, c)\nC : matrix(c, d)\nF = A B C";
    expect(lines(source, { a: 10, b: 1000, c: 5, d: 1000 })).toBe("F = A @ B @ C");
    expect(lines(source, { a: 1000, b: 5, c: 1000, d: 10 })).toBe("F = A @ (B @ C)");
  });

  it("scales rows and columns by diagonal matrices", () => {
    expect(lines(`${square}F = diag(v) A`)).toBe("F = v[:, None] * A");
    expect(lines(`${square}F = A diag(v)`)).toBe("F = A * v[None, :]");
    expect(lines(`${square}y = diag(v) diag(w) x`)).toBe("y = v * w * x");
    expect(lines("D : matrix(n, n) diagonal\nx : vector(n)\ny = D x\nF = D A D^-1")).toBe(
      "t1 = np.diagonal(D)\ny = t1 * x\nF = t1[:, None] * A * (1 / t1)[None, :]",
    );
    expect(lines(`${square}F = A + c I`)).toBe("F = add_diagonal(A, c)");
    expect(lines(`${square}F = A .* diag(v) + B`)).toBe("F = add_diagonal(B, np.diagonal(A) * v)");
  });

  it("solves in place of inverting", () => {
    expect(lines(`${square}y = A^-1 x`)).toBe("y = np.linalg.solve(A, x)");
    expect(lines(`${square}y = (A^T)^-1 x`)).toBe("y = np.linalg.solve(A.T, x)");
    expect(lines(`${square}F = B A^-1`)).toBe("F = np.linalg.solve(A.T, B.T).T");
    expect(lines(`${square}y = diag(v)^-1 x`)).toBe("y = x / v");
  });

  it("uses an inverse that is wanted as an array for products too", () => {
    expect(lines("X : matrix(n, n)\na : vector(n)\ns = a^T X^-1 a + logdet(X)\n∂s/∂X")).not.toContain("linalg.solve");
  });

  it("takes traces as sums of products", () => {
    expect(lines(`${square}s = tr(A B)`)).toBe("s = np.vdot(A, B.T)");
    expect(lines(`${square}s = tr(A B C)`)).toMatch(/^s = np\.vdot\(A @ B, C\.T\)$/);
    expect(lines(`${square}s = tr(v w^T A)`)).not.toMatch(/outer|trace/);
    expect(lines(`${square}s = tr(kron(A, B))`)).toBe("s = np.trace(A) * np.trace(B)");
    expect(lines(`${square}s = sum(A .* B)`)).toBe("s = np.vdot(A, B)");
    expect(lines(`${square}y = diagvec(A B)`)).toBe("y = np.sum(A * B.T, axis=1)");
  });

  it("sums in place of multiplying by ones", () => {
    expect(lines(`${square}y = A ones(n)`)).toBe("y = np.sum(A, axis=1)");
    expect(lines(`${square}F = A ones(n, n) + B`)).toBe("F = np.sum(A, axis=1)[:, None] + B");
    expect(lines("X : matrix(N, m)\nW : matrix(m, k)\nb : vector(k)\nZ = X W + ones(N) b^T")).toBe(
      "Z = X @ W + b[None, :]",
    );
    expect(lines(`${square}s = sum(A B)`)).toBe("s = np.sum(A, axis=0) @ np.sum(B, axis=1)");
  });

  it("applies Kronecker products and commutation matrices without making them", () => {
    expect(lines("A : matrix(p, q)\nB : matrix(r, s)\nX : matrix(s, q)\ny = kron(A, B) vec(X)")).toBe(
      "y = (B @ X @ A.T).T.reshape(-1)",
    );
    expect(lines("X : matrix(n, m)\ny = comm(n, m) vec(X)")).toBe("y = X.reshape(-1).copy()");
  });

  it("differentiates a Kronecker product times a vector without an outer product", () => {
    const source = "A : matrix(p, q)\nB : matrix(r, s)\nx : vector(q s)\ny = kron(A, B) x\nL = y^T y\n∂L/∂A, ∂L/∂B";
    expect(lines(source)).toMatchInlineSnapshot(`
      "t1 = x.reshape(q, s).T
      t2 = B @ t1
      t3 = t2 @ A.T
      y = t3.T.reshape(-1)
      L = y @ y
      dL_dA = 2 * (t3.T @ t2)
      dL_dB = 2 * (t3 @ A @ t1.T)"
    `);
  });

  it("opens sums of thin products", () => {
    expect(lines(`${square}y = (A + v w^T) x`)).toMatchInlineSnapshot(`"y = A @ x + (w @ x) * v"`);
    expect(lines("a, b, x : vector(n)\ns = a^T x x^T b\n∂s/∂x")).not.toContain("outer");
  });

  it("puts a factor where it multiplies least", () => {
    expect(lines(`${square}F = c v w^T`)).toMatch(/np\.outer\((c \* v, w|v, c \* w)\)/);
    expect(lines(`${square}F = -v w^T`)).toBe("F = np.outer(-v, w)");
    expect(lines(`${square}F = A - v w^T`)).toBe("F = A - np.outer(v, w)");
  });

  it("writes logarithms of probabilities so that none is log 0", () => {
    const softmax = "y : vector(k) simplex\nz : vector(k)\np = softmax(z)\n";
    expect(lines(`${softmax}s = -y^T log(p)`)).toContain("log_softmax(z)");
    expect(lines(`${softmax}s = cross_entropy(y, p)\n∂s/∂z`)).toMatchInlineSnapshot(`
      "p = softmax(z)
      s = logsumexp(z) - y @ z
      ds_dz = p - y"
    `);
    expect(
      lines("z, y : vector(n)\np = sigmoid(z)\ns = -sum(y .* log(p) + (ones(n) - y) .* log(ones(n) - p))"),
    ).not.toMatch(/np\.log\(/);
    expect(lines("X : matrix(n, n)\ns = log(det(X))")).toBe("s = logdet(X)");
    expect(lines("x : vector(n)\ns = norm2(x)^2")).toBe("s = x @ x");
  });

  it("factorises once where the language keeps factorisations", () => {
    const source = "A : matrix(n, n)\nx, y : vector(n)\ns = x^T A^-1 y + logdet(A)\nt = y^T A^-1 x\n∂s/∂x";
    const { code } = codeFor(read(source), { target: "js" });
    const forward = code.slice(code.indexOf("export function forward"), code.indexOf("export function valueAnd"));
    expect(forward.match(/factorise\(/g)).toHaveLength(1);
  });

  it("computes the transpose of what is there by turning it", () => {
    const source =
      "X : matrix(N, m)\nW : matrix(m, h)\nV : matrix(h, k)\nb : vector(h)\nH = tanh(X W + ones(N) b^T)\nL = sum(G .* (H V))\n∂L/∂W, ∂L/∂b";
    expect(lines(source)).toMatchInlineSnapshot(`
      "H = np.tanh(X @ W + b[None, :])
      L = np.vdot(G, H @ V)
      dL_dH = G @ V.T
      t1 = dL_dH * (1 - H**2)
      dL_dW = X.T @ t1
      dL_db = np.sum(t1, axis=0)"
    `);
  });

  it("turns what is there, whatever the sign, the order of two terms and the order of a product", () => {
    const residual = "M : matrix(n, m)\nU : matrix(n, k)\nV : matrix(m, k)\nL = normF(M - U V^T)^2\n∂L/∂U, ∂L/∂V";
    expect(lines(residual)).toMatchInlineSnapshot(`
      "t1 = M - U @ V.T
      L = np.vdot(t1, t1)
      dL_dU = -2 * (t1 @ V)
      dL_dV = -2 * (t1.T @ U)"
    `);
    const attention = `X : matrix(N, d) data
Y : matrix(N, p) data
Wq, Wk : matrix(d, k)
Wv : matrix(d, p)
P = softmaxrows(X Wq (X Wk)^T)
L = 1/N normF(P X Wv - Y)^2
∂L/∂Wq, ∂L/∂Wk, ∂L/∂Wv`;
    expect(lines(attention)).toMatchInlineSnapshot(`
      "P = softmax_rows(X @ Wq @ Wk.T @ X.T)
      t1 = P @ X
      t2 = t1 @ Wv - Y
      L = np.vdot(t2, t2) / N
      t3 = 2 / N
      t4 = t2 @ Wv.T @ X.T
      t5 = P * (t4 + (-np.sum(t4 * P, axis=1))[:, None])
      dL_dWq = t3 * (X.T @ t5 @ X @ Wk)
      dL_dWk = t3 * ((t5 @ X).T @ X @ Wq)
      dL_dWv = t3 * (t1.T @ t2)"
    `);
  });

  it("knows that a symmetric matrix is its transpose", () => {
    const source = "K : matrix(n, n) posdef\ny : vector(n)\nL = y^T K^-1 y + logdet(K)\n∂L/∂y, ∂L/∂K";
    expect(lines(source)).toMatchInlineSnapshot(`
      "t1 = np.linalg.inv(K)
      t2 = t1 @ y
      L = t2 @ y + logdet(K)
      dL_dy = 2 * t2
      dL_dK = t1 - np.outer(t2, t2)"
    `);
  });

  it("gives up a shared stretch where each way of its own is less work", () => {
    const source =
      "P : matrix(n, n) symmetric\nH : matrix(m, n)\nR : matrix(m, m) symmetric\nx : vector(n)\ny : vector(m)\nS = H P H^T + R\ne = y - H x\nJ = e^T S^-1 e + logdet(S)\n∂J/∂x, ∂J/∂P";
    expect(lines(source)).not.toMatch(/linalg\.inv|@ t\d @ e/);
  });

  it("spends at most four times the forward work on gradients of every network of ../shared/cases", ({ skip }) => {
    skip(!casesExist, "../shared/cases is not here");
    const all = networkCosts();
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter(({ ratio }) => !(ratio <= 4))).toEqual([]);
  });

  it("has one assignment for each shared array, and none for what nobody uses", () => {
    for (const source of ["z = W x + b\nh = tanh(z)\ns = u^T h + norm2(h)^2\n∂s/∂W, ∂s/∂b, ∂s/∂x, ∂s/∂u", DEEP]) {
      const made = [...lines(source).matchAll(/^(\w+) = (.*)$/gm)];
      const names = made.map(([, name]) => name);
      const sides = made.map(([, , side]) => side);
      expect(new Set(names).size).toBe(names.length);
      expect(new Set(sides).size).toBe(sides.length);
      made.forEach(([, name = ""], k) => {
        const used = sides.slice(k + 1).some((side) => new RegExp(`\\b${name}\\b`).test(side ?? ""));
        expect([name, used || name === "s" || name.startsWith("ds_")]).toEqual([name, true]);
      });
    }
  });

  it("does not spend more than four times the forward work on all gradients of a deep network", () => {
    const layers = 30;
    const text = Array.from({ length: layers }, (_, l) => `h${l + 1} = tanh(W${l + 1} ${l === 0 ? "x" : `h${l}`})`);
    const code = codeFor(read([...text, `s = norm2(h${layers})^2`].join("\n")), { target: "js" });
    const sizes = new Map([..."nmpqrkl"].flatMap((s, i) => [[s, 20 + i] as const]));
    const all = new Proxy(sizes, {
      get: (map, key) => (key === "get" ? () => 20 : Reflect.get(map, key).bind(map)),
    });
    const { forward, derivatives } = code.operations(all);
    expect(derivatives / forward).toBeLessThan(4);
  });
});
