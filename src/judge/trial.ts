/** A claim beside its derivatives, and the first of them that a value is. */
import type { Expr } from "../core/expr.js";
import { isScalar, sameShape, showShape } from "../core/shape.js";
import type { Derivation } from "../derive/derivation.js";
import { holdsDerivative, workedOut } from "../derive/expand.js";
import { normalForm } from "../derive/normal.js";
import type { Query } from "../model/model.js";
import { verify } from "../numeric/verify.js";
import { isNought } from "../ops/number.js";
import { isZeros } from "../ops/zeros.js";
import { type Comparer, compare } from "./compare.js";
import { freedOf } from "./freed.js";
import type { Found, JudgeOptions } from "./judgement.js";
import { isLarge, sameByLaws } from "./laws.js";
import { lettersIn } from "./letters.js";
import { projector, questionOf, type Target, targetsOf, unrolled } from "./targets.js";

/** What the sides of one claim are judged against. */
export interface Trial {
  readonly derived: Derivation;
  /** What is differentiated, written out, and by what. */
  readonly of: Expr;
  readonly by: Expr;
  readonly targets: readonly Target[];
  readonly comparer: Comparer;
  /** Questions of other claims of the text. */
  readonly beside: readonly Query[];
  /** Why the derivative itself cannot be relied on, or null: a counterexample to it would accuse the claim. */
  readonly doubt: () => string | null;
}

export function trialOf(derived: Derivation, options: JudgeOptions): Trial {
  const { query } = derived;
  const of = holdsDerivative(query.of) ? workedOut(query.of) : query.of;
  const by = query.wrt[0] as Expr;
  const targets = targetsOf(derived, of, by);
  const axes = lettersIn([of, ...query.wrt, ...targets.map((t) => t.value)]);
  const asked = { ...options, smooth: [of], ...(axes.length === 0 ? {} : { axes }) };
  let trusted: string | null | undefined;
  return {
    derived,
    of,
    by,
    targets,
    beside: options.beside ?? [],
    comparer: {
      of,
      onto: projector(derived, of, by),
      options: asked,
      freed: freedOf(derived, of, targets),
      known: new Map(),
    },
    doubt: () => {
      if (trusted === undefined) {
        const question = questionOf(derived, of, derived.layout);
        const { axes: _, ...each } = asked;
        const checked = isLarge(derived.value) ? null : verify(derived.value, question, { ...each, draws: 1 });
        trusted =
          checked?.verdict === "wrong" ? "the derivative does not agree with differences: please report it" : null;
      }
      return trusted;
    },
  };
}

/** The first target that is equal to `v`, and how. */
export function equalTo(trial: Trial, v: Expr): Found | null {
  for (const target of trial.targets) {
    if (isNought(v) && isZeros(target.value) && !isScalar(target.value.shape))
      return { target, by: "laws", why: `0 stands for the zero ${showShape(target.value.shape)}` };
    if (!sameShape(v.shape, target.value.shape)) continue;
    if (isInShape(trial, v, target)) return { target, by: "laws", why: "by rewriting" };
    const found = compare(trial.comparer, v, target.value);
    if (found.type === "same") return { target, by: found.by, why: found.why };
  }
  return null;
}

/** Whether a row over vec is the gradient once it stands in the shape of the variable. */
function isInShape({ derived, of, targets }: Trial, v: Expr, { layout, symmetric }: Target): boolean {
  if (layout !== "jacobian" || derived.query.order === 2 || !isScalar(of.shape) || isLarge(v)) return false;
  const gradient = targets.find((t) => t.layout === "gradient" && t.symmetric === symmetric);
  if (gradient === undefined || sameShape(gradient.value.shape, v.shape)) return false;
  const G = unrolled(normalForm(v));
  return G !== null && sameShape(G.shape, gradient.value.shape) && sameByLaws(G, gradient.value, [of]);
}
