import { afterAll, beforeAll, expect, test } from 'vitest';
import { report } from '../harness/report.ts';
import { textOf } from '../harness/sse.ts';
import { type Cast, startCast } from './support/cast.ts';
import { endOf, getRun, idsOf, readToEnd, readUntil, send, stopRun } from './support/runs.ts';

let cast: Cast;
beforeAll(async () => {
  cast = await startCast({ instances: 2 });
});
afterAll(() => cast.close());

const forever = new Promise<void>(() => {});

test('B3: a stop at another instance ends the stream of the model; what was said is kept, and the conversation goes on', async () => {
  cast.model.script({ text: ['Half ', 'of it '], paceMs: 20, hold: forever });
  const open = await send(cast, cast.at(0), { message: 'Tell me' });
  const seen = await readUntil(open, 'of it');
  const { runId, conversationId } = idsOf(seen);
  const request = cast.model.requests.findLast(({ purpose }) => purpose === 'answer');

  const began = performance.now();
  const stopping = Promise.all([stopRun(cast, cast.at(1), runId), stopRun(cast, cast.at(1), runId)]);
  expect(await request?.outcome).toBe('aborted');
  const modelMs = Math.round(performance.now() - began);
  const stops = await stopping;
  const answerMs = Math.round(performance.now() - began);
  for (const { status, body } of stops) expect([status, body['status']]).toEqual([200, 'stopped']);
  for (const instance of cast.instances) {
    expect((await stopRun(cast, instance, runId)).body).toMatchObject({ status: 'stopped' });
  }
  report('stop at another instance', { modelMs, answerMs });

  const events = [...seen, ...(await readToEnd(open))];
  expect(endOf(events)).toMatchObject({ type: 'run-finished', status: 'stopped' });
  expect(await getRun(cast, cast.at(1), runId)).toMatchObject({ status: 'stopped', text: textOf(events) });

  cast.model.script({ text: 'On we go' });
  const next = await readToEnd(
    await send(cast, cast.at(1), { message: 'Go on', conversation_id: conversationId }),
  );
  expect(endOf(next)).toMatchObject({ status: 'completed' });
  expect(textOf(next)).toBe('On we go');
});

test('B3: the tokens of the steps before a stop are kept', async () => {
  const asked = Promise.withResolvers<void>();
  cast.model.script([
    {
      toolCalls: [{ id: 'stop-note', name: 'note', arguments: { text: 'before' } }],
      usage: { inputTokens: 11, outputTokens: 5 },
    },
    {
      text: ['Half ', 'of it '],
      hold: forever,
      when: () => {
        asked.resolve();
        return true;
      },
    },
  ]);
  const open = await send(cast, cast.at(0), { message: 'Note, then tell me' });
  await asked.promise;
  const { runId } = idsOf(await readUntil(open, 'of it'));
  await stopRun(cast, cast.at(1), runId);
  expect(await getRun(cast, cast.at(1), runId)).toMatchObject({
    status: 'stopped',
    text: 'Half of it ',
    usage: { input_tokens: 11, output_tokens: 5 },
  });
});

test('B3, B5: a stop of a run whose instance was killed is done when its lease has passed', async () => {
  cast.model.script({ text: ['Left ', 'behind '], paceMs: 20, hold: forever });
  const seen = await readUntil(await send(cast, cast.at(0), { message: 'Die' }), 'behind');
  const { runId } = idsOf(seen);
  await cast.at(0).end('SIGKILL');
  const began = performance.now();
  const stopped = await stopRun(cast, cast.at(1), runId);
  expect(stopped.status).toBe(200);
  await expect
    .poll(() => getRun(cast, cast.at(1), runId), { timeout: 15_000 })
    .toMatchObject({
      status: 'stopped',
      text: 'Left behind ',
    });
  report('stop of a dead run', {
    ms: Math.round(performance.now() - began),
    answered: stopped.body['status'],
  });
});
