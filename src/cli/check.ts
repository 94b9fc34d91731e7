/** `chainrule check`: shapes, derivatives and claims against numbers. */
import { InvalidArgumentError, Option } from "commander";
import type { CheckLine, CheckReport } from "../api/check.js";
import type { Diagnostic } from "../core/diagnostic.js";
import { counterexampleLines } from "../report/counterexample.js";
import { coloured, paint, visible } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import { amount, budgets, repeated } from "./flags.js";
import { sources } from "./sources.js";

const FORMATS = ["text", "json"] as const;

interface Flags {
  readonly eval?: readonly string[];
  readonly seed: number;
  readonly samples: number;
  readonly format: (typeof FORMATS)[number];
  readonly strict?: boolean;
  readonly exactShape?: boolean;
  readonly color?: boolean;
}

export const checkCommand: CliCommand = {
  name: "check",
  operands: "[FILE...]",
  summary: "check shapes, derivatives and claims by numbers, a line for each",
  examples: [
    "chainrule check net.eq",
    "chainrule check --seed 7 --samples 10 net.eq",
    "chainrule check --exact-shape homework.eq",
    'chainrule check -e "z = W x + b; s = u^T f(z); ∂s/∂b = u .* f\'(z)"',
  ],
  flags: (command) => {
    command
      .addOption(
        new Option("-e, --eval <text>", "equations on the command line (more than once: more lines)").argParser(
          repeated,
        ),
      )
      .addOption(new Option("--seed <number>", "the same seed repeats a run").argParser(whole).default(1))
      .addOption(new Option("--samples <count>", "random sizes and values for each check").argParser(amount).default(3))
      .addOption(new Option("--format <format>", "how the lines are written").choices(FORMATS).default("text"))
      .addOption(new Option("--strict", "assume nothing about undeclared names"))
      .addOption(new Option("--exact-shape", "a claim that is equal only up to a transpose fails"));
  },
  run: (operands, flags, world) => run(operands, flags as unknown as Flags, flags, world),
};

function whole(value: string): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError("It is a whole number.");
  return number;
}

async function run(
  operands: readonly string[],
  flags: Flags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ExitCode> {
  // Loaded here and not above: --help and --version need no mathematics.
  const { checkReport } = await import("../api/check.js");
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const limits = budgets(allFlags);
  const pending = sources(operands, flags.eval ?? [], limits.input ?? MAX_INPUT, world);
  const inColour = coloured(flags.color, world.stdoutIsTerminal, world.env);
  const errInColour = coloured(flags.color, world.stderrIsTerminal, world.env);
  const several = pending.length > 1;
  const json: object[] = [];
  let worst: ExitCode = EXIT.fine;

  for (const { file, read } of pending) {
    const source = read();
    if (source.type !== "text") {
      worst = greater(worst, source.type === "unreadable" ? EXIT.file : EXIT.fault);
      world.err(diagnosticText(file, null, source.fault, errInColour));
      json.push(object(file, unread(flags, source.fault)));
      continue;
    }
    const { seed, samples } = flags;
    const report = orNothing(
      checkReport(source.text, {
        seed,
        samples,
        strict: flags.strict === true,
        exactShape: flags.exactShape === true,
        budgets: limits,
      }),
    );
    for (const d of report.diagnostics)
      world.err(diagnosticText(file, d === NOTHING ? null : source.text, d, errInColour));
    worst = greater(worst, report.passed ? EXIT.fine : EXIT.fault);
    if (flags.format === "json") json.push(object(file, report));
    else world.out(`${several ? `# ${visible(file).replaceAll("\n", " ")}\n` : ""}${lines(report, inColour)}`);
  }
  if (flags.format === "json") world.out(`${JSON.stringify(several ? json : json[0], null, 2)}\n`);
  return worst;
}

const oneLine = (text: string): string => visible(text).replaceAll("\n", " ");

const greater = (a: ExitCode, b: ExitCode): ExitCode => (a > b ? a : b);

const object = (file: string, report: CheckReport): object => ({ schema: "chainrule/1", file, ...report });

const NOTHING = wholeSource(
  "check/nothing",
  "there is no equation: nothing to check",
  "a definition is y = x^T A x, a claim ∂y/∂x = 2 A x",
);

/** A text without an equation is the wrong file most likely, and a script must hear of it, as of `derive`: a fault. */
const orNothing = (report: CheckReport): CheckReport =>
  report.checks.length + report.diagnostics.length > 0 ? report : { ...report, passed: false, diagnostics: [NOTHING] };

/** What the JSON object holds where there was no text to check. */
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
function lines({ checks, counts, seed, diagnostics }: CheckReport, colour: boolean): string {
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
