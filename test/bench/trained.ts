/**
 * Emitted PyTorch on models that people train: value and all gradients against autograd of the same forward pass on
 * one thread, and the memory that each takes. What is not on the machine is "not run".
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeFor } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { LSTM } from "../codegen/models.js";
import { PYTHON, pythonHas } from "../codegen/run-python.js";
import { type Bench, geometricMean, type Row } from "./bench.js";

interface Trained {
  readonly name: string;
  readonly source: string;
  readonly wrt: readonly string[];
  /** Numbers of the inputs, as Python makes them with `draw(rows, columns)`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The forward pass as one writes it: the body of a function of the inputs. */
  readonly forward: string;
  readonly aim: number;
}

const TRAINED: readonly Trained[] = [
  {
    name: "logistic regression",
    source:
      "X : matrix(N, d) data\ny : vector(N) data\nw : vector(d)\nL = 1/N sum(softplus(-y .* (X w))) + 1/20 norm2(w)^2",
    wrt: ["w"],
    inputs: { X: "draw(2000, 300)", y: "torch.sign(draw(2000))", w: "draw(300)" },
    forward: "return torch.nn.functional.softplus(-y * (X @ w)).mean() + 0.05 * (w @ w)",
    aim: 1,
  },
  {
    name: "a network of two hidden layers",
    source: `X : matrix(N, d) data
Y : matrix(N, c) data simplexrows
W1 : matrix(d, h); W2 : matrix(h, k); W3 : matrix(k, c)
b1 : vector(h); b2 : vector(k); b3 : vector(c)
H1 = relu(X W1 + ones(N) b1^T)
H2 = relu(H1 W2 + ones(N) b2^T)
P = softmaxrows(H2 W3 + ones(N) b3^T)
L = -1/N sum(Y .* log(P))`,
    wrt: ["W1", "b1", "W2", "b2", "W3", "b3"],
    inputs: {
      X: "draw(100, 300)",
      Y: "torch.eye(10, dtype=torch.float64)[torch.arange(100) % 10]",
      W1: "draw(300, 300) / 17",
      W2: "draw(300, 300) / 17",
      W3: "draw(300, 10) / 17",
      b1: "draw(300)",
      b2: "draw(300)",
      b3: "draw(10)",
    },
    forward: `H = torch.relu(X @ W1 + b1)
    H = torch.relu(H @ W2 + b2)
    return -(Y * torch.log_softmax(H @ W3 + b3, dim=1)).sum() / len(X)`,
    aim: 1,
  },
  {
    name: "attention",
    source: `X : matrix(N, d) data
Y : matrix(N, p) data
Wq, Wk : matrix(d, k)
Wv : matrix(d, p)
P = softmaxrows(X Wq (X Wk)^T / 8)
L = 1/N normF(P X Wv - Y)^2`,
    wrt: ["Wq", "Wk", "Wv"],
    inputs: {
      X: "draw(256, 64)",
      Y: "draw(256, 64)",
      Wq: "draw(64, 64) / 8",
      Wk: "draw(64, 64) / 8",
      Wv: "draw(64, 64) / 8",
    },
    forward: `P = torch.softmax((X @ Wq) @ (X @ Wk).T / 8, dim=1)
    return ((P @ (X @ Wv) - Y) ** 2).sum() / len(X)`,
    aim: 1,
  },
  {
    name: "a Gaussian process",
    source: `C : matrix(n, n) posdef data
y : vector(n) data
s, v : scalar positive
K = s C + v eye(n)
L = 1/2 y^T K^-1 y + 1/2 logdet(K)`,
    wrt: ["s", "v"],
    inputs: {
      C: "torch.exp(-(torch.arange(300.0, dtype=torch.float64)[:, None] - torch.arange(300.0)[None, :]) ** 2 / 50)",
      y: "draw(300)",
      s: "torch.tensor(1.3, dtype=torch.float64)",
      v: "torch.tensor(0.4, dtype=torch.float64)",
    },
    forward: `F = torch.linalg.cholesky(s * C + v * torch.eye(len(y), dtype=y.dtype))
    return 0.5 * (y @ torch.cholesky_solve(y[:, None], F)[:, 0]) + torch.log(torch.diagonal(F)).sum()`,
    aim: 1,
  },
  {
    name: "ridge regression",
    source: "X : matrix(N, d) data\ny : vector(N) data\nw : vector(d)\nL = 1/N norm2(X w - y)^2 + 1/10 norm2(w)^2",
    wrt: ["w"],
    inputs: { X: "draw(2000, 300)", y: "draw(2000)", w: "draw(300)" },
    forward: "return ((X @ w - y) ** 2).mean() + 0.1 * (w @ w)",
    aim: 1,
  },
  {
    name: "a factorisation",
    source:
      "M : matrix(n, m) data\nU : matrix(n, k)\nV : matrix(m, k)\nL = normF(M - U V^T)^2 + 1/10 normF(U)^2 + 1/10 normF(V)^2",
    wrt: ["U", "V"],
    inputs: { M: "draw(400, 300)", U: "draw(400, 20)", V: "draw(300, 20)" },
    forward: "return ((M - U @ V.T) ** 2).sum() + 0.1 * (U * U).sum() + 0.1 * (V * V).sum()",
    aim: 1,
  },
  {
    name: "layer norm after a layer",
    source: `X : matrix(N, p) data
Y : matrix(N, d) data
W : matrix(p, d)
g, b : vector(d)
A = X W
C = A - rowmeans(A) ones(d)^T
v = rowmeans(C .* C) + 1e-5 ones(N)
Z = diag(v .^ (-1/2)) C diag(g) + ones(N) b^T
L = 1/N normF(Z - Y)^2`,
    wrt: ["W", "g", "b"],
    inputs: {
      X: "draw(256, 256)",
      Y: "draw(256, 256)",
      W: "draw(256, 256) / 16",
      g: "draw(256)",
      b: "draw(256)",
    },
    forward: "return ((torch.nn.functional.layer_norm(X @ W, (W.shape[1],), g, b, 1e-5) - Y) ** 2).sum() / len(X)",
    aim: 1,
  },
  {
    name: "an LSTM of 100 steps",
    source: LSTM,
    wrt: ["Wf", "Wi", "Wg", "Wo", "Uf", "Ui", "Ug", "Uo", "bf", "bi", "bg", "bo"],
    inputs: {
      x: "draw(100, 32)",
      y: "draw(100, 64)",
      ...Object.fromEntries(["Wf", "Wi", "Wg", "Wo"].map((w) => [w, "draw(64, 64) / 8"])),
      ...Object.fromEntries(["Uf", "Ui", "Ug", "Uo"].map((w) => [w, "draw(64, 32) / 6"])),
      ...Object.fromEntries(["bf", "bi", "bg", "bo"].map((w) => [w, "draw(64)"])),
      h_0: "draw(64)",
      c_0: "draw(64)",
    },
    forward: `h, c, L = h_0, c_0, 0.0
    for t in range(len(x)):
        f = torch.sigmoid(Wf @ h + Uf @ x[t] + bf)
        i = torch.sigmoid(Wi @ h + Ui @ x[t] + bi)
        g = torch.tanh(Wg @ h + Ug @ x[t] + bg)
        o = torch.sigmoid(Wo @ h + Uo @ x[t] + bo)
        c = f * c + i * g
        h = o * torch.tanh(c)
        L = L + ((h - y[t]) ** 2).sum()
    return L`,
    aim: 0.9,
  },
];

