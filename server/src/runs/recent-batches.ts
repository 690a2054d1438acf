import type { RunBatch } from '../ports/run-events.ts';

/** How long PostgreSQL may keep what it was told to write in memory: three times wal_writer_delay, and some. */
const KEPT_MS = 2_000;

/** What was written in the last moments. */
export class RecentBatches {
  #kept: { at: number; batches: readonly RunBatch[] }[] = [];

  add(batches: readonly RunBatch[]): void {
    const now = performance.now();
    this.#kept.push({ at: now, batches });
    const first = this.#kept.findIndex(({ at }) => at > now - KEPT_MS);
    if (first > 0) this.#kept.splice(0, first);
  }

  /** Those of the runs that are still open. */
  all(isOpen: (runId: string) => boolean): RunBatch[] {
    return this.#kept.flatMap(({ batches }) => batches.filter(({ runId }) => isOpen(runId)));
  }
}
