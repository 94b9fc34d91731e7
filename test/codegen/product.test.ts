/** Vector-Jacobian products: held against differences by the modules themselves, by PyTorch's gradcheck, and by one another. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codeFor, type Target } from "../../src/codegen/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { JAX_STAND_IN, pythonHas, ranInPython } from "./run-python.js";

const torch = pythonHas("torch");
const python = pythonHas("numpy");
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

interface Example {
  readonly label: string;
  readonly text: string;
  readonly of: string;
  readonly order: 1 | 2;
}

const EXAMPLES: readonly Example[] = [
  { label: "a layer of an unknown function", text: "z = W x + b\nh = f(z)", of: "h", order: 2 },
  {
    label: "a solve, a number and a row",
    text: "λ : scalar\nA : matrix(n, n)\nb : vector(n)\nc : matrix(1, n)\nx = (A + λ I)^-1 b * sum(c)",
    of: "x",
    order: 2,
  },
  {
    label: "attention",
    text: "Q : matrix(n, k)\nK : matrix(m, k)\nV : matrix(m, p)\nP = softmaxrows(Q K^T / sqrt(k))\nY = P V",
    of: "Y",
    order: 2,
  },
  { label: "a determinant", text: "A : matrix(n, n)\nS = A A^T + I\nd = logdet(S) + det(A)", of: "d", order: 2 },
  { label: "a row", text: "u : vector(n)\nA : matrix(n, m)\nr = u^T A", of: "r", order: 2 },
  { label: "its own output kept", text: "W : matrix(n, m)\nx : vector(m)\np = softmax(W x)", of: "p", order: 2 },
  { label: "what the input is added to", text: "x, b : vector(n)\ny = x + b", of: "y", order: 2 },
  { label: "a length", text: "x : vector(n)\ny = x / norm2(x)", of: "y", order: 2 },
  { label: "a size that no input shows", text: "x : vector(n)\ny = kron(ones(k), x)", of: "y", order: 1 },
  {
    label: "a family and labels",
    text: `x_i : vector(d) for i in 1..N
y_i : label(1..K) for i in 1..N
w_k : vector(d) for k in 1..K
L = sum(i=1..N, sum(j=1..K, j != y_i, softplus(1 + w_j^T x_i - w_{y_i}^T x_i)))`,
    of: "L",
    order: 1,
  },
  {
    label: "a recursion over time",
    text: `W : matrix(n, n); U : matrix(n, d); c : vector(n); h_0 : vector(n)
x_t : vector(d) for t in 1..T
h_t = tanh(W h_{t-1} + U x_t) for t in 1..T
L = sum(t=1..T, c^T h_t)`,
    of: "L",
    order: 1,
  },
];

function moduleOf({ text, of, order }: Example, target: Target): string {
  const { code, diagnostics } = codeFor(read(text), { target, vjp: of, order });
  expect(diagnostics).toEqual([]);
  return code;
}

/** Reads the modules, and says of each whether it agrees with its own differences. */
const SELF_TEST = `
import contextlib, importlib.util, io, json, sys
def load(file, name):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
answers = []
for i, job in enumerate(json.load(open(sys.argv[1]))):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        good = load(job["file"], f"m{i}").self_test()
    answers.append("ok" if good else out.getvalue())
json.dump(answers, open(sys.argv[2], "w"))
`;

/** gradcheck of \`apply\`, gradgradcheck where the module has a second product, a refusal where it has none. */
const GRADCHECK = `
import importlib.util, json, sys, warnings
import torch
warnings.simplefilter("ignore")
def load(file, name):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
answers = []
for i, job in enumerate(json.load(open(sys.argv[1]))):
    faults = []
    module = load(job["file"], f"m{i}")
    sample = {k: v for k, v in module._sample().items() if not k.endswith(("_bar", "_dot"))}
    moving = [k for k, v in sample.items() if not callable(v) and not (isinstance(v, int) or (isinstance(v, list) and isinstance(v[0], int)))]
    tensors = [torch.tensor(sample[k], dtype=torch.float64, requires_grad=True) for k in moving]
    call = lambda *at: module.apply(**{**sample, **dict(zip(moving, at))})
    try:
        if not torch.autograd.gradcheck(call, tensors, raise_exception=True):
            faults.append("gradcheck")
        if job["order"] == 2:
            if not torch.autograd.gradgradcheck(call, tensors, raise_exception=True):
                faults.append("gradgradcheck")
        else:
            try:
                torch.autograd.grad(call(*tensors).sum(), tensors[0], create_graph=True)
                faults.append("a second derivative that was not asked for is no error")
            except NotImplementedError as error:
                if "no derivative of its own" not in str(error):
                    faults.append(str(error))
    except Exception as error:
        faults.append(f"{type(error).__name__}: {error}")
    answers.append(faults)
json.dump(answers, open(sys.argv[2], "w"))
`;

const gradchecked = (jobs: readonly { readonly code: string; readonly order: number }[]) =>
  ranInPython<readonly string[]>(
    jobs.map(({ code, order }) => ({ code, handed: { order } })),
    GRADCHECK,
  );

