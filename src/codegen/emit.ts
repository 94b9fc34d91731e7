/** Modules by target. */

import { jsModule } from "./js/module.js";
import { juliaModule } from "./julia/module.js";
import { matlabModule } from "./matlab/module.js";
import type { Program } from "./program.js";
import { JAX_TARGET } from "./python/jax-module.js";
import { pythonModule } from "./python/module.js";
import { NUMPY_TARGET } from "./python/numpy-module.js";
import { PYTORCH_TARGET } from "./python/pytorch-module.js";

export const TARGETS = ["numpy", "pytorch", "jax", "julia", "matlab", "js"] as const;
export type Target = (typeof TARGETS)[number];

export interface EmitOptions {
  /** JavaScript only: results are written into arrays that are used again. */
  readonly inPlace: boolean;
  /** What the module is called where that is part of its text: MATLAB's function has the name of its file. */
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
  readonly emit: (program: Program, options: EmitOptions) => Emitted;
}

const SPECS: Readonly<Record<Target, TargetSpec>> = {
  numpy: { factorises: false, emit: (p) => pythonModule(p, NUMPY_TARGET) },
  pytorch: { factorises: true, emit: (p) => pythonModule(p, PYTORCH_TARGET) },
  jax: { factorises: true, emit: (p) => pythonModule(p, JAX_TARGET) },
  julia: { factorises: true, emit: juliaModule },
  matlab: { factorises: false, emit: (p, { name }) => matlabModule(p, name) },
  js: { factorises: true, emit: jsModule },
};

export const factorises = (target: Target): boolean => SPECS[target].factorises;

/** The source of the module. */
export const emit = (program: Program, target: Target, options: EmitOptions): Emitted =>
  SPECS[target].emit(program, options);
