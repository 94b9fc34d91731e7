/** Chains side by side, chain rules of what nobody defines, and what only a claim unveils; each beside a mistake. */
import { describe, expect, it } from "vitest";
import { checkNotes } from "../../src/notes.js";

const verdicts = (text: string) => checkNotes(text).findings.map((f) => f.verdict);
const d = (of: string, by: string) => `\\frac{\\partial ${of}}{\\partial ${by}}`;
const claim = (of: string, by: string, ...sides: readonly string[]) => `$$${[d(of, by), ...sides].join(" = ")}$$`;

describe("a chain is judged side by side", () => {
  const model = "Let $W \\in \\mathbb{R}^{m \\times n}$.\n\n$$ z = W x, \\quad s = u^T z $$\n\n";

  it.each([
    ["\\mathbb{E}_q[z]", "not judged"],
    ["\\underset{k}{\\operatorname{arg\\,min}} \\, z_k", "not judged"],
    ["u^T W", "equal"],
  ])("beside %s", (side, verdict) => {
    for (const [other, its] of [
      ["W^T u", "equal"],
      ["W u", "ill-shaped"],
      ["2 W^T u", "different"],
    ] as const) {
      expect(verdicts(model + claim("s", "x", side, other))).toEqual([verdict, its]);
      expect(verdicts(model + claim("s", "x", other, side))).toEqual([its, verdict]);
    }
  });

  it("what one side means excuses no other", () => {
    const text = claim("f", "x", "2 A x", "3 A x");
    expect(verdicts(`$$f = x^T A x$$\n\n${text}`)).toEqual(["right if A is symmetric", "different"]);
  });

  it("a value at the end", () => {
    expect(verdicts(`$$f(x) = x^2$$\n\n${claim("f", "x", "2x", "6")}`)).toEqual(["equal", "not judged"]);
    expect(verdicts(`$$f(x) = x^2$$\n\n${claim("f", "x", "3x", "6")}`)).toEqual(["different", "not judged"]);
  });
});

describe("chain rules of what nobody defines", () => {
  const link = (...names: readonly string[]) => names.slice(1).map((n, k) => d(names[k] ?? "", n));
  it.each<[string, string]>([
    ["as Jacobians", link("h", "u", "v", "w").join(" ")],
    ["as gradients", link("h", "u", "v", "w").reverse().join(" ")],
    ["turned", `\\left(${d("v", "w")}\\right)^T \\left(${d("u", "v")}\\right)^T ${d("h", "u")}`],
    ["by every way", `${link("h", "a", "w").join(" ")} + ${link("h", "b", "w").join(" ")}`],
    ["by entries", `\\sum_k ${link("h", "u_k", "w").join(" ")}`],
  ])("%s", (_, side) => {
    expect(verdicts(claim("h", "w", side))).toEqual(["equal"]);
  });

  it.each<[string, string]>([
    ["that ends elsewhere", link("h", "u", "v").join(" ")],
    ["with a link upside down", `${d("h", "u")} ${d("w", "u")}`],
    ["turned in the other order", `\\left(${d("u", "v")}\\right)^T \\left(${d("v", "w")}\\right)^T ${d("h", "u")}`],
    ["with one way twice", `${link("h", "a", "w").join(" ")} + ${link("h", "a", "w").join(" ")}`],
    ["less another", `${link("h", "a", "w").join(" ")} - ${link("h", "b", "w").join(" ")}`],
    ["of one factor", d("h", "w")],
  ])("no rule: %s", (_, side) => {
    expect(verdicts(claim("h", "w", side))).not.toContain("equal");
  });

  it("where all is defined, the definitions decide", () => {
    const model = "$$ u = w^2, \\quad h = u w $$\n\n";
    expect(verdicts(model + claim("h", "w", `${d("h", "u")} ${d("u", "w")}`))).not.toContain("equal");
  });

  it("zero is a condition, whatever it is of", () => {
    expect(verdicts(claim("h", "w", "0"))).toEqual(["condition"]);
  });
});

