import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One load of the sources serves the files of a worker: a third of the time went into loading them anew.
    isolate: false,
    // A loaded machine is slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One for each core: files are all work and no waiting, so a core left to the main process would idle.
    maxWorkers: "100%",
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    exclude: ["test/**/*.deep.test.ts", "test/**/*.cluster.test.ts"],
    globalSetup: ["scripts/test-setup.mjs"],
    setupFiles: ["test/setup.ts"],
    passWithNoTests: true,
    coverage: { provider: "v8", include: ["src/**/*.ts"], exclude: ["src/**/generated/**"] },
  },
});
