/** A module for MATLAB and Octave: one file with one function, which gives handles to those inside. */
import { ONE } from "../../core/dim.js";
import { meaningOf } from "../../numeric/evaluate.js";
import type { Matrix } from "../../numeric/matrix.js";
import type { ArrayExpr } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { formulaBody } from "../formulas.js";
import { labelsOf, linesOf } from "../lines.js";
import { type Helper, helper, helperTexts, identifiers } from "../module.js";
import { asciiName, nameTable } from "../names.js";
import type { Check, Input, Program, Result, UnknownFunction } from "../program.js";
import { broken, comment, equationLines, indented, numberText, resultLines, shapeWords, title } from "../source.js";
import { MATLAB } from "./expressions.js";

/** Keywords of MATLAB and of Octave, functions that modules call, and what a module has itself. */
const RESERVED = (
  "break case catch classdef continue do else elseif end end_try_catch end_unwind_protect endclassdef endfor endfunction endif endparfor endswitch endwhile enumeration events for function global if methods otherwise parfor persistent properties return spmd switch try until unwind_protect unwind_protect_cleanup while " +
  "abs acos all ans any asin atan cell cellfun char containers cos cosh deal det diag disp double eps erf error exp eye false feval fieldnames fprintf i imag inf Inf inv isa isempty isfield isnan j kron length log lu max min nan NaN nargin nargout norm numel ones permute pi prod real repmat reshape sign sin sinh size sqrt strcmp struct sum tan tanh trace true vertcat horzcat zeros eval exit quit input clear who x_ " +
  "in forward derivatives value_and_derivatives self_test array scalar sample checks values out with_names one_check vec_of moved directions slope"
).split(" ");

const HELPERS: ReadonlyMap<string, Helper> = new Map([
  helper(
    "sigmoid",
    `
function p = sigmoid(z)
%SIGMOID  1 / (1 + exp(-z)), with no exponential that overflows.
    e = exp(-abs(z));
    p = ((z >= 0) + (z < 0) .* e) ./ (1 + e);
end`,
  ),
  helper(
    "softplus",
    `
function p = softplus(z)
%SOFTPLUS  log(1 + exp(z)), with no exponential that overflows.
    p = max(z, 0) + log1p(exp(-abs(z)));
end`,
  ),
  helper(
    "gelu",
    `
function y = gelu(z)
%GELU  z (1 + erf(z / sqrt(2))) / 2.
    y = 0.5 * z .* (1 + erf(z / sqrt(2)));
end`,
  ),
  helper(
    "softmax",
    `
function P = softmax(Z)
%SOFTMAX  The softmax of each column, with no exponential that overflows.
    E = exp(Z - max(Z, [], 1));
    P = E ./ sum(E, 1);
end`,
  ),
  helper(
    "softmax_rows",
    `
function P = softmax_rows(Z)
%SOFTMAX_ROWS  The softmax of each row.
    E = exp(Z - max(Z, [], 2));
    P = E ./ sum(E, 2);
end`,
  ),
  helper(
    "logsumexp",
    `
function s = logsumexp(z)
%LOGSUMEXP  log(sum(exp(z))), with no exponential that overflows.
    top = max(z);
    s = top + log(sum(exp(z - top)));
end`,
  ),
  helper(
    "log_softmax",
    `
function L = log_softmax(Z)
%LOG_SOFTMAX  log of the softmax of each column, finite where that is 0.
    Y = Z - max(Z, [], 1);
    L = Y - log(sum(exp(Y), 1));
end`,
  ),
  helper(
    "log_softmax_rows",
    `
function L = log_softmax_rows(Z)
%LOG_SOFTMAX_ROWS  log of the softmax of each row.
    Y = Z - max(Z, [], 2);
    L = Y - log(sum(exp(Y), 2));
end`,
  ),
  helper(
    "cross_entropy",
    `
function s = cross_entropy(y, p)
%CROSS_ENTROPY  -sum(y .* log(p)), where 0 log 0 is 0.
    p(y == 0 & p == 0) = 1;
    s = -sum(sum(y .* log(p)));
end`,
  ),
  helper(
    "logdet",
    `
function l = logdet(A)
%LOGDET  log(det(A)) by a factorisation; NaN for a negative determinant.
    [~, U, P] = lu(A);
    d = diag(U);
    l = sum(log(abs(d)));
    if prod(sign(d)) * det(P) < 0
        l = NaN;
    end
end`,
  ),
  helper(
    "powersum",
    `
function S = powersum(X, k, Y)
%POWERSUM  The sum of X^i Y X^(k-1-i) over i = 0 ... k-1: the derivative of X^k along Y.
    base = X;
    if k < 0
        base = inv(X);
    end
    S = zeros(size(Y));
    right = Y;
    for step = 1:abs(k)
        S = base * S + right;
        right = right * base;
    end
    if k < 0
        S = -base * S * base;
    end
end`,
  ),
  helper(
    "add_diagonal",
    `
function A = add_diagonal(A, d)
%ADD_DIAGONAL  A + diag(d), or A + d I for a number d.
    places = 1:size(A, 1) + 1:numel(A);
    A(places) = A(places) + d(:).';
end`,
  ),
  helper(
    "kron_apply",
    `
function R = kron_apply(A, B, C, a, b)
%KRON_APPLY  kron(A, B) * C without kron(A, B), for A with a and B with b columns; [] stands for an identity.
    R = zeros(0, 0);
    for c = 1:size(C, 2)
        X = reshape(C(:, c), b, a);
        if ~isempty(A)
            X = X * A.';
        end
        if ~isempty(B)
            X = B * X;
        end
        R(1:numel(X), c) = X(:);
    end
end`,
  ),
  helper(
    "commute",
    `
function R = commute(A, m, n, before, after)
%COMMUTE  comm(m, n) * A, the rows of A in another order; with identities of these sizes before and after.
    if nargin < 4
        before = 1;
        after = 1;
    end
    R = reshape(permute(reshape(A, after, m, n, before, []), [1, 3, 2, 4, 5]), size(A));
end`,
  ),
  helper(
    "comm",
    `
function K = comm(m, n)
%COMM  The commutation matrix: comm(m, n) * A(:) is vec of the transpose of an m by n matrix A.
    K = commute(eye(m * n), m, n);
end`,
    "commute",
  ),
]);

