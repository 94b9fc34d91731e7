/** Runs emitted JavaScript modules in this process. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Handed } from "./models.js";

export interface JsModule {
  readonly NAMES: Readonly<Record<string, string>>;
  forward(inputs: object): Record<string, unknown>;
  derivatives(inputs: object, work?: object): Record<string, unknown>;
  valueAndDerivatives(inputs: object, work?: object): readonly [Record<string, unknown>, Record<string, unknown>];
  buffers?(sizes: object): Record<string, unknown>;
  selfTest(inputs?: object): boolean;
}

/** Loads modules from files of their own; `done` removes the files. */
export function jsLoader(): { readonly load: (code: string) => Promise<JsModule>; readonly done: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "chainrule-js-"));
  let count = 0;
  return {
    load: (code) => {
      const file = join(directory, `m${count++}.mjs`);
      writeFileSync(file, code);
      return import(/* @vite-ignore */ pathToFileURL(file).href) as Promise<JsModule>;
    },
    done: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Rows of rows laid flat, as JavaScript modules take arrays. */
export const flat = (value: Handed): number | Float64Array =>
  typeof value === "number" ? value : Float64Array.from((value as readonly (number | readonly number[])[]).flat());
