/** Reads expressions of a derivation over its model: names that lines introduced stand for values. */
import { reporter } from "../../core/diagnostic.js";
import type { Expr } from "../../core/expr.js";
import type { Shape } from "../../core/shape.js";
import { elaborateModel } from "../../elaborate/elaborate.js";
import { type Model, type Side, standIn } from "../../model/model.js";
import { symbol } from "../../ops/symbol.js";
import {
  type Derivative,
  type Expression,
  expressionsOf,
  type Name,
  postorder,
  type Span,
  type Statement,
} from "../../parse/ast.js";
import { replaced } from "../../rewrite/simplify.js";
import { boundLike, type FamilyGiven, familiesGiven, openFamilies } from "./families.js";
import { asDerivative, type Chain, type Derivation } from "./lines.js";

/** A name that a line introduced, or a differential: what it is, and how it stands for that while it is read. */
export interface Introduced {
  readonly shape: Shape;
  readonly value: Expr;
}

type Reading =
  | { readonly type: "value"; readonly value: Expr }
  /** Its shapes do not fit. */
  | { readonly type: "misfit" }
  | { readonly type: "unread"; readonly why: string };

export interface Reader {
  readonly model: Model;
  /** The sides of a chain, calls and products settled; null where nothing can be read in its place. */
  readonly sides: (c: Chain) => readonly Side[] | null;
  /** Families that lines introduce. */
  readonly families: readonly FamilyGiven[];
}

/** The model, with a claim in the place of each chain so that its sides can be read there. */
export function readerOf(derivation: Derivation, source: string): Reader | null {
  const { model: statements, chains, names } = derivation;
  const some = defaultLeft(statements);
  if (some === null) return null;
  const read = (given: readonly FamilyGiven[]): Reader => {
    const arrays = arraysOf(statements, names);
    const claims = chains.map((c): Claim => {
      const own = c.sides
        .slice(0, 2)
        .map((e) => asDerivative(e) ?? boundLike(e, given))
        .find((d) => d !== null && isOfModel(d, arrays));
      return { type: "claim", value: own ?? { ...some, span: c.span }, sides: c.sides, equals: [], span: c.span };
    });
    const stated = [...statements, ...given.map((g) => g.statement), ...claims];
    const model = elaborateModel(source, stated, reporter(source));
    const bySpan = new Map<Span, readonly Side[]>();
    for (const a of model.asked) if (a.type === "claim") bySpan.set(a.claim.span, a.claim.sides);
    return { model, sides: (c) => bySpan.get(c.span) ?? null, families: given };
  };
  const plain = read([]);
  const given = familiesGiven(chains, plain.model, names);
  if (given.length === 0) return plain;
  const reader = read(given);
  openFamilies(reader.model, given);
  return reader;
}

type Claim = Statement & { readonly type: "claim" };

/** Whether every name of a derivative is one of the model, or is taken of one at places: `x_l` of x. */
function isOfModel(d: Derivative, arrays: ReadonlySet<string>): boolean {
  for (const e of postorder(d))
    if (e.type === "name" && !arrays.has(e.name) && !arrays.has(e.scripts?.base ?? e.name)) return false;
  return true;
}

/** The names of a model, and what stands below their scripts. */
function arraysOf(statements: readonly Statement[], names: ReadonlySet<string>): ReadonlySet<string> {
  const out = new Set(names);
  for (const s of statements) {
    if (s.type === "definition" && s.name.scripts !== undefined) out.add(s.name.scripts.base);
    for (const root of expressionsOf(s).stated)
      for (const e of postorder(root)) if (e.type === "name" && e.scripts !== undefined) out.add(e.scripts.base);
  }
  return out;
}

/** A derivative that the model has for certain: of its last definition by a name in it. */
function defaultLeft(statements: readonly Statement[]): Derivative | null {
  for (let i = statements.length - 1; i >= 0; i--) {
    const s = statements[i];
    if (s?.type !== "definition") continue;
    const callees = new Set<string>();
    const names: Name[] = [];
    for (const e of postorder(s.value)) {
      if (e.type === "call") callees.add(e.callee.name);
      if (e.type === "name") names.push(e);
    }
    const x = names.find((n) => !callees.has(n.name));
    if (x !== undefined)
      return { type: "derivative", order: 1, of: s.name, variables: [x], nabla: false, span: s.span };
  }
  return null;
}

/** The value of an expression in the place of a side. */
export function readAt(side: Side, e: Expression, introduced: ReadonlyMap<string, Introduced>): Reading {
  const read = readNamed(side, e, introduced);
  if (read.type !== "value") return read;
  let { value } = read;
  for (const [standing, name] of read.names)
    value = replaced(value, standing, (introduced.get(name) as Introduced).value);
  return { type: "value", value };
}

/** The same, with the names that lines introduced as they stand: a symbol each. */
export function readNamed(
  side: Side,
  e: Expression,
  introduced: ReadonlyMap<string, Introduced>,
):
  | (Reading & { readonly type: "value"; readonly names: ReadonlyMap<Expr, string> })
  | Exclude<Reading, { readonly type: "value" }> {
  const shapes = new Map<string, Shape>();
  for (const n of postorder(e)) {
    const known = n.type === "name" ? introduced.get(n.name) : undefined;
    if (n.type === "name" && known !== undefined) shapes.set(n.name, known.shape);
    else if (n.type === "name" && side.guessed.includes(n.name))
      return { type: "unread", why: `${n.typed} is not known` };
    else if (n.type === "call" && side.guessed.includes(n.callee.name))
      return { type: "unread", why: `${n.callee.typed} is not known` };
  }
  const { value, code } = side.again(e, shapes);
  if (value === null)
    return code?.startsWith("shape/") === true
      ? { type: "misfit" }
      : { type: "unread", why: side.fault?.message ?? "it could not be read" };
  const names = new Map([...shapes].map(([n, s]) => [symbol(value.home, standIn(n, s), s), n] as const));
  return { type: "value", value, names };
}
