/**
 * `∇f(x)` within an expression, where the text says what f is: `w - η ∇L(w)` is the gradient of L by w. Of anything else,
 * `∇f(x_0)`, the call stays as it is, and is refused where it is read.
 */
import { type Call, type Derivative, type Expression, type Name, rebuiltBy, type Statement } from "../parse/ast.js";
import { reread } from "./primes.js";

/** The statements with such gradients as derivatives by the names that they are of. */
export function readGradients(statements: readonly Statement[]): readonly Statement[] {
  const parameters = new Map<string, readonly Name[] | null>();
  for (const s of statements) {
    if (s.type === "functionDefinition") parameters.set(s.name.name, s.parameters);
    if (s.type === "definition") parameters.set(s.name.name, null);
  }
  if (parameters.size === 0) return statements;
  return statements.map((s) =>
    reread(s, (root) => rebuiltBy(root, (e) => (e.type === "call" ? (gradientOf(e, parameters) ?? e) : e))),
  );
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
