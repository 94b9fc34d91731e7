/** An input by its name. @param {any} inputs @param {string} name */
function given(inputs, name) {
  if (typeof inputs !== "object" || inputs === null) throw new TypeError("inputs are an object, by their names");
  if (Object.hasOwn(inputs, name)) return inputs[name];
  throw new TypeError(`${name} is missing`);
}

/**
 * The entries of an array, row by row: it comes flat, or a matrix as an array of its rows.
 * @param {any} inputs @param {string} name @param {number} rows @param {number} [cols] @returns {Float64Array}
 */
function array(inputs, name, rows, cols = 1) {
  const value = given(inputs, name);
  const length = rows * cols;
  if (value instanceof Float64Array && value.length === length) return value;
  if (!isList(value)) throw new TypeError(`${name} is an array of numbers`);
  const isNested = Array.isArray(value) && value.some(isList);
  if (isNested && value.length !== rows) throw new RangeError(`${name} has ${value.length} rows, not ${rows}`);
  if (!isNested && value.length !== length) throw new RangeError(`${name} has ${value.length} entries, not ${length}`);
  const flat = new Float64Array(length);
  for (let i = 0; i < value.length; i++) {
    const place = `${name}[${i}]`;
    if (!isNested) flat[i] = number(value[i], place);
    else if (!isList(value[i])) throw new TypeError(`${place} is a row of numbers`);
    else if (value[i].length !== cols) throw new RangeError(`${place} has ${value[i].length} entries, not ${cols}`);
    else for (let j = 0; j < cols; j++) flat[i * cols + j] = number(value[i][j], `${place}[${j}]`);
  }
  return flat;
}

/** Whether a value is a row: an array, or a typed one. @param {any} value */
function isList(value) {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** @param {unknown} value @param {string} place @returns {number} */
function number(value, place) {
  if (typeof value === "number" && (Number.isFinite(value) || Number.isNaN(value))) return value;
  throw new TypeError(`${place} is no finite number`);
}

/** @param {any} inputs @param {string} name @returns {number} */
function scalar(inputs, name) {
  return number(given(inputs, name), name);
}

/** @param {any} inputs @param {string} name @returns {(x: number) => number} */
function callable(inputs, name) {
  const value = given(inputs, name);
  if (typeof value !== "function") throw new TypeError(`${name} is a function of a number`);
  return value;
}

/** @param {any} inputs @param {string} name @returns {number} */
function size(inputs, name) {
  const value = given(given(inputs, "sizes"), name);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`the size ${name} is a whole number from 1`);
  return value;
}
