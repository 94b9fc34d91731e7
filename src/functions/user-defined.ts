/**
 * Scalar functions that a model defines, `swish(t) = t sigmoid(t)`. Their derivatives come from
 * mathjs, which is loaded when a number or the text of one is asked for, and never before.
 *
 * mathjs sees only what it knows: the built-ins it lacks are written out in exp and log, and what
 * has no derivative everywhere is refused before it gets there. It is handed expression nodes and
 * never text, so nothing that a page says is evaluated as a program.
 */
import type { ScalarFunction } from "../core/expr.js";
import { type Rational, toNumber } from "../core/rational.js";
import { apply } from "../ops/apply.js";
import { LIBRARY } from "./library.js";

/** One step of a formula in reverse Polish order. */
export type Step =
  | { readonly type: "variable" }
  | { readonly type: "number"; readonly value: Rational }
  | { readonly type: "constant"; readonly name: "pi" | "e" }
  | { readonly type: "negate" }
  | { readonly type: "add" | "subtract" | "multiply" | "divide" | "power" }
  | { readonly type: "call"; readonly name: string };

/** A function of one variable, operands before operators. */
export type Formula = readonly Step[];

/** Steps beyond which a formula is refused: mathjs descends into it, and so does its simplifier. */
export const MAX_STEPS = 500;

/** Functions that mathjs differentiates by the same name. */
const KNOWN: ReadonlySet<string> = new Set("exp log sqrt sin cos tan asin acos atan sinh cosh tanh".split(" "));

/** What mathjs does not know, in exp and log. */
const WRITTEN_OUT: ReadonlyMap<string, Formula> = new Map<string, Formula>([
  [
    "sigmoid",
    [one(), one(), { type: "variable" }, { type: "negate" }, call("exp"), { type: "add" }, { type: "divide" }],
  ],
  ["softplus", [one(), { type: "variable" }, call("exp"), { type: "add" }, call("log")]],
]);

function one(): Step {
  return { type: "number", value: { numerator: 1, denominator: 1 } };
}
function call(name: string): Step {
  return { type: "call", name };
}

/** Whether a built-in may stand in a definition: it has a derivative that mathjs can take. */
export const isSmooth = (name: string): boolean => KNOWN.has(name) || WRITTEN_OUT.has(name);

/** The formula with another in the place of its variable. */
export const substituted = (formula: Formula, argument: Formula): Formula =>
  formula.flatMap((step) => (step.type === "variable" ? argument : [step]));

// ---------------------------------------------------------------- numbers

/** The number that a formula is at x. */
function evaluate(formula: Formula, x: number): number {
  const stack: number[] = [];
  for (const step of formula) {
    switch (step.type) {
      case "variable":
        stack.push(x);
        break;
      case "number":
        stack.push(toNumber(step.value));
        break;
      case "constant":
        stack.push(step.name === "pi" ? Math.PI : Math.E);
        break;
      case "negate":
        stack.push(-(stack.pop() as number));
        break;
      case "call":
        stack.push(LIBRARY.get(step.name)?.value(stack.pop() as number) ?? Number.NaN);
        break;
      default: {
        const b = stack.pop() as number;
        const a = stack.pop() as number;
        stack.push(OPERATIONS[step.type](a, b));
      }
    }
  }
  return stack[0] ?? Number.NaN;
}

const OPERATIONS = {
  add: (a: number, b: number) => a + b,
  subtract: (a: number, b: number) => a - b,
  multiply: (a: number, b: number) => a * b,
  divide: (a: number, b: number) => a / b,
  power: (a: number, b: number) => a ** b,
} as const;

// ---------------------------------------------------------------- mathjs

/** As much of mathjs as is used here. */
interface MathNode {
  compile(): { evaluate(scope: Map<string, number>): unknown };
  toString(options?: { readonly parenthesis?: "auto" }): string;
}
type NodeClass = new (...args: never[]) => MathNode;
interface MathJs {
  derivative(node: MathNode, variable: string, options: { readonly simplify: boolean }): MathNode;
  readonly ConstantNode: NodeClass;
  readonly SymbolNode: NodeClass;
  readonly OperatorNode: NodeClass;
  readonly FunctionNode: NodeClass;
}

let loaded: MathJs | null = null;

/**
 * Loads mathjs where it cannot be required: in a browser a page awaits this once before it derives
 * a model that defines functions.
 */
export async function loadMathjs(): Promise<void> {
  loaded ??= (await import("mathjs")) as unknown as MathJs;
}

/** mathjs, from its one-file bundle, which loads in a tenth of the time of the package. */
function mathjs(): MathJs {
  if (loaded !== null) return loaded;
  const node = (
    globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }
  ).process?.getBuiltinModule?.("node:module") as
    | { createRequire(from: string): (name: string) => unknown }
    | undefined;
  if (node === undefined) throw new Error("mathjs is not loaded: await loadMathjs() first");
  loaded = node.createRequire(import.meta.url)("mathjs/lib/browser/math.js") as MathJs;
  return loaded;
}

