/** Derivations of what has a value somewhere: of what has none nothing is said but that. */
import { has } from "../core/own.js";
import { conditionsOf } from "../derive/conditions.js";
import {
  type Derivation,
  type DerivationOptions,
  type Derivations,
  derivations,
  isRefusal,
} from "../derive/derivation.js";
import { heldApart } from "../derive/held.js";
import type { Model, Query } from "../model/model.js";
import { printUnicode } from "../print/unicode.js";
import { neverDefined } from "./presence.js";

/** The derivations of each query, refused where what is differentiated, or its derivative, has no value at all. */
export function answersOf(model: Model, queries: readonly Query[], options: DerivationOptions = {}): Derivations {
  const { results, ...more } = derivations(model, queries, options);
  return {
    ...more,
    results: results.map((r) => {
      if (isRefusal(r)) return r;
      const apart = heldApart(model, r.query);
      if (apart !== null) return apart;
      const why = nowhereText(r);
      return why === null ? r : { query: r.query, code: "derive/nowhere", message: why, hint: null };
    }),
  };
}

function nowhereText({ query, value }: Derivation): string | null {
  const never = conditionsOf(query.of, query.wrt, value).find((c) => has(c, "never"));
  if (never !== undefined) return `this has no value anywhere: it needs ${never(printUnicode)}, which never holds`;
  return neverDefined([query.of, value], printUnicode);
}
