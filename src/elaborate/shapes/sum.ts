/** `a + b - c`: terms of one shape. */
import { isScalar } from "../../core/shape.js";
import type { Sum } from "../../parse/ast.js";
import { resolved, type Scope, type Show, typed } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Complaint, complain, sameShapes } from "./infer.js";
import { dimsOf, flattens, numberAndOther, sayScalar } from "./lone-number.js";
import { reach, shapeOf, shown } from "./operands.js";

export function sumTerm(scope: Scope, e: Sum, values: readonly Term[]): Term {
  const first = shapeOf(values[0]);
  for (let i = 1; i < values.length; i++) {
    const next = shapeOf(values[i]);
    const term = e.terms[i] as Sum["terms"][number];
    const blame = (): Complaint => ({
      code: "shape/sum",
      span: term.operator,
      message: (show) => {
        const left = reach((e.terms[0] as Sum["terms"][number]).term, (e.terms[i - 1] as Sum["terms"][number]).term);
        const [a, b] = [shown(scope, left, first)(show), shown(scope, term.term.span, next)(show)];
        return term.sign === 1 ? `cannot add ${a} and ${b}` : `cannot subtract ${b} from ${a}`;
      },
      hint: (show) => spread(scope, values[0] as Term, values[i] as Term, show),
      about: [values[0] as Term, values[i] as Term],
    });
    const bound = numberAndOther(scope, values[0] as Term, values[i] as Term);
    if ((bound !== null && flattens(scope, bound[1], dimsOf(bound[1]))) || !sameShapes(scope, first, next, blame)) {
      complain(scope, blame);
      return poison(e.span);
    }
    if (bound !== null) sayScalar(scope, ...bound);
  }
  return { type: "sum", signs: e.terms.map((t) => t.sign), span: e.span, shape: first, parts: values };
}

/** `x + 1` of a vector is `x + ones(n)`. */
function spread(scope: Scope, a: Term, b: Term, show: Show): string | null {
  const [A, B] = [resolved(scope, shapeOf(a)), resolved(scope, shapeOf(b))];
  if (isScalar(A) === isScalar(B)) return null;
  const [lone, full] = isScalar(A) ? [a, B] : [b, A];
  const [rows, cols] = show(full).split("×");
  const ones = cols === "1" ? `ones(${rows})` : `ones(${rows}, ${cols})`;
  const text = typed(scope, lone.span);
  const scaled =
    lone.type === "number" && text === "1" ? ones : `${/^[\w.]+$/.test(text) ? text : `(${text})`} ${ones}`;
  return `to add it to every entry, write ${scaled}`;
}
