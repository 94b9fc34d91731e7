/** From the syntax tree to terms: each node by the file of its kind, operands first. */
import { type Bars, type Expression, operands, postorder, ungrouped } from "../../parse/ast.js";
import type { Scope } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { barsTerm, type Within } from "./bars.js";
import { callTerm } from "./call.js";
import { derivativeTerm } from "./derivative.js";
import { elementwiseTerm } from "./elementwise.js";
import { conditionTerm, entryTerm, reductionTerm } from "./indexed.js";
import { nameTerm } from "./name.js";
import { numberTerm } from "./number.js";
import { shapeOf, value } from "./operands.js";
import { postfixTerm } from "./power.js";
import { fractionTerm, productTerm } from "./product.js";
import { blocksTerm } from "./stack.js";
import { sumTerm } from "./sum.js";

/** The term of an expression whose calls have been read. */
export function elaborate(scope: Scope, root: Expression): Term {
  const stack: Term[] = [];
  const order = postorder(root);
  const barred = new Map(order.flatMap(barsWithin));
  for (const e of order) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    const within = e.type === "bars" ? barred.get(e) : undefined;
    stack.push(
      e.type === "bars" && within !== undefined
        ? barsTerm(scope, e, parts[0] as Term, within)
        : termOf(scope, e, parts),
    );
  }
  return stack[0] as Term;
}

/**
 * `\log |X|`, `|\Sigma|^{1/2}`: single bars where a matrix between them has its determinant. `sum(|x|)`, `max(|x|, a)`,
 * `|x| .* y`: those that are taken entry by entry to any reader.
 */
function barsWithin(e: Expression): readonly (readonly [Bars, Within])[] {
  const bars = (of: Expression | undefined, within: Within): readonly (readonly [Bars, Within])[] => {
    const inner = of === undefined ? undefined : ungrouped(of);
    return inner?.type === "bars" && !inner.double ? [[inner, within]] : [];
  };
  switch (e.type) {
    case "call":
      return /^(?:log|ln|sqrt)$/.test(e.callee.name)
        ? e.args.flatMap(factorsOf).flatMap((x) => bars(x, "number"))
        : e.args.flatMap((a) => bars(a, "entries"));
    case "postfix":
      return e.operators[0]?.type === "power"
        ? factorsOf(e.operand).flatMap((x) => bars(x, "number"))
        : bars(e.operand, "entries");
    case "fraction":
      return factorsOf(e.denominator).flatMap((x) => bars(x, "number"));
    case "elementwise":
      return operands(e).flatMap((x) => bars(x, "entries"));
    default:
      return [];
  }
}

function factorsOf(e: Expression): readonly Expression[] {
  const inner = ungrouped(e);
  if (inner.type === "fraction") return operands(inner).flatMap(factorsOf);
  return inner.type === "product"
    ? operands(inner).flatMap((x) => (x.type === "fraction" ? factorsOf(x) : [x]))
    : [inner];
}

function termOf(scope: Scope, e: Expression, parts: readonly Term[]): Term {
  switch (e.type) {
    case "name":
      return nameTerm(scope, e);
    case "number":
      return numberTerm(scope, e);
    case "group":
      return parts[0] as Term;
    case "derivative":
      return derivativeTerm(scope, e, parts, "jacobian");
    case "call":
      return callTerm(scope, e, parts);
    case "condition":
      return conditionTerm(e);
    default:
  }
  const nodes = operands(e);
  const isInverted = e.type === "postfix" && e.operators.some((o) => o.type === "inverse");
  const values = parts.map((p, i) => value(scope, p, nodes[i] ?? e, isInverted));
  if (values.some((v) => v.shape === null)) return poison(e.span);
  switch (e.type) {
    case "sum":
      return sumTerm(scope, e, values);
    case "negation":
      return { type: "sum", signs: [-1], span: e.span, shape: shapeOf(values[0]), parts: values };
    case "elementwise":
      return elementwiseTerm(scope, e, values);
    case "product":
      return productTerm(scope, e, values);
    case "postfix":
      return postfixTerm(scope, e, values);
    case "blocks":
      return blocksTerm(scope, e, values);
    case "bars":
      return barsTerm(scope, e, values[0] as Term);
    case "fraction":
      return fractionTerm(scope, e, values);
    case "reduction":
      return reductionTerm(scope, e, values[0] as Term);
    case "cases":
      return poison(e.span);
    case "entry":
      return entryTerm(scope, e, values[0] as Term);
  }
}
