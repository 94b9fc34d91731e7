/**
 * Derivations of our own in many sizes and names, each with the slips that its lines may have: one of each kind that
 * students make, where it can be made.
 */
import type { Mistake } from "../../src/judge/steps/mistake.js";

export interface Slip {
  readonly kind: Mistake;
  readonly right: string;
  readonly wrong: string;
}

export interface Drawn {
  readonly name: string;
  readonly text: string;
  readonly slips: readonly Slip[];
}

/** Slopes by what a student writes for them, at z of h = f(z), and at the wrong place. */
const SLOPES: Readonly<Record<string, (z: string, h: string) => readonly [right: string, wrong: string]>> = {
  tanh: (z, h) => [`(1 - ${h} .* ${h})`, `(1 - ${z} .* ${z})`],
  sigmoid: (z, h) => [`(${h} .* (1 - ${h}))`, `(${z} .* (1 - ${z}))`],
  softplus: (z, h) => [`sigmoid(${z})`, `sigmoid(${h})`],
};

const slip = (kind: Mistake, right: string, wrong: string): Slip => ({ kind, right, wrong });

/** A network of some layers with square weights, so that nothing shows by its shape alone. */
function network(depth: number, f: string, weight: string): Drawn {
  const layers = Array.from({ length: depth }, (_, k) => k + 1);
  const h = (l: number): string => (l === 0 ? "x" : `h${l}`);
  const model = [
    "x, y : vector(n)",
    ...layers.flatMap((l) => [`${weight}${l} : matrix(n, n)`, `b${l} : vector(n)`]),
    ...layers.flatMap((l) => [
      `z${l} = ${weight}${l} ${h(l - 1)} + b${l}`,
      ...(l < depth ? [`h${l} = ${f}(z${l})`] : []),
    ]),
    `L = 1/2 (z${depth} - y)^T (z${depth} - y)`,
  ];
  const slope = (l: number) => (SLOPES[f] as (typeof SLOPES)["tanh"])(`z${l}`, `h${l}`);
  const deltas = [...layers]
    .reverse()
    .map((l) =>
      l === depth
        ? `d${l} = ∂L/∂z${l} = z${l} - y`
        : `d${l} = ∂L/∂z${l} = ${slope(l)[0]} .* (${weight}${l + 1}^T d${l + 1})`,
    );
  const gradients = layers.flatMap((l) => [`∂L/∂${weight}${l} = d${l} ${h(l - 1)}^T`, `∂L/∂b${l} = d${l}`]);
  const [one, two] = [slope(1), `${weight}2^T d2`];
  return {
    name: `a network of ${depth} layers with ${f}`,
    text: [...model, "", ...deltas, ...gradients, `∂L/∂x = ${weight}1^T d1`, ""].join("\n"),
    slips: [
      slip("sign", `= z${depth} - y\n`, `= y - z${depth}\n`),
      slip("factor", `= z${depth} - y\n`, `= 2 (z${depth} - y)\n`),
      slip("transpose", `${one[0]} .* (${two})`, `${one[0]} .* (${weight}2 d2)`),
      slip("order", `${one[0]} .* (${two})`, `${weight}2^T (${one[0]} .* d2)`),
      slip("place", one[0], one[1]),
      slip("layer", "∂L/∂b1 = d1", "∂L/∂b1 = d2"),
      slip("transpose", `∂L/∂${weight}1 = d1 x^T`, `∂L/∂${weight}1 = x d1^T`),
      slip("layer", `∂L/∂x = ${weight}1^T d1`, `∂L/∂x = ${weight}2^T d1`),
    ],
  };
}

/** Weights that stand twice. */
function shared(f: string): Drawn {
  const [right, wrong] = (SLOPES[f] as (typeof SLOPES)["tanh"])("v", "h");
  return {
    name: `weights used twice, with ${f}`,
    text: [
      "W : matrix(n, n)",
      "x, y : vector(n)",
      "v = W x",
      `h = ${f}(v)`,
      "z = W h",
      "L = 1/2 (z - y)^T (z - y)",
      "",
      "e = z - y",
      "∂L/∂z = e",
      `g = ∂L/∂v = ${right} .* (W^T e)`,
      "∂L/∂W = e h^T + g x^T",
      "∂L/∂x = W^T g",
      "",
    ].join("\n"),
    slips: [
      slip("path", "e h^T + g x^T", "e h^T"),
      slip("path", "e h^T + g x^T", "g x^T"),
      slip("sign", "e h^T + g x^T", "e h^T - g x^T"),
      slip("place", right, wrong),
      slip("transpose", ".* (W^T e)", ".* (W e)"),
      slip("factor", "∂L/∂x = W^T g", "∂L/∂x = 2 W^T g"),
    ],
  };
}

