/** Brackets and bars: what opens, what closes, and which way a bar faces. */
import { builtinInAnyCase } from "../../functions/builtins.js";
import { subscript } from "../../names/canonical.js";
import { isEnvironment, type LexicalKind, type Token, token } from "../lex/tokens.js";
import {
  as,
  type Filter,
  fault,
  isDivision,
  isVariable,
  type Level,
  last,
  level,
  OPERAND_ENDS,
  partnerOf,
  top,
} from "./around.js";
import { isDifferential } from "./derivatives.js";
import { isPlace } from "./entries.js";

export function openBracket(f: Filter, t: Token, i: number): number {
  const given = f.roles?.get(i);
  const before = f.tokens[i - 1];
  const isIndexed =
    t.type === "LB" &&
    !isEnvironment(t) &&
    !BINDERS.has(t.value) &&
    ((before?.type === "NAME" && last(f)?.type === "NAME") || before?.type === "RP") &&
    (t.latex ? isCounted(f, t, i) : t.glued);
  const close = isIndexed ? (partnerOf(f)[i] as number) : -1;
  if (t.type === "LB" && t.latex && before?.value === "E" && isExpected(f, t, i))
    fault(f, {
      code: "operator",
      message: "expectations are not read",
      at: before,
      hint: "a mean over entries is mean(x); a product of a matrix E has parentheses: E (…), or E is declared",
    });
  const isAsked = f.entries && last(f, 2)?.type === "DV";
  if (isIndexed && close > 0 && (isAsked || f.tokens.slice(i + 1, close).some((x) => isPlace(x, f.known.bound)))) {
    putEntry(f, t, f.tokens[close] as Token);
    return close + 1;
  }
  if (isIndexed) {
    const text = before.type === "NAME" ? before.value : "A";
    const place = t.latex && close > 0 ? f.source.slice(t.end, (f.tokens[close] as Token).start).trim() : "";
    fault(f, {
      code: "index",
      message: "entries are not picked by brackets",
      at: t,
      hint:
        applied(f, text, i) ??
        stepHint(f, before, place) ??
        `${stackedHint(f, text, i)}rows(${text}, i, j) and cols(${text}, i, j) are blocks of ${text}; a product has a space, or is ${text} * […]`,
    });
  }
  const { waiting } = top(f);
  if (t.type === "LP" && isDivision(last(f)) && waiting.length > 0 && isDifferential(f, i + 1)) {
    // ∂²y/(∂x ∂xᵀ): the grammar has no parentheses there, and they say nothing.
    const order = waiting.pop() ?? 1;
    f.levels.push({ ...level(t.type, "denominator", order), isSilent: true, waiting: [order] });
    return i + 1;
  }
  f.levels.push(level(t.type, given?.role ?? null, given?.order ?? 1));
  const binder = BINDERS.get(t.value);
  f.out.push(binder === undefined ? t : as(t, binder));
  return i + 1;
}

/** `x[n]`, `x[n-1]`, `x[2]` in LaTeX, where other brackets are parentheses: what counts stands alone in them. */
function isCounted(f: Filter, t: Token, i: number): boolean {
  const [before, first, sign, by] = [f.tokens[i - 1], f.tokens[i + 1], f.tokens[i + 2], f.tokens[i + 3]];
  const end = partnerOf(f)[i];
  if (first?.type === "NUM") return end === i + 2;
  const isStep = first?.type === "NAME" && /^[i-nt]$/.test(first.value);
  // k[k-1] is a product of k, and E[n] an expectation.
  const isOfOther = before?.type !== "NAME" || (before.value !== "E" && before.value !== first?.value);
  if (!isStep || !isOfOther || before?.end !== t.start) return false;
  const isShifted = sign?.type === "SIGN" && (by?.type === "NUM" || by?.type === "NAME");
  return end === i + 2 || (isShifted && end === i + 4);
}

/** `x[n]` of a sequence: its place stands below it. */
function stepHint({ source }: Filter, before: Token, place: string): string | null {
  if (before.type !== "NAME" || !/[i-nt]/.test(place)) return null;
  const name = source.slice(before.start, before.end);
  return `a place stands below its name, ${name}_{${place}}; a product is ${name} \\cdot (${place})`;
}

/** `Tr[A]` of a function, `d/dx[x^2]`: what is applied has parentheses. */
function applied(f: Filter, text: string, i: number): string | null {
  if (/^d./.test(text) && isDivision(f.tokens[i - 2])) return `what is derived has parentheses: d/${text} (…)`;
  const name = isVariable(f, text) ? null : builtinInAnyCase(text);
  return name === null ? null : `arguments have parentheses: ${name}(…)`;
}

/** Brackets that marks of letters have made their own kinds. */
const BINDERS: ReadonlyMap<string, LexicalKind> = new Map([
  ["condition", "COND"],
  ["cases", "CASES"],
  ["choice", "CHOICE"],
]);

/** `E[X]` in LaTeX, where brackets are parentheses, and E is no name that the text states. */
function isExpected(f: Filter, t: Token, i: number): boolean {
  const isOwn = last(f)?.type === "NAME" && f.tokens[i - 1]?.face !== "bold";
  return isOwn && !isEnvironment(t) && !isVariable(f, "E") && !f.known.functions.has("E");
}

