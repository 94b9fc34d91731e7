/** Runs many emitted Python modules in one process. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Handed } from "./models.js";

/** The Python of the system: the one that Debian's packages belong to. */
export const PYTHON = process.env.PY ?? "/usr/bin/python3";

/** Whether that Python has the modules. */
export function pythonHas(...modules: readonly string[]): boolean {
  const found = spawnSync(PYTHON, ["-c", modules.map((m) => `import ${m}`).join("\n")], { encoding: "utf8" });
  return found.status === 0;
}

/** Whether the real JAX is there; else its modules run on the stand-in beside the runner. */
export const jaxExists = (): boolean => pythonHas("jax");

export interface PythonJob {
  readonly code: string;
  readonly inputs: Readonly<Record<string, Handed>>;
  /** Lambdas of arrays, by the name of the input; `np` may be used. */
  readonly functions: Readonly<Record<string, string>>;
  /** The functions to call. */
  readonly call: readonly ("forward" | "derivatives" | "self_test")[];
}

export interface PythonAnswer {
  readonly forward?: Readonly<Record<string, unknown>>;
  readonly derivatives?: Readonly<Record<string, unknown>>;
  readonly self_test?: boolean;
  readonly printed?: string;
  readonly error?: string;
}

/**
 * All that emitted modules call of JAX, in NumPy: the names and arguments are JAX's (its 0.4
 * reference), arrays cannot be written to but have \`.at[…].add\`, and a name that is not listed here
 * is an error. It tells whether the code computes what it should, not whether JAX runs it.
 */
export const JAX_STAND_IN = `
import math, sys, types
import numpy as np

class Array(np.ndarray):
    @property
    def at(self):
        return At(self)
    def __setitem__(self, key, value):
        raise TypeError("JAX arrays are immutable")

class At:
    def __init__(self, array):
        self.array = array
    def __getitem__(self, key):
        return Place(self.array, key)

class Place:
    def __init__(self, array, key):
        self.array, self.key = array, key
    def add(self, value):
        out = np.array(self.array)
        np.add.at(out, self.key, value)
        return out.view(Array)

def jaxed(f):
    def call(*args, **more):
        value = f(*args, **more)
        return np.asarray(value).view(Array) if isinstance(value, (np.ndarray, np.generic, float)) else value
    return call

NAMES = (
    "abs amax any arange arccos arccosh arcsin arcsinh arctan arctanh argmax array asarray broadcast_to cbrt clip conj convolve correlate cos cosh cumprod cumsum diag diagonal exp expm1 eye finfo flip floor full full_like heaviside hstack "
    "imag issubdtype isnan kron log log10 log1p log2 logaddexp max maximum min minimum ones ones_like outer prod real reshape sign sin sinh sqrt sum swapaxes tan "
    "tanh tensordot trace tril triu vdot vstack where zeros zeros_like"
).split()
jax = types.ModuleType("jax")
jnp = types.ModuleType("jax.numpy")
for name in NAMES:
    setattr(jnp, name, jaxed(getattr(np, name)))
jnp.pi, jnp.e, jnp.nan, jnp.floating, jnp.complexfloating = np.pi, np.e, np.nan, np.floating, np.complexfloating
class CustomVjp:
    """Keeps the passes; what JAX does with them is JAX's."""
    def __init__(self, f, nondiff_argnums=()):
        self.f, self.nondiff_argnums = f, nondiff_argnums
    def defvjp(self, forward, backward):
        self.forward, self.backward = forward, backward
    def __call__(self, *args):
        return self.f(*args)

jax.custom_vjp = CustomVjp
jax.core = types.SimpleNamespace(Tracer=type("Tracer", (), {}))
jnp.linalg = types.SimpleNamespace(
    cholesky=jaxed(np.linalg.cholesky), eig=np.linalg.eig, qr=np.linalg.qr, eigvalsh=jaxed(np.linalg.eigvalsh),
    eigh=lambda A: tuple(np.asarray(x).view(Array) for x in np.linalg.eigh(A)),
    svd=lambda A, full_matrices: tuple(np.asarray(x).view(Array) for x in np.linalg.svd(A, full_matrices=full_matrices)),
    norm=jaxed(np.linalg.norm), matrix_power=jaxed(np.linalg.matrix_power), inv=jaxed(np.linalg.inv), slogdet=np.linalg.slogdet
)

def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)

def logsumexp(a, axis=None):
    top = np.max(a, axis=axis, keepdims=True)
    return np.squeeze(top, axis) + np.log(np.sum(np.exp(a - top), axis=axis))

def log_softmax(x, axis=-1):
    return x - np.expand_dims(logsumexp(x, axis=axis), axis)

def lu_factor(a):
    LU, n = np.array(a, dtype=float), len(a)
    pivots = np.arange(n)
    for k in range(n):
        p = k + int(np.argmax(np.abs(LU[k:, k])))
        pivots[k] = p
        LU[[k, p]] = LU[[p, k]]
        if LU[k, k] != 0:
            LU[k + 1:, k] /= LU[k, k]
            LU[k + 1:, k + 1:] -= np.outer(LU[k + 1:, k], LU[k, k + 1:])
    return LU.view(Array), pivots

def lu_solve(lu_and_piv, b, trans=0):
    LU, pivots = np.asarray(lu_and_piv[0]), lu_and_piv[1]
    P = np.eye(len(LU))
    for k, p in enumerate(pivots):
        P[[k, p]] = P[[p, k]]
    A = P.T @ (np.tril(LU, -1) + np.eye(len(LU))) @ np.triu(LU)
    return np.linalg.solve(A.T if trans else A, b)

# SciPy's functions that NumPy lacks: those of the modules for NumPy.
of_numpy = {}
exec(open(${JSON.stringify(join(process.cwd(), "src/codegen/python/runtime/numpy.py"))}).read(), of_numpy)

def module(name, **members):
    made = sys.modules[name] = types.ModuleType(name)
    vars(made).update(members)
    return made

jax.nn = module(
    "jax.nn",
    sigmoid=jaxed(lambda x: np.exp(-np.logaddexp(0, -x))),
    softplus=jaxed(lambda x: np.logaddexp(0, x)),
    relu=jaxed(lambda x: np.maximum(x, 0)),
    elu=jaxed(lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0)))),
    leaky_relu=jaxed(lambda x: np.where(x > 0, x, 0.01 * x)),
    silu=jaxed(lambda x: x * np.exp(-np.logaddexp(0, -x))),
    soft_sign=jaxed(lambda x: x / (1 + np.abs(x))),
    softmax=jaxed(softmax),
    log_softmax=jaxed(log_softmax),
)
jax.scipy = module(
    "jax.scipy",
    special=module(
        "jax.scipy.special",
        erf=jaxed(np.vectorize(math.erf, otypes=[float])),
        erfc=jaxed(np.vectorize(math.erfc, otypes=[float])),
        ndtr=jaxed(np.vectorize(lambda x: math.erfc(-x / math.sqrt(2)) / 2, otypes=[float])),
        erfinv=jaxed(of_numpy["erfinv"]),
        gamma=jaxed(of_numpy["gamma_function"]),
        gammaln=jaxed(of_numpy["lgamma"]),
        digamma=jaxed(lambda x: of_numpy["polygamma"](0, x)),
        polygamma=jaxed(of_numpy["polygamma"]),
        logsumexp=jaxed(logsumexp),
        xlogy=jaxed(lambda x, y: np.where(x == 0, 0.0, x * np.log(np.where(x == 0, 1.0, y)))),
    ),
    linalg=module("jax.scipy.linalg", lu_factor=lu_factor, lu_solve=jaxed(lu_solve), expm=jaxed(of_numpy["expm"])),
)
jax.config = types.SimpleNamespace(update=lambda name, value: None)
jax.numpy = jnp
sys.modules["jax"], sys.modules["jax.numpy"] = jax, jnp
`;

