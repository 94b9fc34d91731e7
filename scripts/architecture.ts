/** The rules of the house that every file of src/ keeps, as sentences about what breaks them. */
import ts from "typescript";
import { type Import, importsOf, nodesOf, roomOf, type SourceFile, targetOf } from "./sources.js";

/** Top to bottom: a file imports only from its own room and from rooms above it. */
const ROOMS = [
  "core",
  "names",
  "ops",
  "index",
  "functions",
  "cost",
  "parse",
  "model",
  "print",
  "rewrite",
  "laws",
  "elaborate",
  "derive",
  "numeric",
  "report",
  "judge",
  "api",
  "graph",
  "codegen",
  "notes",
  "live",
  "editor",
  "entries",
  "cli",
] as const;

/** Rooms that may touch Node: everything else runs in a browser as well. */
const NODE_ROOMS: readonly string[] = ["cli"];

const rankOf = (path: string): number => ROOMS.indexOf(roomOf(path) as (typeof ROOMS)[number]);

function importFault(given: Import): string | null {
  const { from, to } = given;
  const room = roomOf(from);
  if (rankOf(from) < 0) return `${from}: "${room}" is no room of src/`;
  if (to.startsWith("node:")) return NODE_ROOMS.includes(room) ? null : `${from}: imports ${to}`;
  if (!to.startsWith(".") || (to === "../../package.json" && room === "cli")) return null;
  const target = targetOf(given);
  if (target === null) return `${from}: imports ${to}, outside src/`;
  if (rankOf(target) < 0) return `${from}: imports ${to}, which is in no room of src/`;
  return rankOf(target) <= rankOf(from) ? null : `${from}: imports ${to}, but ${room} stands above ${roomOf(target)}`;
}

/** Imports from a room below, of Node where there is none, or out of src/. */
export const orderFaults = (file: SourceFile): readonly string[] =>
  importsOf(file)
    .map(importFault)
    .filter((fault) => fault !== null);

/** Places that ask by `in` what an object has: what is on the prototype of all objects would answer. */
export const inheritedFaults = (file: SourceFile): readonly string[] =>
  [...nodesOf(file)]
    .filter(
      (n) => ts.isForInStatement(n) || (ts.isBinaryExpression(n) && n.operatorToken.kind === ts.SyntaxKind.InKeyword),
    )
    .map((n) => `${file.path}: ${n.getText()}`);

/** A default export, or a file whose name says nothing. */
export const namingFaults = ({ path, text }: SourceFile): readonly string[] => [
  ...(/(^|\/)(utils?|helpers?|misc|common)\.ts$/.test(path) ? [`${path}: a name that says nothing`] : []),
  ...(/^export default\b/m.test(text) ? [`${path}: a default export`] : []),
];

export const ruleFaults = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap((file) => [...orderFaults(file), ...inheritedFaults(file), ...namingFaults(file)]);
