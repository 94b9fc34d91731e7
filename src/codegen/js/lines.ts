/**
 * Statements of JavaScript from a body. What is done entry by entry becomes one loop without arrays
 * between; a loop over the result of a call, where nobody else wants that, writes over it.
 */
import type { Expr } from "../../core/expr.js";
import { meaningOf } from "../../numeric/evaluate.js";
import { isSymbol } from "../../ops/symbol.js";
import { LEVEL, type Piece, piece } from "../../print/pretty.js";
import type { ArrayExpr, Code, Kernel } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { formulaOf, type Local, needsVariable, variableFor } from "../lines.js";
import { labelsIn, localIn, type Role, type Scope } from "../syntax.js";
import { entryOf, isFold, isLoop, JS_FORMS, type JsPrinter, jsAtom, lengthText } from "./expressions.js";

interface JsStatement {
  readonly formula: string | null;
  readonly code: readonly string[];
}

/** An array that is filled, with its length as code: the size of the matrix where it has factors. */
interface JsBuffer {
  readonly name: string;
  readonly length: string;
  readonly factors: boolean;
}

interface JsLines {
  readonly statements: readonly JsStatement[];
  readonly buffers: readonly JsBuffer[];
  readonly text: (node: ArrayExpr) => string;
}

/** Where an array comes from: `new Float64Array(n)`, or a buffer by the variable's name. */
export type Allocate = (name: string, length: string, isFactors: boolean) => string;

/** Longest expression without a variable of its own. */
const WIDE = 72;

/** Written twice: only the first time shows which arrays have a variable, and whose memory may be taken over. */
export function jsLinesOf(body: Body, role: Role, at: Scope, allocate: Allocate): JsLines {
  const dry = write(newState(body, role, at, allocate, null, new Map()));
  return write(newState(body, role, at, allocate, dry.kept, takenOver(body, dry.kept)));
}

/** Arrays whose memory a later loop takes over: from calls, wanted by that loop alone, of its shape. */
function takenOver(body: Body, kept: ReadonlySet<ArrayExpr>): ReadonlyMap<ArrayExpr, ArrayExpr> {
  const owner = new Map<ArrayExpr, ArrayExpr>();
  for (const e of body.order) {
    if (!kept.has(e) || !isLoop(e) || e.kernel === "copy") continue;
    const leaf = ownLeavesOf(e, body, kept).find(
      (a) =>
        body.uses.get(a) === 1 &&
        JS_FORMS[a.kernel].kind === "array" &&
        a.kernel !== "lu" &&
        a.rank === e.rank &&
        a.rows === e.rows &&
        a.cols === e.cols &&
        !body.names.has(a) &&
        !body.marks.has(a),
    );
    if (leaf !== undefined) owner.set(leaf, e);
  }
  return owner;
}

/** `x = …`, or `x += …` where that says the same. */
function assignment(target: string, { text, level }: Piece): string {
  const rest = text.startsWith(`${target} `) ? text.slice(target.length + 1) : "";
  const isSum = level === LEVEL.sum && rest.startsWith("+ ");
  const isSimple = /^[-+*/] [\w.[\]]+$/.test(rest);
  return isSum || isSimple ? `${target} ${rest[0]}= ${rest.slice(2)};` : `${target} = ${text};`;
}

/** The variables that a loop reads at its own place, but for those below a part that another statement writes out, too. */
function ownLeavesOf(e: ArrayExpr, { uses }: Body, kept: ReadonlySet<ArrayExpr>): readonly ArrayExpr[] {
  const out: ArrayExpr[] = [];
  const todo = [...e.args];
  for (let a = todo.pop(); a !== undefined; a = todo.pop()) {
    if (kept.has(a)) out.push(a);
    else if (isLoop(a) && !SPREADING.has(a.kernel) && uses.get(a) === 1) todo.push(...a.args);
  }
  return out;
}

