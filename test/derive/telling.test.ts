/** A derivation for its reader: no line that no board would show, no name before it is introduced. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answer } from "../../src/api/answer.js";
import type { ResultReport } from "../../src/report/report.js";
import { terminal } from "../../src/report/terminal.js";

const golden = new URL("../golden/", import.meta.url);
/** The models of the golden derivations: every rule occurs in one of them. */
const MODELS: readonly string[] = readdirSync(golden)
  .filter((f) => f.endsWith(".md"))
  .flatMap((f) => [...readFileSync(new URL(f, golden), "utf8").matchAll(/```chainrule\n([\s\S]*?)```/g)])
  .map(([, source]) => source as string);

const full = (source: string) => answer(source, { steps: "full" });
const lines = (r: ResultReport | undefined) => (r?.steps ?? []).map((s) => s.unicode);
const titles = (r: ResultReport | undefined) => (r?.steps ?? []).map((s) => s.title);

it("is what the guide shows of it", () => {
  const guide = readFileSync(new URL("../../docs/guide.md", import.meta.url), "utf8");
  const shown = /```text\n(∂s\/∂W\n[\s\S]*?)\n```/.exec(guide)?.[1];
  const printed = terminal(full("z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂W"), { spelling: "unicode" });
  expect(shown).toBeDefined();
  expect(printed).toContain(shown);
});

it("has models to read", () => {
  expect(MODELS.length).toBeGreaterThan(40);
});

describe("a weight that stands below a sum over an index itself", () => {
  const HINGE = "w : vector(d)\nL = sum(i=1..N, max(0, 1 - y_i (w^T x_i)))\nx_i : vector(d) for i in 1..N\n∂L/∂w";
  const GAUSSIAN =
    "S : matrix(d, d) posdef\nL = -N/2 logdet(S) - 1/2 sum(i=1..N, (x_i - mu)^T S^-1 (x_i - mu))\n∂L/∂mu\n∂L/∂S";

  it("is brought to the end of each summand, and never leaves a transpose of rows", () => {
    const [w] = full(HINGE).results;
    expect(titles(w)).toContain("a number is its own transpose");
    expect(lines(w).filter((l) => /\(Σ.*ᵀ\)ᵀ/.test(l))).toEqual([]);
    expect(w?.steps.at(-1)?.rule).toBe("gradient-column");
  });

  it("has the differential that its lines give: a quadratic form is one term", () => {
    const [mu, S] = full(GAUSSIAN).results;
    expect(lines(mu)).toContain("dL = Σ_{i=1}^N (x_i − μ)ᵀ S⁻¹ dμ");
    expect(lines(mu).at(-1)).toBe("= S⁻¹ Σ_{i=1}^N (x_i − μ)");
    expect(titles(S)).toEqual(expect.arrayContaining(["a number is its own trace", "cyclic property of the trace"]));
  });

  it("has its summand put back where a logarithm has kept the sum", () => {
    const source =
      "m_k : vector(d) for k in 1..K\nx_i : vector(d) for i in 1..N\nL = sum(i=1..N, log(sum(k=1..K, w_k exp(-1/2 norm2(x_i - m_k)^2))))\n∂L/∂m_k";
    const [m] = full(source).results;
    expect(titles(m).at(-1)).toBe("put the summand with m_k back into the sum");
    expect(titles(m)).not.toContain("simplify");
  });
});

it("says of the transpose of a gradient what it is, with the numbers in front", () => {
  const reasons = (source: string) => full(source).results.flatMap((r) => r.steps.flatMap((s) => s.why ?? []));
  expect(reasons("A : matrix(n, m); J = norm2(A x - b)^2; ∂J/∂A").join("; ")).toContain("(∂J/∂A)ᵀ = 2 x (A x − b)ᵀ");
  expect(reasons("X : matrix(n, n); y = det(X); ∂y/∂X").join("; ")).toContain("(∂y/∂X)ᵀ = y X⁻¹");
});

