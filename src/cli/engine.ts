/** The part of the library that the commands call, and nothing more. */
import type { Diagnostic } from "../core/diagnostic.js";

export interface Budgets {
  /** Bytes of a source. */
  readonly input?: number;
  /** Nodes of a model and its derivatives. */
  readonly nodes?: number;
  /** The largest number that stands as an exponent. */
  readonly exponent?: number;
  /** Entries of one value, where numbers are put in. */
  readonly entries?: number;
  /** Characters of a printed answer. */
  readonly output?: number;
}

export interface DeriveOptions {
  readonly of?: string;
  readonly wrt?: readonly string[];
  readonly order?: 1 | 2;
  readonly layout?: "gradient" | "jacobian" | "denominator";
  readonly strict?: boolean;
  readonly steps?: "chain" | "none" | "full";
  readonly convention?: "jacobian-first" | "shape-first";
  readonly views?: readonly ("gradient" | "differential" | "index" | "kronecker")[];
  readonly proof?: "index";
  readonly symmetric?: "projected" | "cookbook";
  readonly budgets?: Budgets;
}

/** How text for a terminal looks. */
export interface Look {
  readonly colour: boolean;
  /** Columns, or undefined where lines may be as long as they like. */
  readonly columns: number | undefined;
}

/** What deriving one source gave: what could be derived, and what is wrong with the rest. */
export interface Answer {
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a claim is different or ill-shaped. */
  readonly wrongClaim: boolean;
  /** The object of `--format json`, without its `schema` and `file`. */
  json(): Readonly<Record<string, unknown>>;
  print(format: "unicode" | "text" | "latex", look: Look): string;
}

export interface Engine {
  /** The budget of input bytes where the command line states none. */
  readonly inputBudget: number;
  /** Never throws, whatever the text. */
  derive(source: string, options: DeriveOptions): Answer;
  /** One self-contained page for all sources of a call. */
  page(answers: readonly { readonly file: string; readonly answer: Answer }[]): Promise<string>;
}
