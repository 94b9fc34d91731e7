import { describe, expect, it } from "vitest";
import { answersOf } from "../../src/live/answers.js";
import { asking, declared } from "../../src/live/declare.js";
import { EXAMPLES } from "../../src/live/examples.js";
import type { Answers, Ask, Code, Fault, FirstWrong, Graph, Replies } from "../../src/live/messages.js";
import { respondent } from "../../src/live/replies.js";
import { sessionOf } from "../../src/live/session.js";
import { pen } from "../../src/report/answer.js";
import { requireKatex } from "../../src/report/katex.js";

const respond = respondent(pen(requireKatex()), async () => {});

async function ask<K extends Ask["ask"]>(text: string, asked: Ask & { readonly ask: K }): Promise<Replies[K]> {
  const told = await respond({ id: 1, document: { text, way: "chain" }, ask: asked });
  if ("failure" in told) throw new Error(told.failure);
  return told.reply as Replies[K];
}

const answers = (text: string): Promise<Answers> => ask(text, { ask: "answers" });
const fixOf = ({ faults }: Answers, code: string) => faults.find((f: Fault) => f.code === code)?.fixes[0]?.text;

const SCORER = "z = W x + b\nh = f(z)\ns = u^T h\n";

describe("the examples", () => {
  it.each(EXAMPLES.map((e) => [e.title, e.text] as const))(
    "%s is derived, drawn or refused with a reason, checked",
    async (_, text) => {
      const found = await answers(text);
      expect(found.faults.filter((f) => f.severity === "error")).toEqual([]);
      expect(found.sound).toBe(true);
      expect(found.equations.length).toBeGreaterThan(0);
      // Whoever listens hears every formula, also one whose looks were drawn before.
      for (const { html } of [...found.results, ...found.derivations, ...found.equations])
        expect(html).not.toContain('alttext=""');
      const graph: Graph = await ask(text, { ask: "graph", values: null, grain: "equation", width: 720 });
      expect(graph.svg === null ? graph.why : graph.output?.value).toEqual(
        graph.svg === null ? expect.any(String) : expect.any(Number),
      );
    },
  );

  it("are ten or more", () => expect(EXAMPLES.length).toBeGreaterThanOrEqual(10));
});

