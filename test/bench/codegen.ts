/**
 * Measures emitted code: NumPy modules against the same written by hand, JavaScript modules against
 * PyTorch's autograd on one thread, multiplications against those of the forward pass, and whether
 * the published problems come out right. What is not on the machine is "not run".
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeFor } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { random } from "../../src/numeric/random.js";
import { caseJobs } from "../codegen/jobs.js";
import { networkCosts } from "../codegen/networks.js";
import { jsLoader } from "../codegen/run-js.js";
import { PYTHON, pythonHas } from "../codegen/run-python.js";
import { farthest, inJavaScript, inPython } from "../codegen/runs.js";
import { cases, casesExist } from "../numeric/cases.js";
import { type Bench, least, type Row } from "./bench.js";

interface Model {
  readonly name: string;
  readonly source: string;
  readonly of: string;
  readonly wrt: readonly string[];
  readonly sizes: Readonly<Record<string, number>>;
  /** Lengths of the inputs, one for a vector, two for a matrix. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** The module as one writes it by hand: the body of a function of the inputs, with the same results. */
  readonly byHand: string;
  /** The value in PyTorch, whose autograd gives the derivatives. */
  readonly torch: string;
}

const WIDE = 1000;
const [BATCH, HIDDEN, CLASSES] = [100, 300, 10];

const MODELS: readonly Model[] = [
  {
    name: "scorer, n = m = 1000",
    source: "z = W x + b\nh = tanh(z)\ns = u^T h",
    of: "s",
    wrt: ["W", "b", "u", "x"],
    sizes: { n: WIDE, m: WIDE },
    inputs: { W: [WIDE, WIDE], b: [WIDE], u: [WIDE], x: [WIDE] },
    byHand: `
    h = np.tanh(W @ x + b)
    delta = u * (1 - h**2)
    return u @ h, np.outer(delta, x), delta, h, W.T @ delta`,
    torch: "u @ torch.tanh(W @ x + b)",
  },
  {
    name: "3 layers of 1000, one example",
    source: "h1 = tanh(W1 x + b1)\nh2 = tanh(W2 h1 + b2)\nh3 = tanh(W3 h2 + b3)\ns = u^T h3",
    of: "s",
    wrt: ["W1", "b1", "W2", "b2", "W3", "b3", "u"],
    sizes: { n: WIDE, m: WIDE, p: WIDE, q: WIDE },
    inputs: {
      W1: [WIDE, WIDE],
      W2: [WIDE, WIDE],
      W3: [WIDE, WIDE],
      b1: [WIDE],
      b2: [WIDE],
      b3: [WIDE],
      u: [WIDE],
      x: [WIDE],
    },
    byHand: `
    h1 = np.tanh(W1 @ x + b1)
    h2 = np.tanh(W2 @ h1 + b2)
    h3 = np.tanh(W3 @ h2 + b3)
    d3 = u * (1 - h3**2)
    d2 = (W3.T @ d3) * (1 - h2**2)
    d1 = (W2.T @ d2) * (1 - h1**2)
    return u @ h3, np.outer(d1, x), d1, np.outer(d2, h1), d2, np.outer(d3, h2), d3, h3`,
    torch: "u @ torch.tanh(W3 @ torch.tanh(W2 @ torch.tanh(W1 @ x + b1) + b2) + b3)",
  },
  {
    name: "3 layers of 300, a batch of 100, softmax",
    source: [
      "X : matrix(N, d)",
      "Y : matrix(N, c) simplexrows",
      "W1 : matrix(d, h)",
      "W2 : matrix(h, k)",
      "W3 : matrix(k, c)",
      "b1 : vector(h)",
      "b2 : vector(k)",
      "b3 : vector(c)",
      "H1 = relu(X W1 + ones(N) b1^T)",
      "H2 = relu(H1 W2 + ones(N) b2^T)",
      "P = softmaxrows(H2 W3 + ones(N) b3^T)",
      "J = -1/N sum(Y .* log(P))",
    ].join("\n"),
    of: "J",
    wrt: ["W1", "b1", "W2", "b2", "W3", "b3"],
    sizes: { N: BATCH, d: HIDDEN, h: HIDDEN, k: HIDDEN, c: CLASSES },
    inputs: {
      X: [BATCH, HIDDEN],
      Y: [BATCH, CLASSES],
      W1: [HIDDEN, HIDDEN],
      W2: [HIDDEN, HIDDEN],
      W3: [HIDDEN, CLASSES],
      b1: [HIDDEN],
      b2: [HIDDEN],
      b3: [CLASSES],
    },
    byHand: `
    Z1 = X @ W1 + b1
    H1 = np.maximum(Z1, 0)
    Z2 = H1 @ W2 + b2
    H2 = np.maximum(Z2, 0)
    Z3 = H2 @ W3 + b3
    Z3 = Z3 - Z3.max(axis=1, keepdims=True)
    E = np.exp(Z3)
    S = E.sum(axis=1, keepdims=True)
    N = len(X)
    J = -np.sum(Y * (Z3 - np.log(S))) / N
    D3 = (E / S - Y) / N
    D2 = (D3 @ W3.T) * (Z2 > 0)
    D1 = (D2 @ W2.T) * (Z1 > 0)
    return J, X.T @ D1, D1.sum(axis=0), H1.T @ D2, D2.sum(axis=0), H2.T @ D3, D3.sum(axis=0)`,
    torch: "-(Y * torch.log_softmax(torch.relu(torch.relu(X @ W1 + b1) @ W2 + b2) @ W3 + b3, dim=1)).sum() / len(X)",
  },
];

