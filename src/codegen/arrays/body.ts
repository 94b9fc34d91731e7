/**
 * The body of one function: which arrays are computed, in which order, for the results asked for.
 *
 * Lowering is done again with what it has learnt (which products others need too, which inverses are
 * wanted as arrays anyway) as long as that saves work.
 */
import { type Dim, evaluateDim } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import type { Index } from "../../core/place.js";
import { Entry } from "../../ops/entry.js";
import { factsOf } from "../../ops/facts.js";
import { Member } from "../../ops/member.js";
import { made, newAlgebra } from "./algebra.js";
import type { ArrayExpr } from "./array.js";
import * as build from "./build.js";
import { costOf } from "./cost.js";
import { lower, outsideOf } from "./lower.js";
import { force } from "./products.js";
import { rankOf } from "./view.js";

export interface Wanted {
  readonly key: string;
  readonly value: Expr;
  /** Letters that the value is an array over, in the order of its first axes. */
  readonly letters: readonly Index[];
}

export interface Body {
  /** Everything that is computed, operands first. */
  readonly order: readonly ArrayExpr[];
  readonly results: readonly { readonly key: string; readonly node: ArrayExpr; readonly value: Expr }[];
  /** How many operands and results each node is. */
  readonly uses: ReadonlyMap<ArrayExpr, number>;
  /** The array of each defined name that is computed. */
  readonly names: ReadonlyMap<ArrayExpr, Expr>;
  /** The array of each expression in `marked` that is computed. */
  readonly marks: ReadonlyMap<ArrayExpr, Expr>;
  /** Which expression an array is the value of. */
  readonly origins: ReadonlyMap<ArrayExpr, Expr>;
  /** Its multiplications when sizes have these values. */
  readonly cost: (sizes: ReadonlyMap<string, number>) => number;
}

export interface BodyOptions {
  /** The definition of a name, or null for an input. */
  readonly meaning: (symbol: Expr) => Expr | null;
  /** Sizes for the order of products. */
  readonly size: (d: Dim) => number;
  readonly factorises: boolean;
  /** Defined names in the order in which they are computed, where they are. */
  readonly names: readonly Expr[];
  /** Expressions whose arrays get a name of their own where they occur. */
  readonly marked: readonly Expr[];
}

const ROUNDS = 3;
/** Solves with one matrix from which on its inverse is less work, where each factorises anew. */
const MANY_SOLVES = 3;

/** The chains of factors that compute a stretch of them. */
type Stretches = ReadonlyMap<string, ReadonlySet<string>>;

interface Attempt {
  readonly body: Body;
  readonly spent: number;
  /** Handed to the next round. */
  readonly inverted: ReadonlySet<ArrayExpr>;
  readonly stretches: Stretches;
}

/** Knowledge from the attempt before. */
type Learnt = Pick<Attempt, "inverted" | "stretches">;

/** Throws {@link NoCode}. */
export function bodyOf(wanted: readonly Wanted[], options: BodyOptions): Body {
  const graph = build.newGraph();
  const attempt = (learnt: Learnt): Attempt => attempted(wanted, options, graph, learnt);
  const nothing: Stretches = new Map();
  let best = attempt({ inverted: new Set(), stretches: nothing });
  for (let round = 1; round < ROUNDS; round++) {
    // What another product computes may be given up by it in turn, so the orders without that are tried too.
    const ways = [attempt(best), attempt({ inverted: best.inverted, stretches: nothing })];
    const [better] = ways.sort((p, q) => p.spent - q.spent);
    if (better === undefined || better.spent >= best.spent) break;
    best = better;
  }
  return best.body;
}

