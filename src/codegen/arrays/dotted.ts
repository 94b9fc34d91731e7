/**
 * Forms that MATLAB and Julia spell alike: operators with a dot go entry by entry, a mark behind a matrix
 * turns it, and `A \ b` solves.
 */

import { LEVEL, piece } from "../../print/pretty.js";
import {
  type ArrayExpr,
  type ArrayForm,
  BASIC_FORMS,
  type CodePrinter,
  divForm,
  fillForm,
  type Kernel,
  kronOperands,
  mulForm,
  sizeText,
} from "./array.js";

/** `*` and `/` with a scalar on a side, `.*` and `./` of two arrays. */
export const dottedMul: ArrayForm = (e, at) => mulForm(e.args.some((a) => a.rank === 0) ? " * " : " .* ", " / ")(e, at);
export const dottedDiv: ArrayForm = (e, at) => divForm((e.args[1] as ArrayExpr).rank === 0 ? " / " : " ./ ")(e, at);

/** The forms in which an operand is turned, by the mark that turns it; `turned` is that operand's text. */
export function turning(mark: string) {
  const turned = (e: ArrayExpr, at: CodePrinter): string => at.wrap(e, LEVEL.primary) + mark;
  const transpose: ArrayForm = (e, at) => piece(turned(e.args[0] as ArrayExpr, at), LEVEL.postfix);
  const outer: ArrayForm = (e, at) => {
    const [u, v] = e.args as readonly [ArrayExpr, ArrayExpr];
    return piece(`${at.wrap(u, LEVEL.postfix)} * ${turned(v, at)}`, LEVEL.product);
  };
  const solve: ArrayForm = (e, at) => {
    const [F, X] = e.args as readonly [ArrayExpr, ArrayExpr];
    const A = e.data === "T" ? turned(F, at) : at.wrap(F, LEVEL.postfix);
    return piece(`${A} \\ ${at.wrap(X, LEVEL.postfix)}`, LEVEL.product);
  };
  return { turned, transpose, outer, solve };
}

/** (A ⊗ B) C by a helper that is told the widths of A and B: an identity comes as a word without one. */
export const dottedKronApply =
  (identity: string): ArrayForm =>
  (e, at) => {
    const widths = e.args.slice(0, 2).map((a) => sizeText(a.cols, at));
    return piece(`${at.use("kron_apply")}(${[...kronOperands(e, identity, at), ...widths].join(", ")})`);
  };

export const DOTTED_FORMS = {
  ...BASIC_FORMS,
  constant: (e) => piece(e.data === "pi" ? "pi" : "exp(1)"),
} satisfies Partial<Record<Kernel, ArrayForm>>;

/** An array full of one number, by the shape of arrays and what is written of neither ones nor zeros. */
export const dottedFill = (
  shapeText: Parameters<typeof fillForm>[2],
  other: Parameters<typeof fillForm>[3],
): ArrayForm =>
  fillForm(
    (shape) => `ones(${shape})`,
    (shape) => `zeros(${shape})`,
    shapeText,
    other,
  );
