/** A module in JavaScript: flat Float64Arrays, types in JSDoc, no dependency. */
import { type Dim, ONE } from "../../core/dim.js";
import type { ModelSymbol } from "../../model/model.js";
import { meaningOf } from "../../numeric/evaluate.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { formulaBody } from "../formulas.js";
import { labelsOf } from "../lines.js";
import { helperTexts, identifiers, rankOfInput } from "../module.js";
import { functionInput, nameTable } from "../names.js";
import type { Check, Input, Program, Result, UnknownFunction } from "../program.js";
import { comment, equationLines, indented, numberText, shapeWords, title } from "../source.js";
import { type JsLines, jsLinesOf } from "./lines.js";
import { JS_HELPERS } from "./runtime.js";

/** Words of the language, its globals, and what a module has itself. */
const RESERVED = (
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield async " +
  "Array ArrayBuffer Boolean Date Error Float64Array Function Infinity Int32Array JSON Map Math NaN Number Object Promise Proxy RangeError Reflect RegExp Set String Symbol TypeError WeakMap console globalThis isFinite isNaN process require module exports constructor prototype toString valueOf hasOwnProperty __proto__ " +
  "NAMES Inputs Factors forward derivatives valueAndDerivatives buffers selfTest sample array scalar size callable given inputs sizes work values vec moved directions slope times largest agrees rows node file own builtin at found checks tolerance"
).split(" ");

export interface JsModuleOptions {
  /** Results and everything between are kept in arrays that are filled again in each call. */
  readonly inPlace: boolean;
}

const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;
/** A key of an object literal; a computed one where the plain spelling would set the prototype. */
const property = (name: string): string =>
  name === "__proto__" ? '["__proto__"]' : PLAIN_KEY.test(name) ? name : JSON.stringify(name);
/** A key of a type. */
const typeKey = (name: string): string => (PLAIN_KEY.test(name) ? name : JSON.stringify(name));
const member = (name: string): string => (PLAIN_KEY.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);

