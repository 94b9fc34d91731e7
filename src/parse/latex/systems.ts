/**
 * Systems of equations behind a brace, in `cases`, `array` or `aligned`: each row is an equation of its own. As values of a
 * definition, `f = \begin{cases} … \end{cases}`, they have no relation in their rows.
 */
import type { Raw } from "./reader.js";

const SYSTEMS: ReadonlySet<string> = new Set(["cases", "array", "aligned", "alignedat", "gathered", "split", "rcases"]);

/** Raws of an environment: its name and the places of its `\begin` and `\end`, each up to behind its arguments. */
interface Environment {
  readonly name: string;
  readonly begin: number;
  readonly body: number;
  readonly end: number;
  readonly after: number;
}

/** The pieces with systems as rows of equations; null where there are none. */
export function withoutSystems(raws: readonly Raw[], partner: ArrayLike<number>): Raw[] | null {
  if (!raws.some((r) => r.value === "\\begin")) return null;
  const left = new Set<number>();
  const put = new Map<number, readonly Raw[]>();
  for (const e of environmentsIn(raws, partner)) {
    if (!isSystem(raws, e)) continue;
    const open = openBrace(raws, e.begin);
    if (open === null && (e.name === "aligned" || e.name === "split" || e.name === "gathered")) continue;
    const close = closeBrace(raws, e.after);
    for (let i = open ?? e.begin; i < e.body; i++) left.add(i);
    for (let i = e.end; i < (close ?? e.after); i++) left.add(i);
    put.set(e.begin, named("\\begin", raws[e.begin] as Raw));
    put.set(e.end, named("\\end", raws[e.end] as Raw));
  }
  if (put.size === 0) return null;
  return raws.flatMap((r, i) => [...(put.get(i) ?? []), ...(left.has(i) ? [] : [r])]);
}

/** `\begin{eqnarray}`, whose & end no equation. */
function named(command: string, { start, end }: Raw): readonly Raw[] {
  const piece = (type: string, value: string): Raw => ({ type, value, start, end });
  const letters = [..."eqnarray"].map((c) => piece("letter", c));
  return [piece("command", command), piece("other", "{"), ...letters, piece("other", "}")];
}

const isBlank = (r: Raw | undefined): boolean => r?.type === "space" || r?.type === "newline";

function behind(raws: readonly Raw[], from: number): number {
  let i = from;
  while (isBlank(raws[i])) i++;
  return i;
}

/** Environments of a text, without those within others of their kind. */
function environmentsIn(raws: readonly Raw[], partner: ArrayLike<number>): readonly Environment[] {
  const out: Environment[] = [];
  const open: { readonly name: string; readonly begin: number; readonly body: number }[] = [];
  raws.forEach((r, i) => {
    if (r.type !== "command" || (r.value !== "\\begin" && r.value !== "\\end")) return;
    const brace = behind(raws, i + 1);
    const close = partner[brace] ?? -1;
    if (raws[brace]?.value !== "{" || close < brace) return;
    const name = raws
      .slice(brace + 1, close)
      .map((x) => x.value)
      .join("");
    if (r.value === "\\begin") {
      const column = behind(raws, close + 1);
      const hasColumns = name === "array" && raws[column]?.value === "{" && (partner[column] ?? -1) > column;
      open.push({ name, begin: i, body: hasColumns ? (partner[column] as number) + 1 : close + 1 });
      return;
    }
    const own = open.pop();
    if (own !== undefined && own.name === name && SYSTEMS.has(name)) out.push({ ...own, end: i, after: close + 1 });
  });
  return out;
}

/** Whether every row is an equation, and nothing in front of the environment wants a value. */
function isSystem(raws: readonly Raw[], { begin, body, end }: Environment): boolean {
  let at = openBrace(raws, begin) ?? begin;
  while (isBlank(raws[at - 1])) at--;
  if (raws[at - 1]?.type === "equals") return false;
  let relations = 0;
  let isEmpty = true;
  let depth = 0;
  for (let i = body; i < end; i++) {
    const r = raws[i] as Raw;
    if (r.value === "\\begin") return false;
    if (r.value === "{" || r.value === "(" || r.value === "[") depth++;
    else if (r.value === "}" || r.value === ")" || r.value === "]") depth--;
    else if (depth === 0 && r.type === "equals") relations++;
    if (depth === 0 && r.type === "command" && /^\\(?:text|mbox|quad|qquad|in|le|ge|leq|geq|ne|neq)$/.test(r.value))
      return false;
    if (r.type === "row" || i === end - 1) {
      const isRow = !isEmpty || !(isBlank(r) || r.type === "row");
      if (isRow && relations !== 1) return false;
      relations = 0;
      isEmpty = true;
    } else if (!isBlank(r)) isEmpty = false;
  }
  return true;
}

/** Where `\left\{`, `\{` begins that stands before a place; null where none does. */
function openBrace(raws: readonly Raw[], at: number): number | null {
  let i = at - 1;
  while (isBlank(raws[i])) i--;
  if (raws[i]?.value !== "\\{" && raws[i]?.value !== "\\lbrace") return null;
  let left = i - 1;
  while (isBlank(raws[left])) left--;
  return raws[left]?.value === "\\left" ? left : i;
}

/** The place behind `\right.`; null where none stands there. */
function closeBrace(raws: readonly Raw[], at: number): number | null {
  const right = behind(raws, at);
  const dot = behind(raws, right + 1);
  return raws[right]?.value === "\\right" && raws[dot]?.value === "." ? dot + 1 : null;
}
