import { describe, expect, it } from "vitest";
import { calledAs } from "../../src/core/op.js";
import { BUILTIN_BY_NAME, BUILTINS, isBuiltinFunction, isBuiltinOperator } from "../../src/functions/builtins.js";
import { LIBRARY } from "../../src/functions/library.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { ALONG_CALLS } from "../../src/ops/along.js";
import { EIGEN_CALLS } from "../../src/ops/eigen.js";
import { GRAM_CALLS } from "../../src/ops/gram-spectrum.js";
import { LARGEST_CALLS } from "../../src/ops/largest.js";
import { MADE_OF_OTHERS } from "../../src/ops/made-of-others.js";
import { MATRIX_CALLS } from "../../src/ops/matrixfunction.js";
import { normp } from "../../src/ops/norm.js";
import { SPECIAL_CALLS } from "../../src/ops/special.js";
import { STRUCTURE_CALLS } from "../../src/ops/structure.js";
import { lyapunov } from "../../src/ops/sylvester.js";
import { expression } from "../parse/show.js";

const applied = BUILTINS.filter((b) => b.signature !== null);

describe("the built-in names", () => {
  it("stand once each, aliases included", () => {
    const spellings = BUILTINS.flatMap((b) => b.spellings);
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(BUILTIN_BY_NAME.get("ln")?.name).toBe("log");
    expect(BUILTIN_BY_NAME.get("trace")?.name).toBe("tr");
    expect(BUILTIN_BY_NAME.get("constructor")).toBeUndefined();
  });

  it("are those of the functions and the operations", () => {
    const known = new Set([
      ...LIBRARY.keys(),
      ...OPERATIONS.map(calledAs),
      "norm",
      "dot",
      ...[
        ...MATRIX_CALLS,
        ...EIGEN_CALLS,
        ...STRUCTURE_CALLS,
        ...ALONG_CALLS,
        ...MADE_OF_OTHERS,
        ...SPECIAL_CALLS,
        ...GRAM_CALLS,
        ...LARGEST_CALLS,
        lyapunov,
        normp,
      ].map((c) => c.calls[0]),
      "cond",
      "solve",
      "lstsq",
      "pi",
      "e",
      "I",
    ]);
    for (const { name } of BUILTINS) expect([name, known.has(name)]).toEqual([name, true]);
    for (const op of OPERATIONS) for (const name of op.calls) expect(isBuiltinFunction(name)).toBe(true);
    for (const f of LIBRARY.values()) expect(isBuiltinOperator(f.name)).toBe(f.yields !== "applied");
  });

  it("are applied where they touch a parenthesis, in either spelling", () => {
    expect(applied.length).toBeGreaterThan(40);
    for (const { name, spellings, signature } of applied) {
      const count = (signature?.values ?? 0) + (signature?.sizes.length ?? 0);
      const args = Array.from({ length: count }, (_, i) => `a${i}`).join(", ");
      for (const spelling of spellings) expect(expression(`${spelling} (${args})`)).toBe(`${spelling}(${args})`);
      // In LaTeX ones and eye stand without sizes too.
      if (signature?.values !== 0) expect(expression(`\\operatorname{${name}}(${args})`)).toContain(`${name}(`);
    }
  });

  it("that are constants are applied to nothing", () => {
    expect(["pi", "e", "I", "nothing"].filter(isBuiltinFunction)).toEqual([]);
  });

  it("take the next factor in LaTeX where they take one value", () => {
    expect(["tr", "log", "sum", "diag"].filter((name) => !isBuiltinOperator(name))).toEqual([]);
    expect(["max", "kron", "comm", "eye", "pi", "rows"].filter(isBuiltinOperator)).toEqual([]);
  });
});
