/** Text for source files: indentation, comments, formulas and shapes in words. */
import type { Dim } from "../core/dim.js";
import { ONE } from "../core/dim.js";
import type { Expr } from "../core/expr.js";
import { unlessTooLong } from "../print/pretty.js";
import { printText } from "../print/text.js";
import type { Input } from "./inputs.js";
import type { Program, Result } from "./program.js";
import { equationBehind } from "./solved.js";

/** Every line that is not empty, behind `by`. */
export const indented = (lines: readonly string[], by: string): readonly string[] =>
  lines.flatMap((line) => line.split("\n")).map((line) => (line === "" ? "" : by + line));

/** Longest line of a comment or of code that can be broken. */
const WIDTH = 100;

/** Words of a text on lines of at most WIDTH characters. */
function wrapped(text: string, width = WIDTH): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `    ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Comment lines; nothing in a formula can end one. */
export const comment = (mark: string, text: string): readonly string[] =>
  wrapped(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")).map((line) => `${mark} ${line}`);

/** A long sum on several lines, broken before its signs: in brackets, so that a language without semicolons reads on. */
export function broken(code: string, open: string, close: string): readonly string[] {
  if (code.length <= WIDTH) return [code];
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < code.length; i++) {
    const c = code[i] as string;
    if ("([{".includes(c)) depth += 1;
    else if (")]}".includes(c)) depth -= 1;
    else if (depth === 0 && c === " " && /^ [.]?[+-] /.test(code.slice(i, i + 4)) && i > from) {
      parts.push(code.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(code.slice(from));
  if (parts.length === 1) return [code];
  return [open, ...parts.map((p) => `    ${p}`), close];
}

const sizeText = (d: Dim): string => d;

/** `matrix (n, m)`, `vector (n)`, `scalar`. */
export function shapeWords({ kind, rows, cols, axes }: Pick<Input, "kind" | "rows" | "cols" | "axes">): string {
  const own = ownWords({ kind, rows, cols });
  return axes.length === 0 ? own : `${own} for each of (${axes.map(sizeText).join(", ")})`;
}

/** The shape of an input, and what its caller sees to where that is a solution. */
export const inputWords = (x: Input): string =>
  shapeWords(x) + (x.residual === undefined ? "" : `, a solution: ${x.residual} of forward is 0`);

function ownWords({ kind, rows, cols }: Pick<Input, "kind" | "rows" | "cols">): string {
  if (kind === "scalar") return "scalar";
  if (kind === "label") return "whole number that counts from 1";
  const length = rows === ONE ? cols : rows;
  return kind === "vector" ? `vector (${sizeText(length)})` : `matrix (${sizeText(rows)}, ${sizeText(cols)})`;
}

/** The equations of the model, one a line. */
export function equationLines(program: Program): readonly string[] {
  const written = program.model.functions.map((f) => `${f.name}(${f.parameter}) = ${f.text}`);
  const text = (e: Expr): string => unlessTooLong(() => printText(e, new Map(), 400)) ?? "...";
  const defined = program.model.equations.map(({ name, symbol, value }) => {
    const equation = equationBehind(symbol);
    if (equation === null) return `${name} = ${text(value)}`;
    const { fixedPoint, residual } = equation;
    return `${name} where ${fixedPoint === null ? `${text(residual)} = 0` : `${name} = ${text(fixedPoint)}`}`;
  });
  return [...written, ...defined].flatMap((line) => wrapped(line));
}

/** A module in a line: `s and its derivatives by W, b`. */
export function title(program: Program): string {
  const of = [...new Set(program.results.map((r) => r.of))];
  const keys = program.results.map((r) => r.key);
  if (of.length === 0) return "The model.";
  if (program.back !== null) return `${program.back.output.of}, and what comes back from it: ${keys.join(", ")}.`;
  return wrapped(`${of.join(", ")} and ${keys.join(", ")}.`).join("\n");
}

/** Names of results with what they are: `ds/dW : matrix (n, m)`. */
export const resultLines = (results: readonly Result[]): readonly string[] =>
  results.map((r) => `${r.key} : ${shapeWords(r)}`);

/** A number as every target reads it; all digits. */
export const numberText = (x: number): string => String(x).replace("e+", "e");
