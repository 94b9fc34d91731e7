/** `chainrule notes check`: proofreads the derivatives that notes state. */
import { existsSync } from "node:fs";
import { Option } from "commander";
import type { Diagnostic } from "../core/diagnostic.js";
import { type Annotation, annotationsOf, keyOf } from "../notes/annotations.js";
import { EXIT, UsageError } from "./command.js";
import { inOrder } from "./crew.js";
import { amount, formatOption, type Share, share, strictOption } from "./flags.js";
import { githubOf, sarifOf } from "./notes-annotations.js";
import { type Baseline, baselineOf } from "./notes-baseline.js";
import { type Checked, jsonOf, textOf } from "./notes-findings.js";
import type { Job, Proof } from "./notes-proof.js";
import { progressOn } from "./progress.js";
import {
  attempt,
  defineCommand,
  jsonArray,
  jsonObject,
  jsonText,
  pendingTexts,
  type Run,
  raise,
  sayUnread,
} from "./run.js";
import { isDirectory, type Pending } from "./sources.js";

const FORMATS = ["text", "json", "jsonl", "sarif", "github"] as const;

interface Flags {
  readonly format: (typeof FORMATS)[number];
  readonly strict?: boolean;
  readonly exactShape?: boolean;
  readonly baseline?: string;
  readonly jobs?: number;
  readonly shard?: Share;
}

export const notesCheckCommand = defineCommand<Flags>({
  name: "notes check",
  operands: "<PATH...>",
  summary: "proofread the derivatives that Markdown, notebooks and LaTeX files state",
  examples: [
    "chainrule notes check lecture.md",
    "chainrule notes check notes/ --format json",
    "chainrule notes check notes/ --format github --baseline known.json",
    "chainrule notes check library/ --format jsonl --jobs 8 --shard 3/64",
  ],
  options: () => [
    formatOption(FORMATS, "how the findings are written"),
    strictOption(),
    new Option("--exact-shape", "a derivative that is right only up to a transpose fails"),
    new Option("--baseline <file>", "findings in this file are silent; it is written if it is not there"),
    new Option("--jobs <count>", "so many notes at a time, each in a thread").argParser(amount),
    new Option("--shard <part/parts>", "one part of the notes: 3/64 is the third of 64").argParser(share),
  ],
  run: checkNotes,
});

/** How far threads may run ahead of a note that takes long: what they find is held until its turn. */
const AHEAD = 16;

async function checkNotes(run: Run<Flags>): Promise<void> {
  // Loaded here and not above: --help and --version need no mathematics.
  const [{ MAX_INPUT }, { countsOf }, { noteFiles, wholesAmong }, { proofOf }] = await Promise.all([
    import("../elaborate/parse.js"),
    import("../notes/proofread.js"),
    import("./notes-files.js"),
    import("./notes-proof.js"),
  ]);
  const { flags, limits, world } = run;
  const all = noteFiles(run, () => true).map((f) => f.path);
  if (all.length === 0 && run.code === EXIT.fine)
    throw new UsageError("there are no notes (.md, .ipynb, .tex) in what is named");
  if (flags.shard !== undefined && flags.baseline !== undefined && !existsSync(flags.baseline))
    throw new UsageError("a baseline is written by a run over all notes, without --shard");
  const baseline = baselineOf(run, flags.baseline);
  if (baseline === null) return;
  const { part, of } = flags.shard ?? { part: 1, of: 1 };
  const paths = all.filter((_, k) => k % of === part - 1);
  const most = limits.input ?? MAX_INPUT;
  const pending = paths.length === 0 ? [] : pendingTexts(run, most, paths);
  const roots = run.operands.filter(isDirectory);
  const wholesOf = wholesAmong(all);
  const jobOf = (file: string): Job => ({
    file,
    most,
    beside: { roots, wholes: wholesOf(file) },
    strict: flags.strict === true,
    budgets: limits,
  });
  const face = FACES[flags.format](run);
  const crew = (flags.jobs ?? 1) === 1 ? null : await world.crew(flags.jobs ?? 1);
  // Standard input is read here: threads have none.
  const progress = progressOn(world);
  let begun = 0;
  const ask = async ({ file, read }: Pending): Promise<Proof> => {
    progress.tell(++begun, pending.length, file);
    return crew === null || file === "-" ? proofOf(jobOf(file), read()) : crew.work(jobOf(file));
  };
  const tell = (file: string, proof: Proof): void => {
    if (proof.type !== "proof") {
      face.lost(file, sayUnread(run, proof));
      return;
    }
    const whole: Checked = { file, ...proof.note };
    const { findings, remarks, annotations } = withoutKnown(whole, baseline, flags.exactShape === true);
    if (annotations.some((a) => a.level === "error")) raise(run, EXIT.fault);
    const summary = { ...whole.summary, verdicts: countsOf(findings) };
    face.add({ file, findings, remarks, summary }, annotations);
  };
  try {
    for await (const [{ file }, settled] of inOrder(pending, crew === null ? 1 : crew.size * AHEAD, ask)) {
      progress.clear();
      const work = (): void => {
        if (settled.type === "failed") throw settled.error;
        tell(file, settled.answer);
      };
      attempt(run, { file, isOnly: pending.length === 1 }, work, face.lost);
    }
  } finally {
    progress.clear();
    await crew?.end();
  }
  face.end();
  baseline.end();
}

