import type { AgentRequest, EarlierStep } from '../ports/agent.ts';
import { readableResult } from './tool-result.ts';
import type { ModelRequest, TranscriptItem } from './wire/dialect.ts';
import type { ModelTurn, ToolRequest, Usage } from './wire/model-turn.ts';

/** Where a run stands between two steps, as plain data: enough to go on from. */
export interface LoopState {
  /** The step that runs or ran last, from 1. */
  step: number;
  toolCalls: number;
  tokens: number;
  /** A call was refused because of the limits. */
  limited: boolean;
  transcript: TranscriptItem[];
}

/** Where a run begins, or goes on after the steps that it has behind it. */
export function startState({ messages, done = [], spent }: AgentRequest): LoopState {
  const said = messages.map(({ role, text }): TranscriptItem => ({ type: 'message', role, text }));
  return {
    step: done.length,
    toolCalls: done.reduce((sum, { calls }) => sum + calls.length, 0),
    tokens: spent === undefined ? 0 : tokensOf(spent),
    limited: false,
    transcript: [...said, ...done.flatMap(stepItems)],
  };
}

export const tokensOf = ({ inputTokens, outputTokens }: Usage): number => inputTokens + outputTokens;

const stepItems = ({ text, calls }: EarlierStep): TranscriptItem[] => [
  {
    type: 'turn',
    text,
    calls: calls.map(({ toolCallId, tool, arguments: args, extra }) => ({
      id: toolCallId,
      name: tool,
      arguments: typeof args === 'string' ? args : JSON.stringify(args),
      ...(extra === undefined ? {} : { extra }),
    })),
  },
  ...calls.flatMap(({ toolCallId, result }): TranscriptItem[] =>
    result === null
      ? []
      : [{ type: 'tool-result', callId: toolCallId, output: readableResult(result).output }],
  ),
];

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
