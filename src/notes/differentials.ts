/**
 * Differentials, `df = xᵀ(A + Aᵀ) dx`: both sides are linear in dx, so they are the same where the derivatives by dx of
 * the right side and by x of f are.
 */
import { answer } from "../api/answer.js";
import type { ClaimReport } from "../report/report.js";
import { type Context, isIndependent, within } from "./readings.js";
import { formulaStatements } from "./statements.js";

const NAME = String.raw`(?:\\(?:mathbf|bm|boldsymbol|mathrm)\s*\{\\?[A-Za-z]+\}|\\[a-zA-Z]+|[A-Za-z])(?:_(?:\w|\{\w+\}))?`;
const D = String.raw`(?<![A-Za-z\\{])(?:d|\\mathrm\s*\{d\}|\\operatorname\{d\})(?:\\[,!])?\s*`;
/** A name that no note has. */
const PROBE = "q_{probe}";
const OF = new RegExp(`^${D}(.+)$`, "s");
const BY = new RegExp(`${D}(${NAME})(?![A-Za-z'])`, "g");
/** A `\frac` of differentials is a derivative, and what is called d is no differential. */
const OTHER = /\\[dt]?frac\s*\{\s*d|\\partial|\\nabla|\bd\s*\(/;

/** Judges the differential of a function by one variable; null where it is none, or could not be read. */
export function differential(context: Context, of: string, side: string): ClaimReport | null {
  if (OTHER.test(side)) return null;
  const target = OF.exec(of)?.[1]
    ?.replace(/^\\left|\\right$/g, "")
    .trim();
  if (target === undefined || /^\\?frac/.test(target)) return null;
  const variables = new Set([...side.matchAll(BY)].map((m) => m[1] ?? ""));
  const [x = ""] = variables;
  if (variables.size !== 1 || x === "") return null;
  const name = nameOf(x);
  if (name === null) return null;
  const direction = `${name}_along`;
  const along = side.replace(BY, ` ${x}_{along} `);
  const head = (left: string, right: string): string => `$$\\begin{aligned} ${left} = ${right}\n\\end{aligned}$$`;
  const lines = [head("f_{whole}", target), head("s_{along}", along)];
  const mentions = formulaStatements(`${PROBE} = ${target} + ${x}`).cuts.flatMap((c) => [...c.mentions]);
  const inSide = formulaStatements(`${PROBE} = ${side.replace(BY, ` ${x} `)}`).cuts.flatMap((c) => [...c.mentions]);
  const { known, item, time, options } = context;
  const view = { time, section: item.section, declarations: true, only: false };
  const behind = known.behind(new Set([...mentions, ...inSide].filter((n) => n !== "q_probe")), view);
  const source = [behind.source, ...lines].filter((l) => l !== "").join("\n");
  const ask = (text: string) => answer(text, { ...within(options), steps: "none" });
  const asked = ask(`${source}\n∂s_along/∂${direction}`);
  const slope = asked.results[asked.results.length - 1];
  if (slope === undefined || asked.where.length > 0 || slope.text.includes(direction)) return null;
  const judged = ask(`${source}\n∂f_whole/∂${name} = ${slope.text}`);
  // `dW = dZ Aᵀ` of backward passes is no differential: there W does not depend on Z.
  if (isIndependent(judged)) return null;
  const [claim] = judged.results[judged.results.length - 1]?.claims ?? [];
  // What was read of the sides alone accuses nobody of a shape.
  return claim === undefined || claim.verdict === "not judged" || claim.verdict === "ill-shaped" ? null : claim;
}

function nameOf(latex: string): string | null {
  const statement = formulaStatements(`${PROBE} = ${latex}`).cuts[0]?.statement;
  return statement?.type === "definition" && statement.value.type === "name" ? statement.value.name : null;
}
