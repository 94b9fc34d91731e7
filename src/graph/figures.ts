/** Numbers as a table and a picture show them: four digits that mean something, a minus that is one. */
import type { Matrix } from "../numeric/matrix.js";

const DIGITS = 4;

/** `6`, `−0.1052`, `1.3·10⁻⁷`: as many digits as the eye compares. */
export function showNumber(x: number, digits = DIGITS): string {
  if (Number.isNaN(x)) return "undefined";
  if (!Number.isFinite(x)) return x < 0 ? "−∞" : "∞";
  if (x === 0) return "0";
  const size = Math.abs(x);
  const sign = x < 0 ? "−" : "";
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa = "", exponent = "0"] = size.toExponential(digits - 1).split("e");
    const short = mantissa.replace(/\.?0+$/, "");
    return `${sign}${short === "1" ? "" : `${short}·`}10${raised(Number(exponent))}`;
  }
  if (Number.isInteger(size)) return `${sign}${size}`;
  // Zeros at the end say nothing: 0.5000 is 0.5.
  const rounded = Number(size.toPrecision(digits));
  return `${sign}${rounded}`;
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (k: number): string =>
  (k < 0 ? "⁻" : "") + [...String(Math.abs(k))].map((d) => [...RAISED][Number(d)] ?? "").join("");

/** Entries of a vector and rows or columns of a matrix that are written out. */
export interface Room {
  readonly entries: number;
  readonly side: number;
}

const WIDE: Room = { entries: 8, side: 4 };
export const NARROW: Room = { entries: 4, side: 3 };

/** A vector `[1; 2; 3]`, a matrix `[1, 2; 3, 4]` in one line, as the language writes them; a large one by its norm. */
export function showMatrix(A: Matrix, room: Room = WIDE): string {
  if (A.data.length === 1) return showNumber(A.data[0] as number);
  if (!fits(A, room)) return `${A.rows}×${A.cols}, norm ${showNumber(norm(A))}`;
  return `[${rowsOf(A).join("; ")}]`;
}

/** A local derivative: a diagonal matrix by its diagonal, the identity as `I`, since those occur at every step. */
export function showLocal(A: Matrix, room: Room = WIDE): string {
  const n = A.rows;
  if (n === 1 || n !== A.cols) return showMatrix(A, room);
  if (!A.data.every((x, k) => x === 0 || k % (n + 1) === 0)) return showMatrix(A, room);
  const diagonal = Array.from({ length: n }, (_, i) => A.data[i * (n + 1)] as number);
  if (diagonal.every((x) => x === 1)) return "I";
  if (diagonal.every((x) => x === 0)) return "0";
  if (n > room.entries) return showMatrix(A, room);
  return `diag(${diagonal.map((x) => showNumber(x)).join(", ")})`;
}

/** Whether it is written out in this room. */
export const fits = (A: Matrix, room: Room): boolean =>
  A.rows === 1 || A.cols === 1 ? A.data.length <= room.entries : A.rows <= room.side && A.cols <= room.side;

/** The rows, each as text. */
export const rowsOf = (A: Matrix): readonly string[] =>
  Array.from({ length: A.rows }, (_, i) =>
    Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols), (x) => showNumber(x)).join(", "),
  );

export const norm = (A: Matrix): number => Math.sqrt(A.data.reduce((s, x) => s + x * x, 0));

/** Numbers as JSON has them: a scalar a number, a column an array, anything else rows. Null where not finite. */
export function jsonOf(A: Matrix): unknown {
  const numbers = Array.from(A.data, (x) => (Number.isFinite(x) ? x : null));
  if (numbers.length === 1) return numbers[0];
  if (A.cols === 1) return numbers;
  return Array.from({ length: A.rows }, (_, i) => numbers.slice(i * A.cols, (i + 1) * A.cols));
}
