import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computationGraph, readValues } from "../../src/graph.js";
import { parse } from "../../src/index.js";
import { faultIn, keysOf } from "../../src/numeric/json-keys.js";
import { SCORER } from "../graph/models.js";

const read = (source: string, json: string | object) => {
  const model = parse(source);
  const graph = computationGraph(model);
  return readValues(
    typeof json === "string" ? json : JSON.stringify(json),
    graph.nodes.map((n) => n.symbol),
    model,
  );
};
const faults = (source: string, json: string | object): readonly string[] =>
  read(source, json).diagnostics.map((d) => `${d.code}: ${d.message}`);

describe("values", () => {
  it("are numbers, arrays and arrays of rows; sizes follow from their shapes", () => {
    const { env, functions, diagnostics } = read(SCORER.source, SCORER.values);
    expect(diagnostics).toEqual([]);
    expect([...env.sizes]).toEqual([
      ["n", 3],
      ["m", 2],
    ]);
    expect(env.values.get("W")).toMatchObject({ rows: 3, cols: 2 });
    expect(env.values.get("b")).toMatchObject({ rows: 3, cols: 1 });
    expect([...functions]).toEqual([["f", "tanh"]]);
  });

  it("may be columns and rows as arrays of arrays", () => {
    const { env, diagnostics } = read("x : vector(n); R : matrix(1, n); s = R x", { x: [[1], [2]], R: [[3, 4]] });
    expect(diagnostics).toEqual([]);
    expect([env.values.get("x")?.rows, env.values.get("R")?.cols]).toEqual([2, 2]);
    expect(read("R : matrix(1, n); s = sum(R)", { R: [3, 4] }).diagnostics).toEqual([]);
  });

  it("determine sizes that are polynomials", () => {
    const window = read("x1, x2 : vector(d); W : matrix(n, 2 d); x = [x1; x2]; s = sum(W x)", {
      W: [[1, 2, 3, 4]],
      x1: [1, 2],
      x2: [3, 4],
    });
    expect([...window.env.sizes]).toEqual([
      ["d", 2],
      ["n", 1],
    ]);
    const sum = read("x : vector(n + m); y : vector(n); s = sum(x) + sum(y)", { x: [1, 2, 3], y: [1] });
    expect(sum.env.sizes.get("m")).toBe(2);
  });

  it("may state sizes, which the shapes must then have", () => {
    expect(faults("s = sum(x)", { x: [1, 2], sizes: { n: 2 } })).toEqual([]);
    expect(faults("x : vector(n); s = sum(x)", { x: [1, 2], sizes: { n: 3 } })).toEqual([
      'values/shape: x is n×1, here 3×1; its value is 2×1 (n = 3 from "sizes")',
    ]);
    expect(faults("s = sum(eye(n)) + x^T x", { x: [1] })).toEqual(["values/size: the size n follows from no value"]);
    expect(faults("s = sum(eye(n)) + x^T x", { x: [1], sizes: { n: 4 } })).toEqual([]);
    expect(faults("x : vector(n); s = sum(x)", { x: [1], sizes: { n: 1.5 } })[0]).toContain("not the number 1.5");
    expect(faults("x : vector(n); s = sum(x)", { x: [1], sizes: [1] })[0]).toContain('"sizes" is an object');
  });

  it("give an unknown function its derivatives as well", () => {
    for (const [name, x, expected] of [
      ["tanh", 0.5, 1 - Math.tanh(0.5) ** 2],
      ["sigmoid", 0, 0.25],
      ["relu", -1, 0],
    ] as const) {
      const { env } = read("s = u^T f(z)", { u: [1], z: [1], f: name });
      expect(env.functions?.get("f'")?.(x)).toBeCloseTo(expected, 14);
    }
    const { env } = read("s = u^T f(z)", { u: [1], z: [1], f: "sin" });
    expect(env.functions?.get("f''")?.(0.3)).toBeCloseTo(-Math.sin(0.3), 14);
  });

  it("give it the derivatives of any order that is asked for, whatever its formula is", () => {
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const { env } = read("s = u^T f(z)", { u: [1], z: [1], f: "1/(1+exp(-t))" });
    const at = (name: string) => env.functions?.get(name)?.(0.4) ?? Number.NaN;
    const p = sigmoid(0.4);
    expect(at("f''")).toBeCloseTo(p * (1 - p) * (1 - 2 * p), 14);
    expect(at("f'''")).toBeCloseTo(p * (1 - p) * (1 - 6 * p + 6 * p * p), 14);
    const square = read("s = u^T f(z)", { u: [1], z: [1], f: "t^2" }).env;
    expect(["f'", "f''", "f'''"].map((name) => square.functions?.get(name)?.(3))).toEqual([6, 2, 0]);
  });

  it("may give a function as a formula in t", () => {
    const { env, functions } = read("s = u^T f(z)", { u: [1], z: [1], f: ".3*t^2 + max(t, 0)" });
    expect([...functions]).toEqual([["f", ".3*t^2 + max(t, 0)"]]);
    expect(["f", "f'", "f''"].map((name) => env.functions?.get(name)?.(2))).toEqual([3.2, 2.2, 0.6]);
    expect(env.functions?.get("f'")?.(-2)).toBeCloseTo(-1.2, 14);
  });

  it("know a name as it is typed and as it is printed", () => {
    for (const name of ["θ", "theta"]) {
      const { env, diagnostics } = read("s = θ^2", { [name]: 3 });
      expect(diagnostics).toEqual([]);
      expect(env.values.get("theta")?.data[0]).toBe(3);
    }
  });

  it("warn of a name that the model does not have", () => {
    expect(read("s = a^2 + ln(a)", { a: 1, b: 2 }).diagnostics).toMatchObject([
      { severity: "warning", code: "values/unused", message: "there is no b in the model" },
    ]);
  });

  it("may hold what another output needs", () => {
    const model = parse("a : scalar; b : scalar; s = a^2; t = b^2");
    const graph = computationGraph(model, { of: "s" });
    const nodes = graph.nodes.map((n) => n.symbol);
    expect(readValues('{"a": 1, "b": 2}', nodes, model).diagnostics).toEqual([]);
  });
});

