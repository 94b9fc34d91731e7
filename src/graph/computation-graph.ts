/**
 * Equations as a graph: inputs are its sources, operations its inner nodes, and each edge carries a
 * value forward and, backward, a gradient: upstream × local = downstream.
 *
 * Every edge has the local derivative of the equation at its head by the name at its tail, and the
 * share of the gradient that goes back along it, in terms of the one that arrives (`∂s/∂h`). Both
 * come from the rules of the operations; nothing here knows a derivative.
 */

import { type Context, context, type Expr } from "../core/expr.js";
import { NotDifferentiable } from "../core/op.js";
import { ownOf } from "../core/own.js";
import { isScalar, showShape } from "../core/shape.js";
import { walk } from "../core/walk.js";
import { expandDefinitions } from "../derive/expand.js";
import { cotangents, sharesThrough } from "../derive/gradient.js";
import { copyImplicit } from "../derive/implicit.js";
import { localJacobian } from "../derive/jacobian.js";
import { expandedDefinitions, prepared } from "../derive/linearise.js";
import { normalForm, shownForm } from "../derive/normal.js";
import type { Model, ModelSymbol } from "../model/model.js";
import { byCanonicalName, canonicalName } from "../names/canonical.js";
import { derivative } from "../ops/derivative.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { number } from "../ops/number.js";
import { nameOf, SymbolOp, symbol } from "../ops/symbol.js";
import { gathered } from "../rewrite/gather.js";
import { type Gate, gateOf } from "./gates.js";
import { type Assignment, singleOperations, transplanted } from "./operations.js";

export type Grain = "equation" | "operation";

export interface GraphNode {
  /** Its name, which no other node has. */
  readonly name: string;
  /** `data` is an input that is not differentiated by. */
  readonly kind: "input" | "data" | "operation";
  readonly symbol: Expr;
  /** The right side of its equation; null for an input. */
  readonly value: Expr | null;
  /** Whether the name is ours, for an operation that the model does not name. */
  readonly made: boolean;
  /** The kind of gate, where its equation is one operation. */
  readonly gate: Gate | null;
  /** ∂output/∂node as the edges behind it write it; null where no gradient arrives. */
  readonly upstream: Expr | null;
  /** ∂output/∂node in names of the model alone, where that is short. */
  readonly gradient: Expr | null;
}

export interface GraphEdge {
  readonly from: GraphNode;
  readonly to: GraphNode;
  /** ∂to/∂from in numerator layout, entries of `to` by entries of `from`; null where no gradient flows. */
  readonly local: Expr | null;
  /** The gradient that goes back to `from`, shaped like it, in terms of `to.upstream`; null where no gradient flows. */
  readonly downstream: Expr | null;
}

export interface ComputationGraph {
  readonly grain: Grain;
  /** The name that is differentiated; null where nothing scalar is defined, so that there is no way back. */
  readonly output: GraphNode | null;
  /** In an order in which each node comes after those that it is computed from. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Edges by the node that they leave, and by the one that they enter. */
  readonly leaving: ReadonlyMap<GraphNode, readonly GraphEdge[]>;
  readonly entering: ReadonlyMap<GraphNode, readonly GraphEdge[]>;
  /** Why there is no gradient where one is missing, a sentence each. */
  readonly faults: readonly string[];
  readonly model: Model;
  readonly home: Context;
}

export interface GraphOptions {
  /** The name that is differentiated; by default the last scalar that is defined. */
  readonly of?: string;
  readonly grain?: Grain;
  /** Also the equations that the output does not depend on. */
  readonly all?: boolean;
  /** Sizes with numbers: they decide in which order a product of three factors is taken apart. */
  readonly sizes?: ReadonlyMap<string, number>;
}

/** No such output: the message says what is there. */
export class OutputNameError extends Error {
  override readonly name = "OutputNameError";
  constructor(
    readonly asked: string,
    message: string,
  ) {
    super(message);
  }
}

/** A model whose graph is not drawn: families are one node for many values, which no graph has yet. */
export class NoGraph extends Error {
  override readonly name = "NoGraph";
}

/** A gradient of this many operations or fewer is shown in full beside its node. */
const SHORT = 9;

