/**
 * No answer depends on what names and operations are called or numbered: the bits that a node says
 * of what it holds save time only (docs/decisions/09-what-a-node-says.md).
 */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, expect, it, vi } from "vitest";
import { type Context, context, type Expr } from "../../src/core/expr.js";
import { type OpSpec, withArgs } from "../../src/core/op.js";
import { walk } from "../../src/core/walk.js";
import { transplant } from "../../src/derive/fork.js";
import { read } from "../../src/elaborate/parse.js";
import { type DeriveOptions, derive } from "../../src/index.js";
import { canonicalKey } from "../../src/laws/canonical.js";
import { heldBy } from "../../src/laws/names.js";
import { PREPARATION } from "../../src/laws/preparation.js";
import { STANDARD } from "../../src/laws/standard.js";
import { random } from "../../src/numeric/random.js";
import { OPERATIONS } from "../../src/ops/all.js";
import { T, Transpose } from "../../src/ops/transpose.js";
import { printText } from "../../src/print/text.js";
import type { LawBook } from "../../src/rewrite/simplify.js";
import { simplify } from "../../src/rewrite/simplify.js";
import { randomModel } from "../numeric/programs.js";

/** Prints the answers to a model: each derivative, its lines, the names that it uses. */
function answered(text: string, by: (text: string, options: DeriveOptions) => ReturnType<typeof derive> = derive) {
  const { results, where } = by(text, { steps: "full" });
  const steps = results.flatMap((r) => r.steps.map((s) => `${s.rule}: ${s.after}`));
  return [...results.map((r) => `${r.left.text} = ${r.text}`), ...where.map((w) => `${w.name} = ${w.text}`), ...steps];
}

/** Models in which @ and # are two names. */
const NAMED: readonly (readonly [model: string, answer: string])[] = [
  ["@ : matrix(n,m); # : matrix(m,n); v : vector(m n); s = v^T (vec(@) + vec(#^T)); ds/dv", "vec(@ + #^T)"],
  ["@, # : matrix(n,n); v : vector(n); s = v^T (diagvec(@) + c diagvec(#)); ds/dv", "diagvec(@ + c #)"],
  [
    "@, # : matrix(n,n); x : vector(m); Y = @ # ones(n,m) + b ones(n, m); Z = (ones(m, n) #^T @^T + b ones(m,n)) w; dZ/dw",
    "Y^T",
  ],
  ["@ = x^T z; # = sum(x .* z)^2; d#/dx", "2 @ z"],
];

const LETTERS = [..."ABDEFGHKLMNPQRSTUV"];
const PAIRS = LETTERS.flatMap((a, i) => LETTERS.map((b, j) => [`${a}${i % 3}`, `${b}${(j % 3) + 3}`] as const));
const put = (text: string, [a, b]: readonly [string, string]) => text.replaceAll("@", a).replaceAll("#", b);

/** The right sides of random models, in one context, where equal parts of several meet. */
function* inOneContext(to: number): Generator<Expr> {
  let home: Context | null = null;
  for (let seed = 1; seed < to; seed++) {
    const { home: own, output } = randomModel(random(seed), 3, []);
    home ??= context(own.functions);
    const value = own.definitions.get(String(output.data)) ?? output;
    // A name of a part has another shape in each model.
    if (!walk([value]).some((e) => e.data === "h_1" || e.data === "h_2")) yield transplant(value, home);
  }
}

const golden = new URL("../golden/", import.meta.url);
const MODELS: readonly string[] = [
  ...NAMED.flatMap(([model]) => PAIRS.filter((_, i) => i % 30 === 0).map((pair) => put(model, pair))),
  ...readdirSync(golden).flatMap((file) =>
    [...readFileSync(new URL(file, golden), "utf8").matchAll(/```chainrule\n([\s\S]*?)```/g)].map(
      ([, text]) => text as string,
    ),
  ),
];

