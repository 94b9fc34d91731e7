/** `\nabla` and `\partial` with the variable that stands below them. */
import { WITHOUT_VARIABLE } from "../lex/plain.js";
import type { Token } from "../lex/tokens.js";
import { closing, type Frame, isSign, pushFrame, put, putFault, type Raw, type Reader, skipSpace } from "./reader.js";

/** `\nabla_{\mathbf{x}}`, `\nabla^2_x`; the square may stand on either side of the variable. */
export function readNabla(r: Reader, raw: Raw): void {
  let at = skipSpace(r, r.i);
  const square = squareAt(r, at);
  if (square !== null) at = skipSpace(r, square);
  put(r, "NABLA", square === null ? "1" : "2", raw);
  if (!isSign(r.raws[at], "_")) {
    (r.out[r.out.length - 1] as Token).fault = WITHOUT_VARIABLE;
    return;
  }
  r.i = skipSpace(r, at + 1);
  if (closing(r, r.i) >= 0) {
    r.i++;
    pushFrame(r, "nabla");
  }
}

/** `\partial`; with a variable below it, `\partial_x f`, it is `\partial/\partial x` in front of f. */
export function readPartial(r: Reader, raw: Raw): void {
  put(r, "D", "1", raw);
  const at = skipSpace(r, r.i);
  if (!isSign(r.raws[at], "_")) return;
  const sign = r.raws[at] as Raw;
  put(r, "MUL", "/", sign);
  put(r, "D", "1", sign);
  r.i = skipSpace(r, at + 1);
  if (closing(r, r.i) < 0) return;
  r.i++;
  pushFrame(r, "nabla");
}

/** The piece behind `^2` or `^{2}` at `at`, or null where none stands there. */
function squareAt(r: Reader, at: number): number | null {
  if (!isSign(r.raws[at], "^")) return r.raws[at]?.value === "²" ? at + 1 : null;
  const arg = skipSpace(r, at + 1);
  const close = closing(r, arg);
  if (close < 0) return r.raws[arg]?.value === "2" ? arg + 1 : null;
  const inner = skipSpace(r, arg + 1);
  return r.raws[inner]?.value === "2" && skipSpace(r, inner + 1) === close ? close + 1 : null;
}

export function closeNabla(r: Reader, frame: Frame, raw: Raw): void {
  const variable = r.out[frame.at];
  r.base = -1;
  if (r.out.length !== frame.at + 1 || (variable?.type !== "NAME" && variable?.type !== "NUM"))
    putFault(
      r,
      {
        code: "syntax/nabla",
        message: "a gradient is taken by one variable",
        hint: "∂²s/∂x∂y is a mixed second derivative",
      },
      { start: frame.at < r.out.length ? (variable?.start ?? raw.start) : raw.start, end: raw.end },
    );
}
