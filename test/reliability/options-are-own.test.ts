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

/** The answers beside a prototype that has these names, or what was thrown. */
const answersBeside = (names: readonly string[], value: unknown): readonly string[] | string => {
  for (const name of names)
    Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });
  try {
    return answers();
  } catch (error) {
    return String(error);
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
};

describe("an option is read as its own", () => {
  const clean = answers();
  const names = [...NAMES].sort();
  it("in every place", () => {
    expect(names.length).toBeGreaterThan(50);
    expect(names).toContain("maxEntries");
  });
  // Ten at once: a name that is at fault is then looked for among them.
  it.each(Array.from({ length: Math.ceil(names.length / 10) }, (_, k) => [names.slice(10 * k, 10 * k + 10)] as const))(
    "%j",
    (group) => {
      for (const value of [true, "polluted"]) {
        const found = answersBeside(group, value);
        if (typeof found !== "string" && found.join() === clean.join()) continue;
        for (const name of group) expect(answersBeside([name], value), name).toEqual(clean);
        expect(found).toEqual(clean);
      }
    },
  );
});
