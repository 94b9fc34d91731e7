/** From a model and the text of its values to the graph with numbers: what the commands and a page need in one call. */
import { type Diagnostic, reporter } from "../core/diagnostic.js";
import type { Model } from "../model/model.js";
import { readValues } from "../numeric/values.js";
import { type ComputationGraph, computationGraph, type GraphOptions } from "./computation-graph.js";
import { PassError, type Passes, type PassOptions, passes } from "./passes.js";

export interface GraphAtValues {
  readonly graph: ComputationGraph;
  /** Null where a diagnostic is an error. */
  readonly numbers: Passes | null;
  readonly functions: ReadonlyMap<string, string>;
  /** Faults of the values, at their places in the JSON. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The graph of a model with both passes at the values that a JSON text gives. The sizes that follow
 * from the values decide how a product is taken apart. Throws {@link OutputNameError}.
 */
export function graphAtValues(model: Model, json: string, options: GraphOptions & PassOptions = {}): GraphAtValues {
  const equations = computationGraph(model, { ...options, grain: "equation" });
  const values = readValues(
    json,
    equations.nodes.map((n) => n.symbol),
    model,
  );
  const { sizes } = values.env;
  const graph = options.grain === "operation" ? computationGraph(model, { ...options, sizes }) : equations;
  const found = { graph, functions: values.functions, diagnostics: values.diagnostics };
  if (values.diagnostics.some((d) => d.severity === "error")) return { ...found, numbers: null };
  try {
    return { ...found, numbers: passes(graph, values.env, options) };
  } catch (error) {
    if (!(error instanceof PassError)) throw error;
    const said = reporter(json);
    said.report("error", "values/undefined", { start: 0, end: 1 }, error.message);
    return { ...found, numbers: null, diagnostics: [...values.diagnostics, ...said.diagnostics] };
  }
}
