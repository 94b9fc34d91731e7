/**
 * Random claims of known truth: derivatives of random models, with a zero added that is none somewhere (false
 * claims) or that is one everywhere (true ones).
 */
import { derive } from "../../src/index.js";
import { type Random, random } from "../../src/numeric/random.js";

export interface Attack {
  readonly kind: string;
  readonly text: string;
  readonly isTrue: boolean;
}

const DECLARED = [
  "a, b, k : scalar",
  "c, d : scalar positive",
  "x, z : vector(n)",
  "W : matrix(m, n)",
  "u, v : vector(m)",
  "A : matrix(n, n)",
  "P : matrix(n, n) posdef",
  "Q : matrix(n, n) orthogonal",
  "q : vector(n) simplex",
  "w : vector(n) positive",
  "f : function",
].join("\n");

type Model = (r: Random) => readonly [equations: string, of: string, wrt: string];

const FAMILIES = "r_i : scalar for i in 1..N\np_i : scalar positive for i in 1..N\ny_t : vector(n) for t in 1..T";

/** Models with sums, families and recursions, with the name or member by which they are differentiated. */
const INDEXED: readonly Model[] = [
  (r) => [`${FAMILIES}\ns = k Σ_i ${smooth(r)}(a r_i)`, "s", r.pick(["k", "a", "r_i", "r_j"])],
  (r) => [`${FAMILIES}\ns = ${decimal(r)} Σ_{i=1}^{N-1} r_i r_{i+1} + k b`, "s", r.pick(["k", "r_j"])],
  (r) => [`${FAMILIES}\ns = Σ_t u^T ${smooth(r)}(W y_t)`, "s", r.pick(["u", "W", "y_t"])],
  (r) => [`${FAMILIES}\ns = k Σ_i Σ_j r_i^2 r_j ${smooth(r)}(r_i - r_j)`, "s", r.pick(["k", "r_i"])],
  (r) => [`${FAMILIES}\ns = a Σ_i relu(r_i - ${decimal(r)})`, "s", r.pick(["a", "r_i"])],
  (r) => [`${FAMILIES}\ns = Σ_i x_i^2 ${smooth(r)}(k)`, "s", r.pick(["x_i", "x_j", "k"])],
  (r) => [`${FAMILIES}\ns = Σ_t max(y_t^T x, ${decimal(r)})`, "s", r.pick(["x", "y_t"])],
  (r) => [`${FAMILIES}\ns = k Π_i (1 + r_i^2) + ${decimal(r)} k`, "s", r.pick(["k", "r_i"])],
];

/** Models, with the name by which they are differentiated. */
const MODELS: readonly Model[] = [
  (r) => [`s = k ${smooth(r)}(a) + b^${r.whole(2, 3)} a`, "s", "k"],
  (r) => [`s = k ${smooth(r)}(a b) + ${decimal(r)} k^2`, "s", "k"],
  (r) => [`s = k relu(a - ${decimal(r)}) + b`, "s", "k"],
  (r) => [`h = ${smooth(r)}(W x + u)\ns = v^T h`, "s", "u"],
  (r) => [`h = relu(W x + u)\ns = ${decimal(r)} v^T h`, "s", "x"],
  (r) => [`s = ${decimal(r)} x^T A x + a z^T x`, "s", "x"],
  (r) => [`s = sum(${smooth(r)}(x)) + a b x^T z`, "s", "x"],
  (r) => [`s = k max(a, b ${decimal(r)})`, "s", "k"],
  (r) => [`y = ${decimal(r)} W x + k u`, "y", "x"],
  (r) => [`s = k norm2(x - ${decimal(r)} z)`, "s", "k"],
  (r) => [`s = v^T ${smooth(r)}(W x) + k^2`, "s", "W"],
  (r) => [`s = ${decimal(r)} k logdet(P) + k^2`, "s", "k"],
  (r) => [`s = k det(A) + ${decimal(r)} k tr(A P)`, "s", "k"],
  () => ["p = softmax(x)\ns = cross_entropy(q, p)", "s", "x"],
  (r) => [`s = k f(${decimal(r)} a) + f(k)`, "s", "k"],
  (r) => [`g(t) = relu(t - ${decimal(r)}) + t^2\ns = k g(a)`, "s", "a"],
  (r) => [`s = sum(log(w)) + ${decimal(r)} x^T w`, "s", "w"],
  (r) => [`s = ${decimal(r)} logsumexp(A x)`, "s", "x"],
  () => ["s = x^T Q z + a", "s", "x"],
];

