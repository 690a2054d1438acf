import { randomUUID } from 'node:crypto';
import type { JsonObject } from './json.ts';
import type { ModelRequest } from './request/model-request.ts';
import { wordChunks } from './text/words.ts';
import { estimateTokens, promptTokens } from './tokens.ts';

export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

export interface ToolCall {
  id: string;
  name: string;
  /** JSON text as the wire carries it; a script may make it malformed on purpose. */
  arguments: string;
}

export interface Usage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  reasoningTokens: number;
}

/** What the model says, before any wire format. */
export interface Answer {
  reasoning: string;
  chunks: string[];
  toolCalls: ToolCall[];
  finishReason: FinishReason;
  usage: Usage;
}

type Prompt = Pick<ModelRequest, 'turns' | 'tools'>;

export function estimateUsage(
  request: Prompt,
  content: Pick<Answer, 'chunks' | 'reasoning' | 'toolCalls'>,
): Usage {
  const reasoningTokens = estimateTokens(content.reasoning);
  const calls = content.toolCalls.map((call) => call.name + call.arguments).join('');
  return {
    inputTokens: promptTokens(request),
    outputTokens: reasoningTokens + estimateTokens(content.chunks.join('') + calls),
    cachedTokens: 0,
    reasoningTokens,
  };
}

/** An answer of plain text, cut at the caller's output limit as a model would be. */
export function textAnswer(request: Prompt & Pick<ModelRequest, 'maxOutputTokens'>, text: string): Answer {
  const chunks = wordChunks(text);
  const limit = request.maxOutputTokens ?? Number.POSITIVE_INFINITY;
  const kept: string[] = [];
  let said = '';
  for (const chunk of chunks) {
    said += chunk;
    if (estimateTokens(said) > limit) break;
    kept.push(chunk);
  }
  const content = { reasoning: '', chunks: kept, toolCalls: [] };
  const finishReason = kept.length < chunks.length ? 'length' : 'stop';
  return { ...content, finishReason, usage: estimateUsage(request, content) };
}

/** An answer that calls tools. */
export function toolAnswer(request: Prompt, asks: { tool: string; arguments: JsonObject }[]): Answer {
  const toolCalls = asks.map((ask) => ({
    id: newCallId(),
    name: ask.tool,
    arguments: JSON.stringify(ask.arguments),
  }));
  const content = { reasoning: '', chunks: [], toolCalls };
  return { ...content, finishReason: 'tool_calls', usage: estimateUsage(request, content) };
}

export function newCallId(): string {
  return `call_${randomUUID().replaceAll('-', '')}`;
}
