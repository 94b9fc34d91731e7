/** A module in Python, for NumPy, PyTorch or JAX. */
import { type Dim, ONE } from "../../core/dim.js";
import { meaningOf } from "../../numeric/evaluate.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr, ArrayLanguage } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { formulaBody } from "../formulas.js";
import { type Local, labelsOf, linesOf } from "../lines.js";
import { type Helper, helperTexts, identifiers, rankOfInput } from "../module.js";
import { type NameTable, nameTable } from "../names.js";
import type { Check, Input, Program, Result, UnknownFunction } from "../program.js";
import { broken, comment, equationLines, indented, numberText, resultLines, shapeWords, title } from "../source.js";
import { floating, isHost } from "./expressions.js";

export interface PythonTarget {
  readonly language: ArrayLanguage;
  /** `np`, `torch`, `jnp`. */
  readonly module: string;
  readonly imports: readonly string[];
  /** Modules that are imported where something of theirs is called. */
  readonly parts?: readonly string[];
  /** Imports of the self-test alone. */
  readonly testImports: readonly string[];
  /** Statements that the self-test begins with. */
  readonly testSetup: readonly string[];
  /** `value` as an array of NumPy, in the self-test. */
  readonly testArray: string;
  /** Helpers by name, with the helpers that they call. */
  readonly helpers: ReadonlyMap<string, Helper>;
  /** Whether new arrays take their type from the inputs, as `**like`. */
  readonly like: boolean;
  /** An array from whatever is handed over; `_array` and `_scalar`. */
  readonly reading: readonly string[];
}

/** Keywords and built-ins of Python 3, and the names that a module has itself. */
const RESERVED =
  "False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type " +
  "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip " +
  "self cls np numpy torch jax jnp math like NAMES SAMPLE CHECKS forward derivatives value_and_derivatives self_test more inputs";

export function pythonModule(
  program: Program,
  target: PythonTarget,
): { readonly code: string; readonly names: ReadonlyMap<string, string> } {
  const names = nameTable(new Set([...RESERVED.split(" "), ...target.helpers.keys()]));
  const writer = pythonWriter(program, target, names);
  const functions = writer.functions();
  const forward = writer.forward();
  const derivatives = writer.derivatives();
  const parts = program.parts.map((_, k) => writer.part(k));
  const test = writer.selfTest();
  const helpers = helperTexts(target.helpers, writer.used);
  const table = [...names.replaced].map(([name, id]) => `    ${JSON.stringify(name)}: "${id}",`);
  const renames = table.length > 0;
  const blocks = [
    [
      "# Names of the model that are called otherwise here.",
      ...(renames ? ["NAMES = {", ...table, "}"] : ["NAMES = {}"]),
    ],
    ...[
      ...(renames ? [NAMED.split("\n")] : []),
      ...helpers,
      ...functions,
      [...target.reading],
      forward,
      ...derivatives,
      ...parts,
    ].map((lines) => ["", ...lines]),
    ["", ...test],
  ];
  const body = blocks.map((lines) => lines.join("\n")).join("\n\n");
  const standard = ["functools", "math"].filter((name) => new RegExp(`\\b${name}\\.`).test(body));
  const head = [
    [`"""${docText(title(program))}`, "", ...indented(equationLines(program).map(docText), "    "), '"""'],
    standard.map((name) => `import ${name}`),
    [
      ...target.imports,
      ...(target.parts ?? []).filter((name) => body.includes(`${name}.`)).map((name) => `import ${name}`),
    ],
  ].filter((lines) => lines.length > 0);
  return { code: `${head.map((lines) => lines.join("\n")).join("\n\n")}\n\n${body}\n`, names: names.replaced };
}

/** Functions take their inputs by the names of the model too, where identifiers are other ones. */
const NAMED = `def _named(function):
    """Lets inputs be called as in the model: see NAMES."""

    @functools.wraps(function)
    def called(**inputs):
        return function(**{NAMES.get(name, name): value for name, value in inputs.items()})

    return called`;

/** Nothing in a docstring may end it or escape from it. */
const docText = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', "'");

