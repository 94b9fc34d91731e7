/**
 * Calls and products, once kinds are known. A name that touches a parenthesis was read as a call;
 * where it is a variable it is the product that it would be with a space, postfixes and all:
 * `W(x + b)^T` is `W (x + b)^T`. And `f (z)` with a function is a call.
 */
import {
  type Call,
  type Entry,
  type Expression,
  type Name,
  namesIn,
  operands,
  type Postfix,
  type Product,
  postorder,
  rebuilt,
  type Span,
} from "../parse/ast.js";
import { OF_MATRICES, reachHint } from "../parse/grammar/bare.js";
import { isStated } from "./names/evidence.js";
import { isBuiltin, isConstant } from "./names/kinds.js";
import { hangsOn, raisedName, sayLone, sayRaised } from "./names/lone.js";
import { spells } from "./names/observe.js";
import { fault, type Scope, typed, warn } from "./scope.js";

export interface Reading {
  readonly isFunction: (name: string) => boolean;
  /** Whether `f(x, y)` is how the node f was defined, so that it only names it. */
  readonly isSpelling: (call: Call) => boolean;
  /** Whether `f(x)` names the node f, which is made of x. */
  readonly isNamed: (node: string, argument: string) => boolean;
  /** `a / w(x)` is `(a / w) (x)`. */
  readonly onDivided: (callee: Name, span: Span) => void;
  /** `x(2)`, `A(1, 2)` of what is no function: whole numbers alone in the parentheses. */
  readonly onNumbered: (callee: Name, args: readonly Expression[], span: Span) => void;
  /** `V(r)` of what is no function: one name alone in the parentheses. */
  readonly onLone: (callee: Name, arg: Expression, span: Span) => void;
  /** `\sin x (1 + x)`: an operator without parentheses before a letter and a parenthesis. */
  readonly onBare: (call: Call, letter: Expression, whole: Expression, isApart: boolean) => void;
  /** `f^2(x)`, of a function, or of a node that is made of x, or of anything else. */
  readonly onRaised: (callee: Name, arg: Expression, span: Span, exponent: Span, isApplied: boolean) => void;
}

/** The reading of a text whose names have kinds; a doubt is one of the statement that is read. */
export const readingIn = (scope: Scope): Reading => ({
  isFunction: (name) =>
    name === "unit" ||
    isBuiltin(scope, name) ||
    (!isConstant(scope, name) && scope.names.get(name)?.kind === "function"),
  isSpelling: (call) => spells(call, scope.parameters.get(call.callee.name)),
  isNamed: (node, argument) => scope.mentions.has(node) && hangsOn(scope, node, (n) => n === argument),
  onDivided: (callee, span) => {
    const name = typed(scope, callee.span);
    // Refused by its name: sum(x)/length(x).
    if (scope.names.get(callee.name)?.faulty) return;
    warn(
      scope,
      "product/divided",
      span,
      `${name} is no function, so this divides by ${name} and multiplies by the parenthesis`,
      `write / (${typed(scope, span)}) to divide by both`,
    );
  },
  onNumbered: (callee, args, span) => refuseNumbered(scope, callee, args, span),
  onLone: (callee, arg, span) => sayLone(scope, callee, arg, span),
  onBare: ({ callee, span }, letter, whole, isApart) => {
    const message = isApart
      ? `${callee.name} takes the next factor only`
      : `${callee.name} is taken of the whole product`;
    warn(scope, "syntax/bare-call", span, message, reachHint(span.start, letter.span, whole.span, scope.source));
  },
  onRaised: (...raised) => sayRaised(scope, ...raised),
});

/**
 * `x(2)`, `A(1, 2)`: an entry, as programs write it, or a product that nobody writes so. A name that is stated to be a
 * scalar has no entries.
 */
function refuseNumbered(scope: Scope, callee: Name, args: readonly Expression[], span: Span): void {
  const n = scope.names.get(callee.name);
  if (n?.kind === "scalar" && isStated(n.evidence)) return;
  const [text, name] = [typed(scope, span), typed(scope, callee.span)];
  const places = args.map((a) => typed(scope, a.span));
  const [one] = places;
  const isFlat = args.length === 1 && n?.kind !== "matrix";
  const entry = `${name}_${isFlat ? one : args.length === 1 ? "{i,j}" : `{${places.join(",")}}`}`;
  const product = args.length === 1 ? `, or the product ${name} ${one}` : "";
  fault(scope, "call/entry", span, `${text} may be an entry${product}: ${name} is no function`, {
    hint: args.length === 1 ? `write ${entry} for an entry, ${one} ${name} for the product` : `write ${entry}`,
  });
}

