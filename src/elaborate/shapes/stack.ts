/** `[a; b]`, `[A, B]`: blocks beside and under one another. */
import { ONE, plus } from "../../core/dim.js";
import { type Shape, shape, transposed } from "../../core/shape.js";
import { type Blocks, type Expression, operands } from "../../parse/ast.js";
import { fault, resolved, type Scope, typed, warn } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Blame, type Complaint, complain, sameShapes } from "./infer.js";
import { reach, shapeOf } from "./operands.js";

export function blocksTerm(scope: Scope, e: Blocks, values: readonly Term[]): Term {
  let next = 0;
  let result: Shape | null = null;
  for (const row of e.rows) {
    let line: Shape | null = null;
    for (const block of row) {
      const term = values[next++] as Term;
      const s = resolved(scope, shapeOf(term));
      if (line === null) line = s;
      else {
        const before: Shape = line;
        const blame = (): Complaint => ({
          code: "shape/beside",
          span: block.span,
          message: (show) =>
            `cannot put ${typed(scope, block.span)} (${show(s)}) beside ${show(before)}: the numbers of rows differ`,
          about: [term],
        });
        if (!equalRows(scope, before, s, blame)) return poison(e.span);
        line = shape(before.rows, plus(before.cols, s.cols));
      }
    }
    if (line === null) continue;
    if (result === null) result = line;
    else {
      const above: Shape = result;
      const below: Shape = line;
      const at = row[0] as Expression;
      const blame = (): Complaint => ({
        code: "shape/stack",
        span: at.span,
        message: (show) =>
          `cannot stack ${show(above)} on ${typed(scope, reach(at, row[row.length - 1] as Expression))} (${show(below)}): the numbers of columns differ`,
        hint: () => null,
        about: values,
      });
      if (!equalRows(scope, transposed(above), transposed(below), blame)) return poison(e.span);
      result = shape(plus(above.rows, below.rows), above.cols);
    }
  }
  if (result === null) {
    fault(scope, "syntax/empty", e.span, "there is nothing between the brackets");
    return poison(e.span);
  }
  const [row, below] = e.rows;
  const isNested = (b: Expression) => b.type === "blocks" && b.rows.length === 1 && (b.rows[0]?.length ?? 0) > 1;
  if (row !== undefined && below === undefined && row.length > 1 && row.every(isNested)) {
    const message = `rows beside one another are one row, 1×${row.reduce((k, b) => k + operands(b).length, 0)}`;
    warn(scope, "blocks/nested", e.span, message, "rows stand under one another with a semicolon: [1, 2; 3, 4]");
  }
  return { type: "blocks", widths: e.rows.map((r) => r.length), span: e.span, shape: result, parts: values };
}

function equalRows(scope: Scope, a: Shape, b: Shape, blame: Blame): boolean {
  const s = (x: Shape) => shape(x.rows, ONE);
  if (sameShapes(scope, s(a), s(b), blame)) return true;
  complain(scope, blame);
  return false;
}
