/** ⊙ and ⊗ are what the words of a text say that they are, in plain text and in notes, and else what they are in most books. */
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import { readNote } from "../../src/cli/notes-files.js";
import { signRows, statedSigns } from "../../src/elaborate/signs.js";
import { answerDocument } from "../../src/notes/document-report.js";
import { rangesIn } from "../../src/notes/ranges.js";

const texts = (text: string) => {
  const { diagnostics, results } = answer(text);
  return {
    errors: diagnostics.filter((d) => d.severity === "error").map((d) => d.code),
    answers: results.map((r) => r.text),
  };
};

const noted = (text: string) => {
  const { results } = answerDocument(readNote("a.md", text), rangesIn(text), {});
  return results.map((r) => r.text);
};

describe("words about a sign", () => {
  it.each([
    ["where $\\odot$ is the Khatri–Rao product.", { odot: "columns", otimes: null }],
    ["and ⊗ denotes the componentwise product", { odot: null, otimes: "entries" }],
    ["where $\\otimes$ is element-wise multiplication", { odot: null, otimes: "entries" }],
    ["with the Khatri-Rao product $\\odot$", { odot: "columns", otimes: null }],
    ["\\(\\otimes\\) stands for the outer product", { odot: null, otimes: "outer" }],
    ["here ⊙ is the Hadamard product and ⊗ the Kronecker product", { odot: "entries", otimes: null }],
    ["⊗ is not the Hadamard product", { odot: null, otimes: null }],
    ["⊗ is the Hadamard product here, and ⊗ is the outer product there", { odot: null, otimes: null }],
    ["the Hadamard product is A ⊙ B", { odot: null, otimes: null }],
  ] as const)("%s", (text, said) => expect(statedSigns(text)).toEqual(said));

  it("are handed on as rows that say the same", () => {
    const words = ["where $\\odot$ is the Khatri–Rao product", "and $\\otimes$ is the componentwise product"];
    expect(statedSigns(signRows(words).join("\n"))).toEqual(statedSigns(words.join("\n")));
  });
});

describe("a product by a sign that the text explains", () => {
  it.each([
    ["s = u^T (A ⊙ B) v\n# where $\\odot$ is the Khatri-Rao product\n∂s/∂B", "s = u^T khatrirao(A, B) v\n∂s/∂B"],
    ["s = u^T (A ⊗ B) v\n# where $\\otimes$ is the componentwise product\n∂s/∂B", "s = u^T (A .* B) v\n∂s/∂B"],
    [
      "a, b : vector(n)\ns = u^T (a ⊗ b) v\n# where $\\otimes$ is the outer product\n∂s/∂b",
      "a, b : vector(n)\ns = u^T (a b^T) v\n∂s/∂b",
    ],
    ["s = u^T (A ⊙ B) v\n# where $\\odot$ is the Hadamard product\n∂s/∂B", "s = u^T (A .* B) v\n∂s/∂B"],
  ])("%s", (text, spelled) => {
    const { errors, answers } = texts(text);
    expect(errors).toEqual([]);
    expect(answers).toEqual(texts(spelled).answers);
    expect(answers).toHaveLength(1);
  });

  it("is what it is in most books without such words", () => {
    expect(texts("s = u^T (A ⊗ B) v\n∂s/∂B").answers).toEqual(texts("s = u^T kron(A, B) v\n∂s/∂B").answers);
    expect(
      texts("$$f = \\|X_{(1)} - A (C \\odot B)^\\top\\|_F^2$$\n$$\\frac{\\partial f}{\\partial A}$$").errors,
    ).toEqual(["product/khatri-rao"]);
  });

  it("reads in notes as in plain text", () => {
    const question = "$$\\frac{\\partial s}{\\partial B}$$";
    const note = `$$s = u^\\top (A \\otimes B) v$$\n\nwhere $\\otimes$ is the componentwise product.\n\n${question}\n`;
    expect(noted(note)).toEqual(texts("s = u^T (A .* B) v\n∂s/∂B").answers);
  });
});
