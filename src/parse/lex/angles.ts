/** Angle brackets in plain text: `⟨x, y⟩` is an inner product. */

import type { Span } from "../ast.js";
import { type Fault, plainToken, type Token } from "./tokens.js";

/** The fault of angle brackets that are no inner product. */
export const ANGLES: Fault = {
  code: "syntax/angle",
  message: "angle brackets are read only as an inner product ⟨x, y⟩",
  hint: "an inner product is x^T y or dot(x, y)",
};

/** Closes an angle bracket; the fault at its other end goes where two expressions with a comma stand between. */
export function closeAngle(out: Token[], span: Span): void {
  let depth = 0;
  let commas = 0;
  for (let i = out.length - 1; i > 0; i--) {
    const { type } = out[i] as Token;
    if (type === "RP" || type === "RB" || type === "RC") depth++;
    else if (type === "LP" || type === "LB" || type === "LC") {
      const opening = out[i - 1] as Token;
      if (depth === 0) {
        if (opening.fault === ANGLES && commas === 1)
          out[i - 1] = plainToken("NAME", "dot", { start: opening.start, end: opening.end }, opening.glued);
        break;
      }
      depth--;
    } else if (depth === 0 && type === "COMMA") commas++;
    else if (depth === 0 && type === "BAR") break;
  }
  out.push(plainToken("RP", ")", span, false));
}
