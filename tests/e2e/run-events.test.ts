import { type RunEvent, runEventSchema } from '@parlance/client-sdk/contract';
import { expect, test } from 'vitest';
import { MemoryRunLog } from '../../server/src/runs/memory-run-log.ts';
import { signUp, trpc } from '../harness/people.ts';
import { startServer } from '../harness/start-server.ts';

test('B2: the events of a run are numbered from 1 without gaps, and their deltas join to the stored text', async () => {
  const events: RunEvent[] = [];
  await using server = await startServer({
    overrides: { runLog: new MemoryRunLog((event) => events.push(event)) },
  });
  const client = trpc(server, (await signUp(server)).token);
  server.model.script({ text: ['One ', 'two ', 'three'], usage: { inputTokens: 4, outputTokens: 3 } });
  const sent = await client.chat.send.mutate({ message: 'Count' });

  for (const event of events) expect(runEventSchema.parse(event)).toEqual(event);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.at(0)).toMatchObject({ type: 'run-started', runId: sent.runId, messageId: sent.message.id });
  expect(events.at(-1)).toMatchObject({
    type: 'run-finished',
    status: 'completed',
    usage: { inputTokens: 4, outputTokens: 3 },
  });
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
  expect(text).toBe(sent.message.text);
});

test('H6: a server that stops ends what it may not wait for, and says so in the message', async () => {
  const server = await startServer({ config: { shutdownGraceMs: 0 } });
  const client = trpc(server, (await signUp(server)).token);
  const asked = Promise.withResolvers<void>();
  server.model.script({
    text: 'Never',
    hold: new Promise(() => {}),
    when: () => {
      asked.resolve();
      return true;
    },
  });
  const sending = client.chat.send.mutate({ message: 'Wait' }).catch((error: unknown) => error);
  await asked.promise;
  await server.close();
  expect(await sending).toMatchObject({ data: { appCode: 'internal' } });
});
