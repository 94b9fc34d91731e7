import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { reporter } from "../../src/core/diagnostic.js";
import { plainTokens } from "../../src/parse/lex/plain.js";
import type { Token } from "../../src/parse/lex/tokens.js";
import { GRAMMAR_KINDS } from "../../src/parse/lex/tokens.js";
import { filter } from "../../src/parse/statement/filter.js";
import { knownNames } from "../../src/parse/statement/known.js";
import { sentences } from "../../src/parse/statement/statements.js";
import { parseSyntax } from "../../src/parse/syntax.js";
import { generator, randomSentence, shortStrings } from "./grammar.js";
import { parseEarley } from "./oracle.js";

const parses = (tokens: readonly Token[]): number => {
  const p = parseEarley(tokens);
  return p.type === "parsed" ? p.count : 0;
};

describe("every statement has exactly one parse", () => {
  it("all short strings of tokens have one or none", () => {
    let sentencesFound = 0;
    for (const { kinds, parses: count } of shortStrings(4)) {
      if (count > 1) expect.fail(`${count} parses of ${kinds.join(" ")}`);
      sentencesFound += count;
    }
    expect(sentencesFound).toBeGreaterThan(500);
  });

  it("random sentences of the grammar, which use every kind of token", () => {
    const random = generator(7);
    const used = new Set<string>();
    for (let i = 0; i < 3000; i++) {
      const tokens = randomSentence(random, 12 + Math.floor(random() * 14), 60);
      for (const t of tokens) used.add(t.type);
      if (parses(tokens) !== 1) expect.fail(`${parses(tokens)} parses of ${tokens.map((t) => t.type).join(" ")}`);
    }
    expect([...GRAMMAR_KINDS].filter((k) => !used.has(k))).toEqual([]);
  });
});

// What is said of the published problems needs them: they stand beside the repository, not in it.
const shared = join(dirname(fileURLToPath(import.meta.url)), "../../../shared/cases");
const rows = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(join(shared, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

interface Case {
  readonly id: string;
  readonly decl: Record<string, string>;
  readonly assume?: Record<string, readonly string[]>;
  readonly eqs: readonly string[];
  readonly of: string;
  readonly wrt: string;
  readonly order: number;
  readonly expected: string;
}

const model = (c: Case): string[] => [
  ...Object.entries(c.decl).map(
    ([n, kind]) => `${n} : ${kind} ${new Map(Object.entries(c.assume ?? {})).get(n)?.join(" ") ?? ""}`,
  ),
  ...c.eqs,
  c.order === 2 ? `∂²${c.of}/∂${c.wrt}²` : `∂${c.of}/∂${c.wrt}`,
];

describe.skipIf(!existsSync(shared))("the published problems (../shared/cases, skipped where it is missing)", () => {
  it("are read without a word, one parse for each statement", () => {
    for (const c of rows("cases.jsonl") as unknown as Case[]) {
      const lines = [...model(c), `expected_ = ${c.expected}`];
      const source = lines.join("\n");
      const report = reporter(source);
      const { statements, notices } = parseSyntax(source, report);
      expect([c.id, report.diagnostics, notices, statements.length]).toEqual([c.id, [], [], lines.length]);
      const tokens: Token[] = [];
      plainTokens(source, { start: 0, end: source.length }, tokens);
      const cut = sentences(tokens).sentences;
      const known = knownNames(cut);
      for (const s of cut) expect(parses(filter(source, s, known).tokens)).toBe(1);
    }
  });

  it("the malformed ones are refused where they are wrong, and the rest of their text is read", () => {
    const syntactic = (
      rows("bad.jsonl") as unknown as (Case & {
        category: string;
        position: { statement: number; column: number };
      })[]
    ).filter(
      (b) => b.category === "syntax" || ["bad-lhs-expression", "bad-two-equals", "bad-empty-rhs"].includes(b.id),
    );
    expect(syntactic.length).toBeGreaterThan(8);
    for (const b of syntactic) {
      const lines = model(b);
      const source = lines.join("\n");
      const report = reporter(source);
      const { statements } = parseSyntax(source, report);
      const line = Object.keys(b.decl).length + 1 + b.position.statement;
      expect([b.id, report.diagnostics.map((d) => [d.line, d.column])]).toEqual([
        b.id,
        [[line, b.position.column + 1]],
      ]);
      expect(statements.length).toBe(lines.length - 1);
    }
  });
});
