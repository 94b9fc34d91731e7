/** Calls: functions that are applied entry by entry, and the operations of the language. */
import { shapeCode } from "../../core/codes.js";
import { ONE } from "../../core/dim.js";
import { isScalar, SCALAR, type Shape, shape } from "../../core/shape.js";
import { takesAnyVector } from "../../core/signature.js";
import { LIBRARY, YIELDING_FUNCTIONS } from "../../functions/library.js";
import type { Call, Expression } from "../../parse/ast.js";
import { WITHOUT_VARIABLE } from "../../parse/lex/plain.js";
import { arityOf, CALLS, canonical, complaintOf, isFill, shapeOfCall, sizesFrom } from "../names/calls.js";
import { isStated } from "../names/evidence.js";
import { isBuiltin } from "../names/kinds.js";
import { fault, remark, resolved, type Scope, typed, warn } from "../scope.js";
import { poison, type Term } from "../terms.js";
import { type Complaint, complain } from "./infer.js";
import { assumedIn, flattens } from "./lone-number.js";
import { checkTrace, checkValue } from "./matrix-function.js";
import { fill } from "./name.js";
import { isLiteral } from "./number.js";
import { checkOperand } from "./numbers.js";
import { checkOpenLetters } from "./open-letters.js";
import { shapeOf, value } from "./operands.js";
import { sizeArguments, statedSize } from "./stated-size.js";
import { checkSummed } from "./weights.js";

export function callTerm(scope: Scope, e: Call, parts: readonly Term[]): Term {
  const { name } = e.callee;
  const entry = scope.names.get(name);
  if (entry?.faulty === true) {
    scope.owner.faulty = true;
    return poison(e.span);
  }
  if (isUnitCall(scope, e)) return unitTerm(scope, e);
  if (e.callee.at !== undefined || entry?.isScalarFunction === true) return unknownTerm(scope, e, name, parts);
  if (e.gradient !== undefined) {
    fault(scope, "syntax/nabla", { start: e.span.start, end: e.span.start + 1 }, WITHOUT_VARIABLE.message, {
      hint: WITHOUT_VARIABLE.hint,
    });
    return poison(e.span);
  }
  if (isBuiltin(scope, name)) return builtinTerm(scope, e, canonical(name), parts);
  if (e.applied === "undecided") {
    fault(
      scope,
      "call/not-a-function",
      e.callee.span,
      `${typed(scope, e.callee.span)} is a ${entry?.kind ?? "name"}, not a function`,
    );
    return poison(e.span);
  }
  return applied(scope, e, entry?.alias ?? name, parts);
}

/** `\\ell_t(h_t)`: an unknown function of arrays whose value is a number; `∇ℓ(h)`: its gradient. */
function unknownTerm(scope: Scope, e: Call, name: string, parts: readonly Term[]): Term {
  const values = parts.map((p, i) => value(scope, p, e.args[i] as Expression));
  if (e.primes > 0 || values.length === 0 || values.some((v) => v.shape === null)) {
    if (e.primes > 0)
      fault(scope, "call/prime", e.callee.span, `${name} has no derivative by ': it is a function of arrays`, {
        hint: `its gradient is ∇${name}`,
      });
    return poison(e.span);
  }
  const by = e.gradient === undefined ? null : gradientBy(scope, e);
  if (Number.isNaN(by)) return poison(e.span);
  const of = by === null ? SCALAR : shapeOf(values[by] as Term);
  if (values.length === 1) checkSpectral(scope, e, values[0] as Term);
  return { type: "unknown", name, at: e.callee.at ?? [], by, span: e.span, shape: of, parts: values };
}

/** The argument by which a gradient is taken, counted from 0; NaN where that is not said. */
function gradientBy(scope: Scope, e: Call): number {
  const by = e.gradient === 0 && e.args.length === 1 ? 1 : (e.gradient ?? 0);
  if (by >= 1 && by <= e.args.length) return by - 1;
  fault(
    scope,
    "call/arity",
    e.callee.span,
    `${e.callee.name} has ${plural(e.args.length, "argument")}, and a gradient is by one of them`,
    { hint: `by the first it is ∇_1 ${typed(scope, e.callee.span)}(…)` },
  );
  return Number.NaN;
}

