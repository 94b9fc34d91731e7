import { expect, it } from "vitest";
import { headAt } from "../../../src/parse/index/heads.js";
import { plainToken } from "../../../src/parse/lex/tokens.js";

/** How often the tokens of `i, i, …` are looked at until their letters are read. */
function looks(letters: number): number {
  let count = 0;
  const list = Array.from({ length: 2 * letters }, (_, i) =>
    plainToken(i % 2 === 0 ? "NAME" : "COMMA", i % 2 === 0 ? "i" : ",", { start: i, end: i + 1 }),
  );
  const tokens = new Proxy(list, {
    get: (target, key, self) => {
      count += 1;
      return Reflect.get(target, key, self);
    },
  });
  const head = headAt({ tokens, typed: (t) => t.value, at: 0 }, null);
  expect(head?.ranges[0]?.letters).toHaveLength(letters);
  return count;
}

it("letters are read in one pass, however many stand below a sign", () => {
  expect(looks(400)).toBeLessThan(2.1 * looks(200));
});