/** The last scalar that is defined, else the last name. */
function outputOf(model: Model, asked: string | undefined): { readonly name: string; readonly scalar: boolean } | null {
  if (asked !== undefined) {
    const name = canonicalName(asked);
    const found = model.equations.find((q) => q.name === name);
    if (found === undefined)
      throw new OutputNameError(
        asked,
        model.symbols.has(name) ? `${asked} is not defined by an equation` : `there is no ${asked} in the model`,
      );
    return { name, scalar: isScalar(found.symbol.shape) };
  }
  const last = model.equations[model.equations.length - 1];
  if (last === undefined) return null;
  const scalar = [...model.equations].reverse().find((q) => isScalar(q.symbol.shape));
  return { name: (scalar ?? last).name, scalar: scalar !== undefined };
}

/** The equations of a model in a context of their own, derivatives within them worked out. */
function equationsOf(model: Model, home: Context): readonly Assignment[] {
  expandDefinitions(model.context);
  const expanded = expandedDefinitions(model.context);
  const memo = new Map<Expr, Expr>();
  copyImplicit(model.context, home, (e) => transplanted(home, memo, e));
  return model.equations.map((q) => ({
    name: q.name,
    symbol: symbol(home, q.name, q.symbol.shape),
    value: transplanted(home, memo, expanded.get(q.value) ?? q.value),
    made: false,
  }));
}

const namesIn = (e: Expr): readonly Expr[] => walk([e]).filter((x) => x.op === SymbolOp);

/** The equations that `root` depends on, in their order. */
function below(equations: readonly Assignment[], root: string): readonly Assignment[] {
  const wanted = new Set([root]);
  const kept: Assignment[] = [];
  for (let i = equations.length - 1; i >= 0; i--) {
    const q = equations[i] as Assignment;
    if (!wanted.has(q.name)) continue;
    for (const x of namesIn(q.value)) wanted.add(nameOf(x));
    kept.push(q);
  }
  return kept.reverse();
}

/**
 * The graph of a model. Throws {@link OutputNameError} where `of` names no equation, {@link NoGraph} where there are
 * families.
 */
export function computationGraph(model: Model, given: GraphOptions = {}): ComputationGraph {
  const family = [...model.symbols.values()].find((s) => s.indices.length > 0);
  if (family !== undefined)
    throw new NoGraph(`${family.name} is a family, one name for many values: it has no node in a graph yet`);
  const options = ownOf(given);
  const { grain = "equation" } = options;
  const sizes = byCanonicalName(options.sizes ?? []);
  const home = context(model.context.functions, model.context.maxNodes);
  for (const [name, facts] of model.context.facts) home.facts.set(name, facts);
  const output = outputOf(model, options.of);
  const whole = equationsOf(model, home);
  const chosen = output === null || options.all === true ? whole : below(whole, output.name);
  const list = grain === "equation" ? chosen : singleOperations(chosen, new Set(model.symbols.keys()), sizes);
  for (const q of list) home.definitions.set(q.name, q.value);
  return connected(model, home, grain, list, output);
}

/** The way back through one equation. */
interface Back {
  readonly locals: ReadonlyMap<Expr, Expr>;
  readonly downstreams: ReadonlyMap<Expr, Expr>;
}

const NO_WAY_BACK: Back = { locals: new Map(), downstreams: new Map() };

