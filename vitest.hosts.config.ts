import { defineConfig } from "vitest/config";

// Installs other programs at exact versions and builds a note with each (minutes): `npm run test:hosts`, never `npm test`.
export default defineConfig({
  test: {
    include: ["test/hosts/**/*.hosts.ts"],
    globalSetup: ["scripts/test-setup.mjs"],
    testTimeout: 4 * 60_000,
    hookTimeout: 4 * 60_000,
    // One installation at a time: they share a cache and a network.
    fileParallelism: false,
    passWithNoTests: false,
  },
});
