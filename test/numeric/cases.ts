/** The published problems beside the repository, as texts that claim the published answer. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Case {
  readonly id: string;
  readonly decl: Readonly<Record<string, string>>;
  readonly assume?: Readonly<Record<string, readonly string[]>>;
  /** How numbers were drawn; what the language cannot state, a claim cannot rest on. */
  readonly domain?: Readonly<Record<string, string>>;
  readonly eqs: readonly string[];
  readonly of: string;
  readonly wrt: string;
  readonly order: 1 | 2;
  readonly expected: string;
}

/** Numbers at which a problem's derivative is known. */
export interface Truth {
  readonly id: string;
  readonly dims: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, Numbers>>;
  readonly layout: "gradient" | "jacobian" | "by-scalar" | "hessian" | "structured-symmetric" | "structured-diagonal";
  readonly derivative: Numbers;
}

export type Numbers = number | readonly number[] | readonly (readonly number[])[];

const directory = join(process.cwd(), "../shared/cases");
const lines = <T>(file: string): readonly T[] =>
  readFileSync(join(directory, file), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);

export const casesExist: boolean = existsSync(join(directory, "cases.jsonl"));
export const cases = (): readonly Case[] => lines("cases.jsonl");
export const truths = (): readonly Truth[] => lines("truth.jsonl");

/** The declarations of a problem, one to a line of the language. */
export function declarations(c: Case): readonly string[] {
  const assumed = new Map(Object.entries(c.assume ?? {}));
  return Object.entries(c.decl).map(([name, kind]) =>
    `${name} : ${kind} ${(assumed.get(name) ?? []).join(" ")}`.trim(),
  );
}

/** The text of a problem with its derivative claimed to be `side`. */
export function claimText(c: Case, side: string): string {
  const left = c.order === 2 ? `∂²${c.of}/∂${c.wrt}²` : `∂${c.of}/∂${c.wrt}`;
  return [...declarations(c), ...c.eqs, `${left} = ${side}`].join("\n");
}
