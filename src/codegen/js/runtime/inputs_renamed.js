/** An input by its name in the model, or by another that NAMES tells of. @param {any} inputs @param {string} name */
function given(inputs, name) {
  if (typeof inputs !== "object" || inputs === null) throw new TypeError("inputs are an object, by their names");
  if (Object.hasOwn(inputs, name)) return inputs[name];
  const own = Object.hasOwn(NAMES, name) ? NAMES[name] : name;
  if (Object.hasOwn(inputs, own)) return inputs[own];
  for (const [other, same] of Object.entries(NAMES)) if (same === own && Object.hasOwn(inputs, other)) return inputs[other];
  throw new TypeError(`${name} is missing`);
}
