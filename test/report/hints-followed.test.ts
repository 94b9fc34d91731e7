/**
 * Hints are promises: a hint that suggests text is followed, in the text that earns the code, and what it leads to is
 * read without a fault. A code whose hint is new has no row here, and fails.
 */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { CODES, type CodeEntry } from "../../src/core/codes.js";

/** The text with its hint followed, by the code. */
const FOLLOWED: Readonly<Record<string, readonly string[]>> = {
  "blocks/beside": ["f = W [h; x]", "h, x : vector(n)\nf = W [h, x]"],
  "blocks/commutator": ["$C = A B - B A$", "$C = \\begin{bmatrix} A & B \\end{bmatrix}$"],
  "blocks/kruskal": ["T = sum(r=1..R, a_r b_r)", "T = [A, B]"],
  "blocks/decimals": ["v = [0.5; 1.5]", "v = [0, 5; 1, 5]"],
  "blocks/nested": ["A = [1, 2; 3, 4]"],
  "blocks/spaces": ["t : scalar\nR = [t, 0; 0, t]", "t : scalar\nR = [(t 0); (0 t)]"],
  "call/entry": ["y = 2 x_1", "y = 2 * 1 x"],
  "call/factor": ["q : scalar\nR : function\ny = R(q) x", "q : scalar\ny = R * (q) x"],
  "call/raised": ["$y = (f(x))^2$", "$y = f(f(x))$"],
  "call/value": ["V(t) = k / t\nE = V(q)", "V = k / r\nr : scalar\nk : scalar\nE = V * (q)"],
  "call/arity": ["s = max(a, b)", "s = logsumexp(x)"],
  "derive/again": ["x : scalar\ny = x^3\n∂y/∂x"],
  "derive/apart": [
    "L = norm2(X w)^2 + sum(i=1..N, (w^T x_i)^2)\nx_i = X^T unit(i, N) for i in 1..N\n∂L/∂X",
    "L = norm2(X w)^2 + sum(i=1..N, (w^T x_i)^2)\nX = sum(i=1..N, unit(i, N) x_i^T)\n∂L/∂x_i",
    "L = normF(X)^2 + sum(i=1..N, (w^T x_i)^2)\nx_i = X unit(i, N) for i in 1..N\n∂L/∂X",
    "L = normF(X)^2 + sum(i=1..N, (w^T x_i)^2)\nX = sum(i=1..N, x_i unit(i, N)^T)\n∂L/∂x_i",
    "L = norm2(X w)^2 + sum(i=1..N, (w^T z_i)^2)\n∂L/∂X",
    "f = norm2(x)^2 + 3 x_1\nx : vector(n)\n∂f/∂x",
  ],
  "derive/cancels": ["x, b, e : scalar\nS = (y - b x)^2\ny : scalar\n∂S/∂b"],
  "derive/held": [
    "$$\\mathbf{z}^{[l]} = \\mathbf{W}^{[l]} \\mathbf{a}^{[l-1]}, \\quad l = 1, \\dots, L$$\n$$\\mathbf{a}^{[l]} = g(\\mathbf{z}^{[l]}), \\quad l = 1, \\dots, L$$\n$$C = \\mathbf{v}^\\top \\mathbf{a}^{[L]}$$\n∂C/∂W^{[l]}",
  ],
  "derive/not-differentiable": ["A : matrix(n, n)\ny = A^3"],
  "function/entrywise": ["Y = exp(A)", "f = tr(expm(A))"],
  "function/composed": ["A, B : matrix(n, n)\nf(x) = A x\ng(x) = B x\nh = f .* g"],
  "index/one-family": ["$$f = \\sum_{u,i} (r_{ui} - b_u - c_i)^2$$"],
  "reading/picked": ["S = sum(i=1..n, (x_i - x_{mean})^2)", "m : label(1..n)\nS = sum(i=1..n, (x_i - x_m)^2)"],
  "reading/apart": ["R = r_f + sum(i=1..n, w_i r_i)\nf : label(1..n)"],
  "index/no-letter": ["L = sum(i=1..N, (y_i - w^T x_i)^2)\n∂L/∂w"],
  "index/repeated": ["s = Σ_i Σ_j A_ij B_ij"],
  "function/held": ["c = a^T u\nd = a^T v\ny = c u + d v"],
  "function/letter": ["y = Γ * (x)\n∂y/∂x"],
  "function/matrix": ["f = tr(exp.(X))", "f = tr(expm(X))"],
  "function/norm": ["A : matrix(n, m)\nr = norm1(A)\n∂r/∂A"],
  "definition/implicit": ["z : vector(n) where z = tanh(W z + x)\ns = sum(z)\n∂s/∂x"],
  "definition/update": ["m_t = beta m_{t-1} + (1 - beta) g_t for t in 1..T\nbeta : scalar"],
  "name/open-loss": ["Z = X Y\nL = sum(Z)\n∂L/∂X"],
  "syntax/where": ["x : vector(n) where A x = b\ns = sum(x)\n∂s/∂b"],
  "declaration/sizes": ["x : vector(n)\ny = 2 x"],
  "function/parameters": ["t, r : scalar\ny = t r\nz = y x"],
  "index/reach": [
    "s = -J sum(i=1..N, x_i x_{i+1}) - h sum(i=1..N, x_i)\n∂s/∂h",
    "s = -J sum(i=1..N, x_i x_{i+1}) - h sum(i=1..N+1, x_i)\n∂s/∂h",
  ],
  "index/bound-again": ["L = Σ_i x_i Σ_k y_k\n∂L/∂x_j"],
  "index/bound-twice": ["L = Σ_i Σ_k x_i y_k\n∂L/∂x_j", "L = Σ_i x_i y_i\n∂L/∂x_j"],
  "index/captured": ["h(z) = log(sum(k=1..n, exp(z_k)))\nL = sum(i=1..N, h(W x_i))\n∂L/∂W"],
  "index/letter": ["k : scalar\nf = k sum(i=1..n, i x_i)\n∂f/∂x_i"],
  "index/extent": ["L = Σ_i (x_i - y_i)\ns = Σ_i y_i"],
  "name/defined-twice": ["y = x\nv = 2 x\nz = y\nw = x"],
  "name/faces": ["$s = \\mathbf{x}^\\top \\mathbf{x} + \\|\\mathbf{x} - \\mathbf{a}\\|^2$"],
  "name/forms": ["y = φ + psi^2", "y = φ + φ^2"],
  "name/flat": ["Y : matrix(n, m)\nB : matrix(k, m)\nJ = normF(Y - X B)^2"],
  "name/function": ["y = f(z)\n∂y/∂z"],
  "name/glued": ["C = A B", "y = x^2 + sin(x)\n∂y/∂x"],
  "name/identity": ["V = I R\nI : scalar", "V = R"],
  "name/imaginary": ["i : scalar\n$$y = |1 + e^{i\\omega}|^2$$ $$\\frac{dy}{d\\omega}$$"],
  "name/inverse-function": ["s = f(x) .^ -1", "x : scalar\ns = 1 / f(x)", "f : scalar\ns = f^-1(x)"],
  "name/kind": ["y = sigmoid(W x)\nL = y^T y / σ^2", "y = σ * (W x)\nL = y^T y / σ^2", "y = σ(W x)\nL = y^T y / τ^2"],
  "name/lonely": ["f = m c^2\nm : scalar"],
  "name/near-miss": ["y = softmax(x)\nz = tanh(y)"],
  "name/numbered": ["y = W_1 x + W_2 x", "y = W^1 x + W^2 x; W : matrix(n, n)"],
  "name/point": ["$f = \\|\\mathbf{x}\\|^2 + \\sum_{i=1}^{N} \\|\\mathbf{z}_i\\|^2$"],
  "name/prime": ["$r = \\gamma V_2 - V$", "$r = \\gamma V^T - V$"],
  "name/prose": ["x ∈ R^n\ns = x^T x\n∂s/∂x"],
  "name/raised": ["$L = \\sum_{i=1}^{N} ((y)^i - w \\cdot (x)^i)^2$", "$L = \\sum_{i=1}^{N} (y_i - w x_i)^2$"],
  "name/scalar": ["y = x^T (ones(n) - x)"],
  "name/rate": ["x, y : scalar\nu = x^2 y\nL = ∂u/∂x", "x, y, u_x : scalar\nu = x^2 y\nL = u_x"],
  "name/second": ["f = c A x + b\ng = a A^T c\nc : scalar"],
  "name/undeclared": ["x : vector(n)\ny = 2 x"],
  "name/unknown-function": ["Block : function\ny = Block(x)"],
  "name/unsupported": ["lambda_X : scalar\ns = lambda_X", "eig : function\ns = eig(X)"],
  "name/word": ["warp : function\ny = warp(x)", "warp(t) = t^2\ny = warp(x)"],
  "number/transposed": ["s = ones(n)^T x", "$s = \\mathbf{1}^\\top \\mathbf{x}$"],
  "product/divided": ["a, b : scalar\ny = a^2/(2 b)"],
  "product/khatri-rao": ["Y = khatrirao(C, B)", "$Y = X_{(1)} - A (C .* B)^\\top$"],
  "product/kronecker": ["a, b : vector(n)\nT = a b^T", "a, b : vector(n)\nT = kron(a, b)"],
  "product/mixed": ["A, B : matrix(n, n)\nr = A .* (B * A)", "A, B : matrix(n, n)\nr = (A .* B) * A"],
  "product/sign": ["y = (\\prod_{i=1}^N x_i) / c"],
  "product/root": ["x : scalar\ny = x^(1/2)", "x : scalar\ny = (x^1)/2"],
  "query/form": ["s = x^T x\n∂s/∂x"],
  "query/row": ["$s = a^\\top x$\n$\\frac{\\partial s}{\\partial x}$"],
  "query/stranger": ["y = W x\n∂y/∂W"],
  "syntax/by-square": ["x, v : scalar\ny = x / sqrt(v) + v\n∂y/∂v"],
  "function/total": [
    "A : matrix(n, m)\nb : vector(m)\nc = sum(A)\ny = c * b",
    "A : matrix(n, m)\nb : vector(m)\ny = ones(n)^T A * b",
  ],
  "name/unit": ["v = 3\nd = 2 v", "v = 3 m/s\nd = 2 v\nm, s : scalar"],
  "shape/exponent": ["t : scalar\nx : vector(n)\ny = exp(log(t) x)"],
  "syntax/words": ["$$y = x^2$$\n$$g = 1$$\n$$\\frac{\\partial y}{\\partial x}$$"],
  "shape/bars": ["W : matrix(n, n)\nr = det(W)", "W : matrix(n, m)\nr = abs(W)"],
  "shape/det": ["W : matrix(n, m)\nr = det(W^T W)"],
  "shape/diagvec": ["x : vector(n)\ny = diag(x)"],
  "shape/softmax": ["X : matrix(n, m)\nP = softmaxrows(X)", "X : matrix(n, m)\nP = softmaxcols(X)"],
  "shape/division": ["x, y : vector(n)\nz = x ./ y"],
  "shape/gradient": ["x : vector(n)\nA : matrix(m, n)\ny = A x\n∂y/∂x"],
  "shape/inverse": ["x : vector(n)\ny = x .^ -1"],
  "shape/inv": ["W : matrix(n, m)\nr = (W^T W)^-1 W^T"],
  "shape/logdet": ["X : matrix(n, m)\ny = logdet(X^T X)"],
  "shape/norm2": ["s = normF(X)"],
  "shape/power": ["x : vector(n)\ny = ‖x‖^2", "x : vector(n)\ny = |x| .^ 2", "s = sum((X w - y) .^ 2)"],
  "shape/product": ["a : scalar\ny = a x", "x : scalar\ny = a x"],
  "shape/quotient": ["x : vector(n)\nz = ones(n) ./ x", "x : vector(n)\nz = x .^ -1"],
  "shape/primed": ["x : scalar\ny = d/dx (x^2)", "x : scalar\ny = x^2", "x : scalar\ny = x_2"],
  "shape/primes": ["a = x_2"],
  "shape/raised": ["X : matrix(n, n)\nf = tr((X X)^T X)"],
  "shape/sum": ["Z = X W + ones(n) b^T", "Z = X W + b ones(p)^T"],
  "shape/tr": ["X : matrix(n, m)\ns = tr(X^T X)", "X : matrix(n, m)\ns = sum(X)"],
  "size/unknown": ["s = sum(eye(n))"],
  "syntax/accent": ["z = x + y\ny_hat = z"],
  "syntax/angle": ["s = x^T y", "s = dot(x, y)"],
  "syntax/attribute": ["B = A^-1"],
  "syntax/bare-call": ["$y = \\operatorname{tr}(A B)$", "A : matrix(n, n)\n$y = \\operatorname{tr}(A) x$"],
  "syntax/case": ["$$y = \\begin{cases} x & x > 0 \\\\ 2 x & \\text{otherwise} \\end{cases}$$"],
  "syntax/cell": ["$$y = a x$$", "$$y = a && b = x$$"],
  "syntax/bracket-kind": ["y = {x}"],
  "syntax/conjugate": ["B = A^T"],
  "syntax/cross": ["z = x * y; x : scalar", "z = x .* y", "z = kron(x, y)"],
  "syntax/differential": ["s = x^T W x\n∂s/∂W"],
  "syntax/display": ["$y = x$"],
  "syntax/divided": ["w : scalar\ny = a / (w * (x)); x : scalar"],
  "syntax/entry": ["z = W x\n∂z/∂W"],
  "syntax/fact": ["A : matrix(n, n) symmetric diagonal invertible"],
  "syntax/index": ["y = rows(A, 1, 1)", "y = A * [1]"],
  "syntax/kind": ["q : scalar", "q : vector(n)", "q : matrix(n, m)", "q : function"],
  "syntax/label": ["$\\delta_l = W_{l+1}^T x$"],
  "syntax/left-division": ["y = A^-1 b"],
  "syntax/left-side": ["q = k + 1"],
  "syntax/letters": ["$y = A \\operatorname{tr}(B)$"],
  "syntax/nabla": ["s = x^T x\n∇_x s", "s = x^T x\n∂s/∂x", "$s = \\mathbf{x}^T \\mathbf{x}$ $\\nabla_{\\mathbf{x}} s$"],
  "syntax/norm": ["y = ‖x‖_1", "y = ‖x‖_2", "y = ‖X‖_F"],
  "syntax/numbers": ["y = 2 * 3"],
  "syntax/one-sided": ["$y = \\left( x \\right)$"],
  "syntax/operand": ["g = ∇_x (x^T A x) + b"],
  "syntax/superscript": ["y = e^(-x^2)", "y = e^(-x 2)"],
  "syntax/superscripts": ["x, n : scalar\ny = x^(2^n)", "x, n : scalar\ny = x^(2 n)"],
  "syntax/reach": ["x : scalar\ng = d/dx ((1 + x)(1 - x))", "x : scalar\ng = (d/dx (1 + x)) (1 - x)"],
  "syntax/operator-power": ["$y = 1 / \\tanh(x)$"],
  "syntax/operator-script": ["$y = \\log(x)$", "$y = \\log(x) / \\log(2)$"],
  "syntax/order": ["s = x^T A x\n∂²s/∂x²", "s = x^T A y\n∂²s/∂x∂y"],
  "syntax/parentheses": ["y = tanh([a; b])"],
  "syntax/power": ["y = x^2"],
  "syntax/raised": ["z = W_Q x", "w, Q : scalar\nz = w^Q x"],
  "syntax/relation": ["y = a b; a : scalar"],
  "syntax/script": ["$y = x^{12}$", "$y = x^{1} 2$"],
  "syntax/square": ["v = x^T x\nr = sqrt(v)"],
  "syntax/statement": ["y = e x", "x : vector(n)\ns = x^T x\n∂s/∂x"],
  "syntax/subscript": ["y = W_1 x"],
  "syntax/sum": ["s = sum(x)", "$s = \\sum_{i=1}^{N} x_i$"],
  "syntax/tower": ["x : scalar\ny = (x^2)^3", "x : scalar\ny = x^(2^3)"],
  "syntax/transpose": ["y_0 = X^T y"],
  "syntax/two-equals": ["y = x\nz = x"],
  "syntax/two-spellings": ["$y = W_{2} x + W_{2} x$\nz = u"],
  "syntax/unclosed": ["y = |x|", "y = |(|x|)|"],
  "syntax/variable": ["s = u^T h\nh = 2 x\n∂s/∂h"],
  "syntax/variation": ["$f = x^2$ $\\frac{\\partial f}{\\partial x}$"],
};

