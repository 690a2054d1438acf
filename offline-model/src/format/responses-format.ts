import { randomUUID } from 'node:crypto';
import type { Answer, Usage } from '../answer.ts';
import type { ApiError } from '../api-error.ts';
import type { JsonObject } from '../json.ts';
import type { ModelRequest } from '../request/model-request.ts';
import { type AnswerFormat, dataLine, type Frame } from './answer-format.ts';
import { outputItems } from './responses-items.ts';

export function responsesFormat(request: Pick<ModelRequest, 'model' | 'body'>): AnswerFormat {
  const base = responseBase(request);
  let sequence = 0;
  const render = (type: string, fields: JsonObject) =>
    `event: ${type}\n${dataLine({ type, sequence_number: sequence++, ...fields })}`;
  const event = (kind: Frame['kind'], type: string, fields: JsonObject): Frame => ({
    kind,
    render: () => render(type, fields),
  });
  const failed = (error: ApiError) => ({
    ...base,
    status: 'failed',
    error: { code: error.code ?? 'server_error', message: error.message },
  });

  function* frames(answer: Answer): Generator<Frame> {
    const started = { ...base, status: 'in_progress' };
    yield event('open', 'response.created', { response: started });
    yield event('open', 'response.in_progress', { response: started });
    const items = outputItems(answer);
    for (const [index, { frames }] of items.entries()) yield* frames(event, index);
    const response = { ...base, ...ending(answer), output: items.map(({ item }) => item) };
    yield event('finish', `response.${response.status}`, { response });
  }

  return {
    frames,
    whole: (answer) => ({ ...base, ...ending(answer), output: outputItems(answer).map(({ item }) => item) }),
    errorEvent: (error) => render('error', { code: error.code, message: error.message, param: error.param }),
    wholeFailure: failed,
    failureEvent: (error) => render('response.failed', { response: failed(error) }),
  };
}

function responseBase({ model, body }: Pick<ModelRequest, 'model' | 'body'>): JsonObject {
  return {
    id: `resp_${randomUUID().replaceAll('-', '')}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    error: null,
    incomplete_details: null,
    instructions: body['instructions'] ?? null,
    max_output_tokens: body['max_output_tokens'] ?? null,
    model,
    output: [],
    parallel_tool_calls: body['parallel_tool_calls'] ?? true,
    previous_response_id: null,
    store: false,
    temperature: body['temperature'] ?? 1,
    tool_choice: body['tool_choice'] ?? 'auto',
    tools: body['tools'] ?? [],
    top_p: body['top_p'] ?? 1,
    metadata: body['metadata'] ?? {},
    usage: null,
  };
}

function ending(answer: Answer): JsonObject & { status: string } {
  const usage = renderUsage(answer.usage);
  if (answer.finishReason === 'length') {
    return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, usage };
  }
  if (answer.finishReason === 'content_filter') {
    return { status: 'incomplete', incomplete_details: { reason: 'content_filter' }, usage };
  }
  return { status: 'completed', usage };
}

function renderUsage(usage: Usage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
