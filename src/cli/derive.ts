/** `chainrule derive`: equations in, derivations out. */
import { Option } from "commander";
import type { Diagnostic } from "../core/diagnostic.js";
import { coloured, visible } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { diagnosticText, wholeSource } from "./diagnostics.js";
import type { Answer, DeriveOptions } from "./engine.js";
import { budgets, names, repeated, someOf } from "./flags.js";
import { output } from "./output.js";
import { sources } from "./sources.js";

const FORMATS = ["unicode", "text", "latex", "html", "json"] as const;
type Format = (typeof FORMATS)[number];

const VIEWS = ["gradient", "differential", "index", "kronecker"] as const;

interface Flags {
  readonly eval?: readonly string[];
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
  readonly strict?: boolean;
  readonly out?: string;
  readonly color?: boolean;
}

export const deriveCommand: CliCommand = {
  name: "derive",
  operands: "[FILE...]",
  summary: "derive what the files ask for, or what --of and --wrt name, step by step",
  examples: [
    "chainrule derive net.eq",
    "chainrule derive -e 'z = W x + b; h = f(z); s = u^T h; ∂s/∂b, ∂s/∂W' --steps full",
    "chainrule derive --of s --wrt W,b --format latex net.eq",
    "echo 'y = x^T A x; ∂y/∂x' | chainrule derive -",
  ],
  flags: (command) => {
    command
      .addOption(
        new Option("-e, --eval <text>", "equations on the command line (more than once: more lines)").argParser(
          repeated,
        ),
      )
      .addOption(new Option("--of <name>", "what is differentiated, in place of the queries of the files"))
      .addOption(new Option("--wrt <names>", "by what, separated by commas").argParser(names))
      .addOption(new Option("--order <order>", "first or second derivative").choices(["1", "2"]).default("1"))
      .addOption(
        new Option("--layout <layout>", "how the answer lies (default: gradient for a scalar, else jacobian)").choices([
          "gradient",
          "jacobian",
          "denominator",
        ]),
      )
      .addOption(new Option("--format <format>", "how the answer is written").choices(FORMATS).default("unicode"))
      .addOption(
        new Option("--steps <grain>", "how much of the way is shown")
          .choices(["chain", "none", "full"])
          .default("chain"),
      )
      .addOption(
        new Option("--convention <convention>", "turn to the variable's shape at the end, or keep to it all along")
          .choices(["jacobian-first", "shape-first"])
          .default("jacobian-first"),
      )
      .addOption(
        new Option("--view <views>", `other readings, separated by commas: ${VIEWS.join(", ")}`).argParser(
          someOf(VIEWS),
        ),
      )
      .addOption(new Option("--proof <proof>", "show the entries behind each local Jacobian").choices(["index"]))
      .addOption(
        new Option("--symmetric <gradient>", "the gradient by a symmetric matrix: (G + Gᵀ)/2, or G + Gᵀ − G ∘ I")
          .choices(["projected", "cookbook"])
          .default("projected"),
      )
      .addOption(new Option("--strict", "assume nothing about undeclared names"))
      .addOption(new Option("--out <file>", "write there instead of to standard output"));
  },
  run: (operands, flags, world) => run(operands, flags as unknown as Flags, flags, world),
};

/** Each result lists all that is assumed: thousands of results by thousands of names are longer than a text can be. */
function asJson(data: unknown): string {
  try {
    return JSON.stringify(data, null, 2);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError("this is longer in JSON than a text can be; ask for fewer variables, as in --wrt x,W");
  }
}

