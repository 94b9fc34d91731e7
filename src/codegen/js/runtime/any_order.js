/**
 * A function to be differentiated, with the shape of each variable and how it may be moved.
 * @typedef {object} Check
 * @property {string} key
 * @property {(at: any) => Float64Array} value
 * @property {Float64Array} derivative
 * @property {[string, number, number, string][]} wrt
 * @property {((at: any) => Float64Array) | null} along the vector that a second derivative is multiplied by
 */

/** Changes of a matrix: of each entry, or of those that belong together. @param {number} r @param {number} c @param {string} held */
function directions(r, c, held) {
  return Array.from({ length: r * c }, (_, k) => {
    const step = new Float64Array(r * c);
    const [i, j] = [Math.floor(k / c), k % c];
    if (held === "symmetric") {
      step[k] += 0.5;
      step[j * c + i] += 0.5;
    } else if (held === "free" || i === j) step[k] = 1;
    return step;
  });
}

/** The derivative times a change of a variable: the variable's entries are the slower index. @param {Float64Array} D @param {Float64Array} step */
function times(D, step) {
  const n = D.length / step.length;
  const out = new Float64Array(n);
  for (let k = 0; k < step.length; k++) for (let i = 0; i < n; i++) out[i] += D[k * n + i] * step[k];
  return out;
}

/** @param {Check} check @param {any} at @param {number} tolerance */
function agrees({ key, value, derivative, wrt: [[x, r, c, held], second], along }, at, tolerance) {
  let worst = 0;
  for (const step of directions(r, c, held)) {
    const others = second === undefined ? [null] : along === null ? directions(second[1], second[2], second[3]) : [along(at)];
    for (const other of others) {
      const moving = (/** @type {any} */ from, /** @type {number} */ t) => value(moved(from, x, step, t));
      const expected =
        other === null || second === undefined
          ? slope((t) => moving(at, t), [1e-2, 1e-3, 1e-4])
          : slope((s) => {
              const from = moved(at, second[0], along === null ? other : rows(other, second[1], second[2]), s);
              return slope((t) => moving(from, t), [4e-3, 2e-3]);
            }, [4e-3, 2e-3]);
      const left = other === null || along !== null || second === undefined ? derivative : times(derivative, vec(other, second[1], second[2]));
      const got = times(left, vec(step, r, c));
      got.forEach((g, i) => {
        worst = largest(worst, Math.abs(g - expected[i]));
      });
    }
  }
  const size = derivative.reduce((most, d) => Math.max(most, Math.abs(d)), 1);
  const good = worst / size <= (second === undefined ? tolerance : 100 * tolerance);
  console.log(`${good ? "ok   " : "WRONG"}  ${key}  ${(worst / size).toExponential(1)}`);
  return good;
}

/** Entries that lie column by column, row by row. @param {Float64Array} x @param {number} r @param {number} c */
function rows(x, r, c) {
  return vec(x, c, r);
}
