/** What the house is measured by: each measure with where it is worst and the limit it must keep. */
import ts from "typescript";
import { importsOf, nodesOf, roomOf, type SourceFile, targetOf } from "./sources.js";

export interface Measure {
  readonly title: string;
  readonly value: number;
  readonly where: string;
  /** Null where there is nothing to keep. */
  readonly limit: number | null;
}

const LONGEST_FUNCTION = 150;
const LONGEST_FILE = 600;
const REPEATED = 6;

/** The measures that have a limit, which `npm run check` holds. The limits only ever fall. */
export function limitedMeasures(files: readonly SourceFile[]): readonly Measure[] {
  const functions = files.flatMap(functionLengths).filter((c) => c.value > LONGEST_FUNCTION);
  const long = files.map((f) => ({ where: f.path, value: lengthOf(f) })).filter((c) => c.value > LONGEST_FILE);
  return [
    { title: `functions above ${LONGEST_FUNCTION} lines`, value: functions.length, where: most(functions), limit: 6 },
    { title: `files above ${LONGEST_FILE} lines, tables aside`, value: long.length, where: most(long), limit: 2 },
  ];
}

/** All measures of src/; `guide` is the page on adding an operation. */
export function measures(files: readonly SourceFile[], guide: string): readonly Measure[] {
  const cycles = importCycles(files);
  const counted = (of: (f: SourceFile) => number): readonly Count[] =>
    files.map((f) => ({ where: f.path, value: of(f) }));
  const matches = (pattern: RegExp) => counted((f) => f.text.split(pattern).length - 1);
  const measure = (title: string, counts: readonly Count[]): Measure => ({
    title,
    value: sum(counts),
    where: most(counts),
    limit: null,
  });
  return [
    ...limitedMeasures(files),
    measure(
      "files in import cycles",
      cycles.map((c) => ({ where: `${c[0]} and beside it`, value: c.length })),
    ),
    measure("`as Expr`", matches(/\bas Expr\b/)),
    measure('doc comments that begin with "What"', matches(/\/\*\*\s+(?:\*\s+)?What\b/)),
    measure(
      `pairs of ${REPEATED} or more equal lines`,
      [...repeatedPairs(files)].map(([where, value]) => ({ where, value })),
    ),
    {
      ...measure(
        "lines of code",
        counted((f) => codeLines(f.text).length),
      ),
      where: `in ${files.length} files`,
    },
    {
      title: "lines that a new operation takes elsewhere",
      value: addedLines(guide),
      where: "as docs/adding-an-operation.md adds them",
      limit: 9,
    },
  ];
}

interface Count {
  readonly where: string;
  readonly value: number;
}

const sum = (counts: readonly Count[]): number => counts.reduce((s, c) => s + c.value, 0);
const most = (counts: readonly Count[], count = 3): string =>
  counts
    .filter((c) => c.value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, count)
    .map((c) => `${c.where} ${c.value}`)
    .join(", ");

const linesOf = ({ tree }: SourceFile, node: ts.Node): number =>
  tree.getLineAndCharacterOfPosition(node.end).line - tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** Every function with its lines, named by the nearest name around it. */
export function functionLengths(file: SourceFile): readonly Count[] {
  const out: Count[] = [];
  for (const node of nodesOf(file))
    if (ts.isFunctionLike(node) && (node as { body?: ts.Node }).body !== undefined)
      out.push({ where: `${file.path} ${nameOf(node)}`, value: linesOf(file, node) });
  return out;
}

function nameOf(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
    const { name } = at as { name?: ts.Node };
    if (name !== undefined && ts.isIdentifier(name)) return name.text;
  }
  return "a function without a name";
}

/** Lines of a file, without those of tables at its top level. */
function lengthOf(file: SourceFile): number {
  let length = file.tree.getLineStarts().length - 1;
  for (const statement of file.tree.statements)
    if (ts.isVariableStatement(statement))
      for (const { initializer } of statement.declarationList.declarations)
        if (initializer !== undefined && isTable(initializer)) length -= linesOf(file, initializer);
  return length;
}

function isTable(node: ts.Expression): boolean {
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return isTable(node.expression);
  if (ts.isNewExpression(node)) return node.arguments?.[0] !== undefined && isTable(node.arguments[0]);
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}

/** Files that import each other in a circle, types aside: they are gone before anything runs. */
function importCycles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const edges = new Map<string, readonly string[]>();
  for (const f of files) {
    const targets = importsOf(f)
      .filter((i) => !i.isType)
      .map(targetOf)
      .filter((t) => t !== null)
      .map((t) => t.replace(/\.js$/, ".ts"));
    edges.set(f.path, targets);
  }
  return components(edges).filter((c) => c.length > 1);
}

/** Strongly connected components by Tarjan's algorithm, each in alphabetical order. */
function components(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  const out: string[][] = [];
  const visit = (v: string): void => {
    index.set(v, index.size);
    low.set(v, index.get(v) as number);
    path.push(v);
    onPath.add(v);
    for (const w of edges.get(v) ?? []) {
      if (!index.has(w)) visit(w);
      if (onPath.has(w)) low.set(v, Math.min(low.get(v) as number, low.get(w) as number));
    }
    if (low.get(v) !== index.get(v)) return;
    const component = path.splice(path.indexOf(v));
    for (const w of component) onPath.delete(w);
    out.push(component.sort());
  };
  for (const v of edges.keys()) if (!index.has(v)) visit(v);
  return out;
}

/** Lines that are no comment, trimmed and not empty. */
function codeLines(text: string): readonly string[] {
  const blank = text.replace(/^[ \t]*\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm, "");
  return blank
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** How often some six lines of code stand at two places, by room; imports are no repetition. */
export function repeatedPairs(files: readonly SourceFile[]): ReadonlyMap<string, number> {
  const texts = files.map((f) => ({ path: f.path, lines: codeLines(withoutImports(f)) }));
  const places = new Map<string, { file: number; line: number }[]>();
  texts.forEach(({ lines }, file) => {
    for (let line = 0; line + REPEATED <= lines.length; line++) {
      const window = lines.slice(line, line + REPEATED).join("\n");
      // Braces alone are no repetition.
      if (window.replace(/\W/g, "").length < 40) continue;
      const at = places.get(window) ?? [];
      at.push({ file, line });
      places.set(window, at);
    }
  });
  const pairs = [...places.values()].flatMap((at) => at.flatMap((a, k) => at.slice(k + 1).map((b) => [a, b] as const)));
  const key = ([a, b]: (typeof pairs)[number], shift: number): string =>
    `${a.file}:${a.line + shift} ${b.file}:${b.line + shift}`;
  const starts = new Set(pairs.map((pair) => key(pair, 0)));
  const counts = new Map<string, number>();
  for (const pair of pairs) {
    // Longer runs are one pair, counted where it begins.
    if (starts.has(key(pair, -1))) continue;
    const rooms = new Set(pair.map((p) => roomOf(texts[p.file]?.path ?? "")));
    const where = [...rooms].sort().join(" with ");
    counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  return counts;
}

const withoutImports = ({ tree, text }: SourceFile): string => {
  const last = tree.statements.filter(ts.isImportDeclaration).at(-1);
  return last === undefined ? text : text.slice(last.end);
};

/** Lines outside its own file that the page on adding an operation adds. */
const addedLines = (guide: string): number => [...guide.matchAll(/^\+\S?.*$/gm)].length;
