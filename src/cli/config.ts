/** `chainrule.json`: what stands in it holds where the command line says nothing. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Command, Option } from "commander";
import { CHOICES } from "../api/choices.js";
import type { Language } from "../report/languages/phrases.js";
import { UsageError } from "./command.js";
import { reason } from "./sources.js";

const CONFIG_FILE = "chainrule.json";

/** Flags that a project settles once, by their names without dashes, with the words of each; the first is the default. */
export const SETTINGS = {
  layout: CHOICES.layout,
  convention: CHOICES.convention,
  steps: CHOICES.steps,
  symmetric: CHOICES.symmetric,
  products: CHOICES.products,
  lang: ["en", "ko", "de", "zh"],
} as const satisfies Readonly<Record<string, readonly string[]>> & { readonly lang: readonly Language[] };

const wordsOf = (setting: string): readonly string[] =>
  Object.hasOwn(SETTINGS, setting) ? SETTINGS[setting as keyof typeof SETTINGS] : [];

/** A file of settings, as text. */
export interface Config {
  readonly path: string;
  readonly text: string;
}

/** Characters of a file of settings; a longer one is none. */
const LONGEST = 100_000;

/**
 * The file that is nearest to what is read, from its folder upwards; from the working directory where no file is named.
 * Throws {@link UsageError} where the files have different ones.
 */
export function nearestConfig(files: readonly string[]): Config | null {
  const named = files.filter((f) => f !== "-");
  const starts = named.length === 0 ? ["."] : named.map((f) => (isDirectory(f) ? f : dirname(f)));
  const [first, other] = new Set(starts.map((start) => upwards(resolve(start))));
  if (other !== undefined)
    throw new UsageError(
      `these files have settings of their own (${first ?? "none"}, ${other ?? "none"}): one call each`,
    );
  if (first === undefined || first === null) return null;
  try {
    if (statSync(first).size > LONGEST) throw new Error("it is too long");
    return { path: first, text: readFileSync(first, "utf8") };
  } catch (error) {
    throw new UsageError(`${first} cannot be read: ${reason(error)}`);
  }
}

const isDirectory = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** The nearest file of settings at or above a folder. */
function upwards(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, CONFIG_FILE);
    if (existsSync(path) && statSync(path).isFile()) return path;
    if (at === dirname(at)) return null;
  }
}

/** Puts settings in the place of flags that are not given. Throws {@link UsageError}, naming the file. */
export function settle(command: Command, configOf: () => Config | null): void {
  const own = command.options.filter((o) => isSetting(o) && o.argChoices !== undefined);
  if (own.length === 0) return;
  const config = configOf();
  if (config === null) return;
  const fault = (words: string): UsageError => new UsageError(`${config.path}: ${words}`);
  let given: unknown;
  try {
    given = JSON.parse(config.text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw fault(reason(error));
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw fault("it is no object");
  for (const [key, value] of Object.entries(given)) {
    if (key === "$schema") continue;
    const words = wordsOf(key);
    if (words.length === 0) throw fault(`"${key}" is no setting; there are ${Object.keys(SETTINGS).join(", ")}`);
    if (typeof value !== "string" || !words.includes(value))
      throw fault(`"${key}" is one of ${words.join(", ")}, not ${JSON.stringify(value)}`);
    const option = own.find((o) => o.attributeName() === key);
    if (option?.argChoices?.includes(value) !== true || command.getOptionValueSource(key) === "cli") continue;
    command.setOptionValueWithSource(key, value, "config");
  }
}

const isSetting = (option: Option): boolean => wordsOf(option.attributeName()).length > 0;

/** JSON Schema of the file. */
export const configSchema = (): object => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: CONFIG_FILE,
  type: "object",
  properties: {
    $schema: { type: "string" },
    ...Object.fromEntries(Object.entries(SETTINGS).map(([name, words]) => [name, { enum: words }])),
  },
  additionalProperties: false,
});
