/** `chainrule/check`: the statements of a text, checked by numbers. */
export * from "./api/check.js";
export * from "./api/steps.js";
