/** What lost its place above a letter in copying, and units: refused with the way to write it, and read once it is written so. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const read = (text: string) => {
  const { diagnostics, results } = answer(text);
  const said = diagnostics.filter((d) => d.severity !== "note");
  return {
    codes: [...new Set(said.map((d) => d.code))],
    hints: said.map((d) => d.hint),
    answers: results.map((r) => r.text),
  };
};

describe("a T behind a letter or a bracket", () => {
  it.each([
    ["s = xT A x\n∂s/∂x", "x^T"],
    ["x : vector(n)\ns = xT A x\n∂s/∂x", "x^T"],
    ["s = wT Σ w\n∂s/∂w", "w^T"],
    ["s = x1T A x1\n∂s/∂x1", "x1^T"],
    ["G = AT A\n∂G/∂A", "A^T"],
    ["g = 2 XT (X w - y)\n∂g/∂w", "X^T"],
    ["E = k T\nx = kT\n∂x/∂T", "k T"],
  ])("%s", (text, meant) => {
    const { codes, hints, answers } = read(text);
    expect([codes, answers]).toEqual([["name/glued"], []]);
    expect(hints[0]).toContain(`${meant};`);
    expect(read(text.replace(meant.replace(/[ ^]/, ""), meant)).answers).toHaveLength(1);
  });

  it("is refused behind a bracket, where it stands nowhere else", () => {
    expect(read("J = (A x - b)T (A x - b)\n∂J/∂x")).toMatchObject({ codes: ["name/glued"], answers: [] });
    expect(read("T : scalar\nJ = (a + b)T\n∂J/∂a").codes).toEqual([]);
    expect(read("a, b : scalar\nJ = (a + b)T + T\n∂J/∂a").codes).not.toContain("name/glued");
  });

  it.each([
    "xT : scalar\ns = xT norm2(x)^2\n∂s/∂x",
    "xT = x\ns = norm2(xT - x)^2\n∂s/∂x",
    "x : vector(n)\ns = dT norm2(x)^2\n∂s/∂x",
  ])("is a name of its own where the text says so: %s", (text) => expect(read(text).answers).toHaveLength(1));
});

describe("a number behind a letter", () => {
  it.each([
    ["f = x2 + 3x\n∂f/∂x", "derive/apart", "x^2"],
    ["x : scalar\nf = x3 - 2x2 + x\n∂f/∂x", "derive/apart", "x^3"],
    ["x : scalar\nf = x3 - 2x2\n∂f/∂x", "name/glued", "x^3"],
    ["K = 1/2 m v2\n∂K/∂v", "name/glued", "v^2"],
  ])("%s", (text, code, meant) => {
    const { codes, hints, answers } = read(text);
    expect([codes, answers]).toEqual([[code], []]);
    expect(hints[0]).toContain(meant);
  });

  it.each([
    "h = tanh(W x + b)\ny = W2 h + b2\n∂y/∂W",
    "s = norm2(x - x2)^2\n∂s/∂x",
    "x, x2 : scalar\nf = x2 + x\n∂f/∂x",
    "x : scalar\nx0 : scalar\nf = x2 + x x0\n∂f/∂x",
    "s = x^T A x2\n∂s/∂x",
  ])("counts, or is said to be a name: %s", (text) => expect(read(text).answers).toHaveLength(1));
});

describe("units behind a number", () => {
  it.each([
    "m : scalar\na = 9.81 m/s^2\nF = m a\n∂F/∂m",
    "v = 3 m/s\nt : scalar\nd = v t\n∂d/∂t",
    "m = 5 kg\na : scalar\nF = m a\n∂F/∂a",
    "v = -2 m/s\n∂v/∂m",
    "$v = 3\\,\\mathrm{m/s}$\n$E = \\frac12 m v^2$\n$\\frac{\\partial E}{\\partial m}$",
    "$G = 6.67 \\cdot 10^{-11} \\frac{N m^2}{\\mathrm{kg}^2}$\n$F = G m$\n$\\frac{\\partial F}{\\partial m}$",
  ])("%s", (text) => {
    const { codes, hints, answers } = read(text);
    expect([codes, answers]).toEqual([["name/unit"], []]);
    // The hint is followed: the number alone, and what it is a number of.
    const [, line = ""] = /a quantity is its number: (.+?);/.exec(hints[0] ?? "") ?? [];
    const given = text.split("\n").findIndex((l) => l.replace("$", "").startsWith(`${line.split(" ")[0]} =`));
    const mended = text.split("\n").map((l, i) => (i === given ? (l.startsWith("$") ? `$${line}$` : line) : l));
    expect(read(mended.join("\n")).codes).not.toContain("name/unit");
  });

  it.each([
    "m, s : scalar\nv = 3 m/s\n∂v/∂m",
    "v = 2 m/s\n∂v/∂m, ∂v/∂s",
    "B = 2 A\nY = B X\n∂Y/∂X",
    "y = 2 m\nL = y^T y\n∂L/∂m",
  ])("names of the text are factors: %s", (text) => expect(read(text).codes).not.toContain("name/unit"));
});

describe("a bold 1", () => {
  it.each([
    ["$f = C \\mathbf 1^\\top \\xi$\n$\\nabla_\\xi f$", "C ones(n)"],
    ["$f = \\frac12 \\|w\\|^2 + C \\mathbf{1}^T \\xi$\n$\\frac{\\partial f}{\\partial \\xi}$", "C ones(m)"],
    ["$f = \\mathbf{1}^T x$\n$\\nabla_x f$", "ones(n)"],
  ])("is a vector of ones: %s", (text, answer) => expect(read(text)).toMatchObject({ codes: [], answers: [answer] }));
});

describe("a full stop or a question mark", () => {
  it("ends a sentence, and stands nowhere else", () => {
    expect(read("f = x^T A x.\n∂f/∂x?")).toMatchObject({ codes: [], answers: ["(A + A^T) x"] });
    expect(read("f = x? + y\n∂f/∂x").answers).toEqual([]);
  });
});

describe("a space, an empty line or a bracket too many", () => {
  it.each([
    ["y = x_ 2 + x\n∂y/∂x", "syntax/subscript", "x_2"],
    ["y = a x\n\n- b x^2\n∂y/∂x", "syntax/display", "y = …"],
    ["K : scalar\nv = [S]/(K + [S])\n∂v/∂[S]", "syntax/variable", "∂y/∂S"],
    ["y = log10([H^+])\n∂y/∂H", "syntax/unexpected", "without brackets"],
  ])("%s is refused", (text, code, hint) => {
    const { codes, hints, answers } = read(text);
    expect(codes.some((c) => c === code)).toBe(true);
    expect(answers).toEqual([]);
    expect(hints.some((h) => h?.includes(hint))).toBe(true);
  });

  it.each([
    "a, b, x : scalar\ny = a x\n  - b x^2\n∂y/∂x",
    "a, b, x : scalar\ny = a x\n# the rest\n- b x^2\n∂y/∂x",
    "a, b, x : scalar\ny = a x\n\n+ b x^2\n∂y/∂x",
    "K, S : scalar\nv = [S]/(K + [S])\n∂v/∂S",
    "x, x_2 : scalar\n$y = x_ 2 + x$\n∂y/∂x",
  ])("%s is read", (text) => expect(read(text)).toMatchObject({ codes: [], answers: [expect.any(String)] }));

  it.each([
    ["p = 1/√(2π) σ e^(-(x-μ)²/(2σ²))\n∂p/∂σ", ["product/divided"]],
    ["p = 1/sqrt(2 pi) σ exp(-(x-μ)^2/(2σ^2))\n∂p/∂σ", ["product/divided"]],
    ["p = 1/√(2π) e^(-(x-μ)²/(2σ²))\n∂p/∂μ", []],
    ["p = 1/(√(2π) σ) e^(-(x-μ)²/(2σ²))\n∂p/∂σ", []],
    ["s = 1/√d q^T k\n∂s/∂q", []],
  ])("%s: what a root ends at is said", (text, codes) => expect(read(text).codes).toEqual(codes));
});
