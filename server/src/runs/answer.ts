import { randomUUIDv7 } from 'node:crypto';
import type { MessagePart, Usage } from '@parlance/client-sdk/contract';
import { cleanJson, cleanText } from '../domain/clean.ts';
import type { AgentEvent, AskedCall } from '../ports/agent.ts';
import type { NewRunEvent } from '../ports/run-events.ts';
import type { ToolCallRecord } from '../ports/turns.ts';
import { CalledTools } from './called-tools.ts';

/** What an agent tells while it answers, as the log takes it. */
type Told = Exclude<AgentEvent, { type: 'finished' }>;

type ToolCallPart = Extract<MessagePart, { type: 'tool-call' }>;

/** The assistant's message as it grows out of a run's events. */
export class Answer {
  text = '';
  usage: Usage = { inputTokens: 0, outputTokens: 0 };
  readonly #parts: MessagePart[] = [];
  readonly #called = new CalledTools();
  /** Whether nothing was said since the last step that is behind the run: another process can go on from here. */
  canResume = true;
  /** The first half of a character whose second half is still to come. */
  #half = '';

  /** The pieces in order; null while the text says it all. */
  get parts(): MessagePart[] | null {
    return this.#parts.every((part) => part.type === 'text') ? null : this.#parts;
  }

  get toolCalls(): ToolCallRecord[] {
    return this.#called.records;
  }

  /** Takes what an agent tells. Answers what of it can be stored and shown: clean, and in whole characters. */
  take(event: Told): NewRunEvent | null {
    const clean = this.#clean(event);
    if (clean !== null) this.add(clean);
    return clean;
  }

  /** Asks whether calls may be carried out. */
  ask(step: number, calls: readonly AskedCall[], expiresAt: Date): NewRunEvent[] {
    const asked = calls.map(
      (call): NewRunEvent => ({
        type: 'approval-requested',
        approvalId: randomUUIDv7(),
        step,
        ...cleanCall(call),
        expiresAt: expiresAt.toISOString(),
      }),
    );
    for (const event of asked) this.add(event);
    return asked;
  }

  /** Adds an event of the log. */
  add(event: NewRunEvent): void {
    this.#called.add(event);
    switch (event.type) {
      case 'text-delta':
        this.#addText(event.text);
        this.canResume = false;
        return;
      case 'approval-requested': {
        const { approvalId, expiresAt } = event;
        this.#addCall(event, { approvalId, decision: 'pending', expiresAt });
        return;
      }
      case 'approval-decided':
        this.#decide(event.toolCallId, event.decision);
        return;
      case 'tool-call-started':
        this.#addCall(event, null);
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
        return { ...event, ...cleanCall(event) };
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

  /** One that was asked for, and allowed, is there already when it begins. */
  #addCall(
    { toolCallId, tool, arguments: args }: Pick<ToolCallPart, 'toolCallId' | 'tool' | 'arguments'>,
    approval: ToolCallPart['approval'],
  ): void {
    this.canResume = true;
    if (this.#parts.some((part) => part.type === 'tool-call' && part.toolCallId === toolCallId)) return;
    const open = { result: null, isError: false, durationMs: null };
    this.#parts.push({ type: 'tool-call', toolCallId, tool, arguments: args, ...open, approval });
  }

  #decide(toolCallId: string, decision: NonNullable<ToolCallPart['approval']>['decision']): void {
    const { approval } = this.#toolCall(toolCallId);
    if (approval) approval.decision = decision;
  }

  #toolCall(id: string): ToolCallPart {
    const part = this.#parts.find((part) => part.type === 'tool-call' && part.toolCallId === id);
    if (part?.type !== 'tool-call') throw new Error(`Tool call ${id} is not one of this answer`);
    return part;
  }
}

const cleanCall = ({ toolCallId, tool, arguments: args, extra }: AskedCall): AskedCall => ({
  toolCallId: cleanText(toolCallId),
  tool: cleanText(tool),
  arguments: cleanJson(args),
  ...(extra !== undefined && { extra: cleanJson(extra) }),
});
