/**
 * What students write around a line: its number in front, words that lead to it, the reason behind it. All of it becomes
 * white space, so that every place stays where it was.
 */

/** Words that lead from line to line and say why one holds. */
const WORDS: ReadonlySet<string> = new Set(
  `a above add adding after again all also an and answer apply applying are as at back backward because before below
both but by call cancel cancels case chain check collect collecting combining compare compute computing consider
constant cyclic cyclicity definition define denote depend depends derivative derivatives differential differentials
differentiate differentiating distribute do does due each easy element elementwise entries entry equation equals
everything expand expanding factor final finally find first fixed follows for form forward from function get gets gives
giving gradient gradients have held hence here holds if implies in inner inside into is it its know label labels law
layer left let likewise line linear linearity look lines local loss matrix mean means multiply multiplying must need
next no not note notice now number numbers observe obtain of on one only or our out outer output over part pass path
paths plug plugging product properties property put putting read recall remaining rest respect result rewrite right row
rows rule rules same scalar second see set shape shapes side similarly simplify simplifying since so solution step
steps substitute substituting such sum sums symmetric symmetry take taking term terms that the then there therefore
these third this thus to together trace transpose transposed transposing upstream use used using value variable vector
via want we weights what when where which with write yield yields you`
    .split(/\s+/)
    .filter((w) => w !== ""),
);

/** Words with which a reason begins behind a line. */
const BEGINS = /[\s,](?:by|since|because|as|using|from|due|via|when|after|with)\s/gi;
/** Those behind which a formula may stand as well. */
const WHATEVER = /^(?:since|because)$/i;

