import type { AgentRequest } from '../ports/agent.ts';
import type { LoopState } from './loop-state.ts';
import { readToolCall, type ToolCall } from './tool-call.ts';
import type { ToolRequest } from './wire/model-turn.ts';

/** What a model said and asked for in a step. */
export interface AskedTurn {
  said: string;
  calls: readonly ToolRequest[];
}

/** What a model asked for becomes part of what was said; what is beyond the limits is refused. */
export function takeCalls(
  state: LoopState,
  { tools, limits }: Pick<AgentRequest, 'tools' | 'limits'>,
  turn: AskedTurn,
): ToolCall[] {
  const requests = namedCalls(state, turn);
  state.transcript.push({ type: 'turn', text: turn.said, calls: requests });
  const left = state.step < limits.steps ? limits.toolCalls - state.toolCalls : 0;
  state.toolCalls += Math.min(requests.length, left);
  state.limited ||= requests.length > left;
  return requests.map((asked, at) => readToolCall(asked, tools, at < left));
}

/** The calls of a turn under ids that no other call of the run has: some servers give none, or start over. */
function namedCalls(state: LoopState, { calls }: AskedTurn): ToolRequest[] {
  const taken = new Set(
    state.transcript.flatMap((item) => (item.type === 'turn' ? item.calls.map(({ id }) => id) : [])),
  );
  return calls.map(({ id, name, arguments: text, extra }, at) => {
    const unique = id === '' || taken.has(id) ? `call_${state.step}_${at + 1}` : id;
    taken.add(unique);
    return { id: unique, name, arguments: text, ...(extra === undefined ? {} : { extra }) };
  });
}
