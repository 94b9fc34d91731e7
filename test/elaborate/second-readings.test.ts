/** Readings that are as good as the one taken: each is said or refused by its code, and the text of the hint has the answer that it promises. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const said = (text: string) => answer(text, { steps: "none" }).diagnostics.filter((d) => d.severity !== "note");

/** A text, the code and part of the hint that it earns, a text that follows the hint, and its first answer. */
type Row = readonly [text: string, code: string, hint: string, followed: string, value: string];

const CAPITALS: readonly Row[] = [
  [
    "$$U = ½CV²$$\n$$\\frac{dU}{dV}$$",
    "name/lonely",
    "C : scalar, V : scalar",
    "C, V : scalar\nU = ½ C V²\ndU/dV",
    "C V",
  ],
  ["G = H - T S\ndG/dT", "name/lonely", "T : scalar", "$$H, T, S : scalar$$\n$$G = H - TS$$\n$$\\frac{dG}{dT}$$", "-S"],
  ["A = P (1 + r)^n\n∂A/∂r", "name/lonely", "P : scalar", "P : scalar\nA = P (1 + r)^n\n∂A/∂r", "P n (1 + r)^(n - 1)"],
  [
    "$$y = T_{\\rm eff}^4 x$$\n$$\\frac{dy}{dT_{\\rm eff}}$$",
    "name/lonely",
    "T_eff : scalar",
    "T_eff, x : scalar\ny = T_eff^4 x\n∂y/∂T_eff",
    "4 x T_eff^3",
  ],
  ["$$Y = C + I + G$$\n$$\\frac{dY}{dG}$$", "name/lonely", "C : scalar", "C, I, G : scalar\nY = C + I + G\ndY/dG", "1"],
  [
    "$$P = VI$$\n$$\\frac{dP}{dI}$$",
    "derivative/variable",
    "I : scalar",
    "I, V : scalar\n$$P = VI$$\n$$\\frac{dP}{dI}$$",
    "V",
  ],
  [
    "$$N = N_0 e^{-\\lambda t}$$\n$$\\frac{dN}{dt}$$",
    "name/flat",
    "N_0 : scalar",
    "N_0 : scalar\n$$N = N_0 e^{-\\lambda t}$$\n$$\\frac{dN}{dt}$$",
    "-lambda N",
  ],
  [
    "$$P = F\\cdot v$$\n$$\\frac{\\partial P}{\\partial v}$$",
    "name/second",
    "F : vector(n)",
    "F, v : vector(n)\nP = F·v\n∂P/∂v",
    "F",
  ],
  [
    "L = f(x) − λ g(x)\n∂L/∂x",
    "name/second",
    "f, g : function(vector)",
    "f, g : function(vector)\nL = f(x) − λ g(x)\n∂L/∂x",
    "∇f(x) - lambda ∇g(x)",
  ],
];

const PLACES: readonly Row[] = [
  [
    "$$J = \\sum_{i=1}^n (yi − w xi)²$$\n$$\\frac{dJ}{dw}$$",
    "name/glued",
    "y_i",
    "$$J = \\sum_{i=1}^n (y_i − w x_i)²$$\n$$\\frac{dJ}{dw}$$",
    "2 sum(i=1..n, (w x_i - y_i) x_i)",
  ],
  [
    "$$J = \\sum_{i=1}^n (y_i − w xi)^2$$\n$$\\frac{dJ}{dw}$$",
    "name/glued",
    "i x",
    "$$J = \\sum_{i=1}^n (y_i − w i x)^2$$\n$$\\frac{dJ}{dw}$$",
    "2 x sum(i=1..n, (w i x - y_i) i)",
  ],
  [
    "J = sum(i=1..n, (yi - w*ti)^2)\n∂J/∂w",
    "name/glued",
    "y_i",
    "J = sum(i=1..n, (y_i - w*t_i)^2)\n∂J/∂w",
    "2 sum(i=1..n, (w t_i - y_i) t_i)",
  ],
  [
    "$$J = \\sum_{n=1}^N (tn - \\mathbf w^T\\mathbf xn)^2$$\n$$\\frac{dJ}{d\\mathbf w}$$",
    "name/glued",
    "t_n",
    "$$J = \\sum_{n=1}^N (t_n - \\mathbf w^T\\mathbf x_n)^2$$\n$$\\frac{dJ}{d\\mathbf w}$$",
    "2 sum(n=1..N, (w^T x_n - t_n) x_n)",
  ],
  [
    "h_t = tanh(W h_t-1 + U x_t)\n∂h_t/∂W",
    "syntax/script",
    "h_{t-1}",
    "h_t = tanh(W h_{t-1} + U x_t)\n∂h_t/∂W",
    "kron(h_t_minus_1^T, diag(ones(n) - h_t .^ 2))",
  ],
  [
    "J = (y - s_t-1)^2\n∂J/∂s_t",
    "syntax/script",
    "s_t - 1",
    "y : scalar\nJ = (y - s_t - 1)^2\n∂J/∂s_t",
    "2 (s_t - y + 1)",
  ],
  [
    "x : vector(2)\ny = x1^2 + x2\n∂y/∂x",
    "derive/apart",
    "x_1",
    "x : vector(2)\ny = x_1^2 + x_2\n∂y/∂x",
    "2 x_1 unit(1, 2) + unit(2, 2)",
  ],
  [
    "W : matrix(2, 2)\ny = W11 + W22\n∂y/∂W",
    "derive/apart",
    "W_{1,1}",
    "W : matrix(2, 2)\ny = W_{1,1} + W_{2,2}\n∂y/∂W",
    "unit(1, 2) unit(1, 2)^T + unit(2, 2) unit(2, 2)^T",
  ],
];

