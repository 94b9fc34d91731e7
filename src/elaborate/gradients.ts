/**
 * `∇f(x)` within an expression, where the text says what f is: `w - η ∇L(w)` is the gradient of L by w. Of anything else,
 * `∇f(x_0)`, the call stays as it is, and is refused where it is read. In `tr(∇_x ψ)` it is the Jacobian of ψ.
 */
import {
  type Call,
  type Derivative,
  type Expression,
  type Name,
  rebuiltBy,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { isReserved } from "./names/kinds.js";
import { reread } from "./primes.js";

/** The statements with such gradients as derivatives by the names that they are of. */
export function readGradients(statements: readonly Statement[]): readonly Statement[] {
  const parameters = new Map<string, readonly Name[] | null>();
  for (const s of statements) {
    if (s.type === "functionDefinition") parameters.set(s.name.name, s.parameters);
    if (s.type === "definition") parameters.set(s.name.name, null);
  }
  const called = (e: Expression): Expression =>
    e.type === "call" ? (gradientOf(e, parameters) ?? invariantOf(e) ?? e) : e;
  const stated = (e: Expression): Expression =>
    e.type === "derivative" ? (unknownGradient(e, parameters) ?? e) : called(e);
  return statements.map((s) => {
    // What is asked, and the left side of a claim, is a derivative.
    if (s.type === "query") return reread(s, (root) => rebuiltBy(root, called));
    return reread(s, (root) => rebuiltBy(root, s.type === "claim" && root === s.value ? called : stated));
  });
}

/** `∇_θ L(θ)` of a function that the text does not define is ∇L(θ), which says that L is a function of θ. */
function unknownGradient(e: Derivative, defined: ReadonlyMap<string, readonly Name[] | null>): Call | null {
  const of = ungrouped(e.of);
  const [by] = e.variables;
  if (!e.nabla || e.order !== 1 || of.type !== "call" || of.primes > 0 || of.gradient !== undefined) return null;
  const { name } = of.callee;
  if (of.bare || e.reach !== undefined || by === undefined || defined.has(name) || isReserved(name)) return null;
  const at = of.args.findIndex((a) => a.type === "name" && a.name === by.name);
  return at < 0 ? null : { ...of, gradient: at + 1, span: e.span };
}

/** Operations that give the same of a matrix and its transpose, so that it does not matter which of both ∇ of a vector is. */
const INVARIANT: ReadonlySet<string> = new Set(["tr", "trace", "Tr", "det", "logdet"]);

/** `tr(∇_x ψ)`, which of a scalar has no meaning, with ∂ψ/∂x in its place; null for any other call. */
function invariantOf(e: Call): Call | null {
  const [arg] = e.args.map(ungrouped);
  if (!INVARIANT.has(e.callee.name) || e.args.length !== 1 || arg?.type !== "derivative") return null;
  return arg.nabla && arg.order === 1 ? { ...e, args: [{ ...arg, nabla: false }] } : null;
}

/** The derivative that a gradient is; null where the argument is not what the text defines the function with. */
function gradientOf(e: Call, defined: ReadonlyMap<string, readonly Name[] | null>): Derivative | null {
  const parameters = defined.get(e.callee.name);
  if (e.gradient === undefined || e.primes > 0 || parameters === undefined) return null;
  const names = e.args.filter((a): a is Name => a.type === "name");
  if (names.length !== e.args.length || (e.gradient === 0 && names.length > 1)) return null;
  if (parameters !== null && !isSpelled(names, parameters)) return null;
  const by = names[Math.max(e.gradient - 1, 0)];
  if (by === undefined) return null;
  return { type: "derivative", order: 1, of: e.callee, variables: [by], nabla: true, span: e.span };
}

const isSpelled = (names: readonly Expression[], parameters: readonly Name[]): boolean =>
  names.length === parameters.length && names.every((n, i) => n.type === "name" && n.name === parameters[i]?.name);
