/** The ways in which students write one derivation: each makes another text of a right one, that is right as well. */

/** A text in its two parts: what it is about, and the lines. */
interface Parts {
  readonly model: readonly string[];
  readonly lines: readonly string[];
}

function partsOf(text: string): Parts {
  const all = text.replace(/\n$/, "").split("\n");
  const blank = all.indexOf("");
  return { model: all.slice(0, blank), lines: all.slice(blank + 1) };
}

const joined = ({ model, lines }: Parts): string => [...model, "", ...lines, ""].join("\n");

/** Changes the lines alone. */
const onLines =
  (by: (line: string, i: number, all: readonly string[]) => string | readonly string[]) =>
  (text: string): string => {
    const { model, lines } = partsOf(text);
    return joined({ model, lines: lines.flatMap((l, i) => by(l, i, lines)) });
  };

const isStatement = (line: string): boolean => / = |^= /.test(line);
const startsWithEquals = (line: string): boolean => /^\s*= /.test(line);

/** Where a line has its signs of equality, those of ranges and bounds aside. */
const sidesOf = (line: string): readonly string[] => line.split(/ = /);

const WORDS = [
  "By the chain rule:",
  "We now need the derivative of the next line.",
  "Since the other inputs are fixed, only one term is left",
  "First compute the gradient that flows in.",
  "Putting this together gives",
  "Step 2",
  "Simplify.",
];

const LEADS = ["so ", "Therefore, ", "hence ", "then ", "and ", "Thus ", "⇒ ", "=> ", "∴ ", "We get ", "This gives "];

const REASONS = [
  "    (chain rule)",
  "    # the other inputs are fixed",
  "    [product rule]",
  "  by linearity",
  "    (since X is fixed)",
  ", by the chain rule",
  "    // substitute",
];

const NUMBERS = [(i: number) => `(${i + 1}) `, (i: number) => `${i + 1}. `, (i: number) => `${i + 1}) `, () => "- "];

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

/** Terms of a sum that stand at its top. */
function termsOf(side: string): readonly string[] | null {
  let depth = 0;
  const cuts: number[] = [];
  for (let i = 0; i < side.length; i++) {
    const c = side[i] as string;
    if (c === "(" || c === "[" || c === "{") depth += 1;
    else if (c === ")" || c === "]" || c === "}") depth -= 1;
    else if (depth === 0 && (side.startsWith(" + ", i) || side.startsWith(" - ", i))) cuts.push(i);
  }
  if (cuts.length === 0) return null;
  const signed = [0, ...cuts.map((c) => c + 1)].map((from, k) => side.slice(from, cuts[k] ?? side.length).trim());
  return signed.map((t) => (/^[+-] /.test(t) ? t : t.startsWith("-") ? `- ${t.slice(1)}` : `+ ${t}`));
}

function turned(side: string): string {
  const terms = termsOf(side);
  if (terms === null) return side;
  const [first, ...rest] = [...terms].reverse() as [string, ...string[]];
  return [first.startsWith("- ") ? `-${first.slice(2)}` : first.slice(2), ...rest].join(" ");
}

/** Changes the last side of each line that has no range behind it. */
const onSides = (by: (side: string) => string) =>
  onLines((line) => {
    if (!isStatement(line) || / for /.test(line) || /[.,]$/.test(line)) return line;
    const at = ` ${line}`.lastIndexOf(" = ") + 2;
    return line.slice(0, at) + by(line.slice(at));
  });

/** Changes every line, of the model too. */
const everywhere =
  (pattern: RegExp, by: string) =>
  (text: string): string => {
    return text.replace(pattern, by);
  };

