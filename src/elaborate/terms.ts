/**
 * Terms: what an expression says once its names have kinds, while its sizes may still be unknown.
 *
 * Shapes carry unknown sizes, so what depends on a shape (whether a factor is a scalar, `diag` of a
 * vector or of a matrix) is decided when a term is built, after the whole model's sizes are known.
 */
import type { Dim } from "../core/dim.js";
import type { Rational } from "../core/rational.js";
import type { Shape } from "../core/shape.js";
import type { ElementwiseOperator, Expression, Range, Relation, Span } from "../parse/ast.js";

interface Common {
  readonly span: Span;
  /** Null where a fault was reported: nothing more is said of what depends on it. */
  readonly shape: Shape | null;
  readonly parts: readonly Term[];
}

export type Term = Common &
  (
    | { readonly type: "poison" }
    /** A function's name without an argument: no value. */
    | { readonly type: "function"; readonly name: string; readonly primes: number }
    | { readonly type: "symbol"; readonly name: string }
    | { readonly type: "number"; readonly value: Rational }
    | { readonly type: "constant"; readonly name: "pi" | "e" }
    | { readonly type: "size"; readonly size: Dim }
    | { readonly type: "fill"; readonly fill: string; readonly sizes: readonly Dim[] }
    /** A scalar or a bias for each row, in the shape of what it is added to: as many as there are entries or rows. */
    | { readonly type: "spread" }
    | { readonly type: "sum"; readonly signs: readonly (1 | -1)[] }
    /** `divides[i]`: part i stands behind a `/`. */
    | { readonly type: "product"; readonly divides: readonly boolean[] }
    | { readonly type: "elementwise"; readonly operators: readonly (ElementwiseOperator | null)[] }
    | { readonly type: "apply"; readonly name: string; readonly primes: number }
    /** An operation by its name in the table of {@link ./names/calls.js}. */
    | { readonly type: "call"; readonly name: string; readonly sizes: readonly Dim[] }
    | { readonly type: "blocks"; readonly widths: readonly number[] }
    /** A gradient that is asked for is one only of a scalar, or by one. */
    | { readonly type: "derivative"; readonly layout: "gradient" | "jacobian" | "hessian" }
    /** A member of a family, at places. */
    | { readonly type: "member"; readonly name: string; readonly at: readonly Expression[] }
    /** A family of numbers as one vector or matrix. */
    | { readonly type: "whole"; readonly name: string }
    /** An entry of its one part. */
    | { readonly type: "entry"; readonly at: readonly Expression[] }
    /** A letter or a label as a number. */
    | { readonly type: "place"; readonly place: Expression }
    /** A unit vector, `unit(i, n)`. */
    | { readonly type: "unit"; readonly place: Expression; readonly size: Dim }
    /** 1 where all relations hold, else 0. */
    | { readonly type: "condition"; readonly relations: readonly Relation[] }
    /** A sum or product of its one part over letters. */
    | {
        readonly type: "reduction";
        readonly operation: "sum" | "prod";
        readonly ranges: readonly Range[];
        readonly conditions: readonly Relation[];
      }
    /** An unknown scalar function of its parts, one for each value of its places. */
    | {
        readonly type: "unknown";
        readonly name: string;
        readonly at: readonly Expression[];
        /** Of the gradient by one of its parts, counted from 0. */
        readonly by: number | null;
      }
  );

/** The parts of a term that has none. */
export const NO_PARTS: readonly Term[] = [];

export const poison = (span: Span): Term => ({ type: "poison", span, shape: null, parts: NO_PARTS });
