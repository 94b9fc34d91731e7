/**
 * Conditions of values and choices of cases, before letters are bound: `[z_i > 0]` is step(z_i), `\begin{cases}` a sum in
 * which each value stands beside its condition. What compares places, `j \ne y_i`, stays as it is.
 */
import {
  type Cases,
  type Condition,
  callAt,
  type Expression,
  type Name,
  nodesOf,
  operands,
  postorder,
  type Range,
  type Reduction,
  type Relation,
  type RelationSign,
  rebuilt,
  type Script,
  type Span,
  type Statement,
} from "../../parse/ast.js";
import { sizesOf } from "./binding.js";

/** What the names of a text are, as far as it says so by itself. */
interface Known {
  /** Declared or defined, and no label. */
  readonly values: ReadonlySet<string>;
  /** Whole numbers: labels, sizes, what stands below a name. */
  readonly places: ReadonlySet<string>;
  /** Letters that a sum, a range or a left side binds. */
  readonly letters: ReadonlySet<string>;
  /** Defined, a parameter, or what a derivative is taken by; null where a text asks for none. */
  readonly moving: ReadonlySet<string> | null;
}

/** The statements with values compared and cases chosen by factors. */
export function readConditions(statements: readonly Statement[]): readonly Statement[] {
  const isAbout = (e: Expression): boolean =>
    e.type === "cases" || e.type === "condition" || (e.type === "reduction" && e.conditions.length > 0);
  if (!statements.some((s) => nodesOf(s).some(isAbout))) return statements;
  const known = knownIn(statements);
  return statements.map((s) => {
    switch (s.type) {
      case "definition":
      case "functionDefinition":
      case "query":
        return { ...s, value: readIn(known, s.value) };
      case "claim":
        return { ...s, value: readIn(known, s.value), sides: s.sides.map((e) => readIn(known, e)) };
      default:
        return s;
    }
  });
}

const baseOf = (n: Name): string => n.scripts?.base ?? n.name;

function knownIn(statements: readonly Statement[]): Known {
  const values = new Set<string>();
  const places = new Set(sizesOf(statements));
  const letters = new Set<string>();
  const moving = new Set<string>();
  let isAsked = false;
  const ranged = (ranges: readonly Range[]): void => {
    for (const r of ranges) {
      for (const n of r.letters) letters.add(n.name);
      for (const end of [r.from, r.to, r.set])
        for (const e of end === null ? [] : postorder(end)) if (e.type === "name") places.add(baseOf(e));
    }
  };
  for (const s of statements) {
    ranged(s.type === "range" ? s.ranges : (s.ranges ?? []));
    for (const n of leftOf(s))
      for (const { text } of scriptsOf(n))
        for (const [letter] of text.matchAll(/(?<![A-Za-z\\])[a-z](?![A-Za-z])/g)) letters.add(letter);
    if (s.type === "places") for (const n of s.names) places.add(baseOf(n));
    const heads = s.type === "definition" || s.type === "functionDefinition" ? [s.name] : [];
    if (s.type === "functionDefinition") heads.push(...s.parameters);
    for (const n of heads) {
      values.add(baseOf(n));
      moving.add(baseOf(n));
    }
    if (s.type === "declaration") for (const n of s.names) (s.kind.name === "size" ? places : values).add(baseOf(n));
    const nodes = nodesOf(s);
    const compared = new Set(
      nodes.flatMap((e) => (e.type === "cases" || e.type === "condition" ? relationsIn(e) : [])),
    );
    for (const e of nodes) {
      if (e.type === "reduction") ranged(e.ranges);
      if (e.type === "derivative") {
        isAsked = true;
        for (const v of e.variables) moving.add(baseOf(v));
      }
      if (e.type !== "name") continue;
      if (e.scripts === undefined && !compared.has(e)) values.add(e.name);
      for (const { text } of scriptsOf(e))
        for (const [, letter = ""] of text.matchAll(/([A-Za-z])_/g)) places.add(letter);
    }
  }
  return { values, places, letters, moving: isAsked ? moving : null };
}

const scriptsOf = (n: Name): readonly Script[] => [...(n.scripts?.below ?? []), ...(n.scripts?.above ?? [])];

