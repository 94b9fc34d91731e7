import Markdown from "markdown-it";
import rehypeStringify from "rehype-stringify";
import remarkMath from "remark-math";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { chainruleMarkdownIt } from "../../src/markdown-it.js";
import { checkNotes, pandocFilter } from "../../src/notes.js";
import { remarkChainrule } from "../../src/remark.js";

const NOTE = `# Scorer

$$
\\mathbf{z} = \\mathbf{W}\\mathbf{x} + \\mathbf{b}
$$

\`\`\`chainrule
show: graph, steps none
h = f(z)
s = u^T h
∂s/∂b
\`\`\`

So \`∂s/∂x\`{=chainrule} and \`chainrule ∂s/∂u\`.
`;

const WRONG = `${NOTE}\n$\\frac{\\partial s}{\\partial \\mathbf{u}} = 2 \\mathbf{h}$\n`;

const remark = (draft = false) => unified().use(remarkParse).use(remarkMath).use(remarkChainrule, { draft });

describe("chainrule/remark", () => {
  it("puts math nodes in the place of blocks and questions", async () => {
    const text = String(await remark().use(remarkStringify).process(NOTE));
    expect(text).toContain("\\boxed{\\frac{\\partial s}{\\partial \\mathbf{b}} = \\mathbf{u} \\circ f'(\\mathbf{z})}");
    expect(text).toContain("$\\frac{\\partial s}{\\partial \\mathbf{x}} = \\mathbf{W}^{\\top}");
    expect(text).toContain("$\\frac{\\partial s}{\\partial \\mathbf{u}} = \\mathbf{h}$");
    expect(text).toContain("![The computation graph](data:image/svg+xml;base64,");
    expect(text).not.toMatch(/```chainrule|`chainrule|=chainrule/);
  });

  it("emits what remark-math emits, so that the host renders both alike", async () => {
    const html = String(await remark().use(remarkRehype).use(rehypeStringify).process(NOTE));
    const displays = html.split('<pre><code class="language-math math-display">').length - 1;
    // The author's display, the equations of the block, its result.
    expect(displays).toBe(3);
    expect(html).toContain('<code class="language-math math-inline">');
  });

  it("fails a file that states a wrong derivative, with its line; a draft gets a message", async () => {
    await expect(remark().use(remarkStringify).process(WRONG)).rejects.toMatchObject({ line: 16 });
    const file = await remark(true).use(remarkStringify).process(WRONG);
    expect(file.messages.map((m) => [m.line, m.reason.includes("different")])).toEqual([[16, true]]);
  });
});

describe("chainrule/markdown-it", () => {
  it("draws MathML where the host has no formulas of its own", () => {
    const md = new Markdown();
    md.use(chainruleMarkdownIt);
    const html = md.render(NOTE);
    expect(html).toContain("<math ");
    expect(html).toContain("data:image/svg+xml;base64,");
    expect(html).not.toContain("language-chainrule");
    expect(html).not.toContain("{=chainrule}");
  });

  it.each(["", "marp_"])("emits the host's own tokens where it renders formulas by %smath_block", (prefix) => {
    const md = new Markdown();
    md.renderer.rules[`${prefix}math_block`] = (tokens, k) => `<host>${tokens[k]?.content}</host>`;
    md.renderer.rules[`${prefix}math_inline`] = (tokens, k) => `<host-i>${tokens[k]?.content}</host-i>`;
    md.use(chainruleMarkdownIt);
    const html = md.render("```chainrule\nz = W x + b\ns = u^T z\n∂s/∂x\n```\n\nand `chainrule ∂s/∂u`");
    expect(html).toContain(
      "<host>\\boxed{\\frac{\\partial s}{\\partial \\mathbf{x}} = \\mathbf{W}^{\\top} \\mathbf{u}}</host>",
    );
    expect(html).toContain("<host-i>\\frac{\\partial s}{\\partial \\mathbf{u}} = \\mathbf{z}</host-i>");
    expect(html).not.toContain("<math");
  });

  it("says what is stated wrong", () => {
    const said: string[] = [];
    const md = new Markdown();
    md.use(chainruleMarkdownIt, { onWrong: (s) => said.push(...s) });
    md.render("```chainrule\ns = u^T h\n∂s/∂u = 2 h\n```");
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^line 3: ∂s\/∂u = 2 h is different/);
  });
});

