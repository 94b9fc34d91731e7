import { describe, expect, it } from "vitest";
import { ChainruleError, frame, lineStarts, locate, reporter } from "../../src/core/diagnostic.js";

const SOURCE = "z = W x + b\nh = f(z)\n\ns = u^T q\n";

describe("places in a text", () => {
  it("are lines and columns from 1, at every offset", () => {
    const starts = lineStarts(SOURCE);
    let [line, column] = [1, 1];
    for (let i = 0; i <= SOURCE.length; i++) {
      expect(locate(starts, i)).toEqual({ line, column });
      if (SOURCE[i] === "\n") [line, column] = [line + 1, 1];
      else column += 1;
    }
  });

  it("of an empty text are its beginning", () => {
    expect(locate(lineStarts(""), 0)).toEqual({ line: 1, column: 1 });
  });
});

describe("a reporter", () => {
  const at = (what: string) => ({ start: SOURCE.indexOf(what), end: SOURCE.indexOf(what) + what.length });

  it("gives each fault its place, its hint and its notes", () => {
    const r = reporter(SOURCE);
    r.report("error", "name/undeclared", at("q"), "q is not declared", {
      hint: "did you mean h?",
      notes: [{ message: "h", span: at("h") }, { message: "in strict mode" }],
    });
    expect(r.diagnostics).toEqual([
      {
        severity: "error",
        code: "name/undeclared",
        message: "q is not declared",
        line: 4,
        column: 9,
        endLine: 4,
        endColumn: 10,
        hint: "did you mean h?",
        notes: [
          { message: "h", line: 2, column: 1 },
          { message: "in strict mode", line: null, column: null },
        ],
      },
    ]);
  });

  it("says the same at the same place once", () => {
    const r = reporter(SOURCE);
    for (let i = 0; i < 3; i++) r.report("error", "syntax/end", at("W"), "no W");
    r.report("error", "syntax/end", at("x"), "no W");
    r.report("error", "syntax/end", at("W"), "another message");
    r.report("warning", "syntax/unexpected", at("W"), "no W");
    expect(r.diagnostics.map((d) => [d.code, d.column, d.hint])).toEqual([
      ["syntax/end", 5, null],
      ["syntax/end", 7, null],
      ["syntax/end", 5, null],
      ["syntax/unexpected", 5, null],
    ]);
  });

  it("spans lines", () => {
    const r = reporter(SOURCE);
    r.report("error", "syntax/end", { start: 4, end: 14 }, "all of it");
    expect(r.diagnostics[0]).toMatchObject({ line: 1, column: 5, endLine: 2, endColumn: 3 });
  });
});

describe("a frame", () => {
  const framed = (source: string, start: number, end: number) => {
    const r = reporter(source);
    r.report("error", "syntax/end", { start, end }, "wrong");
    return frame(source, r.diagnostics[0] as (typeof r.diagnostics)[number]).split("\n");
  };

  it("has the caret under the place", () => {
    expect(framed(SOURCE, 4, 7)).toEqual(["1 | z = W x + b", "        ^^^"]);
    expect(framed(SOURCE, 16, 17)).toEqual(["2 | h = f(z)", "        ^"]);
    expect(framed(SOURCE, SOURCE.length, SOURCE.length)).toEqual(["5 | ", "    ^"]);
    expect(framed("a\tb", 2, 3)).toEqual(["1 | a b", "      ^"]);
  });

  it("cuts a long line around the place", () => {
    const [line = "", caret = ""] = framed(`${"a".repeat(1_000_000)}!${"b".repeat(1_000_000)}`, 1_000_000, 1_000_001);
    expect(line.length).toBeLessThan(120);
    expect(line[caret.indexOf("^")]).toBe("!");
    expect(caret.trim()).toBe("^");
  });
});

it("the error of the library reads as its diagnostics and keeps what they do not touch", () => {
  const r = reporter(SOURCE);
  r.report("error", "syntax/end", { start: 4, end: 5 }, "no W");
  r.report("error", "syntax/end", { start: 16, end: 17 }, "no f");
  const error = new ChainruleError(r.diagnostics, { results: [] });
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe("ChainruleError");
  expect(error.message).toBe("1:5: no W\n2:5: no f");
  expect(error.partial).toEqual({ results: [] });
  expect(new ChainruleError([]).partial).toBeNull();
});
