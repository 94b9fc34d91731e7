/** Words, faces and labels in LaTeX: a letter is that letter in any face, an operation that operation. */
import { describe, expect, it } from "vitest";
import { read } from "./show.js";

const shown = (source: string): readonly string[] => {
  const r = read(source);
  expect(r.faults, source).toEqual([]);
  return r.shown;
};

describe("an operation in any face", () => {
  const faces = [
    "\\operatorname{tr}",
    "\\mathrm{tr}",
    "\\text{tr}",
    "{\\rm tr}",
    "\\mathop{\\rm tr}",
    "\\mathop{tr}",
    "tr",
    "\\tr",
  ];
  it.each(faces)("%s", (tr) => expect(shown(`$$s = ${tr}(C X)$$`)).toEqual(["s = tr({C X})"]));

  it.each([
    ["$$y = sin x$$", "y = sin(x)"],
    ["$$p = \\mathrm{Softmax}(z)$$", "p = softmax(z)"],
    ["p = Softmax(z)", "p = softmax(z)"],
    ["$$s = \\tr{A X} + 1$$", "s = (tr({A X}) + 1)"],
    ["$$r = \\norm{x - y}_2^2$$", "r = ‖(x - y)‖_2^(2)"],
    ["$$r = \\abs{x}$$", "r = |x|"],
    ["$$y = x sin(x)$$", "y = {x sin(x)}"],
  ])("%s", (source, expected) => expect(shown(source)).toEqual([expected]));

  it("is a product where its letters stand elsewhere", () => {
    expect(read("$$t = 2$$ $$r = 3$$ $$y = tr(x)$$").shown[2]).toBe("y = {t r <x>}");
  });
});

describe("a letter in any face", () => {
  const faces = ["\\text{A}", "\\textbf{A}", "\\textit{A}", "\\mbox{A}", "{\\bf A}", "{\\rm A}", "\\mathrm{A}"];
  it.each(faces)("%s", (A) => expect(shown(`$$y = ${A} x$$`)).toEqual(["y = {A x}"]));

  it.each(["\\text{a}", "\\textbf{a}", "\\mbox{a}"])("%s is no article", (a) =>
    expect(shown(`$$s = ${a}^T x$$`)).toEqual(["s = {a^T x}"]),
  );
});

describe("letters on a left side are one name", () => {
  it.each([
    ["$$KL = a - b$$ $$y = 2 KL$$", ["KL = (a - b)", "y = {2 KL}"]],
    ["$$loss = a$$ $$y = loss^2$$", ["loss = a", "y = loss^(2)"]],
  ])("%s", (source, expected) => expect(shown(source)).toEqual(expected));

  it("but not where they stand elsewhere", () => {
    expect(read("$$AB = C$$ $$y = A + B$$").faults).toHaveLength(1);
  });
});

describe("labels above a name", () => {
  it.each([
    ["$$q = \\mathbf{W}^Q h$$", ["q = {W_Q h}"]],
    ["$$q = W^{Q} h$$", ["q = {W_Q h}"]],
    ["$$z^{(l+1)} = W^{(l+1)} a^{(l)}$$", ["z_l_plus_1 = {W_l_plus_1 a_l}"]],
    ["$$z^l = W^l a^{l-1}$$", ["z_l = {W_l a_l_minus_1}"]],
    ["$$y = W^{[l]} a^{[l-1]}$$", ["y = {W_l a_l_minus_1}"]],
    ["$$r = \\theta - \\theta^{\\text{old}}$$", ["r = (theta - theta_old)"]],
    ["$$r = \\theta - \\theta^{old}$$", ["r = (theta - theta_old)"]],
    ["$$r = (w - w^*)^2$$", ["r = <(w - w_star)>^(2)"]],
    ["$$r = w^{\\star}$$", ["r = w_star"]],
    ["$$x^+ = x - g$$ $$y = 2 x^+$$", ["x_plus = (x - g)", "y = {2 x_plus}"]],
    ["$$J^\\pi = r^\\top d^\\pi$$", ["J_pi = {r^T d_pi}"]],
    ["$$f = \\mathbf{W}^f x$$", ["f = {W_f x}"]],
  ])("%s", (source, expected) => expect(shown(source)).toEqual(expected));

  it.each([
    ["$$y = x^n$$", ["y = x^(n)"]],
    ["$$y = (1 + r)^t$$", ["y = <(1 + r)>^(t)"]],
    ["$$y = x^N / N$$", ["y = {x^(N) / N}"]],
    ["$$y = \\mathbf{X}^n + \\mathbf{X}$$", ["y = (X^(n) + X)"]],
    ["$$y = e^X$$", ["y = e^(X)"]],
    ["$$y = x^{(n+1)}$$", ["y = x^((n + 1))"]],
    ["$$y = X^{tr} X$$", ["y = {X^T X}"]],
  ])("%s is none", (source, expected) => expect(read(source).shown).toEqual(expected));
});
