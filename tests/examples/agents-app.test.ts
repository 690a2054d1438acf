import { readFileSync } from 'node:fs';
import { createChat, createParlanceClient, memoryTokens } from '@parlance/client-sdk';
import { startOfflineModel } from '@parlance/offline-model';
import { expect, onTestFinished, test } from 'vitest';
import { lastingDatabase } from '../harness/server-process.ts';
import { runExample } from './run-example.ts';

// The first start makes a database.
const patient = { timeout: 120_000 };

test(
  'C1, C6, H7, H6: the app of the guide answers with its agents, waits for a yes, and ends gracefully',
  patient,
  async () => {
    const model = await startOfflineModel();
    const database = await lastingDatabase();
    const settings = { PORT: '0', OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', LOG_LEVEL: 'silent' };
    const app = runExample('agents-app', 'example:agents', { ...database.env, ...settings });
    onTestFinished(async () => {
      app.child.kill('SIGKILL');
      await app.ended;
      await database.drop();
      await model.close();
    });
    const listening = () => /listening on (\S+)/.exec(app.output())?.[1] ?? '';
    await expect.poll(listening, { timeout: 90_000 }).toMatch(/^http/);
    const parlance = createParlanceClient({ url: listening(), tokens: memoryTokens() });
    await parlance.auth.signup.mutate({ email: 'sara@example.com', password: 'correct horse battery' });
    const { bots } = await parlance.bot.list.query({});
    const botId = bots.find(({ name }) => name === 'help desk')?.id ?? '';
    const gate = Promise.withResolvers<void>();
    model.script([
      { purpose: 'answer', toolCalls: [{ name: 'transfer_to_Billing', arguments: {} }] },
      { purpose: 'answer', toolCalls: [{ name: 'refund_order', arguments: { order: '7' } }] },
      { purpose: 'answer', text: ['It is ', 'done.'], hold: gate.promise },
    ]);

    const run = createChat(parlance).stream({ message: 'Pay order 7 back', botId });
    let text = '';
    const results: unknown[] = [];
    for await (const event of run) {
      if (event.type === 'approval-requested') {
        const { runId } = await run.started;
        await parlance.chat.approve.mutate({ runId, approvalId: event.approvalId, decision: 'approve' });
      }
      if (event.type === 'tool-call-finished') results.push(event.result);
      if (event.type !== 'text-delta') continue;
      if (text === '') {
        app.child.kill('SIGTERM');
        gate.resolve();
      }
      text += event.text;
    }

    expect(text).toBe('It is done.');
    expect(results).toEqual([{ assistant: 'Billing' }, 'Order 7 is paid back.']);
    expect(await app.ended, app.output()).toBe(0);
  },
);

test('C1: the guide shows the app as it is', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const guide = read('docs/guides/agents-sdk.md');
  expect(guide).toContain(read('examples/agents-app/agents.ts'));
  for (const line of read('examples/agents-app/app.ts').split('\n').slice(0, 7))
    expect(guide).toContain(line);
});
