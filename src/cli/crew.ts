/** Threads that proofread notes, and answers in the order of the questions. */
import type { ResourceLimits } from "node:worker_threads";
import type { Job, Proof } from "./notes-proof.js";

/** A pool of threads. */
export interface Crew {
  readonly size: number;
  /** Rejects where the thread fails; another takes its place. */
  readonly work: (job: Job) => Promise<Proof>;
  readonly end: () => Promise<void>;
}

/** Threads that run the function `work` of a module. */
export async function crewOf(module: string, size: number, resourceLimits: ResourceLimits = {}): Promise<Crew> {
  const { Piscina } = await import("piscina");
  const pool = new Piscina<Job, Proof>({
    filename: module,
    name: "work",
    minThreads: size,
    maxThreads: size,
    resourceLimits,
    // A thread that waits asleep is not told of the messages that end it.
    atomics: "disabled",
  });
  return { size, work: (job) => pool.run(job), end: () => pool.destroy() };
}

/** Questions with what came of them, in their order; at most `most` are under way or wait for their turn. */
export async function* inOrder<Question, Answer>(
  questions: Iterable<Question>,
  most: number,
  ask: (question: Question) => Promise<Answer>,
): AsyncGenerator<readonly [Question, Settled<Answer>]> {
  const asked: (readonly [Question, Promise<Settled<Answer>>])[] = [];
  for (const question of questions) {
    // Settled at once: a rejection that is looked at in its turn would end the process until then.
    const settled = ask(question).then(
      (answer) => ({ type: "answered" as const, answer }),
      (error: unknown) => ({ type: "failed" as const, error }),
    );
    asked.push([question, settled]);
    const [first] = asked;
    if (first !== undefined && asked.length >= most) {
      asked.shift();
      yield [first[0], await first[1]];
    }
  }
  for (const [question, settled] of asked) yield [question, await settled];
}

type Settled<Answer> =
  | { readonly type: "answered"; readonly answer: Answer }
  | { readonly type: "failed"; readonly error: unknown };
