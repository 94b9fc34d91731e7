/** Writes the pages that are made from the code: `npm run docs`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { cataloguePages } from "../src/report/catalogue.js";
import { diagnosticsPage } from "../src/report/diagnostics-page.js";

mkdirSync("docs/rules", { recursive: true });
for (const [file, text] of cataloguePages()) writeFileSync(`docs/rules/${file}`, text);
writeFileSync("docs/diagnostics.md", diagnosticsPage());