function connected(
  model: Model,
  home: Context,
  grain: Grain,
  list: readonly Assignment[],
  output: { readonly name: string; readonly scalar: boolean } | null,
): ComputationGraph {
  const used = list.map((q) => namesIn(q.value));
  const defined = new Set(list.map((q) => q.symbol));
  const inputs = [...new Set(used.flat())].filter((x) => !defined.has(x));
  const isVariable = (x: Expr) => roleOf(model, x) === "input";

  // A gradient goes back to a name that depends on a variable and that the output depends on.
  const moving = new Set(inputs.filter(isVariable));
  list.forEach((q, i) => {
    if ((used[i] as readonly Expr[]).some((x) => moving.has(x))) moving.add(q.symbol);
  });
  const y = output === null || !output.scalar ? null : (list.find((q) => q.name === output.name) ?? null);
  const reached = new Set<Expr>();
  if (y !== null && moving.has(y.symbol)) reached.add(y.symbol);
  for (let i = list.length - 1; i >= 0; i--) {
    const q = list[i] as Assignment;
    if (reached.has(q.symbol)) for (const x of used[i] as readonly Expr[]) if (moving.has(x)) reached.add(x);
  }

  const faults: string[] = [];
  if (output !== null && !output.scalar) {
    const found = list.find((q) => q.name === output.name);
    faults.push(
      `${output.name} is ${found === undefined ? "" : showShape(found.symbol.shape)}, not a scalar: no gradient goes back from it`,
    );
  }
  const upstreamOf = (x: Expr): Expr | null => {
    if (y === null || !reached.has(x)) return null;
    return x === y.symbol ? number(1, home) : derivative("gradient", y.symbol, x);
  };
  const gradients = y === null ? new Map<Expr, Expr>() : fullGradients(y.symbol, [...reached], grain);
  const nodes = new Map<Expr, GraphNode>();
  const node = (x: Expr, kind: GraphNode["kind"], value: Expr | null, made: boolean): void => {
    nodes.set(x, {
      name: nameOf(x),
      kind,
      symbol: x,
      value,
      made,
      gate: value === null ? null : gateOf(value),
      upstream: upstreamOf(x),
      gradient: gradients.get(x) ?? null,
    });
  };
  // Each input stands just before the first node that needs it, as in the order of the text.
  const edges: GraphEdge[] = [];
  list.forEach((q, i) => {
    for (const x of used[i] as readonly Expr[])
      if (!nodes.has(x)) node(x, isVariable(x) ? "input" : "data", null, false);
    node(q.symbol, "operation", q.value, q.made);
    const bar = upstreamOf(q.symbol);
    const names = (used[i] as readonly Expr[]).filter((x) => moving.has(x));
    const back = bar === null ? NO_WAY_BACK : wayBack(q, bar, names, faults);
    for (const x of used[i] as readonly Expr[])
      edges.push({
        from: nodes.get(x) as GraphNode,
        to: nodes.get(q.symbol) as GraphNode,
        local: back.locals.get(x) ?? null,
        downstream: back.downstreams.get(x) ?? null,
      });
  });
  const sorted = [...nodes.values()];
  return {
    grain,
    output: output === null ? null : (sorted.find((n) => n.name === output.name) ?? null),
    nodes: sorted,
    edges,
    leaving: byNode(edges, "from"),
    entering: byNode(edges, "to"),
    faults,
    model,
    home,
  };
}

function roleOf(model: Model, x: Expr): ModelSymbol["role"] | undefined {
  const s = model.symbols.get(nameOf(x));
  return s?.facts.has("data") === true ? "data" : s?.role;
}

function byNode(edges: readonly GraphEdge[], end: "from" | "to"): ReadonlyMap<GraphNode, readonly GraphEdge[]> {
  const out = new Map<GraphNode, GraphEdge[]>();
  for (const e of edges) {
    const list = out.get(e[end]);
    if (list === undefined) out.set(e[end], [e]);
    else list.push(e);
  }
  return out;
}

/**
 * The local derivatives of one equation and what its gradient gives back, all names moving at once:
 * at a tie of max(a, b) the slope of one depends on whether the other may move too.
 */
function wayBack(q: Assignment, bar: Expr, names: readonly Expr[], faults: string[]): Back {
  const value = prepared(q.value);
  try {
    const beside = walk([value]).some((e) => e.op === Maximum || e.op === Minimum) ? names : [];
    const locals = new Map<Expr, Expr>();
    for (const x of names) {
      const M = x === value ? localJacobian(x, x, normalForm) : localJacobian(value, x, normalForm, beside);
      if (M !== null) locals.set(x, gathered(M));
    }
    const shares = value.op === SymbolOp ? new Map([[value, bar]]) : sharesThrough(value, bar, names, normalForm);
    return { locals, downstreams: new Map([...shares].map(([x, e]) => [x, shownForm(e)])) };
  } catch (error) {
    if (!(error instanceof NotDifferentiable)) throw error;
    faults.push(`no gradient passes ${q.name}: ${error.message}`);
    return NO_WAY_BACK;
  }
}

/** ∂y/∂x in names of the model, where it is short enough to stand beside a node; at the finer grain nowhere. */
function fullGradients(y: Expr, names: readonly Expr[], grain: Grain): ReadonlyMap<Expr, Expr> {
  if (grain === "operation" || names.length > MOST_IN_FULL) return new Map();
  try {
    const found = cotangents(y, names, normalForm, shownForm);
    const operations = new Map<Expr, number>();
    for (const e of walk([...found.values()]))
      operations.set(
        e,
        e.args.reduce((n, a) => n + (operations.get(a) ?? 0), e.args.length === 0 ? 0 : 1),
      );
    return new Map([...found].filter(([, e]) => (operations.get(e) ?? 0) <= SHORT));
  } catch (error) {
    if (!(error instanceof NotDifferentiable)) throw error;
    return new Map();
  }
}

/** A larger graph is not drawn, and its gradients in full are read by nobody. */
const MOST_IN_FULL = 2000;
