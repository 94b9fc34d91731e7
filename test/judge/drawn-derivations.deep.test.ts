/** First wrong lines in all derivations of our own. */
process.env.ALL_DRAWN = "1";
await import("./drawn-derivations.test.js");

export {};