const nameNode = (n: Name, primes: number, span: Span): Expression =>
  primes === 0
    ? n
    : {
        type: "postfix",
        operand: n,
        operators: Array.from({ length: primes }, () => ({ type: "prime", span: n.span })),
        span,
      };

/** The tree with every call and product read by the kinds of its names, and each call marked as what it is. */
export function read(root: Expression, kinds: Reading): Expression {
  const stack: Expression[] = [];
  /** Products that were calls, whose postfixes and neighbours belong to their factors. */
  const expanded = new Set<Expression>();
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(readNode(e, parts, kinds, expanded));
  }
  return stack[0] as Expression;
}

function readNode(e: Expression, parts: readonly Expression[], kinds: Reading, expanded: Set<Expression>): Expression {
  switch (e.type) {
    case "name":
    case "number":
      return e;
    case "call":
      return readCall(e, parts, kinds, expanded);
    case "product":
      return readProduct(e, parts, kinds, expanded);
    case "postfix":
    case "entry":
      return readPostfix(e, parts, expanded);
    default:
      return rebuilt(e, parts);
  }
}

/** How a name stands before the parenthesis that it touches: applied, naming itself with its parameters, or a factor. */
function appliedAs(e: Call, kinds: Reading): "call" | "name" | "product" | "undecided" {
  if (kinds.isFunction(e.callee.name)) return "call";
  // What is no function has no ∇ before its parenthesis, neither as a name nor as a factor.
  if (e.gradient !== undefined) return "undecided";
  if (kinds.isSpelling(e)) return "name";
  return e.args.length === 1 ? "product" : "undecided";
}

function readCall(e: Call, args: readonly Expression[], kinds: Reading, expanded: Set<Expression>): Expression {
  const positive = readPositive(e, args, expanded);
  if (positive !== null) return positive;
  const bare = readBare(e, args, kinds, expanded);
  if (bare !== null) return bare;
  const applied = appliedAs(e, kinds);
  if ((applied === "product" || applied === "undecided") && isNumbered(e, args))
    kinds.onNumbered(e.callee, args, e.span);
  if (applied === "name") return e.callee;
  const [arg] = args;
  if (applied === "product" && arg !== undefined && e.primes === 0 && !e.bare) {
    if (arg.type === "name" && kinds.isNamed(e.callee.name, arg.name)) return e.callee;
    kinds.onLone(e.callee, arg, e.span);
  }
  if (applied !== "product" || arg === undefined)
    return { ...(rebuilt(e, args) as Call), applied: applied === "call" ? "call" : "undecided" };
  const end = e.callee.span.end + e.primes;
  return factors(e, nameNode(e.callee, e.primes, { start: e.span.start, end }), arg, expanded);
}

const isNumbered = ({ primes, bare }: Call, args: readonly Expression[]): boolean =>
  primes === 0 && !bare && (args.length === 1 || args.length === 2) && args.every(isWhole);

const isWhole = (e: Expression): boolean => e.type === "number" && /^\d+$/.test(e.value);

/** The product that a call is whose callee is a factor. */
export function factors(e: Call, first: Expression, arg: Expression, expanded: Set<Expression>): Product {
  const inner: Span = { start: e.callee.span.end + e.primes, end: e.span.end };
  const made: Product = {
    type: "product",
    first,
    rest: [{ operator: "juxtaposition", operand: { type: "group", operand: arg, span: inner }, span: inner }],
    span: e.span,
  };
  expanded.add(made);
  return made;
}

const NO_FUNCTIONS: Reading = {
  isFunction: () => false,
  isNamed: () => false,
  isSpelling: () => false,
  onDivided: () => {},
  onNumbered: () => {},
  onLone: () => {},
  onBare: () => {},
  onRaised: () => {},
};

/** Postfixes and neighbours of such a product with the factors that they belong to: `w_i (a - b)^2`. */
export function spread(e: Expression, expanded: Set<Expression>): Expression {
  if (e.type === "postfix" || e.type === "entry") return readPostfix(e, operands(e), expanded);
  if (e.type === "call") return readPositive(e, operands(e), expanded) ?? e;
  return e.type === "product" ? readProduct(e, operands(e), NO_FUNCTIONS, expanded) : e;
}

/** The relu of `(x)_+` and of `(x)^+`. */
const isPositivePart = ({ typed }: Name): boolean => typed === "+" || typed === "^+";