export function jsModule(
  program: Program,
  { inPlace }: JsModuleOptions,
): { readonly code: string; readonly names: ReadonlyMap<string, string> } {
  const names = nameTable(new Set([...RESERVED, ...JS_HELPERS.keys()]));
  const { sizes } = program;
  const { used, functionNames, spell, env, local } = identifiers(program, names, [...RESERVED, ...JS_HELPERS.keys()]);

  // ---------------------------------------------------------------- inputs

  const sizeSymbols = [...new Set([...sizes.sources.map((s) => s.symbol), ...sizes.given])];
  const lengthOf = ({ rows, cols }: Pick<Input, "rows" | "cols">): string => {
    const [r, c] = [spell(rows), spell(cols)];
    if (cols === ONE) return r.text;
    if (rows === ONE) return c.text;
    const bracketed = (d: string) => (/^\w+$/.test(d) ? d : `(${d})`);
    return `${bracketed(r.text)} * ${bracketed(c.text)}`;
  };
  const callsOf = (f: Program["functions"][number]) => Array.from({ length: f.primes + 1 }, (_, k) => k);

  /** Variables from the inputs, checked; only what the body reads, and all sizes. */
  function reading(body: Body, cut: readonly Input[]): readonly string[] {
    const read = new Set(body.order.flatMap((e) => (e.kernel === "input" ? [e.data] : [])));
    const called = new Set(body.order.flatMap((e) => (e.kernel === "apply" ? [e.data] : [])));
    const key = (name: string) => JSON.stringify(name === "sizes" ? names.of(name) : name);
    return [
      ...sizeSymbols.map((s) => `const ${names.of(s)} = size(inputs, ${JSON.stringify(s)});`),
      ...[...program.inputs, ...cut]
        .filter((x) => read.has(x.name))
        .map((x) => {
          const id = names.of(x.name);
          if (x.kind === "scalar") return `const ${id} = scalar(inputs, ${key(x.name)});`;
          const whole = `array(inputs, ${key(x.name)}, ${lengthOf(x)})`;
          return `const ${id} = ${whole}${rankOfInput(x) === 0 ? "[0]" : ""};`;
        }),
      ...program.functions.flatMap((f) =>
        callsOf(f)
          .filter((k) => called.has(f.name + "'".repeat(k)))
          .map((k) => {
            const id = functionNames.get(f.name + "'".repeat(k)) as string;
            return `const ${id} = callable(inputs, ${JSON.stringify(functionInput(f.name, k))});`;
          }),
      ),
    ];
  }

  const arrayType = (x: Pick<Input, "kind">) => (x.kind === "scalar" ? "number" : "Float64Array");
  const inputsType = (): string => {
    const fields = [
      ...program.inputs.map((x) => `${typeKey(x.name === "sizes" ? names.of(x.name) : x.name)}: ${arrayType(x)}`),
      ...program.functions.flatMap((f) =>
        callsOf(f).map((k) => `${typeKey(functionInput(f.name, k))}: (x: number) => number`),
      ),
      ...(sizeSymbols.length === 0 ? [] : [`sizes: { ${sizeSymbols.map((s) => `${typeKey(s)}: number`).join(", ")} }`]),
    ];
    return `{ ${fields.join(", ")} }`;
  };

  // ---------------------------------------------------------------- bodies

  const lines = (body: Body, inWork: boolean): JsLines =>
    jsLinesOf(body, {
      env,
      local,
      labels: labelsOf(body, program.markKey),
      meaning: meaningOf,
      allocated: (name, length, factors) => {
        if (inWork) return `work.${name}`;
        if (factors) return `${env.use("newFactors")}(${length})`;
        return `new Float64Array(${length})`;
      },
    });

  const statements = (made: JsLines): readonly string[] =>
    made.statements.flatMap(({ formula, code }) => [...(formula === null ? [] : comment("//", formula)), ...code]);

  const object = (entries: readonly (readonly [string, string])[]): string => {
    const members = entries.map(([k, v]) => (k === v && PLAIN_KEY.test(k) ? k : `${property(k)}: ${v}`));
    const oneLine = `{ ${members.join(", ")} }`;
    if (entries.length === 0) return "{}";
    if (oneLine.length <= 88) return oneLine;
    return `{\n${members.map((m) => `  ${m},`).join("\n")}\n}`;
  };

  const nodeOf = (body: Body, key: string): ArrayExpr => body.results.find((x) => x.key === key)?.node as ArrayExpr;

  /** The result as it is declared: one entry of an array is an array of one entry. */
  const handedOver = (r: Result, body: Body, made: JsLines): readonly [string, string] => {
    const node = nodeOf(body, r.key);
    const text = made.text(node);
    return [r.key, r.kind !== "scalar" && node.rank === 0 ? `Float64Array.of(${text})` : text];
  };

  const typeOf = (results: readonly Result[]): string =>
    `{ ${results.map((r) => `${typeKey(r.key)}: ${arrayType(r)}`).join(", ")} }`;

  const jsdoc = (text: readonly string[]): readonly string[] => [
    "/**",
    ...text.flatMap((line) => line.split("\n")).map((line) => ` * ${line.replaceAll("*/", "* /")}`.trimEnd()),
    " */",
  ];

  const inputDoc = (): readonly string[] => [
    ...program.inputs.map((x) => `    ${x.name} : ${shapeWords(x)}`),
    ...program.functions.map(
      (f) =>
        `    ${callsOf(f)
          .map((k) => functionInput(f.name, k))
          .join(", ")} : a function of numbers${f.primes > 0 ? ", and its derivatives" : ""}`,
    ),
    ...(sizeSymbols.length === 0 ? [] : [`    sizes : { ${sizeSymbols.join(", ")} }`]),
  ];
  const outputDoc = (results: readonly Result[]) => results.map((r) => `    ${r.key} : ${shapeWords(r)}`);

  // ---------------------------------------------------------------- the module

  const written = program.written.flatMap((f) => {
    return formulaBody(f, false).map(({ body, text }, k) => {
      const made = jsLinesOf(body, {
        env,
        local: () => ({ ...local(), variable: () => "t" }),
        labels: new Map(),
        meaning: meaningOf,
        allocated: () => "",
      });
      return [
        `/** ${text.replaceAll("*/", "* /")} @param {number} t */`,
        `function ${functionNames.get(f.name + "'".repeat(k))}(t) {`,
        ...indented([...made.statements.flatMap((s) => s.code), `return ${made.text(nodeOf(body, "value"))};`], "  "),
        "}",
      ];
    });
  });

  const forwardLines = lines(program.forward, false);
  const forward = [
    ...jsdoc([
      "Every defined name of the model.",
      ...outputDoc(program.defined),
      "",
      `@param {Inputs} inputs`,
      `@returns {${typeOf(program.defined)}}`,
    ]),
    "export function forward(inputs) {",
    ...indented(
      [
        ...reading(program.forward, []),
        ...statements(forwardLines),
        `return ${object(program.defined.map((r) => handedOver(r, program.forward, forwardLines)))};`,
      ],
      "  ",
    ),
    "}",
  ];

  const made = lines(program.derivatives, inPlace);
  const workType = `{ ${made.buffers.map((b) => `${b.name}: ${b.factors ? "Factors" : "Float64Array"}`).join(", ")} }`;
  const buffers = inPlace
    ? [
        ...jsdoc([
          "Arrays for one call after another: results are overwritten by the next call with the same ones.",
          "",
          `@param {Inputs["sizes"]} sizes`,
          `@returns {${workType}}`,
        ]),
        `export function buffers(${sizeSymbols.length === 0 ? "" : "sizes"}) {`,
        ...indented(
          [
            ...sizeSymbols.map((s) => `const ${names.of(s)} = size({ sizes }, ${JSON.stringify(s)});`),
            `return ${object(made.buffers.map((b) => [b.name, b.factors ? `${env.use("newFactors")}(${b.length})` : `new Float64Array(${b.length})`]))};`,
          ],
          "  ",
        ),
        "}",
      ]
    : [];
  const workParameter = inPlace ? `, work = buffers(${sizeSymbols.length === 0 ? "" : "inputs.sizes"})` : "";
  const workDoc = inPlace ? ["@param {ReturnType<typeof buffers>} [work] arrays to fill: see buffers"] : [];
  const valueAndDerivatives = [
    ...jsdoc([
      "The values and their derivatives, in two objects.",
      ...outputDoc([...program.values, ...program.results]),
      "",
      "@param {Inputs} inputs",
      ...workDoc,
      `@returns {[${typeOf(program.values)}, ${typeOf(program.results)}]}`,
    ]),
    `export function valueAndDerivatives(inputs${workParameter}) {`,
    ...indented(
      [
        ...reading(program.derivatives, []),
        ...statements(made),
        `const values = ${object(program.values.map((r) => handedOver(r, program.derivatives, made)))};`,
        `return [values, ${object(program.results.map((r) => handedOver(r, program.derivatives, made)))}];`,
      ],
      "  ",
    ),
    "}",
  ];
  const derivatives = [
    ...jsdoc([
      program.results.length === 0
        ? "No derivative was asked for."
        : `${program.results.map((r) => r.key).join(", ")}.`,
      "",
      "@param {Inputs} inputs",
      ...workDoc,
    ]),
    `export function derivatives(inputs${workParameter}) {`,
    `  return valueAndDerivatives(inputs${inPlace ? ", work" : ""})[1];`,
    "}",
  ];

  const parts = program.parts.map((p, k) => {
    const partLines = lines(p.body, false);
    const held = p.cut.map((x) => x.name).join(", ");
    return [
      `/** For the self-test: a value${held === "" ? "" : ` with ${held.replaceAll("*/", "* /")} given from outside`}. @param {any} inputs */`,
      `function part${k + 1}(inputs) {`,
      ...indented(
        [
          ...reading(p.body, p.cut),
          ...statements(partLines),
          `return ${object(p.body.results.map(({ key, node }): readonly [string, string] => [key, partLines.text(node)]))};`,
        ],
        "  ",
      ),
      "}",
    ];
  });

  const test = selfTest();
  const helpers = helperTexts(JS_HELPERS, used);
  const table = [...names.replaced];
  const blocks: readonly (readonly string[])[] = [
    jsdoc([title(program), "", ...equationLines(program).map((line) => `    ${line}`)]),
    jsdoc([
      "What every function takes. Matrices are flat, row by row.",
      ...inputDoc(),
      "",
      `@typedef {${inputsType()}} Inputs`,
    ]),
    [
      "/** Names of the model that are called otherwise here. @type {Readonly<Record<string, string>>} */",
      `export const NAMES = ${object(table.map(([name, id]) => [name, JSON.stringify(id)]))};`,
    ],
    forward,
    buffers,
    valueAndDerivatives,
    derivatives,
    ...written,
    ...parts,
    (table.length === 0 ? GIVEN : GIVEN_OTHERWISE).trim().split("\n"),
    READING.trim().split("\n"),
    ...helpers,
    ...test,
  ];
  return {
    code: `${blocks
      .filter((b) => b.length > 0)
      .map((b) => b.join("\n"))
      .join("\n\n")}\n`,
    names: names.replaced,
  };

  // ---------------------------------------------------------------- the self-test

  function selfTest(): readonly (readonly string[])[] {
    const { sample } = program;
    const list = ({ rows, cols, data }: Matrix) => {
      const oneLine = `Float64Array.of(${Array.from(data, numberText).join(", ")})`;
      if (oneLine.length <= 100 || cols === 1) return oneLine;
      const row = (i: number) => Array.from(data.subarray(i * cols, (i + 1) * cols), numberText).join(", ");
      return `Float64Array.of(\n${Array.from({ length: rows }, (_, i) => `      ${row(i)},\n`).join("")}    )`;
    };
    const stand = (f: string, k: number, shift: number, phase: number): string => {
      const argument = phase === 0 ? "x" : `x + ${phase}`;
      const turned = [
        `Math.sin(${argument})`,
        `Math.cos(${argument})`,
        `-Math.sin(${argument})`,
        `-Math.cos(${argument})`,
      ];
      return `${property(functionInput(f, k))}: (/** @type {number} */ x) => ${k === 0 && shift !== 0 ? `${shift} + ` : ""}${turned[k % 4]},`;
    };
    const sampleLines = sample.found
      ? [
          "/** Inputs at which everything is smooth. @returns {Inputs} */",
          "function sample() {",
          "  return {",
          ...program.inputs.map((x) => {
            const X = sample.values.get(x.name) as Matrix;
            const key = property(x.name === "sizes" ? names.of(x.name) : x.name);
            return `    ${key}: ${x.kind === "scalar" ? numberText(X.data[0] as number) : list(X)},`;
          }),
          ...[...sample.functions].flatMap(([f, { shift, phase }]) =>
            Array.from(
              { length: (program.functions.find((u) => u.name === f) as UnknownFunction).primes + 1 },
              (_, k) => `    ${stand(f, k, shift, phase)}`,
            ),
          ),
          ...(sizeSymbols.length === 0
            ? []
            : [`    sizes: ${object(sizeSymbols.map((s) => [s, String(sample.sizes.get(s))]))},`]),
          "  };",
          "}",
        ]
      : [
          `/** No numbers: ${sample.why.replaceAll("*/", "* /")}. @returns {Inputs | null} */`,
          "function sample() {",
          "  return null;",
          "}",
        ];
    const shape = (rows: Dim, cols: Dim) => `${spell(rows).text}, ${spell(cols).text}`;
    const value = (c: Check): string => {
      const call = c.of.part === null ? "forward" : `part${c.of.part + 1}`;
      const of = checkedValue(c);
      return `(at) => vec(${call}(at)${member(c.of.key)}, ${shape(of.rows, of.cols)})`;
    };
    const variable = ({ name, constraint }: Check["wrt"][number]): string => {
      const x = variableOf(name);
      return simple
        ? `[${JSON.stringify(name === "sizes" ? names.of(name) : name)}, ${shape(x.rows, x.cols)}]`
        : `[${JSON.stringify(name === "sizes" ? names.of(name) : name)}, ${shape(x.rows, x.cols)}, "${constraint}"]`;
    };
    const simple = program.checks.every((c) => c.wrt.length === 1 && c.wrt[0]?.constraint === "free");
    const checks = program.checks.map((c) => {
      const r = program.results.find((x) => x.key === c.key) as Result;
      const along =
        c.direction === null
          ? "null"
          : `(at) => vec(part${(c.of.part as number) + 1}(at)[${JSON.stringify(c.direction)}], ${shape(variableOf((c.wrt[1] as Check["wrt"][number]).name).rows, variableOf((c.wrt[1] as Check["wrt"][number]).name).cols)})`;
      return [
        "{",
        `  key: ${JSON.stringify(c.key)},`,
        `  value: ${value(c)},`,
        `  derivative: vec(found[${JSON.stringify(c.key)}], ${shape(r.rows, r.cols)}),`,
        `  wrt: ${simple ? c.wrt.map(variable).join(", ") : `[${c.wrt.map(variable).join(", ")}]`},`,
        ...(simple ? [] : [`  along: ${along},`]),
        "},",
      ];
    });
    const body = [
      "if (inputs === null) {",
      '  console.log("not checked: there are no numbers to check at, call selfTest(inputs)");',
      "  return false;",
      "}",
      ...sizeSymbols.map((s) => `const ${names.of(s)} = size(inputs, ${JSON.stringify(s)});`),
      "const found = derivatives(inputs);",
      "/** @type {Record<string, any>} */",
      program.parts.some((p) => p.cut.length > 0)
        ? "const at = { ...forward(inputs), ...inputs };"
        : "const at = { ...inputs };",
      "/** @type {Check[]} */",
      `const checks = [${checks.length === 0 ? "]" : ""}`,
      ...indented(checks.flat(), "  "),
      ...(checks.length === 0 ? [";"] : ["];"]),
      "return checks.map((check) => agrees(check, at, tolerance)).every(Boolean);",
    ];
    return [
      sampleLines,
      [
        ...jsdoc([
          "Compares each derivative with differences of its value. Prints a line for each; true where all agree.",
          "",
          "@param {Inputs | null} inputs",
        ]),
        "export function selfTest(inputs = sample(), tolerance = 1e-6) {",
        ...indented(body, "  "),
        "}",
      ],
      (simple ? FIRST_ORDER : ANY_ORDER).trim().split("\n"),
      SELF_TEST.trim().split("\n"),
    ];
  }

  function variableOf(name: string): Pick<Input, "rows" | "cols"> {
    return (program.model.symbols.get(name) as ModelSymbol).shape;
  }

  function checkedValue(c: Check): { readonly rows: Dim; readonly cols: Dim } {
    const key = program.results.find((r) => r.key === c.key)?.of;
    return program.values.find((v) => v.key === key) as Result;
  }
}

