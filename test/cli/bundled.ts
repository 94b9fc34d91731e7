/** The command as it is shipped, in a directory where no node_modules is in reach. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll } from "vitest";

/** Bundled before the tests of a file, and gone after them. */
export function bundled(): { readonly directory: string; readonly command: string } {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-bundle-"));
  const command = join(directory, "cli.cjs");
  beforeAll(async () => {
    const script = pathToFileURL(resolve("scripts/bundle.mjs")).href;
    const { bundleCommand } = (await import(script)) as { bundleCommand: (outfile: string) => Promise<void> };
    await bundleCommand(command);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return { directory, command };
}
