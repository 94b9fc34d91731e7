/**
 * `∂ℓ/∂σ²`: a variance is a variable of its own, where notes derive by it. It gets a name wherever its powers stand, as
 * long as σ stands nowhere with any other power.
 */

/** A derivative by a square, once. */
const BY_SQUARE =
  /\\[cdt]?frac\s{0,9}\{\s{0,9}(?:\\partial|d)(?!\s{0,9}\^)[^{}^]{0,60}\}\s{0,9}\{\s{0,9}(?:\\partial\s{0,9}|d)(\\[a-zA-Z]{2,9}|[a-zA-Z])\s{0,9}\^\s{0,9}(?:2|\{\s{0,9}2\s{0,9}\})\s{0,9}\}/g;
const COMMON = /^(?:\\sigma|\\tau|\\nu|\\omega|s|r)$/;

/** Formulas with a name for each square that is a variable; as they are where there is none. */
export function withSquares(formulas: readonly (string | null)[]): readonly (string | null)[] {
  const squares = new Set(
    formulas.flatMap((f) => [...(f ?? "").matchAll(BY_SQUARE)].map((m) => m[1] ?? "").filter((n) => COMMON.test(n))),
  );
  let out = formulas;
  for (const name of squares)
    if (out.every((f) => powersOf(f ?? "", name).every((k) => k % 2 === 0)))
      out = out.map((f) => (f === null ? null : withVariance(f, name)));
  return out;
}

/** A letter with its power, where it has one. */
const raised = (name: string): RegExp =>
  new RegExp(
    `${name.startsWith("\\") ? "" : "(?<![A-Za-z\\\\])"}${name.replace("\\", "\\\\")}(?![A-Za-z])(\\s{0,9}\\^\\s{0,9}(?:(\\d)|\\{\\s{0,9}(-?\\d)\\s{0,9}\\}))?`,
    "g",
  );

const powersOf = (formula: string, name: string): readonly number[] =>
  [...formula.matchAll(raised(name))].map((m) => Number(m[2] ?? m[3] ?? 1));

/** The powers of σ as those of σ². */
const withVariance = (formula: string, name: string): string =>
  formula.replace(raised(name), (_whole, _power, bare?: string, braced?: string) => {
    const k = Number(bare ?? braced) / 2;
    return `${name}_{sq}${k === 1 ? "" : `^{${k}}`}`;
  });