/** `A[i, j]`, where a letter is bound: the name A_{i,j}, and of any other operand an entry. */
function putEntry(f: Filter, open: Token, close: Token): void {
  const text = f.source.slice(open.end, close.start);
  const span = { start: open.end, end: close.start };
  const script = { text, label: subscript(text), bracket: null, latex: open.latex, span };
  const base = last(f);
  if (base?.type === "NAME" && base.scripts === null) {
    const scripts = { base: base.value, below: [script], above: [] };
    f.out[f.out.length - 1] = { ...base, value: `${base.value}_${script.label}`, end: close.end, scripts };
    return;
  }
  const entry = as(open, "ENTRY");
  entry.end = close.end;
  entry.scripts = { base: "", below: [script], above: [] };
  f.out.push(entry);
}

/** `W[h, x]` of two names: one above the other is what a matrix multiplies. */
function stackedHint(f: Filter, text: string, i: number): string {
  const inside = f.tokens.slice(i + 1, partnerOf(f)[i]);
  const names = inside.filter((t) => t.type === "NAME");
  const isList = names.length > 1 && inside.every((t) => t.type === "NAME" || t.type === "COMMA");
  return isList ? `${text} [${names.map((t) => t.value).join("; ")}] multiplies one above the other; ` : "";
}

export function closeBracket(f: Filter, t: Token, i: number): number {
  const l = f.levels.length > 1 ? f.levels.pop() : undefined;
  if (l !== undefined) closeBars(f, l);
  if (l?.isSilent !== true) f.out.push(t);
  // What is left of a sketch: a subscript that picks an entry.
  if (t.sub !== null && t.scripts !== null) f.out.push(as(t, "ENTRY"));
  return i + 1;
}

export function closeBars(f: Filter, l: Level): void {
  const [first] = l.bars;
  if (first !== undefined)
    fault(f, {
      code: "unclosed",
      message: `this ${first.value} is never closed`,
      at: first,
      hint: "nested bars need parentheses",
    });
  l.bars = [];
}

/**
 * A bar opens where no operand stands before it or none of its kind is open, else it closes; `||` is two bars where a
 * single one is open and an operand precedes. What states its direction is taken at its word.
 */
export function readBar(f: Filter, t: Token): void {
  const { bars } = top(f);
  const before = last(f);
  const afterOperand = before !== undefined && OPERAND_ENDS.has(before.type);
  const inner = bars[bars.length - 1]?.value;
  const stated = t.value === "(" || t.value === ")" ? t.value : null;
  if (stated === null && t.type === "NBAR" && t.end - t.start === 2 && inner === "|" && afterOperand) {
    const half = { ...t, type: "BAR" as const, end: t.start + 1 };
    readBar(f, half);
    readBar(f, { ...half, start: t.start + 1, end: t.end, sub: t.sub });
    return;
  }
  const sign = t.type === "BAR" ? "|" : "‖";
  const opens = stated === null ? !afterOperand || inner !== sign : stated === "(";
  if (opens) {
    const opening = as(t, "OPEN", sign);
    bars.push(opening);
    f.out.push(opening);
    if (t.sub !== null)
      fault(f, { code: "subscript", message: "this subscript belongs to nothing", at: t, hint: "a norm is ‖x‖_2" });
    return;
  }
  if (inner !== sign) {
    fault(f, { code: "stray-bracket", message: `this ${sign} closes nothing`, at: t });
    return;
  }
  const opening = bars.pop();
  f.out.push(as(t, "CLOSE", sign));
  if (t.sub !== null) {
    if (!/^(?:[12F]|star)$/.test(t.sub))
      fault(f, {
        code: "norm",
        message: `the ${namedNorm(t.sub)} is not part of the language`,
        at: t,
        hint: weightedNorm(f.source.slice(opening?.end, t.start).trim(), t.sub) ?? NORMS,
      });
    f.out.push(token("SUB", t.sub, { start: t.end, end: t.end }, { glued: true, latex: t.latex }));
  }
}

const NORMS =
  "norms are ‖x‖_1, ‖x‖_2, ‖X‖_F and ‖X‖_*, which is nuclear(X); of other orders normp(x, 3), the largest entry norminf(x)";

/** `‖x - y‖_Q` written out, whose label is a matrix and no letter of a space. */
function weightedNorm(text: string, label: string): string | null {
  if (!/^(?:[A-EGJKMNP-Z]|Sigma|Lambda|Omega)(?:\^?-1)?$/.test(label) || text === "") return null;
  const x = /^\\?[\p{L}\d_]+$/u.test(text) ? text : `(${text})`;
  return `a norm with a weight is sqrt(${x}^T ${label} ${x}), and its square ${x}^T ${label} ${x}`;
}

/** A norm by its subscript, and by its name where textbooks have one. */
const namedNorm = (sub: string): string => `${/^nuc/.test(sub) ? "nuclear " : ""}norm ‖·‖_${sub}`;
