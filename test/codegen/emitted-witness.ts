/** What code with sums, families and recursions gets wrong, in NumPy: written models and random ones. */
import { NUMPY_MODULE } from "../../src/codegen/python/numpy.js";
import { writtenJob } from "./axes.js";
import { axesFaults, faultsOf } from "./axes-run.js";

/** Random models that are run. */
const RANDOM = 120;

/** Models for what random ones hardly have. */
export const WRITTEN: readonly string[] = [
  // Products over the second axis.
  "x_ik : scalar for i in 1..N, k in 1..K; c : scalar; L = sum(i=1..N, prod(k=1..K, c + x_ik)); ∂L/∂c",
  // A transpose within a product, of a matrix that is not square.
  "S_i : matrix(d, e) for i in 1..N; x_i : vector(d) for i in 1..N; y : vector(e); L = sum(i=1..N, y^T S_i^T x_i); ∂L/∂y",
  // No value where the condition fails.
  "p_i : scalar for i in 1..N; c : scalar; L = sum(i=1..N, sum(j=1..N, j != i, log(abs(c p_i - c p_j)))); ∂L/∂c",
  // Axes in three orders.
  "T_ijk : scalar for i in 1..N, j in 1..K, k in 1..M; U_kij : scalar for k in 1..M, i in 1..N, j in 1..K; c : scalar; L = sum(i=1..N, sum(j=1..K, sum(k=1..M, tanh(c T_ijk + U_kij)))); ∂L/∂c",
  "T_ijk : scalar for i in 1..N, j in 1..K, k in 1..M; A : matrix(N, d); B : matrix(K, d); C : matrix(M, d); L = sum(i=1..N, sum(j=1..K, sum(k=1..M, (T_ijk - sum(r=1..d, A_ir B_jr C_kr))^2))); ∂L/∂C",
  // A family that needs another one at the same place, in either order of writing.
  "w : scalar; b_0 : scalar; b_t = a_t + b_{t-1} for t in 1..T; a_t = w tanh(b_{t-1}) for t in 1..T; L = sum(t=1..T, b_t^2); ∂L/∂w",
  "w : scalar; b_0 : scalar; b_t = a_t + b_{t-1} for t in 1..T; a_t = w g_t for t in 1..T; g_t = tanh(b_{t-1}) for t in 1..T; L = sum(t=1..T, b_t^2); ∂L/∂w",
  // A sum over rows and columns beside an index, and a sum that begins with a minus.
  "S_k : matrix(d, e) for k in 1..K; c : scalar; L = sum(k=1..K, tanh(c sum(S_k))); ∂L/∂c",
  "a_i : scalar for i in 1..N; b_i : scalar for i in 1..N; c : scalar; L = sum(i=1..N, exp(-a_i c - b_i)); ∂L/∂c",
  // Two conditions on one entry.
  "x_i : scalar for i in 1..N; c : scalar; L = sum(i=1..N, tanh(c [i >= 2] [i != 3] + x_i)); ∂L/∂c",
];

export function emittedFaults(): readonly string[] {
  const jobs = WRITTEN.flatMap((text, k) => {
    const job = writtenJob(text, k, NUMPY_MODULE);
    if (job === null) throw new Error(`no code for ${text}`);
    return [job];
  });
  const written = faultsOf(jobs);
  return written.length > 0 ? written : axesFaults(1, RANDOM, NUMPY_MODULE).faults;
}
