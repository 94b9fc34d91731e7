/**
 * `chainrule/graph`: the computation graph of a model, its values forward and its gradients back, as
 * data, as a table and as a picture.
 */

export { backpropCsv, backpropText } from "./graph/backprop-table.js";
export {
  type ComputationGraph,
  computationGraph,
  type Grain,
  type GraphEdge,
  type GraphNode,
  type GraphOptions,
  OutputNameError,
} from "./graph/computation-graph.js";
export { type EdgeReport, type GraphReport, graphReport, type NodeReport, notesOf } from "./graph/graph-report.js";
export {
  type EdgeNumbers,
  type NodeNumbers,
  PassError,
  type Passes,
  type PassOptions,
  passes,
} from "./graph/passes.js";
export { readValues, type Values } from "./graph/values.js";