const smooth = (r: Random): string => r.pick(["tanh", "exp", "sin", "sigmoid", "cos", "softplus"]);
const decimal = (r: Random): string => String(r.whole(2, 9) / 2);
/** Places of kinks near and far. */
const place = (r: Random): string => r.pick(["0.3", "0.7", "1.8", "4", "9", "40", "300", "5000"]);
/** How steep a bump is. */
const steep = (r: Random): string => r.pick(["1e3", "1e4", "1e6", "1e9"]);
const sign = (r: Random): string => r.pick(["", "-"]);
/** A place of a kink and one just behind it, 0.1 to 1e-14 apart. */
function twoNear(r: Random): readonly [string, string] {
  const at = r.whole(0, 9);
  return [String(at), `${at}.${"0".repeat(r.whole(0, 13))}1`];
}
/** What is to be 0 of something, between two numbers that are near to each other. */
function window(r: Random, of: string): string {
  const [p, q] = twoNear(r);
  return r.pick([
    `relu(${of} - ${p}) relu(${q} - ${of})`,
    `(step(${of} - ${p}) - step(${of} - ${q}))`,
    `step(${of} - ${p}) step(${q} - ${of})`,
    `(1 + min(sign(${of} - ${p}), sign(${q} - ${of})))`,
    `abs(sign(${of} - ${p}) + sign(${q} - ${of}))`,
    `step(relu(${of} - ${p})) step(relu(${q} - ${of}))`,
  ]);
}
const INPUTS = ["a", "(a + b)", "(b - a)", "(a k)", "sum(x)", "norm2(z)", "relu(b)", "(x^T z)", "tr(A)", "abs(a)"];