describe("faults in values", () => {
  const source = SCORER.source;
  const good = SCORER.values;

  it("name what was expected and what came", () => {
    expect(faults(source, { ...good, b: undefined })).toEqual([
      "values/missing: b has no value: an array of n numbers is needed",
    ]);
    expect(faults(source, { ...good, W: [[1, 2], [3]] })).toEqual([
      "values/shape: W is an array of n rows of m numbers (n×m), not rows of different lengths: row 1 has 2 numbers, row 2 has 1",
    ]);
    expect(faults(source, { ...good, W: [1, 2] })[0]).toContain("not an array of 2 numbers");
    expect(faults(source, { ...good, x: [1, "2"] })).toEqual([
      'values/shape: x: element 2 is the text "2", not a number',
    ]);
    expect(
      faults(source, {
        ...good,
        W: [
          [1, 2],
          [3, null],
        ],
      })[0],
    ).toBe("values/shape: W: element 2 of row 2 is null, not a number");
    expect(faults(source, { ...good, x: 3 })[0]).toContain("x is an array of m numbers, not the number 3");
    expect(faults("a : scalar; s = a^2", { a: [1] })).toEqual(["values/shape: a is a number, not an array"]);
    expect(faults(source, { ...good, x: [] })[0]).toContain("not an empty array");
  });

  it("name both sides where two shapes do not fit", () => {
    expect(faults(source, { ...good, x: [1, 2, 3] })).toEqual([
      "values/shape: x is m×1, here 2×1; its value is 3×1 (m = 2 from W)",
    ]);
  });

  it("name strangers, with the nearest name", () => {
    const { diagnostics } = read("weight : vector(n); s = sum(weight)", { weigth: [1], weight: [1] });
    expect(diagnostics.map((d) => [d.message, d.hint])).toEqual([
      ["there is no weigth in the model", "did you mean weight?"],
    ]);
    expect(faults(source, { ...good, z: [1] })[0]).toContain("z is defined by an equation");
  });

  it("may say a size by its own name, which the arrays bear out", () => {
    expect(faults(source, { ...good, m: 2 })).toEqual([]);
    expect(faults(source, { ...good, m: 3 })[0]).toContain("m = 3");
    expect(faults(source, { ...good, m: 2.5 })).toEqual([
      "values/size: the size m is a positive whole number, not the number 2.5",
    ]);
    expect(faults(source, { ...good, m: 2, sizes: { m: 3 } })[0]).toBe("values/size: the size m is 3 and 2");
  });

  it("ask which function an unknown one is", () => {
    const { diagnostics } = read(source, { ...good, f: undefined });
    expect(diagnostics[0]?.message).toBe("the function f is not known: say which it is");
    expect(diagnostics[0]?.hint).toContain('"f": "tanh"');
    expect(faults(source, { ...good, f: "tangh" })[0]).toContain('f is the text "tangh", which is no formula in t');
    expect(faults(source, { ...good, f: "t + u" })[0]).toContain("it holds u");
    expect(faults(source, { ...good, f: 3 })[0]).toContain("f is the number 3");
  });

  it("hold facts that are stated against the numbers", () => {
    expect(
      faults("A : matrix(n, n) symmetric; s = tr(A)", {
        A: [
          [1, 2],
          [3, 4],
        ],
      }),
    ).toEqual(["values/fact: A is stated symmetric, and its value is not"]);
  });

  it("stand at their place in the text", () => {
    const json = '{\n  "W": [[1, 2]],\n  "x": [1, 2],\n  "b": [1, 2], "u": [1], "f": "tanh"\n}';
    expect(read(source, json).diagnostics.map((d) => [d.line, d.column, d.endColumn])).toEqual([[4, 3, 6]]);
    expect(read(source, '{"W": [[1, 2]],\n "x": }').diagnostics).toMatchObject([
      { code: "values/json", line: 2, column: 7, message: 'this is no JSON: "}" is not expected here' },
    ]);
    expect(read(source, '{"W": [1').diagnostics).toMatchObject([{ message: "this is no JSON: it ends too soon" }]);
    expect(read(source, "[1]").diagnostics[0]?.message).toContain("not an array");
  });

  it("include a name that is given twice", () => {
    expect(faults("a : scalar; s = a^2", '{"a": 1, "a": 2}')).toEqual(["values/repeated: a has two values"]);
  });

  it("take names such as __proto__ as any other", () => {
    expect(faults("__proto__ : scalar; s = __proto__^2", '{"__proto__": 3}')).toEqual([]);
    expect(faults("a : scalar; s = a^2", '{"a": 1, "constructor": 2}')[0]).toContain("there is no constructor");
  });
});

