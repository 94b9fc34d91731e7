/**
 * `sum((y_i - w^T x_i)^2)`: the sum of one number, in which a letter counts what nobody counts. Whoever writes so means
 * the sum over the letter.
 */
import { isScalar } from "../../core/shape.js";
import { type Call, type Name, postorder } from "../../parse/ast.js";
import { fault, resolved, type Scope, typed } from "../scope.js";
import type { Term } from "../terms.js";
import { shapeOf } from "./operands.js";

/** Refuses the sum or mean of a number that is made of names with a letter below them which nothing binds. */
export function checkOpenLetters(scope: Scope, { callee, args }: Call, of: Term): void {
  const [body] = args;
  if (body === undefined) return;
  const first = postorder(body).find((e): e is Name => e.type === "name" && openLetter(e) !== null);
  if (first === undefined) return;
  const { owner } = scope;
  scope.checks.push(() => {
    if (owner.faulty || !isScalar(resolved(scope, shapeOf(of)))) return;
    const letter = openLetter(first);
    const [whole, inner] = [typed(scope, of.span), typed(scope, first.span)];
    const message = `${callee.name} is taken of one number, and nothing binds ${letter} of ${inner}`;
    const over = callee.name === "mean" ? " / N" : "";
    fault(scope, "index/no-letter", callee.span, message, {
      hint: `a sum over ${letter} says so: sum(${letter}=1..N, ${whole})${over}`,
    });
  });
}

/** The letter below a name that counts, which is at no place for all that has been read. */
function openLetter({ at, scripts }: Name): string | null {
  const [below, ...more] = scripts?.below ?? [];
  if (at !== undefined || below === undefined || more.length > 0) return null;
  return /^[i-n]$/.test(below.text.trim()) ? below.text.trim() : null;
}
