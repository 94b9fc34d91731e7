import { describe, expect, it } from "vitest";
import { type Name, postorder, type Script } from "../../../src/parse/ast.js";
import { placesIn } from "../../../src/parse/index/places.js";
import { read, show } from "../show.js";

/** The first name of `y = source`, taken apart: its base, what stands below and above it, and the readings of each. */
function apart(source: string): string {
  const [s] = read(`${source.includes("\\") ? "" : "y = "}${source}`).statements;
  const value = s?.type === "definition" ? s.value : null;
  const n = value === null ? null : (postorder(value).find((e) => e.type === "name") as Name);
  if (n == null) return "none";
  const script = (e: Script): string => {
    const readings = placesIn(e).map((places) => places.map(show).join(", "));
    return `${e.bracket ?? ""}${readings.join(" | ") || "no place"}`;
  };
  const { below = [], above = [] } = n.scripts ?? {};
  return [n.scripts?.base ?? n.name, ...below.map((e) => `_ ${script(e)}`), ...above.map((e) => `^ ${script(e)}`)].join(
    " ",
  );
}

describe("names taken apart, and their scripts as places", () => {
  it.each([
    // Plain text: a word may be one name or letters side by side.
    ["x", "x"],
    ["x_i", "x _ i"],
    ["x_ij", "x _ ij | i, j"],
    ["x_i_j", "x _ i _ j"],
    // More letters than four side by side are a word.
    ["y = \\mathbf{W}_{abcde}", "W _ no place"],
    ["W_{i,j}", "W _ i, j"],
    ["W_{i, j+1}", "W _ i, (j + 1)"],
    ["h_{t-1}", "h _ (t - 1)"],
    ["h_{t−1}", "h _ (t - 1)"],
    ["h_t_minus_1", "h _ (t - 1)"],
    ["x_{i+k-1}", "x _ (i + k - 1)"],
    ["x_{2k-1}", "x _ ({2 * k} - 1) | 2, (k - 1)"],
    ["u_{y_i}", "u _ y_i"],
    ["u_{n_k}", "u _ n_k"],
    ["xᵢⱼ", "x _ ij | i, j"],
    ["x₁", "x _ 1"],
    ["W_12", "W _ 12 | 1, 2"],
    ["y_hat", "y_hat"],
    ["y_hat_i", "y_hat _ i"],
    ["ŷ_i", "y_hat _ i"],
    ["x_window", "x _ window"],
    ["α_i", "alpha _ i"],
    ["W^[l]", "W ^ [l"],
    ["W^[l-1]_{j,k}", "W _ j, k ^ [(l - 1)"],
    ["a^{[l]}_j", "a _ j ^ [l"],
    // LaTeX: letters stand side by side.
    ["y = x_{ij}", "x _ i, j"].map((t) => t.replace("y = ", "y = \\, ")),
    ["y = \\mathbf{x}_i", "x _ i"],
    ["y = \\hat{y}_i", "y_hat _ i"],
    ["y = \\hat y_{i,j}", "y_hat _ i, j"],
    ["y = \\mathbf{u}_{n_k}", "u _ n_k"],
    ["y = \\mathbf{w}_{y_i}", "w _ y_i"],
    ["y = \\mu_{c^{(i)}}", "mu _ c_i"],
    ["y = \\alpha_{t+1}", "alpha _ (t + 1)"],
    ["y = \\tau_{2k-1,2k}", "tau _ ({2 * k} - 1), {2 * k} | 2, (k - 1), 2, k"],
    ["y = \\mathbf{W}_{12}", "W _ 12 | 1, 2"],
    ["y = \\mathbf{x}_{\\text{window}}", "x _ window"],
    ["y = \\mathbf{W}_{i:}", "W _ no place"],
    ["y = \\mathbf{z}^{[l]}", "z ^ [l"],
    ["y = \\mathbf{z}^{(l)}", "z ^ (l"],
    ["y = \\mathbf{a}_j^{[l-1]}", "a _ j ^ [(l - 1)"],
    ["y = \\mathbf{W}^{[l]}_{jk}", "W _ j, k ^ [l"],
    ["y = \\mathbf{a}^{[l](i)}", "a ^ [l ^ (i"],
    ["y = \\mathbf{W}_h^Q", "W _ h ^ Q"],
    ["y = \\theta^{(t+1)} + \\theta^{(t)}", "theta ^ ((t + 1)"],
    ["y = \\theta^{\\text{old}}", "theta ^ old"],
    ["y = \\theta^*", "theta ^ no place"],
    ["y = \\mathbf{A}_{y_{t-1} y_t}", "A _ y_t_minus_1, y_t"],
    ["y = \\mathbf{x}_{-i}", "x _ (-i)"],
  ])("%s", (source = "", wanted = "") => {
    expect(apart(source)).toBe(wanted);
  });

  it("stand where the text has them", () => {
    const source = "$y = \\mathbf{W}^{[l]}_{j, k_i}$";
    const [s] = read(source).statements;
    const { scripts } = (s?.type === "definition" ? s.value : null) as Name;
    const texts = [...(scripts?.below ?? []), ...(scripts?.above ?? [])];
    expect(texts.map((e) => source.slice(e.span.start, e.span.end))).toEqual(["j, k_i", "l"]);
    const [, k] = placesIn(texts[0] as Script)[0] ?? [];
    expect(source.slice(k?.span.start, k?.span.end)).toBe("k_i");
    const inner = (k as Name).scripts?.below[0];
    expect(source.slice(inner?.span.start, inner?.span.end)).toBe("i");
  });

  it("leave the whole name as it is read without any letter", () => {
    expect(read("y = x_i W^[l]_{j,k} h_{t-1}").shown).toEqual(["y = {x_i W_j_k_l h_t_minus_1}"]);
  });
});
