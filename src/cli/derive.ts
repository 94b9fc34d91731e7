/** `chainrule derive`: equations in, derivations out. */
import { Option } from "commander";
import type { DeriveOptions } from "../api/answer.js";
import type { Diagnostic } from "../core/diagnostic.js";
import { asking } from "../live/declare.js";
import type { Language } from "../report/languages/phrases.js";
import type { PageSource } from "../report/page.js";
import type { ProductSign } from "../report/products.js";
import { isWrong, type Report } from "../report/report.js";
import { visible } from "./colour.js";
import { EXIT, type ExitCode, UsageError } from "./command.js";
import { SETTINGS } from "./config.js";
import { wholeSource } from "./diagnostics.js";
import { documentLibrary } from "./documents.js";
import {
  atOption,
  choice,
  evalOption,
  formatOption,
  langOption,
  ofOption,
  orderOption,
  outOption,
  productsOption,
  someOf,
  stepsOption,
  strictOption,
  wrtOption,
} from "./flags.js";
import type { Library } from "./library.js";
import { output } from "./output.js";
import {
  defineCommand,
  jsonObject,
  jsonText,
  onTexts,
  pendingTexts,
  type Run,
  raise,
  say,
  startRun,
  type Text,
  texts,
} from "./run.js";
import { MOST_VALUES, type Pending, reason, sources } from "./sources.js";
import { atChanges } from "./watch.js";

const FORMATS = ["unicode", "text", "latex", "html", "json", "typst", "markdown"] as const;
type Format = (typeof FORMATS)[number];

const VIEWS = ["gradient", "differential", "index", "kronecker"] as const;

interface Flags {
  readonly of?: string;
  readonly wrt?: readonly string[];
  readonly order: "1" | "2";
  readonly layout?: "gradient" | "jacobian" | "denominator";
  readonly format: Format;
  readonly steps: "chain" | "none" | "full";
  readonly convention: "jacobian-first" | "shape-first";
  readonly view?: readonly (typeof VIEWS)[number][];
  readonly proof?: "index";
  readonly symmetric: "projected" | "cookbook";
  readonly products: ProductSign;
  readonly strict?: boolean;
  readonly explain?: boolean;
  readonly out?: string;
  readonly at?: string;
  readonly live?: boolean;
  readonly watch?: boolean;
  readonly lang: Language;
}

export const deriveCommand = defineCommand<Flags>({
  name: "derive",
  operands: "[FILE...]",
  summary: "derive what the files ask for, or what --of and --wrt name, step by step",
  examples: [
    "chainrule derive net.eq",
    "chainrule derive -e 'z = W x + b; h = f(z); s = u^T h; ∂s/∂b, ∂s/∂W' --steps full",
    "chainrule derive --of s --wrt W,b --format latex net.eq",
    "chainrule derive net.eq --at values.json",
    "chainrule derive net.eq --format html --live --out net.html",
    "chainrule derive lecture.md --of s --wrt W",
    "chainrule derive net.eq --watch",
    "echo 'y = x^T A x; ∂y/∂x' | chainrule derive -",
  ],
  options: () => [
    evalOption(),
    ofOption("what is differentiated, in place of the queries of the files"),
    wrtOption(),
    orderOption("first or second derivative"),
    new Option("--layout <layout>", "how the answer lies (default: gradient for a scalar, else jacobian)").choices(
      SETTINGS.layout,
    ),
    formatOption(FORMATS, "how the answer is written"),
    stepsOption("how much of the way is shown"),
    choice(
      "--convention <convention>",
      "turn to the variable's shape at the end, or keep to it all along",
      SETTINGS.convention,
    ),
    new Option("--view <views>", `other readings, separated by commas: ${VIEWS.join(", ")}`).argParser(someOf(VIEWS)),
    new Option("--proof <proof>", "show the entries behind each local Jacobian").choices(["index"]),
    choice(
      "--symmetric <gradient>",
      "the gradient by a symmetric matrix: (G + Gᵀ)/2, or G + Gᵀ − G ∘ I",
      SETTINGS.symmetric,
    ),
    productsOption(),
    atOption(),
    strictOption(),
    new Option("--explain", "say what decided the kind and the sizes of each name"),
    new Option(
      "--live",
      "with --format html: a page that lives, where lines unfold, numbers move and the text can be changed",
    ),
    langOption(),
    new Option("--watch", "derive again when a file changes"),
    outOption(),
  ],
  run: async (run) => {
    if (run.flags.watch === true && watched(run).includes("-")) throw new UsageError("--watch is for files");
    await derive(run);
    if (run.flags.watch === true) await deriveAtChanges(run);
  },
});

