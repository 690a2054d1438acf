import {
  createChat,
  type Fetch,
  type ParlanceClient,
  type RunEvent,
  type RunStream,
} from '@parlance/client-sdk';
import { expect, onTestFinished } from 'vitest';
import type { TestServer } from '../../harness/start-server.ts';
import { startTcpProxy } from '../../harness/tcp-proxy.ts';
import { newcomer, watchedClient } from '../watched-client.ts';

/** Pauses between attempts that no test waits for. */
export const quick = { firstDelayMs: 20, maxDelayMs: 100 };

/** Somebody who is signed in, and may reach the server by another address. */
export async function person(
  server: TestServer,
  { url = server.url, fetch }: { url?: string; fetch?: Fetch } = {},
) {
  const client = watchedClient(url, fetch ? { fetch } : {});
  await client.parlance.auth.signup.mutate(newcomer());
  return { ...client, chat: createChat(client.parlance, { retry: quick }) };
}

/** Somebody whose connection can be cut. */
export async function behindProxy(server: TestServer) {
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  onTestFinished(() => proxy.shut().catch(() => {}));
  const someone = await person(server, { url: `http://127.0.0.1:${proxy.port}` });
  return {
    ...someone,
    proxy,
    cut: async () => {
      await proxy.shut();
      await proxy.open();
    },
  };
}

/** Every event of a run, to its end. */
export async function all(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

/** What events say. */
export const textOf = (events: readonly RunEvent[]): string =>
  events.reduce((text, event) => {
    if (event.type === 'reset') return event.text;
    return event.type === 'text-delta' ? text + event.text : text;
  }, '');

/** Each once, in order, and one ending. */
export function expectWhole(events: readonly RunEvent[], first = 1): void {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + first));
  expect(events.filter(({ type }) => type === 'run-finished')).toHaveLength(1);
  expect(events.at(-1)).toMatchObject({ type: 'run-finished' });
}

/** An answer that waits for the test before its end. Answers what lets it go. */
export function heldAnswer(server: TestServer, text: string[]): () => void {
  const gate = Promise.withResolvers<void>();
  onTestFinished(() => gate.resolve());
  server.model.script({ purpose: 'answer', text, hold: gate.promise });
  return gate.resolve;
}

/** Reads until a text has come, and goes on with the rest when asked. */
export async function readUntil(run: RunStream, part: string) {
  const events: RunEvent[] = [];
  const iterator = run[Symbol.asyncIterator]();
  while (!textOf(events).includes(part)) {
    const next = await iterator.next();
    if (next.done) throw new Error('The run ended early');
    events.push(next.value);
  }
  const rest = async () => {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) events.push(next.value);
    return events;
  };
  return { events, iterator, rest };
}

/** The answer of a run as history shows it. */
export async function stored({ parlance }: { parlance: ParlanceClient }, run: RunStream) {
  const { conversationId, messageId } = await run.started;
  const { messages } = await parlance.conversation.history.query({ conversationId });
  return messages.find(({ id }) => id === messageId);
}
