/**
 * Patterns: one side of a law, read from text in our own language.
 *
 * By the letter a variable says what it stands for: lower case a column, upper case a matrix (or
 * anything), Greek a scalar. `I`, `1` and `0` are the identity, ones and zeros of whatever size
 * fits. A law's text is short and ours, so this reader is a page of recursive descent; the tests
 * read each law with the language's grammar as well.
 */
import type { Op } from "../core/op.js";
import { Apply } from "../ops/apply.js";
import { Det } from "../ops/det.js";
import { Diag } from "../ops/diag.js";
import { Diagvec } from "../ops/diagvec.js";
import { Eye } from "../ops/eye.js";
import { Hadamard } from "../ops/hadamard.js";
import { Inverse } from "../ops/inverse.js";
import { Kron } from "../ops/kron.js";
import { Logdet } from "../ops/logdet.js";
import { Norm2, NormF } from "../ops/norm.js";
import { Ones } from "../ops/ones.js";
import { Power } from "../ops/power.js";
import { Product } from "../ops/product.js";
import { Scale } from "../ops/scale.js";
import { Sum } from "../ops/sum.js";
import { Times } from "../ops/times.js";
import { Total } from "../ops/total.js";
import { Trace } from "../ops/trace.js";
import { Transpose } from "../ops/transpose.js";
import { Vec } from "../ops/vec.js";
import { Zeros } from "../ops/zeros.js";

export type Sort = "scalar" | "column" | "matrix";

export type Pattern =
  | { readonly type: "variable"; readonly name: string; readonly sort: Sort }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "node"; readonly op: Op; readonly args: readonly Pattern[]; readonly data: string | null };

const FUNCTIONS: ReadonlyMap<string, Op> = new Map<string, Op>([
  ["diag", Diag],
  ["diagvec", Diagvec],
  ["tr", Trace],
  ["det", Det],
  ["logdet", Logdet],
  ["sum", Total],
  ["vec", Vec],
  ["kron", Kron],
  ["norm2", Norm2],
  ["normF", NormF],
]);

const SCALAR_FUNCTIONS = new Set(["exp", "log", "abs", "sign", "sqrt", "step", "relu", "sigmoid"]);

const node = (op: Op, args: readonly Pattern[], data: string | null = null): Pattern => ({
  type: "node",
  op,
  args,
  data,
});

function variable(name: string): Pattern {
  if (name === "I") return node(Eye, []);
  if (/^[α-ω]/u.test(name)) return { type: "variable", name, sort: "scalar" };
  return { type: "variable", name, sort: /^[a-z]/.test(name) ? "column" : "matrix" };
}

const isScalarPattern = (p: Pattern): boolean =>
  p.type === "number" ||
  (p.type === "variable" && p.sort === "scalar") ||
  (p.type === "node" &&
    ([Trace, Det, Logdet, Total, Times, Norm2, NormF].some((o) => o === p.op) ||
      ((p.op === Power || p.op === Apply) && p.args[0] !== undefined && isScalarPattern(p.args[0]))));

/** Reads one side of a law. Throws SyntaxError: a law is part of the program, so that is a fault of ours. */
export function readPattern(source: string): Pattern {
  const tokens = source.match(/\.\*|\.\^|\^-1|\^T|[A-Za-z_]\w*|[α-ω]|\d+|[()+\-,'^/∘⊗]/gu) ?? [];
  let at = 0;
  const fail = (): never => {
    throw new SyntaxError(`cannot read the law's side ${source} at ${tokens[at] ?? "its end"}`);
  };
  const take = (t: string) => {
    if (tokens[at] !== t) fail();
    at += 1;
  };
  const list = (): Pattern[] => {
    take("(");
    const out = [addition()];
    while (tokens[at] === ",") {
      at += 1;
      out.push(addition());
    }
    take(")");
    return out;
  };
  const atom = (): Pattern => {
    const t = tokens[at] ?? fail();
    at += 1;
    if (t === "(") {
      const inside = addition();
      take(")");
      return inside;
    }
    if (/^\d+$/.test(t)) return { type: "number", value: Number(t) };
    if (tokens[at] === "(" && (t === "ones" || t === "zeros")) {
      list();
      return node(t === "ones" ? Ones : Zeros, []);
    }
    if (tokens[at] === "(" && FUNCTIONS.has(t)) return node(FUNCTIONS.get(t) as Op, list());
    if (tokens[at] === "(" && SCALAR_FUNCTIONS.has(t)) return node(Apply, list(), t);
    return /^[A-Za-zα-ω]/u.test(t) ? variable(t) : fail();
  };
  const postfix = (): Pattern => {
    let p = atom();
    for (;;) {
      const t = tokens[at];
      if (t === "'" || t === "^T") p = node(Transpose, [p]);
      else if (t === "^-1" && !isScalarPattern(p)) p = node(Inverse, [p]);
      else if (t === "^-1") p = node(Power, [p, { type: "number", value: -1 }]);
      else if (t === ".^" || t === "^") {
        at += 1;
        const negative = tokens[at] === "-";
        if (negative) at += 1;
        const k = atom();
        if (negative && k.type !== "number") fail();
        p = node(Power, [p, negative && k.type === "number" ? { type: "number", value: -k.value } : k]);
        continue;
      } else return p;
      at += 1;
    }
  };
  const juxtaposition = (): Pattern => {
    const factors = [postfix()];
    while (at < tokens.length && !/^(?:[)+\-,∘⊗]|\.\*)$/u.test(tokens[at] as string)) factors.push(postfix());
    const scalars = factors.filter(isScalarPattern);
    const rest = factors.filter((f) => !isScalarPattern(f));
    const core = rest.length === 0 ? null : rest.length === 1 ? (rest[0] as Pattern) : node(Product, rest);
    if (scalars.length === 0) return core as Pattern;
    const c = scalars.length === 1 ? (scalars[0] as Pattern) : node(Times, scalars);
    return core === null ? c : node(Scale, [c, core]);
  };
  const elementwise = (): Pattern => {
    const first = juxtaposition();
    const parts = [first];
    const operator = tokens[at];
    if (operator !== ".*" && operator !== "∘" && operator !== "⊗") return first;
    while (tokens[at] === operator) {
      at += 1;
      parts.push(juxtaposition());
    }
    return operator === "⊗" ? node(Kron, parts) : node(Hadamard, parts);
  };
  const signed = (negative: boolean, p: Pattern): Pattern =>
    negative ? node(isScalarPattern(p) ? Times : Scale, [{ type: "number", value: -1 }, p]) : p;
  const addition = (): Pattern => {
    const negative = tokens[at] === "-";
    if (negative) at += 1;
    const terms = [signed(negative, elementwise())];
    while (tokens[at] === "+" || tokens[at] === "-") {
      const minus = tokens[at] === "-";
      at += 1;
      terms.push(signed(minus, elementwise()));
    }
    return terms.length === 1 ? (terms[0] as Pattern) : node(Sum, terms);
  };
  const read = addition();
  if (at < tokens.length) fail();
  return read;
}
