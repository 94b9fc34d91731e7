import { mkdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LIBRARY } from "../../src/cli/library.js";
import { chainrule, echo, scratch } from "./harness.js";

const { path, file } = scratch();
const good = file("good.eq", "y = A x\n");
const bad = file("bad.eq", "bad\n");
const wrong = file("wrong.eq", "wrong\n");

describe("where the text comes from", () => {
  it("-e gives one text of as many lines as it is used", async () => {
    const library = echo();
    const { code, out } = await chainrule(["derive", "-e", "y = x", "-e", "-y"], { library });
    expect(library.calls.map((c) => c.source)).toEqual(["y = x\n-y"]);
    expect(out).toBe("unicode any: y = x\n-y\n");
    expect(code).toBe(0);
  });

  it("- is standard input, and so is nothing at all where that is no terminal", async () => {
    for (const args of [["derive", "-"], ["derive"]]) {
      const library = echo();
      expect((await chainrule(args, { library, stdin: "y = x\n" })).code).toBe(0);
      expect(library.calls.map((c) => c.source)).toEqual(["y = x\n"]);
    }
    const { code, err } = await chainrule(["derive"], { library: echo(), stdinIsTerminal: true });
    expect(code).toBe(2);
    expect(err).toContain("nothing to read");
    expect((await chainrule(["derive", "-", "-"], { library: echo() })).code).toBe(2);
  });

  it("byte order marks, CRLF, UTF-16: the same text", async () => {
    const text = "y = A x\n∂y/∂x\n";
    const crlf = text.replaceAll("\n", "\r\n");
    const utf16 = (bigEndian: boolean): Uint8Array => {
      const bytes = Buffer.from(`\ufeff${crlf}`, "utf16le");
      return bigEndian ? bytes.swap16() : bytes;
    };
    for (const stdin of [text, `\ufeff${text}`, crlf, text.replaceAll("\n", "\r"), utf16(false), utf16(true)]) {
      const library = echo();
      expect((await chainrule(["derive", "-"], { library, stdin })).code).toBe(0);
      expect(library.calls.map((c) => c.source)).toEqual([text]);
    }
  });

  it("what is not UTF-8 is a fault with its place", async () => {
    const stdin = Buffer.from("y = x\nµ\ufffdz = \xe9\n", "latin1");
    const utf8 = Buffer.concat([Buffer.from("y = x\nµ\ufffd = "), Buffer.from([0xe9, 0x0a])]);
    const { code, err } = await chainrule(["derive", "-"], { library: echo(), stdin: utf8 });
    expect(err).toContain("is not UTF-8: byte 0xE9 on line 2, column 6 [file/encoding]");
    expect(code).toBe(1);
    expect((await chainrule(["derive", "-"], { library: echo(), stdin })).code).toBe(1);
    const json = await chainrule(["derive", "--format", "json", "-"], { library: echo(), stdin: utf8 });
    expect(JSON.parse(json.out).diagnostics[0]).toMatchObject({ code: "file/encoding", line: 2, column: 6 });
  });

  it("a text above the budget is not read to its end", async () => {
    const over = await chainrule(["derive", "-"], { library: echo(), stdin: "x".repeat(1001) });
    expect(over).toMatchObject({ code: 1, out: "" });
    expect(over.err).toContain("larger than 1000 bytes [budget/input]\n  hint: --max-input raises the limit");
    expect((await chainrule(["derive", "-"], { library: echo(), stdin: "x".repeat(1000) })).code).toBe(0);
    const raised = await chainrule(["derive", "-", "--max-input", "1k"], { library: echo(), stdin: "x".repeat(1001) });
    expect(raised.code).toBe(1);
    expect(
      (await chainrule(["derive", "-", "--max-input", "2k"], { library: echo(), stdin: "x".repeat(1001) })).code,
    ).toBe(0);
    // A device without end: reading stops at the limit.
    expect((await chainrule(["derive", "/dev/zero"], { library: echo() })).err).toContain("budget/input");
  });

  it("files that cannot be read are exit 3, each with its reason", async () => {
    mkdirSync(path("folder"), { recursive: true });
    const { code, err } = await chainrule(["derive", path("none.eq"), path("folder"), `${good}/x`], {
      library: echo(),
    });
    expect(err).toContain(`${path("none.eq")}: error: cannot be read: no such file`);
    expect(err).toContain(`${path("folder")}: error: cannot be read: is a directory`);
    expect(err).toContain(`${good}/x: error: cannot be read: a part of the path is not a directory`);
    expect(code).toBe(3);
  });
});

