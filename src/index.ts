/** chainrule: derivatives of matrix expressions, derived step by step, in matrix notation. */
export * from "./api/derive.js";
