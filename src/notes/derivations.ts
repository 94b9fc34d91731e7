/** Derivations in a fence `chainrule steps`: a model and what a student writes about it, judged up to the first wrong line. */
import { MISTAKES } from "../judge/steps/mistake.js";
import { type StepsReport, stepsOf } from "../judge/steps/steps.js";
import { escapeHtml } from "../report/katex.js";
import type { DerivationBlock, Remark } from "./document.js";
import type { Forms } from "./pieces.js";

/** The first wrong line as a fault of the note; nothing where no line is wrong. */
export function remarksOf({ text, line }: DerivationBlock): readonly Remark[] {
  const { firstWrong: wrong, fault } = stepsOf(text);
  if (fault !== null) return [{ severity: "error", code: "notes/steps", message: fault, line }];
  if (wrong === null) return [];
  const message = `the first wrong line of this derivation: ${saidOf(wrong)}`;
  return [{ severity: "error", code: "notes/steps", message, line: line + wrong.line - 1 }];
}

const saidOf = ({ mistake, should }: NonNullable<StepsReport["firstWrong"]>): string =>
  `${MISTAKES[mistake]}${should === null ? "" : `; it should be ${should}`}`;

const checked = (judged: number): string => `Checked: no mistake in ${judged} ${judged === 1 ? "side" : "sides"}.`;

/** The lines as they are written in the form of another program, and below them the first wrong one with what it should have been. */
export function derivationBlocks<B, I>({ text }: DerivationBlock, forms: Forms<B, I>): readonly B[] {
  const { firstWrong: wrong, fault, judged } = stepsOf(text);
  const lines = text.replace(/\n$/, "");
  const said = (): B => {
    if (fault !== null) return forms.paragraph([forms.strong([forms.text(fault)])]);
    if (wrong === null) return forms.paragraph([forms.text(checked(judged))]);
    const { mistake, should } = wrong;
    const typed = (lines.split("\n")[wrong.line - 1] ?? "").trim();
    return forms.paragraph([
      forms.strong([forms.text(`line ${wrong.line}:`)]),
      forms.text(" "),
      forms.code(typed),
      forms.text(`: ${MISTAKES[mistake]}${should === null ? "" : "; it should be "}`),
      ...(should === null ? [] : [forms.code(should)]),
    ]);
  };
  return [forms.listing(lines), said()];
}

/** The lines as they are written, the first wrong one marked, with what it should have been. */
export function derivationBlockHtml({ text }: DerivationBlock): string {
  const { firstWrong: wrong, fault, judged } = stepsOf(text);
  const lines = text.replace(/\n$/, "").split("\n");
  const shown = lines.map((l, i) => {
    const typed = escapeHtml(l);
    return i + 1 === wrong?.line ? `<mark class="cr-wrong">${typed}</mark>` : typed;
  });
  const end =
    fault !== null
      ? `<p class="cr-fault">${escapeHtml(fault)}</p>`
      : wrong === null
        ? `<p class="cn-checked">${checked(judged)}</p>`
        : `<p class="cr-fault"><strong>line ${wrong.line}</strong> ${escapeHtml(saidOf(wrong))}</p>`;
  return `<div class="cn-block"><pre>${shown.join("\n")}</pre>${end}</div>`;
}