/** Numbers that are 0 at most draws near 1, and not everywhere. */
const FALSE: readonly (readonly [string, (r: Random) => string])[] = [
  ["orthant", (r) => `relu(${sign(r)}a) relu(${sign(r)}b)`],
  ["orthant", (r) => `relu(${sign(r)}a) relu(${sign(r)}b) relu(${sign(r)}k)`],
  ["kink", (r) => `relu(${sign(r)}a - ${place(r)})`],
  ["kink", (r) => `min(a + ${place(r)}, 0)`],
  ["kink", (r) => `step(b - a - ${place(r)})`],
  ["kink", (r) => `(abs(a - ${place(r)}) + a - ${place(r)})`],
  ["kink", (r) => `relu(sum(x) - ${place(r)})`],
  ["kink", (r) => `relu(norm2(z) - ${place(r)})`],
  ["kinks", (r) => `relu(a - ${r.whole(2, 6)}) relu(${r.whole(7, 9)} - a)`],
  ["kinks", (r) => `relu(b - ${r.whole(20, 60)}) relu(${r.whole(61, 99)} - b)`],
  ["kinks", (r) => `relu(a - ${r.whole(2, 6)}) relu(b - ${r.whole(2, 40)})`],
  ["near", (r) => window(r, r.pick(INPUTS))],
  ["near", (r) => window(r, r.pick(INPUTS))],
  ["near", (r) => `${window(r, "a")} ${window(r, "b")}`],
  [
    "near",
    (r) => {
      const [p, q] = twoNear(r);
      return `sum(relu(x - ${p} ones(n)) .* relu(${q} ones(n) - x))`;
    },
  ],
  ["size", (r) => `step(n - ${r.whole(4, 12)})`],
  ["size", () => "(1 - sign(n - m)^2)"],
  ["size", (r) => `(n - min(n, ${r.whole(5, 12)}))`],
  ["size", () => "step(2 - n)"],
  ["sign", () => "(abs(det(A)) - det(A))"],
  ["sign", () => "(f(abs(a)) - f(a))"],
  ["sign", () => "(abs(sum(x)) abs(sum(z)) - sum(x) sum(z))"],
  ["fact", () => "(logdet(A^T A) - 2 logdet(A))"],
  ["fact", () => "(x^T A z - z^T A x)"],
  ["fact", () => "(tr(A) - sum(diagvec(P)))"],
  ["bump", (r) => `exp(-${steep(r)} (a - ${place(r)})^2)`],
  ["bump", (r) => `b exp(-${steep(r)} ((a - ${place(r)})^2 + (k - 2)^2))`],
  ["bump", (r) => `(1 - tanh(${steep(r)} (b - ${place(r)}))^2)`],
  ["bump", (r) => `(1 + ${steep(r)} (a - ${place(r)})^2)^(-${r.whole(20, 60)})`],
  ["bump", (r) => `(softplus(${steep(r)} (a - b)) - relu(${steep(r)} (a - b)))`],
  ["bump", () => "exp(-1e5 norm2(x - z)^2)"],
  ["faint", (r) => `(a / 1e6)^${r.whole(20, 60)}`],
  ["faint", (r) => `exp(-${r.whole(800, 2000)} - a^2)`],
  ["no value", () => "(sqrt(a)^2 - a)"],
  ["no value", () => "(log(a b) - log(a) - log(b))"],
  ["no value", () => "(a - exp(log(a)))"],
  ["no value", () => "(asin(sin(a)) - a)"],
  ["no value", () => "(sqrt(a^2) - a)"],
];

/** Numbers that are 0 everywhere, or everywhere but at a kink. */
const TRUE: readonly (readonly [string, (r: Random) => string])[] = [
  ["kink", () => "(relu(a) - relu(-a) - a)"],
  ["kink", () => "(max(a, b) - (a + b) / 2 - abs(a - b) / 2)"],
  ["kink", (r) => `(abs(a - ${place(r)}) - relu(a - ${place(r)}) - relu(0 - a)) 0`],
  ["kink", () => "(abs(b) - b sign(b))"],
  ["kink", () => "(sqrt(a^2) - abs(a))"],
  ["kink", (r) => `relu(0 - ${r.pick(["exp(a)", "a^2", "norm2(x)", "x^T x", "sigmoid(b)", "n"])})`],
  ["kink", (r) => `(step(a - ${place(r)}) (a - ${place(r)}) - relu(a - ${place(r)})) 0`],
  ["near", () => "(step(exp(a) - exp(b)) - step(a - b))"],
  ["near", (r) => `(step(2 a - ${2 * r.whole(1, 9)}) - step(a / 3 - ${r.whole(1, 9)} / 3)) 0`],
  ["near", () => "(relu(a^3) - a^2 relu(a))"],
  ["near", () => "(sign(sinh(a)) - sign(a))"],
  ["near", () => "(step(a^3 - b^3) - step(a - b))"],
  ["near", (r) => `(step(a^3 - ${r.pick(["8", "27", "64"])}) - step(a - ${r.pick(["2", "3", "4"])})) 0`],
  ["near", () => "(min(max(a, -1), 1) - hardtanh(a))"],
  ["near", () => "sum(relu(x) - x .* step(x))"],
  ["near", () => "(max(sum(x), sum(z)) - sum(z) - relu(sum(x) - sum(z)))"],
  ["algebra", () => "((a + b)^2 - a^2 - 2 a b - b^2)"],
  ["algebra", () => "(exp(a + b) - exp(a) exp(b))"],
  ["algebra", () => "(sin(a)^2 + cos(a)^2 - 1)"],
  ["algebra", () => "(1 - sigmoid(-a) - sigmoid(a))"],
  ["algebra", () => "(logsumexp(x + a ones(n)) - a - logsumexp(x))"],
  ["algebra", () => "(tanh(2 a) - 2 tanh(a) / (1 + tanh(a)^2))"],
  ["algebra", () => "(log(1 + a^2) - 2 log(sqrt(1 + a^2)))"],
  ["algebra", () => "(1 / (1 + exp(-a)) - sigmoid(a))"],
  [
    "bump",
    (r) => {
      const [s, at] = [steep(r), place(r)];
      return `(exp(-${s} (a - ${at})^2)^2 - exp(-2 (${s} (a - ${at})^2)))`;
    },
  ],
  ["bump", () => "(softplus(9 (a - 4)) - log(1 + exp(9 (a - 4))))"],
  ["bump", () => "(1 - tanh(40 a)^2 - cosh(40 a)^(-2))"],
  ["matrix", () => "(tr(A^T A) - normF(A)^2)"],
  ["matrix", () => "(sum(x z^T) - sum(x) sum(z))"],
  ["matrix", () => "(x^T A z - z^T A^T x)"],
  ["matrix", () => "(mean(x) - sum(x) / n)"],
  ["size", () => "(max(n, 1) - n)"],
  ["fact", () => "(x^T P z - z^T P x)"],
  ["fact", () => "(norm2(Q x)^2 - x^T x)"],
  ["fact", () => "(sum(q) - 1)"],
  ["fact", () => "(logdet(P) - log(det(P)))"],
  ["fact", () => "(logdet(P^-1) + logdet(P))"],
  ["fact", () => "relu(0 - tr(P))"],
  ["fact", () => "(sum(log(w .* w)) - 2 sum(log(w)))"],
  ["a value by facts", () => "(log(c d) - log(c) - log(d))"],
  ["a value by facts", () => "(sqrt(c)^2 - c) sqrt(d)"],
  ["a value by facts", () => "(log(c / d) + log(d) - log(c)) b"],
  ["a value by facts", () => "(sum(log(c w)) - sum(log(w)) - n log(c))"],
  ["function", () => "(f(a + b) - f(b + a))"],
];

