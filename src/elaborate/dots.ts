/**
 * `\mathbf a \cdot \mathbf b`, `\vec F \cdot \vec d`, `x · y` of two vectors is their inner product. What is a vector is
 * seen by its setting or its declaration, before anything is known of kinds: an arrow, bold lower case, `x : vector(n)`,
 * or by a matrix in front of it, `x · A x`.
 */
import {
  type Expression,
  expressionsOf,
  type Name,
  type Product,
  postorder,
  rebuiltBy,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { isUpper } from "./names/evidence.js";
import { reread } from "./primes.js";

/** An arrow over a letter, in LaTeX or Unicode. */
export const ARROW = /^\\(?:vec|overrightarrow)(?![A-Za-z])|\u20d7/;

type Is = (n: Name) => boolean;

interface Names {
  readonly isVector: Is;
  readonly isMatrix: Is;
}

/** The statements with such products as transposes of what stands before the sign. */
export function readDots(statements: readonly Statement[], source: string): readonly Statement[] {
  if (!/[·⋅]|\\cdot(?![A-Za-z])/.test(source)) return statements;
  const declared = new Map<string, string>();
  for (const s of statements) if (s.type === "declaration") for (const n of s.names) declared.set(n.name, s.kind.name);
  const isArrow = (n: Name): boolean => n.face === "bold" && ARROW.test(source.slice(n.span.start, n.span.end));
  let multiplied: ReadonlySet<string> | null = null;
  const isVector: Is = (n) => {
    const kind = declared.get(n.name);
    if (kind !== undefined) return kind === "vector";
    if (n.face === "bold") return !isUpper(n.name) || isArrow(n);
    multiplied ??= behindMatrices(statements, isMatrix);
    return multiplied.has(n.name);
  };
  const isMatrix: Is = (n) => {
    const kind = declared.get(n.name);
    return kind === undefined ? isUpper(n.name) && !isArrow(n) : kind === "matrix";
  };
  return statements.map((s) =>
    reread(s, (root) => rebuiltBy(root, (e) => (e.type === "product" ? dotted(e, source, { isVector, isMatrix }) : e))),
  );
}

/** Latin letters in lower case behind a capital that end a product, or stand before a dot: the x of `x · A x`. */
function behindMatrices(statements: readonly Statement[], isMatrix: Is): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements)
    for (const e of Object.values(expressionsOf(s)).flat().flatMap(postorder)) {
      if (e.type !== "product") continue;
      e.rest.forEach(({ operator, operand }, i) => {
        const before = e.rest[i - 1]?.operand ?? e.first;
        const isLast = e.rest[i + 1]?.operator !== "juxtaposition" && operator === "juxtaposition";
        if (!isLast || operand.type !== "name" || before.type !== "name" || !isMatrix(before)) return;
        if (/^[a-z](?![a-z])/.test(operand.name)) out.add(operand.name);
      });
    }
  return out;
}

function dotted(e: Product, source: string, names: Names): Expression {
  const factors = [e.first, ...e.rest.map((r) => r.operand)];
  const at = e.rest.findIndex((r, i) => {
    if (r.operator !== "times") return false;
    const [before, behind] = [factors[i] as Expression, factors[i + 1] as Expression];
    const sign = source.slice(before.span.end, behind.span.start);
    return /[·⋅]|\\cdot/.test(sign) && isColumn(before, names) && isColumnFrom(factors, i + 1, names);
  });
  if (at < 0) return e;
  // A v · w: what is turned is A v.
  let from = at;
  while (from > 0 && e.rest[from - 1]?.operator === "juxtaposition" && isArray(factors[from - 1], names)) from -= 1;
  const operand = turned(factors, from, at, e);
  const rest = [...e.rest.slice(0, from), ...e.rest.slice(at)];
  if (from === 0) return { ...e, first: operand, rest: e.rest.slice(at) };
  return { ...e, rest: rest.map((r, i) => (i === from - 1 ? { ...r, operand } : r)) };
}

/** The transpose of the factors from one to another. */
function turned(factors: readonly Expression[], from: number, to: number, e: Product): Expression {
  const first = factors[from] as Expression;
  const span = { start: first.span.start, end: (factors[to] as Expression).span.end };
  const whole: Expression = from === to ? first : { ...e, first, rest: e.rest.slice(from, to), span };
  const operand: Expression = from === to ? first : { type: "group", operand: whole, span };
  return {
    type: "postfix",
    operand,
    operators: [{ type: "transpose", span: { start: span.end, end: span.end } }],
    span,
  };
}

const isArray = (e: Expression | undefined, { isMatrix }: Names): boolean =>
  e !== undefined && (e.type === "name" ? isMatrix(e) : e.type === "postfix" && isMatrixPower(e.operand, isMatrix));

const isMatrixPower = (e: Expression, isMatrix: Is): boolean => e.type === "name" && isMatrix(e);

/** Whether a factor is a vector, for all that its setting says: a name, or a sum of terms that end in one. */
function isColumn(e: Expression, names: Names): boolean {
  const inner = ungrouped(e);
  if (inner.type === "name") return names.isVector(inner);
  // m (a - b), which is read as a call until kinds are known.
  if (inner.type === "call" && inner.args.length === 1 && inner.callee.name.length === 1)
    return isColumn(inner.args[0] as Expression, names);
  if (inner.type === "negation") return isColumn(inner.operand, names);
  if (inner.type === "sum") return inner.terms.every(({ term }) => isColumn(term, names));
  if (inner.type !== "product" || inner.rest.some((r) => r.operator === "divide")) return false;
  const factors = [inner.first, ...inner.rest.map((r) => r.operand)];
  return (
    isColumn(factors.at(-1) as Expression, names) &&
    factors.slice(0, -1).every((f) => !isColumn(f, names) && !isTransposed(f))
  );
}

const isTransposed = (e: Expression): boolean =>
  e.type === "postfix" && e.operators.some((o) => o.type === "transpose" || o.type === "prime");

/** Whether what stands behind the sign is a vector, or matrices before one. */
function isColumnFrom(factors: readonly Expression[], at: number, names: Names): boolean {
  for (let i = at; i < factors.length; i++) {
    const f = factors[i] as Expression;
    if (isColumn(f, names)) return true;
    if (!isArray(f, names)) return false;
  }
  return false;
}
