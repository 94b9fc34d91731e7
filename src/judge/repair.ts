/**
 * Transposes that an ill-shaped side of a claim lacks: `uᵀ ∘ f′(z)` multiplies a row and a column
 * entry by entry, and with f′(z) as a row it is what is meant; of a factor that lacks one the right side is named. Only operands of what does not fit
 * are turned, the fewest first, the last ones before the first, so that a side keeps the way in
 * which it begins.
 */
import type { Expr } from "../core/expr.js";
import { isScalar } from "../core/shape.js";
import type { Side } from "../model/model.js";
import { type Expression, operands, postorder, rebuilt } from "../parse/ast.js";

/** Two operands that do not fit: what stands left of an operator, and what stands right of it. */
export interface Clash {
  readonly left: Expr;
  readonly right: Expr;
}

/** Readings tried for one side, and operands turned at once. */
const MOST_TRIES = 400;
const MOST_TURNED = 3;

type Joined = Expression & { readonly type: "sum" | "product" | "elementwise" };

const isJoined = (e: Expression): e is Joined => e.type === "sum" || e.type === "product" || e.type === "elementwise";

/** The sums and products that do not fit, the innermost first. */
const unfitting = (side: Side): readonly Joined[] =>
  [...postorder(side.syntax)].filter(isJoined).filter((e) => side.reread(e) === null);

/** The operands at which the innermost fault lies, or null where it is no matter of two operands. */
export function clashOf(side: Side): Clash | null {
  const [at] = unfitting(side);
  if (at === undefined) return null;
  const all = operands(at);
  for (let i = 1; i < all.length; i++) {
    if (side.reread(beginning(at, i + 1)) !== null) continue;
    const [left, right] = [side.reread(beginning(at, i)), side.reread(all[i] as Expression)];
    return left === null || right === null ? null : { left, right };
  }
  return null;
}

/** The first operands of a sum or product. */
function beginning(e: Joined, count: number): Expression {
  if (e.type === "sum") return { ...e, terms: e.terms.slice(0, count) };
  if (count === 1) return e.first;
  return e.type === "product" ? { ...e, rest: e.rest.slice(0, count - 1) } : { ...e, rest: e.rest.slice(0, count - 1) };
}

/** A side with operands turned until it is well shaped. */
export interface Repair {
  readonly value: Expr;
  /** Whether only rows and columns under ∘ are turned, whose orientation says nothing there. */
  readonly elementwise: boolean;
}

/** Repairs of a side, the fewest operands turned first. */
export function* repairs(side: Side): Generator<Repair> {
  const joined = unfitting(side);
  const underElementwise = new Set(joined.filter((e) => e.type === "elementwise").flatMap(turnable));
  const candidates = joined
    .flatMap(turnable)
    .filter((e) => {
      const value = side.reread(e);
      return value === null || !isScalar(value.shape);
    })
    .reverse();
  let tries = 0;
  for (let size = 1; size <= Math.min(MOST_TURNED, candidates.length); size++)
    for (const turned of subsets(candidates, size)) {
      if (tries++ === MOST_TRIES) return;
      const value = side.reread(withTurned(side.syntax, new Set(turned)));
      if (value !== null) yield { value, elementwise: turned.every((e) => underElementwise.has(e)) };
    }
}

/** Parts that can be turned: operands, but for a divisor. */
const turnable = (e: Joined): readonly Expression[] =>
  operands(e).filter((_, i) => i === 0 || e.type !== "product" || e.rest[i - 1]?.operator !== "divide");

/** The subsets of a size, in the order of the list. */
function* subsets<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  const at = Array.from({ length: size }, (_, i) => i);
  while (at.length > 0) {
    yield at.map((i) => list[i] as T);
    let k = size - 1;
    while (k >= 0 && at[k] === list.length - size + k) k--;
    if (k < 0) return;
    at[k] = (at[k] as number) + 1;
    for (let j = k + 1; j < size; j++) at[j] = (at[j - 1] as number) + 1;
  }
}

/** The tree with some of its nodes transposed. */
const withTurned = (root: Expression, turned: ReadonlySet<Expression>): Expression =>
  exchanged(root, (made, e) => (turned.has(e) ? transposed(made) : made));

/** Two transposes are none: Wᵀ is turned to W. */
function transposed(e: Expression): Expression {
  if (e.type === "postfix" && e.operators[e.operators.length - 1]?.type === "transpose") {
    const operators = e.operators.slice(0, -1);
    return operators.length === 0 ? e.operand : { ...e, operators };
  }
  const operand: Expression = { type: "group", operand: e, span: e.span };
  return { type: "postfix", operand, operators: [{ type: "transpose", span: e.span }], span: e.span };
}

