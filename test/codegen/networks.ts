/** Multiplications of the networks among the published problems. */
import { codeFor } from "../../src/codegen.js";
import { read } from "../../src/elaborate/parse.js";
import { type Case, cases } from "../numeric/cases.js";
import { caseText } from "./models.js";

interface NetworkCost {
  readonly id: string;
  /** Value and gradient by the forward pass. */
  readonly ratio: number;
}

type Problem = Case & { readonly family: string; readonly dims: Readonly<Record<string, number>> };

/**
 * For each network with a scalar output, at the sizes of the problem and at larger ones: what the
 * derivative asked for costs, and those by all inputs together.
 */
export function networkCosts(): readonly NetworkCost[] {
  return (cases() as readonly Problem[]).flatMap((c) => {
    if (c.family !== "network") return [];
    const asked = read(caseText(c), { strict: true });
    const shape = asked.symbols.get(c.of)?.shape;
    if (shape?.rows !== "1" || shape.cols !== "1") return [];
    const inputs = [...asked.symbols.values()].filter((s) => s.role === "input").map((s) => s.name);
    const ratios = [c.dims, Object.fromEntries(Object.keys(c.dims).map((s, i) => [s, 100 + 7 * i]))].flatMap((sizes) =>
      [[c.wrt], inputs].map((wrt) => {
        const code = codeFor(asked, { target: "js", of: c.of, wrt, sizes });
        if (code.diagnostics.length > 0) throw new Error(`${c.id}: ${code.diagnostics[0]?.message}`);
        const { forward, derivatives } = code.operations(new Map(Object.entries(sizes)));
        return derivatives / forward;
      }),
    );
    return [{ id: c.id, ratio: Math.max(...ratios) }];
  });
}
