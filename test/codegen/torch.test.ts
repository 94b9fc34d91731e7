/** Modules for PyTorch keep type and device, and run where nothing is recorded and where there are no numbers. */
import { expect, it } from "vitest";
import { codeFor } from "../../src/codegen/codegen.js";
import { parse } from "../../src/index.js";
import { operationJobs } from "./jobs.js";
import { INDEXED } from "./models.js";
import { pythonHas, runPython } from "./run-python.js";
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
  // On the device without numbers the power of a matrix by an input is unknown, how many powers there are to add, and how far an iteration goes; eig is not there.
  const jobs = [...operations(), ...indexed()].filter(
    ({ label }) => !/^(?:matrixpower\[5\]|powersum\[4\]|matrixfunction\[|frechet\[|dominant\w+\[)/.test(label),
  );
  const found = runTorch(jobs);
  expect(found.flatMap((faults, i) => faults.map((fault) => `${jobs[i]?.label}: ${fault}`))).toEqual([]);
});

/** Everything that a factorisation is for, of a matrix with this fact. */
const factored = (fact: string): string =>
  codeFor(
    parse(
      `K : matrix(n, n) ${fact}
M : matrix(n, m)
y : vector(n)
L = y^T K^-1 y + logdet(K) + det(K) + tr(M^T K^-1 M) + tr(K^-1)
dL/dK, dL/dy, dL/dM`.replaceAll("dL/d", "∂L/∂"),
    ),
    { target: "pytorch" },
  ).code;

it.skipIf(!torch)(`a positive definite matrix has one Cholesky factor, an indefinite one none${absent}`, () => {
  const [cholesky, pivots] = [factored("posdef"), factored("symmetric")];
  expect(cholesky.match(/linalg\.cholesky\(K\)/g)).toHaveLength(2);
  expect(cholesky).not.toContain("lu_factor");
  expect(pivots).not.toContain("cholesky");
  const M = [
    [1, -2],
    [0.5, 3],
    [2, 0.25],
  ];
  const at = {
    K: [
      [4, 1, -1],
      [1, 3, 0.5],
      [-1, 0.5, 2],
    ],
    M,
    y: [1, -2, 0.5],
  };
  const indefinite = {
    ...at,
    K: [
      [1, 2, 0],
      [2, 1, 0],
      [0, 0, 1],
    ],
  };
  const call = ["forward", "derivatives"] as const;
  const jobs = [
    { code: cholesky, inputs: at, functions: {}, call },
    { code: pivots, inputs: at, functions: {}, call },
    { code: cholesky, inputs: indefinite, functions: {}, call },
  ];
  const [found, expected, refused] = runPython(jobs);
  const numbers = (answer: typeof found): readonly number[] =>
    [answer?.forward, answer?.derivatives].flatMap((values) => Object.values(values ?? {}).flat(2) as number[]);
  expect(numbers(found)).toHaveLength(1 + 9 + 3 + 6);
  const truth = numbers(expected);
  for (const [i, x] of numbers(found).entries()) expect(x).toBeCloseTo(truth[i] as number, 10);
  expect(refused?.error).toMatch(/positive-definite/);
});

it.skipIf(!torch)(`a product is scaled in its own memory only where nothing else reads it${absent}`, () => {
  const source = "X : matrix(N, d) data\nW : matrix(d, d)\nZ = X W\nL = 1/N sum(exp(Z / 8)) + sum(Z .* Z)\n∂L/∂W";
  const { code } = codeFor(parse(source), { target: "pytorch" });
  expect(code).toMatch(/dL_dW = .*X\.T @/);
  expect(code).not.toMatch(/Z\.(?:mul|div)_\(/);
  expect(
    codeFor(parse("X : matrix(N, d)\nW : matrix(d, d)\nL = 1/N normF(X W)^2\n∂L/∂W"), { target: "pytorch" }).code,
  ).toMatch(/@ .*\)\.mul_\(/);
  const [answer] = runPython([
    {
      code,
      inputs: {
        X: [
          [1, 2],
          [0.5, -1],
          [3, 0],
        ],
        W: [
          [1, -1],
          [0.5, 2],
        ],
      },
      functions: {},
      call: ["self_test"],
    },
  ]);
  expect(answer?.self_test).toBe(true);
});
