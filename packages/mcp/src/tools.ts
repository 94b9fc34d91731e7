/** The tools: each answers with text for people and with the JSON of the command for programs. */
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import type { CheckReport } from "../../../src/api/check.js";
import type { StepsReport } from "../../../src/api/steps.js";
import { checkText } from "../../../src/cli/check.js";
import { stepsText } from "../../../src/cli/check-steps.js";
import { LIBRARY } from "../../../src/cli/library.js";
import { jsonOf, textOf } from "../../../src/cli/notes-findings.js";
import { placed, READERS } from "../../../src/notes/placed.js";
import { proofread } from "../../../src/notes/proofread.js";
import type { Report } from "../../../src/report/report.js";
import { type Printed, printed } from "./world.js";

/** Characters of a text for people; the JSON is whole. */
const MOST_TEXT = 60_000;
/** Characters of an input. */
const MOST_INPUT = 1_000_000;

const cut = (text: string): string => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}\n… (cut)` : text);

const said = (text: string, structuredContent?: object, isError = false): CallToolResult => ({
  content: [{ type: "text", text: cut(text.trimEnd()) }],
  ...(structuredContent === undefined ? {} : { structuredContent: structuredContent as Record<string, unknown> }),
  ...(isError ? { isError } : {}),
});

/** What a command printed for people, and what it had to say beside it. */
const whole = ({ out, err }: Printed): string =>
  [out.trimEnd(), err.trimEnd()].filter((part) => part !== "").join("\n\n");

const jsonIn = ({ out }: Printed): object | undefined => {
  try {
    return JSON.parse(out) as object;
  } catch {
    return undefined;
  }
};

const text = z
  .string()
  .max(MOST_INPUT)
  .describe(
    "Equations, one a line, in plain text, Unicode or LaTeX. Names may be declared: `x : vector(n)`, `A : matrix(n, n) symmetric`, `λ : scalar`; capitals are matrices otherwise. `y = x^T A x`, questions `∂y/∂x`, claims `∂y/∂x = 2 A x`.",
  );
const name = z.string().max(1000);

/** Flags with their values in one word, so that no value is taken for a flag. */
const flags = (given: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}=${value}`]));

/** The text for people is made of the report that programs get: nothing is derived or judged twice. */
export const TOOLS = {
  derive: {
    title: "Derive gradients, Jacobians and Hessians",
    description:
      "Differentiates matrix expressions symbolically, step by step, each line with its rule and shapes. Ask in the text (`∂s/∂W`) or by of and wrt. What cannot be derived is refused with a reason; nothing is guessed.",
    inputSchema: {
      text,
      of: name.optional().describe("What is differentiated, in place of the questions of the text: `s`"),
      wrt: name.optional().describe("By what, separated by commas: `W,b`"),
      order: z.enum(["1", "2"]).optional().describe("First or second derivative"),
    },
    run: async ({ text: source, of, wrt, order }: { text: string; of?: string; wrt?: string; order?: "1" | "2" }) => {
      const args = ["derive", "-", "--format", "json", ...flags({ of, wrt, order })];
      const json = await printed(args, source);
      const report = jsonIn(json) as Report | undefined;
      const out = report === undefined ? "" : LIBRARY.print(report, "unicode", { colour: false, columns: undefined });
      return said(whole({ ...json, out }), report, (report?.results.length ?? 0) === 0);
    },
  },
  judge: {
    title: "Judge claimed derivatives",
    description:
      "Checks a model and the derivatives that are claimed of it, by laws and by numbers: `∂y/∂x = 2 A x` is equal, right if A is symmetric, a transpose, or different with the numbers that show it. Use it before a gradient is told to anybody.",
    inputSchema: { text },
    run: async ({ text: source }: { text: string }) => {
      const json = await printed(["check", "-", "--format", "json"], source);
      const report = jsonIn(json) as CheckReport | undefined;
      const out = report === undefined ? "" : checkText(report, false);
      return said(whole({ ...json, out }), report, (report?.checks.length ?? 0) === 0);
    },
  },
  first_wrong_line: {
    title: "Find the first wrong line of a derivation",
    description:
      "Takes a model and a derivation written line by line (`∂L/∂w = …`, `= …`) and says which line is the first that is wrong, what kind of mistake it is, and what it should have been.",
    inputSchema: { text },
    run: async ({ text: source }: { text: string }) => {
      const json = await printed(["check", "--steps", "-", "--format", "json"], source);
      const report = jsonIn(json) as StepsReport | undefined;
      const out = report === undefined ? "" : stepsText(report, source, false);
      return said(whole({ ...json, out }), report, report === undefined || report.fault !== null);
    },
  },
  proofread: {
    title: "Proofread a note",
    description:
      "Reads a whole note (Markdown, LaTeX or a notebook as JSON), finds the derivatives that it states and judges each; what is not understood is not blamed.",
    inputSchema: {
      text: z.string().max(MOST_INPUT).describe("The note as it stands in its file"),
      format: z.enum(["markdown", "latex", "notebook"]).describe("What the note is written in"),
    },
    run: async ({ text: source, format }: { text: string; format: "markdown" | "latex" | "notebook" }) => {
      const found = proofread(READERS[format](source));
      const checked = { file: format, ...placed(found, source, format === "notebook") };
      return said(textOf(checked, false), jsonOf(checked));
    },
  },
  codegen: {
    title: "Write code for a model and its derivatives",
    description:
      "Emits a module that computes the model and its derivatives, checks its inputs, and tests itself against differences. Sizes stay free.",
    inputSchema: {
      text,
      target: z.enum(["numpy", "pytorch", "jax", "julia", "matlab", "js"]).describe("The language of the module"),
      of: name.optional().describe("The output; by default the last scalar that is defined"),
      wrt: name.optional().describe("By what, separated by commas"),
      order: z.enum(["1", "2"]).optional(),
      vjp: name.optional().describe("In place of `of`: a pass forward to this name and one back, for training loops"),
    },
    run: async (given: {
      text: string;
      target: string;
      of?: string;
      wrt?: string;
      order?: "1" | "2";
      vjp?: string;
    }) => {
      const { text: source, target, of, wrt, order, vjp } = given;
      const shown = await printed(["codegen", "-", ...flags({ target, of, wrt, order, vjp })], source);
      const isRefused = shown.out === "";
      return said(whole(shown), { schema: "chainrule/1", target, code: shown.out, said: shown.err }, isRefused);
    },
  },
} as const;