/** The same in LaTeX; null for what has indices under a sum, which has a notation of its own. */
function asLatex(text: string, shape: "displays" | "aligned" | "inline"): string | null {
  if (
    /sum\(|for \w+ in|step\(|relu\(|softmaxrows|rowsums|\$|norm2|: (?!vector|matrix|scalar|function)|function/.test(
      text,
    )
  )
    return null;
  if (/lam\b|_\{|posdef|simplex|invertible|symmetric/.test(text)) return null;
  const { model, lines } = partsOf(text);
  const letter = (s: string): string =>
    s
      .replace(/\bdelta/g, "\\delta")
      .replace(/\bmu\b/g, "\\mu")
      .replace(/([A-Za-z])(\d)\b/g, "$1_$2");
  const formula = (s: string): string =>
    letter(
      s
        .replace(/∂²(\w+)\/∂(\w+)²/g, "\\frac{\\partial^2 $1}{\\partial $2^2}")
        .replace(/∂(\w+)\/∂(\w+)/g, "\\frac{\\partial $1}{\\partial $2}")
        .replace(/\b(\d+)\/(\d+)/g, "\\frac{$1}{$2}")
        .replace(/\bsigmoid\(/g, "\\sigma(")
        .replace(/\bsoftmax\(/g, "\\operatorname{softmax}(")
        .replace(/\bsoftplus\(/g, "\\operatorname{softplus}(")
        .replace(/\b(tanh|exp|log|sin|cos)\(/g, "\\$1(")
        .replace(/\b(tr|diag)\(/g, "\\operatorname{$1}(")
        .replace(/\bones\((\w+)\)/g, "\\mathbf{1}_{$1}")
        .replace(/\beye\((\w+)\)/g, "I_{$1}")
        .replace(/ \.\* /g, " \\odot ")
        .replace(/ \.\/ /g, " \\oslash ")
        .replace(/\^-1/g, "^{-1}")
        .replace(/\^-T/g, "^{-T}")
        .replace(/\^T/g, "^\\top"),
    );
  const space = (kind: string): string =>
    kind
      .replace(/vector\((\w+)\)/, "\\mathbb{R}^$1")
      .replace(/matrix\((\w+), (\w+)\)/, "\\mathbb{R}^{$1 \\times $2}")
      .replace("scalar", "\\mathbb{R}");
  const declared = model
    .filter((l) => l.includes(" : "))
    .map((l) => {
      const [names = "", kind = ""] = l.split(" : ");
      return `$${names.split(", ").map(letter).join(", ")} \\in ${space(kind)}$`;
    });
  const defined = model.filter((l) => !l.includes(" : ")).map((l) => `$$${formula(l)}$$`);
  const said = lines.filter((l) => l.trim() !== "");
  const head = `Let ${declared.join(", ")}. We look at\n\n${defined.join("\n")}\n\n`;
  if (shape === "inline")
    return `${head}${merged(said)
      .map((l) => (isStatement(l) ? `We have $${formula(bare(l))}$.` : l))
      .join("\n\n")}\n`;
  if (shape === "displays")
    return `${head}${merged(said)
      .map((l) => (isStatement(l) ? `$$${formula(bare(l))}$$` : l))
      .join("\n")}\n`;
  const rows = said.filter(isStatement).map((l) => formula(bare(l)).replace(/(^| )= /, "$1&= "));
  return `${head}\\begin{align*}\n${rows.join(" \\\\\n")}\n\\end{align*}\n`;
}

const bare = (line: string): string => line.trim().replace(/^(?:so|By) /, "");

/** Lines that go on joined to those before them. */
function merged(lines: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const l of lines) {
    const before = out.at(-1);
    if (startsWithEquals(l) && before !== undefined && isStatement(before))
      out[out.length - 1] = `${before} ${l.trim()}`;
    else out.push(l);
  }
  return out;
}

const mergedLines = (text: string): string => {
  const { model, lines } = partsOf(text);
  return joined({ model, lines: merged(lines) });
};

/** Each equality in a line of its own, its left side written again. */
function splitLines(text: string): string {
  const { model, lines } = partsOf(text);
  const out = merged(lines).flatMap((line) => {
    const sides = sidesOf(line);
    if (sides.length < 3 || !/^[∂d]/.test(line)) return [line];
    return sides.slice(1).map((s) => `${sides[0]} = ${s}`);
  });
  return joined({ model, lines: out });
}

/** A line that goes on below, its sign of equality at the end of the line before. */
const goesOn = onLines((line) => {
  const sides = sidesOf(line);
  if (startsWithEquals(line) || sides.length < 3) return line;
  return [`${sides[0]} = ${sides[1]}`, ...sides.slice(2).map((s) => `    = ${s}`)];
});

export interface Rewriting {
  readonly name: string;
  /** Null where a text cannot be written so. */
  readonly by: (text: string) => string | null;
}

const notNotes = (by: (text: string) => string | null) => (text: string) => (text.includes("$") ? null : by(text));

const rewriting = (name: string, by: (text: string) => string | null): Rewriting => ({ name, by: notNotes(by) });

export const REWRITINGS: readonly Rewriting[] = [
  rewriting("signs of Unicode", (t) =>
    t
      .replace(/\^T/g, "ᵀ")
      .replace(/ \.\* /g, " ∘ ")
      .replace(/ - /g, " − ")
      .replace(/\bdelta/g, "δ"),
  ),
  rewriting("another sign for products by entries", (t) => t.replace(/ \.\* /g, " ⊙ ")),
  rewriting("an apostrophe for the transpose", (t) => (/'\(|'/.test(t) ? null : t.replace(/\^T/g, "'"))),
  rewriting("signs of multiplication", (t) =>
    /for|sum\(/.test(t)
      ? null
      : onLines((l) =>
          l.replace(/(?<=[\w)]) (?=[\w(]+)(?!for |in )/g, (s, at) =>
            /[=+\-*/]\s*$/.test(l.slice(0, at as number)) ? s : " * ",
          ),
        )(t),
  ),
  rewriting("lines joined", mergedLines),
  rewriting("lines apart", splitLines),
  rewriting("lines that go on below", goesOn),
  rewriting(
    "words between the lines",
    onLines((l, i) => (startsWithEquals(l) ? l : [pick(WORDS, i), l])),
  ),
  rewriting(
    "words above and blank lines",
    onLines((l, i) => (startsWithEquals(l) ? l : ["", pick(WORDS, i + 3), "", l])),
  ),
  ...LEADS.map((lead) =>
    rewriting(
      `"${lead.trim()}" in front`,
      onLines((l, i) => (i > 0 && /^[∂d]\w* ?\/?/.test(l) && isStatement(l) ? lead + l : l)),
    ),
  ),
  ...REASONS.map((reason) =>
    rewriting(
      `"${reason.trim()}" behind`,
      onLines((l) => (isStatement(l) && !/ for /.test(l) ? l + reason : l)),
    ),
  ),
  ...NUMBERS.map((n) =>
    rewriting(
      `"${n(0).trim()}" in front`,
      onLines((l, i) => (startsWithEquals(l) || !isStatement(l) ? l : n(i) + l)),
    ),
  ),
  rewriting("sums the other way round", onSides(turned)),
  rewriting(
    "a side in parentheses",
    onSides((s) => `(${s})`),
  ),
  rewriting(
    "a factor 1",
    onSides((s) => `1 (${s})`),
  ),
  rewriting("a decimal for a half", (t) => t.replace(/(?<![\w/])1\/2(?![\w/])/g, "0.5")),
  rewriting("squares for products", (t) => t.replace(/\b([a-z]\d?) \.\* \1(?!\w)/g, "$1 .^ 2")),
  rewriting("spaces", (t) => t.replace(/ /g, "  ")),
  rewriting(
    "no spaces about signs",
    onLines((l) => l.replace(/ = /g, "=").replace(/ ([+]) /g, "$1")),
  ),
  rewriting("lines of Windows", everywhere(/\n/g, "\r\n")),
  rewriting("d for ∂", (t) =>
    /∂²|_[{\w]|\bdelta|^d[A-Z]| d[A-Z]/m.test(t) ? null : t.replace(/∂(\w+)\/∂(\w+)/g, "d$1/d$2"),
  ),
  rewriting(
    "semicolons",
    onLines((l) => (isStatement(l) && !/ for /.test(l) ? `${l};` : l)),
  ),
  rewriting(
    "full stops",
    onLines((l) => (isStatement(l) && !/ for /.test(l) ? `${l}.` : l)),
  ),
  rewriting("LaTeX, a display for each line", (t) => asLatex(t, "displays")),
  rewriting("LaTeX, aligned", (t) => asLatex(t, "aligned")),
  ...[
    " && \\text{(chain rule)}",
    " \\quad \\text{by the chain rule}",
    " \\tag{1}",
    " \\qquad (\\text{since } X \\text{ is fixed})",
    ",",
    ".",
  ].map((reason) =>
    rewriting(
      `LaTeX with ${reason.trim()} behind`,
      (t) => asLatex(t, "aligned")?.replace(/ \\\\\n/g, () => `${reason} \\\\\n`) ?? null,
    ),
  ),
  ...["\\implies ", "\\Rightarrow ", "\\therefore ", "\\text{so } "].map((lead) =>
    rewriting(
      `LaTeX with ${lead.trim()} in front`,
      (t) =>
        asLatex(t, "displays")?.replace(/\$\$(?=\\frac\{\\partial)/g, (m, at, all) =>
          String(all)
            .slice(0, at as number)
            .includes("\\partial")
            ? m + lead
            : m,
        ) ?? null,
    ),
  ),
  ...["Let ", "Write ", "Define ", "Call ", "Put "].map((lead) =>
    rewriting(
      `"${lead.trim()}" before what is given a name`,
      onLines((l) => (/^[a-zA-Z]\w* = /.test(l) && !/^d[A-Z]/.test(l) && !/^d[a-z] /.test(l) ? lead + l : l)),
    ),
  ),
  ...["For ", "With respect to ", "Derivative by "].map((lead) =>
    rewriting(
      `"${lead.trim()} W:" in front`,
      onLines((l) => l.replace(/^∂(\w+)\/∂(\w+) = /, (m, _of, by) => `${lead}${by}: ${m}`)),
    ),
  ),
  rewriting(
    "an arrow for the equality that goes on",
    onLines((l) => l.replace(/^= /, "⟹ = ")),
  ),
  rewriting(
    "numbers of equations behind",
    onLines((l, i, all) =>
      isStatement(l) && !/ for /.test(l) ? `${l}    (${all.slice(0, i + 1).filter(isStatement).length})` : l,
    ),
  ),
  rewriting(
    "numbers of equations close behind",
    onLines((l, i, all) =>
      isStatement(l) && !/ for /.test(l) ? `${l} (${all.slice(0, i + 1).filter(isStatement).length})` : l,
    ),
  ),
  rewriting("LaTeX, in sentences", (t) => asLatex(t, "inline")),
];
