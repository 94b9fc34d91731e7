/** Derivatives that notes define as the limits of their difference quotients: one-sided, central, second. */

const LIMIT =
  /^\\lim_\{?(\\?[a-zA-Z]+)(?:\\to|\\rightarrow|\u2192)0\}?\\[cdt]?frac\{([^=]{1,400})\}\{(2?)(\\?[a-zA-Z]+)(\^\{?2\}?)?\}[.,;]?$/;

/** A formula without what is only layout, up to what follows from it. */
const bare = (text: string): string =>
  text
    .replace(/\\(?:implies|Rightarrow|Longrightarrow|geq?|leq?)(?![a-zA-Z]).*$/s, "")
    .replace(/\\(?:left|right|big|Big|bigg|limits|displaystyle)(?![a-zA-Z])|\\[,;:! ]/g, "")
    .replace(/\\(?:var)?epsilon/g, "\\epsilon ")
    .replace(/[\s&]/g, "");

/** Whether a side is the limit that defines the derivative on the left. */
export function isLimitOf(of: string, side: string): boolean {
  if (!side.includes("\\lim")) return false;
  const [, step = "", above = "", two, below, square] = LIMIT.exec(bare(side)) ?? [];
  const name = /^(\\?[a-zA-Z]+)\(/.exec(above)?.[1];
  if (step === "" || step !== below || name === undefined || !isAbout(of, name)) return false;
  const isSecond = /''|\^\s{0,9}\{?\s{0,9}(?:2|\\prime\\prime)/.test(of);
  const at = (call: string, sign: string): string => call.replace(`${sign}${step}`, "");
  const calls = callsIn(above, name);
  const [first = "", second = "", third = ""] = calls;
  if (isSecond)
    return (
      square !== undefined &&
      above === `${first}+${second}-2${third}` &&
      first !== third &&
      at(first, "+") === third &&
      at(second, "-") === third
    );
  if (square !== undefined || above !== `${first}-${second}` || first === at(first, "+")) return false;
  return two === "2" ? second !== at(second, "-") && at(first, "+") === at(second, "-") : at(first, "+") === second;
}

/** What is differentiated is that function, or a letter that stands for its value. */
function isAbout(of: string, name: string): boolean {
  const names: readonly string[] = of.match(/\\?[a-zA-Z]+/g) ?? [];
  return (
    names.includes(name) || names.includes(`d${name}`) || /\\partial\s{0,9}y\s{0,9}\}|\{\s{0,9}dy\s{0,9}\}/.test(of)
  );
}

/** The calls of a function in a sum, each with its parentheses. */
function callsIn(text: string, name: string): readonly string[] {
  const out: string[] = [];
  for (let from = text.indexOf(`${name}(`); from >= 0; from = text.indexOf(`${name}(`, from)) {
    let end = from + name.length;
    let depth = 0;
    do {
      const c = text.charAt(end++);
      if (c === "(") depth++;
      else if (c === ")") depth--;
    } while (depth > 0 && end < text.length);
    out.push(text.slice(from, end));
    from = end;
  }
  return out;
}
