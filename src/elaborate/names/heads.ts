/** Heads: the names that a text declares and defines, before anything of it has a shape. */
import { SCALAR } from "../../core/shape.js";
import { expressionsOf, type Name, postorder, type Statement } from "../../parse/ast.js";
import { type Entry, entryOf, fault, type Scope, typed } from "../scope.js";
import { isFunctional } from "./applied.js";
import { arrayNames } from "./array-names.js";
import { type Definition, isGeneral, note } from "./definition.js";
import { bare, isOnlyApplied, isStated, isUpper, record, shows } from "./evidence.js";
import { type Composed, compositionOf, compositions, type Written } from "./functions.js";
import { decideKind, isBuiltin, isConstant, isReserved, type Typography, typographyOf } from "./kinds.js";
import { type Heading, observe, type Parameters, see, sizeNames } from "./observe.js";

export interface Heads {
  /** The nodes, in the order of the text. */
  readonly definitions: readonly Definition[];
  readonly written: readonly Written[];
  readonly composed: readonly Composed[];
  /** The parameters of everything that was defined as `f(x) = …`. */
  readonly parameters: Parameters;
  /** The names that the definition of each node mentions. */
  readonly mentions: ReadonlyMap<string, ReadonlySet<string>>;
}

type Defining = Statement & { readonly type: "definition" | "functionDefinition" };

/** Records every name with where it is declared and defined, and tells nodes from functions. */
export function heads(scope: Scope, statements: readonly Statement[]): Heads {
  const defining = names(scope, statements);
  const parameters = new Map(
    defining.flatMap((s) => (s.type === "functionDefinition" ? [[s.name.name, s.parameters] as const] : [])),
  );
  const heading: Heading = { parameters, asked: askedNames(statements) };
  const definitions: Definition[] = [];
  const mentions = new Map<string, Set<string>>();
  const node = (s: Defining): void => {
    const isPlain = s.type === "definition";
    const solves = isPlain && s.solves === true;
    const d: Definition = { name: s.name, value: s.value, span: s.span, needs: [], solves, mayTurn: isPlain };
    definitions.push(d);
    const own = new Set<string>();
    mentions.set(s.name.name, own);
    observe(scope, s.value, true, heading, (name, span) => {
      const entry = scope.names.get(name);
      if (entry === undefined) return;
      record(entry.evidence, "used", span);
      own.add(name);
      if (entry.evidence.defined !== null) note(d.needs, name, span);
    });
  };

  const candidates: (Composed & { readonly s: Defining })[] = [];
  for (const s of defining) {
    if (s.type !== "definition") continue;
    const parts = compositionOf(s.value);
    if (parts === null) node(s);
    else candidates.push({ name: s.name, parts, span: s.span, s });
  }
  observeRest(scope, statements, heading);

  const written: Written[] = [];
  const text = typographyOf(scope);
  for (const s of defining) {
    if (s.type !== "functionDefinition") continue;
    const [parameter] = s.parameters;
    if (isNode(scope, s, text)) node(s);
    else if (parameter === undefined || s.parameters.length !== 1) {
      fault(
        scope,
        "function/parameters",
        s.span,
        `a function of the language has one parameter, not ${s.parameters.length}`,
        {
          hint: "what depends on several names of the model is defined without them: y = …",
        },
      );
      (scope.names.get(s.name.name) as Entry).faulty = true;
    } else {
      written.push({ name: s.name, parameter, value: s.value, span: s.span });
      becomeFunction(scope, s.name);
    }
  }

  const composed = compositions(candidates, (name) => isFunction(scope, name));
  for (const c of candidates) {
    if (!composed.has(c)) {
      node(c.s);
      continue;
    }
    becomeFunction(scope, c.name);
    for (const p of c.parts)
      if (!isReserved(p.name)) {
        const entry = entryOf(scope, p.name, p.span);
        see(scope, entry, p);
        entry.inModel = true;
        record(entry.evidence, "composed", p.span);
      }
  }
  definitions.sort((a, b) => a.name.span.start - b.name.span.start);
  definitions.forEach((d, i) => {
    const entry = scope.names.get(d.name.name) as Entry;
    if (isGeneral(d.name) || entry.definition === null) entry.definition = i;
  });
  return { definitions, written, composed: [...composed], parameters, mentions };
}

