/** Examples of every operation for the generic checks: general operands, rectangular and not symmetric. */
import { type Dim, dim, ONE, plus, times as product_ } from "../../src/core/dim.js";
import { type Context, type Expr, intern } from "../../src/core/expr.js";
import type { Fact } from "../../src/core/facts.js";
import { addPlaces, constantPlace, type Index, letterIndex, placeOf, shifted, sizeAt } from "../../src/core/place.js";
import { rational } from "../../src/core/rational.js";
import { sameShape, shape } from "../../src/core/shape.js";
import { workOutImplicit } from "../../src/derive/implicit.js";
import { adjugate } from "../../src/ops/adjugate.js";
import { OPERATIONS, type OpName } from "../../src/ops/all.js";
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
import { type Family, family, familyNamed } from "../../src/ops/family.js";
import { fitted } from "../../src/ops/fit.js";
import { Group } from "../../src/ops/group.js";
import { hadamard } from "../../src/ops/hadamard.js";
import { implicit } from "../../src/ops/implicit.js";
import { inverse } from "../../src/ops/inverse.js";
import { atLeast, delta, iverson } from "../../src/ops/iverson.js";
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
import { scale } from "../../src/ops/scale.js";
import { sigma } from "../../src/ops/sigma.js";
import { leftVector, nuclearNorm, polar, rightVector, spectralNorm } from "../../src/ops/singular.js";
import { size } from "../../src/ops/size.js";
import { cols, rows } from "../../src/ops/slice.js";
import { softmax, softmaxcols, softmaxrows } from "../../src/ops/softmax.js";
import { beside, stack } from "../../src/ops/stack.js";
import { structured } from "../../src/ops/structure.js";
import { sum } from "../../src/ops/sum.js";
import { sylvester } from "../../src/ops/sylvester.js";
import { nameOf, symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unit } from "../../src/ops/unit.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";

export const [n, m, p] = [dim("n"), dim("m"), dim("p")] as const;
const q = dim("q");

/** Makes the operands of one example; each call with another name is another operand. */
export interface Operands {
  readonly home: Context;
  matrix(name: string, rows: Dim, cols: Dim, ...facts: Fact[]): Expr;
  vector(name: string, rows: Dim, ...facts: Fact[]): Expr;
  row(name: string, cols: Dim, ...facts: Fact[]): Expr;
  scalar(name: string, ...facts: Fact[]): Expr;
  number(value: number, over?: number): Expr;
}

export function operands(home: Context): Operands {
  const make = (name: string, r: Dim, c: Dim, facts: readonly Fact[]): Expr => {
    if (facts.length > 0) home.facts.set(name, new Set(facts));
    const made = symbol(home, name, shape(r, c));
    if (!sameShape(made.shape, shape(r, c))) throw new Error(`${name} has two shapes`);
    return made;
  };
  return {
    home,
    matrix: (name, r, c, ...facts) => make(name, r, c, facts),
    vector: (name, r, ...facts) => make(name, r, ONE, facts),
    row: (name, c, ...facts) => make(name, ONE, c, facts),
    scalar: (name, ...facts) => make(name, ONE, ONE, facts),
    number: (value, over = 1) => number(rational(value, over), home),
  };
}

type Examples = (o: Operands) => readonly Expr[];

/** Letters over 1..n, 1..m and 2..n, as a question asks for them, and as an equation has them. */
const [i, j, k] = [
  letterIndex("asked", "i", ONE, n),
  letterIndex("formal", "j", ONE, m),
  letterIndex("formal", "k", dim(2), n),
] as const;
const at = (l: Index) => placeOf(l);

/** The family `name` over letters, made once in a context. */
const familyIn = (o: Operands, name: string, rows: Dim, formals: readonly Index[], ...facts: Fact[]): Family =>
  familyNamed(o.home, name) ?? family(o.home, { name, shape: shape(rows, ONE), formals, facts: new Set(facts) });

/** The name that makes `residual` zero. */
function solved(o: Operands, name: Expr, residual: (z: Expr) => Expr): Expr {
  const e = implicit({ name, residual: residual(name), fixedPoint: null });
  o.home.definitions.set(nameOf(name), e);
  workOutImplicit(o.home, (F) => F);
  return e;
}

/** An elementwise operation of one operand, in every shape. */
const everyShape =
  (op: (X: Expr) => Expr, ...facts: Fact[]): Examples =>
  (o) => [
    op(o.matrix("X", n, m, ...facts)),
    op(o.vector("x", n, ...facts)),
    op(o.row("y", m, ...facts)),
    op(o.scalar("a", ...facts)),
    op(o.matrix("S", n, n, ...facts)),
  ];

