/** Says in a few words what elaboration made of a model, for tests to compare. */

import { read as readModel } from "../../src/elaborate/parse.js";
import type { Model } from "../../src/model/model.js";
import { printText } from "../../src/print/text.js";

/** The model of a text; statements may be given one by one. */
export const model = (...lines: string[]): Model => readModel(lines.join("\n"));

export const strict = (...lines: string[]): Model => readModel(lines.join("\n"), { strict: true });

export const assumed = (m: Model): string[] => m.assumptions.map((a) => a.text);

export const equations = (m: Model): string[] => m.equations.map((e) => `${e.name} = ${printText(e.value)}`);

/** `line:column code` of each error. */
export const errors = (m: Model): string[] =>
  m.diagnostics.filter((d) => d.severity === "error").map((d) => `${d.line}:${d.column} ${d.code}`);

export const messages = (m: Model): string[] => m.diagnostics.map((d) => d.message);

export const hints = (m: Model): (string | null)[] => m.diagnostics.map((d) => d.hint);

/** `name : rows×cols role` of each symbol. */
export const symbols = (m: Model): string[] =>
  [...m.symbols.values()].map((s) => `${s.name} : ${s.kind} ${s.shape.rows}×${s.shape.cols} ${s.role}`);

export const shapeOf = (m: Model, name: string): string => {
  const s = m.symbols.get(name)?.shape;
  return s === undefined ? "none" : `${s.rows}×${s.cols}`;
};
