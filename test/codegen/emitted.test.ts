/** Every model that is accepted has a module that loads and passes its own test; what it is handed is checked. */
import { describe, expect, it } from "vitest";
import { codeFor, type Target } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { faultsOfJulia } from "./julia.js";
import { type JsModule, jsLoader } from "./run-js.js";
import { pythonHas, runPython } from "./run-python.js";

const accepts = (source: string): boolean => read(source).diagnostics.every((d) => d.severity !== "error");

function moduleOf(source: string, target: Target): string {
  const { code, diagnostics } = codeFor(read(source), { target, name: "m0" });
  expect([source, diagnostics]).toEqual([source, []]);
  return code;
}

/** The sources whose module does not load, or does not pass its own test. */
async function faultsInJavaScript(sources: readonly string[]): Promise<readonly string[]> {
  const { load, done } = jsLoader();
  const out: string[] = [];
  for (const source of sources)
    try {
      if (!(await load(moduleOf(source, "js"))).selfTest()) out.push(source);
    } catch (error) {
      out.push(`${source}: ${String(error)}`);
    }
  done();
  return out;
}

function faultsInNumPy(sources: readonly string[]): readonly string[] {
  const answers = runPython(
    sources.map((source) => ({ code: moduleOf(source, "numpy"), inputs: {}, functions: {}, call: ["self_test"] })),
  );
  return sources.flatMap((source, i) =>
    answers[i]?.self_test === true ? [] : [`${source}: ${answers[i]?.error ?? "wrong"}`],
  );
}

const numpy = pythonHas("numpy");

// ---------------------------------------------------------------- signs, definitions, sizes

/** A power in every place before which a sign may come to stand. */
const SIGNED = ["-P", "-P / 3", "-2 P / 7", "-P c", "-(P c) / 3", "c - P", "-P - P c", "-(-P)", "-(P + 1)^3", "(-P)^3"];
const POWERS = ["sum(x)^3", "c^3", "(c + 1)^5", "sum(x .^ 3)", "norm2(x)^3"];
const signed = SIGNED.flatMap((form) =>
  POWERS.map((p) => `x : vector(n)\nc : scalar\ny = ${form.replaceAll("P", p)}\n∂y/∂x, ∂y/∂c`),
);
const spread = SIGNED.map(
  (form) => `x : vector(n)\nc : scalar\nz = (${form.replaceAll("P", "c^3")}) (x .^ 3) - x .^ 5\n∂z/∂x, ∂z/∂c`,
);

/** Defined names with structure, by which a derivative is taken: there they are inputs. */
const STRUCTURED = ["diag(x)", "D", "x x^T", "eye(n)", "(x ones(n)^T)", "A^T", "inv(A)", "A + diag(x)", "D D"];
const given = STRUCTURED.flatMap((value) =>
  ["sum(tanh(E))", "x^T E x", "sum(log(softmaxrows(E)))", "tr(E A)"].map(
    (use) =>
      `x : vector(n)\nA : matrix(n, n)\nD : matrix(n, n) diagonal\nE = ${value}\ny = ${use}\n∂y/∂E, ∂y/∂x, ∂²y/∂x²`,
  ),
);

/** Sizes that are found from others, the inputs in every order. */
function orders<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length <= 1) return [list];
  return list.flatMap((first, i) => orders(list.filter((_, k) => k !== i)).map((rest) => [first, ...rest]));
}
const sized = [
  ["x : vector(m q)", "A : matrix(m, n)", "v : vector(n q + 1)"],
  ["x : vector(m q)", "A : matrix(m + 1, 2 k)", "v : vector(k q)"],
  ["x : vector(m)", "A : matrix(m q, n)", "B : matrix(n, q k)"],
].flatMap((inputs) =>
  orders(inputs).map((lines) => {
    const names = lines.map((line) => line[0] as string);
    return `${lines.join("\n")}\ny = ${names.map((name) => `sum(tanh(${name}))`).join(" + q ")}\n∂y/∂x, ∂y/∂A`;
  }),
);

