/** Modules as their users meet them: types, grammar, names that are words of the language, extreme numbers. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { codeFor, TARGETS, type Target } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { faultsOfJulia } from "./julia.js";
import { flat, type JsModule, jsLoader } from "./run-js.js";
import { octaveExists, runOctave } from "./run-octave.js";
import { jaxExists, type PythonAnswer, pythonHas, runPython } from "./run-python.js";

const python = pythonHas("numpy");
const torch = python && pythonHas("torch");
const octave = octaveExists();
const absent = (runs: boolean) => (runs ? "" : ": not run, it is not on this machine");

function moduleOf(source: string, target: Target): string {
  const { code, diagnostics } = codeFor(read(source), { target, name: "m0" });
  expect(diagnostics).toEqual([]);
  return code;
}

async function inNode<T>(code: string, use: (module: JsModule) => T): Promise<T> {
  const { load, done } = jsLoader();
  try {
    return use(await load(code));
  } finally {
    done();
  }
}

// ---------------------------------------------------------------- types and grammar

/** The faults that a strict checker finds in JavaScript modules with types in JSDoc. */
function typeFaults(modules: ReadonlyMap<string, string>): readonly string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    types: [],
    lib: ["lib.es2022.d.ts"],
  };
  // All that modules use of what is around them.
  const files = new Map([
    ...modules,
    ["/console.d.ts", "declare const console: { log(text: string): void };\ninterface ImportMeta { url: string }"],
  ]);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, version) => {
    const own = files.get(name);
    return own === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, own, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((d) => {
    const line = d.file === undefined ? 0 : d.file.getLineAndCharacterOfPosition(d.start ?? 0).line;
    const text = d.file?.text.split("\n")[line]?.trim() ?? "";
    return `${ts.flattenDiagnosticMessageText(d.messageText, " ")} at ${text}`;
  });
}

const KINDS = [
  "z = W x + b\nh = f(z)\ns = u^T h\n∂s/∂b, ∂s/∂W, ∂s/∂x, ∂s/∂z",
  "X : matrix(n, n) symmetric\na : vector(n)\ny = a^T X^-1 a + logdet(X)\n∂y/∂X",
  "swish(t) = t sigmoid(t)\ny : vector(c) simplex\np = softmax(U swish(h))\nJ = cross_entropy(y, p)\n∂J/∂U, ∂J/∂h",
  "v, x : vector(n)\ny = x^T A x\n∂²y/∂x², ∂²y/∂x² v",
  "A : matrix(p, q)\nB : matrix(r, s)\ny = kron(A, B) vec(X)\n∂y/∂X",
  "P = softmaxrows(Q K^T / sqrt(k))\nQ : matrix(n, k)\nL = sum(G .* (P V)) + erf(t) + gelu(t)\n∂L/∂Q, ∂L/∂V, ∂L/∂t",
];

describe("what is written", () => {
  // TypeScript itself trusts prototypes.
  it.skipIf(process.env.REALM === "polluted")("is JavaScript that a strict type checker follows", () => {
    const modules = new Map<string, string>();
    for (const [i, source] of KINDS.entries())
      modules.set(`/m${i}.mjs`, codeFor(read(source), { target: "js", inPlace: i % 2 === 0 }).code);
    // One module is wrong, so that silence means something.
    modules.set("/wrong.mjs", "/** @param {number} x */\nexport const f = (x) => x.length;\n");
    expect(typeFaults(modules)).toEqual([
      "Property 'length' does not exist on type 'number'. at export const f = (x) => x.length;",
    ]);
  });

  // Every operation: numbers.deep.test.ts.
  it("is Julia by its grammar", () => {
    for (const source of KINDS) expect(faultsOfJulia(moduleOf(source, "julia"))).toEqual([]);
    expect(faultsOfJulia("function f(x)\n    x +* 2\nend\n")).toHaveLength(1);
  });

  const julia = spawnSync("julia", ["--version"]).status === 0;
  it.skipIf(!julia)(`tests itself in Julia${absent(julia)}`, () => {
    const directory = mkdtempSync(join(tmpdir(), "chainrule-julia-"));
    for (const [i, source] of KINDS.entries()) {
      const file = join(directory, `m${i}.jl`);
      writeFileSync(file, moduleOf(source, "julia"));
      const { status, stdout, stderr } = spawnSync("julia", ["--startup-file=no", file], { encoding: "utf8" });
      expect([status, stdout.includes("WRONG"), stderr]).toEqual([0, false, ""]);
    }
    rmSync(directory, { recursive: true, force: true });
  });

  it("is what docs/codegen.md shows", () => {
    const page = readFileSync("docs/codegen.md", "utf8");
    const [, source = ""] = /```chainrule\n([\s\S]*?)```/.exec(page) ?? [];
    const [, shown = ""] = /```python\n([\s\S]*?)```/.exec(page) ?? [];
    expect(shown).toContain("dJ_dW");
    expect(moduleOf(source, "numpy")).toContain(shown);
  });

  it("has no line that is blank but for spaces, and none too long to read", () => {
    for (const source of KINDS)
      for (const target of TARGETS) {
        const lines = moduleOf(source, target).split("\n");
        expect(lines.filter((line) => /\s$/.test(line))).toEqual([]);
        expect(lines.filter((line) => line.length > 160 && !/^\s*(?:\*|\/\*\*)/.test(line))).toEqual([]);
      }
  });
});

