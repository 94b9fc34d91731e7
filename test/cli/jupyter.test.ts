import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { bundled } from "./bundled.js";

const PYTHON = "/usr/bin/python3";
const has = (...modules: readonly string[]): boolean =>
  spawnSync(PYTHON, ["-c", `import ${modules.join(", ")}`]).status === 0;

const { directory, command } = bundled();
const env = {
  ...process.env,
  PYTHONPATH: resolve("integrations/jupyter"),
  CHAINRULE: `${process.execPath} ${command}`,
  IPYTHONDIR: join(directory, "ipython"),
};

const CELLS = [
  "%load_ext chainrule_magic",
  "%%chainrule\nz = W x + b\nh = tanh(z)\ns = u^T h\n∂s/∂W, ∂s/∂b",
  "import numpy as np\nat = dict(W=np.ones((3, 2)), x=np.array([1., -2.]), b=np.zeros(3), u=np.arange(3.))\nprint(ds_dW(**at).shape, round(float(ds_db(**at)[2]), 6), forward(**at)['s'] == at['u'] @ np.tanh([-1.] * 3))",
  "%chainrule_check ∂s/∂b = u .* (1 - h .^ 2)",
  "ds_db = 7",
  "%%chainrule --of s --wrt b --steps none\nz = W x + b\nh = tanh(z)\ns = u^T h",
  "print(ds_db)",
];

/** Cells that end in a fault, and what it says. */
const FAULTS: readonly (readonly [string, RegExp])[] = [
  ["%chainrule_check ∂s/∂b = u .* (1 + h .^ 2)", /FAIL[\s\S]*claimed[\s\S]*it is not so/],
  ["%chainrule_check u", /a claim has an =/],
  ["%%chainrule\ny = = x", /unexpected =[\s\S]*nothing was derived/],
  ["%%chainrule --order 3\ny = x", /invalid choice/],
];

describe("the magic of notebooks", () => {
  it.skipIf(!has("IPython", "numpy"))("derives, computes and judges in IPython (skipped where it is not)", () => {
    const script = join(directory, "cells.py");
    const cells = [...CELLS, ...FAULTS.map(([cell]) => cell)];
    writeFileSync(
      script,
      `import json, sys\nfrom IPython.core.interactiveshell import InteractiveShell\nshell = InteractiveShell.instance()\nfor cell in json.loads(sys.argv[1]):\n    print("--cell")\n    shell.run_cell(cell)\n    sys.stdout.flush()\n`,
    );
    const run = spawnSync(PYTHON, [script, JSON.stringify(cells)], { encoding: "utf8", env });
    const said = run.stdout.split("--cell\n").slice(1);
    expect(said.length, run.stderr).toBe(cells.length);
    expect(said[1]).toMatch(/Markdown object[\s\S]*functions: forward, ds_dW, ds_db/);
    expect(said[2]).toBe("(3, 2) 0.839949 True\n");
    expect(said[3]).toMatch(/^ok {3}∂s\/∂b .*equal/);
    // A variable of the notebook is not replaced by a function.
    expect(said[5]).toContain("functions: forward");
    expect(said[6]).toBe("7\n");
    expect(run.stderr).toContain("kept, for they are yours: ds_db");
    for (const [i, [, fault]] of FAULTS.entries())
      expect(`${said[CELLS.length + i]}\n${run.stderr}`, FAULTS[i]?.[0]).toMatch(fault);
  });

  it.skipIf(!has("nbconvert", "ipykernel", "numpy"))("runs under nbconvert (skipped where it is not)", () => {
    const code = (source: string) => ({
      cell_type: "code",
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    });
    const kernelspec = { name: "python3", display_name: "Python 3", language: "python" };
    const notebook = { cells: CELLS.map(code), metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 };
    writeFileSync(join(directory, "it.ipynb"), JSON.stringify(notebook));
    const args = ["-m", "nbconvert", "--to", "notebook", "--execute", "--output", "out.ipynb", "it.ipynb"];
    const run = spawnSync(PYTHON, args, { encoding: "utf8", env, cwd: directory });
    expect(run.status, run.stderr).toBe(0);
    const { cells } = JSON.parse(readFileSync(join(directory, "out.ipynb"), "utf8")) as {
      cells: { outputs: { data?: Record<string, unknown>; text?: string | string[] }[] }[];
    };
    const shown = JSON.stringify(cells[1]?.outputs);
    expect(shown).toContain("text/markdown");
    expect(shown).toContain("\\\\boldsymbol{\\\\delta}");
  });
});
