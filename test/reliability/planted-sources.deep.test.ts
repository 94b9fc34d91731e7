/** Each fault in the laws about indices is seen by some model, or by some random one. */
import { describe, expect, it } from "vitest";
import { bundledWith } from "../planted.js";
import { FAULTS } from "./planted-sources.js";
import { firstWrong } from "./witness.js";

type Witness = { readonly firstWrong: typeof firstWrong };

/** Random models that are asked where no written one tells. */
const RANDOM = 150;

describe("a law about indices with a fault", () => {
  it("is none without", { timeout: 120_000 }, () => {
    expect(firstWrong(RANDOM)).toBe(null);
  });

  it.each(FAULTS.map((f) => [f.name, f] as const))("%s", { timeout: 120_000 }, async (_, fault) => {
    const witness = await bundledWith<Witness>(new URL("witness.ts", import.meta.url), fault);
    expect(witness.firstWrong(RANDOM)).not.toBe(null);
  });
});
