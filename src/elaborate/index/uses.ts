/** Every place at which something is taken, with the conditions around it. */
import {
  type Expression,
  type Letter,
  type Name,
  operands,
  type Range,
  type Relation,
  type Span,
  type Statement,
} from "../../parse/ast.js";

/** What is taken at a place: a family, a label or a set; a vector or matrix; the members of a family. */
export type Taken = "family" | "whole" | "member";

export interface Use {
  readonly array: string;
  readonly taken: Taken;
  /** Which of the places, from 0. */
  readonly position: number;
  readonly place: Expression;
  /** All the places at which it is taken there; of an entry of a member those of the member. */
  readonly at: readonly Expression[];
  readonly span: Span;
  readonly statement: Statement;
  readonly conditions: readonly Relation[];
  /** The left side of an equation or a declaration, which says where there are members. */
  readonly isStated: boolean;
}

export interface Uses {
  readonly uses: readonly Use[];
  /** Ranges as they are written, with the statement of each. */
  readonly ranges: readonly { readonly range: Range; readonly statement: Statement }[];
  readonly letters: ReadonlySet<Letter>;
  /** The ranges of labels as they are declared. */
  readonly labels: readonly { readonly name: string; readonly from: Expression; readonly to: Expression }[];
  /** Conditions, for what they compare. */
  readonly relations: readonly Relation[];
}

interface Collector {
  readonly uses: Use[];
  readonly ranges: { readonly range: Range; readonly statement: Statement }[];
  readonly letters: Set<Letter>;
  readonly labels: { readonly name: string; readonly from: Expression; readonly to: Expression }[];
  readonly relations: Relation[];
}

type Around = Pick<Use, "statement" | "conditions" | "isStated">;

export function usesIn(statements: readonly Statement[]): Uses {
  const c: Collector = { uses: [], ranges: [], letters: new Set(), labels: [], relations: [] };
  for (const s of statements) {
    const around: Around = { statement: s, conditions: [], isStated: false };
    for (const range of s.type === "range" ? s.ranges : (s.ranges ?? [])) rangeOf(c, range, around);
    if (s.type === "declaration" || s.type === "places")
      for (const n of s.names) nameOf(c, n, { ...around, isStated: true });
    if (s.type === "places" && s.kind === "label")
      for (const { name } of s.names) c.labels.push({ name, from: s.from, to: s.to });
    if (s.type === "definition" || s.type === "functionDefinition") {
      nameOf(c, s.name, { ...around, isStated: true });
      expression(c, s.value, around);
    }
    if (s.type === "query" || s.type === "claim") expression(c, s.value, around);
    if (s.type === "claim") for (const side of s.sides) expression(c, side, around);
  }
  return c;
}

function rangeOf(c: Collector, range: Range, around: Around): void {
  c.ranges.push({ range, statement: around.statement });
  for (const n of range.letters) if (n.letter !== undefined) c.letters.add(n.letter);
  if (range.set !== null && range.set.type === "name") {
    nameOf(c, range.set, around);
    const own = range.set.at?.length ?? 0;
    range.letters.forEach((n, k) => {
      if (range.set?.type === "name")
        c.uses.push({
          ...around,
          array: range.set.name,
          taken: "family",
          position: own + (range.paired ? k : 0),
          place: n,
          at: [],
          span: range.span,
        });
    });
  }
}

function expression(c: Collector, root: Expression, outer: Around): void {
  const todo: (readonly [Expression, Around])[] = [[root, outer]];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const [e, around] = next;
    if (e.type === "name") {
      nameOf(c, e, around);
      continue;
    }
    if (e.type === "call") nameOf(c, e.callee, around);
    if (e.type === "entry") entryOf(c, e, around);
    if (e.type === "condition") for (const r of e.relations) relation(c, r, around);
    if (e.type !== "reduction") {
      const own = e.type === "product" ? conditionsBeside(operands(e)) : [];
      const inner = own.length === 0 ? around : { ...around, conditions: [...around.conditions, ...own] };
      if (e.type !== "condition") for (const part of operands(e)) todo.push([part, inner]);
      continue;
    }
    const inner = { ...around, conditions: [...around.conditions, ...e.conditions] };
    for (const r of e.ranges) rangeOf(c, r, around);
    for (const r of e.conditions) relation(c, r, inner);
    todo.push([e.body, inner]);
  }
}

const conditionsBeside = (factors: readonly Expression[]): readonly Relation[] =>
  factors.flatMap((f) => (f.type === "condition" ? f.relations : []));

function relation(c: Collector, r: Relation, around: Around): void {
  c.relations.push(r);
  for (const side of [r.left, r.right]) expression(c, side, around);
}

function nameOf(c: Collector, n: Name, around: Around): void {
  if (n.letter !== undefined) c.letters.add(n.letter);
  (n.at ?? []).forEach((place, position) => {
    c.uses.push({ ...around, array: n.name, taken: "family", position, place, at: n.at ?? [], span: n.span });
    expression(c, place, { ...around, isStated: false });
  });
}

function entryOf(c: Collector, e: Expression & { readonly type: "entry" }, around: Around): void {
  (e.at ?? []).forEach((place, position) => {
    const { operand } = e;
    if (operand.type === "name")
      c.uses.push({
        ...around,
        array: operand.name,
        taken: operand.at === undefined ? "whole" : "member",
        position,
        place,
        at: operand.at ?? [],
        span: e.span,
      });
    expression(c, place, around);
  });
}