/** The files whose changes ask for another run. */
const watched = ({ operands, flags }: Run<Flags>): readonly string[] => [
  ...(operands.length === 0 ? ["-"] : operands),
  ...(flags.at === undefined ? [] : [flags.at]),
  ...(flags.eval === undefined ? [] : ["-"]),
];

/** Derives anew at each change until an interrupt; the exit code stays that of the first run. */
function deriveAtChanges(first: Run<Flags>): Promise<void> {
  const { operands, flags, world } = first;
  return atChanges(watched(first), world, () => {
    if (world.stdoutIsTerminal && flags.out === undefined) world.out(`\n${"─".repeat(world.columns ?? RULE)}\n`);
    return derive(startRun<Flags>(operands, { ...flags }, world));
  });
}

/** Columns of the line between two runs where the terminal does not tell its own. */
const RULE = 40;

async function derive(run: Run<Flags>): Promise<void> {
  const { flags, operands, world } = run;
  if (flags.live === true) requireLive(run);
  const library = await world.library();
  const pending = pendingTexts(run, library.inputBudget);
  const documents = await documentLibrary(pending);
  const out = output(flags.out, operands, world);
  const columns = flags.out === undefined ? world.columns : undefined;
  const look = { colour: run.outColour, columns, explain: flags.explain === true, language: flags.lang };
  const { reportIn } = await import("../report/languages/phrases.js");
  const several = pending.length > 1;
  const pages: PageSource[] = [];
  const lives: Pick<Text, "file" | "text">[] = [];
  let written = 0;
  const separate = (opening: string): void => {
    if (several && flags.format === "json") out.write(written === 0 ? "[\n" : ",\n");
    else if (several) out.write(`${written === 0 ? "" : "\n"}${opening}\n`);
    written++;
  };
  const writeJson = (file: string, report: Report): void => {
    separate("");
    out.write(jsonText(jsonObject(file, report)));
    if (!several) out.write("\n");
  };
  const lost = (file: string, fault: Diagnostic): void => {
    if (flags.format === "json") writeJson(file, { ...NOTHING_DERIVED, diagnostics: [fault] });
  };

  const values = valuesOf(run, pending);
  if (values === null) return;
  const answer = ({ file, text }: Text): void => {
    const options = { ...deriveOptions(run), ...values };
    const note = documents?.documentOf(file, text) ?? null;
    const report =
      note === null || documents === null
        ? library.answer(text, options)
        : documents.answer(note.document, note.ranges, options);
    // A name of a flag stands nowhere in the text, so there is no place to point to; what has no value is in the model.
    for (const d of report.diagnostics) {
      if (d.code.startsWith("values/") && d.code !== "values/undefined")
        say(run, flags.at ?? file, values.at ?? null, d);
      else say(run, file, d.code.startsWith("usage/") ? null : text, d);
    }
    const nothing = withoutAnswer(report);
    if (nothing !== null) say(run, file, null, nothing);
    raise(run, nothing?.severity === "error" ? EXIT.fault : exitCode(report));
    if (flags.format === "html") {
      pages.push({ file, report: reportIn(report, flags.lang) });
      if (flags.live === true) lives.push({ file, text });
    } else if (flags.format === "json")
      writeJson(file, nothing === null ? reportIn(report, flags.lang) : { ...report, diagnostics: [nothing] });
    else {
      const printed = library.print(report, flags.format, look);
      // A file of its own is not replaced by the names of what could not be derived.
      if (printed !== "" || (several && flags.out === undefined)) separate(heading(file, flags.format));
      out.write(printed === "" || printed.endsWith("\n") ? printed : `${printed}\n`);
    }
  };
  onTexts(run, pending, answer, lost);
  const isLost = run.code !== EXIT.fine && pages.every(({ report }) => report.results.length === 0);
  if (pages.length > 0 && !(isLost && flags.out !== undefined))
    out.write(
      flags.live === true ? await livePage(run, library, lives, values.at) : await library.page(pages, flags.lang),
    );
  if (flags.format === "json" && several) out.write("\n]\n");
  raise(run, out.close(run.errColour));
}

