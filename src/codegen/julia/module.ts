/** A module in Julia, with nothing beyond the standard library. */
import { ONE } from "../../core/dim.js";
import { meaningOf } from "../../numeric/evaluate.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { formulaBody } from "../formulas.js";
import { labelsOf, linesOf } from "../lines.js";
import { type Helper, helper, helperTexts, identifiers } from "../module.js";
import { nameTable } from "../names.js";
import type { Check, Input, Program, Result, UnknownFunction } from "../program.js";
import { broken, comment, equationLines, indented, numberText, resultLines, shapeWords, title } from "../source.js";
import { JULIA } from "./expressions.js";

/** Keywords, functions of Base and LinearAlgebra that modules call, and what a module has itself. */
const RESERVED = (
  "baremodule begin break catch const continue do else elseif end export false finally for function global if import in isa let local macro module mutable outer primitive quote return struct true try type using where while abstract nothing missing " +
  "abs abspath acos asin atan copy cos cosh det diag Diagonal Dict dot eachcol error exit exp fill float hcat I im Inf Inf64 Int inv ismissing kron log log1p logabsdet lu Matrix max maximum min NaN ndims norm ones permutedims pi println prod reshape round sign sin sinh size sqrt string sum tan tanh tr transpose vcat vec zeros eval include Base Core Main LinearAlgebra String Any Float64 Vector Array Number Function " +
  "NAMES forward derivatives value_and_derivatives self_test sample array scalar checks more values inputs"
).split(" ");

const HELPERS: ReadonlyMap<string, Helper> = new Map([
  helper(
    "sigmoid",
    `
"1 / (1 + exp(-x)), with no exponential that overflows."
function sigmoid(x)
    e = exp(-abs(x))
    (x >= 0 ? one(e) : e) / (1 + e)
end`,
  ),
  helper(
    "softplus",
    `
"log(1 + exp(x)), with no exponential that overflows."
softplus(x) = max(x, zero(x)) + log1p(exp(-abs(x)))`,
  ),
  helper(
    "relu",
    `
"max(x, 0)."
relu(x) = max(x, zero(x))`,
  ),
  helper(
    "step",
    `
"1 for a positive number, else 0."
step(x) = x > 0 ? one(x) : zero(x)`,
  ),
  helper(
    "erf",
    `
"The error function: Abramowitz & Stegun 7.1.6 near 0, a continued fraction beyond."
function erf(x)
    a = abs(x)
    if a < 3
        term = a
        total = a
        k = 1
        while k < 120 && term > 1e-18 * total
            term *= 2 * a * a / (2 * k + 1)
            total += term
            k += 1
        end
        return sign(x) * 2 * total * exp(-a * a) / sqrt(pi)
    end
    f = zero(a)
    for k in 60:-1:1
        f = k / 2 / (a + f)
    end
    sign(x) * (1 - exp(-a * a) / (sqrt(pi) * (a + f)))
end`,
  ),
  helper(
    "gelu",
    `
"x (1 + erf(x / sqrt(2))) / 2."
gelu(x) = 0.5 * x * (1 + erf(x / sqrt(2)))`,
    "erf",
  ),
  helper(
    "softmax",
    `
"exp.(z) / sum(exp.(z)), with no exponential that overflows."
function softmax(z)
    e = exp.(z .- maximum(z))
    e / sum(e)
end`,
  ),
  helper(
    "softmax_rows",
    `
"The softmax of each row."
function softmax_rows(Z)
    E = exp.(Z .- maximum(Z, dims = 2))
    E ./ sum(E, dims = 2)
end`,
  ),
  helper(
    "softmax_cols",
    `
"The softmax of each column."
function softmax_cols(Z)
    E = exp.(Z .- maximum(Z, dims = 1))
    E ./ sum(E, dims = 1)
end`,
  ),
  helper(
    "logsumexp",
    `
"log(sum(exp.(z))), with no exponential that overflows."
function logsumexp(z)
    top = maximum(z)
    top + log(sum(exp.(z .- top)))
end`,
  ),
  helper(
    "log_softmax",
    `
"log.(softmax(z)), finite where softmax(z) is 0."
log_softmax(z) = z .- logsumexp(z)`,
    "logsumexp",
  ),
  helper(
    "log_softmax_rows",
    `
"log of the softmax of each row."
function log_softmax_rows(Z)
    Y = Z .- maximum(Z, dims = 2)
    Y .- log.(sum(exp.(Y), dims = 2))
end`,
  ),
  helper(
    "log_softmax_cols",
    `
"log of the softmax of each column."
function log_softmax_cols(Z)
    Y = Z .- maximum(Z, dims = 1)
    Y .- log.(sum(exp.(Y), dims = 1))
end`,
  ),
  helper(
    "cross_entropy",
    `
"-sum(y .* log.(p)), where 0 log 0 is 0."
cross_entropy(y, p) = -sum((a == 0 && b == 0) ? zero(a) : a * log(b) for (a, b) in zip(y, p))`,
  ),
  helper(
    "signed_logdet",
    `
"log(det(A)) from a factorisation; NaN for a negative determinant."
function signed_logdet(F)
    value, sign = logabsdet(F)
    sign < 0 ? NaN : value
end`,
  ),
  helper(
    "powersum",
    `
"The sum of X^i Y X^(k-1-i) over i = 0 ... k-1: the derivative of X^k along Y."
function powersum(X, k, Y)
    base = k < 0 ? inv(X) : X
    total = zero(Y)
    right = Y
    for _ in 1:abs(Int(k))
        total = base * total + right
        right = right * base
    end
    k < 0 ? -base * total * base : total
end`,
  ),
  helper(
    "kron_apply",
    `
"kron(A, B) * C without kron(A, B), for A with a and B with b columns; either may be I."
kron_apply(A, B, C, a, b) = reduce(hcat, [vec(B * reshape(c, b, a) * transpose(A)) for c in eachcol(C)])`,
  ),
  helper(
    "commute",
    `
"comm(m, n) * A, the rows of A in another order; with identities of these sizes before and after."
commute(A, m, n, before = 1, after = 1) =
    reshape(permutedims(reshape(A, after, m, n, before, :), (1, 3, 2, 4, 5)), size(A, 1), :)`,
  ),
  helper(
    "comm",
    `
"The commutation matrix: comm(m, n) * vec(A) is vec of the transpose of an m by n matrix A."
comm(m, n) = commute(Matrix(1.0I, m * n, m * n), m, n)`,
    "commute",
  ),
]);

