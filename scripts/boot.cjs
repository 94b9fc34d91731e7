#!/usr/bin/env node
// Runs the command from CommonJS parts with V8's code cache beside them: a cold start then reads what it would compile.
// Bytecode of another version of V8 is refused by V8 itself, and the part is compiled as always.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { Script } = require("node:vm");

const parts = new Map();
const scripts = [];

// What few commands use and Node takes milliseconds to load comes when something of it is asked for.
const LATE = new Set(["child_process", "crypto", "os"].flatMap((id) => [id, `node:${id}`]));
const late = (id) => new Proxy({}, { get: (_, key) => require(id)[key] });

function load(name) {
  const known = parts.get(name);
  if (known !== undefined) return known.exports;
  const file = join(__dirname, "command", name);
  let cachedData;
  try {
    cachedData = readFileSync(`${file}.cache`);
  } catch {
    // Without a cache the part is compiled.
  }
  const source = readFileSync(file, "utf8");
  const script = new Script(`(function(exports,require,module,__url){${source}\n})`, { filename: file, cachedData });
  scripts.push([`${file}.cache`, script]);
  const module = { exports: {} };
  parts.set(name, module);
  const within = (id) => {
    if (id.startsWith("./")) return load(id.slice(2));
    return LATE.has(id) ? late(id) : require(id);
  };
  script.runInThisContext()(module.exports, within, module, `file://${file}`);
  return module.exports;
}

load("main.cjs");
// The build runs the command once in this way, so that the cache holds what a derivation uses.
if (process.env.CHAINRULE_WRITE_CODE_CACHE === "1")
  process.on("exit", () => {
    for (const [file, script] of scripts) writeFileSync(file, script.createCachedData());
  });
