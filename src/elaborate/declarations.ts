/** Declarations: the shapes and the facts that they state. */
import { ONE } from "../core/dim.js";
import { SCALAR, type Shape, shape } from "../core/shape.js";
import type { Expression, Span, Statement } from "../parse/ast.js";
import { stateFacts } from "./facts.js";
import { type Entry, fault, ownerOf, type Scope, typed, within } from "./scope.js";
import { statedSize } from "./shapes/stated-size.js";
import { isEmptySize, isFalling } from "./sizes.js";

/** The shapes and facts that declarations state. */
export function declareShapes(outer: Scope, statements: readonly Statement[]): void {
  for (const s of statements) {
    if (s.type !== "declaration") continue;
    const scope = within(outer, { owner: ownerOf(outer.owner.faults) });
    const here = new Set<Span | undefined>(s.names.map((n) => n.span));
    const own = s.names
      .map((n) => scope.names.get(n.name))
      .filter((n): n is Entry => n !== undefined && here.has(n.evidence.declared?.span));
    if (isOpen(scope, s)) for (const n of own) openShape(scope, n);
    else {
      const stated = declaredShape(scope, s);
      for (const n of own) {
        n.shape = stated;
        if (stated === null) n.faulty = true;
      }
    }
    for (const n of own) stateFacts(scope, n, s.facts);
  }
}

const WANTED = { scalar: 0, vector: 1, matrix: 2, function: 0, size: 0 } as const;

/** `x : vector`: the kind is stated, the sizes are left to be inferred, which strict mode does not do. */
const isOpen = (scope: Scope, s: Statement & { type: "declaration" }): boolean =>
  s.kind.sizes.length === 0 &&
  WANTED[s.kind.name] > 0 &&
  !scope.strict &&
  !scope.source.slice(s.kind.span.start, s.kind.span.end).includes("(");

function openShape(scope: Scope, n: Entry): void {
  const { sizes } = scope;
  n.shape = shape(sizes.fresh(), n.kind === "matrix" ? sizes.fresh() : ONE);
  n.assumed = true;
}

function declaredShape(scope: Scope, s: Statement & { type: "declaration" }): Shape | null {
  const { name, sizes, span } = s.kind;
  const wanted = WANTED[name];
  if (sizes.length !== wanted) {
    const example = name === "vector" ? "vector(n)" : name === "matrix" ? "matrix(n, m)" : name;
    const one = wanted === 1 ? "size" : "sizes";
    const what = sizes.length === 0 ? `its ${one} are missing` : `it has ${wanted} ${one}, not ${sizes.length}`;
    fault(
      scope,
      "declaration/sizes",
      span,
      `${typed(scope, span)}: ${wanted === 1 ? what.replace("are", "is") : what}`,
      {
        hint: `write ${example}`,
      },
    );
    return null;
  }
  const found = sizes.map((e) => positiveSize(scope, e));
  if (found.includes(null)) return null;
  const [n, m] = found;
  if (name === "matrix" && n && m) return shape(n, m);
  return name === "vector" && n ? shape(n, ONE) : SCALAR;
}

function positiveSize(scope: Scope, e: Expression) {
  const d = statedSize(scope, e);
  if (d === null || !(isEmptySize(d) || isFalling(d))) return d;
  const why = isEmptySize(d) ? `not ${d}` : `and ${d} falls below it`;
  fault(scope, "declaration/empty", e.span, `a size is at least 1, ${why}`);
  return null;
}
