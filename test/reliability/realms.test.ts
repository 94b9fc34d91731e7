/** The same bytes in every process, locale, time zone and order of asking, beside frozen and polluted prototypes. */
import { afterAll, describe, expect, it } from "vitest";
import { firstDifference, ours, REALMS, smokeRuns } from "./realms.js";

const runs = await smokeRuns(60);
const { out: plain, err, code } = runs.run({ name: "plain" });
afterAll(runs.done);

describe("what is said of the models", () => {
  it("is something", () => {
    expect([code, err]).toEqual([0, ""]);
    expect([plain.includes("data-latex"), plain.length > 50_000]).toEqual([true, true]);
    // A stack trace is what an untyped error leaves.
    expect(/^ +at \S+ \(/m.exec(plain)).toBeNull();
  });

  it.each(REALMS.map((r) => [r.name, r] as const))("is the same with %s", (_, realm) => {
    const there = runs.run(realm);
    expect(there.err).toBe("");
    // KaTeX and dagre look things up on plain objects: there their lines are not compared.
    const read = realm.between === undefined ? (text: string) => text : ours;
    expect(firstDifference(read(plain), read(there.out))).toBeNull();
  });

  it("would be seen to differ", () => {
    expect(firstDifference(plain, plain.replace("matrix", "matrlx"))).toContain("matrlx");
  });
});
