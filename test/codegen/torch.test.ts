/** Modules for PyTorch keep type and device, and run where nothing is recorded and where there are no numbers. */
import { expect, it } from "vitest";
import { codeFor } from "../../src/codegen/codegen.js";
import { parse } from "../../src/index.js";
import { operationJobs } from "./jobs.js";
import { INDEXED } from "./models.js";
import { pythonHas } from "./run-python.js";
import { runTorch, type TorchJob } from "./run-torch.js";
import { spelledInTorch } from "./runs.js";

const torch = pythonHas("torch");
const absent = torch ? "" : ": not run, it is not on this machine";

/** Random models beside every operation. */
const RANDOM = 60;

const operations = (): readonly TorchJob[] =>
  operationJobs("pytorch", RANDOM).map((job) => ({
    label: job.label,
    code: job.code,
    inputs: { ...job.inputs, ...Object.fromEntries(Object.entries(job.sizes).filter(([n]) => n in job.inputs)) },
    functions: spelledInTorch(job),
    sizes: Object.keys(job.sizes),
    whole: [],
  }));

const indexed = (): readonly TorchJob[] =>
  INDEXED.map(([label, text]) => ({
    label,
    code: codeFor(parse(text), { target: "pytorch" }).code,
    inputs: null,
    functions: {},
    sizes: ["N", "K", "T", "n", "m", "d"],
    whole: label === "a hinge over labels" ? ["y"] : [],
  }));

it.skipIf(!torch)(`every operation, random models, sums and recursions${absent}`, { timeout: 300_000 }, () => {
  // On the device without numbers the power of a matrix by an input is unknown, and so is how far an iteration goes.
  const jobs = [...operations(), ...indexed()].filter(
    ({ label }) => label !== "matrixpower[5]" && !/^(?:matrixfunction|frechet)\[/.test(label),
  );
  const found = runTorch(jobs);
  expect(found.flatMap((faults, i) => faults.map((fault) => `${jobs[i]?.label}: ${fault}`))).toEqual([]);
});
