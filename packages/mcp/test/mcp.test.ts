import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chainrule } from "../../../test/cli/harness.js";
import { sandboxed } from "../../../test/cli/sandbox.js";
import { mcpServer } from "../src/server.js";

const client = new Client({ name: "test", version: "0" });
beforeAll(async () => {
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([mcpServer().connect(there), client.connect(here)]);
});
afterAll(() => client.close());

interface Told {
  readonly text: string;
  readonly json: Record<string, unknown> | undefined;
  readonly isError: boolean;
}

async function call(name: string, given: Record<string, unknown>): Promise<Told> {
  const { content, structuredContent, isError } = (await client.callTool({
    name,
    arguments: given,
  })) as CallToolResult;
  const [first] = content;
  return { text: first?.type === "text" ? first.text : "", json: structuredContent, isError: isError === true };
}

const NETWORK = "z = W x + b\nh = f(z)\ns = u^T h\n";

describe("the tools", () => {
  it("are listed, and none of them touches the world", async () => {
    const { tools } = await client.listTools();
    expect(tools.map((t) => t.name)).toEqual(["derive", "judge", "first_wrong_line", "proofread", "codegen"]);
    for (const { annotations } of tools)
      expect(annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
  });

  it("derive what is asked, as text and as the JSON of the command", async () => {
    const { text, json, isError } = await call("derive", { text: NETWORK, of: "s", wrt: "W,b" });
    expect(isError).toBe(false);
    expect(text).toContain("∂s/∂W = δ xᵀ");
    expect(json).toMatchObject({
      schema: "chainrule/1",
      results: [{ of: "s", wrt: "W", text: "delta x^T" }, { wrt: "b" }],
    });
    const hessian = await call("derive", { text: "A : matrix(n, n)\ny = x^T A x", of: "y", wrt: "x", order: "2" });
    expect(hessian.json).toMatchObject({ results: [{ order: 2, text: "A + A^T" }] });
  });

  it("judge a claim, with the numbers that refute it", async () => {
    const wrong = await call("judge", { text: "y = x^T A x\n∂y/∂x = 2 A x" });
    expect(wrong.text).toMatch(/FAIL ∂y\/∂x = 2 A x[\s\S]*claimed[\s\S]*derived/);
    expect(wrong.json).toMatchObject({ passed: false, counts: { failed: 1 } });
    const right = await call("judge", { text: "y = x^T A x\n∂y/∂x = (A + A^T) x" });
    expect(right.json).toMatchObject({ passed: true });
    expect(wrong.isError || right.isError).toBe(false);
  });

  it("find the first wrong line, and none where there is none", async () => {
    const model = "y = x^T A x\n\n";
    const wrong = await call("first_wrong_line", { text: `${model}∂y/∂x = (A + A^T) x\n = 2 A x` });
    expect(wrong.json).toMatchObject({ firstWrong: { line: 4, should: "(A + A^T) x" } });
    const right = await call("first_wrong_line", { text: `${model}∂y/∂x = A x + A^T x\n = (A + A^T) x` });
    expect(right.json).toMatchObject({ firstWrong: null, judged: 2 });
  });

  it.each([
    [
      "markdown",
      "Let $s = \\mathbf{x}^\\top \\mathbf{x}$. $\\frac{\\partial s}{\\partial \\mathbf{x}} = 3 \\mathbf{x}$",
    ],
    [
      "latex",
      "\\begin{document}Let $s = \\mathbf{x}^\\top \\mathbf{x}$. $\\frac{\\partial s}{\\partial \\mathbf{x}} = 3 \\mathbf{x}$\\end{document}",
    ],
    [
      "notebook",
      JSON.stringify({
        cells: [
          {
            cell_type: "markdown",
            metadata: {},
            source: [
              "$s = \\mathbf{x}^\\top \\mathbf{x}$, $\\frac{\\partial s}{\\partial \\mathbf{x}} = 3 \\mathbf{x}$",
            ],
          },
        ],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      }),
    ],
  ])("proofread a note in %s", async (format, text) => {
    const told = await call("proofread", { text, format });
    expect(told.json).toMatchObject({ claims: [{ verdict: "different", right: { text: "∂s/∂x = 2 x" } }] });
    expect(told.text).toContain("2 x");
  });

  it("write code, and refuse a language that nobody writes", async () => {
    const { json, text } = await call("codegen", { text: NETWORK, target: "js", wrt: "W" });
    expect(text).toContain("export function");
    expect(json).toMatchObject({ target: "js" });
    const layer = await call("codegen", { text: NETWORK, target: "pytorch", vjp: "h" });
    expect(layer.text).toContain("class Vjp(torch.autograd.Function)");
    expect(await call("codegen", { text: NETWORK, target: "js", vjp: "h" })).toMatchObject({ isError: true });
    expect(await call("codegen", { text: NETWORK, target: "cobol" })).toMatchObject({ isError: true, json: undefined });
  });

  it.each([
    ["a text that cannot be read", "derive", { text: "y = = x" }],
    ["a text that defines nothing", "derive", { text: "" }],
    ["a flag in the place of a name", "derive", { text: NETWORK, of: "--out=/tmp/x" }],
    ["a flag in the place of a layer", "codegen", { text: NETWORK, target: "numpy", vjp: "--out=/tmp/x" }],
    ["a file in the place of a text", "derive", { text: "/etc/passwd" }],
    ["bytes that are no text", "derive", { text: "\u0000\ud800\u202e" }],
    ["no text", "judge", {}],
    ["a number in the place of a text", "judge", { text: 7 }],
    ["a text that is too long", "proofread", { text: "x".repeat(1_000_001), format: "markdown" }],
    ["an unknown tool", "rm", { text: "" }],
    ["code that cannot be written", "codegen", { text: "y = = x", target: "numpy" }],
  ])("say what is wrong with %s, and go on", async (_, name, given) => {
    const told = await call(name, given);
    expect(told.isError).toBe(true);
    expect(told.text).not.toBe("");
    expect(told.text).not.toContain("root:");
    expect((await call("judge", { text: "y = x^T x" })).isError).toBe(false);
  });
});

describe("docs/mcp.md", () => {
  it("shows what the tools answer", async () => {
    const page = readFileSync("docs/mcp.md", "utf8");
    const shown = [...page.matchAll(/```json call (\w+)\n([\s\S]*?)```[\s\S]*?```text\n([\s\S]*?)```/g)];
    expect(shown.length).toBeGreaterThanOrEqual(3);
    for (const [, name = "", given = "", answer] of shown)
      expect((await call(name, JSON.parse(given) as Record<string, unknown>)).text).toBe(answer?.trimEnd());
  });
});

describe("the server by itself", () => {
  it("answers bare JSON lines where nothing else is installed, no file is read and none is written", async () => {
    const directory = mkdtempSync(join(tmpdir(), "chainrule-mcp-"));
    try {
      const { bundleMcp } = (await import(pathToFileURL("scripts/mcp.mjs").href)) as {
        bundleMcp: (outdir: string) => Promise<void>;
      };
      await bundleMcp(directory);
      const child = spawn(process.execPath, [...sandboxed(directory), join(directory, "main.cjs")], { cwd: "/" });
      let [out, err] = ["", ""];
      child.stdout.on("data", (more) => {
        out += String(more);
      });
      child.stderr.on("data", (more) => {
        err += String(more);
      });
      const say = (message: object | string): void =>
        void child.stdin.write(`${typeof message === "string" ? message : JSON.stringify(message)}\n`);
      const ended = new Promise<number | null>((done) => child.on("exit", done));
      const answered = (id: number): Promise<void> =>
        new Promise((done) => {
          const look = (): void => {
            if (out.includes(`"id":${id}`)) done();
          };
          child.stdout.on("data", look);
          look();
        });
      say({
        jsonrpc: "2.0",
        id: 1,
        method: "initialize",
        params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "bare", version: "0" } },
      });
      await answered(1);
      say({ jsonrpc: "2.0", method: "notifications/initialized" });
      say("this is no JSON");
      const text = "f(t) = t exp(-t)\nx : vector(n)\ny = sum(f(x))\n∂y/∂x = exp(-x) .* (1 - x)";
      say({ jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "judge", arguments: { text } } });
      await answered(2);
      child.stdin.end();
      expect(await ended).toBe(0);
      const lines = out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { id?: number; result?: { structuredContent?: unknown } });
      expect(lines.find((l) => l.id === 2)?.result?.structuredContent).toMatchObject({ passed: true });
      expect(err).toBe("");
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it("says to a person that it is for hosts", async () => {
    const run = await chainrule(["mcp"], { stdinIsTerminal: true });
    expect(run).toMatchObject({ code: 2 });
    expect(run.err).toContain("docs/mcp.md");
  });
});
