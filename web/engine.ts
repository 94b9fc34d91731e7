/**
 * The worker as the page sees it: it is sent one request at a time, and the newest of a kind takes the place of an older one
 * that waits. What keeps a newer text waiting, or takes too long, is ended with its worker, and a new one begins.
 */
import type { Ask, Document, Replies, Request, Told } from "../src/live/messages.js";

/** How long a request of an older text may keep a newer text waiting, and how long one may take at all. */
const PATIENCE = 700;
const LIMIT = 10_000;

export type Outcome<K extends Ask["ask"]> =
  | { readonly reply: Replies[K] }
  | { readonly failure: string }
  /** A newer request has taken its place. */
  | { readonly superseded: true };

interface Job {
  readonly request: Request;
  readonly done: (outcome: Outcome<Ask["ask"]>) => void;
}

export interface Engine {
  readonly ask: <A extends Ask>(document: Document, ask: A) => Promise<Outcome<A["ask"]>>;
  /** Starts the worker before it is asked anything. */
  readonly warm: () => void;
}

/** What comes first when several wait. */
const ORDER: readonly Ask["ask"][] = [
  "colour",
  "answers",
  "unfold",
  "graph",
  "steps",
  "code",
  "text",
  "lines",
  "check",
];

export function engine(start: () => Worker, busy: (isBusy: boolean) => void): Engine {
  let worker: Worker | null = null;
  let ready = false;
  let current: Job | null = null;
  let since = 0;
  let count = 0;
  const waiting = new Map<Ask["ask"], Job>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const end = (failure: string | null): void => {
    worker?.terminate();
    worker = null;
    ready = false;
    const job = current;
    current = null;
    job?.done(failure === null ? { superseded: true } : { failure });
  };

  const begin = (): Worker => {
    const begun = start();
    begun.onmessage = ({ data }: MessageEvent<Told | "ready">) => {
      if (begun !== worker) return;
      if (data === "ready") {
        ready = true;
        since = performance.now();
        watch();
        return;
      }
      const job = current;
      if (job === null || data.id !== job.request.id) return;
      current = null;
      job.done("failure" in data ? { failure: data.failure } : { reply: data.reply });
      next();
    };
    begun.onerror = (event) => {
      event.preventDefault();
      if (begun !== worker) return;
      end("the part of the page that derives could not go on");
      next();
    };
    return begun;
  };

  /** Looks again when the request that runs has had its time. */
  const watch = (): void => {
    clearTimeout(timer);
    if (current === null || !ready) return;
    const text = waiting.get("answers")?.request.document.text ?? waiting.get("colour")?.request.document.text;
    const isOld = text !== undefined && text !== current.request.document.text;
    const left = (isOld ? PATIENCE : LIMIT) - (performance.now() - since);
    if (left > 0) {
      timer = setTimeout(watch, left + 1);
      return;
    }
    end(isOld ? null : "it took longer than ten seconds and was ended");
    next();
  };

  const next = (): void => {
    if (current === null) {
      const kind = ORDER.find((k) => waiting.has(k));
      if (kind === undefined) {
        busy(false);
        return;
      }
      current = waiting.get(kind) as Job;
      waiting.delete(kind);
      since = performance.now();
      worker ??= begin();
      worker.postMessage(current.request);
      busy(true);
    }
    watch();
  };

  return {
    ask: (document, ask) =>
      new Promise((resolve) => {
        waiting.get(ask.ask)?.done({ superseded: true });
        count += 1;
        waiting.set(ask.ask, {
          request: { id: count, document, ask },
          done: resolve as (outcome: Outcome<Ask["ask"]>) => void,
        });
        next();
      }),
    warm: () => {
      worker ??= begin();
    },
  };
}
