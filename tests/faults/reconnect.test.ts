import { afterAll, beforeAll, expect, test } from 'vitest';
import { report } from '../harness/report.ts';
import { textOf } from '../harness/sse.ts';
import { type Cast, startCast } from './support/cast.ts';
import { answerEach } from './support/model.ts';
import { getRun, idsOf, readToEnd, readUntil, send, watch } from './support/runs.ts';

const PIECES = ['One ', 'two ', 'three ', 'four ', 'five ', 'six ', 'seven ', 'eight'];

let cast: Cast;
beforeAll(async () => {
  cast = await startCast({ instances: 2 });
});
afterAll(() => cast.close());

test('B2: an answer whose reader leaves in its middle is stored whole', async () => {
  const held = Promise.withResolvers<void>();
  cast.model.script({ text: PIECES, paceMs: 30, hold: held.promise });
  const open = await send(cast, cast.at(0), { message: 'Count' });
  const { runId } = idsOf(await readUntil(open, 'two'));
  open.leave();
  held.resolve();
  await expect
    .poll(() => getRun(cast, cast.at(1), runId), { timeout: 10_000 })
    .toMatchObject({
      status: 'completed',
      text: PIECES.join(''),
    });
});

test('A1, B2: from every event number, at every instance, during the run and after it, the same events', async () => {
  const held = Promise.withResolvers<void>();
  answerEach(cast.model, () => ({ text: PIECES, paceMs: 30, hold: held.promise }));
  const seen = await readUntil(await send(cast, cast.at(0), { message: 'Count again' }), 'eight');
  const { runId } = idsOf(seen);
  const everywhere = (last: number) =>
    cast.instances.flatMap((instance) =>
      Array.from({ length: last + 1 }, (_, after) => ({ instance, after })),
    );
  const during = await Promise.all(
    everywhere(seen.length).map(async ({ instance, after }) => {
      const open = await watch(cast, instance, runId, after);
      return { after, events: readToEnd(open) };
    }),
  );
  held.resolve();
  const whole = await (await watch(cast, cast.at(0), runId)).all();
  expect(whole.map(({ id }) => id)).toEqual(whole.map((_, at) => at + 1));
  expect(textOf(whole)).toBe(PIECES.join(''));
  expect(whole.slice(0, seen.length)).toEqual(seen);
  for (const { after, events } of during) expect(await events).toEqual(whole.slice(after));
  const late = everywhere(whole.length);
  for (const { instance, after } of late) {
    expect(await (await watch(cast, instance, runId, after)).all()).toEqual(whole.slice(after));
  }
  report('reconnect', { events: whole.length, during: during.length, after: late.length });
});
