/** What papers ask of their models has an answer, and differences agree with it. */
import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { TARGETS } from "./targets.js";

describe.each(TARGETS)("$title", ({ text, asks }) => {
  it.each(asks)("%s", (asked) => {
    const found = check(`${text}\n${asked}`);
    expect(found).toMatchObject({ passed: true, counts: { failed: 0, notJudged: 0 } });
    expect(found.counts.passed).toBeGreaterThan(0);
  });
});
