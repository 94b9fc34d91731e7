/** Nodes that a text defines, and what each of them uses. */
import { type Expression, type Name, postorder, type Span } from "../../parse/ast.js";

/** A defined name: its statement and the defined names that its value mentions, with where. */
export interface Definition {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
  readonly needs: Need[];
  /** Whether the value is a residual, which the name makes zero; else the name has the value, also where it stands in it. */
  readonly solves: boolean;
  /** Whether it may stand for its solution: it is no function by its parameters. */
  readonly mayTurn: boolean;
}

/** Whether a definition is an equation of its own name, `z = tanh(W z + x)`, and no recursion. */
export const isImplicit = ({ solves, mayTurn, name, needs }: Definition): boolean =>
  solves || (mayTurn && name.at === undefined && needs.some((n) => n.name === name.name));

/** Whether an equation holds for all values of its letters, `h_t = …`, or for a name that has none; `h_0 = x` does not. */
export const isGeneral = (n: Name): boolean =>
  n.at === undefined || n.at.every((p) => postorder(p).some((e) => e.type === "name" && e.letter !== undefined));

export interface Need {
  readonly name: string;
  readonly span: Span;
}

/** Notes that a definition uses a name, once unless it uses very many. */
export function note(needs: Need[], name: string, span: Span): void {
  for (let i = needs.length - 1; i >= 0 && i >= needs.length - REMEMBERED; i--) if (needs[i]?.name === name) return;
  needs.push({ name, span });
}

const REMEMBERED = 16;
