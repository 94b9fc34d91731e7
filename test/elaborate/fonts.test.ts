/** One letter in two fonts is one name with a word, or refused; a font that says the same everywhere is none. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";

const codes = (text: string) =>
  answer(text)
    .diagnostics.map((d) => d.code)
    .filter((c) => c === "name/faces" || c === "name/forms");

describe("a letter in two fonts", () => {
  it.each([
    ["$y = \\mathrm{x}^2 + 3 x$\n∂y/∂x", "name/faces"],
    ["$y = {\\rm x}^\\top x$\n∂y/∂x", "name/faces"],
    ["$f = \\mathsf{X} x + X x$\n∂f/∂x", "name/faces"],
    ["$f = \\mathtt{x}^2$\n$g = x f$\n∂g/∂x", "name/faces"],
    ["y = 𝖷 x + X x\n∂y/∂x", "name/faces"],
    ["y = ℒ x + L x\n∂y/∂x", "name/faces"],
    ["$y = \\mathcal{X} + \\mathfrak{X}$\n∂y/∂\\mathcal{X}", "name/forms"],
    ["y = 𝒳 + 𝔛\n∂y/∂𝒳", "name/forms"],
  ])("%s is said", (text, code) => expect(codes(text)).toEqual([code]));

  it.each([
    "$y = \\mathrm{x}^\\mathrm{T} \\mathrm{x}$\n$\\frac{\\mathrm{d}y}{\\mathrm{d}\\mathrm{x}}$",
    "$\\mathcal{L} = \\|A x\\|^2$\n$\\frac{\\partial \\mathcal{L}}{\\partial x}$",
    "ℒ = ‖A x‖²\n∂L/∂x",
    "$y = \\mathrm{e}^{-x} + e^{-2x}$\n$\\frac{dy}{dx}$",
    "$\\mathrm{W} = \\mathrm{A} \\mathrm{B}$\n∂W/∂A",
    "$\\mathbf{x} = \\mathbf{A} \\mathbf{u}$\n$\\partial x/\\partial u$",
    "$y = x_{\\mathrm{x}} + x^2$\n$dy/dx$",
  ])("%s is not", (text) => expect(codes(text)).toEqual([]));

  it("is two letters where one is refused, and nothing of it is answered", () =>
    expect(answer("$y = \\mathcal{X} + \\mathfrak{X}$\n∂y/∂\\mathcal{X}").results).toEqual([]));
});
