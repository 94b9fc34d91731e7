/** Sides with an operand transposed, or with its transpose beside it. */
import { type Expression, operands, postorder, ungrouped } from "../../parse/ast.js";
import {
  factorsBeside,
  grouped,
  numberNode,
  type ProductNode,
  productsIn,
  quotient,
  sumsIn,
  turned,
  withNode,
} from "./variants.js";

type JoinedFactor = ProductNode["rest"][number];

const HALF = quotient(numberNode("1"), numberNode("2"));

/** One operand transposed, then two. */
export function* withTurns(root: Expression, most: number): Generator<Expression> {
  const nodes = postorder(root).filter((e, i, all) => e.type !== "number" && !isInner(e, all[i + 1]));
  for (const e of nodes) yield withNode(root, e, turned(e));
  if (nodes.length > most) return;
  for (let i = 0; i < nodes.length; i++)
    for (let j = i + 1; j < nodes.length; j++) {
      const [a, b] = [nodes[i] as Expression, nodes[j] as Expression];
      if (postorder(b).includes(a)) continue;
      yield withNode(withNode(root, a, turned(a)), b, turned(b));
    }
}

/** Whether turning a node is turning the one around it: what stands in parentheses or under a transpose. */
const isInner = (e: Expression, around: Expression | undefined): boolean =>
  (around?.type === "group" && around.operand === e) ||
  (around?.type === "postfix" && around.operand === e && around.operators.at(-1)?.type === "transpose");

/** (A + Aᵀ) x for 2 A x: an operand, or factors side by side, with their transpose; half of the term around them. */
export function* withBothTurns(root: Expression): Generator<Expression> {
  for (const term of [root, ...sumsIn(root).flatMap((s) => s.terms.map((t) => t.term))]) {
    const half = (changed: Expression): Expression =>
      ungrouped(withNode(root, term, ungrouped(factorsBeside(HALF, changed))));
    const nodes = postorder(term);
    for (const [i, e] of nodes.entries())
      if (e.type !== "number" && !isInner(e, nodes[i + 1])) yield half(withNode(term, e, withTurned(e)));
    for (const p of productsIn(term)) for (const by of runsTurned(p)) yield half(withNode(term, p, by));
  }
}

/** A + Aᵀ. */
function withTurned(e: Expression): Expression {
  const terms = [e, turned(e)].map((term) => ({ sign: 1 as const, term, operator: e.span }));
  return grouped({ type: "sum", terms, span: e.span });
}

/** A product in which two factors or more, side by side, stand with their transpose. */
function* runsTurned(p: ProductNode): Generator<Expression> {
  if (p.rest.some((r) => r.operator === "divide")) return;
  const factors = operands(p);
  for (let i = factors.findIndex((x) => x.type !== "number"); i >= 0 && i < factors.length; i++)
    for (let j = i + 1; j < factors.length && j - i < factors.length - 1; j++) {
      const [first, ...rest] = factors.slice(i, j + 1) as [Expression, ...Expression[]];
      const run = { ...p, first, rest: rest.map((operand, k) => ({ ...(p.rest[i + k] as JoinedFactor), operand })) };
      const all = [...factors.slice(0, i), withTurned(run), ...factors.slice(j + 1)] as [Expression, ...Expression[]];
      yield {
        ...p,
        first: all[0],
        rest: all.slice(1).map((operand, k) => ({ ...(p.rest[k] as JoinedFactor), operand })),
      };
    }
}
