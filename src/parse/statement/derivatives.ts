/** Derivatives with ∂ and ∇: which sign is above the line, which below, and how often. */
import { WITHOUT_VARIABLE } from "../lex/plain.js";
import { type Token, token } from "../lex/tokens.js";
import { as, type Filter, fault, isDivision, isVariable, last, partnerOf, top } from "./around.js";
import { exponentAt } from "./differential.js";
import { isIndexed } from "./entries.js";

/** ∂ of a numerator, or of a variable: that is the one after `/` while a numerator waits at this level. */
export function readPartial(f: Filter, t: Token, i: number): number {
  const l = top(f);
  const before = last(f);
  const isFirst = isDivision(before) && l.waiting.length > 0;
  const inDenominator = l.role === "denominator" && before?.type === "LC";
  if (isFirst || inDenominator || l.second) {
    if (isFirst) l.second = l.waiting.pop() === 2;
    else if (inDenominator) l.second = l.order === 2;
    else l.second = false;
    f.out.push(as(t, "DV"));
    // ∂y/∂(x) is ∂y/∂x, and so are the braces of ∂_{x} y.
    const open = f.tokens[i + 1]?.type;
    const close = open === "LP" ? "RP" : open === "LC" && l.role === null ? "RC" : null;
    if (close !== null && f.tokens[i + 2]?.type === "NAME" && f.tokens[i + 3]?.type === close) {
      f.out.push(f.tokens[i + 2] as Token);
      return afterVariable(f, i + 4);
    }
    const variable = f.tokens[i + 1];
    if (variable?.type === "NAME" && isLogarithm(f, i + 1))
      fault(f, {
        code: "variable",
        message: `a derivative is taken by a name, and not by its logarithm, as an elasticity is`,
        at: variable,
        hint: "∂y/∂x is asked for: x / y times that is the elasticity ∂ln y/∂ln x",
      });
    else if (variable?.type === "NAME" && variable.value === "vec" && f.tokens[i + 2]?.type === "LP")
      fault(f, {
        code: "variable",
        message: "a derivative is taken by a name",
        at: variable,
        hint: "a Jacobian is taken over vec as it is: ∂Y/∂X is ∂vec(Y)/∂vec(X)",
      });
    else if (variable?.type !== "NAME")
      fault(f, {
        code: "variable",
        message: "a derivative is taken by a name",
        at: f.tokens[i + 1] ?? t,
        hint: bracketed(f, i + 1) ?? "give the expression a name, and derive by that",
      });
    return i + 1;
  }
  const square = exponentAt(f.tokens, i + 1);
  const order = square === null ? 1 : 2;
  if (square !== null && square.value !== "2")
    fault(f, {
      code: "order",
      message: "first and second derivatives are read",
      at: f.tokens[i + 1] ?? t,
      hint: "name the second derivative and derive that",
    });
  if (l.role !== "numerator" || before?.type !== "LC") l.waiting.push(order);
  f.out.push(as(t, "D", String(order)));
  return square?.after ?? i + 1;
}

/** `∂v/∂[S]` by a concentration: the line without brackets, or null. */
function bracketed({ tokens }: Filter, at: number): string | null {
  const [open, name, close] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (open?.type !== "LB" || name?.type !== "NAME") return null;
  return `a concentration has a name without brackets, here and in its equation: ${close?.type === "RB" ? `∂y/∂${name.value}` : name.value}`;
}

/** Behind the variable of a derivative: `²` of a second one, a transposition that only says how the Hessian lies. */
export function afterVariable(f: Filter, i: number): number {
  const l = top(f);
  // Textbooks write ∂x∂xᵀ below the line; the layout of an answer says which way it lies.
  const transposed = transposedAt(f, i);
  if (l.second) {
    const square = exponentAt(f.tokens, i);
    const at = f.tokens[i];
    if (square?.value === "2" && at !== undefined) {
      l.second = false;
      f.out.push(token("SQUARED", "²", at, { glued: true, latex: at.latex }));
      return square.after;
    }
    if (transposed !== null && isDifferential(f, transposed)) return transposed;
    if (!isDifferential(f, i) && transposed === null) l.second = false;
  }
  return transposed !== null && l.role === "denominator" ? transposed : i;
}

function transposedAt(f: Filter, i: number): number | null {
  if (f.tokens[i]?.type !== "POWER") return f.tokens[i]?.type === "PRIME" ? i + 1 : null;
  const braces = f.tokens[i + 1]?.type === "LC";
  const at = braces ? i + 2 : i + 1;
  const t = f.tokens[at];
  if (t?.type !== "NAME" || t.value !== "T" || (braces && f.tokens[at + 1]?.type !== "RC")) return null;
  return braces ? at + 2 : at + 1;
}

