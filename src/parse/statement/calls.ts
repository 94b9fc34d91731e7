/** Which names are applied: `f(x)`, `\log x`, and built-ins without their parentheses. */
import {
  builtinInAnyCase,
  isBuiltinFunction,
  isBuiltinOperator,
  isYieldingFunction,
  isYieldingOperator,
} from "../../functions/builtins.js";
import { type LexicalKind, plainToken, type Token } from "../lex/tokens.js";
import { as, type Filter, fault, isDivision, isVariable, last, partnerOf, top, warn } from "./around.js";

/** Tokens with which an operand begins. */
const OPERAND_STARTS: ReadonlySet<LexicalKind> = new Set<LexicalKind>([
  "NUM",
  "NAME",
  "LP",
  "LB",
  "LC",
  "BAR",
  "NBAR",
  "FRAC",
  "SQRT",
  "D",
  "NABLA",
  "BIND",
  "BINDCALL",
]);

/** A name that is no part of a derivative's spelling: applied, an operator, or itself. */
export function readPlainName(f: Filter, t: Token, i: number): number {
  const before = last(f);
  let j = i + 1;
  let glued = true;
  while (f.tokens[j]?.type === "PRIME") {
    glued &&= f.tokens[j]?.glued === true;
    j++;
  }
  const next = f.tokens[j];
  if (next?.type === "LP") {
    const builtin = builtinInAnyCase(t.value);
    const isKnown = isVariable(f, t.value) || f.known.functions.has(t.value);
    if (builtin !== null && builtin !== t.value && !isKnown && t.value.length > 2) t.value = builtin;
    if (t.latex) warnOfLetters(f, i);
    glued &&= next.glued;
    const isFunction =
      !isVariable(f, t.value) &&
      (f.known.functions.has(t.value) || isBuiltinFunction(t.value) || isYieldingOperator(t.value));
    if (isFunction || (glued && !isVariable(f, t.value))) {
      const call = as(t, "CALL");
      call.primes = j - i - 1;
      f.out.push(call);
      return j;
    }
    if (!t.latex && glued && j === i + 1 && isDivision(before))
      warn(f, {
        code: "divided",
        message: `${t.value} is a variable, so this is (… / ${t.value}) (…)`,
        at: t,
        hint: `for the other reading write / (${t.value} (…))`,
      });
  }
  if ((isOfLanguage(t) || isBareYielding(f, t, i)) && !isVariable(f, t.value) && !f.known.functions.has(t.value)) {
    const operator = builtinOperand(f, t, i);
    if (operator !== null) return operator;
  }
  f.out.push(t);
  return i + 1;
}

/** Whether a name is a function of the language wherever it stands; one that yields is so as a command. */
const isOfLanguage = (t: Token): boolean => isBuiltinFunction(t.value) || (t.command && isYieldingOperator(t.value));

/** `sec x`, `sec^2 x` in a plain text: a function without its parentheses more likely than a product. */
function isBareYielding(f: Filter, t: Token, i: number): boolean {
  if (!isYieldingOperator(t.value) || t.latex) return false;
  const next = f.tokens[f.tokens[i + 1]?.type === "POWER" ? i + 3 : i + 1];
  return next !== undefined && next.type !== "LB" && OPERAND_STARTS.has(next.type);
}

/** The longest name of a built-in, `cross_entropy` apart. */
const LONGEST = 11;

/** `softmax(z)` in LaTeX is a product of seven letters, which is seldom meant. */
function warnOfLetters(f: Filter, i: number): void {
  let word = "";
  let longest = "";
  for (let k = i; k >= 0 && word.length < LONGEST; k--) {
    const t = f.tokens[k] as Token;
    const isLetter =
      t.type === "NAME" && !t.command && t.face !== "text" && t.value.length === 1 && t.end - t.start === 1;
    if (!isLetter || (k < i && t.end !== f.tokens[k + 1]?.start)) break;
    word = t.value + word;
    // Of softmax and max, the longer.
    if (word.length > 1 && (isBuiltinFunction(word) || isYieldingFunction(word))) longest = word;
  }
  if (longest === "") return;
  const { end } = f.tokens[i] as Token;
  const hint = `\\operatorname{${longest}} is the function`;
  warn(f, {
    code: "letters",
    message: `${longest} is read letter by letter`,
    at: { start: end - longest.length, end },
    hint,
  });
}

