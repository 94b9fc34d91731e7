// Reads what emitted modules bring along (src/codegen/*/runtime) into src/codegen/generated/runtimes.ts, because the
// library runs in a browser too, where it can open no file.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const rooms = join(dirname(dirname(fileURLToPath(import.meta.url))), "src/codegen");
const target = join(rooms, "generated/runtimes.ts");

/** Each language by its files' ending: what begins a definition, what is no code, what only a file's top has. */
const LANGUAGES = {
  ".py": { definition: /^def (\w+)/m, prose: /"""[\s\S]*?"""|#.*|"[^"\n]*"/g, top: /^(?:import|from|#)/ },
  ".jl": { definition: /^(?:function )?(\w+)\(/m, prose: /^".*"$|#.*/gm, top: /^(?:using|#)/ },
  ".m": { definition: /^function (?:.* = )?(\w+)/m, prose: /%.*/g, top: /^%/ },
  ".js": { definition: /^function (\w+)/m, prose: /\/\*[\s\S]*?\*\/|\/\/.*/g, top: /^\/\/ (?!Run as)/ },
};

/** What a file says once more where it is run. */
const isMain = (block) => /^(?:if|\/\/ Run as)/.test(block);

/** The definitions of a file, in its order; an empty line before an indented one is within a definition. */
function definitionsOf(file) {
  const language = LANGUAGES[extname(file)];
  if (language === undefined) throw new Error(`${file} is in no language that modules are written in`);
  const { definition, prose, top } = language;
  const blocks = readFileSync(file, "utf8")
    .trimEnd()
    .split(/\n\n+(?=\S)/)
    .filter((block) => !top.test(block));
  const named = blocks.map((text) => ({ name: (!isMain(text) && definition.exec(text)?.[1]) || "", text }));
  return named.map(({ name, text }) => {
    const code = text.replaceAll(prose, "");
    const calls = (other) => new RegExp(`(?<![\\w.])${other}\\(`).test(code);
    const uses = named.map((other) => other.name).filter((other) => other !== "" && other !== name && calls(other));
    return { name, uses, text };
  });
}

/** The runtimes of a language by the names of their files. */
const runtimesOf = (room) =>
  readdirSync(join(rooms, room, "runtime"))
    .sort()
    .map((file) => [`${room}/${basename(file, extname(file))}`, definitionsOf(join(rooms, room, "runtime", file))]);

/** Writes the generated module, where it is not what it would be. */
export function compileRuntimes() {
  const languages = readdirSync(rooms).filter((room) => existsSync(join(rooms, room, "runtime")));
  const runtimes = Object.fromEntries(languages.flatMap(runtimesOf));
  const content = `/** By file, its definitions in order: what each is called, which of the others it calls. */
export const RUNTIMES = ${JSON.stringify(runtimes, null, 1)} satisfies Readonly<
  Record<string, readonly { readonly name: string; readonly uses: readonly string[]; readonly text: string }[]>
>;\n`;
  if (existsSync(target) && readFileSync(target, "utf8") === content) return;
  mkdirSync(dirname(target), { recursive: true });
  // A rename replaces the file in one go, so that a test run in parallel never reads half of it.
  const partial = `${target}.${process.pid}`;
  writeFileSync(partial, content);
  renameSync(partial, target);
}
