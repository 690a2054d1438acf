import superjson from 'superjson';
import { z } from 'zod';
import { httpStatus } from '../../../server/src/wire/error-map.ts';
import { readLines, type Told } from './jsonl.ts';
import type { RawAnswer, RawRequest } from './raw.ts';

/**
 * An answer that came in pieces (lines of JSON, or server-sent events) as the ordinary one that says the same; any other as it is.
 * Its status is that of the error it tells, as a single answer would have had. Throws when the pieces make no whole answer.
 */
export function ordinary(request: RawRequest, answer: RawAnswer): RawAnswer {
  if (answer.status !== 200 || answer.text === '') return answer;
  if (answer.headers['content-type']?.startsWith('text/event-stream')) {
    const events = readEvents(answer.text);
    return request.path.startsWith('/trpc')
      ? asTrpc(answer, [ofSubscription(events)])
      : asRest(answer, events);
  }
  if (request.headers?.['trpc-accept'] !== 'application/jsonl') return answer;
  return asTrpc(answer, readLines(answer.text));
}

const trpcStatus = z.object({ data: z.object({ httpStatus: z.int() }) });

function asTrpc(answer: RawAnswer, calls: readonly Told[]): RawAnswer {
  const bodies = calls.map((told) =>
    'error' in told
      ? { error: superjson.serialize(told.error) }
      : { result: { data: superjson.serialize(told.data) } },
  );
  const statuses = new Set(
    calls.map((told) => ('error' in told ? trpcStatus.parse(told.error).data.httpStatus : 200)),
  );
  const [status = 0] = statuses;
  return {
    ...answer,
    status: statuses.size === 1 ? status : 207,
    text: JSON.stringify(bodies.length === 1 ? bodies[0] : bodies),
    streamed: true,
  };
}

const restError = z.object({ error: z.object({ code: z.string() }) });
const statuses: Readonly<Record<string, number>> = httpStatus;

function asRest(answer: RawAnswer, events: readonly SentEvent[]): RawAnswer {
  const failure = events.findIndex(({ event }) => event === 'error');
  if (failure === -1) {
    const numbers = events.map(({ id, data }) => [id, String(z.object({ seq: z.int() }).parse(data).seq)]);
    if (numbers.some(([id, seq]) => id !== seq)) throw new Error(`Events are numbered otherwise: ${numbers}`);
    return { ...answer, text: JSON.stringify(events.map(({ data }) => data)), streamed: true };
  }
  if (failure !== events.length - 1) throw new Error('Something follows an error');
  const { code } = restError.parse(events[failure]?.data).error;
  const status = statuses[code] ?? 0;
  return { ...answer, status, text: JSON.stringify(events[failure]?.data), streamed: true };
}

interface SentEvent {
  event: string;
  id: string | null;
  data: unknown;
}

function readEvents(text: string): SentEvent[] {
  if (!text.endsWith('\n\n')) throw new Error(`Events are cut: ${text.slice(-100)}`);
  const fields = text
    .split(/\n{2,}/)
    .map((block) => block.split('\n').filter((line) => line !== '' && !line.startsWith(':')))
    .filter((lines) => lines.length > 0)
    .map((lines) => new Map(lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string])));
  return fields.map((field) => ({
    event: field.get('event') ?? 'message',
    id: field.get('id') ?? null,
    data: field.get('data') ? JSON.parse(field.get('data') ?? '') : null,
  }));
}

/** How tRPC tells of a subscription: `connected`, then messages, then `return` or `serialized-error`. */
function ofSubscription(events: readonly SentEvent[]): Told {
  const [first, ...others] = events.filter(({ event }) => event !== 'ping');
  const last = others.pop();
  if (first?.event !== 'connected') throw new Error('The events do not begin with connected');
  const values = others.map(({ event, data }) => {
    if (event !== 'message') throw new Error(`${event} in the middle of events`);
    return deserialized(data);
  });
  if (last?.event === 'serialized-error') return { error: deserialized(last.data) };
  if (last?.event !== 'return') throw new Error(`The events end with ${last?.event}`);
  return { data: values };
}

const deserialized = (value: unknown): unknown =>
  superjson.deserialize(value as Parameters<typeof superjson.deserialize>[0]);
