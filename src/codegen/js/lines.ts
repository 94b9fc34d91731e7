/**
 * Statements of JavaScript from a body. What is done entry by entry becomes one loop without arrays
 * between; a loop over the result of a call, where nobody else wants that, writes over it.
 */
import type { Expr } from "../../core/expr.js";
import { isSymbol } from "../../ops/symbol.js";
import { LEVEL, type Piece, piece } from "../../print/pretty.js";
import type { ArrayExpr, CodePrinter } from "../arrays/array.js";
import type { Body } from "../arrays/body.js";
import { formulaOf, identifier, type Local, needsVariable } from "../lines.js";
import { entryOf, isFold, isLoop, JS_FORMS, type JsPrinter, jsAtom, lengthText } from "./expressions.js";

export interface JsStatement {
  readonly node: ArrayExpr;
  readonly formula: string | null;
  readonly code: readonly string[];
}

export interface JsLines {
  readonly statements: readonly JsStatement[];
  /** Arrays that are filled, with their lengths as code; `factors` is the size of a factorisation. */
  readonly buffers: readonly { readonly name: string; readonly length: string; readonly factors: boolean }[];
  readonly text: (node: ArrayExpr) => string;
}

export interface JsOptions {
  readonly env: Omit<CodePrinter, "of" | "wrap">;
  readonly local: () => Local;
  readonly labels: ReadonlyMap<ArrayExpr, string>;
  readonly meaning: (e: Expr) => Expr | null;
  /** Where arrays come from: `new Float64Array(n)`, or a buffer by the variable's name. */
  readonly allocated: (name: string, length: string, factors: boolean) => string;
}

/** Longest expression without a variable of its own. */
const WIDE = 72;

export function jsLinesOf(body: Body, options: JsOptions): JsLines {
  const dry = write(body, options, null, new Map());
  return write(body, options, dry.kept, takenOver(body, dry.kept));
}

