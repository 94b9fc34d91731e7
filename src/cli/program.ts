/** The command line as a whole: which commands there are, and what becomes of what they throw. */
import { Command, CommanderError } from "commander";
import manifest from "../../package.json" with { type: "json" };
import { backpropCommand } from "./backprop.js";
import { checkCommand } from "./check.js";
import { codegenCommand } from "./codegen.js";
import { coloured, paint, visible } from "./colour.js";
import { type CliCommand, EXIT, type ExitCode, UsageError, type World } from "./command.js";
import { completionCommand } from "./completion.js";
import { settle } from "./config.js";
import { costCommand } from "./cost.js";
import { deriveCommand } from "./derive.js";
import { globalFlags } from "./flags.js";
import { graphCommand } from "./graph.js";
import { lspCommand } from "./lsp.js";
import { mcpCommand } from "./mcp.js";
import { notesBuildCommand } from "./notes-build.js";
import { notesCheckCommand } from "./notes-check.js";
import { rulesCommand } from "./rules.js";
import { serveCommand } from "./serve.js";
import { reason } from "./sources.js";

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CliCommand[] = [
  deriveCommand,
  checkCommand,
  graphCommand,
  backpropCommand,
  costCommand,
  codegenCommand,
  rulesCommand,
  notesBuildCommand,
  notesCheckCommand,
  serveCommand,
  lspCommand,
  mcpCommand,
];

/** Commands of two words stand in groups. */
const GROUPS = new Map([["notes", "proofread notes, or build pages of them"]]);

/** Runs a command line (without `node` and the script) and gives its exit code. Never throws. */
export async function runProgram(args: readonly string[], world: World): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine;
  const program = new Command("chainrule")
    .description("Derivatives of matrix expressions, derived step by step.")
    .version(manifest.version, "--version", "print the version")
    .helpOption("--help", "show this help")
    .helpCommand(false)
    .usage("<command> [flags] [FILE...]")
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => world.out(text),
      writeErr: (text) => world.err(text),
      outputError: (text, write) => write(`chainrule: ${visible(text)}`),
      getOutHelpWidth: () => world.columns ?? 100,
      getErrHelpWidth: () => world.columns ?? 100,
      // Help is not coloured; commander would otherwise ask the terminal itself.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  globalFlags(program);
  const groups = new Map<string, Command>();
  for (const command of [...COMMANDS, completionCommand(() => program)]) {
    const [first = "", second] = command.name.split(" ");
    let parent = program;
    if (second !== undefined) {
      parent =
        groups.get(first) ??
        program
          .command(first)
          .summary(GROUPS.get(first) ?? "")
          .helpCommand(false);
      groups.set(first, parent.usage("<command> [flags] PATH...").helpOption("--help", "show this help"));
    }
    const sub = parent
      .command(second ?? first)
      .summary(command.summary)
      .description(`${command.summary.slice(0, 1).toUpperCase()}${command.summary.slice(1)}.`)
      .usage(`[flags] ${command.operands.toUpperCase()}`.trim())
      .helpOption("--help", "show this help")
      .addHelpText("after", examplesText(command.examples));
    if (command.operands !== "") sub.argument(command.operands);
    command.flags(sub);
    sub.action(async (operands: string[] | string | object | undefined) => {
      // A command without operands is called with its flags.
      const given = typeof operands === "string" ? [operands] : Array.isArray(operands) ? operands : [];
      settle(sub, () => world.config(given));
      code = await command.run(given, sub.optsWithGlobals(), world);
    });
  }
  program.addHelpText("after", examplesText(COMMANDS.flatMap((c) => c.examples.slice(0, 1))));

  try {
    const misplaced = fileInPlaceOfCommand(args);
    if (misplaced !== null) throw new UsageError(misplaced);
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    if (error instanceof UsageError) {
      world.err(`chainrule: ${visible(error.message)}\n`);
      return EXIT.usage;
    }
    // A defect of this program, or a machine out of memory: said in a line, with a way to learn more.
    const colour = coloured(undefined, world.stderrIsTerminal, world.env);
    world.err(`chainrule: ${paint(colour, "red", "internal error")}: ${visible(reason(error))}\n`);
    if ((world.env.CHAINRULE_DEBUG ?? "") !== "")
      world.err(`${error instanceof Error ? error.stack : String(error)}\n`);
    else world.err("  with CHAINRULE_DEBUG=1 it shows where; please report it with the input\n");
    return EXIT.fault;
  }
}

function examplesText(examples: readonly string[]): string {
  return `\nExamples:\n${examples.map((example) => `  ${example}\n`).join("")}`;
}

/** `chainrule net.eq`: a path or an equation where a command belongs. */
function fileInPlaceOfCommand(args: readonly string[]): string | null {
  const first = args[0];
  if (first === undefined || first.startsWith("-") || COMMANDS.some((c) => c.name.split(" ")[0] === first)) return null;
  return /[./\\=∂]/.test(first) ? `"${first}" is no command; to derive: chainrule derive ${first}` : null;
}
