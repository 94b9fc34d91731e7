/** `chainrule/remark`: derivations and proofreading for remark. */
export * from "./notes/remark.js";
