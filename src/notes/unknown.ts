/** Functions that nobody defines, applied once in a definition: `L = f(Z)` is any loss of Z, `u = g(x)` any vector of x. */
import { BUILTIN_BY_NAME } from "../functions/builtins.js";
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import type { Behind } from "./scope.js";
import { type Cut, headsOf, namesIn, OPENING } from "./statements.js";

/** A definition whose value is nothing but such a call. */
interface UnknownValue {
  readonly name: Name;
  readonly callee: Name;
  readonly args: readonly Expression[];
}

/** Whether a function is neither defined nor one of the language. */
export const isUnknown = (name: string, heads: ReadonlySet<string>): boolean =>
  !heads.has(name) && !BUILTIN_BY_NAME.has(name) && name !== "sigma";

/** The definition as one by an unknown function; null where it is any other. */
export function unknownValue({ statement }: Cut, heads: ReadonlySet<string>): UnknownValue | null {
  if (statement.type !== "definition") return null;
  const { name, value } = statement;
  const e: Expression = value.type === "group" ? value.operand : value;
  if (e.type !== "call" || e.primes > 0 || e.bare) return null;
  return isUnknown(e.callee.name, heads) ? { name, callee: e.callee, args: e.args } : null;
}

/** The last definition of a name among those that a claim rests on. */
export const definitionBehind = (behind: Behind, name: string): Cut | null =>
  behind.cuts.findLast((c) => c.statement.type === "definition" && headsOf(c.statement).includes(name)) ?? null;

/** A part of a statement as typed. */
export function typedIn({ statement, text }: Cut, part: Expression): string {
  const lead = text.startsWith(OPENING) ? OPENING.length : 0;
  const offset = statement.span.start - lead;
  return text.slice(part.span.start - offset, part.span.end - offset);
}

/** The left side of a claim, however it is spaced. */
export const leftOf = (cut: Cut): string =>
  cut.statement.type === "claim" ? typedIn(cut, cut.statement.value).replace(/\s+/g, "") : "";

/** Words after which a function is one of entries. */
const ENTRYWISE =
  /element-?wise|entry-?wise|component-?wise|activation|nonlinearit|pointwise|원소|성분별|활성|逐元素|激活|活性化/i;

/**
 * The definitions behind a claim with `u = g(x)` as any vector function of x, `A tanh(B x)`, where nothing says that g acts
 * entry by entry: no slope g′ in the text and no word. Null where there is no such g whose Jacobian the claim holds.
 */
export function withVectorFunctions(behind: Behind, cut: Cut, prose: readonly string[]): Behind | null {
  if (prose.some((p) => ENTRYWISE.test(p))) return null;
  const all = [...behind.cuts, cut].flatMap((c) => {
    const { stated, claimed } = expressionsOf(c.statement);
    return [...stated, ...claimed];
  });
  const nodes = all.flatMap((e) => [...postorder(e)]);
  const sloped = new Set(nodes.flatMap((e) => (e.type === "call" && e.primes > 0 ? [e.callee.name] : [])));
  const called = nodes.flatMap((e) => (e.type === "call" ? [e.callee.name] : []));
  const jacobians = new Set(
    nodes.flatMap((e) =>
      e.type === "derivative" && e.order === 1 && e.of.type === "name" && e.variables.length === 1
        ? [`${e.of.name} ${e.variables[0]?.name}`]
        : [],
    ),
  );
  let changed = 0;
  const cuts = behind.cuts.map((c): Cut => {
    const unknown = unknownValue(c, behind.heads);
    const [x] = unknown?.args ?? [];
    if (unknown === null || x?.type !== "name" || unknown.args.length !== 1) return c;
    const { name, callee } = unknown;
    const isOnce = called.filter((n) => n === callee.name).length === 1 && !sloped.has(callee.name);
    if (!isOnce || !jacobians.has(`${name.name} ${x.name}`)) return c;
    changed++;
    const text = `$$\\begin{aligned} ${name.typed} = A_{any${changed}} \\tanh(B_{any${changed}} ${x.typed})\n\\end{aligned}$$`;
    return { ...c, text, mentions: new Set([name.name, ...namesIn(x)]) };
  });
  return changed === 0 ? null : { ...behind, cuts, source: cuts.map((c) => c.text).join("\n") };
}

/** Regular expressions take a name as it is. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * `s(z) = …` read as the name s where notes go on to write s for s(z): the definitions and the claim without the argument.
 * Null where no function of one variable stands bare.
 */
export function withBareFunctions(behind: Behind, cut: Cut): { readonly behind: Behind; readonly cut: Cut } | null {
  const { stated, claimed } = expressionsOf(cut.statement);
  const bare = new Set(
    [...stated, ...claimed].flatMap((e) => postorder(e).flatMap((part) => (part.type === "name" ? [part.name] : []))),
  );
  const isBare = behind.cuts.some(({ statement: s }) => s.type === "functionDefinition" && bare.has(s.name.name));
  if (!isBare) return null;
  const without = bareNames(behind, bare);
  const cuts = behind.cuts.map((c) => ({ ...c, text: without(c.text) }));
  return {
    behind: { ...behind, cuts, source: cuts.map((c) => c.text).join("\n") },
    cut: { ...cut, text: without(cut.text) },
  };
}

/** Writes functions, all or some, as names: `f(x, y)` with the variables of its definition is f. */
export function bareNames(behind: Behind, which: ReadonlySet<string> | null = null): (text: string) => string {
  const calls = behind.cuts.flatMap(({ statement: s }) => {
    if (s.type !== "functionDefinition" || (which !== null && !which.has(s.name.name))) return [];
    const list = s.parameters.map((p) => escaped(p.typed)).join("\\s*[,;]\\s*");
    const call = `${escaped(s.name.typed)}\\s*(?:\\\\left\\s*)?\\(\\s*${list}\\s*(?:\\\\right\\s*)?\\)`;
    const [by, ...more] = s.parameters;
    const rest = call.slice(escaped(s.name.typed).length);
    const slope =
      by === undefined || more.length > 0 ? null : new RegExp(`${escaped(s.name.typed)}('{1,2})${rest}`, "g");
    return [{ name: s.name.typed, by: by?.typed ?? "", call: new RegExp(call, "g"), slope }];
  });
  return (text) =>
    calls.reduce((t, { name, by, call, slope }) => {
      const flat = t.replace(call, () => `${name} `);
      // The prime of a name would be its transpose.
      return slope === null
        ? flat
        : flat.replace(slope, (_, primes: string) =>
            primes === "'" ? `\\frac{d ${name}}{d ${by}} ` : `\\frac{d^2 ${name}}{d ${by}^2} `,
          );
    }, text);
}
