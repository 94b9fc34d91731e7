/** Expressions for the printers' tests: one of every operation, and random ones of given shapes. */
import * as fc from "fast-check";
import { type Dim, dim, ONE, times as sizeProduct } from "../../src/core/dim.js";
import type { Context, Expr } from "../../src/core/expr.js";
import { letterIndex, placeOf, shifted, sizeAt } from "../../src/core/place.js";
import { type Rational, rational } from "../../src/core/rational.js";
import { isColumn, isScalar, isSquare, SCALAR, type Shape, shape, transposed } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import { adjugate } from "../../src/ops/adjugate.js";
import type { OpName } from "../../src/ops/all.js";
import { apply } from "../../src/ops/apply.js";
import { cholesky, lowerHalf } from "../../src/ops/cholesky.js";
import { comm } from "../../src/ops/comm.js";
import { constant } from "../../src/ops/constant.js";
import { conv, correlate } from "../../src/ops/convolution.js";
import { axial, cross, crossMatrix } from "../../src/ops/cross.js";
import { crossEntropy } from "../../src/ops/crossentropy.js";
import { cumprod } from "../../src/ops/cumprod.js";
import { derivative } from "../../src/ops/derivative.js";
import { det } from "../../src/ops/det.js";
import { diag } from "../../src/ops/diag.js";
import { diagvec } from "../../src/ops/diagvec.js";
import { differential } from "../../src/ops/differential.js";
import { dominantEigenvalue, dominantVector } from "../../src/ops/dominant.js";
import { eigengaps, eigenvalue, eigenvalues, eigenvector, eigenvectors } from "../../src/ops/eigen.js";
import { entry } from "../../src/ops/entry.js";
import { eye } from "../../src/ops/eye.js";
import { family } from "../../src/ops/family.js";
import { fitted } from "../../src/ops/fit.js";
import { grouped } from "../../src/ops/group.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { implicit } from "../../src/ops/implicit.js";
import { inverse } from "../../src/ops/inverse.js";
import { atLeast, delta } from "../../src/ops/iverson.js";
import { kron } from "../../src/ops/kron.js";
import { isLargest, largest } from "../../src/ops/largest.js";
import { logdet } from "../../src/ops/logdet.js";
import { logsumexp } from "../../src/ops/logsumexp.js";
import { lFactor, uFactor } from "../../src/ops/lu.js";
import { frechet, matrixFunction } from "../../src/ops/matrixfunction.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { maximum, minimum } from "../../src/ops/maximum.js";
import { mean } from "../../src/ops/mean.js";
import { member } from "../../src/ops/member.js";
import { norm1, norm2, normF } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { pi } from "../../src/ops/pi.js";
import { pinv } from "../../src/ops/pinv.js";
import { placeNumber } from "../../src/ops/place.js";
import { power } from "../../src/ops/power.js";
import { powersum } from "../../src/ops/powersum.js";
import { product } from "../../src/ops/product.js";
import { qFactor, rFactor } from "../../src/ops/qr.js";
import { gradientFunction, scalarFunction } from "../../src/ops/scalarfunction.js";
import { negate, scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { leftVector, nuclearNorm, polar, rightVector, spectralNorm } from "../../src/ops/singular.js";
import { size } from "../../src/ops/size.js";
import { cols, rows } from "../../src/ops/slice.js";
import { softmax, softmaxcols, softmaxrows } from "../../src/ops/softmax.js";
import { beside, stack } from "../../src/ops/stack.js";
import { structured } from "../../src/ops/structure.js";
import { sum } from "../../src/ops/sum.js";
import { sylvester } from "../../src/ops/sylvester.js";
import { symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unit } from "../../src/ops/unit.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";

const n = dim("n");
const m = dim("m");

export const names = (home: Context) => {
  const make = (s: Shape, ...all: readonly string[]) => all.map((name) => symbol(home, name, s));
  const [a, b, c, k] = make(SCALAR, "a", "b", "c", "k") as [Expr, Expr, Expr, Expr];
  const [x, y, z] = make(shape(n, ONE), "x", "y", "z") as [Expr, Expr, Expr];
  const [A, B, X] = make(shape(n, n), "A", "B", "X") as [Expr, Expr, Expr];
  const [W] = make(shape(n, m), "W") as [Expr];
  const [v] = make(shape(m, ONE), "v") as [Expr];
  return { a, b, c, k, x, y, z, A, B, X, W, v };
};

/** One expression for each operation; the compiler asks for those that are missing. */
export function everyOperation(home: Context): Record<OpName, Expr> {
  const { a, b, c, k, x, y, z, A, B, X, W, v } = names(home);
  const P = product(T(A), A);
  const [i, j] = [letterIndex("asked", "i", ONE, n), letterIndex("formal", "j", ONE, n)];
  return {
    symbol: symbol(home, "x_window", shape(n, ONE)),
    number: number(rational(1, 3), home),
    constant: constant(home, "pi"),
    size: size(home, dim("n + 1")),
    eye: eye(dim("5 d"), home),
    ones: ones(n, m, home),
    zeros: zeros(n, ONE, home),
    comm: comm(n, m, home),
    differential: differential(W),
    group: grouped(sum(x, y)),
    sum: sum(product(W, v), scale(number(-1, home), x)),
    times: times(number(rational(2, 3), home), a, power(b, number(-1, home)), power(c, number(-3, home))),
    scale: scale(times(a, power(norm2(x), number(-1, home))), sum(x, y)),
    product: product(T(x), A, y),
    transpose: T(inverse(A)),
    hadamard: hadamard(x, product(A, y), power(z, number(-1, home))),
    power: power(x, number(2, home)),
    apply: apply("f''", z),
    maximum: maximum(number(0, home), x),
    minimum: minimum(x, y),
    diag: diag(x),
    diagvec: diagvec(A),
    trace: trace(product(A, B)),
    det: det(A),
    logdet: logdet(product(T(W), W)),
    inverse: inverse(sum(A, B)),
    matrixfunction: matrixFunction("exp", X),
    frechet: frechet("exp", X, A),
    matrixpower: matrixpower(X, sum(k, number(-1, home))),
    sylvester: sylvester(A, product(T(W), W), W),
    cross: cross(symbol(home, "p", shape(dim(3), ONE)), symbol(home, "q", shape(dim(3), ONE))),
    crossmatrix: crossMatrix(symbol(home, "p", shape(dim(3), ONE))),
    axial: axial(symbol(home, "M", shape(dim(3), dim(3)))),
    structure: structured("tril", W),
    conv: conv(W, v),
    correlate: correlate(symbol(home, "w", shape(dim("n + m"), ONE)), v),
    implicit: implicit({ name: z, residual: sum(z, negate(product(A, z)), x), fixedPoint: null }),
    pinv: pinv(sum(W, W)),
    adjugate: adjugate(A),
    cholesky: cholesky(P),
    lowerhalf: lowerHalf(A),
    eigenvalue: eigenvalue("max", P),
    eigenvector: eigenvector("min", P),
    eigenvalues: eigenvalues(P),
    eigenvectors: eigenvectors(P),
    eigengaps: eigengaps(x),
    specnorm: spectralNorm(W),
    leftvector: leftVector(W),
    rightvector: rightVector(W),
    nuclear: nuclearNorm(W),
    polar: polar(W),
    dominanteigenvalue: dominantEigenvalue(X),
    dominantvector: dominantVector(T(A)),
    // Such factors have no value of a matrix with fewer rows than columns, as W is at the sizes that are drawn.
    qfactor: qFactor(T(W)),
    rfactor: rFactor(T(W)),
    lfactor: lFactor(A),
    ufactor: uFactor(A),
    cumprod: cumprod(x),
    largest: largest(X, n, n),
    islargest: isLargest(X, ONE, n),
    powersum: powersum(X, k, A),
    total: total(W),
    mean: mean(x),
    norm1: norm1(sum(x, y)),
    norm2: norm2(scale(power(a, number(-1, home)), x)),
    normF: normF(W),
    vec: vec(W),
    unvec: unvec(vec(W), n, m),
    kron: kron(product(A, B), T(W)),
    stack: stack(x, y),
    beside: beside(A, W),
    rows: rows(W, ONE, dim("r")),
    cols: cols(W, dim("r"), m),
    softmax: softmax(z),
    softmaxrows: softmaxrows(W),
    softmaxcols: softmaxcols(W),
    logsumexp: logsumexp(z),
    cross_entropy: crossEntropy(y, softmax(z)),
    derivative: derivative("hessian", a, x, z),
    member: member(family(home, { name: "u", shape: shape(m, ONE), formals: [i] }), shifted(placeOf(i), 1)),
    entry: entry(product(A, B), placeOf(i), placeOf(j)),
    unit: unit(placeOf(i), n, home),
    iverson: atLeast(placeOf(i), shifted(placeOf(j), 2), home),
    place: placeNumber(shifted(placeOf(i), -1), home),
    sigma: sigma(j, scale(times(delta(placeOf(i), placeOf(j), home), entry(x, placeOf(j))), y)),
    pi: pi(j, sum(entry(x, placeOf(j)), a)),
    scalarfunction: scalarFunction("loss", [sum(x, y)], [placeOf(i)]),
    gradientfunction: gradientFunction(scalarFunction("loss", [x, v]), [x, v], 1),
    fit: fitted(sum(x, y), shape(sizeAt("n", placeOf(i)), ONE)),
  };
}

type Choose = (options: number) => number;
type Build = () => Expr;

const FUNCTIONS = ["f", "f'", "g", "exp", "log", "tanh", "sigmoid", "sqrt", "abs", "step", "act"];
const NUMBERS = [-3, -2, -1, 1, 2, 3].map((k) => rational(k)).concat(rational(-1, 2), rational(1, 2));

/**
 * An expression of a shape from a stream of choices. `plain` leaves out what has no spelling in the
 * input language (differentials, derivatives, powersum).
 */
function randomExpression(home: Context, goal: Shape, depth: number, choose: Choose, plain = true): Expr {
  const sizes: readonly Dim[] = [n, m];
  const leaf = (s: Shape): Expr => {
    if (isScalar(s)) {
      const at = choose(7);
      if (at === 0) return number(NUMBERS[choose(NUMBERS.length)] as Rational, home);
      if (at === 1) return number(rational(choose(5) - 2 || 1, 3), home);
      if (at === 2) return size(home, sizes[choose(2)] as Dim);
      return symbol(home, (["a", "b", "c", "alpha"] as const)[choose(4)] as string, SCALAR);
    }
    const tag = `${s.rows}_${s.cols}`.replace(/[ ^]/g, "");
    const at = choose(6);
    if (at === 0) return ones(s.rows, s.cols, home);
    if (at === 1 && isSquare(s)) return eye(s.rows, home);
    const letters = isColumn(s) ? ["x", "y", "u"] : ["A", "B", "W"];
    return symbol(home, `${letters[choose(3)]}_${tag}`, s);
  };
  const make = (s: Shape, left: number): Expr => {
    if (left <= 0) return leaf(s);
    const go = (t: Shape) => make(t, left - 1 - choose(2));
    const some = () => sizes[choose(2)] as Dim;
    const builds: Build[] = [
      () => leaf(s),
      () => sum(go(s), go(s)),
      () => sum(go(s), scale(number(-1, home), go(s)), go(s)),
      () => scale(number(-1, home), go(s)),
      () => scale(go(SCALAR), go(s)),
      () => scale(power(go(SCALAR), number(-1, home)), go(s)),
      () => hadamard(go(s), go(s)),
      () => hadamard(go(s), power(go(s), number(-1, home))),
      () => power(go(s), number(NUMBERS[choose(NUMBERS.length)] as Rational, home)),
      () => power(go(s), go(SCALAR)),
      () => T(go(transposed(s))),
      () => apply(FUNCTIONS[choose(FUNCTIONS.length)] as string, go(s)),
      () => maximum(go(s), go(s)),
      () => {
        const inner = some();
        return product(go(shape(s.rows, inner)), go(shape(inner, s.cols)));
      },
      () => {
        const [p, q] = [some(), some()];
        return product(go(shape(s.rows, p)), go(shape(p, q)), go(shape(q, s.cols)));
      },
    ];
    if (isScalar(s)) {
      const column = shape(some(), ONE);
      const any = shape(some(), some());
      const square = shape(any.rows, any.rows);
      builds.push(
        () => times(go(s), go(s), power(go(s), number(-2, home))),
        () => trace(go(square)),
        () => det(go(square)),
        () => logdet(go(square)),
        () => total(go(any)),
        () => mean(go(any)),
        () => norm1(go(column)),
        () => norm2(go(column)),
        () => normF(go(any)),
        () => logsumexp(go(column)),
        () => crossEntropy(go(column), go(column)),
        () => constant(home, "pi"),
      );
    } else if (isColumn(s)) {
      builds.push(() => softmax(go(s)));
      if (!s.rows.includes(" ")) builds.push(() => diagvec(go(shape(s.rows, s.rows))));
      if (s.rows === sizeProduct(n, m))
        builds.push(
          () => vec(go(shape(n, m))),
          () => product(comm(m, n, home), go(s)),
        );
    } else {
      builds.push(
        () => softmaxrows(go(s)),
        () => softmaxcols(go(s)),
      );
      builds.push(() => unvec(go(shape(sizeProduct(s.rows, s.cols), ONE)), s.rows, s.cols));
      if (isSquare(s)) {
        builds.push(
          () => diag(go(shape(s.rows, ONE))),
          () => inverse(go(s)),
          () => matrixpower(go(s), number(choose(4) - 2, home)),
          () => matrixpower(go(s), go(SCALAR)),
        );
      }
    }
    if (!plain) {
      builds.push(() => differential(go(s)));
      if (isScalar(s)) builds.push(() => derivative("jacobian", go(s), symbol(home, "t", SCALAR)));
      if (isSquare(s))
        builds.push(
          () => matrixFunction("exp", go(s)),
          () => frechet("exp", go(s), go(s)),
        );
      if (isSquare(s)) builds.push(() => powersum(go(s), go(SCALAR), go(s)));
    }
    return (builds[choose(builds.length)] as Build)();
  };
  return make(goal, depth);
}

/** A stream of choices from a seed (Park and Miller's generator), the same on every machine. */
export function choices(seed: number): Choose {
  let state = (seed % 2_147_483_646) + 1;
  return (options) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * options);
  };
}

/** The random expression of a depth and a seed. */
export function seeded(depth: number, seed: number, plain = true): Expr {
  const choose = choices(seed);
  const goals = [SCALAR, shape(n, ONE), shape(ONE, m), shape(n, m), shape(n, n), shape(sizeProduct(n, m), ONE)];
  return randomExpression(newContext(), goals[choose(goals.length)] as Shape, depth, choose, plain);
}

/** Random expressions of several shapes, shrinking towards small ones. */
export const expressions = (plain = true, depth = 5): fc.Arbitrary<Expr> =>
  fc.tuple(fc.nat(depth), fc.nat()).map(([levels, seed]) => seeded(levels, seed, plain));
