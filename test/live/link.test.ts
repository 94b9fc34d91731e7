import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULTS, type LinkedDocument, linkOf, MOST_TEXT, readLink } from "../../src/live/link.js";

const document = (text: string, more: Partial<LinkedDocument> = {}): LinkedDocument => ({
  text,
  settings: DEFAULTS,
  steps: "",
  values: "",
  ...more,
});
const packed = (text: string | Buffer) => deflateRawSync(text).toString("base64url");

describe("a link", () => {
  it("is read as it was written", async () => {
    const everything = document("s = uᵀ h\n∂s/∂u", {
      settings: { ...DEFAULTS, tab: "graph", way: "full", theme: "dark" },
      steps: "∂s/∂u = h",
      values: '{"u":[1]}',
    });
    for (const d of [document(""), everything]) expect(await readLink(await linkOf(d))).toEqual({ document: d });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        const link = await linkOf(document(text));
        expect(link).toMatch(/^#1[A-Za-z0-9_-]*$/);
        expect(await readLink(link)).toEqual({ document: document(text) });
      }),
      { numRuns: 30 },
    );
  });

  it("can be made by another program", async () => {
    const read = await readLink(`#1${packed("y = x^T A x\n")}~tab=code~target=jax`);
    expect(read).toEqual({
      document: document("y = x^T A x\n", { settings: { ...DEFAULTS, tab: "code", target: "jax" } }),
    });
  });

  it("passes over settings that a later page may have", async () => {
    const read = await readLink(`#1${packed("y = x")}~tab=stage~zoom=2~__proto__=x~constructor=1~=~way`);
    expect(read).toEqual({ document: document("y = x") });
  });

  it.each([
    ["#2abc", "form"],
    ["#", "form"],
    ["#nothing", "form"],
    ["#1%00", "characters"],
    ["#1<script>", "characters"],
    ["#1AAAAA", "characters"],
    [`#1${packed("y = x").slice(0, -3)}`, "cut off"],
    [`#1${packed(Buffer.from([0xff, 0xfe, 0x80]))}`, "cut off"],
    [`#1${packed("x".repeat(MOST_TEXT + 1))}`, "too long"],
    [`#1${packed("y = x")}~steps=!!`, "characters"],
    [`#1${"A".repeat(5_000_000)}`, "too long"],
  ])("that is none is refused with the reason (%#)", async (hash, why) => {
    expect(await readLink(hash)).toEqual({ refused: expect.stringContaining(why) });
  });
});
