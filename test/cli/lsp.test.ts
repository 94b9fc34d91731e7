import { type ChildProcess, spawn } from "node:child_process";
import { describe, expect, it } from "vitest";
import { bundled } from "./bundled.js";
import { chainrule } from "./harness.js";
import { sandboxed } from "./sandbox.js";

const { directory, command } = bundled();

interface Message {
  readonly id?: number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number };
}

/** An editor that knows nothing but JSON and lengths. */
function editor() {
  // It reads no file that it is not handed, and writes none.
  const args = [...sandboxed(directory), command, "lsp"];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"], cwd: "/" });
  const heard: Message[] = [];
  const waiting: (() => void)[] = [];
  let bytes = Buffer.alloc(0);
  child.stdout?.on("data", (more: Buffer) => {
    bytes = Buffer.concat([bytes, more]);
    for (;;) {
      const head = bytes.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(bytes.toString("latin1", 0, Math.max(head, 0)))?.[1]);
      if (head < 0 || bytes.length < head + 4 + length) break;
      heard.push(JSON.parse(bytes.toString("utf8", head + 4, head + 4 + length)) as Message);
      bytes = bytes.subarray(head + 4 + length);
    }
    for (const wake of waiting.splice(0)) wake();
  });
  const raw = (text: string): void => void child.stdin?.write(text);
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    raw(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const next = async (isIt: (m: Message) => boolean): Promise<Message> => {
    for (;;) {
      const at = heard.findIndex(isIt);
      if (at >= 0) return heard.splice(at, 1)[0] as Message;
      await new Promise<void>((wake) => waiting.push(wake));
    }
  };
  let id = 0;
  const ask = async (method: string, params: unknown): Promise<Message> => {
    const mine = ++id;
    send({ id: mine, method, params });
    return next((m) => m.id === mine && m.method === undefined);
  };
  const tell = (method: string, params: unknown): void => send({ method, params });
  const told = async (method: string): Promise<unknown> => (await next((m) => m.method === method)).params;
  const answer = (to: Message, result: unknown): void => send({ id: to.id, result });
  const ended = new Promise<number | null>((done) => child.on("exit", done));
  return { ask, tell, told, next, answer, raw, ended };
}

const URI = "file:///nowhere/model.eq";
const textDocument = { uri: URI };

describe("chainrule lsp", () => {
  it("serves an editor over bare JSON-RPC, from the first message to the last", async () => {
    const { ask, tell, told, next, answer, raw, ended } = editor();
    const { result } = await ask("initialize", { processId: null, rootUri: null, capabilities: {} });
    expect(result).toMatchObject({ serverInfo: { name: "chainrule" }, capabilities: { hoverProvider: true } });
    tell("initialized", {});

    const text = "x : vector(n)\ny = x^T A x\n∂y/∂x = 2 A x\n";
    tell("textDocument/didOpen", { textDocument: { ...textDocument, languageId: "chainrule", version: 1, text } });
    expect(await told("textDocument/publishDiagnostics")).toMatchObject({
      uri: URI,
      version: 1,
      diagnostics: [
        {
          code: "claim/different",
          range: { start: { line: 2, character: 8 }, end: { line: 2, character: 13 } },
        },
      ],
    });
    const at = { line: 2, character: 9 };
    const fixes = await ask("textDocument/codeAction", {
      textDocument,
      range: { start: at, end: at },
      context: { diagnostics: [] },
    });
    expect(JSON.stringify(fixes.result)).toContain('"newText":"(A + A^T) x"');

    // The fix, as an editor applies it: what was wrong is gone.
    const range = { start: { line: 2, character: 8 }, end: { line: 2, character: 13 } };
    tell("textDocument/didChange", {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ range, text: "(A + A^T) x" }],
    });
    expect(await told("textDocument/publishDiagnostics")).toMatchObject({ version: 2, diagnostics: [] });

    const over = await ask("textDocument/hover", { textDocument, position: { line: 1, character: 8 } });
    expect(JSON.stringify(over.result)).toContain("A : n×n");
    const definition = await ask("textDocument/definition", { textDocument, position: { line: 2, character: 1 } });
    expect(definition.result).toMatchObject({ uri: URI, range: { start: { line: 1, character: 0 } } });
    const completion = await ask("textDocument/completion", { textDocument, position: { line: 3, character: 0 } });
    expect(JSON.stringify(completion.result)).toContain("softmax");
    const lenses = await ask("textDocument/codeLens", { textDocument });
    const [lens] = lenses.result as { command: { command: string; arguments: unknown[]; title: string } }[];
    expect(lens?.command.title).toBe("∂y/∂A");

    const asked = ask("workspace/executeCommand", lens?.command);
    const apply = await next((m) => m.method === "workspace/applyEdit");
    expect(JSON.stringify(apply.params)).toContain("∂y/∂A");
    answer(apply, { applied: true });
    await asked;

    // What it does not know, it says; what is no document, it leaves alone; and it goes on.
    expect(
      (await ask("textDocument/hover", { textDocument: { uri: "file:///etc/passwd" }, position: at })).result,
    ).toBe(null);
    expect((await ask("chainrule/unheard", {})).error?.code).toBe(-32601);
    raw("Content-Length: 2\r\n\r\n{]");
    const again = await ask("textDocument/documentSymbol", { textDocument });
    expect(JSON.stringify(again.result)).toContain('"y"');

    expect((await ask("shutdown", null)).result).toBe(null);
    tell("exit", null);
    expect(await ended).toBe(0);
  });

  it("ends with a fault where an editor leaves without a word", async () => {
    const { ask, tell, ended } = editor();
    await ask("initialize", { processId: null, rootUri: null, capabilities: {} });
    tell("exit", null);
    expect(await ended).toBe(1);
  });

  it("says to a person that it is for editors", async () => {
    const run = await chainrule(["lsp"], { stdinIsTerminal: true });
    expect(run.code).toBe(2);
    expect(run.err).toContain("docs/editors.md");
  });
});
