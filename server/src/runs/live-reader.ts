import type { RunEvent } from '@parlance/client-sdk/contract';

/** Characters and events that wait for one reader at most: who is slower reads from the database. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_EVENTS = 256;

/** What a reader in this process is handed: events; or `behind`, when it has to read the database first; or `ended`. */
export type Handed = readonly RunEvent[] | 'behind' | 'ended';

/** Gets the events of a run as they are written, while it keeps up. */
export class LiveReader {
  #events: RunEvent[] = [];
  #characters = 0;
  #state: 'live' | 'behind' | 'ended' = 'live';
  #wake: (() => void) | null = null;

  push(events: readonly RunEvent[]): void {
    if (this.#state !== 'live') return;
    for (const event of events) {
      this.#events.push(event);
      this.#characters += event.type === 'text-delta' ? event.text.length : 100;
    }
    if (this.#characters > MAX_CHARACTERS || this.#events.length > MAX_EVENTS) this.fallBehind();
    this.#notify();
  }

  /** Has the reader go to the database for what it has not been handed. */
  fallBehind(): void {
    this.#state = 'behind';
    this.#events = [];
    this.#notify();
  }

  /** No more will come; what waits is still handed on. */
  end(): void {
    if (this.#state === 'live') this.#state = 'ended';
    this.#notify();
  }

  /** What comes next; an abort hands on that it has ended. */
  async next(signal: AbortSignal): Promise<Handed> {
    while (this.#events.length === 0) {
      if (this.#state !== 'live') return this.#state;
      if (signal.aborted) return 'ended';
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      signal.addEventListener('abort', resolve as () => void, { once: true });
      await promise;
      signal.removeEventListener('abort', resolve as () => void);
    }
    const events = this.#events;
    this.#events = [];
    this.#characters = 0;
    return events;
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
