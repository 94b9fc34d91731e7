/**
 * The words of a derivation in another language: a phrase of English with its own, `{}` for what stands in it. A phrase
 * that has none stays as it is.
 */
import type { Report, StepReport } from "../report.js";
import { GERMAN } from "./de.js";
import { KOREAN } from "./ko.js";
import { CHINESE } from "./zh.js";

/** By the phrase of English; `{1}` takes the second of its parts, for a language of another order. */
export type Phrases = Readonly<Record<string, string>>;

export const LANGUAGES = ["en", "ko", "de", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

const TABLES: Readonly<Record<Exclude<Language, "en">, Phrases>> = { ko: KOREAN, de: GERMAN, zh: CHINESE };

interface Pattern {
  readonly english: RegExp;
  readonly own: string;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Phrases with parts, the longest first, so that a short one does not take what a long one says. */
const patternsOf = (table: Phrases): readonly Pattern[] =>
  Object.entries(table)
    .filter(([english]) => english.includes("{}"))
    .sort(([a], [b]) => b.length - a.length)
    .map(([english, own]) => ({
      english: new RegExp(`^${english.split("{}").map(literal).join("(.+?)")}$`, "su"),
      own,
    }));

const known = new Map<Language, readonly Pattern[]>();

function patternsIn(language: Exclude<Language, "en">): readonly Pattern[] {
  const found = known.get(language) ?? patternsOf(TABLES[language]);
  known.set(language, found);
  return found;
}

/** What joins phrases of their own: `u is fixed; ds = uᵀ dh`, `product rule, row times diagonal`. */
const JOINTS = ["; ", ", "] as const;

/** A phrase in a language; its own where the table lacks it. */
export const inLanguage = (text: string, language: Language): string => spoken(text, language) ?? text;

/** Null where the table has no word for it. */
function spoken(text: string, language: Language): string | null {
  if (language === "en" || text === "") return text;
  const table = TABLES[language];
  if (Object.hasOwn(table, text)) return table[text] as string;
  for (const { english, own } of patternsIn(language)) {
    const found = english.exec(text);
    if (found === null) continue;
    let next = 0;
    return own.replaceAll(/\{(\d?)\}/g, (_, which: string) => {
      const part = found[1 + (which === "" ? next++ : Number(which))] ?? "";
      return inLanguage(part.replaceAll(" and ", ", "), language);
    });
  }
  for (const joint of JOINTS) {
    const parts = text.split(joint);
    if (parts.length < 2) continue;
    const all = parts.map((part) => spoken(part, language) ?? (hasWords(part) ? null : part));
    if (all.every((part) => part !== null)) return all.join(joint);
  }
  return null;
}

/** Whether a text says something, beside formulas: two words of a language in a row. */
const hasWords = (text: string): boolean => /(?<![\p{L}\p{N}_])[a-z]{2,} [a-z]{2,}(?![\p{L}\p{N}_(])/u.test(text);

const WORDS = ["title", "statement", "why"] as const;

const stepIn = (step: StepReport, language: Language): StepReport => ({
  ...step,
  title: inLanguage(step.title, language),
  statement: inLanguage(step.statement, language),
  why: step.why === null ? null : inLanguage(step.why, language),
});

/** A report whose titles, rules and reasons are in a language. What programs read, rules by their keys, stays. */
export function reportIn(report: Report, language: Language): Report {
  if (language === "en") return report;
  const told = <T extends { readonly steps: readonly StepReport[] }>(part: T): T => ({
    ...part,
    steps: part.steps.map((s) => stepIn(s, language)),
  });
  return { ...report, results: report.results.map(told), where: report.where.map(told) };
}

/** The phrases of a report that a language lacks, each once. */
export function lackingIn(report: Report, language: Language): readonly string[] {
  const steps = [...report.results, ...report.where].flatMap((part) => part.steps);
  const all = steps.flatMap((s) => WORDS.map((key) => s[key] ?? ""));
  return [...new Set(all)].filter((text) => spoken(text, language) === null && hasWords(text));
}
