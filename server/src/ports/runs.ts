import type { RunEvent } from '@parlance/client-sdk/contract';
import type { AgentRequest, Trace } from './agent.ts';
import type { Caller } from './request.ts';
import type { LoggedEvent } from './run-events.ts';
import type { Turn, TurnResult } from './turns.ts';

/** A run in this process. It belongs to the server: no caller's leaving ends it. */
export interface ActiveRun {
  /**
   * Settles when the turn is closed in the database, or when this process has given the run up: null, and what became of it
   * is in the database. Never rejects for a failure of the model: that is a result.
   */
  finished: Promise<TurnResult | null>;
}

/** What a run does once it has begun. */
export interface Plan {
  request: AgentRequest;
  /** Said after the agent's answer; null: nothing. */
  note: string | null;
  /** Lets go of what the tools hold, once the agent has ended. Never rejects. */
  close(): Promise<void>;
}

/** Says what a run does; what it throws fails the run. null: the bot that was to answer is gone. The signal aborts when the run is to end. */
export type MakePlan = (signal: AbortSignal) => Promise<Plan | null>;

/** A run to be watched, by one who may. */
export interface WatchedRun {
  runId: string;
  ownerId: string;
}

/** What of a run is read. */
export interface Reading {
  /** From the event after this number. */
  after: number;
  /** To its `end`, or to where it waits for approvals (`pause`). */
  until: 'end' | 'pause';
  signal: AbortSignal;
}

/** Where a run stands that was begun before. */
export interface Begun {
  /** What its log says. */
  events: readonly LoggedEvent[];
  stopRequested: boolean;
}

/** The run engine. */
export interface Runs {
  /** Throws shutting_down when the server is stopping: to be asked before a turn is opened. */
  assertOpen(): void;
  /**
   * Begins to answer, or goes on with what was begun. `trace` stands in the log when it fails.
   */
  start(turn: Turn, trace: Trace, plan: MakePlan, begun?: Begun): ActiveRun;
  /** A run of this process that has not ended; null: it ended, or another process has it. */
  find(runId: string): ActiveRun | null;
  /** The runs of this process that have not ended. */
  own(): readonly string[];
  /** Ends a run of this process, as its owner asked. Does nothing about any other. */
  stop(runId: string): void;
  /**
   * The events of a run as they are written, wherever it runs. Ends early when the signal aborts or the server stops; throws
   * unauthorized when the reader is out. Holds no more than a bounded buffer for who does not ask for the next.
   */
  follow(run: WatchedRun, reading: Reading & Caller): AsyncIterable<readonly RunEvent[]>;
  /** Lets runs finish for a while, then hands them over to other instances or ends them as interrupted. */
  close(graceMs: number): Promise<void>;
}
