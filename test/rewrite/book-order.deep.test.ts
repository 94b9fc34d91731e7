/** All the formulas of books, of which `npm test` holds every eighth. */
import { expect, it } from "vitest";
import { BOOK_FORMULAS, unlikeBooks } from "./book-formulas.js";

it("writes the formulas of books as they are printed there", () => {
  expect(BOOK_FORMULAS.length).toBeGreaterThan(150);
  expect(unlikeBooks(BOOK_FORMULAS)).toEqual([]);
});
