import { describe, expect, it } from "vitest";
import { canonicalName } from "../../src/names/canonical.js";
import { postorder } from "../../src/parse/ast.js";
import { expression, read } from "../parse/show.js";

describe("canonical names", () => {
  it.each([
    ["W_1", "W_1"],
    ["W₁", "W_1"],
    ["W₁₂", "W_12"],
    ["xᵢ", "x_i"],
    ["hₜ₋₁", "h_t_minus_1"],
    ["h_{t-1}", "h_t_minus_1"],
    ["h_{t + 1}", "h_t_plus_1"],
    ["W_{i,j}", "W_i_j"],
    ["ŷ", "y_hat"],
    ["y\u0302", "y_hat"],
    ["ŷ₁", "y_hat_1"],
    ["x̃", "x_tilde"],
    ["ȳ", "y_bar"],
    ["ẏ", "y_dot"],
    ["α", "alpha"],
    ["Σ", "Sigma"],
    ["ς", "sigma"],
    ["ϕ", "phi"],
    ["µ", "mu"],
    ["μ", "mu"],
    ["Ω", "Omega"],
    ["θ_old", "theta_old"],
    ["𝐱", "x"],
    ["𝜶", "alpha"],
    ["x⃗", "x"],
    ["ℓ", "ell"],
    ["ﬁ", "fi"],
    ["café", "café"],
    ["cafe\u0301", "café"],
    ["손실", "손실"],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
  ])("%s is %s", (typed, name) => expect(canonicalName(typed)).toBe(name));
});

describe("names in plain text", () => {
  it("are a letter, then letters, digits and _", () => {
    expect(expression("Wx W x x1y _")).toMatch(/^not an expression/);
    expect(expression("Wx W x x1y")).toBe("{Wx W x x1y}");
  });

  it("end at superscripts, subscripts and primes", () => {
    expect(expression("uᵀh")).toBe("{u^T h}");
    expect(expression("W₁x")).toBe("{W_1 x}");
    expect(expression("x'y")).toBe("{x' y}");
    expect(expression("x²y")).toBe("{x^(2) y}");
  });

  it("keep the letters of the text as typed", () => {
    const [s] = read("z = W₁ 𝐱").statements;
    expect(s).toMatchObject({
      value: {
        first: { name: "W_1", typed: "W₁", face: "plain", span: { start: 4, end: 6 } },
        rest: [{ operand: { name: "x", typed: "𝐱", face: "bold", span: { start: 7, end: 9 } } }],
      },
    });
  });

  it("may be those of Object.prototype", () => {
    expect(read("toString = __proto__ constructor\nvalueOf : vector(hasOwnProperty)").shown).toEqual([
      "toString = {__proto__ constructor}",
      "valueOf : vector(hasOwnProperty)",
    ]);
  });
});

describe("names in LaTeX", () => {
  it.each([
    ["Wx", "{W x}"],
    ["\\mathbf{W}\\mathbf x", "{W x}"],
    ["\\boldsymbol{\\theta} \\bm\\theta", "{theta theta}"],
    ["{\\bf W} x", "{W x}"],
    ["\\mathrm{loss} \\text{loss} \\operatorname{loss}", "{loss loss loss}"],
    ["x_{\\text{window}} x_\\text{in}", "{x_window x_in}"],
    ["x_{\\text{my loss}}", "x_my_loss"],
    ["\\hat y \\hat{y} \\hat{\\mathbf{y}} \\mathbf{\\hat y}", "{y_hat y_hat y_hat y_hat}"],
    ["\\hat{y}_1 \\tilde x \\bar{x} \\vec x", "{y_hat_1 x_tilde x_bar x}"],
    ["W^{(2)} V^{[2]} U^{(l)}", "{W_2 V_2 U_l}"],
    ["W^{(2)\\top} W^{(2)T}", "{W_2^T W_2^T}"],
    ["W^{(l-1)} + W^{(2 + 1)}", "(W^((l - 1)) + W^((2 + 1)))"],
    ["W_{hh}^{(2)} W^{(2)}_{hh}", "{W_hh_2 W_hh_2}"],
    ["x^T_i x_i^T", "{x_i^T x_i^T}"],
    ["h_{t-1} h_{t+1}", "{h_t_minus_1 h_t_plus_1}"],
    ["x_\\alpha x_{\\alpha\\beta} x_{i,j} x_{a_b}", "{x_alpha x_alphabeta x_i_j x_a_b}"],
    ["\\varepsilon \\epsilon \\varphi \\ell", "{epsilon epsilon phi ell}"],
    ["α Σ β₁", "{alpha Sigma beta_1}"],
    ["\\mathbf{x}_1 \\mathbf{x_1}", "{x_1 x_1}"],
    ["\\mathbf{Wx}", "<{W x}>"],
    ["\\mathcal{L}", "L"],
  ])("%s", (source, shown) => expect(expression(`\\displaystyle ${source}`)).toBe(shown));

  it("say whether they are bold", () => {
    const [s] = read("z = \\mathbf{W} \\vec x y {\\bf b c} \\mathrm{d}").statements;
    const names = s?.type === "definition" ? [s.name, ...postorder(s.value)] : [];
    expect(names.flatMap((n) => (n.type === "name" ? [`${n.name} ${n.face}`] : []))).toEqual([
      "z plain",
      "W bold",
      "x bold",
      "y plain",
      "b bold",
      "c bold",
      "d text",
    ]);
  });

  it("keep their text as typed", () => {
    const [s] = read("z = \\hat{\\mathbf{y}}_{1}").statements;
    expect(s).toMatchObject({ value: { name: "y_hat_1", typed: "\\hat{\\mathbf{y}}_{1}" } });
  });

  it("may not be spelled in two ways that are one name", () => {
    expect(read("$y = W_{2} W^{(2)}$").faults).toEqual(["1:12 syntax/two-spellings"]);
    expect(read("$y = \\mathcal{L}$\n$z = L$").shown).toEqual(["y = L_cal", "z = L"]);
    expect(read("$y = W_{2} W_2$\nz = W_2").faults).toEqual([]);
    expect(read("$y = W^{(2)}$\nz = W_2").faults).toEqual([]);
  });
});

describe("words in LaTeX", () => {
  it("are built-ins where they name one", () => {
    expect(expression("\\text{diag}(\\text{softmax}(z))")).toBe("diag(softmax(z))");
    expect(expression("\\text{cross-entropy}(y, p)")).toBe("cross_entropy(y, p)");
  });

  it("are prose where they are several, set off by spaces, or connect", () => {
    expect(read("$y = W x \\text{ (linear layer)}$").shown).toEqual(["y = {W x}"]);
    expect(read("$y = x \\text{ and } z = x$").shown).toEqual(["y = x", "z = x"]);
    expect(read("$y = x \\quad \\text{where} \\quad z = x$").shown).toEqual(["y = x", "z = x"]);
  });

  it("make a row of their own that is skipped", () => {
    const { shown, notices } = read(
      "\\begin{aligned} y &= x \\\\ & \\text{forward pass} \\\\ \\text{forward} \\\\ z &= x \\end{aligned}",
    );
    expect(shown).toEqual(["y = x", "z = x"]);
    expect(notices.map((n) => n.code)).toEqual(["syntax/prose", "syntax/prose"]);
  });
});
