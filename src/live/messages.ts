/** What a page asks of its worker, and what it is told: data only, so that it can be sent. */
import type { Severity } from "../core/diagnostic.js";
import type { TextToken } from "../parse/tokens.js";
import type { Settings } from "./link.js";

/** How much of the way is shown. */
export type Way = Settings["way"];
export type TargetName = Settings["target"];
export type TextFormat = Settings["format"];

/** The text of the editor, and how its derivations are told. */
export interface Document {
  readonly text: string;
  readonly way: Way;
}

export type Ask =
  | { readonly ask: "colour" }
  | { readonly ask: "answers" }
  /** Lines of a derivation that stand there undrawn, from one of them on. */
  | { readonly ask: "lines"; readonly result: number; readonly line: number }
  | { readonly ask: "unfold"; readonly result: number; readonly line: number; readonly values: string | null }
  | {
      readonly ask: "graph";
      readonly values: string | null;
      readonly grain: Settings["grain"];
      /** Pixels that there are for the picture. */
      readonly width: number;
    }
  | { readonly ask: "check" }
  | { readonly ask: "steps"; readonly written: string }
  | { readonly ask: "code"; readonly target: TargetName }
  | { readonly ask: "text"; readonly format: TextFormat };

/** A part of the page that is replaced where it has changed, and only there. */
export interface Block {
  readonly key: string;
  readonly html: string;
}

/** A change of the text that a button makes. */
export interface Fix {
  readonly label: string;
  readonly text: string;
}

export interface Fault {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  /** Places in the text in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly fixes: readonly Fix[];
}

/** A name of the model, as the strip below the text shows it. */
export interface Chip {
  readonly name: string;
  /** `W`, `δ₁`: as it is printed. */
  readonly shown: string;
  /** `n×m`, `any f`, `1..N`. */
  readonly said: string;
  readonly kind: string;
  readonly shape: readonly [string, string];
  readonly facts: readonly string[];
  readonly role: string;
  readonly assumed: boolean;
  /** What decided its kind and its sizes. */
  readonly why: string;
  /** Whether a declaration can be written for it. */
  readonly declarable: boolean;
}

/** A derivative that is asked or could be asked. */
export interface Question {
  /** As it is typed, `∂s/∂W`, and as it is printed. */
  readonly text: string;
  readonly shown: string;
  readonly asked: boolean;
}

/** What a text answers, beside what is drawn of it. */
export interface Said {
  /** Whether the text has no fault and gives an answer. */
  readonly sound: boolean;
  readonly faults: readonly Fault[];
  readonly chips: readonly Chip[];
  readonly questions: readonly Question[];
  /** Whether the questions are those of the text, or what is asked where it asks nothing. */
  readonly written: boolean;
  /** Names and built-ins that may be typed. */
  readonly words: readonly {
    readonly label: string;
    readonly type: "variable" | "function" | "keyword" | "constant";
  }[];
  /** Where each name is defined. */
  readonly places: readonly (readonly [string, readonly [number, number]])[];
}

export interface Answers extends Said {
  readonly results: readonly Block[];
  readonly derivations: readonly Block[];
  readonly equations: readonly Block[];
}

/** An input whose numbers can be changed: a cell for each entry. */
export interface Numbers {
  readonly name: string;
  readonly shown: string;
  readonly rows: readonly (readonly number[])[];
  /** ∂output/∂input in the same cells; null where no gradient arrives. */
  readonly gradient: readonly (readonly number[])[] | null;
}

export interface Graph {
  readonly svg: string | null;
  /** Why there is no picture, or no numbers on it. */
  readonly why: string | null;
  /** How many nodes the passes go through, one after another. */
  readonly turns: number;
  readonly inputs: readonly Numbers[];
  readonly output: { readonly shown: string; readonly value: number } | null;
  /** The numbers as `--at` reads them; null where there are none. */
  readonly values: string | null;
}

export interface Code {
  readonly code: string;
  readonly faults: readonly string[];
  /** Names of the model by what they are called in the code. */
  readonly names: Readonly<Record<string, string>>;
}

export interface FirstWrong {
  /** Whether a side is wrong. */
  readonly wrong: boolean;
  readonly html: string;
  /** Its line in what was written, from 1; null where nothing is wrong. */
  readonly line: number | null;
}

export interface Replies {
  readonly colour: readonly TextToken[];
  readonly answers: Answers;
  readonly lines: { readonly html: readonly string[] };
  readonly unfold: { readonly html: string };
  readonly graph: Graph;
  readonly check: { readonly html: string };
  readonly steps: FirstWrong;
  readonly code: Code;
  readonly text: { readonly text: string };
}

/** What the worker sends back for a request. */
export type Told =
  | { readonly id: number; readonly reply: Replies[keyof Replies] }
  | { readonly id: number; readonly failure: string };

/** What the page sends. */
export interface Request {
  readonly id: number;
  readonly document: Document;
  readonly ask: Ask;
}
