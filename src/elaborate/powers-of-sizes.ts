/**
 * `\sum_{t=0}^{T-1} γ^t r_t + γ^T V_T`: the T up to which a sum runs is a size, and above what the sum raises to its letter
 * it is an exponent. Anywhere else `^T` is a transposition.
 */
import {
  type Expression,
  nameAt,
  type PostfixOperator,
  postorder,
  type Range,
  rebuiltBy,
  type Statement,
} from "../parse/ast.js";
import { reread } from "./primes.js";

/** The statements with powers where `^T` is one. */
export function withPowersOfSizes(statements: readonly Statement[], source: string): readonly Statement[] {
  if (!/\^\{?\s{0,9}[-−]?\s{0,9}T/.test(source)) return statements;
  const nodes = statements.flatMap(valuesOf).flatMap(postorder);
  const isBound = nodes.some((e) => e.type === "reduction" && e.ranges.some(runsTo));
  if (!isBound && !statements.some((s) => s.ranges?.some(runsTo))) return statements;
  const text = (e: Expression) => source.slice(e.span.start, e.span.end).replace(/[\s{}]/g, "");
  const raised = new Set<string>();
  for (const e of nodes)
    if (e.type === "postfix" && e.operators.some((o) => o.type === "power" && hasLetter(o.exponent)))
      raised.add(text(e.operand));
  if (raised.size === 0) return statements;
  const power = (o: PostfixOperator): PostfixOperator => {
    const isInverse = o.type === "inverseTranspose";
    if ((o.type !== "transpose" && !isInverse) || !/[\^{\s−-]T/.test(source.slice(o.span.start, o.span.end))) return o;
    const T = nameAt("T", o.span);
    return { type: "power", exponent: isInverse ? { type: "negation", operand: T, span: o.span } : T, span: o.span };
  };
  const read = (e: Expression): Expression => {
    if (e.type !== "postfix" || !raised.has(text(e.operand))) return e;
    const [first, ...rest] = e.operators;
    return first === undefined ? e : { ...e, operators: [power(first), ...rest] };
  };
  return statements.map((s) => reread(s, (root) => rebuiltBy(root, read)));
}

function valuesOf(s: Statement): readonly Expression[] {
  if (s.type === "claim") return [s.value, ...s.sides];
  return s.type === "definition" || s.type === "functionDefinition" || s.type === "query" ? [s.value] : [];
}

/** Whether a range ends with T, or with what is made of it. */
const runsTo = ({ to }: Range): boolean =>
  to !== null && postorder(to).some((e) => e.type === "name" && e.name === "T");

const hasLetter = (exponent: Expression): boolean =>
  postorder(exponent).some((e) => e.type === "name" && e.letter !== undefined);
