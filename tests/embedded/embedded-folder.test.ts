import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createParlance } from '@parlance/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runToEnd, startProcess } from '../harness/server-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parlance-folder-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inFolder = () => ({ DATA_DIR: folder, PORT: '0' });

test('H1, H6: a folder is one server’s at a time; a crash leaves it free, and so do two signals at once', async () => {
  const lock = join(folder, 'server.lock');
  // A crash left this behind, and another process has got the number.
  await writeFile(lock, `${process.pid} 1`);
  const server = await startProcess(inFolder());
  const second = await runToEnd(inFolder());
  expect(second).toMatchObject({ code: 1, output: expect.stringContaining(`process ${server.child.pid}:`) });
  // As Ctrl-C comes, once from the terminal and once from npm.
  server.child.kill('SIGINT');
  expect(await server.end('SIGINT')).toBe(0);
  expect(existsSync(lock)).toBe(false);
});

test('H1: a folder is one server’s at a time in one process, too', async () => {
  await using undo = new AsyncDisposableStack();
  const first = await createParlance({ env: inFolder() });
  undo.defer(first.close);
  await expect(createParlance({ env: inFolder() })).rejects.toThrow(`in use by process ${process.pid}`);
});

test('H2, F2: what is left of a secret signs nothing', async () => {
  await writeFile(join(folder, 'jwt-secret'), 'half of i');
  const { code, output } = await runToEnd(inFolder());
  expect(code).toBe(1);
  expect(output).toMatch(/JWT_SECRET: \S+jwt-secret has fewer than 32 characters/);
});
