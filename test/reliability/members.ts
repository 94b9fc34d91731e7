/** Texts of members, entries, layers and sums whose places do not fit one another: nearly all are to be refused. */

const NAMES = ["p", "x", "h", "W"];
const PLACES = ["i", "j", "k", "t", "t-1", "t+1", "0", "1", "2", "N", "m'"];
const RANGES = ["", "", ", i = 1, \\dots, N", ", t = 1, \\dots, T"];
const SUMS = ["i", "j", "i=1", "k=1", "i\\ne j"];

/** Two to five statements, a question or a claim the last. */
export function membersAtRandom(random: () => number): string {
  const below = (n: number): number => Math.floor(random() * n);
  const one = (of: readonly string[]): string => of[below(of.length)] as string;
  const name = (): string => {
    const places = Array.from({ length: 1 + below(3) }, () => one(PLACES));
    const [first, ...rest] = places;
    switch (below(6)) {
      case 0:
        return one(NAMES);
      case 1:
        return `${one(NAMES)}^{[${first}]}`;
      case 2:
        return rest.length === 0 ? one(NAMES) : `${one(NAMES)}^{(${first})}_{${rest.join(",")}}`;
      default:
        return `${one(NAMES)}_{${places.join(",")}}`;
    }
  };
  const value = (depth: number): string => {
    if (depth === 0) return name();
    switch (below(5)) {
      case 0:
        return `${value(depth - 1)} + ${value(depth - 1)}`;
      case 1:
        return `${value(depth - 1)} ${value(depth - 1)}`;
      case 2:
        return `\\sum_{${one(SUMS)}}^{N} ${value(depth - 1)}`;
      case 3:
        return `\\tanh(${value(depth - 1)})`;
      default:
        return name();
    }
  };
  const equations = Array.from({ length: 1 + below(4) }, () => `$$${name()} = ${value(1 + below(2))}${one(RANGES)}$$`);
  const claimed = below(2) === 0 ? "" : ` = ${value(1)}`;
  return [...equations, `$$\\frac{\\partial ${name()}}{\\partial ${name()}}${claimed}$$`].join("\n");
}
