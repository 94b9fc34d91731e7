/**
 * Numbers above a name that is nothing by itself: W^1 beside W^2 may be two layers, or W and its square. A name that also
 * stands alone, is declared or defined, or has no 1 above it has powers: nobody writes the first power of anything, nor
 * the power 0 of a name, so that `θ_i^0` is a beginning or a reference.
 */
import type { Reporter } from "../core/diagnostic.js";
import { type Expression, expressionsOf, operands, type Postfix, postorder, type Statement } from "../parse/ast.js";

/** Refuses such names; those that use them are left out. */
export function refuseNumbered(statements: readonly Statement[], source: string, said: Reporter): readonly string[] {
  const uses = new Map<string, Map<number, Expression>>();
  const whole = new Set<string>();
  const declared = new Set<string>();
  const roots: Expression[] = [];
  for (const s of statements) {
    if (s.type === "declaration") for (const n of s.names) declared.add(n.name);
    if (s.type === "declaration" || s.type === "input") for (const n of s.names) whole.add(n.name);
    if (s.type === "definition" || s.type === "functionDefinition") whole.add(s.name.name);
    if (s.type === "functionDefinition") for (const n of s.parameters) whole.add(n.name);
    const { stated, claimed } = expressionsOf(s);
    for (const root of [...stated, ...claimed]) observe(root, uses, whole);
    roots.push(...stated);
  }
  const refused: string[] = [];
  for (const e of roots.flatMap((root) => postorder(root))) {
    const name = e.type === "postfix" ? zeroth(e, declared) : null;
    if (name === null || refused.includes(name)) continue;
    refused.push(name);
    const text = source.slice(e.span.start, e.span.end);
    said.report("error", "name/numbered", e.span, `${text} is 1 as a power, and a value of its own to most`, {
      hint: "a value of its own has its number in parentheses, ^{(0)}; the power is 1",
    });
  }
  for (const [name, numbers] of uses) {
    const [only] = numbers.values();
    if (!whole.has(name) && numbers.size === 1 && only !== undefined && isLabelled(only, source)) {
      refused.push(name);
      const text = source.slice(only.span.start, only.span.end);
      const [k = 0] = numbers.keys();
      said.report("error", "name/numbered", only.span, `${text} may be a name with a label, or a power of ${name}`, {
        hint: `a name is ${name}_${k}; a power has no parentheses: ${name}^${k}`,
      });
      continue;
    }
    if (whole.has(name) || numbers.size < 2 || ![...numbers.keys()].every((_, i) => numbers.has(i + 1))) continue;
    refused.push(name);
    const [first, second] = [numbers.get(1) as Expression, numbers.get(2) as Expression];
    const [one, two] = [first, second].map((e) => source.slice(e.span.start, e.span.end));
    said.report("error", "name/numbered", first.span, `${one} and ${two} may be two names, or powers of ${name}`, {
      hint: `two names are ${name}_1 and ${name}_2; for powers say what ${name} is: ${name} : scalar, or ${name} : matrix(n, n)`,
    });
  }
  return refused;
}

/** `W^(2)`, `W⁽²⁾`: nobody puts a number that is an exponent in parentheses. */
const isLabelled = ({ span }: Expression, source: string): boolean =>
  /(?:\^\s?\(\s?\d\s?|⁽[⁰¹²³⁴-⁹]⁾)\)?$/.test(source.slice(span.start, span.end));

/** The name, or that of the entry, above which a 0 stands; above what is declared and has no index it is a power. */
function zeroth({ operand, operators }: Postfix, declared: ReadonlySet<string>): string | null {
  if (!operators.some((o) => o.type === "power" && o.exponent.type === "number" && o.exponent.value === "0"))
    return null;
  if (operand.type === "entry") return operand.operand.type === "name" ? operand.operand.name : null;
  return operand.type === "name" && (operand.at !== undefined || !declared.has(operand.name)) ? operand.name : null;
}

/** Notes the numbers above names, and the names that stand without one. */
function observe(root: Expression, uses: Map<string, Map<number, Expression>>, whole: Set<string>): void {
  const raised = new Set<Expression>();
  for (const e of postorder(root)) if (e.type === "postfix") for (const n of numbered(e, uses)) raised.add(n);
  for (const e of postorder(root))
    for (const part of operands(e)) if (part.type === "name" && !raised.has(part)) whole.add(part.name);
  if (root.type === "name") whole.add(root.name);
}

/** The names that a whole number stands above: `W^1`, and by the way it is written `∂s/∂W^1`. */
function numbered(e: Postfix, uses: Map<string, Map<number, Expression>>): readonly Expression[] {
  const [power] = e.operators;
  if (power?.type !== "power" || power.exponent.type !== "number" || !/^[1-9]$/.test(power.exponent.value)) return [];
  const names = e.operand.type === "name" ? [e.operand] : e.operand.type === "derivative" ? e.operand.variables : [];
  const last = names[names.length - 1];
  if (last === undefined || last.span.end > power.span.start) return [];
  const numbers = uses.get(last.name) ?? new Map<number, Expression>();
  numbers.set(Number(power.exponent.value), { ...e, span: { start: last.span.start, end: e.span.end } });
  uses.set(last.name, numbers);
  return [last];
}
