import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parseTokens } from "../../src/parse/grammar/automaton.js";
import { building, type ParsedStatement } from "../../src/parse/grammar/build.js";
import {
  GRAMMAR_KINDS,
  type GrammarKind,
  type LexicalKind,
  plainToken,
  type Token,
} from "../../src/parse/lex/tokens.js";
import { generator, randomSentence } from "./grammar.js";
import { parseEarley, treeOf } from "./oracle.js";

const parsed = (tokens: readonly Token[]) => parseTokens(tokens, building("", new Set()));

const kindsOf = (tokens: readonly Token[]): string => tokens.map((t) => t.type).join(" ");

/** The tree, or the place of the fault with what could have stood there in one order. */
type Outcome = ParsedStatement | { readonly at: number; readonly expected: readonly GrammarKind[] };

function byAutomaton(tokens: readonly Token[]): Outcome {
  const p = parsed(tokens);
  return p.type === "parsed" ? p.statement : { at: p.at, expected: [...p.expected].sort() };
}

function byNearley(tokens: readonly Token[]): Outcome {
  const p = parseEarley(tokens);
  return p.type === "parsed" ? treeOf(p.derivation) : { at: p.at, expected: [...p.expected].sort() };
}

function compare(tokens: readonly Token[]): Outcome {
  const outcome = byAutomaton(tokens);
  expect({ kinds: kindsOf(tokens), outcome }).toEqual({ kinds: kindsOf(tokens), outcome: byNearley(tokens) });
  return outcome;
}

describe("the automaton reads what nearley reads", () => {
  it("the same tree of random sentences", () => {
    const random = generator(11);
    for (let i = 0; i < 2000; i++) {
      const tokens = randomSentence(random, 10 + Math.floor(random() * 14), 50);
      if (!("type" in compare(tokens))) expect.fail(`not accepted: ${kindsOf(tokens)}`);
    }
  });

  it("the same fault and the same expectation, in sentences with a token left out, put in or changed", () => {
    const random = generator(12);
    const any = (n: number) => Math.floor(random() * n);
    let refused = 0;
    for (let i = 0; i < 4000; i++) {
      const tokens = randomSentence(random, 8 + any(10), 25);
      const kind = GRAMMAR_KINDS[any(GRAMMAR_KINDS.length)] as GrammarKind;
      tokens.splice(
        any(tokens.length + 1),
        any(2),
        ...(any(3) === 0 ? [] : [plainToken(kind, "x", { start: 0, end: 1 })]),
      );
      if ("at" in compare(tokens)) refused++;
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it("the same fault and the same expectation, in any tokens whatever", () => {
    const random = generator(13);
    const any = (n: number) => Math.floor(random() * n);
    for (let i = 0; i < 4000; i++) {
      const tokens = Array.from({ length: any(12) }, () =>
        plainToken(GRAMMAR_KINDS[any(GRAMMAR_KINDS.length)] as GrammarKind, "x", { start: 0, end: 1 }),
      );
      compare(tokens);
    }
  });

  it("the same fault and the same expectation, where a sentence breaks off", () => {
    const random = generator(14);
    for (let i = 0; i < 1000; i++) {
      const tokens = randomSentence(random, 16, 40);
      compare(tokens.slice(0, Math.floor(random() * tokens.length)));
    }
  });

  it("refuses the empty statement, and kinds that the grammar does not have", () => {
    const of = (...kinds: readonly LexicalKind[]) => parsed(kinds.map((k) => plainToken(k, "x", { start: 0, end: 1 })));
    expect(of()).toMatchObject({ type: "unexpected", at: 0 });
    expect(of("NAME", "EQ", "NAME")).toMatchObject({ type: "parsed" });
    expect(of("NAME", "EQ", "PROSE")).toMatchObject({ type: "unexpected", at: 2 });
    expect(of("NAME", "EQ", "NAME", "QUAD")).toMatchObject({ type: "unexpected", at: 3 });
    expect(of("STOP")).toMatchObject({ type: "unexpected", at: 0 });
  });
});

describe("the tables", async () => {
  const script = join(dirname(fileURLToPath(import.meta.url)), "../../scripts/automaton.mjs");
  const { automaton } = await import(pathToFileURL(script).href);
  const rule = (name: string, ...symbols: unknown[]) => ({ name, symbols });
  const t = (name: string) => ({ token: name });

  it("refuse a grammar with two parses of a sentence", () => {
    const list = [rule("e", "e", t("PLUS"), "e"), rule("e", t("X"))];
    expect(() => automaton({ rules: list, start: "e" })).toThrow(/two readings in state \d+ before PLUS: rule e/);
  });

  it("have a state for each set of items", () => {
    const list = [rule("e", "e", t("PLUS"), t("X")), rule("e", t("X"))];
    expect(automaton({ rules: list, start: "e" }).actions).toHaveLength(5);
  });

  it("refuse an empty rule, which lookaheads here do not know", () => {
    expect(() => automaton({ rules: [rule("e")], start: "e" })).toThrow(/the rule e is empty/);
  });
});
