import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { type Person, signUp } from '../harness/people.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { ask, doorsOf, named, refusing } from './support/asking.ts';
import { startRun } from './support/belongings.ts';
import { each, ofConversation, ofMessage, ofRun, standing } from './support/live-runs.ts';
import { failuresIn } from './support/refusals.ts';

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  server = await startServer();
  owner = await signUp(server);
});
afterAll(() => server.close());

/** How often the model was asked for an answer. */
const answers = () => server.model.requests.filter(({ purpose }) => purpose === 'answer').length;

describe('how streams are asked for', () => {
  test('H4: a stream over tRPC that is not asked for in lines is refused, and nothing is done', async () => {
    const run = await startRun(server, owner.token);
    const before = await standing(server, run, owner.token);
    const asked = answers();
    const inputs = { ...ofMessage, ...ofConversation };
    const streams = each(inputs).filter(([path]) => named(path).procedure.kind === 'stream');
    expect(streams).toHaveLength(3);
    for (const [path, inputOf] of streams) {
      const input = JSON.stringify({ json: inputOf(run) });
      for (const [address, body] of [
        [path, input],
        [`${path}?batch=1`, `{"0":${input}}`],
        [`${path},${path}?batch=1`, `{"0":${input},"1":${input}}`],
      ]) {
        for (const accept of ['*/*', 'application/json', 'text/event-stream', 'application/jsonlines']) {
          const { status, body: answer } = await call<unknown>(`${server.url}/trpc/${address}`, {
            body,
            token: owner.token,
            headers: { accept },
          });
          expect(status).toBe(415);
          expect(JSON.stringify(answer)).toContain('"appCode":"unsupported_media_type"');
        }
      }
    }
    expect(await standing(server, run, owner.token)).toEqual(before);
    expect(answers()).toBe(asked);
  });

  const bad = ['x', '-1', '1.5', '1e3', '0x10', '1 2', '9'.repeat(10), 'null', '1,2', '..'];

  test('A8, H4: a last event that is no number is a bad request that names the field', async () => {
    const { runId } = await startRun(server, owner.token);
    const url = `${server.url}/api/v1/runs/${runId}/events`;
    for (const last of bad) {
      for (const answer of [
        await call(url, { token: owner.token, headers: { 'Last-Event-ID': last } }),
        await call(`${url}?last_event_id=${encodeURIComponent(last)}`, { token: owner.token }),
      ]) {
        expect(answer.status, last).toBe(400);
        expect(answer.body['error']).toMatchObject({
          code: 'bad_request',
          message: expect.stringContaining('last_event_id'),
          details: { issues: [{ path: 'last_event_id' }] },
        });
      }
      const headers = { 'last-event-id': last };
      const asker = { token: owner.token, headers };
      for (const door of doorsOf('chat.events').filter(({ shape }) => shape === 'trpc')) {
        const { status, text } = await ask(server, 'chat.events', door, { runId }, asker);
        expect([status, text]).toEqual([400, expect.stringContaining('"path":"lastEventId"')]);
      }
    }
  });

  test('B2: an EventSource that lost its connection goes on where it was, not where it began', async () => {
    const { runId } = await startRun(server, owner.token);
    const url = `${server.url}/api/v1/runs/${runId}/events`;
    const { token } = owner;
    const whole = await (await openEvents(url, { token })).all();
    const again = await openEvents(`${url}?last_event_id=1`, { token, headers: { 'last-event-id': '2' } });
    expect(await again.all()).toEqual(whole.slice(2));
    const asker = { token, headers: { 'last-event-id': '2' } };
    for (const door of doorsOf('chat.events')) {
      const { text } = await ask(server, 'chat.events', door, { runId, lastEventId: '1' }, asker);
      expect(text.match(/"seq":\d+/g), door.name).toEqual(whole.slice(2).map(({ id }) => `"seq":${id}`));
    }
  });

  test('A1: whoever asks for what comes after the last event is answered nothing more', async () => {
    const { runId } = await startRun(server, owner.token);
    for (const door of doorsOf('chat.events')) {
      const input = { runId, lastEventId: '999999999' };
      const { status, text } = await ask(server, 'chat.events', door, input, { token: owner.token });
      expect(status, door.name).toBe(200);
      expect(text).not.toContain('text-delta');
    }
  });
});

test('H5: another origin is refused every stream, and nothing is done', async () => {
  const run = await startRun(server, owner.token);
  const before = await standing(server, run, owner.token);
  const inputs = { ...ofRun, ...ofMessage, ...ofConversation };
  const asker = { token: owner.token, headers: { origin: 'https://evil.example' } };
  for (const [path, inputOf] of each(inputs)) {
    expect(await refusing(server, path, [inputOf(run)], asker, 'forbidden')).toEqual([]);
  }
  expect(await standing(server, run, owner.token)).toEqual(before);
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(server)).toEqual([]);
});
