import { afterAll, beforeAll, expect, test } from 'vitest';
import { lines, trpcCall } from './support/doors.ts';
import { type Expected, INNER, problemOf } from './support/errors.ts';
import { type RawAnswer, sendRaw } from './support/raw.ts';
import { type Attacked, attack, failuresIn, get, made } from './support/refusals.ts';
import { send } from './support/send.ts';

let attacked: Attacked;
beforeAll(async () => {
  attacked = await attack();
});
afterAll(() => attacked[Symbol.asyncDispose]());

const bad: Expected = { codes: ['bad_request'] };
const unknown: Expected = { codes: ['not_found'] };

const input = encodeURIComponent('{}');
const times = (count: number) => Array(count).fill('health').join(',');
const results = (answer: RawAnswer): unknown[] => JSON.parse(answer.text) as unknown[];

test('H5: twenty calls in a batch are served, twenty-one are refused', async () => {
  const twenty = await send(attacked.server.url, get(`/trpc/${times(20)}?batch=1&input=${input}`));
  expect(twenty.status).toBe(200);
  expect(results(twenty)).toHaveLength(20);
  expect(
    await attacked.problems([
      made(get(`/trpc/${times(21)}?batch=1&input=${input}`), bad),
      made(get(`/trpc/${times(500)}?batch=1&input=${input}`), bad),
      made({ ...trpcCall(Array(21).fill('auth.logout').join(','), 'mutation', '{}', true) }, bad),
      made({ ...trpcCall(Array(21).fill('chat.stream').join(','), 'stream', '{}', true) }, bad),
    ]),
  ).toEqual([]);
});

test('A1, H4: batches that make no sense are refused', async () => {
  const post = { 'content-type': 'application/json' };
  const junk = ['[]', 'null', '"x"', '5', '{"0":5}', '{"0":null}', '{"0":[]}', '{"x":{}}'];
  const cases = [
    made(get(`/trpc/health,auth.logout?batch=1&input=${input}`), bad),
    made({ method: 'POST', path: '/trpc/health,auth.logout?batch=1', headers: post, body: '{}' }, bad),
    made(get('/trpc/health,health'), unknown),
    made(get('/trpc/,?batch=1'), unknown),
    made(get('/trpc/auth.login?batch=1'), {}),
    ...junk.map((body) =>
      made({ method: 'POST', path: '/trpc/auth.logout?batch=1', headers: post, body }, bad),
    ),
    ...junk.map((text) => made(get(`/trpc/conversation.get?batch=1&input=${encodeURIComponent(text)}`), bad)),
    ...junk
      .slice(1)
      .map((text) => made(get(`/trpc/conversation.get?input=${encodeURIComponent(text)}`), bad)),
  ];
  expect(await attacked.problems(cases)).toEqual([]);
});

test('A1: connection parameters that are no object of strings are refused', async () => {
  const cases = ['', 'x', '5', '[1]', '{"a":1}', '{"a":{"b":1}}', '{"__proto__":1}', '{'].flatMap((text) =>
    ['/trpc/health', '/trpc/conversation.list', '/trpc/nope'].map((path) =>
      made(get(`${path}?connectionParams=${encodeURIComponent(text)}`), {}),
    ),
  );
  expect(await attacked.problems(cases)).toEqual([]);
});

test('A1: lines instead of a list show no more', async () => {
  const alone = await sendRaw(attacked.server.url, { ...get('/trpc/health'), headers: lines });
  expect(problemOf('trpc', alone, bad)).toBeNull();
  const batch = await sendRaw(attacked.server.url, {
    ...get(`/trpc/conversation.get,nope?batch=1&input=${input}`),
    headers: lines,
  });
  expect(batch.text).toContain(String(batch.headers['x-request-id']));
  expect(batch.text).not.toMatch(INNER);
});

test('A1, H4: a batch in lines refuses what a batch refuses', async () => {
  const inLines = (path: string) => ({ ...get(path), headers: lines });
  const junk = ['[]', 'null', '"x"', '5', '{"0":5}', '{"0":null}', '{"0":[]}', '{"x":{}}'];
  const cases = [
    made(inLines(`/trpc/nope,chat.nope?batch=1&input=${input}`), unknown),
    made(inLines(`/trpc/health,auth.logout?batch=1&input=${input}`), bad),
    made(inLines(`/trpc/${times(21)}?batch=1&input=${input}`), bad),
    ...['chat.stream', 'chat.regenerate', 'chat.edit', 'chat.stream,chat.edit'].flatMap((path) =>
      junk.map((body) => made(trpcCall(path, 'stream', body, true), bad)),
    ),
  ];
  expect(await attacked.problems(cases)).toEqual([]);
});

test('A1, H4: a subscription in a batch is refused, in lines too', async () => {
  const good = '{"0":{"json":{"runId":"01900000-0000-7000-8000-00000000dddd"}}}';
  const cases = ['chat.events', 'chat.events,chat.run'].flatMap((path) => {
    const request = trpcCall(path, 'subscription', good, true);
    return [made(request, bad), made({ ...request, headers: lines }, bad)];
  });
  expect(await attacked.problems(cases)).toEqual([]);
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(attacked.server)).toEqual([]);
});