const RUNNER = `
import contextlib, importlib.util, io, json, math, sys, traceback, warnings
import numpy as np
jobs = json.load(open(sys.argv[1]))
# Torch takes seconds to load.
if any("import torch" in open(job["file"]).read() for job in jobs):
    import torch
try:
    import jax
except ImportError:
    import jax_stand_in
    import jax
jax.config.update("jax_enable_x64", True)
import jax.numpy as jnp
warnings.simplefilter("ignore")
def plain(v):
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    a = np.asarray(v.detach() if hasattr(v, "detach") else v, dtype=float)
    def word(x):
        if isinstance(x, list):
            return [word(y) for y in x]
        return x if math.isfinite(x) else ("nan" if math.isnan(x) else ("inf" if x > 0 else "-inf"))
    return word(a.tolist())
answers = []
for i, job in enumerate(jobs):
    answer = {}
    try:
        spec = importlib.util.spec_from_file_location(f"m{i}", job["file"])
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        inputs = {**job["inputs"], **{k: eval(v) for k, v in job["functions"].items()}}
        for name in job["call"]:
            if name == "self_test":
                out = io.StringIO()
                with contextlib.redirect_stdout(out):
                    answer[name] = module.self_test()
                answer["printed"] = out.getvalue()
            else:
                answer[name] = plain(getattr(module, name)(**inputs))
    except Exception:
        answer["error"] = traceback.format_exc()
    answers.append(answer)
json.dump(answers, open(sys.argv[2], "w"))
`;

/**
 * What `runner`, a program of Python, writes of modules: it is given a list of jobs with the file of each, and the file
 * for its answers. Throws with its words where the run itself fails.
 */
export function ranInPython<Answer>(
  jobs: readonly { readonly code: string; readonly handed: object }[],
  runner: string,
  beside: Readonly<Record<string, string>> = {},
): readonly Answer[] {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-python-"));
  try {
    const list = jobs.map(({ code, handed }, i) => {
      const file = join(directory, `m${i}.py`);
      writeFileSync(file, code);
      return { file, ...handed };
    });
    writeFileSync(join(directory, "jobs.json"), JSON.stringify(list));
    for (const [name, text] of Object.entries({ ...beside, "run.py": runner }))
      writeFileSync(join(directory, name), text);
    const answers = join(directory, "answers.json");
    const run = spawnSync(PYTHON, [join(directory, "run.py"), join(directory, "jobs.json"), answers], {
      encoding: "utf8",
      env: { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", PYTHONDONTWRITEBYTECODE: "1" },
      maxBuffer: 1 << 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(spawnSync("cat", [answers], { encoding: "utf8", maxBuffer: 1 << 28 }).stdout);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The answer of each module, in one run of Python. Throws with its words where the run itself fails. */
export const runPython = (jobs: readonly PythonJob[]): readonly PythonAnswer[] =>
  ranInPython(
    jobs.map(({ code, inputs, functions, call }) => ({ code, handed: { inputs, functions, call } })),
    RUNNER,
    { "jax_stand_in.py": JAX_STAND_IN },
  );
