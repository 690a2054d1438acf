import { type Answer, call } from '../../harness/call.ts';
import { openEvents, type SentEvent, type SentEvents, textOf } from '../../harness/sse.ts';
import type { Cast } from './cast.ts';
import type { Instance } from './instance.ts';

/** A run as GET /api/v1/runs/{id} tells of it. */
export interface RunBody {
  id: string;
  conversation_id: string;
  status: string;
  text: string;
  usage: { input_tokens: number; output_tokens: number };
}

/** Sends a message at an instance and opens the stream of its events. */
export const send = (cast: Cast, { url }: Instance, body: object): Promise<SentEvents> =>
  openEvents(`${url}/api/v1/chat/stream`, { body, token: cast.token });

/** Opens the stream of a run's events from the one after `after`. */
export const watch = (cast: Cast, { url }: Instance, runId: string, after = 0): Promise<SentEvents> =>
  openEvents(`${url}/api/v1/runs/${runId}/events`, {
    token: cast.token,
    headers: { 'last-event-id': String(after) },
  });

/** A run as it stands. */
export const getRun = async (cast: Cast, { url }: Instance, runId: string): Promise<RunBody> =>
  (await call<RunBody>(`${url}/api/v1/runs/${runId}`, { token: cast.token })).body;

/** Asks an instance for the end of a run. */
export const stopRun = (cast: Cast, { url }: Instance, runId: string): Promise<Answer> =>
  call(`${url}/api/v1/runs/${runId}/stop`, { method: 'POST', body: {}, token: cast.token });

/** Reads until what the run said holds a text. The stream stays open. */
export async function readUntil(open: SentEvents, text: string): Promise<SentEvent[]> {
  const events: SentEvent[] = [];
  for (;;) {
    const { value, done } = await open[Symbol.asyncIterator]().next();
    if (done) throw new Error(`The stream ended after ${JSON.stringify(events)}`);
    events.push(value);
    if (textOf(events).includes(text)) return events;
  }
}

/** Reads to the end, whether it is one of the run's or of the connection. */
export async function readToEnd(open: SentEvents): Promise<SentEvent[]> {
  const events: SentEvent[] = [];
  try {
    for await (const event of open) events.push(event);
  } catch {
    // The instance is gone.
  }
  return events;
}

/** The ids that a run's first event tells. */
export function idsOf([first]: readonly SentEvent[]): {
  runId: string;
  conversationId: string;
  messageId: string;
} {
  if (first?.type !== 'run-started')
    throw new Error(`Not the first event of a run: ${JSON.stringify(first)}`);
  const { run_id, conversation_id, message_id } = first.data;
  return { runId: String(run_id), conversationId: String(conversation_id), messageId: String(message_id) };
}

/** The last event's data. */
export const endOf = (events: readonly SentEvent[]): Record<string, unknown> | undefined =>
  events.at(-1)?.data;
