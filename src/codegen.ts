/** Code from derivations: the subpath `chainrule/codegen`. */
import { answer, type DeriveOptions, queriesOf } from "./answer.js";
import { type Emitted, emit, factorises, type Target } from "./codegen/emit.js";
import { programOf } from "./codegen/program.js";
import { ChainruleError } from "./core/diagnostic.js";
import type { Model } from "./parse/model.js";
import { read } from "./parse/parse.js";

export { type Emitted, TARGETS, type Target } from "./codegen/emit.js";

export interface CodegenOptions extends Pick<DeriveOptions, "of" | "wrt" | "order" | "strict"> {
  readonly target: Target;
  /** Numbers for sizes, by which the order of products is chosen; without them vectors come first. */
  readonly sizes?: ReadonlyMap<string, number>;
  /** JavaScript only: results are written into arrays that are used again. */
  readonly inPlace?: boolean;
  /** What the module is called where that is part of its text. */
  readonly name?: string;
}

/**
 * A module with `forward` and `derivatives` for what the text asks for, or what `of` and `wrt` name.
 *
 * @throws {ChainruleError} with every fault of the text, and with what cannot be derived or written.
 */
export function codegen(source: string | Model, options: CodegenOptions): Emitted {
  const model =
    typeof source === "string" ? read(source, options.strict === undefined ? {} : { strict: options.strict }) : source;
  const report = answer(model, { ...options, steps: "none" });
  if (report.diagnostics.some((d) => d.severity === "error")) throw new ChainruleError(report.diagnostics, report);
  const program = programOf(model, queriesOf(model, options), {
    sizes: options.sizes ?? new Map(),
    factorises: factorises(options.target),
  });
  return emit(program, options.target, { inPlace: options.inPlace ?? false, name: options.name ?? "chainrule_model" });
}
