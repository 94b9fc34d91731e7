/** A script behind a parenthesis belongs to the parenthesis, whatever stands before it: w_i (A x)_i^2, β (x - k)_+. */
import { expect, it } from "vitest";
import { derive } from "../../src/index.js";

const TEXTS: readonly (readonly [text: string, answer: string])[] = [
  [
    "$$L = \\sum_{i=1}^n w_i (\\mathbf{X}\\boldsymbol\\beta - \\mathbf{y})_i^2$$ $$\\frac{\\partial L}{\\partial \\boldsymbol\\beta}$$",
    "2 X^T (w .* (X beta - y))",
  ],
  [
    "$$f = \\sum_k \\lambda_k (\\mathbf{U}^\\top\\mathbf{x})_k^2$$ $$\\frac{\\partial f}{\\partial \\mathbf{x}}$$",
    "2 U (lambda .* (U^T x))",
  ],
  ["$$y = \\beta (x - k)_+$$ $$\\frac{dy}{d\\beta}$$", "relu(x - k)"],
  ["$$y = b(x-k)_+^3 + c$$ $$\\frac{dy}{db}$$", "relu(x - k)^3"],
  [
    "$$\\mathbf{y} = \\mathbf{V}(\\mathbf{W}\\mathbf{x})_+$$ $$\\frac{\\partial \\mathbf{y}}{\\partial \\mathbf{x}}$$",
    "V diag(step(W x)) W",
  ],
  ["$$f = \\sum_{i=1}^n w_i(1-x_i)_+$$ $$\\frac{\\partial f}{\\partial \\mathbf{w}}$$", "relu(ones(n) - x)"],
];

it.each(TEXTS)("%s", (text, answer) => {
  const { results } = derive(text);
  const [first] = results;
  expect([first?.text, ...(first?.forms ?? []).map((f) => f.text)]).toContain(answer);
});
