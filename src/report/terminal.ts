/**
 * A report for a terminal: steps with their equal signs under each other, the shapes under the
 * factors, the rule in a column of its own.
 */

import { width } from "./columns.js";
import { cotangentsOf, whereUnicode } from "./cotangent-equations.js";
import { counterexampleLines, numbersText } from "./counterexample.js";
import { inLanguage, type Language, reportIn } from "./languages/phrases.js";
import {
  conditionPhrase,
  declarationInUnicode,
  type Line,
  linesOf,
  type Spelling,
  shapeText,
  sourcesOf,
  statementInUnicode,
} from "./lines.js";
import { type Report, type ResultReport, type VerdictKind, verdictKind } from "./report.js";

export interface TerminalLook {
  readonly spelling?: "unicode" | "text";
  readonly colour?: boolean;
  /** Columns of the terminal; undefined where lines may be as long as they like. */
  readonly columns?: number | undefined;
  /** Says with each assumption what decided it. */
  readonly explain?: boolean;
  /** Of titles and reasons. */
  readonly language?: Language;
}

/** One colour for each factor of the chain, and bold and dim. Text without them says the same. */
const ORIGIN_COLOURS = [36, 35, 33, 32, 34, 31];
const BOLD = 1;
const DIM = 2;

type Paint = (code: number | null, text: string) => string;

const painter = (on: boolean): Paint =>
  on ? (code, text) => (code === null || text === "" ? text : `\u001b[${code}m${text}\u001b[0m`) : (_, text) => text;

const colourOf = (origin: number | null) =>
  origin === null ? null : (ORIGIN_COLOURS[origin % ORIGIN_COLOURS.length] as number);

/** Rules stand no further right than this where the terminal does not say how wide it is. */
const RULE_COLUMN = 72;
const LONGEST_LEFT = 28;
const GAP = "   ";

const pad = (text: string, columns: number) => text + " ".repeat(Math.max(0, columns - width(text)));
const padLeft = (text: string, columns: number) => " ".repeat(Math.max(0, columns - width(text))) + text;

/** Text of the model on one line: nothing in it moves the cursor. */
const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");

/** A row of a table: what is drawn, and how wide that is. */
interface Drawn {
  readonly text: string;
  readonly width: number;
}

const drawn = (text: string, code: number | null, paint: Paint): Drawn => ({
  text: paint(code, text),
  width: width(text),
});