describe("no line", () => {
  const every = MODELS.flatMap((source) => full(source).results.flatMap((r) => r.steps.map((s) => s.unicode)));

  it.each([
    ["has two signs in a row", /[−+] −|\(−\(/],
    ["has a factor 1", /(^|[ (])1 [\p{L}(]/u],
    ["names an operation that is no word of a book", /powersum/],
  ])("%s", (_, fault) => {
    expect(every.filter((line) => fault.test(line))).toEqual([]);
  });

  it("that reads off a gradient leaves a factor I, a number or a sign to be cleared away", () => {
    const clearing = ["identity", "scalar in front", "scalars together", "product of numbers", "factor 1"];
    const after = MODELS.flatMap((source) =>
      full(source).results.flatMap((r) =>
        r.steps.filter((_, i) => ["gradient", "gradient-column", "contributions"].includes(r.steps[i - 1]?.rule ?? "")),
      ),
    );
    expect(after.length).toBeGreaterThan(20);
    expect(after.filter((s) => clearing.includes(s.rule)).map((s) => s.unicode)).toEqual([]);
  });

  it("says that it is equal by something that it does not name", () => {
    const prose = MODELS.flatMap((source) =>
      full(source).results.flatMap((r) => r.steps.map((s) => `${s.title} ${s.statement}`)),
    );
    expect(prose.filter((t) => /laws above/.test(t))).toEqual([]);
  });
});

describe("a row of ones", () => {
  const MODELS: readonly (readonly [string, string])[] = [
    ["the square of a sum", "X : matrix(n, m)\nw : vector(m)\nL = (ones(n)^T X w)^2\n∂L/∂X, ∂L/∂w"],
    ["the exponential of a sum", "X : matrix(n, m)\nw : vector(m)\nL = exp(ones(n)^T X w)\n∂L/∂X"],
    ["a sum of a named vector", "A : matrix(n, n)\nx : vector(n)\nh = tanh(A x)\nL = ones(n)^T h\n∂L/∂x, ∂L/∂A"],
    ["rows and columns", "X : matrix(n, m)\nL = log(ones(n)^T X ones(m))\n∂L/∂X"],
  ];
  for (const [name, text] of MODELS)
    it(`stays a row, and is no sum in between: ${name}`, () => {
      for (const r of full(text).results) {
        const moving = lines(r).filter((l) => /sum\([^()]*d[a-zA-Z]/.test(l));
        expect(moving).toEqual([]);
        expect(titles(r)).not.toContain("sum as a row of ones");
      }
    });
  it("takes the place of a sum by a line of its own", () => {
    const [r] = full("X : matrix(n, m)\nw : vector(m)\nL = sum(X w)^2\n∂L/∂w").results;
    expect(titles(r)).toContain("sum as a row of ones");
  });
});

describe("a part that has a line of its own", () => {
  const SUMS: readonly string[] = [
    "x : vector(n)\nA : matrix(n, n)\nL = sum(i=1..n, sum(j=1..n, A_{i,j} x_i x_j))\n∂L/∂x",
    "x, w : vector(n)\nA : matrix(n, n)\nL = sum(i=1..n, w_i log(sum(j=1..n, exp(A_{i,j} x_j) x_i)))\n∂L/∂x, ∂L/∂w, ∂L/∂A",
    "x_i : vector(d) for i in 1..N\nL = sum(i=1..N, sum(j=1..N, sum(k=1..N, sin(w^T x_i) cos(w^T x_j) exp(w^T x_k))))\n∂L/∂w",
  ];
  it("has the letters that it has in the line in which it stands", () => {
    let parts = 0;
    for (const source of [...SUMS, ...MODELS])
      for (const r of full(source).results) {
        let above = "";
        for (const s of r.steps) {
          const left = s.left?.unicode ?? "";
          if (/^d\((?!Σ)/.test(left) && /_[a-z]/.test(left)) {
            parts += 1;
            expect(above, `${left} in ${source}`).toContain(left);
          }
          above += `${s.unicode}\n`;
        }
      }
    expect(parts).toBeGreaterThan(20);
  });
});

describe("a line among numbers", () => {
  it("is what its parts put in give, and hides no sign", () => {
    const [r] = full("y, a : scalar\nL = -(y log(a) + (1 - y) log(1 - a))\n∂L/∂a").results;
    expect(lines(r)).toContain("dL = −(y da / a − (1 − y) da / (1 − a))");
    expect(r?.steps[0]?.title).toBe("sum rule");
    expect(r?.steps.find((s) => s.left?.unicode === "∂L/∂a")?.title).toBe("derivative from the differential");
  });
  it("of a name that is another is that of the other", () => {
    expect(lines(full("a : scalar\ns = a\n∂s/∂a").results[0]).at(-1)).toBe("∂s/∂a = 1");
  });
  it("by one member of a family says what is fixed", () => {
    const source =
      "v : vector(d)\nu_k : vector(d) for k in 1..V\nL = -u_o^T v + log(sum(k = 1..V, exp(u_k^T v)))\n∂L/∂u_k";
    expect(full(source).results[0]?.steps.some((s) => s.why === "v is fixed")).toBe(true);
  });
});

describe("a long jump is opened", () => {
  it.each([
    ["a name", "yhat = softmax(theta)\nJ = -y^T log(yhat)", "ŷ"],
    ["no name", "J = -y^T log(softmax(theta))", "softmax(θ)"],
  ])("from softmax with cross entropy to its gradient by log-sum-exp, of %s", (_, model, p) => {
    const [r] = full(`y : vector(c) simplex\ntheta : vector(c)\n${model}\n∂J/∂theta`).results;
    expect(lines(r)).toEqual([
      `log(${p}) = θ − logsumexp(θ) · 1_c`,
      "J = logsumexp(θ) yᵀ · 1_c − yᵀ θ",
      "= logsumexp(θ) − yᵀ θ",
      "dJ = d(logsumexp(θ)) − d(yᵀ θ)",
      "d(logsumexp(θ)) = softmax(θ)ᵀ dθ",
      "d(yᵀ θ) = yᵀ dθ",
      `dJ = ${p}ᵀ dθ − yᵀ dθ`,
      `= (${p} − y)ᵀ dθ`,
      `∂J/∂θ = (${p} − y)ᵀ`,
      `∇_θ J = ${p} − y`,
    ]);
  });

  it("and by the Jacobian of softmax where the labels need not sum to 1", () => {
    const [r] = full("y, theta : vector(c)\nJ = -y^T log(softmax(theta))\n∂J/∂theta").results;
    expect(titles(r)).toContain("derivative of softmax");
    expect(lines(r).at(-1)).toBe("∇_θ J = sum(y) softmax(θ) − y");
  });

  it("from the logistic loss to Xᵀ (p − y), and each factor taken out shortens what it says", () => {
    const source = "X : matrix(n, d)\np = sigmoid(X w)\nJ = -y^T log(p) - (ones(n) - y)^T log(ones(n) - p)\n∂J/∂w";
    const [r] = full(source).results;
    expect(titles(r)).toContain("expand");
    for (const s of r?.steps.filter((x) => x.title === "factor out") ?? [])
      expect(s.unicode.length).toBeLessThanOrEqual(s.before.length + 4);
    expect(r?.text).toBe("X^T (p - y)");
  });
});

describe("what is known is not derived again", () => {
  it("a Hessian starts from the gradient that has been asked before it", () => {
    const [gradient, hessian] = full("z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂x\n∂²s/∂x²").results;
    expect(hessian?.steps[0]?.title).toBe("reuse ∂s/∂x from above");
    expect(hessian?.steps[0]?.after).toBe(gradient?.text);
    expect(titles(hessian)).not.toContain("chain rule");
    // Asked alone it has to be worked out.
    const [alone] = full("z = W x + b\nh = f(z)\ns = u^T h\n∂²s/∂x²").results;
    expect(titles(alone)).toContain("chain rule");
  });

  it("and what no line has worked out is not called known", () => {
    const [, K] = full("s = K q\na = softmax(s)\no = V^T a\nL = g^T o\n∂L/∂q, ∂L/∂K").results;
    expect(titles(K).filter((t) => t.startsWith("reuse"))).toEqual(["reuse ∂L/∂o from above"]);
    expect(lines(K)).toContain("∇_a L = V g");
  });

  it("of one output says nothing of another's", () => {
    const [, second] = full("z = W x\ns = u^T z\nt = v^T z\n∂s/∂W\n∂t/∂W").results;
    expect(titles(second).filter((t) => t.startsWith("reuse"))).toEqual([]);
  });
});

describe("names", () => {
  it("are said before they are used, in every derivation", () => {
    for (const source of MODELS) {
      const report = full(source);
      const said = new Set<string>();
      for (const r of report.results)
        for (const s of r.steps) {
          for (const w of report.where) {
            const name = w.symbol.unicode;
            const used = new RegExp(`(?<![\\p{L}\\p{N}′_])${name}(?![\\p{L}\\p{N}₀-₉(′])`, "u");
            if (used.test(s.unicode))
              expect(
                [...said].some((t) => t.startsWith(`${name} = `)) || s.unicode.startsWith(`${name} = `),
                `${name} in ${s.unicode}`,
              ).toBe(true);
          }
          said.add(s.unicode);
        }
    }
  });

  it("keep the derivations of a deep network as long as the network", () => {
    const length = (layers: number) => {
      const net = Array.from({ length: layers }, (_, i) => `h${i + 1} = tanh(W${i + 1} h${i} + b${i + 1})`);
      const asked = net.map((_, i) => `∂s/∂W${i + 1}`).join(", ");
      const { results } = full(`h0 : vector(n)\n${net.join("\n")}\ns = u^T h${layers}\n${asked}`);
      return results.flatMap(lines).join("\n").length;
    };
    expect(length(24)).toBeLessThan(2.3 * length(12));
  });

  it("of shared matrices are upper case, of vectors and numbers lower case", () => {
    const names = (source: string) => full(source).where.map((w) => w.symbol.latex);
    expect(names("X : matrix(n, m)\nJ = normF(X - W W^T X)^2\n∂J/∂W")).toEqual(["\\mathbf{C}"]);
    expect(names("h1 = f(W x)\nh2 = f(W h1)\ns = u^T h2\n∂s/∂W")).toEqual(["\\mathbf{c}"]);
    expect(names("u, v, w : vector(d)\nJ = -log(sigmoid(u^T v))\n∂J/∂v, ∂J/∂u")).toEqual(["c"]);
  });

  it("in prose are spelled as in the formulas", () => {
    const prose = full("theta = U h\nJ = norm2(theta)^2\n∂J/∂theta, ∂J/∂U").results.flatMap((r) =>
      r.steps.map((s) => `${s.title} ${s.why ?? ""}`),
    );
    expect(prose.some((t) => t.includes("reuse ∂J/∂θ from above"))).toBe(true);
    expect(prose.filter((t) => t.includes("theta"))).toEqual([]);
  });

  it("of the model that meet in a line are said to be what they are", () => {
    const [r] = full("A : matrix(n, n) symmetric\nr = (x^T A x) / (x^T x)\n∂r/∂x").results;
    expect(r?.steps.some((s) => s.why === "r = xᵀ A x / (xᵀ x)")).toBe(true);
  });

  it("that are printed alike are warned of", () => {
    const found = (source: string) => full(source).diagnostics.filter((d) => d.code === "name/alike");
    expect(found("x1, x_1 : vector(n)\ns = x1^T x_1\n∂s/∂x1").map((d) => d.message)).toEqual([
      "x1 and x_1 are printed alike, as x₁",
    ]);
    expect(found("х, x : scalar\ns = х^2 + x\n∂s/∂x").map((d) => d.message)).toEqual([
      "х and x are printed alike, as x, but х is U+0445",
    ]);
    expect(found("x1, x2 : vector(n)\ns = x1^T x2\n∂s/∂x1")).toEqual([]);
  });
});

it("writes the derivative of a function of the model out, once", () => {
  const { results } = full("swish(t) = t sigmoid(t)\ns = sum(swish(W x))\n∂s/∂x, ∂s/∂W\n∂²s/∂x²");
  const all = results.flatMap(lines);
  expect(all.filter((l) => l.startsWith("swish′(t) = "))).toEqual(["swish′(t) = sigmoid(t) (1 + t (1 − sigmoid(t)))"]);
  expect(all.filter((l) => l.startsWith("swish″(t) = "))).toHaveLength(1);
});

it("says what the gradient is the transpose of, and checks it by sizes", () => {
  const [W] = full("z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂W").results;
  expect(W?.steps.at(-1)?.why).toBe("so (∂s/∂W)ᵀ = x (u ∘ f′(z))ᵀ; n×1 · 1×m = n×m, like W");
});

describe("by a symmetric matrix", () => {
  it("says which convention is taken", () => {
    const source = "S : matrix(n, n) symmetric\na, b : vector(n)\ny = a^T S b\n∂y/∂S";
    const step = full(source).results[0]?.steps.find((s) => s.rule === "symmetric");
    expect(step?.title).toBe("S is symmetric: the symmetric part");
    expect(step?.why).toContain("the Matrix Cookbook counts X_ij and X_ji as one variable");
  });

  it("and that nothing changes where the gradient is symmetric as it is", () => {
    const [r] = full("S : matrix(n, n) symmetric\ny = logdet(S)\n∂y/∂S").results;
    expect(r?.steps.at(-1)?.why).toBe("S is symmetric, and this is too: (G + Gᵀ) / 2 = G");
  });
});

describe("conditions", () => {
  const conditions = (source: string) => answer(source, { steps: "none" }).results.map((r) => r.conditions);

  it.each([
    ["x : scalar; y = log(x); ∂y/∂x", ["x > 0"]],
    ["x : vector(n); s = sum(log(x)); ∂s/∂x", ["every entry of x is positive"]],
    ["x : scalar; y = 1 / x^2; ∂y/∂x", ["x ≠ 0"]],
    ["x, y : vector(n); s = sum(y ./ x); ∂s/∂x", ["no entry of x is 0"]],
    ["x : scalar; y = sqrt(x); ∂y/∂x", ["x > 0"]],
    ["x, k : scalar; y = x^k; ∂y/∂x", ["x > 0"]],
    ["x : scalar; y = x^(1/3); ∂y/∂x", ["x > 0"]],
    ["x : scalar; y = x / x; ∂y/∂x", ["x ≠ 0"]],
    ["X : matrix(n, n); y = logdet(X); ∂y/∂X", ["det(X) > 0"]],
    ["X : matrix(n, n); y = det(X); ∂y/∂X", ["X is invertible"]],
    ["X : matrix(n, n); F = X^-1; ∂F/∂X", ["X is invertible"]],
    ["z = W x; s = u^T relu(z); ∂s/∂W", ["relu′(0) = 0 is taken"]],
    ["x : scalar; y = asin(x); ∂y/∂x", ["x lies between −1 and 1"]],
    ["a, b : scalar; y = b / sqrt(a); ∂y/∂b", ["a > 0"]],
  ])("%s", (source, expected) => {
    expect(conditions(source)).toEqual([expected]);
  });

  it.each([
    // Squares of norms are smooth, sigmoids lie between 0 and 1, exponentials are positive.
    "J = norm2(A x - b)^2; ∂J/∂x",
    "p = sigmoid(X w); J = -y^T log(p) - (ones(n) - y)^T log(ones(n) - p); X : matrix(n, d); ∂J/∂w",
    "y : vector(n) simplex; J = cross_entropy(y, softmax(z)); ∂J/∂z",
    "x : scalar; y = 1 / (1 + exp(x)); ∂y/∂x",
    // What does not move asks for nothing.
    "a, b : scalar; y = log(a) + b^2; ∂y/∂b",
    "z = W x; s = u^T relu(z) + c^T c; ∂s/∂c",
  ])("none for %s", (source) => {
    expect(conditions(source)).toEqual([[]]);
  });

  it("says a thing once: a σ that is a multiple of ‖v‖ is 0 where v is", () => {
    const source =
      "x : vector(n)\nv = x - mean(x) ones(n)\nsigma = norm2(v) / sqrt(n)\ny = v / sigma\ns = u^T y\n∂s/∂x";
    expect(conditions(source)).toEqual([["σ ≠ 0"]]);
  });
});
