/**
 * From the cells that the grammar builds to the tree of {@link ./ast.js}, without recursion: nesting may be as deep as
 * the text is long.
 */
import type {
  Call,
  Derivative,
  ElementwiseOperator,
  Expression,
  Name,
  Postfix,
  PostfixOperator,
  Product,
  Span,
} from "../ast.js";
import type { Token } from "../lex/tokens.js";
import type { Placed } from "../statement/context.js";
import type { Chain, Raw, RawOperator, RawPostfix, RawVariables } from "./build.js";

export interface Folding {
  readonly source: string;
  /** Names that have a definition: `∇f^T` is the transpose of a gradient, `∇_x x^T A x` the gradient of a product. */
  readonly defined: ReadonlySet<string>;
  readonly faults: Placed[];
  readonly warnings: Placed[];
  /** Derivatives by an operator whose operand may be the rest of the product, with how to make them anew. */
  readonly open: Map<Expression, OpenDerivative>;
}

interface OpenDerivative {
  readonly operand: Expression;
  readonly make: (operand: Expression) => Expression;
}

export const folding = (source: string, defined: ReadonlySet<string>): Folding => ({
  source,
  defined,
  faults: [],
  warnings: [],
  open: new Map(),
});

const spanOf = (t: Token): Span => ({ start: t.start, end: t.end });
const across = (from: { readonly span: Span }, to: { readonly span: Span }): Span => ({
  start: from.span.start,
  end: to.span.end,
});

/** The items of a chain, first to last. */
export function items<T>(chain: Chain<T> | null): T[] {
  const out: T[] = [];
  for (let c = chain; c !== null; c = c.previous) out.push(c.item);
  return out.reverse();
}

export const nameOf = (t: Token, source: string): Name => ({
  type: "name",
  name: t.value,
  typed: source.slice(t.start, t.end),
  face: t.face,
  latex: t.latex,
  span: spanOf(t),
});

interface Plan {
  readonly parts: readonly Raw[];
  readonly make: (values: readonly Expression[]) => Expression;
}

/** The tree of an expression. */
export function fold(root: Raw, f: Folding): Expression {
  const stack: { readonly plan: Plan; readonly values: Expression[] }[] = [];
  let raw: Raw | null = root;
  let value: Expression | null = null;
  for (;;) {
    if (raw !== null) {
      const leaf = leafOf(raw, f);
      if (leaf === null) {
        const plan = planOf(raw, f);
        stack.push({ plan, values: [] });
        raw = plan.parts[0] ?? null;
        if (raw !== null) continue;
      } else {
        value = leaf;
        raw = null;
      }
    }
    const top = stack[stack.length - 1];
    if (value !== null) {
      if (top === undefined) return value;
      top.values.push(value);
      value = null;
    }
    if (top === undefined) continue;
    const next = top.plan.parts[top.values.length];
    if (next !== undefined) raw = next;
    else {
      stack.pop();
      value = top.plan.make(top.values);
    }
  }
}

function leafOf(raw: Raw, f: Folding): Expression | null {
  if (raw.raw === "name") return nameOf(raw.token, f.source);
  if (raw.raw === "number") return { type: "number", value: raw.token.value, span: spanOf(raw.token) };
  return null;
}

const first = (values: readonly Expression[]): Expression => values[0] as Expression;

/** A plan for a node of one part. */
const one = (part: Raw, make: (value: Expression) => Expression): Plan => ({
  parts: [part],
  make: (values) => make(first(values)),
});

function planOf(raw: Raw, f: Folding): Plan {
  switch (raw.raw) {
    case "cell":
      return raw.list === "sum" ? planSum(raw) : raw.list === "product" ? planProduct(raw, f) : planElementwise(raw);
    case "signed":
      return one(raw.item, (value) => signed(value, items(raw.signs)));
    case "operated":
      return one(raw.item, (value) => operated(items(raw.operators), value, f));
    case "postfix":
      return planPostfix(raw, f);
    case "group":
      return one(raw.item, (value) => {
        const span = { start: raw.open.start, end: raw.close.end };
        return value.type === "group" ? { ...value, span } : { type: "group", operand: value, span };
      });
    case "fraction":
      return {
        parts: [raw.above, raw.below],
        make: ([numerator, denominator]) => ({
          type: "fraction",
          numerator: numerator as Expression,
          denominator: denominator as Expression,
          span: { start: raw.open.start, end: raw.close.end },
        }),
      };
    case "call":
      return {
        parts: items(raw.args),
        make: (args) => ({
          type: "call",
          callee: nameOf(raw.callee, f.source),
          primes: raw.callee.primes,
          args,
          bare: false,
          span: { start: raw.callee.start, end: raw.close.end },
        }),
      };
    case "blocks": {
      const rows = items(raw.rows).map((row) => items(row));
      return {
        parts: rows.flat(),
        make: (values) => {
          let next = 0;
          return {
            type: "blocks",
            rows: rows.map((row) => row.map(() => values[next++] as Expression)),
            span: { start: raw.open.start, end: raw.close.end },
          };
        },
      };
    }
    case "bars":
      return one(raw.item, (operand) => ({
        type: "bars",
        double: raw.open.value === "‖" || raw.sub !== null,
        subscript: (raw.sub?.value ?? null) as "1" | "2" | "F" | null,
        operand,
        span: { start: raw.open.start, end: raw.sub?.end ?? raw.close.end },
      }));
    case "root":
      return one(raw.item, (operand) => rootOf(raw.root, operand, raw.close.end, f));
    case "derivative":
      return one(raw.of, (of) => derivative(raw, of, false, raw.end.end, f));
    case "exponent":
      return one(raw.item, (operand) =>
        raw.sign.value === "-"
          ? { type: "negation", operand, span: { start: raw.sign.start, end: operand.span.end } }
          : operand,
      );
    default:
      return { parts: [], make: () => leafOf(raw, f) as Expression };
  }
}

