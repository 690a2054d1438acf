import { createParlanceClient } from '@parlance/client-sdk';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { runExample } from './run-example.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.model.script({ purpose: 'answer', text: 'Hello, Sara.' });
  server.model.script({ purpose: 'answer', text: ['Your ', 'name ', 'is ', 'Sara.'], paceMs: 20 });
});

const talk = (env: Record<string, string>) => runExample('node-script', 'example:script', env);

test('G1, B2: the Node script signs up, sends, streams, leaves and reads the rest', async () => {
  const script = talk({ PARLANCE_URL: server.url });
  expect(await script.ended, script.output()).toBe(0);
  expect(script.output()).toMatch(
    /^Signed up as script-\S+@example\.com\n\n> Hello, Sara\.\n\n> Your name is Sara\.\n\nThe run \S+ is completed\.\n$/,
  );
});

test('G1, F2: the Node script acts by an API key', async () => {
  const parlance = createParlanceClient({ url: server.url });
  await parlance.auth.signup.mutate({ email: 'keeper@example.com', password: 'correct horse battery' });
  const { secret } = await parlance.auth.createApiKey.mutate({ name: 'script', scopes: ['chat'] });
  const script = talk({ PARLANCE_URL: server.url, PARLANCE_API_KEY: secret });
  expect(await script.ended, script.output()).toBe(0);
  expect(script.output()).toContain('> Your name is Sara.');
  expect((await parlance.conversation.list.query({})).conversations).toHaveLength(1);
});

test('G1, H4: the Node script says what to do when there is no server, or the key is wrong', async () => {
  const lost = talk({ PARLANCE_URL: 'http://127.0.0.1:9' });
  const refused = talk({ PARLANCE_URL: server.url, PARLANCE_API_KEY: 'plk_wrong' });
  expect(await Promise.all([lost.ended, refused.ended])).toEqual([1, 1]);
  expect(lost.output()).toContain('Is a Parlance server running at http://127.0.0.1:9?');
  expect(refused.output()).toContain('Is PARLANCE_API_KEY a key of that server?');
});
