/** Texts that are nearly right: models with slips, pieces swapped between them, and hostile characters. */
import { STANDARD } from "../../src/laws/standard.js";
import { TIDY } from "../../src/laws/tidy.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { SHORTENING } from "../../src/rewrite/shorten.js";

/** The one generator of the tests (mulberry32): small, fast, the same on every machine. */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Models in each spelling and of each kind of statement. */
const MODELS: readonly string[] = [
  "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂W, ∂s/∂b",
  "x : vector(n); A : matrix(n, n) symmetric; y = x^T A x; ∂y/∂x = 2 A x; ∂²y/∂x²",
  "y = log det(X^T X); ∂y/∂X = 2 X (X^T X)^-1",
  "p = softmax(W x + b); L = -t^T log(p); ∂L/∂W; ∇_b L",
  "\\begin{aligned} \\mathbf{z} &= \\mathbf{W}\\mathbf{x} + \\mathbf{b} \\\\ h &= f(\\mathbf{z}) \\\\ s &= \\mathbf{u}^\\top h \\end{aligned}\n\\frac{\\partial s}{\\partial \\mathbf{b}} = \\mathbf{u} \\circ f'(z)",
  "$$y = \\frac{1}{2} \\|A x - b\\|_2^2$$ and then \\nabla_x y",
  "N : size; X : matrix(N, d) data; y = X w; e = norm(y - t)^2 / N; ∂e/∂w; ∂²e/∂w² v",
  "swish(t) = t sigmoid(t); h = swish(W x); s = sum(h); ds/dW",
  "x_window : vector(5 d); W : matrix(H, 5 d); z = W x_window + b; s = u^T tanh(z); ∂s/∂x_window",
  "s = tr(A X B X^T); ∂s/∂X = A^T X B^T + A X B",
  "y = max(0, 1 - s + c); ∂y/∂s",
  "A = [B, C; D, E]; y = sum(A .* A); ∂y/∂B",
  "f : function; x ∈ ℝ^{n×1}; ŷ = f'(x) ⊙ x; s = ŷ^T ŷ; ∂s/∂x",
  "P = kron(A, B); s = norm(P, 'fro')^2; ∂s/∂A",
  "h_1 = relu(W_1 x + b_1)\nh_2 = relu(W_2 h_1 + b_2)\ns = u^T h_2\n∂s/∂W_1, ∂s/∂b_1, ∂s/∂x",
  "y = (x^T A x) / (x^T x); ∂y/∂x; # Rayleigh\n∂y/∂A",
  "Y = X^-1; ∂Y/∂X; k : scalar integer; Z = X^k; s = tr(Z); ∂s/∂X",
];

/** Texts that mutations start from: models, and the examples of every law and operation. */
export const SEEDS: readonly string[] = [
  ...MODELS,
  ...[...STANDARD.laws, ...STANDARD.last, ...TIDY.laws, ...SHORTENING].flatMap((law) => law.example ?? []),
  ...OPERATIONS.flatMap((op) =>
    op.example === undefined ? [] : [op.example.includes("=") ? op.example : `y = ${op.example}`],
  ),
];

/** Pieces that are put in: the language's own, what other languages have, and what no text should hold. */
const PIECES: readonly string[] =
  "( ) [ ] { } | || ‖ ' ^ ^T ^-1 ^{ _ _{ .* ./ .^ * / + - = == : ∈ ; , ∂ ∂² d / ∂s/∂W ∇_x ᵀ ⁻¹ ₁ ² ℝ × ⊗ ⊙ ∘ @ \\frac{ \\mathbf{ \\left( \\right) \\begin{aligned} \\\\ & $ $$ } \\text{ \\partial \\nabla 0 1 -1 2 0.5 1e308 1e999 1e-400 9007199254740993 99999999999999999999 x W f( exp( log( sqrt( det( inv( tr( norm( diag( vec( kron( softmax( sum( mean( max(0, \\n vector(n) matrix(n,m) scalar function size data symmetric # % .. … \u0000 \u00a0 \u200b \u202e \ufeff \ud800 \udc00 𝐱 é ŷ constructor __proto__ toString I e pi NaN Infinity undefined null x^(1/2) x^x x^-3 ^1000000 ^(1/3) (1/0) 0^0 eye(3) zeros(2,3) ones(0) ones(n,-1) ones(1e9) [1;2;3] [x,y] rows(X,1,2) cols(X,3,1) h_1 δ".split(
    " ",
  );

const picked = <T>(random: () => number, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

/** One to six slips in a model. */
export const mutated = (random: () => number): string => slipped(picked(random, SEEDS), random);

/** One to six slips in a text; `others` are what pieces are swapped with. */
export function slipped(given: string, random: () => number, others: readonly string[] = SEEDS): string {
  const pick = <T>(list: readonly T[]): T => picked(random, list);
  let text = given;
  const slips = 1 + Math.floor(random() * random() * 6);
  for (let k = 0; k < slips; k++) {
    const at = Math.floor(random() * (text.length + 1));
    const to = Math.min(text.length, at + 1 + Math.floor(random() * random() * 12));
    const [before, cut, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)];
    const kind = random();
    if (kind < 0.2) text = before + after;
    else if (kind < 0.45) text = before + pick(PIECES) + cut + after;
    else if (kind < 0.6) text = before + pick(PIECES) + after;
    else if (kind < 0.7) text = `${before}${cut}${cut}${after}`;
    else if (kind < 0.8) {
      const other = pick(others);
      const from = Math.floor(random() * other.length);
      text = before + other.slice(from, from + 1 + Math.floor(random() * 24)) + after;
    } else if (kind < 0.87) text = `${before} ${pick(PIECES)} ${cut}${after}`;
    else if (kind < 0.92) text = `${after}${cut}${before}`;
    else if (kind < 0.97) text = `${text}${pick([";", "\n", " "])}${pick(others)}`;
    else text = before + String.fromCharCode(Math.floor(random() * 65536)) + after;
  }
  return text.slice(0, 2000);
}
