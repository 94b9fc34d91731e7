/** Right derivations in every way that students write them: none is blamed, and each is read as far as the plain text. */
import { expect, it } from "vitest";
import { stepsOf } from "../../src/judge/steps/steps.js";
import { REWRITINGS } from "./rewritings.js";
import { RIGHT_STEPS } from "./right-steps.js";
import { USUAL } from "./usual-derivations.js";

const isAll = process.env.ALL_DRAWN === "1";
/** Some of them; `npm run test:deep` goes over all. */
const EVERY = isAll ? 1 : 43;

// Recursions take their time, and are rewritten in the long run alone.
const RIGHT = Object.entries({ ...USUAL, ...RIGHT_STEPS }).filter(([name]) => isAll || name !== "time");

/** A side with a mistake that stands out in every spelling. */
const SEVEN = /7 {1,2}(?:\* )?\(/;

interface Text {
  readonly name: string;
  readonly plain: string;
  readonly by: (text: string) => string | null;
  readonly text: string;
}

const texts: readonly Text[] = REWRITINGS.flatMap(({ name, by }) =>
  RIGHT.flatMap(([of, plain]) => {
    const text = by(plain);
    return text === null || text === plain ? [] : [{ name: `${of}, ${name}`, plain, by, text }];
  }),
);
const some = texts.filter((_, i) => i % EVERY === 0);

it("are more than a thousand", () => {
  expect(texts.length).toBeGreaterThan(1000);
});

it("reads all of each usual derivation, and blames nothing", { timeout: 120_000 }, () => {
  for (const [name, text] of Object.entries(USUAL))
    expect(stepsOf(text), name).toMatchObject({ firstWrong: null, notJudged: [], fault: null });
});

it("blames nothing in another spelling, and reads as much of it", { timeout: 1_200_000 }, () => {
  const judged = new Map<string, number>();
  const lost: string[] = [];
  for (const { name, plain, text } of some) {
    const all = judged.get(plain) ?? stepsOf(plain).judged;
    judged.set(plain, all);
    const said = stepsOf(text);
    expect(said.firstWrong, `${name}\n${text}`).toBeNull();
    if (said.notJudged.length > 0 || said.judged < all) lost.push(name);
  }
  expect(lost.length, lost.join("\n")).toBeLessThanOrEqual(Math.max(1, 0.015 * some.length));
});

it("finds a slip in its line, whatever stands around it", { timeout: 1_200_000 }, () => {
  const missed: string[] = [];
  for (const { name, plain, by } of some.filter((_, i) => isAll || i % 3 === 0)) {
    const at = plain.lastIndexOf(" = ") + 3;
    const end = plain.indexOf("\n", at);
    if (/ for |\$|\.$/.test(plain.slice(at, end))) continue;
    const text = by(`${plain.slice(0, at)}7 (${plain.slice(at, end)})${plain.slice(end)}`) as string;
    const line = text.split(/\r?\n/).findIndex((l) => SEVEN.test(l)) + 1;
    const { firstWrong } = stepsOf(text);
    if (firstWrong?.line !== line) missed.push(`${name}: ${firstWrong?.line ?? "nothing"}, not ${line}`);
  }
  expect(missed.length, missed.join("\n")).toBeLessThanOrEqual(0.03 * some.length);
});
