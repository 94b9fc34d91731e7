import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** The rooms of src/, top to bottom: a file imports only from its own room and from rooms above it. */
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
  "entries",
  "cli",
] as const;

/** Rooms that may touch Node: everything else runs in a browser as well. */
const NODE_ROOMS: readonly string[] = ["cli"];

const src = join(dirname(dirname(fileURLToPath(import.meta.url))), "src");

interface Import {
  readonly from: string;
  readonly to: string;
}

/** The room of a path relative to src/: its directory, or "entries" for the files that the package exports. */
function roomOf(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? "entries" : path.slice(0, slash);
}

/** Every module specifier of a file: static, re-exported, dynamic, and in a type position. */
function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push({ from: path, to: node.text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023));
  return found;
}

/** What is wrong with an import, or undefined. */
function fault({ from, to }: Import): string | undefined {
  const room = roomOf(from);
  const rank = ROOMS.indexOf(room as (typeof ROOMS)[number]);
  if (rank < 0) return `${from}: "${room}" is no room of src/`;
  if (to.startsWith("node:")) return NODE_ROOMS.includes(room) ? undefined : `${from}: imports ${to}`;
  if (!to.startsWith(".")) return undefined;
  const target = posix.join(posix.dirname(from), to);
  if (target === "../package.json" && room === "cli") return undefined;
  if (target.startsWith("..")) return `${from}: imports ${to}, outside src/`;
  const other = ROOMS.indexOf(roomOf(target) as (typeof ROOMS)[number]);
  if (other < 0) return `${from}: imports ${to}, which is in no room of src/`;
  return other <= rank ? undefined : `${from}: imports ${to}, but ${room} stands above ${roomOf(target)}`;
}

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.startsWith("parse/grammar/generated/"))
    .sort();
}

describe("the order of the rooms", () => {
  it("is kept by every import of src/", { timeout: 60_000 }, () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(0);
    const faults = files
      .flatMap((path) => importsOf(path, readFileSync(join(src, path), "utf8")))
      .map(fault)
      .filter((message) => message !== undefined);
    expect(faults).toEqual([]);
  });

  it("is judged for every kind of import", () => {
    const text = [
      `import { a } from "../print/latex.js";`,
      `import type { B } from "../derive/gradient.js";`,
      `export { c } from "../cli/main.js";`,
      `const d = await import("../notes/page.js");`,
      `let e: import("../graph/svg.js").Svg;`,
      `import { readFileSync } from "node:fs";`,
      `import { f } from "../core/expr.js";`,
      `import { g } from "./sum.js";`,
      `import moo from "moo";`,
    ].join("\n");
    const faults = importsOf("ops/product.ts", text)
      .map(fault)
      .filter((message) => message !== undefined);
    expect(faults.map((message) => message.split(", but ")[0])).toEqual([
      "ops/product.ts: imports ../print/latex.js",
      "ops/product.ts: imports ../derive/gradient.js",
      "ops/product.ts: imports ../cli/main.js",
      "ops/product.ts: imports ../notes/page.js",
      "ops/product.ts: imports ../graph/svg.js",
      "ops/product.ts: imports node:fs",
    ]);
  });
});

/** Where a file asks by `in` what an object has: what is on the prototype of all objects would answer. */
function inherited(path: string, text: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const asks = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword;
    if (asks || ts.isForInStatement(node)) found.push(`${path}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true));
  return found;
}

describe("the rules of the house", () => {
  it("no `in`, no `for … in`: has() of core/own.ts asks for own properties", () => {
    expect(sourceFiles().flatMap((path) => inherited(path, readFileSync(join(src, path), "utf8")))).toEqual([]);
    expect(inherited("a.ts", 'if ("k" in o) for (const k in o) f(k);')).toEqual([
      'a.ts: "k" in o',
      "a.ts: for (const k in o) f(k);",
    ]);
  });

  it("no default export, no file called utils", () => {
    const faults = sourceFiles().filter(
      (path) =>
        /(^|\/)(utils?|helpers?|misc|common)\.ts$/.test(path) ||
        /^export default\b/m.test(readFileSync(join(src, path), "utf8")),
    );
    expect(faults).toEqual([]);
  });
});
