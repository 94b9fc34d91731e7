/**
 * `x_i A_ij x_j`, `C_ij = A_ik B_kj`: a letter below two factors of a product, one of which has two letters, is summed
 * over to whoever writes so, and so is the k of `ε_kk`. Here a sum has its sign: without one the names would be matrices of their own.
 */
import { type Expression, expressionsOf, type Name, type Product, postorder, type Statement } from "../../parse/ast.js";

export interface RepeatedLetters {
  readonly in: Expression;
  readonly letters: readonly string[];
}

/** Letters of two below one name: those that count, and not words such as in and min. */
const PAIR = /^(?!(?:in|im|kin|min|lin|pin|ml|mm|nn|np|lp|pi|nm|pm|ip)$)[i-np-q]{2,4}$/;

/** The same where all letters are Greek, as in relativity. */
const GREEK_PAIR =
  /^(?:\\?(?:mu|nu|alpha|beta|rho|sigma|lambda|kappa)|[μναβρσλκ])(?:\s*(?:\\(?:mu|nu|alpha|beta|rho|sigma|lambda|kappa)|[μναβρσλκ])){1,3}$/;

/** Names that are declared with their own sizes below them, `K_{n,m} : matrix(n, m)`: those letters tell which array it is. */
export function labelledBySizes(statements: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const s of statements) {
    if (s.type !== "declaration" || (s.ranges ?? []).length > 0) continue;
    const sizes = new Set(s.kind.sizes.flatMap(postorder).flatMap((e) => (e.type === "name" ? [e.name] : [])));
    for (const n of s.names) {
      const letters = lettersOf(n);
      if (letters.length > 0 && letters.every((l) => sizes.has(l))) found.add(n.name);
    }
  }
  return found;
}

/** What is no letter of a sum: names that are labelled by their sizes, and letters that other formulas sum over with a sign. */
export interface Exempt {
  readonly labelled: ReadonlySet<string>;
  readonly signed: ReadonlySet<string>;
}

/** A product or name of a statement with letters that are summed over without a sign, or null. */
export function repeatedLetters(s: Statement, { labelled, signed }: Exempt): RepeatedLetters | null {
  if (s.type === "declaration" || s.type === "range" || s.type === "places" || s.type === "input") return null;
  const { stated, claimed } = expressionsOf(s);
  const roots = [...stated, ...claimed];
  if (!roots.some(hasPair)) return null;
  const lettersBelow = (n: Name) => (labelled.has(n.name) ? [] : lettersOf(n));
  const bound = new Set([...boundIn(s, roots), ...signed]);
  for (const root of roots)
    for (const e of postorder(root)) {
      const letters =
        e.type === "product"
          ? summed(e, bound, lettersBelow)
          : e.type === "name"
            ? doubled(e, bound, lettersBelow)
            : [];
      if (letters.length > 0) return { in: e, letters };
    }
  return null;
}

const hasPair = (root: Expression): boolean =>
  postorder(root).some((e) => e.type === "name" && lettersOf(e).length > 1);

/** The letters below a name, and above it; none of a name with a label. */
function lettersOf(n: Name): readonly string[] {
  if (n.scripts === undefined) return [];
  const all = [...n.scripts.below, ...n.scripts.above];
  const found = all.map(({ text }) => {
    const bare = text.replace(/[\s,]/g, "");
    if (GREEK_PAIR.test(text)) return text.match(/\\?[a-z]+|[μναβρσλκ]/g) ?? [];
    return PAIR.test(bare) || /^[i-np-q]$/.test(bare) ? [...bare] : [];
  });
  return found.every((letters) => letters.length > 0) ? found.flat() : [];
}

/** Letters of a factor: of a name, whatever stands behind it, and above it, `x^\mu`. */
function factorLetters(e: Expression, lettersBelow = lettersOf): readonly string[] {
  if (e.type === "name") return lettersBelow(e);
  if (e.type !== "postfix" || e.operand.type !== "name") return [];
  const powers = e.operators.flatMap((o) =>
    o.type === "power" ? postorder(o.exponent).flatMap((x) => (x.type === "name" ? [x.typed.trim()] : [])) : [],
  );
  return [...lettersBelow(e.operand), ...(powers.every((p) => GREEK_PAIR.test(`${p} ${p}`)) ? powers : [])];
}

/** What binds letters in a statement: ranges, signs, its left side, what its question is by. */
function boundIn(s: Statement, roots: readonly Expression[]): ReadonlySet<string> {
  const bound = new Set<string>();
  for (const r of s.ranges ?? []) for (const n of r.letters) bound.add(n.typed.trim());
  if (s.type === "definition") for (const letter of lettersOf(s.name)) bound.add(letter);
  for (const e of roots.flatMap(postorder)) {
    if (e.type === "reduction") for (const r of e.ranges) for (const n of r.letters) bound.add(n.typed.trim());
    if (e.type === "derivative")
      for (const x of [e.of, ...e.variables]) for (const letter of factorLetters(x)) bound.add(letter);
  }
  return bound;
}

/** `ε_kk`, `A_ii`: a trace where nothing binds the letter. */
function doubled(n: Name, bound: ReadonlySet<string>, lettersBelow = lettersOf): readonly string[] {
  const [first, second, ...rest] = lettersBelow(n);
  return first !== undefined && first === second && rest.length === 0 && !bound.has(first) ? [first] : [];
}

/** Letters that nothing binds and two factors have, of which one has another letter as well. */
function summed(e: Product, bound: ReadonlySet<string>, lettersBelow = lettersOf): readonly string[] {
  const factors = [e.first, ...e.rest.flatMap((r) => (r.operator === "divide" ? [] : [r.operand]))].map((f) =>
    factorLetters(f, lettersBelow),
  );
  const out = new Set<string>();
  factors.forEach((own, i) => {
    if (own.length < 2) return;
    for (const letter of own)
      if (!bound.has(letter) && factors.some((other, k) => k !== i && other.includes(letter))) out.add(letter);
  });
  return [...out];
}
