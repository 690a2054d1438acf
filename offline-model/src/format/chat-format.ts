import { randomUUID } from 'node:crypto';
import type { Answer, Usage } from '../answer.ts';
import { errorBody } from '../api-error.ts';
import type { JsonObject } from '../json.ts';
import type { ModelRequest } from '../request/model-request.ts';
import { wordChunks } from '../text/words.ts';
import { type AnswerFormat, argumentPieces, dataLine, type Frame } from './answer-format.ts';

export function chatFormat(request: Pick<ModelRequest, 'model' | 'includeUsage'>): AnswerFormat {
  const head = {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    system_fingerprint: null,
  };
  const chunkHead = {
    ...head,
    object: 'chat.completion.chunk',
    ...(request.includeUsage && { usage: null }),
  };
  const chunk = (kind: Frame['kind'], delta: JsonObject, finish_reason: string | null = null): Frame => ({
    kind,
    render: () => dataLine({ ...chunkHead, choices: [{ index: 0, delta, logprobs: null, finish_reason }] }),
  });

  function* frames(answer: Answer): Generator<Frame> {
    yield chunk('open', { role: 'assistant', content: answer.chunks.length > 0 ? '' : null });
    for (const piece of wordChunks(answer.reasoning)) yield chunk('delta', { reasoning_content: piece });
    for (const piece of answer.chunks) yield chunk('delta', { content: piece });
    for (const [index, call] of answer.toolCalls.entries()) {
      const target = { name: call.name, arguments: '' };
      yield chunk('open', { tool_calls: [{ index, id: call.id, type: 'function', function: target }] });
      for (const piece of argumentPieces(call.arguments)) {
        yield chunk('delta', { tool_calls: [{ index, function: { arguments: piece } }] });
      }
    }
    yield chunk('finish', {}, answer.finishReason);
    if (request.includeUsage) {
      const usage = renderUsage(answer.usage);
      yield { kind: 'finish', render: () => dataLine({ ...chunkHead, choices: [], usage }) };
    }
    yield { kind: 'finish', render: () => 'data: [DONE]\n\n' };
  }

  return {
    frames,
    whole: (answer) => ({ ...head, object: 'chat.completion', ...renderWhole(answer) }),
    errorEvent: (error) => dataLine(errorBody(error)),
    wholeFailure: () => undefined,
    failureEvent: (error) => dataLine(errorBody(error)),
  };
}

function renderWhole(answer: Answer): JsonObject {
  const text = answer.chunks.join('');
  const calls = answer.toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  const message = {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(answer.reasoning !== '' && { reasoning_content: answer.reasoning }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: answer.finishReason };
  return { choices: [choice], usage: renderUsage(answer.usage) };
}

function renderUsage(usage: Usage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}
