import { OUTCOME_UNKNOWN } from '@parlance/client-sdk/contract';
import type { NewRunEvent } from '../ports/run-events.ts';
import type { ToolCallRecord } from '../ports/turns.ts';

/** The tool calls of a run, as its events tell of them. */
export class CalledTools {
  readonly #calls = new Map<string, ToolCallRecord>();

  get records(): ToolCallRecord[] {
    return [...this.#calls.values()];
  }

  add(event: NewRunEvent): void {
    switch (event.type) {
      case 'approval-requested':
        this.#begin(event, 'waiting');
        return;
      case 'approval-decided':
        this.#change(event.toolCallId, {
          status: event.decision === 'approved' ? 'requested' : event.decision,
        });
        return;
      case 'tool-call-started':
        // Until something is known of it.
        this.#begin(event, 'unknown');
        return;
      case 'tool-call-finished':
        this.#finish(event);
        return;
      default:
        return;
    }
  }

  #begin(
    {
      toolCallId,
      step,
      tool,
      arguments: args,
    }: Pick<ToolCallRecord, 'toolCallId' | 'step' | 'tool' | 'arguments'>,
    status: ToolCallRecord['status'],
  ): void {
    this.#calls.set(toolCallId, {
      toolCallId,
      step,
      tool,
      arguments: args,
      result: null,
      status,
      durationMs: null,
    });
  }

  #finish({
    toolCallId,
    result,
    isError,
    durationMs,
  }: Extract<NewRunEvent, { type: 'tool-call-finished' }>): void {
    const known = this.#calls.get(toolCallId)?.status;
    const isOver = known === 'denied' || known === 'expired' || result === OUTCOME_UNKNOWN;
    this.#change(toolCallId, {
      result,
      durationMs,
      ...(!isOver && { status: isError ? 'failed' : 'succeeded' }),
    });
  }

  #change(toolCallId: string, change: Partial<ToolCallRecord>): void {
    const call = this.#calls.get(toolCallId);
    if (call) Object.assign(call, change);
  }
}
