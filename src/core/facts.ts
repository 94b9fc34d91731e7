/** Facts of a name: stated, or following from its definition. */
export const FACTS = [
  "symmetric",
  "diagonal",
  "orthogonal",
  "posdef",
  "invertible",
  "positive",
  "simplex",
  "simplexrows",
  "onehot",
  "integer",
  "data",
] as const;

export type Fact = (typeof FACTS)[number];
export type Facts = ReadonlySet<Fact>;
export const NO_FACTS: Facts = new Set();
