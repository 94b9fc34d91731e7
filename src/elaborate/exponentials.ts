/**
 * `p = \frac{1}{1 + e^{-z}}, e = t - p`: a text whose error is called e has the exponential function as well. A power of
 * the error is a number above it, `e^2`; what else stands above an e is the exponent of the other one, and is said.
 */
import type { Reporter } from "../core/diagnostic.js";
import {
  type Call,
  type Expression,
  type Name,
  type Postfix,
  type PostfixOperator,
  postorder,
  rebuiltBy,
  type Statement,
  ungrouped,
} from "../parse/ast.js";
import { reread } from "./primes.js";

/** The statements with exp for the powers of e that are none of a name e which the text defines. */
export function withExponentials(
  statements: readonly Statement[],
  source: string,
  said: Reporter,
): readonly Statement[] {
  if (!statements.some(definesE)) return statements;
  let isTold = false;
  const tell = (e: Postfix, exponent: Expression): void => {
    if (isTold) return;
    isTold = true;
    const { operand } = e;
    const [whole, above] = [e, exponent].map(({ span }) => source.slice(span.start, span.end));
    const message = `${whole} is read as the exponential function, and e elsewhere as the name that is defined`;
    const power = /^\^\s*\{/.test(source.slice(operand.span.end)) ? `{${above}}` : `(${above})`;
    const hint = `exp(${above}) says so; a power of the name is (e)^${power}`;
    said.report("warning", "name/second", e.span, message, { hint });
  };
  const read = (e: Expression): Expression => {
    if (e.type !== "postfix" || e.operand.type !== "name" || !isE(e.operand)) return e;
    const [first, ...rest] = e.operators;
    if (first === undefined || !isPower(first) || isNumber(first.exponent)) return e;
    const span = { start: e.operand.span.start, end: first.span.end };
    const call: Call = {
      type: "call",
      callee: { ...e.operand, name: "exp" },
      primes: 0,
      args: [first.exponent],
      bare: false,
      span,
    };
    tell(e, first.exponent);
    return rest.length === 0 ? call : { ...e, operand: call, operators: rest };
  };
  return statements.map((s) => reread(s, (root) => rebuiltBy(root, read)));
}

/** A plain e that is defined as more than a number: of `e = 2` every power is one of it. */
const definesE = (s: Statement): boolean => s.type === "definition" && isE(s.name) && !isNumber(s.value);

const isE = (n: Name): boolean => n.name === "e" && n.face !== "bold" && n.at === undefined;

const isPower = (o: PostfixOperator): o is PostfixOperator & { readonly exponent: Expression } =>
  o.type === "power" || o.type === "elementwisePower";

/** Numbers and what is made of numbers alone, `-1`, `1/2`. */
const isNumber = (root: Expression): boolean =>
  postorder(ungrouped(root)).every((e) => e.type === "number" || MADE_OF_NUMBERS.has(e.type));

const MADE_OF_NUMBERS: ReadonlySet<Expression["type"]> = new Set(["group", "negation", "product", "fraction", "sum"]);
