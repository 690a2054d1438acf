import { expect, test } from 'vitest';
import { deleteExpired } from '../../server/src/data/maintenance.ts';
import { Scope } from '../../server/src/data/scope.ts';
import { call } from '../harness/call.ts';
import { asSystem } from '../harness/one-of-each.ts';
import { signUp } from '../harness/people.ts';
import { openEvents } from '../harness/sse.ts';
import { startServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';

test('B2, B7: logs of runs that ended long ago go, however many; their answers are told from the messages, and who waits is kept', async () => {
  await using server = await startServer({ overrides: { tools: rememberingTools().tools } });
  const { token } = await signUp(server);
  const waiting = await startWaiting(server, { token, text: 'Shall I?' });
  for (let at = 1; at <= 5; at += 1) {
    server.model.script({ text: `Answer ${at}` });
    await call(`${server.url}/api/v1/chat`, { body: { message: 'Hello' }, token });
  }
  // As if it were an hour later and no log were kept, two at a time.
  await deleteExpired(new Scope(server.app.database.prisma), { keptMs: -3_600_000, atOnce: 2 });
  const logged = await asSystem(server, (tx) => tx.runEvent.findMany({ distinct: 'runId' }));
  expect(logged.map(({ runId }) => runId)).toEqual([waiting.runId]);
  const [run] = await asSystem(server, (tx) => tx.run.findMany({ where: { status: 'completed' }, take: 1 }));
  const events = await openEvents(`${server.url}/api/v1/runs/${run?.id}/events`, { token });
  expect((await events.all()).map(({ data }) => data)).toMatchObject([
    { type: 'reset', text: expect.stringMatching(/^Answer \d$/) },
    { type: 'run-finished', status: 'completed' },
  ]);
});
