import type { RunEvent } from '@parlance/client-sdk/contract';
import type { RunLog } from '../ports/run-log.ts';

/** Told of a run's events as they are appended. */
export type RunListener = (event: RunEvent) => void;

/** Numbers events and hands them to whoever listens in this process. It keeps nothing: the message is the record. */
export class MemoryRunLog implements RunLog {
  readonly #lastSeq = new Map<string, number>();
  readonly #listener: RunListener | undefined;

  constructor(listener?: RunListener) {
    this.#listener = listener;
  }

  async append(runId: string, event: Parameters<RunLog['append']>[1]): Promise<void> {
    const seq = (this.#lastSeq.get(runId) ?? 0) + 1;
    this.#lastSeq.set(runId, seq);
    this.#listener?.({ ...event, seq });
  }

  end(runId: string): void {
    this.#lastSeq.delete(runId);
  }
}
