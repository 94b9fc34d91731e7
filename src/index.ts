/** chainrule: derivatives of matrix expressions, derived step by step, in matrix notation. */
export * from "./api/derive.js";
export { type TextToken, TOKEN_KINDS, type TokenKind, tokens } from "./parse/tokens.js";