/** Codes whose hints explain, and suggest no text. */
const ADVICE: ReadonlySet<string> = new Set([
  "derivative/variable",
  "fact/defined",
  "name/declared-twice",
  "name/held",
  "shape/logsumexp",
  "syntax/command",
  "syntax/macro",
  "syntax/operator",
]);

/** The diagnostics of the code that the shortest text earns, in either mode. */
const earned = (code: string, text: string) =>
  [answer(text), answer(text, { strict: true })].flatMap((r) => r.diagnostics).filter((d) => d.code === code);

const HINTED = Object.entries<CodeEntry>(CODES).flatMap(([code, { text }]) =>
  text === null ? [] : [[code, text] as const],
);

describe("a hint", () => {
  it.each(HINTED)("of %s is followed, if there is one", (code, text) => {
    const hint = earned(code, text).find((d) => d.hint !== null)?.hint ?? null;
    expect([code, hint, hint === null || ADVICE.has(code) || FOLLOWED[code] !== undefined]).toEqual([code, hint, true]);
    for (const followed of FOLLOWED[code] ?? []) {
      const { diagnostics } = answer(followed);
      const faults = diagnostics
        .filter((d) => d.severity === "error" || d.code === code)
        .map((d) => `${d.code}: ${d.message}`);
      expect([followed, faults]).toEqual([followed, []]);
    }
  });

  it("has a row for codes that there are", () => {
    const codes = new Set<string>(Object.keys(CODES));
    expect([...Object.keys(FOLLOWED), ...ADVICE].filter((code) => !codes.has(code))).toEqual([]);
  });
});
