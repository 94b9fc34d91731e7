/** Modules by target. */

import { withoutIndices } from "./arrays/array.js";
import { jsSyntax } from "./js/syntax.js";
import { JULIA_SYNTAX } from "./julia/syntax.js";
import { matlabSyntax } from "./matlab/syntax.js";
import { writeModule } from "./module.js";
import type { Program } from "./program.js";
import { JAX_MODULE } from "./python/jax.js";
import { NUMPY_MODULE } from "./python/numpy.js";
import { PYTORCH_MODULE } from "./python/pytorch.js";
import { pythonSyntax } from "./python/syntax.js";
import type { Syntax } from "./syntax.js";

export const TARGETS = ["numpy", "pytorch", "jax", "julia", "matlab", "js"] as const;
export type Target = (typeof TARGETS)[number];

export interface EmitOptions {
  /** JavaScript only: results are written into arrays that are used again. */
  readonly inPlace: boolean;
  /** The name of the module where that is part of its text: MATLAB's function has the name of its file. */
  readonly name: string;
}

export interface Emitted {
  readonly code: string;
  /** Names of the model that are called otherwise in the code. */
  readonly names: ReadonlyMap<string, string>;
}

interface TargetSpec {
  /** Whether factorisations of matrices are kept and shared. */
  readonly factorises: boolean;
  /** The name of a language that has no code for families and labels yet. */
  readonly lacks?: string;
  readonly syntax: (options: EmitOptions) => Syntax;
}

const SPECS: Readonly<Record<Target, TargetSpec>> = {
  numpy: { factorises: false, syntax: () => pythonSyntax(NUMPY_MODULE) },
  pytorch: { factorises: true, syntax: () => pythonSyntax(PYTORCH_MODULE) },
  jax: { factorises: true, syntax: () => pythonSyntax(JAX_MODULE) },
  julia: { factorises: true, lacks: "Julia", syntax: () => JULIA_SYNTAX },
  matlab: { factorises: false, lacks: "MATLAB", syntax: ({ name }) => matlabSyntax(name) },
  js: { factorises: true, lacks: "JavaScript", syntax: ({ inPlace }) => jsSyntax(inPlace) },
};

export const factorises = (target: Target): boolean => SPECS[target].factorises;

/** The source of the module. */
export function emit(program: Program, target: Target, options: EmitOptions): Emitted {
  const { lacks, syntax } = SPECS[target];
  if (lacks !== undefined && program.inputs.some((x) => x.axes.length > 0 || x.kind === "label"))
    withoutIndices(lacks)();
  return writeModule(program, syntax(options));
}
