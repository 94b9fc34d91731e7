/**
 * mathjs as an independent judge of derivatives of functions that a model defines. It is loaded when it is
 * asked, and never before.
 *
 * It sees only what it knows: the built-ins it lacks are written out in exp and log, and a formula with
 * anything else is not judged. It is handed nodes and never text, so nothing that a page says is evaluated
 * as a program.
 */
import type { Expr, Formula } from "../core/expr.js";
import { nth } from "../core/operands.js";
import type { Rational } from "../core/rational.js";
import { walk } from "../core/walk.js";
import { MAX_SIZE, sizeOf } from "../functions/model-functions.js";
import type { OpName } from "../ops/all.js";
import type { Decimal } from "./decimal.js";

/** As much of mathjs as is used here. */
interface MathNode {
  cloneDeep(): MathNode;
  compile(): { evaluate(scope: Map<string, number>): unknown };
}
type NodeClass = new (...args: never[]) => MathNode;
interface MathJs {
  /** Not in the slim `mathjs/number`: then there are no values at 64 digits. */
  readonly bignumber?: (x: number | string) => Decimal;
  derivative(node: MathNode, variable: string, options: { readonly simplify: boolean }): MathNode;
  readonly ConstantNode: NodeClass;
  readonly SymbolNode: NodeClass;
  readonly OperatorNode: NodeClass;
  readonly FunctionNode: NodeClass;
}

let loaded: MathJs | null = null;

/**
 * Loads mathjs where it cannot be required: a page in a browser awaits this before `check` can ask it. A page that has
 * mathjs already, or wants no more than `mathjs/number`, hands it in.
 */
export async function loadMathjs(given?: object): Promise<void> {
  loaded ??= (given ?? (await import("mathjs"))) as unknown as MathJs;
}

/** mathjs, from its one-file bundle, which loads in a tenth of the time of the package; null where it is out of reach. */
export function mathjs(): MathJs | null {
  if (loaded !== null) return loaded;
  const node = (
    globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  ).process?.getBuiltinModule?.("node:module") as
    | { createRequire(from: string): (name: string) => unknown }
    | undefined;
  if (node === undefined) return null;
  try {
    loaded = node.createRequire(import.meta.url)("mathjs/lib/browser/math.js") as MathJs;
  } catch {
    return null;
  }
  return loaded;
}

/** Functions that mathjs differentiates by the same name. */
const KNOWN: ReadonlySet<string> = new Set(
  "exp log log10 sqrt cbrt sin cos tan sec csc cot asin acos atan sinh cosh tanh asinh acosh atanh".split(" "),
);

interface Maker {
  readonly number: (value: number) => MathNode;
  readonly symbol: (name: string) => MathNode;
  readonly call: (name: string, ...args: readonly MathNode[]) => MathNode;
  readonly binary: (sign: "+" | "*" | "/" | "^", a: MathNode, b: MathNode) => MathNode;
}

function makerOf(math: MathJs): Maker {
  const make = (type: NodeClass, ...args: readonly unknown[]): MathNode => new type(...(args as never[]));
  const names = { "+": "add", "*": "multiply", "/": "divide", "^": "pow" } as const;
  return {
    number: (value) => make(math.ConstantNode, value),
    symbol: (name) => make(math.SymbolNode, name),
    call: (name, ...args) => make(math.FunctionNode, name, args),
    binary: (sign, a, b) => make(math.OperatorNode, sign, names[sign], [a, b]),
  };
}

/** Functions that mathjs does not know, in exp and log. */
const WRITTEN_OUT: ReadonlyMap<string, (z: MathNode, m: Maker) => MathNode> = new Map([
  [
    "sigmoid",
    (z, m) => m.binary("/", m.number(1), m.binary("+", m.number(1), m.call("exp", m.binary("*", m.number(-1), z)))),
  ],
  ["log2", (z, m) => m.binary("/", m.call("log", z), m.call("log", m.number(2)))],
  ["log1p", (z, m) => m.call("log", m.binary("+", m.number(1), z))],
  ["expm1", (z, m) => m.binary("+", m.call("exp", z), m.number(-1))],
  ["softplus", (z, m) => m.call("log", m.binary("+", m.number(1), m.call("exp", z)))],
]);

