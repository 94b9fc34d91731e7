/** Derivatives as notes spell them: each form right and with a planted mistake, and what it leaves alone. */
import { describe, expect, it } from "vitest";
import { plainFormula, respelled } from "../../src/notes/spelling.js";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);

describe("left sides", () => {
  const f = "$f(x) = x^T A x$";
  it.each([
    ["nabla without a variable", `${f}, $\\nabla f(x) = (A + A^T) x$`, `${f}, $\\nabla f(x) = (A - A^T) x$`],
    ["nabla of a name", `${f}, $\\nabla f = (A + A^T) x$`, `${f}, $\\nabla f = (A + A) x + x$`],
    ["the Hessian", `${f}, $\\nabla^2 f(x) = A + A^T$`, `${f}, $\\nabla^2 f(x) = A - A^T$`],
    ["a prime", "$h(x) = \\sin x^2$, $h'(x) = 2x \\cos x^2$", "$h(x) = \\sin x^2$, $h'(x) = \\cos x^2$"],
    ["two primes", "$h(x) = x^3$, $h''(x) = 6x$", "$h(x) = x^3$, $h''(x) = 3x^2$"],
    ["a prime of σ", "$\\sigma'(x) = \\sigma(x)(1-\\sigma(x))$", "$\\sigma'(x) = \\sigma(x)(1+\\sigma(x))$"],
    ["a subscript of ∂", "$o = B h$, $\\partial_h o = B$", "$o = B h$, $\\partial_h o = 2 B$"],
    ["pdv", "$y = x^2$, $\\dv{y}{x} = 2x$", "$y = x^2$, $\\dv{y}{x} = x$"],
    ["a product sign", "$y = 3x^2$, $\\frac{dy}{dx} = 2 \\times 3x$", "$y = 3x^2$, $\\frac{dy}{dx} = 2 \\times 2x$"],
    [
      "a density given its parameters",
      "$\\log p(t \\mid \\theta) = \\log \\theta - \\theta t$, $\\frac{\\partial \\log p(t \\mid \\theta)}{\\partial \\theta} = \\frac{1}{\\theta} - t$",
      "$p(t \\mid \\theta) = \\theta e^{-\\theta t}$, $\\frac{\\partial \\log p(t \\mid \\theta)}{\\partial \\theta} = \\frac{1}{\\theta} + t$",
    ],
    [
      "a chain that defines",
      "$$\\begin{aligned} q(t) &= (t - a)^2 \\\\ &= t^2 - 2 a t + a^2 \\end{aligned}$$\n\n$\\frac{dq}{dt} = 2 (t - a)$",
      "$$\\begin{aligned} q(t) &= (t - a)^2 \\\\ &= t^2 - 2 a t + a^2 \\end{aligned}$$\n\n$\\frac{dq}{dt} = t - a$",
    ],
  ])("%s", (_, right, wrong) => {
    expect(verdicts(right)).toEqual(["equal"]);
    expect(verdicts(wrong)).toEqual(["different"]);
  });

  it("keeps the cross of vectors, and makes a product of the one beside a number", () => {
    for (const kept of ["\\mathbf a \\times \\mathbf b", "a \\times b", "[w]_\\times p", "x^{2 \\times 3}"])
      expect(respelled(`y = ${kept}`, new Map())).toContain("\\times");
    for (const read of ["2 \\times b", "b \\times 2", "10\\times 3"])
      expect(respelled(`y = ${read}`, new Map())).not.toContain("\\times");
    const cross = "$$\\mathbf p = \\mathbf w \\times \\mathbf q$$\n\n";
    const by = "\\frac{\\partial \\mathbf p}{\\partial \\mathbf w}";
    expect(verdicts(`${cross}$$${by} = -[\\mathbf q]_\\times$$`)).toEqual(["equal"]);
    expect(verdicts(`${cross}$$${by} = \\mathbf q$$`)).toEqual(["different"]);
  });

  it("at another point than the parameter, or of several variables, are not judged", () => {
    expect(verdicts(`${f}, $\\nabla f(y) = x$`)).toEqual(["not judged"]);
    expect(verdicts("$g(u, v) = u^2 v$, $\\nabla g = u$")).toEqual(["not judged"]);
  });

  it("that cannot be read are listed with what they state", () => {
    const [found] = checkNotes("$\\frac{\\partial E}{\\partial w} = 2 \\unknowncommand$").findings;
    expect(found).toMatchObject({ verdict: "not judged", text: "2 \\unknowncommand", line: 1 });
  });
});

