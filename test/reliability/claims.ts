/** Claims of known truth judged from some seeds on, in one process or in several whose tallies are put together. */
import { appendFileSync, readFileSync } from "node:fs";
import { attack } from "../judge/attack.js";
import { wrongVerdict } from "../judge/attack-verdict.js";
import { judged } from "../judge/judge.js";

/** How many seeds from one on have been judged, a false and a true claim of each, and what came of it. */
export interface ClaimTally {
  readonly first: number;
  readonly done: number;
  readonly minutes: number;
  /** Wrong verdicts, on false claims and on true ones. */
  readonly wrong: readonly string[];
  readonly lost: readonly string[];
  /** False claims that were not judged, by kind. */
  readonly open: Readonly<Record<string, number>>;
  /** Equal claims by how that is known. */
  readonly equal: Readonly<Record<string, number>>;
}

/** Judges claims from a seed on; `every` so many seeds says how far it is. */
export function tallyClaims(
  first: number,
  count: number,
  until = Number.POSITIVE_INFINITY,
  every = 100,
  tell: (tally: ClaimTally) => void = () => {},
): ClaimTally {
  const start = performance.now();
  const faults = { wrong: [] as string[], lost: [] as string[] };
  const [open, equal]: [Record<string, number>, Record<string, number>] = [{}, {}];
  const more = (counts: Record<string, number>, key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  let done = 0;
  const tally = (): ClaimTally => ({
    first,
    done,
    minutes: (performance.now() - start) / 60_000,
    ...faults,
    open,
    equal,
  });
  while (done < count && performance.now() < until) {
    for (const isTrue of [false, true]) {
      const claim = attack(first + done, isTrue);
      const [found] = judged(claim.text);
      const fault = wrongVerdict(claim, found?.verdict);
      if (fault !== null) (isTrue ? faults.lost : faults.wrong).push(`seed ${first + done}: ${fault}`);
      if (!isTrue && found?.verdict === "not judged") more(open, claim.kind);
      if (found?.verdict === "equal") more(equal, String(found.by));
    }
    done += 1;
    if (done % every === 0) tell(tally());
  }
  return tally();
}

/** Writes a tally to a file each time that there is a new one, a line of JSON each. */
export const toFile =
  (file: string) =>
  (tally: ClaimTally): void =>
    appendFileSync(file, `${JSON.stringify(tally)}\n`);

/** The last tally of each file. */
export const fromFiles = (files: readonly string[]): readonly ClaimTally[] =>
  files.map((file) => JSON.parse(readFileSync(file, "utf8").trim().split("\n").at(-1) as string) as ClaimTally);
