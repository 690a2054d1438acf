import type { RunError, RunStatus } from '@parlance/client-sdk/contract';
import type { AgentOutcome } from '../ports/agent.ts';
import type { TurnResult } from '../ports/turns.ts';
import { Answer } from './answer.ts';
import { consume } from './consume.ts';
import type { Drive, DriveDeps } from './driven-run.ts';
import { closeUnbegun } from './open-calls.ts';
import { waitForApproval } from './wait.ts';
import { giveUp, writeEnd } from './write-end.ts';

const INTERRUPTED: RunError = { code: 'interrupted', message: 'The server stopped while it was answering.' };
const BOT_GONE: RunError = { code: 'interrupted', message: 'The bot was deleted before it could answer.' };

/**
 * Answers one turn: appends each event to the log, then closes the turn, or has it wait. What was said until a failure is kept.
 * Answers null when the run is not this process's any more. Rejects only when the turn could not be closed.
 */
export async function drive(deps: DriveDeps, run: Drive): Promise<TurnResult | null> {
  const { turn, open, signal } = run;
  const answer = new Answer();
  for (const event of run.logged) answer.add(event);
  try {
    const outcome = await consume(deps, run, answer);
    if (open.isLost) return await giveUp(deps, run);
    if (typeof outcome === 'object' && outcome.status === 'waiting') {
      return await waitForApproval(deps, run, answer, outcome);
    }
    if (signal.reason === 'handed-over' && answer.canResume) return await handOver(deps, run);
    const { status, error } = ending(deps, run, outcome);
    const unbegun = closeUnbegun(answer.toolCalls);
    for (const event of unbegun) answer.add(event);
    const { text, parts, usage, toolCalls } = answer;
    const result: TurnResult = { status, error, text, parts, usage };
    const last = await deps.log.takeRest(open, [...unbegun, { type: 'run-finished', status, usage, error }]);
    if (open.isLost) return await giveUp(deps, run);
    const { closed, next } = await writeEnd(run, () => deps.turns.close(turn, result, { toolCalls, last }));
    if (!closed) return await giveUp(deps, run);
    deps.log.close(open, last);
    if (next) deps.onNext(turn.conversationId);
    return result;
  } finally {
    deps.log.close(open, null);
  }
}

/** Lets another instance go on from where the log ends. */
async function handOver(deps: DriveDeps, { turn, open }: Drive): Promise<null> {
  await deps.log.settle(open);
  await deps.turns.release([turn.runId]);
  return null;
}

function ending(
  deps: DriveDeps,
  { trace, signal }: Drive,
  outcome: Exclude<AgentOutcome, { status: 'waiting' }> | 'interrupted' | 'bot-gone',
): { status: RunStatus; error: RunError | null } {
  if (outcome === 'interrupted') return { status: 'interrupted', error: INTERRUPTED };
  if (outcome === 'bot-gone') return { status: 'interrupted', error: BOT_GONE };
  switch (outcome.status) {
    case 'completed':
      return { status: 'completed', error: null };
    case 'stopped':
      return signal.reason === 'handed-over'
        ? { status: 'interrupted', error: INTERRUPTED }
        : { status: 'stopped', error: null };
    case 'failed':
      deps.onFailure(trace, outcome.error, outcome.cause);
      return { status: 'failed', error: outcome.error };
  }
}
