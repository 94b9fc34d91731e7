import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { configSchema, nearestConfig, SETTINGS } from "../../src/cli/config.js";
import { chainrule, echo } from "./harness.js";

const root = mkdtempSync(join(tmpdir(), "chainrule-config-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The options that reach the library under these settings. */
async function asked(text: string, ...flags: string[]) {
  const library = echo();
  const run = await chainrule(["derive", "-", ...flags], {
    stdin: "x",
    library,
    config: { path: "chainrule.json", text },
  });
  return { ...run, options: library.calls[0]?.options };
}

describe("chainrule.json", () => {
  it("stands in the place of flags that are not given, and no other", async () => {
    const text = '{ "$schema": "x", "layout": "jacobian", "convention": "shape-first", "steps": "none", "lang": "ko" }';
    expect((await asked(text)).options).toMatchObject({ layout: "jacobian", convention: "shape-first", steps: "none" });
    expect((await asked(text, "--layout", "gradient", "--steps", "chain")).options).toMatchObject({
      layout: "gradient",
      convention: "shape-first",
      steps: "chain",
    });
  });

  it.each([
    ['{ "layuot": "jacobian" }', '"layuot" is no setting; there are layout, '],
    ['{ "__proto__": "jacobian" }', '"__proto__" is no setting'],
    ['{ "layout": "rows" }', '"layout" is one of gradient, jacobian, denominator, not "rows"'],
    ['{ "steps": 3 }', "not 3"],
    ["[]", "it is no object"],
    ["{", "JSON"],
  ])("refuses %s by the name of the file", async (text, words) => {
    const { code, err, options } = await asked(text);
    expect({ code, options }).toEqual({ code: 2, options: undefined });
    expect(err).toContain(`chainrule.json: `);
    expect(err).toContain(words);
  });

  it("is not asked for by a command that it settles nothing of", async () => {
    const config = { path: "chainrule.json", text: "{" };
    expect((await chainrule(["completion", "bash"], { config })).code).toBe(0);
  });

  it("is the nearest from the folder of the files upwards", () => {
    const [a, b] = [join(root, "a"), join(root, "a/b/c")];
    mkdirSync(b, { recursive: true });
    mkdirSync(join(root, "other"));
    writeFileSync(join(a, "chainrule.json"), "{}");
    expect(nearestConfig([join(b, "net.eq")])?.path).toBe(join(a, "chainrule.json"));
    expect(nearestConfig([b])?.path).toBe(join(a, "chainrule.json"));
    writeFileSync(join(b, "chainrule.json"), '{ "steps": "none" }');
    expect(nearestConfig([join(b, "net.eq")])).toEqual({
      path: join(b, "chainrule.json"),
      text: '{ "steps": "none" }',
    });
    expect(nearestConfig([join(root, "other/x.eq")])).toBeNull();
    expect(() => nearestConfig([join(b, "x.eq"), join(a, "x.eq")])).toThrow("settings of their own");
    expect(() => nearestConfig([join(b, "x.eq"), join(root, "other/x.eq")])).toThrow("none");
  });

  it("has a schema that says what is read", () => {
    expect(JSON.parse(readFileSync("docs/config.schema.json", "utf8"))).toEqual(configSchema());
    expect(Object.keys(SETTINGS)).toContain("layout");
  });
});
