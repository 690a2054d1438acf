import { Pool } from 'undici';
import { clock } from '../../clock.ts';
import { quantile } from '../../statistics.ts';
import { type Expectations, OpenStream } from './open-stream.ts';
import type { StreamRequest } from './stream-doors.ts';
import type { Lags, Moment, StreamJob, StreamResult } from './stream-job.ts';

// Longer than any job takes that goes well.
const MOST_MS = 120_000;

/** The streams of one job, and what is known of them. */
export class Streams implements AsyncDisposable {
  readonly job: StreamJob;
  readonly firstMs: number[] = [];
  readonly #onMoment: (moment: Moment) => void;
  readonly #pool: Pool;
  readonly #open = new Set<OpenStream>();
  readonly #deadline = setTimeout(() => this.dropAll('took too long'), MOST_MS);
  readonly #startedAt = clock();
  readonly #lags: { held: number[]; all: number[] } = { held: [], all: [] };
  readonly #failures: string[] = [];
  #begun = 0;
  #ended = 0;
  #heldNow = false;

  constructor(job: StreamJob, onMoment: (moment: Moment) => void) {
    this.job = job;
    this.#onMoment = onMoment;
    // As many connections as there are streams.
    this.#pool = new Pool(job.url, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** Opens a stream whose tokens are expected from this number on. */
  open(request: StreamRequest, more: Partial<Expectations> = {}): OpenStream {
    const { mark, ...options } = request;
    const stream = new OpenStream({
      from: 0,
      to: this.job.plan.tokens,
      mark,
      onFirst: (_stream, ms) => this.noteFirst(ms),
      onToken: (lagMs) => this.#noteLag(lagMs),
      ...more,
    });
    this.#open.add(stream);
    void stream.ended.then((problem) => this.#noteEnd(stream, problem));
    this.#pool.dispatch(options, stream);
    return stream;
  }

  /** Notes that a stream has its first token. */
  noteFirst(ms: number): void {
    this.firstMs.push(ms);
    this.#begun += 1;
    // Once one has ended, not all are open any more.
    if (this.#begun !== this.job.talks.length || this.#ended > 0) return;
    this.#heldNow = true;
    this.#onMoment('held');
  }

  dropAll(problem: string | null = null): void {
    for (const stream of this.#open) stream.drop(problem);
  }

  result(): StreamResult {
    return {
      streams: this.#ended,
      seconds: (clock() - this.#startedAt) / 1_000,
      failures: this.#failures.length,
      firstFailure: this.#failures[0] ?? null,
      firstMs: this.firstMs,
      lags: { held: lagsOf(this.#lags.held), all: lagsOf(this.#lags.all) },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#deadline);
    await this.#pool.destroy();
  }

  #noteLag(lagMs: number): void {
    this.#lags.all.push(lagMs);
    if (this.#heldNow) this.#lags.held.push(lagMs);
  }

  #noteEnd(stream: OpenStream, problem: string | null): void {
    this.#open.delete(stream);
    this.#ended += 1;
    if (problem !== null) this.#failures.push(problem);
    if (this.#ended !== 1) return;
    this.#heldNow = false;
    this.#onMoment('ending');
  }
}

const lagsOf = (lags: readonly number[]): Lags => ({
  p50Ms: quantile(lags, 0.5),
  p99Ms: quantile(lags, 0.99),
});
