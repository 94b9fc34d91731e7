/** Models with sums, families and recursions, and what must hold of each: planted faults must break one of them. */
import type { Expr } from "../../src/core/expr.js";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { normalForm, shownForm } from "../../src/derive/normal.js";
import { read } from "../../src/elaborate/parse.js";
import { agree } from "../../src/judge/agree.js";
import { questionOf } from "../../src/judge/targets.js";
import { inMatrices } from "../../src/laws/lift.js";
import { STANDARD } from "../../src/laws/standard.js";
import { random } from "../../src/numeric/random.js";
import { verify } from "../../src/numeric/verify.js";
import { equationOf, familiesOf } from "../../src/ops/family.js";
import { printText } from "../../src/print/text.js";
import { linesOf } from "../../src/rewrite/simplify.js";
import { lawsKeepValues, tally } from "../index/random-checks.js";
import { agreed, CASES, LAWS } from "../laws/index-cases.js";

const DECLARED = [
  "x, z, w : vector(n)",
  "A, B : matrix(n, n)",
  "P : matrix(n, n) symmetric",
  "q : vector(n) simplex",
  "k, c : scalar",
  "r_i : scalar for i in 1..N",
  "m_i : scalar positive for i in 1..N",
  "b_t : scalar for t in 1..T",
  "y_t : vector(n) for t in 1..T",
].join("\n");

