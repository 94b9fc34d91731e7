/**
 * Turns the realm of a test file into a hostile one before our code is loaded: `npm run test:realms`. Other people's
 * packages are loaded before, and those that trust prototypes meet clean ones while they run.
 */
import { createRequire } from "node:module";
import "fast-check";
import katex from "katex";
import { vi } from "vitest";
import { FROZEN, POLLUTING_NAMES } from "./realms.js";

// What the library requires is another copy than what tests import.
const require = createRequire(import.meta.url);
const required = require("katex") as object;
const mathjs = require("mathjs/lib/browser/math.js") as { derivative: Call };
// It makes its classes when they are first asked for, by assignments that a frozen prototype refuses.
mathjs.derivative("x^2 / 3 + exp(-x)", "x");

type Call = (...args: unknown[]) => unknown;

function pollute(): void {
  for (const key of POLLUTING_NAMES)
    Object.defineProperty(Object.prototype, key, {
      value: "polluted",
      // Vitest itself walks its hooks by `for … in`; that our code never does is held by test/architecture.test.ts.
      enumerable: false,
      writable: true,
      configurable: true,
    });
}

function clean(): void {
  for (const key of POLLUTING_NAMES) Reflect.deleteProperty(Object.prototype, key);
}

/** A call of somebody else's, beside a clean prototype. */
const outside =
  (call: Call): Call =>
  (...args) => {
    clean();
    try {
      return call(...args);
    } finally {
      pollute();
    }
  };

function keepOutside(library: object, names: readonly string[]): void {
  for (const name of names) {
    const call = Reflect.get(library, name) as Call;
    Object.defineProperty(library, name, { value: outside(call) });
  }
}

if (process.env.REALM === "polluted") {
  for (const library of [katex, required]) keepOutside(library, ["renderToString", "__parse"]);
  keepOutside(mathjs, ["derivative"]);
  pollute();
} else {
  // Commander assigns the name of its errors, which a frozen Error.prototype refuses unless, as with `node
  // --frozen-intrinsics`, the name is an accessor there.
  const { name: inherited } = Error.prototype;
  Object.defineProperty(Error.prototype, "name", {
    get: () => inherited,
    set(this: object, value: unknown) {
      Object.defineProperty(this, "name", { value, writable: true, configurable: true });
    },
  });
  for (const name of FROZEN) {
    const intrinsic = Reflect.get(globalThis, name) as { readonly prototype?: object };
    // Vitest sets Error.stackTraceLimit; all else of it is fixed.
    if (name === "Error") {
      for (const key of Reflect.ownKeys(intrinsic))
        if (key !== "stackTraceLimit") Object.defineProperty(intrinsic, key, { writable: false, configurable: false });
    } else Object.freeze(intrinsic);
    if (intrinsic.prototype !== undefined) Object.freeze(intrinsic.prototype);
  }
}

/** A package whose functions meet a clean prototype. */
async function kept(original: () => Promise<unknown>, names: readonly string[]): Promise<Record<string, unknown>> {
  const library = { ...((await original()) as Record<string, unknown>) };
  if (process.env.REALM === "polluted") for (const name of names) library[name] = outside(library[name] as Call);
  return library;
}

vi.mock("@dagrejs/dagre", (original) => kept(original, ["layout"]));
vi.mock("hast-util-from-html", (original) => kept(original, ["fromHtml"]));
vi.mock("hast-util-sanitize", (original) => kept(original, ["sanitize"]));
vi.mock("hast-util-to-html", (original) => kept(original, ["toHtml"]));
