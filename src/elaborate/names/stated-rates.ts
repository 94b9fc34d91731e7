/**
 * `y = x^3` and `y' = 2 x^2`, `f_x = 2 x y`, `\dot y = …`, `dy = 3 x^2 dx`: a derivative or a differential of what the text
 * defines, stated as one, to anyone; here the left side is a name of its own, which is said.
 */
import { type Expression, expressionsOf, postorder, type Statement } from "../../parse/ast.js";
import type { Misread } from "../misread.js";

type Definition = Statement & { readonly type: "definition" | "functionDefinition" };

const isDefinition = (s: Statement): s is Definition => s.type === "definition" || s.type === "functionDefinition";

/** What a text defines, by name. */
export const valuesOf = (statements: readonly Statement[]): ReadonlyMap<string, Definition> =>
  new Map(statements.filter(isDefinition).map((s) => [s.name.name, s]));

/** The warning of a definition whose left side reads as a derivative of another one; or null. */
export function statedRate(s: Statement, source: string, values: ReadonlyMap<string, Definition>): Misread | null {
  if (!isDefinition(s)) return null;
  const { name, span } = s.name;
  const text = source.slice(span.start, span.end).trim();
  const asked = derivativeOf(name, values, s);
  if (asked === null) return null;
  return {
    severity: "warning",
    code: "name/rate",
    span,
    message: `${text} is read as a name of its own, and not as ${asked.what}`,
    hint: `what is claimed of the derivative is ${asked.claim} = …`,
  };
}

/** What a left side would be, and how that is claimed: `y' = f(y)` of a network is a value of its own. */
function derivativeOf(
  name: string,
  values: ReadonlyMap<string, Definition>,
  own: Definition,
): { readonly what: string; readonly claim: string } | null {
  const [, base = "", mark = ""] = /^(.+?)_(prime|dot|ddot|[p-z]{1,2})$/.exec(name) ?? [];
  const of = values.get(base);
  if (of !== undefined && of !== own) {
    const inputs = [...new Set(namesIn(of).filter((n) => !values.has(n)))];
    const isRate = mark === "dot" || mark === "ddot";
    const by = isRate ? ["t"] : mark === "prime" ? [inputs.length === 1 ? (inputs[0] as string) : "x"] : [...mark];
    const parts = namesIn(own);
    const isOfBase = parts.every((n) => inputs.includes(n) || n === base);
    const isDerivative = mark === "prime" && inputs.length > 1 ? by.some((x) => parts.includes(x)) : isOfBase;
    if (by.every((x) => inputs.includes(x)) && isDerivative)
      return { what: `a derivative of ${base}`, claim: claimOf(base, mark === "ddot" ? ["t", "t"] : by) };
  }
  const differential = /^d([A-Za-z]\w*)$/.exec(name)?.[1];
  const whole = differential === undefined ? undefined : values.get(differential);
  if (whole === undefined || differential === undefined) return null;
  const x = namesIn(whole).find((n) => namesIn(own).includes(`d${n}`));
  return x === undefined ? null : { what: `the differential of ${differential}`, claim: claimOf(differential, [x]) };
}

/**
 * `J = -D dC/dx` where the text has neither dC nor dx, and no C that could be derived: a quotient of two names here, and
 * a derivative to whoever writes it.
 */
export function quotedRate(s: Statement, source: string, isKnown: (name: string) => boolean): Misread | null {
  if (!isDefinition(s)) return null;
  for (const e of postorder(s.value)) {
    if (e.type !== "product") continue;
    let before = e.first;
    for (const { operator, operand } of e.rest) {
      const [y, x] = [before, operand].map((n) => (n.type === "name" && !isKnown(n.name) ? n : null));
      const isQuotient = operator === "divide" && y != null && x != null;
      const letters = isQuotient ? [y, x].map((n) => DIFFERENTIAL.exec(n.name)?.[1]) : [];
      if (isQuotient && letters.length === 2 && letters.every((l) => l !== undefined)) {
        const span = { start: y.span.start, end: x.span.end };
        const text = source.slice(span.start, span.end);
        return {
          severity: "warning",
          code: "name/rate",
          span,
          message: `${text} is read as ${y.name} over ${x.name}, two names of their own, and not as a derivative`,
          hint: `with ${letters[0]} = … beside it a derivative is ∂${letters[0]}/∂${letters[1]}; a quotient of names has others: ${letters[0]}_1 / ${letters[1]}_1`,
        };
      }
      before = operand;
    }
  }
  return null;
}

const DIFFERENTIAL = /^d((?:l(?:n|og))?[A-Za-z])$/;

const namesIn = (s: Statement): readonly string[] =>
  expressionsOf(s).stated.flatMap((e: Expression) => postorder(e).flatMap((x) => (x.type === "name" ? [x.name] : [])));

function claimOf(base: string, by: readonly string[]): string {
  const [x, z] = by;
  if (z === undefined) return `∂${base}/∂${x}`;
  return x === z ? `∂²${base}/∂${x}²` : `∂²${base}/∂${x}∂${z}`;
}
