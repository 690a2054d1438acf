import type { StreamedRunResult } from '@openai/agents';
import type { AgentEvent, AgentOutcome, AgentRequest, Trace } from '../../ports/agent.ts';
import { ModelError } from '../errors.ts';
import type { ToolLoop } from '../tool-loop.ts';
import { AgentViews } from './agent-views.ts';
import { readTrip, toFailure } from './failure.ts';
import { goOn } from './go-on.ts';
import type { AnyAgent, RegisteredAgent } from './registered-agent.ts';
import { LimitReached, SdkRun } from './sdk-run.ts';

/** Answers with an agent of the Agents SDK. Throws what ended the answer, and when the signal aborts. */
export async function* runAgent(
  loop: ToolLoop,
  registered: RegisteredAgent,
  request: AgentRequest,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, AgentOutcome> {
  const run = new SdkRun(loop, request, signal);
  return yield* run.gate.relay(answer(run, registered), signal);
}

async function answer(run: SdkRun, registered: RegisteredAgent): Promise<AgentOutcome> {
  try {
    return await ask(run, typeof registered === 'function' ? await registered() : registered);
  } catch (error) {
    if (run.signal.aborted) throw error;
    if (error instanceof LimitReached) return { status: 'completed', finishReason: 'limit' };
    const trip = readTrip(error);
    const step = Math.max(1, run.state.step);
    if (trip) await run.gate.emit({ type: 'guardrail-tripped', step, ...trip });
    throw toFailure(error);
  } finally {
    if (run.hasUntoldUsage && !run.signal.aborted) await run.tellUsage();
  }
}

async function ask(run: SdkRun, registered: AnyAgent): Promise<AgentOutcome> {
  const { agent, input } = await goOn(run, new AgentViews(run), registered);
  const result = await run.runner.run(agent, input, {
    stream: true,
    context: run.context,
    signal: run.signal,
    // The run's own bounds are tighter.
    maxTurns: null,
    toolErrorFormatter: ({ kind, callId }) => (kind === 'tool_not_found' ? run.outputOf(callId) : undefined),
  });
  // What it tells, the run has told; nobody may be left to wait for a reader.
  for await (const _ of result);
  await result.completed;
  run.signal.throwIfAborted();
  return ending(run, result);
}

async function ending(run: SdkRun, result: StreamedRunResult<Trace, AnyAgent>): Promise<AgentOutcome> {
  if (result.interruptions.length > 0) {
    const { step, waiting } = run.calls ?? { step: 0, waiting: [] };
    if (waiting.length === 0)
      throw new Error('Something waits for an approval that nobody can be asked for.');
    return { status: 'waiting', step, calls: waiting };
  }
  // That is how the SDK ends what a model aborted by itself.
  if (result.finalOutput === undefined)
    throw new ModelError('model_failed', 'The agent ended without an answer.');
  await run.release();
  // A tool's result was the answer.
  if (run.calls !== null) await run.say(textOf(result.finalOutput), false);
  const { end, state } = run;
  return { status: 'completed', finishReason: state.limited && end === 'stop' ? 'limit' : end };
}

const textOf = (output: unknown): string =>
  typeof output === 'string' ? output : (JSON.stringify(output) ?? '');
