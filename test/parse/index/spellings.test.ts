import { describe, expect, it } from "vitest";
import { generator } from "../grammar.js";
import { read } from "../show.js";

/** A piece of a model in three spellings, and what it is read as. */
interface Sample {
  readonly plain: string;
  readonly unicode: string;
  readonly latex: string;
  readonly shown: string;
}

type Random = () => number;

const SPELLINGS = ["plain", "unicode", "latex"] as const;
const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;
const sample = (plain: string, unicode: string, latex: string, shown: string): Sample => ({
  plain,
  unicode,
  latex,
  shown,
});

/** Puts pieces together, `%` for each of them in its turn. */
function together(forms: readonly [string, string, string, string], parts: readonly Sample[]): Sample {
  const filled = (form: string, key: keyof Sample): string => {
    let i = 0;
    return form.replace(/%/g, () => parts[i++]?.[key] ?? "");
  };
  const [plain, unicode, latex, shown] = forms;
  return sample(filled(plain, "plain"), filled(unicode, "unicode"), filled(latex, "latex"), filled(shown, "shown"));
}

const LETTERS = ["i", "j", "k"] as const;

/** Members and entries at letters that are bound. */
function atom(bound: readonly string[], random: Random): Sample {
  const i = pick(bound, random);
  const j = pick(bound, random);
  return pick(
    [
      sample("a", "a", "a", "a"),
      sample(`x_${i}`, `x_${i}`, `\\mathbf{x}_${i}`, `x_${i}`),
      sample(`x_{${i}+1}`, `x_{${i}+1}`, `\\mathbf{x}_{${i}+1}`, `x_${i}_plus_1`),
      sample(`W_{${i},${j}}`, `W_{${i},${j}}`, `W_{${i},${j}}`, `W_${i}_${j}`),
      sample(`W[${i}, ${j}]`, `W_{${i}, ${j}}`, `W_{${i}, ${j}}`, `W_${i}_${j}`),
      sample(`u_{y_${i}}`, `u_{y_${i}}`, `\\mathbf{u}_{y_${i}}`, `u_y_${i}`),
      sample(`z^[l]_${i}`, `z^[l]_${i}`, `z_${i}^{[l]}`, `z_${i}_l`),
      sample(`[${i} = ${j}]`, `1[${i} = ${j}]`, `\\mathbf{1}[${i} = ${j}]`, `[${i} = ${j}]`),
      sample(`[${i} != 2]`, `[${i} ≠ 2]`, `\\mathbb{1}\\{${i} \\ne 2\\}`, `[${i} != 2]`),
      sample(`(A x)_${i}`, `(A x)_${i}`, `(A x)_${i}`, `<{A x}>@${i}`),
    ],
    random,
  );
}

function reduction(depth: number, bound: readonly string[], random: Random): Sample {
  const i = LETTERS.find((l) => !bound.includes(l));
  if (depth < 1 || i === undefined) return atom(bound, random);
  const inner = [...bound, i];
  const body = term(depth - 1, inner, random);
  const other = bound[0] ?? "1";
  const form = pick<readonly [string, string, string, string]>(
    [
      [`sum(${i}=1..N, %)`, `Σ_{${i}=1}^N (%)`, `\\sum_{${i}=1}^{N} (%)`, `sum[${i} = 1..N](%)`],
      [`sum(${i} = 2..n-1, %)`, `∑_{${i}=2}^{n-1} (%)`, `\\sum_{${i}=2}^{n-1} (%)`, `sum[${i} = 2..(n - 1)](%)`],
      [`prod(${i}=1..N, %)`, `Π_{${i}=1}^N (%)`, `\\prod_{${i}=1}^N (%)`, `prod[${i} = 1..N](%)`],
      [`sum(${i} in S, %)`, `∑_{${i}∈S} (%)`, `\\sum_{${i} \\in S} (%)`, `sum[${i} in S](%)`],
      [
        `sum(${i}=1..N, ${i} != ${other}, %)`,
        `∑_{${i}=1, ${i}≠${other}}^N (%)`,
        `\\sum_{\\substack{${i}=1 \\\\ ${i} \\ne ${other}}}^N (%)`,
        `sum[${i} = 1..N, ${i} != ${other}](%)`,
      ],
    ],
    random,
  );
  // The parenthesis around the body is one more in two of the spellings.
  const [plain, unicode, latex, shown] = form;
  return together([plain.replace("%", "(%)"), unicode, latex, shown.replace("(%)", "(<%>)")], [body]);
}

/** A sum over letters ends a term, so it stands last or in parentheses. */
function term(depth: number, bound: readonly string[], random: Random): Sample {
  const first = bound.length === 0 ? sample("a", "a", "a", "a") : atom(bound, random);
  const last = reduction(depth - 1, bound, random);
  const form = pick<readonly [string, string, string, string]>(
    [
      ["% + %", "% + %", "% + %", "(% + %)"],
      ["% - %", "% − %", "% - %", "(% - %)"],
      ["% * %", "% · %", "% \\cdot %", "{% * %}"],
      ["% .* %", "% ∘ %", "% \\circ %", "(% .* %)"],
      ["exp(%) + %", "exp(%) + %", "\\exp(%) + %", "(exp(%) + %)"],
    ],
    random,
  );
  return together(form, [first, last]);
}

const statement = (random: Random): Sample => {
  const value = reduction(3, [], random);
  const ranges = together(
    ["y_i = % for i in 1..N", "y_i = %, i = 1, …, N", "y_i = %, \\quad i = 1, \\dots, N", "y_i = % for i = 1..N"],
    [term(2, ["i"], random)],
  );
  return pick([together(["s = %", "s = %", "s = %", "s = %"], [value]), ranges], random);
};

describe("random sums are the same in plain text, Unicode and LaTeX", () => {
  it.each([1, 2, 3])("seed %i", (seed) => {
    const random = generator(seed);
    for (let n = 0; n < 150; n++) {
      const s = statement(random);
      for (const key of SPELLINGS) {
        const source = key === "latex" ? `$${s.latex}$` : s[key];
        const { shown, faults } = read(source, { known: { bound: new Set(["l"]) } });
        expect([source, shown, faults]).toEqual([source, [s.shown], []]);
      }
    }
  });
});