/** Whether this is e_i, `unit(i, n)`, and no function of the model. */
const isUnitCall = (scope: Scope, e: Call): boolean => {
  const entry = scope.names.get("unit");
  return e.callee.name === "unit" && e.args.length === 2 && (entry === undefined || !isStated(entry.evidence));
};

function unitTerm(scope: Scope, e: Call): Term {
  const [place, size] = e.args as [Expression, Expression];
  const d = statedSize(scope, size);
  if (d === null) return poison(e.span);
  return { type: "unit", place, size: d, span: e.span, shape: shape(d, ONE), parts: [] };
}

/** f(Z), f'(Z): a scalar function, entry by entry. */
function applied(scope: Scope, e: Call, name: string, parts: readonly Term[]): Term {
  const Z = parts[0];
  if (parts.length !== 1 || Z === undefined) {
    arity(scope, e, 1, 1);
    return poison(e.span);
  }
  const argument = value(scope, Z, e.args[0] as Expression);
  if (argument.shape === null) return poison(e.span);
  if (YIELDING_FUNCTIONS.get(name)?.yields === "applied") sayLetter(scope, e, argument.shape);
  const most = scope.primes(name);
  if (e.primes > most) {
    fault(scope, "call/primes", e.callee.span, `${name} is differentiated up to ${most} times, not ${e.primes}`);
    return poison(e.span);
  }
  checkSpectral(scope, e, argument);
  if (e.callee.typed === "^+") checkPositive(scope, e, argument);
  return { type: "apply", name, primes: e.primes, span: e.span, shape: argument.shape, parts: [argument] };
}

/** `(X^T X)^+` of a matrix is its pseudo-inverse, and no positive part. */
function checkPositive(scope: Scope, e: Call, argument: Term): void {
  const { owner } = scope;
  scope.checks.push(() => {
    const { rows, cols } = resolved(scope, shapeOf(argument));
    if (owner.faulty || rows === ONE || cols === ONE) return;
    const [text, inner] = [typed(scope, e.span), typed(scope, argument.span)];
    const message = `${text} may be the pseudo-inverse of a matrix, or the positive part of its entries`;
    const letters = assumedIn(scope, argument).filter((n) => n.kind === "matrix" && n.because?.strength === "letter");
    const numbers = letters.map((n) => n.name).join(", ");
    const hint = `pinv(${inner}), or relu(${inner})${numbers === "" ? "" : `; numbers are declared: ${numbers} : scalar`}`;
    fault(scope, "function/matrix", e.span, message, { hint }, owner);
  });
}

/** Γ(x + b) of vectors is more likely the product of a matrix with them than the gamma function of each entry. */
function sayLetter(scope: Scope, e: Call, of: Shape): void {
  const { name } = e.callee;
  const { owner } = scope;
  scope.checks.push(() => {
    if (owner.faulty || isScalar(resolved(scope, of))) return;
    const message = `${name}(…) is the function ${name} of each entry, and no product with a matrix ${name}`;
    warn(scope, "function/letter", e.callee.span, message, `for the product write ${name} * (…)`, owner);
  });
}

/** Functions of a matrix by their customary letters, which entry by entry are another thing. */
const SPECTRAL: readonly { readonly letter: RegExp; readonly what: string; readonly known: string }[] = [
  {
    letter: /^sigma(?:_|$)/,
    what: "a singular value",
    known: "the largest singular value is specnorm(A), their sum nuclear(A)",
  },
  {
    letter: /^lambda(?:_|$)/,
    what: "an eigenvalue",
    known: "eigenvalues of a symmetric matrix are eigvals(A), eigmax(A), eigmin(A)",
  },
  { letter: /^rho(?:_|$)/, what: "a spectral radius", known: "a spectral radius is not part of the language" },
  { letter: /^kappa(?:_|$)/, what: "a condition number", known: "a condition number is not part of the language" },
  { letter: /^r$/, what: "a rank", known: "a rank is not part of the language" },
];

