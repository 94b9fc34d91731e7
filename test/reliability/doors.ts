/** Everything that takes what strangers write, besides the library: notes, links, editors, pages, servers, numbers. */
import { TextDocument } from "vscode-languageserver-textdocument";
import { printed } from "../../packages/mcp/src/world.js";
import { answer } from "../../src/api/answer.js";
import { actionsAt } from "../../src/editor/actions.js";
import { coloursOf } from "../../src/editor/colours.js";
import { completionsAt } from "../../src/editor/completion.js";
import { diagnosticsOf } from "../../src/editor/diagnostics.js";
import { hoverAt } from "../../src/editor/hover.js";
import { lensesIn } from "../../src/editor/lens.js";
import { opened } from "../../src/editor/opened.js";
import { definitionAt, highlightsAt, referencesAt, symbolsIn } from "../../src/editor/symbols.js";
import { DEFAULTS, linkOf, readLink, SETTINGS } from "../../src/live/link.js";
import type { Ask } from "../../src/live/messages.js";
import { exampleValues } from "../../src/live/numbers.js";
import { respondent } from "../../src/live/replies.js";
import { sessionOf } from "../../src/live/session.js";
import { checkNotes, pandocFilter } from "../../src/notes.js";
import { pen } from "../../src/report/answer.js";
import { requireKatex } from "../../src/report/katex.js";
import { generator, mutated, SEEDS, slipped } from "./mutate.js";

/** A way in, and what it is given at a seed; what it throws, or says to be a defect of ours, is a fault. */
export interface Door {
  readonly name: string;
  readonly open: (seed: number) => unknown;
}

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const NOTES: readonly string[] = [
  "# Ridge\n\nLet $A \\in \\mathbb{R}^{n \\times n}$ be symmetric and $$s = x^\\top A x.$$ Then $$\\frac{\\partial s}{\\partial x} = 2 A x.$$\n\n```chainrule\nL = norm(A)^2\n∂L/∂A\n```\n",
  '---\ntitle: x\n---\n\n\\(z = W x + b\\), so \\[\\begin{aligned} \\frac{\\partial z}{\\partial x} &= W^T \\\\ &= W \\end{aligned}\\]\n\n<script type="math/tex">y = x^2</script> `$f\'(x) = 2 x$`\n',
  "\\documentclass{article}\n\\newcommand{\\R}{\\mathbb{R}}\n\\begin{document}\nWe have $x \\in \\R^n$ and\n\\begin{equation} L = \\sum_i (y_i - w^T x_i)^2 \\label{l} \\end{equation}\n% a comment\n\\[ \\nabla_w L = -2 \\sum_i (y_i - w^T x_i) x_i \\]\n\\end{document}\n",
  "| a | b |\n| - | - |\n| $y = a^2$ | $dy/da = 2 a$ |\n\n- $z^{[l]} = W^{[l]} a^{[l-1]}$\n- $dW^{[l]} = dz^{[l]} a^{[l-1]T}$\n\n대칭 행렬 $S$: $\\partial(x^T S x)/\\partial x = 2 S x$\n",
];

const notebook = (cells: readonly string[]): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: cells.map((source, k) => ({
      cell_type: k % 3 === 2 ? "code" : "markdown",
      source,
      metadata: {},
      outputs: [],
    })),
  });

const noteOf = (random: Random): string => slipped(pick(random, NOTES), random, [...NOTES, ...SEEDS]);

const pandoc = (random: Random): unknown => ({
  "pandoc-api-version": [1, 23],
  meta: {},
  blocks: [
    { t: "Para", c: [{ t: "Math", c: [{ t: "DisplayMath" }, mutated(random)] }] },
    { t: "CodeBlock", c: [["", ["chainrule"], [["steps", pick(random, ["full", "none", "…"])]]], mutated(random)] },
    pick<unknown>(random, [{ t: "Null" }, null, { t: "Div", c: [["", [], []], []] }, { t: "Para" }, 7]),
  ],
});

