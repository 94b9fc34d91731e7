/**
 * The classifier of the course note, as equations: a window of five word vectors, one hidden layer,
 * a score, and the loss whose gradients train it. Everything that runs is derived from this text and
 * written as a JavaScript module by `codegen`, in memory; no gradient is written by hand.
 */
import { codegen } from "../../src/codegen.js";

/** Words on each side of the centre word. */
export const REACH = 2;

/** The names of the word vectors, left to right. */
export const WINDOW = ["x1", "x2", "x3", "x4", "x5"] as const;
/** The parameters of the network. */
export const PARAMETERS = ["W", "b", "u"] as const;
/** What the loss is differentiated by: everything that learns. */
const LEARNT = [...PARAMETERS, ...WINDOW] as const;
type Learnt = (typeof LEARNT)[number];

export const EQUATIONS = `
# a window of five word vectors, and whether its centre is a location (y = 1) or not
x1, x2, x3, x4, x5 : vector(d)
W : matrix(n, 5 d)
b, u : vector(n)
y : scalar data

x = [x1; x2; x3; x4; x5]
z = W x + b
h = tanh(z)
s = u^T h
J = softplus(s) - y s       # = -y log σ(s) - (1 - y) log(1 - σ(s)), written so that it cannot overflow
`;

/** Lengths of a word vector and of the hidden layer. */
export interface Sizes {
  readonly d: number;
  readonly n: number;
}

export type Inputs = Readonly<Record<Learnt, Float64Array>> & { y: number; readonly sizes: Sizes };

/** What the emitted module exports. */
export interface Network {
  readonly forward: (inputs: Inputs) => { readonly s: number; readonly J: number };
  readonly valueAndDerivatives: (
    inputs: Inputs,
    work?: object,
  ) => readonly [{ readonly J: number }, Readonly<Record<`dJ/d${Learnt}`, Float64Array>>];
  /** Arrays that are filled again in each call. */
  readonly buffers: (sizes: Sizes) => object;
  readonly selfTest: () => boolean;
}

/** The module that `chainrule codegen --target js --in-place` writes for the loss. */
export const networkCode = (): string => codegen(EQUATIONS, { target: "js", of: "J", wrt: LEARNT, inPlace: true }).code;

/** The module, loaded from its text. */
export const loadNetwork = (code = networkCode()): Promise<Network> =>
  import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`);

/** The probability that the centre word is a location, σ(s). */
export const probability = (s: number): number => 1 / (1 + Math.exp(-s));
