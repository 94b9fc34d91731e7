/** From a text to a model and what is said about it, line by line. */
import { reporter } from "../../core/diagnostic.js";
import { isReserved } from "../../elaborate/names/kinds.js";
import {
  type Derivative,
  type Expression,
  expressionsOf,
  type Name,
  operands,
  postorder,
  type Range,
  rebuilt,
  type Span,
  type Statement,
  ungrouped,
} from "../../parse/ast.js";
import { statementOf } from "../../parse/statement/statement.js";
import { type Line, parseLines } from "../../parse/syntax.js";
import { isNotes, notesText, type Plain, plainText } from "./prose.js";
import { written } from "./written.js";

/** `a = b = …` about the model, with differentials as names. */
export interface Chain {
  readonly sides: readonly Expression[];
  /** Letters that it holds for. */
  readonly ranges: readonly Range[];
  readonly span: Span;
}

interface Unread {
  readonly span: Span;
  readonly why: string;
}

export interface Derivation {
  readonly model: readonly Statement[];
  /** Names that the model declares, defines or uses. */
  readonly names: ReadonlySet<string>;
  readonly chains: readonly Chain[];
  readonly unread: readonly Unread[];
  /** Differentiated expressions, by the name that stands for their differential. */
  readonly differentials: ReadonlyMap<string, Expression>;
  /** Why nothing can be judged: the model itself could not be read. */
  readonly broken: string | null;
  readonly isDenominator: boolean;
}

/** Reads a derivation. The model ends where the first derivative or differential stands. */
export function derivationOf(source: string): Derivation {
  const plain = isNotes(source) ? notesText(source) : plainText(source);
  const said = reporter(plain.text);
  const lines = parseLines(plain.text, said, { entries: true });
  const names = new Set<string>();
  const model: Statement[] = [];
  const differentials = new Map<string, Expression>();
  let broken = said.diagnostics.find((d) => d.severity === "error")?.message ?? null;
  const chains: Chain[] = [];
  const chainOf = (line: Line & { readonly type: "equation" }): Chain => ({
    sides: line.sides.map((s) => withDifferentials(s, names, differentials)),
    ranges: line.ranges,
    span: line.span,
  });
  const defined = new Set<string>();
  let i = 0;
  for (; i < lines.length; i++) {
    const line = lines[i] as Line;
    if (line.type === "equation" && begins(line.sides, names)) break;
    if (line.type === "equation") {
      const isAgain = isRewritten(line.sides, defined);
      // After `J = a = b`, J is a, and b is judged.
      if (isAgain || line.sides.length > 2) chains.push(chainOf(line));
      if (isAgain) continue;
    }
    if (line.type === "unread") {
      if (isAboutModel(line, names, plain.text)) broken ??= line.why;
      continue;
    }
    const statement = line.type === "statement" ? line.reading : definitionOf(line);
    if (statement === null) broken ??= "a line of the model could not be read";
    else if (statement.type === "expression" || statement.type === "query") continue;
    else {
      model.push(statement);
      addNames(statement, names);
      if (statement.type === "definition") defined.add(statement.name.name);
    }
  }
  const unread: Unread[] = [];
  for (const line of lines.slice(i)) {
    if (line.type === "unread") unread.push({ span: line.span, why: line.why });
    else if (line.type === "equation") chains.push(chainOf(line));
    else if (line.reading.type === "declaration") {
      model.push(line.reading);
      addNames(line.reading, names);
    }
  }
  return {
    model: withTold(model, lines, plain),
    names,
    chains,
    unread,
    differentials,
    broken,
    isDenominator: plain.isDenominator,
  };
}

/** A line that cannot be read is one of the model unless it is about a derivative. */
function isAboutModel(line: Line & { readonly type: "unread" }, _names: ReadonlySet<string>, text: string): boolean {
  const typed = text.slice(line.span.start, line.span.end);
  return !/∂|∇|\\partial|\\nabla/.test(typed);
}

function definitionOf(line: Line & { readonly type: "equation" }): Statement | null {
  const [sides, equals] = [line.sides.slice(0, 2), line.equals.slice(0, 1)];
  const reading = statementOf({ type: "equation", sides, equals }, line.span, []);
  if (reading === null || reading.type === "expression") return null;
  return line.ranges.length === 0 ? reading : { ...reading, ranges: line.ranges };
}

function addNames(s: Statement, names: Set<string>): void {
  if (s.type === "declaration" || s.type === "input") for (const n of s.names) names.add(n.name);
  if (s.type === "definition" || s.type === "functionDefinition") names.add(s.name.name);
  // A size d, of ℝᵈ, leaves dx a differential.
  const isSize = (n: string): boolean => n === "d" && (s.type === "declaration" || s.type === "input");
  for (const root of expressionsOf(s).stated)
    for (const e of postorder(root)) {
      const n = e.type === "name" ? e.name : e.type === "call" ? e.callee.name : null;
      if (n !== null && !isReserved(n) && !isSize(n)) names.add(n);
    }
}

/** Whether a line writes anew what the model has defined, as `J = wᵀXᵀX w − …` does after `J = ‖X w − y‖²`. */
function isRewritten([first]: readonly Expression[], defined: ReadonlySet<string>): boolean {
  const left = first === undefined ? null : ungrouped(first);
  return left?.type === "name" && defined.has(left.name);
}

