/** Reports of small networks, for the renderers' tests. */
import { dim, ONE } from "../../src/core/dim.js";
import type { Expr } from "../../src/core/expr.js";
import { isColumn, isScalar, shape } from "../../src/core/shape.js";
import { newContext } from "../../src/functions/library.js";
import type { Equation, Model, ModelSymbol, Query } from "../../src/model/model.js";
import { apply } from "../../src/ops/apply.js";
import { product } from "../../src/ops/product.js";
import { sum } from "../../src/ops/sum.js";
import { symbol } from "../../src/ops/symbol.js";
import { T } from "../../src/ops/transpose.js";
import { type ReportOptions, reportOf } from "../../src/report/compose.js";
import type { Report } from "../../src/report/report.js";

const span = { start: 0, end: 1 };
const n = dim("n");
const m = dim("m");

/** A network of layers z = W h + b, h = f(z) with the score s = u^T h, asked for ∂s/∂b and ∂s/∂W of each. */
export function network(layers: number, options: ReportOptions = {}, names: readonly string[] = []): Report {
  const context = newContext();
  const symbols = new Map<string, ModelSymbol>();
  const equations: Equation[] = [];
  const make = (name: string, s: ModelSymbol["shape"], role: ModelSymbol["role"]): Expr => {
    const kind = isScalar(s) ? "scalar" : isColumn(s) ? "vector" : "matrix";
    symbols.set(name, { name, kind, shape: s, facts: new Set(), indices: [], role, assumed: role === "input", span });
    return symbol(context, name, s);
  };
  const define = (name: string, value: Expr): Expr => {
    const e = make(name, value.shape, "defined");
    context.definitions.set(name, value);
    equations.push({ name, symbol: e, value, span });
    return e;
  };
  const index = (k: number) => (layers === 1 ? "" : `_${k}`);
  const wrt: Expr[] = [];
  let h = make(names[0] ?? "x", shape(m, ONE), "input");
  let width = m;
  for (let k = 1; k <= layers; k++) {
    const W = make(`W${index(k)}`, shape(n, width), "input");
    const b = make(`b${index(k)}`, shape(n, ONE), "input");
    wrt.push(b, W);
    const z = define(`z${index(k)}`, sum(product(W, h), b));
    h = define(`h${index(k)}`, apply("f", z));
    width = n;
  }
  const u = make("u", shape(n, ONE), "input");
  const s = define("s", product(T(u), h));
  const model: Model = {
    source: "",
    context,
    symbols,
    equations,
    functions: [],
    families: [],
    kin: [],
    asked: wrt.map((x): { type: "query"; query: Query } => ({
      type: "query",
      query: { of: s, ofText: "s", wrt: [x], order: 1, nabla: false, letters: [], direction: null, span },
    })),
    assumptions: [...symbols.values()]
      .filter((v) => v.role === "input")
      .map((v) => ({
        name: v.name,
        text: `${v.name} : ${v.kind}(${v.kind === "matrix" ? `${v.shape.rows}, ${v.shape.cols}` : v.shape.rows})`,
        why: "it is so",
      })),
    explanations: [],
    diagnostics: [],
  };
  return reportOf(model, options);
}
