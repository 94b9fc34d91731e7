/** Answers over indices with their equations and how they fare against differences: what a fault in their making changes. */
import { check } from "../../src/check.js";
import { derive } from "../../src/index.js";

const TEXTS: readonly string[] = [
  // A recursion with an end, whose cotangent is the δ of books.
  "h_t = tanh(W h_{t-1} + U x_t + b) for t in 1..T; h_0 = v; W : matrix(n, n); x_t : vector(m) for t in 1..T\nL = sum(t=1..T, c_t^T h_t)\n∂L/∂W, ∂L/∂v, ∂L/∂x_t",
  // The first place and the last have cases of their own.
  "f = sum(i=1..N-1, (x_{i+1} - x_i)^2 x_i)\nx_i : scalar for i in 1..N\n∂f/∂x_j",
  // An end in the output alone.
  "z_t = A z_{t-1} + B u_t for t in 1..T; z_0 = v; A : matrix(n, n); u_t : vector(m) for t in 1..T\nJ = sum(t=1..T, u_t^T R u_t) + z_T^T P z_T\n∂J/∂u_t, ∂J/∂A",
  // Layers, whose last has another cotangent than those before.
  "z^[l] = W^[l] a^[l-1] for l in 1..L; a^[l] = tanh(z^[l]) for l in 1..L; a^[0] = x; W^[l] : matrix(n, n) for l in 1..L\nC = norm2(a^[L] - y)^2\n∂C/∂W^[l], ∂C/∂x",
  // Two names on the way round.
  "a_t = tanh(W b_{t-1} + x_t) for t in 1..T; b_t = a_t .* sigmoid(V a_t) for t in 1..T; W, V : matrix(n, n); x_t : vector(n) for t in 1..T; b_0 : vector(n)\nL = sum(t=1..T, c_t^T b_t)\n∂L/∂W, ∂L/∂V",
  // Letters that would be captured, and places that are shifted.
  "y_i = sum(k=1..K, w_k x_{i+k-1}) for i in 1..N; w_k : scalar for k in 1..K; x_i : scalar for i in 1..N+K-1\nL = sum(i=1..N, g_i y_i)\n∂L/∂w_k, ∂L/∂x_j",
  "d_i = sum(j=1..N, sum(k=1..N, A_ij A_jk x_k)) for i in 1..N; A : matrix(N, N)\nL = sum(i=1..N, d_i^2)\n∂L/∂x_i",
  "p_i = exp(z_i)/sum(j=1..n, exp(z_j)) for i in 1..n\n∂p_i/∂z_j",
  // A sum whose range depends on a letter, taken at another place.
  "f_i = x_i sum(j=1..i, z_j) for i in 1..N; x_j, z_j : scalar for j in 1..N\nL = sum(i=1..N-1, g_i f_{i+1})\n∂L/∂x_k, ∂L/∂z_k",
  // Places of their own at the first alone, and at the first and the last together.
  "h_t = tanh(W h_{t-1}) for t in 1..T; h_0 = v; W : matrix(n, n)\nL = sum(t=1..T, c_t^T h_t) + norm2(h_1)^2\n∂L/∂W, ∂L/∂v",
  "h_t = tanh(W h_{t-1}) for t in 1..T; h_0 = v; W, M : matrix(n, n)\nL = h_1^T M h_T\n∂L/∂W, ∂L/∂v",
  // What ends before the last place is not ended by a zero behind it.
  "h_t = tanh(W h_{t-1}) for t in 1..T; h_0 = v; W : matrix(n, n)\nL = sum(t=1..T-1, c_t^T h_t)\n∂L/∂W, ∂L/∂v",
  // A Jacobian through a recursion, with letters of the question beside those of its equations.
  "h_t = tanh(W h_{t-1}) for t in 1..T; W : matrix(n, n); h_0 : vector(n)\n∂h_T/∂h_t",
];

/** Each answer in a line; what cannot be made says so. */
export const indexAnswers = (): readonly string[] =>
  TEXTS.flatMap((text) => {
    try {
      const { results } = derive(text, { steps: "none" });
      const { counts } = check(text, { samples: 3 });
      const lines = results.map((r) => `${r.left.text} = ${r.text} ${JSON.stringify(r.equations)}`);
      return [...lines, JSON.stringify(counts)];
    } catch (error) {
      return [String(error)];
    }
  });
