/** A part of the library with lines of it made worse, bundled anew: what its tests must see. */
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

export interface Fault {
  readonly name: string;
  /** Files of src/ with what stands there, and what is put in its place. */
  readonly edits: readonly (readonly [file: string, from: string, to: string])[];
}

const root = new URL("../", import.meta.url);

/** What a module exports with a fault in what it is made of. Throws where what is to be replaced does not stand there once. */
export async function bundledWith<Exports>(entry: URL, fault: Fault): Promise<Exports> {
  // Beside the packages, so that what is imported outside the bundle is met.
  const cache = new URL("node_modules/.cache/chainrule/", root).pathname;
  await mkdir(cache, { recursive: true });
  const directory = await mkdtemp(join(cache, "planted-"));
  try {
    const outfile = join(directory, "planted.mjs");
    const changed = new Set<string>();
    await build({
      entryPoints: [entry.pathname],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      logLevel: "error",
      packages: "external",
      plugins: [
        {
          name: "fault",
          setup(b) {
            b.onLoad({ filter: /src\/.*\.ts$/ }, ({ path }) => {
              const file = path.slice(new URL("src/", root).pathname.length);
              const own = fault.edits.filter(([at]) => at === file);
              if (own.length === 0) return undefined;
              let contents = readFileSync(path, "utf8");
              for (const [, from, to] of own) {
                if (contents.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`);
                contents = contents.replace(from, () => to);
                changed.add(from);
              }
              return { contents, loader: "ts" };
            });
          },
        },
      ],
    });
    if (changed.size !== fault.edits.length) throw new Error(`${fault.name}: some edits met no file`);
    return (await import(pathToFileURL(outfile).href)) as Exports;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
