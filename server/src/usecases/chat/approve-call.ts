import type { RunStatus } from '@parlance/client-sdk/contract';
import { AppError, notFound } from '../../domain/errors.ts';
import type { Deps } from '../../ports/deps.ts';
import type { RequestContext } from '../../ports/request.ts';

interface Approved {
  runId: string;
  approvalId: string;
  decision: 'approved' | 'denied';
  status: RunStatus;
}

/**
 * Decides whether a tool call that its run waits for is carried out. The call is the stored one; the run goes on by itself, on whichever
 * instance takes it. Throws not_found, and conflict when it was decided before or has expired.
 */
export async function approveCall(
  deps: Deps,
  request: RequestContext,
  input: { runId: string; approvalId: string; decision: 'approve' | 'deny' },
): Promise<Approved> {
  const { runId, approvalId } = input;
  const decision = input.decision === 'approve' ? 'approved' : 'denied';
  const decided = await deps.approvals.decide(request.actor, { runId, approvalId, decision });
  switch (decided.outcome) {
    case 'decided':
      return { runId, approvalId, decision, status: decided.status };
    case 'unknown_run':
      throw notFound('run');
    case 'unknown_approval':
      throw notFound('approval');
    case 'decided_before':
      throw new AppError('conflict', 'This call was decided before');
    case 'expired':
      throw new AppError('conflict', 'The time to decide this call is over; ask for it again');
  }
}
