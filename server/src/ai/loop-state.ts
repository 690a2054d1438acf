import type { AgentRequest } from '../ports/agent.ts';
import type { ModelRequest, TranscriptItem } from './wire/dialect.ts';
import type { ModelTurn, ToolRequest } from './wire/model-turn.ts';

/** Where a run stands between two steps, as plain data: enough to go on from. */
export interface LoopState {
  /** The step that runs or ran last, from 1. */
  step: number;
  toolCalls: number;
  /** A call was refused because of the limits. */
  limited: boolean;
  transcript: TranscriptItem[];
}

export function startState(request: AgentRequest): LoopState {
  const transcript = request.messages.map(
    ({ role, text }): TranscriptItem => ({ type: 'message', role, text }),
  );
  return { step: 0, toolCalls: 0, limited: false, transcript };
}

/** What the model is asked next. In the last step, or when the calls are spent, it has to answer without tools. */
export function nextModelRequest(
  state: LoopState,
  request: AgentRequest,
  defaultModel: string,
): ModelRequest {
  const { instructions, temperature, tools, limits } = request;
  return {
    model: request.model ?? defaultModel,
    instructions,
    transcript: state.transcript,
    temperature,
    outputTokens: limits.outputTokens,
    tools,
    toolsAllowed: state.step < limits.steps && state.toolCalls < limits.toolCalls,
  };
}

/** The calls of a turn under ids that no other call of the run has: some servers give none, or start over. */
export function namedCalls(state: LoopState, { calls }: ModelTurn): ToolRequest[] {
  const taken = new Set(
    state.transcript.flatMap((item) => (item.type === 'turn' ? item.calls.map(({ id }) => id) : [])),
  );
  return calls.map(({ id, name, arguments: text, extra }, at) => {
    const unique = id === '' || taken.has(id) ? `call_${state.step}_${at + 1}` : id;
    taken.add(unique);
    return { id: unique, name, arguments: text, ...(extra === undefined ? {} : { extra }) };
  });
}