/** The checks, on one of so many names, models and seeds. */
export function nameChecks(every: number): void {
  const models = MODELS.filter((_, i) => i % every === 0);
  // The least model of each operation, by all that it rests on.
  const examples = Object.values(OPERATIONS)
    .flatMap(({ example }) => (example === "" ? [] : [/=/.test(example) ? example : `y = ${example}`]))
    .filter((model) => read(model).diagnostics.every((d) => d.severity !== "error"));

  it.each(NAMED)("one answer for all names: %s", (model, answer) => {
    const found = PAIRS.filter((_, i) => i % every === 0).map((pair) => {
      const all = answered(put(model, pair)).join("\n");
      return all.replaceAll(pair[0], "@").replaceAll(pair[1], "#");
    });
    expect(new Set(found).size, [...new Set(found)].join("\n\n")).toBe(1);
    expect(found[0]).toContain(answer);
  });

  it("holds the same by its transpose, and by whatever has its canonical key", () => {
    const held = new Map<Expr, Expr>();
    let met = 0;
    for (const e of inOneContext(20_000 / every)) {
      for (const x of walk([e])) {
        const normal = simplify(x, STANDARD);
        if (normal.args.length === 0) continue;
        const key = canonicalKey(normal);
        const other = held.get(key);
        held.set(key, normal);
        if (other !== undefined && other !== normal) met += 1;
        const what = `${printText(other ?? normal)} is ${printText(normal)}`;
        expect(heldBy(normal), what).toBe(heldBy(other ?? normal));
        expect(normal.leaves, what).toBe((other ?? normal).leaves);
        const turned = simplify(T(normal), STANDARD);
        if (turned.args.length === 0) continue;
        expect(heldBy(turned), `${printText(turned)} is that turned: ${printText(normal)}`).toBe(heldBy(normal));
      }
    }
    expect(met).toBeGreaterThan(100 / every);
  });

  it("tries each law wherever it applies: what is asked first is never more than the law asks", () => {
    const asked = (book: LawBook, e: Expr): number => {
      const operands = new Set(e.args.map((a) => a.op));
      const within = new Set(walk([e]).map((x) => x.op));
      const ways = (book.at.get(e.op) ?? [])
        .flatMap((law) => law.ways(e.op).map((way) => ({ ...way, law })))
        .filter((way) => {
          const after = way.apply(e);
          return after !== null && after !== e;
        });
      for (const way of ways) {
        const what = `${way.law.name} at ${printText(e)}`;
        expect(way.among?.some((op) => operands.has(op)) ?? true, what).toBe(true);
        expect(way.within?.some((op) => within.has(op)) ?? true, what).toBe(true);
        expect(
          way.requires.every((op) => operands.has(op)),
          what,
        ).toBe(true);
      }
      return ways.length;
    };
    let applied = 0;
    for (let seed = 1; seed < 1500 / every; seed++) {
      const { home } = randomModel(random(seed), 5, ["symmetric", "positive", "simplex", "orthogonal"]);
      for (const e of walk([...home.definitions.values()])) {
        if (e.args.length === 0) continue;
        const ready = withArgs(
          e,
          e.args.map((a) => simplify(a, STANDARD)),
        );
        for (const x of new Set([e, ready])) applied += asked(STANDARD, x) + asked(PREPARATION, x);
      }
    }
    expect(applied).toBeGreaterThan(3000 / every);
  });

  it("gives one answer whatever has been interned before", () => {
    // Parts of the model itself, in another order, and many others.
    const before =
      "Zz0 : matrix(k9, k9); Zz1 = tanh(Zz0 Zz0^T) Zz0; Zz2 = vec(Zz1) + vec(inv(Zz0)); Zz3 = sum(Zz2 .* Zz2)\n";
    for (const model of models) expect(answered(before + model)).toEqual(answered(model));
  });

  afterAll(() => {
    vi.doUnmock("../../src/core/op.js");
    // The renumbered operations are nobody else's.
    vi.resetModules();
  });

  it.each([1, 2, 3, 4])("gives one answer however operations are numbered: %i", async (seed) => {
    const asked = [...models, ...examples];
    const wanted = asked.map((model) => answered(model));
    vi.resetModules();
    vi.doMock("../../src/core/op.js", async (original) => {
      const real = await original<typeof import("../../src/core/op.js")>();
      const { shuffled, whole } = random(seed);
      const numbers = shuffled(Array.from({ length: 200 }, (_, i) => i));
      let made = 0;
      return {
        ...real,
        defineOp: (spec: OpSpec) => {
          const op = real.defineOp(spec);
          const bit = op.alone || op.indexed ? op.bit : 1 << whole(0, 28);
          return Object.assign(op, { index: numbers[made++], code: whole(0, 2 ** 31), bit });
        },
      };
    });
    const other = await import("../../src/index.js");
    const { Transpose: renumbered } = await import("../../src/ops/transpose.js");
    expect(renumbered.index).not.toBe(Transpose.index);
    for (const [i, model] of asked.entries()) expect(answered(model, other.derive), model).toEqual(wanted[i]);
  });
}
