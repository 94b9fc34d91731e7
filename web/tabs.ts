/** Tabs: one is open, arrow keys go from one to the next. */
import { SETTINGS, type Settings } from "../src/live/link.js";
import { byId } from "./dom.js";

type Tab = Settings["tab"];

export interface Tabs {
  readonly show: (tab: Tab) => void;
}

export function tabs(chosen: (tab: Tab) => void): Tabs {
  const all = SETTINGS.tab;
  const show = (tab: Tab): void => {
    for (const name of all) {
      const button = byId(`tab-${name}`);
      button.setAttribute("aria-selected", String(name === tab));
      button.tabIndex = name === tab ? 0 : -1;
      byId(`panel-${name}`).hidden = name !== tab;
    }
  };
  for (const [i, name] of all.entries()) {
    const button = byId(`tab-${name}`);
    const choose = (to: Tab): void => {
      show(to);
      byId(`tab-${to}`).focus();
      chosen(to);
    };
    button.addEventListener("click", () => choose(name));
    button.addEventListener("keydown", ({ key }) => {
      const next = { ArrowRight: i + 1, ArrowLeft: i - 1 + all.length, Home: 0, End: all.length - 1 }[key];
      if (next !== undefined) choose(all[next % all.length] as Tab);
    });
  }
  return { show };
}
