/** Where the keys of a JSON object stand in its text, so that a fault in a value is shown at its place. */

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
