/**
 * `LN(v) = (v - μ)/σ` with `μ = (1/d) Σ_k v_k` behind it: what is defined by a function's parameter moves with what the
 * function is applied to. Applied to x alone, μ is (1/d) Σ_k x_k; applied to two things, there is a μ of each, and the
 * calls are refused. Where the parameter is a name of the model as well, μ may be of either.
 */
import type { Reporter } from "../core/diagnostic.js";
import { type Call, type Expression, type Name, nodesOf, postorder, type Statement } from "../parse/ast.js";
import { callsOf, capturedIn, type Defined, scriptLetters, ungroupedArgument, written } from "./opened.js";
import { reread } from "./primes.js";

interface Moved {
  readonly kept: readonly Statement[];
  /** Names of statements that are left out. */
  readonly left: readonly string[];
}

type Made = Defined | (Statement & { readonly type: "definition" });

/** What a text defines by one parameter, and the functions of it whose formulas hold that. */
interface Group {
  readonly parameter: string;
  readonly functions: readonly Defined[];
  readonly made: ReadonlySet<Made>;
  readonly calls: readonly Applied[];
}

/** What a function is applied to in a statement. */
interface Applied {
  readonly statement: Statement;
  readonly call: Call;
  readonly value: Expression;
}

/** The statements with what is defined by parameters defined by arguments. */
export function moveWithArguments(given: readonly Statement[], report: Reporter): Moved {
  let kept = given;
  const left: string[] = [];
  const parameters = new Set(
    given.flatMap((s) => (s.type === "functionDefinition" ? s.parameters.map((p) => p.name) : [])),
  );
  for (const p of parameters) {
    const g = groupOf(kept, p);
    if (g === null) continue;
    const value = argumentOf(g, kept);
    if (value !== null) {
      kept = kept.map((s) => (g.made.has(s as Made) ? movedTo(s, p, value) : s));
      continue;
    }
    const refused = refuse(g, report);
    kept = kept.filter((s) => !refused.has(s));
    for (const s of refused) if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
  }
  return { kept, left };
}

/** What is made of a parameter, made of what stands for it: a function of it is the value that it has there. */
function movedTo(s: Statement, parameter: string, value: Expression): Statement {
  const own = reread(s, (e) => written(e, new Map([[parameter, value]])));
  if (own.type !== "functionDefinition") return own;
  const { parameters: _, ...rest } = own;
  return { ...rest, type: "definition" };
}

/** What moves with a parameter, where a function of it is applied to anything else; null where nothing does. */
function groupOf(statements: readonly Statement[], parameter: string): Group | null {
  const all = statements.filter((s): s is Defined => s.type === "functionDefinition");
  const functions = all.filter((f) => f.parameters.some((p) => p.name === parameter));
  if (functions.length === 0) return null;
  const made = madeOf(statements, functions, parameter);
  const holding = functions.filter((f) => [...made].some((s) => s !== f && isMadeOf(f.value, s)));
  if (holding.length === 0) return null;
  const calls = holding.flatMap((f) => {
    const at = f.parameters.findIndex((p) => p.name === parameter);
    return statements.flatMap((statement) =>
      statement === f
        ? []
        : callsOf(f, nodesOf(statement)).flatMap((call): readonly Applied[] => {
            const value = call.args[at];
            return value === undefined ? [] : [{ statement, call, value: ungroupedArgument(value) }];
          }),
    );
  });
  const group: Group = { parameter, functions: holding, made, calls };
  return calls.every((c) => isOwn(c, parameter)) || isOfMembers(group) ? null : group;
}

/**
 * What the formulas of functions hold that is made of their parameter, by whatever way: definitions, and functions of it
 * that stand for their value.
 */
function madeOf(statements: readonly Statement[], functions: readonly Defined[], parameter: string): ReadonlySet<Made> {
  const all = statements.filter(
    (s): s is Made =>
      (s.type === "definition" && !isOf(s.name, parameter)) ||
      (s.type === "functionDefinition" && hasParameter(s, parameter)),
  );
  const made = new Set<Made>(all.filter((s) => postorder(s.value).some((e) => isOfName(e, parameter))));
  const held = new Set<Made>();
  const todo: Made[] = [...functions];
  for (let s = todo.pop(); s !== undefined; s = todo.pop()) {
    const own = s;
    for (const other of all)
      if (other !== own && !held.has(other) && isMadeOf(own.value, other)) {
        held.add(other);
        todo.push(other);
      }
  }
  for (let moved = true; moved; ) {
    moved = false;
    for (const s of held)
      if (!made.has(s) && [...held].some((other) => made.has(other) && isMadeOf(s.value, other))) {
        made.add(s);
        moved = true;
      }
  }
  return new Set([...held].filter((s) => made.has(s)));
}

