import type { MessagePart, Usage } from '@parlance/client-sdk/contract';
import { cleanJson, cleanText } from '../domain/clean.ts';
import type { AgentEvent } from '../ports/agent.ts';

type ToolCallPart = Extract<MessagePart, { type: 'tool-call' }>;

/** The assistant's message as it grows out of a run's events. */
export class Answer {
  #text = '';
  usage: Usage = { inputTokens: 0, outputTokens: 0 };
  readonly #parts: MessagePart[] = [];

  /** The whole text, as it can be stored: a delta may end in the middle of a character, so it is cleaned as a whole. */
  get text(): string {
    return cleanText(this.#text);
  }

  /** The pieces in order, as they can be stored; null while the text says it all. */
  get parts(): MessagePart[] | null {
    return this.#parts.every((part) => part.type === 'text') ? null : this.#parts.map(cleanPart);
  }

  add(event: Exclude<AgentEvent, { type: 'finished' }>): void {
    switch (event.type) {
      case 'step-started':
        return;
      case 'text-delta':
        this.#addText(event.text);
        return;
      case 'tool-call-started':
        this.#parts.push({
          type: 'tool-call',
          toolCallId: event.toolCallId,
          tool: event.tool,
          arguments: event.arguments,
          result: null,
          isError: false,
          durationMs: null,
        });
        return;
      case 'tool-call-finished':
        Object.assign(this.#toolCall(event.toolCallId), {
          result: event.result,
          isError: event.isError,
          durationMs: event.durationMs,
        });
        return;
      case 'step-finished':
        this.usage = {
          inputTokens: this.usage.inputTokens + event.usage.inputTokens,
          outputTokens: this.usage.outputTokens + event.usage.outputTokens,
        };
    }
  }

  #addText(text: string): void {
    this.#text += text;
    const last = this.#parts.at(-1);
    if (last?.type === 'text') last.text += text;
    else this.#parts.push({ type: 'text', text });
  }

  #toolCall(id: string): ToolCallPart {
    const part = this.#parts.find((part) => part.type === 'tool-call' && part.toolCallId === id);
    if (part?.type !== 'tool-call') throw new Error(`Tool call ${id} finished without having started`);
    return part;
  }
}

const cleanPart = (part: MessagePart): MessagePart =>
  part.type === 'text'
    ? { type: 'text', text: cleanText(part.text) }
    : {
        ...part,
        toolCallId: cleanText(part.toolCallId),
        tool: cleanText(part.tool),
        arguments: cleanJson(part.arguments),
        result: cleanJson(part.result),
      };
