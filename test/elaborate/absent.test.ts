/** Names of operations that the language lacks: each is refused by name, and the text that its hint suggests is read. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { unsupported } from "../../src/elaborate/names/unsupported.js";
import { builtinInAnyCase, isBuiltinFunction, isYieldingFunction } from "../../src/functions/builtins.js";
import { errors, model } from "../parse/models.js";

const source = readFileSync(new URL("../../src/elaborate/names/unsupported.ts", import.meta.url), "utf8");
const names = [...source.matchAll(/^ {2}(?:spelled|missing)\(\s*"([^"]+)"/gm)].flatMap((m) =>
  (m[1] as string).split(" "),
);

/** What the letters of hints are: vectors, or numbers, among matrices. */
const MATRICES = "A, B, X, M, L, F, C, K, P, E, S, D, Y, Q, V : matrix(n, n); k : scalar; d : size";
const GIVEN = [
  `${MATRICES}; x, y, z, p, q, a, b : vector(n); v : vector(m n)`,
  `${MATRICES}; x, y, z, p, q, a, b : scalar; v : vector(n)`,
  `${MATRICES}; x, y, z, p, q, a, b : vector(3); v : vector(n)`,
];

/** The parts of a hint that may be text of the language: what follows a verb, or stands before one. */
function suggested(hint: string): readonly string[] {
  const parts = hint.split(/; |, (?![^([]*[)\]])| or (?=[A-Za-z([])/).map((part) => part.split(" with ")[0] as string);
  return parts.flatMap((part) => {
    const after = /^.*?(?:\b(?:is|are|be|entry|vectors)\s+|: )(?![a-z]+\()?(.*)$/.exec(part)?.[1];
    const alone = /^[^a-z]|^[a-z]\w*\(/.test(part) ? (part.split(/ (?=[a-z]{2,} )/)[0] as string) : undefined;
    return [after, alone, part].filter((x): x is string => x !== undefined && /[()[\]^*/]|^[A-Z] [A-Z]$/.test(x));
  });
}

function reads(code: string): boolean {
  if (/^\w+(?:\(t\))? (?::|=) /.test(code)) return errors(model(code)).length === 0;
  if (code.includes("∂")) return errors(model("y = x^T x", code.replaceAll("s", "y"))).length === 0;
  return GIVEN.some((given) => errors(model(given, `r_0 = ${code}`)).length === 0);
}

describe("operations that are absent", () => {
  it("are none of the language", () => {
    expect(names.length).toBeGreaterThan(600);
    expect(names.filter((n) => isBuiltinFunction(n) || isYieldingFunction(n))).toEqual([]);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
  });

  it("are refused by name where they are applied, and nothing is derived", () => {
    const other = names.filter((n) => builtinInAnyCase(n) === null);
    const read = other.filter((n) => !errors(model(`r_0 = ${n}(X_0)`)).some((e) => /name\/unsupported/.test(e)));
    expect(read).toEqual([]);
  });

  it("are names of the model where it has them", () => {
    const taken = names.filter((n) => errors(model(`${n} : function`, `r_0 = ${n}(x_0)`)).length > 0);
    expect(taken).toEqual([]);
  });

  it("have hints whose text is read", () => {
    const hints = [
      ...new Set(names.map((n) => (unsupported(n)?.hint ?? "").replace(/; \w+ : function declares.*$/, ""))),
    ];
    const wrong = hints.filter((h) => {
      if (h.includes("…")) return false;
      const codes = suggested(h);
      return codes.length > 0 && !codes.some(reads);
    });
    expect(wrong).toEqual([]);
    expect(hints.filter((h) => suggested(h).some(reads)).length).toBeGreaterThan(60);
  });
});