const SIGNS = { add: "+", subtract: "-", multiply: "*", divide: "/", power: "^" } as const;

/** Whatever the parameter is called, mathjs knows it by this name, which is none of its own. */
const VARIABLE = "t";

function nodeOf(math: MathJs, formula: Formula): MathNode {
  const make = (type: NodeClass, ...args: readonly unknown[]): MathNode => new type(...(args as never[]));
  const stack: MathNode[] = [];
  for (const step of formula) {
    switch (step.type) {
      case "variable":
        stack.push(make(math.SymbolNode, VARIABLE));
        break;
      case "number": {
        const { numerator, denominator } = step.value;
        const above = make(math.ConstantNode, numerator);
        stack.push(
          denominator === 1
            ? above
            : make(math.OperatorNode, "/", "divide", [above, make(math.ConstantNode, denominator)]),
        );
        break;
      }
      case "constant":
        stack.push(make(math.SymbolNode, step.name));
        break;
      case "negate":
        stack.push(make(math.OperatorNode, "-", "unaryMinus", [stack.pop()]));
        break;
      case "call":
        stack.push(make(math.FunctionNode, step.name, [stack.pop()]));
        break;
      default: {
        const b = stack.pop();
        const a = stack.pop();
        const name = step.type === "power" ? "pow" : step.type;
        stack.push(make(math.OperatorNode, SIGNS[step.type], name, [a, b]));
      }
    }
  }
  return stack[0] as MathNode;
}

/** The formula with every call that mathjs does not know written out. */
function writtenOut(formula: Formula): Formula {
  const stack: Step[][] = [];
  for (const step of formula) {
    if (step.type === "variable" || step.type === "number" || step.type === "constant") {
      stack.push([step]);
      continue;
    }
    const last = stack.pop() as Step[];
    if (step.type === "negate") stack.push([...last, step]);
    else if (step.type === "call") {
      const body = WRITTEN_OUT.get(step.name);
      stack.push(body === undefined ? [...last, step] : [...substituted(body, last)]);
    } else stack.push([...(stack.pop() as Step[]), ...last, step]);
  }
  return stack[0] ?? [];
}

// ---------------------------------------------------------------- functions

interface Slope {
  readonly text: string;
  readonly value: (x: number) => number;
}

/** The derivatives of a formula, taken by mathjs when the first of them is asked for. */
function slopes(formula: Formula, parameter: string): (order: number) => Slope {
  const nodes: MathNode[] = [];
  const made: Slope[] = [];
  return (order) => {
    const math = mathjs();
    if (nodes.length === 0) nodes.push(nodeOf(math, writtenOut(formula)));
    while (nodes.length <= order)
      nodes.push(math.derivative(nodes[nodes.length - 1] as MathNode, VARIABLE, { simplify: true }));
    const known = made[order];
    if (known !== undefined) return known;
    const node = nodes[order] as MathNode;
    const program = node.compile();
    const slope: Slope = {
      text: node.toString({ parenthesis: "auto" }).replace(/\bt\b/g, parameter),
      value: (x) => {
        const y = program.evaluate(new Map([[VARIABLE, x]]));
        return typeof y === "number" ? y : Number.NaN;
      },
    };
    made[order] = slope;
    return slope;
  };
}

/** Derivatives that a model may name or a derivation may need: f', f'' and what Hessians of f' ask for. */
export const ORDERS = 4;

/**
 * The function `name(parameter) = formula` and its derivatives, as entries of a context's table.
 * The slope of f is the function f', which has a name and a value of its own.
 */
export function userDefined(
  name: string,
  parameter: string,
  text: string,
  formula: Formula,
): readonly ScalarFunction[] {
  const at = slopes(formula, parameter);
  const cite = `${name}(${parameter}) = ${text}`;
  const made = Array.from({ length: ORDERS + 1 }, (_, order): ScalarFunction => {
    const own = `${name}${"'".repeat(order)}`;
    const next = `${own}'`;
    return {
      name: own,
      cite,
      get line() {
        return `${next}(${parameter}) = ${at(order + 1).text}`;
      },
      slope: order === ORDERS ? null : (Z) => apply(next, Z),
      ...(order === ORDERS ? { why: `only ${ORDERS} derivatives of ${name} are taken` } : {}),
      value: order === 0 ? (x) => evaluate(formula, x) : (x) => at(order).value(x),
    };
  });
  FORMULAS.set(made[0] as ScalarFunction, formula);
  return made;
}

/** Formulas by the functions made of them; a function is not held longer for it. */
const FORMULAS = new WeakMap<ScalarFunction, Formula>();

/** The formula of a function that a model defines; null for a built-in. */
export const formulaOf = (f: ScalarFunction): Formula | null => FORMULAS.get(f) ?? null;