describe("the worker", () => {
  it("says what was inferred, asks what could be asked, and offers what mends", async () => {
    const found = await answers(SCORER);
    expect(found.chips.find((c) => c.name === "W")).toMatchObject({ said: "n×m", assumed: true, declarable: true });
    expect(found.questions.map((q) => q.text)).toEqual(["∂s/∂W", "∂s/∂x", "∂s/∂b", "∂s/∂u"]);
    const typo = await answers("yhat = softmax(z)\ns = u^T yhatt\n∂s/∂z");
    const better = fixOf(typo, "name/near-miss");
    if (better !== undefined) expect((await answers(better)).faults.length).toBeLessThan(typo.faults.length);
    const undeclared = await answers("f = m c^2");
    const declaredText = undeclared.faults.flatMap((f) => f.fixes)[0]?.text;
    expect(declaredText).toBe("m : scalar\nf = m c^2");
    const glued = await answers("W : matrix(n, m)\nx : vector(m)\nz = Wx + b\ns = u^T z");
    expect(glued.faults.flatMap((f) => f.fixes)[0]?.text).toBe(
      "W : matrix(n, m)\nx : vector(m)\nz = W x + b\ns = u^T z",
    );
  });

  it("shows an answer in both dresses, and equations of families", async () => {
    const text = "$$L = \\sum_{i=1}^{N} (\\mathbf{w}^\\top \\mathbf{x}_i - y_i)^2$$\n∂L/∂w";
    const { results } = await answers(text);
    expect(results[0]?.html).toContain("cr-forms");
    expect(results[0]?.html).toContain("X has the rows x_iᵀ");
    const recursion = "h_t = tanh(W h_{t-1}) for t in 1..T\nL = u^T h_T\n∂L/∂W";
    expect((await answers(recursion)).equations[0]?.html).toContain("t = 1, …, T");
  });

  it("draws the first lines of a long derivation, and the others when they are asked for, as one drawing has them", async () => {
    const layers = Array.from({ length: 8 }, (_, k) => `h${k + 1} = f(W${k + 1} ${k === 0 ? "x" : `h${k}`})`);
    const text = `${layers.join("\n")}\ns = u^T h8\n∂s/∂W1, ∂s/∂W2`;
    const judge = () => Promise.reject(new Error("nothing is claimed"));
    const whole = answersOf(await sessionOf({ text, way: "chain" }, { draw: pen(requireKatex()), judge }));
    const { derivations } = await answers(text);
    const later = /<li class="cr-later" data-later="(\d+),(\d+)"><code>([^<]+)<\/code><\/li>/g;
    expect(derivations[0]?.html.match(/class="cr-step"/g)?.length).toBeGreaterThan(5);
    expect(derivations.flatMap(({ html }) => html.match(later) ?? []).length).toBeGreaterThan(12);
    for (const [i, { html }] of derivations.entries()) {
      let drawn = html;
      for (const [stub, result, line, read] of html.matchAll(later)) {
        const { html: lines } = await ask(text, { ask: "lines", result: Number(result), line: Number(line) });
        expect(read).toMatch(/\p{L}/u);
        drawn = drawn.replace(stub, () => lines[0] ?? "");
      }
      expect(drawn).toBe(whole.derivations[i]?.html);
    }
    expect(await ask(text, { ask: "lines", result: 9, line: 0 })).toEqual({ html: [] });
  });

  it("unfolds a line to its law, its entries and its numbers", async () => {
    const text = `${SCORER}∂s/∂b`;
    const at = (line: number) =>
      ask(text, { ask: "unfold", result: 0, line, values: '{"W":[[1]],"x":[2],"b":[3],"u":[4],"f":"tanh"}' });
    const { html } = await at(1);
    expect(html).toContain("product rule");
    expect(html).toContain("∂s/∂h<sub>i</sub> = u<sub>i</sub>");
    // A row stands as one, though JSON has it flat as it has a column.
    const rowOf = await ask("z = W x\ns = u^T z\n∂s/∂x", {
      ask: "unfold",
      result: 0,
      line: 1,
      values: '{"W":[[1,2],[3,4],[5,6]],"x":[2,1],"u":[7,8,9]}',
    });
    expect(rowOf.html).toContain("<tr><td>7</td><td>8</td><td>9</td></tr>");
    expect(html).toContain("at W = [1], x = [2]");
    expect((await at(99)).html).toBe("");
  });

  it("finds the first wrong line of what is written under the model", async () => {
    const wrong = await ask(SCORER, { ask: "steps", written: "∂s/∂h = u^T\n∂s/∂z = u + f'(z)" });
    expect(wrong as FirstWrong).toMatchObject({ wrong: true, line: 2 });
    const right = await ask(SCORER, { ask: "steps", written: "∂s/∂z = u .* f'(z)" });
    expect(right).toMatchObject({ wrong: false, line: null });
    expect(right.html).toContain("all right");
  });

  it("gives code, text and checks", async () => {
    const code: Code = await ask(SCORER, { ask: "code", target: "numpy" });
    expect(code.code).toContain("def forward");
    expect((await ask(SCORER, { ask: "text", format: "typst" })).text).toContain("delta");
    expect((await ask(SCORER, { ask: "check" })).html).toContain("passed, 0 failed");
  });

  it("goes on after a text that is none", async () => {
    for (const text of ["", "((((", "∂", "\\frac{", "x".repeat(10_000), "<img src=x onerror=alert(1)> = x"]) {
      const found = await answers(text);
      for (const { html } of [...found.results, ...found.derivations, ...found.equations])
        expect(html).not.toContain("<img");
    }
    expect((await answers(SCORER)).sound).toBe(true);
  });
});

describe("a declaration", () => {
  it("is written above the text, or in the place of the one that is there", () => {
    expect(declared("# net\nz = W x", { name: "W", kind: "matrix(n, m)" })).toBe("# net\nW : matrix(n, m)\nz = W x");
    expect(declared("a, W : matrix(n, n)\nz = W a", { name: "W", kind: "scalar" })).toBe(
      "a : matrix(n, n)\nW : scalar\nz = W a",
    );
    expect(declared("W : matrix(n, n)\nz = W a", { name: "W", kind: "scalar" })).toBe("W : scalar\nz = W a");
  });

  it("of questions takes the place of the lines that ask", () => {
    expect(asking("s = u^T h\n∂s/∂u, ∂s/∂h\n", ["∂s/∂h"])).toBe("s = u^T h\n∂s/∂h\n");
    expect(asking("s = u^T h\n∂s/∂u = h", ["∂s/∂h"])).toBe("s = u^T h\n∂s/∂u = h\n∂s/∂h\n");
  });
});
