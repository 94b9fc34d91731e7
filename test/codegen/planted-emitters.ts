/** Faults in what writes sums, families and recursions as arrays and loops: each changes a number of some module. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources of templates are what is edited
import type { Fault } from "../planted.js";

/** A fault of one edit. */
const one = (name: string, file: string, from: string, to: string): Fault => ({
  name,
  edits: [[`codegen/python/axes/${file}.ts`, from, to]],
});

export const FAULTS: readonly Fault[] = [
  one(
    "axes of a factor in the order of another",
    "contract",
    "const own = all.filter((l) => letters.includes(l));",
    "const own = letters;",
  ),
  one(
    "a matrix is never turned",
    "contract",
    "if (wanted.length === 2) return transposed(code);",
    "if (wanted.length === 2) return code;",
  ),
  one(
    "axes are permuted back",
    "contract",
    "wanted.map((l) => letters.indexOf(l)),",
    "letters.map((l) => wanted.indexOf(l)),",
  ),
  one(
    "a sum over the axes that stay",
    "contract",
    "wanted.includes(l) ? [] : [k]));",
    "wanted.includes(l) ? [k] : []));",
  ),
  one(
    "the left factor is not turned",
    "contract",
    "a.letters[a.letters.length - 1] === k ? operandText(a.code) : transposed(a.code)",
    "operandText(a.code)",
  ),
  one(
    "the right factor is not turned",
    "contract",
    "b.letters[0] === k ? operandText(b.code) : transposed(b.code)",
    "operandText(b.code)",
  ),
  one(
    "einsum in the order of the factors",
    "contract",
    'const out = wanted.map(letter).join("");',
    'const out = [...new Set(factors.flatMap((f) => f.letters))].filter((l) => wanted.includes(l)).map(letter).join("");',
  ),

  one(
    "the number of an empty index is forgotten",
    "terms",
    "const parts = [...list, ...counts, ...ones];",
    "const parts = [...list, ...ones];",
  ),
  one(
    "scalars beside a sum are lost",
    "terms",
    "const code = [...scalars, ...product].map(operandText)",
    "const code = product.map(operandText)",
  ),
  one(
    "a diagonal as its column",
    "terms",
    "if (distinct.length === out.length) return { code, axes, rank, isTruth: false };",
    "return { code, axes, rank, isTruth: false };",
  ),
  one(
    "a transpose within a product is lost",
    "terms",
    "return [{ of: operand(of), row: col, col: row }];",
    "return [{ of: operand(of), row, col }];",
  ),
  one("a condition beside a value that may lack is forgotten", "terms", "(onAll ? !f.mayLack : k > 0)", "(true)"),
  one(
    "a loop that begins one late",
    "families",
    "`for ${letter} in range(${lo}, ${at.size(plus(t.hi, ONE))}):`",
    "`for ${letter} in range(${lo} + 1, ${at.size(plus(t.hi, ONE))}):`",
  ),
  one(
    "a loop back that forgets its first place",
    "families",
    "`for ${letter} in range(${hi}, ${at.size(minus(t.lo, ONE))}, -1):`",
    "`for ${letter} in range(${hi}, ${at.size(t.lo)}, -1):`",
  ),
  one(
    "every loop runs forth",
    "families",
    "const isBack = families.some((f) => circle.members(f).some((e) => circle.step(f, e) > 0));",
    "const isBack = false;",
  ),
  one("the places of a table in the order of its making", "families", "in sorted(${code})])`", "in ${code}])`"),
  one(
    "a recursion from its first place, whatever its base",
    "families",
    ": `min(${code})`;",
    ": nth(f.formals, 0).lo;",
  ),
  one(
    "families of a place in any order",
    "families",
    ".filter((e) => step(f, e) === 0)\n          .every((e) => out.includes(familyOf(e))),",
    ".every(() => true),",
  ),
  one("what one turn knows is known to the next", "families", "em.known = new Map(known);\n  em.ranges", "em.ranges"),

  one(
    "a place one off",
    "places",
    "const code = placeCode(em, place, axes, from);",
    'const code = placeCode(em, place, axes, "0");',
  ),
  one("places beyond an axis are asked", "places", "if (first === null && last === null) return code;", "return code;"),
  one("a letter twice as two axes", "places", "if (isAll && new Set(letters).size === letters.length)", "if (isAll)"),
  one(
    "a label that counts from 0",
    "places",
    "const code = placeCode(em, p, axes, ONE);\n    // Where",
    'const code = placeCode(em, p, axes, "0");\n    // Where',
  ),
  one("a part of a range as the whole", "places", " && l.lo === range.lo && l.hi === range.hi;", ";"),

  one("a term with a minus is added", "values", '`${text} ${isLess ? "-" : "+"} ${term}`', "`${text} + ${term}`"),
  one("the first term loses its minus", "values", '`${isLess ? "-" : ""}${term}`', "term"),
  one("sums over rows alone", "values", '(v.rank === 1 ? ", axis=-1" : ", axis=(-2, -1)")', '", axis=-1"'),
  one("a product over another axis", "values", "axis=${k})`", "axis=0)`"),
  one(
    "a product that does not move is one factor",
    "values",
    "`${operandText(v.code)} ** ${operandText(lengthText(em, i))}`",
    "v.code",
  ),
  one(
    "a unit vector at the next place",
    "values",
    "const p = operandText(placeCode(em, nth(placesOf(e), 0), axes, ONE));",
    'const p = operandText(placeCode(em, nth(placesOf(e), 0), axes, "0"));',
  ),
  one("one of several conditions is enough", "values", 'join(isOne ? " and " : " & ")', 'join(isOne ? " or " : " | ")'),
  one(
    "a condition the other way round",
    "values",
    '{ "=": "==", "≠": "!=", "≥": ">=" }',
    '{ "=": "==", "≠": "!=", "≥": "<=" }',
  ),
];
