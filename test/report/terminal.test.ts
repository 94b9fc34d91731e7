import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { width } from "../../src/report/columns.js";
import { statementInUnicode } from "../../src/report/lines.js";
import type { Report } from "../../src/report/report.js";
import { broken, terminal } from "../../src/report/terminal.js";
import { network } from "./reports.js";

const strip = (text: string) => text.replace(/\p{Cc}\[\d+m/gu, "");

const SCORER = `assumed x : vector(m), W : matrix(n, m), b : vector(n), u : vector(n)

∂s/∂b

  ∂s/∂b = ∂s/∂h ∂h/∂z ∂z/∂b     chain rule
          1×n   n×n   n×n       ∂s/∂x = ∂s/∂y ∂y/∂x
  ∂s/∂h = uᵀ  1×n               product rule
                                d(A B) = dA B + A dB
          u is fixed; ds = uᵀ dh
  ∂h/∂z = diag(f′(z))  n×n      derivative of an elementwise function
                                d f(z) = f′(z) ∘ dz
          dh = f′(z) ∘ dz = diag(f′(z)) dz
  ∂z/∂b = Iₙ  n×n               sum rule
                                d(A + B) = dA + dB
          W and x are fixed; dz = db
  ∂s/∂b = uᵀ  diag(f′(z)) Iₙ    replace each factor by its value
          1×n n×n         n×n
        = uᵀ  diag(f′(z))       identity
          1×n n×n               A I = A
        = (u ∘ f′(z))ᵀ  1×n     row times diagonal
                                vᵀ diag(w) = (v ∘ w)ᵀ
`;

describe("the terminal", () => {
  it("shows the derivation of the scorer: shapes under factors, rules in a column", () => {
    expect(terminal(network(1, { steps: "full" })).slice(0, SCORER.length)).toBe(SCORER);
  });

  it("ends with what was asked and the parts it uses", () => {
    expect(terminal(network(1, { steps: "none" }))).toBe(
      [
        "assumed x : vector(m), W : matrix(n, m), b : vector(n), u : vector(n)",
        "",
        "      δ = u ∘ f′(z)   n×1, ∂s/∂z",
        "  ∂s/∂b = δ           n×1",
        "  ∂s/∂W = δ xᵀ        n×m",
        "",
      ].join("\n"),
    );
    expect(terminal(network(1, { steps: "none" }), { spelling: "text" })).toContain("  ∂s/∂W = delta x^T    n×m");
  });

  it("says the same with and without colour", () => {
    const report = network(1, { steps: "full" });
    for (const columns of [undefined, 100, 60]) {
      const coloured = terminal(report, { colour: true, columns });
      expect(coloured).toContain("\u001b[36m∂s/∂h\u001b[0m");
      expect(strip(coloured)).toBe(terminal(report, { columns }));
    }
  });

  it("ties what a local Jacobian turns out to be to its place in the chain", () => {
    const coloured = terminal(network(1, { steps: "full" }), { colour: true });
    expect(coloured).toContain("\u001b[35m∂h/∂z\u001b[0m = \u001b[35mdiag(f′(z))\u001b[0m");
    expect(coloured).toContain("\u001b[36muᵀ\u001b[0m  \u001b[35mdiag(f′(z))\u001b[0m \u001b[33mIₙ\u001b[0m");
  });

  it("keeps equations and shapes within the columns", () => {
    for (const columns of [40, 60, 80, 100])
      for (const row of terminal(network(3, { steps: "full" }), { columns }).split("\n")) {
        // Names of rules, statements and sources are prose that a terminal wraps itself.
        if (/[=×]/.test(row) && / = /.test(row) && !/d\(|dX|means|name|substitute|so |stands|:/.test(row))
          expect(width(row), row).toBeLessThanOrEqual(Math.max(columns, 16));
      }
  });

  it("lets nothing of the input move the cursor", () => {
    const report: Report = network(1, { steps: "none" });
    const [first, ...rest] = report.results;
    if (first === undefined) throw new Error("no result");
    const hostile = "x\u001b[2J\r\n\u202e\u0007";
    const shown = terminal({
      ...report,
      assumptions: [hostile],
      results: [
        {
          ...first,
          left: { text: hostile, unicode: hostile, latex: "" },
          claims: [
            {
              text: hostile,
              unicode: hostile,
              latex: null,
              verdict: "different",
              by: "numbers",
              holds: null,
              layout: "jacobian",
              why: hostile,
              counterexample: null,
              line: 1,
              column: 1,
            },
          ],
          conditions: [hostile],
        },
        ...rest,
      ],
    });
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(shown).toContain("DIFFERENT (jacobian)");
  });

  it("goes on below where an answer is longer than the row, with one sign of equality", () => {
    const terms = Array.from({ length: 8 }, (_, k) => `tr(A_${k} X B_${k})`).join(" + ");
    const report = answer(`X : matrix(n, n); y = ${terms}; ∂y/∂X`, { steps: "none" });
    const rows = terminal(report, { columns: 50 }).split("\n");
    const at = rows.findIndex((row) => row.includes("∂y/∂X = "));
    const under = rows.slice(at + 1, -1);
    expect(under).toEqual(["          B₅ A₅ + B₆ A₆ + B₇ A₇)ᵀ   n×n"]);
  });

  it("breaks long sums at their signs, and keeps every character", () => {
    const long = Array.from({ length: 30 }, (_, k) => `A_${k} (x + y)`).join(" + ");
    const rows = broken(long, 40);
    expect(rows.join(" ")).toBe(long);
    for (const row of rows) expect(width(row)).toBeLessThanOrEqual(41);
    expect(rows.slice(1).every((r) => r.startsWith("+ "))).toBe(true);
    expect(broken("x".repeat(100), 20)).toEqual(["x".repeat(100)]);
  });

  it("counts columns as a terminal does", () => {
    expect(width("ŷ = x̂")).toBe(5);
    expect(width("名")).toBe(2);
    expect(width("𝑥")).toBe(1);
  });

  it("prints general letters in the marks of the board", () => {
    expect(statementInUnicode("v' diag(w) = (v .* w)'")).toBe("vᵀ diag(w) = (v ∘ w)ᵀ");
    expect(statementInUnicode("d f(z) = f'(z) .* dz")).toBe("d f(z) = f′(z) ∘ dz");
    expect(statementInUnicode("sum(x) = ones(n)^T x")).toBe("sum(x) = 1ₙᵀ x");
    expect(statementInUnicode("f(v ones(1, m)) = f(v) ones(1, m)")).toBe("f(v · 1ₘᵀ) = f(v) · 1ₘᵀ");
    expect(statementInUnicode("d norm2(x)^2 = d(x^T x)")).toBe("d ‖x‖₂² = d(xᵀ x)");
    expect(statementInUnicode("d(X^-1) = -X^-1 dX X^-1")).toBe("d(X⁻¹) = −X⁻¹ dX X⁻¹");
  });

  it("says of each claim what it is, in green, red or yellow, with its layout and the numbers that tell", () => {
    const source = "x : vector(2)\nA : matrix(2, 2)\ny = A x\n∂y/∂x = A = A^T = x = f(A)";
    const report = answer(source, { steps: "none" });
    const rows = terminal(report).split("\n");
    expect(rows.filter((r) => r.startsWith("  claim"))).toEqual([
      "  claim A: equal (jacobian): by rewriting",
      "  claim Aᵀ: equal up to a transpose (jacobian): its transpose is the Jacobian, whose rows belong to y and whose columns to x",
      "  claim x: DIFFERENT: the chain goes wrong here, at its 3rd =: it is 2×1, and the derivative is 2×2",
      "  claim f(A): not judged: f stands nowhere else in the text, so what it is could only be guessed",
    ]);
    expect(rows.filter((r) => r.startsWith("    derived"))).toHaveLength(1);
    expect(rows).toContain("  ∂y/∂x = A   2×2, jacobian layout");
    const coloured = terminal(report, { colour: true });
    const words = coloured.match(/(?<=\p{Cc}\[3[1-3]m)\p{L}+/gu);
    expect(words).toEqual(["equal", "equal", "DIFFERENT", "not"]);
    expect(coloured.match(/(?<=\p{Cc}\[)3[1-3](?=m)/gu)).toEqual(["32", "32", "31", "33"]);
  });

  it("says no more of a claim than is known of it", () => {
    const report = answer("x : vector(2)\ns = x^T x\n∂s/∂x = 2 x", { steps: "none" });
    const [first] = report.results;
    if (first?.claims[0] === undefined) throw new Error("no claim");
    const claims = [{ ...first.claims[0], verdict: "ill-shaped" as const, layout: null, why: null }];
    const shown = terminal({ ...report, results: [{ ...first, claims }] }, { colour: true });
    expect(shown).toContain("claim 2 x: \u001b[31mill-shaped\u001b[0m\n");
  });

  it("says what decided each name where that is asked for", () => {
    const report = answer("y = W x; ∂y/∂x", { steps: "none" });
    expect(terminal(report, { explain: true })).toMatch(
      /^assumed\n {2}W : matrix\(n, m\) {2}it is in upper case\n {2}x : vector\(m\) {5}it stands behind a matrix; m is the size of W\nstated\n {2}y : vector\(n\) {5}it is defined; n is the size of W\n\n/,
    );
  });

  it("says nothing where there is nothing", () => {
    expect(terminal(answer("x = 3"))).toBe("");
    const { assumptions, ...rest } = network(1, { steps: "none" });
    expect(assumptions).not.toEqual([]);
    expect(terminal({ ...rest, assumptions: [] })).toMatch(/^ +δ = /);
    expect(terminal({ ...rest, assumptions: ["x : vector(m)"], results: [], where: [] })).toBe(
      "assumed x : vector(m)\n",
    );
  });

  it("gives a part that is no derivative its shape alone", () => {
    const report = network(1, { steps: "none" });
    const where = report.where.map((w) => ({ ...w, means: null }));
    expect(terminal({ ...report, where })).toContain("      δ = u ∘ f′(z)   n×1\n");
  });

  it("puts a long left side on a line of its own, in steps and in answers", () => {
    const name = "thelongestofallnamesinthemodel";
    const report = answer(`x : vector(n)\nA : matrix(n, n)\n${name} = x^T A x\ns = ${name}^2\n∂s/∂x\n∂${name}/∂x`);
    for (const columns of [undefined, 50]) {
      const rows = terminal(report, { spelling: "text", columns }).split("\n");
      const at = (left: string) => rows.lastIndexOf(`  ${left}`);
      // In the steps, under rules that are said in the text's own marks.
      expect(rows[at(`∂s/∂${name}`) + 1]).toContain(` = 2 ${name}  1×1`);
      // Among the answers.
      expect(rows[at(`∂${name}/∂x`) + 1]).toMatch(/^ += c +n×1$/);
      expect(rows.some((r) => r.trim() === "d(X .^ k) = k (X .^ (k - 1)) .* dX")).toBe(true);
    }
  });
});
