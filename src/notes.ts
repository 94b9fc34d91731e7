/** `chainrule/notes`: notes that derive and proofread themselves. */
export * from "./notes/check-notes.js";