/** As {@link FALSE} and {@link TRUE} with members and sums of them. */
const FALSE_INDEXED: typeof FALSE = [
  ["kink", (r) => `Σ_i relu(${sign(r)}r_i - ${place(r)})`],
  ["kink", (r) => `Σ_t relu(sum(y_t) - ${place(r)})`],
  ["kinks", (r) => `Σ_i relu(r_i - ${r.whole(2, 6)}) relu(${r.whole(7, 9)} - r_i)`],
  ["near", (r) => `Σ_i ${window(r, "r_i")}`],
  ["near", (r) => window(r, r.pick(["(Σ_i r_i)", "(Σ_t x^T y_t)", "r_1"]))],
  ["one place", (r) => `Σ_i relu(${sign(r)}r_i) [i = ${r.whole(1, 3)}]`],
  ["one place", (r) => `Σ_{i=${r.whole(2, 4)}}^N r_i^2`],
  ["orthant", () => "Σ_i relu(r_i) relu(a)"],
  ["size", (r) => `step(N - ${r.whole(3, 6)})`],
  ["1e-9", () => "1e-9 Σ_i r_i^2"],
  ["no value", () => "(Σ_i sqrt(r_i)^2 - Σ_i r_i)"],
  ["bump", (r) => `Σ_i exp(-${steep(r)} (r_i - ${place(r)})^2)`],
];

