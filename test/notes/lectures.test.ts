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

  it("control and estimation, in German", () => {
    const found = lecture("regelung.md", "markdown");
    expect(found.filter((f) => isWrong(f.verdict)).map((f) => f.text)).toEqual([
      "Q x + A \\lambda",
      "-2 (I - K C) P C^{\\mathsf T} + K N",
      "- m g l \\sin\\varphi",
      "-\\frac{1}{(1+L)^2}",
      "\\frac{1}{1+z^2}",
    ]);
    expect(found.filter((f) => f.verdict === "equal")).toHaveLength(33);
  });

  it("econometrics, where y = X β + ε is data and σ² a variable", () => {
    const found = lecture("econometrics.md", "markdown");
    expect(found.filter((f) => isWrong(f.verdict)).map((f) => f.text)).toEqual([
      "2 X'e",
      "\\theta_1 e^{\\theta_2 x}",
      "\\alpha\\frac{Y}{L}",
      "a^2 e^{-ac}",
      "a - b q_1 - b q_2 - c",
    ]);
    expect(found.filter((f) => !isWrong(f.verdict) && f.verdict !== "condition").map((f) => f.verdict)).toEqual(
      Array(38).fill("equal"),
    );
  });

  it("statistics and optimisation, in Chinese", () => {
    const found = lecture("tongji.md", "markdown");
    expect(found.filter((f) => isWrong(f.verdict)).map((f) => f.line)).toEqual([7, 29, 35, 47, 61]);
    expect(found.filter((f) => f.verdict === "equal")).toHaveLength(28);
    expect(found.filter((f) => f.verdict === "condition")).toHaveLength(2);
  });
});