// ---------------------------------------------------------------- lists

interface Item {
  readonly operator: Token | null;
  readonly signs: readonly Token[];
  readonly raw: Raw;
}

const NO_SIGNS: readonly Token[] = [];

/** The items of a list, first to last; a sign of the first is part of it unless the list takes signs. */
function listOf(raw: Raw & { readonly raw: "cell" }): Item[] {
  const out: Item[] = [];
  let cell: Raw = raw;
  while (cell.raw === "cell" && cell.list === raw.list) {
    out.push({ operator: cell.operator, signs: cell.signs === null ? NO_SIGNS : items(cell.signs), raw: cell.item });
    cell = cell.previous;
  }
  out.push({ operator: null, signs: NO_SIGNS, raw: cell });
  return out.reverse();
}

function isNegative(signs: readonly Token[]): boolean {
  let negative = false;
  for (const s of signs) if (s.value === "-") negative = !negative;
  return negative;
}

function signed(value: Expression, signs: readonly Token[]): Expression {
  const [sign] = signs;
  if (sign === undefined || !isNegative(signs)) return value;
  return { type: "negation", operand: value, span: { start: sign.start, end: value.span.end } };
}

function planSum(raw: Raw & { readonly raw: "cell" }): Plan {
  const terms = listOf(raw).map(({ operator, raw: term }) => {
    const signs = term.raw === "signed" ? items(term.signs) : [];
    const all = operator === null ? signs : [operator, ...signs];
    return {
      sign: isNegative(all) ? (-1 as const) : (1 as const),
      operator: all[0] ?? null,
      raw: term.raw === "signed" ? term.item : term,
    };
  });
  return {
    parts: terms.map((t) => t.raw),
    make: (values) => {
      const head = first(values);
      const start = terms[0]?.operator?.start ?? head.span.start;
      return {
        type: "sum",
        terms: values.map((term, i) => {
          const t = terms[i] as (typeof terms)[number];
          return {
            sign: t.sign,
            term,
            operator: t.operator === null ? { start: term.span.start, end: term.span.start } : spanOf(t.operator),
          };
        }),
        span: { start, end: (values[values.length - 1] as Expression).span.end },
      };
    },
  };
}

function planElementwise(raw: Raw & { readonly raw: "cell" }): Plan {
  const list = listOf(raw);
  return {
    parts: list.map((i) => i.raw),
    make: (values) => ({
      type: "elementwise",
      first: first(values),
      rest: values.slice(1).map((value, i) => {
        const { operator, signs } = list[i + 1] as Item;
        return {
          operator: operator?.value as ElementwiseOperator,
          operand: signed(value, signs),
          span: spanOf(operator as Token),
        };
      }),
      span: across(first(values), values[values.length - 1] as Expression),
    }),
  };
}

type Factor = Product["rest"][number];

function planProduct(raw: Raw & { readonly raw: "cell" }, f: Folding): Plan {
  const list = listOf(raw);
  return {
    parts: list.map((i) => i.raw),
    make: (values) => {
      const factors = values.map((value, i): Factor => {
        const { operator, signs } = list[i] as Item;
        return {
          operator: operator === null ? "juxtaposition" : operator.value === "/" ? "divide" : "times",
          operand: signed(value, signs),
          // Two factors side by side are wrong at the second of them.
          span: operator === null ? value.span : spanOf(operator),
        };
      });
      return productOf(factors, f);
    },
  };
}

