/**
 * A loss that nobody defines: in `Z = X Y`, asked or claimed `∂L/∂X`, L is any scalar function of what is defined last. Its
 * derivative by that is the upstream gradient, so that `∂L/∂X = ∂L/∂Z Yᵀ` follows.
 */

import type { Reporter } from "../../core/diagnostic.js";
import { reachedBy } from "../../core/walk.js";
import {
  type Derivative,
  type Expression,
  expressionsOf,
  type Name,
  nodesOf,
  postorder,
  type Statement,
} from "../../parse/ast.js";

type Definition = Statement & { readonly type: "definition" };

/** Names of losses; any other name that is nowhere defined is a slip more often. */
const LOSS = /^(?:L|J|E|C|ell|loss|cost|cal_[A-Z]|[LJEC]_cal)$/;
/** Names for its function, the first that is free. */
const FUNCTIONS = ["loss", "cost", "ell"];
/** Operands of a loss that nobody defines, at most. */
const MOST_OPERANDS = 4;

/** The statements with a definition of the one loss that they leave open, which is said; as they are where they leave none. */
export function withOpenLoss(
  given: readonly Statement[],
  source: string,
  said: Reporter,
  unread: ReadonlySet<string>,
): readonly Statement[] {
  const asked = given.filter((s) => s.type === "query" || s.type === "claim");
  const derivatives = asked.flatMap((s) => [...postorder(s.value)].filter(isFirst));
  const [loss] = derivatives.flatMap((d) => nameOf(d.of) ?? []).filter((n) => LOSS.test(n.name));
  // What could not be read is no loss that is left open.
  if (loss === undefined || unread.has(loss.name) || !isOpen(given, loss.name)) return given;
  const definitions = given.filter((s): s is Definition => s.type === "definition");
  const about = derivatives.filter((d) => nameOf(d.of)?.name === loss.name);
  const claims = asked.filter(
    (s) => s.type === "claim" && [...postorder(s.value)].some((e) => about.includes(e as Derivative)),
  );
  // A side that says nothing of the loss is about one that the text leaves out.
  if (claims.some((s) => s.type === "claim" && !s.sides.every((side) => upstreamIn(side, loss.name).length > 0)))
    return given;
  const restsOn = dependence(definitions);
  const above = new Set(
    claims.flatMap((s) => (s.type === "claim" ? s.sides : [])).flatMap((e) => upstreamIn(e, loss.name)),
  );
  const candidates = above.size > 0 ? [...above] : definitions.map((s) => s.name.name);
  const last = candidates.filter((z) => !candidates.some((y) => y !== z && restsOn(y).has(z)));
  const names = last.flatMap((z) => definitions.find((s) => s.name.name === z)?.name ?? []);
  const isWhole =
    names.length === last.length &&
    names.every((n) => (n.scripts?.below.length ?? 0) + (n.scripts?.above.length ?? 0) === 0);
  const isLinked = about.every((d) =>
    d.variables.every((v) => last.some((z) => z === v.name || restsOn(z).has(v.name))),
  );
  const taken = new Set(given.flatMap((s) => [...namesIn(s)]));
  const callee = FUNCTIONS.find((f) => !taken.has(f) && f !== loss.name);
  if (!isWhole || !isLinked || names.length === 0 || names.length > MOST_OPERANDS || callee === undefined) return given;
  const shown = names.map((n) => n.typed).join(", ");
  said.report(
    "warning",
    "name/open-loss",
    loss.span,
    `${source.slice(loss.span.start, loss.span.end)} is defined nowhere: it is any scalar function ${callee}(${shown}), and ${upstreamText(callee, names)}`,
    { hint: `${loss.typed} = … says what it is` },
  );
  return [...given, definitionOf(loss, callee, names)];
}

const upstreamText = (callee: string, names: readonly Name[]): string =>
  names.length === 1
    ? `∇${callee} its gradient by ${names[0]?.typed ?? ""}, which comes from above`
    : `∇_k ${callee} its gradients by these, which come from above`;

function definitionOf(loss: Name, callee: string, names: readonly Name[]): Definition {
  const { span } = loss;
  const at = <T extends Name>(n: T): Name => ({ ...n, span });
  const value: Expression = {
    type: "call",
    callee: { type: "name", name: callee, typed: callee, face: "text", span },
    primes: 0,
    args: names.map(at),
    bare: false,
    span,
  };
  return { type: "definition", name: loss, value, span };
}

const isFirst = (e: Expression): e is Derivative => e.type === "derivative" && e.order === 1;

const nameOf = (e: Expression): Name | null =>
  e.type === "group" ? nameOf(e.operand) : e.type === "name" && e.scripts === undefined ? e : null;

/** Names by which the sides of claims take the derivative of the loss. */
const upstreamIn = (side: Expression, loss: string): readonly string[] =>
  [...postorder(side)].flatMap((e) =>
    isFirst(e) && nameOf(e.of)?.name === loss ? e.variables.map((v) => v.name) : [],
  );

/** Whether a name stands in nothing but derivatives of it. */
function isOpen(given: readonly Statement[], name: string): boolean {
  return given.every((s) => {
    if ((s.type === "declaration" || s.type === "places" || s.type === "input") && s.names.some((n) => n.name === name))
      return false;
    if ((s.type === "definition" || s.type === "functionDefinition") && s.name.name === name) return false;
    const nodes = nodesOf(s);
    const derived = new Set(
      nodes.flatMap((e) => (isFirst(e) ? [e.of, e.of.type === "group" ? e.of.operand : e.of] : [])),
    );
    return nodes.every(
      (e) =>
        !(e.type === "name" && e.name === name && !derived.has(e)) && !(e.type === "call" && e.callee.name === name),
    );
  });
}

function* namesIn(s: Statement): Generator<string> {
  const { stated, claimed } = expressionsOf(s);
  for (const e of [...stated, ...claimed])
    for (const p of postorder(e))
      if (p.type === "name") yield p.name;
      else if (p.type === "call") yield p.callee.name;
}

const dependence = (definitions: readonly Definition[]): ((name: string) => ReadonlySet<string>) =>
  reachedBy(new Map(definitions.map((s) => [s.name.name, [...namesIn(s)]])));
