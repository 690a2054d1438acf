import type { RunEvents } from '../ports/run-events.ts';

/** Wakes those who wait for news of a run that another instance answers. */
export class Notices {
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #stop: () => Promise<void>;

  constructor(
    events: RunEvents,
    handlers: {
      onStop(runId: string): void;
      onFree(runId: string): void;
      onOut(userId: string): void;
      onGap(): void;
    },
  ) {
    this.#stop = events.listen(
      (notice) => {
        if (notice.what === 'out') handlers.onOut(notice.userId);
        else if (notice.what === 'events') this.wake(notice.runId);
        else if (notice.what === 'stop') handlers.onStop(notice.runId);
        else handlers.onFree(notice.runId);
      },
      () => {
        for (const runId of this.#waiting.keys()) this.wake(runId);
        handlers.onGap();
      },
    );
  }

  /** Waits for news of a run, for `ms` milliseconds at most, or until the signal aborts. */
  wait(runId: string, ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(runId) ?? new Set();
      this.#waiting.set(runId, waiting);
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        waiting.delete(done);
        if (waiting.size === 0 && this.#waiting.get(runId) === waiting) this.#waiting.delete(runId);
        resolve();
      };
      const timer = setTimeout(done, ms);
      waiting.add(done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  /** Wakes who waits for news of a run. */
  wake(runId: string): void {
    for (const done of [...(this.#waiting.get(runId) ?? [])]) done();
  }

  close(): Promise<void> {
    return this.#stop();
  }
}
