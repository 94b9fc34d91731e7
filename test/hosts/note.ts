/** The note that each host builds, and what is looked at in the result. */
import { expect } from "vitest";

const fence = (info: string, lines: string): string => `\`\`\`${info}\n${lines}\n\`\`\`\n`;

/** How a host writes a block, a derivation in a block, and a question in a sentence. */
export interface Spelling {
  readonly block: string;
  readonly steps: string;
  readonly asked: string;
}

export const PLAIN: Spelling = { block: "chainrule", steps: "chainrule steps", asked: "`chainrule ∂s/∂u`" };
export const PANDOC: Spelling = { block: "{.chainrule}", steps: "{.chainrule .steps}", asked: "`∂s/∂u`{.chainrule}" };
export const MYST: Spelling = { block: "{chainrule}", steps: "{chainrule} steps", asked: "{chainrule}`∂s/∂u`" };

/** A derivation, a graph, a claim, a derivation of a student, a statement in a sentence. */
export const note = ({ block, steps, asked }: Spelling, claim = "u .* f'(z)"): string =>
  [
    "# A scorer\n",
    "Here $W$ is a matrix and\n",
    "$$\n\\mathbf{z} = \\mathbf{W}\\mathbf{x} + \\mathbf{b}\n$$\n",
    fence(
      block,
      `show: graph\nlabel: fig:scorer\ncaption: The scorer as a graph\nh = f(z)\ns = u^T h\n∂s/∂W\n∂s/∂b = ${claim}`,
    ),
    `So ${asked} is a result in a sentence.\n`,
    fence(steps, "z = W x\ns = u^T tanh(z)\n\n∂s/∂z = u .* (1 - tanh(z) .* tanh(z))"),
    "The statement $\\frac{\\partial s}{\\partial \\mathbf{h}} = \\mathbf{u}$ is right.\n",
  ].join("\n");

/** The same with a wrong claim in its block, on this line. */
export const wrongNote = (spelling: Spelling): { readonly text: string; readonly line: number } => {
  const text = note(spelling, "3 u");
  return { text, line: text.split("\n").findIndex((l) => l.endsWith("= 3 u")) + 1 };
};

/** What must not run wherever it ends up. */
const HOSTILE = "<img src=x onerror=alert(1)>";

export const hostileNote = ({ block }: Spelling): string =>
  `# Hostile\n\n${fence(block, `show: graph\ncaption: "${HOSTILE}</script>{{constructor}}\ns = u^T ${HOSTILE} h\n∂s/∂u`)}`;

export const expectHarmless = (html: string): void => {
  // Within the quotes of an attribute it is text.
  const tags = html.replace(/=\s*(?:"[^"]*"|'[^']*')/g, "");
  expect(tags).not.toContain("<img src=x");
  expect(tags).not.toMatch(/<[^>]*\sonerror/);
};

/** Formulas and sentences of the note, none of it as it was typed. */
export function expectBuilt(html: string, formula: RegExp, formulas = 10): void {
  expect(html.match(formula)?.length ?? 0).toBeGreaterThanOrEqual(formulas);
  expect(html).toContain("is a result in a sentence");
  expect(html).toContain("is equal in gradient layout: by rewriting");
  expect(html).toContain("Checked: no mistake in 1 side.");
  // A host that lets no tags through shows them as text.
  expect(html).not.toContain("&lt;math");
  for (const typed of ["show: graph", "```", "{.chainrule", "{chainrule}", "s = u^T h", "chainrule ∂"])
    expect(html).not.toContain(typed);
}

/** The picture that a page holds or shows: whole, each box within it. */
export function expectPicture(svg: string | undefined): void {
  expect(svg?.trimEnd().endsWith("</svg>")).toBe(true);
  const [, width = 0, height = 0] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg ?? "") ?? []).map(Number);
  const boxes = [
    ...(svg ?? "").matchAll(/class="box[^"]*" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
  ];
  expect(boxes.length).toBeGreaterThanOrEqual(6);
  for (const [x = 0, y = 0, w = 0, h = 0] of boxes.map((b) => b.slice(1).map(Number))) {
    expect(x + w).toBeLessThanOrEqual(width);
    expect(y + h).toBeLessThanOrEqual(height);
  }
}

/** The graph among the pictures within a page. */
export const pictureIn = (html: string): string | undefined =>
  [...html.matchAll(/data:image\/svg\+xml;base64,([A-Za-z0-9+/=]+)/g)]
    .map(([, bytes = ""]) => Buffer.from(bytes, "base64").toString("utf8"))
    .find((svg) => svg.includes("chainrule-graph"));
