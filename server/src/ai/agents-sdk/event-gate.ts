import type { AgentEvent } from '../../ports/agent.ts';

interface Waiting {
  event: AgentEvent;
  taken(): void;
  refused(reason: unknown): void;
}

/** Hands events from those who make them to one reader; who made one goes on when the reader asks for the next. */
export class EventGate {
  readonly #waiting: Waiting[] = [];
  #closed: { reason: unknown } | null = null;
  #wake: () => void = () => {};

  /** Settles when the reader has taken the event; rejects when nobody reads any more. */
  emit(event: AgentEvent): Promise<void> {
    if (this.#closed) return Promise.reject(this.#closed.reason);
    return new Promise((taken, refused) => {
      this.#waiting.push({ event, taken, refused });
      this.#wake();
    });
  }

  /** The events while a piece of work goes on; then what came of it. Does not wait for the work once the signal aborts. */
  async *relay<Value>(work: Promise<Value>, signal: AbortSignal): AsyncGenerator<AgentEvent, Value> {
    let settled = false;
    const onSettled = () => {
      settled = true;
      this.#wake();
    };
    work.then(onSettled, onSettled);
    const onAbort = () => this.#wake();
    signal.addEventListener('abort', onAbort);
    try {
      for (;;) {
        signal.throwIfAborted();
        const next = this.#waiting[0];
        if (next) {
          yield next.event;
          this.#waiting.shift();
          next.taken();
        } else if (settled) return await work;
        else await this.#change();
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
      this.#close(signal.reason ?? new Error('Nobody reads this answer any more.'));
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #close(reason: unknown): void {
    this.#closed = { reason };
    for (const { refused } of this.#waiting.splice(0)) refused(reason);
  }
}