/** The numbers that all contestants are handed, by a rule that both languages know. */
const numbers = (model: Model): ReadonlyMap<string, Float64Array> => {
  const source = random(1);
  return new Map(
    Object.entries(model.inputs).map(([name, lengths]) => {
      const length = lengths.reduce((a, b) => a * b, 1);
      const reach = 1 / Math.sqrt(lengths[1] ?? 4);
      // Labels: one 1 in each row.
      const label = (i: number) => (i % CLASSES === Math.floor(i / CLASSES) % CLASSES ? 1 : 0);
      const data = Float64Array.from({ length }, (_, i) => (name === "Y" ? label(i) : source.between(-reach, reach)));
      return [name, data];
    }),
  );
};

const emitted = (model: Model, target: "numpy" | "pytorch" | "js"): string => {
  const found = codeFor(read(model.source), {
    target,
    of: model.of,
    wrt: model.wrt,
    sizes: model.sizes,
    inPlace: true,
  });
  if (found.diagnostics.length > 0) throw new Error(found.diagnostics[0]?.message);
  return found.code;
};

/** Times in milliseconds, the least of many calls, taken in turn so that a busy machine is busy for all. */
const TIMER = `
import importlib, json, sys, time
import numpy as np
out, folder, runs = {}, sys.argv[1], int(sys.argv[2])
sys.path.insert(0, folder)
job = json.load(open(folder + "/job.json"))
arrays = {k: np.fromfile(f"{folder}/{k}.bin").reshape(shape) for k, shape in job["inputs"].items()}

def race(contestants):
    least = {name: float("inf") for name in contestants}
    for _ in range(runs):
        for name, call in contestants.items():
            start = time.perf_counter()
            call()
            least[name] = min(least[name], time.perf_counter() - start)
    return {name: 1000 * t for name, t in least.items()}

by_hand = {}
exec(f"import numpy as np\\ndef f({', '.join(arrays)}):{job['byHand']}", by_hand)
module = importlib.import_module("emitted_numpy")
got = module.value_and_derivatives(**arrays)
want = by_hand["f"](**arrays)
for a, b in zip([*got[0].values(), *got[1].values()], want):
    assert np.allclose(a, b, rtol=1e-9, atol=1e-12), "emitted and handwritten code disagree"
out.update(race({
    "numpy": lambda: module.value_and_derivatives(**arrays),
    "byHand": lambda: by_hand["f"](**arrays),
}))
try:
    import torch
except ImportError:
    torch = None
if torch is not None:
    torch.set_num_threads(1)
    tensors = {k: torch.from_numpy(a) for k, a in arrays.items()}
    leaves = [tensors[k].requires_grad_() for k in job["wrt"]]
    value = eval(f"lambda {', '.join(tensors)}: {job['torch']}", {"torch": torch})
    def autograd():
        return torch.autograd.grad(value(**tensors), leaves)
    plain = {k: t.detach() for k, t in tensors.items()}
    module_t = importlib.import_module("emitted_pytorch")
    for (key, a), b in zip(module_t.derivatives(**plain).items(), autograd()):
        assert torch.allclose(a, b, rtol=1e-9, atol=1e-12), f"emitted code and autograd disagree on {key}: {abs(a - b).max()}"
    def derivatives():
        with torch.no_grad():
            return module_t.value_and_derivatives(**plain)
    out.update(race({"autograd": autograd, "pytorch": derivatives}))
print(json.dumps(out))
`;

