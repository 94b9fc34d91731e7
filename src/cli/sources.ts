/** Where a command's text comes from: files, standard input, `-e`. */
import { closeSync, fstatSync, lstatSync, openSync } from "node:fs";
import type { Diagnostic } from "../core/diagnostic.js";
import { has } from "../core/own.js";
import type { World } from "./command.js";
import { UsageError } from "./command.js";
import { readDescriptor } from "./descriptors.js";
import { wholeSource } from "./diagnostics.js";

/** Bytes of a file of values: they may be large where a model is not. */
export const MOST_VALUES = 200_000_000;

/** A text to work on, or why there is none. */
export type Source =
  | { readonly type: "text"; readonly file: string; readonly text: string }
  /** The file cannot be opened or read: exit 3. */
  | { readonly type: "unreadable"; readonly file: string; readonly fault: Diagnostic }
  /** It can, but is no text or too much of it: exit 1, as for any other fault in the input. */
  | { readonly type: "faulty"; readonly file: string; readonly fault: Diagnostic };

/** A source not yet read: many files are read one at a time, so that their texts are not all held at once. */
export interface Pending {
  /** The name in messages and in JSON: the path as given, `-` or `-e`. */
  readonly file: string;
  read(): Source;
}

/**
 * The sources that a command line names, in its order; inline text (several `-e` are lines of one text) comes first.
 * With none, standard input, unless that is a terminal. Throws UsageError.
 */
export function sources(
  operands: readonly string[],
  inline: readonly string[],
  limit: number,
  world: World,
): readonly Pending[] {
  const pending: Pending[] = [];
  if (inline.length > 0) {
    const text = inline.join("\n");
    pending.push({ file: "-e", read: () => ({ type: "text", file: "-e", text: normalLines(text) }) });
  }
  const named = operands.length === 0 && inline.length === 0 ? ["-"] : operands;
  if (operands.length === 0 && inline.length === 0 && world.stdinIsTerminal) {
    throw new UsageError("nothing to read: name a file, - for standard input, or give a text with -e");
  }
  if (named.filter((file) => file === "-").length > 1) throw new UsageError("standard input (-) is named twice");
  for (const file of named) {
    pending.push({
      file,
      read: file === "-" ? () => readStandardInput(limit, world) : () => readFile(file, limit),
    });
  }
  return pending;
}

function readStandardInput(limit: number, world: World): Source {
  try {
    return decode("-", world.stdin(limit), limit);
  } catch (error) {
    return unreadable("-", reason(error));
  }
}

/** A file as a text, of at most so many bytes. */
export function readFile(file: string, limit: number): Source {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, "r");
    if (fstatSync(descriptor).isDirectory()) {
      return unreadable(file, "is a directory", "name the files in it: a shell expands DIR/*.eq");
    }
    return decode(file, readDescriptor(descriptor, limit), limit);
  } catch (error) {
    return unreadable(file, reason(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function unreadable(file: string, why: string, hint: string | null = null): Source {
  return { type: "unreadable", file, fault: wholeSource("file/unreadable", `cannot be read: ${why}`, hint) };
}

/** A directory itself and no link to one. */
export function isDirectory(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

const REASONS = new Map([
  ["ENOENT", "no such file"],
  ["ENOTDIR", "a part of the path is not a directory"],
  ["EISDIR", "is a directory"],
  ["EEXIST", "something else stands there"],
  ["EACCES", "permission denied"],
  ["EPERM", "not permitted"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space left on the device"],
  ["EMFILE", "too many open files"],
  ["ELOOP", "too many symbolic links"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ERR_WORKER_OUT_OF_MEMORY", "it takes more memory than a thread has"],
]);

/** An error of the file system in words. */
export function reason(error: unknown): string {
  const coded = error as { readonly code?: unknown };
  const code = error instanceof Error && has(coded, "code") ? coded.code : null;
  if (typeof code === "string") return REASONS.get(code) ?? code;
  return error instanceof Error ? error.message : String(error);
}

/**
 * Bytes to text: UTF-8, or UTF-16 where a byte order mark says so (PowerShell's `>` writes that). The mark is no part
 * of the text, and every line ends in a line feed.
 */
function decode(file: string, bytes: Uint8Array, limit: number): Source {
  if (bytes.length > limit) {
    const fault = wholeSource("budget/input", `is larger than ${limit} bytes`, "--max-input raises the limit");
    return { type: "faulty", file, fault };
  }
  const wide =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
  try {
    const text = new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
    return { type: "text", file, text: normalLines(text) };
  } catch {
    return { type: "faulty", file, fault: encodingFault(bytes) };
  }
}

/** The place of the first byte that is not UTF-8. */
function encodingFault(bytes: Uint8Array): Diagnostic {
  // The replacement character stands where decoding first goes wrong; one that was typed is three bytes EF BF BD,
  // which decode and encode to themselves, so the first difference of the bytes is the fault.
  const again = new TextEncoder().encode(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  let at = 0;
  while (at < bytes.length && bytes[at] === again[at]) at++;
  const before = new TextDecoder("utf-8").decode(bytes.subarray(0, at));
  const lines = normalLines(before).split("\n");
  const line = lines.length;
  const column = (lines[line - 1] ?? "").length + 1;
  const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  const fault = wholeSource(
    "file/encoding",
    `is not UTF-8: byte 0x${byte} on line ${line}, column ${column}`,
    "save it as UTF-8",
  );
  return { ...fault, line, column, endLine: line, endColumn: column + 1 };
}

function normalLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
