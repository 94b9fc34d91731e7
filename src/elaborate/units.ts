/**
 * `v = 3 m/s`, `m = 5 kg`: a number with its units, which would be names of the model, and factors. The metre of one
 * quantity and the mass of another are one letter then.
 */
import { type Expression, nodesOf, type Product, postorder, type Statement } from "../parse/ast.js";
import type { Misread } from "./misread.js";

const UNITS: ReadonlySet<string> = new Set(
  "m s g h K A V W J N C F T L H km cm mm nm kg mg ms ns Hz kHz MHz GHz kN kW MW kJ MJ kV mV mA Pa kPa MPa mol eV rad min bar Ohm ohm".split(
    " ",
  ),
);

/** One letter is a name of mathematics as often. */
const isWord = (unit: string): boolean => unit.length > 1;

type Definition = Extract<Statement, { readonly type: "definition" }>;

/** The names of the units behind a number, `9.81 m/s^2`; null where anything else stands there. */
function quantity(e: Expression): readonly string[] | null {
  if (e.type === "negation") return quantity(e.operand);
  if (e.type !== "product") return null;
  return bracketed(e) ?? (e.first.type === "number" ? behind(e) : null);
}

/** The units of `x^2 [m]`, in brackets behind everything; `k [A]` is a concentration. */
function bracketed({ rest }: Product): readonly string[] | null {
  const last = rest.at(-1)?.operand;
  const [unit, more] = last?.type === "blocks" ? last.rows.flat() : [];
  const found = unit === undefined || more !== undefined ? null : unitNames([unit]);
  return found?.every((u) => isWord(u) || /^\p{Ll}/u.test(u)) === true ? found : null;
}

/** Whether what stands behind a number can be nothing but its units: a quotient, a word, or a letter in upright. */
const isCertain = (e: Expression): boolean =>
  postorder(e).some(
    (x) =>
      x.type === "fraction" ||
      (x.type === "product" && bracketed(x) !== null) ||
      (x.type === "product" && x.rest.some((r) => r.operator === "divide")) ||
      (x.type === "name" && (isWord(x.name) || (x.face === "text" && x.latex === true))),
  );

/** `10^-11` of a number that is written with it. */
const isTen = (e: Expression): boolean =>
  e.type === "postfix" && e.operand.type === "number" && e.operand.value === "10" && e.operators.length === 1;

/** The number in front of the units, as typed. */
function numberOf(e: Expression, source: string): string {
  if (e.type === "negation") return `-${numberOf(e.operand, source)}`;
  if (e.type !== "product") return "1";
  const [ten] = e.rest;
  const { span } = ten !== undefined && isTen(ten.operand) ? ten.operand : e.first;
  return source.slice(e.span.start, span.end);
}

/** The value of a quantity, as typed. */
function shownValue(e: Expression, source: string): string {
  if (e.type !== "product" || bracketed(e) === null) return numberOf(e, source);
  const before = e.rest.at(-2)?.operand ?? e.first;
  return source.slice(e.span.start, before.span.end);
}

/** What stands behind the first factor, and the power of ten that is part of the number. */
const factorsBehind = ({ rest }: Product): readonly Expression[] =>
  rest.flatMap(({ operand }, i) => (i === 0 && isTen(operand) ? [] : [operand]));

/** The units behind the first factor. */
const behind = (e: Product): readonly string[] | null => unitNames(factorsBehind(e));

/** Units that are multiplied, divided and raised to numbers: `kg`, `s^2`, `(kg K)`; null where anything else stands. */
function unitNames(factors: readonly Expression[]): readonly string[] | null {
  const out: string[] = [];
  const todo = [...factors].reverse();
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "name" && UNITS.has(e.name)) out.push(e.name);
    else if (e.type === "group") todo.push(e.operand);
    else if (e.type === "postfix" && e.operators.every((o) => o.type === "inverse" || o.type === "power"))
      todo.push(e.operand);
    else if (e.type === "fraction") todo.push(e.denominator, e.numerator);
    else if (e.type === "product") todo.push(...[e.first, ...factorsBehind(e)].reverse());
    else return null;
  }
  return out;
}

/**
 * What is wrong with a definition that is a quantity. Units are certain as a quotient or a word, of which one at least is
 * no name of the text; beside such a one a letter alone is a unit, too.
 */
export function unitsIn(statements: readonly Statement[], source: string): (s: Statement) => readonly Misread[] {
  const quantities = new Map<Definition, readonly string[]>();
  const certain: Definition[] = [];
  const stated = new Set<string>();
  for (const s of statements) {
    if (s.type === "declaration" || s.type === "input") for (const n of s.names) stated.add(n.name);
    if (s.type !== "definition") continue;
    stated.add(s.name.name);
    const found = quantity(s.value);
    if (found === null || found.length === 0) continue;
    quantities.set(s, found);
    if (isCertain(s.value)) certain.push(s);
  }
  if (certain.length === 0) return () => [];
  const used = namesBeside(statements, quantities);
  const isFree = (unit: string): boolean => !stated.has(unit) && !used.has(unit);
  const isUnit = certain.some((s) => (quantities.get(s) as readonly string[]).some(isFree));
  return (s) => {
    const units = isUnit && s.type === "definition" ? quantities.get(s) : undefined;
    if (units === undefined || units.every((u) => stated.has(u) && !certain.includes(s as Definition))) return [];
    const { span } = (s as Definition).value;
    const text = source.slice(span.start, span.end);
    const shown = [...new Set(units)].join(" and ");
    const number = shownValue((s as Definition).value, source);
    return [
      {
        code: "name/unit",
        span,
        message: `${text} may be a number with its units, or a product with ${shown}`,
        hint: `a quantity is its number: ${(s as Definition).name.typed || "v"} = ${number}; names are declared: ${units.find((u) => !stated.has(u)) ?? units[0]} : scalar`,
      },
    ];
  };
}

/** The names that stand in anything but such quantities. */
function namesBeside(
  statements: readonly Statement[],
  quantities: ReadonlyMap<Definition, readonly string[]>,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements) {
    if (s.type === "declaration" || (s.type === "definition" && quantities.has(s))) continue;
    for (const e of nodesOf(s)) {
      if (e.type === "name") out.add(e.name);
      if (e.type === "derivative") for (const v of e.variables) out.add(v.name);
    }
  }
  return out;
}
