/**
 * Standard input, output and errors by their descriptors. Node's streams for them bring its network code, which costs a
 * cold start five milliseconds.
 */
import { fstatSync, readSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

/** Whether a person sits behind the descriptor. */
export function isTerminal(descriptor: number): boolean {
  try {
    // The module of terminals is only asked where there may be one.
    return fstatSync(descriptor).isCharacterDevice() && isatty(descriptor);
  } catch {
    return false;
  }
}

/**
 * The bytes of an open file, at most one more than `limit` whatever the file claims its size to be: it may be a pipe or
 * a device without end. Standard input may be set not to wait; then this waits in its place.
 */
export function readDescriptor(descriptor: number, limit: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= limit) {
    const chunk = new Uint8Array(Math.min(1 << 16, limit - size + 1));
    let count: number;
    try {
      count = readSync(descriptor, chunk);
    } catch (error) {
      waitFor(error);
      continue;
    }
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    size += count;
  }
  return Buffer.concat(chunks);
}

/** Writes all of the text. Throws what the system says: EPIPE where the reader has gone. */
export function writeDescriptor(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      waitFor(error);
    }
  }
}

/** A descriptor that is set not to wait is waited for here; any other error is thrown on. */
function waitFor(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}
