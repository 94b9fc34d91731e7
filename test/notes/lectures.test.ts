/** Whole lectures in notations of their own, with planted mistakes: exactly these are named, and all else is right. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";
import { isWrong } from "../../src/report/report.js";

const lecture = (name: string, format: "markdown" | "latex") =>
  checkNotes(readFileSync(join(import.meta.dirname, "lectures", name), "utf8"), { format }).findings;

describe("lectures", () => {
  it("least squares, softmax, layers, a Gaussian and scalars, with macros of the physics package", () => {
    const found = lecture("from-squares-to-layers.tex", "latex");
    expect(found.filter((f) => isWrong(f.verdict)).map((f) => f.text)).toEqual([
      "A \\vec{w} - \\vec{y}",
      "(p_k - t_k) x_k",
      "M^{(l)} \\varepsilon^{(l)}",
      "\\Sigma^{-1} (x - \\mu)",
      "(2 - 4 t - t^2) e^{-t}",
    ]);
    expect(found.filter((f) => !isWrong(f.verdict)).map((f) => f.verdict)).toEqual(Array(10).fill("equal"));
  });

  it("recurrent nets, attention and traces, in German", () => {
    const found = lecture("rekurrent.md", "markdown");
    expect(found.filter((f) => isWrong(f.verdict)).map((f) => `${f.line}`)).toEqual(["7", "13", "20"]);
    expect(found.filter((f) => !isWrong(f.verdict)).map((f) => f.verdict)).toEqual(Array(7).fill("equal"));
  });
});
