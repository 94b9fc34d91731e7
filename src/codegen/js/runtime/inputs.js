/** An input by its name. @param {any} inputs @param {string} name */
function given(inputs, name) {
  if (Object.hasOwn(inputs, name)) return inputs[name];
  throw new TypeError(`${name} is missing`);
}

/** An array of this many entries; rows of rows are laid flat. @param {any} inputs @param {string} name @param {number} length */
function array(inputs, name, length) {
  const value = given(inputs, name);
  const flat = value instanceof Float64Array ? value : Float64Array.from([value].flat(2));
  if (flat.length !== length) throw new RangeError(`${name} has ${flat.length} entries, not ${length}`);
  return flat;
}

/** @param {any} inputs @param {string} name @returns {number} */
function scalar(inputs, name) {
  const value = given(inputs, name);
  if (typeof value !== "number") throw new TypeError(`${name} is a number`);
  return value;
}

/** @param {any} inputs @param {string} name @returns {(x: number) => number} */
function callable(inputs, name) {
  const value = given(inputs, name);
  if (typeof value !== "function") throw new TypeError(`${name} is a function of a number`);
  return value;
}

/** @param {any} inputs @param {string} name @returns {number} */
function size(inputs, name) {
  const value = given(inputs.sizes ?? {}, name);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`the size ${name} is a whole number from 1`);
  return value;
}
