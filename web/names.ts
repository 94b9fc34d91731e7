/** The strips below the text: what was inferred of each name, to be changed, and what is asked. */
import { asking, declared } from "../src/live/declare.js";
import type { Chip, Question, Said } from "../src/live/messages.js";
import { byId, element } from "./dom.js";

const KINDS = ["scalar", "vector", "matrix", "function"] as const;
const FACTS = ["", "symmetric", "diagonal", "posdef", "orthogonal", "invertible", "positive", "simplex", "data"];

const SIZES: Readonly<Record<string, number>> = { vector: 1, matrix: 2 };

/** The page as these strips see it. */
export interface Written {
  readonly text: () => string;
  readonly write: (text: string) => void;
}

export function names(editor: Written): (answers: Said) => void {
  const dialog = byId<HTMLDialogElement>("declare");
  let shown = "";
  return ({ chips, questions, written }) => {
    const now = JSON.stringify([chips, questions, written]);
    if (now === shown) return;
    shown = now;
    byId("chips").replaceChildren(...chips.map((chip) => chipButton(chip, () => ask(dialog, chip, editor))));
    byId("questions").replaceChildren(...questionButtons(questions, editor));
    byId("names-strip").hidden = chips.length === 0;
    byId("questions-strip").hidden = questions.length === 0;
  };
}

function chipButton(chip: Chip, press: () => void): HTMLElement {
  const label = `${chip.shown} ${chip.said}${chip.assumed ? ", assumed" : ""}`;
  const words = [element("b", {}, chip.shown), ` ${chip.said}`];
  if (!chip.declarable) return element("span", { class: "chip", title: chip.why }, ...words);
  const button = element(
    "button",
    {
      type: "button",
      class: chip.assumed ? "chip assumed" : "chip",
      title: chip.why,
      "aria-label": `${label}: change`,
      "aria-haspopup": "dialog",
    },
    ...words,
  );
  button.addEventListener("click", press);
  return button;
}

function select(label: string, options: readonly string[], value: string): HTMLSelectElement {
  const made = element(
    "select",
    { "aria-label": label },
    ...options.map((o) => element("option", { value: o }, o === "" ? "no fact" : o)),
  );
  made.value = value;
  return made;
}

/** Asks what a name is; the answer is written into the text as a declaration. */
function ask(dialog: HTMLDialogElement, chip: Chip, editor: Written): void {
  const kind = select("kind", KINDS, chip.kind);
  const sizes = chip.shape.map((size, i) =>
    element("input", {
      "aria-label": i === 0 ? "rows" : "columns",
      value: size === "1" ? (i === 0 ? "n" : "m") : size,
      size: "5",
      autocomplete: "off",
    }),
  );
  const fact = select("fact", FACTS, chip.facts.find((f) => FACTS.includes(f)) ?? "");
  const show = (): void => {
    sizes.forEach((input, i) => {
      input.hidden = i >= (SIZES[kind.value] ?? 0);
    });
    fact.hidden = kind.value === "function";
  };
  kind.addEventListener("change", show);
  show();
  const cancel = element("button", { type: "button" }, "Cancel");
  cancel.addEventListener("click", () => dialog.close());
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "declare-title" }, `What is ${chip.shown}?`),
    element("p", { class: "cr-note" }, chip.why),
    element("p", { class: "row" }, kind, ...sizes, fact),
    element("p", { class: "row" }, element("button", { class: "main" }, "Declare"), cancel),
  );
  form.addEventListener("submit", () => {
    const count = SIZES[kind.value] ?? 0;
    const written =
      count === 0
        ? kind.value
        : `${kind.value}(${sizes
            .slice(0, count)
            .map((s) => s.value.trim() || "n")
            .join(", ")})`;
    const facts = kind.value === "function" || fact.value === "" ? "" : ` ${fact.value}`;
    editor.write(declared(editor.text(), { name: chip.name, kind: written + facts }));
  });
  dialog.replaceChildren(form);
  dialog.showModal();
}

function questionButtons(questions: readonly Question[], editor: Written): readonly HTMLElement[] {
  const asked = questions.filter((q) => q.asked).map((q) => q.text);
  return questions.map(({ text, shown, asked: isAsked }) => {
    const button = element("button", { type: "button", class: "chip", "aria-pressed": String(isAsked) }, shown);
    button.addEventListener("click", () => {
      const next = isAsked ? asked.filter((q) => q !== text) : [...asked, text];
      editor.write(asking(editor.text(), next));
    });
    return button;
  });
}