/** Whether an expression holds what a statement says. */
const isMadeOf = (root: Expression, { name }: Made): boolean => postorder(root).some((e) => isOfName(e, name.name));

const isName = (e: Expression, name: string): boolean => e.type === "name" && e.name === name;

/** The name, or one with something below it: v_k of v. */
const isOf = (n: Name, base: string): boolean => n.name === base || n.scripts?.base === base;

const isOfName = (e: Expression, base: string): boolean => e.type === "name" && isOf(e, base);

/** Whether a function is applied to the parameter where that is a name of the model, and none of another function's. */
const isOwn = ({ statement, value }: Applied, parameter: string): boolean =>
  isName(value, parameter) && !(statement.type === "functionDefinition" && hasParameter(statement, parameter));

/** `BN(x) = (x - μ)/σ` with `μ = (1/m) Σ_i x_i`, applied to x_i: the mean is that of all of them. */
function isOfMembers({ parameter, made, calls }: Group): boolean {
  const isWhole = [...made].some((s) => postorder(s.value).some((e) => isName(e, parameter)));
  return !isWhole && calls.every(({ value }) => isOfName(value, parameter));
}

/** The one thing that the functions are applied to; null where there are others, or where the parameter is one too. */
function argumentOf(g: Group, statements: readonly Statement[]): Expression | null {
  const [first] = g.calls;
  if (first === undefined || isOfModel(g, statements)) return null;
  const { value, statement } = first;
  if (g.calls.length > 1 && (value.type !== "name" || g.calls.some((c) => !isName(c.value, value.name)))) return null;
  const names = postorder(value).flatMap((e) => (e.type === "name" ? [e.name, ...scriptLetters(e)] : []));
  const letters = lettersOf(statements);
  if (names.some((n) => letters.has(n))) return null;
  if (statement.type === "functionDefinition" && names.some((n) => hasParameter(statement, n))) return null;
  return [...g.made].some((s) => capturedIn(s.value, [value]) !== null) ? null : value;
}

/** Letters that a sum, a range or the left side of an equation may bind. */
function lettersOf(statements: readonly Statement[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements) {
    for (const r of s.type === "range" ? s.ranges : (s.ranges ?? [])) for (const n of r.letters) out.add(n.name);
    for (const e of nodesOf(s))
      if (e.type === "reduction") for (const r of e.ranges) for (const n of r.letters) out.add(n.name);
    if (s.type === "definition") for (const letter of scriptLetters(s.name)) out.add(letter);
  }
  return out;
}

const hasParameter = (f: Defined, name: string): boolean => f.parameters.some((p) => p.name === name);

/** Whether the parameter stands for anything but what functions are applied to. */
const isOfModel = ({ parameter, made }: Group, statements: readonly Statement[]): boolean =>
  statements.some((s) => {
    if (made.has(s as Made) || s.type === "declaration") return false;
    if (s.type === "functionDefinition" && hasParameter(s, parameter)) return false;
    return (s.type === "definition" && isOf(s.name, parameter)) || nodesOf(s).some((e) => isOfName(e, parameter));
  });

/** Refuses the calls; the statements that hold one. */
function refuse({ parameter, functions, made, calls }: Group, report: Reporter): ReadonlySet<Statement> {
  const refused = new Set<Statement>();
  const [f] = functions as readonly [Defined];
  const own = [...made].find((s) => s !== f && isMadeOf(f.value, s)) as Made;
  const shown = f.parameters.find((p) => p.name === parameter) as Name;
  for (const applied of calls) {
    const { statement, call } = applied;
    if (refused.has(statement) || isOwn(applied, parameter)) continue;
    refused.add(statement);
    report.report(
      "error",
      "function/held",
      call.span,
      `${own.name.typed} in the formula of ${f.name.typed} is made of ${shown.typed}, and here ${f.name.typed} is applied to something else`,
      {
        hint: `write the formula out where it is applied, with a ${own.name.typed} made of what stands there`,
        notes: [{ message: `${own.name.typed} is made of ${shown.typed} here`, span: own.span }],
      },
    );
  }
  return refused;
}