describe("the filter of pandoc", () => {
  it("replaces code blocks and code by math, and sees the displays before them", () => {
    const attributes = (...classes: string[]) => ["", classes, []];
    const document = {
      blocks: [
        { t: "Para", c: [{ t: "Math", c: [{ t: "DisplayMath" }, "s = \\mathbf{u}^T \\mathbf{h}"] }] },
        { t: "CodeBlock", c: [attributes("chainrule"), "∂s/∂u = h"] },
        { t: "BulletList", c: [[{ t: "Plain", c: [{ t: "Code", c: [attributes(), "chainrule ∂s/∂h"] }] }]] },
        { t: "CodeBlock", c: [attributes("python"), "∂s/∂u"] },
      ],
    };
    const proof = pandocFilter(document, "none");
    expect(proof.findings.map((f) => f.verdict)).toEqual(["equal"]);
    const text = JSON.stringify(document);
    expect(text).toContain("\\\\boxed{\\\\frac{\\\\partial s}{\\\\partial \\\\mathbf{u}} = \\\\mathbf{h}}");
    expect(text).toContain('{"t":"InlineMath"},"\\\\frac{\\\\partial s}{\\\\partial \\\\mathbf{h}} = \\\\mathbf{u}"');
    expect(text).toContain('["",["python"],[]],"∂s/∂u"');
  });

  it("leaves what is no document alone", () => {
    for (const odd of [null, 3, [], {}, { blocks: 5 }, { blocks: [null, { t: 3 }, { t: "CodeBlock" }] }])
      expect(() => pandocFilter(odd)).not.toThrow();
  });
});

describe("a derivation in a block of its own, in every host", () => {
  const right = "s = u^T h\n\n∂s/∂u = h\n";
  const wrong = "s = u^T h\n\n∂s/∂u = 2 h\n";
  const fenced = (lines: string) => `Words.\n\n\`\`\`chainrule steps\n${lines}\`\`\`\n`;

  it("stands in remark as lines and a sentence; a wrong line fails the file, and not a draft", async () => {
    const ok = String(await remark().use(remarkStringify).process(fenced(right)));
    expect(ok).toContain("∂s/∂u = h\n");
    expect(ok).toContain("Checked: no mistake in 1 side.");
    expect(ok).not.toContain("chainrule steps");
    await expect(remark().use(remarkStringify).process(fenced(wrong))).rejects.toMatchObject({ line: 6 });
    const draft = await remark(true).use(remarkStringify).process(fenced(wrong));
    expect(String(draft)).toContain("**line 3:** `∂s/∂u = 2 h`");
    expect(draft.messages).toHaveLength(1);
  });

  it("stands in markdown-it, and is told of where it is wrong", () => {
    const said: string[] = [];
    const md = new Markdown();
    md.use(chainruleMarkdownIt, { onWrong: (s) => said.push(...s) });
    expect(md.render(fenced(right))).toContain("<p>Checked: no mistake in 1 side.</p>");
    expect(md.render(fenced(wrong))).toContain("<strong>line 3:</strong> <code>∂s/∂u = 2 h</code>");
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^line 6: the first wrong line of this derivation/);
  });

  it("stands in pandoc", () => {
    const block = { t: "CodeBlock", c: [["", ["chainrule", "steps"], []], wrong] };
    const document = { blocks: [block] };
    expect(pandocFilter(document).remarks.map((r) => r.code)).toEqual(["notes/steps"]);
    expect(JSON.stringify(document)).toContain('{"t":"Strong","c":[{"t":"Str","c":"line 3:"}]}');
  });

  it("stands in notebooks, with the line of the file", () => {
    const cell = { cell_type: "markdown", source: fenced(wrong).split(/(?<=\n)/) };
    const notebook = JSON.stringify({ cells: [cell], nbformat: 4 }, null, 1);
    const { remarks } = checkNotes(notebook, { format: "notebook" });
    expect(remarks.map((r) => r.code)).toEqual(["notes/steps"]);
  });
});

describe("chainrule/notes", () => {
  it("judges a text", () => {
    expect(checkNotes(WRONG).findings.map((f) => [f.line, f.verdict])).toEqual([[16, "different"]]);
  });
});
