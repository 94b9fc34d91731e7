/** Many files in one run: none is passed over without a word, and what one does to us ends no run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { noteFiles } from "../../src/cli/notes-files.js";
import { jsonArray, startRun } from "../../src/cli/run.js";
import { chainrule, echo, scratch } from "./harness.js";

const { path, file } = scratch();

it("every note of a folder is found, however many and however deep", () => {
  const deep = path(`many/${"d/".repeat(60)}`);
  mkdirSync(deep, { recursive: true });
  for (let k = 0; k < 20_001; k++) writeFileSync(path(`many/${k}.md`), "");
  writeFileSync(`${deep}last.md`, "");
  const world = { err: () => {}, env: {}, stderrIsTerminal: false } as unknown as Parameters<typeof startRun>[2];
  expect(noteFiles(startRun([path("many")], {}, world), () => true)).toHaveLength(20_002);
});

it.each(["text", "json"])(
  "a source that makes the program fail is said, and the others are answered (%s)",
  async (format) => {
    const library = echo();
    const failing = {
      ...library,
      answer: (...args: Parameters<typeof library.answer>) => {
        if (args[0].includes("crash")) throw new RangeError("Maximum call stack size exceeded");
        return library.answer(...args);
      },
    };
    const files = [file("1.eq", "first"), file("2.eq", "crash"), file("3.eq", "third")];
    const { code, out, err } = await chainrule(["derive", "--format", format, ...files], { library: failing });
    expect(code).toBe(1);
    expect(err).toContain("2.eq: error: internal error: Maximum call stack size exceeded");
    expect(out).toContain("first");
    expect(out).toContain("third");
    if (format === "json") expect(JSON.parse(out)).toHaveLength(3);
  },
);

it("JSON that is written part by part is what it would be as a whole", () => {
  for (const parts of [[], [{}], [{ a: "x\ny", b: [1, { c: [] }] }, { d: null }]]) {
    let text = "";
    const all = jsonArray((t) => {
      text += t;
    });
    for (const p of parts) all.add(p);
    all.end();
    expect(text).toBe(`${JSON.stringify(parts, null, 2)}\n`);
  }
});
