import { setTimeout as delay } from 'node:timers/promises';
import type { RunError, RunStatus } from '@parlance/client-sdk/contract';
import { toAppError } from '../domain/errors.ts';
import type { AgentOutcome } from '../ports/agent.ts';
import type { NumberedEvents } from '../ports/run-events.ts';
import type { TurnResult, Turns } from '../ports/turns.ts';
import { Answer } from './answer.ts';
import { consume } from './consume.ts';
import type { Drive, DriveDeps } from './driven-run.ts';

/** Pauses between attempts to close a turn while the database is away, and for how long that is tried, in milliseconds. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const CLOSE_WITHIN_MS = 600_000;

const INTERRUPTED: RunError = { code: 'interrupted', message: 'The server stopped while it was answering.' };

/**
 * Answers one turn: appends each event to the log, then closes the turn. What was said until a failure is kept.
 * Answers null when the run is not this process's any more. Rejects only when the turn could not be closed.
 */
export async function drive(deps: DriveDeps, run: Drive): Promise<TurnResult | null> {
  const { turn, open, signal } = run;
  const answer = new Answer();
  for (const event of run.logged) answer.add(event);
  try {
    const outcome = await consume(deps, run, answer);
    if (open.isLost) return await giveUp(deps, run);
    if (signal.reason === 'handed-over' && answer.canResume) return await handOver(deps, run);
    const { status, error } = ending(deps, run, outcome);
    const { text, parts, usage } = answer;
    const result: TurnResult = { status, error, text, parts, usage };
    const last = await deps.log.takeRest(open, { type: 'run-finished', status, usage, error });
    if (open.isLost) return await giveUp(deps, run);
    const { closed, next } = await close(deps.turns, run, result, last);
    if (!closed) return await giveUp(deps, run);
    deps.log.close(open, last);
    if (next) deps.onNext(turn.conversationId);
    return result;
  } finally {
    deps.log.close(open, null);
  }
}

/** The run is somebody else's, or was closed by a statement whose answer got lost: the database knows. */
async function giveUp(deps: DriveDeps, { turn, open }: Drive): Promise<TurnResult | null> {
  deps.log.close(open, null);
  const found = await deps.turns.find(turn.ownerId, turn.runId);
  return found && found.status !== 'running' && found.status !== 'queued' ? found : null;
}

/** Lets another instance go on from where the log ends. */
async function handOver(deps: DriveDeps, { turn, open }: Drive): Promise<null> {
  await deps.log.settle(open);
  await deps.turns.release([turn.runId]);
  return null;
}

/** Closes a turn; a database that is away for some minutes must not cost an answer. */
async function close(
  turns: Turns,
  { turn, open }: Drive,
  result: TurnResult,
  last: NumberedEvents,
): Promise<{ closed: boolean; next: boolean }> {
  const deadline = performance.now() + CLOSE_WITHIN_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await turns.close(turn, result, last);
    } catch (error) {
      const isAway = toAppError(error).code === 'database_unavailable';
      if (!isAway || open.isLost || performance.now() > deadline) throw error;
      await delay(pause, undefined, { ref: false });
    }
  }
}

function ending(
  deps: DriveDeps,
  { trace, signal }: Drive,
  outcome: AgentOutcome | 'interrupted',
): { status: RunStatus; error: RunError | null } {
  if (outcome === 'interrupted') return { status: 'interrupted', error: INTERRUPTED };
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
