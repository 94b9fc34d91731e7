/** Files that a build of notes leaves: after a kill, of notes that are gone, and where links lead elsewhere. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type SiteFiles, siteFiles } from "../../src/cli/site-files.js";
import { chainrule } from "./harness.js";

const work = mkdtempSync(join(tmpdir(), "chainrule-site-test-"));
afterAll(() => rmSync(work, { recursive: true, force: true }));

let count = 0;
function folder(files: Readonly<Record<string, string>> = {}): string {
  const dir = join(work, `d${++count}`);
  mkdirSync(dir);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dir, name, ".."), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

const listed = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((f) => !f.startsWith(".chainrule"))
    .sort();
const built = (dir: string, out: string, ...flags: string[]) =>
  chainrule(["notes", "build", dir, "--out", out, ...flags]);
const NOTE = "# A\n\n$y = 2 x$ and $\\frac{\\partial y}{\\partial x} = 2$\n";

describe("the site of notes that change", () => {
  it("loses the page and the pictures of a note that is gone, and nothing else", async () => {
    const dir = folder({ "a.md": NOTE, "deep/b.md": `${NOTE}\n![p](p.png)\n`, "deep/p.png": "png" });
    const out = folder({ "mine.html": "mine", "deep/mine.txt": "mine" });
    expect((await built(dir, out)).code).toBe(0);
    expect(listed(out)).toContain("deep/p.png");
    rmSync(join(dir, "deep"), { recursive: true });
    expect((await built(dir, out)).code).toBe(0);
    expect(listed(out)).toEqual(["a.html", "chainrule-notes.css", "deep", "deep/mine.txt", "index.html", "mine.html"]);
    expect(readFileSync(join(out, "mine.html"), "utf8")).toBe("mine");
  });

  it("keeps what was changed by hand, and the pages of notes that another build names", async () => {
    const dir = folder({ "a.md": NOTE, "b.md": NOTE, "c.md": NOTE });
    const out = folder();
    await built(dir, out);
    writeFileSync(join(out, "b.html"), "mine now");
    rmSync(join(dir, "b.md"));
    const { err } = await built(join(dir, "a.md"), out);
    expect(err).toContain("b.html was changed by hand and stays");
    expect(listed(out)).toEqual(["a.html", "b.html", "c.html", "chainrule-notes.css", "index.html"]);
    writeFileSync(join(dir, "b.md"), NOTE);
    await built(dir, out);
    expect(readFileSync(join(out, "b.html"), "utf8")).toContain("<html");
  });

  it("loses no page while a note cannot be read", async () => {
    const dir = folder({ "a.md": NOTE, "b.md": NOTE });
    const out = folder();
    await built(dir, out);
    rmSync(join(dir, "b.md"));
    const { code } = await chainrule(["notes", "build", dir, join(dir, "b.md"), "--out", out]);
    expect([code, existsSync(join(out, "b.html"))]).toEqual([3, true]);
  });
});

describe("a build that is killed", () => {
  const names = ["a.html", "b.html", "deep/c.html"];

  it("leaves nothing that the next one believes, whenever that is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ versions: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }), stop: fc.nat(4) }), {
          minLength: 2,
          maxLength: 4,
        }),
        fc.boolean(),
        (builds, torn) => {
          const out = folder();
          const content = (version: number): string => `page ${version}`;
          for (const { versions, stop } of builds) {
            const files = siteFiles(out);
            names.slice(0, stop).forEach((name, k) => {
              const key = `key ${versions[k]}`;
              if (files.isCurrent(name, key)) {
                expect(readFileSync(join(out, name), "utf8")).toBe(content(versions[k] as number));
                files.keep(name);
              } else files.write(name, content(versions[k] as number), { note: `${name}.md`, key });
            });
            if (stop > names.length) files.finish([]);
            // Another tool, or a disk that lost the end of a file.
            else if (torn && stop > 0) writeFileSync(join(out, "a.html"), "pa");
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("is taken up by the next: what it wrote is known, a line cut short and a part of a file are not", () => {
    const out = folder();
    siteFiles(out).write("a.html", "one", { note: "gone.md", key: "1" });
    const journal = join(out, ".chainrule-notes.journal");
    writeFileSync(journal, `${readFileSync(journal, "utf8")}{"name":"b.ht`);
    writeFileSync(join(out, ".chainrule-notes.partial"), "half");
    const next = siteFiles(out);
    expect(next.isCurrent("a.html", "1")).toBe(true);
    expect(next.finish([])).toEqual([]);
    expect(readdirSync(out)).toEqual([".chainrule-notes.json"]);
  });

  it.each(["", "null", "[1]", '{"files":[{"name":"../x"}]}', '{"files":{"name":1}}', "\0"])(
    "believes no record that is damaged: %j",
    (text) => {
      const out = folder({ ".chainrule-notes.json": text, "a.html": "mine" });
      siteFiles(out).finish([]);
      expect(readFileSync(join(out, "a.html"), "utf8")).toBe("mine");
    },
  );
});

describe("nothing is made, changed or taken away outside the site", () => {
  /** Ways in which a link stands where the site writes. */
  const LINKS: Readonly<Record<string, (out: string, elsewhere: string) => string>> = {
    "a directory": (out, elsewhere) => {
      symlinkSync(elsewhere, join(out, "deep"));
      return "deep/more/x.html";
    },
    "a file": (out, elsewhere) => {
      symlinkSync(join(elsewhere, "keep.txt"), join(out, "x.html"));
      return "x.html";
    },
    "a file that is not there": (out, elsewhere) => {
      symlinkSync(join(elsewhere, "new.txt"), join(out, "x.html"));
      return "x.html";
    },
    "the journal": (out, elsewhere) => {
      symlinkSync(join(elsewhere, "keep.txt"), join(out, ".chainrule-notes.journal"));
      return "x.html";
    },
    "the part of a file": (out, elsewhere) => {
      symlinkSync(join(elsewhere, "keep.txt"), join(out, ".chainrule-notes.partial"));
      return "x.html";
    },
  };
  const outside = (work: (files: SiteFiles, name: string) => void, link: string): void => {
    const out = folder();
    const elsewhere = folder({ "keep.txt": "keep" });
    const name = (LINKS[link] as (o: string, e: string) => string)(out, elsewhere);
    const files = siteFiles(out);
    try {
      work(files, name);
    } catch (error) {
      expect(String(error)).toContain("leads out of --out");
    }
    expect(listed(elsewhere)).toEqual(["keep.txt"]);
    expect(readFileSync(join(elsewhere, "keep.txt"), "utf8")).toBe("keep");
  };

  it.each(Object.keys(LINKS))("through a link in the place of %s", (link) => {
    outside((files, name) => files.write(name, "page", {}), link);
    outside((files) => files.finish([]), link);
  });

  it("by a record that names a file elsewhere, or one behind a link", () => {
    const out = folder();
    const elsewhere = folder({ "keep.txt": "keep" });
    siteFiles(out).write("x.html", "keep", { note: "gone.md" });
    const journal = join(out, ".chainrule-notes.journal");
    const line = readFileSync(journal, "utf8");
    symlinkSync(elsewhere, join(out, "deep"));
    const names = ["../keep.txt", join(elsewhere, "keep.txt"), "deep/keep.txt"];
    writeFileSync(journal, names.map((name) => line.replace("x.html", name)).join(""));
    siteFiles(out).finish([]);
    expect(listed(elsewhere)).toEqual(["keep.txt"]);
  });

  it("for names that lead out", () => {
    expect(() => siteFiles(folder()).write("../x.html", "page", {})).toThrow("below --out");
  });
});

describe("what is not written is an error", () => {
  it.each(["a.html", "p.png", "chainrule-notes.css", "index.html", ".chainrule-notes.json"])(
    "where a directory stands in the place of %s",
    async (name) => {
      const dir = folder({ "a.md": `${NOTE}\n![p](p.png)\n`, "p.png": "png" });
      const out = folder({ [`${name}/in.txt`]: "" });
      const { code, err } = await built(dir, out);
      expect([code, err]).toEqual([3, expect.stringMatching(/cannot be written: (?!internal)/)]);
      expect(existsSync(join(out, ".chainrule-notes.partial"))).toBe(false);
    },
  );

  it("where a file stands in the place of the site", async () => {
    const { code, err } = await built(folder({ "a.md": NOTE }), join(folder({ out: "" }), "out"));
    expect([code, err]).toEqual([3, expect.stringContaining("cannot be written: something else stands there")]);
  });
});
