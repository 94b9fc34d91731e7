/** Scalar functions, entry by entry: sigmoids, tangents, steps and roots that are other functions. */
import { bitOf, type Expr, mayHold, memoOf } from "../core/expr.js";
import { one, two } from "../core/operands.js";
import { gcd, isInteger, multiplyRational, rational } from "../core/rational.js";
import { isScalar, sameShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { Apply, apply } from "../ops/apply.js";
import { factsOf } from "../ops/facts.js";
import { Hadamard } from "../ops/hadamard.js";
import { Maximum, maximum } from "../ops/maximum.js";
import { isExactly, isNumber, isOne, NumberOp, rationalOf } from "../ops/number.js";
import { isOnes, Ones, ones } from "../ops/ones.js";
import { isNegativePower, lowered, Power, power } from "../ops/power.js";
import { scalarsOf, withScalars } from "../ops/scalars.js";
import { Scale } from "../ops/scale.js";
import { Sum, sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { T, Transpose } from "../ops/transpose.js";
import { isZeros, zeros } from "../ops/zeros.js";
import { type Law, law } from "../rewrite/law.js";
import { replaced } from "../rewrite/simplify.js";
import { entrywise, isNegative, opposite, powerOf, termOf, withCoefficient } from "../rewrite/term.js";
import { isSame } from "./canonical.js";
import { isPositive } from "./powers.js";
import { isNonnegative } from "./range.js";

const theme = "elementwise";
const KINKED = bitOf(Apply) | bitOf(Maximum);
const isUnit = (e: Expr): boolean => isOnes(e) || isOne(e);

/** exp(a) for 1 + exp(a); null for anything else. */
export function grownIn(e: Expr): Expr | null {
  if (e.op !== Sum || e.args.length !== 2 || !e.args.some(isUnit)) return null;
  return e.args.find((t) => t.op === Apply && t.data === "exp") ?? null;
}

/** a for relu(a) and max(a, 0), which are one function; null for anything else. */
export function rectifiedIn(e: Expr): Expr | null {
  if (e.op === Apply) return e.data === "relu" ? one(e.args) : null;
  if (e.op !== Maximum) return null;
  const [a, b] = two(e.args);
  return isZeros(b) ? a : isZeros(a) ? b : null;
}

/** (1 + exp(a))^−k is σ(−a)^k. */
function sigmoidReciprocal(e: Expr): Expr | null {
  const { base, exponent } = powerOf(e);
  const grown = isNumber(exponent) && isNegative(exponent) ? grownIn(base) : null;
  if (grown === null) return null;
  const s = apply("sigmoid", opposite(one(grown.args)));
  return isExactly(exponent, -1) ? s : power(s, opposite(exponent));
}

/** exp(a) σ(−a) = σ(a): the one factor exp(a), and one of the power of the sigmoid. */
function growthFolded(e: Expr): Expr | null {
  for (const [i, f] of e.args.entries()) {
    if (f.op !== Apply || f.data !== "exp") continue;
    const falling = apply("sigmoid", opposite(one(f.args)));
    const j = e.args.findIndex((g) => powerOf(g).base === falling && isPositive(powerOf(g).exponent));
    const g = e.args[j];
    if (g === undefined) continue;
    const left = g === falling ? [] : [power(falling, lowered(powerOf(g).exponent))];
    const rising = apply("sigmoid", one(f.args));
    return entrywise(
      e.args.flatMap((x, k) => (k === i ? [rising] : k === j ? left : [x])),
      e,
    );
  }
  return null;
}

/** 1 − σ(−a) = σ(a), entry by entry. */
function sigmoidComplement(e: Expr): Expr | null {
  const unit = e.args.findIndex(isUnit);
  if (unit < 0) return null;
  for (const [i, t] of e.args.entries()) {
    const { coefficient, rest } = termOf(t);
    const s = rest.op === Transpose ? one(rest.args) : rest;
    if (s.op !== Apply || s.data !== "sigmoid" || coefficient.numerator !== -1 || coefficient.denominator !== 1)
      continue;
    const inner = one(s.args);
    if (!isNegative(inner)) continue;
    const by = apply("sigmoid", opposite(inner));
    return sum(...e.args.flatMap((x, j) => (j === unit ? [s === rest ? by : T(by)] : j === i ? [] : [x])));
  }
  return null;
}

export const SIGMOIDS: readonly Law[] = [
  law({
    theme,
    name: "complement of a sigmoid",
    at: Sum,
    statement: "1 - sigmoid(-a) = sigmoid(a)",
    cite: "definition of the sigmoid",
    example: "a : vector(n); y = ones(n) - sigmoid(-a)",
    among: [Ones, NumberOp],
    within: [Apply],
    step: sigmoidComplement,
  }),
  law({
    theme,
    name: "one over 1 + exp is a sigmoid",
    at: Power,
    statement: "1 / (1 + exp(-a)) = sigmoid(a)",
    cite: "definition of the sigmoid",
    example: "a : vector(n); y = ones(n) ./ (ones(n) + exp(-a))",
    among: [Sum],
    step: sigmoidReciprocal,
  }),
  law({
    theme,
    name: "exp times a falling sigmoid",
    at: [Times, Hadamard],
    statement: "exp(a) sigmoid(-a) = sigmoid(a)",
    cite: "definition of the sigmoid",
    example: "a : vector(n); y = exp(a) .* sigmoid(-a)",
    among: [Apply],
    step: growthFolded,
  }),
];

/** sign(a) |a|^k = a |a|^(k − 1). */
function signMerged(e: Expr): Expr | null {
  for (const [i, s] of e.args.entries()) {
    if (s.op !== Apply || s.data !== "sign") continue;
    const a = one(s.args);
    for (const [j, f] of e.args.entries()) {
      const { base, exponent } = powerOf(f);
      if (base.op !== Apply || base.data !== "abs" || one(base.args) !== a || !isNumber(exponent)) continue;
      const rest = e.args.filter((_, k) => k !== i && k !== j);
      if (isExactly(exponent, -1)) return entrywise([...rest, power(a, exponent)], e);
      return entrywise(isExactly(exponent, 1) ? [...rest, a] : [...rest, power(base, lowered(exponent)), a], e);
    }
  }
  return null;
}

export const absoluteSign = law({
  theme: "arithmetic",
  name: "absolute value and sign",
  at: [Times, Hadamard],
  statement: "sign(a) / abs(a) = 1 / a",
  example: "y = sign(alpha) / abs(alpha)",
  among: [Apply],
  step: signMerged,
});

/** a for relu(a), |a|, sign(a) and max(a, 0), and what that is where a is positive; null for anything else. */
function kinkIn(e: Expr): { readonly of: Expr; readonly is: Expr } | null {
  const a = rectifiedIn(e);
  if (a !== null) return { of: a, is: a };
  if (e.op !== Apply) return null;
  const [X] = e.args;
  if (X === undefined || (e.data !== "abs" && e.data !== "sign")) return null;
  return { of: X, is: e.data === "abs" ? X : ones(X.shape.rows, X.shape.cols, X) };
}

const ENTRYWISE: ReadonlySet<string> = new Set("apply power hadamard sum scale maximum minimum group".split(" "));

/** The parts of which an entry of f has the same entry alone: not relu(A) in softmax(relu(A)). */
function entrywiseParts(f: Expr): readonly Expr[] {
  const isOpen = (x: Expr): boolean => ENTRYWISE.has(x.op.name) && sameShape(x.shape, f.shape);
  const parts = walk([f], undefined, (x) => (isOpen(x) ? x.args : []));
  const others = new Set(walk(parts.filter((x) => !isOpen(x)).flatMap((x) => x.args)));
  const scalars = new Set(walk(parts.filter((x) => !sameShape(x.shape, f.shape))));
  return parts.filter((x) => !others.has(x) && !scalars.has(x));
}

/** Beside step(a) the other factors are as they are where a is positive: elsewhere the product is 0. */
function besideStep(e: Expr): Expr | null {
  for (const [i, s] of e.args.entries()) {
    if (s.op !== Apply || s.data !== "step") continue;
    const a = one(s.args);
    const whereTrue = (f: Expr): Expr =>
      (isScalar(a.shape) ? walk([f]) : entrywiseParts(f)).reduce((all, x) => {
        const kink = kinkIn(x);
        return kink !== null && withoutContent(kink.of) === a ? replaced(all, x, kink.is) : all;
      }, f);
    const args = e.args.map((f, k) => (k === i || isNegativePower(f) || !mayHold(f, KINKED) ? f : whereTrue(f)));
    if (args.some((f, k) => f !== e.args[k])) return entrywise(args, e);
  }
  return null;
}

const RECTIFIERS = Symbol("rectifiers as the model writes them");

/** relu(a), or max(a, 0) where that is how the model writes it. */
function rectifier(a: Expr): Expr {
  const written = memoOf(a.home, RECTIFIERS, () =>
    walk([...a.home.definitions.values()]).some((x) => x.op === Maximum && rectifiedIn(x) !== null),
  );
  return written ? maximum(a, zeros(a.shape.rows, a.shape.cols, a)) : apply("relu", a);
}

/** a step(a) = max(a, 0), also for −a. */
function rectified(e: Expr): Expr | null {
  for (const [i, s] of e.args.entries()) {
    if (s.op !== Apply || s.data !== "step") continue;
    const a = one(s.args);
    const at = e.args.findIndex((f, k) => k !== i && (f === a || (f.op === Sum && isSame(f, opposite(a)))));
    if (at < 0) continue;
    const by = e.args[at] === a ? rectifier(a) : opposite(rectifier(a));
    return entrywise(
      e.args.flatMap((f, k) => (k === at ? [by] : k === i ? [] : [f])),
      e,
    );
  }
  return null;
}

/** Whether step(s) says that a is not 0: s is |a| less what is not negative. */
function saysNonzero(s: Expr, a: Expr): boolean {
  const size = apply("abs", a);
  if (s === a || s === size) return true;
  return s.op === Sum && s.args.includes(size) && s.args.every((t) => t === size || isNonnegative(opposite(t)));
}

/** sign(a)² is 1 beside a step that says that a is not 0. */
function squaredSign(e: Expr): Expr | null {
  const steps = e.args.flatMap((f) => (f.op === Apply && f.data === "step" ? f.args : []));
  if (steps.length === 0) return null;
  const rest = e.args.filter((f) => {
    const { base, exponent } = powerOf(f);
    const even = isNumber(exponent) && rationalOf(exponent).numerator % 2 === 0 && isInteger(rationalOf(exponent));
    return !(even && base.op === Apply && base.data === "sign" && steps.some((s) => saysNonzero(s, one(base.args))));
  });
  return rest.length === e.args.length ? null : entrywise(rest, e);
}

/** S without the positive number that all of its terms share: x / 6 + 1/2 is x + 3 for step and sign. */
function withoutContent(S: Expr): Expr {
  const terms = S.op === Sum ? S.args : [S];
  const all = terms.map((t) => termOf(t).coefficient);
  if (!all.every((k) => Number.isSafeInteger(k.numerator) && k.numerator !== 0)) return S;
  const below = all.map((k) => k.denominator).reduce((a, b) => (a * b) / gcd(a, b));
  const above = all.map((k) => (Math.abs(k.numerator) * below) / k.denominator).reduce(gcd);
  if (!Number.isSafeInteger(below) || below === above) return S;
  const scaled = terms.map((t) => {
    const { coefficient: k, rest } = termOf(t);
    return withCoefficient({ coefficient: multiplyRational(k, rational(below, above)), rest });
  });
  return sum(...scaled);
}

function signOfMultiple(e: Expr): Expr | null {
  if (e.data !== "step" && e.data !== "sign") return null;
  const X = one(e.args);
  const { scalars, core } = scalarsOf(X);
  const kept = scalars.filter((c) => isNumber(c) || !factsOf(c).has("positive"));
  const some = kept.length < scalars.length && (core !== null || kept.length > 0);
  const bare = some ? withScalars(kept, core, X) : X;
  const by = withoutContent(bare);
  return by === X ? null : apply(e.data, by);
}

/** (eᵃ − e⁻ᵃ) / (eᵃ + e⁻ᵃ) is the hyperbolic tangent. */
function tangentWritten(e: Expr): Expr | null {
  for (const [i, f] of e.args.entries()) {
    const { base, exponent } = powerOf(f);
    if (!isExactly(exponent, -1) || base.op !== Sum || base.args.length !== 2) continue;
    const [rising, falling] = two(base.args);
    const exps = [rising, falling].every((t) => t.op === Apply && t.data === "exp");
    if (!exps || opposite(one(rising.args)) !== one(falling.args)) continue;
    for (const [a, b] of [
      [rising, falling],
      [falling, rising],
    ] as const) {
      const above = e.args.findIndex(
        (g) => g.op === Sum && g.args.length === 2 && g.args.includes(a) && g.args.includes(opposite(b)),
      );
      if (above < 0) continue;
      const by = apply("tanh", one(a.args));
      return entrywise(
        e.args.flatMap((x, k) => (k === above ? [by] : k === i ? [] : [x])),
        e,
      );
    }
  }
  return null;
}

const ODD: ReadonlySet<unknown> = new Set(["tanh", "sinh", "sin", "tan", "asin", "atan", "erf", "sign"]);
const EVEN: ReadonlySet<unknown> = new Set(["cosh", "cos", "abs"]);

/** f(−a) = −f(a) for an odd function, f(a) for an even one. */
function signOut(e: Expr): Expr | null {
  const X = one(e.args);
  if (!isNegative(X) || isNumber(X)) return null;
  if (ODD.has(e.data)) return opposite(apply(String(e.data), opposite(X)));
  return EVEN.has(e.data) ? apply(String(e.data), opposite(X)) : null;
}

export const FUNCTIONS: readonly Law[] = [
  law({
    theme,
    name: "odd and even functions",
    at: Apply,
    statement: "tanh(-a) = -tanh(a), cos(-a) = cos(a)",
    cite: "definition",
    example: "a : vector(n); y = tanh(-a)",
    among: [Scale, Times],
    step: signOut,
  }),
  law({
    theme,
    name: "the hyperbolic tangent by exponentials",
    at: [Times, Hadamard],
    statement: "(exp(a) - exp(-a)) / (exp(a) + exp(-a)) = tanh(a)",
    cite: "definition of the tangent",
    example: "a : vector(n); y = (exp(a) - exp(-a)) ./ (exp(a) + exp(-a))",
    among: [Power],
    step: tangentWritten,
  }),
  law({
    theme,
    name: "step of what is not negative",
    at: [Times, Hadamard],
    text: [
      "α step(α) = α",
      "A .* step(A) = A",
      { text: "α^κ step(α) = α^κ", when: ({ of }) => isPositive(of("κ")) && isNonnegative(of("α")) },
      { text: "A .^ κ .* step(A) = A .^ κ", when: ({ of }) => isPositive(of("κ")) && isNonnegative(of("A")) },
    ],
    when: ({ of, has }) => isNonnegative(has("A") ? of("A") : of("α")),
    throughout: true,
    statement: "a step(a) = a  (a not negative)",
    cite: "definition of the step",
    example: "x : vector(n); y = abs(x) .* step(abs(x))",
  }),
  law({
    theme,
    name: "a number times its sign",
    at: [Times, Hadamard],
    text: ["α sign(α) = abs(α)", "A .* sign(A) = abs(A)"],
    statement: "a sign(a) = abs(a)",
    cite: "definition of the sign",
    example: "x : vector(n); y = x .* sign(x)",
  }),
  // Where the step is 0, so is the rectifier, and so are its powers with a positive exponent.
  law({
    theme,
    name: "a rectifier has its own step",
    at: [Times, Hadamard],
    text: [
      "relu(α) step(α) = relu(α)",
      "relu(A) .* step(A) = relu(A)",
      { text: "relu(α)^κ step(α) = relu(α)^κ", when: ({ of }) => isPositive(of("κ")) },
      { text: "relu(A) .^ κ .* step(A) = relu(A) .^ κ", when: ({ of }) => isPositive(of("κ")) },
    ],
    throughout: true,
    statement: "relu(a) .* step(a) = relu(a)",
    cite: "definition of the rectifier",
    example: "y = relu(x) .* step(x)",
  }),
  law({
    theme,
    name: "a number times its step",
    at: [Times, Hadamard],
    statement: "a step(a) = max(a, 0)",
    cite: "definition of the step",
    example: "x : vector(n); y = x .* step(x)",
    among: [Apply],
    step: rectified,
  }),
  law({
    theme,
    name: "beside a step",
    at: [Times, Hadamard],
    statement: "step(a) relu(a)^2 = step(a) a^2, and so abs(a), sign(a), max(a, 0)",
    cite: "where the step is 0, so is the product",
    example: "a, b : vector(n); y = step(a) .* (relu(a) + b)",
    among: [Apply],
    step: besideStep,
  }),
  law({
    theme,
    name: "square of a sign",
    at: [Times, Hadamard],
    statement: "sign(a)^2 step(abs(a) - b) = step(abs(a) - b)  (b not negative)",
    cite: "where a is 0, so is the step",
    example: "a, b : vector(n) positive; y = sign(a - b) .^ 2 .* step(abs(a - b) - b)",
    among: [Power],
    step: squaredSign,
  }),
  law({
    theme,
    name: "sign of a positive multiple",
    at: Apply,
    statement: "step(c a) = step(a), sign(c a) = sign(a)  (c positive)",
    cite: "definition of the sign",
    example: "x : vector(n); y = step(x / 6 + 0.5 ones(n))",
    step: signOfMultiple,
  }),

  law({
    theme,
    name: "sine over cosine is the tangent",
    at: [Times, Hadamard],
    text: [
      "sinh(α) cosh(α)^-1 = tanh(α)",
      "sinh(A) .* cosh(A) .^ -1 = tanh(A)",
      "sin(α) cos(α)^-1 = tan(α)",
      "sin(A) .* cos(A) .^ -1 = tan(A)",
    ],
    statement: "sinh(a) / cosh(a) = tanh(a), sin(a) / cos(a) = tan(a)",
    cite: "definition of the tangent",
    example: "y = b .* sinh(x) ./ cosh(x)",
  }),
  law({
    theme: "arithmetic",
    name: "a function and its inverse",
    at: Apply,
    text: ["log(exp(A)) = A", "exp(log(A)) = A"],
    statement: "log(exp(a)) = a",
    example: "y = log(exp(x))",
  }),
  law({
    theme: "arithmetic",
    name: "sign of what is positive",
    at: Apply,
    text: ["abs(A) = A", "sign(A) = ones(n, m)"],
    where: "A positive",
    statement: "abs(a) = a, sign(a) = 1  (a positive)",
    example: "y = abs(exp(x))",
  }),
  law({
    theme: "arithmetic",
    name: "values that are known",
    at: Apply,
    text: [
      "exp(zeros(n, m)) = ones(n, m)",
      "exp(0) = 1",
      "log(ones(n, m)) = zeros(n, m)",
      "log(1) = 0",
      "sqrt(1) = 1",
      "step(1) = 1",
      "sign(1) = 1",
    ],
    statement: "exp(0) = 1, log(1) = 0, sqrt(1) = 1",
    example: "x : vector(n); y = exp(zeros(n)) .* x",
  }),
];