/** `σ_1(A)`, `σ_i(X)`, `ρ(F V^{-1})`, `κ(A)` of a matrix: a number of the whole matrix, more likely than a function of entries. */
function checkSpectral(scope: Scope, e: Call, of: Term): void {
  const { name } = e.callee;
  const entry = scope.names.get(name);
  const found = SPECTRAL.find(({ letter }) => letter.test(name));
  if (found === undefined || entry === undefined || isStated(entry.evidence) || e.primes > 0) return;
  const given = of.type === "symbol" ? scope.names.get(of.name) : undefined;
  // σ(Z) is a sigmoid; σ_1(Z W) may be the first layer's.
  if (/^sigma/.test(name) && (given === undefined || given.evidence.defined !== null)) return;
  if (name === "sigma" && e.callee.at === undefined) return;
  const { owner } = scope;
  scope.checks.push(() => {
    const s = resolved(scope, shapeOf(of));
    if (owner.faulty || s.rows === ONE || s.cols === ONE) return;
    const [whole, letter] = [typed(scope, e.span), typed(scope, e.callee.span)];
    const message = `${whole} may be ${found.what}, or ${letter} of each entry`;
    const hint = `${name} : function says the latter; ${found.known}`;
    fault(scope, "function/matrix", e.span, message, { hint }, owner);
  });
}

const plural = (k: number, one: string) => `${k} ${one}${k === 1 ? "" : "s"}`;

function arity(scope: Scope, e: Call, least: number, most: number): void {
  const [letter, body] = e.args;
  if (e.callee.name === "sum" && letter?.type === "name" && body !== undefined && e.args.length === 2) {
    const [i, of] = [typed(scope, letter.span), typed(scope, body.span)];
    fault(scope, "index/nothing", e.callee.span, `nothing in ${of} is taken at ${i}, and its range is not given`, {
      hint: `say where it runs: sum(${i}=1..N, ${of}); the sum of the entries of one array has no letter: sum(${of})`,
    });
    return;
  }
  const wanted = least === most ? plural(most, "argument") : `${least} or ${plural(most, "argument")}`;
  const hint = (e.args.length === 1 ? EXTREMES : SIDES).get(e.callee.name);
  fault(
    scope,
    "call/arity",
    e.callee.span,
    `${e.callee.name} takes ${wanted}, not ${e.args.length}`,
    hint === undefined ? {} : { hint },
  );
}

/** Hints for what programs take along a side, or by a second argument. */
const SIDES: ReadonlyMap<string, string> = new Map([
  ["norm", "norms are norm1(x), norm2(x), norminf(x), normp(x, 3) and normF(X), the square root of the sum of squares"],
  ["mean", "means down the columns are ones(n)^T A / n, along the rows A ones(m) / m"],
]);

/** Hints for the largest and the smallest entry of one vector. */
const EXTREMES: ReadonlyMap<string, string> = new Map([
  [
    "max",
    "max(a, b) is taken entry by entry, maxentry(x) is the largest entry; logsumexp(x) is a smooth maximum of the entries of x",
  ],
  [
    "min",
    "min(a, b) is taken entry by entry, minentry(x) is the smallest entry; -logsumexp(-x) is a smooth minimum of the entries of x",
  ],
]);

