/** The scripts of a formula as typed: what stands below and above each base, `w_{jk}^{l+1}`. */

export interface TypedScript {
  readonly mark: "_" | "^";
  /** Without the braces around it. */
  readonly text: string;
}

/** A base with the scripts that stand at it, in their order. */
interface ScriptRun {
  /** A name, `)` or `}`. */
  readonly base: string;
  readonly scripts: readonly TypedScript[];
}

/** Longer groups are no scripts that say anything here, and cost no time. */
const LONGEST = 400;

/** The formula with each run of scripts as `write` gives it; null leaves one as typed. Line breaks in them go. */
export function withScripts(latex: string, write: (run: ScriptRun) => string | null): string {
  let out = "";
  let kept = 0;
  for (let at = 0; at < latex.length; at++) {
    const c = latex.charAt(at);
    if (c === "\\") {
      at++;
      continue;
    }
    if (c !== "_" && c !== "^") continue;
    const scripts: TypedScript[] = [];
    let end = at;
    for (let next = scriptAt(latex, end); next !== null; next = scriptAt(latex, end)) {
      scripts.push(next.script);
      end = next.end;
    }
    if (scripts.length === 0) continue;
    const start = baseStart(latex, at);
    const written = write({ base: latex.slice(start, at).trim(), scripts });
    // What stands within a script that is left has scripts of its own.
    out += latex.slice(kept, start) + (written ?? latex.slice(start, at) + withInner(latex.slice(at, end), write));
    kept = end;
    at = end - 1;
  }
  return out + latex.slice(kept);
}

/** Scripts with what is within their braces written anew. */
function withInner(typed: string, write: (run: ScriptRun) => string | null): string {
  if (!/[_^].*[_^]/s.test(typed)) return typed;
  let out = "";
  let kept = 0;
  for (let next = scriptAt(typed, 0); next !== null; next = scriptAt(typed, kept)) {
    const group = typed.slice(kept, next.end);
    const open = group.indexOf("{");
    out += open < 0 ? group : `${group.slice(0, open + 1)}${withScripts(group.slice(open + 1, -1), write)}}`;
    kept = next.end;
  }
  return out + typed.slice(kept);
}

/** Every run of scripts, those within scripts too. */
export function scriptRuns(latex: string): readonly ScriptRun[] {
  const found: ScriptRun[] = [];
  withScripts(latex, (run) => {
    found.push(run);
    return null;
  });
  return found;
}

/** Behind the scripts that stand at a place; the place itself where none do. */
export function scriptsEnd(latex: string, at: number): number {
  let end = at;
  for (let next = scriptAt(latex, end); next !== null; next = scriptAt(latex, end)) end = next.end;
  return end;
}

function scriptAt(latex: string, from: number): { readonly script: TypedScript; readonly end: number } | null {
  let at = from;
  while (latex.charAt(at) === " ") at++;
  const mark = latex.charAt(at);
  if (mark !== "_" && mark !== "^") return null;
  at++;
  while (latex.charAt(at) === " ") at++;
  const end = groupEnd(latex, at);
  if (end === null) return null;
  const group = latex.slice(at, end);
  return { script: { mark, text: group.startsWith("{") ? group.slice(1, -1) : group }, end };
}

/** Behind a group in braces, a command or one character. */
function groupEnd(latex: string, from: number): number | null {
  if (from >= latex.length) return null;
  const first = latex.charAt(from);
  if (first === "\\") return from + (/^\\(?:[a-zA-Z]+|.)/s.exec(latex.slice(from, from + 40))?.[0].length ?? 1);
  if (first !== "{") return from + 1;
  let depth = 0;
  for (let at = from; at < Math.min(latex.length, from + LONGEST); at++) {
    const c = latex.charAt(at);
    if (c === "\\") at++;
    else if (c === "{") depth++;
    else if (c === "}" && --depth === 0) return at + 1;
  }
  return null;
}

/** Where the name begins whose scripts stand at a place: `\mathbf{W}`, `\delta`, `W`. */
function baseStart(latex: string, at: number): number {
  let end = at;
  while (latex.charAt(end - 1) === " ") end--;
  let start = end - 1;
  if (latex.charAt(start) === "}") {
    let depth = 0;
    for (; start >= Math.max(0, at - LONGEST); start--) {
      const c = latex.charAt(start);
      if (c === "}") depth++;
      else if (c === "{" && --depth === 0) break;
    }
    const command = /\\[a-zA-Z]+\s{0,9}$/.exec(latex.slice(Math.max(0, start - 40), start));
    return Math.max(0, start - (command?.[0].length ?? 0));
  }
  const command = /\\[a-zA-Z]+$/.exec(latex.slice(Math.max(0, end - 40), end));
  return Math.max(0, command === null ? start : end - command[0].length);
}
