/** A formula in sloppy dress is read as it was meant, or something is said of it: a warning, or a refusal. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { type Dress, drawn, meaningOf, set, VALUES } from "./sloppy.js";

const at = JSON.stringify({ ...VALUES, t: 1 });

/** What a text says: the value of the formula, or null where anything was said of it. */
function readAs(text: string, dress: Dress): { readonly value: number | null; readonly said: readonly string[] } {
  const line = dress === "latex" ? `$y = ${text}$` : `y = ${text}`;
  const { diagnostics, results } = answer(`x, a, b, c, t : scalar\n${line}\nw = y t\n∂w/∂t`, { at, steps: "none" });
  const said = diagnostics.filter((d) => d.severity !== "note" && d.code !== "values/unused").map((d) => d.code);
  const [value] = [results[0]?.value].flat(3);
  return { value: typeof value === "number" ? value : null, said };
}

const RUNS = Number(process.env.SLOPPY_RUNS ?? 600);

describe("a formula in sloppy dress", () => {
  it("is never read otherwise than it was meant without a word", () => {
    fc.assert(
      fc.property(drawn, ({ formula, dress, choices }) => {
        const meant = meaningOf(formula);
        fc.pre(Number.isFinite(meant) && Math.abs(meant) < 1e8);
        const text = set(formula, dress, choices);
        const { value, said } = readAs(text, dress);
        if (said.length > 0) return;
        const gap = value === null ? Number.NaN : Math.abs(value - meant) / (1 + Math.abs(meant));
        expect([text, gap < 1e-4, value, meant]).toEqual([text, true, value, meant]);
      }),
      { numRuns: RUNS, seed: Number(process.env.SLOPPY_SEED ?? 7) },
    );
  });
});
