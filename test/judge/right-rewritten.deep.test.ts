/** Every rewriting of every right derivation. */
process.env.ALL_DRAWN = "1";
await import("./right-rewritten.test.js");

export {};
