import type { RunError } from '@parlance/client-sdk/contract';
import { toAppError } from '../domain/errors.ts';
import { ImageGuard } from '../domain/image-guard.ts';
import type { AgentEvent, AgentOutcome } from '../ports/agent.ts';
import type { NewRunEvent } from '../ports/run-events.ts';
import type { Plan } from '../ports/runs.ts';
import type { Answer } from './answer.ts';
import type { Drive, DriveDeps } from './driven-run.ts';
import { loggedSteps } from './logged-steps.ts';
import { closeCalls } from './open-calls.ts';
import { outlast } from './outlast.ts';

/** How often a run may be taken from an instance that is gone: one that ends every process that answers it must not go on for ever. */
const MOST_TAKEOVERS = 3;

/**
 * Has the agent answer, and logs what it tells. `interrupted`: the run was taken over, and cannot be gone on with; `bot-gone`: nobody
 * can go on with it.
 */
export async function consume(
  deps: DriveDeps,
  run: Drive,
  answer: Answer,
): Promise<AgentOutcome | 'interrupted' | 'bot-gone'> {
  const done = loggedSteps(run.logged);
  const closeOpen = async (isRepeatable: (tool: string) => boolean) => {
    for (const event of closeCalls(done, isRepeatable)) await log(deps, run, answer, event);
  };
  const mayGoOn = answer.canResume && run.turn.takeovers <= MOST_TAKEOVERS;
  if (run.signal.aborted || !mayGoOn) {
    await closeOpen(() => false);
    return run.signal.aborted ? { status: 'stopped' } : 'interrupted';
  }
  let plan: Plan | null;
  try {
    plan = await outlast(
      () => run.plan(run.signal),
      () => run.signal.aborted,
    );
  } catch (cause) {
    await closeOpen(() => false);
    return run.signal.aborted ? { status: 'stopped' } : failure(cause);
  }
  if (plan === null) {
    await closeOpen(() => false);
    return 'bot-gone';
  }
  try {
    const repeatable = new Set(plan.request.tools.filter((tool) => tool.idempotent).map(({ name }) => name));
    await closeOpen((tool) => repeatable.has(tool));
    const request = { ...plan.request, done, spent: answer.usage };
    return await relay(deps, run, answer, { request, note: plan.note });
  } catch (cause) {
    return failure(cause);
  } finally {
    await plan.close();
  }
}

async function relay(
  deps: DriveDeps,
  run: Drive,
  answer: Answer,
  { request, note }: Omit<Plan, 'close'>,
): Promise<AgentOutcome> {
  const guard = new ImageGuard(deps.imageOrigins);
  let step = 1;
  const say = async (text: string) => {
    if (text !== '') await tell(deps, run, answer, { type: 'text-delta', step, text });
  };
  for await (const event of deps.agent.run(request, run.signal)) {
    if (event.type === 'text-delta') {
      await say(guard.push(event.text));
      continue;
    }
    await say(guard.flush());
    if (event.type === 'finished') {
      if (event.outcome.status === 'completed' && note !== null) {
        await say(`\n\n${note}`);
      }
      return event.outcome;
    }
    if (event.type === 'step-started') step = event.step;
    await tell(deps, run, answer, event);
  }
  return failure(new Error('The agent ended without saying how'));
}

/** Logs what can be shown of an event. A tool call is in the log before it is carried out: so nobody carries it out again. */
async function tell(
  deps: DriveDeps,
  run: Drive,
  answer: Answer,
  event: Exclude<AgentEvent, { type: 'finished' }>,
): Promise<void> {
  const clean = answer.take(event);
  if (clean === null) return;
  await deps.log.append(run.open, clean);
  if (clean.type === 'tool-call-started') await deps.log.settle(run.open);
}

async function log(deps: DriveDeps, run: Drive, answer: Answer, event: NewRunEvent): Promise<void> {
  answer.add(event);
  await deps.log.append(run.open, event);
}

function failure(cause: unknown): AgentOutcome {
  const { code, message } = toAppError(cause);
  const error: RunError =
    code === 'database_unavailable'
      ? { code, message }
      : { code: 'internal', message: 'Something went wrong on our side' };
  return { status: 'failed', error, cause };
}
