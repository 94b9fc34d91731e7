import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateDim } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { isColumn, isScalar } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { shownForm } from "../../src/derive/normal.js";
import { derive } from "../../src/index.js";
import { type Environment, evaluate } from "../../src/numeric/evaluate.js";
import { type Matrix, matrix } from "../../src/numeric/matrix.js";
import { primesOf } from "../../src/ops/apply.js";
import { isSymbol, nameOf } from "../../src/ops/symbol.js";
import { read } from "../../src/parse/parse.js";
import { printText } from "../../src/print/text.js";
import { choices, seeded } from "./expressions.js";

const FUNCTIONS = ["f", "g", "act"];

/** Declarations of every name in an expression. */
function declarations(e: Expr): string {
  const lines = new Set(["n, m : size"]);
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

/** The expression that a text is read as, in the model of `like`. */
function readBack(text: string, like: Expr): Expr {
  const model = read(`${declarations(like)}\nresult = ${text}\n`, { strict: true });
  expect(
    model.diagnostics.map((d) => d.message),
    text,
  ).toEqual([]);
  return model.equations[0]?.value as Expr;
}

function environment(e: Expr, seed: number): Environment {
  const choose = choices(seed);
  const sizes = new Map([
    ["n", 2],
    ["m", 3],
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
  const functions = new Map<string, (x: number) => number>([
    ["f", Math.tanh],
    ["f'", (x) => 1 - Math.tanh(x) ** 2],
    ["g", Math.sin],
    ["act", (x) => 1 / (1 + Math.exp(-x))],
  ]);
  return { sizes, values, functions };
}

const valueOfExpression = (e: Expr, env: Environment): Matrix | null => {
  try {
    const value = evaluate([e], env)[0] as Matrix;
    return value.data.every((x) => Number.isFinite(x) && Math.abs(x) < 1e9) ? value : null;
  } catch {
    return null;
  }
};

const seeds = [fc.nat(4), fc.nat()] as const;

describe("printed text read back", () => {
  it("has the value of the expression", () => {
    fc.assert(
      fc.property(...seeds, (depth, seed) => {
        const e = seeded(depth, seed);
        const text = printText(e);
        const again = readBack(text, e);
        expect([again.shape.rows, again.shape.cols], text).toEqual([e.shape.rows, e.shape.cols]);
        const env = environment(e, seed);
        const [a, b] = [valueOfExpression(e, env), valueOfExpression(again, env)];
        if (a === null || b === null) return;
        const scale = Math.max(1, ...a.data.map(Math.abs));
        a.data.forEach((x, i) => {
          expect(Math.abs(x - (b.data[i] as number)), text).toBeLessThan(1e-8 * scale);
        });
      }),
      { numRuns: 300 },
    );
  });

  it("prints the same again, where it was a normal form", () => {
    fc.assert(
      fc.property(...seeds, (depth, seed) => {
        const e = shownForm(seeded(depth, seed));
        const text = printText(e);
        // A number divided by zero has no text: it is no number.
        if (/\/ 0\b|\b0\^-/.test(text)) return;
        expect(printText(readBack(text, e))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it("is an answer that stands in its model with the shared parts added", () => {
    const model = "z_1 = W_1 x + b_1; h_1 = f(z_1); z_2 = W_2 h_1 + b_2; h_2 = f(z_2); s = u^T h_2";
    const asked = ["W_1", "b_1", "W_2", "b_2", "x"];
    const { where, results } = derive(model, { of: "s", wrt: asked, steps: "none" });
    const added = [...where.map((w) => `${w.name} = ${w.text}`), ...results.map((r, k) => `answer_${k} = ${r.text}`)];
    const again = read(`${model}\n${added.join("\n")}`);
    expect(again.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
    results.forEach((r, k) => {
      const value = again.equations.find((q) => q.name === `answer_${k}`)?.value as Expr;
      expect(printText(value)).toBe(r.text);
      expect([value.shape.rows, value.shape.cols]).toEqual(r.shape);
    });
  });
});
