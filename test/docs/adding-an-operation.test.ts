/**
 * docs/adding-an-operation.md, followed to the letter in a copy of the sources: without each of its lines the compiler
 * names the place, and with them the operation is derived, checked and emitted.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(root, "docs/adding-an-operation.md"), "utf8");
const block = (language: string): string => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";

interface Added {
  readonly file: string;
  /** The line that it stands behind. */
  readonly after: string;
  readonly line: string;
}

/** The lines of the page: a file, lines that stand there with a space before them, lines to be added with a plus. */
function linesOf(diff: string): readonly Added[] {
  const out: Added[] = [];
  let file = "";
  let after = "";
  for (const line of diff.split("\n")) {
    if (line.startsWith("+")) out.push({ file, after, line: line.slice(1) });
    else if (line.startsWith(" ")) after = line.slice(1);
    else if (line !== "") file = line;
  }
  return out;
}

const LINES = linesOf(block("diff"));
const FILE = "src/ops/skew.ts";

/** The text of a source with these of the page's lines added to it. */
function edited(file: string, lines: readonly Added[]): string {
  let text = readFileSync(join(root, file), "utf8");
  for (const { after, line } of lines.filter((l) => l.file === file)) {
    const parts = text.split(`\n${after}\n`);
    expect(parts.length, `${after} in ${file}`).toBe(2);
    text = parts.join(`\n${after}\n${line}\n`);
  }
  return text;
}

const files = [...new Set(LINES.map((l) => l.file))];

/** Collects the compiler's errors in files where only these lines are there. */
function complaints(asked: readonly string[], lines: readonly Added[]): readonly string[] {
  const at = (path: string) => join(scratch, path);
  const overlay = new Map(files.map((f) => [at(f), edited(f, lines)]));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
    ts.sys,
    scratch,
  );
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, version, ...rest) => {
    const text = overlay.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, version);
    const known = parsed.get(path) ?? read(path, version, ...rest);
    if (known !== undefined) parsed.set(path, known);
    return known;
  };
  const program = ts.createProgram([...asked.map(at), at(FILE)], options, host);
  return asked
    .flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(at(file))))
    .map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n"));
}

const parsed = new Map<string, ts.SourceFile>();
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "chainrule-operation-"));
  cpSync(join(root, "src"), join(scratch, "src"), { recursive: true });
  for (const name of ["package.json", "tsconfig.json"]) cpSync(join(root, name), join(scratch, name));
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"), "junction");
  writeFileSync(join(scratch, FILE), block("ts"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("an operation as docs/adding-an-operation.md adds it", { timeout: 120_000 }, () => {
  it("takes at most nine lines outside its own file", () => {
    expect(LINES.length).toBeGreaterThan(5);
    expect(LINES.length).toBeLessThanOrEqual(9);
  });

  it.each(LINES.map((l) => [l.file, l.line.trim(), l] as const))(
    "without its line in %s, %s, the compiler names it",
    (_, __, line) => {
      const said = complaints(
        [line.file],
        LINES.filter((l) => l !== line),
      ).join("\n");
      expect(said).toMatch(/skew/i);
    },
  );

  it("compiles with all of them", () => {
    expect(complaints([FILE, ...files], LINES)).toEqual([]);
  });

  it("is derived, refused, checked and emitted", async () => {
    for (const file of files) writeFileSync(join(scratch, file), edited(file, LINES));
    const outdir = join(scratch, "dist");
    mkdirSync(outdir);
    const entries = ["index", "check", "codegen"].map((name) => join(scratch, `src/${name}.ts`));
    await build({
      entryPoints: entries,
      outdir,
      bundle: true,
      splitting: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node20",
      outExtension: { ".js": ".mjs" },
      logLevel: "warning",
    });
    const load = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(outdir, `${name}.mjs`)).href);
    const { derive } = (await load("index")) as typeof import("../../src/index.js");
    const { check } = (await load("check")) as typeof import("../../src/check.js");
    const { codegen, TARGETS } = (await load("codegen")) as typeof import("../../src/codegen.js");
    expect(derive("A, B : matrix(n, n)\ns = tr(B^T skew(A))\nds/dA").results[0]?.text).toBe("skew(B)");
    expect(() => derive("W : matrix(n, m)\ny = skew(W)\ndy/dW")).toThrow("skew needs a square matrix, not n×m");
    expect(derive("s = tr(B^T skew(A))\nds/dA").results[0]?.shape).toEqual(["n", "n"]);
    const text = "A, B : matrix(n, n)\ns = tr(B^T skew(A) A)\n∂s/∂A";
    expect(check(text)).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
    for (const target of TARGETS) expect(codegen(text, { target }).code).not.toContain("undefined");
    expect(codegen(text, { target: "numpy" }).code).toMatch(/0\.5 \* \(\w+ - \w+\.T\)/);
  });
});
