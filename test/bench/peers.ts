/** The same derivatives by SymPy and by mathjs, and what becomes of the process that answers many. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { answer } from "../../src/api/answer.js";
import { derive, parse } from "../../src/api/derive.js";
import { read } from "../../src/elaborate/parse.js";
import type { Model } from "../../src/model/model.js";
import { askedOf, derived, printed } from "./answers.js";
import { type Bench, geometricMean, least, leastOnFresh, type Row } from "./bench.js";
import { network } from "./network.js";

/** By the names in peers.py. `#` becomes a number, so that each text is one that was never read before. */
const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ["quadratic", "y# = x^T A x\n∂y#/∂x"],
  ["trace", "y# = tr(A X B X^T)\n∂y#/∂X"],
  ["least squares", "y# = norm2(M x - d)^2\n∂y#/∂x"],
  ["inverse", "X : matrix(n, n)\ny# = a^T X^-1 b\n∂y#/∂X"],
  ["scorer, by b", "z = W y + b\nh = f(z)\ns# = u^T h\n∂s#/∂b"],
  ["scorer, by W", "z = W y + b\nh = f(z)\ns# = u^T h\n∂s#/∂W"],
  ["network of 3", `${network(3).replace("s =", "s# =")}\n∂s#/∂W1`],
  ["network of 10", `${network(10).replace("s =", "s# =")}\n∂s#/∂W1`],
]);

/** Answers a text in full: derived, simplified, shared parts named, printed as LaTeX. */
const derivePrint = (model: Model): number => printed(derived(model, askedOf(model)));

let fresh = 0;
const freshText = (text: string): string => text.replaceAll("#", String(++fresh));

const RUNS = 4_000;

interface Timed {
  readonly name: string;
  readonly ms: number | null;
  readonly error?: string;
}

/** SymPy's times, or why there are none. */
function sympy(names: readonly string[]): { readonly version: string; readonly times: readonly Timed[] } | null {
  const script = fileURLToPath(new URL("../../../test/bench/peers.py", import.meta.url));
  for (const python of ["python3", "/usr/bin/python3"]) {
    const run = spawnSync(python, [script, ...names], { encoding: "utf8", timeout: 300_000 });
    if (run.status !== 0) continue;
    const [head, ...lines] = run.stdout.trim().split("\n");
    const { version } = JSON.parse(head as string) as { version: string };
    return { version, times: lines.map((line) => JSON.parse(line) as Timed) };
  }
  return null;
}

/** One spelling of every answer, read from what the public call gives; nothing else of it is asked for. */
const spelled = (source: string | Model): number =>
  derive(source, { steps: "none" }).results.reduce((length, r) => length + r.latex.length, 0);

/**
 * Times of the first hundred calls of a process, by problem: the mean of a problem's calls, in milliseconds. The built
 * package is asked, as whoever installs it does.
 */
function firstCalls(names: readonly string[]): ReadonlyMap<string, number> {
  const texts = names.map((name) => PROBLEMS.get(name) as string);
  const script = `const { derive } = await import(process.argv[1]);
const texts = JSON.parse(process.argv[2]);
const times = texts.map(() => []);
for (let i = 0; i < 100; i++) {
  const k = i % texts.length;
  const text = texts[k].replaceAll("#", String(i + 1));
  const start = performance.now();
  for (const r of derive(text, { steps: "none" }).results) r.latex.length;
  times[k].push(performance.now() - start);
}
console.log(JSON.stringify(times.map((all) => all.reduce((a, b) => a + b, 0) / all.length)));`;
  const library = new URL("../../../dist/index.js", import.meta.url).href;
  const runs = Array.from({ length: 5 }, (): number[] => {
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script, library, JSON.stringify(texts)], {
      encoding: "utf8",
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout) as number[];
  });
  return new Map(names.map((name, k) => [name, Math.min(...runs.map((times) => times[k] as number))]));
}

