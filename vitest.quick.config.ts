import { defineConfig, mergeConfig } from "vitest/config";
import whole from "./vitest.config.js";

/** Rooms whose tests run programs, read whole corpora, draw numbers or attack. */
const SLOW =
  "scale reliability codegen cli web notes judge docs cases golden index derive numeric graph editor live elaborate/index";

/** Words of files that take seconds: every operation, every name, every language. */
const LONG =
  "depth planted hostile published sloppy one-reading operations titles spectral functions phrases readback automaton absent architecture hints-followed names roundtrip one-parse diagnostics-page";

// `npm run test:quick`: the mathematics, the reader and the printers, within a minute.
export default mergeConfig(
  whole,
  defineConfig({
    test: {
      exclude: [
        ...SLOW.split(" ").map((room) => `test/${room}/**`),
        ...LONG.split(" ").map((word) => `test/**/*${word}*.test.ts`),
      ],
    },
  }),
);
