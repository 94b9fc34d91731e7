/** `e^{iωt}`: in an exponent i and j are the imaginary unit to most, which this language has not. */
import { type Expression, type Name, ungrouped } from "../../parse/ast.js";
import type { Entry } from "../scope.js";
import { isUpper, shows } from "./evidence.js";

/** Nodes of one exponent that are looked at. */
const MOST = 200;

/** The names i and j that stand as factors in the exponent of e, without a matrix before them. */
export function imaginaryIn(e: Expression): readonly Name[] {
  const [exponent] = e.type === "call" && e.callee.name === "exp" ? e.args : powersOfE(e);
  if (exponent === undefined) return [];
  const found: Name[] = [];
  const todo: Expression[] = [exponent];
  for (let x = todo.pop(), looked = 0; x !== undefined && looked < MOST; x = todo.pop(), looked++) {
    if (x.type === "sum") todo.push(...x.terms.map((t) => t.term));
    else if (x.type === "negation" || x.type === "group") todo.push(x.operand);
    else if (x.type === "fraction") {
      const over = ungrouped(x.numerator);
      if (over.type === "name" && isUnit(over)) found.push(over);
      else todo.push(over);
    } else if (x.type === "call" && isUnit(x.callee) && x.args.length === 1) found.push(x.callee);
    else if (x.type === "product") {
      const factors = [x.first, ...x.rest.map((r) => r.operand)].map(ungrouped);
      const unit = factors.findIndex((f) => (f.type === "call" ? isUnit(f.callee) : f.type === "name" && isUnit(f)));
      const before = factors.slice(0, Math.max(unit, 0));
      if (before.some((f) => f.type === "name" && (f.face === "bold" || isUpper(f.name)))) continue;
      const own = factors[unit];
      if (own !== undefined) found.push(own.type === "call" ? own.callee : (own as Name));
      todo.push(...factors.filter((f) => f.type === "fraction" || f.type === "product"));
    }
  }
  return found;
}

const isUnit = (n: Name): boolean => (n.name === "i" || n.name === "j") && n.letter === undefined && n.face !== "bold";

const powersOfE = (e: Expression): readonly Expression[] =>
  e.type === "postfix" && e.operand.type === "name" && e.operand.name === "e"
    ? e.operators.flatMap((o) => (o.type === "power" ? [o.exponent] : []))
    : [];

/** Refuses i in an exponent, where no derivative by it is asked for. */
export function imaginaryName({
  name,
  evidence: e,
}: Entry): { readonly message: string; readonly hint: string } | null {
  if (!shows(e, "imaginary") || shows(e, "by")) return null;
  return {
    message: `${name} in an exponent may be the imaginary unit, which is not part of the language, or a number`,
    hint: `a number is declared: ${name} : scalar; of complex numbers the real and the imaginary part are written out`,
  };
}