/** Whether a line is about the model: it has a derivative, or the differential of a name before it. */
function begins(sides: readonly Expression[], names: ReadonlySet<string>): boolean {
  for (const root of sides)
    for (const e of postorder(root)) {
      if (e.type === "derivative") return true;
      if (e.type === "name" && differentiated(e.name, names) !== null) return true;
      if (e.type === "product" && differentialFactor(e, names)) return true;
    }
  return false;
}

/** `dW` is the differential of W where W is a name of the model, and dW none. */
function differentiated(name: string, names: ReadonlySet<string>): string | null {
  if (!name.startsWith("d") || name.length < 2 || names.has(name)) return null;
  const rest = name.slice(1).replace(/^_/, "");
  return names.has(rest) ? rest : null;
}

type Product = Expression & { readonly type: "product" };

const isD = (e: Expression, names: ReadonlySet<string>): boolean =>
  e.type === "name" && e.name === "d" && !names.has("d");

/** Whether a factor is the letter d that a name of the model follows, as LaTeX has it. */
const differentialFactor = (e: Product, names: ReadonlySet<string>): boolean =>
  operands(e).some((x, i) => isD(x, names) && i < e.rest.length && headIn(operands(e)[i + 1] as Expression, names));

function headIn(e: Expression, names: ReadonlySet<string>): boolean {
  const inner = e.type === "postfix" ? e.operand : e;
  return inner.type === "group" || (inner.type === "name" && names.has(inner.name));
}

/** The expression with a name in place of each differential; what it is the differential of goes to `found`. */
function withDifferentials(root: Expression, names: ReadonlySet<string>, found: Map<string, Expression>): Expression {
  const stack: Expression[] = [];
  const named = (of: Expression, span: Span): Name => {
    const name = of.type === "name" ? `d${of.name}` : `d(${written(of) ?? found.size})`;
    found.set(name, of);
    return { type: "name", at: undefined, name, typed: name, face: "plain", span };
  };
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    if (e.type === "derivative") {
      stack.push(e);
      continue;
    }
    if (e.type === "name") {
      const of = differentiated(e.name, names);
      stack.push(of === null ? e : named({ ...e, name: of }, e.span));
      continue;
    }
    if (e.type === "call" && e.callee.name === "d" && !names.has("d") && parts.length === 1 && e.primes === 0) {
      stack.push(named(parts[0] as Expression, e.span));
      continue;
    }
    const made = rebuilt(e, parts);
    stack.push(made.type === "product" ? gathered(made, names, named) : made);
  }
  return stack[0] as Expression;
}

/** A product whose factors d are taken up by what they stand before. */
function gathered(e: Product, names: ReadonlySet<string>, named: (of: Expression, span: Span) => Name): Expression {
  if (!differentialFactor(e, names)) return e;
  const all = operands(e);
  const joins = ["juxtaposition" as const, ...e.rest.map((r) => r.operator)];
  const out: {
    readonly operator: Product["rest"][number]["operator"];
    readonly operand: Expression;
    readonly span: Span;
  }[] = [];
  for (let i = 0; i < all.length; i++) {
    const x = all[i] as Expression;
    const next = all[i + 1];
    const operator = joins[i] as Product["rest"][number]["operator"];
    if (!isD(x, names) || next === undefined || joins[i + 1] === "divide" || !headIn(next, names)) {
      out.push({ operator, operand: x, span: x.span });
      continue;
    }
    const span = { start: x.span.start, end: next.span.end };
    const of = (inner: Expression): Name => named(inner.type === "group" ? inner.operand : inner, span);
    const operand: Expression = next.type === "postfix" ? { ...next, operand: of(next.operand), span } : of(next);
    out.push({ operator, operand, span });
    i++;
  }
  const [first, ...rest] = out;
  if (first === undefined) return e;
  return rest.length === 0 ? first.operand : { ...e, first: first.operand, rest };
}

/** The derivative that a side is, by itself or in parentheses. */
export function asDerivative(e: Expression | undefined): Derivative | null {
  const inner = e === undefined ? null : ungrouped(e);
  return inner?.type === "derivative" ? inner : null;
}

/** The declarations with what prose says of their names. */
function withTold(model: readonly Statement[], lines: readonly Line[], { told }: Plain): readonly Statement[] {
  if (told.length === 0) return model;
  const out = [...model];
  for (const { at, fact } of told) {
    let name: Name | null = null;
    for (const line of lines) {
      if (line.type !== "statement" || line.span.end > at) continue;
      if (line.reading.type === "expression" && line.reading.value.type === "name") name = line.reading.value;
      if (line.reading.type === "declaration") name = line.reading.names.at(-1) ?? null;
    }
    if (name === null || fact === null) continue;
    const n = name;
    const declared = out.findIndex((s) => s.type === "declaration" && s.names.some((m) => m.name === n.name));
    const span = n.span;
    if (fact === "function") {
      if (declared < 0)
        out.unshift({ type: "declaration", names: [n], kind: { name: "function", sizes: [], span }, facts: [], span });
      continue;
    }
    const said: Name = { type: "name", at: undefined, name: fact, typed: fact, face: "plain", span };
    const d = out[declared];
    if (d === undefined || d.type !== "declaration") continue;
    const rest = d.names.filter((m) => m.name !== n.name);
    const own = { ...d, names: d.names.filter((m) => m.name === n.name), facts: [...d.facts, said] };
    out.splice(declared, 1, ...(rest.length === 0 ? [own] : [{ ...d, names: rest }, own]));
  }
  return out;
}
