/** Examples in the documents are run: each block of equations is derived, each command is one that exists. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { derive } from "../../src/index.js";
import { terminal } from "../../src/report/terminal.js";
import { chainrule } from "../cli/harness.js";

// The blocks of notes.md see the displays before them, as notes do; test/notes reads that page.
const root = new URL("../../", import.meta.url);
const pages = [
  "README.md",
  ...readdirSync(new URL("docs/", root))
    .filter((f) => f.endsWith(".md") && f !== "notes.md")
    .map((f) => `docs/${f}`),
];

for (const page of pages) {
  const text = readFileSync(new URL(page, root), "utf8");
  const blocks = [...text.matchAll(/^```chainrule\n([\s\S]*?)^```$/gm)].map((m) => m[1] as string);
  if (blocks.length === 0) continue;
  describe(page, () => {
    for (const [i, block] of blocks.entries())
      it(`block ${i + 1}: ${block.trim().split("\n").at(-1)}`, () => {
        const report = answer(block, { steps: "full" });
        expect(report.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
        expect(report.results.length).toBeGreaterThan(0);
        for (const r of report.results) expect(r.steps.at(-1)?.after).toBe(r.text);
      });
  });
}

describe("README", () => {
  const text = readFileSync(new URL("README.md", root), "utf8");

  it("states what the library call gives", () => {
    const { results, where } = derive("z = W x + b\nh = f(z)\ns = u^T h\n", { of: "s", wrt: ["W", "b"] });
    const said = (key: string) => new RegExp(`^${key.replace(/[[\].]/g, "\\$&")}; // (.*)$`, "m").exec(text)?.[1];
    expect(results[0]?.latex).toBe(said("results[0].latex"));
    expect(results[0]?.text).toBe(said("results[0].text"));
    expect(JSON.stringify(results[0]?.shape)).toBe(said("results[0].shape")?.replaceAll(", ", ","));
    expect(where[0]?.text).toBe(said("where[0].text"));
  });
});

describe("README's command", () => {
  it("prints what stands below it", () => {
    const shown = /```text\n([\s\S]*?)```/.exec(readFileSync(new URL("README.md", root), "utf8"))?.[1];
    expect(terminal(answer("y = x^T A x; ∂y/∂x"), { spelling: "unicode" })).toBe(shown);
  });
});

describe("the guide's derivation", () => {
  it("has its first wrong line where the guide says", async () => {
    const text = readFileSync(new URL("docs/guide.md", root), "utf8");
    const [source, shown] = ["chainrule steps", "steps"].map(
      (name) => new RegExp(`^\`\`\`${name}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(text)?.[1] ?? "",
    ) as [string, string];
    const { code, out } = await chainrule(["check", "--steps", "-"], { stdin: source });
    expect(code).toBe(1);
    expect(out).toBe(shown);
  });
});

describe("the guide's claims", () => {
  it("are judged as the guide says", () => {
    const { results } = answer(
      "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂b = ∂s/∂h ∂h/∂z ∂z/∂b = u^T diag(f'(z)) = u^T .* f'(z)\n",
      {},
    );
    expect(results[0]?.claims.map((c) => c.verdict)).toEqual(["equal", "equal", "equal up to a transpose"]);
  });
});