/** Equations with the questions that are asked of them. */
const MODELS: readonly string[] = [
  // Names at places.
  "p_i = sigmoid(k r_i) for i in 1..N\ns = Σ_i log(p_i)\n∂s/∂k, ∂s/∂r_i",
  "p_i = exp(r_i) / (Σ_{j=1}^N exp(r_j)) for i in 1..N\ns = Σ_i m_i log(p_i)\n∂s/∂r_j",
  "p_i = exp(r_i) / (Σ_{j=1}^N exp(r_j)) for i in 1..N\ns = Σ_i p_i^2 r_i\n∂s/∂r_j",
  "d_i = r_{i+1} - r_i for i in 1..N-1\ns = Σ_{i=1}^{N-1} d_i^3\n∂s/∂r_j",
  "d_i = r_{i+1} - r_i for i in 1..N-2\ns = Σ_{i=1}^{N-1} (r_{i+1} - r_i)^3\n∂s/∂r_j",
  "d_i = r_i^2 r_{i+1} for i in 2..N-1\ns = Σ_{i=1}^{N-1} exp(r_i^2 r_{i+1})\n∂s/∂r_j",
  "e_i = k m_i r_i for i in 1..N\ns = Σ_i k^2 m_i^2 r_i^3\n∂s/∂k, ∂s/∂r_i",
  "e_i = k m_i^2 r_i for i in 1..N\ns = Σ_i k m_i^3 r_i^2\n∂s/∂k, ∂s/∂m_i",
  "e_i = c / m_i for i in 1..N\ns = Σ_i r_i c^2 / m_i^3\n∂s/∂c, ∂s/∂m_i",
  "e_i = (r_i - k) m_i for i in 1..N\ns = Σ_i (k - r_i) m_i^2\n∂s/∂k, ∂s/∂r_i",
  "e_i = (r_i - k)^2 m_i for i in 1..N\ns = Σ_i (k - r_i)^2 m_i^3\n∂s/∂k, ∂s/∂r_i",
  "e_i = m_i c exp(r_i) for i in 1..N\ns = Σ_i c exp(r_i) r_i\n∂s/∂c, ∂s/∂r_i",
  "e_i = (r_i - k)^2 m_i c for i in 1..N\ns = Σ_i (k - r_i)^3 c^2\n∂s/∂k, ∂s/∂r_i",
  "v = (Σ_i r_i) / N\nu = (Σ_i (r_i - v)^2) / N\ns = Σ_i (r_i - v)^3 / u\n∂s/∂r_j",
  "g_ij = exp(r_i r_j) for i in 1..N, j in 1..N\ns = Σ_i Σ_j m_i g_ji\n∂s/∂r_k, ∂s/∂m_i",
  "g_ij = exp(r_i - r_j) for i in 1..N, j in 1..N\ns = Σ_i Σ_j m_i g_ji g_ij^2\n∂s/∂r_k",
  "g_ij = 1 / (1 + (y_i - y_j)^T (y_i - y_j)) for i in 1..T, j in 1..T\ns = Σ_i Σ_j [i != j] g_ij sum(y_i)\n∂s/∂y_k",
  "g_ij = r_i^2 m_j for i in 1..N, j in 1..N\ns = Σ_i Σ_j g_ji exp(r_i)\n∂s/∂r_k",
  "s = Σ_{i=1}^n q_i log(x_i^2 + 1)\n∂s/∂x_i",
  "s = (Σ_{i=2}^n q_i) k\n∂s/∂k",
  "s = (Σ_{i=1}^n x_i) k^2\n∂s/∂k, ∂s/∂x_j",
  "h_0 = x\nh_t = tanh(A h_{t-1} + y_t) for t in 1..T\ns = w^T h_T\n∂s/∂A, ∂s/∂x, ∂s/∂y_t",
  "a_0 = k\na_i = a_{i-1} r_i + m_i for i in 1..N\ns = Σ_i a_i^2\n∂s/∂r_i, ∂s/∂k",
  // Sums as matrices.
  "s = Σ_t k w^T y_t\n∂s/∂w, ∂s/∂k",
  "s = Σ_t tanh(w^T y_t)\n∂s/∂w, ∂s/∂y_t",
  "s = Σ_{t=2}^T tanh(w^T y_t)\n∂s/∂w",
  "s = Σ_t (w^T A y_t)^2\n∂s/∂w, ∂s/∂A",
  "s = Σ_t (y_t^T A w)^3\n∂s/∂w, ∂s/∂A",
  "s = Σ_t exp(y_t^T z) (w^T y_t)\n∂s/∂w, ∂s/∂z",
  "s = Σ_{i=1}^n x_i^2 z_i w_i\n∂s/∂x, ∂s/∂z",
  "s = Σ_{i=1}^n Σ_{j=1}^n A_ij x_i z_j^2\n∂s/∂x, ∂s/∂z, ∂s/∂A",
  "s = Σ_{i=1}^n Σ_{j=1}^n A_ji x_i^3 max(z_j, k)\n∂s/∂x, ∂s/∂z",
  "s = Σ_{i=1}^n Σ_{j=1}^n P_ij x_i z_j^2\n∂s/∂x, ∂s/∂z",
  "s = Σ_{i=1}^n exp(Σ_{j=1}^n A_ij x_j)\n∂s/∂x, ∂s/∂A",
  "s = Σ_{i=1}^{n-1} x_i x_{i+1}^2\n∂s/∂x_j",
  "s = Σ_{i=1}^n (k + x_i)^2 / (1 + z_i^2)\n∂s/∂x, ∂s/∂z, ∂s/∂k",
  "s = Σ_{t=1}^{T-1} w^T y_t\n∂s/∂w",
  "s = Σ_{i=1}^{n-1} x_i z_i\n∂s/∂x",
  "s = Σ_{i=2}^n x_i z_i^2\n∂s/∂z",
  "M = Σ_{t=1}^T b_t y_t y_t^T\ns = w^T M w\n∂s/∂w",
  "v = Σ_{t=1}^T b_t (y_t + z)\ns = w^T v\n∂s/∂w, ∂s/∂z",
  // Conditions and entries.
  "s = Σ_i Σ_j [i < j] r_i^2 r_j\n∂s/∂r_k",
  "s = Σ_i Σ_j [i != j] r_i r_j^3\n∂s/∂r_k",
  "s = Σ_i Σ_{j ≤ i} r_i^2 m_j\n∂s/∂r_k, ∂s/∂m_k",
  "s = Σ_{i=3}^N r_i r_{i-2}^2\n∂s/∂r_j",
  "s = k Π_i (1 + r_i^2)\n∂s/∂r_j, ∂s/∂k",
  "s = log(Π_i m_i) k\n∂s/∂m_j",
  "s = Π_i exp(r_i m_i)\n∂s/∂r_j",
  "s = Σ_{i=1}^n (A x)_i^2 (diag(z) w)_i\n∂s/∂x, ∂s/∂z, ∂s/∂w",
  "s = Σ_{i=1}^n (x z^T)_{i1} + k (x + z)_1^2\n∂s/∂x, ∂s/∂z",
  "s = Σ_{i=1}^n (max(x_i, z_i) + min(x_i, w_i))\n∂s/∂x, ∂s/∂z",
];

