import { describe, expect, it } from "vitest";
import { check } from "../../src/check.js";
import { codegen } from "../../src/codegen.js";
import { ChainruleError, derive, parse } from "../../src/index.js";

/** The faults of a call as JavaScript may write it. */
function faultsOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof ChainruleError) return error.diagnostics.map((d) => `${d.code}: ${d.message}`);
    throw error;
  }
  return [];
}

const untyped = (value: unknown): never => value as never;

describe("what TypeScript would refuse", () => {
  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [42, "42"],
    [{}, "an object"],
    [["s = x^T x"], "a list"],
    [() => "s = x^T x", "a function"],
  ])("%j is no source", (source, shown) => {
    const said = [`usage/source: the source is a text or a model, not ${shown}`];
    expect(faultsOf(() => derive(untyped(source)))).toEqual(said);
    expect(faultsOf(() => check(untyped(source)))).toEqual(said);
    expect(faultsOf(() => parse(untyped(source)))).toEqual(said);
    expect(faultsOf(() => codegen(untyped(source), { target: "js" }))).toEqual(said);
  });

  it.each([undefined, null, {}, { target: "cobol" }, { target: "__proto__" }])("%j has no target", (options) => {
    const [fault] = faultsOf(() => codegen("s = x^T x", untyped(options ?? undefined)));
    expect(fault).toMatch(/^usage\/target: target is not /);
  });

  it("is each option that is none of its words", () => {
    const options = {
      order: 3,
      layout: "rows",
      steps: "all",
      convention: "x",
      proof: "yes",
      symmetric: true,
      products: "*",
    };
    const codes = faultsOf(() => derive("s = x^T x", untyped(options))).map((f) => f.split(": ")[0]);
    expect(codes).toEqual(Object.keys(options).map((name) => `usage/${name}`));
  });

  it("is a name in the place of names", () => {
    expect(faultsOf(() => derive("s = x^T x", untyped({ of: 1, wrt: "x" })))).toEqual([
      "usage/of: of is a name, not 1",
      'usage/wrt: wrt is a list of names, not "x"',
    ]);
  });

  it("is not what TypeScript lets pass", () => {
    const options = {
      order: 1,
      layout: "gradient",
      steps: "full",
      convention: "shape-first",
      of: "s",
      wrt: ["x"],
    } as const;
    expect(faultsOf(() => derive("s = x^T x", options))).toEqual([]);
    expect(derive(parse("s = x^T x"), options).results).toHaveLength(1);
  });
});
