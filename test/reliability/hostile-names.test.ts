/** A name is only a name: in every position, a hostile one gives what a harmless one gives. */
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { codegen } from "../../src/codegen.js";
import { graphAtValues } from "../../src/graph.js";
import { type ChainruleError, derive, parse } from "../../src/index.js";
import { departures, HOSTILE_NAMES, POSITIONS } from "./names.js";

describe.each([...POSITIONS.keys()].map((p, i) => [p, i] as const))("as %s", (position, i) => {
  // A third of all pairs, and what every object has; the others are looked at by `npm run test:deep`.
  const some = HOSTILE_NAMES.filter((name, j) => name in Object.prototype || (i + j) % 3 === 0);
  it.each(some)("%s is what any name is", (name) => {
    expect(departures(position, name)).toEqual([]);
  });
});

const before = Reflect.ownKeys(Object.prototype);

describe("emitted code", () => {
  it.each(HOSTILE_NAMES)("with an input and an output called %s is JavaScript that runs", (name) => {
    const { code, names } = codegen(`${name} : scalar; y = ${name}^2 + 1; ∂y/∂${name}`, { target: "js" });
    const script = code.replace(/^export /gm, "").replace(/^import .*$/gm, "");
    const input = names.get(name) ?? name;
    const argument = Object.create(null) as Record<string, unknown>;
    Object.defineProperty(argument, input, { value: 3, enumerable: true });
    argument.sizes = {};
    const forward = script.slice(0, script.search(/^(?:if \(|const isMain|\/\/ Run)/m) >>> 0);
    const y = runInNewContext(`${forward}\n;forward(argument)`, { argument, process: { argv: [] } }) as { y: number };
    expect(y.y).toBe(10);
  });
});

describe("flags and values", () => {
  it.each(HOSTILE_NAMES)("of and wrt name %s, or say that it is not there", (name) => {
    const { results } = derive(`${name} : vector(n); s = ${name}^T ${name}`, { of: "s", wrt: [name] });
    expect(results.map((r) => r.text)).toEqual([`2 ${name}`]);
    for (const options of [{ of: name }, { wrt: [name] }]) {
      try {
        derive("s = x^T x", options);
        expect.fail(`${name} names nothing`);
      } catch (error) {
        expect((error as ChainruleError).diagnostics.map((d) => d.code.split("/")[0])).toEqual(["usage"]);
      }
    }
  });

  it.each(HOSTILE_NAMES)("%s has a value where JSON gives it one, and none where it does not", (name) => {
    const model = parse(`${name} : scalar; y = 2 ${name}`);
    const given = graphAtValues(model, `{"${name}": 4}`);
    expect(given.diagnostics).toEqual([]);
    expect([...(given.numbers?.nodes.values() ?? [])].map((n) => n.value.data[0])).toContain(8);
    expect(graphAtValues(model, "{}").diagnostics.map((d) => d.severity)).toContain("error");
  });
});

it("no call leaves a mark on the prototypes", () => {
  expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
});