/** A text of MATLAB in single quotes. */
const quoted = (s: string): string => `'${s.replaceAll("'", "''")}'`;

/** The module as a function `name`, which is the name of its file. */
export function matlabModule(
  program: Program,
  name: string,
): { readonly code: string; readonly names: ReadonlyMap<string, string> } {
  const own = asciiName(name);
  const reserved = [...RESERVED, ...HELPERS.keys(), own];
  const names = nameTable(new Set(reserved));
  const { used, functionNames, spell, env, local } = identifiers(program, names, reserved);
  const { sizes, sample } = program;

  const callsOf = (f: Program["functions"][number]) => Array.from({ length: f.primes + 1 }, (_, k) => k);
  const functionId = (f: string, k: number) => functionNames.get(f + "'".repeat(k)) as string;

  /** Variables from the fields of `in`, and sizes from the variables. */
  function reading(body: Body, cut: readonly Input[]): readonly string[] {
    const called = new Set(body.order.flatMap((e) => (e.kernel === "apply" ? [e.data] : [])));
    const lines: string[] = [];
    const wanted = new Set([
      ...program.inputs.map((x) => x.name),
      ...sizes.given,
      ...program.functions.map((f) => f.name),
    ]);
    for (const [from, to] of names.replaced)
      if (wanted.has(from) && /^[A-Za-z]\w*$/.test(from))
        lines.push(`if isfield(in, ${quoted(from)}), in.${to} = in.${from}; end`);
    for (const x of program.inputs)
      if (x.kind !== "scalar") lines.push(`${names.of(x.name)} = in.${names.of(x.name)};`);
    for (const s of sizes.sources) {
      const length = `size(${names.of(s.input)}, ${s.axis + 1})`;
      const less = s.less === "0" ? length : `(${length} - (${spell(s.less).text}))`;
      lines.push(`${names.of(s.symbol)} = ${s.by === ONE ? less : `${less} / (${spell(s.by).text})`};`);
    }
    for (const s of sizes.given) lines.push(`${names.of(s)} = in.${names.of(s)};`);
    for (const x of program.inputs) {
      const id = names.of(x.name);
      if (x.kind === "scalar") lines.push(`${id} = in.${id};`);
      else lines.push(`array(${quoted(id)}, ${id}, ${spell(x.rows).text}, ${spell(x.cols).text});`);
    }
    for (const x of cut) lines.push(`${names.of(x.name)} = in.${names.of(x.name)};`);
    // Inside, what has one row is a column.
    for (const x of [...program.inputs, ...cut])
      if (x.rows === ONE && x.cols !== ONE) lines.push(`${names.of(x.name)} = ${names.of(x.name)}.';`);
    for (const f of program.functions)
      for (const k of callsOf(f))
        if (called.has(f.name + "'".repeat(k))) lines.push(`${functionId(f.name, k)} = in.${functionId(f.name, k)};`);
    return lines;
  }

  function bodyLines(body: Body) {
    const made = linesOf(body, MATLAB, env, local(), labelsOf(body, program.markKey), meaningOf);
    const lines = made.lines.flatMap(({ name: variable, code, formula }) => {
      const parts = broken(code, "", "").filter((line) => line !== "");
      const continued = parts.map((line, i) => (i < parts.length - 1 ? `${line} ...` : `${line};`));
      const [first = "", ...rest] = continued;
      return [...(formula === null ? [] : comment("%", formula)), `${variable} = ${first.trimStart()}`, ...rest];
    });
    return { lines, text: made.text };
  }

  /** A row is handed back as one. */
  const handedOver = (r: Pick<Result, "rows" | "cols">, node: ArrayExpr, text: string): string => {
    // A result has a variable.
    return node.rank !== 1 || r.rows !== ONE ? text : `${text}.'`;
  };

  const filled = (variable: string, entries: readonly (readonly [string, string])[]): readonly string[] => [
    `${variable} = containers.Map();`,
    ...entries.map(([k, v]) => `${variable}(${quoted(k)}) = ${v};`),
  ];

  const resultsOf = (body: Body, results: readonly Result[], text: (node: ArrayExpr) => string) =>
    results.map((r): readonly [string, string] => {
      const node = body.results.find((x) => x.key === r.key)?.node as ArrayExpr;
      return [r.key, handedOver(r, node, text(node))];
    });

  const define = (head: string, lines: readonly string[]): readonly string[] => [
    `function ${head}`,
    ...indented(lines, "    "),
    "end",
  ];
  const said = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => comment("%", line));

  const forwardBody = bodyLines(program.forward);
  const derivativesBody = bodyLines(program.derivatives);
  const bodies = [
    define("out = forward(in)", [
      ...said(["Every defined name of the model:", ...resultLines(program.defined).map((l) => `  ${l}`)]),
      ...reading(program.forward, []),
      ...forwardBody.lines,
      ...filled("out", resultsOf(program.forward, program.defined, forwardBody.text)),
    ]),
    define("[values, out] = value_and_derivatives(in)", [
      ...said([
        "The values, and as a second map their derivatives:",
        ...resultLines([...program.values, ...program.results]).map((l) => `  ${l}`),
      ]),
      ...reading(program.derivatives, []),
      ...derivativesBody.lines,
      ...filled("values", resultsOf(program.derivatives, program.values, derivativesBody.text)),
      ...filled("out", resultsOf(program.derivatives, program.results, derivativesBody.text)),
    ]),
    define("out = derivatives(in)", [
      ...said([
        program.results.length === 0
          ? "No derivative was asked for."
          : `${program.results.map((r) => r.key).join(", ")}.`,
      ]),
      "[~, out] = value_and_derivatives(in);",
    ]),
    ...program.parts.map((p, i) => {
      const { lines, text } = bodyLines(p.body);
      const results = p.body.results.map(({ key, node }): readonly [string, string] => [key, text(node)]);
      return define(`out = part_${i + 1}(in)`, [
        ...said(["For the self-test: a value with defined names given from outside."]),
        ...reading(p.body, p.cut),
        ...lines,
        ...filled("out", results),
      ]);
    }),
  ];

  const written = program.written.flatMap((f) => {
    return formulaBody(f, true).map(({ body, text }, k) => {
      const made = linesOf(body, MATLAB, env, { ...local(), variable: () => "t" }, new Map(), meaningOf);
      const root = body.results[0]?.node as ArrayExpr;
      // A constant has no entries to take its size from.
      const value = root.kernel === "fill" ? `${made.text(root.args[0] as ArrayExpr)} + 0 * t` : made.text(root);
      return define(`y = ${functionId(f.name, k)}(t)`, [
        ...said([text]),
        ...made.lines.filter((l) => l.node !== root || root.kernel !== "fill").map((l) => `${l.name} = ${l.code};`),
        `y = ${value};`,
      ]);
    });
  });

  const value = (x: Input, X: Matrix): string => {
    const row = (i: number) => Array.from(X.data.subarray(i * X.cols, (i + 1) * X.cols), numberText).join(", ");
    if (x.kind === "scalar") return numberText(X.data[0] as number);
    const rows = Array.from({ length: X.rows }, (_, i) => row(i));
    const oneLine = `[${rows.join("; ")}]`;
    return oneLine.length <= 84 || X.cols === 1 ? oneLine : `[\n${rows.map((r) => `        ${r}\n`).join("")}    ]`;
  };
  const stand = (shift: number, phase: number, k: number): string => {
    const argument = phase === 0 ? "x" : `x + ${phase}`;
    const turned = [`sin(${argument})`, `cos(${argument})`, `-sin(${argument})`, `-cos(${argument})`][k % 4];
    return `@(x) ${k === 0 && shift !== 0 ? `${shift} + ` : ""}${turned}`;
  };
  const sampleLines = define("in = sample()", [
    ...(sample.found
      ? [
          ...said(["Inputs at which everything is smooth."]),
          "in = struct();",
          ...program.inputs.map((x) => `in.${names.of(x.name)} = ${value(x, sample.values.get(x.name) as Matrix)};`),
          ...sizes.given.map((s) => `in.${names.of(s)} = ${sample.sizes.get(s)};`),
          ...[...sample.functions].flatMap(([f, { shift, phase }]) =>
            callsOf(program.functions.find((u) => u.name === f) as UnknownFunction).map(
              (k) => `in.${functionId(f, k)} = ${stand(shift, phase, k)};`,
            ),
          ),
        ]
      : [...said([`No numbers: ${sample.why}.`]), "in = [];"]),
  ]);
  const variables = (c: Check): string =>
    `{${c.wrt.map((v) => `{${quoted(names.of(v.name))}, ${quoted(v.constraint)}}`).join(", ")}}`;
  const checks = program.checks.map(
    (c) =>
      `{${quoted(c.key)}, @${c.of.part === null ? "forward" : `part_${c.of.part + 1}`}, ${quoted(c.of.key)}, ${variables(c)}, ${c.direction === null ? "''" : quoted(c.direction)}}`,
  );
  const checksLines = define("list = checks()", [
    ...said([
      "What is differentiated: the key, the function and its value, the variables, the vector it is multiplied by.",
    ]),
    "list = cell(1, 0);",
    ...checks.map((c) => `list{end + 1} = ${c};`),
  ]);

  const cut = [...new Set(program.parts.flatMap((p) => p.cut.map((x) => x.name)))];
  const namesLines = define("in = with_names(in)", [
    ...said(["The inputs with the defined names that derivatives are taken by."]),
    ...(cut.length === 0 ? [] : ["defined = forward(in);"]),
    ...cut.map((name) => `in.${names.of(name)} = defined(${quoted(name)});`),
  ]);

  const bodyNames = helperTexts(HELPERS, used);
  const main = [
    `function m = ${own}()`,
    ...comment(`%${own.toUpperCase()} `, title(program).replaceAll("\n", " ")),
    "%",
    ...equationLines(program).flatMap((line) => comment("%  ", line)),
    "%",
    "%   in is a struct:",
    ...program.inputs.map((x) => `%     ${names.of(x.name)} : ${shapeWords(x)}`),
    ...sizes.given.map((s) => `%     ${names.of(s)} : size`),
    ...program.functions.map(
      (f) =>
        `%     ${callsOf(f)
          .map((k) => functionId(f.name, k))
          .join(", ")} : a function of arrays, entry by entry${f.primes > 0 ? ", and its derivatives" : ""}`,
    ),
    "%",
    `%   m = ${own}() gives m.forward(in), m.derivatives(in), m.value_and_derivatives(in), m.self_test(in),`,
    "%   and in m.NAMES the names of the model that are called otherwise here. Results are maps:",
    `%   m.forward(in) has the defined names as keys, m.derivatives(in) keys like 'ds/dW'. Alone, ${own} checks itself.`,
    "",
    "    m = struct();",
    "    m.forward = @forward;",
    "    m.derivatives = @derivatives;",
    "    m.value_and_derivatives = @value_and_derivatives;",
    "    m.self_test = @self_test;",
    "    m.NAMES = containers.Map();",
    ...[...names.replaced].map(([from, to]) => `    m.NAMES(${quoted(from)}) = ${quoted(to)};`),
    "    if nargout == 0",
    "        agree = self_test();",
    "        clear m;",
    "        if ~agree",
    "            error('a derivative is wrong');",
    "        end",
    "    end",
    "end",
  ];
  const blocks: readonly (readonly string[])[] = [
    main,
    ...bodies,
    ...written,
    ...bodyNames,
    ARRAY.trim().split("\n"),
    sampleLines,
    checksLines,
    namesLines,
    SELF_TEST.trim().split("\n"),
  ];
  return { code: `${blocks.map((b) => b.join("\n")).join("\n\n")}\n`, names: names.replaced };
}

