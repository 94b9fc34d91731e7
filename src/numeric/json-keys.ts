/** Where things stand in the text of a JSON object, so that a fault is shown at its place. */

export interface KeyPlace {
  /** The key with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Whether the object has the key twice; JSON then keeps the last value in silence. */
  readonly repeated: boolean;
}

/** The keys of the outermost object of a valid JSON text. */
export function keysOf(json: string): ReadonlyMap<string, KeyPlace> {
  const out = new Map<string, KeyPlace>();
  let depth = 0;
  // Strings are skipped whole: a brace or a colon within one means nothing.
  for (const token of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/gs)) {
    const [text, colon] = token;
    if (text === "{" || text === "[") depth += 1;
    else if (text === "}" || text === "]") depth -= 1;
    else if (depth === 1 && colon !== undefined) {
      const quoted = text.slice(0, text.length - colon.length);
      const key = JSON.parse(quoted) as string;
      out.set(key, { start: token.index, end: token.index + quoted.length, repeated: out.has(key) });
    }
  }
  return out;
}

// A string may hold DEL and the controls after it; JSON refuses only those below the space.
const TOKEN =
  /\s*(?:("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([[\]{}:,]))/uy;

/**
 * The offset at which a text stops being JSON. What JSON.parse says of it is in words that differ
 * between versions of Node, and some give no place.
 */
export function faultIn(json: string): number {
  const open: ("{" | "[")[] = [];
  /** The kinds of token that may come next: a value, a key, a colon, or the end of a value. `first` allows a bracket to close at once. */
  let next: "value" | "key" | "colon" | "after" = "value";
  let first = false;
  TOKEN.lastIndex = 0;
  while (true) {
    const from = TOKEN.lastIndex;
    const token = TOKEN.exec(json);
    const at =
      token === null
        ? from + (/^\s*/.exec(json.slice(from))?.[0].length ?? 0)
        : TOKEN.lastIndex - token[0].trimStart().length;
    if (token === null) return Math.min(at, json.length);
    const [, text, literal, sign] = token;
    const closes = sign === "}" || sign === "]";
    if (closes && (next === "after" || first) && open[open.length - 1] === (sign === "}" ? "{" : "[")) {
      open.pop();
      next = "after";
      first = false;
    } else if (next === "value" && (text !== undefined || literal !== undefined)) {
      next = "after";
      first = false;
    } else if (next === "value" && (sign === "{" || sign === "[")) {
      open.push(sign);
      next = sign === "{" ? "key" : "value";
      first = true;
    } else if (next === "key" && text !== undefined) {
      next = "colon";
      first = false;
    } else if (next === "colon" && sign === ":") next = "value";
    else if (next === "after" && sign === "," && open.length > 0)
      next = open[open.length - 1] === "{" ? "key" : "value";
    else return at;
  }
}
