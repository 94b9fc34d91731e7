import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gradientCheck, newClassifier, probabilities, step, windowsOf } from "../../examples/ner/classifier.js";
import { compile } from "../../examples/ner/compile.js";
import { CorpusError, readConll, words } from "../../examples/ner/conll.js";
import { writtenCorpus } from "../../examples/ner/corpus.js";
import { bestThreshold, capitalised, mostlyLocation, scoreOf, seenAsLocation } from "../../examples/ner/judgement.js";
import { EQUATIONS, lossGraph } from "../../examples/ner/network.js";
import { computationGraph, type GraphNode, graphAtValues } from "../../src/graph.js";
import { parse } from "../../src/index.js";
import { random } from "../../src/numeric/random.js";
import { EXAMPLES, json } from "./models.js";

describe("the compiled network", () => {
  it("has the values and gradients of the evaluator, at every node", () => {
    const source = random(2);
    const vector = (n: number) => Array.from({ length: n }, () => source.signed(0.1, 1));
    const inputs: Record<string, unknown> = {
      y: 1,
      b: vector(3),
      u: vector(3),
      W: Array.from({ length: 3 }, () => vector(10)),
    };
    for (const x of ["x1", "x2", "x3", "x4", "x5"]) inputs[x] = vector(2);
    const { graph, numbers } = graphAtValues(parse(EQUATIONS), JSON.stringify(inputs), { of: "J" });
    const program = compile(
      graph,
      new Map([
        ["n", 3],
        ["d", 2],
      ]),
    );
    for (const [name, value] of Object.entries(inputs)) program.values.get(name)?.data.set([value].flat(2) as number[]);
    program.forward();
    program.backward();
    let compared = 0;
    for (const [node, found] of numbers?.nodes ?? new Map<GraphNode, never>()) {
      expect(Array.from(program.values.get(node.name)?.data ?? [])).toEqual(closeTo(found.value.data));
      if (found.gradient === null) continue;
      expect(Array.from(program.gradients.get(node.name)?.data ?? [])).toEqual(closeTo(found.gradient.data));
      compared += 1;
    }
    expect(compared).toBe(13);
  });

  it("compiles the scorer and refuses what it does not know", () => {
    const scorer = EXAMPLES[0];
    if (scorer === undefined) throw new Error("no example");
    const { graph } = graphAtValues(parse("z = W x + b; h = tanh(z); s = u^T h"), "{}");
    expect(
      compile(
        graph,
        new Map([
          ["n", 2],
          ["m", 3],
        ]),
      ).values.get("W")?.data,
    ).toHaveLength(6);
    expect(() => compile(computationGraph(parse("A : matrix(n, n); s = det(A)")), new Map([["n", 2]]))).toThrow(
      /det is not compiled/,
    );
    expect(json(scorer)).toContain('"x":1');
  });
});

const closeTo = (data: Float64Array) => Array.from(data, (x) => expect.closeTo(x, 12));

describe("the classifier", () => {
  it("beats both baselines on held-out sentences, with gradients that agree with differences", () => {
    const { train, heldOut } = writtenCorpus(1, 500, 300);
    const source = random(1);
    const classifier = newClassifier(train, { d: 10, n: 12 }, source);
    const windows = windowsOf(classifier, train);
    for (let epoch = 0; epoch < 4; epoch++) {
      for (const { window, isLocation } of source.shuffled(windows)) step(classifier, window, isLocation, 0.08);
      const probe = source.pick(windows);
      expect(gradientCheck(classifier, probe.window, probe.isLocation, source)).toBeLessThan(1e-5);
    }
    const f1 = (finder: Parameters<typeof scoreOf>[0]) => scoreOf(finder, heldOut).f1;
    const network = f1((s) => probabilities(classifier, s).map((p) => p >= 0.5));
    expect(network).toBeGreaterThan(0.85);
    expect(network).toBeGreaterThan(f1(capitalised) + 0.2);
    expect(network).toBeGreaterThan(f1(seenAsLocation(train)) + 0.05);
    expect(network).toBeGreaterThan(f1(mostlyLocation(train)) + 0.05);
    const note = "the museums in Paris are amazing to see .".split(" ");
    expect(probabilities(classifier, note).map((p) => p >= 0.5)).toEqual(note.map((w) => w === "Paris"));
  });

  it("is the same for the same seed", () => {
    const [a, b] = [newClassifier([], { d: 2, n: 2 }, random(5)), newClassifier([], { d: 2, n: 2 }, random(5))];
    expect(a.program.values.get("W")?.data).toEqual(b.program.values.get("W")?.data);
  });

  it("takes its gradients from the derivation", () => {
    expect(lossGraph().edges.filter((e) => e.downstream !== null)).toHaveLength(12);
  });
});

