/** From a parsed statement to what it says: a declaration, a definition, a query, a claim. */

import { nearest } from "../../core/nearest.js";
import { FACT_NAMES, KINDS } from "../../names/builtins.js";
import type { Expression, Name, Span, Statement } from "../ast.js";
import type { RawKind, RawStatement } from "../grammar/build.js";
import { type Folding, fold, items, nameOf } from "../grammar/fold.js";
import type { Token } from "../lex/tokens.js";

/** A statement, or the expression of one that is nothing else, or null where a fault was added. */
export type Said = Statement | { readonly type: "expression"; readonly value: Expression; readonly span: Span } | null;

/** What a parsed statement says. */
export function statementOf(raw: RawStatement, span: Span, f: Folding): Said {
  switch (raw.raw) {
    case "declaration":
      return declarationOf(raw, span, f);
    case "input":
      return { type: "input", names: items(raw.names).map((t) => nameOf(t, f.source)), span };
    case "expression":
      return expressionOf(fold(raw.item, f), span);
    case "equation":
      return equationOf(raw, span, f);
  }
}

function fault(f: Folding, code: string, message: string, at: Span, hint?: string): null {
  f.faults.push({
    fault: { code: `syntax/${code}`, message, ...(hint === undefined ? {} : { hint }) },
    start: at.start,
    end: at.end,
  });
  return null;
}

const KIND_HINT = "kinds are scalar, vector(n), matrix(n, m) and function";

function declarationOf(raw: RawStatement & { readonly raw: "declaration" }, span: Span, f: Folding): Said {
  const kind = kindOf(raw.kind, f);
  const facts = items(raw.facts).filter((t) => {
    if (FACT_NAMES.has(t.value)) return true;
    const close = nearest(t.value, FACT_NAMES);
    fault(
      f,
      "fact",
      `${t.value} is not a fact`,
      t,
      close === null ? `facts are ${[...FACT_NAMES].join(", ")}` : `did you mean ${close}?`,
    );
    return false;
  });
  if (kind === null) return null;
  const named = (t: Token): Name => nameOf(t, f.source);
  return { type: "declaration", names: items(raw.names).map(named), kind, facts: facts.map(named), span };
}

function kindOf(raw: RawKind, f: Folding): (Statement & { readonly type: "declaration" })["kind"] | null {
  const sizes = items(raw.sizes).map((s) => fold(s, f));
  const span = { start: raw.token.start, end: raw.close.end };
  if (raw.token.type === "REALS")
    return { name: sizes.length === 0 ? "scalar" : sizes.length === 1 ? "vector" : "matrix", sizes, span };
  const name = raw.token.value;
  const wanted = KINDS.get(name);
  if (wanted === undefined) {
    const close = nearest(name, KINDS.keys());
    const like = name === "simplex" ? "p : vector(n)" : "A : matrix(n, n)";
    const asFact = FACT_NAMES.has(name) ? `a fact stands after the kind: ${like} ${name}` : KIND_HINT;
    return fault(f, "kind", `${name} is not a kind`, raw.token, close === null ? asFact : `did you mean ${close}?`);
  }
  // A vector or matrix without sizes leaves them to be inferred.
  if (sizes.length !== wanted && sizes.length > 0) {
    const takes = wanted === 0 ? "no size" : wanted === 1 ? "one size" : "two sizes";
    return fault(f, "kind", `${name} takes ${takes}, not ${sizes.length}`, span, KIND_HINT);
  }
  return { name: name as "scalar" | "vector" | "matrix" | "function" | "size", sizes, span };
}

const expressionOf = (value: Expression, span: Span): Said =>
  hasDerivative(value) ? { type: "query", value, span } : { type: "expression", value, span };

/** Whether an expression is a derivative, or one with factors and terms beside it. */
function hasDerivative(root: Expression): boolean {
  const todo = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    switch (e.type) {
      case "derivative":
        return true;
      case "group":
      case "negation":
      case "postfix":
        todo.push(e.operand);
        break;
      case "product":
      case "elementwise":
        todo.push(e.first);
        for (const r of e.rest) todo.push(r.operand);
        break;
      case "sum":
        for (const t of e.terms) todo.push(t.term);
        break;
      case "fraction":
        todo.push(e.numerator);
        break;
      default:
    }
  }
  return false;
}

function equationOf(raw: RawStatement & { readonly raw: "equation" }, span: Span, f: Folding): Said {
  const sides = items(raw.sides);
  const [left, ...right] = sides.map((s) => fold(s.item, f));
  const equals = sides.slice(1).map((s) => ({ start: s.equals?.start ?? span.start, end: s.equals?.end ?? span.end }));
  const value = right[0];
  if (left === undefined || value === undefined) return null;
  if (hasDerivative(left)) return { type: "claim", value: left, sides: right, equals, span };
  const second = equals[1];
  if (second !== undefined)
    return fault(
      f,
      "two-equals",
      "a definition has one =",
      second,
      "only a derivative may stand at the head of a chain of =; write the rest as statements of their own",
    );
  if (left.type === "name") return { type: "definition", name: left, value, span };
  const parameters = parametersOf(left);
  if (left.type === "call" && parameters !== null) {
    const twice = parameters.find((p, i) => parameters.findIndex((q) => q.name === p.name) < i);
    if (twice !== undefined)
      return fault(f, "parameter", `${twice.name} stands twice among the parameters`, twice.span);
    return { type: "functionDefinition", name: left.callee, parameters, value, span };
  }
  return fault(
    f,
    "left-side",
    "the left side of a definition is one name",
    left.span,
    "name = expression defines; ∂s/∂x = expression claims",
  );
}

/** More parameters than this are a mistake, and comparing them all would take long. */
const MAX_PARAMETERS = 1000;

/** The parameters of `f(x, y)`, or null where it is no such thing. */
function parametersOf(left: Expression): readonly Name[] | null {
  if (left.type !== "call" || left.bare || left.primes > 0 || left.args.length > MAX_PARAMETERS) return null;
  const out: Name[] = [];
  for (const a of left.args) {
    if (a.type !== "name") return null;
    out.push(a);
  }
  return out;
}
