/**
 * A derivative, what it is the derivative of, and the variable with its shape.
 * @typedef {{ key: string, value: (at: any) => Float64Array, derivative: Float64Array, wrt: [string, number, number] }} Check
 */

/** @param {Check} check @param {any} at @param {number} tolerance */
function agrees({ key, value, derivative, wrt: [x, r, c] }, at, tolerance) {
  let worst = 0;
  const count = derivative.length / (r * c);
  for (let i = 0; i < r; i++)
    for (let j = 0; j < c; j++) {
      const step = new Float64Array(r * c);
      step[i * c + j] = 1;
      const expected = slope((t) => value(moved(at, x, step, t)), [1e-2, 1e-3, 1e-4]);
      // The variable's entries, column by column, are the slower index.
      const got = derivative.subarray((j * r + i) * count, (j * r + i + 1) * count);
      for (let k = 0; k < count; k++) worst = largest(worst, Math.abs(got[k] - expected[k]));
    }
  const error = worst / derivative.reduce((most, d) => Math.max(most, Math.abs(d)), 1);
  console.log(`${error <= tolerance ? "ok   " : "WRONG"}  ${key}  ${error.toExponential(1)}`);
  return error <= tolerance;
}
