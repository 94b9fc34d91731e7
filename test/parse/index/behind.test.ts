import { expect, it } from "vitest";
import { marked } from "../../../src/parse/index/marks.js";
import { type LexicalKind, plainToken } from "../../../src/parse/lex/tokens.js";

/** How often the tokens of `∀ i ∀ i …` are looked at until it is known that no letter stands anywhere. */
function looks(times: number): number {
  let count = 0;
  const source = "∀ i ".repeat(times);
  const kinds: readonly LexicalKind[] = ["FORALL", "NAME"];
  const list = Array.from({ length: 2 * times }, (_, i) =>
    plainToken(kinds[i % 2] as LexicalKind, source[2 * i] as string, { start: 2 * i, end: 2 * i + 1 }),
  );
  const tokens = new Proxy(list, {
    get: (target, key, self) => {
      count += 1;
      return Reflect.get(target, key, self);
    },
  });
  expect(marked(tokens, source).bound.size).toBe(0);
  return count;
}

it("that no letter stands below or above anything is found out once for all ranges", () => {
  expect(looks(400)).toBeLessThan(2.1 * looks(200));
});
