import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { mustRun } from '../harness/run.ts';
import { type ServerProcess, startProcess } from '../harness/server-process.ts';
import { bundle } from './bundle.ts';

const consumer = inject('consumer');
let data: string;
let server: ServerProcess;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'parlance-data-'));
  server = await startProcess({ DATA_DIR: data });
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await rm(data, { recursive: true, force: true });
});

test('G1: talks to a real server from Node', async () => {
  const output = await mustRun('node', [join(consumer.folder, 'run.js'), server.url], consumer.folder);
  expect(JSON.parse(output)).toEqual({
    status: 'healthy',
    sameUser: true,
    answer: true,
    roles: ['user', 'assistant'],
    refused: ['bad_request', 'title'],
    signedOut: 'unauthorized',
  });
});

/** What browsers and edge runtimes have, and what of the language belongs to the same realm. */
const webStandard = [
  ...['fetch', 'Headers', 'Request', 'Response', 'AbortController', 'AbortSignal', 'URL', 'URLSearchParams'],
  ...[
    'ReadableStream',
    'WritableStream',
    'TransformStream',
    'TextEncoder',
    'TextDecoder',
    'crypto',
    'console',
  ],
  ...['TextEncoderStream', 'TextDecoderStream', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
  ...['queueMicrotask', 'structuredClone', 'EventTarget', 'Event', 'MessageEvent', 'DOMException', 'Blob'],
  ...['Error', 'TypeError', 'Uint8Array', 'ArrayBuffer', 'Promise', 'Object', 'Array', 'Date', 'Map', 'Set'],
];

test('G1: sends and streams where there are web standards and nothing else', async () => {
  const { code } = await bundle(consumer, await readFile(join(consumer.folder, 'edge.js'), 'utf8'));
  const globals = Object.fromEntries(webStandard.map((name) => [name, Reflect.get(globalThis, name)]));
  const result = Promise.withResolvers<unknown>();
  const context = createContext(
    { ...globals, serverUrl: server.url, ...result },
    { codeGeneration: { strings: false, wasm: false } },
  );
  runInContext(code, context);
  expect(await result.promise).toEqual({
    foreign: [],
    answer: true,
    first: 'run-started',
    last: 'run-finished',
    sameText: true,
    resumed: true,
    refused: 'bad_request',
    signedOut: [{ userId: null, reason: 'logout' }],
  });
});
