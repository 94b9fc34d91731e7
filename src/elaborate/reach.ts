/**
 * Operators in front of a product, `∂/∂x x^T A x`: which product they take is settled where they are read. Where another
 * reader may take another one, and the derivative differs, both readings are said.
 */
import type { Reporter } from "../core/diagnostic.js";
import {
  type Derivative,
  type Expression,
  expressionsOf,
  type Name,
  operands,
  postorder,
  type Reduction,
  type Statement,
} from "../parse/ast.js";

/** Says where an operator takes more or less than a reader may think. */
export function sayReach(statements: readonly Statement[], source: string, said: Reporter): void {
  let moving: ((variables: readonly Name[]) => (e: Expression) => boolean) | null = null;
  for (const s of statements) {
    const { stated, claimed } = expressionsOf(s);
    // What is no derivative as a whole is refused, with the parentheses that are missing.
    if (s.type === "query" && s.value.type === "sum") continue;
    for (const root of [...stated, ...claimed])
      for (const e of postorder(root)) {
        const open = e.type === "sum" ? openTerm(e, source) : null;
        if (open !== null) {
          moving ??= movers(statements);
          if (open.behind.some(moving(open.derivative.variables))) saySum(open, source, said);
        }
        if (e.type === "reduction") saySign(e, source, said);
        if (e.type !== "derivative" || e.reach === undefined) continue;
        moving ??= movers(statements);
        if (differs(e, moving(e.variables))) sayBoth(e, source, said);
      }
  }
}

/**
 * `∏_i x_i / c`, `\max_i x_i c`: the sign takes all that follows, and a factor behind the last that hangs on its letter may
 * be meant outside. A sum comes to the same either way.
 */
function saySign(e: Reduction, source: string, said: Reporter): void {
  const { body } = e;
  if (e.operation === "sum" || e.extent !== "term" || body.type !== "product") return;
  const letters = new Set(e.ranges.flatMap((r) => r.letters.map((n) => n.name)));
  const factors = [body.first, ...body.rest.map((r) => r.operand)];
  const last = factors.map((f) => hangsOn(f, letters)).lastIndexOf(true);
  const [within, outside] = [factors[last], factors[last + 1]];
  if (within === undefined || outside === undefined) return;
  const text = (start: number, end: number) => source.slice(start, end).replace(/\s+/g, " ").trim();
  const sign = text(e.span.start, body.span.start);
  const alone = `(${sign} ${text(body.span.start, within.span.end)}) ${text(within.span.end, body.span.end)}`;
  const all = `${sign} (${text(body.span.start, body.span.end)})`;
  said.report(
    "warning",
    "product/sign",
    e.span,
    `read with ${text(outside.span.start, outside.span.end)} under the sign`,
    {
      hint: `parentheses say what the sign takes: ${all} or ${alone}`,
    },
  );
}

/** Whether a letter stands in an expression, in its places too. */
function hangsOn(root: Expression, letters: ReadonlySet<string>): boolean {
  const todo = [root];
  for (let e = todo.pop(); e !== undefined; e = todo.pop()) {
    if (e.type === "name" && letters.has(e.name)) return true;
    todo.push(...operands(e));
    if ((e.type === "name" || e.type === "entry") && e.at !== undefined) todo.push(...e.at);
    if (e.type === "call" && e.callee.at !== undefined) todo.push(...e.callee.at);
  }
  return false;
}

interface OpenTerm {
  readonly derivative: Derivative;
  readonly behind: readonly Expression[];
}