/** A page that lives derives by itself what its text asks: flags that say otherwise have no place on it. */
function requireLive({ flags, operands }: Run<Flags>): void {
  if (flags.format !== "html") throw new UsageError("--live is for --format html");
  if (operands.length + (flags.eval?.length === undefined ? 0 : 1) > 1) throw new UsageError("--live is for one file");
  const { layout, view, proof, order, strict, products } = flags;
  if (layout ?? view ?? proof ?? (order === "2" || strict === true || products !== "circ" ? order : undefined))
    throw new UsageError("--live goes with --of, --wrt, --steps and --at; what else is asked is said in the text");
}

async function livePage(
  { flags, world }: Run<Flags>,
  library: Library,
  [source]: readonly Pick<Text, "file" | "text">[],
  at: string | undefined,
): Promise<string> {
  let template: string;
  try {
    template = world.livePage();
  } catch (error) {
    throw new UsageError(`the page was not built (${reason(error)}); npm run build makes it`);
  }
  const { file, text } = source as Pick<Text, "file" | "text">;
  const { of, wrt } = flags;
  const questions = of === undefined || wrt === undefined ? [] : wrt.map((x) => `∂${of}/∂${x}`);
  return library.live(template, {
    text: questions.length === 0 ? text : asking(text, questions),
    title: file === "-" || file === "-e" ? "chainrule" : file,
    way: flags.steps === "full" ? "full" : "chain",
    ...(at === undefined ? {} : { values: at }),
  });
}

/** The text of the values that `--at` names; null where it cannot be read, which is said. */
function valuesOf(run: Run<Flags>, pending: readonly Pending[]): { readonly at?: string } | null {
  const { at } = run.flags;
  if (at === undefined) return {};
  if (at === "-" && pending.some((p) => p.file === "-")) throw new UsageError("standard input (-) is named twice");
  const [given] = texts(run, sources([at], [], run.limits.input ?? MOST_VALUES, run.world));
  return given === undefined ? null : { at: given.text };
}

function deriveOptions({ flags, limits }: Run<Flags>): DeriveOptions {
  const { order, steps, convention, symmetric, products, format, strict, of, wrt, layout, view, proof } = flags;
  return {
    order: order === "2" ? 2 : 1,
    steps,
    convention,
    symmetric,
    // Plain text writes .* for either.
    products: format === "text" ? "circ" : products,
    strict: strict === true,
    budgets: limits,
    ...(of === undefined ? {} : { of }),
    ...(wrt === undefined ? {} : { wrt }),
    ...(layout === undefined ? {} : { layout }),
    ...(view === undefined ? {} : { views: view }),
    ...(proof === undefined ? {} : { proof }),
  };
}

/**
 * A text without a fault that gives no answer would otherwise end without a word. Where there is no equation, as in
 * an empty file, the wrong file was given most likely, and a script must hear of it: a fault.
 */
function withoutAnswer({ results, equations, diagnostics }: Report): Diagnostic | null {
  if (results.length > 0 || diagnostics.length > 0) return null;
  const message = "nothing is defined that could be differentiated";
  const hint = "a definition is y = x^T A x, a question ∂y/∂x";
  const severity = equations.length === 0 ? "error" : "warning";
  return { ...wholeSource("derive/nothing", message, hint), severity };
}

/** The report of a source without a text. */
const NOTHING_DERIVED: Report = {
  symbols: [],
  equations: [],
  where: [],
  results: [],
  assumptions: [],
  assumptionsExplained: [],
  diagnostics: [],
};

/** The line that names a file above its answer: a comment in the language of the format. */
function heading(file: string, format: Format): string {
  const name = visible(file).replaceAll("\n", " ");
  return `${format === "latex" ? "%" : format === "typst" ? "//" : "#"} ${name}${format === "markdown" ? "\n" : ""}`;
}

/**
 * A flag that names nothing is a usage error only where the text is sound: with a fault in the text, the name may be
 * missing because of it.
 */
function exitCode({ diagnostics, results }: Report): ExitCode {
  const errors = diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 && errors.every((d) => d.code.startsWith("usage/"))) return EXIT.usage;
  const isRefuted = results.some((r) => r.claims.some((c) => isWrong(c.verdict)));
  return errors.length > 0 || isRefuted ? EXIT.fault : EXIT.fine;
}