/** Lines of laws that are followed. */
const MOST_LINES = 40;

const differs = (a: Expr, b: Expr): boolean =>
  [
    { seed: 3, draws: 3 },
    { seed: 11, draws: 2 },
  ].some((o) => agree(a, b, o).verdict === "differ");

/** What is wrong with a model: a law that changes a value, an answer that differences deny. */
function wrongIn(text: string): string | null {
  const model = read(`${DECLARED}\n${text}`);
  const fault = model.diagnostics.find((d) => d.severity === "error");
  if (fault !== undefined) return `${text}: ${fault.message}`;
  const equations = [
    ...model.equations.map((e) => e.value),
    ...familiesOf(model.context).flatMap((f) => equationOf(f) ?? []),
  ];
  for (const e of equations) {
    let last = e;
    for (const { whole, law } of linesOf(e, STANDARD, MOST_LINES)) {
      if (differs(last, whole)) return `${law.name}: ${printText(last)} → ${printText(whole)}`;
      last = whole;
    }
    for (const form of [normalForm(e), shownForm(e), inMatrices(e)])
      if (form !== null && differs(e, form)) return `${printText(e)} → ${printText(form)}`;
  }
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  for (const derived of derivations(model, queries, { steps: "none" }).results) {
    if (isRefusal(derived)) return `${text}: ${derived.message}`;
    const question = questionOf(derived, derived.query.of, derived.layout);
    for (const [seed, size] of [3, 1, 2].entries()) {
      const sizes = new Map(["n", "N", "T"].map((name, k) => [name, size + ((seed + k) % 2)] as const));
      const found = verify(derived.value, question, { sizes, draws: 1, seed: seed + 1, tolerance: 1e-5 });
      if (found.verdict === "wrong") return `${text}: ${printText(derived.value)}`;
    }
    const lifted = inMatrices(derived.value);
    if (lifted !== null && differs(derived.value, lifted)) return `${text}: in matrices ${printText(lifted)}`;
  }
  return null;
}

/** What a law makes of its cases, and of those that it must leave alone. */
function wrongInLaws(): string | null {
  for (const [name, e] of CASES) {
    if (name === "sizes that are equal") continue;
    const found = LAWS.find((l) => l.name === name)?.apply(e) ?? null;
    // What reads beyond a range has no value to agree with.
    if (found !== null && agreed(e, found, 11, 6).verdict !== "agree")
      return `${name}: ${printText(e)} → ${printText(found)}`;
  }
  return null;
}

/** The first thing that is wrong, or null: of each law, of each model, and of random ones. */
export function firstWrong(randomModels: number): string | null {
  try {
    const wrong = wrongInLaws();
    if (wrong !== null) return wrong;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  for (const text of MODELS)
    try {
      const wrong = wrongIn(text);
      if (wrong !== null) return wrong;
    } catch (error) {
      return `${text}: ${error instanceof Error ? error.message : String(error)}`;
    }
  for (let seed = random(7).whole(1, 100), k = 0; k < randomModels; k++, seed++) {
    const [fault] = tally((s) => lawsKeepValues(s), seed, 1).faults;
    if (fault !== undefined) return fault;
  }
  return null;
}
