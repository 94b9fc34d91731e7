/**
 * Calls of functions that a text defines and that are no functions of one number: `h_\theta(x) = \theta^T x` at x^{(i)},
 * `sim(u, v) = u^T v / …` at z_i and z_j. Each call is the formula with the arguments for the parameters, before anything
 * is known of letters and kinds, so that what follows reads it as if it had been written out.
 */

import type { Reporter } from "../core/diagnostic.js";
import {
  type Call,
  type Entry,
  type Expression,
  type Name,
  nodesOf,
  operands,
  postorder,
  type Range,
  type Reduction,
  type Relation,
  rebuilt,
  type Script,
  type Statement,
} from "../parse/ast.js";
import { placesIn, withPlacesFor } from "../parse/index/places.js";
import { CALLS, canonical } from "./names/calls.js";
import { spells } from "./names/observe.js";
import { reread } from "./primes.js";

/** A function by its formula. */
export type Defined = Statement & { readonly type: "functionDefinition" };

/** Nodes of all calls together, once they are opened. */
const MOST_NODES = 20_000;

interface Opener {
  readonly byName: ReadonlyMap<string, Defined>;
  readonly report: Reporter;
  nodes: number;
}

interface Opened {
  readonly kept: readonly Statement[];
  /** Names of statements that are left out. */
  readonly left: readonly string[];
}

/** The statements with such calls opened; a function that only its calls need is left out. */
export function openCalls(statements: readonly Statement[], report: Reporter): Opened {
  const asTheyAre: Opened = { kept: statements, left: [] };
  const defined = statements.filter((s): s is Defined => s.type === "functionDefinition");
  if (defined.length === 0) return asTheyAre;
  const all = statements.map((s) => ({ s, nodes: nodesOf(s) }));
  const isOfNumbers = formulas(defined);
  const byName = new Map(defined.filter((f) => isOpened(f, all, isOfNumbers)).map((f) => [f.name.name, f]));
  if (byName.size === 0) return asTheyAre;
  const o: Opener = { byName, report, nodes: 0 };
  const out: Statement[] = [];
  const left: string[] = [];
  for (const s of statements) {
    if (s.type === "functionDefinition" && byName.get(s.name.name) === s) {
      if (isNamed(s, all)) out.push(s);
      continue;
    }
    try {
      out.push(openedIn(o, s));
    } catch (error) {
      if (error instanceof TooMany) return asTheyAre;
      if (!(error instanceof Captured)) throw error;
      refuse(o, error);
      if (s.type === "definition" || s.type === "functionDefinition") left.push(s.name.name);
    }
  }
  return { kept: out, left };
}

const refuse = ({ report }: Opener, { letter, call, f }: Captured): void =>
  report.report(
    "error",
    "index/captured",
    call.span,
    `${letter} is bound within ${f.name.typed}, and stands in what it is applied to here`,
    { hint: `give the letter that is bound in ${f.name.typed} another name` },
  );

interface Nodes {
  readonly s: Statement;
  readonly nodes: readonly Expression[];
}

/** The calls of a function, of one of many by its letters too. */
export const callsOf = (f: Defined, nodes: readonly Expression[]): readonly Call[] =>
  nodes.filter(
    (e): e is Call => e.type === "call" && (e.callee.name === f.name.name || placesFor(f, e.callee) !== null),
  );

const scriptsOf = (n: Name): readonly Script[] => [...(n.scripts?.below ?? []), ...(n.scripts?.above ?? [])];

/**
 * `f_j(x) = w_j^T x`: the letters by which a function is one of many, each of which its formula takes something at.
 * Null of any other function.
 */