/** Names a parameter for mathjs so that it never meets a name that mathjs has itself. */
const nameIn = (f: Formula, e: Expr): string => `t${f.parameters.indexOf(e)}`;

type Form = (args: readonly MathNode[], e: Expr, m: Maker) => MathNode | null;
const FORMS: ReadonlyMap<string, Form> = new Map(
  Object.entries({
    number: (_, e, m) => {
      const { numerator, denominator } = e.data as Rational;
      return denominator === 1 ? m.number(numerator) : m.binary("/", m.number(numerator), m.number(denominator));
    },
    constant: (_, e, m) => m.symbol(e.data as string),
    sum: (args, _, m) => args.reduce((a, b) => m.binary("+", a, b)),
    times: (args, _, m) => args.reduce((a, b) => m.binary("*", a, b)),
    scale: (args, _, m) => args.reduce((a, b) => m.binary("*", a, b)),
    power: ([a, b], _, m) => m.binary("^", a as MathNode, b as MathNode),
    apply: ([z], e, m) => {
      const name = e.data as string;
      if (KNOWN.has(name)) return m.call(name, z as MathNode);
      return WRITTEN_OUT.get(name)?.(z as MathNode, m) ?? null;
    },
  } satisfies Partial<Record<OpName, Form>>),
);

function nodeOf(f: Formula, m: Maker): MathNode | null {
  const nodes = new Map<Expr, MathNode>();
  for (const e of walk([f.value])) {
    const node = f.parameters.includes(e)
      ? m.symbol(nameIn(f, e))
      : (FORMS.get(e.op.name)?.(
          // The product rule of mathjs tells factors apart by identity: t t needs two nodes.
          e.args.map((a) => (nodes.get(a) as MathNode).cloneDeep()),
          e,
          m,
        ) ?? null);
    if (node === null) return null;
    nodes.set(e, node);
  }
  return nodes.get(f.value) ?? null;
}

/**
 * The derivative of a formula by one of its parameters as mathjs takes it, as a function of numbers; null
 * where mathjs is out of reach, or the formula too long for it or of something that it does not know.
 */
export function slopeByMathjs(f: Formula, parameter = 0): ((...at: readonly number[]) => number) | null {
  // mathjs descends into a formula, and writes out what ours shares.
  const math = sizeOf(f.value) > MAX_SIZE ? null : mathjs();
  const node = math && nodeOf(f, makerOf(math));
  if (math === null || node === null) return null;
  const by = nameIn(f, nth(f.parameters, parameter));
  const program = math.derivative(node, by, { simplify: false }).compile();
  return (...at) => {
    const y = program.evaluate(new Map(f.parameters.map((t, i) => [nameIn(f, t), nth(at, i)])));
    return typeof y === "number" ? y : Number.NaN;
  };
}

/** Both signs, inside and outside of what inverse functions are defined on. */
const POINTS = [-2.6, -1.3, -0.7, -0.2, 0.3, 0.8, 1.4, 2.9];

/** Relative to the slope, or to 1 where that is smaller: mathjs writes 1 / (1 + exp(-t)) and loses some digits. */
const TOLERANCE = 1e-7;

/**
 * The first of some points at which `slope` is not the derivative that mathjs takes; null where it is at all of
 * them, or mathjs does not judge. Where either has no number there is nothing to compare.
 */
export function departureFromMathjs(f: Formula, slope: (x: number) => number): number | null {
  const judge = slopeByMathjs(f);
  if (judge === null) return null;
  const departs = (x: number): boolean => {
    const [a, b] = [slope(x), judge(x)];
    return Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) > TOLERANCE * (1 + Math.abs(b));
  };
  return POINTS.find(departs) ?? null;
}
