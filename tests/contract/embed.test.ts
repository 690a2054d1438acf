import { randomUUIDv7 } from 'node:crypto';
import { SourceMap } from 'node:module';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultBot } from '../../server/src/config/default-bot.ts';
import { Scope } from '../../server/src/data/scope.ts';
import { pageFolder } from '../harness/page-setup.ts';
import { signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { trpcCall } from './support/doors.ts';
import { problemOf } from './support/errors.ts';
import { type RawAnswer, sendRaw } from './support/raw.ts';
import { shapeOf } from './support/refusals.ts';

const ALLOWED = 'https://docs.example';
const STRANGER = 'https://stranger.example';
const bot = { id: defaultBot.id, name: defaultBot.name };

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ config: { corsOrigins: [ALLOWED] }, overrides: { pageFolder } });
});
afterAll(() => server.close());

const ask = (path: string, origin?: string, method = 'GET'): Promise<RawAnswer> =>
  sendRaw(server.url, { method, path, headers: { ...(origin !== undefined && { origin }) } });
const told = ({ text }: RawAnswer): unknown => JSON.parse(text);

describe('whether a page may have the chat', () => {
  test('G5, H5: a page of an allowed origin may, and is told which bot answers', async () => {
    expect(told(await ask('/api/v1/embed', ALLOWED))).toEqual({ allowed: true, bot });
    expect(told(await ask(`/api/v1/embed?bot_id=${bot.id}`, ALLOWED))).toEqual({ allowed: true, bot });
  });

  test('G5, H5: our own page and callers that are no pages may', async () => {
    for (const origin of [undefined, server.url]) {
      expect(told(await ask('/api/v1/embed', origin))).toEqual({ allowed: true, bot });
    }
  });

  test('G5, H5: a page of any other origin may not, can read that, and is told nothing else', async () => {
    for (const origin of [STRANGER, 'null', 'http://docs.example', 'https://docs.example:8443']) {
      const answer = await ask(`/api/v1/embed?bot_id=${bot.id}`, origin);
      expect([answer.status, told(answer)], origin).toEqual([200, { allowed: false, bot: null }]);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        vary: expect.stringMatching(/origin/i),
      });
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    }
  });

  test('G5, H5: with * every page may', async () => {
    await using open = await startServer({ config: { corsOrigins: ['*'] } });
    const answer = await sendRaw(open.url, {
      method: 'GET',
      path: '/api/v1/embed',
      headers: { origin: STRANGER },
    });
    expect(told(answer)).toEqual({ allowed: true, bot });
  });

  test('G5, H4: errors can be read by every page too', async () => {
    const codes = { 'bot_id=x': 'bad_request', 'bot_id=01900000-0000-7000-8000-00000000bbbb': 'not_found' };
    for (const [query, code] of Object.entries(codes)) {
      const answer = await ask(`/api/v1/embed?${query}`, ALLOWED);
      expect(problemOf('rest', answer, { codes: [code] })).toBeNull();
      expect(answer.headers['access-control-allow-origin']).toBe('*');
    }
  });

  test('G5, F3: a private bot is not there; one that is shared by its link is', async () => {
    const owner = await signUp(server);
    const add = (visibility: string) =>
      new Scope(server.app.database.prisma).asSystem((tx) =>
        tx.bot.create({
          data: {
            id: randomUUIDv7(),
            ownerId: owner.id,
            name: visibility,
            visibility,
            config: { instructions: '' },
          },
        }),
      );
    const [secret, linked] = [await add('private'), await add('link')];
    const hidden = await ask(`/api/v1/embed?bot_id=${secret.id}`, ALLOWED);
    expect(problemOf('rest', hidden, { codes: ['not_found'] })).toBeNull();
    const shown = await ask(`/api/v1/embed?bot_id=${linked.id}`, ALLOWED);
    expect(told(shown)).toEqual({ allowed: true, bot: { id: linked.id, name: 'link' } });
  });

  test('G5: where nobody may chat without signing in, the answer says so', async () => {
    await using closed = await startServer({ config: { allowAnonymousChat: false } });
    const answer = await sendRaw(closed.url, {
      method: 'GET',
      path: '/api/v1/embed',
      headers: { origin: STRANGER },
    });
    expect(problemOf('rest', answer, { codes: ['unauthorized'] })).toBeNull();
    expect(z.object({ error: z.object({ message: z.string() }) }).parse(told(answer)).error.message).toMatch(
      /signed-in users only/,
    );
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });
});

describe('the script', () => {
  test('G5, H5: pages of every origin may load it, and its source map', async () => {
    for (const path of ['/embed.js', '/embed.js.map']) {
      for (const origin of [undefined, ALLOWED, STRANGER]) {
        for (const method of ['GET', 'HEAD']) {
          const { status, headers, text } = await ask(path, origin, method);
          expect([status, text === ''], `${method} ${path} for ${origin}`).toEqual([200, method === 'HEAD']);
          expect(headers).toMatchObject({
            'access-control-allow-origin': '*',
            'cross-origin-resource-policy': 'cross-origin',
            'cache-control': 'public, max-age=300',
            'x-content-type-options': 'nosniff',
          });
          expect(headers['set-cookie']).toBeUndefined();
        }
      }
    }
    expect((await ask('/embed.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  test('G5: who has it already is not sent it again', async () => {
    const { headers } = await ask('/embed.js');
    const known = { 'if-none-match': String(headers.etag) };
    const again = await sendRaw(server.url, { method: 'GET', path: '/embed.js', headers: known });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  test('G5: it is one script of at most 200 kB gzipped, which loads nothing of its own', async () => {
    const { text } = await ask('/embed.js');
    expect(gzipSync(text, { level: 9 }).byteLength).toBeLessThanOrEqual(200_000);
    expect(text).not.toMatch(/\bimport\(|\bimportScripts\(|\beval\(|new Function\(/);
    expect(text).toMatch(/\/\/# sourceMappingURL=embed\.js\.map\n$/);
  });

  test('G5: its source map leads to the line of the source', async () => {
    const { text } = await ask('/embed.js');
    const lines = text.split('\n');
    const line = lines.findIndex((one) => one.includes('the chat is not shown'));
    const column = lines[line]?.indexOf('Parlance: the chat is not shown') ?? -1;
    const map = new SourceMap(JSON.parse((await ask('/embed.js.map')).text));
    expect(map.findEntry(line, column)).toMatchObject({
      originalSource: expect.stringMatching(/embed\/main\.tsx$/),
    });
  });
});

test('G5, H5: nothing else is open to a page that may not', async () => {
  const refused: [string, string][] = [
    ['OPTIONS', '/api/v1/embed'],
    ['POST', '/api/v1/embed'],
    ['GET', '/api/v1/embed/'],
    ['GET', '/API/v1/embed'],
    ['GET', '/api/v1/embed/x'],
    ['GET', trpcCall('embed.config', 'query', '{"json":{}}').path],
    ['OPTIONS', '/embed.js'],
    ['GET', '/embed.js/x'],
    ['GET', '/'],
    ['GET', '/api/v1/conversations'],
    ['POST', '/chat'],
  ];
  for (const [method, path] of refused) {
    const answer = await ask(path, STRANGER, method);
    expect(problemOf(shapeOf(path), answer, { codes: ['forbidden'] }), `${method} ${path}`).toBeNull();
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});
