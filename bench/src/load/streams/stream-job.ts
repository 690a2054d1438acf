import type { Plan } from '../../plan.ts';
import type { Talk } from '../job.ts';

/** How a stream is asked for. */
export type StreamDoor = 'floor' | 'rest' | 'trpc';

/** What all jobs of the stream process say. */
interface Asking {
  url: string;
  door: StreamDoor;
  talks: Talk[];
  plan: Plan;
}

/** So many streams are opened, and so many more each time. */
export interface Ramp {
  count: number;
  everyMs: number;
}

/**
 * What the stream process is to do.
 * `lanes`: a closed loop for each talk, begun one after another over the length of a stream; no stream begins after `ms`.
 * `held`: a stream for each talk, all at once. `unread`: the same, each read to its first token only, until it is told to drop them.
 * `resume`: the same, each dropped in the middle and gone on with.
 */
export type StreamJob = Asking &
  ({ way: 'lanes'; ms: number } | { way: 'held' | 'unread' | 'resume'; ramp: Ramp });

/** What the stream process says while it works: every stream is open; the first one has ended. */
export type Moment = 'held' | 'ending';

/** Milliseconds between a token's sending and its coming. */
export interface Lags {
  p50Ms: number;
  p99Ms: number;
}

/** What came of a job. */
export interface StreamResult {
  streams: number;
  seconds: number;
  failures: number;
  /** The first stream that was not right. */
  firstFailure: string | null;
  /** Milliseconds from the sending of each request to its first token; of those that go on, where streams are resumed. */
  firstMs: number[];
  /** Of the tokens that came while all streams were open, and of all. */
  lags: { held: Lags; all: Lags };
}

/** What the stream process says. */
export type Said = { moment: Moment } | { result: StreamResult };

/** What the stream process is told. */
export type Told = { job: StreamJob } | { drop: true };
