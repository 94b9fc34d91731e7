/**
 * Evaluation over axes: a node is an array over its free indices, and each of its cells is worked out when it is asked
 * for, once. So a condition that fails keeps what it multiplies from being looked at, and the members of a recursion
 * come in the order in which they are ready, however long the chain is.
 *
 * The arithmetic is handed in: doubles and 64 digits share the walk.
 */
import type { Expr } from "../core/expr.js";
import { nth, operand } from "../core/operands.js";
import { type Index, isAxis } from "../core/place.js";
import { isScalar } from "../core/shape.js";
import { binderOf, placesOf } from "../ops/binder.js";
import { type BaseEquation, basesOf, equationOf, type Family, letterAt } from "../ops/family.js";
import { conditionOf, relationOf } from "../ops/iverson.js";
import { familyOf } from "../ops/member.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { functionOf } from "../ops/scalarfunction.js";
import { isSymbol, nameOf } from "../ops/symbol.js";
import { type Counting, cellKey, NOWHERE, type Where } from "./counting.js";

interface Sized {
  readonly rows: number;
  readonly cols: number;
}

export interface Arithmetic<M extends Sized> {
  /** The value of a node that is bound as it stands, whatever it is made of. */
  bound(e: Expr, where: Where): M | undefined;
  /** The value that is given for a name, at places: `x`, `x(2)`. */
  given(key: string, e: Expr): M | undefined;
  /** The definition of a name, null for an input. */
  meaning(symbol: Expr): Expr | null;
  /** An operation that knows no index. */
  form(e: Expr, args: readonly M[], where: Where): M;
  number(x: number): M;
  zeros(rows: number, cols: number): M;
  added(A: M, B: M): M;
  /** The product of two scalars. */
  times(a: M, b: M): M;
  isZero(a: M): boolean;
  /** Entry (i, j), counted from 0. */
  entry(A: M, i: number, j: number): M;
  /** The unit vector of n entries with its 1 at i, counted from 0. */
  unit(n: number, i: number): M;
  /** Some number for what lies beyond a range; another one with another seed. */
  beyond(key: string, rows: number, cols: number, e: Expr): M;
  /** An unknown scalar function of arrays, or its gradient by one of them. */
  unknown(key: string, args: readonly M[], by: number | null, e: Expr): M;
  /** Says that there is no value, and why. */
  fail(fault: "unbound" | "circular" | "budget", e: Expr, message: string): never;
  /** Says whose fault it is that something does not fit, or has no size. */
  blame(error: unknown, e: Expr): never;
  /** Refuses what has too many entries, before it is worked out. */
  allow(e: Expr, rows: number, cols: number): void;
  /** Holds the shape of a value against that of its node. */
  check(e: Expr, value: M, rows: number, cols: number): void;
}

export interface Cell<M> {
  readonly e: Expr;
  readonly where: Where;
  /** Null while it is worked out. */
  value: M | null;
}

export interface Cells<M> {
  /** The value of a node at values of its letters. */
  value(e: Expr, where?: Where): M;
  /** The value if it has been worked out. */
  known(e: Expr, where: Where): M | undefined;
  /** The cells of a node that have been worked out, in that order. */
  of(e: Expr): readonly Cell<M>[];
  /** All cells that have been worked out, operands before what holds them. */
  readonly done: readonly Cell<M>[];
}

/** Cells in one evaluation, beyond which it is given up. */
const MOST_CELLS = 2_000_000;

type Key = number | string;

export interface CellOptions<M> {
  /** Letters of the question that definitions hold behind names: all cells depend on them. */
  readonly hidden?: readonly Index[];
  /** Values that another evaluation has, for nodes that do not depend on what moves. */
  readonly fixed?: (e: Expr) => Cells<M> | null;
}

/** Values of letters that are kept as one number lie from -OFFSET on, so many of them: four letters are exact in a double. */
const [OFFSET, RADIX] = [512, 8192];
const MOST_PACKED = 4;

