/** Findings that are known and kept silent: written where there is no such file, read where there is. */
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { has } from "../core/own.js";
import type { Annotation } from "../notes/annotations.js";
import { EXIT } from "./command.js";
import { wholeSource } from "./diagnostics.js";
import { type Run, raise, say } from "./run.js";
import { reason } from "./sources.js";

/** Known findings of a run. */
export interface Baseline {
  /** Takes in a finding; whether it was known. As often as it is known it is silent, and no more. */
  readonly isKnown: (file: string, annotation: Annotation) => boolean;
  /** Writes what was taken in, where there was no file. */
  readonly end: () => void;
}

const NONE: Baseline = { isKnown: () => false, end: () => {} };

/** The baseline that `--baseline` names; null where it is there and cannot be read, which is said. */
export function baselineOf(run: Run, path: string | undefined): Baseline | null {
  if (path === undefined) return NONE;
  const home = dirname(resolve(path));
  const keyOf = (file: string, { key }: Annotation): string => `${pathFrom(home, file)}: ${key}`;
  if (existsSync(path)) {
    const known = read(run, path);
    if (known === null) return null;
    const left = new Map<string, number>();
    for (const key of known) left.set(key, (left.get(key) ?? 0) + 1);
    return {
      isKnown: (file, annotation) => {
        const key = keyOf(file, annotation);
        const count = left.get(key) ?? 0;
        left.set(key, count - 1);
        return count > 0;
      },
      end: () => {},
    };
  }
  const taken: string[] = [];
  return {
    isKnown: (file, annotation) => {
      taken.push(keyOf(file, annotation));
      return false;
    },
    end: () => {
      try {
        writeFileSync(path, `${JSON.stringify({ schema: SCHEMA, findings: taken.sort() }, null, 2)}\n`);
      } catch (error) {
        say(run, path, null, wholeSource("file/unwritable", `cannot be written: ${reason(error)}`));
        raise(run, EXIT.file);
      }
    },
  };
}

const SCHEMA = "chainrule/baseline/1";

/** A path below the directory of the baseline, so that a run from elsewhere finds it again. */
const pathFrom = (home: string, file: string): string =>
  file === "-" ? file : relative(real(home), real(file)).split(sep).join("/");

/** A path through the links of its directory. */
function real(path: string): string {
  try {
    return join(realpathSync(dirname(resolve(path))), basename(path));
  } catch {
    return resolve(path);
  }
}

function read(run: Run, path: string): readonly string[] | null {
  let why = "is no baseline that --baseline has written";
  try {
    const found: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof found === "object" && found !== null && has(found, "findings")) {
      const { findings } = found as { readonly findings: unknown };
      if (Array.isArray(findings) && findings.every((f) => typeof f === "string")) return findings;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) why = `cannot be read: ${reason(error)}`;
  }
  say(run, path, null, wholeSource("file/unreadable", why));
  raise(run, EXIT.file);
  return null;
}