/** `β(x - k)_+`: the positive part is that of the parenthesis; null for any other call. */
function readPositive(e: Call, parts: readonly Expression[], expanded: Set<Expression>): Expression | null {
  const [operand] = parts;
  if (!isPositivePart(e.callee) || operand === undefined || operand.type !== "product" || !expanded.has(operand))
    return null;
  const last = operand.rest[operand.rest.length - 1];
  if (last === undefined) return null;
  const inner = last.operand.type === "group" ? last.operand.operand : last.operand;
  const span = { start: last.operand.span.start, end: e.span.end };
  const made: Product = {
    ...operand,
    rest: [...operand.rest.slice(0, -1), { ...last, operand: { ...e, args: [inner], span } }],
    span: e.span,
  };
  expanded.add(made);
  return made;
}

/**
 * `\sin x (1 + x)`, where x touches the parenthesis as a function would. The parenthesis is a factor where the letter
 * stands in it again; in `\cos ω(t - τ)` it belongs to the argument. Null where nothing is to be changed.
 */
function readBare(e: Call, args: readonly Expression[], kinds: Reading, expanded: Set<Expression>): Expression | null {
  const [arg] = args;
  if (!e.bare || arg?.type !== "product" || OF_MATRICES.has(e.callee.name)) return null;
  if (!expanded.has(arg) && !isLedByConstant(e, arg)) return null;
  const behind = arg.rest.at(-1)?.operand;
  const group = groupOf(behind);
  const first = withoutLast(arg);
  // `\sin{x(1 + x)}` ends behind its argument; of one name in the parenthesis the letter may be a function.
  if (e.span.end !== arg.span.end || group?.type !== "group" || isOneName(group.operand)) return null;
  const letters = new Set(namesIn(first));
  const isApart = namesIn(group).some((n) => letters.has(n));
  kinds.onBare(e, first, arg, isApart);
  if (!isApart) return null;
  const call: Call = { ...e, args: [first], applied: "call", span: { start: e.span.start, end: first.span.end } };
  const made: Product = { ...arg, first: call, rest: arg.rest.slice(-1), span: e.span };
  expanded.add(made);
  return made;
}

/** `\exp 2x(1 + x)`: the argument ended with what touched the parenthesis, and has a factor more now. */
function isLedByConstant({ args: [own] }: Call, arg: Product): boolean {
  const last = own?.type === "product" ? own.rest.at(-1)?.operand : undefined;
  return last?.type === "call" && own?.type === "product" && arg.rest.length === own.rest.length + 1;
}

/** The parenthesis of a factor: with a power behind it, or as the positive part. */
function groupOf(e: Expression | undefined): Expression | undefined {
  const base = e?.type === "postfix" ? e.operand : e;
  return base?.type === "call" && isPositivePart(base.callee) && base.args[0] !== undefined
    ? { type: "group", operand: base.args[0], span: base.span }
    : base;
}

function withoutLast({ first, rest, ...product }: Product): Expression {
  const [last, kept] = [rest.at(-2)?.operand ?? first, rest.slice(0, -1)];
  if (kept.length === 0) return first;
  return { ...product, first, rest: kept, span: { start: first.span.start, end: last.span.end } };
}

const isOneName = (e: Expression): boolean => e.type === "name" || (e.type === "entry" && isOneName(e.operand));

/** `W(x)^T`, `w(a - b)_i`: the postfixes belong to the parenthesis. */
function readPostfix(e: Postfix | Entry, parts: readonly Expression[], expanded: Set<Expression>): Expression {
  const [operand] = parts;
  if (operand?.type === "group" && operand.operand.type === "product" && expanded.has(operand.operand)) {
    const product = operand.operand;
    // The group that the power of an operator made, `\sin^2 x (1 + x)`: no parenthesis was written.
    if (operand.span.start !== product.span.start) return rebuilt(e, parts);
    const { first } = product;
    const base: Expression = { type: "group", operand: first, span: first.span };
    const made: Product = {
      ...product,
      first: rebuilt({ ...e, operand: base, span: first.span }, [base, ...parts.slice(1)]),
    };
    expanded.add(made);
    return made;
  }
  if (operand === undefined || operand.type !== "product" || !expanded.has(operand)) return rebuilt(e, parts);
  const last = operand.rest[operand.rest.length - 1];
  if (last === undefined) return rebuilt(e, parts);
  const span = { start: last.operand.span.start, end: e.span.end };
  const raised = rebuilt({ ...e, operand: last.operand, span }, [last.operand, ...parts.slice(1)]);
  const made: Product = {
    ...operand,
    rest: [...operand.rest.slice(0, -1), { ...last, operand: raised }],
    span: e.span,
  };
  expanded.add(made);
  return made;
}

type Factor = Product["rest"][number];

