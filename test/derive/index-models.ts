/** Models with sums over data, entries and families as books and papers have them, built by hand. */
import { type Dim, dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import type { Fact } from "../../src/core/facts.js";
import {
  constantPlace,
  type Index,
  label,
  lessPlace,
  letterIndex,
  type Place,
  placeOf,
  shifted,
} from "../../src/core/place.js";
import { rational } from "../../src/core/rational.js";
import { SCALAR, type Shape, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { apply } from "../../src/ops/apply.js";
import { constant } from "../../src/ops/constant.js";
import { det } from "../../src/ops/det.js";
import { entry } from "../../src/ops/entry.js";
import { defineFamily, type Family, family } from "../../src/ops/family.js";
import { inverse } from "../../src/ops/inverse.js";
import { iverson } from "../../src/ops/iverson.js";
import { logdet } from "../../src/ops/logdet.js";
import { maximum } from "../../src/ops/maximum.js";
import { member } from "../../src/ops/member.js";
import { number } from "../../src/ops/number.js";
import { pi } from "../../src/ops/pi.js";
import { power, reciprocal } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { size } from "../../src/ops/size.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { T } from "../../src/ops/transpose.js";

/** What is differentiated, by what, and the answer as it should be printed: with indices, and in matrices. */
export interface Target {
  readonly title: string;
  readonly of: Expr;
  readonly by: Expr;
  readonly answer: string;
  /** Null where the answer stays a sum. */
  readonly lifted: string | null;
}

const [N, K, V, d, n, m] = [dim("N"), dim("K"), dim("V"), dim("d"), dim("n"), dim("m")];
const formal = (l: string, hi: Dim, lo: Dim = ONE): Index => letterIndex("formal", l, lo, hi);
const asked = (l: string, hi: Dim, lo: Dim = ONE): Place => placeOf(letterIndex("asked", l, lo, hi));
const column = (rows: Dim): Shape => shape(rows, ONE);
const minus = (a: Expr, b: Expr): Expr => sum(a, negate(b));
const inner = (a: Expr, b: Expr): Expr => product(T(a), b);
const over = (a: Expr, b: Expr): Expr => times(a, reciprocal(b));

function names() {
  const home = newContext();
  const num = (p: number, q = 1): Expr => number(rational(p, q), home);
  return {
    home,
    num,
    given: (name: string, of: Shape = SCALAR, ...facts: Fact[]): Expr => {
      if (facts.length > 0) home.facts.set(name, new Set(facts));
      return symbol(home, name, of);
    },
    named: (name: string, value: Expr): Expr => {
      home.definitions.set(name, value);
      return symbol(home, name, value.shape);
    },
    fam: (name: string, of: Shape, formals: readonly Index[], ...facts: Fact[]): Family =>
      family(home, { name, shape: of, formals, facts: new Set(facts) }),
    square: (x: Expr): Expr => power(x, num(2)),
    not: (p: Place, q: Place): Expr => iverson("≠", lessPlace(p, q), home),
  };
}

/** Σ over a letter of what a function gives at its place. */
const over_ = (i: Index, body: (p: Place) => Expr): Expr => sigma(i, body(placeOf(i)));

function leastSquares(): readonly Target[] {
  const { num, given, fam, square } = names();
  const w = given("w", column(d));
  const x = fam("x", column(d), [formal("i", N)]);
  const y = fam("y", SCALAR, [formal("i", N)]);
  const L = times(
    num(1, 2),
    over_(formal("i", N), (i) => square(minus(inner(w, member(x, i)), member(y, i)))),
  );
  const j = asked("j", N);
  const title = "least squares";
  return [
    { title, of: L, by: w, answer: "Σ_{i=1}^N (wᵀ x_i − y_i) x_i", lifted: "Xᵀ (X w − y)" },
    { title, of: L, by: member(x, j), answer: "(wᵀ x_j − y_j) w", lifted: null },
  ];
}

function logistic(): readonly Target[] {
  const { num, given, fam } = names();
  const w = given("w", column(d));
  const x = fam("x", column(d), [formal("i", N)]);
  const y = fam("y", SCALAR, [formal("i", N)]);
  const p = fam("p", SCALAR, [formal("i", N)]);
  defineFamily(p, apply("sigmoid", inner(w, member(x, placeOf(formal("i", N))))));
  const L = negate(
    over_(formal("i", N), (i) =>
      sum(
        times(member(y, i), apply("log", member(p, i))),
        times(minus(num(1), member(y, i)), apply("log", minus(num(1), member(p, i)))),
      ),
    ),
  );
  return [{ title: "logistic regression", of: L, by: w, answer: "Σ_{i=1}^N (p_i − y_i) x_i", lifted: "Xᵀ (p − y)" }];
}

function softmax(): readonly Target[] {
  const { given, fam } = names();
  const z = given("z", column(K));
  const y = given("y", column(K), "simplex");
  const p = fam("p", SCALAR, [formal("k", K)]);
  const e = (k: Place): Expr => apply("exp", entry(z, k));
  defineFamily(p, over(e(placeOf(formal("k", K))), over_(formal("j", K), e)));
  const L = negate(over_(formal("k", K), (k) => times(entry(y, k), apply("log", member(p, k)))));
  const [i, j] = [asked("i", K), asked("j", K)];
  const title = "softmax";
  return [
    { title, of: member(p, i), by: entry(z, j), answer: "p_i (δ_ij − p_j)", lifted: null },
    { title, of: L, by: entry(z, j), answer: "p_j − y_j", lifted: null },
    { title, of: L, by: z, answer: "Σ_{i=1}^K (p_i − y_i) e_i", lifted: "p − y" },
  ];
}

function layer(): readonly Target[] {
  const { given, fam } = names();
  const [W, x, b, u] = [given("W", shape(n, m)), given("x", column(m)), given("b", column(n)), given("u", column(n))];
  const z = fam("z", SCALAR, [formal("i", n)]);
  const h = fam("h", SCALAR, [formal("i", n)]);
  const i = placeOf(formal("i", n));
  defineFamily(
    z,
    sum(
      over_(formal("j", m), (j) => times(entry(W, i, j), entry(x, j))),
      entry(b, i),
    ),
  );
  defineFamily(h, apply("f", member(z, i)));
  const s = over_(formal("i", n), (at) => times(entry(u, at), member(h, at)));
  const [r, c] = [asked("i", n), asked("j", m)];
  const title = "a layer, entry by entry";
  return [
    { title, of: s, by: entry(W, r, c), answer: "u_i f′(z_i) x_j", lifted: null },
    {
      title,
      of: s,
      by: W,
      answer: "(Σ_{i=1}^n u_i f′(z_i) e_i) (Σ_{i=1}^m x_i e_i)ᵀ",
      lifted: "(u ∘ f′(z)) xᵀ",
    },
    { title, of: s, by: entry(x, c), answer: "Σ_{i=1}^n u_i f′(z_i) W_ij", lifted: "uᵀ (f′(z) ∘ (W e_j))" },
    { title, of: s, by: entry(b, r), answer: "u_i f′(z_i)", lifted: null },
  ];
}

function skipGram(): readonly Target[] {
  const { fam } = names();
  const u = fam("u", column(d), [formal("w", V)]);
  const v = fam("v", column(d), [formal("c", V)]);
  const [o, c, w] = [asked("o", V), asked("c", V), asked("w", V)];
  const e = (k: Place): Expr => apply("exp", inner(member(u, k), member(v, c)));
  const J = negate(apply("log", over(e(o), over_(formal("w", V), e))));
  const title = "skip-gram";
  return [
    {
      title,
      of: J,
      by: member(v, c),
      answer: "(Σ_{i=1}^V exp(u_iᵀ v_c) u_i) / (Σ_{i=1}^V exp(u_iᵀ v_c)) − u_o",
      lifted: "Uᵀ softmax(U v_c) − u_o",
    },
    {
      title,
      of: J,
      by: member(u, w),
      answer: "(exp(u_wᵀ v_c) / (Σ_{i=1}^V exp(u_iᵀ v_c)) − δ_ow) v_c",
      lifted: "(exp(u_wᵀ v_c) / sum(exp(U v_c)) − δ_ow) v_c",
    },
  ];
}

function factorisation(): readonly Target[] {
  const { given, fam, square } = names();
  const k = dim("k");
  const u = fam("u", column(k), [formal("i", n)]);
  const v = fam("v", column(k), [formal("j", m)]);
  const r = fam("r", SCALAR, [formal("i", n), formal("j", m)]);
  const mask = fam("Omega", SCALAR, [formal("i", n), formal("j", m)]);
  const lambda = given("lambda");
  const norm = (f: Family, i: Index): Expr => over_(i, (p) => inner(member(f, p), member(f, p)));
  const L = sum(
    over_(formal("i", n), (i) =>
      over_(formal("j", m), (j) =>
        times(member(mask, i, j), square(minus(member(r, i, j), inner(member(u, i), member(v, j))))),
      ),
    ),
    times(lambda, sum(norm(u, formal("i", n)), norm(v, formal("j", m)))),
  );
  return [
    {
      title: "matrix factorisation",
      of: L,
      by: member(u, asked("i", n)),
      answer: "2 (λ u_i + Σ_{j=1}^m Ω_ij (u_iᵀ v_j − r_ij) v_j)",
      lifted: "2 (λ u_i + Vᵀ ((Ωᵀ e_i) ∘ (V u_i − Rᵀ e_i)))",
    },
  ];
}

function hinge(): readonly Target[] {
  const { home, num, fam, not } = names();
  const w = fam("w", column(d), [formal("k", K)]);
  const x = fam("x", column(d), [formal("i", N)]);
  const y = (i: Place): Place => placeOf(label("y", [i], ONE, K));
  const score = (k: Place, i: Place): Expr => inner(member(w, k), member(x, i));
  const L = over_(formal("i", N), (i) =>
    over_(formal("j", K), (j) =>
      times(not(j, y(i)), maximum(number(0, home), sum(minus(score(j, i), score(y(i), i)), num(1)))),
    ),
  );
  return [
    {
      title: "multiclass hinge",
      of: L,
      by: member(w, asked("k", K)),
      answer:
        "Σ_{i=1}^N ([k ≠ y_i] step(w_kᵀ x_i − w_{y_i}ᵀ x_i + 1) − [k = y_i] Σ_{j ≠ y_i} step(w_jᵀ x_i − w_{y_i}ᵀ x_i + 1)) x_i",
      lifted: null,
    },
  ];
}

function barrier(): readonly Target[] {
  const { given, fam } = names();
  const [c, x, t] = [given("c", column(n)), given("x", column(n)), given("t")];
  const a = fam("a", column(n), [formal("i", m)]);
  const b = fam("b", SCALAR, [formal("i", m)]);
  const f = sum(
    times(t, inner(c, x)),
    negate(over_(formal("i", m), (i) => apply("log", minus(member(b, i), inner(member(a, i), x))))),
  );
  return [
    {
      title: "log barrier",
      of: f,
      by: x,
      answer: "t c + Σ_{i=1}^m a_i / (b_i − a_iᵀ x)",
      lifted: "t c + Aᵀ ((b − A x) .^ −1)",
    },
  ];
}

function gaussian(): readonly Target[] {
  const { home, num, given, fam } = names();
  const x = fam("x", column(d), [formal("n", N)]);
  const [mu, S] = [given("mu", column(d)), given("Sigma", shape(d, d), "posdef")];
  const r = (p: Place): Expr => minus(member(x, p), mu);
  const L = sum(
    times(num(-1, 2), size(home, N), logdet(S)),
    times(
      num(-1, 2),
      over_(formal("n", N), (p) => product(T(r(p)), inverse(S), r(p))),
    ),
  );
  const title = "Gaussian";
  return [
    { title, of: L, by: mu, answer: "Σ⁻¹ Σ_{i=1}^N (x_i − μ)", lifted: "Σ⁻¹ (Xᵀ · 1_N − N μ)" },
    {
      title,
      of: L,
      by: S,
      answer: "0.5 (Σ⁻¹ (Σ_{i=1}^N (x_i − μ) (x_i − μ)ᵀ) Σ⁻¹ − N Σ⁻¹)",
      lifted: null,
    },
  ];
}

function mixture(): readonly Target[] {
  const { home, num, fam } = names();
  const x = fam("x", column(d), [formal("n", N)]);
  const mu = fam("mu", column(d), [formal("k", K)]);
  const S = fam("S", shape(d, d), [formal("k", K)], "posdef");
  const weight = fam("pi", SCALAR, [formal("k", K)], "positive");
  const phi = fam("phi", SCALAR, [formal("n", N), formal("k", K)]);
  const r = fam("r", SCALAR, [formal("n", N), formal("k", K)]);
  const [p, k] = [placeOf(formal("n", N)), placeOf(formal("k", K))];
  const gap = minus(member(x, p), member(mu, k));
  defineFamily(
    phi,
    times(
      member(weight, k),
      power(det(scale(times(num(2), constant(home, "pi")), member(S, k))), num(-1, 2)),
      apply("exp", times(num(-1, 2), product(T(gap), inverse(member(S, k)), gap))),
    ),
  );
  defineFamily(
    r,
    over(
      member(phi, p, k),
      over_(formal("j", K), (j) => member(phi, p, j)),
    ),
  );
  const L = over_(formal("n", N), (i) =>
    apply(
      "log",
      over_(formal("k", K), (j) => member(phi, i, j)),
    ),
  );
  const at = asked("k", K);
  const title = "Gaussian mixture";
  return [
    {
      title,
      of: L,
      by: member(mu, at),
      answer: "S_k⁻¹ Σ_{i=1}^N r_ik (x_i − μ_k)",
      lifted: "S_k⁻¹ (Xᵀ R e_k − sum(R e_k) μ_k)",
    },
    { title, of: L, by: member(weight, at), answer: "(Σ_{i=1}^N r_ik) / π_k", lifted: "sum(R e_k) / π_k" },
  ];
}

function convolution(): readonly Target[] {
  const { fam } = names();
  const long = dim("K + N - 1");
  const x = fam("x", SCALAR, [formal("i", long)]);
  const w = fam("w", SCALAR, [formal("k", K)]);
  const g = fam("g", SCALAR, [formal("i", N)]);
  const y = fam("y", SCALAR, [formal("i", N)]);
  const i = placeOf(formal("i", N));
  const k = formal("k", K);
  const sumAt = (p: Place, q: Place): Place => shifted(lessPlace(p, lessPlace(constantPlace(dim(0)), q)), -1);
  defineFamily(y, sigma(k, times(member(w, placeOf(k)), member(x, sumAt(i, placeOf(k))))));
  const L = over_(formal("i", N), (p) => times(member(g, p), member(y, p)));
  return [
    { title: "convolution", of: L, by: member(w, asked("k", K)), answer: "Σ_{i=1}^N g_i x_{i+k−1}", lifted: null },
  ];
}

function batchNorm(): readonly Target[] {
  const { home, num, given, named, fam, square } = names();
  const x = fam("x", SCALAR, [formal("i", m)]);
  const g = fam("g", SCALAR, [formal("i", m)]);
  const xi = fam("xi", SCALAR, [formal("i", m)]);
  const y = fam("y", SCALAR, [formal("i", m)]);
  const [gamma, beta, eps] = [given("gamma"), given("beta"), given("epsilon", SCALAR, "positive")];
  const part = reciprocal(size(home, m));
  const i = placeOf(formal("i", m));
  const mu = named(
    "mu",
    times(
      part,
      over_(formal("i", m), (p) => member(x, p)),
    ),
  );
  const v = named(
    "v",
    times(
      part,
      over_(formal("i", m), (p) => square(minus(member(x, p), mu))),
    ),
  );
  const s = named("s", apply("sqrt", sum(v, eps)));
  defineFamily(xi, over(minus(member(x, i), mu), s));
  defineFamily(y, sum(times(gamma, member(xi, i)), beta));
  const L = over_(formal("i", m), (p) => times(member(g, p), member(y, p)));
  void num;
  return [
    {
      title: "batch normalisation",
      of: L,
      by: member(x, asked("i", m)),
      answer: "γ (g_i − (ξ_i Σ_{j=1}^m g_j ξ_j + Σ_{j=1}^m g_j) / m) / s",
      lifted: "γ (g_i − ((gᵀ ξ) ξ_i + sum(g)) / m) / s",
    },
    { title: "batch normalisation", of: L, by: gamma, answer: "Σ_{i=1}^m g_i ξ_i", lifted: "gᵀ ξ" },
  ];
}

function product_(): readonly Target[] {
  const { given, fam } = names();
  const theta = given("theta");
  const a = fam("a", SCALAR, [formal("i", n)]);
  const b = fam("b", SCALAR, [formal("i", n)]);
  const i = formal("i", n);
  const P = pi(i, apply("sigmoid", times(member(a, placeOf(i)), minus(theta, member(b, placeOf(i))))));
  return [
    {
      title: "a product of sigmoids",
      of: P,
      by: theta,
      answer: "(Π_{i=1}^n sigmoid(a_i (θ − b_i))) Σ_{i=1}^n (1 − sigmoid(a_i (θ − b_i))) a_i",
      lifted: null,
    },
  ];
}

function totalVariation(): readonly Target[] {
  const { given, square } = names();
  const x = given("x", column(N));
  const i = formal("i", dim("N - 1"));
  const f = sigma(i, square(minus(entry(x, shifted(placeOf(i), 1)), entry(x, placeOf(i)))));
  return [
    {
      title: "differences",
      of: f,
      by: entry(x, asked("j", N)),
      answer: "2 ([j ≥ 2] (x_j − x_{j−1}) + [j < N] (x_j − x_{j+1}))",
      lifted: null,
    },
  ];
}

function infoNce(): readonly Target[] {
  const { home, given, fam } = names();
  const q = fam("q", column(d), [formal("i", N)]);
  const k = fam("k", column(d), [formal("i", N)]);
  const tau = given("tau", SCALAR, "positive");
  const p = fam("p", SCALAR, [formal("i", N), formal("j", N)]);
  const e = (a: Place, b: Place): Expr => apply("exp", over(inner(member(q, a), member(k, b)), tau));
  const [i, j] = [placeOf(formal("i", N)), placeOf(formal("j", N))];
  defineFamily(
    p,
    over(
      e(i, j),
      over_(formal("l", N), (l) => e(i, l)),
    ),
  );
  const L = times(
    number(-1, home),
    reciprocal(size(home, N)),
    over_(formal("i", N), (at) => apply("log", member(p, at, at))),
  );
  return [
    {
      title: "InfoNCE",
      of: L,
      by: member(q, asked("i", N)),
      answer: "(Σ_{j=1}^N p_ij k_j − k_i) / (N τ)",
      lifted: "(Kᵀ Pᵀ e_i − k_i) / (N τ)",
    },
  ];
}

function softmaxRegression(): readonly Target[] {
  const { fam } = names();
  const w = fam("w", column(d), [formal("k", K)]);
  const x = fam("x", column(d), [formal("i", N)]);
  const y = (i: Place): Place => placeOf(label("y", [i], ONE, K));
  const p = fam("p", SCALAR, [formal("i", N), formal("k", K)]);
  const e = (i: Place, k: Place): Expr => apply("exp", inner(member(w, k), member(x, i)));
  const [i, k] = [placeOf(formal("i", N)), placeOf(formal("k", K))];
  defineFamily(
    p,
    over(
      e(i, k),
      over_(formal("j", K), (j) => e(i, j)),
    ),
  );
  const L = negate(over_(formal("i", N), (at) => apply("log", member(p, at, y(at)))));
  const title = "softmax regression";
  return [
    { title, of: L, by: member(w, asked("k", K)), answer: "Σ_{i=1}^N (p_ik − [k = y_i]) x_i", lifted: null },
    {
      title,
      of: L,
      by: member(x, asked("i", N)),
      answer: "Σ_{j=1}^K p_ij w_j − w_{y_i}",
      lifted: "Wᵀ Pᵀ e_i − w_{y_i}",
    },
  ];
}

function ridge(): readonly Target[] {
  const { given, fam, square } = names();
  const [kernel, y, lambda] = [given("K", shape(n, n)), given("y", column(n)), given("lambda")];
  const a = given("alpha", column(n));
  void fam;
  const f = (i: Place): Expr => over_(formal("j", n), (j) => times(entry(a, j), entry(kernel, i, j)));
  const L = sum(
    over_(formal("i", n), (i) => square(minus(f(i), entry(y, i)))),
    times(
      lambda,
      over_(formal("i", n), (i) => times(entry(a, i), f(i))),
    ),
  );
  const title = "kernel ridge regression";
  return [
    {
      title,
      of: L,
      by: entry(a, asked("k", n)),
      answer: "Σ_{i=1}^n (2 Σ_{j=1}^n α_j K_ij − 2 y_i + λ α_i) K_ik + λ Σ_{i=1}^n α_i K_ki",
      lifted: "(Kᵀ (2 K α − 2 y + λ α))_k + λ (K α)_k",
    },
  ];
}

function factorisationMachine(): readonly Target[] {
  const { fam, given } = names();
  const w = fam("w", SCALAR, [formal("i", n)]);
  const v = fam("v", column(d), [formal("i", n)]);
  const x = fam("x", SCALAR, [formal("i", n)]);
  const y = sum(
    given("w0"),
    over_(formal("i", n), (i) => times(member(w, i), member(x, i))),
    over_(formal("i", n), (i) =>
      over_(formal("j", n), (j) =>
        times(
          iverson("≥", shifted(lessPlace(j, i), -1), w.home),
          inner(member(v, i), member(v, j)),
          member(x, i),
          member(x, j),
        ),
      ),
    ),
  );
  const p = asked("p", n);
  const title = "factorisation machine";
  return [
    { title, of: y, by: member(x, p), answer: "Σ_{i ≠ p} (v_pᵀ v_i) x_i + w_p", lifted: null },
    { title, of: y, by: member(v, p), answer: "x_p Σ_{i ≠ p} x_i v_i", lifted: null },
    { title, of: y, by: member(w, p), answer: "x_p", lifted: null },
  ];
}

function tsne(): readonly Target[] {
  const { num, given, fam, named, not } = names();
  const y = fam("y", column(d), [formal("i", n)]);
  const P = given("P", shape(n, n), "positive");
  const q = fam("q", SCALAR, [formal("i", n), formal("j", n)]);
  const gap = (i: Place, j: Place): Expr => minus(member(y, i), member(y, j));
  const [i, j] = [placeOf(formal("i", n)), placeOf(formal("j", n))];
  defineFamily(q, reciprocal(sum(num(1), inner(gap(i, j), gap(i, j)))));
  const pairs = (f: (i: Place, j: Place) => Expr): Expr =>
    over_(formal("i", n), (a) => over_(formal("j", n), (b) => times(not(a, b), f(a, b))));
  const Z = named(
    "Z",
    pairs((a, b) => member(q, a, b)),
  );
  const C = pairs((a, b) => times(entry(P, a, b), apply("log", times(entry(P, a, b), Z, reciprocal(member(q, a, b))))));
  return [
    {
      title: "t-SNE",
      of: C,
      by: member(y, asked("i", n)),
      answer: "2 Σ_{j ≠ i} q_ij (2 q_ij (Σ_{k=1}^n Σ_{l ≠ k} P_lk) / Z − P_ji − P_ij) (y_j − y_i)",
      lifted: null,
    },
  ];
}

function ising(): readonly Target[] {
  const { num, given } = names();
  const [w, s, theta] = [given("w", shape(n, n)), given("s", column(n)), given("theta", column(n))];
  const E = minus(
    times(
      num(-1, 2),
      over_(formal("i", n), (i) => over_(formal("j", n), (j) => times(entry(w, i, j), entry(s, i), entry(s, j)))),
    ),
    over_(formal("i", n), (i) => times(entry(theta, i), entry(s, i))),
  );
  return [
    {
      title: "Ising energy",
      of: E,
      by: entry(s, asked("k", n)),
      answer: "−(0.5 Σ_{i=1}^n s_i (w_ik + w_ki) + θ_k)",
      lifted: "−(0.5 ((w + wᵀ) s)_k + θ_k)",
    },
    {
      title: "Ising energy",
      of: E,
      by: s,
      answer: "Σ_{i=1}^n (−0.5 Σ_{j=1}^n s_j (w_ji + w_ij) − θ_i) e_i",
      lifted: "−0.5 (w + wᵀ) s − θ",
    },
  ];
}

function ranking(): readonly Target[] {
  const { num, fam } = names();
  const s = fam("s", SCALAR, [formal("i", n)]);
  const y = fam("y", SCALAR, [formal("i", n), formal("j", n)]);
  const L = over_(formal("i", n), (i) =>
    over_(formal("j", n), (j) =>
      times(member(y, i, j), apply("log", sum(num(1), apply("exp", negate(minus(member(s, i), member(s, j))))))),
    ),
  );
  return [
    {
      title: "pairwise ranking",
      of: L,
      by: member(s, asked("k", n)),
      answer: "Σ_{i=1}^n (y_ik sigmoid(s_k − s_i) − y_ki sigmoid(s_i − s_k))",
      lifted: "(Yᵀ sigmoid(s_k · 1ₙ − s))_k − (Y sigmoid(s − s_k · 1ₙ))_k",
    },
  ];
}

function tensor(): readonly Target[] {
  const { fam, square } = names();
  const [I, J, R] = [dim("I"), dim("J"), dim("R")];
  const t = fam("T", SCALAR, [formal("i", I), formal("j", J), formal("k", K)]);
  const a = fam("a", SCALAR, [formal("i", I), formal("r", R)]);
  const b = fam("b", SCALAR, [formal("j", J), formal("r", R)]);
  const c = fam("c", SCALAR, [formal("k", K), formal("r", R)]);
  const F = over_(formal("i", I), (i) =>
    over_(formal("j", J), (j) =>
      over_(formal("k", K), (k) =>
        square(
          minus(
            member(t, i, j, k),
            over_(formal("r", R), (r) => times(member(a, i, r), member(b, j, r), member(c, k, r))),
          ),
        ),
      ),
    ),
  );
  return [
    {
      title: "CP tensor factorisation",
      of: F,
      by: member(a, asked("i", I), asked("r", R)),
      answer: "2 Σ_{j=1}^K c_jr Σ_{k=1}^J (Σ_{l=1}^R a_il b_kl c_jl − T_ikj) b_kr",
      lifted: null,
    },
  ];
}

function bradleyTerry(): readonly Target[] {
  const { given } = names();
  const [w, theta] = [given("w", shape(n, n)), given("theta", column(n))];
  const e = (i: Place): Expr => apply("exp", entry(theta, i));
  const L = over_(formal("i", n), (i) =>
    over_(formal("j", n), (j) => times(entry(w, i, j), minus(entry(theta, i), apply("log", sum(e(i), e(j)))))),
  );
  return [
    {
      title: "Bradley-Terry",
      of: L,
      by: entry(theta, asked("k", n)),
      answer: "Σ_{i=1}^n w_ki − exp(θ_k) Σ_{i=1}^n (w_ki + w_ik) / (exp(θ_k) + exp(θ_i))",
      lifted: "sum(wᵀ e_k) − exp(θ_k) ((w + wᵀ) ((exp(θ_k) · 1ₙ + exp(θ)) .^ −1))_k",
    },
  ];
}

export const TARGETS: readonly Target[] = [
  ...leastSquares(),
  ...logistic(),
  ...softmax(),
  ...layer(),
  ...skipGram(),
  ...factorisation(),
  ...hinge(),
  ...barrier(),
  ...gaussian(),
  ...mixture(),
  ...convolution(),
  ...batchNorm(),
  ...product_(),
  ...totalVariation(),
  ...infoNce(),
  ...softmaxRegression(),
  ...ridge(),
  ...factorisationMachine(),
  ...tsne(),
  ...ising(),
  ...ranking(),
  ...tensor(),
  ...bradleyTerry(),
];