function becomeFunction(scope: Scope, n: Name): void {
  const entry = scope.names.get(n.name) as Entry;
  if (entry.evidence.declared !== null && entry.kind !== "function")
    fault(scope, "name/kind", n.span, `${n.name} is declared a ${entry.kind}, and defined as a function`, {
      notes: [{ message: entry.evidence.declared.text, span: entry.evidence.declared.span }],
    });
  entry.kind = "function";
  entry.shape = SCALAR;
}

/** Every declared and defined name, each once; the statements that define. */
function names(scope: Scope, statements: readonly Statement[]): readonly Defining[] {
  const out: Defining[] = [];
  for (const s of statements) {
    if (s.type === "declaration") {
      for (const n of s.names) declare(scope, n, s);
      for (const size of s.kind.sizes) for (const n of sizeNames(size)) declareSize(scope, n);
    } else if (s.type === "places") for (const e of [s.from, s.to]) for (const n of sizeNames(e)) declareSize(scope, n);
    else if ((s.type === "definition" || s.type === "functionDefinition") && defineName(scope, s)) out.push(s);
  }
  return out;
}

function reserved(scope: Scope, n: Name): boolean {
  if (!isReserved(n.name)) return false;
  fault(scope, "name/reserved", n.span, `${typed(scope, n.span)} is built in and cannot be a name of the model`);
  return true;
}

function declare(scope: Scope, n: Name, s: Statement & { type: "declaration" }): void {
  if (reserved(scope, n) || scope.indices.labels.has(n.name)) return;
  const entry = entryOf(scope, n.name, n.span);
  if (entry.evidence.declared !== null) {
    const clash = (entry.kind === "size") !== (s.kind.name === "size");
    const what = clash ? `is a ${entry.kind} already: no name is a size and a variable` : "is declared twice";
    fault(scope, clash ? "name/size" : "name/declared-twice", n.span, `${typed(scope, n.span)} ${what}`, {
      hint: `it stands already as ${entry.evidence.declared.text}`,
    });
    // Which of the two is meant is not known, so nothing is derived from either.
    entry.faulty = true;
    return;
  }
  entry.kind = s.kind.name;
  entry.isScalarFunction = s.kind.takes !== undefined;
  // A definition before it stays the place where the name stands first.
  if (entry.evidence.defined === null) entry.span = n.span;
  see(scope, entry, n);
  entry.inModel = true;
  const text = `${typed(scope, n.span)} : ${typed(scope, s.kind.span)}`;
  entry.evidence.declared = { span: n.span, kind: s.kind.name, text };
}

/** A size symbol in a declaration. */
function declareSize(scope: Scope, n: Name): void {
  if (reserved(scope, n)) return;
  const entry = entryOf(scope, n.name, n.span);
  // Where it is a variable, the size that is made of it is refused with the name.
  if (isStated(entry.evidence)) return;
  entry.evidence.declared = { span: n.span, kind: "size", text: `${typed(scope, n.span)} : size` };
  entry.kind = "size";
  entry.shape = SCALAR;
  entry.inModel = true;
}

/** `exp(f) = x^2` defines no function but says something of f, which is not understood: f is no input. */
function loseArguments(scope: Scope, s: Defining): void {
  if (s.type !== "functionDefinition") return;
  const used = new Set(postorder(s.value).flatMap((e) => (e.type === "name" ? [e.name] : [])));
  for (const p of s.parameters) if (!used.has(p.name)) entryOf(scope, p.name, p.span).faulty = true;
}

function defineName(scope: Scope, s: Defining): boolean {
  const n = s.name;
  if (reserved(scope, n)) {
    loseArguments(scope, s);
    return false;
  }
  const entry = entryOf(scope, n.name, n.span);
  if (entry.evidence.defined !== null && (n.at === undefined || isRepeated(scope, entry, n))) {
    fault(scope, "name/defined-twice", n.span, `${typed(scope, n.span)} is defined twice`, {
      hint: "a name is defined once: give the second another name",
      notes: [{ message: `${typed(scope, entry.evidence.defined)} is defined here`, span: entry.evidence.defined }],
    });
    entry.faulty = true;
    return false;
  }
  if (entry.evidence.declared !== null && entry.kind === "size") {
    fault(scope, "name/size", n.span, `${typed(scope, n.span)} is a size: no name is a size and a variable`, {
      notes: [{ message: entry.evidence.declared.text, span: entry.evidence.declared.span }],
    });
    return false;
  }
  if (entry.evidence.declared === null) entry.span = n.span;
  const family = n.at !== undefined && isGeneral(n) ? scope.indices.families.get(n.name) : undefined;
  if (family !== undefined) family.isDefined = true;
  entry.evidence.defined = n.span;
  entry.inModel = true;
  see(scope, entry, n);
  return true;
}

