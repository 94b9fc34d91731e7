/**
 * A vector-Jacobian product in Python: a function forward that says what it keeps, functions back that take it over, and
 * what a library wants so that its own differentiation goes through them.
 */
import { type Dim, symbolsOf } from "../../core/dim.js";
import { meaningOf } from "../../numeric/evaluate.js";
import { primesOf } from "../../ops/apply.js";
import { type ArrayExpr, POSDEF } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { rankOfInput } from "../identifiers.js";
import type { Input, SizeSource } from "../inputs.js";
import { type Local, linesOf } from "../lines.js";
import type { Back, Result } from "../program.js";
import { comment, indented, resultLines, shapeWords } from "../source.js";
import { type Block, labelsIn, ordersOf, primed, type Scope } from "../syntax.js";
import { floating, isHost } from "./expressions.js";
import { assign, define, dictionary, doc, likeLines, shaped } from "./functions.js";
import { docText, type Product, type PythonLibrary, tupleOf } from "./library.js";
import { passesOf } from "./passes.js";
import { reading, sizeLine } from "./reading.js";

/** Names that such a module has itself, beside those of every module. */
export const PRODUCT_NAMES: readonly string[] =
  "vjp_forward vjp_backward vjp_second apply Vjp VjpBackward kept found ctx given output moving residuals".split(" ");

