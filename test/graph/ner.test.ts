import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gradientCheck, newClassifier, probabilities, step, windowsOf } from "../../examples/ner/classifier.js";
import { CorpusError, readConll, words } from "../../examples/ner/conll.js";
import { writtenCorpus } from "../../examples/ner/corpus.js";
import { bestThreshold, capitalised, mostlyLocation, scoreOf, seenAsLocation } from "../../examples/ner/judgement.js";
import { EQUATIONS, type Inputs, loadNetwork, networkCode, PARAMETERS, WINDOW } from "../../examples/ner/network.js";
import { graphAtValues } from "../../src/graph.js";
import { parse } from "../../src/index.js";
import { random } from "../../src/numeric/random.js";

describe("the emitted network", () => {
  it("has the values and gradients of the evaluator", async () => {
    const source = random(2);
    const vector = (n: number) => Array.from({ length: n }, () => source.signed(0.1, 1));
    const numbers: Record<string, number | number[] | number[][]> = {
      y: 1,
      b: vector(3),
      u: vector(3),
      W: Array.from({ length: 3 }, () => vector(10)),
    };
    for (const x of WINDOW) numbers[x] = vector(2);
    const at = graphAtValues(parse(EQUATIONS), JSON.stringify(numbers), { of: "J" }).numbers;
    const flat = Object.entries(numbers).map(([name, v]) => [
      name,
      typeof v === "number" ? v : Float64Array.from(v.flat()),
    ]);
    const inputs = { ...Object.fromEntries(flat), sizes: { n: 3, d: 2 } } as Inputs;
    const network = await loadNetwork();
    const values: Record<string, number | Float64Array> = { ...network.forward(inputs) };
    const [, gradients] = network.valueAndDerivatives(inputs, network.buffers(inputs.sizes));
    const compared: string[] = [];
    for (const [node, found] of at?.nodes ?? []) {
      const value = Object.hasOwn(values, node.name) ? values[node.name] : undefined;
      if (value !== undefined)
        expect([value].flatMap((v) => (typeof v === "number" ? v : [...v]))).toEqual(closeTo(found.value.data));
      const gradient = (gradients as Record<string, Float64Array>)[`dJ/d${node.name}`];
      if (gradient === undefined || found.gradient === null) continue;
      expect([...gradient]).toEqual(closeTo(found.gradient.data));
      compared.push(node.name);
    }
    expect(compared.sort()).toEqual([...PARAMETERS, ...WINDOW].sort());
  });

  it("computes what is derived, and tests itself", async () => {
    expect(networkCode()).toMatch(/\/\/ dJ\/dW = .* x\^T\n/);
    expect((await loadNetwork()).selfTest()).toBe(true);
  });
});

const closeTo = (data: Float64Array) => Array.from(data, (x) => expect.closeTo(x, 12));

describe("the classifier", () => {
  it("beats both baselines on held-out sentences, with gradients that agree with differences", async () => {
    const { train, heldOut } = writtenCorpus(1, 500, 300);
    const source = random(1);
    const classifier = newClassifier(await loadNetwork(), train, { d: 10, n: 12 }, source);
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

  it("is the same for the same seed", async () => {
    const network = await loadNetwork();
    const [a, b] = [5, 5].map((seed) => newClassifier(network, [], { d: 2, n: 2 }, random(seed)));
    expect(a?.inputs.W.some((w) => w !== 0)).toBe(true);
    expect(a?.inputs).toEqual(b?.inputs);
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
