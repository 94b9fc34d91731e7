/** A model has one reading: whatever the order of its statements and summands, and however its names are set. */
import { describe, expect, it } from "vitest";
import { errors, model } from "../parse/models.js";
import { generator } from "../reliability/mutate.js";
import { orders, readings } from "./typeset.js";

/** A definition: its name and its summands, in which `<x>` is a name and `~` a transposition. */
interface Line {
  readonly name: string;
  readonly terms: readonly string[];
}

interface Sample {
  readonly lines: readonly Line[];
  /** The kind of each name in every reading, its sizes as letters: equal letters are equal sizes. */
  readonly kinds: Readonly<Record<string, string>>;
}

const SAMPLES: readonly Sample[] = [
  {
    lines: [
      { name: "z", terms: ["<W> <x>", "<b>"] },
      { name: "s", terms: ["<u>~ <z>", "<lambda> <x>~ <x>"] },
    ],
    kinds: { W: "a×b", x: "b×1", b: "a×1", u: "a×1", lambda: "1×1", z: "a×1", s: "1×1" },
  },
  {
    lines: [{ name: "d", terms: ["(<v> - <mu>)~ <P>^{-1} (<v> - <mu>)", "<c>~ <mu>"] }],
    kinds: { v: "a×1", mu: "a×1", P: "a×a", c: "a×1", d: "1×1" },
  },
  {
    lines: [
      { name: "r", terms: ["<X> <beta>", "<y>"] },
      { name: "J", terms: ["<r>~ <r>", "<alpha> <beta>~ <beta>"] },
    ],
    kinds: { X: "a×b", beta: "b×1", y: "a×1", alpha: "1×1", r: "a×1", J: "1×1" },
  },
  {
    lines: [
      { name: "h", terms: ["(1 - <z>) @ <g>", "<z> @ <c>"] },
      { name: "s", terms: ["<h>~ <c>", "<w>~ <h>"] },
    ],
    kinds: { z: "a×1", g: "a×1", c: "a×1", w: "a×1", h: "a×1", s: "1×1" },
  },
  {
    lines: [
      { name: "q", terms: ["<xi>~ <B> <xi>", "<c>~ <xi>", "<tau>"] },
      { name: "y", terms: ["<B> <xi>", "<nu>"] },
    ],
    kinds: { xi: "a×1", B: "a×a", c: "a×1", tau: "1×1", y: "a×1", nu: "a×1", q: "1×1" },
  },
];

type Face = "plain" | "light" | "bold";

const GREEK = /^(lambda|mu|beta|alpha|xi|tau|nu)$/;

/** A name as it is set; scalars are never bold. */
function set(name: string, face: Face, { kinds }: Sample): string {
  if (face === "plain") return name;
  const letter = GREEK.test(name) ? `\\${name}` : name;
  return face === "bold" && kinds[name] !== "1×1" ? `\\boldsymbol{${letter}}` : letter;
}

function written(line: Line, face: Face, sample: Sample): string {
  const sum = line.terms
    .map((t) => t.replace(/<(\w+)>/g, (_, n: string) => set(n, face, sample)))
    .join(" + ")
    .replaceAll("~", face === "plain" ? "^T" : "^\\top")
    .replaceAll("^{-1}", face === "plain" ? "^-1" : "^{-1}")
    .replaceAll("@", face === "plain" ? ".*" : "\\odot");
  const text = `${set(line.name, face, sample)} = ${sum}`;
  return face === "plain" ? text : `$${text}$`;
}

/** The shapes of names with letters for sizes, in the order of the sample. */
function shapes(text: string, { kinds }: Sample): Record<string, string> {
  const { symbols } = model(text);
  const letters = new Map<string, string>([["1", "1"]]);
  const letter = (d: string) => {
    if (!letters.has(d)) letters.set(d, String.fromCharCode(96 + letters.size));
    return letters.get(d);
  };
  return Object.fromEntries(
    Object.keys(kinds).map((name) => {
      const s = symbols.get(name)?.shape;
      return [name, s === undefined ? "none" : `${letter(s.rows)}×${letter(s.cols)}`];
    }),
  );
}

describe("a model in random typography and order", () => {
  const random = generator(20);
  const shuffled = <T>(all: readonly T[]): T[] =>
    all
      .map((x) => [random(), x] as const)
      .sort(([a], [b]) => a - b)
      .map(([, x]) => x);

  it.each(SAMPLES.map((s) => [s.lines.map((l) => l.name).join(", "), s] as const))(
    "has one reading: %s",
    (_, sample) => {
      for (let i = 0; i < 24; i++) {
        const latex: Face = random() < 0.5 ? "light" : "bold";
        const isMixed = random() < 0.3;
        const face = (): Face => (isMixed && random() < 0.5 ? "plain" : i % 3 === 0 ? "plain" : latex);
        const lines = shuffled(sample.lines).map((l) => written({ ...l, terms: shuffled(l.terms) }, face(), sample));
        const text = lines.join("\n");
        expect([text, errors(model(text)), shapes(text, sample)]).toEqual([text, [], sample.kinds]);
      }
    },
  );
});

describe("a model drawn at random, in random typography and order", () => {
  it("has the reading of its declarations", () => {
    const faults = readings(1, 40);
    expect(faults.slice(0, 3)).toEqual([]);
  });
});

it("a model whose vectors show nowhere what they are has one reading in any order", () => {
  expect(orders(1, 40).slice(0, 3)).toEqual([]);
});

describe("what decided a kind", () => {
  const why = (...lines: string[]) => Object.fromEntries(model(...lines).assumptions.map((a) => [a.name, a.why]));

  it("is said with whose sizes a name shares", () => {
    expect(why("y = W x + b", "s = (x - μ)^T A (x - μ) + λ")).toEqual({
      W: "it is in upper case",
      x: "it is transposed; m is the size of W",
      b: "it is in lower case; n is the size of W",
      mu: "it is transposed; m is the size of W",
      A: "it is in upper case; m is the size of W",
      lambda: "it is a Greek letter, and nothing gives it more than one entry",
    });
  });

  it("is said of every name, also of those that the text states", () => {
    const all = model("x : vector(n); f : function", "y = f(W x) + b", "g(t) = t^2", "z = g(y)").explanations;
    expect(Object.fromEntries(all.map((a) => [a.text, a.why]))).toEqual({
      "x : vector(n)": "it is declared: x : vector(n)",
      "f : function": "it is declared: f : function",
      "y : vector(m)": "it is defined; m is the size of W",
      "W : matrix(m, n)": "it is in upper case; n is the size of x",
      "b : vector(m)": "it is in lower case; m is the size of W",
      "g : function": "it is defined as a function",
      "z : vector(m)": "it is defined; m is the size of W",
    });
  });

  it("is the strongest piece of evidence", () => {
    expect(why("$s = \\mathbf{w}^\\top \\mathbf{x} + b$")).toEqual({
      w: "it is set in bold",
      x: "it is set in bold; n is the size of w",
      b: "it is set plain in LaTeX",
    });
    expect(why("$p = \\operatorname{softmax}(\\zeta)$").zeta).toBe("it is the argument of a function of vectors");
    expect(why("$s = \\pi^\\top r$").pi).toBe("it is transposed");
  });
});
