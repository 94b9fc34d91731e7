/** A sample of what `npm run reliability doors` does fifty times as often. */
import { describe, expect, it } from "vitest";
import { DOORS, faultsAt } from "./doors.js";

describe("what strangers write is refused, or read, through every door", { timeout: 120_000 }, () => {
  it.each(DOORS.map((door) => [door.name, door] as const))("%s", async (_, door) => {
    expect(await faultsAt(door, 1, 40)).toEqual([]);
  });

  it("and a door that throws is told", async () => {
    const open = () => {
      throw new TypeError("no such thing");
    };
    expect(await faultsAt({ name: "a door", open }, 1, 2)).toHaveLength(2);
  });
});