interface Times {
  readonly numpy?: number;
  readonly byHand?: number;
  readonly autograd?: number;
  readonly pytorch?: number;
}

function inPythonTimes(model: Model, given: ReadonlyMap<string, Float64Array>, runs: number): Times {
  if (!pythonHas("numpy")) return {};
  const folder = mkdtempSync(join(tmpdir(), "chainrule-bench-"));
  try {
    for (const [name, data] of given) writeFileSync(join(folder, `${name}.bin`), data);
    writeFileSync(join(folder, "emitted_numpy.py"), emitted(model, "numpy"));
    writeFileSync(join(folder, "emitted_pytorch.py"), emitted(model, "pytorch"));
    const { inputs, wrt, byHand, torch } = model;
    writeFileSync(join(folder, "job.json"), JSON.stringify({ inputs, wrt, byHand, torch }));
    writeFileSync(join(folder, "timer.py"), TIMER);
    const one = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" };
    const run = spawnSync(PYTHON, [join(folder, "timer.py"), folder, String(runs)], {
      encoding: "utf8",
      env: { ...process.env, ...one },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inJavaScriptTime(model: Model, given: ReadonlyMap<string, Float64Array>, runs: number): Promise<number> {
  const { load, done } = jsLoader();
  const module = await load(emitted(model, "js"));
  done();
  const inputs = { ...Object.fromEntries(given), sizes: model.sizes };
  const work = module.buffers?.(model.sizes);
  return least(runs, () => void module.valueAndDerivatives(inputs, work));
}

const ratio = (a: number | undefined, b: number | undefined): number | null =>
  a === undefined || b === undefined ? null : a / b;

/** Every published problem, at two draws. */
async function problems(): Promise<readonly Row[]> {
  if (!casesExist) return [{ what: "published problems", value: null, unit: "", note: "../shared/cases is not here" }];
  const count = cases().length;
  const row = (language: string, worst: number | null): Row => ({
    what: `${count} published problems in ${language}, farthest from the truth`,
    value: worst,
    unit: "",
    note: "relative; aim 1e-9",
  });
  const js = caseJobs("js");
  const numpy = pythonHas("numpy") ? caseJobs("numpy") : null;
  return [
    row("JavaScript", farthest(js, await inJavaScript(js))),
    row("NumPy", numpy === null ? null : farthest(numpy, inPython(numpy, "np"))),
  ];
}

export const codegenBench: Bench = {
  name: "codegen",
  pages: ["docs/codegen.md"],
  async run() {
    const rows: Row[] = [];
    for (const model of MODELS) {
      const given = numbers(model);
      const runs = 60;
      const t = inPythonTimes(model, given, runs);
      const js = await inJavaScriptTime(model, given, runs);
      rows.push(
        {
          what: `${model.name}: emitted NumPy against NumPy by hand`,
          value: ratio(t.numpy, t.byHand),
          unit: "×",
          note: "aim 1.1×",
        },
        {
          what: `${model.name}: emitted JavaScript against PyTorch's autograd, one thread`,
          value: ratio(js, t.autograd),
          unit: "×",
          note: "reported",
        },
        {
          what: `${model.name}: emitted PyTorch against its autograd, one thread`,
          value: ratio(t.pytorch, t.autograd),
          unit: "×",
          note: "reported",
        },
      );
      const { forward, derivatives } = codeFor(read(model.source), {
        target: "numpy",
        of: model.of,
        wrt: model.wrt,
        sizes: model.sizes,
      }).operations(new Map(Object.entries(model.sizes)));
      rows.push({
        what: `${model.name}: multiplications of value and gradient against the forward pass`,
        value: derivatives / forward,
        unit: "×",
        note: "aim 4×",
      });
    }
    if (casesExist) {
      const all = networkCosts();
      const worst = all.reduce((a, b) => (b.ratio > a.ratio ? b : a));
      rows.push({
        what: `${all.length} networks of ../shared/cases, the same for all their inputs: most is ${worst.id}`,
        value: worst.ratio,
        unit: "×",
        note: "aim 4×",
      });
    }
    return [...rows, ...(await problems())];
  },
};