/** A document and every message that editors send of it, at places within and beyond it. */
async function edited(random: Random): Promise<void> {
  const [language, text] = pick<readonly [string, string]>(random, [
    ["chainrule", mutated(random)],
    ["markdown", noteOf(random)],
    ["latex", noteOf(random)],
  ]);
  const found = await opened(TextDocument.create("file:///a", language, 1, text));
  diagnosticsOf(found);
  coloursOf(found);
  lensesIn(found);
  symbolsIn(found);
  for (let k = 0; k < 3; k++) {
    const at = { line: Math.floor(random() * 6), character: Math.floor(random() * 90) };
    completionsAt(found, at);
    hoverAt(found, at);
    definitionAt(found, at);
    referencesAt(found, at);
    highlightsAt(found, at);
    actionsAt(found, { start: at, end: { line: at.line + 1, character: 0 } });
  }
}

const draw = pen(requireKatex());

/** What says that a fault is ours, and no refusal. */
const DEFECT =
  /internal error|is not a function|Cannot read prop|undefined \(|is not iterable|Maximum call stack|Invalid array length|\n {4}at /;

function sound(said: string, whose: string): void {
  if (DEFECT.test(said)) throw new Error(`${whose}: ${said.slice(0, 400)}`);
}

const ASKS: readonly ((random: Random) => Ask)[] = [
  () => ({ ask: "colour" }),
  () => ({ ask: "answers" }),
  (random) => ({ ask: "lines", result: Math.floor(random() * 4) - 1, line: Math.floor(random() * 30) - 2 }),
  (random) => ({
    ask: "unfold",
    result: Math.floor(random() * 3),
    line: Math.floor(random() * 9),
    values: pick(random, [null, "{", "{}"]),
  }),
  (random) => ({
    ask: "graph",
    values: pick(random, [null, '{"x": [1, 2]}', "7"]),
    grain: pick(random, SETTINGS.grain),
    width: pick(random, [0, 320, 1280, -1]),
  }),
  () => ({ ask: "check" }),
  (random) => ({ ask: "steps", written: mutated(random) }),
  (random) => ({ ask: "code", target: pick(random, SETTINGS.target) }),
  (random) => ({ ask: "text", format: pick(random, SETTINGS.format) }),
];

/** What a page asks of its worker, one thing after another. */
async function asked(random: Random): Promise<void> {
  const respond = respondent(draw, async () => {});
  const document = { text: mutated(random), way: pick(random, SETTINGS.way) };
  for (let k = 0; k < 3; k++) {
    const ask = pick(random, ASKS)(random);
    const told = await respond({ id: k, document, ask });
    if ("failure" in told) sound(told.failure, `${JSON.stringify(ask)} of ${JSON.stringify(document.text)}`);
  }
}

/** A text as UTF-8 keeps it: half a pair of surrogates is no character. */
const wellFormed = (text: string): string => new TextDecoder().decode(new TextEncoder().encode(text));

/** A text and a link to it: the link as it is reads back, one with slips is refused or read. */
async function linked(random: Random): Promise<void> {
  const text = mutated(random);
  const hash = await linkOf({ text, settings: DEFAULTS, steps: random() < 0.3 ? mutated(random) : "", values: "" });
  const read = await readLink(hash);
  if ("refused" in read || read.document.text !== wellFormed(text)) throw new Error(`${hash} does not read back`);
  await readLink(slipped(hash, random, [hash, "#1", "#2~steps=", "~way=constructor", "%00", "__proto__=1"]));
}

/** Numbers for a model, with slips in the JSON. */
async function valued(random: Random): Promise<void> {
  const text = pick(random, SEEDS);
  const { model, ends } = await sessionOf(
    { text, way: "chain" },
    { draw, judge: async () => (await import("../../src/judge/claims.js")).judge },
  );
  const given = exampleValues(model, ends.flat()) ?? '{"x": [1, 2], "W": [[1, 2], [3, 4]], "n": 2}';
  const at = slipped(given, random, [
    "1e999",
    "-0",
    "null",
    '"x"',
    "[]",
    "[[]]",
    '{"__proto__": 1}',
    "1e-400",
    "[1, [2]]",
    given,
  ]);
  const report = answer(text, { at, steps: "none" });
  sound(report.diagnostics.map((d) => d.message).join("\n"), `${at} of ${text}`);
}

const FLAGS: readonly (readonly string[])[] = [
  ["derive", "-"],
  ["derive", "-", "--format", "json"],
  ["derive", "-", "--steps", "full", "--format", "latex"],
  ["derive", "-", "--of=s", "--wrt=W,x"],
  ["derive", "-", "--order=2"],
  ["check", "-", "--format", "json"],
  ["check", "--steps", "-"],
  ["codegen", "-", "--target=julia"],
  ["codegen", "-", "--target=js", "--vjp=z"],
  ["cost", "-"],
  ["graph", "-", "--format", "json"],
  ["backprop", "-"],
  ["notes", "check", "-", "--format", "sarif"],
  ["rules", "trace"],
];

/** A command as a server of language models runs it; the flags have slips now and then. */
async function commanded(random: Random): Promise<void> {
  const flags = pick(random, FLAGS);
  const args = random() < 0.8 ? flags : flags.map((f) => (f.startsWith("--") ? slipped(f, random, flags) : f));
  const { code, err } = await printed(args, mutated(random));
  if (![0, 1, 2, 3].includes(code)) throw new Error(`${args.join(" ")} ends with ${code}: ${err.slice(0, 400)}`);
  sound(err, args.join(" "));
}

const judgedNote = (text: string, format: "markdown" | "latex" | "notebook"): void => {
  const { findings, remarks } = checkNotes(text, { format });
  sound(
    [...findings.map((f) => f.why ?? ""), ...remarks.map((r) => JSON.stringify(r))].join("\n"),
    JSON.stringify(text),
  );
  const lost = findings.find((f) => f.why?.startsWith("it could not be judged") === true);
  if (lost !== undefined) throw new Error(`${lost.why} in ${JSON.stringify(text)}`);
};

export const DOORS: readonly Door[] = [
  { name: "notes in Markdown", open: (seed) => judgedNote(noteOf(generator(seed)), "markdown") },
  { name: "notes in LaTeX", open: (seed) => judgedNote(noteOf(generator(seed)), "latex") },
  {
    name: "notebooks",
    open: (seed) => {
      const random = generator(seed);
      const text = notebook([noteOf(random), noteOf(random), mutated(random)]);
      judgedNote(random() < 0.5 ? text : slipped(text, random, [text, "null", "[]", '"cells"']), "notebook");
    },
  },
  { name: "documents of pandoc", open: (seed) => pandocFilter(pandoc(generator(seed))) },
  { name: "models as a note", open: (seed) => judgedNote(`$$${mutated(generator(seed))}$$`, "markdown") },
  { name: "messages of editors", open: (seed) => edited(generator(seed)) },
  { name: "messages of a page to its worker", open: (seed) => asked(generator(seed)) },
  { name: "links", open: (seed) => linked(generator(seed)) },
  { name: "numbers for inputs", open: (seed) => valued(generator(seed)) },
  { name: "commands", open: (seed) => commanded(generator(seed)) },
];

/** What is wrong with a door at so many seeds. */
export async function faultsAt(door: Door, from: number, count: number): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let seed = from; seed < from + count; seed++)
    try {
      await door.open(seed);
    } catch (error) {
      faults.push(`${door.name}, seed ${seed}: ${(error as Error)?.stack?.split("\n").slice(0, 5).join(" | ")}`);
    }
  return faults;
}
