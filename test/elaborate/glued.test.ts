/** Every name of a text that is typed without its spaces or parentheses is looked at: where the answer would lack it, it is refused. */
import { describe, expect, it } from "vitest";
import { BUILTINS } from "../../src/functions/builtins.js";
import { errors, model } from "../parse/models.js";

const glued = (text: string): readonly string[] =>
  model(text)
    .diagnostics.filter((d) => d.code === "name/glued")
    .map((d) => `${d.severity}: ${d.hint}`);

const asked = (text: string): number => model(text).asked.length;

/** Functions of one value, by words that are no letters of Greek. */
const WORDS = BUILTINS.filter((b) => b.signature?.values === 1 && b.signature.sizes.length === 0)
  .flatMap((b) => b.spellings)
  .filter((f) => /^[a-z]{2,9}\d{0,2}$/.test(f) && !["gamma", "digamma"].includes(f));

describe("a function glued to what it is of", () => {
  it("is refused for every function of the language, where a derivative is by what it is of", () => {
    expect(WORDS.length).toBeGreaterThan(40);
    const silent = WORDS.filter((f) => {
      const text = `y = x^2 + 3 ${f}x; ∂y/∂x`;
      return asked(text) > 0 || !errors(model(text)).some((e) => e.endsWith("name/glued"));
    });
    expect(silent).toEqual([]);
  });

  it.each([
    ["f = t² + sin2t; ∂f/∂t", "sin(2 t)"],
    ["f = t² + cosωt; ∂f/∂t", "cos(omega t)"],
    ["y = x² + log10x; ∂y/∂x", "log10(x)"],
    ["L = nlogσ + 1/(2σ²); ∂L/∂σ", "n log(sigma)"],
    ["L = logdetA + tr(A); ∂L/∂A", "logdet(A)"],
    ["L = trAB + tr(B); ∂L/∂B", "tr(A B)"],
    ["p = softmax(z); L = -sum(y .* logp); ∂L/∂z", "log(p)"],
    ["y = x² + sinθ; θ = 2x; ∂y/∂x", "sin(theta)"],
  ])("%s", (text, shown) => {
    expect([glued(text), asked(text)]).toEqual([[`error: it is ${shown}; a name of its own is declared`], 0]);
    const spelled = text.replace(/sin2t|cosωt|log10x|nlogσ|logdetA|trAB|logp|sinθ/, shown);
    expect([spelled, glued(spelled)]).toEqual([spelled, []]);
  });

  it.each([
    "p = exp(logp); L = sum(p); ∂L/∂logp",
    "y = maxit x; ∂y/∂x",
    "logits = W x; L = logsumexp(logits); ∂L/∂W",
    "cosx : scalar; y = x^2 + cosx; ∂y/∂x",
    "y = expert x; ∂y/∂x",
    "y = signal + x; ∂y/∂x",
    "y = μ + u; ∂y/∂u",
  ])("a word is a name, and so is what is stated: %s", (text) => expect(glued(text)).toEqual([]));

  it("is said where nothing is lost by it", () => {
    expect(glued("y = A sinθ + x; ∂y/∂x")).toEqual(["warning: it is sin(theta)"]);
    expect(glued("A = πr²")).toEqual(["warning: a product has spaces: pi r"]);
  });
});

/** Letters by which a derivative is asked for, as they are typed. */
const LETTERS = ["k", "w", "a", "m", "β", "θ", "ŵ", "W", "A"];

describe("letters glued to others", () => {
  it.each(LETTERS)("%s is found in a name that stands at places, in several names, in squares", (k) => {
    for (const text of [
      `L = Σᵢ (yᵢ − ${k}xᵢ)² + tr(${k}); ∂L/∂${k}`,
      `L = sum(i=1..n, (y_i - ${k}x_i - b)^2) + tr(${k}); ∂L/∂${k}`,
      `L = Σᵢ ‖${k}xᵢ − yᵢ‖² + λ ‖${k}‖²; ∂L/∂${k}`,
      `y = ${k}s + ${k}t + tr(${k}); ∂y/∂${k}`,
      `y = tr(${k}B) + tr(${k}C) + tr(${k}); ∂y/∂${k}`,
      `y = τ${k}² + tr(${k}²); ∂y/∂${k}²`,
      `y = 1/(2π${k}²) + tr(${k}²); ∂y/∂${k}²`,
    ])
      expect([text, asked(text), glued(text).some((g) => g.startsWith("error"))]).toEqual([text, 0, true]);
  });

  it("are refused before e with an exponent, and beside π", () => {
    expect(glued("y = x² + ae^x; ∂y/∂x")).toEqual(["error: a product has spaces: a e; a name of its own is declared"]);
    expect(glued("N = Ae^(-kt) + t; ∂N/∂t")).toHaveLength(2);
    expect(glued("u = cos(2πft) + f; ∂u/∂f")).toEqual([
      "error: a product has spaces: pi f t; a name of its own is declared",
    ]);
    expect(glued("y = me^2 + x; ∂y/∂x")).toEqual([]);
  });

  it.each(["h = tanh(Wx x + Wh h0); ∂h/∂x", "q = Wq x; k = Wk x; s = q^T k; ∂s/∂x", "E = vx^2 + vy^2 + k r; ∂E/∂r"])(
    "weights and components are names: %s",
    (text) => expect(glued(text)).toEqual([]),
  );

  it("a series of a letter that stands nowhere else is said where what it ends in is asked for", () => {
    expect(glued("y = ax + ay + x; ∂y/∂x")).toEqual(["warning: a product has spaces: a x"]);
  });
});
