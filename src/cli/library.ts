/** The library behind the commands. */
import { answer } from "../api/answer.js";
import { MAX_INPUT } from "../elaborate/parse.js";
import { latexReport } from "../report/latex-report.js";
import type { Report } from "../report/report.js";
import { terminal } from "../report/terminal.js";
import type { Answer, Engine } from "./engine.js";

/** The answers of a call, so that a page can be made of what was printed as data. */
const reports = new WeakMap<Answer, Report>();

/** The engine of the commands. KaTeX and mathjs are not part of it: they load when a page or a function asks for them. */
export async function loadEngine(): Promise<Engine> {
  return {
    inputBudget: MAX_INPUT,
    derive: (source, options) => answerOf(answer(source, options)),
    // A page brings KaTeX and its styles, which a derivation in the terminal need not wait for.
    page: async (answers) => {
      const { page } = await import("../report/page.js");
      return page(answers.map(({ file, answer: given }) => ({ file, report: reports.get(given) as Report })));
    },
  };
}

function answerOf(report: Report): Answer {
  const wrong = new Set(["different", "ill-shaped"]);
  const made: Answer = {
    diagnostics: report.diagnostics,
    wrongClaim: report.results.some((r) => r.claims.some((c) => wrong.has(c.verdict))),
    json: () => ({ ...report }),
    print: (format, look) =>
      format === "latex" ? latexReport(report) : terminal(report, { ...look, spelling: format }),
  };
  reports.set(made, report);
  return made;
}
