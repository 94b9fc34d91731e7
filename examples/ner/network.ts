/**
 * The classifier of the course note, as equations: a window of five word vectors, one hidden layer,
 * a score, and the loss whose gradients train it. Everything below is derived from this text.
 */
import { type ComputationGraph, computationGraph } from "../../src/graph.js";
import { parse } from "../../src/index.js";

/** Words on each side of the centre word. */
export const REACH = 2;

/** The names of the word vectors, left to right. */
export const WINDOW = ["x1", "x2", "x3", "x4", "x5"] as const;
/** The parameters of the network. */
export const PARAMETERS = ["W", "b", "u"] as const;

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

/** The graph of the loss, with a local and a downstream gradient on every edge. */
export const lossGraph = (): ComputationGraph => computationGraph(parse(EQUATIONS), { of: "J" });

/** The probability that the centre word is a location, σ(s). */
export const probability = (s: number): number => 1 / (1 + Math.exp(-s));
