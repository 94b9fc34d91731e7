// `npm run release:check`: what is packed installs into an empty project and works there, as library, as command and at
// every subpath; its files, sizes and licences are as they should be, its parts are listed, what SECURITY.md promises
// has tests. `--built` packs the build that is there.
//
// It works on a copy of the repository, so that a build in `dist` that somebody uses stays as it is.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { installed, licenceFaults, packed, partsFaults, promiseFaults, sizes, told } from "./release-parts.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const work = mkdtempSync(join(tmpdir(), "chainrule-release-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));
const [copy, project] = [join(work, "copy"), join(work, "project")];

/** Runs a program; its output, or the end of the check with what it said. */
function run(what, program, args, cwd, fine = (status) => status === 0) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  if (error !== undefined || !fine(status)) {
    console.error(`release: ${what} failed\n${stdout}\n${stderr}`);
    process.exit(1);
  }
  console.log(`release: ${what}: fine`);
  return stdout;
}

/** Says the faults of a part, and ends the check where there are any. */
function hold(what, faults) {
  for (const fault of faults) console.error(`release: ${fault}`);
  if (faults.length > 0) process.exit(1);
  console.log(`release: ${what}: fine`);
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
hold("version, licence, changelog", told(root, manifest));
hold("a test for every promise of SECURITY.md", promiseFaults(root));

const isBuilt = process.argv.includes("--built");
const tracked = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
});
for (const file of tracked.stdout.split("\0").filter((f) => f !== "" && existsSync(join(root, f)))) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  copyFileSync(join(root, file), join(copy, file));
}
symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");

if (isBuilt) cpSync(join(root, "dist"), join(copy, "dist"), { recursive: true });
const pack = ["pack", "--json", "--pack-destination", work, ...(isBuilt ? ["--ignore-scripts"] : [])];
// The scripts of the build may say something first.
const [, list] = /(^\[\s*\{[\s\S]*)/m.exec(run("npm pack", "npm", pack, copy)) ?? [];
hold(
  "files of the package",
  packed(
    JSON.parse(list)[0].files.map((f) => f.path),
    manifest,
  ),
);
const tarball = join(work, readdirSync(work).find((f) => f.endsWith(".tgz")) ?? "missing.tgz");
run("publint", join(root, "node_modules/.bin/publint"), ["--strict", tarball], copy);
// The package is ESM: that CommonJS cannot require it before Node 20.19 is meant, and older resolution knows no subpaths.
const attw = ["--profile", "esm-only", "--format", "ascii", "--ignore-rules", "cjs-resolves-to-esm", "--", tarball];
run("are the types wrong", join(root, "node_modules/.bin/attw"), attw, copy);

mkdirSync(project);
writeFileSync(
  join(project, "package.json"),
  '{ "name": "empty", "version": "1.0.0", "private": true, "type": "module" }\n',
);
run(
  "install into an empty project",
  "npm",
  ["install", "--prefer-offline", "--no-audit", "--no-fund", tarball],
  project,
);

const packages = [...installed(join(project, "node_modules"))];
hold(`licences of ${packages.length} packages`, licenceFaults(packages));
const bom = JSON.parse(run("npm sbom", "npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], project));
hold(`parts list, ${bom.components.length} components`, partsFaults(bom, packages));
mkdirSync(join(root, ".cache"), { recursive: true });
writeFileSync(join(root, ".cache/chainrule.cdx.json"), JSON.stringify(bom, null, 2));

const core = join(project, "core.mjs");
await build({
  stdin: { contents: 'export { derive, parse } from "chainrule";', resolveDir: project },
  outfile: core,
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  external: ["mathjs", "mathjs/*"],
  logLevel: "warning",
});
const inBrowser = `const { derive } = await import(${JSON.stringify(core)}); if (derive("y = x^T A x; ∂y/∂x").results[0].text !== "(A + A^T) x") throw new Error("derives something else");`;
run("the bundle for browsers derives", process.execPath, ["--input-type=module", "-e", inBrowser], project);
const own = join(project, "node_modules/chainrule/dist");
const sized = sizes({ core, command: join(own, "command/parts.cjs"), page: join(own, "page/page.html") });
for (const line of sized.lines) console.log(`release: ${line}`);
hold("sizes", sized.faults);

const subpaths = Object.keys(manifest.exports).filter((s) => !s.endsWith(".json"));
for (const subpath of subpaths) {
  const name = `chainrule${subpath.slice(1)}`;
  const script = `const all = await import(${JSON.stringify(name)}); if (Object.keys(all).length === 0) throw new Error("nothing is exported");`;
  run(`import ${name}`, process.execPath, ["--input-type=module", "-e", script], project);
}

const library = `import { derive } from "chainrule";
const { results, where } = derive("z = W x + b; h = f(z); s = u^T h", { of: "s", wrt: ["W", "b"] });
if (results[0].text !== "delta x^T" || where[0].text !== "u .* f'(z)") throw new Error(JSON.stringify([results, where]));`;
run("the library derives", process.execPath, ["--input-type=module", "-e", library], project);

const command = join(project, "node_modules/.bin/chainrule");
const said = run("the command derives", command, ["derive", "-e", "y = x^T A x; ∂y/∂x", "--format", "text"], project);
if (!said.includes("(A + A^T) x")) throw new Error(said);
const version = run("the command knows its version", command, ["--version"], project).trim();
if (version !== manifest.version) throw new Error(`--version says ${version}, package.json ${manifest.version}`);
run(
  "the command makes a page",
  command,
  ["derive", "-e", "y = x^T A x; ∂y/∂x", "--format", "html", "--out", "page.html"],
  project,
);
run("the command checks", command, ["check", "-e", "y = x^T A x; ∂y/∂x = (A + A^T) x"], project);
run(
  "the command emits code",
  command,
  ["codegen", "-e", "y = x^T A x; ∂y/∂x", "--target", "js", "--out", "model.mjs"],
  project,
);
run("the emitted module checks itself", process.execPath, ["model.mjs"], project);
writeFileSync(
  join(project, "note.md"),
  "# Note\n\n$$y = x^T A x$$\n\n$$\\frac{\\partial y}{\\partial x} = (A + A^T) x$$\n",
);
run("the command proofreads notes", command, ["notes", "check", "note.md"], project);
run("a fault ends with 1", command, ["derive", "-e", "y = (x"], project, (status) => status === 1);

const types = `import { derive, type Report } from "chainrule";
import { check } from "chainrule/check";
import { codegen } from "chainrule/codegen";
const report: Report = derive("y = x^T x", { budgets: { nodes: 1000, entries: 10 } });
export const all: readonly unknown[] = [report.results, check("y = x^T x"), codegen("y = x^T x", { target: "js" })];
`;
writeFileSync(join(project, "use.ts"), types);
const compilerOptions = {
  noEmit: true,
  strict: true,
  module: "nodenext",
  target: "es2022",
  types: [],
  lib: ["es2022"],
};
writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
run("the types are read by strict TypeScript", join(root, "node_modules/.bin/tsc"), ["-p", "."], project);
console.log(`release: chainrule ${version} works in an empty project, at ${subpaths.length} subpaths`);
