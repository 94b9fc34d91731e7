/** Faults below the text, each with its hint and with the changes that mend it. */
import type { Fault, Said } from "../src/live/messages.js";
import { byId, element } from "./dom.js";
import type { Written } from "./names.js";

const MOST = 8;

export function faults(editor: Written): (answers: Said) => void {
  let shown = "";
  return ({ faults: all }) => {
    const now = JSON.stringify(all);
    if (now === shown) return;
    shown = now;
    const items = all.slice(0, MOST).map((f) => faultItem(f, editor));
    const more = all.length > MOST ? [element("li", {}, `and ${all.length - MOST} more`)] : [];
    byId("faults").replaceChildren(...items, ...more);
  };
}

function faultItem(fault: Fault, editor: Written): HTMLElement {
  const { severity, line, message, hint, fixes } = fault;
  const attributes = { class: `fault ${severity}`, ...(severity === "error" ? { role: "alert" } : {}) };
  const buttons = fixes.map((fix) => {
    const button = element("button", { type: "button", class: "fix" }, fix.label);
    button.addEventListener("click", () => editor.write(fix.text));
    return button;
  });
  const hints = hint === null ? [] : [element("span", { class: "cr-note" }, ` ${hint}`)];
  return element(
    "li",
    {},
    element("div", attributes, element("b", {}, `line ${line}`), ` ${message}`, ...hints, ...buttons),
  );
}
