/**
 * The check that printed text is read back as what it was, checked: each form of the printer is made wrong in turn, and
 * among examples and random expressions there must be one whose text then says something else.
 */
import { expect, it } from "vitest";
import type { Expr } from "../../src/core/expr.js";
import { walk } from "../../src/core/walk.js";
import { newContext } from "../../src/functions/library.js";
import { OPERATIONS, type OpName } from "../../src/ops/all.js";
import { type Form, type Language, LEVEL, type Piece, printer } from "../../src/print/pretty.js";
import { TEXT } from "../../src/print/text.js";
import { WITH_INDICES } from "../ops/examples.js";
import { everyOperation, seeded } from "../print/expressions.js";
import { says } from "../print/readings.js";

/** Faults that printers may have. */
const FAULTS: readonly (readonly [string, (form: Form, e: Expr, right: Piece, at: Parameters<Form>[1]) => Piece])[] = [
  ["takes the operands from the right", (form, e, _, at) => form({ ...e, args: [...e.args].reverse() }, at)],
  [
    "prints the first operand everywhere",
    (form, e, _, at) => form({ ...e, args: e.args.map(() => e.args[0] as Expr) }, at),
  ],
  ["forgets that it needs parentheses", (_form, _e, right) => ({ ...right, level: LEVEL.primary })],
  ["prints its first operand alone", (_form, e, right, at) => (e.args[0] === undefined ? right : at.of(e.args[0]))],
  ["loses its last character", (_form, _e, right) => ({ ...right, text: right.text.slice(0, -1) })],
];

/** Operations that no equation holds, so that nothing reads them back. */
const UNREAD: readonly OpName[] = ["differential", "derivative", "powersum", "implicit", ...WITH_INDICES];

/** Changes that are no fault: operands that commute, and a postfix that another postfix may follow. */
const NONE = new Set([
  ...["sum", "times", "scale", "hadamard", "maximum", "minimum"].map(
    (name) => `${name} takes the operands from the right`,
  ),
  "transpose forgets that it needs parentheses",
]);

const random = Array.from({ length: 400 }, (_, seed) => seeded(4, seed * 7919 + 1));

/** Expressions in which an operation occurs: its example, and random ones. */
function places(name: OpName): readonly Expr[] {
  const found = random.filter((e) => walk([e]).some((part) => part.op.name === name)).slice(0, 50);
  const example = everyOperation(newContext())[name];
  return [example, ...found];
}

const withForm = (name: OpName, form: Form): Language => ({ ...TEXT, forms: { ...TEXT.forms, [name]: form } });

/** Whether a wrong form is seen; null where it says the same everywhere, or where it cannot print at all. */
function seen(name: OpName, wrong: Form): boolean | null {
  let changed = false;
  for (const [seed, e] of places(name).entries()) {
    let text: string;
    try {
      text = printer(withForm(name, wrong))(e);
    } catch {
      return true;
    }
    if (text === printer(TEXT)(e)) continue;
    changed = true;
    for (const other of [0, 1000, 2000, 3000]) if (says(text, e, seed + other) === false) return true;
  }
  return changed ? false : null;
}

it("planted faults in the forms of every operation are seen", { timeout: 240_000 }, () => {
  const survived: string[] = [];
  let planted = 0;
  for (const { name } of OPERATIONS) {
    const op = name as OpName;
    if (UNREAD.includes(op)) continue;
    const form = TEXT.forms[op];
    for (const [what, fault] of FAULTS) {
      const found = seen(op, (e, at) => fault(form, e, form(e, at), at));
      if (found === null || NONE.has(`${name} ${what}`)) continue;
      planted += 1;
      if (!found) survived.push(`${name} ${what}`);
    }
  }
  expect(survived).toEqual([]);
  expect(planted).toBeGreaterThan(60);
});
