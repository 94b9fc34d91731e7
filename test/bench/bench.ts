/** A figure of a benchmark, a ratio measured in one run wherever there is something to hold it against. */
export interface Row {
  readonly what: string;
  /** The ratio, or a time or number where there is nothing to hold it against; null where it was not run. */
  readonly value: number | null;
  readonly unit: "×" | "ms" | "µs" | "";
  /** Explains the figure, and gives the target where there is one. */
  readonly note: string;
}

export interface Bench {
  readonly name: string;
  /** Documents that `--write` brings the figures to, each between `<!-- bench NAME -->` and `<!-- end -->`. */
  readonly pages?: readonly string[];
  run(): Promise<readonly Row[]> | readonly Row[];
}

/** The least time of `runs` calls in milliseconds, after a few unmeasured ones. */
export function least(runs: number, call: () => void): number {
  for (let i = 0; i < Math.min(runs, 10); i++) call();
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    call();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/** The least time of a call on something made anew for each; what making takes is not counted. */
export function leastOnFresh<T>(runs: number, make: () => T, call: (made: T) => unknown): number {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const made = make();
    const start = performance.now();
    call(made);
    // The first calls warm the machine up, where there are enough of them.
    if (i >= runs / 4 || runs < 4) best = Math.min(best, performance.now() - start);
  }
  return best;
}

export const geometricMean = (xs: readonly number[]): number =>
  Math.exp(xs.reduce((t, x) => t + Math.log(x), 0) / xs.length);

/** Three digits and the unit. */
export const figure = ({ value, unit }: Row): string => {
  if (value === null) return "not run";
  const digits = value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(1) : value.toPrecision(3);
  return `${digits}${unit === "" ? "" : unit === "×" ? "×" : ` ${unit}`}`;
};

/** The rows as a table of Markdown. */
const table = (rows: readonly Row[]): string =>
  [
    "| measured | | |",
    "| --- | --- | --- |",
    ...rows.map((row) => `| ${row.what} | ${figure(row)} | ${row.note} |`),
  ].join("\n");

/** A document with the rows of a benchmark in their place. Throws where it has none. */
export function withRows(text: string, name: string, rows: readonly Row[]): string {
  const place = new RegExp(`(<!-- bench ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`);
  if (!place.test(text)) throw new Error(`there is no place for the figures of ${name}`);
  return text.replace(place, (_, open: string, close: string) => `${open}${table(rows)}\n${close}`);
}
