/**
 * `V = I R`, `½ ωᵀ I ω`, `m y/I`: an identity that multiplies what it leaves as it is, that came out as a number, or that
 * divides is needed by nobody, so that a current, a moment of inertia or another name was meant more likely.
 */
import { isScalar } from "../../core/shape.js";
import type { Span } from "../../parse/ast.js";
import { shows } from "../names/evidence.js";
import { resolved, type Scope, typed, warn } from "../scope.js";
import type { Term } from "../terms.js";
import { shapeOf } from "./operands.js";

/** A factor, and whether it stands behind or under what divides. */
export interface Factor {
  readonly term: Term;
  readonly divides: boolean;
}

/** Says of an identity among these factors, spelled as a letter, that nothing needs it, once shapes are known. */
export function checkIdentity(scope: Scope, span: Span, factors: readonly Factor[]): void {
  const { owner, source } = scope;
  const own = factors.find(({ term: t }) => isLetter(source, t) || (t.type === "call" && isLetter(source, t.parts[0])));
  if (own === undefined || scope.strict) return;
  const others = factors.filter((f) => f !== own && f.term.type !== "number");
  if (others.length === 0 && !own.divides) return;
  scope.checks.push(() => {
    const isNumber = ({ term }: Factor) => isScalar(resolved(scope, shapeOf(term)));
    if (owner.faulty) return;
    // A power of it is itself, and that of a current is none.
    const isPower = own.term.type === "call" && (own.term.name === "power" || own.term.name === "inverse");
    const isIdle = own.divides || isPower || !others.every(isNumber) || sharesLabel(scope, own.term, others);
    if (!isIdle && !isMultiple(scope, span, own, factors)) return;
    sayIdle(scope, own.term.type === "call" ? (own.term.parts[0] as Term) : own.term);
  });
}

/** Says of an identity that came out as a number that it is none more likely. */
export function checkSize(scope: Scope, t: Term): Term {
  const { owner } = scope;
  if (!scope.strict && isLetter(scope.source, t))
    scope.checks.push(() => {
      if (!owner.faulty && isScalar(resolved(scope, shapeOf(t)))) sayIdle(scope, t);
    });
  return t;
}

const SAID = new WeakMap<Scope["names"], Set<string>>();

function sayIdle(scope: Scope, { span }: Term): void {
  const name = typed(scope, span);
  const said = SAID.get(scope.names) ?? new Set();
  SAID.set(scope.names, said);
  if (said.has(name)) return;
  said.add(name);
  const message = `${name} is read as the identity matrix, which changes nothing here`;
  const known = /^I(?:_\w+)?$/.test(name) ? name : "I";
  const kind = name.startsWith("\\") ? "matrix(n, n)" : "scalar";
  warn(
    scope,
    "name/identity",
    span,
    message,
    `if it is a name, say so: ${known} : ${kind}; the identity may be left out`,
  );
}

/** Whether what is defined is a multiple of the identity, and its name no matrix's, or I stands in front, where numbers do. */
function isMultiple(scope: Scope, span: Span, own: Factor, factors: readonly Factor[]): boolean {
  const [, name, isAbove] = SIDE.exec(scope.source.slice(0, span.start).slice(-200)) ?? [];
  if (name === undefined) return false;
  const names = factors.flatMap(({ term: t }) => (t.type === "symbol" ? [scope.names.get(t.name)] : []));
  if (names.some((n) => n === undefined || shows(n.evidence, "bold"))) return false;
  // \frac{μ_0 I}{2π r} as μ_0 I / (2π r).
  return own.term.type === "call" || own !== factors.at(-1) || isAbove !== undefined || !/^\p{Lu}/u.test(name);
}

/** Whether a text ends where a definition's value begins, or the numerator of one; its name. */
const SIDE = /(?:^|[\n;$,])\s{0,9}\\?([\p{L}_\d]{1,80})\s{0,9}=\s{0,9}[-+]?\s{0,9}(\\[dt]?frac\s{0,9}\{)?$/u;

/** `I_n ω_n`: whether the size of an identity is the label of another factor. */
function sharesLabel(scope: Scope, own: Term, others: readonly Factor[]): boolean {
  const label = /_\{?\s{0,9}(\p{L}\w{0,20})/u.exec(typed(scope, own.span))?.[1];
  if (label === undefined) return false;
  const isLabelled = (t: Term): boolean =>
    t.type === "symbol" ? t.name.endsWith(`_${label}`) : t.parts.some(isLabelled);
  return others.some(({ term }) => isLabelled(term));
}

/** `I`, `\mathbf{I}`, `I_n`, as names may be; `eye(n)` is an identity to anyone. */
const isLetter = (source: string, t: Term | undefined): boolean =>
  t?.type === "fill" &&
  t.fill === "eye" &&
  !/^\\?(?:eye|Id|1|mathbb|mathds)/.test(source.slice(t.span.start, t.span.end));
