import { describe, expect, it } from "vitest";
import { chainrule, scratch } from "./harness.js";

const files = scratch();
const lecture = files.file("lecture.eq", "x, y, z : scalar\nf = (x + y) max(y, z)\n");
const values = files.file("values.json", '{"x": 1, "y": 2, "z": 0}');

describe("chainrule backprop", () => {
  it("prints the table of the lecture's example", async () => {
    const { code, out, err } = await chainrule(["backprop", lecture, "--at", values]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toBe(`forward
  node            shape  value
  ──────────────  ─────  ─────
  x               1×1    1
  y               1×1    2
  z               1×1    0
  v₁ = x + y      1×1    3
  v₂ = max(y, z)  1×1    2
  f = v₁ v₂       1×1    6

backward: upstream × local = downstream, each gradient in the shape of its variable
  node  upstream          local                to    downstream
  ────  ────────  ──────  ───────────────────  ────  ──────────
  f     1         ∂f/∂v₁  v₂ = 2               → v₁  2
                  ∂f/∂v₂  v₁ = 3               → v₂  3

  v₂    3         ∂v₂/∂y  step(y − z) = 1      → y   3
                  ∂v₂/∂z  1 − step(y − z) = 0  → z   0

  v₁    2         ∂v₁/∂x  1                    → x   2
                  ∂v₁/∂y  1                    → y   2

gradients: what arrives is added; beside it the difference quotient
  gradient  value      difference
  ────────  ─────────  ──────────  ─
  ∂f/∂x     2          2           ✓
  ∂f/∂y     2 + 3 = 5  5           ✓
  ∂f/∂z     0          0           ✓
  ∂f/∂v₂    3          3           ✓
  ∂f/∂v₁    2          2           ✓

notes
  v₁: a sum distributes: every summand receives the upstream gradient as it is
  v₂: max routes: the operand that is taken receives the upstream gradient, the other one 0
  f: multiply gate: swaps the factors: each receives the upstream gradient times the other
  y: its value goes several ways, so the gradients that come back are added
`);
  });

  it("takes the equations as they are where that is asked for", async () => {
    const { out } = await chainrule(["backprop", lecture, "--at", values, "--grain", "equation"]);
    expect(out).toContain("∂f/∂y  max(y, z) + (x + y) step(y − z) = 5");
  });

  it("is data and a sheet as well", async () => {
    const data = JSON.parse((await chainrule(["backprop", lecture, "--at", values, "--format", "json"])).out);
    expect(data).toMatchObject({ schema: "chainrule/1", of: "f", grain: "operation" });
    expect(data.nodes.every((n: { agrees: boolean }) => n.agrees)).toBe(true);
    const csv = (await chainrule(["backprop", lecture, "--at", values, "--format", "csv"])).out.split("\r\n");
    expect(csv[0]).toBe(
      "row,node,equation,rows,cols,value,upstream,to,local formula,local,downstream,difference,agrees",
    );
    expect(csv).toContain("edge,v_2,,,,,3,y,step(y - z),1,3,,");
    expect(csv.filter((r) => r.startsWith('node,v_2,"max(y, z)"'))).toHaveLength(1);
  });

  it("works on vectors and matrices, with the function that the values name", async () => {
    const json = '{"W": [[1, 2], [3, 4]], "x": [1, -1], "b": [0, 1], "u": [1, 1], "f": "tanh"}';
    const { code, out } = await chainrule(["backprop", "-e", "z = W x + b; h = f(z); s = u^T h", "--at", "-"], {
      stdin: json,
    });
    expect(code).toBe(0);
    expect(out).toContain("f is tanh");
    expect(out).toContain("diag(f′(z)) = diag(0.42, 1)");
    expect(out).not.toContain("≠");
  });

  it("says the subgradient that was taken", async () => {
    const { code, out } = await chainrule(["backprop", lecture, "--at", "-"], { stdin: '{"x": 1, "y": 2, "z": 2}' });
    expect(code).toBe(0);
    expect(out).toContain(
      "v₂: y and z are equal, where max has a kink: the second operand, z, takes the whole gradient",
    );
    expect(out).toContain("a kink: no single slope");
  });

  it("exits 2 without values, 1 without a gradient or with faulty values", async () => {
    const none = await chainrule(["backprop", lecture]);
    expect([none.code, none.err]).toEqual([2, "chainrule: backprop needs numbers: --at values.json\n"]);
    const vector = await chainrule(["backprop", "-e", "y = A x", "--at", "-"], { stdin: '{"A": [[1]], "x": [1]}' });
    expect(vector.code).toBe(1);
    expect(vector.err).toContain("there is no gradient of y");
    const data = await chainrule(["backprop", "-e", "x : vector(n) data; s = sum(x)", "--at", "-"], {
      stdin: '{"x": [1]}',
    });
    expect([data.code, data.err.includes("no gradient of s")]).toEqual([1, true]);
    const missing = await chainrule(["backprop", lecture, "--at", "-"], { stdin: '{"x": 1, "y": 2}' });
    expect(missing.code).toBe(1);
    expect(missing.err).toContain("-:1:1: error: z has no value: a number is needed [values/missing]");
    const singular = await chainrule(["backprop", "-e", "A : matrix(n, n); s = tr(A^-1)", "--at", "-"], {
      stdin: '{"A": [[0]]}',
    });
    expect(singular.err).toContain("the matrix is singular");
    expect((await chainrule(["backprop", "-", "--at", "-"], { stdin: "" })).code).toBe(2);
  });
});
