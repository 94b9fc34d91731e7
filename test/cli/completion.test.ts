import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { chainrule } from "./harness.js";

/** What bash offers behind a line. */
function offered(script: string, ...words: readonly string[]): readonly string[] {
  const line = words.map((w) => `'${w}'`).join(" ");
  const ask = `${script}\nCOMP_WORDS=(chainrule ${line}); COMP_CWORD=${words.length}; _chainrule; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", ask], { encoding: "utf8", cwd: "test/cli" });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

describe("chainrule completion", () => {
  it("offers commands, flags, values and files in bash", async () => {
    const { out, code } = await chainrule(["completion", "bash"]);
    expect(code).toBe(0);
    expect(offered(out, "de")).toEqual(["derive"]);
    expect(offered(out, "notes", "")).toEqual(["build", "check"]);
    expect(offered(out, "derive", "--fo")).toEqual(["--format"]);
    expect(offered(out, "derive", "--format", "la")).toEqual(["latex"]);
    expect(offered(out, "codegen", "--target", "ju")).toEqual(["julia"]);
    expect(offered(out, "notes", "check", "--base")).toEqual(["--baseline"]);
    expect(offered(out, "completion", "")).toEqual(["bash", "zsh", "fish"]);
    expect(offered(out, "derive", "completion.t")).toEqual(["completion.test.ts"]);
  });

  it("has every command and every flag of the help", async () => {
    const bash = (await chainrule(["completion", "bash"])).out;
    const fish = (await chainrule(["completion", "fish"])).out;
    for (const name of ["derive", "check", "codegen", "lsp"]) {
      const { out } = await chainrule([name, "--help"]);
      const flags = [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map((m) => m[1] as string);
      expect(flags.length).toBeGreaterThan(3);
      for (const flag of flags) {
        expect(offered(bash, name, flag), `${name} ${flag}`).toContain(flag);
        if (flag !== "--help") expect(fish).toMatch(new RegExp(`from ${name}' -l ${flag.slice(2)} `));
      }
    }
  });

  it("says which shells there are", async () => {
    const { code, err } = await chainrule(["completion", "tcsh"]);
    expect(code).toBe(2);
    expect(err).toContain("bash, zsh, fish");
  });
});
