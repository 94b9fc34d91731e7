/**
 * chainrule/codegen: a model and its derivatives as a module of NumPy, PyTorch, JAX, Julia, MATLAB
 * or JavaScript, each with a test of itself.
 */

import { type DeriveOptions, queriesOf, readFor } from "../api/answer.js";
import { requireArguments } from "../api/arguments.js";
import { ChainruleError, type Diagnostic, reporter } from "../core/diagnostic.js";
import { BudgetError } from "../core/expr.js";
import { ownOf } from "../core/own.js";
import type { Model } from "../model/model.js";
import { byCanonicalName } from "../names/canonical.js";
import { OutputError } from "../print/pretty.js";
import { type Emitted, emit, factorises, TARGETS, type Target } from "./emit.js";
import { NoCode } from "./no-code.js";
import { type Program, programOf } from "./program.js";
import { pullbackOf } from "./pullback.js";

export { type Emitted, TARGETS, type Target } from "./emit.js";

export interface CodegenOptions extends Pick<DeriveOptions, "of" | "wrt" | "order" | "strict" | "budgets"> {
  readonly target: Target;
  /** A defined name of which a vector-Jacobian product is written, with a pass forward and one back, in place of derivatives. */
  readonly vjp?: string;
  /** Numbers for sizes, by which the order of products is chosen; without them vectors come first. */
  readonly sizes?: ReadonlyMap<string, number> | Readonly<Record<string, number>>;
  /** JavaScript only: results are written into arrays that are used again. */
  readonly inPlace?: boolean;
  /** The name of the module where that is part of its text: MATLAB's function has the name of its file. */
  readonly name?: string;
}

export interface Code extends Emitted {
  /** Multiplications, divisions and calls of functions, for each entry, when sizes have these values. */
  readonly operations: (sizes: ReadonlyMap<string, number>) => {
    readonly forward: number;
    readonly derivatives: number;
  };
  /** Faults of single derivatives, which the module lacks. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A module with `forward` and `derivatives` for what the text asks for, or what `of` and `wrt` name.
 *
 * @throws {ChainruleError} with every fault of the text, and with what cannot be derived or written;
 * `partial` is the code without that, where there is any.
 */
export function codegen(source: string | Model, options: CodegenOptions): Code {
  requireArguments(source, options, { target: TARGETS });
  const own = ownOf(options);
  const model = typeof source === "string" ? readFor(source, own) : source;
  const code = codeFor(model, own);
  const errors = [...model.diagnostics, ...code.diagnostics].filter((d) => d.severity === "error");
  if (errors.length > 0) throw new ChainruleError(errors, code.code === "" ? null : code);
  return code;
}

const NONE: Omit<Code, "diagnostics"> = {
  code: "",
  names: new Map(),
  operations: () => ({ forward: 0, derivatives: 0 }),
};

/** The code of what can be written, with the faults of the rest. The text's own faults are in the model. Never throws. */
export function codeFor(read: Model, options: CodegenOptions): Code {
  const { vjp, order = 1 } = options;
  const own = vjp === undefined ? options : { ...options, of: vjp, order: 1 as const };
  const { model, queries, faults } = queriesOf(read, own);
  const said = reporter(model.source);
  if (faults.length > 0) return { ...NONE, diagnostics: faults };
  try {
    const pullback =
      vjp === undefined ? undefined : pullbackOf(model, vjp, queries, { order, isDefault: options.wrt === undefined });
    const program = programOf(pullback?.model ?? model, pullback?.asked.map((a) => a.query) ?? queries, {
      ...(pullback === undefined ? {} : { pullback }),
      sizes: sizesOf(options.sizes),
      factorises: factorises(options.target),
    });
    for (const { code, query, message, hint } of program.refusals)
      said.report("error", code, query.span, message, hint === null ? {} : { hint });
    const { code, names } = emit(program, options.target, {
      inPlace: options.inPlace ?? false,
      name: options.name ?? "chainrule_model",
    });
    return { code, names, operations: operationsOf(program), diagnostics: said.diagnostics };
  } catch (error) {
    const nowhere = { start: 0, end: 0 };
    if (error instanceof NoCode)
      said.report("error", "codegen/none", nowhere, error.message, error.hint === null ? {} : { hint: error.hint });
    else if (error instanceof BudgetError)
      said.report("error", "budget/nodes", nowhere, error.message, { hint: "raise --max-nodes, or split the model" });
    else if (error instanceof OutputError) said.report("error", "budget/output", nowhere, error.message);
    else throw error;
    return { ...NONE, diagnostics: said.diagnostics };
  }
}

const sizesOf = (sizes: CodegenOptions["sizes"] = new Map()): ReadonlyMap<string, number> =>
  byCanonicalName(sizes instanceof Map ? sizes : Object.entries(sizes));

const operationsOf =
  ({ forward, derivatives }: Program): Code["operations"] =>
  (sizes) => ({ forward: forward.cost(sizes), derivatives: derivatives.cost(sizes) });
