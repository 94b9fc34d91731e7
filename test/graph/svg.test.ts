import { describe, expect, it } from "vitest";
import { clipped, measure, runsOf, wrapped } from "../../src/graph/lettering.js";
import { type Picture, pictureOf, SIZES } from "../../src/graph/picture.js";
import { computationGraph, type Grain, graphAtValues, graphDot, graphSvg, TooLargeToDraw } from "../../src/graph.js";
import { parse } from "../../src/index.js";
import { EXAMPLES, json, LECTURE, LSTM, layers, SCORER } from "./models.js";

interface Rectangle {
  readonly what: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const boxesOf = (p: Picture): readonly Rectangle[] =>
  p.boxes.map((b) => ({
    what: `box ${b.node.name}`,
    left: b.x - b.width / 2,
    right: b.x + b.width / 2,
    top: b.y - b.height / 2,
    bottom: b.y + b.height / 2,
  }));

const labelsOf = (p: Picture): readonly Rectangle[] =>
  p.wires.flatMap((w) =>
    w.at === null || w.label === null
      ? []
      : [
          {
            what: `label ${w.below[0]?.text}`,
            left: w.at.x,
            right: w.at.x + w.label.width,
            top: w.at.y - w.label.above,
            bottom: w.at.y + w.label.below,
          },
        ],
  );

const overlap = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;

const pictures = new Map<string, Picture>();

/** Drawn once for all tests that look at it. */
const drawn = (source: string, grain: Grain, values: string | null): Picture => {
  const key = `${grain} ${values} ${source}`;
  const known = pictures.get(key) ?? draw(source, grain, values);
  pictures.set(key, known);
  return known;
};

const draw = (source: string, grain: Grain, values: string | null): Picture => {
  const model = parse(source);
  if (values === null) return pictureOf(computationGraph(model, { grain }), null);
  const { graph, numbers } = graphAtValues(model, values, { grain });
  return pictureOf(graph, numbers);
};

const cases: readonly (readonly [string, string, string | null])[] = [
  ...EXAMPLES.map((e) => [e.name, e.source, json(e)] as const),
  ...EXAMPLES.map((e) => [`${e.name} in symbols`, e.source, null] as const),
  ["a 12-layer network", layers(12), null],
];

describe.each(cases)("the picture of %s", (_, source, values) => {
  it.each(["equation", "operation"] as const)("by %s: nothing stands on anything else", (grain) => {
    const picture = drawn(source, grain, values);
    const all = [...boxesOf(picture), ...labelsOf(picture)];
    const clashes = all.flatMap((a, i) =>
      all.slice(i + 1).flatMap((b) => (overlap(a, b) ? [`${a.what} on ${b.what}`] : [])),
    );
    expect(clashes).toEqual([]);
    for (const r of all) {
      expect(r.left).toBeGreaterThanOrEqual(-0.5);
      expect(r.top).toBeGreaterThanOrEqual(-0.5);
      expect(r.right).toBeLessThanOrEqual(picture.width + 0.5);
      expect(r.bottom).toBeLessThanOrEqual(picture.height + 0.5);
    }
  });

  it.each(["equation", "operation"] as const)("by %s: no wire runs through a box or another wire's text", (grain) => {
    const picture = drawn(source, grain, values);
    const text = picture.wires.flatMap((w) =>
      w.at === null || w.label === null
        ? []
        : [
            {
              wire: w,
              left: w.at.x + 8,
              right: w.at.x + w.label.width - 8,
              top: w.at.y + 9,
              bottom: w.at.y + w.label.below - 6,
            },
          ],
    );
    const faults: string[] = [];
    for (const w of picture.wires)
      for (const [i, p] of w.points.slice(1).entries()) {
        const from = w.points[i];
        // Only level stretches run past a rank; between ranks there is nothing to hit.
        if (from === undefined || Math.abs(from.y - p.y) > 0.1) continue;
        for (const t of text)
          if (t.wire !== w && p.y > t.top && p.y < t.bottom && from.x < t.right && p.x > t.left)
            faults.push(`${w.from}→${w.to} through ${t.wire.below[0]?.text}`);
        for (const b of boxesOf(picture))
          if (p.y > b.top + 1 && p.y < b.bottom - 1 && from.x < b.right - 1 && p.x > b.left + 1)
            faults.push(`through ${b.what}`);
      }
    expect(faults).toEqual([]);
  });

  it("keeps the text of each box within it", () => {
    for (const b of drawn(source, "operation", values).boxes) {
      for (const l of b.lines) expect(measure(l.text, SIZES[l.role])).toBeLessThan(b.width);
      expect(b.lines.reduce((h, l) => h + SIZES[l.role] * 1.32, 0)).toBeLessThan(b.height);
    }
  });
});

describe("a deep network", () => {
  it("is a page and no strip, and each value that goes on in another row stands in both", () => {
    const picture = drawn(layers(12), "equation", null);
    expect(picture.width).toBeLessThan(2600);
    expect(picture.height).toBeLessThan(2600);
    const ports = picture.boxes.filter((b) => b.kind === "port");
    const count = new Map<string, number>();
    for (const p of ports) count.set(p.node.name, (count.get(p.node.name) ?? 0) + 1);
    expect([...count.values()].every((k) => k === 2)).toBe(true);
    expect(count.size).toBeGreaterThan(2);
  });

  it("repeats an input that several rows use", () => {
    const source = `x0 : vector(n)\nW : matrix(n, n)\n${Array.from({ length: 14 }, (_, i) => `x${i + 1} = tanh(W x${i})`).join("\n")}\ns = sum(x14)`;
    const again = drawn(source, "equation", null).boxes.filter((b) => b.kind === "again");
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map((b) => b.node.name))).toEqual(new Set(["W"]));
  });