/** Whether a family has an equation for these members already. */
function isRepeated({ indices }: Scope, { name }: Entry, n: Name): boolean {
  const own = indices.families.get(name);
  return isGeneral(n) && own?.isDefined === true;
}

/** Names in everything but definitions. */
function observeRest(scope: Scope, statements: readonly Statement[], heading: Heading): void {
  const ignore = () => {};
  for (const s of statements) {
    for (const r of s.ranges ?? [])
      for (const e of [r.from, r.to]) if (e !== null) for (const n of sizeNames(e)) declareSize(scope, n);
    if (s.type === "definition" || s.type === "functionDefinition" || s.type === "declaration") continue;
    const { stated, claimed } = expressionsOf(s);
    for (const e of stated) observe(scope, e, true, heading, ignore);
    if (s.type === "input") for (const n of s.names) record(entryOf(scope, n.name, n.span).evidence, "listed", n.span);
    for (const e of claimed) observe(scope, e, false, heading, ignore);
  }
}

/** The names by which derivatives are asked for. */
function askedNames(statements: readonly Statement[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const s of statements) {
    if (s.type !== "query" && s.type !== "claim") continue;
    const { stated } = expressionsOf(s);
    for (const root of stated)
      for (const e of postorder(root)) if (e.type === "derivative") for (const v of e.variables) out.add(v.name);
  }
  return out;
}

/**
 * `f(x) = …` defines a node where f is not applied to anything else and is no function of one number: it has several
 * parameters, its formula has other names, a derivative of it is asked for, or every parameter is a vector or a matrix.
 */
function isNode(scope: Scope, s: Statement & { readonly type: "functionDefinition" }, text: Typography): boolean {
  if (postorder(s.value).some((e) => e.type === "reduction" || e.type === "entry")) return true;
  const own = scope.names.get(s.name.name);
  if (own !== undefined && (shows(own.evidence, "elsewhere") || shows(own.evidence, "composed"))) return false;
  if (s.parameters.length > 1 || (own !== undefined && shows(own.evidence, "asked")) || hasOtherNames(scope, s))
    return true;
  const arrays = new Set<string>();
  if (!text.bold) for (const e of postorder(s.value)) for (const { name } of arrayNames(e)) arrays.add(name.name);
  return (
    s.parameters.length > 0 &&
    s.parameters.every((p) => (p.latex === true && arrays.has(p.name)) || isArray(scope, p, text))
  );
}

/** Whether the formula of `f(x) = …` has names besides x. */
function hasOtherNames(scope: Scope, s: Statement & { readonly type: "functionDefinition" }): boolean {
  const own = new Set(s.parameters.map((p) => p.name));
  for (const e of postorder(s.value)) {
    const name = e.type === "name" ? e.name : e.type === "call" ? e.callee.name : null;
    if (name === null || own.has(name) || isBuiltin(scope, name) || isConstant(scope, name)) continue;
    if (e.type === "name" || !isFunctional(name)) return true;
  }
  return false;
}

/** Whether a parameter is a vector or a matrix of the model. */
function isArray(scope: Scope, p: Name, text: Typography): boolean {
  const entry = scope.names.get(p.name);
  if (entry === undefined) return p.face === "bold" || isUpper(p.name);
  if (entry.evidence.declared !== null) return entry.kind === "vector" || entry.kind === "matrix";
  if (entry.evidence.defined !== null) return true;
  if (bare(entry.evidence) === 0 && !shows(entry.evidence, "asked") && p.face !== "bold" && !isUpper(p.name))
    return false;
  const { kind } = decideKind(entry.evidence, text);
  return kind === "vector" || kind === "matrix";
}

/** Whether a name is a function for certain: the seeds of compositions. */
function isFunction(scope: Scope, name: string): boolean {
  if (isBuiltin(scope, name)) return true;
  const entry = scope.names.get(name);
  if (entry === undefined) return false;
  if (isStated(entry.evidence)) {
    if (entry.kind === "function") return true;
    if (entry.evidence.declared !== null) return false;
    return isOnlyApplied(entry.evidence);
  }
  return decideKind(entry.evidence, { bold: true, boldUpper: false }).kind === "function";
}
