import { describe, expect, it } from "vitest";
import { CALLS, FILLS } from "../../src/elaborate/names/calls.js";
import { LIBRARY } from "../../src/functions/library.js";
import {
  BUILTIN_BY_NAME,
  BUILTINS,
  CONSTANTS,
  ELEMENTWISE,
  isBuiltinFunction,
  isBuiltinOperator,
  MATRICES,
  REDUCTIONS,
  VECTORS,
} from "../../src/names/builtins.js";
import { expression } from "../parse/show.js";

const names = (list: readonly { readonly name: string }[]): readonly string[] => list.map((b) => b.name);

describe("the built-in names", () => {
  it("stand once each, aliases included", () => {
    const spellings = BUILTINS.flatMap((b) => [b.name, ...b.aliases]);
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(BUILTIN_BY_NAME.get("ln")?.name).toBe("log");
    expect(BUILTIN_BY_NAME.get("trace")?.name).toBe("tr");
    expect(BUILTIN_BY_NAME.get("constructor")).toBeUndefined();
  });

  it("are what elaboration knows, with the same number of values and sizes", () => {
    const known = new Set([...LIBRARY.keys(), ...CALLS.keys(), ...FILLS.keys(), "pi", "e", "I"]);
    for (const name of names(BUILTINS)) expect([name, known.has(name)]).toEqual([name, true]);
    for (const [name, call] of CALLS) {
      const b = BUILTIN_BY_NAME.get(name);
      const sizes = b?.args.filter((a) => a === "size").length;
      expect([name, (b?.args.length ?? 0) - (sizes ?? 0), sizes]).toEqual([name, call.values, call.sizes]);
    }
    for (const [name, [, most]] of FILLS) expect([name, BUILTIN_BY_NAME.get(name)?.args.length]).toEqual([name, most]);
    for (const name of LIBRARY.keys()) expect([name, names(ELEMENTWISE).includes(name)]).toEqual([name, true]);
  });

  it("are applied where they touch a parenthesis, in either spelling", () => {
    for (const b of [...ELEMENTWISE, ...REDUCTIONS, ...VECTORS, ...MATRICES]) {
      expect(isBuiltinFunction(b.name)).toBe(true);
      const args = b.args.map((_, i) => `a${i}`).join(", ");
      for (const spelling of [b.name, ...b.aliases])
        expect(expression(`${spelling} (${args})`)).toBe(`${spelling}(${args})`);
      expect(expression(`\\operatorname{${b.name}}(${args})`)).toContain(`${b.name}(`);
    }
    expect(names(CONSTANTS).filter(isBuiltinFunction)).toEqual(["eye", "ones", "zeros"]);
  });

  it("take the next factor in LaTeX where they take one value", () => {
    expect(isBuiltinOperator("tr")).toBe(true);
    expect(["max", "kron", "comm", "eye", "pi"].filter(isBuiltinOperator)).toEqual([]);
  });
});
