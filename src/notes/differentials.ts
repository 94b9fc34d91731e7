/**
 * Differentials, `df = xᵀ(A + Aᵀ) dx`: both sides are linear in dx, so they are the same where the derivatives by dx of
 * the right side and by x of f are.
 */
import { answer } from "../api/answer.js";
import { type Context, within } from "./readings.js";
import { blockStatements, type Cut, formulaStatements } from "./statements.js";

const NAME = String.raw`(?:\\(?:mathbf|bm|boldsymbol|mathrm)\s*\{\\?[A-Za-z]+\}|\\[a-zA-Z]+|[A-Za-z])(?:_(?:\w|\{\w+\}))?`;
const D = String.raw`(?<![A-Za-z\\{])(?:d|\\mathrm\s*\{d\}|\\operatorname\{d\})(?:\\[,!])?\s*`;
/** A name that no note has. */
const PROBE = "q_{probe}";
const OF = new RegExp(`^${D}(.+)$`, "s");
const BY = new RegExp(`${D}(${NAME})(?![A-Za-z'])`, "g");
/** `X (dY)`, where parentheses keep a differential apart. */
const ALONE = new RegExp(String.raw`(?:\\left\s*)?\(\s*(${BY.source})\s*(?:\\right\s*)?\)`, "g");
/** A `\frac` of differentials is a derivative, and what is called d is no differential. */
const OTHER = /\\[dt]?frac\s*\{\s*d|\\partial|\\nabla|\bd\s*\(/;

/**
 * The claims about derivatives that the differential of a function is, one for each variable that moves; none where it is
 * no differential, or could not be read.
 */
export function differentialClaims(context: Context, of: string, typed: string): readonly Cut[] {
  const side = typed.replace(ALONE, (_, d: string) => ` ${d} `);
  if (OTHER.test(side)) return [];
  const target = OF.exec(of)?.[1]
    ?.replace(/^\\left|\\right$/g, "")
    .trim();
  if (target === undefined || /^\\?frac/.test(target) || isLooseProduct(target)) return [];
  const variables = [...new Set([...side.matchAll(BY)].map((m) => m[1] ?? ""))];
  if (variables.length > MOST_MOVING) return [];
  const claims = variables.map((x) => claimBy(context, target, side, x));
  return claims.every((c) => c !== null) ? claims : [];
}

/** Variables that move in one differential, at most. */
const MOST_MOVING = 4;

/** The claim about the derivative by one variable, the others held fixed; null where it could not be read. */
function claimBy({ known, item, time, options }: Context, target: string, side: string, x: string): Cut | null {
  const name = nameOf(x);
  if (name === null) return null;
  const direction = `${name}_along`;
  const along = side.replace(BY, (_, y: string) => (y === x ? ` ${x}_{along} ` : ` (0 ${y}) `));
  const head = (left: string, right: string): string => `$$\\begin{aligned} ${left} = ${right}\n\\end{aligned}$$`;
  const lines = [head("f_{whole}", target), head("s_{along}", along)];
  const mentions = formulaStatements(`${PROBE} = ${target} + ${x}`).cuts.flatMap((c) => [...c.mentions]);
  const inSide = formulaStatements(`${PROBE} = ${side.replace(BY, (_, y: string) => ` ${y} `)}`).cuts;
  const all = [...mentions, ...inSide.flatMap((c) => [...c.mentions])];
  const view = { time, section: item.section, declarations: true, only: false };
  const behind = known.behind(new Set(all.filter((n) => n !== "q_probe")), view);
  const source = [behind.source, ...lines].filter((l) => l !== "").join("\n");
  const ask = (text: string) => answer(`${text}\n∂s_along/∂${direction}`, { ...within(options), steps: "none" });
  let asked = ask(source);
  const isNumber = (n: string): boolean => asked.symbols.some((s) => s.name === n && s.kind === "scalar");
  // What a number moves along is one.
  if (isNumber(name) && !isNumber(direction)) asked = ask(`${direction} : scalar\n${source}`);
  const slope = asked.results[asked.results.length - 1];
  const whole = asked.equations.find((e) => e.name === "f_whole");
  if (slope === undefined || whole === undefined || asked.where.length > 0 || slope.text.includes(direction))
    return null;
  // A part of an answer that is a definition's right side is called by its name.
  const given = slope.text.replace(/\bf_whole\b/g, `(${whole.text})`);
  const [claim] = blockStatements(`∂(${whole.text})/∂${name} = ${given}`).cuts;
  return claim?.statement.type === "claim" ? claim : null;
}

/** `dUᵀ U`: whether d takes the product or its first factor nobody can tell. */
function isLooseProduct(target: string): boolean {
  const statement = formulaStatements(`${PROBE} = ${target}`).cuts[0]?.statement;
  return statement?.type === "definition" && /^(?:product|elementwise|sum)$/.test(statement.value.type);
}

function nameOf(latex: string): string | null {
  const statement = formulaStatements(`${PROBE} = ${latex}`).cuts[0]?.statement;
  return statement?.type === "definition" && statement.value.type === "name" ? statement.value.name : null;
}