const ARRAY = `
function array(name, value, rows, cols)
% An array has the size that the model says.
    if ~isnumeric(value) || size(value, 1) ~= rows || size(value, 2) ~= cols
        error('%s is %d by %d, not %d by %d', name, size(value, 1), size(value, 2), rows, cols);
    end
end
`;

const SELF_TEST = `
function agree = self_test(in)
% Compares each derivative with differences of its value. Prints a line for each; true where all agree.
    if nargin == 0
        in = sample();
    end
    agree = false;
    if isempty(in)
        disp('not checked: there are no numbers to check at, call self_test(in)');
        return;
    end
    found = derivatives(in);
    at = with_names(in);
    agree = true;
    for check = checks()
        agree = one_check(check{1}, found, at) && agree;
    end
end

function good = one_check(check, found, at)
    [key, f, of, variables, along] = deal(check{:});
    value = @(where) vec_of(f, where, of);
    derivative = found(key);
    derivative = derivative(:);
    count = numel(value(at));
    first = variables{1};
    steps = directions(at.(first{1}), first{2});
    worst = 0;
    for k = 1:numel(steps)
        others = {[]};
        second = {};
        if numel(variables) > 1
            second = variables{2};
            if isempty(along)
                others = directions(at.(second{1}), second{2});
            else
                others = {reshape(vec_of(f, at, along), size(at.(second{1})))};
            end
        end
        for l = 1:numel(others)
            step = steps{k};
            other = others{l};
            if isempty(second)
                expected = slope(@(t) value(moved(at, first{1}, step, t)), [1e-2, 1e-3, 1e-4]);
                got = reshape(derivative, count, []) * step(:);
            else
                inner = @(from) slope(@(t) value(moved(from, first{1}, step, t)), [4e-3, 2e-3]);
                expected = slope(@(s) inner(moved(at, second{1}, other, s)), [4e-3, 2e-3]);
                if isempty(along)
                    left = reshape(derivative, [], numel(other)) * other(:);
                else
                    left = derivative;
                end
                got = reshape(left, count, []) * step(:);
            end
            worst = max([worst; abs(got - expected)]);
        end
    end
    scale = max([1; abs(derivative)]);
    tolerance = 1e-6;
    if numel(variables) > 1
        tolerance = 1e-4;
    end
    good = worst / scale <= tolerance;
    if good
        fprintf('ok     %s  %.1e\\n', key, worst / scale);
    else
        fprintf('WRONG  %s  %.1e\\n', key, worst / scale);
    end
end

function v = vec_of(f, where, of)
    out = f(where);
    v = out(of);
    v = v(:);
end

function at = moved(at, name, step, t)
    at.(name) = at.(name) + t * step;
end

function steps = directions(X, held)
% Changes of a matrix: of each entry, or of those that belong together.
    steps = cell(1, numel(X));
    for k = 1:numel(X)
        step = zeros(size(X));
        step(k) = 1;
        if strcmp(held, 'symmetric')
            step = (step + step.') / 2;
        elseif strcmp(held, 'diagonal')
            step = step .* eye(size(X));
        end
        steps{k} = step;
    end
end

function d = slope(f, steps)
% The slope at 0 by differences of fourth order, at the step at which two of them agree best.
    least = Inf;
    for k = 1:numel(steps)
        h = steps(k);
        now = (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
        if k > 1 && max(abs(now - before)) < least
            least = max(abs(now - before));
            d = now;
        end
        before = now;
    end
end
`;
