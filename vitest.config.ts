import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/**/*.deep.test.ts"],
    globalSetup: ["scripts/test-setup.mjs"],
    passWithNoTests: true,
    coverage: { provider: "v8", include: ["src/**/*.ts"], exclude: ["src/parse/generated/**"] },
  },
});
