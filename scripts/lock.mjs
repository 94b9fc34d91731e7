// `npm run lock`, after a change of dependencies: writes package-lock.json anew and complete.
//
// Biome, oxc and the nice of piscina come as one optional package for each platform. A registry mirror that holds only one platform's makes
// npm leave the others out of the lock file, and `npm ci` then refuses it. What a package's own list of optional
// dependencies names is entered here, without a checksum, to be skipped where the platform is another.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PLATFORM = /(?:cli|binding|nice)-(android|darwin|linux|win32|freebsd|openharmony)-(\w+)(?:-(\w+))?$/;

// In a directory of its own: beside an installed node_modules, npm copies that tree and leaves the checksums out.
const bare = mkdtempSync(join(tmpdir(), "chainrule-lock-"));
process.on("exit", () => rmSync(bare, { recursive: true, force: true }));
copyFileSync(join(root, "package.json"), join(bare, "package.json"));
const npm = spawnSync("npm", ["install", "--package-lock-only", "--ignore-scripts"], { cwd: bare, stdio: "inherit" });
if (npm.status !== 0) process.exit(npm.status ?? 1);

const lock = JSON.parse(readFileSync(join(bare, "package-lock.json"), "utf8"));
const packages = lock.packages;

/** Whether Node would find `name` from the package at `path`. */
function holds(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf("/node_modules/"), 0))) {
    if (`${at}${at === "" ? "" : "/"}node_modules/${name}` in packages) return true;
    if (at === "") return false;
  }
}

for (const [path, entry] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (holds(path, name)) continue;
    const platform = PLATFORM.exec(name);
    if (platform === null) throw new Error(`the lock file lacks ${name} ${version}, wanted by ${path}`);
    const [, os, cpu, abi = ""] = platform;
    packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(entry.dev === true ? { dev: true } : {}),
      ...(os === "linux" ? { libc: [abi.includes("musl") ? "musl" : "glibc"] } : {}),
      license: entry.license,
      optional: true,
      os: [os],
      engines: entry.engines,
    };
    console.log(`lock: added ${name} ${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(root, "package-lock.json"), `${JSON.stringify(lock, null, 2)}\n`);
