/**
 * `npm run example:ner`: the named-entity classifier of the course note, trained with the JavaScript
 * that `chainrule codegen` writes from its equations.
 *
 *     npm run example:ner
 *     npm run example:ner -- train.conll [test.conll] [--epochs 6] [--seed 1] [--module network.mjs]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { derive, parse } from "../../src/index.js";
import { random } from "../../src/numeric/random.js";
import { gradientCheck, newClassifier, probabilities, step, windowsOf } from "./classifier.js";
import { CorpusError, readConll, type Sentence } from "./conll.js";
import { writtenCorpus } from "./corpus.js";
import {
  bestThreshold,
  capitalised,
  type Finder,
  mostlyLocation,
  type Score,
  scoreOf,
  seenAsLocation,
} from "./judgement.js";
import { EQUATIONS, loadNetwork, networkCode } from "./network.js";

const SHOWN = [
  "the museums in Paris are amazing to see .",
  "Last night , Paris Hilton wowed in a sequin gown .",
  "Samuel Quinn was arrested in the Hilton Hotel in Paris in April 1989 .",
];

interface Options {
  readonly files: readonly string[];
  readonly epochs: number;
  readonly seed: number;
  /** Where the emitted module is written. */
  readonly module: string | null;
}

function optionsOf(args: readonly string[]): Options {
  const files: string[] = [];
  let [epochs, seed] = [0, 1];
  let module: string | null = null;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--epochs" || arg === "--seed") {
      const value = Number(args[i + 1]);
      if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${arg} needs a whole number, not ${args[i + 1]}`);
      if (arg === "--epochs") epochs = value;
      else seed = value;
      i += 1;
    } else if (arg === "--module") {
      const file = args[++i];
      if (file === undefined) throw new Error("--module needs a file to write to");
      module = file;
    } else if (arg.startsWith("-")) throw new Error(`${arg} is not known: give files, --epochs, --seed, --module`);
    else files.push(arg);
  }
  if (files.length > 2) throw new Error("at most two files: one to train on, one to judge by");
  return { files, epochs, seed, module };
}

interface Data {
  readonly what: string;
  readonly train: readonly Sentence[];
  /** Chooses the threshold; a part of the training sentences that no step is taken on. */
  readonly tune: readonly Sentence[];
  readonly heldOut: readonly Sentence[];
}

function dataOf({ files, seed }: Options): Data {
  const source = random(seed + 100);
  const split = (list: readonly Sentence[], part: number): readonly [readonly Sentence[], readonly Sentence[]] => {
    const shuffled = source.shuffled(list);
    const cut = Math.floor(list.length * part);
    return [shuffled.slice(0, cut), shuffled.slice(cut)];
  };
  const [first, second] = files;
  if (first === undefined) {
    const { train, heldOut } = writtenCorpus(seed);
    const [most, tune] = split(train, 0.85);
    return { what: "sentences written by this program", train: most, tune, heldOut };
  }
  const whole = readConll(first, readFileSync(first, "utf8"));
  const [given, heldOut] =
    second === undefined ? split(whole, 0.8) : [whole, readConll(second, readFileSync(second, "utf8"))];
  const [train, tune] = split(given, 0.85);
  return {
    what: second === undefined ? `${first}, a fifth held out` : `${first}, held out ${second}`,
    train,
    tune,
    heldOut,
  };
}

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A line that is written over, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(40)}\r`);
}

/** The equations and what follows from them. */
function introduce(): void {
  say("The network, as equations:");
  for (const line of EQUATIONS.trim().split("\n")) if (line !== "" && !line.startsWith("#")) say(`  ${line}`);
  say("\nWhat is derived from them:");
  const wrt = ["u", "b", "W", "x3"];
  const { results, where } = derive(parse(EQUATIONS), { of: "J", wrt });
  for (const [i, r] of results.entries()) say(`  ∂J/∂${wrt[i]} = ${r.unicode}`);
  for (const w of where) say(`  where ${w.name} = ${w.unicode}`);
}

