/** What people wait for: a key on the page, a deep network checked, a long formula's second derivative, a course proofread. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { check } from "../../src/api/check.js";
import { derive } from "../../src/api/derive.js";
import { answered, BROWSER, stage, write } from "../web/browser.js";
import { keyTimes } from "../web/keys.js";
import type { Bench, Row } from "./bench.js";
import { network } from "./network.js";

/** What a call takes of the processor, in milliseconds: a machine that does other things is as quick. */
function timed(call: () => unknown): number {
  const start = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** tanh(tanh(… x)), so many times. */
const nested = (depth: number): string => `x : scalar\ny = ${"tanh(".repeat(depth)}x${")".repeat(depth)}`;

function secondDerivatives(): readonly Row[] {
  const at = (depth: number): number => {
    const runs = [1, 2, 3].map(() => timed(() => derive(nested(depth), { wrt: ["x"], order: 2, steps: "none" })));
    return Math.min(...runs);
  };
  at(6);
  const [half, whole] = [at(12), at(24)];
  return [
    { what: "Hessian of tanh nested 24 deep", value: whole, unit: "ms", note: "aim 300 ms" },
    { what: "the same against 12 deep", value: whole / half, unit: "×", note: "2× is linear" },
  ];
}

/** A network with every name asked: its weights, offsets, input and layers. */
function deepCheck(): readonly Row[] {
  const [half, whole] = [100, 200].map((layers) => timed(() => check(network(layers), { seed: 1 }))) as [
    number,
    number,
  ];
  return [
    { what: "check of 200 layers by all names", value: whole, unit: "ms", note: "aim 2000 ms" },
    { what: "the same against 100 layers", value: whole / half, unit: "×", note: "2× is linear" },
  ];
}

const CHAPTERS = 20;
/** Writes what the process has taken, and the most that it has held, to the last line of the errors. */
const TAKEN = 'process.on("exit", () => process.stderr.write("\\n" + JSON.stringify(process.resourceUsage())));';

/** The notes of a course: those that COURSE names, else the small ones of the shared cases. */
function course(): readonly Row[] {
  const given = process.env.COURSE;
  const small = resolve("../shared/cases/notes");
  const folder = given ?? small;
  const what =
    given === undefined ? "the small notes of ../shared/cases, proofread" : "a course of chapters, proofread";
  if (!existsSync(folder)) return [{ what, value: null, unit: "ms", note: "COURSE names no folder of notes" }];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => /\.(?:md|tex|ipynb)$/.test(f))
    .sort()
    .slice(0, given === undefined ? undefined : CHAPTERS)
    .map((f) => join(folder, f));
  const work = mkdtempSync(join(tmpdir(), "chainrule-bench-"));
  try {
    const taken = join(work, "taken.cjs");
    writeFileSync(taken, TAKEN);
    const { stderr } = spawnSync(process.execPath, ["-r", taken, "dist/cli.cjs", "notes", "check", ...files], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr.trim().split("\n").at(-1) ?? "");
    const took = (userCPUTime + systemCPUTime) / 1000;
    const note = `${files.length} files, one process, at most ${(maxRSS / 1000).toFixed(0)} MB`;
    return [{ what, value: took, unit: "ms", note: given === undefined ? note : `${note}; aim 5000 ms, 300 MB` }];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const LINES = 30;
const KEYS = 100;

/** From a key in a model of 30 lines to its answer on the page. */
async function key(): Promise<readonly Row[]> {
  const what = `a key on the page, a model of ${LINES} lines, 95th of ${KEYS}`;
  if (BROWSER === null) return [{ what, value: null, unit: "ms", note: "no Chromium is on this machine" }];
  const at = await stage();
  try {
    const { page } = await at.open(at.site);
    await write(page, `${network(LINES - 2)}\n∂s/∂W1\n`);
    await answered(page, "\\mathbf{x}");
    const times = (await keyTimes(page, KEYS)).sort((a, b) => a - b);
    const part = (p: number): number => times[Math.floor(p * (times.length - 1))] ?? Number.NaN;
    return [{ what, value: part(0.95), unit: "ms", note: `median ${part(0.5).toFixed(0)} ms; aim 50 ms` }];
  } finally {
    await at.close();
  }
}

export const wholeBench: Bench = {
  name: "whole",
  pages: ["docs/benchmarks.md"],
  run: async () => [...deepCheck(), ...secondDerivatives(), ...course(), ...(await key())],
};
