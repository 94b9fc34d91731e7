/** `chainrule check --steps`: the first wrong line of a derivation. */
import type { StepsReport } from "../api/steps.js";
import { MISTAKES } from "../judge/steps/mistake.js";
import { counterexampleLines } from "../report/counterexample.js";
import { paint, visible } from "./colour.js";
import { EXIT } from "./command.js";
import { jsonObject, jsonText, pendingTexts, type Run, raise, texts } from "./run.js";

export async function checkSteps(run: Run, format: "text" | "json"): Promise<void> {
  const { checkSteps: stepsIn } = await import("../api/steps.js");
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const { limits, world, outColour } = run;
  const pending = pendingTexts(run, MAX_INPUT);
  const several = pending.length > 1;
  const json: object[] = [];
  const nothing: StepsReport = { firstWrong: null, notJudged: [], judged: 0, fault: null };
  for (const { file, text } of texts(run, pending, (name) => json.push(jsonObject(name, nothing)))) {
    const report = stepsIn(text, { budgets: limits });
    if (report.firstWrong !== null || report.fault !== null) raise(run, EXIT.fault);
    if (format === "json") json.push(jsonObject(file, report));
    else
      world.out(`${several ? `# ${visible(file).replaceAll("\n", " ")}\n` : ""}${stepsText(report, text, outColour)}`);
  }
  if (format === "json") world.out(`${jsonText(several ? json : json[0])}\n`);
}

/** The report as a student reads it: the line, what is wrong, what it should have been, numbers. */
export function stepsText({ firstWrong, notJudged, judged }: StepsReport, text: string, colour: boolean): string {
  const lines = text.split("\n");
  const lineAt = (n: number): string => visible((lines[n - 1] ?? "").trim());
  const open = notJudged.map((u) => paint(colour, "dim", `line ${u.line} is not judged: ${visible(u.why)}`));
  const sides = `${judged} ${judged === 1 ? "side" : "sides"}`;
  if (firstWrong === null) {
    const end = judged === 0 ? "nothing was judged" : `no mistake found: ${sides} judged`;
    return [...open, end, ""].join("\n");
  }
  const { line, column, mistake, should, counterexample } = firstWrong;
  const before = open.filter((_, i) => (notJudged[i]?.line ?? 0) < line);
  return [
    ...before,
    `${paint(colour, "red", `line ${line}, column ${column}`)}: ${MISTAKES[mistake]}`,
    `    ${lineAt(line)}`,
    ...(should === null ? [] : [`    should be   ${paint(colour, "green", visible(should))}`]),
    ...(counterexample === null ? [] : counterexampleLines(counterexample)).map(
      (l) => `    ${paint(colour, "dim", l)}`,
    ),
    "",
  ].join("\n");
}
