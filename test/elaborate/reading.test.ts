import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { read } from "../../src/elaborate/reading.js";
import { derive } from "../../src/index.js";
import { postorder } from "../../src/parse/ast.js";
import { parseSyntax } from "../../src/parse/syntax.js";

describe("a name before a parenthesis", () => {
  const source = "y = f(x) + W(x)^T b + g (x) + k(x, b) + h(x) + f'(f(x))";
  const [statement] = parseSyntax(source, reporter(source)).statements;
  const tree = read(statement?.type === "definition" ? statement.value : expect.unreachable(), {
    isFunction: (name) => name === "f" || name === "g",
    isSpelling: (call) => call.callee.name === "h",
    isNamed: () => false,
    onDivided: () => {},
    onNumbered: () => {},
    onLone: () => {},
    onBare: () => {},
    onRaised: () => {},
  });

  it("is marked as applied or undecided, or is a factor or a name", () => {
    const calls = postorder(tree).flatMap((e) => (e.type === "call" ? [`${e.callee.name}: ${e.applied}`] : []));
    expect(calls.sort()).toEqual(["f: call", "f: call", "f: call", "g: call", "k: undecided"]);
    const names = postorder(tree).flatMap((e) => (e.type === "name" ? [e.name] : []));
    expect(names.filter((n) => n === "W" || n === "h").sort()).toEqual(["W", "h"]);
  });
});

describe("an operator without parentheses before several factors", () => {
  const answer = (text: string, by: string) => {
    const { diagnostics, results } = derive(`$$y = ${text}$$\n$$\\frac{dy}{d${by}}$$`, { steps: "none" });
    const warnings = diagnostics.filter((d) => d.severity !== "note");
    return { codes: warnings.map((d) => d.code), hints: warnings.map((d) => d.hint ?? ""), text: results[0]?.text };
  };

  it.each([
    ["\\sin x (1+x)", "x", "\\sin(x) (1+x)", "\\sin(x)"],
    ["\\ln x\\,(1-x)^2", "x", "\\ln(x) (1-x)^2", "\\ln(x)"],
    ["\\sin^2 x (1+x)^3", "x", "\\sin(x)^2 (1+x)^3", "\\sin^2(x)"],
    ["\\sin 2x\\, e^x", "x", "\\sin(2x) e^x", "\\sin(2x)"],
    ["\\cos\\omega t\\, e^{-t}", "t", "\\cos(\\omega t) e^{-t}", "\\cos(\\omega t)"],
    ["\\cos\\omega(t-\\tau)", "t", "\\cos(\\omega(t-\\tau))", "\\cos(\\omega)"],
    ["\\cos 2\\theta\\, r^2", "r", "\\cos(2\\theta r^2)", "\\cos(2\\theta)"],
  ])("%s by %s is read as %s, and both readings are said", (text, by, meant, own) => {
    const bare = answer(text, by);
    expect(bare.codes).toEqual(["syntax/bare-call"]);
    expect(bare.hints[0]).toMatch(/ or [^ ].*\)$/);
    expect(bare.hints[0]?.endsWith(` or ${own}`)).toBe(true);
    const plain = answer(meant, by);
    expect(plain.codes).toEqual([]);
    expect(bare.text).toBe(plain.text);
  });

  it.each(["\\sin{x(1+x)}", "\\sin(x(1+x))", "\\sin 2\\pi x", "(x(1+x))^2"])("says nothing of %s", (text) =>
    expect(answer(text, "x").codes).toEqual([]),
  );
});
