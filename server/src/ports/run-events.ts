import type { Run, RunEvent, RunStatus } from '@parlance/client-sdk/contract';
import type { Actor, UserActor } from '../domain/actor.ts';

type WithoutSeq<Event> = Event extends unknown ? Omit<Event, 'seq'> : never;

/** An event as the log keeps it: a tool call with what the model's endpoint wants back, which no reader is shown. */
export type LoggedEvent = Exclude<RunEvent, CallEvent> | (CallEvent & { extra?: unknown });
type CallEvent = Extract<RunEvent, { type: 'approval-requested' } | { type: 'tool-call-started' }>;

/** An event that has no number yet. */
export type NewRunEvent = WithoutSeq<LoggedEvent>;

/** Events that follow each other; the first has the number `first`. */
export interface NumberedEvents {
  first: number;
  events: readonly NewRunEvent[];
}

/** Events of one run, to be written by the holder of its epoch. */
export interface RunBatch extends NumberedEvents {
  runId: string;
  epoch: number;
}

/** A piece of a run's log. */
export interface LogPage {
  /** null: there is no such run any more. */
  status: RunStatus | null;
  events: RunEvent[];
  /** The number of the last event in the log; 0: it is empty. */
  lastSeq: number;
  /** What the log says in all; only when it ends before the number that was asked for. */
  text: string | null;
}

/**
 * What an instance is told about a run: new events, that it is to stop, that it can be taken over; or about a user: that a login of
 * theirs has ended or they are deactivated (`out`).
 */
export type RunNotice = { what: 'events' | 'stop' | 'free'; runId: string } | { what: 'out'; userId: string };

/** The logs of runs, in the database. */
export interface RunEvents {
  /** Appends to the logs of many runs at once. Answers those that were written to: another instance has the others, or nobody. */
  append(batches: readonly RunBatch[]): Promise<Map<string, { watched: boolean }>>;
  /** Has something done when PostgreSQL may have fallen, and what was appended in the last moments may be lost. */
  onBreak(handler: () => void): void;
  /** The events after a number. With `watch`, notices come when there are more. */
  page(run: { runId: string; ownerId: string }, after: number, watch: boolean): Promise<LogPage>;
  /** A run as it stands, and its owner. null: the caller has no such run. Throws unauthorized. */
  find(actor: Actor, runId: string): Promise<{ ownerId: string; run: Run } | null>;
  /** Asks for the end of a run, wherever it is. null: the caller has no such run. Throws unauthorized. */
  requestStop(actor: Actor, runId: string): Promise<{ ownerId: string; status: RunStatus } | null>;
  /** Those of the callers who may not act any more. */
  out<Caller extends UserActor>(callers: readonly Caller[]): Promise<Caller[]>;
  /** Tells of notices from now on, until the function that it answers is called. `onGap`: some may have been missed. */
  listen(onNotice: (notice: RunNotice) => void, onGap: () => void): () => Promise<void>;
}
