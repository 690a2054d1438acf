import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Names } from './check-tree.ts';
import type { ToCheck, Verdict } from './parser-worker.ts';

/** Characters of a statement. */
export const LONGEST_STATEMENT = 8_000;
const TIMEOUT_MS = 10_000;
const UNREADABLE = 'The statement cannot be read: write it shorter and with less nesting.';

/**
 * Tells whether statements are plain SELECTs of what may be read. They are parsed in a thread, one after the other: deep nesting
 * makes the parser overflow, and leaves it broken for all that comes after. Then the thread goes, and the next check has a new one.
 */
export class StatementChecker {
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();
  readonly #onFault: (cause: unknown) => void;

  constructor(onFault: (cause: unknown) => void) {
    this.#onFault = onFault;
  }

  /** Why a statement is not to be run; null: it may. */
  check(sql: string, names: Names): Promise<string | null> {
    const checked = this.#last.then(() => this.#check(sql, names));
    this.#last = checked.catch(() => {});
    return checked;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#drop();
  }

  async #check(sql: string, names: Names): Promise<string | null> {
    if (sql.length > LONGEST_STATEMENT)
      return `The statement is longer than ${LONGEST_STATEMENT} characters.`;
    if (sql.includes('\0')) return 'The statement has a NUL in it.';
    this.#worker ??= startWorker();
    const toCheck: ToCheck = { sql: sql.toWellFormed(), names };
    this.#worker.postMessage(toCheck);
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const [verdict] = (await once(this.#worker, 'message', { signal })) as [Verdict];
      return verdict.refusal;
    } catch (error) {
      await this.#drop();
      if (!isOfStatement(error)) this.#onFault(error);
      return UNREADABLE;
    }
  }

  async #drop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** Whether it was the statement that was too much: it overflowed the stack or the memory, or took too long. */
const isOfStatement = (error: unknown): boolean =>
  error instanceof RangeError ||
  (error instanceof Error && (error.name === 'AbortError' || error.name === 'RuntimeError')) ||
  (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY');

function startWorker(): Worker {
  const worker = new Worker(new URL('./parser-worker.ts', import.meta.url), {
    resourceLimits: { stackSizeMb: 0.4, maxOldGenerationSizeMb: 128 },
  });
  // What ends it is heard by the check that waits; a process does not stay for its sake.
  worker.on('error', () => {});
  worker.unref();
  return worker;
}
