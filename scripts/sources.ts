/** The sources of src/ as TypeScript reads them: each file parsed once, for whoever judges or measures them. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import ts from "typescript";

export interface SourceFile {
  /** Relative to src/, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

export interface Import {
  readonly from: string;
  readonly to: string;
  /** Gone when the types are. */
  readonly isType: boolean;
}

export const parsed = (path: string, text: string): SourceFile => ({
  path,
  text,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true),
});

/** Every file of src/ but those that are made from others. */
export function sourceFiles(root: string): readonly SourceFile[] {
  const src = join(root, "src");
  return readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((path) => !path.includes("/generated/"))
    .sort()
    .map((path) => parsed(path, readFileSync(join(src, path), "utf8")));
}

/** Parents before children. */
export function* nodesOf({ tree }: SourceFile): Generator<ts.Node> {
  const open: ts.Node[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => {
      children.push(child);
    });
    open.push(...children.reverse());
  }
}

/** Every module specifier of a file: static, re-exported, dynamic, and in a type position. */
export function importsOf(file: SourceFile): readonly Import[] {
  const out: Import[] = [];
  const add = (node: ts.Node | undefined, isType: boolean): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) out.push({ from: file.path, to: node.text, isType });
  };
  for (const node of nodesOf(file)) {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
  }
  return out;
}

/** The path below src/ that an import leads to; null where it leads out of src/. */
export function targetOf({ from, to }: Import): string | null {
  const target = posix.join(posix.dirname(from), to);
  return to.startsWith(".") && !target.startsWith("..") ? target : null;
}

/** The room of a path: its directory, or "entries" for the files that the package exports. */
export const roomOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "entries");
