/** `examples/corpus`: what the engines find, with a worker killed half way, is what one process finds. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PYTHON, pythonHas } from "../codegen/run-python.js";

const PARTS = 7;
const work = mkdtempSync(join(tmpdir(), "chainrule-cluster-"));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(work, { recursive: true, force: true });
});

const file = (name: string, text: string): string => {
  writeFileSync(join(work, name), text);
  return join(work, name);
};

const library = mkdtempSync(join(work, "library "));
for (let k = 1; k <= 40; k++) {
  const side = k % 3 === 0 ? "2 \\mathbf{a}" : "\\mathbf{a}";
  const text = `$y = \\mathbf{a}^T \\mathbf{x}$, $\\frac{\\partial y}{\\partial \\mathbf{x}} = ${side}$\n`;
  writeFileSync(join(library, `${k}.md`), text);
}
writeFileSync(join(library, "41.md"), new Uint8Array([0xff]));

const command = resolve("dist/cli.cjs");
const one = spawnSync(process.execPath, [command, "notes", "check", library, "--format", "jsonl"], {
  encoding: "utf8",
});

/** The command, which at part 3 says half of what it has to say and kills what has started it, once. */
function dying(name: string, victim: string): { readonly env: NodeJS.ProcessEnv; readonly fell: () => boolean } {
  const mark = join(work, `${name}.fell`);
  const script = file(
    `${name}.sh`,
    `#!/bin/bash
if [ "$5" = 3/${PARTS} ] && mkdir '${mark}' 2>/dev/null; then
  '${process.execPath}' '${command}' "$@" | head -c 900
  kill -9 ${victim}
  exit 1
fi
exec '${process.execPath}' '${command}' "$@"
`,
  );
  chmodSync(script, 0o755);
  return { env: { ...process.env, CHAINRULE: script }, fell: () => existsSync(mark) };
}

const example = (name: string): string => resolve("examples/corpus", name);

function start(program: string, args: readonly string[], env = process.env): ChildProcess {
  const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "ignore"], cwd: work });
  started.push(child);
  return child;
}

const seen = (path: string): Promise<void> =>
  new Promise((done) => {
    const timer = setInterval(() => {
      if (!existsSync(path)) return;
      clearInterval(timer);
      done();
    }, 50);
  });

const ended = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => ((child.exitCode ?? child.signalCode) === null ? child.once("exit", done) : done(null)));

describe("a library on several workers", () => {
  it("one process finds something in every note, and loses one", () => {
    const lines = one.stdout.trim().split("\n");
    expect([one.status, lines.length]).toEqual([1, 41]);
    expect(lines.filter((l) => l.includes('"verdict":"different"'))).toHaveLength(13);
    expect(lines.at(-1)).toContain("file/encoding");
  });

  it("GNU parallel: a job that dies half way is done again", () => {
    const { env, fell } = dying("parallel", "$PPID");
    const out = join(work, "parallel out");
    const run = spawnSync(example("parallel.sh"), [library, String(PARTS), out, "--jobs", "2"], {
      env,
      encoding: "utf8",
    });
    expect([run.status, fell()], run.stderr).toEqual([0, true]);
    expect(readFileSync(join(out, "all.jsonl"), "utf8")).toBe(one.stdout);
  });

  it("Dask: the task of a worker that dies half way goes to the other", async () => {
    if (!pythonHas("distributed")) throw new Error(`${PYTHON} has no distributed (Debian: python3-distributed)`);
    // Two steps up from the command: shard.sh, and the worker that runs it.
    const { env, fell } = dying("dask", "$(ps -o ppid= $PPID)");
    const scheduler = join(work, "scheduler.json");
    const cli = (name: string, ...args: string[]) =>
      start(
        PYTHON,
        ["-m", `distributed.cli.dask_${name}`, "--scheduler-file", scheduler, "--no-dashboard", ...args],
        env,
      );
    cli("scheduler", "--host", "127.0.0.1", "--port", "0");
    await seen(scheduler);
    const workers = ["a", "b"].map((name) => cli("worker", "--no-nanny", "--nthreads", "1", "--name", name));
    const client = spawn(PYTHON, [example("dask_corpus.py"), library, String(PARTS), "--scheduler-file", scheduler]);
    let out = "";
    client.stdout.on("data", (piece) => {
      out += piece;
    });
    await ended(client);
    expect([fell(), out === one.stdout]).toEqual([true, true]);
    expect(workers.filter((w) => w.signalCode === "SIGKILL")).toHaveLength(1);
  });

  it("Slurm: the jobs of an array, merged", () => {
    const out = join(work, "slurm");
    for (let part = 1; part <= PARTS; part++) {
      const env = {
        ...process.env,
        CHAINRULE: `${process.execPath} ${command}`,
        SLURM_ARRAY_TASK_ID: String(part),
        SLURM_ARRAY_TASK_COUNT: String(PARTS),
        SLURM_SUBMIT_DIR: resolve("examples/corpus"),
      };
      expect(spawnSync(example("slurm.sh"), [library, out], { env }).status).toBe(0);
    }
    expect(spawnSync(example("merge.sh"), [out, String(PARTS)], { encoding: "utf8" }).stdout).toBe(one.stdout);
  });

  it("Spark: numbers of parts come on standard input, and a run that does not end fails", () => {
    const env = { ...process.env, CHAINRULE: `${process.execPath} ${command}` };
    const piped = (input: string, given = env) =>
      spawnSync(example("shard.sh"), [library, "3"], { env: given, encoding: "utf8", input });
    const [both, last] = [piped("1\n3\n"), piped("2\n")];
    expect([both.status, last.status]).toEqual([0, 0]);
    const lines = (text: string): readonly string[] => text.split("\n").sort();
    expect(lines(both.stdout + last.stdout)).toEqual(lines(one.stdout));
    expect(piped("4\n").status).toBe(2);
    const killed = file("killed.sh", "kill -9 $$\n");
    expect(piped("1\n", { ...env, CHAINRULE: `sh ${killed}` }).status).toBe(137);
  });
});
