/**
 * The models by which `npm run same` holds two builds against each other, as JSON to the file that is
 * named: written once, so that both builds read the same texts whatever made them.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isColumn, isScalar } from "../../src/core/shape.js";
import { random } from "../../src/numeric/random.js";
import { nameOf } from "../../src/ops/symbol.js";
import { printText } from "../../src/print/text.js";
import { EXAMPLES, layers } from "../graph/models.js";
import { LAW_CASES } from "../laws/cases.js";
import { randomModel } from "../numeric/programs.js";
import { EXPRESSIONS, NETWORKS } from "../reliability/sizes.js";

interface Named {
  readonly id: string;
  readonly text: string;
}

/** A line of one of the files of ../shared/cases: a text, or its parts. */
interface Problem {
  readonly id: string;
  readonly text?: string;
  readonly input?: string;
  readonly decl?: Readonly<Record<string, string>>;
  readonly assume?: Readonly<Record<string, readonly string[]>>;
  readonly eqs?: readonly string[];
  readonly of?: string;
  readonly wrt?: string;
  readonly order?: number;
}

const SHARED = "../shared/cases";
const PUBLISHED = ["cases", "bookforms", "printed", "claims", "steps", "readings", "bad"];

function textOf({ text, input, decl = {}, assume = {}, eqs = [], of, wrt, order }: Problem): string {
  const given = text ?? input;
  if (given !== undefined) return given;
  const facts = (name: string) => new Map(Object.entries(assume)).get(name)?.join(" ") ?? "";
  return [
    ...Object.entries(decl).map(([name, kind]) => `${name} : ${kind} ${facts(name)}`),
    ...eqs,
    order === 2 ? `∂²${of}/∂${wrt}²` : `∂${of}/∂${wrt}`,
  ].join("\n");
}

function published(): readonly Named[] {
  const files = PUBLISHED.map((name) => join(SHARED, `${name}.jsonl`)).filter((file) => existsSync(file));
  if (files.length === 0) console.log("skipped: ../shared/cases is not here");
  return files.flatMap((file) =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line, i) => {
        const problem = JSON.parse(line) as Problem;
        return { id: `${file} ${problem.id ?? i + 1}`, text: textOf(problem) };
      }),
  );
}

/** The blocks of equations of a folder's pages, and its files of equations. */
const written = (folder: string): readonly Named[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((file) => join(folder, file))
    .flatMap((file) => {
      if (file.endsWith(".eq")) return [{ id: file, text: readFileSync(file, "utf8") }];
      if (!file.endsWith(".md")) return [];
      const blocks = readFileSync(file, "utf8").matchAll(/```chainrule\n([\s\S]*?)```/g);
      return [...blocks].map(([, text], i) => ({ id: `${file} ${i + 1}`, text: text as string }));
    });

const RANDOM = 500;

/** A random model as a text; its output is asked for by one or two of its inputs, and of some twice. */
function randomText(seed: number): string {
  const source = random(seed);
  const { home, output, inputs } = randomModel(source, 5, ["symmetric", "positive", "simplex", "orthogonal"]);
  const names = new Map(inputs.filter((e) => !home.definitions.has(nameOf(e))).map((e, i) => [e, `x_${i + 1}`]));
  const declared = [...names].map(([e, name]) => {
    const { rows, cols } = e.shape;
    const kind = isScalar(e.shape) ? "scalar" : isColumn(e.shape) ? `vector(${rows})` : `matrix(${rows}, ${cols})`;
    return `${name} : ${kind} ${[...(home.facts.get(nameOf(e)) ?? [])].join(" ")}`;
  });
  const defined = [...home.definitions].map(([name, value]) => `${name} = ${printText(value, names)}`);
  const by = new Set(names.size === 0 ? [] : [source.pick([...names.values()]), source.pick([...names.values()])]);
  const twice = isScalar(output.shape) && seed % 4 === 0;
  return [
    "n, m, p : size; f, g : function",
    ...declared,
    ...defined,
    ...[...by].map((x) => (twice ? `∂²s/∂${x}²` : `∂s/∂${x}`)),
  ].join("\n");
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: node scripts/run.mjs test/same/models.ts FILE");
const models: readonly Named[] = [
  ...published(),
  ...["test/golden", "docs", "examples"].flatMap(written),
  ...[...EXAMPLES.map((e) => e.source), layers(12)].map((text, i) => ({ id: `test/graph/models.ts ${i + 1}`, text })),
  ...LAW_CASES.map(([law, text], i) => ({ id: `test/laws/cases.ts ${i + 1} ${law}`, text })),
  ...[...NETWORKS, ...EXPRESSIONS].map(([name, text]) => ({ id: `test/reliability/sizes.ts ${name}`, text: text(6) })),
  ...Array.from({ length: RANDOM }, (_, i) => ({ id: `random ${i + 1}`, text: randomText(i + 1) })),
];
writeFileSync(file, JSON.stringify(models));
