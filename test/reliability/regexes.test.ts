import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { regexesIn, verdictOf } from "./regexes.js";

const src = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), "src");

/** Those that would be slow on some long text, and why none comes to them. */
const EXCUSED: ReadonlyMap<string, string> = new Map([
  [String.raw`/\.?0+$/`, "a printed number"],
  [String.raw`/\B(?=(\d{3})+(?!\d))/g`, "a printed number"],
  [String.raw`/(\.\d*?)0+$/`, "a printed number"],
  [String.raw`/[^\\/]+$/`, "the path of KaTeX's fonts"],
  [String.raw`/^(?:\\,|\s)+|(?:\\,|\s)+$/g`, "what stands between two factors of our own"],
  [
    String.raw`/(?:\([^()]*\)|[\p{L}\d]+)×(?:\([^()]*\)|[\p{L}\d]+)|det(?=\(|$)|(?:(?![\p{L}\d]+×)[\p{L} ,])+|./gsu`,
    "the words of a condition, which are ours",
  ],
  [String.raw`/∂(\S+)_(\w)\/∂(\S+)_(\w)\w = δ_(\w)(\w) /u`, "a line of a proof of our own"],
]);

/** Those that the checker suspects, with texts that show it wrong: a quadratic one would need hours for these. */
const SUSPECTED: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^\s*(?:#\|\s*|:)?(show|label|caption|steps)\s*:\s+(.*)$/, [" ", "#| ", "show: ", "show : : "]],
  [/^([^?#]*)(.*)$/s, ["a", "?", "a?#"]],
  [/%.*$/gm, ["%", "% ", "%\n"]],
  [/[A-Za-z][A-Za-z0-9_]*(?![A-Za-z0-9_{]|[^\t-~])/y, ["a", "a_", "_1"]],
];

const LONG = 1_000_000;

describe("regular expressions", { timeout: 120_000 }, () => {
  it("are told from those that are not linear", () => {
    expect(verdictOf("/(a*)*b/")).toBe("exponential");
    expect(verdictOf(String.raw`/\s+$/`)).toBe("polynomial");
    expect(verdictOf("/^[a-z]+$/")).toBe("linear");
  });

  it("in src are linear, or excused by name", () => {
    const all = regexesIn(src);
    expect(all.length).toBeGreaterThan(300);
    const suspected = new Set(SUSPECTED.map(([r]) => r.source));
    const slow = all.filter(
      ({ text, verdict }) =>
        verdict === "exponential" ||
        (verdict === "polynomial" && !EXCUSED.has(text) && !suspected.has(text.slice(1, text.lastIndexOf("/")))),
    );
    expect(slow).toEqual([]);
    // An excuse that nothing needs any more is taken out.
    expect([...EXCUSED.keys()].filter((text) => !all.some((r) => r.text === text))).toEqual([]);
  });

  it.each(SUSPECTED)("%s meets long texts in linear time", (regex, pieces) => {
    for (const piece of pieces)
      for (const [before, after] of [
        ["", ""],
        ["", "\u0001"],
        ["x = ", "{"],
      ]) {
        regex.lastIndex = 0;
        const text = `${before}${piece.repeat(LONG / piece.length)}${after}`;
        expect(text.replace(regex, "").length).toBeLessThanOrEqual(text.length);
      }
  });
});
