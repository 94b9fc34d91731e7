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

export interface PythonJob {
  readonly code: string;
  readonly inputs: Readonly<Record<string, Handed>>;
  /** Lambdas of arrays, by the name of the input; `np` may be used. */
  readonly functions: Readonly<Record<string, string>>;
  /** What is called: every function that is named. */
  readonly call: readonly ("forward" | "derivatives" | "self_test")[];
}

export interface PythonAnswer {
  readonly forward?: Readonly<Record<string, unknown>>;
  readonly derivatives?: Readonly<Record<string, unknown>>;
  readonly self_test?: boolean;
  readonly printed?: string;
  readonly error?: string;
}

const RUNNER = `
import contextlib, importlib.util, io, json, math, sys, traceback, warnings
import numpy as np
try:
    import torch
except ImportError:
    pass
try:
    import jax
    jax.config.update("jax_enable_x64", True)
    import jax.numpy as jnp
except ImportError:
    pass
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
for i, job in enumerate(json.load(open(sys.argv[1]))):
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

/** What each module answers, in one run of Python. Throws with its words where the run itself fails. */
export function runPython(jobs: readonly PythonJob[]): readonly PythonAnswer[] {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-python-"));
  try {
    const list = jobs.map((job, i) => {
      const file = join(directory, `m${i}.py`);
      writeFileSync(file, job.code);
      return { file, inputs: job.inputs, functions: job.functions, call: job.call };
    });
    writeFileSync(join(directory, "jobs.json"), JSON.stringify(list));
    writeFileSync(join(directory, "run.py"), RUNNER);
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
