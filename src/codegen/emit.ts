/** Modules by target. */
import type { Program } from "./program.js";
import { NUMPY_TARGET } from "./targets/numpy.js";
import { pythonModule } from "./targets/python.js";

export const TARGETS = ["numpy"] as const;
export type Target = (typeof TARGETS)[number];

export interface Emitted {
  readonly code: string;
  /** Names of the model that are called otherwise in the code. */
  readonly names: ReadonlyMap<string, string>;
}

/** Whether the target keeps factorisations of matrices. */
export const factorises = (target: Target): boolean => NUMPY_TARGET.language.factorises;

export function emit(program: Program, target: Target): Emitted {
  return pythonModule(program, NUMPY_TARGET);
}
