/** Nodes that a text defines, and what each of them uses. */
import type { Expression, Name, Span } from "../../parse/ast.js";

/** A defined name: its statement and the defined names that its value mentions, with where. */
export interface Definition {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
  readonly needs: Need[];
}

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
