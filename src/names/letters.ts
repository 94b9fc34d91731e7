/**
 * The characters of names, as sources of regular expressions.
 *
 * Ranges, not `\p{L}`: a lexer that is full of Unicode properties takes 30 ms to compile, which is as long as a whole
 * run of the command may take. They are whole blocks where the script makes no difference. None needs the `u` flag, so
 * that a character beyond the first 65,536 is the two units of its surrogate pair.
 */

/** Subscript digits, signs and letters. */
export const BELOW = String.raw`\u2080-\u208e\u2090-\u209c\u1d62-\u1d6a\u2c7c`;

/** Latin, Greek, Cyrillic and on to the Vedic signs, but for spaces, ordinal signs, superscripts and subscripts. */
const WESTERN = String.raw`A-Za-z\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0376\u0377\u037f\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u167f\u1681-\u180d\u180f-\u1cff\u1d00-\u1d2b\u1d6b-\u1d77\u1d79-\u1d9a\u1e00-\u1fff\u2c00-\u2c7b\u2c7e-\u2dff`;

/** Letters among the letterlike symbols; ℝ is a token of its own. */
const LETTERLIKE = String.raw`\u2102\u2107\u210a-\u2113\u2115\u2119-\u211c\u2124\u2126\u2128\u212a-\u212d\u212f-\u2139\u213c-\u213f\u2145-\u2149`;

const EASTERN = String.raw`\u3041-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ud7ff\uf900-\ufdff\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc`;

/** Mathematical letters, bold and script and the like, but for those of ∇ and ∂; and rare Chinese characters. */
const ASTRAL = String.raw`\ud835(?![\udec1\udedb\udefb\udf15\udf35\udf4f\udf6f\udf89\udfa9\udfc3])[\udc00-\udfcb]|[\ud840-\ud888][\udc00-\udfff]`;

/** Marks that stand on the letter before them. */
const MARK = String.raw`\u0300-\u036f\u20d0-\u20f0`;

export const LETTER = `(?:[${WESTERN}${LETTERLIKE}${EASTERN}]|${ASTRAL})`;

/** A letter with its marks. */
export const MARKED_LETTER = `${LETTER}[${MARK}]*`;

/** A character after the first letter of a name: mathematical digits too. */
export const NAME_PART = String.raw`(?:[${WESTERN}${LETTERLIKE}${EASTERN}${MARK}0-9_]|${ASTRAL}|\ud835[\udfce-\udfff])`;

/** A letter or digit of a subscript. */
export const WORD_PART = String.raw`(?:[${WESTERN}${LETTERLIKE}${EASTERN}0-9]|${ASTRAL}|\ud835[\udfce-\udfff])`;
