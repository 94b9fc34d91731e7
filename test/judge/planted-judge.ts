/** The judge with one line of it made worse, bundled anew: what its tests must see. */
import { bundledWith, type Fault } from "../planted.js";
import type { Attack } from "./attack.js";
import type { judged as judgedType } from "./judge.js";

interface PlantedFault extends Fault {
  /** A claim that the judge as it is judges rightly and this one does not. */
  readonly witness: Attack;
}

const DECLARED = "a, b, k : scalar\nx : vector(n)\nP : matrix(n, n) posdef\nf : function";

/** A claim about the derivative of k a by k, which is a. */
const witness = (side: string, isTrue = false): Attack => ({
  kind: "witness",
  text: `${DECLARED}\ns = k a\n∂s/∂k = ${side}`,
  isTrue,
});

/** What is beside 0 only where a sum of inner products is between two numbers that are near to each other. */
const BETWEEN: Attack = {
  kind: "witness",
  text: `${DECLARED}
y_t : vector(n) for t in 1..T
s = k a
∂s/∂k = a + (step((Σ_t x^T y_t) - 9) - step((Σ_t x^T y_t) - 9.000000001))`,
  isTrue: false,
};

export const FAULTS: readonly PlantedFault[] = [
  {
    name: "looks for no side",
    witness: witness("a + relu(a - 5000)"),
    edits: [
      ["judge/seek.ts", "const { kinks } = study;", "const kinks: readonly Kink[] = [];"],
      ["judge/seek.ts", ".filter((k) => k.needed)", ".filter(() => false)"],
      ["judge/between.ts", "if (kinks.length === 0 ||", "if (kinks.length >= 0 ||"],
    ],
  },
  {
    name: "sees positive inputs only",
    witness: witness("a + f(abs(b)) - f(b)"),
    edits: [
      [
        "judge/draws.ts",
        'const SIGNS = ["mixed", "positive", "negative"] as const',
        'const SIGNS = ["positive"] as const',
      ],
      ["judge/draws.ts", "const together = Math.min(scalars.length, MOST_TOGETHER);", "const together = 0;"],
      [
        "judge/draws.ts",
        "known.has(e)) return { positive: !negative.has(e), negative: negative.has(e), magnitude }",
        "known.has(e)) return { positive: true, magnitude }",
      ],
      ["judge/seek.ts", "const { kinks } = study;", "const kinks: readonly Kink[] = [];"],
      ["judge/seek.ts", ".filter((k) => k.needed)", ".filter(() => false)"],
      ["judge/everywhere.ts", "i < (options.draws ?? DRAWS)", "i < 0"],
      ["judge/between.ts", "if (kinks.length === 0 ||", "if (kinks.length >= 0 ||"],
      ["judge/everywhere.ts", "const [still] = stillOf(study);", "const [still] = stillOf(study).slice(0, 0);"],
      ["judge/everywhere.ts", ", seekStill]", "]"],
    ],
  },
  {
    name: "sees one magnitude",
    witness: witness("a + asin(sin(b)) - b"),
    edits: [
      ["judge/draws.ts", "const MAGNITUDES = [1, 10, 0.1, 100, 1, 0.01, 1000]", "const MAGNITUDES = [1]"],
      ["judge/seek.ts", "const MAGNITUDES = [0.01, 0.1, 1, 1, 3, 10, 30, 100, 1000]", "const MAGNITUDES = [1]"],
      [
        "judge/seek.ts",
        "const step = random.pick([...MAGNITUDES, ...study.numbers])",
        "const step = random.pick(MAGNITUDES)",
      ],
    ],
  },
  {
    name: "sees unequal sizes only",
    witness: witness("a + step(n - 11)"),
    edits: [
      [
        "judge/draws.ts",
        'const SIZES = ["unequal", "equal", "ones", "unequal", "beyond"] as const',
        'const SIZES = ["unequal"] as const',
      ],
      ["judge/seek.ts", "if (sized) {", "if (false) {"],
      ["judge/seek.ts", ".filter((k) => k.needed)", ".filter(() => false)"],
    ],
  },
  {
    name: "looks for no bump",
    witness: witness("a + 1 - tanh(1e6 (b - 40))^2"),
    edits: [["judge/study.ts", "known.flatMap(flatsOf)", "known.flatMap(() => [])"]],
  },
  {
    name: "compares at 1e-6",
    witness: {
      kind: "witness",
      text: "a, b, k : scalar\ns = k sin(a b) + 3.5 k^2\n∂s/∂k = sin(a b) + 7 k + 1e-9 a",
      isTrue: false,
    },
    edits: [["judge/study.ts", "const ROUNDED = 4e-14", "const ROUNDED = 1e-6"]],
  },
  {
    name: "asks for no further digits, and believes what it sees",
    witness: witness("a + logdet(P) - log(det(P))", true),
    edits: [
      [
        "judge/study.ts",
        'const precise = atMoreDigits(study, env);\n  if (precise === "rounding") return',
        'const precise = null as ReturnType<typeof atMoreDigits>;\n  if (precise === "rounding") return',
      ],
      ["judge/study.ts", "if (apart.length > 0 && isSteady(", "if (apart.length > 0 || isSteady("],
      ["judge/study.ts", "const APART = 1e-6", "const APART = 0"],
      ["judge/study.ts", "const ROUNDED = 4e-14", "const ROUNDED = 0"],
    ],
  },
  {
    name: "passes over a claim without a value",
    witness: witness("a + log(a b) - log(a) - log(b)"),
    edits: [["judge/study.ts", "if (study.valueless !== null) return;", "if (study !== null) return;"]],
  },
  {
    name: "cancels a root with its square wherever it stands",
    witness: witness("sqrt(a)^2"),
    edits: [["judge/laws.ts", "return same && hasValueOf(claimed, [derived, ...of])", "return same"]],
  },
  {
    name: "looks between no kinks",
    witness: witness("a + step(b - 9) - step(b - 9.000000001)"),
    edits: [["judge/between.ts", "if (kinks.length === 0 ||", "if (kinks.length >= 0 ||"]],
  },
  {
    name: "takes kinks that are near for one",
    witness: BETWEEN,
    edits: [["judge/lines.ts", "const ONE = 1e-48", "const ONE = 1e-4"]],
  },
  {
    name: "asks for no further digits between kinks",
    witness: witness("a + step(a k - 3) step(3.0000000000001 - a k)"),
    edits: [
      [
        "judge/between.ts",
        'if (found.type === "differ" || (found.type === "same" && !close)) return found;',
        "if (found !== null) return found;",
      ],
      ["judge/between.ts", "study.doubt ??= `no digits tell what is", "study.doubt ??= null; `no digits tell what is"],
      [
        "judge/between.ts",
        "const middle = between(study, line, before, after);",
        "const middle = null as Decimal | null;",
      ],
    ],
  },
  {
    name: "looks between no kinks within others, and takes a product for 0 that is so at its draws",
    witness: witness("a + relu(a - 3) relu(3.00001 - a) relu(b - 5) relu(5.00001 - b)"),
    edits: [
      ["judge/between.ts", "const DEEPEST = 3", "const DEEPEST = 1"],
      ["judge/everywhere.ts", "const [still] = stillOf(study);", "const [still] = stillOf(study).slice(0, 0);"],
      ["judge/everywhere.ts", ", seekStill]", "]"],
    ],
  },
  {
    name: "shows every side impossible",
    witness: BETWEEN,
    edits: [
      [
        "judge/sides.ts",
        "return { positive: high <= 0, negative: low >= 0 }",
        "return { positive: high <= 0 || low < 0, negative: true }",
      ],
      ["judge/between.ts", "if (kinks.length === 0 ||", "if (kinks.length >= 0 ||"],
    ],
  },
  {
    name: "takes a multiple for the thing itself",
    witness: witness("2 a"),
    edits: [
      [
        "judge/laws.ts",
        "canonicalKey(a) === canonicalKey(b)",
        "canonicalKey(termOf(a).rest) === canonicalKey(termOf(b).rest)",
      ],
    ],
  },
];

/** The judge of `judge.ts` with a fault in it. */
export async function judgeWith(fault: Fault): Promise<typeof judgedType> {
  const { judged } = await bundledWith<{ judged: typeof judgedType }>(new URL("judge.ts", import.meta.url), fault);
  return judged;
}