/** The values of a few letters as one number; null where they are too many or too far off. */
function packed(free: readonly Index[], hidden: readonly Index[], where: Where): number | null {
  const count = free.length + hidden.length;
  if (count > MOST_PACKED) return null;
  let key = 0;
  for (let k = 0; k < count; k++) {
    const i = (k < free.length ? free[k] : hidden[k - free.length]) as Index;
    const n = (where.get(i) ?? Number.NaN) + OFFSET;
    if (!(n >= 0 && n < RADIX)) return null;
    key = key * RADIX + n;
  }
  return key;
}

const onlyAsked = (where: Where): Where => {
  for (const i of where.keys()) if (isAxis(i)) return new Map([...where].filter(([j]) => !isAxis(j)));
  return where;
};

export function cells<M extends Sized>(
  arithmetic: Arithmetic<M>,
  count: Counting,
  { hidden = [], fixed = () => null }: CellOptions<M> = {},
): Cells<M> {
  const memo = new Map<Expr, Map<Key, Cell<M>>>();
  const done: Cell<M>[] = [];

  const keyOf = (e: Expr, where: Where): Key => {
    const { free } = e;
    if (hidden.length === 0) {
      if (free.length === 0) return 0;
      if (free.length === 1) return where.get(free[0] as Index) ?? Number.NaN;
    }
    return packed(free, hidden, where) ?? [...free, ...hidden].map((i) => where.get(i)).join(",");
  };
  const cellOf = (e: Expr, where: Where): Cell<M> | undefined => memo.get(e)?.get(keyOf(e, where));

  /** Cells that are to be worked out, the next one last. A cell that waits for others stays below them. */
  const todo: Cell<M>[] = [];
  let waiting = 0;
  const need = (e: Expr, where: Where): M | undefined => {
    const other = fixed(e);
    if (other !== null) return other.value(e, where);
    const known = cellOf(e, where);
    if (known === undefined) {
      todo.push({ e, where, value: null });
      waiting += 1;
      return undefined;
    }
    // What waits is below: it waits for what asks for it now.
    if (known.value === null) arithmetic.fail("circular", e, `${namedText(e)} is defined by itself`);
    return known.value;
  };
  const all = (list: readonly Expr[], where: Where): readonly M[] | undefined => {
    const found = list.map((e) => need(e, where));
    return found.includes(undefined) ? undefined : (found as readonly M[]);
  };

  function value(root: Expr, where: Where = NOWHERE): M {
    const other = fixed(root);
    if (other !== null) return other.value(root, where);
    const known = cellOf(root, where);
    if (known?.value != null) return known.value;
    const bottom = todo.length;
    todo.push({ e: root, where, value: null });
    try {
      while (todo.length > bottom) settle(todo[todo.length - 1] as Cell<M>);
    } finally {
      // After a failure nothing waits any more.
      for (const { e, where: at } of todo.splice(bottom))
        if (cellOf(e, at)?.value === null) memo.get(e)?.delete(keyOf(e, at));
    }
    return (cellOf(root, where) as Cell<M>).value as M;
  }

  /** Works out the last cell that is to be, or puts what it needs above it. */
  function settle(cell: Cell<M>): void {
    const { e, where } = cell;
    const table = memo.get(e) ?? new Map<Key, Cell<M>>();
    memo.set(e, table);
    const key = keyOf(e, where);
    const known = table.get(key);
    // It was asked for twice, and came in between.
    if (known !== undefined && known !== cell && known.value !== null) {
      todo.pop();
      return;
    }
    table.set(key, cell);
    waiting = 0;
    const found = worked(e, where);
    if (found === undefined) {
      turnLast(todo, waiting);
      return;
    }
    cell.value = found;
    done.push(cell);
    if (done.length > MOST_CELLS)
      arithmetic.fail("budget", e, `there are more than ${MOST_CELLS} numbers and arrays to work out`);
    todo.pop();
  }

  /** The value of a cell in its shape, or undefined where it waits for others. */
  function worked(e: Expr, where: Where): M | undefined {
    try {
      const [rows, cols] = [count.size(e.shape.rows, where), count.size(e.shape.cols, where)];
      arithmetic.allow(e, rows, cols);
      const found = attempt(e, where);
      if (found !== undefined) arithmetic.check(e, found, rows, cols);
      return found;
    } catch (error) {
      return arithmetic.blame(error, e);
    }
  }

  function attempt(e: Expr, where: Where): M | undefined {
    const bound = arithmetic.bound(e, where);
    if (bound !== undefined) return bound;
    switch (e.op.name) {
      case "symbol":
        return named(e, where);
      case "member":
        return memberAt(e, where);
      case "sigma":
      case "pi":
        return reduced(e, where);
      case "iverson":
        return arithmetic.number(isTrue(e, where) ? 1 : 0);
      case "place":
        return arithmetic.number(count.place(nth(placesOf(e), 0), where));
      case "unit": {
        const [n, i] = [count.size(e.shape.rows, where), count.place(nth(placesOf(e), 0), where)];
        return i < 1 || i > n ? beyond(e, where) : arithmetic.unit(n, i - 1);
      }
      case "entry":
        return entryAt(e, where);
      case "fit": {
        const X = need(operand(e), where);
        const [rows, cols] = [count.size(e.shape.rows, where), count.size(e.shape.cols, where)];
        return X === undefined || (X.rows === rows && X.cols === cols) ? X : beyond(e, where);
      }
      case "scalarfunction":
      case "gradientfunction": {
        const args = all(e.args, where);
        const { name, by } = functionOf(e);
        return args && arithmetic.unknown(keyAt(name, e, where), args, by, e);
      }
      case "times":
      case "scale": {
        const zero = conditionFails(e, where);
        if (zero !== false) return zero;
        break;
      }
      case "power": {
        // a^[j ≠ i] is 1 where the condition fails, whatever a is.
        const k = operand(e, 1);
        const exponent = isCondition(k) && isScalar(e.shape) ? need(k, where) : null;
        if (exponent === undefined) return undefined;
        if (exponent !== null && arithmetic.isZero(exponent)) return arithmetic.number(1);
        break;
      }
      // An inert differential and a derivative are not evaluated from their operands.
      case "differential":
      case "derivative":
        return arithmetic.form(e, [], where);
      default:
    }
    const args = all(e.args, where);
    return args && arithmetic.form(e, args, where);
  }

  const keyAt = (name: string, e: Expr, where: Where): string =>
    cellKey(
      name,
      placesOf(e).map((p) => count.place(p, where)),
    );

  function beyond(e: Expr, where: Where, key = keyAt(e.op.name, e, where)): M {
    count.beyond.touched = true;
    return arithmetic.beyond(key, count.size(e.shape.rows, where), count.size(e.shape.cols, where), e);
  }

  function named(e: Expr, where: Where): M | undefined {
    const given = arithmetic.given(nameOf(e), e);
    if (given !== undefined) return given;
    const meaning = arithmetic.meaning(e);
    if (meaning === null) return arithmetic.fail("unbound", e, `${nameOf(e)} has no value`);
    return need(meaning, onlyAsked(where));
  }

  /** A member: what is given for it, its base equation, its equation; beyond all of these some number. */
  function memberAt(e: Expr, where: Where): M | undefined {
    const family = familyOf(e);
    const at = placesOf(e).map((p) => count.place(p, where));
    const key = cellKey(family.name, at);
    const given = arithmetic.given(key, e);
    if (given !== undefined) return given;
    const asked = onlyAsked(where);
    for (const base of basesOf(family)) {
      const there = lettersOfBase(base, at, asked);
      if (there !== null) return need(base.value, there);
    }
    const inside = letters(family, at, asked);
    if (inside === null) return beyond(e, where, key);
    const equation = equationOf(family);
    return equation === null ? arithmetic.fail("unbound", e, `${key} has no value`) : need(equation, inside);
  }

  /** The letters of a family at places, or null where these are beyond its range. */
  function letters({ formals }: Family, at: readonly number[], asked: Where): Where | null {
    const where = new Map(asked);
    for (const [k, i] of formals.entries()) {
      const n = at[k] as number;
      where.set(i, n);
      const [lo, hi] = count.range(i, where);
      if (n < lo || n > hi) return null;
    }
    return where;
  }

  /** The letters of a base equation at places, or null where these are not its own. */
  function lettersOfBase(base: BaseEquation, at: readonly number[], asked: Where): Where | null {
    if (base.formals.length === 0) return base.at.every((p, k) => count.place(p, asked) === at[k]) ? asked : null;
    const where = new Map(asked);
    base.at.forEach((_, k) => {
      const letter = letterAt(base, k);
      if (letter !== null) where.set(letter, at[k] as number);
    });
    const isThere = base.at.every((p, k) => {
      const letter = letterAt(base, k);
      if (letter === null) return count.place(p, where) === at[k];
      const [lo, hi] = count.range(letter, where);
      return (at[k] as number) >= lo && (at[k] as number) <= hi;
    });
    return isThere ? where : null;
  }

  function reduced(e: Expr, where: Where): M | undefined {
    const own = binderOf(e);
    const body = operand(e);
    const isSum = e.op.name === "sigma";
    const [lo, hi] = count.range(own, where);
    if (hi - lo > MOST_CELLS) arithmetic.fail("budget", e, `${hi - lo + 1} terms are too many`);
    const terms: (M | undefined)[] = [];
    for (let n = lo; n <= hi; n++) terms.push(need(body, new Map(where).set(own, n)));
    if (terms.includes(undefined)) return undefined;
    if (terms.length === 0)
      return isSum
        ? arithmetic.zeros(count.size(e.shape.rows, where), count.size(e.shape.cols, where))
        : arithmetic.number(1);
    return (terms as M[]).reduce(isSum ? arithmetic.added : arithmetic.times);
  }

  function isTrue(e: Expr, where: Where): boolean {
    const n = count.place(conditionOf(e), where);
    switch (relationOf(e)) {
      case "=":
        return n === 0;
      case "≠":
        return n !== 0;
      default:
        return n >= 0;
    }
  }

  function entryAt(e: Expr, where: Where): M | undefined {
    const A = need(operand(e), where);
    if (A === undefined) return undefined;
    const [i, j = 1] = placesOf(e).map((p) => count.place(p, where)) as [number, number?];
    return i < 1 || i > A.rows || j < 1 || j > A.cols ? beyond(e, where) : arithmetic.entry(A, i - 1, j - 1);
  }

  /** The zero that a product is where a condition among its factors fails; undefined where that is not known yet. */
  function conditionFails(e: Expr, where: Where): M | undefined | false {
    const factors = e.op.name === "times" ? e.args : scalarFactors(operand(e));
    for (const f of factors) {
      if (!isCondition(f)) continue;
      const c = need(f, where);
      if (c === undefined) return undefined;
      if (arithmetic.isZero(c))
        return arithmetic.zeros(count.size(e.shape.rows, where), count.size(e.shape.cols, where));
    }
    return false;
  }

  return {
    value,
    done,
    known: (e, where) => fixed(e)?.known(e, where) ?? cellOf(e, where)?.value ?? undefined,
    of: (e) => [...(memo.get(e)?.values() ?? [])].filter((c) => c.value !== null),
  };
}

/** Turns the last entries round, so that what was asked for first comes first. */
function turnLast<T>(list: T[], count: number): void {
  for (let [i, j] = [list.length - count, list.length - 1]; i < j; i++, j--)
    [list[i], list[j]] = [list[j] as T, list[i] as T];
}

const scalarFactors = (c: Expr): readonly Expr[] => (c.op.name === "times" ? c.args : [c]);

/** Whether a scalar is a condition, or several with positive weights: where it is 0, what it multiplies is not looked at. */
function isCondition(e: Expr): boolean {
  switch (e.op.name) {
    case "iverson":
      return true;
    case "power":
      return isCondition(operand(e)) && isPositive(operand(e, 1));
    case "times":
      return e.args.some(isCondition) && e.args.every((a) => isCondition(a) || isPositive(a));
    case "sum":
      return e.args.every(isCondition);
    default:
      return false;
  }
}
const isPositive = (e: Expr): boolean => isNumber(e) && rationalOf(e).numerator > 0;

/** How a message calls what has no value. */
export const namedText = (e: Expr): string =>
  isSymbol(e) ? nameOf(e) : e.op.name === "member" ? familyOf(e).name : e.op.name;
