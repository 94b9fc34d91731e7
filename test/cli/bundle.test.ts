import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import type { Report } from "../../src/report/report.js";
import { bundled } from "./bundled.js";

const { directory, command } = bundled();

const run = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { encoding: "utf8", input: "" });

describe("the bundled command", () => {
  it("starts from bytecode, and without Node's network code", () => {
    const parts = join(directory, "command/parts.cjs");
    const source = readFileSync(parts);
    expect(source.some((byte) => byte > 0x7f)).toBe(false);
    const script = new Script(source.toString("latin1"), {
      filename: parts,
      cachedData: readFileSync(`${parts}.cache`),
    });
    expect(script.cachedDataRejected).toBe(false);
    const hook = join(directory, "loaded.cjs");
    writeFileSync(
      hook,
      'process.on("exit", () => require("node:fs").writeSync(2, process.moduleLoadList.join("\\n")));',
    );
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", hook, command, "derive", resolve("examples/scorer.eq")],
      { encoding: "utf8", input: "" },
    );
    expect(stdout).toContain("∂s/∂b");
    expect(stderr).toContain("NativeModule vm");
    expect(stderr).not.toMatch(/^NativeModule (?:net|tty|stream|child_process)$/m);
  });

  it("runs alone, without packages", () => {
    const { status, stdout, stderr } = run("--version");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(status).toBe(0);
  });

  it("reads laws and names beyond ASCII as the library does", () => {
    const text = "A : matrix(n, n)\ny = log(det((2 A)^-1)) + tr(Σ (λ A)^-1)\n∂y/∂A, ∂y/∂λ\n";
    const { status, stdout, stderr } = run("derive", "--format", "json", "-e", text);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as Report).results.map((r) => r.unicode)).toEqual(
      answer(text).results.map((r) => r.unicode),
    );
  });

  it("passes its exit code on", () => {
    expect(run("derive", "--no-such-flag").status).toBe(2);
    expect(run("derive", join(directory, "none.eq")).status).toBe(3);
  });

  it("reads standard input to its end, and says why where it cannot", () => {
    const long = spawnSync(process.execPath, [command, "derive", "-"], {
      encoding: "utf8",
      input: "x".repeat(20_000_000),
    });
    expect(long.stderr).toContain("[budget/input]");
    const folder = openSync(directory, "r");
    const none = spawnSync(process.execPath, [command, "derive", "-"], {
      encoding: "utf8",
      stdio: [folder, "pipe", "pipe"],
    });
    closeSync(folder);
    expect(none.stderr).toContain("-: error: cannot be read: is a directory");
    expect(none.status).toBe(3);
  });

  it("ends in silence when its reader has gone", async () => {
    const child = spawn(process.execPath, [command, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    const status = await new Promise((done) => child.on("close", done));
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
