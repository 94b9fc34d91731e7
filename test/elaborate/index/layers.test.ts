/** A deep network in the typographies of books and papers is one model: layers in brackets, raised, lowered. */
import { describe, expect, test } from "vitest";
import { answer as answered } from "../../../src/api/answer.js";
import { derive } from "../../../src/index.js";

const DECLARED = `W_l : matrix(n, n) for l in 1..L; b_l : vector(n) for l in 1..L; x : vector(n)
z_l = W_l a_{l-1} + b_l for l in 1..L
a_l = sigmoid(z_l) for l in 1..L
a_0 = x
C = norm2(a_L - y)^2 / 2
∂C/∂W_l`;

const raised = (text: string, l: (place: string) => string): string =>
  text.replace(
    /\b([Wbza])_(\{[^}]*\}|[lL0])/g,
    (_, base: string, place: string) => `${base}^${l(place.replace(/[{}]/g, ""))}`,
  );

const answer = (text: string): string => {
  const [result] = derive(text, { steps: "none" }).results;
  const equations = result?.equations.map((e) => `${e.name} = ${e.text}   ${e.where}`) ?? [];
  // How a layer is written is the author's.
  return [result?.text, ...equations].join("\n").replace(/[\^_[\](){}]/g, "");
};

const WAYS: Readonly<Record<string, string>> = {
  "[l]": raised(DECLARED, (p) => `[${p}]`),
  "^l": raised(DECLARED, (p) => (p.length === 1 ? p : `{${p}}`)),
  "LaTeX ^l": String.raw`$$z^l = W^l a^{l-1} + b^l, \quad a^l = \sigma(z^l), \quad l = 1, \dots, L$$
$$a^0 = x$$
$$C = \frac12 \|a^L - y\|^2$$
$$\frac{\partial C}{\partial W^l}$$`,
  "LaTeX ^{(l)}": String.raw`$$\mathbf z^{(l)} = \mathbf W^{(l)} \mathbf a^{(l-1)} + \mathbf b^{(l)}, \quad l = 1, \dots, L$$
$$\mathbf a^{(l)} = \sigma(\mathbf z^{(l)}), \quad \mathbf a^{(0)} = \mathbf x$$
$$C = \frac12 \|\mathbf a^{(L)} - \mathbf y\|^2$$
∂C/∂W^{(l)}`,
};

describe("layers", () => {
  const expected = answer(DECLARED);

  test("have the four equations", () => {
    expect(expected).toBe(
      [
        "deltal al-1^T",
        "deltal = Wl+1^T deltal+1 .* al .* onesn - al   1 <= l <= L - 1",
        "deltaL = aL - y .* aL .* onesn - aL   ",
      ]
        .join("\n")
        .replaceAll("^", ""),
    );
  });

  test.each(Object.entries(WAYS))("written %s are layers", (_, text) => {
    expect(answer(text)).toBe(expected);
  });

  test("are not powers of numbers: x^2 beside z^l is a square", () => {
    const text = "z^l = w z^{l-1} for l in 1..L\nw : scalar\nC = z^L + x^2\n∂C/∂x";
    expect(derive(text, { steps: "none" }).results[0]?.text).toBe("2 x");
  });
});

describe("neuron by neuron", () => {
  const EQUATIONS = String.raw`$$z_j^{[l]} = \sum_k w_{jk}^{[l]} a_k^{[l-1]} + b_j^{[l]}RANGE$$
$$a_j^{[l]} = \sigma(z_j^{[l]})$$
$$C = \frac12 \sum_j (a_j^{[L]} - y_j)^2$$
$$\frac{\partial C}{\partial w_{jk}^{[l]}}$$`;

  test("a_j^{[L]} is an entry of the layer L, whose j alone is bound", () => {
    const [result] = derive(EQUATIONS.replace("RANGE", String.raw`, \quad l = 1, \dots, L`), { steps: "none" }).results;
    expect(result?.equations.map((e) => e.where)).toEqual(["1 <= l <= L - 1", ""]);
  });

  test("without a range for l there is no answer, not zero", () => {
    const { results, diagnostics } = answered(EQUATIONS.replace("RANGE", ""));
    expect(results).toEqual([]);
    expect(diagnostics.map((d) => d.code)).toContain("derive/held");
  });
});