describe("vector-Jacobian products", () => {
  it.skipIf(!python)(`in NumPy${absent(python)}`, { timeout: 120_000 }, () => {
    const answers = ranInPython<string>(
      EXAMPLES.map((e) => ({ code: moduleOf(e, "numpy"), handed: {} })),
      SELF_TEST,
    );
    expect(answers.map((a, i) => `${EXAMPLES[i]?.label}: ${a}`)).toEqual(EXAMPLES.map((e) => `${e.label}: ok`));
  });

  it.skipIf(!torch)(`in PyTorch, by gradcheck and gradgradcheck${absent(torch)}`, { timeout: 300_000 }, () => {
    const faults = gradchecked(EXAMPLES.map((e) => ({ code: moduleOf(e, "pytorch"), order: e.order })));
    expect(faults.flatMap((list, i) => list.map((fault) => `${EXAMPLES[i]?.label}: ${fault}`))).toEqual([]);
  });

  it.skipIf(!torch)(`are caught where a factor is planted${absent(torch)}`, { timeout: 120_000 }, () => {
    const [layer] = EXAMPLES as readonly [Example];
    const code = moduleOf(layer, "pytorch");
    const wrong = [
      code.replace('{"W_bar": W_bar', '{"W_bar": 1.01 * W_bar'),
      code.replace("\n    h_dot = ", "\n    h_dot = 1.01 * "),
    ];
    expect(wrong).not.toContain(code);
    expect(gradchecked(wrong.map((c) => ({ code: c, order: 2 }))).map((f) => f.length)).toEqual([1, 1]);
  });

  it.skipIf(!torch)(`refuse what was not asked for${absent(torch)}`, { timeout: 120_000 }, () => {
    const text = "X : matrix(N, d) data\nw : vector(d)\ny = tanh(X w)";
    const code = moduleOf({ label: "", text, of: "y", order: 1 }, "pytorch");
    const [faults] = gradchecked([{ code, order: 1 }]);
    expect(faults?.[0]).toContain("no derivative by one of the inputs that require it");
  });

  it.skipIf(!torch)(`train as docs/codegen.md shows${absent(torch)}`, { timeout: 120_000 }, () => {
    const page = readFileSync("docs/codegen.md", "utf8");
    const text = /```chainrule\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const program = /```python\n(import layer[\s\S]*?)```/.exec(page)?.[1] ?? "";
    const runner = `
import json, sys
import torch
sys.path.insert(0, json.load(open(sys.argv[1]))[0]["file"].rsplit("/", 1)[0])
torch.manual_seed(1)
X, W, b = torch.randn(5, 3), torch.randn(3, 4, requires_grad=True), torch.randn(4, requires_grad=True)
${program.replace("import layer", "import m0 as layer")}
again = torch.autograd.grad(torch.tanh(X @ W + b).square().sum(), (W, b))
json.dump([[bool(torch.allclose(x, y, atol=1e-5)) for x, y in zip((W.grad, b.grad), again)]], open(sys.argv[2], "w"))
`;
    const code = moduleOf({ label: "", text, of: "H", order: 1 }, "pytorch");
    expect(ranInPython<readonly boolean[]>([{ code, handed: {} }], runner)).toEqual([[true, true]]);
  });

  it("do the work of the pass forward once", () => {
    const code = moduleOf({ label: "", text: "z = W x + b\nh = tanh(z)", of: "h", order: 1 }, "numpy");
    const back = /def vjp_backward[\s\S]*?return/.exec(code)?.[0] ?? "";
    expect(code).toMatch(/return h, \(W, x, h\)/);
    expect(back).not.toMatch(/W @ x|tanh\(z\)\n/);
  });

  it.skipIf(!python)("give the same in JAX as in NumPy", { timeout: 120_000 }, () => {
    const [layer] = EXAMPLES as readonly [Example];
    const only: Example = { ...layer, order: 1 };
    const runner = `
import importlib.util, json, sys
import numpy as np
try:
    import jax
except ImportError:
    import jax_stand_in
    import jax
jax.config.update("jax_enable_x64", True)
def load(file, name):
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
ours, theirs = [load(job["file"], f"m{i}") for i, job in enumerate(json.load(open(sys.argv[1])))]
at = {"W": np.arange(6.0).reshape(3, 2) / 5, "x": np.array([0.3, -0.7]), "b": np.array([0.1, 0.2, 0.3])}
bar = np.array([1.0, -2.0, 0.5])
f, df = np.sin, np.cos
h, kept = ours.vjp_forward(**at, f=f)
want = ours.vjp_backward(kept, bar, df=df)
value, residuals = theirs._apply_forward(at["W"], at["x"], at["b"], f, df)
found = theirs._apply_backward(f, df, residuals, bar)
near = [np.allclose(theirs.apply(**at, f=f, df=df), h), *(np.allclose(found[i], want[k]) for i, k in enumerate(["W_bar", "x_bar", "b_bar"]))]
json.dump([[bool(x) for x in near], []], open(sys.argv[2], "w"))
`;
    const codes = (["numpy", "jax"] as const).map((target) => ({ code: moduleOf(only, target), handed: {} }));
    expect(ranInPython<readonly boolean[]>(codes, runner, { "jax_stand_in.py": JAX_STAND_IN })[0]).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