/** Arrays whose memory a later loop takes over: from calls, wanted by that loop alone, of its shape. */
function takenOver(body: Body, kept: ReadonlySet<ArrayExpr>): ReadonlyMap<ArrayExpr, ArrayExpr> {
  const owner = new Map<ArrayExpr, ArrayExpr>();
  for (const e of body.order) {
    if (!kept.has(e) || !isLoop(e) || e.kernel === "copy") continue;
    const leaf = leavesOf(e, kept).find(
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

/** The variables that a loop reads at its own place. */
function leavesOf(e: ArrayExpr, kept: ReadonlySet<ArrayExpr>): readonly ArrayExpr[] {
  const out: ArrayExpr[] = [];
  const todo = [...e.args];
  for (let a = todo.pop(); a !== undefined; a = todo.pop()) {
    if (kept.has(a)) out.push(a);
    else if (isLoop(a) && !["column", "row", "outer"].includes(a.kernel)) todo.push(...a.args);
  }
  return out;
}

function write(
  body: Body,
  { env, local: newLocal, labels, meaning, allocated }: JsOptions,
  decided: ReadonlySet<ArrayExpr> | null,
  owners: ReadonlyMap<ArrayExpr, ArrayExpr>,
): JsLines & { readonly kept: ReadonlySet<ArrayExpr> } {
  const local = newLocal();
  const [i, j, k] = ["i", "j", "k"].map((wish) => local.fresh(wish)) as [string, string, string];
  const needed = needsVariable(body, { atom: jsAtom, factorises: true }, labels);
  const kept = new Set<ArrayExpr>();
  const names = new Map<ArrayExpr, string>();
  /** Expressions of numbers: scalars, and entries of arrays that are written out in a loop. */
  const pieces = new Map<ArrayExpr, Piece>();
  /** Loops that run over rows and columns apart. */
  const nested = new Set<ArrayExpr>();
  const formula = formulaOf(body, labels, meaning);
  const known = new Map<Expr, string>();
  const statements: JsStatement[] = [];
  const buffers: { name: string; length: string; factors: boolean }[] = [];

  const printer = (of: (e: ArrayExpr) => Piece): JsPrinter => ({
    ...env,
    i,
    j,
    k,
    of,
    wrap: (e, level) => {
      const p = of(e);
      return p.level >= level ? p.text : `(${p.text})`;
    },
  });
  const scalarOf = (e: ArrayExpr): Piece => {
    const p = pieces.get(e);
    if (p === undefined) throw new Error(`${e.kernel} is written before its operands`);
    return p;
  };
  /** Arrays by their variables. */
  const byName = printer((e) => {
    if (e.rank === 0 && e.kernel !== "lu") return scalarOf(e);
    const name = names.get(e);
    return name === undefined ? scalarOf(e) : piece(name);
  });
  /** Arrays by the entry at the place of the loop. */
  const byEntry: JsPrinter = printer((e) => {
    if (e.rank === 0) return scalarOf(e);
    const name = names.get(e);
    if (name !== undefined) return entryOf(name, e, false, byEntry);
    if (e.kernel === "transpose") {
      const of = e.args[0] as ArrayExpr;
      return entryOf(names.get(of) as string, of, true, byEntry);
    }
    return scalarOf(e);
  });
  const isNested = (e: ArrayExpr): boolean =>
    !names.has(e) && (nested.has(e) || (e.kernel === "transpose" && e.rank === 2));

  const loop = (e: ArrayExpr, over: ArrayExpr, statement: (at: string) => string): readonly string[] => {
    const [rows, cols] = [env.size(over.rows).text, env.size(over.cols).text];
    if (over.rank === 1) return [`for (let ${i} = 0; ${i} < ${rows}; ${i}++) ${statement(i)}`];
    if (!isNested(e)) return [`for (let ${k} = 0; ${k} < ${lengthText(over, byName)}; ${k}++) ${statement(k)}`];
    return [
      `for (let ${i} = 0, ${k} = 0; ${i} < ${rows}; ${i}++)`,
      `  for (let ${j} = 0; ${j} < ${cols}; ${j}++, ${k}++) ${statement(k)}`,
    ];
  };

  const nameFor = (e: ArrayExpr): string => {
    const owner = owners.get(e);
    if (owner !== undefined) return nameFor(owner);
    const named = names.get(e) ?? pending.get(e);
    if (named !== undefined) return named;
    const symbol = body.names.get(e);
    const made =
      symbol !== undefined
        ? local.variable(String(symbol.data))
        : local.fresh(labels.has(e) ? identifier(labels.get(e) as string) : e.kernel === "lu" ? "F" : "t");
    pending.set(e, made);
    return made;
  };
  /** Names given to loops before their turn, because what they write over has it already. */
  const pending = new Map<ArrayExpr, string>();
  const fresh = new Set<string>();
  const formulas = new Set<ArrayExpr>();
  const storage = (name: string, e: ArrayExpr): string => {
    const length = e.kernel === "lu" ? env.size(e.rows).text : lengthText(e, byName);
    buffers.push({ name, length, factors: e.kernel === "lu" });
    fresh.add(name);
    return allocated(name, length, e.kernel === "lu");
  };

  for (const e of body.order) {
    if (e.kernel === "input") {
      names.set(e, local.variable(e.data));
      if (e.rank === 0) pieces.set(e, piece(names.get(e) as string));
      continue;
    }
    const form = JS_FORMS[e.kernel];
    if (
      e.rank === 2 &&
      isLoop(e) &&
      (["column", "row", "outer"].includes(e.kernel) || e.args.some((a) => a.rank === 2 && isNested(a)))
    )
      nested.add(e);
    const mustKeep = decided === null ? needed(e) : decided.has(e);
    const lookedThrough = e.kernel === "transpose" && !mustKeep;
    if (lookedThrough || (e.kernel === "eye" && !mustKeep)) continue;
    const at = isLoop(e) && !["column", "row", "outer"].includes(e.kernel) ? byEntry : byName;
    const folded = isFold(e) && e.args.some((a) => a.rank > 0 && !names.has(a));
    const made = form.kind === "array" || folded ? null : form.form(e, at);
    const keep = mustKeep || (decided === null && (made === null || made.text.length > WIDE));
    if (!keep && made !== null) {
      pieces.set(e, made);
      if (form.kind === "view") names.set(e, made.text);
      continue;
    }
    kept.add(e);
    const name = nameFor(e);
    const code: string[] = [];
    if (form.kind === "array") {
      const call = form.call(e, byName);
      code.push(`const ${name} = ${env.use(call.helper)}(${[...call.args, storage(name, e)].join(", ")});`);
    } else if (folded) {
      const over = e.args.find((a) => a.rank > 0) as ArrayExpr;
      const factors = e.args.map((a) => byEntry.wrap(a, e.args.length > 1 ? LEVEL.postfix : LEVEL.sum));
      if (e.args.some(isNested)) nested.add(e);
      code.push(`let ${name} = 0;`, ...loop(e, over, () => `${name} += ${factors.join(" * ")};`));
    } else if (made !== null && isLoop(e)) {
      const own = !fresh.has(name);
      if (e.kernel === "fill") code.push(`const ${name} = ${storage(name, e)}.fill(${made.text});`);
      else {
        if (own) code.push(`const ${name} = ${storage(name, e)};`);
        code.push(...loop(e, e, (place) => assignment(`${name}[${place}]`, made)));
      }
    } else code.push(`const ${name} = ${(made as Piece).text};`);
    // The formula stands above the first statement that works towards it.
    const towards = owners.get(e) ?? e;
    const said = formulas.has(towards) ? null : formula(towards, name, known);
    formulas.add(towards);
    statements.push({ node: e, formula: said, code });
    const origin = body.origins.get(e);
    if (origin !== undefined && !isSymbol(origin) && !owners.has(e)) known.set(origin, name);
    names.set(e, name);
    pieces.set(e, piece(name));
  }
  return { statements, buffers, kept, text: (node) => names.get(node) ?? scalarOf(node).text };
}
