/** `chainrule notes check`: proofreads the derivatives that notes state. */
import { Option } from "commander";
import type { Diagnostic } from "../core/diagnostic.js";
import { type Annotation, annotationsOf, keyOf } from "../notes/annotations.js";
import { isNotebook } from "../notes/kinds.js";
import type { Proofread } from "../notes/proofread.js";
import { EXIT, UsageError } from "./command.js";
import { formatOption, strictOption } from "./flags.js";
import { githubOf, sarifOf } from "./notes-annotations.js";
import { type Baseline, baselineOf } from "./notes-baseline.js";
import { type Checked, jsonOf, textOf } from "./notes-findings.js";
import {
  defineCommand,
  jsonArray,
  jsonObject,
  jsonText,
  onTexts,
  pendingTexts,
  type Run,
  raise,
  type Text,
} from "./run.js";
import { isDirectory } from "./sources.js";

const FORMATS = ["text", "json", "sarif", "github"] as const;

interface Flags {
  readonly format: (typeof FORMATS)[number];
  readonly strict?: boolean;
  readonly exactShape?: boolean;
  readonly baseline?: string;
}

export const notesCheckCommand = defineCommand<Flags>({
  name: "notes check",
  operands: "<PATH...>",
  summary: "proofread the derivatives that Markdown, notebooks and LaTeX files state",
  examples: [
    "chainrule notes check lecture.md",
    "chainrule notes check notes/ --format json",
    "chainrule notes check notes/ --format github --baseline known.json",
  ],
  options: () => [
    formatOption(FORMATS, "how the findings are written"),
    strictOption(),
    new Option("--exact-shape", "a derivative that is right only up to a transpose fails"),
    new Option("--baseline <file>", "findings in this file are silent; it is written if it is not there"),
  ],
  run: checkNotes,
});

async function checkNotes(run: Run<Flags>): Promise<void> {
  // Loaded here and not above: --help and --version need no mathematics.
  const { MAX_INPUT } = await import("../elaborate/parse.js");
  const { countsOf, proofread } = await import("../notes/proofread.js");
  const { placed } = await import("../notes/placed.js");
  const { includersAmong, noteFiles, readNote } = await import("./notes-files.js");
  const { flags, limits, world, outColour } = run;
  const paths = noteFiles(run, () => true).map((f) => f.path);
  if (paths.length === 0 && run.code === EXIT.fine)
    throw new UsageError("there are no notes (.md, .ipynb, .tex) in what is named");
  const baseline = baselineOf(run, flags.baseline);
  if (baseline === null) return;
  const pending = pendingTexts(run, MAX_INPUT, paths);
  const json = jsonArray((text) => world.out(text));
  const annotated: { readonly file: string; readonly annotations: readonly Annotation[] }[] = [];
  const lost = (file: string, fault: Diagnostic): void => {
    if (flags.format === "json") json.add(jsonObject(file, { claims: [], diagnostics: [fault] }));
  };
  const beside = { roots: run.operands.filter(isDirectory), includers: includersAmong(paths) };
  const check = ({ file, text, index }: Text): void => {
    const proof = proofread(readNote(file, text, beside), {
      strict: flags.strict === true,
      budgets: limits,
    });
    const whole: Checked = { file, ...placed(proof, text, isNotebook(file)) };
    const { found, annotations } = withoutKnown(whole, baseline, flags.exactShape === true);
    if (annotations.some((a) => a.level === "error")) raise(run, EXIT.fault);
    const checked: Checked = {
      ...whole,
      found: { ...found, summary: { ...found.summary, verdicts: countsOf(found.findings) } },
    };
    if (flags.format === "json") json.add(jsonOf(checked));
    else if (flags.format === "sarif") annotated.push({ file, annotations });
    else if (flags.format === "github") world.out(githubOf(file, annotations));
    else world.out(`${index === 0 ? "" : "\n"}${textOf(checked, outColour)}`);
  };
  onTexts(run, pending, check, lost);
  if (flags.format === "json") json.end();
  if (flags.format === "sarif") world.out(`${jsonText(sarifOf(annotated))}\n`);
  baseline.end();
}

/** A note without what the baseline knows of it. */
function withoutKnown(
  checked: Checked,
  baseline: Baseline,
  exactShape: boolean,
): { readonly found: Proofread; readonly annotations: readonly Annotation[] } {
  const { file, found } = checked;
  const silent = new Map<string, number>();
  const annotations = annotationsOf(checked, exactShape).filter((a) => {
    const isKnown = baseline.isKnown(file, a);
    if (isKnown) silent.set(a.key, (silent.get(a.key) ?? 0) + 1);
    return !isKnown;
  });
  if (silent.size === 0) return { found, annotations };
  const isHeard = (key: string): boolean => {
    const count = silent.get(key) ?? 0;
    silent.set(key, count - 1);
    return count <= 0;
  };
  const remarks = found.remarks.filter((r) => isHeard(`${r.code} ${r.message}`));
  const findings = found.findings.filter((f) => isHeard(keyOf(f)));
  return { found: { ...found, remarks, findings }, annotations };
}
