import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { accepted } from "../../src/parse/grammar/automaton.js";
import { parseEarley } from "../../src/parse/grammar/earley.js";
import { GRAMMAR_KINDS, type Token, token } from "../../src/parse/lex/tokens.js";
import { generator, randomSentence } from "./grammar.js";

const byEarley = (tokens: readonly Token[]) => {
  const p = parseEarley(tokens);
  return p.type === "parsed" ? p.statement : null;
};

describe("the automaton reads what nearley reads", () => {
  it("the same tree of random sentences", () => {
    const random = generator(11);
    for (let i = 0; i < 2000; i++) {
      const tokens = randomSentence(random, 10 + Math.floor(random() * 14), 50);
      const tree = accepted(tokens);
      if (tree === null) expect.fail(`not accepted: ${tokens.map((t) => t.type).join(" ")}`);
      expect(tree).toEqual(byEarley(tokens));
    }
  });

  it("refuses what nearley refuses: sentences with a token left out, put in or changed", () => {
    const random = generator(12);
    const any = (n: number) => Math.floor(random() * n);
    let refused = 0;
    for (let i = 0; i < 4000; i++) {
      const tokens = randomSentence(random, 8 + any(10), 25);
      const kind = GRAMMAR_KINDS[any(GRAMMAR_KINDS.length)] as (typeof GRAMMAR_KINDS)[number];
      tokens.splice(any(tokens.length + 1), any(2), ...(any(3) === 0 ? [] : [token(kind, "x", 0, 1, false, false)]));
      const found = accepted(tokens) !== null;
      if (!found) refused++;
      if (found !== (byEarley(tokens) !== null)) expect.fail(tokens.map((t) => t.type).join(" "));
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it("refuses the empty statement, and kinds that the grammar does not have", () => {
    const of = (...kinds: readonly Token["type"][]) => kinds.map((k) => token(k, "x", 0, 1, false, false));
    expect(accepted([])).toBeNull();
    expect(accepted(of("NAME", "EQ", "NAME"))).not.toBeNull();
    expect(accepted(of("NAME", "EQ", "PROSE"))).toBeNull();
    expect(accepted(of("NAME", "EQ", "NAME", "QUAD"))).toBeNull();
    expect(accepted(of("STOP"))).toBeNull();
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
