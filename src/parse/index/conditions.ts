/** Conditions in brackets and cases: which tokens in them are relations of places. */
import type { Fault, Token } from "../lex/tokens.js";
import type { Marker } from "./marker.js";
import { relationOf } from "./ranges.js";

/** The relations within a bracket make a condition of it, `[i = j]`, `1\{y_i = k\}`. */
export function conditionAt(m: Marker, open: Token, i: number): void {
  const close = m.partner[i] as number;
  const before = m.out[m.out.length - 1];
  const isIndicated = before !== undefined && isIndicator(before);
  if (close < 0 || (open.type !== "LB" && !isIndicated)) return;
  const relations: Token[] = [];
  for (let k = i + 1; k < close; k++) {
    const t = m.tokens[k] as Token;
    const inner = m.partner[k] as number;
    if (inner > k) k = inner;
    else if (t.type === "BREAK") return;
    else if (relationOf(t) !== null) relations.push(t);
  }
  if (relations.length === 0) return;
  // A bracket of its own kind: x 1(y = k) is no call of x.
  open.type = "LB";
  open.value = "condition";
  (m.tokens[close] as Token).type = "RB";
  relations.forEach(relate);
  if (isIndicated) m.out.pop();
}

/** The relations of `\begin{cases}`, in each row behind the first comma; words and commas around them say nothing. */
export function casesAt({ tokens, partner }: Marker, i: number): void {
  const close = partner[i] as number;
  let isBehind = false;
  let isSaid = false;
  for (let k = i + 1; k < close; k++) {
    const t = tokens[k] as Token;
    const next = tokens[k + 1] as Token;
    const inner = partner[k] as number;
    if (inner > k) k = inner;
    else if (t.type === "SEMI") {
      // Only the last case may be what is left over: words of others would say nothing.
      if (isBehind && !isSaid && k + 1 < close) {
        t.type = "FAULT";
        t.fault = UNSAID;
      }
      isBehind = false;
      isSaid = false;
    } else if (t.type === "COMMA" || t.type === "STOP") {
      const isLast = next.type === "SEMI" || k + 1 === close || next.type === "COMMA";
      if (t.type === "STOP" || (isLast && (isBehind || next.type === "COMMA"))) t.type = "NOTHING";
      else isBehind = true;
    } else if (isBehind && t.type === "NAME" && CASE_WORDS.test(t.value)) t.type = "NOTHING";
    else if (isBehind && relationOf(t) !== null) {
      relate(t);
      isSaid = true;
    }
  }
}

/** `where(x > 0, a, b)`: relations, then the two values that are chosen from. Says whether it is one. */
export function choiceAt(m: Marker, open: Token, i: number): boolean {
  const close = m.partner[i] as number;
  const before = m.out[m.out.length - 1];
  if (close < 0 || open.type !== "LP" || before?.type !== "NAME" || before.value !== "where") return false;
  const commas: number[] = [];
  const relations: number[] = [];
  for (let k = i + 1; k < close; k++) {
    const t = m.tokens[k] as Token;
    const inner = m.partner[k] as number;
    if (inner > k) k = inner;
    else if (t.type === "COMMA") commas.push(k);
    else if (relationOf(t) !== null) relations.push(k);
  }
  const values = commas[commas.length - 2];
  if (values === undefined || relations.length === 0 || relations.some((k) => k > values)) return false;
  open.type = "LB";
  open.value = "choice";
  open.start = before.start;
  (m.tokens[close] as Token).type = "RB";
  for (const k of relations) relate(m.tokens[k] as Token);
  m.out.pop();
  return true;
}

const UNSAID: Fault = {
  code: "syntax/case",
  message: "this case does not say where it holds",
  hint: "a case is a & x > 0; only the last one may be otherwise",
};

const CASE_WORDS = /^(?:if|for|when|otherwise|else|where)$/;

function relate(t: Token): void {
  t.value = relationOf(t) as string;
  t.type = "REL";
  t.fault = null;
}

/** `1`, `\mathbf 1`, `\mathbb I` before a bracket that holds a condition. */
const isIndicator = (t: Token): boolean =>
  (t.type === "NUM" && t.value === "1") || (t.type === "NAME" && (t.value === "ones" || t.value === "I"));
