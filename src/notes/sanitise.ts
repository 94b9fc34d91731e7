/**
 * HTML of notes made safe: parsed as a browser parses it, and only listed elements and attributes
 * kept. What this tool draws itself is put in afterwards, at slots that no note can name.
 */

import type { Element, ElementContent, Nodes, Root, RootContent } from "hast";
import { fromHtml } from "hast-util-from-html";
import { type Schema, sanitize } from "hast-util-sanitize";
import { toHtml } from "hast-util-to-html";
import { has } from "../core/own.js";

const ELEMENTS =
  "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr";

/** Every id of a note begins with this, so that none can take the place of one of the page. */
export const ID_PREFIX = "n-";

const schema = (slot: string): Schema => ({
  tagNames: [...ELEMENTS.split(" "), slot],
  attributes: {
    "*": ["id", "title", "lang", "dir"],
    a: ["href"],
    img: ["src", "alt", "width", "height"],
    ol: ["start", "reversed"],
    td: ["colSpan", "rowSpan", "align"],
    th: ["colSpan", "rowSpan", "align", "scope"],
    code: [["className", /^language-[\w+#.-]{1,40}$/]],
    details: ["open"],
    [slot]: ["n"],
  },
  protocols: { href: ["http", "https", "mailto"], src: [] },
  ancestors: {
    li: ["ol", "ul"],
    tbody: ["table"],
    td: ["table"],
    th: ["table"],
    thead: ["table"],
    tfoot: ["table"],
    tr: ["table"],
  },
  clobber: ["id"],
  clobberPrefix: ID_PREFIX,
  strip: ["script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea", "title", "xmp"],
  allowComments: false,
  allowDoctypes: false,
});

/** Addresses for the pictures and links of a note. */
export interface Resources {
  /** The address of a picture that stands beside the note, or null where it is not shown. */
  readonly picture: (src: string) => string | null;
  /** The address of a link to a file beside the note: another page of the site, say. */
  readonly link: (href: string) => string;
}

/** Whether an address leads to a file beside the note and nowhere else. */
export const isBeside = (address: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers leave them out of addresses
  !/^[/\\]|^[^/?#]*:|[\u0000-\u001f\\]|(?:^|\/)\.\.(?:\/|$)/.test(address.trim()) && !/%2e%2e|%5c|%2f/i.test(address);

/**
 * Sanitises `html`. Elements `<slot n="k">` are replaced by `drawn(k)`, which is trusted. Throws
 * RangeError where elements nest some thousand deep.
 */
export function sanitised(
  html: string,
  slot: string,
  drawn: (k: number) => string | null,
  resources: Resources,
): { readonly html: string; readonly left: ReadonlySet<string> } {
  const tree = fromHtml(html, { fragment: true });
  const left = new Set<string>();
  const kept = sanitize(tree, schema(slot)) as Root;
  visit(kept, (node): RootContent | null => {
    if (node.type !== "element") return null;
    if (node.tagName === slot) {
      const made = drawn(Number(node.properties.n));
      return { type: "raw", value: made ?? "" } as unknown as RootContent;
    }
    if (node.tagName === "img") return picture(node, resources, left);
    if (node.tagName === "a" && typeof node.properties.href === "string") {
      const { href } = node.properties;
      node.properties.href = href.startsWith("#") ? `#${ID_PREFIX}${href.slice(1)}` : resources.link(href);
      if (/^https?:/i.test(href)) node.properties.rel = ["noreferrer", "noopener"];
      // `//host/x` and `\\host` have no scheme, and lead to another host all the same.
      if (/^\s*[/\\]{2}/.test(href)) delete node.properties.href;
    }
    return null;
  });
  return { html: toHtml(kept, { allowDangerousHtml: true }), left };
}

/** A picture beside the note is shown; in the place of any other stand its words. */
function picture(node: Element, { picture: find }: Resources, left: Set<string>): RootContent | null {
  const src = typeof node.properties.src === "string" ? node.properties.src : "";
  const alt = typeof node.properties.alt === "string" ? node.properties.alt : "";
  const found = isBeside(src) ? find(src) : null;
  if (found !== null) {
    node.properties.src = found;
    node.properties.loading = "lazy";
    return null;
  }
  left.add(src === "" ? alt : src);
  const text: ElementContent = { type: "text", value: alt === "" ? "picture" : alt };
  return { type: "element", tagName: "em", properties: { className: ["cn-picture"] }, children: [text] };
}

/** Calls `change` for each node, and puts what it gives in the node's place. */
function visit(root: Root, change: (node: RootContent) => RootContent | null): void {
  const todo: Nodes[] = [root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (!has(node, "children")) continue;
    const children = node.children as RootContent[];
    children.forEach((child, i) => {
      const made = change(child);
      if (made === null) todo.push(child);
      else children[i] = made;
    });
  }
}
