/** What a text declares and defines, before anything of it has a shape. */
import { SCALAR } from "../../core/shape.js";
import { expressionsOf, type Name, postorder, type Statement } from "../../parse/ast.js";
import { type Entry, fault, type Scope, typed } from "../scope.js";
import { arrayNames } from "./array-names.js";
import { type Composed, compositionOf, compositions, type Written } from "./functions.js";
import {
  assumedKind,
  type Definition,
  entryOf,
  isBuiltin,
  isUpper,
  note,
  observe,
  type Parameters,
  see,
  setsBold,
  sizeNames,
} from "./kinds.js";

export interface Heads {
  /** The nodes, in the order of the text. */
  readonly definitions: readonly Definition[];
  readonly written: readonly Written[];
  readonly composed: readonly Composed[];
  /** The parameters of everything that was defined as `f(x) = …`. */
  readonly parameters: Parameters;
}

type Defining = Statement & { readonly type: "definition" | "functionDefinition" };

/** Records every name with where it is declared and defined, and tells nodes from functions. */
export function heads(scope: Scope, statements: readonly Statement[]): Heads {
  const defining = names(scope, statements);
  const parameters = new Map(
    defining.flatMap((s) => (s.type === "functionDefinition" ? [[s.name.name, s.parameters] as const] : [])),
  );
  const definitions: Definition[] = [];
  const node = (s: Defining): void => {
    const d: Definition = { name: s.name, value: s.value, span: s.span, needs: [] };
    definitions.push(d);
    observe(scope, s.value, true, parameters, (name, span) => {
      const entry = scope.names.get(name);
      if (entry === undefined) return;
      entry.seen.used = true;
      if (entry.defined !== null) note(d.needs, name, span);
    });
  };

  const candidates: (Composed & { readonly s: Defining })[] = [];
  for (const s of defining) {
    if (s.type !== "definition") continue;
    const parts = compositionOf(s.value);
    if (parts === null) node(s);
    else candidates.push({ name: s.name, parts, span: s.span, s });
  }
  observeRest(scope, statements, parameters);

  const written: Written[] = [];
  const bold = setsBold(scope);
  for (const s of defining) {
    if (s.type !== "functionDefinition") continue;
    const [parameter] = s.parameters;
    if (isNode(scope, s, bold)) node(s);
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
      if (!isBuiltin(p.name)) {
        const entry = entryOf(scope, p.name, p.span);
        see(entry, p);
        entry.inModel = true;
        entry.seen.composed = true;
      }
  }
  definitions.sort((a, b) => a.name.span.start - b.name.span.start);
  definitions.forEach((d, i) => {
    (scope.names.get(d.name.name) as Entry).definition = i;
  });
  return { definitions, written, composed: [...composed], parameters };
}

function becomeFunction(scope: Scope, n: Name): void {
  const entry = scope.names.get(n.name) as Entry;
  if (entry.declared !== null && entry.kind !== "function")
    fault(scope, "name/kind", n.span, `${n.name} is declared a ${entry.kind}, and defined as a function`, {
      notes: [{ message: entry.declared.text, span: entry.declared.span }],
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
    } else if ((s.type === "definition" || s.type === "functionDefinition") && defineName(scope, s)) out.push(s);
  }
  return out;
}

function reserved(scope: Scope, n: Name): boolean {
  if (!isBuiltin(n.name)) return false;
  fault(scope, "name/reserved", n.span, `${typed(scope, n.span)} is built in and cannot be a name of the model`);
  return true;
}

function declare(scope: Scope, n: Name, s: Statement & { type: "declaration" }): void {
  if (reserved(scope, n)) return;
  const entry = entryOf(scope, n.name, n.span);
  if (entry.declared !== null) {
    const clash = (entry.kind === "size") !== (s.kind.name === "size");
    const what = clash ? `is a ${entry.kind} already: no name is a size and a variable` : "is declared twice";
    fault(scope, clash ? "name/size" : "name/declared-twice", n.span, `${typed(scope, n.span)} ${what}`, {
      hint: `it stands already as ${entry.declared.text}`,
    });
    // Which of the two is meant is not known, so nothing is derived from either.
    entry.faulty = true;
    return;
  }
  entry.kind = s.kind.name;
  // A definition before it stays the place where the name stands first.
  if (entry.defined === null) entry.span = n.span;
  see(entry, n);
  entry.inModel = true;
  entry.declared = { span: n.span, text: `${typed(scope, n.span)} : ${typed(scope, s.kind.span)}` };
}