/** `\frac`: of a derivative when both its parts begin with ∂, or with a d that is no name of the model. */
export function readFraction(f: Filter, t: Token, i: number): void {
  const above = i + 1;
  const between = partnerOf(f)[above] ?? -1;
  const below = between + 1;
  const isBraces = f.tokens[above]?.type === "LC" && between >= 0 && f.tokens[below]?.type === "LC";
  const order = isBraces ? numeratorOrder(f, above + 1) : null;
  const isDerivative =
    order !== null &&
    isDifferential(f, below + 1) &&
    (f.tokens[above + 1]?.type === "D" || isOneVariable(f, below + 2));
  const isDelta = (at: number) => f.tokens[at]?.value === "delta" && f.tokens[at + 1]?.type === "NAME";
  if (isBraces && isDelta(above + 1) && isDelta(below + 1) && !isVariable(f, "delta"))
    fault(f, {
      code: "variation",
      message: "δ is read as a name, and this as a quotient",
      at: t,
      hint: "a derivative is \\frac{\\partial s}{\\partial x}",
    });
  f.out.push(as(t, isDerivative ? "DFRAC" : t.type));
  if (!isDerivative || order === null) return;
  f.roles ??= new Map();
  f.roles.set(above, { role: "numerator", order });
  f.roles.set(below, { role: "denominator", order });
}

/** Whether a logarithm of a name begins here, `\ln K`, `ln(K)`, by which elasticities are taken. */
function isLogarithm(f: Filter, i: number): boolean {
  const [log, next] = [f.tokens[i], f.tokens[i + 1]];
  return log?.type === "NAME" && /^(?:ln|log)$/.test(log.value) && (next?.type === "NAME" || next?.type === "LP");
}

/** Whether `\frac{d s}{d x …` goes on as a derivative does: `}`, a power, or another `d`. */
function isOneVariable(f: Filter, i: number): boolean {
  const next = f.tokens[i + 1];
  if (isLogarithm(f, i)) return true;
  return f.tokens[i]?.type === "NAME" && (next?.type === "RC" || next?.type === "POWER" || next?.value === "d");
}

/** A `d` that may stand for ∂: no name of the model, or set upright. */
export const isLetterD = (f: Filter, t: Token): boolean =>
  t.type === "NAME" && t.value === "d" && (t.face === "text" || !isVariable(f, "d"));

export const isDifferential = (f: Filter, i: number): boolean => {
  const t = f.tokens[i];
  return t?.type === "D" || (t !== undefined && isLetterD(f, t));
};

function numeratorOrder(f: Filter, i: number): 1 | 2 | null {
  if (!isDifferential(f, i)) return null;
  return exponentAt(f.tokens, i + 1) === null ? 1 : 2;
}

/** `∇ℓ(h)`, `∇_2 ℓ(o, y)` of a function that is no name of a value: the next index, or null. */
function readGradientCall(f: Filter, t: Token, i: number): number | null {
  const which = f.tokens[i + 1];
  const at = which?.type === "NUM" && t.fault === null ? i + 2 : i + 1;
  const [name, open] = [f.tokens[at], f.tokens[at + 1]];
  const isCall = name?.type === "NAME" && open?.type === "LP" && !isVariable(f, name.value);
  // By itself it asks for a gradient, and does not say by what.
  if (!f.entries && !f.tokens.some((x) => x.type === "EQ")) return null;
  if (t.value !== "1" || !isCall || (at === i + 1 && t.fault === null)) return null;
  f.out.push(as(t, "GRADIENT", at === i + 1 ? "0" : (which?.value ?? "0")));
  return at;
}

/** x of `f(x)`, by which ∇f(x) is taken where a statement begins with it; null where f has any other argument. */
function soleArgument(f: Filter, i: number): Token | null {
  const [name, open, argument, close] = f.tokens.slice(i, i + 4);
  const isCall = name?.type === "NAME" && open?.type === "LP" && close?.type === "RP" && !isVariable(f, name.value);
  return isCall && argument?.type === "NAME" ? argument : null;
}

/** `∇_x s`, `∇²_x s`, `∇_x² s`: the sign, its order, its variable. */
export function readNabla(f: Filter, t: Token, i: number): number {
  const raised = exponentAt(f.tokens, i + 1);
  const from = raised?.value === "2" && t.value === "1" ? raised.after : i + 1;
  const own = f.out.length === 0 && t.fault !== null ? soleArgument(f, from) : null;
  if (own !== null) {
    f.out.push(as(t, "NABLA", from === i + 1 ? t.value : "2"), own);
    return from;
  }
  const call = readGradientCall(f, t, i);
  if (call !== null) return call;
  let at = i + 1;
  let order = t.value;
  // Plain text may put the variable in braces.
  const braces = f.tokens[at]?.type === "LC" && f.tokens[at + 1]?.type === "NAME" && f.tokens[at + 2]?.type === "RC";
  const variable = f.tokens[braces ? at + 1 : at];
  if (variable?.type !== "NAME" || t.fault !== null) {
    f.faults.push({ fault: WITHOUT_VARIABLE, start: t.start, end: t.end });
    return i + 1;
  }
  if (isIndexed(f, variable.value)) f.scheme = "entrywise";
  at += braces ? 3 : 1;
  const square = exponentAt(f.tokens, at);
  if (square?.value === "2" && order === "1") {
    order = "2";
    at = square.after;
  }
  f.out.push(as(t, "NABLA", order), variable);
  return at;
}
