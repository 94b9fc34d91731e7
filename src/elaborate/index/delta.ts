/** `\delta_{ij}`: 1 where i = j; and where the text says of each that i and j differ, data of the author's. */
import {
  type Condition,
  type Expression,
  expressionsOf,
  type Name,
  operands,
  type Range,
  type Statement,
} from "../../parse/ast.js";
import { placesIn } from "../../parse/index/places.js";

/** Two letters that differ, in the order of their names. */
type Pair = string;

export interface Deltas {
  /** Whether δ_ij is 1 where i = j; not where all stand under `i < j`, `j \\ne i`, where that is 0 throughout. */
  readonly areKronecker: boolean;
  readonly first: Name;
}

/** The δ_ij of the equations of a text; null where there is none. */
export function deltasIn(statements: readonly Statement[]): Deltas | null {
  const met: { readonly name: Name; readonly isApart: boolean }[] = [];
  for (const s of statements) {
    if (s.type !== "definition" && s.type !== "functionDefinition") continue;
    const todo: (readonly [Expression, ReadonlySet<Pair>])[] = expressionsOf(s).stated.map((e) => [e, NONE]);
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      const [e, apart] = next;
      const own = e.type === "name" ? pairOf(e) : null;
      if (own !== null) met.push({ name: e as Name, isApart: apart.has(own) });
      const inner = e.type === "reduction" ? new Set([...apart, ...apartIn(e)]) : apart;
      for (const part of operands(e)) todo.push([part, inner]);
    }
  }
  const [first] = met.sort((a, b) => a.name.span.start - b.name.span.start);
  return first === undefined ? null : { areKronecker: met.some((d) => !d.isApart), first: first.name };
}

const NONE: ReadonlySet<Pair> = new Set();

const pair = (a: string, b: string): Pair => [a, b].sort().join(" ");

/** The letters at which a δ stands. */
function pairOf({ scripts }: Name): Pair | null {
  const [script] = scripts?.below ?? [];
  if (scripts?.base !== "delta" || script === undefined || scripts.below.length > 1 || scripts.above.length > 0)
    return null;
  const found = placesIn(script).find((r) => r.length === 2);
  const [a, b] = found ?? [];
  return a?.type === "name" && b?.type === "name" ? pair(a.name, b.name) : null;
}

/** The letters that a sum keeps apart, by a condition or by where one of them starts or ends: `j = i + 1, …, N`. */
function apartIn(e: Expression & { readonly type: "reduction" }): readonly Pair[] {
  const said = e.conditions.flatMap(({ left, sign, right }) =>
    /^(?:!=|<|>)$/.test(sign) && left.type === "name" && right.type === "name" ? [pair(left.name, right.name)] : [],
  );
  return [...said, ...e.ranges.flatMap(beyondEnd)];
}

const beyondEnd = ({ letters, from, to }: Range): readonly Pair[] =>
  letters.flatMap((n) =>
    [from, to].flatMap((end, k) => {
      const [first, second] = end?.type === "sum" ? end.terms : [];
      const isStep =
        end?.type === "sum" &&
        end.terms.length === 2 &&
        second?.term.type === "number" &&
        second.sign === (k === 0 ? 1 : -1);
      return isStep && first?.term.type === "name" ? [pair(n.name, first.term.name)] : [];
    }),
  );

/** Kronecker's δ as the condition that it is. */
export const deltaOf = (n: Name, [left, right]: readonly Expression[]): Condition => ({
  type: "condition",
  relations: [{ left: left as Expression, sign: "=", right: right as Expression, span: n.span }],
  span: n.span,
});
