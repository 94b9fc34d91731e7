/** Numbers at which a claim is not the derivative, and how they are put down to be worked out again. */

/** A matrix row by row, a scalar as a number. */
export type Numbers = number | readonly (readonly number[])[];

export interface CounterexampleReport {
  readonly sizes: Readonly<Record<string, number>>;
  /** A family as an array of its members. */
  readonly inputs: Readonly<Record<string, Nested>>;
  /** Values of the letters of the question. */
  readonly letters: Readonly<Record<string, number>>;
  /** Unknown functions, as formulas in t. */
  readonly functions: Readonly<Record<string, string>>;
  readonly claimed: Numbers;
  readonly derived: Numbers;
  /** Row and column, counted from 1, of each entry that differs; empty where the shapes do. */
  readonly entries: readonly (readonly [number, number])[];
  /** The place, counted from 1, of the `=` of a chain at which it goes wrong. */
  readonly equals: number;
}

/** Entries of one value, and of all inputs together, that a reader would copy out. */
const MOST_ENTRIES = 20;
const MOST_INPUTS = 60;
/** Places named one by one. */
const MOST_PLACES = 6;
const DIGITS = 4;

/**
 * The lines of a counterexample: sizes, inputs, unknown functions, both values, the entries that
 * differ. Values too large to be copied out are left out and counted; the JSON has them.
 */
export function counterexampleLines(c: CounterexampleReport): readonly string[] {
  const sizes = Object.entries({ ...c.letters, ...c.sizes }).map(([name, n]) => `${name} = ${n}`);
  const inputs = Object.entries(c.inputs);
  const count = inputs.reduce((sum, [, x]) => sum + entriesOf(x), 0);
  const shown = count <= MOST_INPUTS ? inputs : inputs.filter(([, x]) => entriesOf(x) === 1);
  const left = inputs.length - shown.length;
  const digits = digitsApart(c);
  const [claimed, derived] = [entriesOf(c.claimed), entriesOf(c.derived)].map((n) => n <= MOST_ENTRIES);
  return [
    ...(sizes.length === 0 ? [] : [`with ${sizes.join(", ")}`]),
    ...shown.map(([name, x]) => `     ${name} = ${numbersText(x)}`),
    ...(left === 0 ? [] : [`     ${left} of the inputs are too large to be shown (--format json has them)`]),
    ...Object.entries(c.functions).map(([name, formula]) => `     ${name}(t) = ${formula}`),
    ...(claimed === true ? [`claimed  ${numbersText(c.claimed, digits)}`] : []),
    ...(derived === true ? [`derived  ${numbersText(c.derived, digits)}`] : []),
    ...places(c, digits),
  ];
}

const flat = (x: Numbers): readonly number[] => (typeof x === "number" ? [x] : x.flat());

/** Digits that a double has. */
const MOST_DIGITS = 17;

/** As many digits as tell the two values apart in each entry that differs. */
function digitsApart({ claimed, derived }: CounterexampleReport): number {
  const right = flat(derived);
  let digits = DIGITS;
  for (const [k, x] of flat(claimed).entries()) {
    const y = right[k];
    if (y === undefined || x === y) continue;
    while (digits < MOST_DIGITS && numberText(x, digits) === numberText(y, digits)) digits += 1;
  }
  return digits;
}

const entriesOf = (x: Nested): number =>
  typeof x === "number" ? 1 : x.reduce((count: number, part) => count + entriesOf(part), 0);

/** `(1, 2): 0.5 in place of 0.25`, where the values are more than one number. */
function places({ claimed, derived, entries }: CounterexampleReport, digits: number): readonly string[] {
  if (typeof claimed === "number" || typeof derived === "number" || entries.length === 0) return [];
  const at = (x: readonly (readonly number[])[], [row, col]: readonly [number, number]): number =>
    (x[row - 1] as readonly number[])[col - 1] as number;
  const all = entries.length === entriesOf(claimed);
  const first = entries.slice(0, MOST_PLACES);
  if (entriesOf(claimed) <= MOST_ENTRIES)
    return [all ? "differs in every entry" : `differs at ${first.map(placeText).join(", ")}${more(entries.length)}`];
  return first
    .map(
      (e) =>
        `at ${placeText(e)}: claimed ${numberText(at(claimed, e), digits)}, derived ${numberText(at(derived, e), digits)}`,
    )
    .concat(entries.length > MOST_PLACES ? [`and at ${entries.length - MOST_PLACES} more entries`] : []);
}

const placeText = ([row, col]: readonly [number, number]): string => `(${row}, ${col})`;
const more = (count: number): string => (count > MOST_PLACES ? ` and ${count - MOST_PLACES} more` : "");

/** Numbers within numbers, as deep as there are axes. */
export type Nested = number | readonly Nested[];

/** `[1, 2; 3, 4]`, rows apart by semicolons; what has more axes is a list of such. */
export function numbersText(x: Nested, digits = DIGITS): string {
  if (typeof x === "number") return numberText(x, digits);
  if (x.every((row) => typeof row === "number")) return `[${x.map((row) => numbersText(row, digits)).join(", ")}]`;
  const isRow = (row: Nested): row is readonly number[] =>
    typeof row !== "number" && row.every((entry) => typeof entry === "number");
  if (!x.every(isRow)) return `[${x.map((part) => numbersText(part, digits)).join(", ")}]`;
  return `[${x.map((row) => row.map((entry) => numberText(entry, digits)).join(", ")).join("; ")}]`;
}

const numberText = (x: number, digits: number): string =>
  Number.isNaN(x) ? "no value" : String(Number(x.toPrecision(digits)));