/** A built-in without parentheses: in LaTeX it takes the next factor. */
function builtinOperand(f: Filter, t: Token, i: number): number | null {
  const next = f.tokens[i + 1];
  if (next === undefined) return null;
  if (next.type === "POWER" && isBuiltinOperator(t.value)) {
    const raised = raisedOperator(f, t, i);
    if (raised !== null) return raised;
    const isInverse = f.tokens.slice(i + 2, i + 5).some((x) => x.type === "SIGN");
    const call = t.command ? `\\${t.value} x` : `${t.value}(x)`;
    const arc = t.command ? `\\arc${t.value}` : `a${t.value}`;
    const inverse = /^(sin|cos|tan)$/.test(t.value) ? `the inverse function is ${arc}` : `write 1 / ${call}`;
    const hint = isInverse
      ? inverse
      : t.command
        ? `write (${call})^2, of each entry of a vector (${call})^{\\circ 2}`
        : hintOfPower(f, t, i);
    fault(f, { code: "operator-power", message: `a power of ${t.value} itself is not read`, at: next, hint });
    return null;
  }
  if (t.value === "sqrt" && f.source[t.start] === "√") return rootOperand(f, t, i, next);
  const starts = OPERAND_STARTS.has(next.type) || next.type === "OP";
  // \mathbf{1} b^T: the ones of whatever size fits.
  const isFilled = t.face === "bold" && (t.value === "ones" || t.value === "zeros");
  if (!starts || isFilled || isClosingBar(f, next)) return null;
  if (t.command && isBuiltinOperator(t.value)) {
    f.out.push(as(t, "OP"));
    return i + 1;
  }
  const isLast = !OPERAND_STARTS.has(f.tokens[i + 2]?.type ?? "BREAK");
  const shown =
    next.type === "NAME" && !isBuiltinFunction(next.value) && isLast ? f.source.slice(next.start, next.end) : "…";
  const isLogDet = /^(log|ln)$/.test(t.value) && next.type === "NAME" && next.value === "det";
  const isBarred = /^(log|ln)$/.test(t.value) && (next.type === "BAR" || next.type === "NBAR");
  const hint = isLogDet
    ? "logdet(X), or log(det(X))"
    : isBarred
      ? "logdet(X) of a matrix, log(abs(x)) of a scalar"
      : `${t.value}(${shown})`;
  fault(f, { code: "parentheses", message: `${t.value} needs parentheses`, at: t, hint });
  return null;
}

/** `√x`, `√2`: the root of one letter or number. More behind it, or a power, may stand under the root as well. */
function rootOperand(f: Filter, t: Token, i: number, next: Token): number | null {
  if (next.type !== "NAME" && next.type !== "NUM") return null;
  const after = f.tokens[i + 2];
  const isTouched = after?.glued === true && OPERAND_STARTS.has(after.type) && after.type !== "BAR";
  // √1 - x: who writes a root means more than that of 1.
  const isOne = next.value === "1" && after?.type === "SIGN";
  if (after?.type === "POWER" || isTouched || isOne) {
    const end = isOne ? next.end : operandEnd(f, i + 2);
    const whole = f.source.slice(next.start, end);
    const behind = /^(?:\s?[-−+]\s?|(?=[\p{L}\d]))[^\s,;=()[\]]{1,40}/u;
    const more = behind.exec(f.source.slice(end, end + 40))?.[0] ?? "";
    const all = more === "" ? "" : `√(${whole}${more}), `;
    const alone = `(√${f.source.slice(next.start, next.end)})${f.source.slice(next.end, end)}`;
    const hint = `${all}${isOne ? "" : `√(${whole}), `}or ${alone}`;
    fault(f, { code: "parentheses", message: "how far the root goes is not said", at: t, hint });
    return null;
  }
  const call = as(t, "CALL");
  f.out.push(call, bracket("LP", "(", next.start), next, bracket("RP", ")", next.end));
  return i + 2;
}

