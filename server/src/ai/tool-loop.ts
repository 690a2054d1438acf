import type { AgentEvent, AgentOutcome, AgentRequest } from '../ports/agent.ts';
import { type LoopState, namedCalls, nextModelRequest, startState } from './loop-state.ts';
import { ModelCall, type ModelCalls } from './model-call.ts';
import { readStepCall, readToolCall, type ToolCall, type ToolFault } from './tool-call.ts';
import { carryOutAll, type ToolResultItem } from './tool-calls.ts';
import type { TurnEnd } from './wire/model-turn.ts';

/** What every run of a runtime shares. */
export interface ToolLoop {
  calls: ModelCalls;
  defaultModel: string;
  onToolFault(fault: ToolFault): void;
}

/**
 * Model call, tool calls, model call, … until the model answers without a call. Throws what ended a call, and when
 * the signal aborts. `limit` means that a call was refused because of the limits.
 */
export async function* runToolLoop(
  loop: ToolLoop,
  request: AgentRequest,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, AgentOutcome> {
  const state = startState(request);
  const open = (request.done?.at(-1)?.calls ?? []).filter(({ result }) => result === null);
  const left = open.map((call) => readStepCall(call, request.tools));
  state.transcript.push(...(yield* carryOutCalls(loop, request, state.step, left, signal)));
  while (state.step < request.limits.steps) {
    state.step += 1;
    const end = yield* runStep(loop, request, state, signal);
    if (end !== null)
      return { status: 'completed', finishReason: state.limited && end === 'stop' ? 'limit' : end };
    signal.throwIfAborted();
  }
  return { status: 'completed', finishReason: 'limit' };
}

/** One model call and the tool calls that it asks for. Returns why the answer is over; null: it goes on. */
async function* runStep(
  loop: ToolLoop,
  request: AgentRequest,
  state: LoopState,
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, TurnEnd | null> {
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
  yield { type: 'step-finished', step, usage: turn.usage };
  if (turn.calls.length === 0 || turn.end !== 'stop') return turn.end;
  signal.throwIfAborted();

  const requests = namedCalls(state, turn);
  state.transcript.push({ type: 'turn', text: said, calls: requests });
  const left = step < request.limits.steps ? request.limits.toolCalls - state.toolCalls : 0;
  const toolCalls = requests.map((asked, at) => readToolCall(asked, request.tools, at < left));
  state.toolCalls += Math.min(toolCalls.length, left);
  state.limited ||= toolCalls.length > left;
  state.transcript.push(...(yield* carryOutCalls(loop, request, step, toolCalls, signal)));
  return null;
}

const carryOutCalls = (
  loop: ToolLoop,
  { trace }: AgentRequest,
  step: number,
  calls: readonly ToolCall[],
  signal: AbortSignal,
): AsyncGenerator<AgentEvent, ToolResultItem[]> =>
  carryOutAll(step, calls, signal, ({ id, name }, cause) =>
    loop.onToolFault({ tool: name, toolCallId: id, trace, cause }),
  );
