/**
 * `chainrule/graph`: the computation graph of a model, its values forward and its gradients back, as
 * data, as a table, as a picture, and what they cost.
 */

export { type GraphAtValues, graphAtValues } from "./graph/at-values.js";
export { backpropCsv, backpropText } from "./graph/backprop-table.js";
export {
  type ComputationGraph,
  computationGraph,
  type Grain,
  type GraphEdge,
  type GraphNode,
  type GraphOptions,
  NoGraph,
  OutputNameError,
} from "./graph/computation-graph.js";
export { type CostReport, costData, costReport, costText } from "./graph/cost.js";
export { graphDot } from "./graph/dot.js";
export type { Gate, GateKind } from "./graph/gates.js";
export { type EdgeReport, type GraphReport, graphReport, type NodeReport, notesOf } from "./graph/graph-report.js";
export type { Kink } from "./graph/kinks.js";
export {
  type EdgeNumbers,
  type NodeNumbers,
  PassError,
  type Passes,
  type PassOptions,
  passes,
} from "./graph/passes.js";
export { graphSvg, type SvgOptions, TooLargeToDraw } from "./graph/svg.js";
export { readValues, type Values } from "./numeric/values.js";
