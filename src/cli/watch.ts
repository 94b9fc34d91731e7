/** Doing a run again at each change of a file, until the program is interrupted. */
import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { World } from "./command.js";
import { isDirectory, reason } from "./sources.js";

/** Milliseconds without a further change after which a run begins: an editor writes a file in several steps. */
const QUIET = 100;

/**
 * Runs `again` at each change of what is named, one run at a time. A file is watched through its directory, because
 * editors put another file in its place; `isOwn` are changes that the run itself makes.
 */
export async function atChanges(
  paths: readonly string[],
  world: World,
  again: () => Promise<void>,
  isOwn: (directory: string, name: string) => boolean = () => false,
): Promise<void> {
  world.err("watching for changes; Ctrl-C ends it\n");
  let waiting: NodeJS.Timeout | undefined;
  let busy = Promise.resolve();
  const soon = (): void => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      busy = busy.then(again).catch((e) => world.err(`${reason(e)}\n`));
    }, QUIET);
  };
  const watchers = paths.map((path) => {
    const isWhole = isDirectory(path);
    const directory = isWhole ? path : dirname(path);
    return watch(directory, { recursive: isWhole }, (_event, name) => {
      if (name !== null && (isWhole ? isOwn(directory, name) : name !== basename(path))) return;
      soon();
    });
  });
  await world.ended();
  for (const w of watchers) w.close();
  clearTimeout(waiting);
  await busy;
}