/** A way to write what is found, note by note. */
interface Face {
  readonly add: (checked: Checked, annotations: readonly Annotation[]) => void;
  /** Of a note that gives nothing. */
  readonly lost: (file: string, fault: Diagnostic) => void;
  readonly end: () => void;
}

const nothing = (): void => {};

const FACES: Readonly<Record<Flags["format"], (run: Run) => Face>> = {
  text: ({ world, outColour }) => {
    let count = 0;
    const add = (checked: Checked): void => world.out(`${count++ === 0 ? "" : "\n"}${textOf(checked, outColour)}`);
    return { add, lost: nothing, end: nothing };
  },
  json: ({ world }) => {
    const { add, end } = jsonArray((text) => world.out(text));
    return { add: (checked) => add(jsonOf(checked)), lost: (file, fault) => add(lostJson(file, fault)), end };
  },
  jsonl: ({ world }) => {
    const line = (data: object): void => world.out(`${jsonText(data, 0)}\n`);
    return {
      add: (checked) => line(jsonOf(checked)),
      lost: (file, fault) => line(lostJson(file, fault)),
      end: nothing,
    };
  },
  sarif: ({ world }) => {
    const all: { readonly file: string; readonly annotations: readonly Annotation[] }[] = [];
    const add = ({ file }: Checked, annotations: readonly Annotation[]): void => void all.push({ file, annotations });
    return { add, lost: nothing, end: () => world.out(`${jsonText(sarifOf(all))}\n`) };
  },
  github: ({ world }) => ({
    add: ({ file }, annotations) => world.out(githubOf(file, annotations)),
    lost: nothing,
    end: nothing,
  }),
};

const lostJson = (file: string, fault: Diagnostic) => jsonObject(file, { claims: [], diagnostics: [fault] });

/** A note without what the baseline knows of it. */
function withoutKnown(
  checked: Checked,
  baseline: Baseline,
  exactShape: boolean,
): Pick<Checked, "findings" | "remarks"> & { readonly annotations: readonly Annotation[] } {
  const { file, findings, remarks } = checked;
  const silent = new Map<string, number>();
  const annotations = annotationsOf(checked, exactShape).filter((a) => {
    const isKnown = baseline.isKnown(file, a);
    if (isKnown) silent.set(a.key, (silent.get(a.key) ?? 0) + 1);
    return !isKnown;
  });
  if (silent.size === 0) return { findings, remarks, annotations };
  const isHeard = (key: string): boolean => {
    const count = silent.get(key) ?? 0;
    silent.set(key, count - 1);
    return count <= 0;
  };
  return {
    remarks: remarks.filter((r) => isHeard(`${r.code} ${r.message}`)),
    findings: findings.filter((f) => isHeard(keyOf(f))),
    annotations,
  };
}
