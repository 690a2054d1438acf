import type { AgentOutcome } from '../ports/agent.ts';
import type { TurnResult } from '../ports/turns.ts';
import type { Answer } from './answer.ts';
import type { Drive, DriveDeps } from './driven-run.ts';
import { giveUp, writeEnd } from './write-end.ts';

/**
 * Has a run wait for approvals: that they are asked for, and that nobody answers the run meanwhile, is one statement. Nothing of the run
 * is left in this process; whoever makes the last decision lets some instance go on.
 */
export async function waitForApproval(
  deps: DriveDeps,
  run: Drive,
  answer: Answer,
  { step, calls }: Extract<AgentOutcome, { status: 'waiting' }>,
): Promise<TurnResult | null> {
  const { turn, open } = run;
  const asked = answer.ask(step, calls, new Date(Date.now() + deps.approvalTimeoutMs));
  const last = await deps.log.takeRest(open, asked);
  if (open.isLost) return giveUp(deps, run);
  const { text, parts, usage, toolCalls } = answer;
  const result: TurnResult = { status: 'waiting_for_approval', error: null, text, parts, usage };
  const status = await writeEnd(run, () => deps.turns.wait(turn, result, { toolCalls, last }));
  if (status === null) return giveUp(deps, run);
  deps.log.close(open, last);
  return { ...result, status };
}