describe("the corpus that writes itself", () => {
  const { train, heldOut } = writtenCorpus(3);

  it("is the same for the same seed, and holds names back", () => {
    expect(writtenCorpus(3).train).toEqual(train);
    const places = (list: typeof train) =>
      new Set(list.flatMap((s) => s.filter((t) => t.isLocation).map((t) => t.word)));
    const [known, all] = [places(train), places(heldOut)];
    expect([...all].filter((w) => !known.has(w)).length).toBeGreaterThan(10);
  });

  it("has names that are places here and people there", () => {
    const labels = new Map<string, Set<boolean>>();
    for (const s of train) for (const t of s) labels.set(t.word, (labels.get(t.word) ?? new Set()).add(t.isLocation));
    expect([...labels].filter(([, l]) => l.size === 2).length).toBeGreaterThan(5);
  });

  it("does not hold the sentence of the note", () => {
    const note = "the museums in Paris are amazing to see .";
    expect([...train, ...heldOut].some((s) => words(s).join(" ").toLowerCase() === note.toLowerCase())).toBe(false);
  });
});

describe("CoNLL", () => {
  it("is words and labels, with empty lines between sentences", () => {
    const text =
      "-DOCSTART- -X- -X- O\n\nIn\tO\nParis\tB-location\r\n\t\n\nNew NNP B-LOC\nYork NNP I-LOC\nInc NNP B-ORG\n";
    const sentences = readConll("a.conll", text);
    expect(sentences.map((s) => s.map((t) => `${t.word}${t.isLocation ? "*" : ""}`).join(" "))).toEqual([
      "In Paris*",
      "New* York* Inc",
    ]);
  });

  it.each([
    ["Paris", "a.conll:2: a word and its label are expected"],
    ["Paris\t", 'a.conll:2: "" is no label'],
    ["Paris\t12%", 'a.conll:2: "12%" is no label'],
    ["\tO", "a.conll:2: there is no word"],
  ])("refuses the line %j with its place", (line, message) => {
    expect(() => readConll("a.conll", `In\tO\n${line}\n`)).toThrow(CorpusError);
    expect(() => readConll("a.conll", `In\tO\n${line}\n`)).toThrow(message);
  });

  it("refuses a file without a sentence", () => {
    expect(() => readConll("a.conll", "\n\n")).toThrow("a.conll:1: there is no sentence");
  });

  const wnut = "../shared/data/wnut17/wnut17train.conll";
  it.skipIf(!existsSync(wnut))(`is what ${wnut} is (skipped where that is missing)`, () => {
    const sentences = readConll(wnut, readFileSync(wnut, "utf8"));
    expect(sentences.length).toBeGreaterThan(3300);
    expect(sentences.flat().filter((t) => t.isLocation)).toHaveLength(793);
  });
});

describe("the judgement", () => {
  const sentences = readConll("a", "In\tO\nParis\tB-location\nAnna\tO\n\nRome\tB-location\n");

  it("counts words", () => {
    expect(scoreOf(capitalised, sentences)).toEqual({ precision: 2 / 4, recall: 1, f1: 2 / 3 });
    expect(scoreOf((s) => s.map(() => false), sentences)).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(scoreOf(seenAsLocation(sentences), sentences).f1).toBe(1);
    const mixed = readConll("a", "Paris\tB-location\nParis\tO\nRome\tB-location\n");
    expect(mostlyLocation(mixed)(["Paris", "Rome", "Oslo"])).toEqual([false, true, false]);
  });

  it("finds the threshold with the best F1", () => {
    const of = (p: number, isLocation: boolean) => ({ p, isLocation });
    expect(bestThreshold([of(0.9, true), of(0.6, true), of(0.2, false)])).toBeCloseTo(0.4);
    expect(bestThreshold([of(0.9, false), of(0.8, true), of(0.7, true), of(0.1, false)])).toBeCloseTo(0.4);
    expect(bestThreshold([])).toBe(0.5);
  });
});
