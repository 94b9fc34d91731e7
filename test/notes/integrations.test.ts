import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

// These files load the package as its users do, from dist/.
const isBuilt = existsSync("dist/notes.js") && existsSync("dist/remark.js");
const hasPandoc = spawnSync("pandoc", ["--version"]).status === 0;

interface Plugin {
  readonly directives: readonly { run(data: object): object[] }[];
  readonly roles: readonly { run(data: object): object[] }[];
  readonly transforms: readonly { plugin(): (tree: object, file?: object) => void }[];
}

describe.skipIf(!isBuilt)("the MyST plugin (skipped before npm run build)", () => {
  it("derives what its directive and role ask, in sight of the page's formulas", async () => {
    const address = pathToFileURL(join(process.cwd(), "integrations/myst.mjs")).href;
    const { default: plugin } = (await import(/* @vite-ignore */ address)) as { default: Plugin };
    const block = plugin.directives[0]?.run({ body: "h = f(z)\n∂s/∂z", options: { show: "steps none" } }) ?? [];
    const asked = plugin.roles[0]?.run({ body: "∂s/∂u" }) ?? [];
    const tree = {
      type: "root",
      children: [
        { type: "math", value: "s = \\mathbf{u}^T \\mathbf{h}" },
        ...block,
        { type: "paragraph", children: asked },
      ],
    };
    plugin.transforms[0]?.plugin()(tree);
    expect(JSON.stringify(tree.children)).toContain("\\\\boxed{\\\\frac{\\\\partial s}{\\\\partial \\\\mathbf{z}}");
    expect(tree.children.at(-1)).toMatchObject({
      children: [{ type: "inlineMath", value: "\\frac{\\partial s}{\\partial \\mathbf{u}} = \\mathbf{h}" }],
    });
  });
});

describe.skipIf(!isBuilt)("a derivation in the directive of MyST (skipped before npm run build)", () => {
  it("is shown with what is said of it", async () => {
    const address = pathToFileURL(join(process.cwd(), "integrations/myst.mjs")).href;
    const { default: plugin } = (await import(/* @vite-ignore */ address)) as { default: Plugin };
    const children = plugin.directives[0]?.run({ arg: "steps", body: "s = u^T h\n\n∂s/∂u = h\n" }) ?? [];
    plugin.transforms[0]?.plugin()({ type: "root", children });
    expect(JSON.stringify(children)).toContain("Checked: no mistake in 1 side.");
  });
});

describe.skipIf(!isBuilt || !hasPandoc)("the pandoc filter (skipped before npm run build and without pandoc)", () => {
  const pandoc = (input: string, env: Record<string, string> = {}) =>
    spawnSync("pandoc", ["--filter", "integrations/pandoc-filter.js", "-t", "html", "--mathml"], {
      input,
      encoding: "utf8",
      env: { ...process.env, ...env },
    });
  const NOTE =
    "$$ s = \\mathbf{u}^T \\mathbf{h} $$\n\n```chainrule\nshow: steps none\n∂s/∂h\n```\n\nand `∂s/∂u`{.chainrule}.\n";

  it("puts formulas in the place of blocks and questions", () => {
    const { status, stdout } = pandoc(NOTE);
    expect(status).toBe(0);
    expect(stdout).not.toContain("chainrule");
    expect(stdout.match(/<math /g)).toHaveLength(3);
  });

  it("fails where a derivative is stated wrong, unless it is a draft", () => {
    const wrong = `${NOTE}\n$\\frac{\\partial s}{\\partial \\mathbf{u}} = 2 \\mathbf{h}$\n`;
    expect(pandoc(wrong).status).not.toBe(0);
    expect(pandoc(wrong).stderr).toContain("is different");
    expect(pandoc(wrong, { CHAINRULE_DRAFT: "1" }).status).toBe(0);
  });
});
