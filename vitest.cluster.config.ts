import { defineConfig } from "vitest/config";

// Several processes of several engines, which must be there (GNU parallel, Debian's python3-distributed): `npm run test:cluster`.
export default defineConfig({
  test: {
    include: ["test/**/*.cluster.test.ts"],
    globalSetup: ["scripts/test-setup.mjs"],
    testTimeout: 10 * 60_000,
  },
});
