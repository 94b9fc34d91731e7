/** Facts as they are stated of a name, and what they ask of its shape. */
import { ONE } from "../core/dim.js";
import { FACTS, type Fact } from "../core/facts.js";
import { nearest } from "../core/nearest.js";
import type { Shape } from "../core/shape.js";
import { closure } from "../ops/facts.js";
import type { Name } from "../parse/ast.js";
import { type Entry, fault, type Scope } from "./scope.js";
import { type Blame, type Complaint, complain, equal, square } from "./shapes/infer.js";

const SQUARE: ReadonlySet<Fact> = new Set(["symmetric", "diagonal", "orthogonal", "posdef", "invertible"]);

const isFact = (name: string): name is Fact => (FACTS as readonly string[]).includes(name);

/** Records the facts stated of a name; one that its shape cannot have is reported and left out. */
export function stateFacts(scope: Scope, entry: Entry, stated: readonly Name[]): void {
  for (const word of stated) {
    const fact = word.name;
    if (!isFact(fact)) {
      const close = nearest(fact, FACTS);
      fault(scope, "fact/unknown", word.span, `${fact} is not a fact that the language knows`, {
        hint: close === null ? `facts are ${FACTS.join(", ")}` : `did you mean ${close}?`,
      });
      continue;
    }
    if (entry.kind === "function" || entry.kind === "size") {
      fault(
        scope,
        "fact/kind",
        word.span,
        `${entry.name} is a ${entry.kind}: ${fact} is said of scalars, vectors and matrices`,
      );
      continue;
    }
    if (entry.shape === null || fits(scope, entry, entry.shape, fact, word))
      entry.facts = closure([...entry.facts, fact]);
  }
}

function fits(scope: Scope, entry: Entry, s: Shape, fact: Fact, word: Name): boolean {
  const need = (holds: (blame: Blame) => boolean, needs: string): boolean => {
    const blame = (): Complaint => ({
      code: "fact/shape",
      span: word.span,
      message: (show) => `${entry.name} is ${show(s)}, and ${fact} is said of ${needs}`,
      about: [],
    });
    if (holds(blame)) return true;
    complain(scope, blame);
    return false;
  };
  if (SQUARE.has(fact)) return need((x) => square(scope, s, x), "a square matrix");
  if (fact === "simplex" || fact === "onehot") return need((x) => equal(scope, s.cols, ONE, x), "a column vector");
  return true;
}
