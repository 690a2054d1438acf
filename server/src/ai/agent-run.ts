import type { AgentEvent, AgentOutcome, AgentRequest } from '../ports/agent.ts';
import { failedOutcome } from './errors.ts';
import { runToolLoop, type ToolLoop } from './tool-loop.ts';

/**
 * One run. `return()` takes effect at once, also while an event is awaited; a plain generator would wait for the
 * event first.
 */
export class AgentRun implements AsyncIterableIterator<AgentEvent, undefined> {
  readonly #stop = new AbortController();
  readonly #events: AsyncGenerator<AgentEvent, undefined>;

  constructor(loop: ToolLoop, request: AgentRequest, signal: AbortSignal) {
    this.#events = this.#run(loop, request, signal);
  }

  next(): Promise<IteratorResult<AgentEvent, undefined>> {
    return this.#events.next();
  }

  return(): Promise<IteratorResult<AgentEvent, undefined>> {
    this.#stop.abort();
    return this.#events.return(undefined);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async *#run(
    loop: ToolLoop,
    request: AgentRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AgentEvent, undefined> {
    const stop = () => this.#stop.abort();
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    let outcome: AgentOutcome;
    try {
      this.#stop.signal.throwIfAborted();
      outcome = yield* runToolLoop(loop, request, this.#stop.signal);
    } catch (error) {
      outcome = this.#stop.signal.aborted ? { status: 'stopped' } : failedOutcome(error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    yield { type: 'finished', outcome };
    return undefined;
  }
}
