/** Notes with letters and signs lost, doubled or in other places are read or listed: nothing in them throws. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const NOTES = [
  "$f(x) = x^3 + e^{2x}$, so $f'(v) = 3 v^2$ and $\\left.\\frac{df}{dx}\\right|_{x=0} = 2$. Now $x = 2$.",
  "## One\n\n$z_j^l = \\sum_k w_{jk}^l a_k^{l-1}$ and $C = \\frac12 \\|y - a\\|^2$\n\n$$\\frac{\\partial C}{\\partial w_{jk}^l} = a_k^{l-1} \\delta_j^l$$",
  "$$A = \\begin{pmatrix*}[r] x & -y \\\\ y & x \\end{pmatrix*}, \\quad \\nabla_X \\mathrm{tr}(A X) = A^\\top$$\n\n# Two\n\n$df = y\\,dx$",
  "$a = \\sigma(w \\times x + b)$\n\n$$\\begin{aligned} \\frac{da}{dw} &= a \\times (1 - a) \\times x \\\\ &= 0 \\ge 0 \\end{aligned}$$",
];

/** A note with pieces of it taken out, doubled, or put in another place. */
const mutated = fc
  .tuple(
    fc.constantFrom(...NOTES),
    fc.array(
      fc.record({
        kind: fc.constantFrom("cut", "double", "move"),
        at: fc.nat(),
        length: fc.integer({ min: 1, max: 9 }),
        to: fc.nat(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([note, changes]) => {
    let text = note;
    for (const { kind, at, length, to } of changes) {
      const start = at % (text.length + 1);
      const piece = text.slice(start, start + length);
      const rest = kind === "double" ? text : text.slice(0, start) + text.slice(start + length);
      const place = kind === "double" ? start : to % (rest.length + 1);
      text = kind === "cut" ? rest : rest.slice(0, place) + piece + rest.slice(place);
    }
    return text;
  });

it("no mutated note throws, and no claim of one", () => {
  fc.assert(
    fc.property(mutated, (text) => {
      const { findings } = checkNotes(text);
      expect(findings.filter((f) => f.why?.startsWith("it could not be judged") === true)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