describe("places in JSON", () => {
  it("finds the keys of the outermost object only", () => {
    const json = '{"a": {"b": 1, "a": 2}, "c:{": "x\\": 3", "c": [{"d": 1}]}';
    expect([...keysOf(json).keys()]).toEqual(["a", "c:{", "c"]);
    expect(json.slice(keysOf(json).get("c")?.start, keysOf(json).get("c")?.end)).toBe('"c"');
  });

  it("takes every character that JSON takes in a string", () => {
    for (let code = 0; code < 0x2100; code++) {
      const json = `["${String.fromCharCode(code)}"]`;
      let good = true;
      try {
        JSON.parse(json);
      } catch {
        good = false;
      }
      expect([code, faultIn(json) === json.length]).toEqual([code, good]);
    }
  });

  it("finds no fault in any JSON, and one in every text that is none", () => {
    fc.assert(
      fc.property(
        fc.json({ noUnicodeString: false }),
        fc.nat(),
        fc.constantFrom("", "}", ",", '"', "1", ":", "x"),
        (json, n, put) => {
          const ends = (text: string) => faultIn(text) >= text.trimEnd().length;
          if (!ends(json)) throw new Error(`fault at ${faultIn(json)} of ${json}`);
          const at = n % (json.length + 1);
          const broken = json.slice(0, at) + put + json.slice(at + 1);
          let good = true;
          try {
            JSON.parse(broken);
          } catch {
            good = false;
          }
          // What is JSON up to its end may still be cut short; anything else stops before.
          if (good) expect(ends(broken)).toBe(true);
          else if (ends(broken)) expect(() => JSON.parse(`${broken} x`)).toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });
});
