/** The language server that the extension brings, with the arithmetic of 64 digits in it. */
import manifest from "../../package.json" with { type: "json" };
import { serveStdio } from "../../src/cli/lsp-connection.js";
import { loadMathjs } from "../../src/numeric/mathjs.js";

void loadMathjs().then(() => serveStdio(manifest.version));
