/**
 * `\\hat x = (x - μ) / \\sqrt{σ^2 + ε}` of a normalisation, where the text does not say that μ and σ are the mean and the
 * deviation of x: a derivative by x holds them fixed, as no layer does but one that has been trained.
 */
import { type Expression, type Name, postorder, type Sum, ungrouped } from "../../parse/ast.js";
import { type Entry, type Scope, warn } from "../scope.js";
import type { Definition } from "./definition.js";
import { moves } from "./lone.js";

/** Warns of the first μ, σ that nothing defines where an x that moves is normalised by them. */
export function sayMoments(scope: Scope, definitions: readonly Definition[]): void {
  if (scope.strict) return;
  for (const { value } of definitions) {
    const nodes = postorder(value);
    const [mu, sigma] = [MU, SIGMA].map((letter) =>
      nodes.find((e): e is Name => e.type === "name" && letter.test(e.name)),
    );
    if (mu === undefined || sigma === undefined) continue;
    const open = [mu, sigma].filter((n) => isOpen(scope.names.get(n.name)));
    const x = nodes.map((e) => (e.type === "sum" ? lessOf(e, mu.name) : null)).find((n) => n !== null);
    const [first, second] = open;
    if (first === undefined || x == null || !moves(scope, x.name)) continue;
    if (!isScaled(scope) && !nodes.some((e) => isSoftened(e, sigma.name))) continue;
    const held = second === undefined ? `${first.name} is` : `${first.name} and ${second.name} are`;
    const message = `${held} held fixed while ${x.name} moves, as if a layer had no mean and deviation of its own`;
    const mean = meanBy(x, scope);
    const lines = [
      `${mu.name} = ${mean(x.name)}`,
      `${sigma.name} = sqrt(${mean(`(${x.name} - ${mu.name})${hasIndex(x) ? "^2" : " .^ 2"}`)})`,
    ].slice(first === mu ? 0 : 1, second === undefined && first === mu ? 1 : 2);
    warn(scope, "name/held", first.span, message, `where it has, say so: ${lines.join(", ")}`);
    return;
  }
}

/** Whether a name stands at a letter that counts, `x_i`. */
const hasIndex = ({ name }: Name): boolean => /_[i-n]$/.test(name);

/** How the mean of a vector is written, or of the numbers x_i. */
function meanBy(x: Name, { names }: Scope): (text: string) => string {
  if (!hasIndex(x)) return (text) => `mean(${text})`;
  const i = x.name.slice(-1);
  const N = ["m", "n", "N", "B"].find((n) => n !== i && !names.has(n)) ?? "N_x";
  return (text) => `1/${N} sum(${i}=1..${N}, ${text})`;
}

const MU = /^mu(?:_|$)/;
const SIGMA = /^sigma(?:_|$)/;

/** Whether nothing says what a name is. */
const isOpen = (n: Entry | undefined): boolean =>
  n?.assumed === true && !n.faulty && n.evidence.declared === null && n.evidence.defined === null;

/** x of `x - μ`. */
function lessOf({ terms: [first, second, more] }: Sum, mu: string): Name | null {
  const [x, m] = [first, second].map((t) => t && ungrouped(t.term));
  const isLess = more === undefined && second?.sign === -1 && m?.type === "name" && m.name === mu;
  return isLess && x?.type === "name" ? x : null;
}

/** Whether a text has a γ, by which a normalised layer is scaled. */
const isScaled = ({ names }: Scope): boolean => isOpen(names.get("gamma"));

/** `σ^2 + ε`. */
const isSoftened = (e: Expression, sigma: string): boolean =>
  e.type === "sum" &&
  e.terms.some(({ term }) => term.type === "name" && /^eps(?:ilon)?(?:_|$)/.test(term.name)) &&
  e.terms.some(({ term }) => postorder(term).some((x) => x.type === "name" && x.name === sigma));
