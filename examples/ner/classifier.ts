/** The network with its parameters: windows in, probabilities out, gradients by stochastic gradient descent. */
import type { Random } from "../../src/numeric/random.js";
import { type Sentence, words } from "./conll.js";
import { type Inputs, type Network, PARAMETERS, probability, REACH, type Sizes, WINDOW } from "./network.js";
import { type Lexicon, lexiconOf } from "./words.js";

export interface Classifier {
  readonly network: Network;
  /** What the network is handed: its parameters, and the window and label that it looks at. */
  readonly inputs: Inputs;
  /** Arrays that the network fills again in each step. */
  readonly work: object;
  readonly lexicon: Lexicon;
}

/** A network with small random parameters, for the words of some sentences. */
export function newClassifier(
  network: Network,
  sentences: readonly Sentence[],
  sizes: Sizes,
  source: Random,
): Classifier {
  const { d, n } = sizes;
  const small = (length: number, reach: number) =>
    Float64Array.from({ length }, () => (reach === 0 ? 0 : source.between(-reach, reach)));
  const word = () => new Float64Array(d);
  const inputs: Inputs = {
    W: small(n * 5 * d, Math.sqrt(1 / (5 * d))),
    b: small(n, 0),
    u: small(n, 0.3),
    x1: word(),
    x2: word(),
    x3: word(),
    x4: word(),
    x5: word(),
    y: 0,
    sizes,
  };
  return { network, inputs, work: network.buffers(sizes), lexicon: lexiconOf(sentences, d, source) };
}

/** The places of the parts of each word in a window. */
export type Window = readonly (readonly number[])[];

const windowAt = ({ lexicon }: Classifier, sentence: readonly string[], at: number): Window =>
  WINDOW.map((_, i) => lexicon.partsOf(sentence[at - REACH + i]));

/** Writes the word vectors of a window into the inputs: each the sum of its parts. */
function load({ inputs, lexicon }: Classifier, window: Window): void {
  WINDOW.forEach((name, i) => {
    const x = inputs[name];
    x.fill(0);
    for (const p of window[i] ?? [])
      for (let k = 0; k < x.length; k++) x[k] = (x[k] as number) + (lexicon.vectors[p + k] as number);
  });
}

/** The probability for each word that it is a location. */
export function probabilities(c: Classifier, sentence: readonly string[]): readonly number[] {
  return sentence.map((_, at) => {
    load(c, windowAt(c, sentence, at));
    return probability(c.network.forward(c.inputs).s);
  });
}

/** `x` moved against its gradient. */
function descend(x: Float64Array, gradient: Float64Array, rate: number, from = 0): void {
  for (let k = 0; k < gradient.length; k++) x[from + k] = (x[from + k] as number) - rate * (gradient[k] as number);
}

/** One step down the gradient of the loss at one window; gives the loss before it. */
export function step(c: Classifier, window: Window, isLocation: boolean, rate: number): number {
  const { network, inputs, work, lexicon } = c;
  load(c, window);
  inputs.y = isLocation ? 1 : 0;
  const [{ J }, gradients] = network.valueAndDerivatives(inputs, work);
  for (const name of PARAMETERS) descend(inputs[name], gradients[`dJ/d${name}`], rate);
  WINDOW.forEach((name, i) => {
    for (const p of window[i] ?? []) descend(lexicon.vectors, gradients[`dJ/d${name}`], rate, p);
  });
  return J;
}

/**
 * The largest difference between the gradients at one window and central differences of the loss, for
 * some entries of every parameter and of every word vector, relative to the larger of both (and 1e-4).
 */
export function gradientCheck(c: Classifier, window: Window, isLocation: boolean, source: Random): number {
  const { network, inputs } = c;
  load(c, window);
  inputs.y = isLocation ? 1 : 0;
  const [, gradients] = network.valueAndDerivatives(inputs);
  const loss = (): number => network.forward(inputs).J;
  let worst = 0;
  for (const name of [...PARAMETERS, ...WINDOW]) {
    const [x, gradient] = [inputs[name], gradients[`dJ/d${name}`]];
    for (let i = 0; i < 6; i++) {
      const k = source.whole(0, x.length - 1);
      const here = x[k] as number;
      const h = 1e-5;
      x[k] = here + h;
      const up = loss();
      x[k] = here - h;
      const quotient = (up - loss()) / (2 * h);
      x[k] = here;
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
