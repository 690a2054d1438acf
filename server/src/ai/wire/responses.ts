import type { OpenAI } from 'openai';
import type { Dialect, ModelDemands, ModelRequest, TranscriptItem } from './dialect.ts';
import { type ErrorEvent, errorEvent } from './error-event.ts';
import { addText, grow, type ModelTurn, setUsage } from './model-turn.ts';

type CreateParams = OpenAI.Responses.ResponseCreateParamsStreaming;
type InputItem = OpenAI.Responses.ResponseInputItem;

interface OutputItem {
  type?: string;
  call_id?: string;
  name?: string;
  arguments?: string;
}

interface ResponseEvent {
  type?: string;
  delta?: unknown;
  item?: OutputItem;
  response?: {
    usage?: { input_tokens?: unknown; output_tokens?: unknown } | null;
    incomplete_details?: { reason?: string } | null;
    error?: ErrorEvent | null;
  };
  error?: ErrorEvent | null;
  code?: unknown;
}

export const responses: Dialect = {
  api: 'responses',
  send: (client, request, signal) => client.responses.create(encode(request), { signal }).asResponse(),
  read(data, turn) {
    if (data === '[DONE]') return;
    const event: ResponseEvent = JSON.parse(data);
    switch (event.type) {
      case 'response.output_text.delta':
      case 'response.refusal.delta':
        return addText(turn, event.delta);
      case 'response.output_item.done':
        return addItem(turn, event.item);
      case 'response.completed':
      case 'response.incomplete':
        return finish(turn, event);
      case 'response.failed':
        throw errorEvent(event.response?.error);
      case 'error':
        throw errorEvent(event.error ?? event);
      default:
        if (event.error) throw errorEvent(event.error);
    }
  },
};

function addItem(turn: ModelTurn, item: OutputItem | undefined): void {
  if (item?.type !== 'function_call') return;
  const { call_id: id = '', name = '', arguments: text = '' } = item;
  turn.calls.push({ id, index: null, name, arguments: text });
  grow(turn, text.length);
}

function finish(turn: ModelTurn, { type, response }: ResponseEvent): void {
  setUsage(turn, response?.usage?.input_tokens, response?.usage?.output_tokens);
  const cut = response?.incomplete_details?.reason === 'content_filter' ? 'content_filter' : 'length';
  turn.end = type === 'response.completed' ? 'stop' : cut;
  turn.done = true;
}

function encode(request: ModelRequest): CreateParams {
  const { model, instructions, transcript, temperature, outputTokens, tools } = request;
  const params: CreateParams = { model, input: transcript.flatMap(encodeItem), stream: true, store: false };
  if (instructions !== '') params.instructions = instructions;
  if (temperature !== null) params.temperature = temperature;
  if (outputTokens !== null) params.max_output_tokens = outputTokens;
  demand(params, request.demands ?? {});
  if (tools.length === 0) return params;
  params.tools = tools.map(({ name, description, parameters }) => ({
    type: 'function',
    name,
    description,
    parameters,
    strict: false,
  }));
  const { toolChoice } = request.demands ?? {};
  if (!request.toolsAllowed) params.tool_choice = 'none';
  else if (toolChoice === 'required') params.tool_choice = toolChoice;
  else if (toolChoice) params.tool_choice = { type: 'function', ...toolChoice };
  return params;
}

function demand(params: CreateParams, demands: ModelDemands): void {
  const { format, topP, parallelToolCalls, reasoningEffort, parameters } = demands;
  if (format) params.text = { format: { type: 'json_schema', ...format } };
  if (topP !== undefined) params.top_p = topP;
  if (parallelToolCalls !== undefined) params.parallel_tool_calls = parallelToolCalls;
  if (reasoningEffort !== undefined)
    params.reasoning = { effort: reasoningEffort as NonNullable<OpenAI.ReasoningEffort> };
  Object.assign(params, parameters);
}

function encodeItem(item: TranscriptItem): InputItem[] {
  if (item.type === 'message') return [{ role: item.role, content: item.text }];
  if (item.type === 'tool-result') {
    return [{ type: 'function_call_output', call_id: item.callId, output: item.output }];
  }
  const calls = item.calls.map(
    ({ id, name, arguments: text }): InputItem => ({
      type: 'function_call',
      call_id: id,
      name,
      arguments: text,
    }),
  );
  return item.text === '' ? calls : [{ role: 'assistant', content: item.text }, ...calls];
}
