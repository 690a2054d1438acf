import type { MessagePart, Usage } from '@parlance/client-sdk/contract';
import { cleanJson, cleanText } from '../domain/clean.ts';
import type { AgentEvent } from '../ports/agent.ts';
import type { NewRunEvent } from '../ports/run-events.ts';

/** What an agent tells while it answers, as the log takes it. */
type Told = Exclude<AgentEvent, { type: 'finished' }>;

type ToolCallPart = Extract<MessagePart, { type: 'tool-call' }>;

/** The assistant's message as it grows out of a run's events. */
export class Answer {
  text = '';
  usage: Usage = { inputTokens: 0, outputTokens: 0 };
  readonly #parts: MessagePart[] = [];
  /** Whether nothing was said since the last step that is behind the run: another process can go on from here. */
  canResume = true;
  /** The first half of a character whose second half is still to come. */
  #half = '';

  /** The pieces in order; null while the text says it all. */
  get parts(): MessagePart[] | null {
    return this.#parts.every((part) => part.type === 'text') ? null : this.#parts;
  }

  /** Takes what an agent tells. Answers what of it can be stored and shown: clean, and in whole characters. */
  take(event: Told): NewRunEvent | null {
    const clean = this.#clean(event);
    if (clean !== null) this.add(clean);
    return clean;
  }

  /** Adds an event of the log. */
  add(event: NewRunEvent): void {
    switch (event.type) {
      case 'text-delta':
        this.#addText(event.text);
        this.canResume = false;
        return;
      case 'tool-call-started':
        this.canResume = true;
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
        return;
      default:
        return;
    }
  }

  #clean(event: Told): NewRunEvent | null {
    switch (event.type) {
      case 'text-delta': {
        const whole = this.#half + event.text;
        this.#half = /[\ud800-\udbff]$/.exec(whole)?.[0] ?? '';
        const text = cleanText(whole.slice(0, whole.length - this.#half.length));
        return text === '' ? null : { ...event, text };
      }
      case 'tool-call-started':
        return {
          ...event,
          toolCallId: cleanText(event.toolCallId),
          tool: cleanText(event.tool),
          arguments: cleanJson(event.arguments),
        };
      case 'tool-call-finished':
        return { ...event, toolCallId: cleanText(event.toolCallId), result: cleanJson(event.result) };
      default:
        return event;
    }
  }

  #addText(text: string): void {
    this.text += text;
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