describe("what is emitted runs", () => {
  const all = [...signed, ...spread, ...given, ...sized].filter(accepts);

  it("is asked of many models", () => {
    expect(all.length).toBeGreaterThan(90);
  });

  it("in JavaScript", async () => {
    expect(await faultsInJavaScript(all)).toEqual([]);
  });

  it.skipIf(!numpy)("in NumPy (skipped where it is not installed)", () => {
    expect(faultsInNumPy(all)).toEqual([]);
  });

  it("in Julia, by its grammar", () => {
    expect(all.flatMap((source) => faultsOfJulia(moduleOf(source, "julia")))).toEqual([]);
  });
});

// ---------------------------------------------------------------- names

/** Names that are free in the language of models: every word of a module, its own and those of its language. */
function wordsOf(target: Target): readonly string[] {
  const code = moduleOf("x : vector(n)\nf : function\ng(t) = t^2\ny = sum(f(x)) + sum(g(x))\n∂y/∂x, ∂²y/∂x²", target);
  const words = new Set(code.match(/[A-Za-z]\w*/g));
  return [...words].filter(
    (w) => !/^[xytnfgd]$|^d\d?[fgy]|_/.test(w) && accepts(`${w} : vector(n)\ny = sum(tanh(${w}))`),
  );
}

type Naming = (words: readonly string[]) => string;
const sumOf = (terms: readonly string[]): string => `y_1 = ${terms.join(" + ")}`;
const askedBy = (names: readonly string[]): string => names.map((x) => `∂y_1/∂${x}`).join(", ");

/** Models in which the words are inputs, unknown functions, functions of the model, defined names. */
const NAMINGS: readonly Naming[] = [
  (words) => `${words.join(", ")} : vector(n)\n${sumOf(words.map((w) => `sum(tanh(${w}))`))}\n${askedBy(words)}`,
  (words) => `${words.join(", ")} : function\nx_1 : vector(n)\n${sumOf(words.map((w) => `sum(${w}(x_1))`))}\n∂y_1/∂x_1`,
  (words) =>
    `${words.map((w) => `${w}(t) = t^2\n`).join("")}x_1 : vector(n)\n${sumOf(words.map((w) => `sum(${w}(x_1))`))}\n∂y_1/∂x_1`,
  (words) =>
    `x_1 : vector(n)\n${words.map((w) => `${w} = tanh(x_1)\n`).join("")}${sumOf(words.map((w) => `sum(${w} .* ${w})`))}\n${askedBy(["x_1", ...words])}`,
];

/** All words in every way, several in a model. */
const naming = (words: readonly string[], several = 8): readonly string[] =>
  NAMINGS.flatMap((name) => {
    const free = words.filter((w) => accepts(name([w])));
    return Array.from({ length: Math.ceil(free.length / several) }, (_, i) =>
      name(free.slice(i * several, (i + 1) * several)),
    );
  });

describe("a model may call things by any word of a module", () => {
  it("in JavaScript", async () => {
    const words = wordsOf("js");
    expect(words).toContain("sizes");
    expect(await faultsInJavaScript(naming(words))).toEqual([]);
  });

  it.skipIf(!numpy)("in NumPy (skipped where it is not installed)", () => {
    const words = wordsOf("numpy");
    expect(words).toContain("values");
    expect(faultsInNumPy(naming(words))).toEqual([]);
  });
});

it("a function's derivative may be called as an input is", async () => {
  const source = "f, sizes : function\ndf : vector(n)\ny = sum(f(df)) + sum(sizes(df))\n∂y/∂df";
  expect(await faultsInJavaScript([source])).toEqual([]);
  if (numpy) expect(faultsInNumPy([source])).toEqual([]);
});

// ---------------------------------------------------------------- inputs