const SIGNS: readonly Row[] = [
  [
    "$$Y = X W + \\mathbf 1(b)^\\top$$\n$$\\frac{\\partial Y}{\\partial W}$$",
    "call/value",
    "\\mathbf 1 b",
    "$$Y = X W + \\mathbf 1 b^\\top$$\n$$\\frac{\\partial Y}{\\partial b}$$",
    "kron(eye(p), ones(n))",
  ],
  ["K = P^-H^T S\n∂K/∂S", "syntax/raised", "A_plus", "K = P_minus H^T S\n∂K/∂S", "kron(eye(q), P_minus H^T)"],
  [
    "$$y = x^2 + \\mathcal{O}(x^3)$$\n$$\\frac{dy}{dx}$$",
    "name/unsupported",
    "leave it out",
    "$$y = x^2$$\n$$\\frac{dy}{dx}$$",
    "2 x",
  ],
  [
    "$$y = f^{(3)}(x)$$\n$$\\frac{dy}{dx}$$",
    "name/numbered",
    "f'''(…)",
    "$$y = f'''(x)$$\n$$\\frac{dy}{dx}$$",
    "f''''(x)",
  ],
  [
    "$$y = x + \\cancel{ax^2}$$\n$$\\frac{dy}{dx}$$",
    "syntax/operator",
    "leave it out",
    "$$y = x$$\n$$\\frac{dy}{dx}$$",
    "1",
  ],
  [
    "C(q) = 100 + 2 q + 0.5 q^2\nMC = dC/dq",
    "derive/again",
    "∂C/∂q",
    "C(q) = 100 + 2 q + 0.5 q^2\nMC = dC/dq\n∂C/∂q",
    "2 + q",
  ],
  ["y = a·b + c×d\n∂y/∂a", "syntax/cross", "a * b", "a, b, c, d : scalar\ny = a·b + c×d\n∂y/∂c", "d"],
  [
    "$$y = (a,b)^\\top x$$\n$$\\frac{dy}{dx}$$",
    "syntax/unexpected",
    "[a; b]",
    "a, b : scalar; x : vector(2)\ny = [a; b]^T x\n∂y/∂x",
    "[a; b]",
  ],
  ["s = ‖x‖_Q^2\n∂s/∂x", "syntax/norm", "x^T Q x", "Q : matrix(n, n) symmetric\ns = x^T Q x\n∂s/∂x", "2 Q x"],
  ["n = 3; x : vector(n)\ny = x^T x\n∂y/∂x", "name/size", "x : vector(3)", "x : vector(3)\ny = x^T x\n∂y/∂x", "2 x"],
  ["E = p^T E\n∂E/∂p", "shape/declared", "another letter", "E = p^T v\n∂E/∂p", "v"],
  ["p = P(y=1|x)\ndp/dx", "syntax/unexpected", "p = σ(w^T x)", "p = σ(w^T x)\n∂p/∂x", "p (1 - p) w"],
];

