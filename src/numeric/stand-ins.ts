/** Functions that a text chooses for unknown ones, `tanh` or `norm(t)^2`, as numbers with their derivatives. */
import type { Expr } from "../core/expr.js";
import { isColumn, isScalar, type Shape } from "../core/shape.js";
import { normalForm } from "../derive/normal.js";
import { tangent } from "../derive/tangent.js";
import { firstDerivative, sweeper } from "../derive/value.js";
import { read } from "../elaborate/parse.js";
import { number } from "../ops/number.js";
import { symbol } from "../ops/symbol.js";
import { evaluate } from "./evaluate.js";
import { type Matrix, scalarMatrix } from "./matrix.js";
import type { ScalarOf } from "./scalars.js";

/** Derivatives of a chosen function that are provided: a model may name f″, and its gradient then asks for one more. */
const ORDERS = 3;

/** A function of t, `tanh` or `t / (1 + exp(-t))`, and its derivatives as numbers; or why it is none. */
export function slopesOf(text: string): readonly ((x: number) => number)[] | string {
  const isName = /^\p{L}\w*$/u.test(text.trim()) && text.trim() !== "t";
  const model = read(`t : scalar\nfunction_value = ${isName ? `${text}(t)` : `(${text})`}`);
  const body = model.equations[0]?.value;
  const strange = [...model.symbols.values()].find((s) => s.name !== "t" && s.name !== "function_value");
  const broken = model.diagnostics.find((d) => d.severity === "error");
  if (broken !== undefined) return `which is no formula in t (${broken.message})`;
  if (strange !== undefined) return `which is no formula in t alone: it holds ${strange.name}`;
  if (body === undefined || !isScalar(body.shape)) return "which is no function";
  const t = symbol(model.context, "t", body.shape);
  const out: ((x: number) => number)[] = [];
  // A derivative is written in the name of the function, 1 - f^2 of tanh, which moves with t as well.
  const next = (e: Expr): Expr | null => tangent(e, t, number(1, t), normalForm);
  for (let e: Expr | null = body; out.length <= ORDERS; e = e === null ? null : next(e)) {
    const here = e;
    if (here === null) {
      out.push(() => 0);
      continue;
    }
    out.push((x) => {
      const [value] = evaluate([here], { sizes: new Map(), values: new Map([["t", scalarMatrix(x)]]) });
      return (value as Matrix).data[0] as number;
    });
  }
  return out;
}

/** A function of arrays, `norm(t)^2` of one and `a^T b` of two, with its gradients as numbers; or why it is none. */
export function scalarOf(text: string, shapes: readonly Shape[]): ScalarOf | string {
  const names = shapes.length === 1 ? ["t"] : shapes.map((_, k) => String.fromCharCode("a".charCodeAt(0) + k));
  const isName = /^\p{L}\w*$/u.test(text.trim()) && !names.includes(text.trim());
  const declared = shapes.map((s, k) => {
    const kind = isScalar(s) ? "scalar" : isColumn(s) ? `vector(rows_${k})` : `matrix(rows_${k}, cols_${k})`;
    return `${names[k]} : ${kind}`;
  });
  const model = read(
    [...declared, `function_value = ${isName ? `${text}(${names.join(", ")})` : `(${text})`}`].join("\n"),
  );
  const body = model.equations[0]?.value;
  const strange = [...model.symbols.values()].find(
    (s) => !names.includes(s.name) && s.name !== "function_value" && s.role !== "size",
  );
  const broken = model.diagnostics.find((d) => d.severity === "error");
  const of = names.join(" and ");
  if (broken !== undefined) return `which is no formula in ${of} (${broken.message})`;
  if (strange !== undefined) return `which is no formula in ${of} alone: it holds ${strange.name}`;
  if (body === undefined || !isScalar(body.shape)) return "which is no scalar function";
  const by = names.map((n) => symbol(model.context, n, (model.symbols.get(n) as { shape: Shape }).shape));
  const sweep = sweeper(by);
  const slopes = by.map((x) => firstDerivative(body, x, "gradient", sweep, "projected"));
  return (operands) => {
    const sizes = new Map(operands.flatMap((A, k) => [[`rows_${k}`, A.rows] as const, [`cols_${k}`, A.cols] as const]));
    const values = new Map(operands.map((A, k) => [names[k] as string, A]));
    const [value, ...found] = evaluate([body, ...slopes], { sizes, values });
    return { value: (value as Matrix).data[0] as number, slopes: found };
  };
}
