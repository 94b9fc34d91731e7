/** The entries of a matrix column by column. @param {number | Float64Array} X @param {number} r @param {number} c */
function vec(X, r, c) {
  if (typeof X === "number") return Float64Array.of(X);
  const out = new Float64Array(r * c);
  for (let i = 0; i < r; i++) for (let j = 0; j < c; j++) out[j * r + i] = X[i * c + j];
  return out;
}

/** A variable moved by t times a step; both lie row by row. @param {any} at @param {string} name @param {Float64Array} step @param {number} t */
function moved(at, name, step, t) {
  const x = given(at, name);
  // Rows of rows, too, lie flat in a row.
  const flat = Array.isArray(x) ? x.flatMap((row) => (isList(row) ? Array.from(row) : row)) : x;
  const there = typeof x === "number" ? x + t * step[0] : Float64Array.from(flat, (value, i) => value + t * step[i]);
  return { ...at, [name]: there };
}

/**
 * The slope at 0 by differences of fourth order, at the step at which two of them agree best.
 * @param {(t: number) => Float64Array} f @param {number[]} steps
 */
function slope(f, steps) {
  const found = steps.map((h) => {
    const [a, b, c, d] = [f(h), f(-h), f(2 * h), f(-2 * h)];
    return a.map((_, i) => (8 * (a[i] - b[i]) - (c[i] - d[i])) / (12 * h));
  });
  let [best, least] = [found[0], Infinity];
  for (let k = 1; k < found.length; k++) {
    const apart = Math.max(...found[k].map((x, i) => Math.abs(x - found[k - 1][i])));
    if (apart < least) [best, least] = [found[k], apart];
  }
  return best;
}

/** The larger number; not a number where one of both is none. @param {number} a @param {number} b */
function largest(a, b) {
  return b <= a ? a : b;
}

// Run as a program, the module checks itself.
{
  const node = /** @type {any} */ (globalThis).process;
  const file = node?.argv?.[1];
  const builtin = node?.getBuiltinModule;
  if (typeof file === "string" && typeof builtin === "function") {
    const { existsSync, realpathSync } = builtin("node:fs");
    const { pathToFileURL } = builtin("node:url");
    const own = existsSync(file) && pathToFileURL(realpathSync(file)).href === import.meta.url;
    if (own) node.exitCode = selfTest() ? 0 : 1;
  }
}
