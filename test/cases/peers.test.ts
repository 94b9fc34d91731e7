/** What peers test or tabulate is derived, and is what they say. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { modelOf, PEERS } from "./peers.js";

describe.each(PEERS)("$peer", ({ cases }) => {
  it.each(cases)("$name", (one) => {
    const report = check(modelOf(one), { samples: 1, exactShape: true });
    const claims = report.checks.filter((l) => l.kind === "claim");
    expect(claims.map((l) => l.outcome)).toEqual(["passed"]);
    expect(report).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
  });
});

it("a formula that is none of theirs is told", () => {
  const wrong = { name: "", of: "tr(A X B)", by: "X", formula: "B A" };
  expect(check(modelOf(wrong), { exactShape: true })).toMatchObject({ passed: false });
});
