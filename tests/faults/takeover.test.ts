import { afterEach, beforeEach, expect, test } from 'vitest';
import { report } from '../harness/report.ts';
import { textOf } from '../harness/sse.ts';
import { type Cast, startCast } from './support/cast.ts';
import { answerEach, questionOf, toldAfterQuestion } from './support/model.ts';
import { endOf, getRun, idsOf, type RunBody, readToEnd, readUntil, send, watch } from './support/runs.ts';

const HAND_OVERS = 10;
const LONG = Array.from({ length: 200 }, (_, at) => `word${at} `);

let cast: Cast;
beforeEach(async () => {
  cast = await startCast({ instances: 2 });
});
afterEach(() => cast.close());

/** Waits for the end of a run, as the second instance tells of it. */
async function ended(runId: string): Promise<RunBody & { ms: number }> {
  const began = performance.now();
  const events = await readToEnd(await watch(cast, cast.at(1), runId));
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
  const run = await getRun(cast, cast.at(1), runId);
  expect(endOf(events)).toMatchObject({ type: 'run-finished', status: run.status });
  expect(textOf(events)).toBe(run.text);
  return { ...run, ms: Math.round(performance.now() - began) };
}

const logged = async (runId: string, type: string) =>
  (await cast.sql(`SELECT seq FROM run_events WHERE run_id = $1 AND data ->> 'type' = $2`, [runId, type]))
    .length;

test('B5: kill -9 in the middle of the text: another instance closes the run with what was written', async () => {
  cast.model.script({ text: LONG, paceMs: 20 });
  const seen = await readUntil(await send(cast, cast.at(0), { message: 'Long' }), 'word9 ');
  const { runId, conversationId } = idsOf(seen);
  await cast.at(0).end('SIGKILL');
  const { status, text, ms } = await ended(runId);
  expect(status).toBe('interrupted');
  expect(text.startsWith(textOf(seen))).toBe(true);
  expect(LONG.join('').startsWith(text)).toBe(true);
  cast.model.script({ text: 'On we go' });
  const next = await readToEnd(
    await send(cast, cast.at(1), { message: 'Go on', conversation_id: conversationId }),
  );
  expect(endOf(next)).toMatchObject({ status: 'completed' });
  report('takeover in mid-text', { ms, kept: text.length });
});

test('B5: kill -9 while nothing was said: another instance answers', async () => {
  const asked = Promise.withResolvers<void>();
  let requests = 0;
  answerEach(cast.model, () => {
    asked.resolve();
    requests += 1;
    return requests === 1 ? { fault: { hang: true } } : { text: 'Answered after all' };
  });
  const { runId } = idsOf([await first(await send(cast, cast.at(0), { message: 'Wait' }))]);
  await asked.promise;
  await cast.at(0).end('SIGKILL');
  const { status, text, ms } = await ended(runId);
  expect({ status, text, requests }).toEqual({
    status: 'completed',
    text: 'Answered after all',
    requests: 2,
  });
  report('takeover before the first word', { ms });
});

test('B5: kill -9 after a tool was carried out: another instance goes on from there, and calls no tool twice', async () => {
  const askedAgain = Promise.withResolvers<void>();
  const told: string[][] = [];
  answerEach(cast.model, (request) => {
    const news = toldAfterQuestion(request);
    told.push(news);
    if (news.length === 0)
      return { toolCalls: [{ id: 'c1', name: 'note', arguments: { text: questionOf(request) } }] };
    askedAgain.resolve();
    return told.length === 2 ? { fault: { hang: true } } : { text: 'Noted' };
  });
  const open = await send(cast, cast.at(0), { message: 'Note' });
  const { runId } = idsOf([await first(open)]);
  await askedAgain.promise;
  await expect.poll(() => logged(runId, 'tool-call-finished')).toBe(1);
  await cast.at(0).end('SIGKILL');
  const { status, text, ms } = await ended(runId);
  expect({ status, text }).toEqual({ status: 'completed', text: 'Noted' });
  expect(await cast.notes()).toEqual(['c1 Note']);
  expect(told).toHaveLength(3);
  expect(told[2]).toEqual(told[1]);
  report('takeover after a tool', { ms, modelCalls: told.length });
});

