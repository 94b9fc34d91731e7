/** A formula in sloppy dress is read as it was meant, or something is said of it: a warning, or a refusal. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { bundledWith, type Fault } from "../planted.js";
import { type Dress, drawn, meaningOf, set, VALUES } from "./sloppy.js";
import { VALUES as ARRAYS, DECLARED, drawnArrays, meaningOfArray, setArray } from "./sloppy-arrays.js";

type Answer = typeof answer;

const at = JSON.stringify({ ...VALUES, t: 1 });

/** What a text says: the value of the formula, or null where anything was said of it. */
function readAs(text: string, dress: Dress): { readonly value: number | null; readonly said: readonly string[] } {
  const line = dress === "latex" ? `$y = ${text}$` : `y = ${text}`;
  const { diagnostics, results } = answer(`x, a, b, c, t : scalar\n${line}\nw = y t\n∂w/∂t`, { at, steps: "none" });
  const said = diagnostics.filter((d) => d.severity !== "note" && d.code !== "values/unused").map((d) => d.code);
  const [value] = [results[0]?.value].flat(3);
  return { value: typeof value === "number" ? value : null, said };
}

const RUNS = Number(process.env.SLOPPY_RUNS ?? 600);
const seed = Number(process.env.SLOPPY_SEED ?? 7);

const arraysAt = JSON.stringify({
  ...Object.fromEntries(
    Object.entries(ARRAYS).map(([name, rows]) => [
      name,
      rows[0]?.length === 1 ? (rows.length === 1 ? rows.flat()[0] : rows.flat()) : rows,
    ]),
  ),
  t: 1,
});

/** What a formula of arrays was read as, and whether that is what it means; null where anything was said of it. */
function isAsMeant(
  by: Answer,
  { formula, dress, choices }: typeof drawnArrays extends fc.Arbitrary<infer T> ? T : never,
): readonly [text: string, isRight: boolean | null] {
  const text = setArray(formula, dress, choices);
  const line = dress === "latex" ? `$y = ${text}$` : `y = ${text}`;
  const { diagnostics, results } = by(`${DECLARED}\n${line}\nw = t (y)\n∂w/∂t`, { at: arraysAt, steps: "none" });
  if (diagnostics.some((d) => d.severity !== "note" && d.code !== "values/unused")) return [text, null];
  const meant = meaningOfArray(formula).flat();
  const read = [results[0]?.value].flat(3) as readonly unknown[];
  const isNear = (v: unknown, k: number): boolean =>
    typeof v === "number" && Math.abs(v - (meant[k] as number)) < 1e-8 * (1 + Math.abs(meant[k] as number));
  return [text, read.length === meant.length && read.every(isNear)];
}

describe("a formula in sloppy dress", () => {
  it("is never read otherwise than it was meant without a word", () => {
    fc.assert(
      fc.property(drawn, ({ formula, dress, choices }) => {
        const meant = meaningOf(formula);
        fc.pre(Number.isFinite(meant) && Math.abs(meant) < 1e8);
        const text = set(formula, dress, choices);
        const { value, said } = readAs(text, dress);
        if (said.length > 0) return;
        const gap = value === null ? Number.NaN : Math.abs(value - meant) / (1 + Math.abs(meant));
        expect([text, gap < 1e-4, value, meant]).toEqual([text, true, value, meant]);
      }),
      { numRuns: RUNS, seed },
    );
  });

  it("of vectors and matrices neither, and most of them are read", () => {
    let read = 0;
    fc.assert(
      fc.property(drawnArrays, (drawnOne) => {
        const [text, isRight] = isAsMeant(answer, drawnOne);
        if (isRight === null) return;
        read += 1;
        expect([text, isRight]).toEqual([text, true]);
      }),
      { numRuns: RUNS, seed },
    );
    expect(read).toBeGreaterThan(RUNS / 2);
  });
});

/** Readers that lose what the generator has to be able to see. */
const FAULTS: readonly Fault[] = [
  {
    name: "leaves square matrices as they are under a transposition",
    edits: [
      [
        "elaborate/shapes/power.ts",
        'return call("transpose", [base], transposed(s));',
        'return s.rows === s.cols ? base : call("transpose", [base], transposed(s));',
      ],
    ],
  },
  {
    name: "transposes the last factor of a product",
    edits: [
      [
        "parse/grammar/build.ts",
        'if (base.type !== "postfix" || b.roots.has(base))',
        `if (operator.type === "transpose" && base.type === "group" && base.operand.type === "product") {
          const last = base.operand.rest[base.operand.rest.length - 1];
          const turned = { type: "postfix", operand: last.operand, operators: [operator], span };
          const rest = [...base.operand.rest.slice(0, -1), { ...last, operand: turned }];
          return { ...base, operand: { ...base.operand, rest } } as Expression;
        }
        if (base.type !== "postfix" || b.roots.has(base))`,
      ],
    ],
  },
  {
    name: "takes ⊙ for a quotient",
    edits: [["parse/lex/plain.ts", '["⊙", ["EW", "hadamard"]]', '["⊙", ["EW", "quotient"]]']],
  },
  {
    name: "takes \\odot for a quotient",
    edits: [
      ["parse/latex/commands.ts", 'tokens("EW", "hadamard", "circ odot")', 'tokens("EW", "quotient", "circ odot")'],
    ],
  },
  {
    name: "loses the power behind bars",
    edits: [
      [
        "parse/grammar/build.ts",
        "const { operator, end }: ReadPostfix = postfix;",
        'const { operator, end }: ReadPostfix = postfix;\n  if (base.type === "bars") return base;',
      ],
    ],
  },
  {
    name: "multiplies where a line divides",
    edits: [["parse/grammar/build.ts", 't.value === "/" ? "divide" : "times"', '"times"']],
  },
  {
    name: "takes a 2 below bars for a 1",
    edits: [["parse/grammar/build.ts", "subscript: subscript.value,", 'subscript: "1",']],
  },
  {
    name: "turns fractions round",
    edits: [
      ["parse/grammar/build.ts", "numerator,\n  denominator,", "numerator: denominator,\n  denominator: numerator,"],
    ],
  },
];

describe("a reader with a fault", () => {
  it.each(FAULTS.map((f) => [f.name, f] as const))("that %s is caught", { timeout: 120_000 }, async (_, fault) => {
    const { answer: faulty } = await bundledWith<{ answer: Answer }>(
      new URL("../../src/api/answer.ts", import.meta.url),
      fault,
    );
    const found = fc.check(
      fc.property(drawnArrays, (drawnOne) => isAsMeant(faulty, drawnOne)[1] !== false),
      { numRuns: RUNS, seed, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});