const TRUE_INDEXED: typeof TRUE = [
  ["algebra", () => "(Σ_i Σ_j r_i r_j - (Σ_i r_i)^2)"],
  ["algebra", () => "(Σ_i (r_i + a) - Σ_i r_i - N a)"],
  ["algebra", () => "(Σ_t x^T y_t - x^T (Σ_t y_t))"],
  ["algebra", () => "(Σ_{i=1}^{N-1} r_i + r_N - Σ_i r_i)"],
  ["kink", () => "(Σ_i relu(r_i) - Σ_i relu(-r_i) - Σ_i r_i)"],
  ["kink", () => "(Σ_i abs(r_i) - Σ_i r_i sign(r_i))"],
  ["near", () => "Σ_i (sign(sinh(r_i)) - sign(r_i))"],
  ["algebra", () => "(Σ_i r_i [i = 2] - Σ_j r_j [j = 2])"],
  ["a value by facts", () => "(Σ_i log(c p_i) - Σ_i log(p_i) - N log(c))"],
];

/** Of so many claims one has indices. */
const INDEXED_PART = 0.25;

interface Base {
  readonly text: string;
  readonly left: string;
  readonly right: string;
  readonly shape: readonly [string, string];
  readonly isIndexed: boolean;
}

function baseOf(r: Random): Base {
  const isIndexed = r.next() < INDEXED_PART;
  const [equations, of, wrt] = r.pick(isIndexed ? INDEXED : MODELS)(r);
  const text = `${DECLARED}\n${equations}`;
  const { results, where } = derive(`${text}\n∂${of}/∂${wrt}`, { steps: "none" });
  const [result] = results;
  if (result === undefined) throw new Error(`nothing derived: ${text}`);
  let right = result.text;
  for (const w of [...where].reverse())
    right = right.replace(new RegExp(`(?<![\\w'])${w.name}(?![\\w'(])`, "g"), () => `(${w.text})`);
  return { text, left: `∂${of}/∂${wrt}`, right, shape: result.shape, isIndexed };
}

const isScalar = ([rows, cols]: Base["shape"]): boolean => rows === "1" && cols === "1";

/** A number in every entry of a shape. */
function spread(number: string, shape: Base["shape"]): string {
  if (isScalar(shape)) return number;
  return shape[1] === "1" ? `${number} ones(${shape[0]})` : `${number} ones(${shape[0]}, ${shape[1]})`;
}

const claimed = (b: Base, side: string): string => `${b.text}\n${b.left} = ${side}`;

/** One claim for a seed, false where `isTrue` is not. */
export function attack(seed: number, isTrue: boolean): Attack {
  const r = random(seed);
  const b = baseOf(r);
  if (isTrue) {
    const [kind, zero] = r.pick(b.isIndexed && r.next() < 0.7 ? TRUE_INDEXED : TRUE);
    const side = r.next() < 0.2 ? `${b.right} + ${b.right} - (${b.right})` : `${b.right} + ${spread(zero(r), b.shape)}`;
    return { kind, text: claimed(b, side), isTrue };
  }
  const way = r.next();
  if (way < 0.1) return { kind: "factor", text: claimed(b, `${r.pick(["2", "0.5", "n", "-1"])} (${b.right})`), isTrue };
  if (way < 0.25) {
    const factor = r.pick(["1.000000001", "0.999999999", "1.0000000002", "1.000000000000001"]);
    return { kind: "1e-9", text: claimed(b, `${factor} (${b.right})`), isTrue };
  }
  if (way < 0.35)
    return {
      kind: "1e-9",
      text: claimed(b, `${b.right} + ${spread(r.pick(["1e-9 a", "1e-9 b^2", "2e-10"]), b.shape)}`),
      isTrue,
    };
  const [kind, number] = r.pick(b.isIndexed && r.next() < 0.7 ? FALSE_INDEXED : FALSE);
  return { kind, text: claimed(b, `${b.right} + ${spread(`${number(r)}`, b.shape)}`), isTrue };
}

/** A random model of those that are claimed about, with the question that is asked of it. */
export function modelAt(seed: number): { readonly text: string; readonly isIndexed: boolean } {
  const r = random(seed);
  const isIndexed = r.next() < INDEXED_PART;
  const [equations, of, wrt] = r.pick(isIndexed ? INDEXED : MODELS)(r);
  return { text: `${DECLARED}\n${equations}\n∂${of}/∂${wrt}`, isIndexed };
}
