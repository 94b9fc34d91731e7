/** `chainrule/markdown-it`: derivations and proofreading for markdown-it. */
export * from "./notes/markdown-it.js";
