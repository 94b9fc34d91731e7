/** The order and the brackets in which books write what is equal, and as long; and what they print. */
import { expect, it } from "vitest";
import { FORMS } from "./book-forms.js";
import { BOOK_FORMULAS, shown, unlikeBooks } from "./book-formulas.js";

it.each(FORMS)("%s", (_about, model, form) => {
  expect(shown(model)).toBe(form);
});

it("writes formulas of books as they are printed there: every eighth, all of them in book-order.deep.test.ts", () => {
  expect(unlikeBooks(BOOK_FORMULAS.filter((_, i) => i % 8 === 3))).toEqual([]);
});
