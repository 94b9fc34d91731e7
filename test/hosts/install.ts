/** The programs that a note is built with: at exact versions, in a folder of their own, skipped where they cannot be had. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** What each host is made of. One table: a newer version is one number here. */
const VERSIONS = {
  mystmd: { mystmd: "1.8.3" },
  vitepress: { vitepress: "1.6.4", "markdown-it-mathjax3": "4.3.2" },
  eleventy: { "@11ty/eleventy": "3.1.8", "@mdit/plugin-katex": "0.25.2", katex: "0.16.22" },
  marp: { "@marp-team/marp-cli": "4.5.1" },
  astro: { astro: "5.9.4", "remark-math": "6.0.0", "rehype-katex": "7.0.1" },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type HostName = keyof typeof VERSIONS;

/** No installation begins after this, so that the whole stays below 15 minutes. */
const LAST_START = Date.now() + 8 * 60_000;
const LONGEST = 3 * 60_000;

/** Where hosts are kept from run to run, if anybody wants that; else a folder of this run. */
const root = process.env.CHAINRULE_HOSTS ?? mkdtempSync(join(tmpdir(), "chainrule-hosts-"));

/** The folder of a host that is installed, this package beside it; or why it cannot be. */
export function installed(host: HostName): { readonly folder: string } | { readonly why: string } {
  const folder = join(root, host);
  const { type, dependencies } = { type: "module", dependencies: VERSIONS[host] };
  const manifest = JSON.stringify({ private: true, type, dependencies }, null, 2);
  const file = join(folder, "package.json");
  const link = join(folder, "node_modules/chainrule");
  if (existsSync(link) && readFileSync(file, "utf8") === manifest) return { folder };
  if (Date.now() > LAST_START) return { why: "no time is left" };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, manifest);
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--loglevel=error"];
  const { status, stderr } = spawnSync("npm", ["install", ...flags], {
    cwd: folder,
    encoding: "utf8",
    timeout: LONGEST,
  });
  if (status !== 0) return { why: stderr?.split("\n").find((l) => /error/i.test(l)) ?? "it took too long" };
  symlinkSync(resolve("."), link, "dir");
  return { folder };
}

/** Whether a program is here; Debian's are installed by whoever runs this. */
export const isHere = (program: string, flag = "--version"): boolean =>
  spawnSync(program, [flag], { stdio: "ignore" }).status === 0;
