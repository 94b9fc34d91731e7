#!/usr/bin/env node
// Runs the command from its parts with V8's code cache beside them: a cold start then reads what it would compile.
// Bytecode of another version of V8 is refused by V8 itself, and the parts are compiled as always.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const file = join(__dirname, "command", "parts.cjs");
const cache = `${file}.cache`;

function read() {
  try {
    return readFileSync(cache);
  } catch {
    // Without a cache the parts are compiled.
    return undefined;
  }
}

const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData: read() });
const parts = script.runInThisContext();
const loaded = new Map();

// What few calls use and Node takes milliseconds to load comes when something of it is asked for.
const LATE = new Set(["child_process", "crypto", "os", "tty"].flatMap((id) => [id, `node:${id}`]));
const late = (id) => new Proxy({}, { get: (_, key) => require(id)[key] });

function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const within = (id) => {
    if (id.startsWith("./")) return load(id.slice(2));
    return LATE.has(id) ? late(id) : require(id);
  };
  parts[name](module.exports, within, module, `file://${file}`);
  return module.exports;
}

// A thread of `notes check --jobs` wants a function; only the first thread runs the command.
if (require.main === module) load("main.js");
else module.exports = load("worker.js");
// The build runs the command once in this way, so that the cache holds what a derivation uses.
if (process.env.CHAINRULE_WRITE_CODE_CACHE === "1")
  process.on("exit", () => writeFileSync(cache, script.createCachedData()));
