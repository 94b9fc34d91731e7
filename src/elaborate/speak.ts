/** Faults in words, once sizes have their names. */
import { type Diagnostic, type Reporter, reporter } from "../core/diagnostic.js";
import { firstOf } from "../names/words.js";
import { type Fault, type Owner, type Scope, shower } from "./scope.js";
import { declarationHint, faceHint, origins } from "./summary.js";

/** Reports faults in order. The first error of a statement says what is left out because of it. */
export function speak(scope: Scope, faults: readonly Fault[], to: Reporter): void {
  const spoken = new Set<Owner>();
  for (const f of faults) {
    const tellsLoss = f.severity === "error" && !spoken.has(f.owner);
    if (tellsLoss && f.owner.leaves !== null) spoken.add(f.owner);
    report(scope, f, to, tellsLoss);
  }
}

/** The diagnostic of a fault that is not among the model's. */
export function aside(scope: Scope, f: Fault): Diagnostic {
  const to = reporter(scope.source);
  report(scope, f, to, f.severity === "error");
  return to.diagnostics[0] as Diagnostic;
}

function report(scope: Scope, f: Fault, to: Reporter, tellsLoss: boolean): void {
  const show = shower(scope);
  const hint = faceHint(scope, f.about) ?? f.hint(show) ?? declarationHint(scope, f.about);
  const notes = [...f.notes, ...origins(scope, f.about, show)];
  if (tellsLoss && f.owner.leaves !== null)
    notes.push({ message: `left out with it: ${firstOf(f.owner.leaves, LISTED)}` });
  to.report(f.severity, f.code, f.span, f.message(show), hint === null ? { notes } : { hint, notes });
}

/** Names that a message lists. */
const LISTED = 5;