/** Breaks a long right side before a sum's sign or an elementwise operator outside of parentheses, else at a space. */
export function broken(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let rest = text;
  while (width(rest) > columns) {
    let depth = 0;
    let best = -1;
    let space = -1;
    for (let i = 0; i < rest.length && i <= columns; i++) {
      const c = rest[i] as string;
      if (c === "(" || c === "[") depth += 1;
      else if (c === ")" || c === "]") depth -= 1;
      else if (c === " " && i > 0) {
        space = i;
        if (depth <= 0 && /^ (?:[-+−∘⊙⊘⊗]|\.[*/]) /.test(rest.slice(i, i + 4))) best = i;
      }
    }
    const at = best > columns / 3 ? best : space;
    if (at <= 0) break;
    rows.push(rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...rows, rest];
}

/** The right side of a line and the shapes under its factors, or beside it where there is only one. */
function bodyOf(line: Line, columns: number, paint: Paint): readonly Drawn[] {
  const shapes = line.factors.map((f) => shapeText(f.shape));
  const { between } = line;
  if (line.factors.length > 1 && between !== null) {
    let above = "";
    let below = "";
    let columnsUsed = 0;
    line.factors.forEach((f, i) => {
      const gap = between[i] as string;
      const shape = shapes[i] as string;
      const wide = Math.max(width(f.text), width(shape));
      const closes = between.slice(i + 1).some((t) => t !== "") || i < line.factors.length - 1;
      above += gap + paint(colourOf(f.origin), f.text) + (closes ? " ".repeat(wide - width(f.text)) : "");
      below += " ".repeat(width(gap)) + pad(shape, wide);
      columnsUsed += width(gap) + (closes ? wide : width(f.text));
    });
    const tail = between[line.factors.length] as string;
    const drawnAbove = { text: above + tail, width: columnsUsed + width(tail) };
    if (drawnAbove.width <= columns) return [drawnAbove, drawn(below.trimEnd(), DIM, paint)];
  }
  const rows = broken(line.right, columns).map((r) => drawn(r, null, paint));
  const [only] = line.factors;
  if (rows.length === 1 && only !== undefined && line.factors.length === 1) {
    const text = paint(colourOf(only.origin ?? line.origin), line.right);
    const shape = `  ${shapes[0]}`;
    const whole = width(line.right) + width(shape);
    if (whole <= columns) return [{ text: text + paint(DIM, shape), width: whole }];
  }
  const listed = line.factors.map((f, i) => `${f.text} ${shapes[i]}`).join(", ");
  const last = line.factors.length === 1 ? shapeText(line.step.shape) : listed;
  return [...rows, ...broken(last, columns).map((r) => drawn(r, DIM, paint))];
}

/** The steps of one result as rows. `stated` are the rules whose statement has been shown before. */
function stepRows(
  lines: readonly Line[],
  look: Required<TerminalLook>,
  stated: Set<string>,
  paint: Paint,
): readonly string[] {
  const total = look.columns ?? Number.POSITIVE_INFINITY;
  const lefts = lines.map((l) => width(l.left)).filter((w) => w <= LONGEST_LEFT);
  const indent = Math.max(0, ...lefts);
  const start = indent + 5;
  const columns = Math.max(16, total - start);
  const bodies = lines.map((l) => bodyOf(l, columns, paint));
  const longest = Math.max(0, ...lines.map((l) => width(l.step.title)));
  const room = Math.min(RULE_COLUMN, columns - GAP.length - longest);
  const ruleAt = Math.max(
    0,
    ...bodies
      .flat()
      .map((r) => r.width)
      .filter((w) => w <= room),
  );
  // Where no line leaves room for a column of rules, they stand under their lines.
  const aside = ruleAt > 0 ? ruleAt + GAP.length : 2;
  const out: string[] = [];
  lines.forEach((line, k) => {
    const { step } = line;
    const notes = [drawn(step.title, null, paint)];
    const statement = look.spelling === "text" ? step.statement : statementInUnicode(step.statement);
    if (statement !== "" && statement !== step.title && !stated.has(`${step.title}\n${step.statement}`))
      notes.push(drawn(statement, DIM, paint));
    stated.add(`${step.title}\n${step.statement}`);
    const fits = (note: Drawn | undefined, used: number): note is Drawn =>
      note !== undefined && used <= ruleAt && start + aside + note.width <= total;
    const isLong = width(line.left) > LONGEST_LEFT;
    if (isLong) out.push(`  ${paint(colourOf(line.origin), line.left)}`);
    (bodies[k] as readonly Drawn[]).forEach((row, i) => {
      const lead = i > 0 || isLong ? "" : line.left;
      let text = `  ${paint(colourOf(line.origin), padLeft(lead, indent))} ${i === 0 ? "=" : " "} ${row.text}`;
      const note = notes[0];
      if (ruleAt > 0 && fits(note, row.width)) {
        text += " ".repeat(ruleAt - row.width) + GAP + note.text;
        notes.shift();
      }
      out.push(text.trimEnd());
    });
    for (const note of notes) out.push(" ".repeat(start + (fits(note, 0) ? aside : 2)) + note.text);
    if (step.why !== null)
      for (const row of broken(plain(step.why), total - start)) out.push(" ".repeat(start) + paint(DIM, row));
  });
  return out;
}

/** Colours of verdicts: green for what is right, red for what is wrong. */
const INKS: Readonly<Record<VerdictKind, number>> = {
  equal: 32,
  "equal up to a transpose": 32,
  "ill-shaped": 31,
  different: 31,
  "not judged": 33,
  "right if": 33,
  condition: 33,
  definition: 33,
  value: 33,
};

function claimRows(result: ResultReport, paint: Paint): readonly string[] {
  return result.claims.flatMap((c) => {
    const where = c.layout === null ? "" : ` (${c.layout})`;
    const why = c.why === null ? "" : `: ${plain(c.why)}`;
    const verdict = c.verdict === "different" ? "DIFFERENT" : c.verdict;
    const row = `  claim ${plain(c.unicode)}: ${paint(INKS[verdictKind(c.verdict)], verdict)}${where}${why}`;
    const numbers = c.counterexample === null ? [] : counterexampleLines(c.counterexample);
    return [row, ...numbers.map((n) => `    ${paint(DIM, plain(n))}`)];
  });
}

/** Names and values in columns: `δ = u ∘ f′(z)   n×1`. */
function answerRows(report: Report, spelling: "unicode" | "text", columns: number, paint: Paint): readonly string[] {
  const rows = [
    ...report.where.map((w) => ({
      left: spelling === "text" ? w.name : w.symbol.unicode,
      right: w[spelling],
      note: `${shapeText(w.shape)}${w.means === null ? "" : `, ${w.means}`}`,
      bold: false,
    })),
    ...cotangentsOf(report).map((c) => ({
      left: spelling === "text" ? c.name : c.symbol.unicode,
      right: c[spelling],
      note: spelling === "text" ? c.where : whereUnicode(c),
      bold: false,
    })),
    ...report.results.flatMap((r) => [
      {
        left: plain(r.left[spelling]),
        right: r[spelling],
        note: `${shapeText(r.shape)}${r.layout === "gradient" ? "" : `, ${r.layout} layout`}`,
        bold: true,
      },
      ...r.forms.slice(1).map((f) => ({ left: "", right: f[spelling], note: f.note.unicode, bold: false })),
    ]),
  ];
  const lefts = rows.map((r) => width(r.left)).filter((w) => w <= LONGEST_LEFT);
  const indent = Math.max(0, ...lefts);
  const free = Math.max(16, columns - indent - 5);
  const widest = Math.min(RULE_COLUMN, Math.max(0, ...rows.map((r) => width(r.right)).filter((w) => w <= free)));
  return rows.flatMap(({ left, right, note, bold }) => {
    const body = broken(right, free);
    const out: string[] = [];
    const long = width(left) > LONGEST_LEFT;
    if (long) out.push(`  ${left}`);
    body.forEach((row, i) => {
      const lead = i === 0 && !long ? padLeft(left, indent) : " ".repeat(indent);
      const head = `  ${paint(bold ? BOLD : null, lead)} ${i === 0 ? "=" : " "} `;
      const fits =
        i === body.length - 1 && indent + 5 + Math.max(widest, width(row)) + GAP.length + width(note) <= columns;
      const tail = fits ? " ".repeat(Math.max(0, widest - width(row))) + GAP + paint(DIM, note) : "";
      out.push((head + paint(bold ? BOLD : null, row) + tail).trimEnd());
      if (i === body.length - 1 && !fits) out.push(`${" ".repeat(indent + 5)}${paint(DIM, note)}`);
    });
    return out;
  });
}

/** `X has the rows x_i^T`. */
/** Words in lines of at most `columns`, the later ones indented. */
function wrapped(lead: string, items: readonly string[], columns: number): readonly string[] {
  const rows: string[] = [];
  let row = lead;
  items.forEach((item, i) => {
    const piece = plain(item) + (i < items.length - 1 ? "," : "");
    if (width(row) + width(piece) + 1 > columns && row !== lead) {
      rows.push(row);
      row = " ".repeat(width(lead));
    }
    row += ` ${piece}`;
  });
  return [...rows, row];
}

const assumedIn = ({ assumptions }: Report, spelling: Spelling): readonly string[] =>
  spelling === "text" ? assumptions : assumptions.map(declarationInUnicode);

/** Each name on a line of its own with what decided it: those assumed, then those that the text states. */
function explained({ assumptions, assumptionsExplained: all }: Report): readonly string[] {
  const most = Math.max(...all.map((a) => width(plain(a.text))));
  const isAssumed = new Set(assumptions);
  const block = (head: string, some: Report["assumptionsExplained"]): readonly string[] =>
    some.length === 0
      ? []
      : [head, ...some.map((a) => `  ${plain(a.text)}${" ".repeat(most - width(plain(a.text)))}  ${plain(a.why)}`)];
  return [
    ...block(
      "assumed",
      all.filter((a) => isAssumed.has(a.text)),
    ),
    ...block(
      "stated",
      all.filter((a) => !isAssumed.has(a.text)),
    ),
  ];
}

/**
 * The report in full: assumptions, the steps of each result, what each derivative is with the
 * shared parts it uses, conditions, claims and the sources of the rules.
 */
export function terminal(report: Report, options: TerminalLook = {}): string {
  const look: Required<TerminalLook> = {
    spelling: "unicode",
    colour: false,
    columns: undefined,
    explain: false,
    language: "en",
    ...options,
  };
  const paint = painter(look.colour);
  const columns = look.columns ?? Number.POSITIVE_INFINITY;
  const text = look.columns ?? 100;
  const blocks: (readonly string[])[] = [];
  const stated = new Set<string>();
  if (look.explain && report.assumptionsExplained.length > 0) blocks.push(explained(report));
  else if (report.assumptions.length > 0)
    blocks.push(wrapped(inLanguage("assumed", look.language), assumedIn(report, look.spelling), text));
  for (const r of reportIn(report, look.language).results) {
    const lines = linesOf(r, look.spelling);
    if (lines.length === 0) continue;
    blocks.push([paint(BOLD, plain(r.left[look.spelling])), "", ...stepRows(lines, look, stated, paint)]);
  }
  if (report.results.length > 0) blocks.push(answerRows(report, look.spelling, columns, paint));
  for (const r of report.results) {
    const rows = [
      ...(r.conditions.length === 0
        ? []
        : [`  ${plain(r.left[look.spelling])} ${plain(conditionPhrase(r.conditions))}`]),
      ...Object.entries(r.views).map(([view, shown]) => `  ${view}: ${plain(shown)}`),
      ...claimRows(r, paint),
    ];
    if (rows.length > 0) blocks.push(rows);
  }
  const numbers = report.results.flatMap((r) =>
    r.value === null ? [] : [`  ${plain(r.left[look.spelling])} = ${numbersText(r.value)}`],
  );
  if (numbers.length > 0) blocks.push([inLanguage("at the values given", look.language), ...numbers]);
  const sources = sourcesOf(report.results);
  if (sources.length > 0)
    blocks.push([
      inLanguage("sources", look.language),
      ...sources.map(({ title, cite }) => `  ${inLanguage(title, look.language)}: ${paint(DIM, cite)}`),
    ]);
  return blocks.map((rows) => rows.join("\n")).join("\n\n") + (blocks.length > 0 ? "\n" : "");
}
