import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { CODES, type CodeEntry } from "../../src/core/codes.js";
import { signatureOf, takesAnything } from "../../src/core/signature.js";
import { CALLS } from "../../src/ops/all.js";
import { diagnosticsPage, entries } from "../../src/report/diagnostics-page.js";

const texts = Object.entries<CodeEntry>(CODES).flatMap(([code, { severity, text }]) =>
  text === null ? [] : [[code, severity, text] as const],
);

describe("codes of diagnostics", () => {
  it.each(texts)("%s is earned by its text", (code, severity, text) => {
    const diagnostics = [answer(text), answer(text, { strict: true })].flatMap((report) => report.diagnostics);
    expect(diagnostics.map((d) => `${d.severity} ${d.code}`)).toContain(`${severity} ${code}`);
  });

  it("stand in docs/diagnostics.md", () => {
    expect(diagnosticsPage()).toBe(readFileSync(new URL("../../docs/diagnostics.md", import.meta.url), "utf8"));
  });

  it("stand there all", () => {
    const page = diagnosticsPage();
    expect(entries().filter(([code]) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });

  it("name the shape fault of every operation that has one", () => {
    const codes = entries().map(([code]) => code);
    const needing = CALLS.filter((c) => !takesAnything(signatureOf(c.signature as string)));
    expect(needing.length).toBeGreaterThan(10);
    expect(needing.filter(({ calls }) => !codes.includes(`shape/${calls[0]}`))).toEqual([]);
  });
});