function againstSympy(): readonly Row[] {
  const peer = sympy([...PROBLEMS.keys()]);
  if (peer === null)
    return [{ what: "against SymPy", value: null, unit: "×", note: "python3-sympy is not on this machine" }];
  const rows: Row[] = [];
  const bare: number[] = [];
  const whole: number[] = [];
  const [called, warm, first]: [number[], number[], number[]] = [[], [], []];
  const firsts = firstCalls(peer.times.filter((t) => t.ms !== null).map((t) => t.name));
  for (const { name, ms, error } of peer.times) {
    if (ms === null) {
      rows.push({ what: name, value: null, unit: "×", note: `SymPy ${peer.version} ends in ${error ?? "an error"}` });
      continue;
    }
    const text = PROBLEMS.get(name) as string;
    const own = leastOnFresh(RUNS, () => read(freshText(text)), derivePrint);
    const all = leastOnFresh(
      RUNS,
      () => freshText(text),
      (source) => answer(source, { steps: "none" }),
    );
    called.push(ms / leastOnFresh(RUNS, () => parse(freshText(text)), spelled));
    warm.push(ms / leastOnFresh(RUNS, () => freshText(text), spelled));
    first.push(ms / (firsts.get(name) as number));
    bare.push(ms / own);
    whole.push(ms / all);
    rows.push({
      what: `${name}: derived, simplified and printed, against SymPy's bare diff`,
      value: ms / own,
      unit: "×",
      note: `${(own * 1000).toFixed(0)} µs for ${ms.toFixed(1)} ms; aim 100×`,
    });
    rows.push({
      what: `${name}: the whole call, from text to a report in three spellings`,
      value: ms / all,
      unit: "×",
      note: `${(all * 1000).toFixed(0)} µs; aim 10×`,
    });
  }
  rows.push({ what: "geometric mean of the first", value: geometricMean(bare), unit: "×", note: "aim 300×" });
  const mean = (what: string, of: readonly number[], aim: number): Row => ({
    what: `geometric mean of ${what}`,
    value: geometricMean(of),
    unit: "×",
    note: `aim ${aim}×`,
  });
  rows.push(
    mean("the whole calls", whole, 10),
    mean("derive(parsed) without steps and one spelling read, warm", called, 200),
    mean("text to one spelling read, the first hundred calls of a process", first, 10),
    mean("text to one spelling read, warm", warm, 60),
  );
  return rows;
}

/** A function of one number, which mathjs derives and simplifies as well. */
function againstMathjs(): Row {
  const mathjs = createRequire(import.meta.url)("mathjs") as { derivative(f: string, x: string): { toTex(): string } };
  const peer = least(40, () => void mathjs.derivative("exp(-x^2) * sin(3 * x) / (1 + x^2)", "x").toTex());
  const own = leastOnFresh(
    RUNS,
    () => freshText("x : scalar\ny# = exp(-x^2) sin(3 x) / (1 + x^2)\n∂y#/∂x"),
    (text) => answer(text, { steps: "none" }),
  );
  return {
    what: "a function of one number, the whole call, against mathjs' derivative",
    value: peer / own,
    unit: "×",
    note: `${(own * 1000).toFixed(0)} µs for ${(peer * 1000).toFixed(0)} µs`,
  };
}

/** Bytes that the heap keeps for each of many models, after the first thousand. */
function memory(): Row {
  const text = PROBLEMS.get("scorer, by W") as string;
  const collect = (globalThis as { gc?: () => void }).gc ?? null;
  if (collect === null)
    return { what: "bytes kept for each of 10,000 models", value: null, unit: "", note: "node --expose-gc is needed" };
  const after = (models: number): number => {
    for (let i = 0; i < models; i++) answer(freshText(text), { steps: "none" });
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = after(1_000);
  return {
    what: "bytes kept for each of 10,000 models in one process",
    value: Math.max(0, (after(10_000) - before) / 10_000),
    unit: "",
    note: "0 is no growth",
  };
}

export const peersBench: Bench = {
  name: "peers",
  pages: ["docs/benchmarks.md"],
  run: () => [...againstSympy(), againstMathjs(), memory()],
};