/** A size symbol in a declaration. */
function declareSize(scope: Scope, n: Name): void {
  if (reserved(scope, n)) return;
  const entry = entryOf(scope, n.name, n.span);
  // Where it is a variable, the size that is made of it is refused with the name.
  if (entry.declared !== null || entry.defined !== null) return;
  entry.declared = { span: n.span, text: `${typed(scope, n.span)} : size` };
  entry.kind = "size";
  entry.shape = SCALAR;
  entry.inModel = true;
}

function defineName(scope: Scope, s: Defining): boolean {
  const n = s.name;
  if (reserved(scope, n)) return false;
  const entry = entryOf(scope, n.name, n.span);
  if (entry.defined !== null) {
    fault(scope, "name/defined-twice", n.span, `${typed(scope, n.span)} is defined twice`, {
      hint: "a name is defined once: give the second another name",
      notes: [{ message: `${typed(scope, entry.defined)} is defined here`, span: entry.defined }],
    });
    entry.faulty = true;
    return false;
  }
  if (entry.declared !== null && entry.kind === "size") {
    fault(scope, "name/size", n.span, `${typed(scope, n.span)} is a size: no name is a size and a variable`, {
      notes: [{ message: entry.declared.text, span: entry.declared.span }],
    });
    return false;
  }
  if (entry.declared === null) entry.span = n.span;
  entry.defined = n.span;
  entry.inModel = true;
  see(entry, n);
  return true;
}

/** Names in everything but definitions. */
function observeRest(scope: Scope, statements: readonly Statement[], parameters: Parameters): void {
  const ignore = () => {};
  for (const s of statements) {
    if (s.type === "definition" || s.type === "functionDefinition" || s.type === "declaration") continue;
    const { stated, claimed } = expressionsOf(s);
    for (const e of stated) observe(scope, e, true, parameters, ignore);
    if (s.type === "input") for (const n of s.names) entryOf(scope, n.name, n.span).seen.listed = true;
    for (const e of claimed) observe(scope, e, false, parameters, ignore);
  }
}

/**
 * `f(x) = …` defines a node where every parameter is a vector or a matrix of the model and f is not
 * applied to anything else; it defines a function otherwise.
 */
function isNode(scope: Scope, s: Statement & { readonly type: "functionDefinition" }, bold: boolean): boolean {
  const own = scope.names.get(s.name.name);
  if (own?.seen.elsewhere === true || own?.seen.composed === true) return false;
  const arrays = new Set<string>();
  if (!bold) for (const e of postorder(s.value)) for (const name of arrayNames(e)) arrays.add(name);
  return (
    s.parameters.length > 0 &&
    s.parameters.every((p) => (p.latex === true && arrays.has(p.name)) || isArray(scope, p, bold))
  );
}

/** Whether a parameter is a vector or a matrix of the model. */
function isArray(scope: Scope, p: Name, bold: boolean): boolean {
  const entry = scope.names.get(p.name);
  if (entry === undefined) return p.face === "bold" || isUpper(p.name);
  if (entry.declared !== null) return entry.kind === "vector" || entry.kind === "matrix";
  if (entry.defined !== null) return true;
  if (entry.seen.bare === 0 && !entry.seen.asked && p.face !== "bold" && !isUpper(p.name)) return false;
  const kind = assumedKind(entry, bold);
  return kind === "vector" || kind === "matrix";
}

/** Whether a name is a function for certain: the seeds of compositions. */
function isFunction(scope: Scope, name: string): boolean {
  if (isBuiltin(name)) return true;
  const entry = scope.names.get(name);
  if (entry === undefined) return false;
  if (entry.declared !== null || entry.defined !== null) {
    if (entry.kind === "function") return true;
    if (entry.declared !== null) return false;
    return entry.seen.applied > 0 && entry.seen.bare === 0;
  }
  return assumedKind(entry, true) === "function";
}
