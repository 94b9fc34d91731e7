/** The library behind the commands. */
import { answer } from "../answer.js";
import { MAX_INPUT } from "../parse/parse.js";
import type { Report } from "../print/report.js";
import type { Answer, Engine, Look } from "./engine.js";

/** The engine of the commands. KaTeX and mathjs are not part of it: they load when a page or a function asks for them. */
export async function loadEngine(): Promise<Engine> {
  return {
    inputBudget: MAX_INPUT,
    derive: (source, options) => answerOf(answer(source, options)),
    page: () => "",
  };
}

function answerOf(report: Report): Answer {
  const wrong = new Set(["different", "ill-shaped"]);
  return {
    diagnostics: report.diagnostics,
    wrongClaim: report.results.some((r) => r.claims.some((c) => wrong.has(c.verdict))),
    json: () => ({ ...report }),
    print: (format, look) => printed(report, format, look),
  };
}

function printed(report: Report, format: "unicode" | "text" | "latex", _look: Look): string {
  return report.results
    .map(
      (r) =>
        `${r.left[format]} = ${r[format]}\n${r.steps.map((s) => `    ${format === "latex" ? s.latex : s.unicode}   [${s.title}]\n`).join("")}`,
    )
    .join("\n");
}