/** Times in milliseconds, the least of many calls taken in turn; memory above what stood before, each in a process of its own. */
const TIMER = `
import importlib, json, os, resource, sys, time
import torch
torch.set_num_threads(1)
torch.manual_seed(1)
folder, runs = sys.argv[1], int(sys.argv[2])
sys.path.insert(0, folder)
job = json.load(open(folder + "/job.json"))
draw = lambda *sides: torch.randn(*sides, dtype=torch.float64)
plain = {name: eval(text) for name, text in job["inputs"].items()}
space = {"torch": torch}
exec(f"def f({', '.join(plain)}):\\n    {job['forward']}", space)
module = importlib.import_module("emitted")
tensors = {k: t.clone() for k, t in plain.items()}
leaves = [tensors[k].requires_grad_() for k in job["wrt"]]

def autograd():
    value = space["f"](**tensors)
    return value, torch.autograd.grad(value, leaves)

def emitted():
    with torch.no_grad():
        return module.value_and_derivatives(**plain)

def memory(call):
    read, write = os.pipe()
    if os.fork() == 0:
        peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        before = peak()
        call()
        call()
        os.write(write, str(peak() - before).encode())
        os._exit(0)
    os.wait()
    return int(os.read(read, 100))

kilobytes = [memory(autograd), memory(emitted)]
(value, wanted), (values, found) = autograd(), emitted()
assert torch.allclose(value, values["L"], rtol=1e-9), "the values disagree"
for name, g in zip(job["wrt"], wanted):
    assert torch.allclose(found["dL/d" + name], g, rtol=1e-7, atol=1e-9), f"emitted code and autograd disagree on {name}"
least = [float("inf"), float("inf")]
for _ in range(runs):
    for k, call in enumerate((autograd, emitted)):
        start = time.perf_counter()
        call()
        least[k] = min(least[k], time.perf_counter() - start)
print(json.dumps({"autograd": least[0] * 1e3, "emitted": least[1] * 1e3, "kilobytes": kilobytes}))
`;

interface Measured {
  readonly autograd: number;
  readonly emitted: number;
  /** Of autograd and of the emitted code. */
  readonly kilobytes: readonly [number, number];
}

function measured({ source, wrt, inputs, forward }: Trained): Measured {
  const { code, diagnostics } = codeFor(read(source), { target: "pytorch", of: "L", wrt });
  if (diagnostics.length > 0) throw new Error(diagnostics[0]?.message);
  const folder = mkdtempSync(join(tmpdir(), "chainrule-bench-"));
  try {
    writeFileSync(join(folder, "emitted.py"), code);
    writeFileSync(join(folder, "job.json"), JSON.stringify({ inputs, wrt, forward }));
    writeFileSync(join(folder, "timer.py"), TIMER);
    const one = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" };
    const run = spawnSync(PYTHON, [join(folder, "timer.py"), folder, "60"], {
      encoding: "utf8",
      env: { ...process.env, ...one },
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as Measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const trainedBench: Bench = {
  name: "trained",
  pages: ["docs/codegen.md"],
  run() {
    if (!pythonHas("torch"))
      return [{ what: "emitted PyTorch against autograd", value: null, unit: "×", note: "torch is not here" }];
    const all = TRAINED.map((model) => ({ model, m: measured(model) }));
    const rows = all.map(({ model, m }): Row => {
      const [theirs, own] = m.kilobytes;
      return {
        what: `${model.name}: value and all gradients, emitted PyTorch against autograd`,
        value: m.emitted / m.autograd,
        unit: "×",
        note: `${m.emitted.toFixed(2)} ms for ${m.autograd.toFixed(2)} ms; aim ${model.aim}×; memory ${(own / 1000).toFixed(1)} MB for ${(theirs / 1000).toFixed(1)} MB`,
      };
    });
    const mean = geometricMean(all.map(({ m }) => m.emitted / m.autograd));
    return [...rows, { what: "their geometric mean", value: mean, unit: "×", note: "aim 0.55×" }];
  },
};
