/** Names of our own options and tables, put on the prototype of all by somebody else, change no answer. */
import { expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { derive, parse } from "../../src/index.js";

const TEXTS = [
  "z = W x + b\nh = relu(z)\ns = u^T h\n∂s/∂b = u .* relu'(z)",
  "X : matrix(n, n) posdef\ns = log(det(X)) + sum(abs(X))\n∂s/∂X",
  "x : vector(n)\ny = A B x",
];

const NAMES = "layout strict kink domain formula maxNodes maxInput maxOutput positive notes".split(" ");

const answers = (): readonly string[] =>
  TEXTS.flatMap((text) => [answer(text), derive(text), derive(parse(text), {})].map((r) => JSON.stringify(r)));

const clean = answers();

it.each(NAMES)("%s", (name) => {
  for (const value of [true, "polluted", () => null, 7]) {
    Object.defineProperty(Object.prototype, name, { value, writable: true, configurable: true });
    let found: readonly string[] | string;
    try {
      found = answers();
    } catch (error) {
      found = String(error);
    } finally {
      Reflect.deleteProperty(Object.prototype, name);
    }
    expect(found).toEqual(clean);
  }
});