describe("delimiters", () => {
  const y = "$y = a x$";
  it.each([
    `${y} and \\\\(\\frac{dy}{dx} = 2a\\\\)`,
    `${y} and $\`\\frac{dy}{dx} = 2a\`$`,
    `${y}\n\n<script type="math/tex; mode=display">\n\\frac{dy}{dx} = 2a\n</script>`,
    `${y} and <script type="math/tex">\\frac{dy}{dx} = 2a</script>`,
    "f(x) = ax\n\n∂f/∂x = 2a",
  ])("%s", (text) => expect(verdicts(text)).toEqual(["different"]));
});

describe("plain lines", () => {
  it("are formulas where they hold signs and no words", () => {
    expect(plainFormula("- ∂f/∂x = 3x²y")).toBe("∂f/∂x = 3x²y");
    expect(plainFormula("for g(x) = bᵀx + c, ∇g(x) = b")).toBe("g(x) = bᵀx + c ,\\quad ∇g(x) = b");
    expect(plainFormula("the price = 3 of them")).toBeNull();
    expect(plainFormula("We set rate=0.1 here")).toBeNull();
    expect(plainFormula("see $x = 3$")).toBeNull();
  });
});

describe("derivatives stated in parts", () => {
  const g = "$g(u, v) = u^2 v$";
  it.each([
    [
      "an entry at a point",
      "$\\frac{\\partial g}{\\partial u}(3, 1) = 6$",
      "$\\frac{\\partial g}{\\partial u}(3, 1) = 9$",
    ],
    [
      "behind a bar",
      "$\\left.\\frac{\\partial g}{\\partial v}\\right|_{u=2, v=1} = 4$",
      "$\\left.\\frac{\\partial g}{\\partial v}\\right|_{u=2, v=1} = 2$",
    ],
    [
      "the gradient of several numbers",
      "$\\nabla g = \\begin{bmatrix} 2uv \\\\ u^2 \\end{bmatrix}$",
      "$\\nabla g = \\begin{bmatrix} u^2 \\\\ 2uv \\end{bmatrix}$",
    ],
    ["as a list", "$\\nabla g(u, v) = (2uv, u^2)$", "$\\nabla g(u, v) = (2uv, 2u^2)$"],
    [
      "the Hessian",
      "$\\nabla^2 g = \\begin{pmatrix} 2v & 2u \\\\ 2u & 0 \\end{pmatrix}$",
      "$\\nabla^2 g = \\begin{pmatrix} 2v & u \\\\ u & 0 \\end{pmatrix}$",
    ],
    [
      "at a point with a name",
      "$\\left.\\frac{\\partial g}{\\partial u}\\right|_{u=u_0, v=v_0} = 2 u_0 v_0$",
      "$\\left.\\frac{\\partial g}{\\partial u}\\right|_{u=u_0, v=v_0} = u_0 v_0$",
    ],
    ["the gradient at a point", "$\\nabla g(1, 2) = (4, 1)$", "$\\nabla g(1, 2) = (4, 2)$"],
  ])("%s", (_, right, wrong) => {
    expect(verdicts(`${g}, ${right}`)).toEqual(["equal"]);
    expect(verdicts(`${g}, ${wrong}`)).toEqual(["different"]);
  });
});

describe("differentials", () => {
  it.each([
    ["of a form", "$f(x) = x^T A x$, $df = x^T (A + A^T)\\, dx$", "$f(x) = x^T A x$, $df = x^T (A - A^T)\\, dx$"],
    ["of an inverse", "$d(X^{-1}) = -X^{-1}\\, dX\\, X^{-1}$", "$d(X^{-1}) = X^{-1}\\, dX\\, X^{-1}$"],
    ["of a logarithm", "$d \\ln \\det X = \\mathrm{tr}(X^{-1} dX)$", "$d \\ln \\det X = 2\\,\\mathrm{tr}(X^{-1} dX)$"],
  ])("%s", (_, right, wrong) => {
    expect(verdicts(right)).toEqual(["equal"]);
    expect(verdicts(wrong)).toEqual(["different"]);
  });

  it("are not meant where dW is the derivative of the loss", () => {
    expect(verdicts("$Z = W A$, $dW = dZ\\, A^T$, $dA = 2 W^T dZ$")).toEqual(["equal", "different"]);
  });
});

