/** Beside step(a) a rectifier is its argument, but not below what makes an entry of several. */
import { expect, it } from "vitest";
import { derivations, isRefusal } from "../../src/derive/derivation.js";
import { read } from "../../src/elaborate/parse.js";
import { questionOf } from "../../src/judge/targets.js";
import { verify } from "../../src/numeric/verify.js";

it.each([
  ["h = softmaxcols(relu(Z)) softmaxcols(relu(Z))^T\ns = det(h + eye(n))"],
  ["s = sum(softmaxrows(relu(Z)) .* relu(Z))"],
  ["s = norm2(relu(x)) sum(relu(x) .* x)"],
  ["s = sum(relu(x) .* softmax(abs(x)))"],
  ["s = sum(relu(x)) sum(max(x, 0) .* relu(x))"],
  ["s = sum((A relu(x)) .* relu(x))"],
])("%s", (text) => {
  const model = read(
    `Z : matrix(n, m)\nA : matrix(n, n)\nx : vector(n)\n${text}\n∂s/∂${text.includes("Z") ? "Z" : "x"}`,
  );
  const queries = model.asked.flatMap((a) => (a.type === "query" ? [a.query] : []));
  for (const d of derivations(model, queries, { steps: "none" }).results) {
    if (isRefusal(d)) throw new Error(d.message);
    for (let seed = 1; seed <= 4; seed++)
      expect(verify(d.value, questionOf(d, d.query.of, d.layout), { seed, draws: 1 }).verdict).toBe("right");
  }
});
