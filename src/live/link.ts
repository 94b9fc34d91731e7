/**
 * A document as a link: `#1`, then the text, deflated and in base64url, then each setting that is not the default as
 * `~key=value`. The number is that of the form, so that links of today are read by every later page. Whatever a link
 * holds, reading it gives a document or a reason.
 */
import { has } from "../core/own.js";

export const SETTINGS = {
  tab: ["derivation", "graph", "check", "code", "text"],
  way: ["chain", "full"],
  grain: ["equation", "operation"],
  target: ["numpy", "pytorch", "jax", "julia", "matlab", "js"],
  format: ["latex", "typst", "markdown"],
  theme: ["system", "light", "dark"],
} as const;

type Key = keyof typeof SETTINGS;
export type Settings = { readonly [K in Key]: (typeof SETTINGS)[K][number] };

/** The first value of each list. */
export const DEFAULTS: Settings = {
  tab: "derivation",
  way: "chain",
  grain: "equation",
  target: "numpy",
  format: "latex",
  theme: "system",
};

export interface LinkedDocument {
  readonly text: string;
  readonly settings: Settings;
  /** A derivation to be looked through, and numbers that were changed; empty where there are none. */
  readonly steps: string;
  readonly values: string;
}

export type ReadLink = { readonly document: LinkedDocument } | { readonly refused: string };

const VERSION = "1";
/** A text beyond this is not read out of a link: nobody typed it. */
export const MOST_TEXT = 2_000_000;
/** A link of more characters is not looked at. */
const MOST_LINK = 4_000_000;

/** The streams of a browser, which Node has too, as far as they are used. */
interface Streams {
  readonly CompressionStream: new (format: "deflate-raw") => ByteStream;
  readonly DecompressionStream: new (format: "deflate-raw") => ByteStream;
  btoa(bytes: string): string;
  atob(text: string): string;
}
interface ByteStream {
  readonly writable: {
    getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void>; abort(): Promise<void> };
  };
  readonly readable: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> };
  };
}
const streams = globalThis as unknown as Streams;

/** All bytes that come out, or null where they are more than `most`. */
async function through(stream: ByteStream, bytes: Uint8Array, most: number): Promise<Uint8Array | null> {
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  // What is wrong with the bytes is told by the reader.
  const written = writer.write(bytes).then(
    () => writer.close(),
    () => {},
  );
  written.catch(() => {});
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    const part = next.value as Uint8Array;
    length += part.length;
    if (length > most) {
      await reader.cancel().catch(() => {});
      return null;
    }
    parts.push(part);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const toBase64 = (bytes: Uint8Array): string => {
  const pieces: string[] = [];
  for (let i = 0; i < bytes.length; i += 8192) pieces.push(String.fromCharCode(...bytes.subarray(i, i + 8192)));
  return streams.btoa(pieces.join("")).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(streams.atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

async function packed(text: string): Promise<string> {
  const bytes = await through(
    new streams.CompressionStream("deflate-raw"),
    new TextEncoder().encode(text),
    Number.POSITIVE_INFINITY,
  );
  return toBase64(bytes as Uint8Array);
}

/** The text, or why there is none. */
async function unpacked(text: string): Promise<{ readonly text: string } | { readonly refused: string }> {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1)
    return { refused: "it holds characters that no link has" };
  if (text === "") return { text: "" };
  try {
    const bytes = await through(new streams.DecompressionStream("deflate-raw"), fromBase64(text), MOST_TEXT);
    if (bytes === null) return { refused: "its text is too long" };
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { refused: "it was cut off or changed on its way" };
  }
}

/** The part of an address behind and with its `#`. */
export async function linkOf(document: LinkedDocument): Promise<string> {
  const parts = [`#${VERSION}${await packed(document.text)}`];
  for (const key of Object.keys(SETTINGS) as Key[])
    if (document.settings[key] !== DEFAULTS[key]) parts.push(`${key}=${document.settings[key]}`);
  for (const key of ["steps", "values"] as const)
    if (document[key] !== "") parts.push(`${key}=${await packed(document[key])}`);
  return parts.join("~");
}

/** Reads what stands behind the `#` of an address. A setting that is not known here is passed over: a later page wrote it. */
export async function readLink(hash: string): Promise<ReadLink> {
  const given = hash.startsWith("#") ? hash.slice(1) : hash;
  if (given.length > MOST_LINK) return { refused: "it is too long" };
  const [head = "", ...rest] = given.split("~");
  const version = /^\d*/.exec(head)?.[0] ?? "";
  // The version is one digit; what stands behind it is the text, which may begin with digits too.
  if (version === "" || !head.startsWith(VERSION)) return { refused: "it is of a form that this page does not know" };
  const text = await unpacked(head.slice(VERSION.length));
  if (has(text, "refused")) return text;
  const settings: Record<string, string> = { ...DEFAULTS };
  const more = { steps: "", values: "" };
  for (const part of rest) {
    const at = part.indexOf("=");
    const [key, value] = [part.slice(0, at), part.slice(at + 1)];
    if (at < 0) continue;
    if (key === "steps" || key === "values") {
      const read = await unpacked(value);
      if (has(read, "refused")) return read;
      more[key] = read.text;
    } else if (Object.hasOwn(SETTINGS, key) && (SETTINGS[key as Key] as readonly string[]).includes(value))
      settings[key] = value;
  }
  return { document: { text: text.text, settings: settings as unknown as Settings, ...more } };
}