/**
 * The side with its derivatives of scalars in the shape of their variables, as notes write `∂L/∂W = Xᵀ ∂L/∂Z`, and those
 * by scalars in the shape of what is derived, `−Y⁻¹ ∂Y/∂x Y⁻¹`; null where it has none, or is no value so.
 *
 * @see Petersen, Pedersen, The Matrix Cookbook, (43), (46), (59)
 */
export function withGradients(side: Side): { readonly value: Expr; readonly isByNumbers: boolean } | null {
  const chosen = new Set<Expression>();
  let isByNumbers = true;
  for (const e of postorder(side.syntax)) {
    if (e.type !== "derivative" || e.order !== 1 || e.nabla || side.reread({ ...e, inShape: true }) === null) continue;
    chosen.add(e);
    isByNumbers &&= side.reread({ ...e, nabla: true }) === null;
  }
  if (chosen.size === 0) return null;
  const value = side.reread(
    exchanged(side.syntax, (made, e) => (chosen.has(e) ? ({ ...made, inShape: true } as Expression) : made)),
  );
  return value === null ? null : { value, isByNumbers };
}

/**
 * `u ∘ f′(z) xᵀ` with the elementwise product done first, as it is read aloud: (u ∘ f′(z)) xᵀ. Null
 * where no elementwise product ends in a product.
 */
export function withElementwiseFirst(side: Side): Expr | null {
  let changed = false;
  const syntax = exchanged(side.syntax, (e) => {
    if (e.type !== "elementwise") return e;
    const last = e.rest[e.rest.length - 1];
    if (last === undefined || last.operator === "kronecker" || last.operand.type !== "product") return e;
    const { first, rest } = last.operand;
    if (rest.some((r) => r.operator === "divide")) return e;
    changed = true;
    const operand: Expression = { ...e, rest: [...e.rest.slice(0, -1), { ...last, operand: first }] };
    return { type: "product", first: { type: "group", operand, span: e.span }, rest, span: e.span };
  });
  return changed ? side.reread(syntax) : null;
}

/**
 * The side with numbers spread over the entries of what they are added to, and vectors raised entry by
 * entry, as NumPy computes `1 − h²`: `ones(n) − h .^ 2`. Null where that makes no value of it.
 */
export function withSpread(side: Side): Expr | null {
  const isNumber = (e: Expression): boolean => {
    const value = side.reread(e);
    return value !== null && isScalar(value.shape);
  };
  let changed = false;
  const syntax = exchanged(side.syntax, (made, e) => {
    if (made.type === "postfix" && side.reread(made) === null) {
      const operators = made.operators.map((o) =>
        o.type === "power" ? ({ ...o, type: "elementwisePower" } as const) : o,
      );
      const raised: Expression = { ...made, operators };
      if (side.reread(raised) === null) return made;
      changed = true;
      return raised;
    }
    if (made.type !== "sum" || e.type !== "sum" || side.reread(made) !== null) return made;
    changed = true;
    return { ...made, terms: made.terms.map((t) => (isNumber(t.term) ? { ...t, term: spread(t.term) } : t)) };
  });
  return changed ? side.reread(syntax) : null;
}

/** c · 1 in whatever shape fits. */
function spread(e: Expression): Expression {
  const { span } = e;
  const callee = { type: "name", at: undefined, name: "matrix", typed: "matrix", face: "plain", span } as const;
  const ones: Expression = {
    type: "call",
    callee,
    primes: 0,
    args: [{ type: "number", value: "1", span }],
    bare: false,
    span,
  };
  if (e.type === "number" && e.value === "1") return ones;
  const operand: Expression = { type: "group", operand: e, span };
  return { type: "product", first: operand, rest: [{ operator: "times", operand: ones, span }], span };
}

/** The tree with its nodes exchanged, those below a node before it; `made` stands for the node `e`. */
function exchanged(root: Expression, by: (made: Expression, e: Expression) => Expression): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(by(rebuilt(e, parts), e));
  }
  return stack[0] as Expression;
}

/** Factors looked at for one that is turned. */
const MOST_FACTORS = 12;

/** The values of a well-shaped side with one square factor turned: a transpose that shapes do not show. */
export function* turnedOnce(side: Side): Generator<Expr> {
  const factors = [...postorder(side.syntax)]
    .filter((e) => e.type === "product")
    .flatMap(turnable)
    .slice(0, MOST_FACTORS);
  for (const factor of factors) {
    const { shape } = side.reread(factor) ?? {};
    if (shape === undefined || shape.rows !== shape.cols || isScalar(shape)) continue;
    const value = side.reread(withTurned(side.syntax, new Set([factor])));
    if (value !== null) yield value;
  }
}