const leftOf = (s: Statement): readonly Name[] =>
  s.type === "definition" || s.type === "functionDefinition" ? [s.name] : s.type === "declaration" ? s.names : [];

/** What stands in the relations of a node. */
const relationsIn = (e: Cases | Condition): readonly Expression[] =>
  (e.type === "cases" ? e.branches.flatMap((b) => b.relations) : e.relations)
    .flatMap((r) => [r.left, r.right])
    .flatMap(postorder);

function readIn(known: Known, root: Expression): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(readNode(known, rebuilt(e, parts)));
  }
  return stack[0] as Expression;
}

function readNode(known: Known, e: Expression): Expression {
  if (e.type === "cases") return casesAsSum(known, e);
  if (e.type === "condition") return factorsOf(known, e.relations, e.span) ?? e;
  if (e.type !== "reduction" || e.operation !== "sum") return e;
  const own = e.conditions.filter((r) => isOfValues(known, r));
  if (own.length === 0) return e;
  const made: Reduction = { ...e, conditions: e.conditions.filter((r) => !own.includes(r)) };
  return { ...made, body: productOf([...own.map((r) => stepOf(known, r)), e.body], e.body.span) };
}

/** Relations as factors; null where all of them compare places. */
function factorsOf(known: Known, relations: readonly Relation[], span: Span): Expression | null {
  const own = relations.filter((r) => isOfValues(known, r));
  if (own.length === 0) return null;
  const rest = relations.filter((r) => !own.includes(r));
  const condition: readonly Condition[] = rest.length === 0 ? [] : [{ type: "condition", relations: rest, span }];
  const all = productOf([...condition, ...own.map((r) => stepOf(known, r))], span);
  return all.type === "product" ? { type: "group", operand: all, span } : all;
}

const ORDERED: ReadonlySet<RelationSign> = new Set<RelationSign>(["<", "<=", ">", ">="]);

/** Whether what is compared by its order are values: they are worked out, defined, or no letters and labels. */
function isOfValues({ values, places, letters }: Known, r: Relation): boolean {
  if (!ORDERED.has(r.sign)) return false;
  // i < j, t <= T - 1.
  const isLetter = (e: Expression): boolean =>
    e.type === "name"
      ? e.scripts === undefined && letters.has(e.name)
      : e.type === "sum" && e.terms.some((t) => isLetter(t.term));
  if (isLetter(r.left) || isLetter(r.right)) return false;
  const nodes = [r.left, r.right].flatMap(postorder);
  return nodes.some((e) => {
    switch (e.type) {
      case "name":
        if (places.has(baseOf(e))) return false;
        return values.has(baseOf(e)) || (e.scripts !== undefined && e.scripts.below.length > 0 && !isSize(e));
      case "number":
        return !/^\d+$/.test(e.value);
      case "call":
      case "bars":
      case "fraction":
      case "elementwise":
      case "entry":
      case "reduction":
      case "postfix":
        return true;
      default:
        return false;
    }
  });
}

/** `n_l`, `T_i` in upper case or counted by a layer: a size as likely as a value. */
const isSize = (n: Name): boolean => /^[A-Z]/.test(baseOf(n)) || /^[nm]$/.test(baseOf(n));

/** `a > b` is step(a - b), and `a >= b`, where both may be the same, what is left of `b > a`. */
function stepOf(known: Known, { left, right, sign, span }: Relation): Expression {
  const [more, less] = sign === ">" || sign === ">=" ? [left, right] : [right, left];
  const isStrict = sign === ">" || sign === "<";
  if (isStrict || !mayBeSame(known, more, less)) return callAt("step", [differenceOf(more, less, span)], span);
  return lessThanOne(callAt("step", [differenceOf(less, more, span)], span), span);
}

/**
 * Whether two sides are the same elsewhere than at a kink: `t_j >= t_i` at j = i, and members of data, which may be
 * counts or labels.
 */
function mayBeSame({ moving }: Known, more: Expression, less: Expression): boolean {
  if (more.type === "name" && less.type === "name" && baseOf(more) === baseOf(less)) return true;
  const names = [more, less].flatMap(postorder).filter((e): e is Name => e.type === "name");
  return moving !== null && names.some((n) => n.scripts !== undefined) && !names.some((n) => moving.has(baseOf(n)));
}