describe("what stands behind an operator", () => {
  it.each([
    ["a point with a name", "$h(t) = t^3$, $h'(t_0) = 3 t_0^2$", "$h(t) = t^3$, $h'(t_0) = 2 t_0^2$"],
    ["brackets", "$\\frac{d}{dt} [3 t^2 - 4t] = 6t - 4$", "$\\frac{d}{dt} [3 t^2 - 4t] = 6t$"],
    [
      "a point as a product sign",
      "$q = r^2$, $r = \\sin t$, $\\frac{dq}{dt} = \\frac{dq}{dr}.\\frac{dr}{dt} = 2 r \\cos t$",
      "$q = r^2$, $r = \\sin t$, $\\frac{dq}{dt} = 2 r.\\frac{dq}{dr}$",
    ],
    [
      "the point where it always is",
      "$h(t) = a(t) + \\sin t$, $a(t) = t^2$, $\\frac{dh}{dt}(t) = \\frac{da}{dt}(t) + \\cos t$",
      "$h(t) = a(t) + \\sin t$, $a(t) = t^2$, $\\frac{dh}{dt}(t) = \\frac{da}{dt}(t) - \\cos t$",
    ],
    [
      "words after a side",
      "$$\\frac{d}{dt} t^4 = 4 t^3 \\textrm{ for all } t$$",
      "$$\\frac{d}{dt} t^4 = 3 t^3 \\textrm{ for all } t$$",
    ],
    [
      "a function upright",
      "$h(t) = \\text{sin}(t)$, $h'(t) = \\text{cos}(t)$",
      "$h(t) = \\text{sin}(t)$, $h'(t) = -\\text{sin}(t)$",
    ],
  ])("%s", (_, right, wrong) => {
    for (const v of verdicts(right)) expect(v).toBe("equal");
    expect(verdicts(right).length).toBeGreaterThan(0);
    expect(verdicts(wrong)).toContain("different");
  });

  it("an equals sign in brackets ends no side, and nothing on the right states nothing", () => {
    expect(checkNotes("$$\\frac{\\partial q}{\\partial t} = E[Y \\mid D = d'] - E[Y]$$").findings).toHaveLength(1);
    expect(
      checkNotes("$$\\frac{\\partial J}{\\partial V} = \\sum_{t=1}^{n} \\sum_{k=1}^t a_{kt} ?$$").findings,
    ).toHaveLength(1);
    expect(checkNotes("$y = x^2$, $\\partial y/\\partial x =$ and $$\\frac{dy}{dx} = \\;?$$").findings).toHaveLength(0);
    expect(checkNotes("$$decayed = (1-\\alpha) * cosine + \\alpha$$").findings).toHaveLength(0);
  });

  it("the gradient of a vector is its derivative", () => {
    expect(verdicts("$\\nabla_{\\mathbf{x}} \\mathbf{A} \\mathbf{x} = \\mathbf{A}^\\top$")).toEqual([
      "equal up to a transpose",
    ]);
    expect(verdicts("$\\nabla_{\\mathbf{x}} \\mathbf{A} \\mathbf{x} = 2 \\mathbf{A}$")).not.toContain("equal");
  });
});

describe("a dot above what a section states as a function of time", () => {
  const motion = "$x(t) = A \\cos(k t)$ with numbers $A, k \\in \\mathbb{R}$. So ";
  it.each([
    ["$\\dot x = -A k \\sin(k t)$", "equal"],
    ["$\\dot{x}(t) = A k \\sin(k t)$", "different"],
    ["$\\ddot x = -k^2 x$", "equal"],
    ["$\\ddot{x} = k^2 x$", "different"],
  ])("is a claim: %s", (claim, verdict) => expect(verdicts(motion + claim)).toEqual([verdict]));

  it("is a name of its own in another section, and of what is a function of something else", () => {
    expect(verdicts(`${motion}.\n\n# System\n\n$\\dot x = a x$ and $V = \\dot x^2$.`)).toEqual([]);
    expect(verdicts("$y = x^3$ and $\\dot y = 3 x$.")).toEqual([]);
  });
});
