import type { OpenAI } from 'openai';
import type { Dialect, ModelDemands, ModelRequest, TranscriptItem } from './dialect.ts';
import { type ErrorEvent, errorEvent } from './error-event.ts';
import { addText, type ModelTurn, setUsage, type TurnEnd } from './model-turn.ts';
import { addToolCallDelta, type ToolCallDelta } from './tool-call-delta.ts';

type CreateParams = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

interface Chunk {
  choices?: {
    delta?: { content?: unknown; refusal?: unknown; tool_calls?: ToolCallDelta[] | null } | null;
    finish_reason?: string | null;
  }[];
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } | null;
  error?: ErrorEvent | string | null;
}

const ends: Record<string, TurnEnd> = {
  length: 'length',
  max_tokens: 'length',
  content_filter: 'content_filter',
  safety: 'content_filter',
};

export const chatCompletions: Dialect = {
  api: 'chat_completions',
  send: (client, request, signal) => client.chat.completions.create(encode(request), { signal }).asResponse(),
  read(data, turn) {
    if (data === '[DONE]') {
      turn.done = true;
      return;
    }
    const chunk: Chunk = JSON.parse(data);
    if (chunk.error) throw errorEvent(chunk.error);
    if (chunk.usage) setUsage(turn, chunk.usage.prompt_tokens, chunk.usage.completion_tokens);
    const choice = chunk.choices?.[0];
    if (choice) readChoice(choice, turn);
  },
};

function readChoice(choice: NonNullable<Chunk['choices']>[number], turn: ModelTurn): void {
  const { delta, finish_reason: reason } = choice;
  addText(turn, delta?.content);
  addText(turn, delta?.refusal);
  for (const call of delta?.tool_calls ?? []) addToolCallDelta(turn, call);
  if (!reason) return;
  if (reason === 'error') throw errorEvent({ type: 'server_error' });
  turn.end = ends[reason] ?? 'stop';
}

function encode(request: ModelRequest): CreateParams {
  const { model, instructions, transcript, temperature, outputTokens, tools } = request;
  const messages = transcript.map(encodeItem);
  if (instructions !== '') messages.unshift({ role: 'system', content: instructions });
  const params: CreateParams = { model, messages, stream: true, stream_options: { include_usage: true } };
  if (temperature !== null) params.temperature = temperature;
  if (outputTokens !== null) params.max_completion_tokens = outputTokens;
  demand(params, request.demands ?? {});
  if (tools.length === 0) return params;
  params.tools = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, description, parameters },
  }));
  const { toolChoice } = request.demands ?? {};
  if (!request.toolsAllowed) params.tool_choice = 'none';
  else if (toolChoice === 'required') params.tool_choice = toolChoice;
  else if (toolChoice) params.tool_choice = { type: 'function', function: toolChoice };
  return params;
}

function demand(params: CreateParams, demands: ModelDemands): void {
  const { format, topP, parallelToolCalls, reasoningEffort, parameters } = demands;
  if (format) params.response_format = { type: 'json_schema', json_schema: format };
  if (topP !== undefined) params.top_p = topP;
  if (parallelToolCalls !== undefined) params.parallel_tool_calls = parallelToolCalls;
  if (reasoningEffort !== undefined)
    params.reasoning_effort = reasoningEffort as NonNullable<OpenAI.ReasoningEffort>;
  Object.assign(params, parameters);
}

function encodeItem(item: TranscriptItem): Message {
  if (item.type === 'message') return { role: item.role, content: item.text };
  if (item.type === 'tool-result') return { role: 'tool', tool_call_id: item.callId, content: item.output };
  return {
    role: 'assistant',
    content: item.text === '' ? null : item.text,
    tool_calls: item.calls.map(({ id, name, arguments: text, extra }) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
      ...(extra === undefined ? {} : { extra_content: extra }),
    })),
  };
}
