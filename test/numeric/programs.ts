/** Random well-typed models over every operation, for properties that must hold of all of them. */
import { type Dim, dim, ONE, plus, times as timesOf } from "../../src/core/dim.js";
import { type Context, type Expr, intern } from "../../src/core/expr.js";
import type { Fact } from "../../src/core/facts.js";
import { type Shape, sameShape, shape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { newContext } from "../../src/functions/library.js";
import type { Random } from "../../src/numeric/random.js";
import { apply } from "../../src/ops/apply.js";
import { comm } from "../../src/ops/comm.js";
import { crossEntropy } from "../../src/ops/crossentropy.js";
import { det } from "../../src/ops/det.js";
import { diag } from "../../src/ops/diag.js";
import { diagvec } from "../../src/ops/diagvec.js";
import { eye } from "../../src/ops/eye.js";
import { closure } from "../../src/ops/facts.js";
import { hadamard, quotient } from "../../src/ops/hadamard.js";
import { inverse } from "../../src/ops/inverse.js";
import { kron } from "../../src/ops/kron.js";
import { logdet } from "../../src/ops/logdet.js";
import { logsumexp } from "../../src/ops/logsumexp.js";
import { matrixpower } from "../../src/ops/matrixpower.js";
import { maximum, minimum } from "../../src/ops/maximum.js";
import { mean } from "../../src/ops/mean.js";
import { norm1, norm2, normF } from "../../src/ops/norm.js";
import { number } from "../../src/ops/number.js";
import { ones } from "../../src/ops/ones.js";
import { power } from "../../src/ops/power.js";
import { product } from "../../src/ops/product.js";
import { negate, scale } from "../../src/ops/scale.js";
import { size } from "../../src/ops/size.js";
import { cols, rows } from "../../src/ops/slice.js";
import { softmax, softmaxcols, softmaxrows } from "../../src/ops/softmax.js";
import { beside, stack } from "../../src/ops/stack.js";
import { sum } from "../../src/ops/sum.js";
import { definitionOf, isSymbol, nameOf, symbol } from "../../src/ops/symbol.js";
import { times } from "../../src/ops/times.js";
import { total } from "../../src/ops/total.js";
import { trace } from "../../src/ops/trace.js";
import { T } from "../../src/ops/transpose.js";
import { unvec } from "../../src/ops/unvec.js";
import { vec } from "../../src/ops/vec.js";
import { zeros } from "../../src/ops/zeros.js";

const DIMS: readonly Dim[] = [dim("n"), dim("m"), dim("p")];
const SCALAR = shape(ONE, ONE);
const SMOOTH = ["tanh", "sin", "cos", "sigmoid", "softplus", "exp", "erf", "gelu", "atan", "f", "g"] as const;
const KINKED = ["relu", "abs"] as const;

/** An expression of a shape that is at most `depth` operations deep. */
function program(home: Context, of: Shape, depth: number, random: Random): Expr {
  const sub = (s: Shape) => program(home, s, depth - 1 - random.whole(0, 1), random);
  const { rows: r, cols: c } = of;
  const any = () => random.pick(DIMS);
  const number_ = (k: number) => number(k, home);
  if (depth <= 0) return leaf(home, of, random);
  const ways: (() => Expr)[] = [
    () => sum(sub(of), sub(of)),
    () => sum(sub(of), negate(sub(of))),
    () => scale(sub(SCALAR), sub(of)),
    () => scale(number_(random.pick([-2, 3])), sub(of)),
    () => hadamard(sub(of), sub(of)),
    () => quotient(sub(of), apply("cosh", sub(of))),
    () => power(sub(of), number_(random.pick([2, 3]))),
    () => apply(random.pick(SMOOTH), sub(of)),
    () => apply(random.pick(SMOOTH), sub(of)),
    () => apply(random.pick(KINKED), sub(of)),
    () => maximum(sub(of), sub(of)),
    () => minimum(sub(of), number_(0)),
    () => leaf(home, of, random),
  ];
  if (sameShape(of, SCALAR)) {
    const [k, l] = [any(), any()];
    const [column, any_, square] = [shape(k, ONE), shape(k, l), shape(k, k)];
    const safe = () => {
      const X = sub(any_);
      return sum(product(X, T(X)), eye(k, home));
    };
    ways.push(
      () => times(sub(SCALAR), sub(SCALAR)),
      () => times(power(size(home, k), number_(-1)), sub(SCALAR)),
      () => product(T(sub(column)), sub(column)),
      () => product(T(sub(column)), sub(any_), sub(shape(l, ONE))),
      () => total(sub(any_)),
      () => mean(sub(any_)),
      () => trace(sub(square)),
      () => trace(product(sub(any_), T(sub(any_)))),
      () => det(safe()),
      () => det(sub(square)),
      () => logdet(safe()),
      () => norm1(sub(any_)),
      () => norm2(sub(column)),
      () => normF(sub(any_)),
      () => power(norm2(sub(column)), number_(2)),
      () => logsumexp(sub(column)),
      () => crossEntropy(softmax(sub(column)), softmax(sub(column))),
      () => total(kron(sub(column), sub(shape(l, k)))),
    );
  } else {
    const k = any();
    ways.push(
      () => T(sub(shape(c, r))),
      () => product(sub(shape(r, k)), sub(shape(k, c))),
      () => product(sub(shape(r, k)), sub(shape(k, c))),
      () => product(sub(shape(r, ONE)), sub(shape(ONE, c))),
      () => scale(sub(SCALAR), ones(r, c, home)),
      () => rows(stack(sub(of), sub(shape(k, c))), ONE, r),
      () => rows(stack(sub(shape(k, c)), sub(of)), plus(k, ONE), plus(k, r)),
      () => cols(beside(sub(shape(r, k)), sub(of)), plus(k, ONE), plus(k, c)),
      () => softmaxrows(sub(of)),
      () => softmaxcols(sub(of)),
      () => unvec(product(comm(c, r, home), vec(sub(shape(c, r)))), r, c),
    );
    if (c === ONE) {
      ways.push(
        () => softmax(sub(of)),
        () => diagvec(sub(shape(r, r))),
        () => product(diag(sub(of)), sub(of)),
      );
      const found = DIMS.flatMap((a) => DIMS.map((b) => [a, b] as const)).find(([a, b]) => timesOf(a, b) === r);
      if (found !== undefined)
        ways.push(
          () => vec(sub(shape(...found))),
          () => kron(sub(shape(found[0], ONE)), sub(shape(found[1], ONE))),
        );
    }
    if (r === c)
      ways.push(
        () => diag(sub(shape(r, ONE))),
        () => inverse(sub(of)),
        () => matrixpower(sub(of), number_(random.pick([2, 3, -1]))),
        () => sum(sub(of), eye(r, home)),
      );
  }
  return random.pick(ways)();
}

/** A name of this shape (two of each), rarely a constant. */
function leaf(home: Context, of: Shape, random: Random): Expr {
  const k = random.next();
  if (k < 0.08) return sameShape(of, SCALAR) ? number(random.pick([2, -1]), home) : ones(of.rows, of.cols, home);
  if (k < 0.1 && !sameShape(of, SCALAR)) return zeros(of.rows, of.cols, home);
  return symbol(home, `${random.pick(["a", "b"])}_${of.rows}_${of.cols}`.replaceAll(" ", ""), of);
}

/** A random model: an output with named parts on the way, and inputs with facts. */
export interface RandomModel {
  readonly home: Context;
  readonly output: Expr;
  readonly inputs: readonly Expr[];
}

const OUTPUTS: readonly Shape[] = [
  SCALAR,
  SCALAR,
  shape(dim("n"), ONE),
  shape(dim("n"), dim("m")),
  shape(dim("m"), dim("m")),
];

/** A model, of which `facts` may be stated; the same for the same state of `random`. */
export function randomModel(random: Random, depth: number, facts: readonly Fact[]): RandomModel {
  const home = newContext();
  let output = program(home, random.pick(OUTPUTS), random.whole(1, depth), random);
  const inputs = walk([output]).filter(isSymbol);
  for (const e of inputs) {
    const fitting = facts.filter((f) => fits(f, e.shape));
    if (fitting.length > 0 && random.next() < 0.5) home.facts.set(nameOf(e), closure([random.pick(fitting)]));
  }
  for (const name of ["h_1", "h_2"]) output = withName(output, name, random);
  const s = symbol(home, "s", output.shape);
  home.definitions.set("s", output);
  return { home, output: s, inputs };
}

function fits(fact: Fact, { rows: r, cols: c }: Shape): boolean {
  if (fact === "positive" || fact === "simplexrows" || fact === "integer" || fact === "data") return true;
  return fact === "simplex" ? c === ONE && r !== ONE : r === c && r !== ONE;
}

/** `e` with one of its parts under a name of its own. */
function withName(e: Expr, name: string, random: Random): Expr {
  const parts = walk([e]).filter((t) => t !== e && t.args.length > 0);
  if (parts.length === 0) return e;
  const part = random.pick(parts);
  const made = new Map<Expr, Expr>([[part, symbol(e.home, name, part.shape)]]);
  e.home.definitions.set(name, part);
  for (const t of walk([e], (q) => q === part)) {
    const args = t.args.map((a) => made.get(a) as Expr);
    made.set(t, args.some((a, i) => a !== t.args[i]) ? intern(e.home, t.op, args, t.data) : t);
  }
  return made.get(e) as Expr;
}

/** Every name that the output depends on, defined ones too. */
export const namesBelow = (output: Expr): readonly Expr[] =>
  walk([output], undefined, (t) => {
    const definition = definitionOf(t);
    return definition === null ? t.args : [definition];
  }).filter((t) => isSymbol(t) && t !== output);
