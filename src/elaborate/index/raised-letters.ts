/**
 * `\sum_i (y^i - w x^i)^2`: a letter that a sum binds, above two names and more, counts them; above one it is a power, but
 * where nothing else says what the sum is over, or where one product has the name with two letters.
 */
import type { Reporter } from "../../core/diagnostic.js";
import {
  type Expression,
  type Name,
  operands,
  type Postfix,
  postorder,
  type Reduction,
  rebuilt,
  type Statement,
} from "../../parse/ast.js";
import { reread } from "../primes.js";

/** A name with a power that is a bound letter and nothing else. */
interface Raised {
  readonly power: Postfix;
  readonly name: Name;
  readonly letter: Name;
}

/** The statements with such letters as indices; each is a doubt that is said. */
export function withRaisedLetters(
  statements: readonly Statement[],
  source: string,
  said: Reporter,
): readonly Statement[] {
  return statements.map((s) =>
    reread(s, (root) => {
      const found = new Map<Expression, Raised>();
      for (const e of postorder(root)) if (e.type === "reduction") for (const r of countedIn(e)) found.set(r.power, r);
      for (const r of pairedIn(root)) found.set(r.power, r);
      const [first] = found.values();
      if (first === undefined) return root;
      const { name, letter, power } = first;
      const text = source.slice(power.span.start, power.span.end);
      said.report(
        "warning",
        "name/raised",
        power.span,
        `${text} is read as ${name.typed} with the index ${letter.name}`,
        {
          hint: `a power is (${name.typed})^${letter.name}, an index ${name.typed}_${letter.name}`,
        },
      );
      return replaced(root, found);
    }),
  );
}

/** The raised names of a sum that its letters count. */
function countedIn({ ranges, body }: Reduction): readonly Raised[] {
  const inside = postorder(body);
  return ranges.flatMap((range) =>
    range.letters.flatMap(({ name: letter }) => {
      const raised = inside.flatMap((e) => raisedBy(e, letter));
      const bases = new Set(raised.map((r) => r.name.name));
      const isBare = range.from === null && range.to === null && range.set === null;
      const isElsewhere = () => inside.filter((e) => e.type === "name" && holds(e, letter)).length > raised.length;
      return bases.size > 1 || (bases.size === 1 && isBare && !isElsewhere()) ? raised : [];
    }),
  );
}

/** `g_{\mu\nu} x^\mu x^\nu`: a name that one product raises to two letters of sums; as powers they would be one. */
function pairedIn(root: Expression): readonly Raised[] {
  const nodes = postorder(root);
  const letters = new Set(
    nodes.flatMap((e) => (e.type === "reduction" ? e.ranges.flatMap((r) => r.letters.map((n) => n.name)) : [])),
  );
  if (letters.size < 2) return [];
  return nodes.flatMap((e) => {
    if (e.type !== "product") return [];
    const factors = [e.first, ...e.rest.map((r) => r.operand)];
    const raised = factors.flatMap((f) => [...letters].flatMap((letter) => raisedBy(f, letter)));
    const isPaired = (r: Raised) => raised.some((o) => o.name.name === r.name.name && o.letter.name !== r.letter.name);
    return raised.filter(isPaired);
  });
}

/** Whether a name is a letter, or has it among its scripts. */
const holds = (n: Name, letter: string): boolean =>
  n.name === letter || [...(n.scripts?.below ?? []), ...(n.scripts?.above ?? [])].some((s) => s.text.includes(letter));

/** Latin letters alone: a Greek one that is raised, γ^t, is a factor that grows. */
function raisedBy(e: Expression, letter: string): readonly Raised[] {
  if (
    e.type !== "postfix" ||
    e.operand.type !== "name" ||
    !/^[A-Za-z]$/.test(e.operand.scripts?.base ?? e.operand.name)
  )
    return [];
  const [first] = e.operators;
  if (first?.type !== "power" || first.exponent.type !== "name" || first.exponent.name !== letter) return [];
  return e.operand.name === "e" ? [] : [{ power: e, name: e.operand, letter: first.exponent }];
}

function replaced(root: Expression, found: ReadonlyMap<Expression, Raised>): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    const own = found.get(e);
    if (own !== undefined) stack.push(indexed(own));
    else if (e.type === "derivative")
      stack.push({ ...(rebuilt(e, parts) as typeof e), variables: parts.slice(1) as readonly Name[] });
    else stack.push(rebuilt(e, parts));
  }
  return stack[0] as Expression;
}

function indexed({ power, name, letter }: Raised): Expression {
  const [first, ...rest] = power.operators;
  const span = { start: name.span.start, end: first?.span.end ?? name.span.end };
  const script = {
    text: letter.name,
    label: letter.name,
    bracket: null,
    latex: name.latex === true,
    span: letter.span,
  };
  const scripts = name.scripts ?? { base: name.name, below: [], above: [] };
  const own: Name = {
    ...name,
    name: `${name.name}_${letter.name}`,
    scripts: { ...scripts, above: [...scripts.above, script] },
    span,
  };
  return rest.length === 0 ? own : { ...power, operand: own, operators: rest };
}