// ---------------------------------------------------------------- buffers

describe("in place", () => {
  it("fills the same arrays again, with the numbers of the new inputs", async () => {
    const source = "z = W x + b\nh = tanh(z)\nJ = norm2(A^-1 h)^2 + logdet(A)\n∂J/∂W, ∂J/∂x, ∂J/∂A";
    const [once, again] = [false, true].map((inPlace) => codeFor(read(source), { target: "js", inPlace }).code);
    const sizes = { n: 2, m: 3 };
    const inputsAt = (shift: number) => ({
      W: Float64Array.of(0.1 + shift, 0.2, -0.3, 0.5, 0.4, -0.1),
      x: Float64Array.of(1, -shift, 0.5),
      b: Float64Array.of(0.3, shift),
      A: Float64Array.of(2, 0.5, 0.25, 1 + shift),
      sizes,
    });
    const plain = await inNode(once as string, (module) => [0.1, 0.7].map((t) => module.derivatives(inputsAt(t))));
    await inNode(again as string, (module) => {
      const work = module.buffers?.(sizes);
      const first = module.derivatives(inputsAt(0.1), work);
      const seen = Object.fromEntries(
        Object.entries(first).map(([key, X]) => [key, Float64Array.from(X as Float64Array)]),
      );
      const second = module.derivatives(inputsAt(0.7), work);
      expect(seen).toEqual(plain[0]);
      expect(second).toEqual(plain[1]);
      for (const key of Object.keys(first)) expect(second[key]).toBe(first[key]);
    });
  });
});

// ---------------------------------------------------------------- names

/** Words of the languages, their built-ins, what modules have themselves, letters that languages fold. */
const HOSTILE = [
  "lambda : scalar",
  "class, µ, constructor, __proto__, toString, self, np, torch, jnp, forward, inputs, derivatives : vector(n)",
  "𝕖𝕧𝕒𝕝, end, function, def, sizes, Infinity, size, vec, sum_, in, values, NAMES, like, more, i, j, k : vector(n)",
  "hasOwnProperty : matrix(n, n)",
  "print : function",
  "return = lambda class + µ .* constructor",
  "arguments = hasOwnProperty return + print(toString)",
  "s = arguments^T __proto__ + self^T np + torch^T jnp + forward^T inputs + derivatives^T 𝕖𝕧𝕒𝕝 + end^T function + def^T sizes",
  "t = Infinity^T size + vec^T sum_ + in^T values + NAMES^T like + more^T i + j^T k",
  "∂s/∂lambda, ∂s/∂class, ∂s/∂µ, ∂s/∂__proto__, ∂s/∂toString, ∂s/∂hasOwnProperty, ∂s/∂𝕖𝕧𝕒𝕝, ∂s/∂return",
  "∂t/∂sizes, ∂t/∂NAMES, ∂t/∂in, ∂t/∂i",
].join("\n");

const PROTO = "__proto__";

/** Inputs by their names in the model, or as the text has them. */
function hostileInputs(): Record<string, number | readonly number[] | readonly (readonly number[])[]> {
  const out: Record<string, number | readonly number[] | readonly (readonly number[])[]> = { lambda: 0.5 };
  const model = read(HOSTILE);
  let at = 1;
  for (const s of model.symbols.values()) {
    if (s.role !== "input" || s.kind !== "vector") continue;
    const name = s.name === "mu" ? "µ" : s.name;
    Object.defineProperty(out, name, { value: [at / 8, -at / 16], enumerable: true });
    at += 1;
  }
  const matrix = [
    [1, 2],
    [3, 4],
  ];
  return Object.defineProperty(out, "hasOwnProperty", { value: matrix, enumerable: true });
}

const answers = new Map<Target, readonly PythonAnswer[]>();

const PYTHONS = [
  { target: "numpy", np: "np", runs: python, note: "" },
  { target: "pytorch", np: "torch", runs: torch, note: "" },
  {
    target: "jax",
    np: "jnp",
    runs: python,
    note: jaxExists() ? "" : ": JAX is not on this machine; run with NumPy under its names",
  },
] as const;

