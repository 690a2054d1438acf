import type { AgentEvent, AgentOutcome } from '../ports/agent.ts';
import { failedOutcome, ModelError } from './errors.ts';

/** Makes an answer. Throws what ended it, and when the signal aborts. */
export type MakeAnswer = (signal: AbortSignal) => AsyncGenerator<AgentEvent, AgentOutcome>;

// One for all: an error is dear to make, for its stack, and every run ends with one.
const STOPPED = new DOMException('The run was stopped.', 'AbortError');

/**
 * One run. `return()` takes effect at once, also while an event is awaited; a plain generator would wait for the
 * event first.
 */
export class AgentRun implements AsyncIterableIterator<AgentEvent, undefined> {
  readonly #stop = new AbortController();
  readonly #events: AsyncGenerator<AgentEvent, undefined>;

  /** `runMs`: how long it may take. */
  constructor(answer: MakeAnswer, runMs: number, signal: AbortSignal) {
    this.#events = this.#run(answer, runMs, signal);
  }

  next(): Promise<IteratorResult<AgentEvent, undefined>> {
    return this.#events.next();
  }

  return(): Promise<IteratorResult<AgentEvent, undefined>> {
    this.#stop.abort(STOPPED);
    return this.#events.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async *#run(answer: MakeAnswer, runMs: number, signal: AbortSignal): AsyncGenerator<AgentEvent, undefined> {
    const stop = () => this.#stop.abort(STOPPED);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    let late: ModelError | null = null;
    const timer = setTimeout(() => {
      late = new ModelError('model_timeout', `The run took longer than ${runMs} ms.`);
      this.#stop.abort(late);
    }, runMs);
    let outcome: AgentOutcome;
    try {
      this.#stop.signal.throwIfAborted();
      outcome = yield* answer(this.#stop.signal);
    } catch (error) {
      const { aborted, reason } = this.#stop.signal;
      outcome = aborted && reason !== late ? { status: 'stopped' } : failedOutcome(late ?? error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
    yield { type: 'finished', outcome };
    return undefined;
  }
}