/** A string of Julia: a dollar would be read as a value. */
const quoted = (s: string): string => JSON.stringify(s).replaceAll("$", "\\$");
const docText = (s: string): string => s.replaceAll("\\", "\\\\").replaceAll('"', "'").replaceAll("$", "\\$");

export function juliaModule(program: Program): { readonly code: string; readonly names: ReadonlyMap<string, string> } {
  const reserved = [...RESERVED, ...HELPERS.keys()];
  const names = nameTable(new Set(reserved));
  const { used, functionNames, spell, env, local } = identifiers(program, names, reserved);
  const { sizes, sample } = program;
  const callsOf = (f: Program["functions"][number]) => Array.from({ length: f.primes + 1 }, (_, k) => k);
  const functionId = (f: string, k: number) => functionNames.get(f + "'".repeat(k)) as string;

  /** Whether an input may go by another name than the identifier's: it is a keyword with a default then. */
  const goesOtherwise = (id: string): boolean => [...names.replaced.values()].includes(id);
  const keyword = (id: string, needed = true): string => (needed && !goesOtherwise(id) ? id : `${id} = nothing`);

  const argumentsOf = (body: Body, cut: readonly Input[]): readonly string[] => {
    const called = new Set(body.order.flatMap((e) => (e.kernel === "apply" ? [e.data] : [])));
    return [
      ...[...program.inputs, ...cut].map((x) => keyword(names.of(x.name))),
      ...sizes.given.map((s) => keyword(names.of(s))),
      ...program.functions.flatMap((f) =>
        [0, 1, 2, ...callsOf(f).slice(3)].map((k) =>
          keyword(functionId(f.name, k), called.has(f.name + "'".repeat(k))),
        ),
      ),
      "more...",
    ];
  };

  function reading(body: Body, cut: readonly Input[]): readonly string[] {
    const lines: string[] = [];
    const all = [...program.inputs, ...cut];
    const ids = new Set(argumentsOf(body, cut).map((a) => a.replace(" = nothing", "")));
    for (const [from, to] of names.replaced)
      if (ids.has(to)) lines.push(`${to} = get(more, Symbol(${quoted(from)}), ${to})`);
    for (const s of sizes.sources) {
      const length = `size(${names.of(s.input)}, ${s.axis + 1})`;
      const less = s.less === "0" ? length : `(${length} - (${spell(s.less).text}))`;
      lines.push(`${names.of(s.symbol)} = ${s.by === ONE ? less : `div(${less}, ${spell(s.by).text})`}`);
    }
    for (const x of all) {
      const id = names.of(x.name);
      if (x.kind === "scalar") lines.push(`${id} = float(${id})`);
      else {
        const shape = x.kind === "vector" ? [spell(x.rows).text] : [spell(x.rows).text, spell(x.cols).text];
        lines.push(`${id} = array(${quoted(id)}, ${id}, ${shape.join(", ")})`);
      }
    }
    // Inside, what has one row or one column is a vector, and what has one entry a number.
    for (const x of all) {
      const id = names.of(x.name);
      if (x.kind === "scalar") continue;
      if (x.rows === ONE && x.cols === ONE) lines.push(`${id} = ${id}[1]`);
      else if (x.kind === "matrix" && (x.rows === ONE || x.cols === ONE)) lines.push(`${id} = vec(${id})`);
    }
    return lines;
  }

  function bodyLines(body: Body) {
    const made = linesOf(body, JULIA, env, local(), labelsOf(body, program.markKey), meaningOf);
    const lines = made.lines.flatMap(({ name, code, formula }) => {
      const [first = "", ...rest] = broken(code, "(", ")");
      return [...(formula === null ? [] : comment("#", formula)), `${name} = ${first}`, ...rest];
    });
    return { lines, text: made.text };
  }

  /** The result in the rank that it is declared with. */
  const handedOver = (r: Pick<Result, "kind" | "rows" | "cols">, node: ArrayExpr, text: string): string => {
    const { rank } = node;
    if (r.kind === "scalar" || (r.kind === "vector" && rank === 1) || (r.kind === "matrix" && rank === 2)) return text;
    if (rank === 0) return r.kind === "vector" ? `fill(float(${text}), 1)` : `fill(float(${text}), 1, 1)`;
    return r.rows === ONE ? `reshape(${text}, 1, :)` : `reshape(${text}, :, 1)`;
  };

  const dictionary = (entries: readonly (readonly [string, string])[]): readonly string[] =>
    entries.length === 0
      ? ["Dict{String, Any}()"]
      : ["Dict{String, Any}(", ...entries.map(([k, v]) => `    ${quoted(k)} => ${v},`), ")"];

  const resultsOf = (body: Body, results: readonly Result[], text: (node: ArrayExpr) => string) =>
    results.map((r): readonly [string, string] => {
      const node = body.results.find((x) => x.key === r.key)?.node as ArrayExpr;
      return [r.key, handedOver(r, node, text(node))];
    });

  const define = (name: string, body: Body, cut: readonly Input[], lines: readonly string[]): readonly string[] => {
    const all = argumentsOf(body, cut).join(", ");
    const oneLine = `function ${name}(; ${all})`;
    const head =
      oneLine.length <= 100
        ? [oneLine]
        : [`function ${name}(;`, ...argumentsOf(body, cut).map((a) => `    ${a},`), ")"];
    return [...head, ...indented(lines, "    "), "end"];
  };

  const inputDoc = (): readonly string[] => [
    ...program.inputs.map((x) => `${names.of(x.name)} : ${shapeWords(x)}`),
    ...sizes.given.map((s) => `${names.of(s)} : size`),
    ...program.functions.map(
      (f) =>
        `${callsOf(f)
          .map((k) => functionId(f.name, k))
          .join(", ")} : a function of a number${f.primes > 0 ? ", and its derivatives" : ""}`,
    ),
  ];
  const doc = (summary: string, gives: readonly string[]): readonly string[] => [
    '"""',
    docText(summary),
    "",
    "Takes, as keywords",
    ...indented(inputDoc().map(docText), "    "),
    "Gives",
    ...indented(gives.map(docText), "    "),
    '"""',
  ];

  const forwardBody = bodyLines(program.forward);
  const derivativesBody = bodyLines(program.derivatives);
  const parts = program.parts.map((p, i) => {
    const { lines, text } = bodyLines(p.body);
    const results = p.body.results.map(({ key, node }): readonly [string, string] => [key, text(node)]);
    return [
      "# For the self-test: a value with defined names given from outside.",
      ...define(`part_${i + 1}`, p.body, p.cut, [...reading(p.body, p.cut), ...lines, ...dictionary(results)]),
    ];
  });
  const written = program.written.flatMap((f) => {
    return formulaBody(f, false).map(({ body, text }, k) => {
      const made = linesOf(body, JULIA, env, { ...local(), variable: () => "t" }, new Map(), meaningOf);
      const root = body.results[0]?.node as ArrayExpr;
      return [
        `"${docText(text)}"`,
        `function ${functionId(f.name, k)}(t)`,
        ...indented([...made.lines.map((l) => `${l.name} = ${l.code}`), made.text(root)], "    "),
        "end",
      ];
    });
  });

  const value = (x: Input, X: Matrix): string => {
    const number = (v: number) => {
      const text = numberText(v);
      return /^-?\d+$/.test(text) ? `${text}.0` : text;
    };
    const row = (i: number) => Array.from(X.data.subarray(i * X.cols, (i + 1) * X.cols), number).join(" ");
    if (x.kind === "scalar") return number(X.data[0] as number);
    if (x.kind === "vector") return `[${Array.from(X.data, number).join(", ")}]`;
    // One row, or one entry: brackets alone would make a vector.
    if (X.rows === 1 || X.cols === 1)
      return `reshape([${Array.from(X.data, number).join(", ")}], ${X.rows}, ${X.cols})`;
    const rows = Array.from({ length: X.rows }, (_, i) => row(i));
    const oneLine = `[${rows.join("; ")}]`;
    return oneLine.length <= 84 ? oneLine : `[\n${rows.map((r) => `            ${r}\n`).join("")}        ]`;
  };
  const stand = (shift: number, phase: number, k: number): string => {
    const argument = phase === 0 ? "x" : `x + ${phase}`;
    const turned = [`sin(${argument})`, `cos(${argument})`, `-sin(${argument})`, `-cos(${argument})`][k % 4];
    return `x -> ${k === 0 && shift !== 0 ? `${shift} + ` : ""}${turned}`;
  };
  const sampleLines = sample.found
    ? [
        '"Inputs at which everything is smooth."',
        "function sample()",
        "    Dict{Symbol, Any}(",
        ...program.inputs.map(
          (x) => `        :${names.of(x.name)} => ${value(x, sample.values.get(x.name) as Matrix)},`,
        ),
        ...sizes.given.map((s) => `        :${names.of(s)} => ${sample.sizes.get(s)},`),
        ...[...sample.functions].flatMap(([f, { shift, phase }]) =>
          callsOf(program.functions.find((u) => u.name === f) as UnknownFunction).map(
            (k) => `        :${functionId(f, k)} => (${stand(shift, phase, k)}),`,
          ),
        ),
        "    )",
        "end",
      ]
    : [`"No numbers: ${docText(sample.why)}."`, "sample() = nothing"];
  const variables = (c: Check): string =>
    `[${c.wrt.map((v) => `(:${names.of(v.name)}, "${v.constraint}")`).join(", ")}]`;
  const checks = [
    "# What is differentiated: the key, the function and its value, the variables, the vector it is multiplied by.",
    "checks() = Any[",
    ...program.checks.map(
      (c) =>
        `    (${quoted(c.key)}, ${c.of.part === null ? "forward" : `part_${c.of.part + 1}`}, ${quoted(c.of.key)}, ${variables(c)}, ${c.direction === null ? "nothing" : quoted(c.direction)}),`,
    ),
    "]",
  ];
  const cut = [...new Set(program.parts.flatMap((p) => p.cut.map((x) => x.name)))];
  const withNames = [
    "# The inputs with the defined names that derivatives are taken by.",
    "function with_names(inputs)",
    "    at = Dict{Symbol, Any}(inputs)",
    ...(cut.length === 0 ? [] : ["    defined = forward(; inputs...)"]),
    ...cut.map((name) => `    at[:${names.of(name)}] = defined[${quoted(name)}]`),
    "    at",
    "end",
  ];
  const table = [...names.replaced].map(([from, to]) => `    ${quoted(from)} => ${quoted(to)},`);
  const blocks: readonly (readonly string[])[] = [
    [...title(program).split("\n"), "", ...equationLines(program).map((line) => `    ${line}`)].flatMap((line) =>
      line === "" ? ["#"] : comment("#", line),
    ),
    ["using LinearAlgebra"],
    [
      "# Names of the model that are called otherwise here.",
      ...(table.length === 0
        ? ["const NAMES = Dict{String, String}()"]
        : ["const NAMES = Dict{String, String}(", ...table, ")"]),
    ],
    [
      ...doc("Every defined name of the model.", resultLines(program.defined)),
      ...define(
        "forward",
        program.forward,
        [],
        [
          ...reading(program.forward, []),
          ...forwardBody.lines,
          ...dictionary(resultsOf(program.forward, program.defined, forwardBody.text)),
        ],
      ),
    ],
    [
      ...doc(
        "The values and, as a second dictionary, their derivatives.",
        resultLines([...program.values, ...program.results]),
      ),
      ...define(
        "value_and_derivatives",
        program.derivatives,
        [],
        [
          ...reading(program.derivatives, []),
          ...derivativesBody.lines,
          ...assigned("values", dictionary(resultsOf(program.derivatives, program.values, derivativesBody.text))),
          ...assigned("found", dictionary(resultsOf(program.derivatives, program.results, derivativesBody.text))),
          "values, found",
        ],
      ),
    ],
    [
      `"${docText(program.results.length === 0 ? "No derivative was asked for." : `${program.results.map((r) => r.key).join(", ")}.`)}"`,
      "derivatives(; inputs...) = value_and_derivatives(; inputs...)[2]",
    ],
    ...parts,
    ...written,
    ...helperTexts(HELPERS, used),
    ARRAY.trim().split("\n"),
    sampleLines,
    checks,
    withNames,
    SELF_TEST.trim().split("\n"),
  ];
  return { code: `${blocks.map((b) => b.join("\n")).join("\n\n")}\n`, names: names.replaced };
}

