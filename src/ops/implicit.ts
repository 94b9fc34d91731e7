import { type Context, type Expr, intern, memoOf } from "../core/expr.js";
import { defineOp, NotDifferentiable, type Op } from "../core/op.js";
import { lookup, one } from "../core/operands.js";
import { walk } from "../core/walk.js";
import { isMember } from "./member.js";
import { isSymbol, nameOf } from "./symbol.js";

/** An equation F = 0 that defines a name z, which stands in F like any other name. */
export interface ImplicitEquation {
  readonly name: Expr;
  /** F, the left side of the equation without the right one. */
  readonly residual: Expr;
  /** The g of an equation z = g(z), of whose solutions the one is meant that z ← g(z) comes to; null where it is none. */
  readonly fixedPoint: Expr | null;
}

/** dz for the differentials of the names in F, null where a name is held fixed. */
type Line = (d: readonly (Expr | null)[]) => Expr | null;

const EQUATIONS = Symbol("equations that define names");
const LINES = Symbol("differentials of names that equations define");

/** The equations of a context that define names, by these. */
export const implicitEquations = (home: Context): Map<string, ImplicitEquation> =>
  memoOf(home, EQUATIONS, () => new Map());

/** The differentials of such names, read from those of their equations; `derive/implicit.ts` fills them in. */
export const implicitLines = (home: Context): Map<string, Line> => memoOf(home, LINES, () => new Map());

/** z as a function of the other names in its equation, which are the operands. */
export const Implicit: Op & { readonly name: "implicit" } = defineOp({
  name: "implicit",
  title: "implicit function theorem",
  line: "F(z, x) = 0: ∂F/∂z dz + ∂F/∂x dx = 0",
  cite: "Krantz & Parks, The Implicit Function Theorem, ch. 3; Griewank & Walther, Evaluating Derivatives, ch. 15",
  example: "z : vector(n); z = tanh(W z + b); y = sum(z)",
  shape: (args, data) => equationNamed(one(args).home, data as string).name.shape,
  differential: (_, d, self) => {
    const line = implicitLines(self.home).get(self.data as string);
    if (line === undefined)
      throw new NotDifferentiable("implicit", `the equation of ${self.data as string} is worked out first`);
    return line(d);
  },
});

const equationNamed = (home: Context, name: string): ImplicitEquation => lookup(implicitEquations(home), name);

/** The equation of which a node is the solution. */
export const implicitEquationOf = (e: Expr): ImplicitEquation => equationNamed(e.home, e.data as string);

/** The names that a solution depends on, in the order of the equation. */
export const namesBeside = (z: Expr, residual: Expr): readonly Expr[] =>
  walk([residual]).filter((e) => (isSymbol(e) || isMember(e)) && e !== z);

/** The solution z of its equation, as the definition of z. */
export function implicit(equation: ImplicitEquation): Expr {
  const { name: z, residual } = equation;
  implicitEquations(z.home).set(nameOf(z), equation);
  return intern(z.home, Implicit, namesBeside(z, residual), nameOf(z), z.shape);
}
