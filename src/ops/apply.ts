import { type Expr, intern } from "../core/expr.js";
import { defineOp, NotDifferentiable } from "../core/op.js";
import { one } from "../core/operands.js";
import { hadamard } from "./hadamard.js";

/** f(Z), a scalar function applied to each entry; `f'`, `f''` are its derivatives. */
export const Apply = defineOp({
  name: "apply",
  title: "derivative of an elementwise function",
  line: "d f(z) = f'(z) .* dz",
  cite: "Magnus & Neudecker, ch. 5; CS224N, gradient notes (Clark), identity 4",
  example: "f(z)",
  signature: "n×m -> n×m",
  differential: (args, [dZ], self) => (dZ ? hadamard(slope(self.data as string, one(args), self), dZ) : null),
  facts: (self, of) => {
    const Z = one(self.args);
    const known = self.home.functions.get(self.data as string);
    const kept = of(Z).has("symmetric") ? (["symmetric"] as const) : [];
    return known?.positive === true ? [...kept, "positive"] : kept;
  },
});

/** f′ at Z: from the table of known functions, else the function with one prime more. */
function slope(f: string, Z: Expr, self: Expr): Expr {
  const known = self.home.functions.get(f);
  if (known === undefined) return apply(`${f}'`, Z);
  if (known.slope === null)
    throw new NotDifferentiable(f, `${f} has no derivative here: ${known.why ?? "it is not differentiable"}`);
  return known.slope(Z, self);
}

/** f(Z). `f` carries its primes: `f''`. */
export const apply = (f: string, Z: Expr): Expr => intern(Z.home, Apply, [Z], f);

/** The name and the number of primes of an applied function: `f''` → f, 2. */
export function primesOf(f: string): { readonly name: string; readonly primes: number } {
  const at = f.indexOf("'");
  return at < 0 ? { name: f, primes: 0 } : { name: f.slice(0, at), primes: f.length - at };
}