const GIVEN = `
/** An input by its name. @param {any} inputs @param {string} name */
function given(inputs, name) {
  if (Object.hasOwn(inputs, name)) return inputs[name];
  throw new TypeError(\`\${name} is missing\`);
}
`;

const GIVEN_OTHERWISE = `
/** An input by its name in the model, or by another that NAMES tells of. @param {any} inputs @param {string} name */
function given(inputs, name) {
  if (Object.hasOwn(inputs, name)) return inputs[name];
  const own = Object.hasOwn(NAMES, name) ? NAMES[name] : name;
  if (Object.hasOwn(inputs, own)) return inputs[own];
  for (const [other, same] of Object.entries(NAMES)) if (same === own && Object.hasOwn(inputs, other)) return inputs[other];
  throw new TypeError(\`\${name} is missing\`);
}
`;

const READING = `
/** An array of this many entries; rows of rows are laid flat. @param {any} inputs @param {string} name @param {number} length */
function array(inputs, name, length) {
  const value = given(inputs, name);
  const flat = value instanceof Float64Array ? value : Float64Array.from([value].flat(2));
  if (flat.length !== length) throw new RangeError(\`\${name} has \${flat.length} entries, not \${length}\`);
  return flat;
}

/** @param {any} inputs @param {string} name @returns {number} */
function scalar(inputs, name) {
  const value = given(inputs, name);
  if (typeof value !== "number") throw new TypeError(\`\${name} is a number\`);
  return value;
}

/** @param {any} inputs @param {string} name @returns {(x: number) => number} */
function callable(inputs, name) {
  const value = given(inputs, name);
  if (typeof value !== "function") throw new TypeError(\`\${name} is a function of a number\`);
  return value;
}

/** @param {any} inputs @param {string} name @returns {number} */
function size(inputs, name) {
  const value = given(inputs.sizes ?? {}, name);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(\`the size \${name} is a whole number from 1\`);
  return value;
}
`;

