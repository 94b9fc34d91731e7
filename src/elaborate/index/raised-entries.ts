/**
 * `A^T_{ij}`, `A^{-1}_{ij}`: an entry of what stands raised, so that A is a matrix whatever else the text says of it. An
 * entry has no transpose, in whatever order both are typed. `A^2_{ij}` prints as `A_{ij}^2` does, the power of an entry.
 */
import type { Reporter } from "../../core/diagnostic.js";
import {
  type Entry,
  type Expression,
  expressionsOf,
  type Name,
  type Postfix,
  type PostfixOperator,
  postorder,
  type Script,
  type Statement,
} from "../../parse/ast.js";
import { isUpper } from "../names/evidence.js";

const isBefore = (o: PostfixOperator, script: Script | undefined): boolean =>
  script !== undefined && o.span.start < script.span.start;

/** Whether an operator is one of the matrix and not of its entry. */
const isOfMatrix = (o: PostfixOperator, script: Script | undefined): boolean =>
  o.type === "transpose" || o.type === "inverseTranspose" || (o.type === "inverse" && isBefore(o, script));

/** Letters of matrices: the small ones are numbers with two letters, whose inverse is one over them. */
const isMatrix = (n: Name): boolean => n.face === "bold" || isUpper(n.name);

/** The names that stand inverted or transposed with places below them. */
export function raisedNames(nodes: readonly Expression[]): ReadonlySet<Name> {
  const found = nodes.flatMap((e) => {
    const n = e.type === "postfix" ? e.operand : e;
    if (e.type !== "postfix" || n.type !== "name" || !isMatrix(n)) return [];
    return e.operators.some((o) => isOfMatrix(o, n.scripts?.below[0])) ? [n] : [];
  });
  return new Set(found);
}

/** An entry or a member with its postfixes, as the entry of a matrix that has them; as it stands where it has none. */
export function raisedEntry(typed: Postfix, read: Postfix): Expression {
  const { operand, operators } = read;
  const n = typed.operand.type === "name" ? typed.operand : undefined;
  const entry = operand.type === "entry" ? operand : n !== undefined && isMatrix(n) ? entryOfMember(operand) : null;
  if (entry?.at?.length !== 2) return read;
  const end = operators.findIndex((o) => !isOfMatrix(o, entry.script));
  const count = end < 0 ? operators.length : end;
  if (count === 0) return read;
  const whole = { ...read, operand: entry.operand, operators: operators.slice(0, count) };
  const raised: Entry = { ...entry, operand: whole };
  return count === operators.length ? raised : { ...read, operand: raised, operators: operators.slice(count) };
}

/** A member at two places as an entry of the family as a whole. */
function entryOfMember(e: Expression): Entry | null {
  const [script] = e.type === "name" ? (e.scripts?.below ?? []) : [];
  if (e.type !== "name" || e.at?.length !== 2 || script === undefined) return null;
  const { at, scripts: _, ...whole } = e;
  return { type: "entry", operand: whole, script, at, span: e.span };
}

/** Says of `A^{2}_{ij}` that it is the power of an entry, which those who mean the power of the matrix type as well. */
export function saySquares(statements: readonly Statement[], source: string, said: Reporter): void {
  for (const root of statements.flatMap((s) => expressionsOf(s).stated))
    for (const e of postorder(root)) {
      if (e.type !== "postfix") continue;
      const n = e.operand.type === "entry" ? e.operand.operand : e.operand;
      const script =
        e.operand.type === "entry" ? e.operand.script : n.type === "name" ? n.scripts?.below[0] : undefined;
      const at = e.operand.type === "entry" || e.operand.type === "name" ? e.operand.at : undefined;
      const [power] = e.operators;
      if (n.type !== "name" || at?.length !== 2 || !isMatrix(n) || power?.type !== "power") continue;
      if (script === undefined || !isBefore(power, script)) continue;
      const text = (start: number, end: number): string => source.slice(start, end);
      const [letter, below] = [text(e.span.start, power.span.start), text(script.span.start, script.span.end)];
      const raised = text(power.span.start, power.span.end);
      const message = `${letter}${raised}_{${below}} is read as the power of an entry`;
      said.report("warning", "name/raised", e.span, message, {
        hint: `an entry of the power is (${letter}${raised})_{${below}}, a power of the entry (${letter}_{${below}})${raised}`,
      });
      return;
    }
}
