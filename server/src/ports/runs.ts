import type { AgentRequest, Trace } from './agent.ts';
import type { Turn, TurnResult } from './turns.ts';

/** A run in this process. It belongs to the server: no caller's leaving ends it. */
export interface ActiveRun {
  /**
   * Settles when the turn is closed in the database; null: the conversation was deleted meanwhile.
   * Never rejects for a failure of the model: that is a result.
   */
  finished: Promise<TurnResult | null>;
}

/** What a run does once it has begun. */
export interface Plan {
  request: AgentRequest;
  /** Said after the agent's answer; null: nothing. */
  note: string | null;
}

/** The run engine. */
export interface Runs {
  /** Throws shutting_down when the server is stopping: to be asked before a turn is opened. */
  assertOpen(): void;
  /** Begins to answer. What `plan` throws fails the run. `trace` stands in the log when it fails. */
  start(turn: Turn, trace: Trace, plan: () => Plan): ActiveRun;
  /** A run of this process that has not ended; null: it ended, or another process has it. */
  find(runId: string): ActiveRun | null;
  /** Lets runs finish for a while, then ends them as interrupted. */
  close(graceMs: number): Promise<void>;
}
