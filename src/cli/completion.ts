/** `chainrule completion`: what a shell offers after a Tab, made of what the commands themselves declare. */
import { Argument, type Command, type Option } from "commander";
import { type CliCommand, EXIT } from "./command.js";

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

/** The command, over the program that it is a part of. */
export const completionCommand = (program: () => Command): CliCommand => ({
  name: "completion",
  operands: "",
  summary: "print what a shell completes by: bash, zsh or fish",
  examples: ['eval "$(chainrule completion bash)"', "chainrule completion fish | source"],
  flags: (command) => {
    command.addArgument(new Argument("<SHELL>", "whose words they are").choices(SHELLS));
    command.usage("<bash|zsh|fish>");
  },
  run: async ([shell], _flags, world) => {
    const spots = spotsIn(program());
    world.out(shell === "fish" ? fish(spots) : bash(spots, shell as Shell));
    return EXIT.fine;
  },
});

/** A place in the tree of commands: the words that lead there, the commands below, the flags that may follow. */
interface Spot {
  readonly path: readonly string[];
  readonly below: readonly { readonly name: string; readonly summary: string }[];
  readonly flags: readonly Option[];
  /** Words that stand there without a flag. */
  readonly words: readonly string[];
}

function spotsIn(program: Command): readonly Spot[] {
  const spots: Spot[] = [];
  const todo: { readonly command: Command; readonly path: readonly string[] }[] = [{ command: program, path: [] }];
  for (let at = todo.shift(); at !== undefined; at = todo.shift()) {
    const { command, path } = at;
    const below = command.commands.map((c) => ({ name: c.name(), summary: c.summary() }));
    const words = command.registeredArguments.flatMap((a) => a.argChoices ?? []);
    const own = path.length === 0 ? [] : command.options;
    spots.push({ path, below, flags: [...own, ...program.options].filter((o) => !o.hidden), words });
    todo.push(...command.commands.map((c) => ({ command: c, path: [...path, c.name()] })));
  }
  return spots;
}

const longs = (flags: readonly Option[]): readonly string[] =>
  ["--help", ...flags.flatMap((o) => (o.long == null ? [] : [o.long]))].sort();

/** Words in single quotes; none of ours holds one, but a quote would end them. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function bash(spots: readonly Spot[], shell: Shell): string {
  const path = ({ path: words }: Spot): string => quoted(words.join(" "));
  const steps = spots.flatMap((s) => s.below.map((b) => quoted([...s.path, b.name].join(" "))));
  const values = spots.flatMap((s) =>
    s.flags.flatMap((o) =>
      o.argChoices === undefined || o.long == null
        ? []
        : [`    ${quoted([...s.path, o.long].join(" "))}) words=${quoted(o.argChoices.join(" "))};;`],
    ),
  );
  const flags = spots.map((s) => `      ${path(s)}) words=${quoted(longs(s.flags).join(" "))};;`);
  const words = spots.flatMap((s) => {
    const all = [...s.below.map((b) => b.name), ...s.words];
    return all.length === 0 ? [] : [`      ${path(s)}) words=${quoted(all.join(" "))};;`];
  });
  return `${shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_chainrule() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} place="" words="" word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${place:+$place }\${COMP_WORDS[i]}"
    case "$word" in ${steps.join("|")}) place="$word";; esac
  done
  case "\${place:+$place }$before" in
${values.join("\n")}
  esac
  if [ -z "$words" ] && [ "\${current#-}" != "$current" ]; then
    case "$place" in
${flags.join("\n")}
    esac
  elif [ -z "$words" ]; then
    case "$place" in
${words.join("\n")}
    esac
  fi
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _chainrule chainrule
`;
}

function fish(spots: readonly Spot[]): string {
  const lines = spots.flatMap((s) => {
    const last = s.path.at(-1);
    const taken = s.below.map((b) => b.name).join(" ");
    const seen = s.path.map((word) => `__fish_seen_subcommand_from ${word}`);
    const here = seen.length === 0 ? [] : ["-n", quoted(seen.join("; and "))];
    const below = s.below.map(({ name, summary }) => {
      const when = [...seen, `not __fish_seen_subcommand_from ${taken}`].join("; and ");
      return ["-f", "-n", quoted(when), "-a", name, "-d", quoted(summary)];
    });
    const flags = last === undefined ? [] : s.flags;
    const options = flags.flatMap((o) => {
      if (o.long == null) return [];
      const value =
        o.argChoices === undefined ? (o.required ? ["-r"] : []) : ["-x", "-a", quoted(o.argChoices.join(" "))];
      return [[...here, "-l", o.long.slice(2), ...value, "-d", quoted(o.description)]];
    });
    const words = s.words.length === 0 ? [] : [["-f", ...here, "-a", quoted(s.words.join(" "))]];
    return [...below, ...options, ...words];
  });
  return lines.map((line) => `complete -c chainrule ${line.join(" ")}\n`).join("");
}