async function run(
  operands: readonly string[],
  flags: Flags,
  allFlags: Readonly<Record<string, unknown>>,
  world: World,
): Promise<ExitCode> {
  const engine = await world.engine();
  const limits = budgets(allFlags);
  const pending = sources(operands, flags.eval ?? [], limits.input ?? engine.inputBudget, world);
  const out = output(flags.out, operands, world);
  const inColour = coloured(flags.color, world.stdoutIsTerminal && flags.out === undefined, world.env);
  const errInColour = coloured(flags.color, world.stderrIsTerminal, world.env);
  const columns = flags.out === undefined ? world.columns : undefined;
  const several = pending.length > 1;
  const options = deriveOptions(flags, allFlags);
  const pages: { file: string; answer: Answer }[] = [];
  let worst: ExitCode = EXIT.fine;
  let written = 0;

  const separate = (opening: string): void => {
    if (several && flags.format === "json") out.write(written === 0 ? "[\n" : ",\n");
    else if (several) out.write(`${written === 0 ? "" : "\n"}${opening}\n`);
    written++;
  };
  const writeJson = (file: string, answer: Readonly<Record<string, unknown>>): void => {
    separate("");
    out.write(asJson({ schema: "chainrule/1", file, ...answer }));
    if (!several) out.write("\n");
  };

  /**
   * A text without a fault that gives no answer would otherwise end without a word. Where there is no equation, as in
   * an empty file, the wrong file was given most likely, and a script must hear of it: a fault.
   */
  const nothingSaid = (answer: Answer): Diagnostic | null => {
    const { results, equations } = answer.json() as Readonly<Record<string, readonly unknown[]>>;
    if (results?.length !== 0 || answer.diagnostics.length > 0) return null;
    const message = "nothing is defined that could be differentiated";
    const hint = "a definition is y = x^T A x, a question ∂y/∂x";
    return {
      ...wholeSource("derive/nothing", message, hint),
      severity: equations?.length === 0 ? "error" : "warning",
    };
  };

  for (const { file, read } of pending) {
    const source = read();
    if (source.type !== "text") {
      worst = greater(worst, source.type === "unreadable" ? EXIT.file : EXIT.fault);
      world.err(diagnosticText(file, null, source.fault, errInColour));
      if (flags.format === "json") writeJson(file, nothingDerived(source.fault));
      continue;
    }
    const answer = engine.derive(source.text, options);
    // What a flag names stands nowhere in the text, so there is no place to point to.
    for (const d of answer.diagnostics)
      world.err(diagnosticText(file, d.code.startsWith("usage/") ? null : source.text, d, errInColour));
    const nothing = nothingSaid(answer);
    if (nothing !== null) world.err(diagnosticText(file, null, nothing, errInColour));
    worst = greater(worst, nothing?.severity === "error" ? EXIT.fault : exitCode(answer));
    if (flags.format === "html") pages.push({ file, answer });
    else if (flags.format === "json")
      writeJson(file, { ...answer.json(), ...(nothing === null ? {} : { diagnostics: [nothing] }) });
    else {
      const text = answer.print(flags.format, { colour: inColour, columns });
      // A file of its own is not replaced by the names of what could not be derived.
      if (text !== "" || (several && flags.out === undefined)) separate(heading(file, flags.format));
      out.write(text === "" || text.endsWith("\n") ? text : `${text}\n`);
    }
  }
  const isLost =
    worst !== EXIT.fine && pages.every(({ answer }) => (answer.json().results as readonly unknown[]).length === 0);
  if (flags.format === "html" && pages.length > 0 && !(isLost && flags.out !== undefined))
    out.write(await engine.page(pages));
  if (flags.format === "json" && several) out.write("\n]\n");
  return greater(worst, out.close(errInColour));
}

function deriveOptions(flags: Flags, allFlags: Readonly<Record<string, unknown>>): DeriveOptions {
  return {
    order: flags.order === "2" ? 2 : 1,
    steps: flags.steps,
    convention: flags.convention,
    symmetric: flags.symmetric,
    strict: flags.strict === true,
    budgets: budgets(allFlags),
    ...(flags.of === undefined ? {} : { of: flags.of }),
    ...(flags.wrt === undefined ? {} : { wrt: flags.wrt }),
    ...(flags.layout === undefined ? {} : { layout: flags.layout }),
    ...(flags.view === undefined ? {} : { views: flags.view }),
    ...(flags.proof === undefined ? {} : { proof: flags.proof }),
  };
}

/** The line that names a file above its answer: a comment in the language of the format. */
function heading(file: string, format: Format): string {
  const name = visible(file).replaceAll("\n", " ");
  return format === "latex" ? `% ${name}` : `# ${name}`;
}

/** What the JSON object holds where there was no text to derive from. */
function nothingDerived(fault: Diagnostic): Readonly<Record<string, unknown>> {
  return { symbols: [], equations: [], where: [], results: [], assumptions: [], diagnostics: [fault] };
}

/**
 * A flag that names nothing is a usage error only where the text is sound: with a fault in the text, the name may be
 * missing because of it.
 */
function exitCode(answer: Answer): ExitCode {
  const errors = answer.diagnostics.filter((d) => d.severity === "error");
  if (errors.length > 0 && errors.every((d) => d.code.startsWith("usage/"))) return EXIT.usage;
  return errors.length > 0 || answer.wrongClaim ? EXIT.fault : EXIT.fine;
}

function greater(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
