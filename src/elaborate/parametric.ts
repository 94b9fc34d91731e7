/**
 * Functions with a parameter below, `Swish_β(x) = x σ(β x)`: where a text applies one of them with a number there,
 * `Swish_1(z)`, that one is a function of its own, whose formula has the number for the letter.
 */
import {
  type Call,
  definedIn,
  type Expression,
  type Name,
  nodesOf,
  postorder,
  rebuiltBy,
  type Script,
  type Statement,
} from "../parse/ast.js";
import { placesIn } from "../parse/index/places.js";

type Defined = Statement & { readonly type: "functionDefinition" };

/** The statements with a definition of each function that one with a letter gives for a number. */
export function withNumberedFunctions(statements: readonly Statement[]): readonly Statement[] {
  const general = statements.flatMap((s) => {
    const letter = s.type === "functionDefinition" ? letterOf(s) : null;
    return s.type === "functionDefinition" && letter !== null ? [{ f: s, letter }] : [];
  });
  if (general.length === 0) return statements;
  const taken = new Set(definedIn(statements));
  const calls = statements.flatMap(nodesOf).filter((e): e is Call => e.type === "call");
  const made: Statement[] = [];
  const applied = new Set<Statement>();
  for (const { callee } of calls) {
    const found = general.find(({ f }) => f.name.scripts?.base === callee.scripts?.base);
    const value = scriptOf(callee)?.text ?? "";
    if (found === undefined || !/^\d+(?:\.\d+)?$/.test(value) || taken.has(callee.name)) continue;
    taken.add(callee.name);
    applied.add(found.f);
    made.push(instance(found.f, found.letter, callee, value));
  }
  // The general one says what those of a number are, and is no value of the model unless something else takes it.
  const isLeft = (f: Statement): boolean =>
    applied.has(f) && f.type === "functionDefinition" && !calls.some((c) => c.callee.name === f.name.name);
  return made.length === 0 ? statements : [...statements.filter((s) => !isLeft(s)), ...made];
}

/** The one script of a name, below it. */
function scriptOf({ scripts }: Name): Script | null {
  const [script, ...others] = scripts?.below ?? [];
  return script !== undefined && others.length === 0 && scripts?.above.length === 0 ? script : null;
}

/** The letter below a function that stands in its formula as a number does. */
function letterOf({ name, parameters, value }: Defined): string | null {
  const script = scriptOf(name);
  const [place] = script === null ? [] : placesIn(script).filter((r) => r.length === 1);
  const letter = place?.[0];
  if (letter?.type !== "name" || parameters.some((p) => p.name === letter.name)) return null;
  return postorder(value).some((e) => e.type === "name" && e.name === letter.name) ? letter.name : null;
}

function instance(f: Defined, letter: string, callee: Name, value: string): Statement {
  const number = (e: Expression): Expression => ({ type: "number", value, span: e.span });
  const body = rebuiltBy(f.value, (e) => (e.type === "name" && e.name === letter ? number(e) : e));
  return {
    ...f,
    name: {
      ...f.name,
      name: callee.name,
      typed: callee.typed,
      ...(callee.scripts === undefined ? {} : { scripts: callee.scripts }),
    },
    value: body,
  };
}