test('B5: kill -9 while a tool is carried out: the model is told that nobody knows, and the tool is not called again', async () => {
  const told: string[][] = [];
  answerEach(cast.model, (request) => {
    const news = toldAfterQuestion(request);
    told.push(news);
    return news.length === 0
      ? { toolCalls: [{ id: 'c1', name: 'hang', arguments: { text: questionOf(request) } }] }
      : { text: 'I do not know whether it was done' };
  });
  const { runId } = idsOf([await first(await send(cast, cast.at(0), { message: 'Hang' }))]);
  await expect.poll(() => cast.notes(), { timeout: 10_000 }).toEqual(['c1 Hang']);
  await cast.at(0).end('SIGKILL');
  const { status, text, ms } = await ended(runId);
  expect({ status, text }).toEqual({ status: 'completed', text: 'I do not know whether it was done' });
  expect(await cast.notes()).toEqual(['c1 Hang']);
  expect(told).toHaveLength(2);
  expect(told[1]?.join(' ')).toMatch(/may or may not have taken effect|nobody knows/i);
  expect(await logged(runId, 'tool-call-finished')).toBe(1);
  report('takeover during a tool', { ms, told: told[1]?.at(-1) });
});

test('B5: an instance that was paused past its lease writes nothing more, and its readers see the same end', async () => {
  cast.model.script({ text: LONG, paceMs: 50 });
  const open = await send(cast, cast.at(0), { message: 'Long' });
  const seen = await readUntil(open, 'word5 ');
  const { runId } = idsOf(seen);
  const request = cast.model.requests.findLast(({ purpose }) => purpose === 'answer');
  cast.at(0).pause();
  const { status, text, ms } = await ended(runId);
  expect(status).toBe('interrupted');
  const stored = () =>
    cast.sql(
      `SELECT r.status, r.epoch, r.instance_id, m.text, (SELECT json_agg(e.data ORDER BY e.seq) FROM run_events e
        WHERE e.run_id = r.id) AS events
      FROM runs r JOIN messages m ON m.conversation_id = r.conversation_id AND m.id = r.message_id WHERE r.id = $1`,
      [runId],
    );
  const before = await stored();
  cast.at(0).resume();
  const events = [...seen, ...(await readToEnd(open))];
  expect(await request?.outcome).toBe('aborted');
  expect(endOf(events)).toMatchObject({ type: 'run-finished', status: 'interrupted' });
  expect(textOf(events)).toBe(text);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
  // Both still answer.
  cast.model.script([{ text: 'Fine' }, { text: 'Fine' }]);
  for (const instance of cast.instances) {
    expect(endOf(await readToEnd(await send(cast, instance, { message: 'And now?' })))).toMatchObject({
      status: 'completed',
    });
  }
  expect(await stored()).toEqual(before);
  report('paused past the lease', { ms });
});

test('B5: a paused instance that wakes up alone goes on with all that it was answering', async () => {
  await cast.at(1).end('SIGTERM');
  answerEach(cast.model, () => ({ text: LONG, paceMs: 25 }));
  const readers = await Promise.all(
    Array.from({ length: 30 }, async (_, at) => {
      const open = await send(cast, cast.at(0), { message: `Long ${at}` });
      return { open, seen: await readUntil(open, 'word5 ') };
    }),
  );
  cast.at(0).pause();
  // What the database says of the leases is the event that is waited for.
  await expect
    .poll(() => cast.sql(`SELECT FROM runs WHERE status = 'running' AND lease_until < now()`), {
      timeout: 10_000,
    })
    .toHaveLength(readers.length);
  cast.at(0).resume();
  const statuses: string[] = [];
  for (const { open, seen } of readers) {
    const events = [...seen, ...(await readToEnd(open))];
    const run = await getRun(cast, cast.at(0), idsOf(seen).runId);
    statuses.push(run.status);
    expect(endOf(events)).toMatchObject({ type: 'run-finished', status: run.status });
    expect(textOf(events)).toBe(run.text);
  }
  const [epochs] = await cast.sql<{ max: number }>('SELECT max(epoch) FROM runs');
  report('woke up alone', { runs: statuses.length, statuses: [...new Set(statuses)], epochs: epochs?.max });
  expect(statuses).toEqual(statuses.map(() => 'completed'));
});

