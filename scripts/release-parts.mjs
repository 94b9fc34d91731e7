// What `npm run release:check` looks at besides whether the package works: files, sizes, licences, parts list, promises.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Kilobytes after gzip, at most: a tenth more than what they are, to be raised by whoever knows why. */
const BUDGETS = { core: 400, command: 1040, page: 1120 };

/** Licences that ask for no more than their own text. */
const FREE = new Set([
  "MIT",
  "ISC",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "0BSD",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "Unlicense",
  "PSF-2.0",
  "Python-2.0",
]);

/** Faults of the list of packed files. */
export function packed(files, manifest) {
  const wanted = [
    "package.json",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "SECURITY.md",
    "dist/cli.cjs",
    "dist/command/parts.cjs",
    "dist/page/page.html",
  ];
  for (const entry of Object.values(manifest.exports))
    for (const path of typeof entry === "string" ? [entry] : Object.values(entry)) wanted.push(path.slice(2));
  const allowed = /^(?:dist|integrations)\/|^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|SECURITY\.md)$/;
  return [
    ...wanted.filter((f) => !files.includes(f)).map((f) => `${f} is not packed`),
    ...files
      .filter((f) => !allowed.test(f) || /\.test\.|\.tsbuildinfo$|(?<!\.d)\.ts$|__pycache__/.test(f))
      .map((f) => `${f} is packed`),
    ...files
      .filter((f) => /^dist\/(?!parts\/|command\/|page\/).+\/.+\.js$/.test(f))
      .map((f) => `${f} is a module of its own, and not in a bundle`),
  ];
}

/** Faults of version and licence: what package.json says stands where users look. */
export function told(root, manifest) {
  const read = (file) => readFileSync(join(root, file), "utf8");
  const changes = read("CHANGELOG.md");
  const licence = read("LICENSE");
  return [
    ...(licence.includes(`${manifest.license} License`) ? [] : [`LICENSE is not the text of ${manifest.license}`]),
    ...(changes.includes(`\n## ${manifest.version}`) || changes.includes("\n## Unreleased")
      ? []
      : [`CHANGELOG.md does not know version ${manifest.version}`]),
    ...changelogFaults(changes),
  ];
}

/** Lines and characters of a screen. */
const [SCREEN_LINES, SCREEN_CHARACTERS] = [60, 9000];

/** Versions of which more is told than a screen holds; what is not released yet is put together when it is. */
export function changelogFaults(changes) {
  return changes
    .split(/^(?=## )/m)
    .slice(1)
    .filter((version) => !version.startsWith("## Unreleased"))
    .filter((version) => version.split("\n").length > SCREEN_LINES || version.length > SCREEN_CHARACTERS)
    .map((version) => `CHANGELOG.md: ${version.split("\n", 1)[0].slice(3)} is longer than a screen`);
}

/** The sizes in kilobytes after gzip, with the faults among them. */
export function sizes(paths) {
  const lines = [];
  const faults = [];
  for (const [what, most] of Object.entries(BUDGETS)) {
    const kilobytes = gzipSync(readFileSync(paths[what]), { level: 9 }).length / 1000;
    lines.push(`${kilobytes.toFixed(0).padStart(6)} kB gz  ${what} (at most ${most})`);
    if (kilobytes > most) faults.push(`${what} is ${kilobytes.toFixed(0)} kB after gzip, more than ${most}`);
  }
  return { lines, faults };
}

/** Every package below a node_modules, with its manifest. */
export function* installed(modules) {
  for (const name of existsSync(modules) ? readdirSync(modules) : []) {
    const at = join(modules, name);
    if (name.startsWith(".") || !statSync(at).isDirectory()) continue;
    if (name.startsWith("@")) yield* installed(at);
    else {
      if (existsSync(join(at, "package.json"))) yield JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
      yield* installed(join(at, "node_modules"));
    }
  }
}

/** Packages whose licence asks for more than its text, or is not told. */
export function licenceFaults(packages) {
  const isFree = (licence) =>
    typeof licence === "string" &&
    licence
      .replace(/^\(|\)$/g, "")
      .split(" OR ")
      .some((l) => l.split(" AND ").every((one) => FREE.has(one.replace(/^\(|\)$/g, ""))));
  return packages
    .filter(({ license }) => !isFree(license))
    .map(({ name, license }) => `${name} has the licence ${JSON.stringify(license ?? null)}`);
}

/** Installed packages that a CycloneDX document does not name. */
export function partsFaults(bom, packages) {
  if (bom.bomFormat !== "CycloneDX") return ["npm sbom gives no CycloneDX"];
  const known = new Set(
    bom.components.map((c) => `${c.group === undefined || c.group === "" ? "" : `${c.group}/`}${c.name}@${c.version}`),
  );
  return packages.filter((p) => !known.has(`${p.name}@${p.version}`)).map((p) => `the parts list lacks ${p.name}`);
}

/** Promises of SECURITY.md without a test that is there. */
export function promiseFaults(root) {
  const text = readFileSync(join(root, "SECURITY.md"), "utf8");
  const section = text.split("## What is promised")[1]?.split("\n## ")[0] ?? "";
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2);
  if (rows.length === 0) return ["SECURITY.md promises nothing"];
  return rows.flatMap((row) => {
    const tests = [...row.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path]) => path);
    const promise = row.split("|")[1].trim();
    if (tests.length === 0) return [`no test is named for "${promise}"`];
    return tests.filter((path) => !existsSync(join(root, path))).map((path) => `${path} is not there ("${promise}")`);
  });
}