/** Where a power, or what else touches a number or name under a root, ends. */
function operandEnd(f: Filter, i: number): number {
  const [after, next] = [f.tokens[i], f.tokens[i + 1]];
  if (after?.type !== "POWER") return after?.end ?? 0;
  // Raised characters come in braces that the text does not have.
  const close = next?.type === "LC" ? partnerOf(f)[i + 1] : undefined;
  return (close === undefined || close < 0 ? next : f.tokens[close])?.end ?? after.end;
}

/** `sin²x`: with its parentheses it is read. */
function hintOfPower(f: Filter, t: Token, i: number): string {
  const braces = f.tokens[i + 2]?.type === "LC";
  const [exponent, operand] = [f.tokens[i + (braces ? 3 : 2)], f.tokens[i + (braces ? 5 : 3)]];
  const isRead = exponent?.type === "NUM" && /^[2-9]$/.test(exponent.value) && operand?.type === "NAME";
  const text = (x: Token): string => f.source.slice(x.start, x.end);
  return isRead ? `write ${text(t)}^${exponent.value}(${text(operand)})` : `write ${t.value}(x) .^ 2`;
}

const bracket = (type: "LP" | "RP", value: string, at: number): Token =>
  plainToken(type, value, { start: at, end: at }, true);

/** `\sin^2 x`, `sin²(x)`: a power of what the function gives, to everyone; null for an inverse, or another exponent. */
function raisedOperator(f: Filter, t: Token, i: number): number | null {
  const braces = f.tokens[i + 2]?.type === "LC";
  const exponent = f.tokens[i + (braces ? 3 : 2)];
  const after = i + (braces ? 5 : 3);
  const next = f.tokens[after];
  const isClosed = !braces || f.tokens[i + 4]?.type === "RC";
  if (f.tokens[i + 1]?.value !== "^" || exponent?.type !== "NUM" || !isClosed || next === undefined) return null;
  if (!/^[2-9]$/.test(exponent.value) || !(next.type === "LP" || (t.command && OPERAND_STARTS.has(next.type))))
    return null;
  const call = as(t, next.type === "LP" ? "CALL" : "OP");
  call.raised = exponent;
  f.out.push(call);
  return after;
}

/** Whether a bar behind a name would close one that is open: `|f|`. */
const isClosingBar = (f: Filter, t: Token): boolean =>
  (t.type === "BAR" || t.type === "NBAR") && t.value !== "(" && (top(f).bars.length > 0 || t.value === ")");

/** `y!` is factorial(y), of the operand that ends here: a name, a number, a parenthesis, a call. */
export function readFactorial(f: Filter, t: Token, i: number): void {
  const end = last(f);
  // n!! is the double factorial, and no factorial of a factorial.
  const isFirst = f.tokens[i - 1]?.type !== "FACTORIAL";
  const start = end === undefined || !isFirst ? null : operandStart(f, end);
  const before = start === null ? undefined : f.out[start - 1];
  if (end === undefined || start === null || before?.type === "POWER") {
    fault(f, {
      code: "unexpected",
      message: before?.type === "POWER" ? "a factorial behind a power has two readings" : "! stands behind no operand",
      at: t,
      hint: "write factorial(x)",
    });
    return;
  }
  const parenthesis = (type: "LP" | "RP", at: number): Token => ({
    ...as(t, type, type === "LP" ? "(" : ")"),
    start: at,
    end: at,
    glued: true,
  });
  const { start: from, type } = f.out[start] as Token;
  const call = { ...as(t, "CALL", "factorial"), start: from, end: from, primes: 0 };
  if (type === "LP") f.out.splice(start, 0, call);
  else {
    f.out.splice(start, 0, call, parenthesis("LP", from));
    f.out.push(parenthesis("RP", t.end));
  }
}

/** Where the operand begins that ends with the last token put out; null where that is none that a factorial is taken of. */
function operandStart(f: Filter, end: Token): number | null {
  const at = f.out.length - 1;
  if (end.type === "NAME" || end.type === "NUM") return at;
  if (end.type !== "RP") return null;
  let open = 0;
  for (let k = at; k >= 0; k--) {
    const { type } = f.out[k] as Token;
    if (type === "RP") open++;
    else if (type === "LP" && --open === 0) return f.out[k - 1]?.type === "CALL" ? k - 1 : k;
  }
  return null;
}
