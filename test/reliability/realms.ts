/** The smoke run in processes of its own: other locales, frozen intrinsics, a polluted prototype, other orders of asking. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

// Where npm runs its scripts; the module itself stands elsewhere when it is bundled.
const root = process.cwd();

export interface Realm {
  readonly name: string;
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Runs before the first module of the library is loaded. */
  readonly before?: string;
  /** Runs once all of them are, KaTeX and mathjs too: Node itself loads no module beside a polluted prototype. */
  readonly between?: string;
  readonly order?: "forward" | "backward";
}

/** Properties that a careless page may put on every object: names of models, of languages and of our own objects. */
export const POLLUTING_NAMES =
  "tainted x W n s f y T constant matrix op args shape data name kind toJSON home latex code refused children exponent names drawn".split(
    " ",
  );

const POLLUTION = `for (const key of ${JSON.stringify(POLLUTING_NAMES)})
  Object.defineProperty(Object.prototype, key, { value: "polluted", enumerable: true, writable: true, configurable: true });`;

/** The intrinsics that our code can touch. */
export const FROZEN =
  "Object Array Function Map Set WeakMap WeakSet String Number Boolean BigInt RegExp Promise Symbol Date Math JSON Reflect Float64Array Uint8Array Error TypeError RangeError".split(
    " ",
  );

const FREEZE = `for (const name of ${JSON.stringify(FROZEN)}) {
  Object.freeze(globalThis[name]);
  if (globalThis[name].prototype !== undefined) Object.freeze(globalThis[name].prototype);
}`;

export const REALMS: readonly Realm[] = [
  { name: "a second run" },
  { name: "asked in reverse order", order: "backward" },
  { name: "LANG=C, TZ=UTC", env: { LANG: "C", LC_ALL: "C", TZ: "UTC" } },
  { name: "LANG=de_DE, TZ=Asia/Kolkata", env: { LANG: "de_DE.UTF-8", LC_ALL: "de_DE.UTF-8", TZ: "Asia/Kolkata" } },
  { name: "LANG=tr_TR, TZ=Pacific/Apia", env: { LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Apia" } },
  { name: "Object.freeze on the intrinsics", before: FREEZE },
  { name: "node --frozen-intrinsics", flags: ["--frozen-intrinsics"] },
  { name: "a polluted Object.prototype", between: POLLUTION },
  { name: "half the stack", flags: ["--stack-size=492"] },
];

/** Bundles the smoke run once; `run` starts it in a realm and gives its output, `done` removes it. */
export async function smokeRuns(step: number): Promise<{
  readonly run: (realm: Realm) => { readonly out: string; readonly err: string; readonly code: number | null };
  readonly done: () => void;
}> {
  const directory = join(root, "node_modules/.cache/chainrule", `smoke-${process.pid}`);
  mkdirSync(directory, { recursive: true });
  await build({
    entryPoints: [join(root, "test/reliability/smoke.ts")],
    outfile: join(directory, "smoke.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  let runs = 0;
  return {
    run: ({ flags = [], env = {}, before = "", between = "", order = "forward" }) => {
      const main = join(directory, `run-${runs++}.mjs`);
      writeFileSync(
        main,
        `${before}\nconst { smoke } = await import("./smoke.mjs");\n${between === "" ? "" : `smoke(60, "forward");\n${between}`}\nfor (const told of smoke(${step}, "${order}")) console.log(told.join("\\n"));\n`,
      );
      const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, main], {
        encoding: "utf8",
        maxBuffer: 1 << 30,
        env: { ...process.env, NODE_NO_WARNINGS: "1", ...env },
      });
      return { out: stdout, err: stderr, code: status };
    },
    done: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The first line in which two outputs part, or null. */
export function firstDifference(a: string, b: string): string | null {
  if (a === b) return null;
  const [left, right] = [a.split("\n"), b.split("\n")];
  const at = left.findIndex((line, i) => line !== right[i]);
  const [l, r] = [left[at] ?? "", right[at] ?? ""];
  let from = 0;
  while (from < l.length && l[from] === r[from]) from++;
  return `line ${at + 1}: …${l.slice(Math.max(0, from - 80), from + 120)}\n  and: …${r.slice(Math.max(0, from - 80), from + 120)}`;
}

/** An output without the lines in which somebody else's code has the last word. */
export const ours = (out: string): string =>
  out
    .split(/\n(?=(?:ours|dagre|katex): )/)
    .filter((line) => line.startsWith("ours: "))
    .join("\n");