/** Everything known while statements are written, one array after another. */
interface State {
  readonly body: Body;
  readonly env: Scope["env"];
  readonly allocate: Allocate;
  /** Arrays that have a variable; null while that is found out. */
  readonly decided: ReadonlySet<ArrayExpr> | null;
  /** The loop that writes over an array. */
  readonly owners: ReadonlyMap<ArrayExpr, ArrayExpr>;
  readonly local: Local;
  readonly labels: ReadonlyMap<ArrayExpr, string>;
  readonly indices: Pick<JsPrinter, "i" | "j" | "k">;
  readonly kept: Set<ArrayExpr>;
  readonly names: Map<ArrayExpr, string>;
  /** Names given to loops before their turn, because what they write over has it already. */
  readonly pending: Map<ArrayExpr, string>;
  /** Variables that an array has been made for. */
  readonly allocated: Set<string>;
  /** Expressions of numbers: scalars, and entries of arrays that are written out in a loop. */
  readonly pieces: Map<ArrayExpr, Code>;
  /** Loops that run over rows and columns apart. */
  readonly nested: Set<ArrayExpr>;
  /** Expressions by the variable that has their value. */
  readonly known: Map<Expr, string>;
  /** Arrays whose formula stands above a statement. */
  readonly told: Set<ArrayExpr>;
  readonly needed: (e: ArrayExpr) => boolean;
  readonly formula: ReturnType<typeof formulaOf>;
  readonly statements: JsStatement[];
  readonly buffers: JsBuffer[];
}

function newState(
  body: Body,
  role: Role,
  at: Scope,
  allocate: Allocate,
  decided: State["decided"],
  owners: State["owners"],
): State {
  const local = localIn(role, at);
  const labels = labelsIn(role, body, at);
  const [i, j, k] = [local.fresh("i"), local.fresh("j"), local.fresh("k")];
  return {
    body,
    env: at.env,
    allocate,
    decided,
    owners,
    local,
    labels,
    indices: { i, j, k },
    kept: new Set(),
    names: new Map(),
    pending: new Map(),
    allocated: new Set(),
    pieces: new Map(),
    nested: new Set(),
    known: new Map(),
    told: new Set(),
    needed: needsVariable(body, { atom: jsAtom, factorises: true }, labels),
    formula: formulaOf(body, labels, meaningOf),
    statements: [],
    buffers: [],
  };
}

// ---------------------------------------------------------------- operands

function scalarOf(s: State, e: ArrayExpr): Code {
  const p = s.pieces.get(e);
  if (p === undefined) throw new Error(`${e.kernel} is written before its operands`);
  return p;
}

/** Arrays over indices, which alone write lines of their own, have no code here. */
const WITHOUT_LINES = {
  variable: (name: string) => name,
  fresh: (wish: string) => wish,
  line: () => undefined,
  indent: () => undefined,
};

const printer = (s: State, of: (e: ArrayExpr, at: JsPrinter) => Code): JsPrinter => {
  const at: JsPrinter = {
    ...s.env,
    ...s.indices,
    ...WITHOUT_LINES,
    isVariable: (e) => s.names.has(e),
    of: (e) => of(e, at),
    wrap: (e, level) => {
      const p = of(e, at);
      return p.level >= level ? p.text : `(${p.text})`;
    },
  };
  return at;
};

/** Arrays by their variables. */
const byName = (s: State): JsPrinter =>
  printer(s, (e) => {
    const name = e.rank === 0 && e.kernel !== "lu" ? undefined : s.names.get(e);
    return name === undefined ? scalarOf(s, e) : piece(name);
  });

/** Arrays by the entry at the place of the loop. */
const byEntry = (s: State): JsPrinter =>
  printer(s, (e, at) => {
    if (e.rank === 0) return scalarOf(s, e);
    const name = s.names.get(e);
    if (name !== undefined) return entryOf(name, e, false, at);
    if (e.kernel !== "transpose") return scalarOf(s, e);
    const [of] = e.args as readonly [ArrayExpr];
    return entryOf(s.names.get(of) as string, of, true, at);
  });

const isNested = (s: State, e: ArrayExpr): boolean =>
  !s.names.has(e) && (s.nested.has(e) || (e.kernel === "transpose" && e.rank === 2));

/** Kernels whose entries are those of vectors at the place of the loop. */
const SPREADING: ReadonlySet<Kernel> = new Set(["column", "row", "outer"]);

// ---------------------------------------------------------------- statements

function loop(s: State, e: ArrayExpr, over: ArrayExpr, statement: (at: string) => string): readonly string[] {
  const { i, j, k } = s.indices;
  const [rows, cols] = [s.env.size(over.rows).text, s.env.size(over.cols).text];
  if (over.rank === 1) return [`for (let ${i} = 0; ${i} < ${rows}; ${i}++) ${statement(i)}`];
  if (!isNested(s, e)) return [`for (let ${k} = 0; ${k} < ${lengthText(over, byName(s))}; ${k}++) ${statement(k)}`];
  return [
    `for (let ${i} = 0, ${k} = 0; ${i} < ${rows}; ${i}++)`,
    `  for (let ${j} = 0; ${j} < ${cols}; ${j}++, ${k}++) ${statement(k)}`,
  ];
}

