/** `chainrule check`: shapes, derivatives and claims against numbers. */
import { InvalidArgumentError, Option } from "commander";
import type { CheckLine, CheckReport } from "../api/check.js";
import type { Diagnostic } from "../core/diagnostic.js";
import { counterexampleLines } from "../report/counterexample.js";
import { paint, visible } from "./colour.js";
import { EXIT } from "./command.js";
import { wholeSource } from "./diagnostics.js";
import { documentLibrary } from "./documents.js";
import { amount, evalOption, formatOption, strictOption } from "./flags.js";
import { progressOn } from "./progress.js";
import {
  defineCommand,
  jsonArray,
  jsonObject,
  jsonText,
  onTexts,
  pendingTexts,
  type Run,
  raise,
  say,
  type Text,
} from "./run.js";

const FORMATS = ["text", "json"] as const;

interface Flags {
  readonly seed: number;
  readonly samples: number;
  readonly format: (typeof FORMATS)[number];
  readonly strict?: boolean;
  readonly exactShape?: boolean;
  readonly steps?: boolean;
}

export const checkCommand = defineCommand<Flags>({
  name: "check",
  operands: "[FILE...]",
  summary: "check shapes, derivatives and claims by numbers, a line for each",
  examples: [
    "chainrule check net.eq",
    "chainrule check --seed 7 --samples 10 net.eq",
    "chainrule check --exact-shape homework.eq",
    "chainrule check --steps derivation.eq",
    'chainrule check -e "z = W x + b; s = u^T f(z); ∂s/∂b = u .* f\'(z)"',
  ],
  options: () => [
    evalOption(),
    new Option("--seed <number>", "the same seed repeats a run").argParser(whole).default(1),
    new Option("--samples <count>", "random sizes and values for each check").argParser(amount).default(3),
    formatOption(FORMATS, "how the lines are written"),
    strictOption(),
    new Option("--exact-shape", "a claim that is equal only up to a transpose fails"),
    new Option("--steps", "a derivation line by line: the first wrong line and what it should have been"),
  ],
  run: check,
});

function whole(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError("It is a whole number.");
  return number;
}

async function check(run: Run<Flags>): Promise<void> {
  if (run.flags.steps === true) {
    const { checkSteps } = await import("./check-steps.js");
    return checkSteps(run, run.flags.format);
  }
  // Loaded here and not above: --help and --version need no mathematics.
  const { checkReport } = await import("../api/check.js");
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const { flags, limits, world, outColour } = run;
  const { seed, samples, strict, exactShape, format } = flags;
  const pending = pendingTexts(run, MAX_INPUT);
  const documents = await documentLibrary(pending);
  const several = pending.length > 1;
  const all = jsonArray((text) => world.out(text));
  const add = (data: object): void => {
    if (several) all.add(data);
    else world.out(`${jsonText(data)}\n`);
  };
  const lost = (file: string, fault: Diagnostic): void => {
    if (format === "json") add(jsonObject(file, unread(flags, fault)));
  };
  const check = ({ file, text }: Text): void => {
    const progress = progressOn(world);
    const told = { progress: progress.tell, budgets: limits };
    const options = { seed, samples, strict: strict === true, exactShape: exactShape === true, ...told };
    const note = documents?.documentOf(file, text) ?? null;
    const report = orNothing(
      note === null || documents === null
        ? checkReport(text, options)
        : documents.check(note.document, note.ranges, options),
    );
    progress.clear();
    for (const d of report.diagnostics) say(run, file, d === NOTHING ? null : text, d);
    if (!report.passed) raise(run, EXIT.fault);
    if (format === "json") add(jsonObject(file, report));
    else world.out(`${several ? `# ${visible(file).replaceAll("\n", " ")}\n` : ""}${checkText(report, outColour)}`);
  };
  onTexts(run, pending, check, lost);
  if (format === "json" && several) all.end();
}

const oneLine = (text: string): string => visible(text).replaceAll("\n", " ");

const NOTHING = wholeSource(
  "check/nothing",
  "there is no equation: nothing to check",
  "a definition is y = x^T A x, a claim ∂y/∂x = 2 A x",
);

/** A text without an equation is the wrong file most likely, and a script must hear of it, as of `derive`: a fault. */
const orNothing = (report: CheckReport): CheckReport =>
  report.checks.length + report.diagnostics.length > 0 ? report : { ...report, passed: false, diagnostics: [NOTHING] };

/** The report of a source without a text to check. */
const unread = ({ seed, samples }: Flags, fault: Diagnostic): CheckReport => ({
  seed,
  samples,
  passed: false,
  counts: { passed: 0, failed: 0, notJudged: 0 },
  checks: [],
  assumptions: [],
  diagnostics: [fault],
});

/** A line for each check, and one for all together. */
export function checkText({ checks, counts, seed, diagnostics }: CheckReport, colour: boolean): string {
  const faults = diagnostics.filter((d) => d.severity === "error").length;
  const out = checks.flatMap((c) => line(c, colour));
  const all = checks.length === 0 ? "nothing to check" : `${checks.length} ${checks.length === 1 ? "check" : "checks"}`;
  const partly = counts.failed + counts.notJudged + faults > 0;
  const told = [
    ...(partly && counts.passed > 0 ? [`${counts.passed} passed`] : []),
    ...(counts.failed === 0 ? [] : [`${counts.failed} failed`]),
    ...(counts.notJudged === 0 ? [] : [`${counts.notJudged} not judged`]),
    ...(faults === 0 ? [] : [`${faults} ${faults === 1 ? "fault" : "faults"} in the text`]),
  ];
  const end = told.length > 0 ? told.join(", ") : checks.length === 0 ? "" : "all passed";
  const summary = end === "" ? all : `${all}: ${end} (--seed ${seed})`;
  return [...out, summary, ""].join("\n");
}

const MARKS = { passed: "ok  ", failed: "FAIL", "not judged": "--  " } as const;

/** A check with what is found of it, and below it the numbers at which it goes wrong. */
function line(c: CheckLine, colour: boolean): readonly string[] {
  const ink = c.outcome === "failed" ? "red" : c.passed && (c.verdict ?? "equal") === "equal" ? "green" : "yellow";
  const verdict = c.verdict === null ? [] : [c.layout === null ? c.verdict : `${c.verdict} (${c.layout})`];
  const said = [
    [...verdict, ...(c.why === null ? [] : [c.why])].join(": "),
    ...(c.worst === null ? [] : [`worst error ${c.worst.toExponential(1)} at ${c.draws} draws`]),
  ];
  const told = said.filter((s) => s !== "").join("; ");
  const after = told === "" ? "" : `   ${paint(colour, "dim", oneLine(told))}`;
  const numbers = c.counterexample === null ? [] : counterexampleLines(c.counterexample);
  return [
    `${paint(colour, ink, MARKS[c.outcome])} ${oneLine(c.text)}${after}`,
    ...numbers.map((n) => `       ${paint(colour, "dim", oneLine(n))}`),
  ];
}
