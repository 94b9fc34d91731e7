/** Refuses arguments that TypeScript would refuse, for callers who write JavaScript: a fault like any other, by name. */

import type { CodeOf } from "../core/codes.js";
import { ChainruleError, reporter } from "../core/diagnostic.js";
import { ownOf } from "../core/own.js";
import type { Model } from "../model/model.js";
import { CHOICES } from "./choices.js";

const isModel = (source: unknown): source is Model =>
  typeof source === "object" && source !== null && (source as Partial<Model>).symbols instanceof Map;

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === "string");

/** A value as a message shows it, cut where it is long. */
const shown = (value: unknown): string =>
  typeof value === "string"
    ? JSON.stringify(value.slice(0, 40))
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object" && value !== null
        ? "an object"
        : typeof value === "function"
          ? "a function"
          : String(value);

/**
 * Holds that a source is a text or a model, and that options have values there are; `needed` are options of a few
 * words that may not be left out.
 *
 * @throws {ChainruleError} with a `usage/…` fault for each that is neither.
 */
export function requireArguments(
  source: unknown,
  options: object = {},
  needed: Readonly<Record<string, readonly string[]>> = {},
): asserts source is string | Model {
  const said = reporter("");
  const fault = (code: CodeOf<"usage">, message: string, hint: string): void =>
    said.report("error", `usage/${code}`, { start: 0, end: 0 }, message, { hint });
  if (typeof source !== "string" && !isModel(source))
    fault(
      "source",
      `the source is a text or a model, not ${shown(source)}`,
      'derive("s = u^T f(W x)"), or what parse gives',
    );
  const given = ownOf(options) as Readonly<Record<string, unknown>>;
  for (const [name, choices] of Object.entries<readonly unknown[]>({ ...CHOICES, ...needed })) {
    const value = given[name];
    const isLeftOut = value === undefined && !Object.hasOwn(needed, name);
    if (!isLeftOut && !choices.includes(value))
      fault(
        name as CodeOf<"usage">,
        `${name} is not ${shown(value)}`,
        `it is ${choices.map((c) => JSON.stringify(c)).join(", ")}`,
      );
  }
  if (given.of !== undefined && typeof given.of !== "string")
    fault("of", `of is a name, not ${shown(given.of)}`, 'of: "s"');
  if (given.wrt !== undefined && !isNames(given.wrt))
    fault("wrt", `wrt is a list of names, not ${shown(given.wrt)}`, 'wrt: ["W", "b"]');
  if (said.diagnostics.length > 0) throw new ChainruleError(said.diagnostics, null);
}
