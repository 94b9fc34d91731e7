/** What must hold of the inputs for a derivative to exist or to be what is stated. */
import type { Expr } from "../core/expr.js";
import { walk } from "../core/walk.js";
import { Apply } from "../ops/apply.js";
import { Det } from "../ops/det.js";
import { factsOf } from "../ops/facts.js";
import { Inverse } from "../ops/inverse.js";
import { Logdet } from "../ops/logdet.js";
import { Maximum, Minimum } from "../ops/maximum.js";
import { Norm1, Norm2, NormF } from "../ops/norm.js";
import { isNumber, rationalOf } from "../ops/number.js";
import { Power } from "../ops/power.js";
import { rightSideOf } from "./linearise.js";

/** A condition, written by the printer that it is given. */
export type Condition = (print: (e: Expr) => string) => string;

/** Conditions beyond this many are a list nobody reads. */
const MOST = 12;

/** The conditions of what is differentiated and of its derivative, each once, in the order of the model. */
export function conditionsOf(of: Expr, value: Expr): readonly Condition[] {
  const out: Condition[] = [];
  const into = (e: Expr): readonly Expr[] => {
    const right = rightSideOf(e);
    return right === null ? e.args : [right];
  };
  // Where no norm is divided by, as in the gradient of a square, 0 is a point like any other.
  const divisors = new Set<Expr>();
  for (const e of walk([value])) {
    const k = e.op === Power ? e.args[1] : undefined;
    if (k === undefined || !isNumber(k) || rationalOf(k).numerator >= 0) continue;
    const base = e.args[0] as Expr;
    divisors.add(base).add(rightSideOf(base) ?? base);
  }
  for (const e of walk([of, value], () => false, into)) {
    const X = e.args[0];
    if (X === undefined) continue;
    const facts = factsOf(X);
    if (e.op === Inverse && !facts.has("invertible")) out.push((p) => `${bracketed(p(X))} is invertible`);
    if (e.op === Logdet && !facts.has("posdef")) out.push((p) => `det(${p(X)}) > 0`);
    if (e.op === Apply && e.data === "log" && X.op === Det && !factsOf(X).has("positive"))
      out.push((p) => `${p(X)} > 0`);
    if ((e.op === Norm2 || e.op === NormF) && divisors.has(e)) out.push((p) => `${bracketed(p(X))} ≠ 0`);
    if (e.op === Norm1) out.push(() => "at an entry 0 the subgradient is 0");
    const kink = e.op === Apply ? e.home.functions.get(e.data as string)?.kink : undefined;
    if (kink !== undefined && e.data !== "step" && e.data !== "sign") out.push(() => `subgradient ${kink.taken}`);
    if (e.op === Maximum || e.op === Minimum) out.push(() => "at a tie the second operand takes the slope");
    if (out.length > MOST) break;
  }
  const said = new Set<string>();
  return out.filter((c) => {
    const key = c((e) => String(e.id));
    const fresh = !said.has(key);
    said.add(key);
    return fresh;
  });
}

const bracketed = (text: string): string => (/[\s+-]/.test(text) ? `(${text})` : text);
