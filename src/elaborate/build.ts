/**
 * From terms to expressions, once every size is known.
 *
 * Builders flatten sums and products within one another, so a term within a term of its kind is
 * handed over as part of it: `a + (b + (c + …))` is built once, with all its terms, and not once
 * for each parenthesis.
 */
import { ONE } from "../core/dim.js";
import type { Context, Expr } from "../core/expr.js";
import { ShapeError } from "../core/op.js";
import {
  addRational,
  isZero,
  multiplyRational,
  negated as negatedRational,
  powerRational,
  type Rational,
  rational,
} from "../core/rational.js";
import { isScalar, type Shape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { LIBRARY } from "../functions/library.js";
import { Apply, apply } from "../ops/apply.js";
import { comm } from "../ops/comm.js";
import { constant } from "../ops/constant.js";
import { derivative } from "../ops/derivative.js";
import { eye } from "../ops/eye.js";
import { hadamard } from "../ops/hadamard.js";
import { inverse } from "../ops/inverse.js";
import { kron } from "../ops/kron.js";
import { matrixpower } from "../ops/matrixpower.js";
import { isNumber, isOne, number, rationalOf } from "../ops/number.js";
import { ones } from "../ops/ones.js";
import { Power, power, reciprocal } from "../ops/power.js";
import { product } from "../ops/product.js";
import { negate, Scale, scale } from "../ops/scale.js";
import { size } from "../ops/size.js";
import { beside, stack } from "../ops/stack.js";
import { Sum, sum } from "../ops/sum.js";
import { symbol } from "../ops/symbol.js";
import { Times, times } from "../ops/times.js";
import { T } from "../ops/transpose.js";
import { zeros } from "../ops/zeros.js";
import type { Span } from "../parse/ast.js";
import { CALLS } from "./names/calls.js";
import { resolved, type Scope } from "./scope.js";
import { hasUnknown } from "./shapes/unify.js";
import type { Term } from "./terms.js";

/** Applies a function of the model or of the language, with its primes, to a value. */
export type Application = (home: Context, name: string, primes: number, Z: Expr) => Expr;

type SumTerm = Term & { type: "sum" };
type ProductTerm = Term & { type: "product" };
type ElementwiseTerm = Term & { type: "elementwise" };

interface Frame {
  readonly term: Term;
  /** The terms it is built from, which are its parts or, where it is flattened, parts of its parts. */
  readonly from: readonly Term[];
  next: number;
}

/** The expression of a term without faults. Throws ShapeError, BudgetError. */
export function build(scope: Scope, home: Context, root: Term, applied: Application): Expr {
  const values = new Map<Term, Expr>();
  const of = (t: Term): Expr => values.get(t) as Expr;
  const frames: Frame[] = [{ term: root, from: leavesOf(scope, root), next: 0 }];
  for (let top = frames[0]; top !== undefined; top = frames[frames.length - 1]) {
    const child = top.from[top.next];
    if (child === undefined) {
      values.set(top.term, one(scope, home, top.term, of, applied));
      frames.pop();
      continue;
    }
    top.next += 1;
    if (!values.has(child)) frames.push({ term: child, from: leavesOf(scope, child), next: 0 });
  }
  return of(root);
}

const shapeOf = (scope: Scope, t: Term): Shape => resolved(scope, t.shape as Shape);
const scalarTerm = (scope: Scope, t: Term): boolean => isScalar(shapeOf(scope, t));

function leavesOf(scope: Scope, t: Term): readonly Term[] {
  if (t.type === "sum") return sumLeaves(t).map((l) => l.term);
  if (t.type === "product")
    return t.parts.flatMap((p, i) => factorLeaves(scope, p, t.divides[i] === true).map((l) => l.term));
  if (t.type === "elementwise")
    return t.parts.flatMap((p, i) => {
      const whole = t.operators[i] === "quotient" || t.operators[i] === "kronecker";
      return whole ? [p] : elementwiseLeaves(scope, p).map((l) => l.term);
    });
  return t.parts;
}

// ---------------------------------------------------------------- what is flattened

interface Leaf {
  readonly term: Term;
  /** Subtracted in a sum; behind a `/` or `./` in a product. */
  readonly inverted: boolean;
}

/** Everything that `expand` opens, in order, without recursion. */
function unfold(root: Leaf, expand: (t: Leaf) => readonly Leaf[] | null): readonly Leaf[] {
  const out: Leaf[] = [];
  const todo: Leaf[] = [root];
  for (let leaf = todo.pop(); leaf !== undefined; leaf = todo.pop()) {
    const parts = expand(leaf);
    if (parts === null) out.push(leaf);
    else for (let i = parts.length - 1; i >= 0; i--) todo.push(parts[i] as Leaf);
  }
  return out;
}

/** The terms of a sum, those of added sums within it included. */
const sumLeaves = (t: SumTerm): readonly Leaf[] =>
  unfold({ term: t, inverted: false }, ({ term, inverted }) =>
    term.type === "sum" && !inverted ? term.parts.map((p, i) => ({ term: p, inverted: term.signs[i] === -1 })) : null,
  );

/** Whether a product is matrices only, none of whose beginnings is a scalar: flattened as a whole. */
function isChain(scope: Scope, t: Term): t is ProductTerm {
  if (t.type !== "product" || t.divides.includes(true) || scalarTerm(scope, t)) return false;
  const shapes = t.parts.map((p) => shapeOf(scope, p));
  if (shapes.some(isScalar)) return false;
  return shapes[0]?.rows !== ONE || shapes.slice(0, -1).every((s) => s.cols !== ONE);
}

/** Whether a product is of scalars only: flattened as a whole. */
const isScalars = (scope: Scope, t: Term): t is ProductTerm =>
  t.type === "product" && t.parts.every((p) => scalarTerm(scope, p));

/** What stands for one factor of a product: itself, or the factors of a product that it is. */
function factorLeaves(scope: Scope, part: Term, divides: boolean): readonly Leaf[] {
  return unfold({ term: part, inverted: divides }, ({ term, inverted }) => {
    if (inverted || !(isChain(scope, term) || isScalars(scope, term))) return null;
    return (term as ProductTerm).parts.map((p, i) => ({
      term: p,
      inverted: (term as ProductTerm).divides[i] === true,
    }));
  });
}

/** What stands for one operand of an elementwise product. */
const elementwiseLeaves = (scope: Scope, part: Term): readonly Leaf[] =>
  unfold({ term: part, inverted: false }, ({ term, inverted }) => {
    if (inverted) return null;
    if (isScalars(scope, term) && !term.divides.includes(true))
      return term.parts.map((p) => ({ term: p, inverted: false }));
    if (term.type !== "elementwise" || term.operators.includes("kronecker")) return null;
    return term.parts.map((p, i) => ({ term: p, inverted: (term as ElementwiseTerm).operators[i] === "quotient" }));
  });

// ---------------------------------------------------------------- one term

/** More arguments than this overflow the stack when they are spread. */
const SPREAD = 8192;

/** A flattening builder over any number of operands. */
function many(builder: (...xs: readonly Expr[]) => Expr, xs: readonly Expr[]): Expr {
  if (xs.length <= SPREAD) return builder(...xs);
  let all = builder(...xs.slice(0, SPREAD));
  for (let i = SPREAD; i < xs.length; i += SPREAD) all = builder(all, ...xs.slice(i, i + SPREAD));
  return all;
}

function one(scope: Scope, home: Context, t: Term, of: (t: Term) => Expr, applied: Application): Expr {
  const part = (i: number): Expr => of(t.parts[i] as Term);
  switch (t.type) {
    case "symbol":
      return symbol(home, t.name, shapeOf(scope, t));
    case "number":
      return number(t.value, home);
    case "constant":
      return constant(home, t.name);
    case "size":
      return size(home, scope.sizes.resolve(t.size));
    case "fill":
      return filled(scope, home, t);
    case "sum":
      return many(
        sum,
        sumLeaves(t).map((l) => (l.inverted ? negated(of(l.term)) : of(l.term))),
      );
    case "product":
      return multiplication(scope, t, of);
    case "elementwise":
      return elementwise(scope, t, of);
    case "apply":
      return applied(home, t.name, t.primes, part(0));
    case "blocks": {
      let next = 0;
      const rows = t.widths.map((w) =>
        many(
          beside,
          Array.from({ length: w }, () => part(next++)),
        ),
      );
      return many(stack, rows);
    }
    case "derivative":
      return derivative(t.layout, part(0), ...t.parts.slice(1).map(of));
    case "call":
      return called(t, t.parts.map(of), scope);
    default:
      throw new TypeError(`a ${t.type} has no value`);
  }
}

/** A constant whose size nothing in the model determines. */
export class UnknownSize extends Error {
  override readonly name = "UnknownSize";
  constructor(
    readonly span: Span,
    readonly hint: string,
  ) {
    super("nothing says what size this has");
  }
}

function filled(scope: Scope, home: Context, t: Term & { type: "fill" }): Expr {
  const [n, m] = [scope.sizes.resolve(t.sizes[0]), scope.sizes.resolve(t.sizes[1])];
  if (hasUnknown(n) || hasUnknown(m)) throw new UnknownSize(t.span, `state it: ${t.fill}(n)`);
  if (t.fill === "eye") return eye(n, home);
  if (t.fill === "comm") return comm(n, m, home);
  return t.fill === "ones" ? ones(n, m, home) : zeros(n, m, home);
}

function called(t: Term & { type: "call" }, args: readonly Expr[], scope: Scope): Expr {
  const [X, k] = args as [Expr, Expr];
  switch (t.name) {
    case "transpose":
      return T(X);
    case "inverse":
      return isScalar(X.shape) ? reciprocal(divisor(X)) : inverse(X);
    case "inverseTranspose":
      return isScalar(X.shape) ? reciprocal(divisor(X)) : T(inverse(X));
    case "power":
      return isScalar(X.shape) ? power(base(X, k), k) : matrixpower(X, k);
    case "elementwisePower":
      return isScalar(X.shape) ? power(base(X, k), k) : power(X, k);
    default: {
      const op = CALLS.get(t.name);
      if (op === undefined) throw new TypeError(`no operation ${t.name}`);
      return op.build(
        args,
        t.sizes.map((d) => scope.sizes.resolve(d)),
      );
    }
  }
}

/** −e, where the sign of a leading number is part of the number: `-0.5 x`. */
function negated(e: Expr): Expr {
  if (isNumber(e)) return number(negatedRational(rationalOf(e)), e);
  const [c, ...rest] = e.args;
  if (c !== undefined && e.op === Times && isNumber(c)) return many(times, [negated(c), ...rest]);
  if (c !== undefined && e.op === Scale && (isNumber(c) || (c.op === Times && isNumber(c.args[0] as Expr))))
    return scale(negated(c), rest[0] as Expr);
  return negate(e);
}

/** A product from left to right: scalars in front, matrices in a chain, a chain that closes is a scalar. */
function multiplication(scope: Scope, t: ProductTerm, of: (t: Term) => Expr): Expr {
  const scalars: Expr[] = [];
  let chain: Expr[] = [];
  let chainRows: string | null = null;
  /** The literal that stood last, so that `1 / 2` is one number. */
  let literal: Expr | null = null;
  t.parts.forEach((part, i) => {
    const leaves = factorLeaves(scope, part, t.divides[i] === true);
    const s = shapeOf(scope, part);
    if (isScalar(s) || t.divides[i] === true) {
      for (const leaf of leaves) {
        const value = of(leaf.term);
        if (leaf.inverted && literal !== null) {
          scalars.pop();
          scalars.push(divided(literal, value));
        } else scalars.push(leaf.inverted ? inverted(value) : value);
        const last = scalars[scalars.length - 1] as Expr;
        literal = isNumber(last) ? last : null;
      }
      return;
    }
    literal = null;
    for (const leaf of leaves) chain.push(of(leaf.term));
    chainRows ??= s.rows;
    if (chainRows === ONE && s.cols === ONE) {
      scalars.push(many(product, chain));
      chain = [];
      chainRows = null;
    }
  });
  if (chain.length === 0) return many(times, scalars);
  const X = many(product, chain);
  return scalars.length === 0 ? X : scale(many(times, scalars), X);
}

/** Nodes of a number that is written out, `1 - 1`, which are looked through for its value. */
const WRITTEN_OUT = 64;

/** The value of an expression of numbers alone, or null. */
function constantOf(e: Expr): Rational | null {
  if (isNumber(e)) return rationalOf(e);
  if (!isScalar(e.shape) || e.args.length === 0) return null;
  // What is longer is not walked to its end: each of many nested powers asks this of the one within.
  let met = 0;
  const nodes = walk([e], () => ++met > WRITTEN_OUT);
  if (met > WRITTEN_OUT) return null;
  const values = new Map<Expr, Rational>();
  for (const x of nodes) {
    const parts = x.args.map((a) => values.get(a));
    const [a, b] = parts;
    if (isNumber(x)) values.set(x, rationalOf(x));
    else if (a === undefined || parts.includes(undefined)) return null;
    else if (x.op === Sum) values.set(x, (parts as Rational[]).reduce(addRational));
    else if (x.op === Times || x.op === Scale) values.set(x, (parts as Rational[]).reduce(multiplyRational));
    else if (x.op === Power && b !== undefined) {
      const value = isZero(a) && b.numerator < 0 ? null : powerRational(a, b);
      if (value === null) return null;
      values.set(x, value);
    } else return null;
  }
  return values.get(e) ?? null;
}

/** A scalar that one divides by; refused where it is zero, however that is written. */
function divisor(c: Expr): Expr {
  const value = constantOf(c);
  if (value !== null && isZero(value)) throw new ShapeError("arithmetic/zero", "division by zero", [c]);
  return c;
}

/** The base of a power; a zero has no power but of a number, and no negative one. */
function base(c: Expr, k: Expr): Expr {
  const value = constantOf(c);
  if (value === null || !isZero(value)) return c;
  const exponent = constantOf(k);
  if (exponent === null)
    throw new ShapeError("arithmetic/zero", "a power of zero has a derivative only where its exponent is a number", [
      c,
    ]);
  if (exponent.numerator < 0) throw new ShapeError("arithmetic/zero", "division by zero", [c]);
  return c;
}

/** 1 / c, a number where c is one. */
function inverted(c: Expr): Expr {
  if (!isNumber(c)) return reciprocal(divisor(c));
  const { numerator, denominator } = nonZero(c);
  return number(rational(denominator, numerator), c);
}

/** The number that one divides by. */
function nonZero(c: Expr): Rational {
  const r = rationalOf(c);
  if (isZero(r)) throw new ShapeError("arithmetic/zero", "division by zero", [c]);
  return r;
}

/** p / c of a literal p. */
function divided(p: Expr, c: Expr): Expr {
  if (!isNumber(c)) return isOne(p) ? reciprocal(divisor(c)) : times(p, reciprocal(divisor(c)));
  const [a, b] = [rationalOf(p), nonZero(c)];
  return number(rational(a.numerator * b.denominator, a.denominator * b.numerator), c);
}

function elementwise(scope: Scope, t: ElementwiseTerm, of: (t: Term) => Expr): Expr {
  let factors: Expr[] = [];
  t.parts.forEach((part, i) => {
    const operator = t.operators[i];
    if (operator === "kronecker") {
      factors = [kron(many(hadamard, factors), of(part))];
      return;
    }
    if (operator === "quotient") factors.push(power(of(part), number(-1, of(part))));
    else
      for (const { term, inverted: below } of elementwiseLeaves(scope, part))
        factors.push(below ? power(of(term), number(-1, of(term))) : of(term));
  });
  return many(hadamard, factors);
}

/**
 * Applies a function that is not composed of others. A primed built-in is its derivative written
 * out, once for each prime; other primes are part of the name.
 */
export const plainApplication: Application = (_, name, primes, Z) => {
  if (primes === 0 || !LIBRARY.has(name)) return apply(`${name}${"'".repeat(primes)}`, Z);
  let slope = slopeOf(apply(name, Z), Z);
  for (let i = 1; i < primes; i++) slope = slopeOf(slope, Z);
  return slope;
};

/**
 * The derivative of an elementwise expression of Z, entry by entry: its differential where every
 * entry of dZ is 1.
 */
function slopeOf(e: Expr, Z: Expr): Expr {
  const { rows, cols } = Z.shape;
  const d = new Map<Expr, Expr | null>([[Z, ones(rows, cols, Z)]]);
  for (const x of walk([e], (y) => y === Z)) {
    const parts = x.args.map((a) => d.get(a) ?? null);
    const known = x.op === Apply && x.args[0] === Z ? x.home.functions.get(x.data as string)?.slope : null;
    if (known) d.set(x, known(Z, x));
    else d.set(x, parts.every((p) => p === null) ? null : (x.op.differential?.(x.args, parts, x) ?? null));
  }
  return d.get(e) ?? zeros(rows, cols, Z);
}
