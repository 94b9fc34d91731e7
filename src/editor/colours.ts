/** The kinds of tokens of equations as an editor colours them. */
import { SemanticTokensBuilder, SemanticTokenTypes } from "vscode-languageserver";
import { type TokenKind, tokens } from "../parse/tokens.js";
import type { Opened } from "./opened.js";

const TYPE: Readonly<Record<TokenKind, SemanticTokenTypes | null>> = {
  name: SemanticTokenTypes.variable,
  function: SemanticTokenTypes.function,
  number: SemanticTokenTypes.number,
  operator: SemanticTokenTypes.operator,
  derivative: SemanticTokenTypes.macro,
  keyword: SemanticTokenTypes.keyword,
  binder: SemanticTokenTypes.parameter,
  comment: SemanticTokenTypes.comment,
  punctuation: null,
  prose: null,
  fault: null,
};

/** The types in the order in which their numbers count. */
export const TOKEN_TYPES: readonly string[] = [...new Set(Object.values(TYPE).filter((type) => type !== null))];

export function coloursOf(opened: Opened): { data: number[] } {
  const builder = new SemanticTokensBuilder();
  const { document } = opened;
  for (const { kind, start, end } of opened.type === "equations" ? tokens(document.getText()) : []) {
    const type = TYPE[kind];
    const [from, to] = [document.positionAt(start), document.positionAt(end)];
    // One token of the protocol stands on one line.
    if (type === null || from.line !== to.line) continue;
    builder.push(from.line, from.character, end - start, TOKEN_TYPES.indexOf(type), 0);
  }
  return builder.build();
}
