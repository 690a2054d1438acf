import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageFolder } from '../harness/page-setup.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { problemOf } from './support/errors.ts';
import { type RawAnswer, sendRaw } from './support/raw.ts';
import { get } from './support/refusals.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'";
const PAGES = [
  '/',
  '/?x=1',
  '/c/01900000-0000-7000-8000-00000000aaaa',
  '/b/01900000-0000-7000-8000-00000000aaaa',
  '/bots',
  '/bots/new',
  '/learn',
  '/sign-in',
  '/sign-up',
  '/settings',
];
/** What a browser sends when a person goes to an address. */
const PERSON = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let server: TestServer;
let html: string;
/** The addresses that index.html names. */
let assets: string[];
beforeAll(async () => {
  server = await startServer({ overrides: { pageFolder } });
  html = (await ask('/')).text;
  assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
});
afterAll(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<RawAnswer> =>
  sendRaw(server.url, { method, path, headers });
const notFound = { codes: ['not_found' as const] };

describe('the page', () => {
  test.each(PAGES)(
    'G5, H5: %s is the page under its strict policy, asked for anew each time',
    async (path) => {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers, text } = await ask(path, PERSON, method);
        expect(status).toBe(200);
        expect(text).toBe(method === 'GET' ? html : '');
        expect(headers).toMatchObject({
          'content-type': 'text/html; charset=utf-8',
          'content-length': String(Buffer.byteLength(html)),
          'content-security-policy': POLICY,
          'cache-control': 'no-cache',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
        });
      }
    },
  );

  test('G5, H5: it has no inline code or style, and names its own files alone', () => {
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:/i);
    expect(assets.length).toBeGreaterThan(0);
    expect(html).not.toMatch(/(?:src|href)="(?!\/[\w])/);
  });

  test('G5: who has it already is not sent it again', async () => {
    const { headers } = await ask('/');
    const again = await ask('/learn', { 'if-none-match': String(headers.etag) });
    expect([again.status, again.text, again.headers['cache-control']]).toEqual([304, '', 'no-cache']);
    expect(again.headers['content-security-policy']).toBe(POLICY);
  });

  test('G5: a person who goes astray sees the page say so; a program gets the error of the API', async () => {
    for (const path of ['/nowhere', '/c', '/c/x/y', '/learn/x', '/index.html']) {
      const person = await ask(path, PERSON);
      expect([person.status, person.text], path).toEqual([404, html]);
      expect(person.headers['content-security-policy']).toBe(POLICY);
      for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
        expect(problemOf('rest', await ask(path, headers), notFound), path).toBeNull();
      }
    }
  });

  test('G5, H4: what is under the addresses of the API is never the page', async () => {
    for (const path of ['/api', '/api/v1/nope', '/v1/nope', '/mcp/x', '/chat/x', '/health/x', '/assets/x']) {
      expect(problemOf('rest', await ask(path, PERSON), notFound), path).toBeNull();
    }
    expect(problemOf('rest', await ask('/', PERSON, 'POST'), notFound)).toBeNull();
  });
});

describe('assets', () => {
  test('G5: they are kept forever, for their names have the hash of their content', async () => {
    for (const path of assets) {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers, text } = await ask(path, {}, method);
        expect([status, text === ''], path).toEqual([200, method === 'HEAD']);
        expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
        expect(headers['content-type']).toMatch(/^text\/(javascript|css); charset=utf-8$/);
        expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      }
    }
  });

  const encodings: [string, string | undefined][] = [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['deflate', undefined],
    ['', undefined],
  ];
  test.each(encodings)('G5: to a caller that takes "%s" they go as %s', async (accepted, chosen) => {
    const path = assets.find((asset) => asset.endsWith('.js')) ?? '';
    const headers = { ...(accepted !== '' && { 'accept-encoding': accepted }) };
    const answer = await fetchRaw(`${server.url}${path}`, headers);
    expect(answer.encoding).toBe(chosen);
    expect(answer.vary).toMatch(/accept-encoding/i);
    expect(answer.plain.equals((await fetchRaw(`${server.url}${path}`, {})).plain)).toBe(true);
  });

  test('G5, H4: a file that is not there, or not of the page, is not found', async () => {
    const paths = [
      '/assets/nope.js',
      '/assets/',
      '/assets/../index.html',
      '/assets/..%2findex.html',
      '/assets/..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets/..%5c..%5cpackage.json',
      '/assets//etc/passwd',
      '/..%2fpackage.json',
      '/%2e%2e/package.json',
      '/../../../../etc/passwd',
      '/package.json',
      '/index.html.br',
      '/assets/%00',
      `${assets[0]}.br`,
      `${assets[0]}/`,
      `${assets[0]?.toUpperCase()}`,
    ];
    for (const path of paths) expect(problemOf('rest', await ask(path), notFound), path).toBeNull();
  });
});

test('G5, H4: a server without a built page says that there is nothing', async () => {
  await using bare = await startServer({ overrides: { pageFolder: '/nowhere/at/all' } });
  for (const path of ['/', '/learn', '/nowhere']) {
    const answer = await sendRaw(bare.url, { ...get(path), headers: PERSON });
    expect(problemOf('rest', answer, notFound), path).toBeNull();
  }
});

/** An answer's body as bytes, decoded. fetch would ask for encodings of its own. */
async function fetchRaw(url: string, headers: Record<string, string>) {
  return new Promise<{ encoding: string | undefined; vary: string; plain: Buffer }>((resolve, reject) => {
    const outgoing = request(url, { headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('end', () => {
        const body = Buffer.concat(chunks);
        const encoding = incoming.headers['content-encoding'];
        const decode = { br: brotliDecompressSync, gzip: gunzipSync }[encoding ?? ''];
        resolve({
          encoding,
          vary: incoming.headers.vary ?? '',
          plain: decode === undefined ? body : decode(body),
        });
      });
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
