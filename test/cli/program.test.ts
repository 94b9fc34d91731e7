import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chainrule, echo } from "./harness.js";

const version = (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;

describe("the command line", () => {
  it("prints its version, without loading the library", async () => {
    expect(await chainrule(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  it("lists its commands and shows an example, without loading the library", async () => {
    const { code, out, err } = await chainrule(["--help"]);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(out).toMatch(/^ {2}derive .* {2}derive what the files ask for/m);
    expect(out).toMatch(/Examples:\n {2}chainrule derive net\.eq\n/);
  });

  it("says how it is used when nothing is asked", async () => {
    const { code, out, err } = await chainrule([]);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain("Usage: chainrule");
  });

  it.each([
    ["an unknown flag", ["derive", "--no-such-flag"], /unknown option '--no-such-flag'/],
    ["a near miss", ["derive", "--stepps", "full"], /Did you mean --steps\?/],
    ["an unknown command", ["derives"], /unknown command 'derives'\n\(Did you mean derive\?\)/],
    ["a file in place of a command", ["net.eq"], /to derive: chainrule derive net\.eq/],
    ["a value that is none of the choices", ["derive", "--steps", "some"], /Allowed choices are chain, none, full/],
    ["a budget that is no number", ["derive", "--max-nodes", "-3", "-"], /positive whole number/],
    ["a flag without its value", ["derive", "--of"], /argument missing/],
  ])("%s is exit 2, on standard error", async (_, args, message) => {
    const { code, out, err } = await chainrule(args, { library: echo() });
    expect(err).toMatch(message);
    expect(err).toMatch(/^chainrule: /);
    expect(code).toBe(2);
    expect(out).toBe("");
  });

  it("writes no control character of its arguments to the terminal", async () => {
    const { err } = await chainrule(["derive", "--\u001b[31mred"]);
    expect(err).not.toContain("\u001b");
    expect(err).toContain("␛[31mred");
  });

  it("turns a defect of the library into a line, and into a trace only on request", async () => {
    const library = {
      ...echo(),
      answer: () => {
        throw new RangeError("Maximum call stack size exceeded");
      },
    };
    const quiet = await chainrule(["derive", "-"], { library });
    expect(quiet.code).toBe(1);
    expect(quiet.err).toMatch(/internal error: Maximum call stack/);
    expect(quiet.err).not.toMatch(/^\s+at /m);
    const loud = await chainrule(["derive", "-"], { library, env: { CHAINRULE_DEBUG: "1" } });
    expect(loud.err).toMatch(/^\s+at /m);
  });
});
