import { useChat } from '@parlance/client-sdk/react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { withoutWindow } from './dom.ts';
import { eventually, newClient, show } from './support.tsx';

let server: TestServer;
beforeAll(async () => {
  server = await withoutWindow(() => startServer());
});
afterAll(() => server.close());

test('G1, A1: a message shows at once, its answer as it comes, and both stay under their keys when they are stored', async () => {
  server.model.script({ purpose: 'answer', text: ['One ', 'two ', 'three'] });
  const { result } = show(newClient(server), () => useChat());
  expect(result.current).toMatchObject({ status: 'ready', messages: [], conversationId: null });
  result.current.send({ message: 'Count' });
  await eventually(() => result.current.messages.at(-1)?.text).toBe('One two three');
  await eventually(() => result.current.status).toBe('ready');
});
