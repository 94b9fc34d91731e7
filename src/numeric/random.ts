/** Random numbers that a seed repeats on every machine: nothing in the library asks `Math.random`. */

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [a, b). */
  between(a: number, b: number): number;
  /** A whole number from a to b, both included. */
  whole(a: number, b: number): number;
  /** A number of absolute value in [a, b), of either sign. */
  signed(a: number, b: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** The list in another order. */
  shuffled<T>(list: readonly T[]): T[];
}

/** The generator sfc32 (Doty-Humphrey, PractRand), 32 bits a step, period at least 2^32. */
export function random(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9 | 0, seed | 0, Math.floor(seed / 2 ** 32) | 0, 1];
  const step = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  // The first values still show the seed.
  for (let i = 0; i < 15; i++) step();
  const next = () => step() / 2 ** 32;
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    between: (from, to) => from + next() * (to - from),
    signed: (from, to) => (next() < 0.5 ? -1 : 1) * (from + next() * (to - from)),
    pick: <T>(list: readonly T[]) => list[whole(0, list.length - 1)] as T,
    shuffled<T>(list: readonly T[]): T[] {
      const out = list.slice();
      for (let i = out.length - 1; i > 0; i--) {
        const j = whole(0, i);
        [out[i], out[j]] = [out[j] as T, out[i] as T];
      }
      return out;
    },
  };
}
