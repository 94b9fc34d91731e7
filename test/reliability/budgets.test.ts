/** Each budget has a diagnostic of its own, a flag that raises it, and an option of the library. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { LIBRARY } from "../../src/cli/library.js";
import { type Budgets, ChainruleError, derive } from "../../src/index.js";
import { chainrule } from "../cli/harness.js";

const codesOf = (call: () => unknown): readonly string[] => {
  try {
    call();
    return [];
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    return error.diagnostics.map((d) => d.code);
  }
};

interface Case {
  readonly code: string;
  readonly flag: string;
  readonly text: string;
  /** A budget that the text exceeds, and one that it keeps. */
  readonly exceeded: Budgets;
  readonly kept: Budgets;
}

const CASES: readonly Case[] = [
  { code: "budget/input", flag: "--max-input", text: "y = x^T x", exceeded: { input: 8 }, kept: { input: 9 } },
  { code: "budget/nodes", flag: "--max-nodes", text: "y = x^T A B x", exceeded: { nodes: 5 }, kept: { nodes: 500 } },
  {
    code: "budget/exponent",
    flag: "--max-exponent",
    text: "t : scalar; y = t^30",
    exceeded: { exponent: 29 },
    kept: { exponent: 30 },
  },
  {
    code: "budget/output",
    flag: "--max-output",
    text: "y = x^T A x",
    exceeded: { output: 3 },
    kept: { output: 4000 },
  },
];

const numberOf = (b: Budgets): string => String(Object.values(b)[0]);

describe.each(CASES)("$code", ({ code, flag, text, exceeded, kept }) => {
  it("is what the library says beyond the budget, and only there", () => {
    expect(codesOf(() => derive(text, { budgets: exceeded }))).toContain(code);
    expect(codesOf(() => derive(text, { budgets: kept }))).toEqual([]);
  });

  it(`is what the command says, with ${flag} to raise it`, async () => {
    const run = (b: Budgets) => chainrule(["derive", "-e", text, flag, numberOf(b)], { library: LIBRARY });
    const [over, within] = [await run(exceeded), await run(kept)];
    expect(over.code).toBe(1);
    expect(over.err).toContain(code);
    expect(over.err).toContain(flag);
    expect([within.code, within.err.includes("budget/")]).toEqual([0, false]);
  });

  it("is described by --help", async () => {
    expect((await chainrule(["derive", "--help"])).out).toContain(flag);
  });
});

describe("characters of a derivation", () => {
  const text = `${Array.from({ length: 30 }, (_, i) => `h${i + 1} = f(W${i + 1} h${i})`).join("\n")}\n∂h30/∂h0`;
  it("count all of its lines; the answer alone may be short enough", async () => {
    const run = (...more: string[]) =>
      chainrule(["derive", "-e", text, "--max-output", "9000", ...more], { library: LIBRARY });
    const whole = await run();
    expect([whole.code, whole.err]).toEqual([1, expect.stringContaining("the derivation is longer than 9000")]);
    expect(whole.err).toContain("--steps none");
    const alone = await run("--steps", "none");
    expect([alone.code, alone.err]).toEqual([0, ""]);
    expect(alone.out).toContain("∂h₃₀/∂h₀ =");
  });
});

describe("entries of a value", () => {
  const text = "X : matrix(30, 30); y = log(det(X^T X + I)); ∂y/∂X";
  it("are counted before numbers are put in, with --max-entries to raise them", () => {
    const over = check(text, { budgets: { entries: 899 } });
    expect(over.passed).toBe(false);
    expect(over.checks.map((c) => c.why).join()).toMatch(/900 entries, more than 899; --max-entries raises/);
    expect(check(text, { budgets: { entries: 900 } }).passed).toBe(true);
  });

  it("are a flag of the command", async () => {
    const run = (n: string) => chainrule(["check", "-e", text, "--max-entries", n], { library: LIBRARY });
    expect((await run("899")).code).toBe(1);
    expect((await run("900")).code).toBe(0);
  });

  it.each([
    "x : vector(100000000); y = sum(x)",
    "X : matrix(3000, 3000); y = det(X)",
    "n : size; x : vector(n^64); y = sum(x)",
    "x : vector(n); y = sum(eye(100000) ones(100000))",
  ])("of %s are too many to begin with", (huge) => {
    expect(check(huge).checks.some((c) => /entries, more than 1000000/.test(c.why ?? ""))).toBe(true);
  });
});

it("an exponent beyond the budget is refused with either sign, and powers of powers stay exact", () => {
  expect(codesOf(() => derive("t : scalar; y = t^-10001"))).toEqual(["budget/exponent"]);
  // 2000^5 is no number that a double counts by one.
  const { results } = derive("t : scalar; y = ((((t^2000)^2000)^2000)^2000)^2000");
  expect(results[0]?.text).not.toMatch(/y$/);
});

it("a size below 1 is refused wherever it stands", () => {
  for (const text of ["y = sum(ones(0))", "y = sum(zeros(2, 0))", "y = tr(eye(0))", "y = sum(ones(n, -1))"])
    expect(
      codesOf(() => derive(text)),
      text,
    ).toEqual(["size/empty"]);
});
