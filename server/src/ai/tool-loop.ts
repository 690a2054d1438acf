import type { AgentEvent, AgentOutcome, AgentRequest } from '../ports/agent.ts';
import { type LoopState, nextModelRequest, startState, tokensOf } from './loop-state.ts';
import { ModelCall, type ModelCalls } from './model-call.ts';
import { takeCalls } from './take-calls.ts';
import { asAsked, type Carrying, needsApproval, readStepCall, type ToolFault } from './tool-call.ts';
import { carryOutAll } from './tool-calls.ts';
import type { ModelTurn } from './wire/model-turn.ts';

/** What every run of a runtime shares. */
export interface ToolLoop {
  calls: ModelCalls;
  defaultModel: string;
  onToolFault(fault: ToolFault): void;
}

/**
 * Model call, tool calls, model call, … until the model answers without a call, or until calls have to be allowed. Throws what ended a
 * call, and when the signal aborts. `limit` means that a call was refused, or no model asked, because of the limits.
 */
export async function* runToolLoop(
  loop: ToolLoop,
  request: AgentRequest,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, AgentOutcome> {
  const state = startState(request);
  const carrying = carryingOf(loop, request, signal);
  const open = (request.done?.at(-1)?.calls ?? []).filter(({ result }) => result === null);
  const left = open.map((call) => readStepCall(call, request.tools));
  state.transcript.push(...(yield* carryOutAll(state.step, left, carrying)));
  while (state.step < request.limits.steps && state.tokens < request.limits.tokens) {
    state.step += 1;
    const turn = yield* askModel(loop, request, state, signal);
    if (turn.calls.length === 0 || turn.end !== 'stop') {
      const end = turn.end ?? 'stop';
      return { status: 'completed', finishReason: state.limited && end === 'stop' ? 'limit' : end };
    }
    signal.throwIfAborted();
    const calls = takeCalls(state, request, turn);
    const waiting = calls.filter(needsApproval);
    const others = calls.filter((call) => !needsApproval(call));
    state.transcript.push(...(yield* carryOutAll(state.step, others, carrying)));
    signal.throwIfAborted();
    if (waiting.length > 0) return { status: 'waiting', step: state.step, calls: waiting.map(asAsked) };
  }
  return { status: 'completed', finishReason: 'limit' };
}

/** One model call: tells what it says. */
async function* askModel(
  loop: ToolLoop,
  request: AgentRequest,
  state: LoopState,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, ModelTurn & { said: string }> {
  const { step } = state;
  yield { type: 'step-started', step };
  const call = new ModelCall(
    loop.calls,
    nextModelRequest(state, request, loop.defaultModel),
    signal,
    request.trace,
  );
  let said = '';
  try {
    for (let text = await call.read(); text !== null; text = await call.read()) {
      said += text;
      yield { type: 'text-delta', step, text };
    }
  } finally {
    call.close();
  }
  const { turn } = call;
  state.tokens += tokensOf(turn.usage);
  yield { type: 'step-finished', step, usage: turn.usage };
  return { ...turn, said };
}

/** What the calls of a run are carried out with. */
export const carryingOf = (
  loop: ToolLoop,
  { trace, limits }: AgentRequest,
  signal: AbortSignal,
): Carrying => ({
  signal,
  timeoutMs: limits.toolMs,
  onFault: ({ id, name }, cause) => loop.onToolFault({ tool: name, toolCallId: id, trace, cause }),
});
