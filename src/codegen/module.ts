/** A module in a language: which functions it has and what each computes. How all that is spelled says the syntax. */
import type { Matrix } from "../numeric/matrix.js";
import type { ArrayExpr } from "./arrays/array.js";
import type { Body } from "./arrays/body.js";
import { formulaBody } from "./formulas.js";
import { identifiers } from "./identifiers.js";
import type { Input } from "./inputs.js";
import { NoCode } from "./no-code.js";
import type { Program, Result, UnknownFunction } from "./program.js";
import { calledOf } from "./runtime.js";
import type { Nested, Stand } from "./sample.js";
import {
  type Block,
  type Computation,
  type Entries,
  ordersOf,
  primed,
  type Scope,
  type SelfTest,
  type Statements,
  type Syntax,
} from "./syntax.js";

/** A module, with the names of the model that are called otherwise in it. */
export function writeModule(
  program: Program,
  syntax: Syntax,
): { readonly code: string; readonly names: ReadonlyMap<string, string> } {
  const back = program.back === null ? null : { of: program.back, syntax: productIn(syntax) };
  const reserved = [...syntax.reserved, ...syntax.helpers.keys(), ...(back?.syntax.reserved ?? [])];
  const at: Scope = { ...identifiers(program, reserved), program };
  const { defined, results, values } = program;
  const forward = computation("forward", program.forward, [], [defined], at, syntax);
  const pairs = (): { readonly values: readonly Block[]; readonly derivatives: Block } => ({
    values: syntax.define(computation("values", program.derivatives, [], [values, results], at, syntax), at),
    derivatives: syntax.defineDerivatives(results.map((r) => r.key).join(", "), at),
  });
  const parts = program.parts.map((p, i) => ({ ...computation("part", p.body, p.cut, [], at, syntax), index: i + 1 }));
  const blocks = {
    forward: syntax.define(forward, at),
    ...(back === null ? pairs() : back.syntax.blocks(back.of, program.derivatives, at)),
    parts: parts.flatMap((p) => syntax.define(p, at)),
    written: writtenFunctions(at, syntax),
    selfTest: syntax.selfTest(selfTestOf(program, syntax), at),
  };
  // Last, when all else has said what it calls.
  const helpers = calledOf(syntax.helpers, at.used);
  return { code: syntax.module({ ...blocks, helpers }, at), names: at.names.replaced };
}

function productIn({ product }: Syntax): NonNullable<Syntax["product"]> {
  if (product === undefined)
    throw new NoCode(
      "a vector-Jacobian product has code for NumPy, PyTorch and JAX only",
      "ask for the derivatives of a scalar instead",
    );
  return product;
}

/** A function that computes a body and hands over records of results, or all that the body is for. */
function computation(
  role: Computation["role"],
  body: Body,
  cut: readonly Input[],
  records: readonly (readonly Result[])[],
  at: Scope,
  syntax: Syntax,
): Computation {
  const statements = syntax.statements(body, role, at);
  const { text } = statements;
  const nodes = new Map(body.results.map(({ key, node }) => [key, node]));
  const entries = (results: readonly Result[]): Entries =>
    results.map((r) => {
      const node = nodes.get(r.key) as ArrayExpr;
      return [r.key, syntax.shaped(r, node, text(node), at)];
    });
  const all: Entries = body.results.map(({ key, node }) => [key, text(node)]);
  const gives = role === "part" ? [all] : records.map(entries);
  return { role, index: 0, body, cut, statements, gives, results: records.flat() };
}

/** The functions that the model writes out, each with its derivatives that are called. */
const writtenFunctions = (at: Scope, syntax: Syntax): readonly Block[] =>
  at.program.written.flatMap((f) =>
    formulaBody(f, syntax.entrywise).map(({ body, text }, order) => {
      const made: Statements = syntax.statements(body, "formula", at);
      return syntax.defineFormula(
        {
          id: at.functionId(primed(f.name, order)),
          text,
          lines: made.lines,
          value: made.text(body.results[0]?.node as ArrayExpr),
          varies: body.order.some((e) => e.kernel === "input"),
        },
        at,
      );
    }),
  );

// ---------------------------------------------------------------- the self-test

const selfTestOf = (program: Program, syntax: Syntax): SelfTest => ({
  sample: sampleOf(program, syntax),
  checks: program.checks,
  simple: program.checks.every((c) => c.wrt.length === 1 && c.wrt[0]?.constraint === "free"),
  cut: [...new Set(program.parts.flatMap((p) => p.cut.map((x) => x.name)))],
});

function sampleOf({ inputs, sample, functions, back }: Program, syntax: Syntax): SelfTest["sample"] {
  if (!sample.found) return sample;
  const orders = new Map(functions.map((f): [string, UnknownFunction] => [f.name, f]));
  return {
    inputs: [...inputs, ...(back?.given.flat() ?? [])].map((x) => [x, sample.values.get(x.name) as Matrix | Nested]),
    sizes: sample.sizes,
    functions: [...sample.functions].flatMap(([name, stand]) =>
      ordersOf(orders.get(name) as UnknownFunction).map((k) => [name, k, standing(stand, k, syntax.math)] as const),
    ),
  };
}

/** shift + sin(x + phase), or its derivative of an order, as code. */
function standing({ shift, phase }: Stand, order: number, math: string): string {
  const argument = phase === 0 ? "x" : `x + ${phase}`;
  const turned = ["sin", "cos", "-sin", "-cos"][order % 4] as string;
  const sign = turned.startsWith("-") ? "-" : "";
  const wave = `${sign}${math}${turned.slice(sign.length)}(${argument})`;
  return order === 0 && shift !== 0 ? `${shift} + ${wave}` : wave;
}