/** `d/dx x^2 + 3 x`: an operator without parentheses before a formula, and terms behind it that are no derivatives. */
function openTerm({ terms }: Expression & { readonly type: "sum" }, source: string): OpenTerm | null {
  const at = terms.findIndex(({ term }) => {
    const last = term.type === "product" ? (term.rest[term.rest.length - 1]?.operand ?? term.first) : term;
    return isOpen(last, source);
  });
  if (at < 0 || at + 1 === terms.length) return null;
  const { term } = terms[at] as (typeof terms)[number];
  const derivative = term.type === "product" ? (term.rest[term.rest.length - 1]?.operand as Derivative) : term;
  const behind = terms.slice(at + 1).map((t) => t.term);
  const isRule = behind.some((t) => postorder(t).some((e) => e.type === "derivative"));
  return isRule ? null : { derivative: derivative as Derivative, behind };
}

function isOpen(e: Expression, source: string): boolean {
  if (e.type !== "derivative" || e.nabla || e.of.type === "name" || e.of.type === "call") return false;
  const end = (e.variables[e.variables.length - 1] as Name).span.end;
  return end <= e.of.span.start && !/[([]/.test(source.slice(end, e.of.span.start));
}

function saySum({ derivative, behind }: OpenTerm, source: string, said: Reporter): void {
  const { of, span } = derivative;
  const end = (behind[behind.length - 1] as Expression).span.end;
  const text = (from: number, to: number) => source.slice(from, to).replace(/\s+/g, " ").trim();
  const operator = text(span.start, of.span.start);
  const alone = `(${operator} ${text(of.span.start, of.span.end)}) ${text(of.span.end, end)}`;
  said.report(
    "warning",
    "syntax/operand",
    { start: span.start, end },
    "read as the derivative of its first term alone",
    {
      hint: `parentheses say what is derived: ${operator} (${text(of.span.start, end)}) or ${alone}`,
    },
  );
}

/** Whether the other reading is another derivative: a factor behind the first depends on the variable too. */
function differs({ reach, nabla, of, variables }: Derivative, moves: (e: Expression) => boolean): boolean {
  if (reach === undefined || !reach.behind.some(moves)) return false;
  if (reach.takes === "product") return moves(reach.first);
  return !(nabla && reach.takes === "turned") && !isChain(reach.behind[0] as Expression, of, variables);
}

/** `∇_x z ∇_z s`, `∇_z s ∇_x z`: a derivative that goes on from this one. */
function isChain(next: Expression, of: Expression, variables: readonly Name[]): boolean {
  const d = next.type === "postfix" ? next.operand : next;
  if (d.type !== "derivative") return false;
  const isOf = (e: Expression, names: readonly Name[]) => e.type === "name" && names.some((n) => n.name === e.name);
  return isOf(of, d.variables) || isOf(d.of, variables);
}

function sayBoth({ reach, span }: Derivative, source: string, said: Reporter): void {
  if (reach === undefined) return;
  const { first, behind, takes } = reach;
  const text = (start: number, end: number) => source.slice(start, end).replace(/\s+/g, " ").trim();
  const end = (behind[behind.length - 1] as Expression).span.end;
  const operator = text(reach.operator.start, reach.operator.end);
  const all = `${operator} (${text(first.span.start, end)})`;
  const alone = `(${operator} ${text(first.span.start, first.span.end)}) ${text(first.span.end, end)}`;
  said.report(
    "warning",
    "syntax/operand",
    { start: span.start, end },
    takes === "product"
      ? "read as the derivative of the whole product"
      : "read as the derivative of the first factor alone",
    { hint: `parentheses say what is derived: ${all} or ${alone}` },
  );
}

/** For variables, which expressions depend on them: by their names, or by the definitions of names. */
function movers(statements: readonly Statement[]): (variables: readonly Name[]) => (e: Expression) => boolean {
  const users = new Map<string, string[]>();
  for (const s of statements) {
    if (s.type !== "definition" && s.type !== "functionDefinition") continue;
    for (const e of postorder(s.value)) if (e.type === "name") push(users, e.name, s.name.name);
  }
  return (variables) => {
    const moved = new Set(variables.map((v) => v.name));
    for (const name of moved) for (const user of users.get(name) ?? []) moved.add(user);
    return (e) => postorder(e).some((x) => x.type === "name" && moved.has(x.name));
  };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
