/** The name of any option, put on the prototype of all by somebody else, changes no answer. */
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { nodesOf, sourceFiles } from "../../scripts/sources.js";
import { answer } from "../../src/api/answer.js";
import { checkReport } from "../../src/api/check.js";
import { checkSteps } from "../../src/api/steps.js";
import { codegen } from "../../src/codegen.js";
import { computationGraph, graphDot, graphReport } from "../../src/graph.js";
import { derive, parse } from "../../src/index.js";
import { checkNotes } from "../../src/notes.js";

const TEXTS = [
  "z = W x + b\nh = relu(z)\ns = u^T h\n∂s/∂b = u .* relu'(z)",
  "X : matrix(n, n) posdef\ns = log(det(X)) + sum(abs(X))\n∂s/∂X",
];
const NOTE = "# A note\n\n$$ z = W x + b $$\n$$ \\frac{\\partial z}{\\partial x} = W $$\n";

/** What may be left out of an object that is called options, and of what functions of the language are made of. */
const NAMES = new Set([
  ..."kink domain formula positive notes taken".split(" "),
  ...sourceFiles(process.cwd()).flatMap((file) =>
    [...nodesOf(file)].flatMap((n) =>
      ts.isPropertySignature(n) &&
      n.questionToken !== undefined &&
      ts.isInterfaceDeclaration(n.parent) &&
      /Options$/.test(n.parent.name.text)
        ? [n.name.getText()]
        : [],
    ),
  ),
]);

const answersTo = (text: string): readonly unknown[] => [
  answer(text),
  derive(text),
  derive(parse(text), {}),
  checkReport(text),
  checkSteps(text),
  codegen(text, { target: "numpy" }).code,
  graphDot(computationGraph(parse(text))),
  graphReport(computationGraph(parse(text))),
];
const answers = (): readonly string[] =>
  [...TEXTS.flatMap(answersTo), checkNotes(NOTE)].map((r) => JSON.stringify(r) ?? "undefined");

describe("an option is read as its own", () => {
  const clean = answers();
  it("in every place", () => {
    expect(NAMES.size).toBeGreaterThan(50);
    expect(NAMES.has("maxEntries")).toBe(true);
  });
  it.each([...NAMES])("%s", (name) => {
    for (const value of [true, "polluted"]) {
      Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });
      let found: readonly string[] | string;
      try {
        found = answers();
      } catch (error) {
        found = String(error);
      } finally {
        Reflect.deleteProperty(Object.prototype, name);
      }
      expect(found).toEqual(clean);
    }
  });
});
