import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createParlanceClient, memoryTokens } from '@parlance/client-sdk';
import { startOfflineModel } from '@parlance/offline-model';
import { expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { lastingDatabase } from '../harness/server-process.ts';

/** An application with an agent `lazy`, in a process of its own. */
async function startApp(env: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['--conditions=@parlance/source', 'tests/harness/agents-app.ts'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { PATH, HOME, LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [port] = await once(createInterface(child.stdout), 'line');
  return {
    url: `http://127.0.0.1:${port}`,
    end: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

test('C1: the Agents SDK is loaded at the first answer of an agent, not before; the agent is the same bot at each start', async () => {
  const model = await startOfflineModel();
  const database = await lastingDatabase();
  const env = { ...database.env, OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted' };
  const bots: unknown[] = [];
  try {
    for (const start of ['first', 'second']) {
      const app = await startApp(env);
      const loaded = async () => (await call(`${app.url}/loaded`)).body['loaded'];
      const parlance = createParlanceClient({ url: app.url, tokens: memoryTokens() });
      await parlance.auth.signup.mutate({ email: `${start}@example.com`, password: 'correct horse battery' });
      const bot = (await parlance.bot.list.query({})).bots.find(({ name }) => name === 'lazy');
      bots.push({ id: bot?.id, version: bot?.version });
      await parlance.chat.send.mutate({ message: 'Hello' });
      expect(await loaded()).toBe(0);
      if (!bot) throw new Error('The agent is no bot.');
      model.script({ purpose: 'answer', text: `The ${start}.` });
      const { message } = await parlance.chat.send.mutate({ message: 'Hello', botId: bot.id });
      expect(message.text).toBe(`The ${start}.`);
      expect(await loaded()).toBeGreaterThan(10);
      await app.end();
    }
  } finally {
    await database.drop();
    await model.close();
  }
  expect(bots).toEqual([
    { id: expect.any(String), version: 1 },
    { id: expect.any(String), version: 1 },
  ]);
  expect(bots[0]).toEqual(bots[1]);
}, 180_000);