const MORE: readonly Row[] = [
  [
    "$$i = \\frac{V}{R}(1-e^{-Rt/L})$$\n$$\\frac{di}{dt}$$",
    "name/lonely",
    "V : scalar",
    "V : scalar\n$$i = \\frac{V}{R} e^{-t}$$\n$$\\frac{di}{dt}$$",
    "-i",
  ],
  [
    "$$x = Wt$$\n$$\\frac{dx}{dt}$$",
    "name/lonely",
    "W : scalar",
    "$$W : scalar$$\n$$x = Wt$$\n$$\\frac{dx}{dt}$$",
    "W",
  ],
  ["x : scalar\nP = x^3\nD = -1/P ∂P/∂x", "derive/again", "∂P/∂x", "x : scalar\nP = x^3\n∂P/∂x", "3 x^2"],
  ["K = p²/2m\n∂K/∂p", "product/divided", "(2m)", "m : scalar\nK = p²/(2 m)\n∂K/∂p", "p / m"],
  [
    "x̂ = argmin_x ‖A x − b‖²\n∂x̂/∂b",
    "name/unsupported",
    "x : vector(n) where A^T (A x - b) = 0",
    "A : matrix(n, n) invertible\nx : vector(n) where A^T (A x - b) = 0\n∂x/∂b",
    "A^-1",
  ],
  [
    "$$\\pi = pQ - wL - rK$$\n$$\\frac{\\partial \\pi}{\\partial L}$$",
    "name/lonely",
    "L : scalar",
    "$$Q, L, K : scalar$$\n$$\\pi = pQ - wL - rK$$\n$$\\frac{\\partial \\pi}{\\partial L}$$",
    "-w",
  ],
  [
    "L = Σᵢ max(0, 1 − yᵢ(w·xᵢ + b)) + λ‖w‖²\n∂L/∂w",
    "name/flat",
    "x_i : vector(d) for i in 1..N",
    "w : vector(d); x_i : vector(d) for i in 1..N\nL = Σᵢ max(0, 1 − yᵢ(w·xᵢ + b)) + λ‖w‖²\n∂L/∂w",
    "2 lambda w - sum(i=1..N, step(1 - y_i (w^T x_i + b)) y_i x_i)",
  ],
  ["y = x^3\n$$y' = 2x^2$$", "name/rate", "∂y/∂x = …", "x : scalar\ny = x^3\n∂y/∂x", "3 x^2"],
  [
    "L = 1/n Σ (y − ŷ)²; ŷ = X β\n∂L/∂β",
    "name/unsupported",
    "sum((y − ŷ) .^ 2)",
    "n : scalar\nL = 1/n sum((y − ŷ) .^ 2); ŷ = X β\n∂L/∂β",
    "2 X^T (y_hat - y) / n",
  ],
  ["Q = r + γ V\n∂Q/∂γ", "shape/sum", "V, r : scalar", "V, r : scalar\nQ = r + γ V\n∂Q/∂γ", "V"],
  [
    "$$u = \\cos\\alpha x + \\sin\\alpha y$$\n$$\\frac{\\partial u}{\\partial x}$$",
    "syntax/bare-call",
    "\\cos(\\alpha)",
    "$$u = x \\cos(\\alpha) + y \\sin(\\alpha)$$\n$$\\frac{\\partial u}{\\partial x}$$",
    "cos(alpha)",
  ],
  [
    "$$V = \\frac{e^2}{4\\pi\\epsilon r}$$\n$$\\frac{dV}{dr}$$",
    "name/second",
    "e : scalar",
    "e : scalar\n$$V = \\frac{e^2}{4\\pi\\epsilon r}$$\n$$\\frac{dV}{dr}$$",
    "-0.25 e^2 / (pi epsilon r^2)",
  ],
  [
    "$$H = -J\\sum_{i=1}^{N} s_i s_{i+1} - h\\sum_i s_i$$\n$$\\frac{\\partial H}{\\partial h}$$",
    "index/reach",
    "i in 1..N, or in 1..N + 1",
    "$$H = -J\\sum_{i=1}^{N} s_i s_{i+1} - h\\sum_{i=1}^N s_i$$\n$$\\frac{\\partial H}{\\partial h}$$",
    "-sum(i=1..N, s_i)",
  ],
  [
    "J = sum(k=1..N, (x_k - x_{k-1})^2) + μ sum(k, x_k)\n∂J/∂μ",
    "index/reach",
    "k in 1..N, or in 0..N",
    "J = sum(k=1..N, (x_k - x_{k-1})^2) + μ sum(k=0..N, x_k)\n∂J/∂μ",
    "sum(k=0..N, x_k)",
  ],
  [
    "$$y(n) = \\sum_{k=0}^M b_k x(n-k)$$\n$$\\frac{\\partial y}{\\partial b_k}$$",
    "call/value",
    "x * (n-k)",
    "$$y = \\sum_{k=0}^M b_k x * (n-k)$$\n$$\\frac{\\partial y}{\\partial b_k}$$",
    "x (n - k)",
  ],
  [
    "$$y = 2\\frac12 x$$\n$$\\frac{dy}{dx}$$",
    "syntax/numbers",
    "(2 + 1/2)",
    "$$y = (2 + 1/2) x$$\n$$\\frac{dy}{dx}$$",
    "2.5",
  ],
  [
    "a, θ : scalar\nr = a (1 - e^2)/(1 + e cos(θ))\n∂r/∂θ",
    "name/second",
    "e : scalar",
    "a, θ, e : scalar\nr = a (1 - e^2)/(1 + e cos(θ))\n∂r/∂e",
    "-(2 a e + r cos(theta)) / (1 + e cos(theta))",
  ],
  [
    "$$y = e^{eV/(kT)} - 1$$\nV, T : scalar\n∂y/∂V",
    "name/second",
    "the exponential function is exp(x)",
    "e, V, T, k : scalar\ny = exp(e V/(k T)) - 1\n∂y/∂V",
    "e exp(e V / (k T)) / (k T)",
  ],
];