function lettersOf(f: Defined): readonly (readonly Name[])[] | null {
  const scripts = scriptsOf(f.name);
  const taken = new Set(
    postorder(f.value)
      .flatMap((e) => (e.type === "name" ? scriptsOf(e) : e.type === "entry" ? [e.script] : []))
      .flatMap(lettersIn),
  );
  const isLetter = (e: Expression): e is Name => e.type === "name" && e.scripts === undefined && taken.has(e.name);
  const found = scripts.map((s) => placesIn(s).find((r): r is readonly Name[] => r.every(isLetter)) ?? null);
  return scripts.length > 0 && found.every((l) => l !== null) ? found : null;
}

/** What stands for the letters of such a function where it is called: y_i for the j of f_j in `f_{y_i}(x_i)`. */
function placesFor(f: Defined, callee: Name): Values | null {
  const [own, other] = [f.name.scripts, callee.scripts];
  if (own === undefined || other === undefined || own.base !== other.base) return null;
  if (own.below.length !== other.below.length || own.above.length !== other.above.length) return null;
  const letters = lettersOf(f);
  if (letters === null) return null;
  const at = scriptsOf(callee).map((s, i) => placesIn(s).find((r) => r.length === letters[i]?.length) ?? null);
  if (at.some((r) => r === null)) return null;
  return new Map(letters.flatMap((l, i) => l.map((n, k) => [n.name, at[i]?.[k] as Expression] as const)));
}

/** Whether a function is applied to anything but its parameters, and is no function of one number. */
function isOpened(f: Defined, all: readonly Nodes[], isOfNumbers: (name: string) => boolean): boolean {
  const elsewhere = all.filter(({ s }) => s !== f);
  const calls = elsewhere.flatMap(({ nodes }) => callsOf(f, nodes));
  const isIndexed = f.parameters.some(
    (p) => p.scripts !== undefined && p.scripts.below.length + p.scripts.above.length > 0,
  );
  if (calls.length === 0 || calls.some((c) => c.primes > 0 || c.gradient !== undefined)) return false;
  if (calls.some((c) => c.args.length !== f.parameters.length)) return false;
  const isOwn = calls.every((c) => c.callee.name === f.name.name && spells(c, f.parameters));
  if (callsOf(f, postorder(f.value)).length > 0) return false;
  if (isOwn && elsewhere.some((one) => bindsParameter(one, f))) return true;
  if (!isIndexed && isOwn) return false;
  // y (1 - y) of a y = y(x) is a product.
  if (f.parameters.length === 1 && elsewhere.some(({ nodes }) => nodes.some((e) => isValue(f, e)))) return false;
  return f.parameters.length > 1 || isIndexed || !isOfNumbers(f.name.name);
}

/** `\\sum_a π(a) r_a` of a `π(a) = …`: there a is the letter of the sum, and π(a) another value for each. */
function bindsParameter({ s, nodes }: Nodes, f: Defined): boolean {
  const isParameter = (name: string): boolean => f.parameters.some((p) => p.name === name);
  const isBinding = (ranges: readonly Range[]): boolean =>
    ranges.some((r) => r.letters.some((n) => isParameter(n.name)));
  const isOfAll =
    isBinding(s.ranges ?? []) || (s.type === "definition" && scriptLetters(s.name).some((name) => isParameter(name)));
  if (isOfAll && callsOf(f, nodes).length > 0) return true;
  return nodes.some((e) => e.type === "reduction" && isBinding(e.ranges) && callsOf(f, postorder(e.body)).length > 0);
}

/** The name of a function where it stands for its value. */
const isValue = (f: Defined, e: Expression): boolean =>
  e.type !== "derivative" && operands(e).some((x) => x.type === "name" && x.name === f.name.name);

/** Whether what a question asks of is the function itself. */
const isNamed = (f: Defined, all: readonly Nodes[]): boolean =>
  all.some(({ nodes }) => nodes.some((e) => e.type === "name" && e.name === f.name.name));

