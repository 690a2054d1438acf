import type { RunEvent } from '@parlance/client-sdk/contract';

/** An event over plain HTTP: the contract's, in snake_case. */
export interface SentEvent {
  id: number;
  type: RunEvent['type'] | 'error';
  data: Record<string, unknown>;
}

/** A stream of server-sent events that is open. */
export interface SentEvents extends AsyncIterable<SentEvent> {
  /** Held here: fetch ends a stream whose response nobody holds. */
  response: Response;
  status: number;
  headers: Headers;
  /** Everything to the end. */
  all(): Promise<SentEvent[]>;
  /** Drops the connection. */
  leave(): void;
}

/** Opens a stream. Rejects with the answer when it is none. */
export async function openEvents(
  url: string,
  options: { body?: unknown; token?: string; headers?: Record<string, string> } = {},
): Promise<SentEvents> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: {
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    signal: leaving.signal,
  });
  if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
  const events = parse(response.body);
  return {
    response,
    status: response.status,
    headers: response.headers,
    [Symbol.asyncIterator]: () => events,
    all: () => Array.fromAsync(events),
    leave: () => leaving.abort(),
  };
}

/** What events say. */
export const textOf = (events: readonly SentEvent[]): string =>
  events.map(({ type, data }) => (type === 'text-delta' ? data['text'] : '')).join('');

async function* parse(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<SentEvent, void> {
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
      const data = fields.get('data');
      if (data === undefined) continue;
      yield {
        id: Number(fields.get('id')),
        type: fields.get('event') as SentEvent['type'],
        data: JSON.parse(data) as Record<string, unknown>,
      };
    }
  }
}
