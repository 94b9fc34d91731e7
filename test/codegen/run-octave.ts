/** Runs many emitted MATLAB modules in one process of Octave. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PythonAnswer, PythonJob } from "./run-python.js";

export const octaveExists = (): boolean => spawnSync("octave-cli", ["--version"]).status === 0;

const matrix = (value: PythonJob["inputs"][string]): string => {
  if (typeof value === "number") return String(value);
  const rows = value as readonly (number | readonly number[])[];
  return `[${rows.map((row) => (typeof row === "number" ? String(row) : row.join(", "))).join("; ")}]`;
};

const REPORT = `
function report(i, name, map)
  for key = map.keys()
    X = map(key{1}).';
    fprintf('@%d %s %s\\n%s\\n', i, name, key{1}, sprintf('%.17g ', full(X(:))));
  end
end
`;

/** The answer of each module, in the order of the jobs; module i is the function `m<i>`. */
export function runOctave(jobs: readonly PythonJob[]): readonly PythonAnswer[] {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-octave-"));
  try {
    const lines: string[] = ["1;", REPORT, "warning('off', 'all');"];
    jobs.forEach((job, i) => {
      writeFileSync(join(directory, `m${i}.m`), job.code);
      lines.push("try", `m = m${i}(); in = struct();`);
      for (const [name, value] of Object.entries(job.inputs)) lines.push(`in.${name} = ${matrix(value)};`);
      for (const [name, f] of Object.entries(job.functions)) lines.push(`in.${name} = ${f};`);
      for (const call of job.call)
        lines.push(
          call === "self_test"
            ? `fprintf('@%d self %d\\n\\n', ${i}, m.self_test());`
            : `report(${i}, '${call}', m.${call}(in));`,
        );
      lines.push("catch error", `fprintf('@%d error\\n%s\\n', ${i}, strrep(error.message, char(10), ' '));`, "end");
    });
    writeFileSync(join(directory, "run_all.m"), lines.join("\n"));
    const run = spawnSync("octave-cli", ["--no-gui", "--quiet", "run_all.m"], {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, OPENBLAS_NUM_THREADS: "1" },
      maxBuffer: 1 << 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return parsed(run.stdout, jobs.length);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function parsed(stdout: string, count: number): readonly PythonAnswer[] {
  const answers: { [key: string]: unknown }[] = Array.from({ length: count }, () => ({}));
  const lines = stdout.split("\n");
  lines.forEach((line, k) => {
    const [, index, what = "", key = ""] = /^@(\d+) (\w+) ?(.*)$/.exec(line) ?? [];
    if (index === undefined) return;
    const answer = answers[Number(index)] as { [key: string]: unknown };
    if (what === "error") answer.error = lines[k + 1];
    else if (what === "self") answer.self_test = key === "1";
    else {
      const numbers = (lines[k + 1] ?? "")
        .trim()
        .split(/\s+/)
        .filter((w) => w !== "");
      answer[what] ??= {};
      const all = answer[what] as { [key: string]: unknown };
      all[key] = numbers.map((w) => (w === "Inf" ? Infinity : w === "-Inf" ? -Infinity : Number(w)));
    }
  });
  return answers as PythonAnswer[];
}
