/** Where a side stands: the range holds its text, whatever spaces and line breaks are in it. */
import { describe, expect, it } from "vitest";
import { rangesIn } from "../../src/notes/ranges.js";

const textAt = (source: string, r: ReturnType<ReturnType<typeof rangesIn>>): string => {
  const lines = source.split("\n").slice(r.line - 1, r.endLine);
  const last = lines.length - 1;
  lines[last] = (lines[last] as string).slice(0, r.endColumn - 1);
  lines[0] = (lines[0] as string).slice(r.column - 1);
  return lines.join("\n");
};

describe("the range of a side", () => {
  it.each([
    ["a $y = x$ b", 1, "x", "x"],
    ["x $x = x$", 1, "x", "x"],
    ["$$\ns &= a +\n  & b\n$$", 2, "a + b", "a +\n  & b"],
    ["> $\\nabla f = 2 x$ und", 1, "2 x", "2 x"],
    ["one\n$f = \\tanh (x) $", 1, "\\tanh(x)", "\\tanh (x)"],
  ])("%j", (source, line, typed, expected) => {
    expect(textAt(source, rangesIn(source)(line, typed))).toBe(expected);
  });

  it("is that of its sign behind an =, not of an earlier one", () => {
    expect(rangesIn("$x = x$")(1, "x")).toEqual({ line: 1, column: 6, endLine: 1, endColumn: 7 });
  });

  it("is that of the whole side, not the beginning of another", () => {
    expect(rangesIn("$y = x^T a$ and $z = x$")(1, "x").column).toBe(22);
  });

  it("is found in the strings of a notebook", () => {
    const source = '  "the $g = \\\\frac{1}{2}\\n",\n  " x$"';
    expect(textAt(source, rangesIn(source, true)(1, "\\frac{1}{2} x"))).toBe('\\\\frac{1}{2}\\n",\n  " x');
  });

  it("is the line where a macro wrote something else, and never outside the text", () => {
    expect(rangesIn("  $y = \\w$ \nz")(1, "\\mathbf{w}")).toEqual({ line: 1, column: 3, endLine: 1, endColumn: 11 });
    for (const [text, line] of [
      ["", 1],
      ["a", 9],
      ["\n\n", 2],
      ["a\n", 2],
    ] as const)
      expect(rangesIn(text)(line, "q").column).toBeGreaterThan(0);
  });
});