describe("what the library is asked", () => {
  it("the defaults", async () => {
    const library = echo();
    await chainrule(["derive", "-"], { library });
    expect(library.calls[0]?.options).toEqual({
      order: 1,
      steps: "chain",
      convention: "jacobian-first",
      symmetric: "projected",
      products: "circ",
      strict: false,
      budgets: {},
    });
  });

  it("every flag", async () => {
    const library = echo();
    const flags =
      "--of s --wrt W,b --wrt u --order 2 --layout jacobian --steps full --convention shape-first --view index,kronecker " +
      "--proof index --symmetric cookbook --products odot --strict --max-input 5k --max-nodes 7M --max-output 9";
    await chainrule(["derive", "-", ...flags.split(" ")], { library });
    expect(library.calls[0]?.options).toEqual({
      of: "s",
      wrt: ["W", "b", "u"],
      order: 2,
      layout: "jacobian",
      steps: "full",
      convention: "shape-first",
      views: ["index", "kronecker"],
      proof: "index",
      symmetric: "cookbook",
      products: "odot",
      strict: true,
      budgets: { input: 5000, nodes: 7_000_000, output: 9 },
    });
  });

  it.each([
    ["--view", "index,tensor"],
    ["--wrt", " , "],
    ["--order", "3"],
    ["--layout", "both"],
    ["--proof", "text"],
  ])("%s %s is exit 2", async (flag, value) => {
    expect((await chainrule(["derive", flag, value, "-"], { library: echo() })).code).toBe(2);
  });
});

describe("exit codes", () => {
  it.each([
    [[good], 0],
    [[bad], 1],
    [[wrong], 1],
    [["-"], 0],
    [[good, bad, good], 1],
    [[bad, path("none.eq"), good], 3],
    [["-e", "nothing"], 2],
    [["-e", "nothing bad"], 1],
    [["-e", "warn"], 0],
  ])("%j: %i", async (args, code) => {
    expect((await chainrule(["derive", ...args], { library: echo() })).code).toBe(code);
  });
});

