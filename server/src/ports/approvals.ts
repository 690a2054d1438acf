import type { RunStatus } from '@parlance/client-sdk/contract';
import type { Actor } from '../domain/actor.ts';

/** What somebody decides about a call that a run waits for. */
export interface Decision {
  runId: string;
  approvalId: string;
  decision: 'approved' | 'denied';
}

/** What became of a decision; `status` is the run's. Only `decided` changed anything. */
export type DecideOutcome =
  | { outcome: 'decided'; status: RunStatus }
  | { outcome: 'unknown_run' | 'unknown_approval' | 'decided_before' | 'expired' };

/** Approvals of tool calls, in the database. */
export interface Approvals {
  /** Decides once; after the last decision of a run some instance goes on with it. Throws unauthorized. */
  decide(actor: Actor, decision: Decision): Promise<DecideOutcome>;
}
