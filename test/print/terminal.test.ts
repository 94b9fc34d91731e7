import { describe, expect, it } from "vitest";
import { statementInUnicode } from "../../src/print/lines.js";
import type { Report } from "../../src/print/report.js";
import { broken, terminal, width } from "../../src/print/terminal.js";
import { network } from "./reports.js";

const strip = (text: string) => text.replace(/\p{Cc}\[\d+m/gu, "");

const SCORER = `assumed x : vector(m), W : matrix(n, m), b : vector(n), u : vector(n)

∂s/∂b

  ∂s/∂b = ∂s/∂h ∂h/∂z ∂z/∂b     chain rule
          1×n   n×n   n×n       ∂s/∂x = ∂s/∂y ∂y/∂x
  ∂s/∂h = uᵀ  1×n               product rule
                                d(A B) = dA B + A dB
  ∂h/∂z = diag(f′(z))  n×n      derivative of an elementwise function
                                d f(z) = f′(z) ∘ dz
  ∂z/∂b = Iₙ  n×n               sum rule
                                d(A + B) = dA + dB
  ∂s/∂b = uᵀ  diag(f′(z)) Iₙ    substitute
          1×n n×n         n×n   each factor by what it is
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
    const report = network(2, { steps: "full" });
    for (const columns of [undefined, 100, 60]) {
      const coloured = terminal(report, { colour: true, columns });
      expect(coloured).toContain("\u001b[36m∂s/∂h₂\u001b[0m");
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
        if (/[=×]/.test(row) && / = /.test(row) && !/d\(|dX|named|known|:/.test(row))
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
              verdict: "different",
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
  });

  it("prints general letters in the marks of the board", () => {
    expect(statementInUnicode("v' diag(w) = (v .* w)'")).toBe("vᵀ diag(w) = (v ∘ w)ᵀ");
    expect(statementInUnicode("d f(z) = f'(z) .* dz")).toBe("d f(z) = f′(z) ∘ dz");
    expect(statementInUnicode("d(X^-1) = -X^-1 dX X^-1")).toBe("d(X⁻¹) = -X⁻¹ dX X⁻¹");
  });
});
