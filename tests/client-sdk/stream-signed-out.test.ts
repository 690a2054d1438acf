import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { expectWhole, heldAnswer, person, readUntil, textOf } from './support/streams.ts';
import { newcomer } from './watched-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('G1, F2: streams of a login that was ended elsewhere throw unauthorized, and the client is signed out', async () => {
  const someone = await person(server);
  heldAnswer(server, ['Before ', 'the end.']);
  const run = someone.chat.stream({ message: 'Go on' });
  const { rest, events } = await readUntil(run, 'the end');
  const { runId } = await run.started;
  const resumed = someone.chat.resume(runId, { after: 0 });
  const again = await readUntil(resumed, 'the end');
  const silent = someone.chat.resume(runId, { after: events.length })[Symbol.asyncIterator]().next();
  await expect.poll(() => someone.count('chat.events')).toBe(2);
  const refresh_token = (await someone.tokens.get())?.refreshToken;
  await call(`${server.url}/api/auth/logout`, { body: { refresh_token } });
  for (const ended of [rest(), again.rest(), silent])
    await expect(ended).rejects.toMatchObject({ code: 'unauthorized' });
  expect(someone.signedOut).toEqual(['expired']);
  expect(someone.count('chat.events')).toBeLessThan(6);
});

test('G1, F2: who changes their password goes on reading, by the new login', async () => {
  const someone = await person(server);
  const known = newcomer();
  await someone.parlance.auth.signup.mutate(known);
  const letGo = heldAnswer(server, ['Before ', 'the change. ']);
  const run = someone.chat.stream({ message: 'Go on' });
  const { rest } = await readUntil(run, 'the change');
  const { runId } = await run.started;
  const { rest: others } = await readUntil(someone.chat.resume(runId), 'the change');
  const ends = [rest(), others()];
  await someone.parlance.auth.changePassword.mutate({
    currentPassword: known.password,
    newPassword: 'another horse battery',
  });
  await expect.poll(() => someone.count('chat.events')).toBeGreaterThan(2);
  letGo();
  for (const ended of ends) {
    expectWhole(await ended);
    expect(textOf(await ended)).toBe('Before the change. ');
  }
  expect(someone.signedOut).toEqual([]);
});
