/** Letters of other alphabets that print as Latin ones. */

const CYRILLIC = "аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS";
const GREEK = "οo ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX";

const LATIN: ReadonlyMap<string, string> = new Map(
  `${CYRILLIC} ${GREEK}`.split(" ").map((pair) => [pair.charAt(0), pair.charAt(1)] as const),
);

/** A name in the Latin letters that its letters look like. */
export const asLatin = (shown: string): string =>
  /^[\0-\u0370]*$/.test(shown) ? shown : Array.from(shown, (c) => LATIN.get(c) ?? c).join("");

/** The letters of a name that only look Latin, by their numbers: `х is U+0445`. */
export const foreignLetters = (shown: string): readonly string[] =>
  Array.from(shown)
    .filter((c) => LATIN.has(c))
    .map((c) => `${c} is U+${(c.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`);