/** Whether a formula is one of numbers and its parameter, which is applied entry by entry. */
function isFormula(f: Defined, isOfNumbers: (name: string) => boolean): boolean {
  const [parameter] = f.parameters;
  return postorder(f.value).every((e) => {
    switch (e.type) {
      case "name":
        return e.name === parameter?.name || e.name === "pi" || e.name === "e";
      case "number":
      case "group":
      case "negation":
      case "sum":
      case "product":
      case "fraction":
        return true;
      case "elementwise":
        return e.rest.every((r) => r.operator !== "kronecker" && r.operator !== "cross");
      case "postfix":
        return e.operators.every((p) => /power|^inverse$/i.test(p.type));
      case "bars":
        return !e.double;
      case "call":
        return e.args.length === 1 ? isOfNumbers(e.callee.name) : /^(?:max|min)$/.test(e.callee.name);
      default:
        return false;
    }
  });
}

/** Which names are functions of numbers: those of the language, and those whose formulas hold nothing else. */
export function formulas(defined: readonly Defined[]): (name: string) => boolean {
  const own = new Set(defined.map((f) => f.name.name));
  const left = new Set<string>();
  const isOfNumbers = (name: string): boolean => own.has(name) || (!left.has(name) && !CALLS.has(canonical(name)));
  for (let moved = true; moved; ) {
    moved = false;
    for (const f of defined) {
      if (!own.has(f.name.name) || isFormula(f, isOfNumbers)) continue;
      own.delete(f.name.name);
      left.add(f.name.name);
      moved = true;
    }
  }
  return isOfNumbers;
}

// ---------------------------------------------------------------- opening

const openedIn = (o: Opener, s: Statement): Statement => reread(s, (e) => opened(o, e, new Set()));

class TooMany extends Error {
  override readonly name = "TooMany";
}

/** A letter of an argument that the formula binds. */
class Captured extends Error {
  override readonly name = "Captured";
  constructor(
    readonly letter: string,
    readonly call: Call,
    readonly f: Defined,
  ) {
    super();
  }
}

/** An expression in which every call is its formula; `within` are the functions that are being opened. */
function opened(o: Opener, root: Expression, within: ReadonlySet<string>): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    const own = rebuilt(e, parts);
    const called = own.type === "call" ? calledBy(o, own.callee) : undefined;
    const f = called === undefined || within.has(called.name.name) ? undefined : called;
    stack.push(f === undefined ? own : openedCall(o, own as Call, f, within));
  }
  return stack[0] as Expression;
}

/** The function of a call: of its name, else one of many by its letters. */
const calledBy = ({ byName }: Opener, callee: Name): Defined | undefined =>
  byName.get(callee.name) ?? [...byName.values()].find((f) => placesFor(f, callee) !== null);

function openedCall(o: Opener, call: Call, f: Defined, within: ReadonlySet<string>): Expression {
  const places = placesFor(f, call.callee) ?? NO_VALUES;
  const args = f.parameters.map((p, i) => [p.name, ungroupedArgument(call.args[i] as Expression)] as const);
  const values = new Map([...places, ...args]);
  const letter = capturedIn(
    f.value,
    [...values].filter(([name, v]) => !(v.type === "name" && v.name === name)).map(([, v]) => v),
  );
  if (letter !== null) throw new Captured(letter, call, f);
  const body = opened(o, f.value, new Set([...within, f.name.name]));
  o.nodes += postorder(body).length;
  if (o.nodes > MOST_NODES) throw new TooMany();
  return { type: "group", operand: written(body, values), span: call.span };
}

export const ungroupedArgument = (e: Expression): Expression =>
  e.type === "group" && e.operand.type === "name" ? e.operand : e;

/** A letter that a formula binds and that an argument has, as a name or in its scripts; null where there is none. */
export function capturedIn(body: Expression, args: readonly Expression[]): string | null {
  const bound = new Set(
    postorder(body).flatMap((e) =>
      e.type === "reduction" ? e.ranges.flatMap((r) => r.letters.map((n) => n.name)) : [],
    ),
  );
  if (bound.size === 0) return null;
  for (const e of args.flatMap(postorder)) {
    const own = e.type === "name" ? [e.name, ...scriptLetters(e)] : e.type === "entry" ? lettersIn(e.script) : [];
    const found = own.find((letter) => bound.has(letter));
    if (found !== undefined) return found;
  }
  return null;
}