describe("a module in JavaScript checks what it is handed", () => {
  const source = "x : vector(n)\nA : matrix(m, n)\nc : scalar\nf : function\ny = c sum(A x) + sum(f(x))\n∂y/∂x";
  const good = { x: [1, 2], A: [[1, 2], [3, 4], [5, 6]], c: 2, f: Math.sin, sizes: { n: 2, m: 3 } }; // biome-ignore format: rows

  async function asked<T>(use: (module: JsModule) => T): Promise<T> {
    const { load, done } = jsLoader();
    try {
      return use(await load(moduleOf(source, "js")));
    } finally {
      done();
    }
  }

  it("and takes numbers in arrays of every kind, flat or in rows", async () => {
    await asked(({ forward }) => {
      const { y } = forward(good);
      const lists = [Float64Array, Float32Array, Int8Array, Uint32Array, Uint8ClampedArray].map(
        (T) => (list: number[]) => T.from(list),
      );
      for (const list of [...lists, (plain: number[]) => plain]) {
        expect(forward({ ...good, x: list([1, 2]) }).y).toBe(y);
        expect(forward({ ...good, A: list([1, 2, 3, 4, 5, 6]) }).y).toBe(y);
        expect(forward({ ...good, A: [list([1, 2]), list([3, 4]), list([5, 6])] }).y).toBe(y);
      }
      expect(forward({ ...good, x: [1, Number.NaN] }).y).toBeNaN();
    });
  });

  const REFUSED: readonly (readonly [wrong: object, kind: ErrorConstructor, message: string])[] = [
    [{ x: ["a", "b"] }, TypeError, "x[0] is no finite number"],
    [{ x: [1, null] }, TypeError, "x[1] is no finite number"],
    [{ x: [1, true] }, TypeError, "x[1] is no finite number"],
    [{ x: [new Date(), 1] }, TypeError, "x[0] is no finite number"],
    [{ x: [1, Infinity] }, TypeError, "x[1] is no finite number"],
    [{ x: [1, 2n] }, TypeError, "x[1] is no finite number"],
    [{ x: [1, undefined] }, TypeError, "x[1] is no finite number"],
    [{ x: "ab" }, TypeError, "x is an array of numbers"],
    [{ x: null }, TypeError, "x is an array of numbers"],
    [{ x: { 0: 1, 1: 2, length: 2 } }, TypeError, "x is an array of numbers"],
    [{ x: new DataView(new ArrayBuffer(16)) }, TypeError, "x is an array of numbers"],
    [{ x: [1, 2, 3] }, RangeError, "x has 3 entries, not 2"],
    [{ x: Float32Array.of(1) }, RangeError, "x has 1 entries, not 2"],
    [{ x: Float64Array.of(1) }, RangeError, "x has 1 entries, not 2"],
    [{ x: [[1, 2]] }, RangeError, "x has 1 rows, not 2"],
    [
      {
        A: [
          [1, 2, 3],
          [4, 5, 6],
        ],
      },
      RangeError,
      "A has 2 rows, not 3",
    ],
    [{ A: [[1, 2], [3], [4, 5, 6]] }, RangeError, "A[1] has 1 entries, not 2"],
    [{ A: [[1, 2], 3, [5, 6]] }, TypeError, "A[1] is a row of numbers"],
    [
      {
        A: [
          [1, 2],
          [3, [4]],
          [5, 6],
        ],
      },
      TypeError,
      "A[1][1] is no finite number",
    ],
    [
      {
        A: [
          [[1], [2]],
          [[3], [4]],
          [[5], [6]],
        ],
      },
      TypeError,
      "A[0][0] is no finite number",
    ],
    [{ c: "2" }, TypeError, "c is no finite number"],
    [{ c: undefined }, TypeError, "c is no finite number"],
    [{ f: null }, TypeError, "f is a function of a number"],
    [{ sizes: null }, TypeError, "inputs are an object, by their names"],
    [{ sizes: { n: 2 } }, TypeError, "m is missing"],
    [{ sizes: { n: 2, m: 1.5 } }, RangeError, "the size m is a whole number from 1"],
  ];

  it("and refuses what has another shape, or is no number, by its place", async () => {
    await asked(({ forward }) => {
      for (const [wrong, kind, message] of REFUSED)
        expect(() => forward({ ...good, ...wrong })).toThrow(new kind(message));
    });
  });

  it("and says what it wants instead of nothing, in place too", async () => {
    const { load, done } = jsLoader();
    for (const inPlace of [false, true]) {
      const module = await load(codeFor(read(source), { target: "js", inPlace }).code);
      for (const nothing of [null, undefined, 3])
        for (const call of [module.forward, module.derivatives, module.valueAndDerivatives])
          expect(() => call(nothing as never)).toThrow(new TypeError("inputs are an object, by their names"));
    }
    done();
  });

  it("and tests itself at rows of rows", async () => {
    await asked((module) => {
      const { f, ...rest } = good;
      expect(module.selfTest({ ...rest, f, df: Math.cos })).toBe(true);
    });
  });
});
