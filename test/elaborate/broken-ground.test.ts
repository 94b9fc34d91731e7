/** No result on broken ground: what a definition without a reading defines is not known, and is no constant. */
import { describe, expect, it } from "vitest";
import { read } from "../../src/elaborate/parse.js";

/** Right sides that cannot be read, whole or in part. */
const FAULTY = String.raw`1,5 x + y
1,5
3, x
x, y
x, , y
1.5.2 x
1 5 x
(x
x)
x +
+
x ? y
x == 2
\foo{x}
\frac{x}
\frac{1}{x
x^
x^2^3
eigvals(x)
sum(x, y, z)
x[
[x, y
[x, [y]
|x
||x|
x where y = 2
exp()
log(x,)
x <- y
x := 2
"x"
x'' '
∑ x
∑_i
\sum_{i=1}^n
∫ x dx
\int_0^1 x dx
x → 0
x ± y
x!!
{x
⟨x, y
det(x
\left( x
x \right)
\begin{cases} x
1/0
x/0
1e999 x
x € y
max()
min(x)
x_{1
x + ... + y
x + \dots + y`.split("\n");

/** Left sides that are no name. */
const LEFT = ["2 f", "f + 1", "f(0)", "f^3", "exp(f)"];

const plain = (...lines: readonly string[]): string => lines.join("\n");
const latex = (...lines: readonly string[]): string =>
  lines.map((l) => (l.includes(" : ") ? l : `$$${l}$$`)).join("\n");
const QUESTIONS = ["∂f/∂x", "∂g/∂x"];
const LATEX_QUESTIONS = [String.raw`\frac{\partial f}{\partial x}`, String.raw`\frac{\partial g}{\partial x}`];

/** The names of what is asked and would be answered. */
const answered = (text: string): readonly string[] =>
  read(text).asked.flatMap((a) => (a.type === "query" ? [a.query.ofText] : []));

const errors = (text: string) => read(text).diagnostics.filter((d) => d.severity === "error");

describe.each(["", "f : scalar"])("with the declaration '%s'", (declared) => {
  const given = ["x : scalar", "y : scalar", declared].filter((l) => l !== "");

  it.each(FAULTY)("f = %s gives no answer that f has a part in", (body) => {
    for (const text of [
      plain(...given, `f = ${body}`, "g = x^2 + 3 f", ...QUESTIONS),
      latex(...given, `f = ${body}`, "g = x^2 + 3 f", ...LATEX_QUESTIONS),
    ]) {
      expect(errors(text).length, text).toBeGreaterThan(0);
      expect(answered(text), text).toEqual([]);
    }
  });

  it.each(LEFT)("%s = x^2 gives no answer that f has a part in", (left) => {
    const text = plain(...given, `${left} = x^2`, "g = x^2 + 3 f", ...QUESTIONS);
    expect(errors(text).length).toBeGreaterThan(0);
    expect(answered(text)).toEqual([]);
  });
});

describe("what a fault does not touch", () => {
  it.each([
    ["f = 1,5 x\nh = x^2\n∂h/∂x", ["h"]],
    ["f = x^2, x > 0\n∂f/∂x", ["f"]],
    ["f = x^2, where x is large\n∂f/∂x", ["f"]],
    ["f = x^2, h = x^3\n∂f/∂x, ∂h/∂x", ["f", "h"]],
    ["f = x + ... + y\nh = x^2\n∂h/∂x", ["h"]],
  ])("is answered: %s", (text, names) => {
    expect(answered(`x : scalar\n${text}`)).toEqual(names);
  });

  it("a sketch that nothing needs is a warning, and one that something needs an error", () => {
    expect(errors("f = x + ... + y\nh = x^2\n∂h/∂x")).toEqual([]);
    expect(errors("f = x + ... + y\nh = x^2 + f\n∂h/∂x").map((d) => d.code)).toEqual(["syntax/dots"]);
  });
});

describe("a decimal comma", () => {
  it.each(["1,5 x", "2 + 0,25"])("%s: the hint is followed", (body) => {
    const text = `x : scalar\nf = ${body}\n∂f/∂x`;
    const hint = errors(text)[0]?.hint ?? "";
    const number = /with a point: ([\d.]+)/.exec(hint)?.[1];
    expect(number).toBe(body.match(/\d+,\d+/)?.[0].replace(",", "."));
    expect(errors(text.replace(/\d+,\d+/, number as string))).toEqual([]);
  });
});
