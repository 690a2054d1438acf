import { setTimeout as delay } from 'node:timers/promises';
import type { RunError, RunStatus } from '@parlance/client-sdk/contract';
import { toAppError } from '../domain/errors.ts';
import type { AgentEvent, AgentOutcome, AgentRuntime, Trace } from '../ports/agent.ts';
import type { RunLog } from '../ports/run-log.ts';
import type { Plan } from '../ports/runs.ts';
import type { Turn, TurnResult, Turns } from '../ports/turns.ts';
import { Answer } from './answer.ts';

/** What a run is driven with. */
export interface DriveDeps {
  agent: AgentRuntime;
  turns: Turns;
  log: RunLog;
  /** Told why a run failed, for the server's log. */
  onFailure(trace: Trace, error: RunError, cause: unknown): void;
}

/** A run to be driven. */
export interface Drive {
  turn: Turn;
  trace: Trace;
  plan: () => Plan;
  signal: AbortSignal;
}

/** What a run is told to end with, as the reason of its abort signal. */
export type EndReason = 'stopped' | 'interrupted';

// Half a minute in all.
const CLOSE_PAUSES_MS = [100, 300, 1_000, 3_000, 10_000, 15_000];

const INTERRUPTED: RunError = { code: 'interrupted', message: 'The server stopped while it was answering.' };

/**
 * Answers one turn: appends each event to the log, then closes the turn. What was said until a failure is kept.
 * Answers null when the conversation was deleted meanwhile. Rejects only when the turn could not be closed.
 */
export async function drive(deps: DriveDeps, run: Drive): Promise<TurnResult | null> {
  const { turn } = run;
  const { runId, conversationId, userMessageId, messageId } = turn;
  const answer = new Answer();
  await deps.log.append(runId, { type: 'run-started', runId, conversationId, userMessageId, messageId });
  const outcome = await consume(deps, run, answer);
  const { status, error } = ending(deps, run, outcome);
  const result: TurnResult = { status, error, text: answer.text, parts: answer.parts, usage: answer.usage };
  const closed = await close(deps.turns, turn, result);
  await deps.log.append(runId, { type: 'run-finished', status, usage: answer.usage, error });
  return closed ? result : deps.turns.find(turn.ownerId, runId);
}

/** Closes a turn; a database that is away for some seconds must not cost an answer. */
async function close(turns: Turns, turn: Turn, result: TurnResult): Promise<boolean> {
  for (const pause of CLOSE_PAUSES_MS) {
    try {
      return await turns.close(turn, result);
    } catch (error) {
      if (toAppError(error).code !== 'database_unavailable') throw error;
      await delay(pause);
    }
  }
  return turns.close(turn, result);
}

async function consume(
  deps: DriveDeps,
  { turn, plan, signal }: Drive,
  answer: Answer,
): Promise<AgentOutcome> {
  try {
    const { request, note } = plan();
    let step = 1;
    for await (const event of deps.agent.run(request, signal)) {
      if (event.type === 'finished') {
        if (event.outcome.status === 'completed' && note !== null) {
          await tell(deps, turn, answer, { type: 'text-delta', step, text: `\n\n${note}` });
        }
        return event.outcome;
      }
      if (event.type === 'step-started') step = event.step;
      await tell(deps, turn, answer, event);
    }
  } catch (cause) {
    return failure(cause);
  }
  return failure(new Error('The agent ended without saying how'));
}

async function tell(
  deps: DriveDeps,
  turn: Turn,
  answer: Answer,
  event: Exclude<AgentEvent, { type: 'finished' }>,
): Promise<void> {
  await deps.log.append(turn.runId, event);
  answer.add(event);
}

const failure = (cause: unknown): AgentOutcome => ({
  status: 'failed',
  error: { code: 'internal', message: 'Something went wrong on our side' },
  cause,
});

function ending(
  deps: DriveDeps,
  { trace, signal }: Drive,
  outcome: AgentOutcome,
): { status: RunStatus; error: RunError | null } {
  switch (outcome.status) {
    case 'completed':
      return { status: 'completed', error: null };
    case 'stopped':
      return signal.reason === 'interrupted'
        ? { status: 'interrupted', error: INTERRUPTED }
        : { status: 'stopped', error: null };
    case 'failed':
      deps.onFailure(trace, outcome.error, outcome.cause);
      return { status: 'failed', error: outcome.error };
  }
}
