/** Output files when a derivation fails, and messages where there is nothing to derive. */
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { LIBRARY } from "../../src/cli/library.js";
import { chainrule, scratch } from "./harness.js";

const files = scratch();
const bad = files.file("bad.eq", "y = (\n");
const good = files.file("good.eq", "y = x^T A x\n∂y/∂x\n");
const empty = files.file("empty.eq", "");
const derive = async (...args: string[]) => chainrule(["derive", "--steps", "none", ...args], { library: LIBRARY });

describe("--out", () => {
  it.each([
    [bad],
    [bad, bad],
    [bad, "--format", "text"],
    [bad, "--format", "latex"],
    [bad, "--format", "html"],
    [files.path("missing.eq")],
    [empty],
  ])("keeps the file where nothing was derived: %s", async (...args) => {
    const target = files.file("kept.txt", "kept\n");
    await derive(...args, "--out", target);
    expect(readFileSync(target, "utf8")).toBe("kept\n");
    expect(readdirSync(dirname(target)).filter((f) => f.endsWith(".partial"))).toEqual([]);
    await derive(...args, "--out", files.path("never.txt"));
    expect(existsSync(files.path("never.txt"))).toBe(false);
  });

  it("replaces the file as a whole, with its rights, through a link", async () => {
    const target = files.file("answer.txt", `${"long ".repeat(1000)}\n`);
    writeFileSync(target, "x", { mode: 0o644 });
    const link = files.path("link.txt");
    symlinkSync(target, link);
    const mode = statSync(target).mode;
    expect((await derive(good, "--out", link)).code).toBe(0);
    expect(readFileSync(target, "utf8")).toMatch(/^assumed[\s\S]*∂y\/∂x = \(A \+ Aᵀ\) x/);
    expect(statSync(target).mode).toBe(mode);
  });

  it("writes JSON with the faults, and the part of the answer that they do not touch", async () => {
    const target = files.path("report.json");
    expect((await derive(bad, "--format", "json", "--out", target)).code).toBe(1);
    expect(JSON.parse(readFileSync(target, "utf8")).diagnostics[0].code).toBe("syntax/unclosed");
    expect((await derive(bad, good, "--out", target)).code).toBe(1);
    expect(readFileSync(target, "utf8")).toContain("∂y/∂x = (A + Aᵀ) x");
  });

  it("goes to a device as it is", async () => {
    expect((await derive(good, "--out", "/dev/null")).code).toBe(0);
    expect(statSync("/dev/null").isFile()).toBe(false);
  });
});

describe("a text that gives no answer", () => {
  it.each([["unicode"], ["json"], ["latex"], ["html"]])("is a fault, and says what is missing (%s)", async (format) => {
    for (const source of [
      [empty],
      ["-"],
      ["-e", ""],
      ["-e", "# a comment"],
      ["-e", "x : vector(n)"],
      ["-e", "x (input)"],
    ]) {
      const run = await derive(...source, "--format", format);
      expect([run.code, run.err]).toEqual([
        1,
        expect.stringMatching(/error: nothing is defined that could be differentiated/),
      ]);
    }
    expect((await derive(good, "--format", format)).err).toBe("");
  });

  it("keeps the answers of the files beside it, and has the fault in its JSON", async () => {
    const { code, out } = await derive(good, empty, "--format", "json");
    expect(code).toBe(1);
    const [first, second] = JSON.parse(out);
    expect(first.results).toHaveLength(1);
    expect(second.diagnostics).toMatchObject([{ severity: "error", code: "derive/nothing" }]);
  });

  it("is only warned of where there are equations without an input", async () => {
    const { code, err } = await derive("-e", "s = 3");
    expect([code, err]).toEqual([0, expect.stringContaining("warning: nothing is defined that could be")]);
  });
});

describe("flags beside what the text asks", () => {
  it("--order 2 takes each of its derivatives once more", async () => {
    expect((await derive(good, "--order", "2")).out).toContain("∂²y/∂x² = A + Aᵀ");
    expect((await derive("-e", "y = x^T A x", "--order", "2")).out).toContain("∂²y/∂x² = A + Aᵀ");
    expect((await derive("-e", "y = (", "--order", "2")).out).toBe("");
  });

  it("a name that --wrt repeats is one", async () => {
    expect((await derive(good, "--wrt", "x,x", "--wrt", "x")).out.match(/∂y\/∂x/g)).toHaveLength(1);
  });
});

describe("names that are not there", () => {
  it("lists those that are, and points at no place of the text", async () => {
    const of = await chainrule(["derive", "-e", "loss = x^T x", "--of", "los"], { library: LIBRARY });
    expect(of.code).toBe(2);
    expect(of.err).toBe("-e: error: there is no los in the model [usage/of]\n  hint: defined are loss\n");
    const wrt = await chainrule(["derive", "-e", "y = x^T A x", "--wrt", "z"], { library: LIBRARY });
    expect(wrt.code).toBe(2);
    expect(wrt.err).toContain("[usage/wrt]\n  hint: the inputs are x, A\n");
  });

  it.each(["J = ∂f/∂x", "J = 2 ∂f/∂x; y = J x"])("refuses %s, which is no zero", async (text) => {
    const { code, out, err } = await chainrule(["derive", "-e", text], { library: LIBRARY });
    expect(code).toBe(1);
    expect(out).not.toContain("zeros");
    expect(err).toContain("error: f is not defined, so there is nothing to derive [query/undefined]");
  });

  it("takes a declared input for one, whose derivative is zero and is said to be", async () => {
    const { code, err } = await chainrule(["derive", "-e", "f : vector(n); x : vector(m); J = f^T f; ∂J/∂x"], {
      library: LIBRARY,
    });
    expect(code).toBe(0);
    expect(err).toContain("[derive/constant]");
  });

  it.each(["z = A x", "z : vector(n)"])(
    "warns of a definition's derivative by %s, of which L is no function",
    async (z) => {
      const source = `L = u^T f(W x); ${z}; delta = ∂L/∂z; ∂L/∂x`;
      for (const command of ["derive", "check"]) {
        const { code, err } = await chainrule([command, "-e", source], { library: LIBRARY });
        expect(code).toBe(0);
        expect(err).toContain(
          "warning: L does not depend on z, so the derivative in this definition is zero [derive/zero]",
        );
      }
    },
  );

  it.each([
    "z = W x; L = u^T f(z); delta = ∂L/∂z; ∂L/∂W",
    "L = x^T A x; g = ∇_x L; H = ∂g/∂x; ∂L/∂x",
    "J = ∂x/∂x; y = J x; ∂y/∂x",
    "L = x^T A x; g = ∂(∂L/∂x z)/∂z; ∂L/∂x",
  ])("has nothing to say of %s", async (text) => {
    const { code, err } = await chainrule(["check", "-e", text], { library: LIBRARY });
    expect([code, err]).toEqual([0, ""]);
  });
});