describe("what only a claim unveils", () => {
  const model = "$$ y_j = 1 + z_j^2 $$\n\n";
  const first = `- \\sum_{j=1}^C ${d("t_j \\log(y_j)", "z_i")}`;

  it("a loss by its first side", () => {
    for (const [last, verdict] of [
      ["- \\frac{2 z_i t_i}{y_i}", "equal"],
      ["- \\frac{2 t_i}{y_i}", "different"],
    ] as const)
      expect(verdicts(model + claim("\\xi", "z_i", first, last))).toEqual(["equal", verdict]);
  });

  it("a step by the factor that writes it out", () => {
    const up = d("\\ell", "v");
    for (const [last, verdict] of [
      ["\\frac{1}{r}", "equal"],
      ["r", "different"],
    ] as const) {
      const sides = [`${up} ${d("v", "r")}`, `${up} ${d("(\\log r)", "r")}`, `${up} ${last}`];
      expect(verdicts(claim("\\ell", "r", ...sides))).toEqual(["equal", "equal", verdict]);
    }
  });

  it("no factor that moves is left in front", () => {
    const text = claim("g", "x", `x ${d("(x^2)", "x")}`, "2 x^2");
    expect(verdicts(text)).toEqual(["not judged", "not judged"]);
  });
});

describe("rules for what nobody defines", () => {
  it.each<[string, string, string]>([
    ["of a product", "\\nabla (p q) = q \\nabla p + p \\nabla q", "\\nabla (p q) = q \\nabla p - p \\nabla q"],
    [
      "of a logarithm",
      "\\nabla_\\theta \\log p_\\theta(x) = \\frac{\\nabla_\\theta p_\\theta(x)}{p_\\theta(x)}",
      "\\nabla_\\theta \\log p_\\theta(x) = p_\\theta(x) \\nabla_\\theta p_\\theta(x)",
    ],
    [
      "of a sum",
      `${d("(f + g)", "x")} = ${d("f", "x")} + ${d("g", "x")}`,
      `${d("(f + g)", "x")} = ${d("f", "x")} - ${d("g", "x")}`,
    ],
  ])("%s", (_, right, wrong) => {
    expect(verdicts(`$$${right}$$`)).toEqual(["equal"]);
    expect(verdicts(`$$${wrong}$$`)).not.toContain("equal");
  });

  it("are blamed where all of their names are differentiated", () => {
    expect(verdicts("$$\\nabla (p q) = q \\nabla p - p \\nabla q$$")).toEqual(["different"]);
    expect(verdicts(`$$${d("(c u)", "x")} = 2 c ${d("u", "x")}$$`)).not.toContain("equal");
  });

  it("no slope of what is data makes both sides zero", () => {
    expect(verdicts(`$$f = x^2$$\n\n$$${d("(f + g)", "x")} = ${d("f", "x")} - ${d("g", "x")}$$`)).toEqual([
      "not judged",
    ]);
  });
});

it("limits that stand in what could not be read blame nobody", () => {
  const stated = (side: string) =>
    `\\text{if} \\; i \\neq j :& ${d("y_i", "z_j")} = ${d("(z_i \\sum_{k=1}^n z_k)", "z_j")} = ${side}`;
  for (const side of ["z_i", "z_i z_j"])
    expect(verdicts(`$$\\begin{split}\n${stated(side)}\n\\end{split}$$`)).toEqual(["not judged"]);
});

it("differentials in parentheses, and gradients as columns of an array", () => {
  expect(verdicts("$$d(XY) = (dX)Y + X(dY)$$")).toEqual(["equal"]);
  expect(verdicts("$$d(XY) = (dX)Y - X(dY)$$")).not.toContain("equal");
  const column = (a: string, b: string) => `\\left[\\begin{array}{c} ${a} \\\\ ${b} \\end{array}\\right]`;
  for (const [entry, verdict] of [
    ["1", "equal"],
    ["y", "different"],
  ] as const)
    expect(verdicts(`$$f(x, y) = 2x + y$$\n\n$$\\nabla f(x, y) = ${column("2", entry)}$$`)).toEqual([verdict]);
});
