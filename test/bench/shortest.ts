/** The search for the shortest form on answers that grow: its time against n log n, and the bounds that it hits. */

import { normalForm, shownForm } from "../../src/derive/normal.js";
import { read } from "../../src/elaborate/parse.js";
import type { Model } from "../../src/model/model.js";
import { boundsHit } from "../../src/rewrite/bounds.js";
import { type Bench, leastOnFresh, type Row } from "./bench.js";

const range = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** Models whose last right side has some 4 n operations: terms with a common factor, products of sums, nested sums. */
const LADDERS: readonly (readonly [what: string, source: (n: number) => string])[] = [
  [
    "a sum of terms with factors in common",
    (n) =>
      `${range(n)
        .map((k) => `A${k} : matrix(n, n)`)
        .join("\n")}\nx : vector(n)\nB : matrix(n, n)\ny = ${range(n)
        .map((k) => `B A${k} x`)
        .join(" + ")}`,
  ],
  [
    "a chain of sums within products",
    (n) =>
      `${range(n)
        .map((k) => `A${k} : matrix(n, n)`)
        .join("\n")}\nx : vector(n)\ny = ${range(n)
        .map((k) => `(A${k} + eye(n))`)
        .join(" ")} x`,
  ],
  [
    "elementwise factors in common",
    (n) =>
      `${range(n)
        .map((k) => `v${k} : vector(n)`)
        .join("\n")}\nu : vector(n)\ny = ${range(n)
        .map((k) => `u .* v${k} .* exp(v${k})`)
        .join(" - ")}`,
  ],
];

const SIZES = [8, 16, 32, 64, 128];

const lastValue = (model: Model) => {
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) throw new Error(model.diagnostics[0]?.message ?? "no equation");
  return last.value;
};

export const shortestBench: Bench = {
  name: "shortest",
  run: () =>
    LADDERS.flatMap(([what, source]): readonly Row[] => {
      const times = SIZES.map((n) =>
        leastOnFresh(
          5,
          () => {
            const model = read(source(n));
            model.context.definitions.clear();
            return normalForm(lastValue(model));
          },
          (e) => shownForm(e),
        ),
      );
      const [first, final] = [times[1] as number, times[times.length - 1] as number];
      const [small, large] = [SIZES[1] as number, SIZES[SIZES.length - 1] as number];
      const growth = (large * Math.log(large)) / (small * Math.log(small));
      const model = read(source(large));
      model.context.definitions.clear();
      shownForm(lastValue(model));
      const hits = [...boundsHit(model.context)].map(([bound, count]) => `${bound}: ${count}`).join(", ");
      return [
        {
          what: `${what}: ${large} against ${small}, over n log n`,
          value: final / first / growth,
          unit: "×",
          note: `${first.toFixed(1)} ms, ${final.toFixed(1)} ms; at most 1; bounds hit: ${hits === "" ? "none" : hits}`,
        },
      ];
    }),
};