function differenceOf(more: Expression, less: Expression, span: Span): Expression {
  const grouped = (e: Expression): Expression =>
    e.type === "sum" || e.type === "negation" ? { type: "group", operand: e, span: e.span } : e;
  if (isNought(less)) return more;
  if (isNought(more)) return { type: "negation", operand: grouped(less), span };
  return {
    type: "sum",
    terms: [
      { sign: 1, term: grouped(more), operator: span },
      { sign: -1, term: grouped(less), operator: span },
    ],
    span,
  };
}

const lessThanOne = (term: Expression, span: Span): Expression => ({
  type: "sum",
  terms: [
    { sign: 1, term: { type: "number", value: "1", span }, operator: span },
    { sign: -1, term, operator: span },
  ],
  span,
});

function productOf(factors: readonly Expression[], span: Span): Expression {
  const [first, ...rest] = factors.map(
    (f): Expression => (f.type === "sum" || f.type === "negation" ? { type: "group", operand: f, span: f.span } : f),
  );
  if (first === undefined) return { type: "number", value: "1", span };
  if (rest.length === 0) return first;
  return { type: "product", first, rest: rest.map((operand) => ({ operator: "times", operand, span })), span };
}

/** The same of arrays as well. */
function entrywiseProductOf(factors: readonly Expression[], span: Span): Expression {
  const product = productOf(factors, span);
  if (product.type !== "product") return product;
  const rest = product.rest.map(({ operand }) => ({ operator: "hadamard" as const, operand, span }));
  return { type: "elementwise", first: product.first, rest, span };
}

// ---------------------------------------------------------------- cases

const OPPOSITE = {
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
  "=": "!=",
  "!=": "=",
  in: "notin",
  notin: "in",
} as const;

/** The first value whose relations hold: each beside its own, and beside the opposite of those before. */
function casesAsSum(known: Known, e: Cases): Expression {
  const before: (readonly Relation[])[] = [];
  const terms = e.branches.map(({ value, relations }) => {
    const factors = [
      ...before.map((r) => oppositeOf(known, r, e.span)),
      ...(relations.length === 0 ? [] : [holding(known, relations, e.span)]),
    ];
    before.push(relations);
    const kept = factors.filter((f, k) => factors.findIndex((g) => spelled(g) === spelled(f)) === k);
    const product = e.entrywise && !isNumber(value) ? entrywiseProductOf : productOf;
    return { sign: 1 as const, term: product([...kept, value], value.span), operator: e.span };
  });
  // What is 0 where its relations hold adds nothing, and says nothing of a shape either.
  const others = terms.filter((_, i) => !isNought(e.branches[i]?.value));
  const kept = others.length === 0 ? terms.slice(0, 1) : others;
  const [only] = kept;
  const operand =
    kept.length === 1 && only !== undefined ? only.term : ({ type: "sum", terms: kept, span: e.span } as const);
  return { type: "group", operand, span: e.span };
}

/** `3`, `-2`: a number that multiplies arrays as well. */
const isNumber = (e: Expression): boolean =>
  e.type === "number" || ((e.type === "negation" || e.type === "group") && e.operand.type === "number");

const isNought = (e: Expression | undefined): boolean => e?.type === "number" && Number(e.value) === 0;

const holding = (known: Known, relations: readonly Relation[], span: Span): Expression =>
  factorsOf(known, relations, span) ?? { type: "condition", relations, span };

/** Where relations do not hold: the opposite of one, one less than several. */
function oppositeOf(known: Known, relations: readonly Relation[], span: Span): Expression {
  const [only] = relations;
  if (only !== undefined && relations.length === 1)
    return holding(known, [{ ...only, sign: OPPOSITE[only.sign] }], span);
  return { type: "group", operand: lessThanOne(holding(known, relations, span), span), span };
}

/** What an expression says, without where it stands. */
const spelled = (e: Expression): string =>
  JSON.stringify(e, (key, value) => (key === "span" || key === "operator" || key === "typed" ? undefined : value));
