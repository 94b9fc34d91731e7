/** What a release promises, as far as it can be seen without building one; `npm run release:check` sees the rest. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";

interface Package {
  readonly name: string;
  readonly version?: string;
  readonly license?: unknown;
}

const parts = (await import(pathToFileURL(resolve("scripts/release-parts.mjs")).href)) as {
  packed: (files: readonly string[], manifest: { readonly exports: object }) => readonly string[];
  changelogFaults: (changes: string) => readonly string[];
  licenceFaults: (packages: readonly Package[]) => readonly string[];
  partsFaults: (bom: object, packages: readonly Package[]) => readonly string[];
  promiseFaults: (root: string) => readonly string[];
};

it("every promise of SECURITY.md names tests that are there", () => {
  expect(parts.promiseFaults(resolve("."))).toEqual([]);
});

it("a file that is none of the package's, and one that is missing, are named", () => {
  const faults = parts.packed(["dist/index.js", "dist/a.test.js", "src/a.ts", "dist/b.ts", "dist/b.d.ts"], {
    exports: {},
  });
  expect(faults.filter((f) => f.endsWith("is packed"))).toEqual([
    "dist/a.test.js is packed",
    "src/a.ts is packed",
    "dist/b.ts is packed",
  ]);
  expect(faults).toContain("LICENSE is not packed");
});

it("a module that is left beside the bundles is named: hundreds of them would be opened by an import", () => {
  const files = ["dist/index.js", "dist/core/dim.js", "dist/core/dim.d.ts", "dist/parts/a.js", "dist/page/page.js"];
  const faults = parts.packed(files, { exports: {} });
  expect(faults.filter((f) => f.includes("bundle"))).toEqual([
    "dist/core/dim.js is a module of its own, and not in a bundle",
  ]);
});

it.each([
  ["MIT", true],
  ["(MIT OR GPL-3.0)", true],
  ["MIT AND ISC", true],
  ["MIT AND GPL-3.0", false],
  ["GPL-3.0-only", false],
  [undefined, false],
  [{ type: "MIT" }, false],
])("the licence %j is free of conditions: %s", (license, isFree) => {
  expect(parts.licenceFaults([{ name: "a", license }]).length === 0).toBe(isFree);
});

it("a package that the parts list lacks is named, with its scope", () => {
  const components = [
    { name: "a", version: "1.0.0" },
    { group: "@b", name: "c", version: "2.0.0" },
  ];
  const bom = { bomFormat: "CycloneDX", components };
  const [a, c] = [
    { name: "a", version: "1.0.0" },
    { name: "@b/c", version: "2.0.0" },
  ] as const;
  expect(parts.partsFaults(bom, [a, c])).toEqual([]);
  expect(parts.partsFaults(bom, [a, { ...c, version: "2.0.1" }])).toEqual(["the parts list lacks @b/c"]);
  expect(parts.partsFaults({}, [a])).toEqual(["npm sbom gives no CycloneDX"]);
});

it("a version of which more is told than a screen holds is named", () => {
  const long = `# Changes\n\n## Unreleased\n${"- c\n".repeat(80)}\n## 2.0\n${"- a\n".repeat(80)}\n## 1.0\n- b\n`;
  expect(parts.changelogFaults(long)).toEqual(["CHANGELOG.md: 2.0 is longer than a screen"]);
});
