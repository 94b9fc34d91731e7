/** Recursions as textbooks have them, built by hand: networks over time and over layers, adjoints of control. */
import { type Dim, dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { constantPlace, type Index, letterIndex, type Place, placeOf, shifted, sizeAt } from "../../src/core/place.js";
import { SCALAR, type Shape, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { defineBase, defineFamily, type Family, family } from "../../src/ops/family.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { product } from "../../src/ops/product.js";
import { scalarFunction } from "../../src/ops/scalarfunction.js";
import { negate } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T as transposed } from "../../src/ops/transpose.js";

export interface RecursionModel {
  readonly title: string;
  /** The scalar that is differentiated. */
  readonly output: Expr;
  /** What it is differentiated by: symbols, and members at the letters of a question. */
  readonly by: Readonly<Record<string, Expr>>;
}

/** Names of one model, with the shapes that they are given. */
function names() {
  const home = newContext();
  return {
    home,
    given: (name: string, of: Shape): Expr => symbol(home, name, of),
    over: (name: string, of: Shape, ...formals: readonly Index[]): Family => family(home, { name, shape: of, formals }),
    above: (name: string, of: Shape, ...formals: readonly Index[]): Family =>
      family(home, { name, shape: of, formals, raised: 1 }),
  };
}

const letter = (l: string, lo: Dim, hi: Dim): Index => letterIndex("formal", l, lo, hi);
const asked = (l: string, lo: Dim, hi: Dim): Place => placeOf(letterIndex("asked", l, lo, hi));
const column = (n: Dim): Shape => shape(n, ONE);
const [n, m, T, L] = [dim("n"), dim("m"), dim("T"), dim("L")];
const ZERO = constantPlace(dim(0));

/** An Elman network: z_t = W h_{t-1} + U x_t + b, h_t = f(z_t), a loss of each h_t. */
function elman(f: string): RecursionModel {
  const { given, over } = names();
  const t = letter("t", ONE, T);
  const at = placeOf(t);
  const [W, U, b, h0] = [
    given("W", shape(n, n)),
    given("U", shape(n, m)),
    given("b", column(n)),
    given("h0", column(n)),
  ];
  const [x, z, h] = [over("x", column(m), t), over("z", column(n), t), over("h", column(n), t)];
  defineFamily(z, sum(product(W, member(h, shifted(at, -1))), product(U, member(x, at)), b));
  defineFamily(h, apply(f, member(z, at)));
  defineBase(h, [ZERO], h0);
  const output = sigma(t, scalarFunction("ell", [member(h, at)], [at]));
  const s = asked("s", ONE, T);
  return {
    title: `Elman network with ${f}`,
    output,
    by: { W, U, b, h0, h_s: member(h, s), x_s: member(x, s), z_s: member(z, s) },
  };
}

/** A deep network: z^l = W^l a^{l-1} + b^l, a^l = g(z^l), a^0 = x, a cost of a^L; widths all n, or n_l. */
function deep(widths: "equal" | "own"): RecursionModel {
  const { given, above } = names();
  const l = letter("l", ONE, L);
  const at = placeOf(l);
  const before = shifted(at, -1);
  const width = (p: Place): Dim => (widths === "equal" ? n : sizeAt("n", p));
  const W = above("W", shape(width(at), width(before)), l);
  const b = above("b", column(width(at)), l);
  const z = above("z", column(width(at)), l);
  const a = above("a", column(width(at)), l);
  const x = given("x", column(width(ZERO)));
  defineFamily(z, sum(product(member(W, at), member(a, before)), member(b, at)));
  defineFamily(a, apply("g", member(z, at)));
  defineBase(a, [ZERO], x);
  const output = scalarFunction("ell", [member(a, constantPlace(L))]);
  const k = asked("k", ONE, L);
  return {
    title: `deep network, ${widths} widths`,
    output,
    by: { W_k: member(W, k), b_k: member(b, k), x, a_k: member(a, k) },
  };
}

/** Linear dynamics with a quadratic cost: x_t = A x_{t-1} + B u_t. */
function control(): RecursionModel {
  const { given, over } = names();
  const t = letter("t", ONE, T);
  const at = placeOf(t);
  const [A, B, Q, R, P] = [
    given("A", shape(n, n)),
    given("B", shape(n, m)),
    given("Q", shape(n, n)),
    given("R", shape(m, m)),
    given("P", shape(n, n)),
  ];
  const x0 = given("x0", column(n));
  const [x, u] = [over("x", column(n), t), over("u", column(m), t)];
  defineFamily(x, sum(product(A, member(x, shifted(at, -1))), product(B, member(u, at))));
  defineBase(x, [ZERO], x0);
  const form = (v: Expr, M: Expr): Expr => product(transposed(v), M, v);
  const last = member(x, constantPlace(T));
  const output = sum(sigma(t, sum(form(member(x, at), Q), form(member(u, at), R))), form(last, P));
  return { title: "linear dynamics, quadratic cost", output, by: { u_s: member(u, asked("s", ONE, T)), x0, A } };
}

/** The cell of an LSTM with three gates: c_t = f_t ∘ c_{t-1} + i_t ∘ g_t, h_t = o_t ∘ tanh(c_t). */
function lstm(): RecursionModel {
  const { given, over } = names();
  const t = letter("t", ONE, T);
  const at = placeOf(t);
  const before = shifted(at, -1);
  const square = (name: string): Expr => given(name, shape(n, n));
  const [h, c] = [over("h", column(n), t), over("c", column(n), t)];
  const x = over("x", column(m), t);
  const gates = (["f", "i", "o", "g"] as const).map((name) => {
    const gate = over(name, column(n), t);
    const inside = sum(
      product(square(`W${name}`), member(h, before)),
      product(given(`U${name}`, shape(n, m)), member(x, at)),
    );
    defineFamily(gate, apply(name === "g" ? "tanh" : "sigmoid", inside));
    return member(gate, at);
  });
  const [forget, input, output, candidate] = gates as [Expr, Expr, Expr, Expr];
  defineFamily(c, sum(hadamard(forget, member(c, before)), hadamard(input, candidate)));
  defineFamily(h, hadamard(output, apply("tanh", member(c, at))));
  defineBase(c, [ZERO], given("c0", column(n)));
  defineBase(h, [ZERO], given("h0", column(n)));
  return {
    title: "LSTM",
    output: sigma(t, scalarFunction("ell", [member(h, at)], [at])),
    by: { Wf: square("Wf"), Ug: given("Ug", shape(n, m)), c0: given("c0", column(n)) },
  };
}

/** Highway layers: h_l = t_l ∘ tanh(W_l h_{l-1}) + (1 − t_l) ∘ h_{l-1}, t_l = σ(V_l h_{l-1}). */
function highway(): RecursionModel {
  const { given, over } = names();
  const l = letter("l", ONE, L);
  const at = placeOf(l);
  const before = shifted(at, -1);
  const [W, V] = [over("W", shape(n, n), l), over("V", shape(n, n), l)];
  const [gate, h] = [over("t", column(n), l), over("h", column(n), l)];
  const carried = member(h, before);
  defineFamily(gate, apply("sigmoid", product(member(V, at), carried)));
  const kept = sum(ones(n, ONE, carried), negate(member(gate, at)));
  defineFamily(
    h,
    sum(hadamard(member(gate, at), apply("tanh", product(member(W, at), carried))), hadamard(kept, carried)),
  );
  const h0 = given("h0", column(n));
  defineBase(h, [ZERO], h0);
  const output = product(transposed(given("g", column(n))), member(h, constantPlace(L)));
  const k = asked("k", ONE, L);
  return { title: "highway layers", output, by: { W_k: member(W, k), V_k: member(V, k), h0 } };
}

/** A recursion of one scalar: s_t = a s_{t-1} + (1 − a) x_t. */
function smoothing(): RecursionModel {
  const { given, over } = names();
  const t = letter("t", ONE, T);
  const at = placeOf(t);
  const [a, s0] = [given("a", SCALAR), given("s0", SCALAR)];
  const [s, x, y] = [over("s", SCALAR, t), over("x", SCALAR, t), over("y", SCALAR, t)];
  defineFamily(s, sum(times(a, member(s, shifted(at, -1))), times(sum(number(1, a), negate(a)), member(x, at))));
  defineBase(s, [ZERO], s0);
  const off = sum(member(s, at), negate(member(y, at)));
  return {
    title: "exponential smoothing",
    output: sigma(t, times(off, off)),
    by: { a, s0, x_r: member(x, asked("r", ONE, T)) },
  };
}

/** Two that have no order: h_t from its neighbours on both sides. */
export function bothWays(): RecursionModel {
  const { over } = names();
  const t = letter("t", ONE, T);
  const at = placeOf(t);
  const [h, x] = [over("h", column(n), t), over("x", column(n), t)];
  defineFamily(h, apply("tanh", sum(member(h, shifted(at, -1)), member(h, shifted(at, 1)), member(x, at))));
  const output = sigma(t, product(transposed(member(h, at)), member(h, at)));
  return { title: "no order", output, by: { x_s: member(x, asked("s", ONE, T)) } };
}

export const RECURSIONS: readonly RecursionModel[] = [
  elman("f"),
  elman("tanh"),
  deep("equal"),
  deep("own"),
  control(),
  lstm(),
  highway(),
  smoothing(),
];
