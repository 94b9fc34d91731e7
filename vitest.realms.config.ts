import { defineConfig } from "vitest/config";

/** Files that cannot run in these realms, and why. */
const AT_HOME = [
  // Read the sources with TypeScript and a theory of regular expressions; none of our code runs.
  "test/architecture.test.ts",
  "test/reliability/regexes.test.ts",
  // Start processes and threads, each with a realm of its own.
  "test/cli/jobs.test.ts",
  "test/cli/bundle.test.ts",
  "test/reliability/realms.test.ts",
  // Drives a browser, whose realm is its own.
  "test/web/page.test.ts",
];

/** Files that run in the other realm only. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  frozen: [],
  // unified and its kin ask prototypes for `children` and never end.
  polluted: ["test/notes/plugins.test.ts", "test/notes/integrations.test.ts"],
};

// The suite beside frozen intrinsics and a polluted Object.prototype (minutes): `npm run test:realms`, never `npm test`.
export default defineConfig({
  test: {
    projects: ["frozen", "polluted"].map((name) => ({
      test: {
        name,
        env: { REALM: name },
        testTimeout: 120_000,
        include: ["test/**/*.test.ts"],
        exclude: ["test/**/*.deep.test.ts", "test/**/*.cluster.test.ts", ...AT_HOME, ...(ELSEWHERE[name] ?? [])],
        globalSetup: ["scripts/test-setup.mjs"],
        setupFiles: ["test/setup.ts", "test/reliability/realm.setup.ts"],
      },
    })),
  },
});
