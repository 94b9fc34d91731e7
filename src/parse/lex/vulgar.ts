/** Fractions of one character, by what stands above and below their line. */
export const VULGAR: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["½", ["1", "2"]],
  ["⅓", ["1", "3"]],
  ["⅔", ["2", "3"]],
  ["¼", ["1", "4"]],
  ["¾", ["3", "4"]],
  ["⅕", ["1", "5"]],
  ["⅙", ["1", "6"]],
  ["⅛", ["1", "8"]],
]);
