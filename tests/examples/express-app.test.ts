import { createChat, createParlanceClient } from '@parlance/client-sdk';
import { startOfflineModel } from '@parlance/offline-model';
import { expect, onTestFinished, test } from 'vitest';
import { lastingDatabase } from '../harness/server-process.ts';
import { runExample } from './run-example.ts';

/** The example, with a model that plays scripts. */
async function start() {
  const model = await startOfflineModel();
  const database = await lastingDatabase();
  const settings = { PORT: '0', OPENAI_BASE_URL: model.url, OPENAI_MODEL: 'scripted', LOG_LEVEL: 'silent' };
  const app = runExample('express-app', 'example:express', { ...database.env, ...settings });
  onTestFinished(async () => {
    app.child.kill('SIGKILL');
    await app.ended;
    await database.drop();
    await model.close();
  });
  const listening = () => /listening on (\S+)/.exec(app.output())?.[1] ?? '';
  await expect.poll(listening, { timeout: 90_000 }).toMatch(/^http/);
  return { ...app, model, url: listening() };
}

// The first start makes a database.
const patient = { timeout: 120_000 };

test(
  'H7, H6: the Express app serves its own routes and Parlance, and a stop lets an answer finish',
  patient,
  async () => {
    const app = await start();
    expect(await (await fetch(app.url)).text()).toContain('My own page');
    const note = await fetch(`${app.url}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"title":"Mine"}',
    });
    expect([note.status, await note.json()]).toEqual([201, { noted: { title: 'Mine' } }]);
    const gate = Promise.withResolvers<void>();
    app.model.script({ purpose: 'answer', text: ['Until the ', 'very end'], hold: gate.promise });
    const chat = createChat(createParlanceClient({ url: app.url }));
    let text = '';
    for await (const event of chat.stream({ message: 'Stay' })) {
      if (event.type !== 'text-delta') continue;
      if (text === '') {
        app.child.kill('SIGTERM');
        gate.resolve();
      }
      text += event.text;
    }
    expect(text).toBe('Until the very end');
    expect(await app.ended, app.output()).toBe(0);
  },
);
