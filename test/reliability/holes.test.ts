/** The reading of a report of coverage: what is taken, what is not and has a reason, and reasons that have outlived their branch. */
import { expect, it } from "vitest";
import { branchesByRoom, type Hole } from "./holes.js";

const line = (n: number) => ({ start: { line: n } });
const REPORT = {
  "/work/src/codegen/lines.ts": {
    branchMap: {
      0: { loc: line(1), locations: [line(1), { start: {} }] },
      1: { loc: line(2), locations: [line(2), line(3)] },
    },
    b: { 0: [4, 0], 1: [0, 2] },
  },
  "/work/src/parse/parse.ts": { branchMap: { 0: { loc: line(1), locations: [line(1)] } }, b: { 0: [0] } },
};
const SOURCE = ["  if (known) return known;", "  const a = x ?? thrown();", "  rest;"];
const HOLE: Hole = { file: "codegen/lines.ts", at: "?? thrown()", why: "it is always there" };

const rooms = (...holes: readonly Hole[]) => branchesByRoom(REPORT, () => SOURCE, holes);

it("names each branch that is not taken, by its reason or by its place", () => {
  expect(rooms(HOLE).find((r) => r.room === "codegen")).toEqual({
    room: "codegen",
    total: 4,
    taken: 2,
    named: [HOLE],
    unnamed: ["codegen/lines.ts:1 if (known) return known;"],
  });
  expect(rooms().flatMap((r) => r.unnamed)).toHaveLength(2);
});

it("fails where a hole is named that is none, or no longer there", () => {
  expect(() => rooms(HOLE, { ...HOLE, at: "rest" })).toThrow("codegen/lines.ts: rest");
  expect(() => rooms({ ...HOLE, at: "gone" })).toThrow("gone");
  expect(() => rooms({ ...HOLE, file: "codegen/names.ts" })).toThrow("names.ts");
});
