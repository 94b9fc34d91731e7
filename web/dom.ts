/** The few things that every part of the page does to its elements. */

/** The element with an id; the page is written with it. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as T;
}

export interface Attributes {
  readonly [name: string]: string | boolean;
}

/** An element with attributes and children; text stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value === true) made.setAttribute(key, "");
    else if (value !== false) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** The HTML that each block was made of: what the browser makes of it reads otherwise. */
const written = new WeakMap<Element, string>();

/** Brings the children of a container to these blocks. Only what has changed is replaced. */
export function showBlocks(
  container: HTMLElement,
  blocks: readonly { readonly key: string; readonly html: string }[],
): void {
  const before = new Map([...container.children].map((child) => [(child as HTMLElement).dataset.key ?? "", child]));
  let at: Element | null = container.firstElementChild;
  for (const { key, html } of blocks) {
    let child = before.get(key);
    before.delete(key);
    if (child === undefined) {
      child = element("div", { "data-key": key });
      container.insertBefore(child, at);
    } else if (child === at) at = at.nextElementSibling;
    else container.insertBefore(child, at);
    if (written.get(child) !== html) {
      child.innerHTML = html;
      written.set(child, html);
    }
  }
  for (const child of before.values()) child.remove();
  makeScrollable(container);
}

const measured = new Set<HTMLElement>();

/** What scrolls can be reached by keyboard: from the next frame on, whose layout is made anyway. */
export function makeScrollable(within: HTMLElement): void {
  if (measured.size === 0)
    requestAnimationFrame(() => {
      const all = [...measured];
      measured.clear();
      for (const one of all) measure(one);
    });
  measured.add(within);
}

function measure(within: HTMLElement): void {
  for (const box of within.querySelectorAll<HTMLElement>(".cr-right,.cr-answer,.cr-list>li,pre,.scrolls")) {
    if (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
    else if (box.tabIndex === 0 && box.tagName !== "PRE") box.removeAttribute("tabindex");
  }
}

/** Says something to those who listen, and to those who look at the foot of the page. */
export function say(text: string): void {
  byId("status").textContent = text;
}

/** Copies, and says so; where the browser does not allow it, the text is selected to be copied by hand. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  } catch {
    const area = element("textarea", { "aria-label": what, class: "hidden", readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    say(done ? `${what} copied` : `${what}: the browser does not let a page copy`);
  }
}
