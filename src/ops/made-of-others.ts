/** Names for what other operations say: a clipped value, the Khatri–Rao product. */
import { ONE } from "../core/dim.js";
import { type Call, defineCall } from "../core/op.js";
import { three, two } from "../core/operands.js";
import { hadamard } from "./hadamard.js";
import { kron } from "./kron.js";
import { maximum, minimum } from "./maximum.js";
import { ones } from "./ones.js";

/** min(max(x, a), b), entry by entry. */
const clip = defineCall({
  calls: ["clip", "clamp"],
  signature: "n×m, n×m | number, n×m | number -> n×m",
  build: (args) => {
    const [x, low, high] = three(args);
    return minimum(maximum(x, low), high);
  },
});

/** The columns aₖ ⊗ bₖ: (A ⊗ 1) ∘ (1 ⊗ B) with columns of ones (Khatri & Rao, Sankhyā A 30, 1968). */
const khatriRao = defineCall({
  calls: ["khatrirao", "khatri_rao"],
  signature: "n×k, m×k -> n m×k",
  build: (args) => {
    const [A, B] = two(args);
    return hadamard(kron(A, ones(B.shape.rows, ONE, A)), kron(ones(A.shape.rows, ONE, A), B));
  },
});

export const MADE_OF_OTHERS: readonly Call[] = [clip, khatriRao];
