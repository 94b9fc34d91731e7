/** Models that several tests of the graph use, with values for their inputs. */
import { random } from "../../src/numeric/random.js";

export interface Example {
  readonly name: string;
  readonly source: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const source = random(7);
const entry = (): number => Math.round(source.signed(0.1, 1) * 1000) / 1000;
const vector = (n: number): number[] => Array.from({ length: n }, entry);
const table = (n: number, m: number): number[][] => Array.from({ length: n }, () => vector(m));

/** The lecture's example: f = (x + y) max(y, z) at x = 1, y = 2, z = 0. */
export const LECTURE: Example = {
  name: "the lecture's example",
  source: "x, y, z : scalar\nf = (x + y) max(y, z)",
  values: { x: 1, y: 2, z: 0 },
};

export const SCORER: Example = {
  name: "the scorer network",
  source: "z = W x + b; h = f(z); s = u^T h",
  values: { W: table(3, 2), x: vector(2), b: vector(3), u: vector(3), f: "tanh" },
};

const TWO_LAYERS: Example = {
  name: "a two-layer network",
  source: `y : vector(k) data simplex
z1 = W1 x + b1
h = relu(z1)
z2 = W2 h + b2
p = softmax(z2)
J = cross_entropy(y, p)`,
  values: { x: vector(3), W1: table(4, 3), b1: vector(4), W2: table(2, 4), b2: vector(2), y: [0, 1] },
};

const LSTM: Example = {
  name: "an LSTM cell",
  source: `x : vector(m)
h_t_minus_1, c_t_minus_1, u : vector(n)
i = sigmoid(W_i x + U_i h_t_minus_1 + b_i)
f = sigmoid(W_f x + U_f h_t_minus_1 + b_f)
o = sigmoid(W_o x + U_o h_t_minus_1 + b_o)
g = tanh(W_g x + U_g h_t_minus_1 + b_g)
c = f .* c_t_minus_1 + i .* g
h = o .* tanh(c)
s = u^T h`,
  values: {
    x: vector(2),
    h_t_minus_1: vector(3),
    c_t_minus_1: vector(3),
    u: vector(3),
    ...Object.fromEntries(
      ["i", "f", "o", "g"].flatMap((k): [string, unknown][] => [
        [`W_${k}`, table(3, 2)],
        [`U_${k}`, table(3, 3)],
        [`b_${k}`, vector(3)],
      ]),
    ),
  },
};

const ATTENTION: Example = {
  name: "an attention head",
  source: `X : matrix(t, d)
W_Q, W_K : matrix(d, k)
W_V : matrix(d, l)
Q = X W_Q
K = X W_K
V = X W_V
A = softmaxrows(Q K^T / sqrt(k))
H = A V
s = sum(H .* R)`,
  values: { X: table(3, 4), W_Q: table(4, 2), W_K: table(4, 2), W_V: table(4, 3), R: table(3, 3) },
};

export const EXAMPLES: readonly Example[] = [LECTURE, SCORER, TWO_LAYERS, LSTM, ATTENTION];

/** L layers z = W h + b, h = tanh(z) of one width, then a score. */
export const layers = (count: number): string =>
  [
    "x : vector(n)",
    ...Array.from({ length: count }, (_, i) => `W${i + 1} : matrix(n, n)`),
    ...Array.from({ length: count }, (_, i) => [
      `z${i + 1} = W${i + 1} ${i === 0 ? "x" : `h${i}`} + b${i + 1}`,
      `h${i + 1} = tanh(z${i + 1})`,
    ]).flat(),
    `s = u^T h${count}`,
  ].join("\n");

export const json = (example: Example): string => JSON.stringify(example.values);
export { ATTENTION, LSTM };
