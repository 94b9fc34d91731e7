import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { shownForm } from "../../src/derive/normal.js";
import { read } from "../../src/elaborate/parse.js";
import { derive } from "../../src/index.js";
import { printer, unlessTooLong } from "../../src/print/pretty.js";
import { printText, TEXT } from "../../src/print/text.js";
import { seeded } from "./expressions.js";
import { means, modelSaying } from "./readings.js";
import { misread } from "./spellings.js";

/** The expression that a text is read as, in the model of `like`. */
function readBack(text: string, like: Expr): Expr {
  const model = modelSaying(text, like);
  expect(
    model.diagnostics.map((d) => d.message),
    text,
  ).toEqual([]);
  return model.equations[0]?.value as Expr;
}

const seeds = [fc.nat(4), fc.nat()] as const;

it("an expression that is printed before its operands is a fault of ours, and so is what is no matter of length", () => {
  const e = seeded(4, 7);
  const wrong = printer({
    ...TEXT,
    name: () => TEXT.name("x", e.shape),
    forms: { ...TEXT.forms, symbol: (_, at) => at.of(e) },
  });
  expect(() => wrong(e)).toThrow("is printed before its operands");
  const fault = () => {
    throw new TypeError("a fault");
  };
  expect(() => unlessTooLong(fault)).toThrow("a fault");
});

describe("printed text read back", () => {
  it("has the value of the expression", () => {
    fc.assert(
      fc.property(...seeds, (depth, seed) => {
        const e = seeded(depth, seed);
        const text = printText(e);
        const again = readBack(text, e);
        expect([again.shape.rows, again.shape.cols], text).toEqual([e.shape.rows, e.shape.cols]);
        expect(means(again, e, seed), text).not.toBe(false);
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

  it("has that value in every spelling, as answers show it", () => {
    expect(misread(0, 250)).toEqual([]);
  });

  it.each(["vec_x", "row_i", "word_12", "diag_t", "sum_ab", "W_x", "tau_2"])("knows the name %s in LaTeX", (name) => {
    const { results } = derive(`${name} : vector(n)\ny = ${name}^T ${name}\n∂y/∂${name}`);
    const claim = results.map((r) => `$${r.left.latex} = ${r.latex}$`).join("\n");
    const again = derive(`${name} : vector(n)\ny = ${name}^T ${name}\n${claim}`);
    expect(again.results[0]?.claims[0]?.verdict).toBe("equal");
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
