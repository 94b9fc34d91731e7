import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { read } from "../../src/elaborate/reading.js";
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
    onRaised: () => {},
  });

  it("is marked as applied or undecided, or is a factor or a name", () => {
    const calls = postorder(tree).flatMap((e) => (e.type === "call" ? [`${e.callee.name}: ${e.applied}`] : []));
    expect(calls.sort()).toEqual(["f: call", "f: call", "f: call", "g: call", "k: undecided"]);
    const names = postorder(tree).flatMap((e) => (e.type === "name" ? [e.name] : []));
    expect(names.filter((n) => n === "W" || n === "h").sort()).toEqual(["W", "h"]);
  });
});
