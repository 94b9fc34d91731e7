/**
 * Lowered expressions before anybody has asked for their entries. `diag(v)`, `A⁻¹`, `1 vᵀ` and
 * `A ⊗ B` stay what they are until a product, a trace or a sum has had its chance with them; only
 * where entries are wanted an array is made.
 */
import { type Dim, ONE } from "../../core/dim.js";
import type { ArrayExpr } from "./array.js";

interface Sized {
  readonly rows: Dim;
  readonly cols: Dim;
}

export type View = Sized &
  (
    | { readonly kind: "scalar"; readonly node: ArrayExpr }
    /** Of rank 1 where a side is 1, column or row alike. */
    | { readonly kind: "array"; readonly node: ArrayExpr }
    | { readonly kind: "fill"; readonly value: ArrayExpr }
    /** v 1ᵀ and 1 vᵀ. */
    | { readonly kind: "column" | "row"; readonly vector: ArrayExpr }
    /** diag(v); c I where `entries` is a scalar. */
    | { readonly kind: "diagonal"; readonly entries: ArrayExpr }
    /** c A B ⋯, not yet multiplied. */
    | { readonly kind: "chain"; readonly factors: readonly View[]; readonly coefficient: ArrayExpr }
    /** c (A + B + ⋯), not yet added: a product may go to the terms. */
    | { readonly kind: "sum"; readonly terms: readonly View[]; readonly coefficient: ArrayExpr }
    | { readonly kind: "inverse"; readonly factored: ArrayExpr; readonly transposed: boolean }
    | { readonly kind: "kron"; readonly left: View; readonly right: View }
    /** I ⊗ comm(m, n) ⊗ I with identities of these sizes. */
    | { readonly kind: "comm"; readonly m: Dim; readonly n: Dim; readonly before: Dim; readonly after: Dim }
  );

export type ViewOf<K extends View["kind"]> = Extract<View, { kind: K }>;

export const isVectorView = (v: Sized): boolean => (v.rows === ONE) !== (v.cols === ONE);
export const isScalarView = (v: Sized): boolean => v.rows === ONE && v.cols === ONE;
export const isMatrixView = (v: Sized): boolean => v.rows !== ONE && v.cols !== ONE;

/** The rank of an array in which a view is stored. */
export const rankOf = (v: Sized): 0 | 1 | 2 => (isScalarView(v) ? 0 : isMatrixView(v) ? 2 : 1);

export const scalarView = (node: ArrayExpr): View => ({ kind: "scalar", node, rows: ONE, cols: ONE });

/** An array node as a view of these sizes; a scalar one where both are 1. */
export const arrayView = (node: ArrayExpr, rows: Dim, cols: Dim): View =>
  rows === ONE && cols === ONE ? scalarView(node) : { kind: "array", node, rows, cols };
