import type { AgentEvent } from '../ports/agent.ts';
import { asAsked, type Carrying, carryOut, type ToolCall } from './tool-call.ts';
import type { ReadableResult } from './tool-result.ts';
import type { TranscriptItem } from './wire/dialect.ts';

interface Finished {
  call: ToolCall;
  result: ReadableResult;
  durationMs: number;
}

export type ToolResultItem = Extract<TranscriptItem, { type: 'tool-result' }>;

/**
 * The calls of one step, at the same time. All are announced, and taken by the reader, before the first is carried
 * out: whoever logs the events has claimed the calls by then. Returns what the model is told, in the order it asked.
 */
export async function* carryOutAll(
  step: number,
  calls: readonly ToolCall[],
  carrying: Carrying,
): AsyncGenerator<AgentEvent, ToolResultItem[]> {
  for (const call of calls) {
    if (!call.claimed) yield { type: 'tool-call-started', step, ...asAsked(call) };
  }
  carrying.signal.throwIfAborted();
  const outputs = new Map<string, string>();
  for await (const { call, result, durationMs } of asTheyFinish(calls, carrying)) {
    const { value, isError, output } = result;
    outputs.set(call.id, output);
    yield { type: 'tool-call-finished', toolCallId: call.id, result: value, isError, durationMs };
  }
  return calls.map(({ id }) => ({ type: 'tool-result', callId: id, output: outputs.get(id) ?? '' }));
}

async function* asTheyFinish(calls: readonly ToolCall[], carrying: Carrying): AsyncGenerator<Finished> {
  const { signal } = carrying;
  const startedAt = performance.now();
  const { promise: aborted, resolve: onAbort } = Promise.withResolvers<unknown>();
  signal.addEventListener('abort', onAbort);
  const running = new Map<string, Promise<Finished>>();
  for (const call of calls) {
    const finished = carryOut(call, carrying);
    running.set(
      call.id,
      finished.then((result) => ({ call, result, durationMs: performance.now() - startedAt })),
    );
  }
  try {
    while (running.size > 0) {
      signal.throwIfAborted();
      const next = await Promise.race([aborted.then(() => null), ...running.values()]);
      if (!next) continue;
      running.delete(next.call.id);
      yield next;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