function pythonWriter(program: Program, target: PythonTarget, names: NameTable) {
  const { sizes } = program;
  const { used, functionNames, spell, env, local } = identifiers(program, names, [
    ...RESERVED.split(" "),
    ...target.helpers.keys(),
  ]);

  // ---------------------------------------------------------------- inputs

  /** What a body does not call of the derivatives of a function need not be handed over. */
  const argumentsOf = (body: Body, cut: readonly Input[]): readonly string[] => {
    const called = new Set(body.order.flatMap((e) => (e.kernel === "apply" ? [e.data] : [])));
    const functions = program.functions.flatMap((f) =>
      Array.from({ length: Math.max(f.primes, 2) + 1 }, (_, k) => {
        const name = f.name + "'".repeat(k);
        return `${functionNames.get(name)}${called.has(name) ? "" : "=None"}`;
      }),
    );
    return [...[...program.inputs, ...cut].map((x) => names.of(x.name)), ...sizes.given.map(names.of), ...functions];
  };

  const head = (name: string, body: Body, cut: readonly Input[]): readonly string[] => {
    const given = argumentsOf(body, cut);
    const all = given.length === 0 ? ["**more"] : ["*", ...given, "**more"];
    const oneLine = `def ${name}(${all.join(", ")}):`;
    return oneLine.length <= 100
      ? [oneLine]
      : [`def ${name}(`, ...all.map((a) => `    ${a},`.replace("**more,", "**more")), "):"];
  };

  /** Arrays from what is handed over, and sizes from the arrays. */
  function reading(cut: readonly Input[]): readonly string[] {
    const lines: string[] = [];
    const all = [...program.inputs, ...cut];
    const read = new Set<string>();
    for (const x of program.inputs) {
      const own = sizes.sources.filter((s) => s.input === x.name);
      if (own.length === 0) continue;
      const id = names.of(x.name);
      const rank = x.kind === "vector" ? 1 : 2;
      lines.push(`${id} = _array("${id}", ${id}, ${Array(rank).fill("None").join(", ")})`);
      read.add(x.name);
      const plain = own.filter((s) => s.less === "0" && s.by === ONE);
      if (plain.length === 2)
        lines.push(
          `${names.of((plain[0] as (typeof plain)[0]).symbol)}, ${names.of((plain[1] as (typeof plain)[0]).symbol)} = ${id}.shape`,
        );
      else
        for (const s of own) {
          const length = `${id}.shape[${s.axis}]`;
          const less = s.less === "0" ? length : `(${length} - ${bracketed(s.less)})`;
          lines.push(`${names.of(s.symbol)} = ${s.by === ONE ? less : `${less} // ${bracketed(s.by)}`}`);
        }
      if (plain.length === rank) read.add(`${x.name} checked`);
    }
    for (const x of all) {
      const id = names.of(x.name);
      if (x.kind === "scalar") lines.push(`${id} = _scalar(${id})`);
      else if (!read.has(`${x.name} checked`)) {
        const shape = x.kind === "vector" ? [spell(x.rows).text] : [spell(x.rows).text, spell(x.cols).text];
        lines.push(`${id} = _array("${id}", ${id}, ${shape.join(", ")})`);
      }
    }
    // Inside, what has one row or one column is a vector, and what has one entry a number.
    for (const x of all) {
      const id = names.of(x.name);
      const rank = rankOfInput(x);
      if (x.kind === "scalar" || (x.kind === "vector" && rank === 1) || rank === 2) continue;
      lines.push(
        rank === 1 ? `${id} = ${id}.reshape(-1)` : x.kind === "vector" ? `${id} = ${id}[0]` : `${id} = ${id}[0, 0]`,
      );
    }
    return lines;
  }

  const bracketed = (d: Dim): string => {
    const { text } = spell(d);
    return /^\w+$/.test(text) ? text : `(${text})`;
  };

  /** The result in the rank that it is declared with. */
  function handedOver(r: Pick<Result, "kind" | "rows" | "cols">, node: ArrayExpr, text: string): string {
    const rank = node.rank;
    const np = target.module;
    if (r.kind === "scalar" || (r.kind === "vector" && rank === 1) || (r.kind === "matrix" && rank === 2)) return text;
    if (rank === 0) {
      const value = target.like && isHost(node) ? `torch.tensor(${floating(text)}, **like)` : text;
      return `${np}.reshape(${value}, ${r.kind === "vector" ? "(1,)" : "(1, 1)"})`;
    }
    return r.rows === ONE ? `${np}.reshape(${text}, (1, -1))` : `${np}.reshape(${text}, (-1, 1))`;
  }

  // ---------------------------------------------------------------- bodies

  function bodyLines(body: Body): { readonly lines: readonly string[]; readonly text: (node: ArrayExpr) => string } {
    const made = linesOf(body, target.language, env, local(), labelsOf(body, program.markKey), meaningOf);
    const lines = made.lines.flatMap(({ name, code, formula }) => {
      const [first = "", ...rest] = broken(code, "(", ")");
      return [...(formula === null ? [] : comment("#", formula)), `${name} = ${first}`, ...rest];
    });
    return { lines, text: made.text };
  }

  const dictionary = (entries: readonly (readonly [string, string])[]): string => {
    const oneLine = `{${entries.map(([k, v]) => `${JSON.stringify(k)}: ${v}`).join(", ")}}`;
    if (oneLine.length <= 88) return oneLine;
    return `{\n${entries.map(([k, v]) => `    ${JSON.stringify(k)}: ${v},`).join("\n")}\n}`;
  };

  const resultsOf = (body: Body, results: readonly Result[], text: (node: ArrayExpr) => string) =>
    results.map((r): readonly [string, string] => {
      const node = body.results.find((x) => x.key === r.key)?.node as ArrayExpr;
      return [r.key, handedOver(r, node, text(node))];
    });

  const inputDoc = (): readonly string[] => [
    ...program.inputs.map((x) => `${names.of(x.name)} : ${shapeWords(x)}`),
    ...sizes.given.map((s) => `${names.of(s)} : size`),
    ...program.functions.map((f) => {
      const ids = Array.from({ length: f.primes + 1 }, (_, k) => functionNames.get(f.name + "'".repeat(k)));
      return `${ids.join(", ")} : a function of arrays, entry by entry${f.primes > 0 ? ", and its derivatives" : ""}`;
    }),
  ];

  const doc = (summary: string, gives: readonly string[]): readonly string[] => [
    `"""${docText(summary)}`,
    "",
    "Takes",
    ...indented(inputDoc().map(docText), "    "),
    "Gives",
    ...indented(gives.map(docText), "    "),
    "Anything else is ignored.",
    '"""',
  ];

  const define = (name: string, body: Body, cut: readonly Input[], lines: readonly string[]): readonly string[] => [
    ...(names.replaced.size === 0 || name.startsWith("_") ? [] : ["@_named"]),
    ...head(name, body, cut),
    ...indented(lines, "    "),
  ];

  /** Type and place of new arrays, where the body makes any. */
  const likeLines = (body: readonly string[]): readonly string[] => {
    if (!target.like || !body.some((line) => line.includes("**like"))) return [];
    const first = program.inputs.find((x) => x.kind !== "scalar") ?? program.inputs[0];
    if (first === undefined) return ['like = {"dtype": torch.float64}'];
    const id = names.of(first.name);
    return [`like = {"dtype": ${id}.dtype, "device": ${id}.device}`];
  };

  return {
    used,

    /** The functions that the model writes out. */
    functions(): readonly (readonly string[])[] {
      return program.written.flatMap((f) => {
        return formulaBody(f, false).map(({ body, text: line }, k) => {
          const parameter = "t";
          const own: Local = { ...local(), variable: () => parameter };
          const made = linesOf(body, target.language, env, own, new Map(), meaningOf);
          const value = made.text(body.results[0]?.node as ArrayExpr);
          // A constant has no entries to take its shape from.
          const varies = body.order.some((e) => e.kernel === "input");
          return [
            `def ${functionNames.get(f.name + "'".repeat(k))}(${parameter}):`,
            ...indented(
              [
                `"""${docText(line)}"""`,
                ...made.lines.map((l) => `${l.name} = ${l.code}`),
                `return ${varies ? value : `${value} + 0 * ${parameter}`}`,
              ],
              "    ",
            ),
          ];
        });
      });
    },

    forward(): readonly string[] {
      const { lines, text } = bodyLines(program.forward);
      const results = resultsOf(program.forward, program.defined, text);
      return define(
        "forward",
        program.forward,
        [],
        [
          ...doc("Every defined name of the model.", resultLines(program.defined)),
          ...reading([]),
          ...likeLines([...lines, ...results.map(([, v]) => v)]),
          ...lines,
          `return ${dictionary(results)}`,
        ],
      );
    },

    derivatives(): readonly (readonly string[])[] {
      const { lines, text } = bodyLines(program.derivatives);
      const values = resultsOf(program.derivatives, program.values, text);
      const results = resultsOf(program.derivatives, program.results, text);
      const what = program.results.map((r) => r.key).join(", ");
      return [
        define(
          "value_and_derivatives",
          program.derivatives,
          [],
          [
            ...doc(
              "The values and, as a second dictionary, their derivatives.",
              resultLines([...program.values, ...program.results]),
            ),
            ...reading([]),
            ...likeLines([...lines, ...values.map(([, v]) => v), ...results.map(([, v]) => v)]),
            ...lines,
            `values = ${dictionary(values)}`,
            `return values, ${dictionary(results)}`,
          ],
        ),
        [
          "def derivatives(**inputs):",
          `    """${docText(what === "" ? "No derivative was asked for." : `${what}; takes what value_and_derivatives takes.`)}"""`,
          "    return value_and_derivatives(**inputs)[1]",
        ],
      ];
    },

    part(i: number): readonly string[] {
      const p = program.parts[i] as Program["parts"][number];
      const { lines, text } = bodyLines(p.body);
      const results = p.body.results.map(({ key, node }): readonly [string, string] => [key, text(node)]);
      const held = p.cut.map((x) => names.of(x.name)).join(", ");
      return define(`_part_${i + 1}`, p.body, p.cut, [
        `"""For the self-test: a value${held === "" ? "" : ` with ${held} given from outside`}."""`,
        ...reading(p.cut),
        ...likeLines([...lines, ...results.map(([, v]) => v)]),
        ...lines,
        `return ${dictionary(results)}`,
      ]);
    },

    selfTest(): readonly string[] {
      const { sample } = program;
      const np = target.module;
      const value = (x: Input, X: Matrix): string => {
        const at = (i: number, j: number) => numberText(X.data[i * X.cols + j] as number);
        const row = (i: number) => `[${Array.from({ length: X.cols }, (_, j) => at(i, j)).join(", ")}]`;
        if (x.kind === "scalar") return at(0, 0);
        if (x.kind === "vector") return `[${Array.from(X.data, numberText).join(", ")}]`;
        const rows = Array.from({ length: X.rows }, (_, i) => row(i));
        const oneLine = `[${rows.join(", ")}]`;
        return oneLine.length <= 84 ? oneLine : `[\n${rows.map((r) => `            ${r},\n`).join("")}        ]`;
      };
      const sampleLines = sample.found
        ? [
            "def _sample():",
            '    """Inputs at which everything is smooth."""',
            "    return {",
            ...program.inputs.map(
              (x) => `        "${names.of(x.name)}": ${value(x, sample.values.get(x.name) as Matrix)},`,
            ),
            ...sizes.given.map((s) => `        "${names.of(s)}": ${sample.sizes.get(s)},`),
            ...[...sample.functions].flatMap(([f, { shift, phase }]) =>
              Array.from(
                { length: (program.functions.find((u) => u.name === f) as UnknownFunction).primes + 1 },
                (_, k) => {
                  const argument = phase === 0 ? "x" : `x + ${phase}`;
                  const turned = [
                    `${np}.sin(${argument})`,
                    `${np}.cos(${argument})`,
                    `-${np}.sin(${argument})`,
                    `-${np}.cos(${argument})`,
                  ][k % 4];
                  return `        "${functionNames.get(f + "'".repeat(k))}": lambda x: ${k === 0 && shift !== 0 ? `${shift} + ` : ""}${turned},`;
                },
              ),
            ),
            "    }",
          ]
        : ["def _sample():", `    """No numbers: ${docText(sample.why)}."""`, "    return None"];
      const simple = program.checks.every((c) => c.wrt.length === 1 && c.wrt[0]?.constraint === "free");
      const variables = (c: Check): string => {
        const id = (v: Check["wrt"][number]) => JSON.stringify(names.of(v.name));
        if (simple) return c.wrt.map(id).join(", ");
        const direction = c.direction === null ? "None" : JSON.stringify(c.direction);
        return `[${c.wrt.map((v) => `(${id(v)}, "${v.constraint}")`).join(", ")}], ${direction}`;
      };
      const checks = program.checks.map(
        (c) =>
          `    (${JSON.stringify(c.key)}, ${c.of.part === null ? "forward" : `_part_${c.of.part + 1}`}, ${JSON.stringify(c.of.key)}, ${variables(c)}),`,
      );
      const defined = program.parts.some((p) => p.cut.length > 0);
      const filled = (template: string): readonly string[] =>
        template
          .replace("    # setup\n", [...target.testImports, ...target.testSetup].map((l) => `    ${l}\n`).join(""))
          .replace("ARRAY", target.testArray)
          .replace("NAME", names.replaced.size === 0 ? "name" : "NAMES.get(name, name)")
          .replace(
            "    # defined\n",
            defined
              ? "    at = {**{NAMES.get(name, name): value for name, value in forward(**at).items()}, **at}\n"
              : "",
          )
          .split("\n");
      return [
        ...sampleLines,
        "",
        "",
        simple
          ? "# What is checked: a derivative by its key, the function and its value that is differentiated, the variable."
          : "# What is checked: a derivative by its key, the function and its value that is differentiated, the variables\n# and how they may be moved, the vector that a second derivative is multiplied by.",
        ...(checks.length === 0 ? ["CHECKS = []"] : ["CHECKS = [", ...checks, "]"]),
        "",
        "",
        ...filled(SELF_TEST.replace("# body", simple ? FIRST_ORDER : ANY_ORDER)),
      ];
    },
  };
}

/** Differences of fourth order, along every entry of a variable. */
const SELF_TEST = `def self_test(inputs=None, tolerance=1e-6):
    """Compares each derivative with differences of its value. Prints a line for each; True where all agree."""
    # setup
    inputs = _sample() if inputs is None else inputs
    if inputs is None:
        print("not checked: there are no numbers to check at, call self_test(inputs)")
        return False

    def array(value):
        return ARRAY

    def flat(value):
        """The entries column by column."""
        return array(value).reshape(-1, order="F")

    def slope(f, steps=(1e-2, 1e-3, 1e-4)):
        """The slope at 0, at the step at which two differences agree best."""
        found = [(8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h) for h in steps]
        return min(zip(found, found[1:]), key=lambda pair: np.max(np.abs(pair[0] - pair[1])))[1]

# body


if __name__ == "__main__":
    raise SystemExit(0 if self_test() else 1)`;

const FIRST_ORDER = `    at = {
        NAME: value if callable(value) or isinstance(value, int) else array(value)
        for name, value in inputs.items()
    }
    # defined
    found = derivatives(**at)
    all_agree = True
    for key, function, of, name in CHECKS:
        x = array(at[name])
        derivative = flat(found[key]).reshape(x.size, -1)
        worst = 0.0
        for entry, got in zip(np.eye(x.size), derivative):
            step = entry.reshape(x.shape, order="F")
            expected = slope(lambda t: flat(function(**{**at, name: x + t * step})[of]))
            worst = max(worst, np.max(np.abs(got - expected)))
        error = worst / max(1.0, np.max(np.abs(derivative)))
        good = bool(error <= tolerance)
        all_agree = all_agree and good
        print(f"{'ok' if good else 'WRONG':5}  {key}  {error:.1e}")
    return all_agree`;

/** Also along symmetric or diagonal changes of matrices, and second derivatives. */
const ANY_ORDER = `    def directions(x, constraint):
        """Changes of a variable: of each entry, or of those that belong together."""
        for place in np.ndindex(np.shape(x)):
            step = np.zeros(np.shape(x))
            step[place] = 1
            if constraint == "symmetric":
                step = (step + step.T) / 2
            if constraint == "diagonal":
                step = step * np.eye(len(step))
            yield step

    def moved(at, name, step, t):
        return {**at, name: array(at[name]) + t * step}

    at = {
        NAME: value if callable(value) or isinstance(value, int) else array(value)
        for name, value in inputs.items()
    }
    # defined
    found = derivatives(**at)
    all_agree = True
    for key, function, of, variables, along in CHECKS:

        def value(where):
            return flat(function(**where)[of])

        derivative = flat(found[key])
        count = value(at).size
        (x, held), rest = variables[0], variables[1:]
        worst = 0.0
        for step in directions(at[x], held):
            if not rest:
                steps = [None]
            elif along is not None:
                steps = [array(function(**at)[along]).reshape(np.shape(at[rest[0][0]]))]
            else:
                steps = directions(at[rest[0][0]], rest[0][1])
            for other in steps:
                if other is None:
                    expected = slope(lambda t: value(moved(at, x, step, t)))
                    got = flat(step) @ derivative.reshape(-1, count)
                else:
                    z = rest[0][0]
                    expected = slope(
                        lambda s: slope(lambda t: value(moved(moved(at, x, step, s), z, other, t)), (4e-3, 2e-3)),
                        (4e-3, 2e-3),
                    )
                    got = derivative if along is not None else flat(other) @ derivative.reshape(flat(other).size, -1)
                    got = flat(step) @ got.reshape(-1, count)
                worst = max(worst, np.max(np.abs(got - expected)))
        error = worst / max(1.0, np.max(np.abs(derivative)))
        good = bool(error <= (tolerance if not rest else 100 * tolerance))
        all_agree = all_agree and good
        print(f"{'ok' if good else 'WRONG':5}  {key}  {error:.1e}")
    return all_agree`;
