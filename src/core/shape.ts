/** Rows × columns. A scalar is 1×1, a vector n×1, a row 1×n. */
import { type Dim, ONE, times } from "./dim.js";
import { showDim } from "./place.js";

export interface Shape {
  readonly rows: Dim;
  readonly cols: Dim;
}

export const shape = (rows: Dim, cols: Dim): Shape => ({ rows, cols });

export const SCALAR: Shape = shape(ONE, ONE);

export const isScalar = (s: Shape) => s.rows === ONE && s.cols === ONE;
export const isColumn = (s: Shape) => s.cols === ONE;
export const isRow = (s: Shape) => s.rows === ONE;
/** A row, a column or a scalar: `vec` of it only changes its orientation. */
export const isVector = (s: Shape) => s.cols === ONE || s.rows === ONE;
export const isSquare = (s: Shape) => s.rows === s.cols;
export const sameShape = (a: Shape, b: Shape) => a.rows === b.rows && a.cols === b.cols;
export const transposed = (s: Shape) => shape(s.cols, s.rows);

/** The number of entries, `rows · cols`. */
export const entries = (s: Shape): Dim => times(s.rows, s.cols);

/** `n×m`, as messages write it. */
export const showShape = (s: Shape) => `${show(s.rows)}×${show(s.cols)}`;
const show = (d: Dim) => (/[\s]/.test(d) ? `(${showDim(d)})` : showDim(d));

/** The kind of a value of this shape. */
export const kindOf = (s: Shape) => (isScalar(s) ? "scalar" : isColumn(s) ? "vector" : "matrix");

/** The kind that a declaration states of a name of this shape: `vector(n)`. */
export function statedKind(s: Shape): string {
  if (isScalar(s)) return "scalar";
  const [rows, cols] = [showDim(s.rows), showDim(s.cols)];
  return isColumn(s) ? `vector(${rows})` : `matrix(${rows}, ${cols})`;
}