test('B5: an instance whose renewals fail for longer than a lease does not take its own runs from itself', async () => {
  await cast.at(1).end('SIGTERM');
  answerEach(cast.model, () => ({ text: LONG, paceMs: 25 }));
  const open = await send(cast, cast.at(0), { message: 'Long' });
  const seen = await readUntil(open, 'word5 ');
  const { runId } = idsOf(seen);
  await cast.sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'refused by the test'; END $$`);
  await cast.sql(`CREATE TRIGGER refuse BEFORE UPDATE OF lease_until ON runs FOR EACH ROW
    WHEN (NEW.lease_until <> OLD.lease_until AND NEW.epoch = OLD.epoch) EXECUTE FUNCTION refuse()`);
  // Three in each lease.
  const failures = () => cast.at(0).output().split('trying again').length - 1;
  await expect.poll(failures, { timeout: 15_000 }).toBeGreaterThan(3);
  await cast.sql('DROP TRIGGER refuse ON runs');
  const events = [...seen, ...(await readToEnd(open))];
  const run = await getRun(cast, cast.at(0), runId);
  const [row] = await cast.sql<{ epoch: number }>('SELECT epoch FROM runs');
  report('renewals failed', {
    status: run.status,
    characters: run.text.length,
    of: LONG.join('').length,
    ...row,
  });
  expect(endOf(events)).toMatchObject({ type: 'run-finished', status: 'completed' });
  expect(textOf(events)).toBe(LONG.join(''));
  expect({ text: run.text, ...row }).toEqual({ text: LONG.join(''), epoch: 1 });
}, 60_000);

test('H6: SIGTERM hands over what was not begun: another instance completes it at once', async () => {
  // Nothing is found by looking: the other instance has to be told.
  await using patient = await startCast({ instances: 2, env: { RUN_LEASE_MS: '86400000' } });
  const ms: number[] = [];
  for (let turn = 0; turn < HAND_OVERS; turn += 1) {
    const asked = Promise.withResolvers<void>();
    let requests = 0;
    answerEach(patient.model, () => {
      asked.resolve();
      requests += 1;
      return requests === 1 ? { fault: { hang: true } } : { text: 'Handed over' };
    });
    const open = await send(patient, patient.at(0), { message: `Wait ${turn}` });
    const { runId } = idsOf([await first(open)]);
    await asked.promise;
    const watching = watch(patient, patient.at(1), runId).then(readToEnd);
    const began = performance.now();
    const exit = patient.at(0).end('SIGTERM');
    const events = await watching;
    ms.push(Math.round(performance.now() - began));
    expect(endOf(events)).toMatchObject({ status: 'completed' });
    expect(textOf(events)).toBe('Handed over');
    expect(await exit).toBe(0);
    expect(requests).toBe(2);
    await patient.at(0).start();
  }
  report('handed over', { ms: ms.join(' ') });
}, 90_000);

test('H6: what is handed over while somebody holds its row is taken all the same', async () => {
  await using patient = await startCast({ instances: 2, env: { RUN_LEASE_MS: '86400000' } });
  const asked = Promise.withResolvers<void>();
  let requests = 0;
  answerEach(patient.model, () => {
    asked.resolve();
    requests += 1;
    return requests === 1 ? { fault: { hang: true } } : { text: 'Handed over' };
  });
  const { runId } = idsOf([await first(await send(patient, patient.at(0), { message: 'Wait' }))]);
  await asked.promise;
  // As every insert of an event does, for a moment.
  const release = await patient.hold('SELECT FROM runs WHERE id = $1 FOR KEY SHARE', [runId]);
  expect(await patient.at(0).end('SIGTERM')).toBe(0);
  await release();
  await expect
    .poll(() => getRun(patient, patient.at(1), runId), { timeout: 20_000 })
    .toMatchObject({ status: 'completed', text: 'Handed over' });
}, 60_000);

async function first(open: Awaited<ReturnType<typeof send>>) {
  const { value } = await open[Symbol.asyncIterator]().next();
  if (!value) throw new Error('No event');
  return value;
}