describe("what has a second reading", () => {
  it.each([...CAPITALS, ...PLACES, ...SIGNS, ...MORE])("%s", (text, code, hint, followed, value) => {
    const own = said(text).filter((d) => d.code === code);
    expect(own.map((d) => d.hint ?? "").join("\n")).toContain(hint);
    expect(said(followed).filter((d) => d.severity === "error")).toEqual([]);
    expect(answer(followed, { steps: "none" }).results[0]?.text).toBe(value);
  });

  it.each([
    "Y = A X B\n∂Y/∂X",
    "A : matrix(n, n)\nY = A^2 X\n∂Y/∂X",
    "Y = X^T X\ndY/dX",
    "z = W·x + b\n∂z/∂x",
    "$$z = Wx$$\n$$\\frac{dz}{dx}$$",
    "L = ||A - X Y||_F^2 + λ ||X||_F^2\n∂L/∂X",
    "H = f(W x)\n∂H/∂x",
    "$$J = \\sum_{t=1}^n (y_t - a - bt)^2$$\n$$\\frac{dJ}{db}$$",
    "$$J = \\sum_{k=0}^n e^{-ak}$$\n$$\\frac{dJ}{da}$$",
    "$$y = (x_i-1)^2$$\n$$\\frac{dy}{dx_i}$$",
    "$$y = f^{(2)}(f^{(1)}(x))$$\n$$\\frac{dy}{dx}$$",
    "$$s = \\mathbf{1}(n)^\\top x$$\n$$\\frac{\\partial s}{\\partial x}$$",
    "$$y = \\sin\\alpha x + \\cos\\omega t$$\n$$\\frac{\\partial y}{\\partial x}$$",
    "y = 1/sqrt(2 π σ²) exp(-x²/(2σ²))\ndy/dσ²",
    "$$y = \\frac{1}{\\sqrt{2\\pi\\sigma^2}}$$\n$$\\frac{dy}{d\\sigma^2}$$",
    "$$E = \\sum_i (x_i-y_i)^2 + \\lambda\\sum_{i=1}^{N-1}|x_{i+1}-x_i|$$\n$$\\frac{\\partial E}{\\partial x_i}$$",
    "x_{t+1} = A x_t + B u_t for t in 0..T-1\nJ = Σ_{t=0}^{T-1} u_t^T R u_t + Σ_t x_t^T Q x_t\n∂J/∂u_t",
    "$$S = \\sum_{t=1}^n (y_t - a - b(t-m))^2$$\n$$\\frac{\\partial S}{\\partial a}$$",
    "$$S = \\sum_{k=1}^n k(k-1) b_k$$\n$$\\frac{\\partial S}{\\partial b_j}$$",
    "$$y = 2\\frac{3}{2} x + 2\\cdot\\frac12 x$$\n$$\\frac{dy}{dx}$$",
    "x : scalar\ny = e^x + e^2 - e\ndy/dx",
    "n : scalar\ny = sqrt(2 π n) (n/e)^n\ndy/dn",
    "$$y = x e^{2}$$\ne : scalar\n$$\\frac{dy}{dx}$$",
    "O = P V\ns = tr(O (O + V))\n∂s/∂V",
    "x : scalar\ny = x^2\ng = ∂y/∂x\n∂y/∂x",
    "$$A : matrix(n, n)\\ symmetric, x : vector(n)$$\n$$y = x^T A x$$\n$$\\frac{\\partial y}{\\partial x}$$",
  ])("nothing is said of %s", (text) => expect(said(text)).toEqual([]));
});
