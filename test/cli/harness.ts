/** Runs the command line in this process, on a world of strings. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { DeriveOptions } from "../../src/api/answer.js";
import type { World } from "../../src/cli/command.js";
import type { Config } from "../../src/cli/config.js";
import type { Library } from "../../src/cli/library.js";
import { runProgram } from "../../src/cli/program.js";
import type { Code } from "../../src/core/codes.js";
import type { Diagnostic } from "../../src/core/diagnostic.js";
import type { Report } from "../../src/report/report.js";

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly stdin?: string | Uint8Array;
  readonly stdinIsTerminal?: boolean;
  readonly stdoutIsTerminal?: boolean;
  readonly stderrIsTerminal?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly library?: Library;
  readonly livePage?: string;
  readonly config?: Config;
  readonly ended?: Promise<void>;
  readonly crew?: World["crew"];
  /** Told of each piece of output as it comes. */
  readonly said?: (text: string) => void;
}

export async function chainrule(args: readonly string[], setting: Setting = {}): Promise<Run> {
  let out = "";
  let err = "";
  const stdin = setting.stdin ?? "";
  const world: World = {
    out: (text) => {
      out += text;
      setting.said?.(text);
    },
    err: (text) => {
      err += text;
    },
    stdin: () => (typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin),
    stdinIsTerminal: setting.stdinIsTerminal ?? false,
    stdoutIsTerminal: setting.stdoutIsTerminal ?? false,
    stderrIsTerminal: setting.stderrIsTerminal ?? false,
    columns: setting.columns,
    env: setting.env ?? {},
    config: () => setting.config ?? null,
    livePage: () => {
      if (setting.livePage === undefined) throw new Error("no such file");
      return setting.livePage;
    },
    crew: (size) => setting.crew?.(size) ?? Promise.reject(new Error("this test gives no threads")),
    ended: () => setting.ended ?? Promise.resolve(),
    library: async () => {
      if (setting.library === undefined) throw new Error("this test gives no library");
      return setting.library;
    },
  };
  const code = await runProgram(args, world);
  return { code, out, err };
}

/** A library that answers by echo, so that what the command passes and prints can be seen. */
export interface Echo extends Library {
  readonly calls: { readonly source: string; readonly options: DeriveOptions }[];
}

function fault(code: Code, message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const place = { line: 1, column: 1, endLine: 1, endColumn: 2 };
  return { severity: "error", code, message, hint: null, notes: [], ...place, ...more };
}

/** `bad` in a source is a fault, `warn` a warning, `wrong` a wrong claim, `nothing` a flag that names nothing. */
export function echo(): Echo {
  const calls: Echo["calls"] = [];
  return {
    calls,
    inputBudget: 1000,
    answer: (source, options) => {
      calls.push({ source, options });
      const diagnostics: Diagnostic[] = [];
      if (source.includes("bad")) diagnostics.push(fault("shape/product", "cannot multiply", { hint: "transpose it" }));
      if (source.includes("warn"))
        diagnostics.push(fault("claim/equal-up-to-a-transpose", "a transpose", { severity: "warning" }));
      if (source.includes("nothing")) diagnostics.push(fault("usage/wrt", "no Q here"));
      const claims = [{ verdict: source.includes("wrong") ? "different" : "equal" }];
      // As much of a report as the command looks at.
      return { results: [{ text: source, claims }], equations: [], diagnostics } as unknown as Report;
    },
    print: ({ results: [first] }, format, look) =>
      `${format}${look.colour ? " coloured" : ""} ${look.columns ?? "any"}: ${first?.text}`,
    live: async (template, { text, way, values }) => `${template} ${JSON.stringify([text, way, values ?? null])}\n`,
    page: async (sources) => `<html>${sources.map((s) => s.file).join()}</html>\n`,
  };
}

/** A directory for one test file, gone when it ends. */
export function scratch(): {
  readonly path: (name: string) => string;
  readonly file: (name: string, text: string | Uint8Array) => string;
} {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-cli-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const path = (name: string): string => join(directory, name);
  return {
    path,
    file: (name, text) => {
      writeFileSync(path(name), text);
      return path(name);
    },
  };
}
