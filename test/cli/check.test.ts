import { describe, expect, it } from "vitest";
import { chainrule, scratch } from "./harness.js";

const files = scratch();
const SCORER = "z = W x + b\nh = f(z)\ns = u^T h\n";
const good = files.file("good.eq", `${SCORER}∂s/∂W\n∂s/∂b = u .* f'(z)\n`);
const wrong = files.file("wrong.eq", `${SCORER}∂s/∂b = u\n`);
const faulty = files.file("faulty.eq", `${SCORER}q = \n∂s/∂b\n`);

describe("chainrule check", () => {
  it("prints a line each, and exits 0 where all pass", async () => {
    const { code, out, err } = await chainrule(["check", good]);
    expect(code).toBe(0);
    expect(err).toBe("");
    const lines = out.trimEnd().split("\n");
    expect(lines.map((l) => l.replace(/worst error \d\.\de-\d+/, "worst error E"))).toEqual([
      "ok   shapes: z n×1, h n×1, s 1×1",
      "ok   ∂s/∂W   worst error E at 3 draws",
      "ok   ∂s/∂b   worst error E at 3 draws",
      "ok   ∂s/∂b = u ∘ f′(z)   equal (gradient): by rewriting; worst error E at 3 draws",
      "4 checks: all passed (--seed 1)",
    ]);
  });

  it("exits 1 on a wrong claim, with the claim on standard error", async () => {
    const { code, out, err } = await chainrule(["check", wrong]);
    expect(code).toBe(1);
    expect(out).toContain("FAIL ∂s/∂b = u   different: it is ");
    expect(out).toContain("3 checks: 2 passed, 1 failed (--seed 1)");
    expect(err).toContain(`${wrong}:4:9: warning: the claim is different`);
  });

  it("shows below a wrong claim the numbers at which it is wrong", async () => {
    const { out } = await chainrule(["check", "-e", "x : vector(2); s = sum(f(x)); ∂s/∂x = f'(x) = f(x)"]);
    const below = out.split("\n").slice(3);
    expect(below[0]).toMatch(/^FAIL ∂s\/∂x = f\(x\) {3}different: the chain goes wrong here, at its 2nd =: entry/);
    const number = String.raw`-?\d+(\.\d+)?`;
    const shape = ["x = ", "f\\(t\\) = ", "claimed  ", "derived  ", "differs in every entry"].map(
      (lead, i) =>
        new RegExp(`^ +${lead}${i === 1 ? ".*sin.*tanh.*" : i === 4 ? "" : String.raw`\[${number}; ${number}\]`}$`),
    );
    shape.forEach((pattern, i) => {
      expect(below[i + 1]).toMatch(pattern);
    });
  });

  it("counts what is not judged apart from what passed, and exits 0 with it", async () => {
    const text = `${SCORER}∂s/∂W = gamma x^T`;
    const { code, out } = await chainrule(["check", "-e", text]);
    expect(code).toBe(0);
    expect(out).toContain("--   ∂s/∂W = gamma x^T   not judged: gamma stands nowhere else in the text");
    expect(out).toContain("3 checks: 2 passed, 1 not judged (--seed 1)");
    const json = JSON.parse((await chainrule(["check", "--format", "json", "-e", text])).out);
    expect([json.passed, json.counts]).toEqual([true, { passed: 2, failed: 0, notJudged: 1 }]);
    expect(json.checks[2]).toMatchObject({ outcome: "not judged", passed: false });
  });

  it("exits 0, with a warning, where a transpose repairs a claim", async () => {
    const { code, out, err } = await chainrule(["check", "-e", "s = u^T f(z); ∂s/∂z = u^T .* f'(z)"]);
    expect(code).toBe(0);
    expect(out).toContain("(u ∘ f′(z))ᵀ is meant");
    expect(err).toContain("-e:1:23: warning");
  });

  it("exits 1 there with --exact-shape, and 0 where the shape is right", async () => {
    const claim = async (right: string, ...flags: string[]) =>
      chainrule(["check", ...flags, "-e", `s = u^T f(z); ∂s/∂z = ${right}`]);
    const { code, out } = await claim("u^T .* f'(z)", "--exact-shape");
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL ∂s\/∂z = .*equal up to a transpose.*\(u ∘ f′\(z\)\)ᵀ is meant/m);
    expect(out).toContain("3 checks: 2 passed, 1 failed (--seed 1)");
    expect((await claim("(u .* f'(z))^T", "--exact-shape")).code).toBe(0);
    expect((await claim("u .* f'(z)", "--exact-shape")).code).toBe(0);
    const json = JSON.parse((await claim("u^T .* f'(z)", "--exact-shape", "--format", "json")).out);
    expect([json.passed, json.checks[2].verdict]).toEqual([false, "equal up to a transpose"]);
  });

  it("exits 1 where no numbers can be drawn", async () => {
    const { code, out } = await chainrule(["check", "-e", "x : vector(n); s = sum(log(-exp(x))); ∂s/∂x"]);
    expect(code).toBe(1);
    expect(out).toContain("FAIL shapes: s 1×1   no numbers could be drawn: the argument of log is not positive");
  });

  it("exits 1 on a fault in the text, and checks the rest", async () => {
    const { code, out, err } = await chainrule(["check", faulty]);
    expect(code).toBe(1);
    expect(out).toContain("ok   ∂s/∂b");
    expect(out).toContain("1 fault in the text");
    expect(err).toContain("error:");
  });

  it("repeats a run by its seed", async () => {
    const run = async (seed: string) => (await chainrule(["check", "--seed", seed, "--format", "json", wrong])).out;
    expect(await run("5")).toBe(await run("5"));
    expect(await run("5")).not.toBe(await run("6"));
  });

  it("gives one JSON object for one file, an array for several, in order", async () => {
    const one = JSON.parse((await chainrule(["check", "--format", "json", "--samples", "2", good])).out);
    expect(one).toMatchObject({ schema: "chainrule/1", file: good, seed: 1, samples: 2, passed: true });
    expect(Object.keys(one.checks[0])).toEqual([
      "kind",
      "text",
      "outcome",
      "passed",
      "worst",
      "draws",
      "verdict",
      "by",
      "holds",
      "layout",
      "why",
      "counterexample",
      "line",
      "column",
    ]);
    expect(one.checks[1].draws).toBe(2);
    const { code, out } = await chainrule(["check", "--format", "json", good, files.path("missing.eq"), wrong]);
    expect(code).toBe(3);
    const all = JSON.parse(out);
    expect(all.map((r: { file: string; passed: boolean }) => [r.file, r.passed])).toEqual([
      [good, true],
      [files.path("missing.eq"), false],
      [wrong, false],
    ]);
  });

  it("names each of several files, and reads standard input", async () => {
    const { code, out } = await chainrule(["check", good, "-"], { stdin: SCORER });
    expect(code).toBe(0);
    expect(out).toContain(`# ${good}\nok   shapes`);
    expect(out).toContain("# -\nok   shapes");
  });

  it.each(["", "# nothing", "x : vector(n)"])(
    "says that there is nothing to check in %j, and that is a fault",
    async (text) => {
      const { code, out, err } = await chainrule(["check", "-e", text]);
      expect([code, out]).toEqual([1, "nothing to check: 1 fault in the text (--seed 1)\n"]);
      expect(err).toContain("-e: error: there is no equation: nothing to check [check/nothing]");
      const json = JSON.parse((await chainrule(["check", "--format", "json", "-e", text])).out);
      expect([json.passed, json.diagnostics[0].code]).toEqual([false, "check/nothing"]);
    },
  );

  it("assumes nothing in strict mode", async () => {
    const { code, err } = await chainrule(["check", "--strict", good]);
    expect(code).toBe(1);
    expect(err).toContain("error:");
  });

  it.each([["--seed", "x"], ["--seed", "-1"], ["--samples", "0"], ["--format", "html"], ["--bogus"]])(
    "exits 2 for %s %s",
    async (...flags) => {
      const { code, out } = await chainrule(["check", ...flags, good]);
      expect(code).toBe(2);
      expect(out).toBe("");
    },
  );

  it("helps, with examples", async () => {
    const { code, out } = await chainrule(["check", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("chainrule check --seed 7");
  });

  it("is coloured where asked", async () => {
    const { out } = await chainrule(["check", "--color", good]);
    expect(out).toContain("[32mok  ");
  });
});

describe("chainrule check --steps", () => {
  const steps = (text: string, ...more: string[]) => chainrule(["check", "--steps", ...more, "-e", text]);
  it("exits 1 at the first wrong line, and 0 where there is none", async () => {
    const { code, out } = await steps(`${SCORER}∂s/∂b = u .* f'(z)\n∂s/∂W = u x^T`);
    expect(code).toBe(1);
    expect(out).toContain("line 5, column 9: ");
    expect((await steps(`${SCORER}∂s/∂b = u .* f'(z)`)).code).toBe(0);
  });
  it("writes JSON of the documented keys", async () => {
    const { out } = await steps(`${SCORER}∂s/∂b = -u .* f'(z)`, "--format", "json");
    const json = JSON.parse(out);
    expect(Object.keys(json)).toEqual(["schema", "file", "firstWrong", "notJudged", "judged", "fault"]);
    expect(json.firstWrong).toMatchObject({ line: 4, column: 9, mistake: "sign" });
    expect(Object.keys(json.firstWrong)).toEqual(["line", "column", "mistake", "should", "counterexample"]);
  });
});
