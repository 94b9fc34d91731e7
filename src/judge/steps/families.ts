/** Names with letters that lines introduce: `delta_t = ∂L/∂z_t` is a family, each member the derivative at its place. */

import { ONE, plus } from "../../core/dim.js";
import type { Expr } from "../../core/expr.js";
import { constantPlace, placeOf } from "../../core/place.js";
import type { Model } from "../../model/model.js";
import { substituteAll } from "../../ops/binder.js";
import { defineBase, defineFamily, type Family, familyNamed, shapeAt } from "../../ops/family.js";
import { zeros } from "../../ops/zeros.js";
import type { Derivative, Expression, Name, Statement } from "../../parse/ast.js";
import { postorder, ungrouped } from "../../parse/ast.js";
import { asDerivative, type Chain } from "./lines.js";

/** A line that gives a family its name. */
export interface FamilyGiven {
  readonly chain: Chain;
  readonly name: Name;
  /** `∂L/∂z_t`; null for an abbreviation. */
  readonly derivative: Derivative | null;
  /** The equation that stands for it in the model. */
  readonly statement: Statement;
}

const baseOf = (n: Name): string => n.scripts?.base ?? n.name;
const scriptsOf = (n: Name): string =>
  [...(n.scripts?.below ?? []), ...(n.scripts?.above ?? [])].map((s) => s.text.replace(/\s/g, "")).join(";");

/** The families that lines introduce, where the model has families at all. */
export function familiesGiven(
  chains: readonly Chain[],
  model: Model,
  names: ReadonlySet<string>,
): readonly FamilyGiven[] {
  const isFamily = (n: Name): boolean => (model.symbols.get(baseOf(n))?.indices.length ?? 0) > 0;
  const out: FamilyGiven[] = [];
  const derived = new Set<string>();
  for (const chain of chains) {
    const name = newFamily(chain, names);
    const d = asDerivative(chain.sides[1]);
    const v = d?.order === 1 ? d.variables[0] : undefined;
    if (name === null || d === null || v === undefined || derived.has(baseOf(name))) continue;
    if (!isFamily(v) || scriptsOf(v) !== scriptsOf(name)) continue;
    derived.add(baseOf(name));
    // The variable stands for the derivative by it, which has its shape, until that is put in its place.
    out.push({ chain, name, derivative: d, statement: { type: "definition", name, value: v, span: chain.span } });
  }
  for (const chain of chains) {
    const name = newFamily(chain, names);
    const value = chain.sides[1];
    if (name === null || value === undefined || derived.has(baseOf(name)) || asDerivative(value) !== null) continue;
    if (!postorder(value).some((e) => e.type === "name" && isFamily(e) && sharesLetter(e, name))) continue;
    const ranges = chain.ranges.length === 0 ? {} : { ranges: chain.ranges };
    out.push({
      chain,
      name,
      derivative: null,
      statement: { type: "definition", name, value, span: chain.span, ...ranges },
    });
  }
  return out;
}

/** The name with scripts on the left of a line, where the model has nothing of that base. */
function newFamily({ sides }: Chain, names: ReadonlySet<string>): Name | null {
  const left = sides[0] === undefined ? null : ungrouped(sides[0]);
  if (left?.type !== "name" || left.scripts === undefined || scriptsOf(left) === "") return null;
  return names.has(left.name) || names.has(left.scripts.base) ? null : left;
}

const lettersAt = (n: Name): readonly string[] => scriptsOf(n).match(/[A-Za-z]/g) ?? [];
const sharesLetter = (a: Name, b: Name): boolean => lettersAt(a).some((l) => lettersAt(b).includes(l));

/** The derivative that has the letters of a left side, `∂L/∂z_t` for `delta_t` or `delta_T`: what binds them. */
export function boundLike(left: Expression, given: readonly FamilyGiven[]): Derivative | null {
  const name = ungrouped(left);
  if (name.type !== "name" || name.scripts === undefined) return null;
  const of = given.find((g) => baseOf(g.name) === baseOf(name));
  const [v] = of?.derivative?.variables ?? [];
  if (of?.derivative == null || v?.scripts === undefined) return null;
  const rest = name.name.slice(baseOf(name).length);
  const variable: Name = { ...v, name: `${v.scripts.base}${rest}`, scripts: { ...name.scripts, base: v.scripts.base } };
  return { ...of.derivative, variables: [variable], span: name.span };
}

/** Makes a family each of whose members is a derivative at its place; beyond its last member it is 0. */
export function giveFamily(model: Model, name: string, left: Expr, value: Expr): void {
  const of = familyNamed(model.context, name);
  const asked = left.free.filter((i) => i.kind === "asked");
  if (of === null || asked.length !== of.formals.length) return;
  const own = of.formals.map((f) => asked.find((i) => i.letter === f.letter) ?? asked[of.formals.indexOf(f)]);
  if (own.includes(undefined)) return;
  defineFamily(of, substituteAll(value, own as typeof asked, of.formals.map(placeOf)));
  endWithZero(of);
}

/** δ_{T+1} = 0: nothing comes back from beyond the end. */
function endWithZero(of: Family): void {
  const [only] = of.formals;
  if (only === undefined || of.formals.length > 1) return;
  const beyond = [constantPlace(plus(only.hi, ONE))];
  const { rows, cols } = shapeAt(of, beyond);
  defineBase(of, beyond, zeros(rows, cols, of.home));
}

/** Until the derivative is put in, a family that is given one has no equation. */
export function openFamilies(model: Model, given: readonly FamilyGiven[]): void {
  for (const { name, derivative } of given) {
    const of = derivative === null ? null : familyNamed(model.context, baseOf(name));
    if (of !== null) defineFamily(of, null);
  }
}
