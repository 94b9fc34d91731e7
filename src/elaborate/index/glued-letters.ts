/**
 * `\sum_i (yi - w xi)^2`: a letter of a sum that touches the name before it stood below it more likely than behind it,
 * and read as typed it is a factor, or a part of a name. Where it stands below another name, both are meant by someone.
 */
import { type Expression, expressionsOf, type Name, postorder, type Statement } from "../../parse/ast.js";
import type { Misread } from "../misread.js";

/** A name and the letter that touches it. */
interface Glued {
  readonly base: string;
  readonly letter: string;
  readonly span: Name["span"];
  readonly isBold: boolean;
  readonly isName: boolean;
}

/** The letters by which hardly anybody multiplies; t, k and n are times and powers as well. */
const COUNTING: ReadonlySet<string> = new Set(["i", "j"]);

/** The first letter of a sum in a statement that touches a name, as a fault where no other name has it below; or null. */
export function gluedLetter(s: Statement, source: string, isKnown: (name: string) => boolean): Misread | null {
  if (s.type === "declaration" || s.type === "range" || s.type === "places" || s.type === "input") return null;
  const { stated, claimed } = expressionsOf(s);
  for (const root of [...stated, ...claimed]) {
    const nodes = postorder(root);
    const sums = nodes.filter((e) => e.type === "reduction");
    const letters = new Set(sums.flatMap((e) => e.ranges.flatMap((r) => r.letters.map((n) => n.name))));
    if (letters.size === 0) continue;
    for (const letter of letters) {
      if (!/^[a-z]$/.test(letter)) continue;
      const touching = nodes.flatMap((e) => gluedIn(e, letter, source)).filter((g) => !letters.has(g.base));
      const isBelow = nodes.some((e) => e.type === "name" && hasBelow(e, letter));
      const own = touching.filter((g) => !g.isName || (!isKnown(`${g.base}${letter}`) && !isGreek(g, isBelow)));
      const [first] = own;
      if (first === undefined) continue;
      const isMeant = own.some((g) => g.isBold) || COUNTING.has(letter) || new Set(own.map((g) => g.base)).size > 1;
      if (!isMeant || (isBelow && !COUNTING.has(letter) && !own.some((g) => g.isBold))) continue;
      return { severity: isBelow ? "warning" : "error", ...messageOf(first, source, isBelow) };
    }
  }
  return null;
}

/** `2 pi` is the number, and `xi` beside `x_i` is said to be Greek elsewhere. */
const isGreek = ({ base, letter }: Glued, isBelow: boolean): boolean =>
  letter === "i" && (base === "p" || (base === "x" && isBelow));

function messageOf({ base, letter, span, isName }: Glued, source: string, isBelow: boolean): Misread {
  const text = source.slice(span.start, span.end);
  const shown = source.slice(span.start, span.end - 1);
  const other = isName ? "one name" : `the product of ${base} and ${letter}`;
  const product = isName ? `a name of its own is declared: ${text} : scalar` : `a product is ${letter} ${shown}`;
  return {
    code: "name/glued",
    span,
    message: isBelow
      ? `${text} is read as ${other}, and not as ${base} at ${letter}`
      : `${text} may be ${base} at ${letter}, or ${other}`,
    hint: `${base} at ${letter} is ${shown}_${letter}; ${product}`,
  };
}

/** `yi` in a product of LaTeX, and as a name in plain text. */
function gluedIn(e: Expression, letter: string, source: string): readonly Glued[] {
  if (e.type === "name") {
    const isGlued =
      e.latex !== true &&
      e.name.length === 2 &&
      e.name.endsWith(letter) &&
      source.slice(e.span.start, e.span.end) === e.name;
    return isGlued ? [{ base: e.name.charAt(0), letter, span: e.span, isBold: false, isName: true }] : [];
  }
  if (e.type !== "product") return [];
  const out: Glued[] = [];
  let before = e.first;
  for (const { operator, operand: link } of e.rest) {
    const operand = link.type === "postfix" ? link.operand : link;
    const touches = operator === "juxtaposition" && before.span.end === operand.span.start;
    if (
      touches &&
      before.type === "name" &&
      operand.type === "name" &&
      operand.latex === true &&
      operand.name === letter
    )
      if (/^\p{Ll}$/u.test(before.name) && operand.scripts === undefined)
        out.push({
          base: before.name,
          letter,
          span: { start: before.span.start, end: operand.span.end },
          isBold: before.face === "bold",
          isName: false,
        });
    before = link;
  }
  return out;
}

const hasBelow = ({ scripts }: Name, letter: string): boolean =>
  scripts !== undefined &&
  [...scripts.below, ...scripts.above].some((s) => new RegExp(`(?<![A-Za-z])${letter}(?![A-Za-z])`).test(s.text));