const blank = (text: string): string => text.replace(/[^\n]/g, " ");
const word = /\p{L}[\p{L}\p{N}_]*(?:['’-]\p{L}+)*/gu;
const wordsOf = (text: string): readonly string[] => text.match(word) ?? [];

/** The names that lines declare or define. */
function declaredIn(lines: readonly string[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const line of lines) {
    const before = /^[^:=∈]{0,80}/.exec(line)?.[0] ?? "";
    if (before.length === line.length) continue;
    const words = wordsOf(before);
    // `Let e = z - y` defines e alone.
    const names = /^[\s\p{L}\p{N}_,]*$/u.test(before) && !before.includes(",") ? words.slice(-1) : words;
    for (const w of names) if (words.length === 1 || !WORDS.has(w.toLowerCase()) || w.length === 1) out.add(w);
  }
  return out;
}

/** Whether some words are one of the reasons that are given behind lines, and no factors. */
function isReason(text: string, declared: ReadonlySet<string>): boolean {
  if (/[=+*/^_∂∇\\$<>|]/.test(text)) return false;
  const words = wordsOf(text);
  const isWord = (w: string): boolean => WORDS.has(w.toLowerCase()) && !declared.has(w);
  return (
    words.some((w) => w.length > 1 && isWord(w)) && words.every((w) => isWord(w) || declared.has(w) || w.length > 2)
  );
}

/** `(1) `, `1. `, `1) `, `a) ` and bullets, each found on lines one after another. */
const NUMBERED: readonly RegExp[] = [
  /^[ \t]{0,40}\((\d{1,2}|[a-z])\)[ \t]{1,9}(?=\S)/,
  /^[ \t]{0,40}(\d{1,2}|[a-z])[.)][ \t]{1,9}(?=[^\s\d])/,
  /^[ \t]{0,40}([-*•–])[ \t]{1,9}(?=\S)/,
];
const BEHIND = /[ \t](?:\((\d{1,3})\)|\[(\d{1,3})\])[ \t]{0,9}$/;

/** The lines that a kind of mark numbers: two at least, from the first on, upwards; bullets are all alike. */
function counted(lines: readonly string[], mark: RegExp): ReadonlySet<number> {
  const at: number[] = [];
  let before: string | null = null;
  for (const [i, line] of lines.entries()) {
    const found = mark.exec(line);
    const is = found?.[1] ?? found?.[2];
    if (is === undefined || !line.includes("=")) continue;
    const isNext: boolean =
      before === null
        ? !/\d/.test(is) || is === "1"
        : /\d/.test(is)
          ? Number(is) > Number(before)
          : /[a-z]/.test(is)
            ? is > before
            : true;
    if (!isNext || (before === null && /[b-z]/.test(is))) continue;
    before = is;
    at.push(i);
  }
  return new Set(at.length > 1 ? at : []);
}

/** Makes white space of what stands around the equations of a text that is no notes. */
export function withoutAsides(lines: readonly string[]): readonly string[] {
  const declared = declaredIn(lines);
  const numbered = NUMBERED.map((mark) => ({ mark, on: counted(lines, mark) }));
  const behind = counted(lines, BEHIND);
  return lines.map((typed, i) => {
    if (!typed.includes("=")) return typed;
    let line = typed;
    for (const { mark, on } of numbered) if (on.has(i)) line = line.replace(mark, (m) => blank(m));
    line = withoutReason(withoutLead(line, declared), declared);
    const isFar = /[ \t]{2}\(\d{1,3}\)[ \t]{0,9}$/.test(line);
    return behind.has(i) || isFar ? line.replace(BEHIND, (m) => blank(m)) : line;
  });
}

const ARROWS = /^(?:=>|==>|->|⇒|⟹|→|∴|∵|\.\.\.|…)$/;

/** `so ∂s/∂x = …`, `For W: ∂L/∂W = …` without what leads to it. */
function withoutLead(line: string, declared: ReadonlySet<string>): string {
  const isLead = (w: string): boolean => ARROWS.test(w) || (WORDS.has(w.toLowerCase()) && !declared.has(w));
  let at = 0;
  for (;;) {
    const [found, space = "", token = ""] =
      /^([ \t]{0,40})(=>|==>|->|⇒|⟹|→|∴|∵|\.\.\.|…|\p{L}{1,20}(?=[\s,:]))[ \t]{0,40}[,:]?(?=[ \t∂∇d])/u.exec(
        line.slice(at),
      ) ?? [];
    if (found === undefined || !isLead(token)) break;
    // The last word before an equality is a name.
    if (/^[ \t]{0,40}[=:]/.test(line.slice(at + space.length + token.length)) && !found.endsWith(":")) break;
    at += found.length;
  }
  const titled = /^[^=:∂∇]{1,60}:[ \t]{1,9}(?=[^=]{1,200}=)/.exec(line.slice(at))?.[0];
  const [first] = titled === undefined ? [] : wordsOf(titled);
  if (titled !== undefined && (at > 0 || (first !== undefined && isLead(first)))) at += titled.length;
  return blank(line.slice(0, at)) + line.slice(at);
}

/** A line without its comment, its reason, its full stop. */
function withoutReason(line: string, declared: ReadonlySet<string>): string {
  const cut = (at: number): string => line.slice(0, at) + blank(line.slice(at));
  const comment = line.search(/[ \t](?:\/\/|%|#|--[ \t])/);
  if (comment >= 0) line = cut(comment);
  for (;;) {
    const end = /[ \t]{0,400}$/.exec(line)?.index ?? line.length;
    if (/[^.\d]\.$|\d\.$|[✓□∎■]$/u.test(line.slice(0, end))) {
      line = cut(end - 1);
      continue;
    }
    const group = /[ \t][([{]([^()[\]{}]{1,80})[)\]}][.,;]?$/.exec(line.slice(0, end));
    if (
      group !== null &&
      (isReason(group[1] as string, declared) || /^[∵]|^(?:since|because)\s/i.test(group[1] as string))
    ) {
      line = cut(group.index);
      continue;
    }
    break;
  }
  for (const m of line.matchAll(BEGINS)) {
    const rest = line.slice(m.index + 1);
    const [begin = ""] = wordsOf(rest);
    if (declared.has(begin) || !line.slice(0, m.index).includes("=")) continue;
    const isWhy = WHATEVER.test(begin) || (isReason(rest, declared) && wordsOf(rest).length > 1);
    if (isWhy) return line.slice(0, m.index).replace(/,$/, " ") + blank(line.slice(m.index));
  }
  return line;
}