  it("stays one row where it fits", () => {
    const { boxes } = drawn(SCORER.source, "equation", null);
    expect(boxes.every((b) => b.kind !== "port")).toBe(true);
  });
});

/** Tags in order, so that nesting can be checked; the text between them. */
function wellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, close, name = "", self] of svg.matchAll(/<(\/?)([a-zA-Z]+)(?:\s+[a-zA-Z:-]+="[^"<]*")*\s*(\/?)>/g)) {
    if (close === "/") expect(open.pop()).toBe(name);
    else if (self !== "/") open.push(name);
  }
  expect(open).toEqual([]);
  const rest = svg.replace(/<(\/?)([a-zA-Z]+)(?:\s+[a-zA-Z:-]+="[^"<]*")*\s*(\/?)>/g, "");
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot);)/);
}

describe("the SVG", () => {
  const model = parse(LECTURE.source);
  const { graph, numbers } = graphAtValues(model, json(LECTURE), { grain: "operation" });
  const svg = graphSvg(graph, numbers);

  it("is well formed and stands alone", () => {
    for (const e of EXAMPLES) wellFormed(graphSvg(computationGraph(parse(e.source))));
    wellFormed(svg);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    // It fetches nothing: no address but that of its namespace.
    expect(svg.match(/https?:/g)).toHaveLength(1);
    expect(svg).not.toMatch(/<script|<image|@import|@font-face/);
  });

  it("has its text as text, with vectors and matrices bold and scalars italic", () => {
    const plain = svg.replace(/<\/?tspan[^>]*>/g, "");
    for (const text of ["v₂ = max(y, z)", "∂f/∂y = 2 + 3 = 5", "3 × 1 = 3", "max routes", "+ distributes", "× swaps"])
      expect(plain).toContain(`>${text}<`);
    expect(graphSvg(computationGraph(parse(SCORER.source)))).toContain(
      '<tspan class="b">z</tspan> = <tspan class="b">W</tspan> <tspan class="b">x</tspan>',
    );
    expect(svg).toContain('<tspan class="i">f</tspan>');
    expect(graphSvg(computationGraph(parse(LSTM.source)))).toContain('<tspan class="s" dy="3.2">g</tspan>');
  });

  it("says in words what it shows", () => {
    expect(svg).toMatch(/role="img" aria-labelledby="chainrule-graph-title chainrule-graph-desc"/);
    expect(svg).toContain('<title id="chainrule-graph-title">Computation graph of f</title>');
    expect(svg).toContain("Inputs: x is 1, y is 2, z is 0. v₁ = x + y is 3. v₂ = max(y, z) is 2. f = v₁ v₂ is 6.");
    expect(svg).toContain("∂f/∂y is 5.");
  });

  it("has rules for dark screens and for paper, and all of them under its own class", () => {
    const style = /<style>(.*)<\/style>/s.exec(svg)?.[1] ?? "";
    expect(style).toContain("@media screen and (prefers-color-scheme:dark)");
    expect(style).toContain("@media print");
    const selectors = style.matchAll(/([^{}]+)\{[^{}]*\}/g);
    for (const [, selector = ""] of selectors)
      expect(selector.replace(/@media[^{]*\{/, "").trim()).toMatch(/^\.chainrule-graph/);
  });

  it("keeps to a width where its boxes let it, and says what its parts are where that is asked", () => {
    const graph = computationGraph(parse(layers(6)));
    const widthOf = (svg: string) => Number(/ width="(\d+)"/.exec(svg)?.[1]);
    const [wide, narrow] = [graphSvg(graph), graphSvg(graph, null, { width: 720, marked: true })];
    expect(widthOf(narrow)).toBeLessThan(1100);
    expect(widthOf(narrow)).toBeLessThan(widthOf(wide));
    expect(wide).not.toContain("data-");
    for (const n of graph.nodes)
      expect(narrow).toContain(`data-light="${n.name}" data-turn="${graph.nodes.indexOf(n)}"`);
    for (const e of graph.edges) expect(narrow).toContain(`data-light="∂${e.to.name}/∂${e.from.name}"`);
  });

  it("has ids that begin as asked, so that two can stand in one page", () => {
    const own = graphSvg(graph, numbers, { id: "fig2", title: "Figure 2" });
    expect([...own.matchAll(/\bid="([^"]*)"/g)].every(([, id]) => id?.startsWith("fig2-"))).toBe(true);
    expect(own).toContain(">Figure 2</title>");
    expect(own).not.toContain("chainrule-graph-");
  });

  it("escapes whatever a title holds", () => {
    const odd = graphSvg(graph, null, { title: 'a < b & "c" \u0000\ud800 </title><script>' });
    wellFormed(odd);
    expect(odd).toContain("a &lt; b &amp; &quot;c&quot; \ufffd\ufffd &lt;/title&gt;&lt;script&gt;");
  });

  it("is not made of more nodes than can be looked at", () => {
    const wide = parse(`s = ${Array.from({ length: 700 }, (_, i) => `sum(x${i})`).join(" + ")}`);
    expect(() => graphSvg(computationGraph(wide))).toThrow(TooLargeToDraw);
  });
});

describe("lettering", () => {
  it("finds names, their subscripts and the transpose apart from them", () => {
    const face = (name: string) => (name === "W_f" || name === "Wᵀ" ? "bold" : name === "x" ? "italic" : undefined);
    expect(runsOf("tanh(W_fᵀ x)", face)).toEqual([
      { text: "tanh(", face: "plain" },
      { text: "W", face: "bold" },
      { text: "f", face: "below" },
      { text: "ᵀ ", face: "plain" },
      { text: "x", face: "italic" },
      { text: ")", face: "plain" },
    ]);
  });

  it("clips and wraps", () => {
    expect(clipped("abc", 10, 1000)).toBe("abc");
    expect(clipped("a".repeat(100), 10, 100)).toMatch(/^a{8,16} …$/);
    expect(wrapped("one two three", 10, measure("one two ", 10))).toEqual(["one two", "three"]);
  });
});

describe("dot", () => {
  it("is a digraph with quoted labels", () => {
    const { graph, numbers } = graphAtValues(parse(LECTURE.source), json(LECTURE), { grain: "operation" });
    const dot = graphDot(graph, numbers);
    expect(dot).toMatch(/^digraph "f" \{\n {2}rankdir=LR;/);
    expect(dot).toContain('n1 [shape=ellipse, label="y\\n1×1\\n2\\n∂f/∂y = 5"];');
    expect(dot).toContain('n4 -> n5 [label="∂f/∂v₂ = v₁\\n↓ v₁ = 3"];');
    expect(dot.trimEnd().endsWith("}")).toBe(true);
  });

  it("marks data and edges without a gradient", () => {
    const dot = graphDot(computationGraph(parse("t : vector(n) data; e = x - t; J = e^T e")));
    expect(dot).toContain("style=dashed");
    expect(dot).toContain("color=gray");
  });
});