export const EXAMPLES: Readonly<Record<OpName, Examples>> = {
  symbol: (o) => [o.matrix("X", n, m), o.vector("x", n), o.scalar("a")],
  number: (o) => [o.number(2), o.number(-1, 3)],
  constant: (o) => [constant(o.home, "pi"), constant(o.home, "e")],
  size: (o) => [size(o.home, n), size(o.home, product_(n, m)), size(o.home, plus(n, ONE))],
  eye: (o) => [eye(n, o.home)],
  ones: (o) => [ones(n, m, o.home), ones(n, ONE, o.home), ones(n, n, o.home)],
  zeros: (o) => [zeros(n, m, o.home), zeros(n, n, o.home)],
  comm: (o) => [comm(n, m, o.home), comm(n, n, o.home)],
  differential: (o) => [differential(o.matrix("X", n, m))],
  derivative: (o) => [derivative("jacobian", product(o.matrix("W", n, m), o.vector("x", m)), o.vector("x", m))],

  // Of one name, which the builder leaves as it is, so that it can be moved.
  group: everyShape((X) => intern(X.home, Group, [X], null)),
  sum: (o) => [
    sum(o.matrix("A", n, m), o.matrix("B", n, m), o.matrix("C", n, m)),
    sum(o.vector("x", n), o.vector("y", n)),
    sum(o.scalar("a"), o.number(3)),
    sum(o.matrix("X", n, m), o.matrix("X", n, m)),
    sum(o.matrix("S", n, n), o.matrix("R", n, n)),
  ],
  times: (o) => [
    times(o.scalar("a"), o.scalar("b"), o.scalar("c")),
    times(o.number(-2), o.scalar("a")),
    times(o.scalar("a"), o.scalar("a")),
  ],
  scale: (o) => [
    scale(o.scalar("c"), o.matrix("X", n, m)),
    scale(o.scalar("c"), o.row("y", m)),
    scale(o.number(-3), o.vector("x", n)),
    scale(o.scalar("c"), o.matrix("S", n, n)),
  ],
  product: (o) => [
    product(o.matrix("A", n, m), o.matrix("B", m, p)),
    product(o.matrix("A", n, m), o.matrix("B", m, p), o.matrix("C", p, q)),
    product(o.matrix("W", n, m), o.vector("x", m)),
    product(o.row("y", n), o.matrix("W", n, m), o.vector("x", m)),
    product(o.row("y", n), o.matrix("W", n, m)),
    product(o.vector("u", n), o.row("v", m)),
    product(o.matrix("R", n, n), o.matrix("S", n, n), o.matrix("Q", n, n)),
    product(o.matrix("X", n, n), o.matrix("X", n, n)),
    product(T(o.matrix("A", n, m)), o.matrix("S", n, n), o.matrix("A", n, m)),
  ],
  transpose: everyShape(T),
  hadamard: (o) => [
    hadamard(o.matrix("A", n, m), o.matrix("B", n, m), o.matrix("C", n, m)),
    hadamard(o.vector("x", n), o.vector("y", n)),
    hadamard(o.row("u", m), o.row("v", m)),
    hadamard(o.matrix("R", n, n), o.matrix("S", n, n)),
    hadamard(o.vector("x", n), o.vector("x", n)),
  ],
  power: (o) => [
    power(o.matrix("X", n, m), o.number(3)),
    power(o.matrix("X", n, m), o.number(1)),
    power(o.vector("x", n), o.number(-1)),
    power(o.matrix("P", n, m, "positive"), o.number(-1, 2)),
    power(o.vector("r", n, "positive"), o.scalar("k")),
    power(o.scalar("a", "positive"), o.scalar("k")),
    power(o.scalar("b"), o.number(2)),
    power(o.matrix("S", n, n), o.number(2)),
  ],
  apply: (o) => [
    ...everyShape((X) => apply("f", X))(o),
    apply("g''", o.matrix("X", n, m)),
    apply("tanh", o.matrix("X", n, m)),
    apply("exp", o.matrix("S", n, n)),
    apply("log", o.vector("r", n, "positive")),
    apply("relu", o.matrix("X", n, m)),
  ],
  maximum: (o) => [
    maximum(o.matrix("A", n, m), o.matrix("B", n, m)),
    maximum(o.scalar("a"), o.scalar("b")),
    maximum(o.number(0), o.matrix("X", n, m)),
    maximum(o.vector("x", n), o.number(1, 2)),
  ],
  minimum: (o) => [
    minimum(o.matrix("A", n, m), o.matrix("B", n, m)),
    minimum(o.scalar("a"), o.scalar("b")),
    minimum(o.number(0), o.matrix("X", n, m)),
    minimum(o.vector("x", n), o.number(1, 2)),
  ],
  diag: (o) => [diag(o.vector("v", n)), diag(o.scalar("c"))],
  diagvec: (o) => [diagvec(o.matrix("X", n, n))],
  trace: (o) => [trace(o.matrix("X", n, n)), trace(o.scalar("a"))],
  det: (o) => [det(o.matrix("X", n, n)), det(o.scalar("a"))],
  logdet: (o) => [logdet(o.matrix("X", n, n))],
  inverse: (o) => [inverse(o.matrix("X", n, n)), inverse(o.scalar("a"))],
  matrixpower: (o) => [
    matrixpower(o.matrix("X", n, n), o.number(3)),
    matrixpower(o.matrix("X", n, n), o.number(1)),
    matrixpower(o.matrix("X", n, n), o.number(0)),
    matrixpower(o.matrix("X", n, n), o.number(-1)),
    matrixpower(o.matrix("X", n, n), o.number(-3)),
    matrixpower(o.matrix("X", n, n), o.scalar("k", "integer")),
  ],
  matrixfunction: (o) => [
    matrixFunction("exp", o.matrix("X", n, n)),
    matrixFunction("log", o.matrix("X", n, n, "posdef")),
    matrixFunction("sqrt", o.matrix("X", n, n, "posdef")),
    matrixFunction("sin", o.matrix("X", n, n)),
    matrixFunction("cos", o.matrix("X", n, n)),
    matrixFunction("sinh", o.matrix("X", n, n)),
    matrixFunction("cosh", o.matrix("S", n, n, "symmetric")),
  ],
  frechet: (o) => [
    frechet("exp", o.matrix("X", n, n), o.matrix("Y", n, n)),
    frechet("sqrt", o.matrix("P", n, n, "posdef"), o.matrix("Y", n, n)),
    frechet("log", o.matrix("P", n, n, "posdef"), o.matrix("Y", n, n)),
    frechet("sin", o.matrix("X", n, n), o.matrix("Y", n, n)),
    frechet("cos", o.matrix("X", n, n), o.matrix("Y", n, n)),
  ],
  sylvester: (o) => [sylvester(o.matrix("A", n, n), o.matrix("B", m, m), o.matrix("C", n, m))],
  cross: (o) => [
    cross(o.vector("a", dim(3)), o.vector("b", dim(3))),
    cross(o.vector("a", dim(3)), o.vector("a", dim(3))),
  ],
  crossmatrix: (o) => [crossMatrix(o.vector("a", dim(3)))],
  axial: (o) => [axial(o.matrix("M", dim(3), dim(3)))],
  structure: (o) => [
    structured("tril", o.matrix("X", n, m)),
    structured("triu", o.matrix("S", n, n)),
    structured("triu", o.matrix("D", n, n, "diagonal")),
    structured("cumsum", o.matrix("X", n, m)),
    structured("cumsum", o.vector("r", n, "positive")),
    structured("revcumsum", o.vector("x", n)),
    structured("flip", o.matrix("X", n, m)),
  ],
  conv: (o) => [conv(o.vector("x", n), o.vector("y", m))],
  correlate: (o) => [correlate(o.vector("x", plus(n, m)), o.vector("y", m))],
  implicit: (o) => [
    solved(o, o.vector("z", n), (z) => sum(product(o.matrix("W", n, n), z), o.vector("b", n))),
    solved(o, o.scalar("a"), (a) => sum(power(a, o.number(3)), a, o.scalar("d"))),
    solved(o, o.matrix("X", n, m), (X) => sum(product(o.matrix("A", n, n), X), o.matrix("C", n, m))),
  ],
  pinv: (o) => [pinv(o.matrix("X", n, m)), pinv(o.matrix("S", n, n))],
  adjugate: (o) => [adjugate(o.matrix("X", n, n))],
  cholesky: (o) => [cholesky(o.matrix("P", n, n, "posdef"))],
  lowerhalf: (o) => [lowerHalf(o.matrix("X", n, n))],
  eigenvalue: (o) => [
    eigenvalue("max", o.matrix("S", n, n, "symmetric")),
    eigenvalue("min", o.matrix("S", n, n, "symmetric")),
  ],
  eigenvector: (o) => [
    eigenvector("max", o.matrix("S", n, n, "symmetric")),
    eigenvector("min", o.matrix("S", n, n, "symmetric")),
  ],
  eigenvalues: (o) => [eigenvalues(o.matrix("S", n, n, "symmetric"))],
  eigenvectors: (o) => [eigenvectors(o.matrix("S", n, n, "symmetric"))],
  eigengaps: (o) => [eigengaps(o.vector("x", n))],
  specnorm: (o) => [spectralNorm(o.matrix("X", n, m)), spectralNorm(o.matrix("S", n, n))],
  leftvector: (o) => [leftVector(o.matrix("X", n, m))],
  rightvector: (o) => [rightVector(o.matrix("X", n, m))],
  nuclear: (o) => [nuclearNorm(o.matrix("X", n, m)), nuclearNorm(o.matrix("S", n, n))],
  polar: (o) => [polar(o.matrix("X", n, m)), polar(o.matrix("S", n, n))],
  dominanteigenvalue: (o) => [dominantEigenvalue(o.matrix("X", n, n))],
  dominantvector: (o) => [dominantVector(o.matrix("X", n, n))],
  qfactor: (o) => [qFactor(o.matrix("X", plus(n, m), m)), qFactor(o.matrix("S", n, n))],
  rfactor: (o) => [rFactor(o.matrix("X", plus(n, m), m)), rFactor(o.matrix("S", n, n))],
  lfactor: (o) => [lFactor(o.matrix("X", n, n))],
  ufactor: (o) => [uFactor(o.matrix("X", n, n))],
  cumprod: (o) => [cumprod(o.matrix("X", n, m)), cumprod(o.vector("x", n)), cumprod(o.vector("r", n, "positive"))],
  largest: (o) => [
    largest(o.vector("x", n), n, ONE),
    largest(o.row("y", m), ONE, m),
    largest(o.matrix("X", n, m), n, m),
    largest(o.matrix("X", n, m), ONE, m),
    largest(o.vector("r", product_(dim(2), n), "positive"), dim(2), ONE),
    largest(o.matrix("P", product_(dim(2), n), product_(dim(3), m)), dim(2), dim(3)),
  ],
  islargest: (o) => [
    isLargest(o.vector("x", n), n, ONE),
    isLargest(o.row("y", m), ONE, m),
    isLargest(o.matrix("X", n, m), ONE, m),
    isLargest(o.matrix("P", product_(dim(2), n), product_(dim(3), m)), dim(2), dim(3)),
  ],
  powersum: (o) => [
    powersum(o.matrix("X", n, n), o.number(3), o.matrix("Y", n, n)),
    powersum(o.matrix("X", n, n), o.number(1), o.matrix("Y", n, n)),
    powersum(o.matrix("X", n, n), o.number(0), o.matrix("Y", n, n)),
    powersum(o.matrix("X", n, n), o.number(-2), o.matrix("Y", n, n)),
    powersum(o.matrix("X", n, n), o.scalar("k", "integer"), o.matrix("Y", n, n)),
  ],
  total: everyShape(total),
  mean: everyShape(mean),
  norm1: everyShape(norm1),
  norm2: (o) => [norm2(o.vector("x", n)), norm2(o.row("y", m)), norm2(o.scalar("a"))],
  normF: everyShape(normF),
  vec: everyShape(vec),
  unvec: (o) => [
    unvec(o.vector("v", product_(n, m)), n, m),
    unvec(o.row("w", product_(n, m)), m, n),
    unvec(o.vector("u", product_(n, n)), n, n),
  ],
  kron: (o) => [
    kron(o.matrix("A", n, m), o.matrix("B", p, q)),
    kron(o.vector("x", n), o.vector("y", m)),
    kron(o.row("u", n), o.row("v", m)),
    kron(o.vector("x", n), o.row("v", m)),
    kron(o.row("u", n), o.vector("y", m)),
    kron(o.matrix("A", n, m), o.vector("z", p)),
    kron(o.vector("z", p), o.matrix("A", n, m)),
    kron(o.row("w", p), o.matrix("A", n, m)),
    kron(o.matrix("A", n, m), o.row("w", p)),
    kron(o.matrix("R", n, n), o.matrix("S", n, n)),
  ],
  stack: (o) => [
    stack(o.matrix("A", n, m), o.matrix("B", p, m), o.matrix("C", q, m)),
    stack(o.vector("x", n), o.vector("y", m)),
    stack(o.row("u", n), o.row("v", n)),
    stack(o.vector("x", n), o.vector("x", n)),
    stack(o.scalar("a"), o.scalar("b"), o.vector("x", n)),
  ],
  beside: (o) => [
    beside(o.matrix("A", n, m), o.matrix("B", n, p), o.matrix("C", n, q)),
    beside(o.row("x", n), o.row("y", m)),
    beside(o.vector("u", n), o.vector("v", n)),
    beside(o.scalar("a"), o.scalar("b"), o.row("x", n)),
  ],
  rows: (o) => [
    rows(o.matrix("A", n, m), dim(1), dim(2)),
    rows(o.matrix("A", n, m), dim(2), dim(2)),
    rows(o.vector("x", product_(dim(3), n)), plus(n, ONE), product_(dim(2), n)),
    rows(o.matrix("B", plus(n, m), p), plus(n, ONE), plus(n, m)),
    rows(o.row("y", m), dim(1), dim(1)),
    rows(o.matrix("C", plus(n, ONE), m), dim(2), n),
  ],
  cols: (o) => [
    cols(o.matrix("A", n, m), dim(1), dim(2)),
    cols(o.matrix("A", n, m), dim(2), dim(2)),
    cols(o.row("x", product_(dim(3), n)), plus(n, ONE), product_(dim(2), n)),
    cols(o.matrix("B", p, plus(n, m)), plus(n, ONE), plus(n, m)),
    cols(o.vector("y", m), dim(1), dim(1)),
    cols(o.matrix("C", m, plus(n, ONE)), dim(2), n),
  ],
  softmax: (o) => [softmax(o.vector("z", n)), softmax(o.scalar("a"))],
  softmaxrows: everyShape(softmaxrows),
  softmaxcols: everyShape(softmaxcols),
  logsumexp: (o) => [logsumexp(o.vector("z", n))],
  cross_entropy: (o) => [
    crossEntropy(o.vector("y", n), o.vector("p", n, "positive")),
    crossEntropy(o.vector("t", n, "simplex"), o.vector("p", n, "positive")),
    crossEntropy(o.matrix("Y", n, m), o.matrix("P", n, m, "positive")),
  ],

  member: (o) => [
    member(familyIn(o, "u", p, [letterIndex("formal", "i", ONE, n)]), at(i)),
    member(familyIn(o, "r", ONE, [k, j], "positive"), at(k), at(j)),
    member(familyIn(o, "u", p, [letterIndex("formal", "i", ONE, n)]), shifted(at(k), -1)),
  ],
  entry: (o) => [
    entry(o.matrix("X", n, m), at(i), at(j)),
    entry(o.vector("x", n, "positive"), at(i)),
    entry(o.matrix("S", n, n), shifted(at(k), -1), at(k)),
    entry(o.matrix("X", n, m), constantPlace(ONE), constantPlace(m)),
  ],
  unit: (o) => [unit(at(i), n, o.home), unit(shifted(at(k), -1), n, o.home)],
  iverson: (o) => [
    delta(at(i), at(k), o.home),
    atLeast(at(i), at(k), o.home),
    iverson("≠", shifted(at(j), -2), o.home),
  ],
  place: (o) => [placeNumber(at(j), o.home), placeNumber(addPlaces(at(i), at(j)), o.home)],
  sigma: (o) => [
    sigma(j, o.vector("x", n)),
    sigma(j, o.scalar("a")),
    sigma(k, o.matrix("X", n, m)),
    sigma(letterIndex("formal", "i", ONE, n), o.matrix("S", n, n, "posdef")),
  ],
  pi: (o) => [pi(j, o.scalar("a")), pi(k, o.scalar("b", "positive"))],
  scalarfunction: (o) => [
    scalarFunction("loss", [o.vector("x", n)]),
    scalarFunction("loss", [o.matrix("X", n, m)], [at(j)]),
    scalarFunction("ell", [o.vector("x", n), o.vector("y", m)]),
  ],
  gradientfunction: (o) => [
    gradientFunction(scalarFunction("loss", [o.vector("x", n)])),
    gradientFunction(scalarFunction("ell", [o.vector("x", n), o.vector("y", m)], [at(j)]), undefined, 1),
  ],
  fit: (o) => [
    fitted(o.vector("x", n), shape(sizeAt("q", at(i)), ONE)),
    fitted(o.matrix("X", n, m), shape(sizeAt("q", at(i)), m)),
  ],
};
/** Operations with indices, which have no numbers, no code and no reader yet. */
export const WITH_INDICES: readonly OpName[] = OPERATIONS.filter((op) => op.indexed).map((op) => op.name);

/** Operations of symmetric matrices, which move among them. */
export const OF_SYMMETRIC: ReadonlySet<string> = new Set<OpName>([
  "cholesky",
  "eigenvalue",
  "eigenvector",
  "eigenvalues",
  "eigenvectors",
]);

/** Operands an operation is linear in, where that is not all of them. */
export const LINEAR: Partial<Readonly<Record<OpName, readonly number[]>>> = {
  powersum: [2],
  frechet: [1],
  sylvester: [2],
};
