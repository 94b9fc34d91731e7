/**
 * Sizes: polynomials of size symbols with whole-number coefficients, `n`, `5 d`, `n m + 1`.
 *
 * A size *is* its canonical string, so equality is `===` and a size prints as itself.
 * Declared size symbols are distinct: nothing makes `n` equal to `m`.
 */

declare const canonical: unique symbol;
export type Dim = string & { readonly [canonical]: true };

/** Monomial (`"m n^2"`, `""` for the constant) → whole-number coefficient. */
export type Polynomial = ReadonlyMap<string, number>;

const asDim = (s: string) => s as Dim;

export const ONE: Dim = asDim("1");

/** A size that is one symbol, or a whole number. */
export function dim(of: string | number): Dim {
  return asDim(String(of));
}

/** The factors of a monomial with their exponents: `"m n^2"` → m:1, n:2. */
export function powersOf(monomial: string): Map<string, number> {
  const out = new Map<string, number>();
  if (monomial === "") return out;
  for (const factor of monomial.split(" ")) {
    const [name = "", exponent = "1"] = factor.split("^");
    out.set(name, (out.get(name) ?? 0) + Number(exponent));
  }
  return out;
}

/** The monomial of factors with their exponents; what has the exponent 0 is no factor. */
export function monomialOf(of: ReadonlyMap<string, number>): string {
  return [...of]
    .filter(([, k]) => k > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, k]) => (k === 1 ? name : `${name}^${k}`))
    .join(" ");
}

/** The polynomial that a canonical size string stands for. */
export function polynomialOf(d: Dim): Polynomial {
  const out = new Map<string, number>();
  for (const [, sign, term = ""] of d.matchAll(/(^-|[+-] )?((?:[^\s+-]+ ?)+)/g)) {
    const factors = term.trim().split(" ");
    // Asked by its first character: Number("Infinity") is a number, a size of that name is none.
    const counted = /^\d/.test(term);
    const coefficient = counted ? Number(factors[0]) : 1;
    const name = (counted ? factors.slice(1) : factors).join(" ");
    out.set(name, (out.get(name) ?? 0) + (sign?.startsWith("-") ? -coefficient : coefficient));
  }
  return out;
}

/** How many factors a monomial has, each as often as its exponent says. */
export const degreeOf = (m: string) => [...powersOf(m).values()].reduce((a, b) => a + b, 0);

/** The canonical string: terms by falling degree, then by name; the constant last. */
export function dimOf(p: Polynomial): Dim {
  const terms = [...p].filter(([, c]) => c !== 0).sort(([a], [b]) => degreeOf(b) - degreeOf(a) || (a < b ? -1 : 1));
  if (terms.length === 0) return asDim("0");
  return asDim(
    terms
      .map(([m, c], i) => {
        const size = Math.abs(c);
        const body = m === "" ? String(size) : size === 1 ? m : `${size} ${m}`;
        return i === 0 ? (c < 0 ? `-${body}` : body) : `${c < 0 ? "- " : "+ "}${body}`;
      })
      .join(" "),
  );
}

const isSymbol = (d: Dim) => /^[^\s\d+-]\S*$/.test(d) && !d.includes("^");

/** `a + b`. */
export function plus(a: Dim, b: Dim): Dim {
  const out = new Map(polynomialOf(a));
  for (const [m, c] of polynomialOf(b)) out.set(m, (out.get(m) ?? 0) + c);
  return dimOf(out);
}

/** `a - b`. */
export function minus(a: Dim, b: Dim): Dim {
  const out = new Map(polynomialOf(a));
  for (const [m, c] of polynomialOf(b)) out.set(m, (out.get(m) ?? 0) - c);
  return dimOf(out);
}

/** `a b`, the size of a `vec`. */
export function times(a: Dim, b: Dim): Dim {
  if (a === ONE) return b;
  if (b === ONE) return a;
  if (isSymbol(a) && isSymbol(b) && a !== b) return asDim(a < b ? `${a} ${b}` : `${b} ${a}`);
  const out = new Map<string, number>();
  for (const [ma, ca] of polynomialOf(a)) {
    for (const [mb, cb] of polynomialOf(b)) {
      const both = powersOf(ma);
      for (const [name, k] of powersOf(mb)) both.set(name, (both.get(name) ?? 0) + k);
      const m = monomialOf(both);
      out.set(m, (out.get(m) ?? 0) + ca * cb);
    }
  }
  return dimOf(out);
}

/** a / b where b is one term that divides each of a, or all of it; else null. */
export function dividedBy(a: Dim, b: Dim): Dim | null {
  if (a === b) return ONE;
  const [[by, count] = ["", 0], ...others] = polynomialOf(b);
  if (count <= 0 || others.length > 0) return null;
  const out = new Map<string, number>();
  for (const [m, c] of polynomialOf(a)) {
    const left = powersOf(m);
    for (const [name, k] of powersOf(by)) left.set(name, (left.get(name) ?? 0) - k);
    if (c % count !== 0 || [...left.values()].some((k) => k < 0)) return null;
    out.set(monomialOf(left), c / count);
  }
  return dimOf(out);
}

/** The size with symbols replaced; `of` answers null for a symbol that stays. */
export function substitute(d: Dim, of: (symbol: string) => Dim | null): Dim {
  let total: Dim = dim(0);
  for (const [m, c] of polynomialOf(d)) {
    let term: Dim = dim(c);
    for (const [name, k] of powersOf(m)) {
      const value = of(name) ?? dim(name);
      for (let i = 0; i < k; i++) term = times(term, value);
    }
    total = plus(total, term);
  }
  return total;
}

/** The size symbols in a size. */
export function symbolsOf(d: Dim): readonly string[] {
  return [...new Set([...polynomialOf(d).keys()].flatMap((m) => [...powersOf(m).keys()]))];
}

/** The number that a size is when its symbols have values. Throws RangeError for a symbol without one. */
export function evaluateDim(d: Dim, sizes: ReadonlyMap<string, number>): number {
  // Most sizes are one symbol or one number: these need not be taken apart.
  const known = sizes.get(d);
  if (known !== undefined) return known;
  if (/^\d+$/.test(d)) return Number(d);
  let total = 0;
  for (const [m, c] of polynomialOf(d)) {
    let product = c;
    for (const [name, k] of powersOf(m)) {
      const v = sizes.get(name);
      if (v === undefined) throw new RangeError(`no value for the size ${name}`);
      product *= v ** k;
    }
    total += product;
  }
  return total;
}