/** The lines of the emitted module that compute the derivatives. */
function introduceModule(code: string): void {
  const from = code.indexOf("export function valueAndDerivatives");
  const body = code.slice(from, code.indexOf("\n}\n", from));
  const lines = body.split("\n").filter((line) => !/= (?:size|array|scalar)\(inputs/.test(line));
  say("\nWhat trains, of the module that is written from that:");
  for (const line of [...lines, "}"]) say(`  ${line}`);
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const { what, train, tune, heldOut } = dataOf(options);
  introduce();
  const code = networkCode();
  introduceModule(code);
  if (options.module !== null) writeFileSync(options.module, code);
  const network = await loadNetwork(code);
  const count = (list: readonly Sentence[]) =>
    `${list.length} sentences, ${list.reduce((n, s) => n + s.length, 0)} words`;
  say(`\nTraining on ${what}: ${count(train)}; held out ${count(heldOut)}`);

  const source = random(options.seed);
  const own = options.files.length === 0;
  const classifier = newClassifier(network, train, own ? { d: 12, n: 16 } : { d: 20, n: 24 }, source);
  const windows = windowsOf(classifier, train);
  const epochs = options.epochs > 0 ? options.epochs : 6;
  const started = performance.now();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const rate = 0.08 / (1 + 0.6 * (epoch - 1));
    let loss = 0;
    let done = 0;
    for (const { window, isLocation } of source.shuffled(windows)) {
      loss += step(classifier, window, isLocation, rate);
      done += 1;
      if (done % 20_000 === 0) progress(`  epoch ${epoch}: ${Math.round((100 * done) / windows.length)} %`);
    }
    progress("");
    const probe = source.pick(windows);
    const worst = gradientCheck(classifier, probe.window, probe.isLocation, source);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(
      `  epoch ${epoch}: mean loss ${(loss / windows.length).toFixed(4)}, gradients against differences ${worst.toExponential(1)}, ${seconds} s`,
    );
    if (worst > 1e-4) throw new Error("the gradients do not agree with the differences");
  }

  const threshold = bestThreshold(
    tune.flatMap((s) => {
      const p = probabilities(
        classifier,
        s.map((t) => t.word),
      );
      return s.map((t, i) => ({ p: p[i] as number, isLocation: t.isLocation }));
    }),
  );
  const finder: Finder = (sentence) => probabilities(classifier, sentence).map((p) => p >= threshold);
  const known = [...train, ...tune];
  const rows: readonly (readonly [string, Score])[] = [
    ["the network", scoreOf(finder, heldOut)],
    ["every capitalised word", scoreOf(capitalised, heldOut)],
    ["words seen as locations", scoreOf(seenAsLocation(known), heldOut)],
    ["words that mostly are", scoreOf(mostlyLocation(known), heldOut)],
  ];
  say(`\nHeld-out sentences (a word is found where its probability is ${threshold.toFixed(2)} or more):`);
  say("                            precision   recall       F1");
  for (const [name, { precision, recall, f1 }] of rows)
    say(
      `  ${name.padEnd(24)}  ${percent(precision).padStart(9)} ${percent(recall).padStart(9)} ${percent(f1).padStart(9)}`,
    );

  say("");
  for (const text of SHOWN) {
    const sentence = text.split(" ");
    const p = probabilities(classifier, sentence);
    const found = sentence.flatMap((w, i) =>
      (p[i] as number) >= threshold ? [`${w} (${(p[i] as number).toFixed(2)})`] : [],
    );
    say(`"${text}"\n  ${found.length === 0 ? "no location" : found.join(", ")}`);
  }
}

try {
  await main();
} catch (error) {
  const said = error instanceof Error ? error.message : String(error);
  process.stderr.write(`example:ner: ${said}\n`);
  process.exitCode = error instanceof CorpusError ? 1 : (error as { code?: string }).code === undefined ? 2 : 3;
}
