import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { dim } from "../../src/core/dim.js";
import { shape } from "../../src/core/shape.js";
import type { Side } from "../../src/model/model.js";
import { checkNotes } from "../../src/notes.js";
import { latexName, printLatex } from "../../src/print/latex.js";
import { judgedSide, sound, truthById } from "../judge/claims-corpus.js";
import { relation, slips } from "../judge/mutants.js";
import { type Case, casesExist, claimText, declarations } from "../numeric/cases.js";

/** A section as a lecturer writes it: declarations in a block, equations and the derivative as LaTeX. */
function section(c: Case, side: Side["value"]): string | null {
  if (side === null) return null;
  // The reader takes `1_{n \\times m}` and `K_{n,m}` for other names than the printer means by them.
  if (/_\{\w+ \\times|\\mathbf\{K\}_\{\w+,/.test(printLatex(side))) return null;
  const report = answer(claimText(c, c.expected), { steps: "none" });
  const result = report.results[0];
  if (result === undefined) return null;
  const equations = report.equations.map((q) => {
    const [rows, cols] = q.shape;
    return `${latexName(q.name, shape(dim(rows), dim(cols)))} &= ${q.latex}`;
  });
  const claim = `${result.left.latex} = ${printLatex(side)}`;
  return [
    `## ${c.id}`,
    "",
    "```chainrule",
    ...declarations(c),
    "```",
    "",
    `$$\\begin{aligned} ${equations.join(" \\\\\n")} \\end{aligned}$$`,
    "",
    `so the derivative is $${claim}$, as we wanted.`,
  ].join("\n");
}

describe.skipIf(!casesExist)("notes made of the published problems (skipped without ../shared/cases)", () => {
  // In LaTeX a name is a letter: `W1` and `SB` of the plain texts would be other names there.
  const isLatex = (name: string): boolean =>
    /^(?:[A-Za-z]|alpha|beta|gamma|delta|lambda|mu|sigma|theta|eta|Phi|Sigma|Lambda)$/.test(name);
  const chosen = (): readonly Case[] =>
    sound().filter(
      (c) =>
        c.expected.length < 200 &&
        Object.keys(c.decl).every(isLatex) &&
        c.eqs.every((q) => isLatex(q.split(/[ =(]/)[0] ?? "")),
    );

  it("no right formula is blamed", { timeout: 240_000 }, () => {
    const blamed: string[] = [];
    const unjudged: string[] = [];
    let count = 0;
    for (const c of chosen()) {
      const text = section(c, judgedSide(c, c.expected)?.side.value ?? null);
      if (text === null) continue;
      count++;
      const { findings } = checkNotes(text);
      const [found] = findings;
      if (found?.verdict === "different" || found?.verdict === "ill-shaped")
        blamed.push(`${c.id}: ${found.why}\n${text}`);
      else if (found?.verdict !== "equal") unjudged.push(`${c.id}: ${found?.verdict} ${found?.why}\n${text}`);
    }
    expect(blamed).toEqual([]);
    expect(unjudged.length, unjudged.join("\n\n")).toBeLessThan(count / 10);
    expect(count).toBeGreaterThan(80);
  });

  it("of 40 formulas with a planted fault in one note all are found, and no other is blamed", {
    timeout: 240_000,
  }, () => {
    const truth = truthById();
    const parts: string[] = [];
    const planted: string[] = [];
    for (const [k, c] of chosen().entries()) {
      const right = section(c, judgedSide(c, c.expected)?.side.value ?? null);
      if (right === null) continue;
      let wrong: string | null = null;
      // What the reader cannot make out at all is told of in the summary, and is no claim.
      if (planted.length < 40 && checkNotes(right).findings[0]?.verdict === "equal")
        for (const [slip, text] of slips(c.expected)) {
          if (slip === "transpose" || wrong !== null) continue;
          const value = judgedSide(c, text)?.side.value ?? null;
          if (value === null || relation(c, truth.get(c.id) ?? [], value) !== "neither") continue;
          wrong = section(c, value);
        }
      // Alternate, so that right ones stand between.
      if (wrong !== null && k % 4 !== 0) planted.push(c.id);
      parts.push(wrong !== null && k % 4 !== 0 ? wrong : right);
    }
    expect(planted).toHaveLength(40);
    const note = parts.join("\n\n");
    const { findings } = checkNotes(note);
    const lines = note.split("\n");
    const idOf = (line: number): string =>
      lines
        .slice(0, line)
        .findLast((l) => l.startsWith("## "))
        ?.slice(3) ?? "";
    const blamed = findings
      .filter((f) => f.verdict === "different" || f.verdict === "ill-shaped")
      .map((f) => idOf(f.line));
    expect(blamed).toEqual(planted);
  });
});
