/** Each fault in what writes sums, families and recursions is seen by a module that runs. */
import { describe, expect, it } from "vitest";
import { bundledWith } from "../planted.js";
import type { emittedFaults } from "./emitted-witness.js";
import { FAULTS } from "./planted-emitters.js";
import { pythonHas } from "./run-python.js";

type Witness = { readonly emittedFaults: typeof emittedFaults };

const python = pythonHas("numpy");
const entry = new URL("emitted-witness.ts", import.meta.url);

describe.skipIf(!python)(`what writes sums and loops${python ? "" : ": not run, NumPy is not on this machine"}`, () => {
  it("has no fault without one", async () => {
    const { emittedFaults: faults } = await bundledWith<Witness>(entry, { name: "none", edits: [] });
    expect(faults()).toEqual([]);
  });

  it.each(FAULTS.map((f) => [f.name, f] as const))("with a fault: %s", async (_, fault) => {
    const { emittedFaults: faults } = await bundledWith<Witness>(entry, fault);
    let seen: readonly string[];
    try {
      seen = faults();
    } catch (error) {
      // A fault that ends the writing is seen too.
      seen = [String(error)];
    }
    expect(seen).not.toEqual([]);
  });
});
