import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runToEnd } from '../harness/server-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parlance-start-'));
  await writeFile(join(folder, 'file'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const postgres = (address: string) => ({
  DATABASE_URL: `postgresql://someone:hidden-word@${address}`,
  JWT_SECRET: 'a secret of the tests, long enough',
});

const cases: [string, () => Record<string, string>, string][] = [
  ['a folder that is a file', () => ({ DATA_DIR: join(folder, 'file') }), 'DATA_DIR'],
  ['a folder in a file', () => ({ DATA_DIR: join(folder, 'file/data') }), 'DATA_DIR'],
  ['a folder that cannot be made', () => ({ DATA_DIR: '/proc/x/y' }), 'DATA_DIR'],
  ['a database that does not answer', () => postgres('127.0.0.1:1/x'), 'DATABASE_URL'],
  ['a database on no machine', () => postgres('nowhere.invalid/x'), 'DATABASE_URL'],
  [
    'a host of another machine',
    () => ({ HOST: 'nowhere.invalid', PORT: '0', DATA_DIR: join(folder, 'data') }),
    'HOST',
  ],
];

test.each(cases)('H2: %s ends the start, and is named', async (_, settings, name) => {
  const { code, output } = await runToEnd(settings());
  expect(code).toBe(1);
  expect(output).toMatch(new RegExp(`^  ${name}: \\w`, 'm'));
  expect(output).not.toContain('hidden-word');
  expect(output).not.toMatch(/^ +at /m);
});

test('H2: a port that is taken ends the start, and is named', async () => {
  await using undo = new AsyncDisposableStack();
  const other = createServer().listen(0, '127.0.0.1');
  undo.defer(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  if (address === null || typeof address === 'string') throw new Error('It has no port');
  const { code, output } = await runToEnd({ PORT: String(address.port), DATA_DIR: join(folder, 'data') });
  expect([code, output]).toEqual([1, expect.stringMatching(/^ {2}PORT: \w/m)]);
});