const assigned = (name: string, [first = "", ...rest]: readonly string[]): readonly string[] => [
  `${name} = ${first}`,
  ...rest,
];

const ARRAY = `
"The value as an array of floating point of this shape."
function array(name, value, shape...)
    size(value) == shape || error("$name has the size $(size(value)), not $shape")
    float(value)
end
`;

const SELF_TEST = `
"Changes of an array: of each entry, or of those that belong together."
function directions(x, held)
    map(1:length(x)) do k
        step = zeros(size(x))
        step[k] = 1
        held == "symmetric" ? (step + step') / 2 : held == "diagonal" ? Matrix(Diagonal(step)) : step
    end
end

"The inputs with one of them moved by t times a step."
function moved(at, name, step, t)
    there = copy(at)
    there[name] = at[name] isa Number ? at[name] + t * step[1] : at[name] .+ t .* step
    there
end

"The slope at 0 by differences of fourth order, at the step at which two of them agree best."
function slope(f, steps)
    found = [(8 .* (f(h) .- f(-h)) .- (f(2h) .- f(-2h))) ./ (12h) for h in steps]
    apart = [maximum(abs.(found[k + 1] .- found[k])) for k in 1:length(found) - 1]
    found[argmin(apart) + 1]
end

"Compares each derivative with differences of its value. Prints a line for each; true where all agree."
function self_test(inputs = sample(); tolerance = 1e-6)
    if inputs === nothing
        println("not checked: there are no numbers to check at, call self_test(inputs)")
        return false
    end
    at = with_names(inputs)
    found = derivatives(; inputs...)
    flat(value) = value isa Number ? [float(value)] : vec(collect(float.(value)))
    all_agree = true
    for (key, f, of, variables, along) in checks()
        value(there) = flat(f(; there...)[of])
        derivative = flat(found[key])
        count = length(value(at))
        name, held = variables[1]
        worst = 0.0
        for step in directions(at[name], held)
            if length(variables) == 1
                expected = slope(t -> value(moved(at, name, step, t)), (1e-2, 1e-3, 1e-4))
                got = reshape(derivative, count, :) * flat(step)
                worst = max(worst, maximum(abs.(got .- expected)))
                continue
            end
            second, constraint = variables[2]
            others = along === nothing ? directions(at[second], constraint) : [reshape(flat(f(; at...)[along]), size(at[second]))]
            for other in others
                inner(from) = slope(t -> value(moved(from, name, step, t)), (4e-3, 2e-3))
                expected = slope(s -> inner(moved(at, second, other, s)), (4e-3, 2e-3))
                left = along === nothing ? reshape(derivative, :, length(other)) * flat(other) : derivative
                got = reshape(left, count, :) * flat(step)
                worst = max(worst, maximum(abs.(got .- expected)))
            end
        end
        error_found = worst / max(1.0, maximum(abs.(derivative)))
        good = error_found <= (length(variables) == 1 ? tolerance : 100 * tolerance)
        all_agree = all_agree && good
        println(good ? "ok     " : "WRONG  ", key, "  ", round(error_found, sigdigits = 2))
    end
    all_agree
end

if abspath(PROGRAM_FILE) == @__FILE__
    exit(self_test() ? 0 : 1)
end
`;
