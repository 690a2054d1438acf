import type { RunError } from '@parlance/client-sdk/contract';
import type { AgentRuntime, Trace } from '../ports/agent.ts';
import type { LoggedEvent } from '../ports/run-events.ts';
import type { MakePlan } from '../ports/runs.ts';
import type { Turn, Turns } from '../ports/turns.ts';
import type { OpenLog } from './open-log.ts';
import type { RunLog } from './run-log.ts';

/** What a run is driven with. */
export interface DriveDeps {
  agent: AgentRuntime;
  turns: Turns;
  log: RunLog;
  /** How long a tool call waits for somebody to allow it, in milliseconds. */
  approvalTimeoutMs: number;
  /** Origins that images in answers may be loaded from. */
  imageOrigins: readonly string[];
  /** Told why a run failed, for the server's log. */
  onFailure(trace: Trace, error: RunError, cause: unknown): void;
  /** Told that the next message of a conversation waits for its turn. */
  onNext(conversationId: string): void;
}

/** A run to be driven. */
export interface Drive {
  turn: Turn;
  trace: Trace;
  plan: MakePlan;
  /** What the log says; of a new run its first event. */
  logged: readonly LoggedEvent[];
  open: OpenLog;
  signal: AbortSignal;
}

/**
 * What a run is told to end with, as the reason of its abort signal. `handed-over`: another instance may go on with it; `lost`:
 * another has.
 */
export type EndReason = 'stopped' | 'handed-over' | 'lost';
