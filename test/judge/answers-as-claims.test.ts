/** Every answer, in every spelling, pasted back as a claim: what the printers write is read as it was meant. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { cases, casesExist, claimText } from "../numeric/cases.js";

type Spelling = "text" | "unicode" | "latex";
const SPELLINGS: readonly Spelling[] = ["text", "unicode", "latex"];

/** The answers to a text that, pasted back below it, are not told equal. */
function lostIn(source: string): readonly string[] {
  const asked = answer(source, { steps: "none" });
  const shared = asked.where.length > 0;
  // What is shared is defined in each spelling, so each is a text of its own; else one text does for all.
  return (shared ? SPELLINGS.map((s) => [s]) : [SPELLINGS]).flatMap((spellings) => {
    const set = (formula: string, spelling: Spelling) => (spelling === "latex" ? `$${formula}$` : formula);
    const where = spellings.flatMap((spelling) =>
      asked.where.map((w) => set(`${spelling === "text" ? w.name : w.symbol[spelling]} = ${w[spelling]}`, spelling)),
    );
    const claims = spellings.flatMap((spelling) =>
      asked.results.map((r) => set(`${r.left[spelling]} = ${r[spelling]}`, spelling)),
    );
    const { results, diagnostics } = answer([source, ...where, ...claims].join("\n"), { steps: "none" });
    const faults = diagnostics.filter((d) => d.severity === "error").map((d) => d.message);
    const told = results.slice(results.length - claims.length).map((r) => r.claims[0]);
    const lost = claims.flatMap((claim, i) =>
      told[i]?.verdict === "equal" ? [] : [`${claim}: ${told[i]?.verdict}, ${told[i]?.why}`],
    );
    return [...faults, ...lost];
  });
}

describe("answers read back as claims", () => {
  it.each([
    "Y : matrix(n, n); y = logdet(Y)^3; ∂y/∂Y",
    "A : matrix(n, m); y = sum(abs(A) .^ 3); ∂y/∂A",
    "A : matrix(n, m); y = norm1(A)^2; ∂y/∂A",
    "θ : vector(n); Σ : matrix(n, n); y = θ^T Σ θ; ∂y/∂θ, ∂y/∂Σ",
  ])("of %s", (source) => {
    expect(lostIn(source)).toEqual([]);
  });

  it("of the golden derivations", { timeout: 60_000 }, () => {
    const directory = new URL("../golden/", import.meta.url);
    const sources = readdirSync(directory)
      .filter((f) => f.endsWith(".md"))
      .flatMap((f) => [...readFileSync(new URL(f, directory), "utf8").matchAll(/```chainrule\n([\s\S]*?)```/g)])
      .map(([, source]) => source as string)
      // What recursions call δ_t is given by equations beside the answer, not in it.
      .filter((source) => answer(source, { steps: "none" }).results.every((r) => r.equations.length === 0));
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.flatMap(lostIn)).toEqual([]);
  });

  it.skipIf(!casesExist)("of the published problems (skipped without ../shared/cases)", { timeout: 120_000 }, () => {
    const lost = cases().flatMap((c) => {
      const lines = claimText(c, "").split("\n");
      const [query] = (lines.pop() as string).split(" = ");
      return lostIn([...lines, query].join("\n")).map((l) => `${c.id}: ${l}`);
    });
    expect(lost).toEqual([]);
  });
});