describe("what is printed", () => {
  it("several files: each by name, and a bad one does not stop the rest", async () => {
    const { out, err } = await chainrule(["derive", good, bad, path("none.eq"), wrong], { library: echo() });
    expect(out).toBe(
      `# ${good}\nunicode any: y = A x\n\n# ${bad}\nunicode any: bad\n\n# ${wrong}\nunicode any: wrong\n`,
    );
    expect(err).toContain(`${bad}:1:1: error: cannot multiply [shape/product]\n1 | bad\n    ^\n  hint: transpose it\n`);
    expect(err).toContain(path("none.eq"));
    const latex = await chainrule(["derive", "--format", "latex", good, good], { library: echo() });
    expect(latex.out).toMatch(/^% .*\nlatex /);
  });

  it("JSON: an object for one, an array in order for several, a file that cannot be read included", async () => {
    const one = await chainrule(["derive", "--format", "json", good], { library: echo() });
    expect(JSON.parse(one.out)).toEqual({
      schema: "chainrule/1",
      file: good,
      results: [{ text: "y = A x\n", claims: [{ verdict: "equal" }] }],
      equations: [],
      diagnostics: [],
    });
    const three = await chainrule(["derive", "--format", "json", bad, path("none.eq"), good], { library: echo() });
    const objects = JSON.parse(three.out) as { file: string; diagnostics: { code: string }[] }[];
    expect(objects.map((o) => o.file)).toEqual([bad, path("none.eq"), good]);
    expect(objects[1]).toMatchObject({ schema: "chainrule/1", symbols: [], equations: [], where: [], results: [] });
    expect(objects.map((o) => o.diagnostics[0]?.code)).toEqual(["shape/product", "file/unreadable", undefined]);
    const inline = await chainrule(["derive", "--format", "json", "-e", "y = x"], { library: echo() });
    expect(JSON.parse(inline.out).file).toBe("-e");
  });

  it("HTML: one page for all", async () => {
    const { out } = await chainrule(["derive", "--format", "html", good, bad], { library: echo() });
    expect(out).toBe(`<html>${good},${bad}</html>\n`);
  });

  it("--out writes the file and leaves standard output empty; never over an input", async () => {
    const target = path("answer.txt");
    const written = await chainrule(["derive", good, "--out", target], { library: echo(), stdoutIsTerminal: true });
    expect(written).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(target, "utf8")).toBe("unicode any: y = A x\n");
    const nowhere = await chainrule(["derive", good, "--out", path("no/such/place")], { library: echo() });
    expect(nowhere.code).toBe(3);
    expect(nowhere.err).toContain("cannot be written: no such file");
    const over = await chainrule(["derive", good, "--out", good], { library: echo() });
    expect(over.code).toBe(2);
    expect(readFileSync(good, "utf8")).toBe("y = A x\n");
  });

  it("colours a terminal only, unless told otherwise", async () => {
    const look = async (args: string[], env: Record<string, string> = {}, terminal = true): Promise<boolean> => {
      const setting = { library: echo(), stdoutIsTerminal: terminal, env };
      return (await chainrule(["derive", "-e", "y", ...args], setting)).out.includes("coloured");
    };
    expect(await look([])).toBe(true);
    expect(await look([], {}, false)).toBe(false);
    expect(await look([], { NO_COLOR: "1" })).toBe(false);
    expect(await look([], { NO_COLOR: "" })).toBe(true);
    expect(await look([], { TERM: "dumb" })).toBe(false);
    expect(await look(["--no-color"])).toBe(false);
    expect(await look(["--color"], { NO_COLOR: "1" }, false)).toBe(true);
  });

  it("colours diagnostics by their own stream, and shows no control character of the text", async () => {
    const library = echo();
    const setting = { library, stdoutIsTerminal: false, stderrIsTerminal: true };
    const { out, err } = await chainrule(["derive", "-e", "bad \u001b]0;title\u0007 \u202e"], setting);
    expect(err).toContain("\u001b[31merror\u001b[39m");
    expect(err).toContain("1 | bad ␛]0;title␇ \ufffd\n");
    expect(out).not.toContain("coloured");
  });

  it("--help shows what can be typed as it stands", async () => {
    const { out, code } = await chainrule(["derive", "--help"]);
    expect(code).toBe(0);
    expect(out).toMatch(/Examples:\n {2}chainrule derive /);
    for (const flag of [
      "--of",
      "--wrt",
      "--order",
      "--layout",
      "--format",
      "--steps",
      "--convention",
      "--view",
      "--proof",
    ]) {
      expect(out).toContain(flag);
    }
    for (const flag of ["--symmetric", "--strict", "--explain", "--out", "--color", "--no-color", "--max-input"])
      expect(out).toContain(flag);
  });
});

describe("notes among the files", () => {
  const files = scratch();
  const note = files.file(
    "note.md",
    "# A\n\nLet $y = \\mathbf{a}^T \\mathbf{x}$, so $\\frac{\\partial y}{\\partial \\mathbf{x}} = 2 \\mathbf{a}$ (no).\n",
  );

  it("are read as notes; JSON and the exit code are those of equations", async () => {
    const { code, out, err } = await chainrule(["derive", "--format", "json", note], { library: LIBRARY });
    const report = JSON.parse(out);
    expect([code, report.file, report.results[0].text, report.results[0].claims[0].line]).toEqual([1, note, "a", 3]);
    expect(err).toContain(`${note}:3:`);
    expect((await chainrule(["check", note])).code).toBe(1);
  });

  it("without mathematics are equations", async () => {
    const plain = files.file("plain.md", "y = A x\n∂y/∂x\n");
    const { code, out } = await chainrule(["derive", plain, "--steps", "none"], { library: LIBRARY });
    expect([code, out.includes("∂y/∂x = A")]).toEqual([0, true]);
  });
});

it("an answer without a value at the values is shown where it is asked for, not in the file of values", async () => {
  const text = file("log.eq", "x : scalar\ny = log(x)\n∂y/∂x\n");
  const values = file("zero.json", '{"x": 0}');
  const { code, err } = await chainrule(["derive", text, "--at", values], { library: LIBRARY });
  expect(code).toBe(1);
  expect(err).toContain("log.eq:3:1: error: ∂y/∂x has no value at the values given");
});