/** A loss over examples, by entries or by members, with a number before it. */
function batch(number: string, isByEntries: boolean): Drawn {
  const before = number === "" ? "" : `${number} `;
  const model = isByEntries
    ? ["X : matrix(N, d)", "w : vector(d)", "y, e : vector(N)", "e_i = sum(j=1..d, X_{i,j} w_j) - y_i for i in 1..N"]
    : [
        "x_i : vector(d) for i in 1..N",
        "y_i : scalar for i in 1..N",
        "w : vector(d)",
        "e_i = w^T x_i - y_i for i in 1..N",
      ];
  const lines = isByEntries
    ? [
        `∂L/∂e_i = ${before}e_i`,
        "∂e_i/∂w_j = X_{i,j}",
        `∂L/∂w_j = ${before}sum(i=1..N, e_i X_{i,j})`,
        `∂L/∂w = ${before}X^T e`,
      ]
    : [`∂L/∂e_i = ${before}e_i`, `∂L/∂w = ${before}sum(i=1..N, e_i x_i)`, `∂L/∂y_i = -${before}e_i`];
  const half = number === "" ? "1/2" : `${number}/2`;
  return {
    name: `a batch ${isByEntries ? "by entries" : "by examples"}, ${number} before it`,
    text: [...model, `L = ${half} sum(i=1..N, e_i^2)`, "", ...lines, ""].join("\n"),
    slips: isByEntries
      ? [
          slip("index", "sum(i=1..N, e_i X_{i,j})", "sum(i=1..N, e_i X_{i,i})"),
          slip("index", `= ${before}sum(i=1..N, e_i X_{i,j})`, `= ${before}e_i X_{i,j}`),
          slip("index", "∂e_i/∂w_j = X_{i,j}", "∂e_i/∂w_j = X_{j,i}"),
          slip("sign", `∂L/∂e_i = ${before}e_i`, `∂L/∂e_i = -${before}e_i`),
          slip("factor", `∂L/∂w = ${before}X^T e`, `∂L/∂w = 7 X^T e`),
          slip("place", `∂L/∂e_i = ${before}e_i`, `∂L/∂e_i = ${before}y_i`),
        ]
      : [
          slip("index", `= ${before}sum(i=1..N, e_i x_i)`, `= ${before}e_i x_i`),
          slip("sign", `∂L/∂y_i = -${before}e_i`, `∂L/∂y_i = ${before}e_i`),
          slip("factor", `∂L/∂e_i = ${before}e_i`, `∂L/∂e_i = 7 e_i`),
          slip("place", "sum(i=1..N, e_i x_i)", "sum(i=1..N, y_i x_i)"),
        ],
  };
}

/** A quadratic form of a residual in differentials. */
function residual(X: string, A: string): Drawn {
  return {
    name: `differentials of ${X} behind ${A}`,
    text: [
      `${A} : matrix(n, n)`,
      `${X} : matrix(n, n)`,
      "B : matrix(n, n)",
      `R = ${A} ${X} - B`,
      "L = tr(R^T R)",
      "",
      `dR = ${A} d${X}`,
      "dL = 2 tr(R^T dR)",
      `= 2 tr(R^T ${A} d${X})`,
      `so ∂L/∂${X} = 2 ${A}^T R`,
      "",
    ].join("\n"),
    slips: [
      slip("sign", `dR = ${A} d${X}`, `dR = -${A} d${X}`),
      slip("order", `dR = ${A} d${X}`, `dR = d${X} ${A}`),
      slip("factor", "dL = 2 tr(R^T dR)", "dL = tr(R^T dR)"),
      slip("transpose", `∂L/∂${X} = 2 ${A}^T R`, `∂L/∂${X} = 2 ${A} R`),
      slip("order", `∂L/∂${X} = 2 ${A}^T R`, `∂L/∂${X} = 2 R ${A}^T`),
    ],
  };
}

/** All of them: the texts are right, and each slip makes one line of one wrong. */
export const DRAWN: readonly Drawn[] = [
  ...[2, 3, 4].flatMap((depth) => Object.keys(SLOPES).flatMap((f) => ["W", "U", "V"].map((w) => network(depth, f, w)))),
  ...Object.keys(SLOPES).map(shared),
  ...["", "2", "4", "6"].flatMap((k) => [true, false].map((by) => batch(k, by))),
  ...["X", "Y", "W"].flatMap((x) => ["A", "P", "Q"].map((a) => residual(x, a))),
];
