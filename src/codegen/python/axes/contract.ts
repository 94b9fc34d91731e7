/** Sums of products of arrays, as a person would write them: products of matrices where they are some, else einsum. */

/** An array with a letter for each of its axes. */
export interface Lettered {
  readonly code: string;
  readonly letters: readonly string[];
}

export interface Numerics {
  /** `np`, `torch`, `jnp`. */
  readonly module: string;
  /** The axes of an array in another order. */
  readonly permuted: (code: string, order: readonly number[]) => string;
}

/** Code as an operand: in parentheses unless it is a word, a call or an index. */
export const operandText = (code: string): string =>
  /^[\w.]+(\[[^[\]]*\]|\([^()]*\)|\.T)*$/.test(code) || isBracketed(code) ? code : `(${code})`;

/** Whether the first bracket closes at the end. */
function isBracketed(code: string): boolean {
  if (!code.startsWith("(")) return false;
  let depth = 0;
  for (let k = 0; k < code.length - 1; k++) {
    if (code[k] === "(") depth += 1;
    else if (code[k] === ")") depth -= 1;
    if (depth === 0) return false;
  }
  return code.endsWith(")");
}

/** The transpose of a matrix; of one that is written as a transpose, what it is the transpose of. */
const transposed = (code: string): string =>
  /^\w+\.T$/.test(code) ? code.slice(0, -".T".length) : `${operandText(code)}.T`;

/** An array whose axes are laid among others: new ones where it has none. */
export function laid({ code, letters }: Lettered, all: readonly string[], n: Numerics): string {
  const own = all.filter((l) => letters.includes(l));
  const ordered = permuted({ code, letters }, own, n);
  const from = all.findIndex((l) => letters.includes(l));
  // Axes in front come by themselves.
  const rest = from < 0 ? [] : all.slice(from);
  if (rest.every((l) => letters.includes(l))) return ordered;
  return `${operandText(ordered)}[${rest.map((l) => (letters.includes(l) ? ":" : "None")).join(", ")}]`;
}

function permuted({ code, letters }: Lettered, wanted: readonly string[], n: Numerics): string {
  if (wanted.every((l, k) => letters[k] === l)) return code;
  if (wanted.length === 2) return transposed(code);
  return n.permuted(
    operandText(code),
    wanted.map((l) => letters.indexOf(l)),
  );
}

/** Arrays entry by entry, over the letters of all. */
export function together(list: readonly Lettered[], all: readonly string[], n: Numerics, by: string): Lettered {
  const [only] = list;
  if (only !== undefined && list.length === 1) return only;
  const parts = list.map((x) => operandText(laid(x, all, n)));
  return { code: parts.join(by), letters: all };
}

/** The product of arrays summed over all letters that are not wanted, with its axes in the order of those. */
export function contracted(list: readonly Lettered[], wanted: readonly string[], n: Numerics): string {
  let factors = [...list];
  // A factor whose axes another one has is multiplied into it, as long as more than two are left: into the least of
  // such, so that diag(u) diag(v) w costs what three columns cost and no matrix.
  while (factors.length > 2) {
    const into = factors.map((f) => leastAround(f, factors));
    const small = into.findIndex((g) => g !== null);
    const [f, g] = [factors[small], into[small]];
    if (f === undefined || !g) break;
    factors = [together([g, f], g.letters, n, " * "), ...factors.filter((x) => x !== f && x !== g)];
  }
  const [a, b] = factors;
  if (a === undefined) return "1.0";
  if (b === undefined) return summed(a, wanted, n);
  if (factors.length === 2) {
    if (a.letters.every((l) => b.letters.includes(l)) && b.letters.every((l) => wanted.includes(l)))
      return permuted(together([b, a], b.letters, n, " * "), wanted, n);
    if (b.letters.every((l) => a.letters.includes(l)) && a.letters.every((l) => wanted.includes(l)))
      return permuted(together([a, b], a.letters, n, " * "), wanted, n);
    const product = matrixProduct(a, b, wanted) ?? matrixProduct(b, a, wanted);
    if (product !== null) return product;
  }
  return einsum(factors, wanted, n);
}

/** Of the factors that have all axes of one, the one with the fewest; null where there is none. */
function leastAround(f: Lettered, factors: readonly Lettered[]): Lettered | null {
  const around = factors.filter((g) => g !== f && f.letters.every((l) => g.letters.includes(l)));
  return around.reduce<Lettered | null>((a, g) => (a === null || g.letters.length < a.letters.length ? g : a), null);
}

function summed(a: Lettered, wanted: readonly string[], n: Numerics): string {
  const over = a.letters.flatMap((l, k) => (wanted.includes(l) ? [] : [k]));
  if (over.length === 0) return permuted(a, wanted, n);
  const axis = over.length === a.letters.length ? "" : `, axis=${over.length === 1 ? over[0] : `(${over.join(", ")})`}`;
  const letters = a.letters.filter((l) => wanted.includes(l));
  return permuted({ code: `${n.module}.sum(${a.code}${axis})`, letters }, wanted, n);
}

/** A B where one letter goes, and no other is common. */
function matrixProduct(a: Lettered, b: Lettered, wanted: readonly string[]): string | null {
  const common = a.letters.filter((l) => b.letters.includes(l));
  const [k] = common;
  if (k === undefined || common.length > 1 || wanted.includes(k) || a.letters.length > 2 || b.letters.length > 2)
    return null;
  const out = [...a.letters, ...b.letters].filter((l) => l !== k);
  if (!out.every((l, i) => wanted[i] === l) || out.length !== wanted.length) return null;
  const left = a.letters[a.letters.length - 1] === k ? operandText(a.code) : transposed(a.code);
  const right = b.letters[0] === k ? operandText(b.code) : transposed(b.code);
  return `${left} @ ${right}`;
}

function einsum(factors: readonly Lettered[], wanted: readonly string[], n: Numerics): string {
  const short = new Map<string, string>();
  const letter = (l: string): string => {
    const known = short.get(l) ?? String.fromCharCode("a".charCodeAt(0) + short.size);
    short.set(l, known);
    return known;
  };
  const subscripts = factors.map((f) => f.letters.map(letter).join(""));
  const out = wanted.map(letter).join("");
  return `${n.module}.einsum("${subscripts.join(",")}->${out}", ${factors.map((f) => f.code).join(", ")})`;
}
