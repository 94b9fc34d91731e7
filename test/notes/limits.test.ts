/** Difference quotients that define a derivative, and formulas that look like derivatives and state none. */
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);

describe("limits", () => {
  it.each([
    "f'(x) = \\lim_{h \\rightarrow 0} \\frac{f(x+h) - f(x)}{h}.",
    "\\left.\\frac{df}{dx}\\right\\vert_{x = x_0} = \\lim_{h \\to 0} \\frac{f(x_0 + h) - f(x_0 - h)}{2h}",
    "f''(x) = \\lim_{\\epsilon \\to 0} \\frac{f(x+\\epsilon) + f(x - \\epsilon) - 2f(x)}{\\epsilon^2} \\geq 0.",
    "\\frac{\\partial y}{\\partial x_1} = \\lim_{h \\to 0} \\frac{f(x_1 + h, x_2) - f(x_1, x_2)}{h}",
  ])("define: %s", (formula) => expect(verdicts(`$$${formula}$$`)).toEqual(["definition"]));

  it.each([
    "f'(x) = \\lim_{h \\to 0} \\frac{f(x) - f(x+h)}{h}",
    "f'(x) = \\lim_{h \\to 0} \\frac{f(x+h) - f(x-h)}{h}",
    "f'(x) = \\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{2h}",
    "f'(x) = \\lim_{h \\to 0} \\frac{g(x+h) - g(x)}{h}",
    "f'(x) = \\lim_{h \\to 0} \\frac{f(x+h) - f(x)}{t}",
    "f''(x) = \\lim_{h \\to 0} \\frac{f(x+h) + f(x-h) - 2f(x)}{h}",
    "\\frac{\\partial y}{\\partial x_1} = \\lim_{h \\to 0} \\frac{f(x_1 + h, x_2) - f(x_1, x_1)}{h}",
  ])("say nothing: %s", (formula) => expect(verdicts(`$$${formula}$$`)).toEqual(["not judged"]));

  it.each([
    "df = 49",
    "dx = 0.1",
    "d i s t_{ij} = \\|x_i - x_j\\|",
    "\\dots = 3",
    "\\left.x = 0\\right)",
    "\\frac{d}{m} = 3",
  ])("are not looked for in %s", (formula) => expect(verdicts(`$${formula}$`)).toEqual([]));

  it.each(["df = f'(x) dx", "\\frac{d}{dx} f = 3", "\\left.\\frac{df}{dx}\\right|_{x=1} = 3"])(
    "are looked for in %s",
    (formula) => expect(verdicts(`$${formula}$`)).toHaveLength(1),
  );
});

describe("slopes at a name", () => {
  it.each([
    ["$g(x_k) = -x_k \\log x_k$", "g'(x_1) = -\\log x_1 - 1", "g'(x_1) = -\\log x_1"],
    [
      "$g(x_k) = -x_k \\log x_k$",
      "g^{\\prime\\prime}(x_1) = -\\frac{1}{x_1}",
      "g^{\\prime\\prime}(x_1) = \\frac{1}{x_1}",
    ],
    ["$g(w) = a + b w + c w^2$", "g'\\left(v\\right) = 2 c v + b", "g'\\left(v\\right) = 2 c v"],
  ])("%s %s", (model, right, wrong) => {
    expect(verdicts(`${model}\n\n$$${right}$$`)).toEqual(["equal"]);
    expect(verdicts(`${model}\n\n$$${wrong}$$`)).toEqual(["different"]);
    expect(verdicts(`${model}\n\n$$${right} = 0$$`)).toEqual(["equal", "condition"]);
  });
});

describe("a loss that is defined", () => {
  const model =
    "$L = -\\sum_{j=1}^{C} y_j \\log p_j$, $p_i = \\frac{e^{z_i}}{\\sum_{j=1}^{C} e^{z_j}}$ and $g_j = \\frac{\\partial L}{\\partial p_j}$.\n\n";
  it("is any, where the derivative from above has a name", () => {
    const sum =
      "\\frac{\\partial L}{\\partial z_i} = \\sum_{j=1}^{C} g_j \\frac{\\partial p_j}{\\partial z_i} = p_i (g_i - \\sum_{j=1}^{C} g_j p_j)";
    expect(verdicts(`${model}$$${sum}$$`)).toEqual(["equal", "equal"]);
    expect(verdicts(`${model}$$${sum.replace("(g_i -", "(g_i +")}$$`)).not.toEqual(["equal", "equal"]);
  });

  it("is another where the variable goes into it in other ways", () => {
    const other = model.replace("$p_i", "plus a term: $L = \\sum_{j=1}^{C} z_j - \\sum_{j=1}^{C} y_j \\log p_j$, $p_i");
    const side = "\\frac{\\partial L}{\\partial z_i} = \\sum_{j=1}^{C} g_j \\frac{\\partial p_j}{\\partial z_i}";
    expect(verdicts(`${other}$$${side}$$`)).not.toEqual(["equal"]);
    const short = "$u = w^2$, $h = u w$ and $g = \\frac{\\partial h}{\\partial u}$.\n\n";
    expect(verdicts(`${short}$$\\frac{\\partial h}{\\partial w} = 2 w g$$`)).not.toEqual(["equal"]);
  });

  it("leaves a number beside a vector to mean one for each entry", () => {
    const whole = "\\frac{\\partial L}{\\partial z} = p \\odot (g - \\sum_{j=1}^{C} g_j p_j)";
    expect(verdicts(`${model}$$${whole}$$`)).toEqual(["equal"]);
    expect(verdicts(`${model}$$${whole.replace("p \\odot", "g \\odot")}$$`)).not.toEqual(["equal"]);
  });
});
