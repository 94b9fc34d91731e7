/** The options that are one of a few words, with the words; the first is the default, where there is one. */
import { PRODUCT_SIGNS } from "../report/products.js";
import type { DeriveOptions } from "./answer.js";

export const CHOICES = {
  order: [1, 2],
  layout: ["gradient", "jacobian", "denominator"],
  steps: ["chain", "none", "full"],
  convention: ["jacobian-first", "shape-first"],
  proof: ["index"],
  symmetric: ["projected", "cookbook"],
  products: PRODUCT_SIGNS,
} as const satisfies { readonly [K in keyof DeriveOptions]?: readonly NonNullable<DeriveOptions[K]>[] };
