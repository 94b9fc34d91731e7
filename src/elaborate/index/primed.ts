/**
 * `h_i' = \\tanh(W h_i)`: a prime on the left side of what stands at letters is a label of the whole family, before any
 * letter is read. Else h_i' would be a member of the family h.
 */
import { type Expression, type Name, postorder, rebuiltBy, type Statement } from "../../parse/ast.js";
import { placesIn } from "../../parse/index/places.js";
import { reread } from "../primes.js";

/** The statements with a name of its own for each such family. */
export function withPrimedFamilies(statements: readonly Statement[], source: string): readonly Statement[] {
  const bases = new Set(statements.flatMap((s) => (s.type === "definition" ? (primedBase(s.name) ?? []) : [])));
  if (bases.size === 0) return statements;
  return statements.map((s) => {
    const read = reread(s, (root) => rebuiltBy(root, (e) => labelledIn(e, bases, source)));
    const isPrimed = read.type === "definition" && primedBase(read.name) !== null;
    return isPrimed ? { ...read, name: labelled(read.name) } : read;
  });
}

/** The letter of a family that stands primed on a left side; null of any other name. */
function primedBase({ name, typed, scripts }: Name): string | null {
  if (scripts === undefined || !name.endsWith("_prime") || !/['′]$/.test(typed)) return null;
  if (scripts.base.endsWith("_prime") || ![...scripts.below, ...scripts.above].some((s) => isLettered(s))) return null;
  return scripts.base;
}

const isLettered = (script: Parameters<typeof placesIn>[0]): boolean =>
  placesIn(script).some((r) => r.flatMap(postorder).some((e) => e.type === "name"));

/** The name with the label on its letter: h_prime_i of `h_i'`. */
function labelled(n: Name): Name {
  if (n.scripts === undefined) return n;
  const base = `${n.scripts.base}_prime`;
  const rest = n.name.slice(n.scripts.base.length).replace(/_prime$/, "");
  return { ...n, name: `${base}${rest}`, scripts: { ...n.scripts, base } };
}

function labelledIn(e: Expression, bases: ReadonlySet<string>, source: string): Expression {
  if (e.type === "derivative") {
    const isPrimed = (x: Name): boolean =>
      bases.has(x.scripts?.base ?? "") &&
      /^\}?\s{0,9}(?:['′’]|\^\{?\\prime\}?)/.test(source.slice(x.span.end, x.span.end + 20));
    const isPrimedInside = (x: Name): boolean =>
      bases.has(x.scripts?.base ?? "") && /['′’]/.test(source.slice(x.span.start, x.span.end));
    return { ...e, variables: e.variables.map((x) => (isPrimed(x) || isPrimedInside(x) ? labelled(x) : x)) };
  }
  if (e.type !== "postfix" || e.operand.type !== "name" || !bases.has(e.operand.scripts?.base ?? "")) return e;
  const [first, ...rest] = e.operators;
  if (first?.type !== "prime") return e;
  const name = { ...labelled(e.operand), span: { start: e.operand.span.start, end: first.span.end } };
  return rest.length === 0 ? name : { ...e, operand: name, operators: rest };
}
