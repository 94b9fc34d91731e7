import { defineConfig, mergeConfig } from "vitest/config";
import whole from "./vitest.config.js";

// `npm run test:quick`: all of `npm test` but what takes its time, within a minute.
export default mergeConfig(
  whole,
  defineConfig({
    test: { exclude: ["test/scale/**", "test/reliability/**", "test/**/*depth*.test.ts", "test/**/planted*.test.ts"] },
  }),
);
