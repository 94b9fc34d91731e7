/** What a benchmark is: a name and rows of figures, each a ratio measured in one run. */
export interface Row {
  readonly what: string;
  /** The ratio, or a time in milliseconds where there is nothing to hold it against. */
  readonly value: number;
  readonly unit: "×" | "ms" | "µs";
  /** What the ratio is of, and the target where there is one. */
  readonly note: string;
}

export interface Bench {
  readonly name: string;
  run(): Promise<readonly Row[]> | readonly Row[];
}

/** The median time of `runs` calls in milliseconds, after as many unmeasured ones. */
export function median(runs: number, call: (i: number) => void): number {
  for (let i = 0; i < runs; i++) call(i);
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    call(runs + i);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] as number;
}
