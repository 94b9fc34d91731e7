/** Arguments of Node under which a program reads files of one directory alone, and writes none. */
import { join } from "node:path";

const flag = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";

/** That Node's permissions are experimental is no word of the program. */
export const sandboxed = (directory: string): readonly string[] => [
  flag,
  `--allow-fs-read=${join(directory, "*")}`,
  "--no-warnings",
];