/** Everything lowered once, with what is known of the others who need a product or an inverse. */
function attempted(
  wanted: readonly Wanted[],
  options: BodyOptions,
  graph: build.Graph,
  { inverted, stretches }: Learnt,
): Attempt {
  const { size, factorises, meaning } = options;
  graph.live.clear();
  const computed = new Map<string, Set<string>>();
  const g = newAlgebra(graph, {
    size,
    inverts: (F) => inverted.has(F),
    known: (stretch, chain) => [...(stretches.get(stretch) ?? [])].some((other) => other !== chain),
    computed: (stretch, chain) => {
      const chains = computed.get(stretch) ?? new Set();
      computed.set(stretch, chains.add(chain));
    },
  });
  const { view, origins } = lower(
    wanted.flatMap((w) => (w.letters.length === 0 ? [w.value] : outsideOf(w.value))),
    meaning,
    { ...g, facts: factsOf },
  );
  const results = wanted.map(({ key, value, letters }) => {
    if (letters.length > 0) {
      const parts = outsideOf(value);
      const nodes = parts.map((e) => build.whole(g, force(g, view(e))));
      const { rows, cols } = value.shape;
      return {
        key,
        value,
        node: build.indexed(g, nodes, { of: value, letters, parts }, [rankOf(value.shape), rows, cols]),
      };
    }
    const node = build.settled(g, build.whole(g, force(g, view(value))));
    return { key, value, node: isView(node) ? build.copy(g, node) : node };
  });
  const resultOf = new Map(results.map((r) => [r.value, r.node]));
  const named = (list: readonly Expr[]): readonly (readonly [ArrayExpr, Expr])[] =>
    list.flatMap((e) => {
      const v = view(e);
      // A name whose value is handed back as a copy is that copy.
      const node = resultOf.get(e) ?? (v === undefined ? undefined : made(g, v));
      return node === undefined ? [] : [[node, e] as const];
    });
  // A name that is given from outside is an input here.
  const names = firstOf(named(options.names.filter((e) => meaning(e) !== null)));
  const all = ordered(results, [...names.keys()]);
  const cost = (at: (d: Dim) => number): number => all.order.reduce((s, e) => s + costOf(e, at, factorises), 0);
  const reached = new Set(all.order);
  const body: Body = {
    ...all,
    results,
    names: new Map([...names].filter(([node]) => reached.has(node))),
    marks: firstOf(named(options.marked).filter(([node]) => reached.has(node))),
    origins: origins(),
    cost: (sizes) => cost((d) => evaluateDim(d, sizes)),
  };
  return { body, spent: cost(size), inverted: invertedIn(all.order, factorises), stretches: computed };
}

/** The first expression for each array. */
function firstOf(pairs: readonly (readonly [ArrayExpr, Expr])[]): Map<ArrayExpr, Expr> {
  const out = new Map<ArrayExpr, Expr>();
  for (const [node, e] of pairs)
    if (!out.has(node) && node.kernel !== "input" && node.number === null) out.set(node, e);
  return out;
}

const VIEWS: ReadonlySet<string> = new Set([
  "input",
  "transpose",
  "vec",
  "unvec",
  "rows",
  "cols",
  "slice",
  "rowat",
  "colat",
  "asrow",
  "ascol",
  "diagvec",
]);

/** Whether an array may share its memory with an input: a result that does is copied. */
function isView(e: ArrayExpr): boolean {
  let x = e;
  while (x.kernel !== "input") {
    // A member or an entry is gathered, or the array itself.
    if (x.kernel === "indexed") return x.rank > 0 && (x.indexed?.of.op === Member || x.indexed?.of.op === Entry);
    if (!VIEWS.has(x.kernel)) return false;
    x = x.args[0] as ArrayExpr;
  }
  return x.rank > 0;
}

/** Factorised matrices whose inverse is worth having. */
function invertedIn(order: readonly ArrayExpr[], factorises: boolean): ReadonlySet<ArrayExpr> {
  const out = new Set<ArrayExpr>();
  const solves = new Map<ArrayExpr, number>();
  for (const e of order) {
    const F = e.args[0] as ArrayExpr;
    if (e.kernel === "inverse") out.add(F);
    if (e.kernel === "solve") solves.set(F, (solves.get(F) ?? 0) + 1);
  }
  if (!factorises) for (const [F, n] of solves) if (n >= MANY_SOLVES) out.add(F);
  return out;
}

/** Everything below the results, operands first; names come as early as their place in the model says. */
function ordered(
  results: readonly { readonly node: ArrayExpr }[],
  names: readonly ArrayExpr[],
): { readonly order: readonly ArrayExpr[]; readonly uses: ReadonlyMap<ArrayExpr, number> } {
  const roots = results.map((r) => r.node);
  const reached = new Set(postorder(roots));
  const order = postorder([...names.filter((n) => reached.has(n)), ...roots]);
  const uses = new Map<ArrayExpr, number>();
  const use = (e: ArrayExpr): void => void uses.set(e, (uses.get(e) ?? 0) + 1);
  for (const e of order) e.args.forEach(use);
  roots.forEach(use);
  return { order, uses };
}

function postorder(roots: readonly ArrayExpr[]): ArrayExpr[] {
  const out: ArrayExpr[] = [];
  const seen = new Set<ArrayExpr>();
  const stack: { readonly e: ArrayExpr; next: number }[] = [];
  const open = (e: ArrayExpr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    stack.push({ e, next: 0 });
  };
  for (const root of roots) {
    open(root);
    for (let top = stack[stack.length - 1]; top !== undefined; top = stack[stack.length - 1]) {
      const child = top.e.args[top.next];
      if (child === undefined) {
        out.push(top.e);
        stack.pop();
      } else {
        top.next += 1;
        open(child);
      }
    }
  }
  return out;
}
