/** The laws of sums, conditions and entries: each applies to its examples, keeps their values, and none of their small wrongs does. */
import { describe, expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { placeOf, shifted } from "../../src/core/place.js";
import { sameShape } from "../../src/core/shape.js";
import { walk } from "../../src/core/walk.js";
import { normalForm } from "../../src/derive/normal.js";
import { substitute } from "../../src/ops/binder.js";
import { number } from "../../src/ops/number.js";
import { printUnicode } from "../../src/print/unicode.js";
import { replaced } from "../../src/rewrite/simplify.js";
import { mutants } from "../ops/mutants.js";
import { agreed, CASES, differ, LAWS, LETTERS } from "./index-cases.js";

const lawNamed = (name: string) => {
  const found = LAWS.find((l) => l.name === name);
  if (found === undefined) throw new Error(`no law is called ${name}`);
  return found;
};
describe("laws of indices", () => {
  it("have a case each", () => {
    const shown = new Set(CASES.filter(([, , after]) => after !== null).map(([name]) => name));
    expect(LAWS.map((l) => l.name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(CASES)("%s, case %#", (name, e, after) => {
    const found = lawNamed(name).apply(e);
    if (after === null) expect(found).toBeNull();
    else {
      expect(found).not.toBeNull();
      if (found === null) return;
      expect(printUnicode(found)).toContain(after);
      expect(sameShape(found.shape, e.shape)).toBe(true);
    }
  });

  it("keep values, for every value of every letter, whatever stands beyond a range", () => {
    for (const [name, e, after] of CASES) {
      if (after === null || name === "sizes that are equal") continue;
      const found = lawNamed(name).apply(e) as Expr;
      const verdict = agreed(e, found, 11, 6);
      expect(verdict, `${name}: ${printUnicode(e)}`).toMatchObject({ verdict: "agree" });
      expect(agreed(e, normalForm(e), 12, 4), printUnicode(e)).toMatchObject({ verdict: "agree" });
    }
  });

  it("are caught where they say something wrong", { timeout: 60_000 }, () => {
    const survived: string[] = [];
    let planted = 0;
    for (const [name, e, after] of CASES) {
      if (after === null || name === "sizes that are equal") continue;
      const found = lawNamed(name).apply(e) as Expr;
      for (const { what, expr } of [...mutants(found), ...wrongPlaces(found)]) {
        if (typeof expr === "string" || !differ(found, expr, 1000, 4)) continue;
        planted += 1;
        if (!differ(e, expr, 7)) survived.push(`${name}: ${printUnicode(e)}: ${what}`);
      }
    }
    expect(survived).toEqual([]);
    expect(planted).toBeGreaterThan(150);
  });

  it("have no step that another takes back", () => {
    for (const [, e] of CASES) {
      const normal = normalForm(e);
      expect(normalForm(normal)).toBe(normal);
      for (const part of walk([normal])) expect(part.loose).toBe(false);
    }
  });
});

/** An expression with one place moved by one, one range shortened, one condition lost. */
function wrongPlaces(e: Expr): { what: string; expr: Expr }[] {
  const out: { what: string; expr: Expr }[] = [];
  const put = (what: string, from: Expr, to: Expr) => out.push({ what, expr: replaced(e, from, to) });
  for (const part of walk([e], (p) => p.free.length === 0 && p.level === 0)) {
    if (part.op.name === "iverson") put(`lose ${printUnicode(part)}`, part, number(1, e));
    if (part.op.name === "entry")
      for (const l of LETTERS)
        if (part.free.includes(l)) put(`move ${printUnicode(part)}`, part, substitute(part, l, shifted(placeOf(l), 1)));
  }
  return out;
}