function builtinTerm(scope: Scope, e: Call, name: string, parts: readonly Term[]): Term {
  if (LIBRARY.has(name)) return applied(scope, e, name, parts);
  if (e.primes > 0) {
    fault(scope, "call/prime", e.callee.span, `${name} has no derivative by ': it is not applied entry by entry`);
    return poison(e.span);
  }
  const from = sizesFrom(name);
  const sizes = from === null ? [] : sizeArguments(scope, e.args.slice(from));
  if (name === "vector" || name === "matrix") return constantTerm(scope, e, name, parts);
  const ordered = name === "norm" ? normTerm(scope, e, parts) : null;
  if (ordered !== null) return ordered;
  const op = CALLS.get(name);
  if (op === undefined) return poison(e.span);
  const [least, most] = arityOf(op);
  if (e.args.length < least || e.args.length > most) {
    arity(scope, e, least, most);
    return poison(e.span);
  }
  if (isFill(op)) return sizes === null ? poison(e.span) : fill(name, e.span, ...sizes);
  const values = parts.slice(0, op.takes.values).map((p, i) => value(scope, p, e.args[i] as Expression));
  if (sizes === null || values.some((v) => v.shape === null)) return poison(e.span);
  const shapes = values.map((v) => shapeOf(v));
  const blame = (): Complaint => ({
    code: shapeCode(name),
    span: e.callee.span,
    message: (show) => complaintOf(op, shapes, sizes, show),
    hint: () => op.hint,
    about: values,
  });
  const [a] = values;
  // A matrix that nothing else calls a column is not made one.
  const isFlat = takesAnyVector(op.takes) && a !== undefined && flattens(scope, a, [shapeOf(a).cols]);
  if (name === "softmax" && a !== undefined && !scope.strict && (isFlat || isWide(scope, a)))
    return byRows(scope, e, a);
  const result = isFlat ? "false" : shapeOfCall(scope, op, shapes, sizes, blame, (i) => isLiteral(values[i]));
  if (result === "false") complain(scope, blame);
  if (result === "false" || result === null) return poison(e.span);
  if (name === "tr" && a !== undefined) checkTrace(scope, a);
  if (/^(?:tr|det|logdet)$/.test(name) && a !== undefined) checkOperand(scope, name, a);
  if ((name === "det" || name === "logdet") && a !== undefined) checkValue(scope, a);
  if ((name === "sum" || name === "mean") && a !== undefined) {
    checkSummed(scope, a);
    checkOpenLetters(scope, e, a);
  }
  return { type: "call", name, sizes, span: e.span, shape: result, parts: values };
}

/** `norm(x, 1)`, `norm(x, 2)` of a vector, as programs call it; null where no such number stands there. */
function normTerm(scope: Scope, e: Call, parts: readonly Term[]): Term | null {
  const [, order] = e.args;
  if (e.args.length !== 2 || order?.type !== "number" || (order.value !== "1" && order.value !== "2")) return null;
  const { owner } = scope;
  const of = builtinTerm(scope, { ...e, args: e.args.slice(0, 1) }, `norm${order.value}`, parts.slice(0, 1));
  scope.checks.push(() => {
    const [operand] = of.parts;
    if (owner.faulty || operand === undefined || operand.shape === null) return;
    const { rows, cols } = resolved(scope, operand.shape);
    if (rows === ONE || cols === ONE) return;
    const text = typed(scope, operand.span);
    const message = `${typed(scope, e.span)} of a matrix is the norm of an operator in programs`;
    const hint = order.value === "2" ? `specnorm(${text}); by entries normF(${text})` : `by entries norm1(${text})`;
    fault(scope, "function/norm", e.span, message, { hint }, owner);
  });
  return of;
}

const isWide = (scope: Scope, t: Term): boolean => !scope.sizes.mayBeOne(shapeOf(t).cols);

/** softmax of a matrix is taken of each row, and that of a row is a row. */
function byRows(scope: Scope, e: Call, a: Term): Term {
  const made: Term = { type: "call", name: "softmaxrows", sizes: [], span: e.span, shape: a.shape, parts: [a] };
  scope.mended.add(made);
  const { owner } = scope;
  scope.later.push(() => {
    const what = resolved(scope, shapeOf(a)).rows === ONE ? "a row is a row" : "a matrix is taken row by row";
    if (!owner.faulty) remark(scope, "reading/rows", e.span, `softmax of ${what}: softmaxrows`, owner);
  });
  return made;
}

/** matrixcalculus.org's `vector(1)` and `matrix(1)`: ones of whatever size fits. */
function constantTerm(scope: Scope, e: Call, name: "vector" | "matrix", parts: readonly Term[]): Term {
  const [c] = parts;
  const number = c?.type === "number" && c.value.denominator === 1 ? c.value.numerator : null;
  if (parts.length !== 1 || (number !== 0 && number !== 1)) {
    fault(scope, "call/constant", e.callee.span, `${name}(1) and ${name}(0) are the constants of this name`, {
      hint: "ones(n) and zeros(n) state their size",
    });
    return poison(e.span);
  }
  const cols = name === "vector" ? ONE : scope.sizes.fresh();
  return fill(number === 1 ? "ones" : "zeros", e.span, scope.sizes.fresh(), cols);
}
