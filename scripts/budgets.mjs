// `npm run site` prints, and a test holds, how much the page loads: eagerly, with a link, and by each tab.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** Kilobytes after gzip. */
export const EAGER = 370;

const compressed = (path) => gzipSync(readFileSync(path), { level: 9 }).length / 1000;

/** A module with what it imports without being asked, each once. */
function closure(site, entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(join(site, entry), "utf8");
  // Static imports: `import{a as b}from"./part.js"`, `import"./part.js"`; those of `import()` come later.
  for (const [, file] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+\.js)"/g)) closure(site, file, seen);
  return seen;
}

/** What a built site loads, in kilobytes: see the labels. */
export function budgets(site, { main, worker, cssName }) {
  const total = (files) => [...files].reduce((sum, file) => sum + compressed(join(site, file)), 0);
  const page = closure(site, main);
  const engine = closure(site, worker);
  const all = readdirSync(site).filter((file) => file.endsWith(".js"));
  return {
    "eager: page, style, script": total(["index.html", cssName, ...page]),
    "the worker, when it is needed": total(engine),
    "lazy: graph, code, check, mathjs": total(all.filter((file) => !page.has(file) && !engine.has(file))),
  };
}