/** The product of factors in order; an operator `∂/∂x` in front of `x^T A x` takes all of it. */
function productOf(factors: readonly Factor[], f: Folding): Expression {
  const [head] = factors;
  let end = factors.length;
  let tail: Expression | null = null;
  for (let i = factors.length - 1; i >= 0; i--) {
    const { operand } = factors[i] as Factor;
    const open = i + 1 < factors.length ? f.open.get(operand) : undefined;
    if (open !== undefined) {
      const rest = factors.slice(i + 1, end);
      if (tail !== null) rest.push({ operator: (factors[end] as Factor).operator, operand: tail, span: tail.span });
      tail = open.make(joinFactors(open.operand, rest));
      f.warnings.push({
        fault: {
          code: "syntax/operand",
          message: "read as the derivative of the whole product",
          hint: "parentheses say what is derived: ∂/∂x (x^T A x)",
        },
        start: operand.span.start,
        end: tail.span.end,
      });
      end = i;
    } else warnOfBareCall(operand, factors[i + 1], f);
  }
  if (tail === null) return joinFactors((head as Factor).operand, factors.slice(1));
  if (end === 0) return tail;
  const joined = [
    ...factors.slice(1, end),
    { operator: (factors[end] as Factor).operator, operand: tail, span: (factors[end] as Factor).span },
  ];
  return joinFactors((head as Factor).operand, joined);
}

function joinFactors(head: Expression, rest: readonly Factor[]): Expression {
  const last = rest[rest.length - 1];
  return last === undefined ? head : { type: "product", first: head, rest, span: across(head, last.operand) };
}

/** `\operatorname{tr} A B` is (tr A) B, which is seldom meant. */
function warnOfBareCall(operand: Expression, next: Factor | undefined, f: Folding): void {
  if (operand.type !== "call" || !operand.bare || next?.operator !== "juxtaposition") return;
  const after = next.operand;
  if ((after.type === "call" && after.bare) || after.type === "derivative") return;
  const { name } = operand.callee;
  f.warnings.push({
    fault: {
      code: "syntax/bare-call",
      message: `${name} takes the next factor only`,
      hint: `parentheses say what it is taken of: ${name}(…)`,
    },
    start: operand.span.start,
    end: after.span.end,
  });
}

// ---------------------------------------------------------------- operators in front

/** What a derivative and an operator in front of its operand have in common. */
interface DerivativeParts {
  readonly open: Token;
  readonly order: 1 | 2;
  readonly variables: RawVariables;
}

function derivative(d: DerivativeParts, of: Expression, nabla: boolean, end: number, f: Folding): Derivative {
  const names = d.variables.names.map((t) => nameOf(t, f.source));
  if (names.length !== d.order) {
    f.faults.push({
      fault: {
        code: "syntax/order",
        message: "a second derivative is taken by two variables",
        hint: "∂²s/∂x² or ∂²s/∂x∂y",
      },
      start: d.open.start,
      end,
    });
  }
  return {
    type: "derivative",
    order: d.order,
    of: of.type === "group" ? of.operand : of,
    variables: names,
    nabla,
    span: { start: d.open.start, end },
  };
}

const bareCall = (t: Token, operand: Expression, f: Folding): Call => ({
  type: "call",
  callee: nameOf(t, f.source),
  primes: 0,
  args: [operand.type === "group" ? operand.operand : operand],
  bare: true,
  span: { start: t.start, end: operand.span.end },
});

const applied = (operator: RawOperator, operand: Expression, f: Folding): Expression =>
  operator.operator === "call"
    ? bareCall(operator.token, operand, f)
    : derivative(operator, operand, operator.nabla, operand.span.end, f);

const TURNS: ReadonlySet<PostfixOperator["type"]> = new Set(["transpose", "inverse", "inverseTranspose", "prime"]);

/**
 * Operators before one factor. A power belongs to what is derived (`∇_x ‖x‖²`), a transposition or inverse behind it
 * to the whole derivative (`∇f(x)^T d`), unless it is an input: its own gradient is never meant.
 */
function operated(operators: readonly RawOperator[], operand: Expression, f: Folding): Expression {
  const inner = operators[operators.length - 1] as RawOperator;
  const outer = operators.slice(0, -1);
  const around = (e: Expression): Expression => {
    let value = e;
    for (let i = outer.length - 1; i >= 0; i--) value = applied(outer[i] as RawOperator, value, f);
    return value;
  };
  if (inner.operator === "call" || operand.type !== "postfix") return around(applied(inner, operand, f));
  const base = operand.operand;
  const isInput = base.type === "name" && !f.defined.has(base.name);
  const at = operand.operators.findIndex((o) => TURNS.has(o.type));
  if (at < 0) return around(applied(inner, operand, f));
  if (isInput) {
    const made = around(applied(inner, operand, f));
    f.open.set(made, { operand, make: (whole) => around(applied(inner, whole, f)) });
    return made;
  }
  const kept =
    at === 0
      ? base
      : {
          ...operand,
          operators: operand.operators.slice(0, at),
          span: { start: base.span.start, end: (operand.operators[at - 1] as PostfixOperator).span.end },
        };
  const made = applied(inner, kept, f);
  const whole: Postfix = {
    type: "postfix",
    operand: made,
    operators: operand.operators.slice(at),
    span: across(made, operand),
  };
  return around(whole);
}

