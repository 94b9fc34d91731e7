/** Answers grow as their models do: counted at three sizes, so that no clock has a say. */
import { describe, expect, it } from "vitest";
import { EXPRESSIONS, isAffine, lengthOfWay, NETWORKS, sizeOf, WAYS } from "../reliability/sizes.js";

const PATIENCE = 120_000;

const counts = (text: (n: number) => string, n: number) => [n, 2 * n, 3 * n].map((k) => sizeOf(text(k)));

describe.each([...NETWORKS])("%s, by all inputs", (_, text) => {
  it(
    "have answers whose nodes and lines are affine in their number",
    () => {
      const at = counts(text, 30);
      const of = (what: "answers" | "lines") => at.map((s) => s[what]) as unknown as readonly [number, number, number];
      expect([of("answers"), isAffine(of("answers"))]).toEqual([of("answers"), true]);
      expect([of("lines"), isAffine(of("lines"))]).toEqual([of("lines"), true]);
    },
    PATIENCE,
  );

  it(
    "have answers whose operands are affine too",
    () => {
      const at = counts(text, 30).map((s) => s.edges) as unknown as readonly [number, number, number];
      expect([at, isAffine(at)]).toEqual([at, true]);
    },
    PATIENCE,
  );
});

describe.each([...EXPRESSIONS])("%s", (_, text) => {
  it(
    "have a derivative of at most eight times their size, printed in linear length",
    () => {
      const [small, large] = [sizeOf(text(40)), sizeOf(text(80))];
      expect(large.answers + large.edges).toBeLessThanOrEqual(8 * large.model);
      expect(large.characters).toBeLessThanOrEqual(2.5 * small.characters);
    },
    PATIENCE,
  );
});

describe.each([...WAYS])("%s", (_, text) => {
  it(
    "have a derivation of linear length",
    () => {
      const [small, large] = [lengthOfWay(text(40)), lengthOfWay(text(80))];
      expect(large).toBeLessThanOrEqual(2.5 * small);
    },
    PATIENCE,
  );
});