describe("hostile names", () => {
  /** ∂s/∂µ and ∂s/∂lambda, whatever the language. */
  const expected = () => {
    const given = hostileInputs() as Record<string, number[]>;
    const [c, k, p] = [given.class, given.constructor as unknown as number[], given[PROTO]] as [
      number[],
      number[],
      number[],
    ];
    // s = (M (λ c + µ ∘ k) + …)ᵀ p, so ∂s/∂µ = k ∘ Mᵀ p and ∂s/∂λ = cᵀ Mᵀ p.
    const q = [1 * (p[0] as number) + 3 * (p[1] as number), 2 * (p[0] as number) + 4 * (p[1] as number)];
    return {
      "ds/dmu": q.map((x, i) => x * (k[i] as number)),
      "ds/dlambda": q.reduce((s, x, i) => s + x * (c[i] as number), 0),
    };
  };

  it("have a table of plain ones in every target", () => {
    for (const target of TARGETS) {
      const { code, names } = codeFor(read(HOSTILE), { target, name: "m0" });
      for (const id of names.values()) expect(id).toMatch(/^[A-Za-z]\w*$/);
      expect(new Set(names.values()).size).toBeGreaterThan(5);
      expect(names.get("__proto__")).toBe("proto__");
      expect(names.get("µ")).toBe("mu");
      expect(code).toContain("NAMES");
      expect(code.replaceAll(/["'](?:\\.|[^"'\\\n])*["']/g, "").replaceAll(/(?:#|%|\/\/| \*).*$/gm, "")).not.toMatch(
        /[^ -~\n]/,
      );
    }
  });

  it("run in JavaScript", async () => {
    const inputs: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(hostileInputs()))
      Object.defineProperty(inputs, name, { value: flat(value), enumerable: true });
    Object.assign(inputs, { print: Math.sin, dprint: Math.cos });
    // An input called `sizes` goes by its name in the table, because sizes do.
    const { sizes: own, ...rest } = inputs;
    const all = Object.defineProperty({ ...rest }, "__proto__", { value: inputs[PROTO], enumerable: true });
    await inNode(moduleOf(HOSTILE, "js"), (module) => {
      const given = Object.assign(all, { [module.NAMES.sizes as string]: own, sizes: { n: 2 } });
      const found = module.derivatives(given);
      for (const [key, value] of Object.entries(expected()))
        expect([found[key]].flatMap((v) => (typeof v === "number" ? v : Array.from(v as Float64Array)))).toEqual(
          [value].flat().map((v) => expect.closeTo(v, 12)),
        );
      expect(module.selfTest()).toBe(true);
    });
  });

  for (const { target, runs, note, np } of PYTHONS)
    it.skipIf(!runs)(`run as ${target}${absent(runs)}${note}`, () => {
      const [answer] = inPython(target, np);
      expect(answer?.error).toBeUndefined();
      expect(answer?.self_test).toBe(true);
      for (const [key, value] of Object.entries(expected()))
        expect([answer?.derivatives?.[key]].flat()).toEqual([value].flat().map((v) => expect.closeTo(v, 12)));
    });

  it.skipIf(!octave)(`run as matlab${absent(octave)}`, () => {
    const [answer] = runOctave([{ code: moduleOf(HOSTILE, "matlab"), inputs: {}, functions: {}, call: ["self_test"] }]);
    expect(answer?.error).toBeUndefined();
    expect(answer?.self_test).toBe(true);
  });

  it("are Julia by the grammar", () => {
    expect(faultsOfJulia(moduleOf(HOSTILE, "julia"))).toEqual([]);
  });
});

// ---------------------------------------------------------------- extreme numbers

const EXTREME = [
  "z, y : vector(k)",
  "t : vector(k) simplex",
  "Z, Y : matrix(r, k)",
  "a : scalar",
  "b : scalar data",
  "p = softmax(z)",
  "P = softmaxrows(Z)",
  "C = softmaxcols(Z)",
  "e1 = cross_entropy(y, p)",
  "e2 = cross_entropy(t, p)",
  "e3 = -y^T log(softmax(z))",
  "e4 = -sum(Y .* log(P))",
  "e5 = -(b log(sigmoid(a)) + (1 - b) log(1 - sigmoid(a)))",
  "e6 = -sum(y .* log(sigmoid(z)) + (ones(k) - y) .* log(ones(k) - sigmoid(z)))",
  "l1 = logsumexp(z)",
  "l2 = log(sum(exp(z)))",
  "l3 = log(1 + exp(a))",
  "l4 = sum(log(ones(k) + exp(z)))",
  "q1 = sigmoid(a)",
  "q2 = 1 / (1 + exp(-a))",
  "q3 = y^T (exp(z) / sum(exp(z)))",
  "q4 = softplus(a) - b a",
  "n1 = norm2(z) + tanh(a)",
  "∂e1/∂z, ∂e2/∂z, ∂e3/∂z, ∂e4/∂Z, ∂e5/∂a, ∂e6/∂z, ∂l1/∂z, ∂l2/∂z, ∂l3/∂a, ∂l4/∂z, ∂q1/∂a, ∂q2/∂a, ∂q3/∂z, ∂q4/∂a, ∂n1/∂z",
].join("\n");

/** The numbers at z = (a, 0, −a), Z = (z; −z), y = t = (0, 1, 0), b = 1 for a = ±800, ±1000: limits, all finite. */
function limits(a: number): Readonly<Record<string, number | readonly number[]>> {
  const [up, top] = [a > 0 ? 1 : 0, Math.abs(a)];
  const p = a > 0 ? [1, 0, 0] : [0, 0, 1];
  const minus = (u: readonly number[], v: readonly number[]) => u.map((x, i) => x - (v[i] as number));
  const y = [0, 1, 0];
  const s = [up, 0.5, 1 - up];
  return {
    p,
    e1: top,
    e2: top,
    e3: top,
    e4: 2 * top,
    e5: Math.max(-a, 0),
    e6: top + Math.LN2,
    l1: top,
    l2: top,
    l3: Math.max(a, 0),
    l4: top + Math.LN2,
    q1: up,
    q2: up,
    q3: 0,
    q4: Math.max(-a, 0),
    n1: Math.sqrt(2) * top + Math.sign(a),
    "de1/dz": minus(p, y),
    "de2/dz": minus(p, y),
    "de3/dz": minus(p, y),
    "de4/dZ": [...minus(p, y), ...minus([...p].reverse(), y)],
    "de5/da": up - 1,
    "de6/dz": minus(s, y),
    "dl1/dz": p,
    "dl2/dz": p,
    "dl3/da": up,
    "dl4/dz": s,
    "dq1/da": 0,
    "dq2/da": 0,
    "dq3/dz": [0, 0, 0],
    "dq4/da": up - 1,
    "dn1/dz": [Math.sign(a) * Math.SQRT1_2, 0, -Math.sign(a) * Math.SQRT1_2],
  };
}

const POINTS = [800, -800, 1000, -1000];
const inputsAt = (a: number) => {
  const z = [a, 0, -a];
  const y = [0, 1, 0];
  return { z, y, t: y, Z: [z, [-a, 0, a]], Y: [y, y], a, b: 1 };
};
const extremeJobs = (target: Target) =>
  POINTS.map((a) => ({
    code: moduleOf(EXTREME, target),
    inputs: inputsAt(a),
    functions: {},
    call: ["forward", "derivatives"] as const,
  }));

/** Hostile names, then each extreme point: in one process, because torch takes seconds to load. */
function inPython(target: Target, np: string): readonly PythonAnswer[] {
  const known = answers.get(target);
  if (known !== undefined) return known;
  const functions = { print: `${np}.sin`, dprint: `${np}.cos` };
  const call = ["derivatives", "self_test"] as const;
  const made = runPython([
    { code: moduleOf(HOSTILE, target), inputs: hostileInputs(), functions, call },
    ...extremeJobs(target),
  ]);
  answers.set(target, made);
  return made;
}

describe("extreme inputs", () => {
  const entries = (value: unknown): number[] =>
    typeof value === "number" ? [value] : Array.from(value as ArrayLike<unknown>).flatMap(entries);
  const compared = (a: number, found: Readonly<Record<string, unknown>>): void => {
    for (const [key, value] of Object.entries(limits(a)))
      expect([a, key, entries(found[key])]).toEqual([a, key, entries(value).map((v) => expect.closeTo(v, 9))]);
  };

  it("give finite and right numbers in JavaScript", async () => {
    await inNode(moduleOf(EXTREME, "js"), (module) => {
      for (const a of POINTS) {
        const given = Object.fromEntries(Object.entries(inputsAt(a)).map(([k, v]) => [k, flat(v)]));
        const inputs = { ...given, sizes: { k: 3, r: 2 } };
        compared(a, { ...module.forward(inputs), ...module.derivatives(inputs) });
      }
    });
  });

  for (const { target, runs, note, np } of PYTHONS)
    it.skipIf(!runs)(`give them as ${target}${absent(runs)}${note}`, () => {
      POINTS.forEach((a, i) => {
        const answer = inPython(target, np)[i + 1];
        expect(answer?.error).toBeUndefined();
        compared(a, { ...answer?.forward, ...answer?.derivatives });
      });
    });

  it.skipIf(!octave)(`give them as matlab${absent(octave)}`, () => {
    const named = extremeJobs("matlab").map((job, i) => ({ ...job, code: job.code.replaceAll("m0", `m${i}`) }));
    runOctave(named).forEach((answer, i) => {
      expect(answer.error).toBeUndefined();
      compared(POINTS[i] as number, { ...answer.forward, ...answer.derivatives });
    });
  });
});
