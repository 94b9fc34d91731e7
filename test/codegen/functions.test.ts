/** The functions of numbers that modules bring along or call, against the library's own values. */
import { describe, expect, it } from "vitest";
import { codeFor, type Target } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { LIBRARY } from "../../src/functions/library.js";
import { apart, entriesOf } from "./models.js";
import { jsLoader } from "./run-js.js";
import { pythonHas, runPython } from "./run-python.js";

const FUNCTIONS = [...LIBRARY.values()];
/** Both sides of 0, of ±1 where inverse functions end, of ±3 where erf changes its series, and far out. */
const POINTS = [-40, -5, -3, -2.5, -0.75, -0.25, 0, 0.25, 0.75, 2.5, 3, 5, 40];
const source = [
  "z : vector(n)",
  ...FUNCTIONS.map(({ name }, i) => `y_${i} = ${name}(z)`),
  ...FUNCTIONS.flatMap(({ slope }, i) => (slope === null ? [] : [`∂y_${i}/∂z`])),
].join("\n");

const moduleFor = (target: Target): string => {
  const { code, diagnostics } = codeFor(read(source), { target, name: "m0" });
  expect(diagnostics).toEqual([]);
  return code;
};

/** Of these some languages know more values than those of positive arguments, and differ in which; at 0 some give no number. */
const FURTHER = new Set("Gamma factorial lgamma digamma trigamma tetragamma pentagamma besselk0 besselk1".split(" "));

/** The functions whose numbers are not the library's. */
const off = (found: Readonly<Record<string, unknown>>): readonly string[] =>
  FUNCTIONS.flatMap(({ name, value }, i) => {
    const got = entriesOf(found[`y_${i}`] ?? []);
    const distance = Math.max(
      ...POINTS.map((x, k) =>
        FURTHER.has(name) && Number.isNaN(value(x)) ? 0 : apart(got.slice(k, k + 1), [value(x)]),
      ),
    );
    return distance <= 1e-13 ? [] : [`${name} is off by ${distance}`];
  });

describe("a function of the model that is called as one of the library", () => {
  it("is the model's in JavaScript", async () => {
    const { load, done } = jsLoader();
    for (const { name } of FUNCTIONS.filter((f) => f.yields === true)) {
      const { code } = codeFor(read(`x : scalar; ${name}(t) = t^3; y = ${name}(x); ∂y/∂x`), {
        target: "js",
        name: "m0",
      });
      const module = await load(code);
      expect(entriesOf(module.forward({ x: 2 }).y ?? [])).toEqual([8]);
    }
    done();
  });

  it.each(["numpy", "pytorch", "jax", "julia", "matlab"] as const)("is a definition of the module in %s", (target) => {
    for (const { name } of FUNCTIONS.filter((f) => f.yields === true)) {
      const { code } = codeFor(read(`x : vector(n); ${name}(t) = t^3; y = ${name}(x)`), { target, name: "m0" });
      expect(code).toMatch(new RegExp(`\\b${name}_?\\w*(\\.)?\\(.*\\bx\\b`));
      expect(code).not.toMatch(/nn\.functional|np\.(log|arc|expm1|cbrt)|nthroot/);
    }
  });
});

describe("every function of the library, at points on all its pieces", () => {
  it.each(["numpy", "pytorch", "jax", "julia", "matlab", "js"] as const)("is spelled in %s", (target) => {
    expect(moduleFor(target)).not.toMatch(/\bundefined\(/);
  });

  it("has its values in JavaScript", async () => {
    const { load, done } = jsLoader();
    const module = await load(moduleFor("js"));
    done();
    expect(off(module.forward({ z: Float64Array.from(POINTS), sizes: { n: POINTS.length } }))).toEqual([]);
  });

  for (const [target, np, name] of [
    ["numpy", "numpy", "NumPy"],
    ["pytorch", "torch", "PyTorch"],
    ["jax", "numpy", "JAX, or what stands in for it"],
  ] as const)
    it.skipIf(!pythonHas("numpy") || !pythonHas(np))(
      `has its values in ${name} (skipped where it is not installed)`,
      () => {
        const [answer] = runPython([
          { code: moduleFor(target), inputs: { z: POINTS }, functions: {}, call: ["forward"] },
        ]);
        expect(answer?.error).toBeUndefined();
        expect(off(answer?.forward ?? {})).toEqual([]);
      },
    );
});