/** The letters in the scripts of a name. */
export const scriptLetters = (n: Name): readonly string[] => scriptsOf(n).flatMap(lettersIn);

const lettersIn = (s: Script): readonly string[] =>
  placesIn(s)
    .flatMap((p) => p.flatMap(postorder))
    .flatMap((e) => (e.type === "name" ? [e.name, ...scriptsOf(e).flatMap(lettersIn)] : []));

/** A copy of a formula with values for its parameters: every node is a new one, for each stands among other letters. */
export function written(root: Expression, values: Values): Expression {
  const stack: Expression[] = [];
  for (const e of postorder(root)) {
    const count = operands(e).length;
    const parts = count === 0 ? [] : stack.splice(stack.length - count, count);
    stack.push(writtenNode(e, parts, values));
  }
  return stack[0] as Expression;
}

function writtenNode(e: Expression, parts: readonly Expression[], values: Values): Expression {
  const place = (x: Expression): Expression => written(x, values);
  switch (e.type) {
    case "name":
      return writtenName(e, values);
    case "call":
      return { ...(rebuilt(e, parts) as Call), callee: { ...e.callee } };
    case "entry":
      return { ...(rebuilt(e, parts) as Entry), script: writtenScript(e.script, values) };
    case "reduction":
      return {
        ...(rebuilt(e, parts) as Reduction),
        ranges: e.ranges.map(
          (r): Range => ({
            ...r,
            letters: r.letters.map((n) => ({ ...n })),
            from: r.from && place(r.from),
            to: r.to && place(r.to),
            set: r.set && place(r.set),
          }),
        ),
        conditions: e.conditions.map((r): Relation => ({ ...r, left: place(r.left), right: place(r.right) })),
      };
    default:
      return { ...rebuilt(e, parts) };
  }
}

/** A name of a formula: a parameter, an entry of one, a name that has one in its scripts, or itself. */
function writtenName(n: Name, values: Values): Expression {
  const whole = values.get(n.name);
  if (whole !== undefined) return copied(whole);
  if (n.scripts === undefined) return { ...n };
  const { base, below, above } = n.scripts;
  const scripts = {
    base,
    below: below.map((s) => writtenScript(s, values)),
    above: above.map((s) => writtenScript(s, values)),
  };
  const own = values.get(base);
  const [script] = scripts.below;
  if (own === undefined || script === undefined || below.length !== 1 || above.length > 0) {
    if (scriptsOf(n).every((s, i) => s === [...scripts.below, ...scripts.above][i])) return { ...n };
    return { ...n, scripts, name: [base, ...[...scripts.below, ...scripts.above].map((s) => s.label)].join("_") };
  }
  if (own.type === "name" && own.scripts === undefined)
    return {
      ...own,
      name: `${own.name}_${script.label}`,
      // A plain v_k is an entry of a bold v, and so of whatever stands for that.
      face: n.face,
      scripts: { base: own.name, below: [script], above: [] },
      span: n.span,
    };
  return { type: "entry", operand: { type: "group", operand: copied(own), span: n.span }, script, span: n.span };
}

const copied = (e: Expression): Expression => {
  const copy = written(e, NO_VALUES);
  return copy.type === "name" || copy.type === "number" || copy.type === "group"
    ? copy
    : { type: "group", operand: copy, span: e.span };
};

type Values = ReadonlyMap<string, Expression>;

const NO_VALUES: Values = new Map();

/** A script with what its letters stand for: the a of `\\theta_a` is a_t, the k of `W_{kj}` is y_i. */
const writtenScript = (s: Script, values: Values): Script => withPlacesFor(s, ({ name }) => values.get(name));
