/** How the work of a call grows with its text: ratios of times of one run, so that no clock has a say. */

/** The ratio of one doubling that counts as linear; a quadratic one is 4. */
export const LINEAR = 2.5;

/** Milliseconds on the processor below which a call is repeated within one measurement, so that its clock does not show. */
const SHORT = 20;
/** Measurements of each size, fewer where they take longer than this in all. */
const ROUNDS = 5;
const PATIENCE = 2_500;
/** Further measurements of a row that misses: one busy moment of the machine is no growth of ours. */
const AGAIN = 6;

/** Milliseconds that `call` takes on the processor: what else the machine does is not counted. */
export function onProcessor(call: () => void, times: number): number {
  // What earlier calls left behind is not to be collected at the cost of this one (`--expose-gc`).
  globalThis.gc?.();
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) call();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / times;
}

/**
 * Times at n, 2n and 4n, and the larger of the two ratios. Each is the least of several measurements, taken in turns so
 * that a busy moment meets all three, after one that warms up.
 */
export function growthOf(
  n: number,
  call: (text: string) => void,
  text: (n: number) => string,
  what = text(1),
): { readonly least: readonly number[]; readonly worst: number } {
  const sources = [n, 2 * n, 4 * n].map(text);
  const round = (times: readonly number[]): number[] =>
    sources.map((source, i) => {
      try {
        return onProcessor(() => call(source), times[i] as number);
      } catch (error) {
        throw new Error(`${what} at ${n * 2 ** i}: ${(error as Error).message}`, { cause: error });
      }
    });
  const warm = round([1, 1, 1]);
  const repeats = warm.map((t) => Math.min(100, Math.max(1, Math.ceil(SHORT / Math.max(0.01, t)))));
  let least: readonly number[] = warm;
  let spent = 0;
  const measure = (): void => {
    const times = round(repeats);
    least = least.map((t, i) => Math.min(t, times[i] as number));
    spent += times.reduce((sum, t, i) => sum + t * (repeats[i] as number), 0);
  };
  // Below a tenth of a millisecond there is nothing that grows.
  const growth = (): number => Math.max(...least.slice(1).map((t, i) => t / Math.max(0.1, least[i] as number)));
  for (let k = 0; k < ROUNDS && (k < 1 || spent < PATIENCE); k++) measure();
  for (let k = 0; k < AGAIN && growth() > LINEAR; k++) measure();
  return { least, worst: growth() };
}

/** Work at 4n by that at n: 4 where it is linear, 16 where it is quadratic, and on a busy machine somewhere near either. */
export function growsBy(n: number, call: (text: string) => void, text: (n: number) => string): number {
  const { least } = growthOf(n, call, text);
  return Math.max(...least) / Math.max(0.1, Math.min(...least));
}
/** Between the two. */
export const MOST_GROWTH = 9;
