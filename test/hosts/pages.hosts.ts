/** Site makers and slides from npm, each started as its users start it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { type HostName, installed } from "./install.js";
import {
  expectBuilt,
  expectHarmless,
  expectPicture,
  hostileNote,
  MYST,
  note,
  PLAIN,
  pictureIn,
  type Spelling,
  wrongNote,
} from "./note.js";

interface Host {
  readonly name: HostName;
  readonly spelling: Spelling;
  /** Where the note goes, and what else a new site needs. */
  readonly note: string;
  readonly files: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  /** The page that is made. */
  readonly page: string;
  /** A formula that is drawn. */
  readonly formula: RegExp;
}

const KATEX = /class="katex"/g;
const MARKDOWN_IT = 'import { chainruleMarkdownIt } from "chainrule/markdown-it";\n';
const REMARK =
  'import { remarkChainrule } from "chainrule/remark";\nimport rehypeKatex from "rehype-katex";\nimport remarkMath from "remark-math";\n';

const HOSTS: readonly Host[] = [
  {
    name: "vitepress",
    spelling: PLAIN,
    note: "index.md",
    files: {
      ".vitepress/config.mjs": `${MARKDOWN_IT}export default { markdown: { math: true, config: (md) => md.use(chainruleMarkdownIt) } };\n`,
    },
    command: ["vitepress", "build", "."],
    page: ".vitepress/dist/index.html",
    formula: /<mjx-container/g,
  },
  {
    name: "eleventy",
    spelling: PLAIN,
    note: "index.md",
    files: {
      "eleventy.config.js": `import { katex } from "@mdit/plugin-katex";\n${MARKDOWN_IT}export default (config) => config.amendLibrary("md", (md) => md.use(katex).use(chainruleMarkdownIt));\n`,
    },
    command: ["eleventy", "--formats=md"],
    page: "_site/index.html",
    formula: KATEX,
  },
  {
    name: "marp",
    spelling: PLAIN,
    note: "note.md",
    files: {
      "marp.config.mjs": `${MARKDOWN_IT}export default { engine: ({ marp }) => marp.use(chainruleMarkdownIt) };\n`,
    },
    command: ["marp", "note.md"],
    page: "note.html",
    formula: /<mjx-container/g,
  },
  {
    name: "astro",
    spelling: PLAIN,
    note: "src/pages/index.md",
    files: {
      "astro.config.mjs": `${REMARK}export default { telemetry: false, markdown: { remarkPlugins: [remarkMath, remarkChainrule], rehypePlugins: [rehypeKatex] } };\n`,
    },
    command: ["astro", "build"],
    page: "dist/index.html",
    formula: KATEX,
  },
  {
    name: "mystmd",
    spelling: MYST,
    note: "index.md",
    files: {
      "myst.yml":
        "version: 1\nproject:\n  plugins: [node_modules/chainrule/integrations/myst.mjs]\nsite:\n  template: book-theme\n",
    },
    command: ["myst", "build", "--site", "--ci", "--strict"],
    // Its themes are fetched from elsewhere; what they draw is this.
    page: "_build/site/content/index.json",
    formula: /"type":"(?:inlineM|m)ath"/g,
  },
];

for (const host of HOSTS) {
  const found = installed(host.name);
  const why = "why" in found ? ` (cannot be installed here: ${found.why})` : "";
  const folder = "folder" in found ? found.folder : "";
  const build = (text: string): { readonly status: number | null; readonly said: string } => {
    for (const old of ["_build", "_site", "dist", "build", ".vitepress", "note.html"])
      rmSync(join(folder, old), { recursive: true, force: true });
    for (const [file, content] of [...Object.entries(host.files), [host.note, text] as const]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    }
    const [program = "", ...args] = host.command;
    const env = { ...process.env, CI: "true", NO_COLOR: "1", ASTRO_TELEMETRY_DISABLED: "1", NODE_OPTIONS: "" };
    const run = spawnSync(join(folder, "node_modules/.bin", program), args, {
      cwd: folder,
      encoding: "utf8",
      input: "",
      env,
      timeout: 3 * 60_000,
    });
    return { status: run.status, said: run.stdout + run.stderr };
  };
  const page = (): string => readFileSync(join(folder, host.page), "utf8");
  const isMyst = host.name === "mystmd";

  describe.skipIf(why !== "")(`${host.name}${why}`, () => {
    it("draws formulas, the graph and sentences", () => {
      const { status, said } = build(note(host.spelling));
      // Without its themes MyST ends so as well.
      if (!isMyst) expect(said, said).toSatisfy(() => status === 0);
      const html = page();
      if (isMyst) {
        const tree = JSON.parse(html) as { mdast: unknown };
        const shown = JSON.stringify(tree.mdast);
        expect(said).not.toContain("⛔");
        expect(shown.match(host.formula)?.length).toBeGreaterThanOrEqual(10);
        expect(shown).toContain('"kind":"figure","label":"fig:scorer"');
        expect(shown.match(/"enumerator":"\d"/g)?.length).toBeGreaterThanOrEqual(2);
        expect(shown).not.toContain("show: graph");
        const pictures = readdirSync(join(folder, "_build/site/public")).filter((f) => f.endsWith(".svg"));
        expect(pictures).toHaveLength(1);
        expectPicture(readFileSync(join(folder, "_build/site/public", pictures[0] ?? ""), "utf8"));
        return;
      }
      expectBuilt(html.replace(/<annotation[\s\S]*?<\/annotation>|<(script|pre)[\s\S]*?<\/\1>/g, ""), host.formula);
      expectPicture(pictureIn(html));
    });

    it("names a wrong claim with its file and line, and makes no page of it", () => {
      const { text, line } = wrongNote(host.spelling);
      const { status, said } = build(text);
      expect(status).not.toBe(0);
      const words = said.replace(/\s+/g, " ");
      expect(words).toContain("= 3 u is different");
      expect(words).toContain(
        isMyst ? `${host.note}:${line} ` : host.name === "astro" ? `${line}:1` : `line ${line}: `,
      );
      if (host.name !== "marp") expect(words).toContain(host.note);
    });

    it("lets a hostile note do nothing", () => {
      build(hostileNote(host.spelling));
      if (!isMyst) expectHarmless(page());
    });
  });
}

it.skip("docusaurus: its installation took more than ten minutes, docs/hosts.md follows its documentation", () => {});
it.skip("quarto: it is neither in npm nor in Debian, docs/hosts.md follows its documentation", () => {});
