/** `\frac1N \sum_i x_i`: a mean says where its letter runs, to the number by which it divides. */
import {
  type Expression,
  type Name,
  nodesOf,
  operands,
  postorder,
  type Range,
  rebuilt,
  type Statement,
  ungrouped,
} from "../../parse/ast.js";

type Reduction = Expression & { readonly type: "reduction" };

/** The statements with the range of each mean that says none: N where nothing else in the text is made of it. */
export function withCounts(statements: readonly Statement[]): readonly Statement[] {
  const all = statements.flatMap(nodesOf);
  if (!all.some((e) => e.type === "reduction" && isOpen(e))) return statements;
  const counts = countsOf(statements, all);
  const known = new Set(statements.flatMap((s) => (s.type === "declaration" ? s.names.map((n) => n.name) : [])));
  return statements.map((s) => {
    if (s.type !== "definition" && s.type !== "functionDefinition") return s;
    const inside = postorder(s.value);
    const open = inside.filter((e): e is Reduction => e.type === "reduction" && isOpen(e));
    const divisors = inside.flatMap(divisorsOf).filter((n) => counts.has(n.name));
    const [sum] = open;
    const [count] = divisors;
    if (sum === undefined || count === undefined || open.length > 1) return s;
    if (divisors.some((n) => n.name !== count.name) || isKnown(sum, known) || !isMean(inside, sum, count)) return s;
    return { ...s, value: replaced(s.value, sum, running(sum, count)) };
  });
}

/** A sum over one letter of which nothing says where it runs. */
const isOpen = ({ operation, ranges, conditions }: Reduction): boolean => {
  const [range, second] = ranges;
  return (
    operation === "sum" &&
    range !== undefined &&
    second === undefined &&
    conditions.length === 0 &&
    range.letters.length === 1 &&
    range.from === null &&
    range.to === null &&
    range.set === null
  );
};

/** Names by which an expression divides. */
function divisorsOf(e: Expression): readonly Name[] {
  const below =
    e.type === "fraction"
      ? [e.denominator]
      : e.type === "product"
        ? e.rest.flatMap((r) => (r.operator === "divide" ? [r.operand] : []))
        : [];
  return below.map(ungrouped).filter((x): x is Name => x.type === "name");
}

/** Whether the sum, or what holds it, is divided by the name: no 1/N beside it. */
const isMean = (inside: readonly Expression[], sum: Reduction, { name }: Name): boolean =>
  inside.some(
    (e) =>
      (e.type === "product" || e.type === "fraction") &&
      [e, ...operands(e).map(ungrouped)].flatMap(divisorsOf).some((n) => n.name === name) &&
      postorder(e).includes(sum),
  );

/** Capital letters that do nothing but divide, and that nothing states. */
function countsOf(statements: readonly Statement[], all: readonly Expression[]): ReadonlySet<string> {
  const stated = new Set(
    statements.flatMap((s) =>
      s.type === "declaration"
        ? s.names.map((n) => n.name)
        : s.type === "definition" || s.type === "functionDefinition"
          ? [s.name.name]
          : [],
    ),
  );
  const times = new Map<string, number>();
  const add = (name: string, by: number): Map<string, number> => times.set(name, (times.get(name) ?? 0) + by);
  for (const e of all) {
    if (e.type === "name") add(e.name, 1);
    if (e.type === "derivative") for (const v of e.variables) add(v.name, Number.POSITIVE_INFINITY);
    for (const n of divisorsOf(e)) add(n.name, -1);
  }
  return new Set(
    [...times].flatMap(([name, n]) => (n === 0 && /^[A-Z]$/.test(name) && !stated.has(name) ? [name] : [])),
  );
}

/** Whether a declared name stands in a sum with its letter: then that says where the letter runs. */
function isKnown(sum: Reduction, known: ReadonlySet<string>): boolean {
  return postorder(sum.body).some((e) => e.type === "name" && e.scripts !== undefined && known.has(e.scripts.base));
}

function running(sum: Reduction, to: Name): Reduction {
  const [range] = sum.ranges as readonly [Range];
  const from: Expression = { type: "number", value: "1", span: range.span };
  return { ...sum, ranges: [{ ...range, from, to }] };
}

/** An expression with another in the place of one within. */
function replaced(root: Expression, one: Expression, other: Expression): Expression {
  const made = new Map<Expression, Expression>();
  const of = (e: Expression): Expression => made.get(e) ?? e;
  for (const e of postorder(root)) made.set(e, e === one ? other : rebuilt(e, operands(e).map(of)));
  return of(root);
}