/** What the lines of a function have asked for. */
interface Asked {
  readonly variables: ReadonlySet<string>;
  readonly sizes: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/** A scope that keeps account of what is asked of it; its own variables keep clear of `taken`. */
function accounted(at: Scope, taken: ReadonlySet<string>): { readonly at: Scope; readonly asked: Asked } {
  const [variables, sizes, functions] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const spell = (d: Dim) => {
    for (const s of symbolsOf(d)) sizes.add(s);
    return at.spell(d);
  };
  const called = (name: string): string => {
    functions.add(name);
    return at.functionId(name);
  };
  const local = (): Local => {
    const { variable, fresh } = at.local();
    const clear = (wish: string): string => {
      let name = fresh(wish);
      while (taken.has(name)) name = fresh(wish);
      return name;
    };
    return {
      fresh: clear,
      variable: (name) => {
        variables.add(name);
        return variable(name);
      },
    };
  };
  return {
    at: { ...at, spell, local, env: { ...at.env, size: spell, function: called } },
    asked: { variables, sizes, functions },
  };
}

/** The lines of a pass, with the code of its arrays. */
function linesIn(
  body: Body,
  at: Scope,
  library: PythonLibrary,
  beside: { readonly given?: ReadonlyMap<ArrayExpr, string>; readonly kept?: ReadonlySet<ArrayExpr> },
) {
  const made = linesOf(body, library.language, at.env, at.local(), labelsIn("values", body, at), meaningOf, beside);
  const lines = made.lines.flatMap(({ name, code, formula }) => [
    ...(formula === null ? [] : comment("#", formula)),
    ...(name === null ? [code] : assign(name, code)),
  ]);
  const codeOf = (r: Result): string => {
    const { node } = body.results.find(({ key }) => key === r.key) as Body["results"][number];
    const text = shaped(r, node, made.text(node), library);
    return library.like && r.kind === "scalar" && isHost(node) ? `torch.tensor(${floating(text)}, **like)` : text;
  };
  return { lines, codeOf, text: made.text };
}

/** All that a module for a product has in the place of values with derivatives. */
export function productBlocks(
  back: Back,
  body: Body,
  at: Scope,
  library: PythonLibrary,
): { readonly values: readonly Block[]; readonly derivatives: Block } {
  const { language } = library;
  const output = { ...back.output, key: back.output.key };
  const keys = [[output.key], ...back.passes.map((p) => p.map((r) => r.key))];
  const { bodies, kept } = passesOf(body, keys, language.factorises);
  const [forwardBody, ...backBodies] = bodies;
  const forward = linesIn(forwardBody, at, library, { kept });
  const names = new Map([...kept].map((e) => [e, forward.text(e)]));
  const passes = backBodies.map((of, k) => {
    const account = accounted(at, new Set(names.values()));
    const given = back.given.slice(0, k + 1).flat();
    const alone = { ...at.program, inputs: [], sizes: { ...at.program.sizes, sources: [] } };
    const read = reading(given, { ...account.at, program: alone }, { ...library, like: false });
    const made = linesIn(of, account.at, library, { given: names });
    const results = back.passes[k] ?? [];
    const entries = results.map((r) => [r.key, made.codeOf(r)] as const);
    return { given, results, entries, read, lines: made.lines, asked: account.asked };
  });
  const sources = passes.map((p) => sourcesOf(p.asked.sizes, at));
  const inputs = at.program.inputs.filter(
    ({ name }) =>
      passes.some((p) => p.asked.variables.has(name)) || sources.some((s) => s.some(({ input }) => input === name)),
  );
  const factors = new Set(
    [...kept].filter((e) => e.kernel === "lu" && e.data !== POSDEF).map((e) => names.get(e) as string),
  );
  const keeping = [...inputs.map((x) => at.names.of(x.name)), ...names.values()];
  const handed = tupleOf(keeping.map((name) => (factors.has(name) ? `*${name}` : name)));
  const code = forward.codeOf(output);
  const computation = { body: forwardBody, cut: [] };
  const vjpForward = define(
    "vjp_forward",
    computation,
    [
      ...doc(`${output.of}, and what vjp_backward takes over from this pass.`, [outputLine(output)], at),
      ...reading([], at, library),
      ...(library.like ? likeLines([...forward.lines, code], at) : []),
      ...forward.lines,
      `return ${code}, ${handed}`,
    ],
    at,
  );
  const callable = passes.map((p) => othersOf(p.asked, at));
  const functions = passes.map((p, k) => {
    const [name, summary] = SUMMARIES[k] as readonly [string, string];
    const ids = p.given.map((x) => at.names.of(x.name));
    const others = callable[k] as readonly string[];
    const head = `def ${name}(${["kept", ...ids, ...(others.length === 0 ? [] : ["*", ...others]), "**more"].join(", ")}):`;
    const unpacked = keeping.flatMap((n) => (factors.has(n) ? [`${n}_LU`, `${n}_pivots`] : [n]));
    const found = dictionary(p.entries);
    const first = at.names.of((p.given[0] as Input).name);
    return [
      head,
      ...indented(
        [
          `"""${docText(summary)}`,
          "",
          "Takes",
          `    kept : the second that vjp_forward gives`,
          ...indented(
            p.given.map((x) => docText(`${at.names.of(x.name)} : ${shapeWords(x)}`)),
            "    ",
          ),
          "Gives",
          ...indented(resultLines(p.results).map(docText), "    "),
          '"""',
          ...(unpacked.length === 0 ? [] : [`${targetOf(unpacked)} = kept`]),
          ...[...factors].map((n) => `${n} = ${n}_LU, ${n}_pivots`),
          ...(sources[k] ?? []).map((s) => sizeLine(flat(s, at), at)),
          ...p.read,
          ...(library.like && p.lines.concat(found).some((l) => /\*\*like|like\[/.test(l))
            ? [`like = {"dtype": ${first}.dtype, "device": ${first}.device}`]
            : []),
          ...p.lines,
          `return ${found}`,
        ],
        "    ",
      ),
    ];
  });
  const product = productOf(back, at, callable, (lines) =>
    define(
      "apply",
      { body, cut: [] },
      [
        ...doc(
          `${output.of}, through which differentiation goes by the passes of this module.`,
          [outputLine(output)],
          at,
        ),
        ...lines,
      ],
      at,
    ),
  );
  return {
    values: [vjpForward, ...functions, ...library.hook(product, at)],
    derivatives: derivativesOf(passes.length, at, back),
  };
}

const SUMMARIES = [
  ["vjp_backward", "What the cotangent of the output becomes at each input."],
  ["vjp_second", "Back through vjp_backward: what directions of the inputs become at what it was made of."],
] as const;

const outputLine = (r: Result): string => `${r.of} : ${shapeWords(r)}`;

const targetOf = (names: readonly string[]): string => (names.length === 1 ? `(${names[0]},)` : names.join(", "));

/** Where the sizes that a pass uses are read from, those first that others need. */
function sourcesOf(asked: ReadonlySet<string>, { program }: Scope): readonly SizeSource[] {
  const sourceOf = (s: string): readonly SizeSource[] => program.sizes.sources.filter((x) => x.symbol === s);
  const wanted = new Set(program.sizes.sources.filter((x) => asked.has(x.symbol)));
  const needs = ({ less, by }: SizeSource): readonly SizeSource[] => [less, by].flatMap(symbolsOf).flatMap(sourceOf);
  for (const source of wanted) for (const other of needs(source)) wanted.add(other);
  const out = new Set<SizeSource>();
  const put = (source: SizeSource): void => {
    for (const other of needs(source)) if (!out.has(other)) put(other);
    out.add(source);
  };
  for (const source of wanted) put(source);
  return [...out];
}

/** Within a pass a matrix of one row or column is a vector, whose only axis shows its length. */
function flat(source: SizeSource, { program }: Scope): SizeSource {
  const input = program.inputs.find((x) => x.name === source.input);
  return input !== undefined && input.axes.length === 0 && rankOfInput(input) === 1 ? { ...source, axis: 0 } : source;
}

/** Sizes that no input shows and functions, as far as they are asked for. */
function othersOf({ sizes, functions }: Asked, { program, names, functionId }: Scope): readonly string[] {
  const called = [...functions].filter((f) => program.functions.some(({ name }) => name === primesOf(f).name));
  return [...program.sizes.given.filter((s) => sizes.has(s)).map(names.of), ...called.map(functionId)];
}

function productOf(
  { output, given, passes }: Back,
  at: Scope,
  callable: readonly (readonly string[])[],
  head: Product["head"],
): Product {
  const { program, names, functionId } = at;
  const keyIn = (pass: Back["passes"][number] | undefined, name: string): string | null =>
    pass?.find((r) => r.variable === name)?.key ?? null;
  const [bars = [], dots = []] = given;
  const bar = (bars[0] as Input).name;
  return {
    output: names.of(output.of),
    bar: names.of(bar),
    inputs: program.inputs.map((x) => names.of(x.name)),
    keys: program.inputs.map((x) => keyIn(passes[0], x.name)),
    isLabel: program.inputs.map((x) => x.kind === "label"),
    others: [
      ...program.sizes.given.map(names.of),
      ...program.functions.flatMap((f) => ordersOf(f).map((k) => functionId(primed(f.name, k)))),
    ],
    back: [...new Set(callable.flat())],
    dots: dots.map((x) => names.of(x.name)),
    second:
      passes[1] === undefined ? [] : [bar, ...program.inputs.map((x) => x.name)].map((name) => keyIn(passes[1], name)),
    head,
  };
}

/** The passes one after another, which is what the self-test calls. */
function derivativesOf(count: number, at: Scope, { given }: Back): Block {
  const beside = given
    .flat()
    .map((x) => at.names.of(x.name))
    .join(", ");
  return [
    "def derivatives(**inputs):",
    `    """${docText(`All passes at once; takes what vjp_forward takes, and ${beside}.`)}"""`,
    ...(at.names.replaced.size > 0
      ? ["    inputs = {NAMES.get(name, name): value for name, value in inputs.items()}"]
      : []),
    "    kept = vjp_forward(**inputs)[1]",
    count === 1
      ? "    return vjp_backward(kept, **inputs)"
      : "    return {**vjp_backward(kept, **inputs), **vjp_second(kept, **inputs)}",
  ];
}
