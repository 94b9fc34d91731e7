/**
 * `∇(xᵀA x) = …`, which does not say by what it is taken: by the customary variable. Nobody is blamed by that, but what is
 * right by it is right.
 */
import { type Expression, expressionsOf, type Name, postorder } from "../parse/ast.js";
import type { Context } from "./readings.js";
import { type Cut, formulaStatements } from "./statements.js";

const NABLA = /(?:\\nabla(?![a-zA-Z])|\u2207)(?!\s{0,9}_)(\s{0,9}\^\s{0,9}(?:2|\{\s{0,9}2\s{0,9}\}))?/g;
const GRADIENT = new RegExp(`^\\s{0,9}${NABLA.source}\\s{0,9}(.+)$`, "s");

/** What gradients are taken by, the most customary first. */
const CUSTOMARY = "x w theta beta X W Theta z u v y".split(" ");

/** A point by no name of notes. */
const NOWHERE = "\\mathbf{r}_{nowhere}";

/** A claim with its variable written out, for each that may be meant. */
export function gradientClaims({ known, item, time }: Context, of: string, side: string): readonly Cut[] {
  const operand = GRADIENT.exec(of)?.[2];
  if (operand === undefined || /^\s{0,9}\\(?:cdot|times)(?![a-zA-Z])/.test(operand)) return [];
  const own = formulaStatements(`q_{probe} = ${operand}`).cuts;
  const view = { time, section: item.section, declarations: false, only: false };
  const behind = known.behind(
    own.flatMap((c) => [...c.mentions].filter((n) => n !== "q_probe")),
    view,
  );
  const typed = new Map<string, string>();
  for (const cut of [...own, ...behind.cuts])
    for (const n of namesIn(cut)) if (!behind.heads.has(n.name)) typed.set(n.scripts?.base ?? n.name, baseOf(n));
  const bySign = (by: string): string =>
    `${of} = ${side}`.replace(NABLA, (_, square?: string) => `\\nabla_{${by}}${square ?? ""} `);
  const claimBy = (by: string | undefined): readonly Cut[] => {
    const cuts = by === undefined ? [] : formulaStatements(bySign(by)).cuts;
    const [cut] = cuts;
    return cuts.length === 1 && cut?.statement.type === "claim" ? [cut] : [];
  };
  // Of fields that nobody defines it is a rule, by a point that nobody names.
  return [...CUSTOMARY.map((name) => typed.get(name)), NOWHERE].flatMap(claimBy);
}

const namesIn = ({ statement }: Cut): readonly Name[] =>
  expressionsOf(statement).stated.flatMap((e: Expression) =>
    [...postorder(e)].flatMap((n) => (n.type === "name" ? [n] : [])),
  );

/** A name as typed, without what stands below or above it. */
const baseOf = ({ typed, scripts }: Name): string =>
  scripts === undefined ? typed : (/^(.*?)\s{0,9}[_^]/s.exec(typed)?.[1] ?? typed);
