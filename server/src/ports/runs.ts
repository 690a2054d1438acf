import type { AgentRequest } from './agent.ts';
import type { Turn, TurnResult } from './turns.ts';

/** A run in this process. It belongs to the server: no caller's leaving ends it. */
export interface ActiveRun {
  /**
   * Settles when the turn is closed in the database; null: the conversation was deleted meanwhile.
   * Never rejects for a failure of the model: that is a result.
   */
  finished: Promise<TurnResult | null>;
}

/** The run engine. */
export interface Runs {
  /** Begins to answer. `note` is said after the model's answer. Throws shutting_down when the server is stopping. */
  start(turn: Turn, request: AgentRequest, note: string | null): ActiveRun;
  /** A run of this process that has not ended; null: it ended, or another process has it. */
  find(runId: string): ActiveRun | null;
  /** Lets runs finish for a while, then ends them as interrupted. */
  close(graceMs: number): Promise<void>;
}
