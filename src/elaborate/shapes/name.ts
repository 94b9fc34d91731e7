/** Names that stand by themselves: symbols, functions, sizes, constants. */
import { type Dim, ONE } from "../../core/dim.js";
import { SCALAR } from "../../core/shape.js";
import { standIn } from "../../model/model.js";
import type { Name, Span } from "../../parse/ast.js";
import { canonical, shapeOfAny } from "../names/calls.js";
import { identitySize, isConstant, isReserved } from "../names/kinds.js";
import { fault, type Scope, sizeNamed, typed } from "../scope.js";
import { NO_PARTS, poison, type Term } from "../terms.js";
import { checkSize } from "./identity.js";
import { memberTerm, placeTerm, wholeTerm } from "./indexed.js";

export function nameTerm(scope: Scope, e: Name): Term {
  const { name, span } = e;
  if (e.letter !== undefined || scope.indices.labels.has(name) || scope.indices.sets.has(name)) return placeTerm(e);
  const entry = scope.names.get(name);
  if (isConstant(scope, name)) {
    if (name === "I") return checkSize(scope, fill("eye", span, scope.sizes.fresh()));
    return { type: "constant", name: name as "pi" | "e", span, shape: SCALAR, parts: NO_PARTS };
  }
  if (isReserved(name)) {
    if (name === "eye") return fill("eye", span, scope.sizes.fresh());
    // A bold 1 is no number, whatever stands beside it.
    if (name === "ones" || name === "zeros") return fill(name, span, scope.sizes.fresh(e.face === "bold"), ONE);
    return { type: "function", name: canonical(name), primes: 0, span, shape: null, parts: NO_PARTS };
  }
  const size = identitySize(scope, name);
  if (size !== null) {
    if (/^\d+$/.test(size) || scope.names.get(size)?.kind === "size")
      return checkSize(scope, fill("eye", span, sizeNamed(scope, size)));
    fault(scope, "size/not-a-size", span, `${size} is not a size, so ${typed(scope, span)} is no identity matrix`);
    return poison(span);
  }
  // What stands in for a name has a shape, whatever is known of the name itself.
  const other = scope.standIns.get(name);
  if (other !== undefined) return { type: "symbol", name: standIn(name, other), span, shape: other, parts: NO_PARTS };
  if (entry === undefined || entry.faulty) {
    scope.owner.faulty = true;
    return poison(span);
  }
  if (entry.kind === "function") return { type: "function", name, primes: 0, span, shape: null, parts: NO_PARTS };
  const [below] = e.at ?? [];
  if (entry.kind === "size" && below !== undefined) {
    fault(scope, "name/size", span, `${typed(scope, span)} is taken at a place, and ${name} is a size`, {
      hint: `what has a value for each ${typed(scope, below.span)} has another letter`,
    });
    return poison(span);
  }
  if (entry.kind === "size")
    return { type: "size", size: sizeNamed(scope, name), span, shape: SCALAR, parts: NO_PARTS };
  if (entry.shape === null) {
    scope.owner.faulty = true;
    return poison(span);
  }
  const [at, ...others] = e.at ?? [];
  const begun = at?.type === "number" ? scope.indices.bases.get(`${name} ${at.value}`) : undefined;
  const beginning = begun === undefined ? undefined : scope.names.get(begun);
  if (begun !== undefined && others.length === 0)
    return { type: "symbol", name: begun, span, shape: entry.shape, parts: NO_PARTS };
  if (begun !== undefined && beginning !== undefined)
    return memberTerm(scope, { ...e, name: begun, at: others }, beginning);
  if (e.at !== undefined) return memberTerm(scope, e, entry);
  // 2 π beside π_k.
  if (entry.family?.isArray === false && (name === "pi" || name === "e"))
    return { type: "constant", name, span, shape: SCALAR, parts: NO_PARTS };
  const whole = entry.family === null ? null : wholeTerm(scope, e);
  if (whole !== null) return whole;
  if (entry.family !== null) {
    fault(scope, "index/whole", span, `${typed(scope, span)} stands for many: which of them is meant, its index says`, {
      hint: `${name}_i, or with a sum over i`,
    });
    return poison(span);
  }
  return { type: "symbol", name, span, shape: entry.shape, parts: NO_PARTS };
}

/** A constant by its name, with its sizes. */
export function fill(what: string, span: Span, ...sizes: readonly Dim[]): Term {
  return { type: "fill", fill: what, sizes, span, shape: shapeOfAny(what, [], sizes), parts: NO_PARTS };
}