const FIRST_ORDER = `
/**
 * A derivative, what it is the derivative of, and the variable with its shape.
 * @typedef {{ key: string, value: (at: any) => Float64Array, derivative: Float64Array, wrt: [string, number, number] }} Check
 */

/** @param {Check} check @param {any} at @param {number} tolerance */
function agrees({ key, value, derivative, wrt: [x, r, c] }, at, tolerance) {
  let worst = 0;
  const count = derivative.length / (r * c);
  for (let i = 0; i < r; i++)
    for (let j = 0; j < c; j++) {
      const step = new Float64Array(r * c);
      step[i * c + j] = 1;
      const expected = slope((t) => value(moved(at, x, step, t)), [1e-2, 1e-3, 1e-4]);
      // The variable's entries, column by column, are the slower index.
      const got = derivative.subarray((j * r + i) * count, (j * r + i + 1) * count);
      for (let k = 0; k < count; k++) worst = largest(worst, Math.abs(got[k] - expected[k]));
    }
  const error = worst / derivative.reduce((most, d) => Math.max(most, Math.abs(d)), 1);
  console.log(\`\${error <= tolerance ? "ok   " : "WRONG"}  \${key}  \${error.toExponential(1)}\`);
  return error <= tolerance;
}
`;

const ANY_ORDER = `
/**
 * What is differentiated, with the shape of each variable and how it may be moved.
 * @typedef {object} Check
 * @property {string} key
 * @property {(at: any) => Float64Array} value
 * @property {Float64Array} derivative
 * @property {[string, number, number, string][]} wrt
 * @property {((at: any) => Float64Array) | null} along the vector that a second derivative is multiplied by
 */

/** Changes of a matrix: of each entry, or of those that belong together. @param {number} r @param {number} c @param {string} held */
function directions(r, c, held) {
  return Array.from({ length: r * c }, (_, k) => {
    const step = new Float64Array(r * c);
    const [i, j] = [Math.floor(k / c), k % c];
    if (held === "symmetric") {
      step[k] += 0.5;
      step[j * c + i] += 0.5;
    } else if (held === "free" || i === j) step[k] = 1;
    return step;
  });
}

/** The derivative times a change of a variable: the variable's entries are the slower index. @param {Float64Array} D @param {Float64Array} step */
function times(D, step) {
  const n = D.length / step.length;
  const out = new Float64Array(n);
  for (let k = 0; k < step.length; k++) for (let i = 0; i < n; i++) out[i] += D[k * n + i] * step[k];
  return out;
}

/** @param {Check} check @param {any} at @param {number} tolerance */
function agrees({ key, value, derivative, wrt: [[x, r, c, held], second], along }, at, tolerance) {
  let worst = 0;
  for (const step of directions(r, c, held)) {
    const others = second === undefined ? [null] : along === null ? directions(second[1], second[2], second[3]) : [along(at)];
    for (const other of others) {
      const moving = (/** @type {any} */ from, /** @type {number} */ t) => value(moved(from, x, step, t));
      const expected =
        other === null || second === undefined
          ? slope((t) => moving(at, t), [1e-2, 1e-3, 1e-4])
          : slope((s) => {
              const from = moved(at, second[0], along === null ? other : rows(other, second[1], second[2]), s);
              return slope((t) => moving(from, t), [4e-3, 2e-3]);
            }, [4e-3, 2e-3]);
      const left = other === null || along !== null || second === undefined ? derivative : times(derivative, vec(other, second[1], second[2]));
      const got = times(left, vec(step, r, c));
      got.forEach((g, i) => {
        worst = largest(worst, Math.abs(g - expected[i]));
      });
    }
  }
  const size = derivative.reduce((most, d) => Math.max(most, Math.abs(d)), 1);
  const good = worst / size <= (second === undefined ? tolerance : 100 * tolerance);
  console.log(\`\${good ? "ok   " : "WRONG"}  \${key}  \${(worst / size).toExponential(1)}\`);
  return good;
}

/** Entries that lie column by column, row by row. @param {Float64Array} x @param {number} r @param {number} c */
function rows(x, r, c) {
  return vec(x, c, r);
}
`;

const SELF_TEST = `
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
  const there = typeof x === "number" ? x + t * step[0] : Float64Array.from(x, (value, i) => value + t * step[i]);
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
`;
