/** Reads printed expressions back, in each spelling, so that numbers can judge the printers. */
import { evaluateDim } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { isColumn, isScalar } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { read } from "../../src/elaborate/parse.js";
import type { Model } from "../../src/model/model.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { primesOf } from "../../src/ops/apply.js";
import { isSymbol, nameOf } from "../../src/ops/symbol.js";
import { choices } from "./expressions.js";

const FUNCTIONS = ["f", "g", "act"];

/** Declarations of every name below an expression. */
function declarations(e: Expr): string {
  const lines = new Set(["n, m, r, d : size"]);
  for (const part of walk([e])) {
    const { rows, cols } = part.shape;
    if (isSymbol(part)) {
      const kind = isScalar(part.shape)
        ? "scalar"
        : isColumn(part.shape)
          ? `vector(${rows})`
          : `matrix(${rows}, ${cols})`;
      lines.add(`${nameOf(part)} : ${kind}`);
    } else if (part.op.name === "apply") {
      const { name } = primesOf(part.data as string);
      if (FUNCTIONS.includes(name)) lines.add(`${name} : function`);
    }
  }
  return [...lines].join("\n");
}

/** The model that a text is read into, as `result`, with the names of `like` declared. */
export const modelSaying = (text: string, like: Expr, spelling: "plain" | "latex" = "plain"): Model =>
  read(`${declarations(like)}\n${spelling === "latex" ? `$result = ${text}$` : `result = ${text}`}\n`, {
    strict: true,
  });

const REAL = new Map<string, (x: number) => number>([
  ["f", Math.tanh],
  ["f'", (x) => 1 - Math.tanh(x) ** 2],
  ["f''", (x) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)],
  ["g", Math.sin],
  ["act", (x) => 1 / (1 + Math.exp(-x))],
]);

/** Positive, well-spread numbers for the names below an expression. */
function numbersFor(e: Expr, seed: number): Environment {
  const choose = choices(seed);
  const sizes = new Map([
    ["n", 2],
    ["m", 3],
    ["r", 2],
    ["d", 1],
  ]);
  const values = new Map<string, Matrix>();
  for (const part of walk([e]).filter(isSymbol)) {
    const [r, c] = [evaluateDim(part.shape.rows, sizes), evaluateDim(part.shape.cols, sizes)];
    values.set(
      nameOf(part),
      matrix(
        r,
        c,
        Float64Array.from({ length: r * c }, () => 0.3 + choose(1000) / 700),
      ),
    );
  }
  return { sizes, values, functions: REAL };
}

function valueAt(e: Expr, env: Environment): Matrix | null {
  try {
    const value = evaluate([e], env)[0] as Matrix;
    return value.data.every((x) => Number.isFinite(x) && Math.abs(x) < 1e9) ? value : null;
  } catch {
    return null;
  }
}

/** Whether what was read has the shape and the value of an expression. Null where there is no number. */
export function means(again: Expr, e: Expr, seed: number): boolean | null {
  const env = numbersFor(e, seed);
  const value = valueAt(e, env);
  if (value === null) return null;
  if (again.shape.rows !== e.shape.rows || again.shape.cols !== e.shape.cols) return false;
  const found = valueAt(again, env);
  if (found === null) return false;
  const scale = Math.max(1, ...value.data.map(Math.abs));
  return value.data.every((x, i) => Math.abs(x - (found.data[i] as number)) < 1e-8 * scale);
}

/** Whether a text is read, and as what an expression is. Null where there is no number. */
export function says(text: string, e: Expr, seed: number, spelling: "plain" | "latex" = "plain"): boolean | null {
  const model = modelSaying(text, e, spelling);
  const again = model.equations[0]?.value;
  if (again === undefined || model.diagnostics.some((d) => d.severity === "error"))
    return valueAt(e, numbersFor(e, seed)) === null ? null : false;
  return means(again, e, seed);
}
