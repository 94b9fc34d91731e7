import { defineConfig } from "vitest/config";

// The long checks (minutes): run by `npm run test:deep`, never by `npm test`.
export default defineConfig({
  test: {
    include: ["test/**/*.deep.test.ts"],
    globalSetup: ["scripts/test-setup.mjs"],
    passWithNoTests: true,
    testTimeout: 30 * 60_000,
  },
});
