import type { AgentRequest, EarlierStep } from '../ports/agent.ts';
import { readableResult } from './tool-result.ts';
import type { ModelRequest, TranscriptItem } from './wire/dialect.ts';
import type { Usage } from './wire/model-turn.ts';

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

/** Whether another call could be carried out: not in the last step, nor when the calls are spent. */
export const mayCall = ({ step, toolCalls }: LoopState, { limits }: Pick<AgentRequest, 'limits'>): boolean =>
  step < limits.steps && toolCalls < limits.toolCalls;

/** What the model is asked next. Where nothing may be called, it has to answer without tools. */
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
    toolsAllowed: mayCall(state, request),
  };
}
