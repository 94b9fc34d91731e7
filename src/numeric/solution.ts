/** Solutions of equations F(z) = 0 by numbers: no derivative is known here, so that what `derive/` says can be judged by it. */
import { filled, frobenius, inverseOf, type Matrix, matrix, multiply, subtracted } from "./matrix.js";

type Residual = (z: Matrix) => Matrix;

/** Rounds of z ← z − F(z), which come to a fixed point if they contract. */
const MOST_ROUNDS = 2000;
const MOST_STEPS = 60;
/** How far from 0 a residual may be, by the size of z, to be one of a solution. */
const CLOSE = 1e-11;

const allFinite = (A: Matrix): boolean => A.data.every(Number.isFinite);
const isClose = (F: Matrix, z: Matrix): boolean => frobenius(F) <= CLOSE * (1 + frobenius(z));

/** z = g(z) as z ← g(z) from nothing comes to it; null where that goes on or goes away. */
function iterated(F: Residual, start: Matrix): Matrix | null {
  let z = start;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0, worse = 0; k < MOST_ROUNDS && worse < 100; k++) {
    const away = F(z);
    if (!allFinite(away)) return null;
    if (isClose(away, z)) return z;
    const far = frobenius(away);
    worse = far < 0.999 * least ? 0 : worse + 1;
    least = Math.min(least, far);
    z = subtracted(z, away);
  }
  return null;
}

/** The slope of F by differences: it only says which way to go, and need not be exact. */
function slopeAt(F: Residual, z: Matrix, at: Matrix): Matrix {
  const n = z.data.length;
  const J = matrix(n, n);
  for (let j = 0; j < n; j++) {
    const moved = matrix(z.rows, z.cols, z.data.slice());
    const x = z.data[j] as number;
    const h = 1e-7 * (1 + Math.abs(x));
    moved.data[j] = x + h;
    const there = F(moved);
    for (let i = 0; i < n; i++) J.data[i * n + j] = ((there.data[i] as number) - (at.data[i] as number)) / h;
  }
  return J;
}

/** Newton's method with one slope as long as it brings z closer fast, each step halved until it does; null where none does. */
function byNewton(F: Residual, start: Matrix): Matrix | null {
  let z = start;
  let away = F(z);
  let inverse: Matrix | null = null;
  let isFresh = false;
  for (let k = 0; k < MOST_STEPS; k++) {
    const far = frobenius(away);
    if (!Number.isFinite(far)) return null;
    if (far === 0) return z;
    if (inverse === null) {
      inverse = inverseOf(slopeAt(F, z, away));
      isFresh = true;
    }
    if (inverse === null || !allFinite(inverse)) break;
    const closer = stepFrom(F, z, far, multiply(inverse, matrix(away.data.length, 1, away.data)), isFresh);
    if (closer === null) {
      // At the end rounding keeps it from coming closer still.
      if (isFresh || isClose(away, z)) break;
      inverse = null;
      continue;
    }
    z = closer.z;
    away = closer.away;
    isFresh = false;
    if (frobenius(away) > 0.1 * far) inverse = null;
  }
  return isClose(away, z) ? z : null;
}

/** The step, or a part of it where it is halved, that makes the residual smaller. */
function stepFrom(
  F: Residual,
  z: Matrix,
  far: number,
  step: Matrix,
  isHalved: boolean,
): { readonly z: Matrix; readonly away: Matrix } | null {
  for (let t = 1; t > (isHalved ? 1e-4 : 0.6); t /= 2) {
    const moved = matrix(
      z.rows,
      z.cols,
      z.data.map((x, i) => x - t * (step.data[i] as number)),
    );
    const away = F(moved);
    if (frobenius(away) < far) return { z: moved, away };
  }
  return null;
}

const STARTS = [0, 0.5, -0.5, 2, -2];

/** A z of this size with F(z) = 0; entries that are no numbers where none was found. */
export function solutionOf(F: Residual, rows: number, cols: number, isFixedPoint: boolean): Matrix {
  const near = isFixedPoint ? iterated(F, matrix(rows, cols)) : null;
  const found = near === null ? null : byNewton(F, near);
  if (found !== null) return found;
  for (const start of STARTS) {
    const z = byNewton(F, filled(rows, cols, start));
    if (z !== null) return z;
  }
  return filled(rows, cols, Number.NaN);
}