function nameFor(s: State, e: ArrayExpr): string {
  const owner = s.owners.get(e);
  if (owner !== undefined) return nameFor(s, owner);
  const named = s.names.get(e) ?? s.pending.get(e);
  if (named !== undefined) return named;
  const name = variableFor(s.body, e, s.labels, s.local);
  s.pending.set(e, name);
  return name;
}

/** The code of a new array, which is noted. */
function storage(s: State, name: string, e: ArrayExpr): string {
  const factors = e.kernel === "lu";
  const length = factors ? s.env.size(e.rows).text : lengthText(e, byName(s));
  s.buffers.push({ name, length, factors });
  s.allocated.add(name);
  return s.allocate(name, length, factors);
}

/** A sum of products of entries, with no array between. */
function fold(s: State, e: ArrayExpr, name: string): readonly string[] {
  const over = e.args.find((a) => a.rank > 0) as ArrayExpr;
  const at = byEntry(s);
  const factors = e.args.map((a) => at.wrap(a, e.args.length > 1 ? LEVEL.postfix : LEVEL.sum));
  if (e.args.some((a) => isNested(s, a))) s.nested.add(e);
  return [`let ${name} = 0;`, ...loop(s, e, over, () => `${name} += ${factors.join(" * ")};`)];
}

/** A call, a fold, a loop or a number, by what is written of it as an expression: null where it has none. */
function codeFor(s: State, e: ArrayExpr, name: string, written: Piece | null): readonly string[] {
  const form = JS_FORMS[e.kernel];
  if (form.kind === "array") {
    const call = form.call(e, byName(s));
    return [`const ${name} = ${s.env.use(call.helper)}(${[...call.args, storage(s, name, e)].join(", ")});`];
  }
  if (written === null) return fold(s, e, name);
  if (!isLoop(e)) return [`const ${name} = ${written.text};`];
  if (e.kernel === "fill") return [`const ${name} = ${storage(s, name, e)}.fill(${written.text});`];
  const made = s.allocated.has(name) ? [] : [`const ${name} = ${storage(s, name, e)};`];
  return [...made, ...loop(s, e, e, (place) => assignment(`${name}[${place}]`, written))];
}

function write(s: State): JsLines & { readonly kept: ReadonlySet<ArrayExpr> } {
  for (const e of s.body.order) {
    if (e.kernel === "input") {
      const name = s.local.variable(e.data);
      s.names.set(e, name);
      if (e.rank === 0) s.pieces.set(e, piece(name));
    } else writeOne(s, e);
  }
  const { statements, buffers, kept } = s;
  return { statements, buffers, kept, text: (node) => s.names.get(node) ?? scalarOf(s, node).text };
}

function writeOne(s: State, e: ArrayExpr): void {
  const form = JS_FORMS[e.kernel];
  const spreads = SPREADING.has(e.kernel);
  if (e.rank === 2 && isLoop(e) && (spreads || e.args.some((a) => a.rank === 2 && isNested(s, a)))) s.nested.add(e);
  const mustKeep = s.decided === null ? s.needed(e) : s.decided.has(e);
  // A transpose is looked through, and an identity is a word, where neither has a variable.
  if (!mustKeep && (e.kernel === "transpose" || e.kernel === "eye")) return;
  const isFolded = isFold(e) && e.args.some((a) => a.rank > 0 && !s.names.has(a));
  const at = isLoop(e) && !spreads ? byEntry(s) : byName(s);
  const written = form.kind === "array" || isFolded ? null : form.form(e, at);
  const isKept = mustKeep || (s.decided === null && (written === null || written.text.length > WIDE));
  if (!isKept && written !== null) {
    s.pieces.set(e, written);
    if (form.kind === "view") s.names.set(e, written.text);
    return;
  }
  s.kept.add(e);
  const name = nameFor(s, e);
  const code = codeFor(s, e, name, written);
  // The formula stands above the first statement that works towards it.
  const towards = s.owners.get(e) ?? e;
  s.statements.push({ formula: s.told.has(towards) ? null : s.formula(towards, name, s.known), code });
  s.told.add(towards);
  const origin = s.body.origins.get(e);
  if (origin !== undefined && !isSymbol(origin) && !s.owners.has(e)) s.known.set(origin, name);
  s.names.set(e, name);
  s.pieces.set(e, piece(name));
}
