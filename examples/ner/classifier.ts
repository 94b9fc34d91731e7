/** The network with its parameters: windows in, probabilities out, gradients by stochastic gradient descent. */
import type { Random } from "../../src/numeric/random.js";
import { type Cell, compile, type Program } from "./compile.js";
import { type Sentence, words } from "./conll.js";
import { lossGraph, PARAMETERS, probability, REACH, WINDOW } from "./network.js";
import { type Lexicon, lexiconOf } from "./words.js";

export interface Classifier {
  readonly program: Program;
  readonly lexicon: Lexicon;
}

/** Lengths of a word vector and of the hidden layer. */
export interface Sizes {
  readonly d: number;
  readonly n: number;
}

/** A network with small random parameters, for the words of some sentences. */
export function newClassifier(sentences: readonly Sentence[], { d, n }: Sizes, source: Random): Classifier {
  const program = compile(
    lossGraph(),
    new Map([
      ["d", d],
      ["n", n],
    ]),
  );
  for (const name of PARAMETERS) {
    const { data, cols } = cell(program, name);
    const reach = name === "b" ? 0 : Math.sqrt(1 / cols) * (name === "u" ? 0.3 : 1);
    for (let k = 0; k < data.length; k++) data[k] = reach === 0 ? 0 : source.between(-reach, reach);
  }
  return { program, lexicon: lexiconOf(sentences, d, source) };
}

const cell = ({ values }: Program, name: string): Cell => values.get(name) as Cell;

/** The places of the parts of each word in a window. */
export type Window = readonly (readonly number[])[];

const windowAt = ({ lexicon }: Classifier, sentence: readonly string[], at: number): Window =>
  WINDOW.map((_, i) => lexicon.partsOf(sentence[at - REACH + i]));

/** Writes the word vectors of a window into the network: each the sum of its parts. */
export function load({ program, lexicon }: Classifier, window: Window): void {
  window.forEach((parts, i) => {
    const { data } = cell(program, WINDOW[i] as string);
    data.fill(0);
    for (const p of parts)
      for (let k = 0; k < data.length; k++) data[k] = (data[k] as number) + (lexicon.vectors[p + k] as number);
  });
}

/** The probability for each word that it is a location. */
export function probabilities(c: Classifier, sentence: readonly string[]): readonly number[] {
  return sentence.map((_, at) => {
    load(c, windowAt(c, sentence, at));
    c.program.forward();
    return probability(cell(c.program, "s").data[0] as number);
  });
}

/** One step down the gradient of the loss at one window; gives the loss before it. */
export function step(c: Classifier, window: Window, isLocation: boolean, rate: number): number {
  const { program, lexicon } = c;
  load(c, window);
  cell(program, "y").data[0] = isLocation ? 1 : 0;
  program.forward();
  program.backward();
  for (const name of PARAMETERS) {
    const { data } = cell(program, name);
    const gradient = (program.gradients.get(name) as Cell).data;
    for (let k = 0; k < data.length; k++) data[k] = (data[k] as number) - rate * (gradient[k] as number);
  }
  window.forEach((parts, i) => {
    const gradient = (program.gradients.get(WINDOW[i] as string) as Cell).data;
    for (const p of parts)
      for (let k = 0; k < gradient.length; k++)
        lexicon.vectors[p + k] = (lexicon.vectors[p + k] as number) - rate * (gradient[k] as number);
  });
  return cell(program, "J").data[0] as number;
}

/**
 * The largest difference between the gradients at one window and central differences of the loss, for
 * some entries of every parameter and of every word vector, relative to the larger of both (and 1e-4).
 */
export function gradientCheck(c: Classifier, window: Window, isLocation: boolean, source: Random): number {
  const { program } = c;
  load(c, window);
  cell(program, "y").data[0] = isLocation ? 1 : 0;
  program.forward();
  program.backward();
  const loss = (): number => {
    program.forward();
    return cell(program, "J").data[0] as number;
  };
  let worst = 0;
  for (const name of [...PARAMETERS, ...WINDOW]) {
    const { data } = cell(program, name);
    const gradient = (program.gradients.get(name) as Cell).data.slice();
    for (let i = 0; i < 6; i++) {
      const k = source.whole(0, data.length - 1);
      const x = data[k] as number;
      const h = 1e-5;
      data[k] = x + h;
      const up = loss();
      data[k] = x - h;
      const quotient = (up - loss()) / (2 * h);
      data[k] = x;
      const exact = gradient[k] as number;
      worst = Math.max(worst, Math.abs(exact - quotient) / Math.max(Math.abs(exact), Math.abs(quotient), 1e-4));
    }
  }
  return worst;
}

/** Every window of some sentences with its label. */
export function windowsOf(c: Classifier, sentences: readonly Sentence[]) {
  return sentences.flatMap((s) => {
    const text = words(s);
    return s.map((t, at) => ({ window: windowAt(c, text, at), isLocation: t.isLocation }));
  });
}
