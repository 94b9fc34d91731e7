/** Sums over indices, families and entries in Python, against the evaluator; `npm run test:deep` takes more. */
import { describe, expect, it } from "vitest";
import { NUMPY_MODULE } from "../../src/codegen/python/numpy.js";
import { PYTORCH_MODULE } from "../../src/codegen/python/pytorch.js";
import { axesFaults } from "./axes-run.js";
import { pythonHas } from "./run-python.js";

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

describe("random models with indices and a gradient of each", () => {
  it.skipIf(!python)(`as numpy${absent(python)}`, () => {
    const { faults, run } = axesFaults(1, 60, NUMPY_MODULE);
    expect(faults).toEqual([]);
    expect(run).toBeGreaterThan(40);
  });

  it.skipIf(!torch)(`as pytorch${absent(torch)}`, () => {
    const { faults, run } = axesFaults(100, 40, PYTORCH_MODULE);
    expect(faults).toEqual([]);
    expect(run).toBeGreaterThan(25);
  });
});
