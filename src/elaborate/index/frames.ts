/** Which letters are in scope where: frames of binders, from the inside out. */
import type { Letter, Name, Range } from "../../parse/ast.js";

/** A letter that something binds, or may come to bind: the left side of an equation, a question. */
export interface Candidate {
  readonly letter: Letter;
  bound: boolean;
  /** The range behind a statement that has the letter nowhere on its left: a sum over it may bind it. */
  readonly isRangeOnly?: boolean;
}

export interface Frame {
  readonly letters: ReadonlyMap<string, Candidate>;
  readonly outer: Frame | null;
}

export const letterOf = (of: Letter["of"], name: Name, range: Range | null): Letter => ({
  name: name.name,
  of,
  range,
  span: name.span,
});

/** The candidate of a letter in scope, the innermost; null where there is none. */
export function inFrame(frame: Frame, letter: string): Candidate | null {
  for (let f: Frame | null = frame; f !== null; f = f.outer) {
    const found = f.letters.get(letter);
    if (found !== undefined) return found;
  }
  return null;
}

/** Whether a letter is bound where it stands. */
export const isBound = (frame: Frame, letter: string): boolean => inFrame(frame, letter)?.bound === true;