/** `\sqrt{a}` is a call, `\sqrt[3]{a}` a power. */
function rootOf(t: Token, operand: Expression, end: number, f: Folding): Expression {
  const span = { start: t.start, end };
  if (t.value === "") {
    const callee: Name = { ...nameOf(t, f.source), name: "sqrt" };
    return { type: "call", callee, primes: 0, args: [operand], bare: false, span };
  }
  const at = spanOf(t);
  const index: Expression = /^\d/.test(t.value)
    ? { type: "number", value: t.value, span: at }
    : { type: "name", name: t.value, typed: t.value, face: "plain", span: at };
  const exponent: Expression = {
    type: "fraction",
    numerator: { type: "number", value: "1", span: at },
    denominator: index,
    span: at,
  };
  const group: Expression = operand.type === "group" ? operand : { type: "group", operand, span: operand.span };
  return { type: "postfix", operand: group, operators: [{ type: "power", exponent, span: at }], span };
}

// ---------------------------------------------------------------- postfixes

function planPostfix(raw: Raw & { readonly raw: "postfix" }, f: Folding): Plan {
  const list: RawPostfix[] = [];
  let base: Raw = raw;
  while (base.raw === "postfix") {
    list.push(base.postfix);
    base = base.previous;
  }
  list.reverse();
  const kinds = list.map(kindOfPostfix);
  refuseTowers(list, kinds, f);
  const parts: Raw[] = [base];
  for (const k of kinds) if (k.exponent !== null) parts.push(k.exponent);
  return {
    parts,
    make: (values) => {
      let next = 1;
      const operators = kinds.map((k, i): PostfixOperator => {
        const { operator } = list[i] as RawPostfix;
        const start = operator.start;
        if (k.type === "power" || k.type === "elementwisePower") {
          const exponent = values[next++] as Expression;
          return { type: k.type, exponent, span: { start, end: Math.max(k.end, exponent.span.end) } };
        }
        return { type: k.type, span: { start, end: Math.max(k.end, operator.end) } };
      });
      const end = (operators[operators.length - 1] as PostfixOperator).span.end;
      return { type: "postfix", operand: first(values), operators, span: { start: first(values).span.start, end } };
    },
  };
}

interface PostfixKind {
  readonly type: PostfixOperator["type"];
  readonly exponent: Raw | null;
  readonly end: number;
}

/** What an exponent says: `T` and `-1` are a transposition and an inverse, whatever names the model has. */
function kindOfPostfix({ operator, exponent }: RawPostfix): PostfixKind {
  if (exponent === null) return { type: "prime", exponent: null, end: operator.end };
  let end = operator.end;
  let raw: Raw = exponent;
  let inParentheses = false;
  while (raw.raw === "group") {
    end = Math.max(end, raw.close.end);
    inParentheses ||= raw.open.type === "LP";
    raw = raw.item;
  }
  if (operator.value === ".^") return { type: "elementwisePower", exponent: raw, end };
  const isT = (r: Raw): boolean => r.raw === "name" && r.token.value === "T" && !inParentheses;
  const isOne = (r: Raw) => r.raw === "number" && r.token.value === "1";
  const minus: Raw | null =
    raw.raw === "signed" && isNegative(items(raw.signs))
      ? raw.item
      : raw.raw === "exponent" && raw.sign.value === "-"
        ? raw.item
        : null;
  const sized = minus ?? raw;
  if (sized.raw === "name" || sized.raw === "number") end = Math.max(end, sized.token.end);
  if (minus === null && isT(raw)) return { type: "transpose", exponent: null, end };
  if (minus !== null && isT(minus)) return { type: "inverseTranspose", exponent: null, end };
  if (minus !== null && isOne(minus)) return { type: "inverse", exponent: null, end };
  return { type: "power", exponent: raw, end };
}

/** `x^2^3` has two readings, which differ. */
function refuseTowers(list: readonly RawPostfix[], kinds: readonly PostfixKind[], f: Folding): void {
  const isPower = (k: PostfixKind | undefined) =>
    k?.type === "power" || k?.type === "elementwisePower" || k?.type === "inverse";
  for (let i = 1; i < kinds.length; i++) {
    if (!isPower(kinds[i]) || !isPower(kinds[i - 1])) continue;
    const at = (list[i] as RawPostfix).operator;
    f.faults.push({
      fault: { code: "syntax/tower", message: "a power of a power needs parentheses", hint: "(x^2)^3 or x^(2^3)" },
      start: at.start,
      end: Math.max(at.end, (kinds[i] as PostfixKind).end),
    });
    return;
  }
}