function readProduct(e: Product, parts: readonly Expression[], kinds: Reading, expanded: Set<Expression>): Expression {
  const factors: Factor[] = [];
  let changed = false;
  parts.forEach((operand, i) => {
    const link = i === 0 ? null : (e.rest[i - 1] as Factor);
    const operator = link?.operator ?? "juxtaposition";
    const span = link?.span ?? operand.span;
    if (operand.type === "product" && expanded.has(operand)) {
      changed = true;
      if (operator === "divide" && operand.first.type === "name") kinds.onDivided(operand.first, operand.span);
      factors.push({ operator, operand: operand.first, span }, ...operand.rest);
      return;
    }
    const before = factors[factors.length - 1];
    if (before !== undefined && operator === "juxtaposition") touching(before.operand, operand, kinds);
    const applied =
      before !== undefined && operator === "juxtaposition" ? application(before.operand, operand, kinds) : null;
    if (before !== undefined && applied !== null) {
      changed = true;
      factors[factors.length - 1] = { ...before, operand: applied };
      return;
    }
    if (operand !== (i === 0 ? e.first : link?.operand)) changed = true;
    factors.push({ operator, operand, span });
  });
  if (!changed) return e;
  const [first, ...rest] = factors;
  if (first === undefined) return e;
  return rest.length === 0 ? first.operand : { ...e, first: first.operand, rest };
}

/** Tells of a name that touches a parenthesis with a whole number or one name in it. */
function touching(before: Expression, next: Expression, kinds: Reading): void {
  const group = next.type === "postfix" ? next.operand : next;
  if (before.type !== "name" || group.type !== "group" || before.span.end !== group.span.start) return;
  if (kinds.isFunction(before.name)) return;
  const span = { start: before.span.start, end: group.span.end };
  if (isWhole(group.operand)) kinds.onNumbered(before, [group.operand], span);
  else if (naming(before, next, kinds) === null) kinds.onLone(before, group.operand, span);
}

/** `f (z)`, `f' (z)^T`: a function beside a parenthesis. */
function application(before: Expression, next: Expression, kinds: Reading): Expression | null {
  const f = functionName(before, kinds);
  if (f === null) return raisedCall(before, next, kinds) ?? naming(before, next, kinds);
  const call = (group: Expression & { type: "group" }): Call => ({
    type: "call",
    callee: f.name,
    primes: f.primes,
    args: [group.operand],
    bare: false,
    applied: "call",
    span: { start: before.span.start, end: group.span.end },
  });
  if (next.type === "group") return call(next);
  if (next.type !== "postfix" || next.operand.type !== "group") return null;
  const span = { start: before.span.start, end: next.span.end };
  return { ...next, operand: call(next.operand), span };
}

/** `f(x)` where f is defined in x, without a space: f itself. */
function naming(before: Expression, next: Expression, kinds: Reading): Expression | null {
  const group = next.type === "postfix" ? next.operand : next;
  if (before.type !== "name" || group.type !== "group" || group.operand.type !== "name") return null;
  if (before.span.end !== next.span.start || !kinds.isNamed(before.name, group.operand.name)) return null;
  return next.type === "postfix" ? { ...next, operand: before } : before;
}

/** `f^2(x)`: the power is of what f gives; of anything but a function it stays a factor. */
function raisedCall(before: Expression, next: Expression, kinds: Reading): Expression | null {
  const raised = raisedName(before, next);
  const group = next.type === "postfix" ? next.operand : next;
  if (raised === null || group.type !== "group") return null;
  const { name, power } = raised;
  const span = { start: before.span.start, end: group.span.end };
  const isNode = group.operand.type === "name" && kinds.isNamed(name.name, group.operand.name);
  const isApplied = isNode || kinds.isFunction(name.name);
  kinds.onRaised(name, group.operand, span, power.span, isApplied);
  if (!isApplied) return null;
  const call: Call = {
    type: "call",
    callee: name,
    primes: 0,
    args: [group.operand],
    bare: false,
    applied: "call",
    span,
  };
  const square: Expression = { type: "postfix", operand: isNode ? name : call, operators: [power], span };
  return next.type === "postfix"
    ? { ...next, operand: square, span: { start: span.start, end: next.span.end } }
    : square;
}

function functionName(e: Expression, kinds: Reading): { readonly name: Name; readonly primes: number } | null {
  if (e.type === "name") return kinds.isFunction(e.name) ? { name: e, primes: 0 } : null;
  if (e.type !== "postfix" || e.operand.type !== "name" || !e.operators.every((o) => o.type === "prime")) return null;
  return kinds.isFunction(e.operand.name) ? { name: e.operand, primes: e.operators.length } : null;
}
