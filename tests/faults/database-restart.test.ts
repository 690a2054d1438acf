import { afterAll, beforeAll, expect, test } from 'vitest';
import { report } from '../harness/report.ts';
import { textOf } from '../harness/sse.ts';
import { type Cast, startCast } from './support/cast.ts';
import { type Cluster, startCluster } from './support/cluster.ts';
import { answerEach, questionOf } from './support/model.ts';
import { Reader } from './support/reader.ts';
import { endOf, getRun, idsOf, readToEnd, readUntil, send, watch } from './support/runs.ts';

const STREAMS = 10;

const answerTo = (question: string): string[] =>
  Array.from({ length: 60 }, (_, at) => `${question} says ${at}. `);

let cluster: Cluster;
let cast: Cast;
beforeAll(async () => {
  cluster = await startCluster();
  cast = await startCast({ instances: 1, databaseUrl: cluster.url });
});
afterAll(async () => {
  await cast.close();
  await cluster[Symbol.asyncDispose]();
});

/** Events that were asked of a run's log from its beginning, after its end. */
const wholeLog = async (runId: string) => (await watch(cast, cast.at(0), runId)).all();

/** Transactions of the database so far. */
async function transactions(): Promise<number> {
  const [row] = await cast.sql<{ count: number }>(
    'SELECT sum(xact_commit)::int AS count FROM pg_stat_database',
  );
  return row?.count ?? 0;
}

/** Begins paced answers and does something to the database in their middle. Answers their readers, at the end. */
async function disturb(name: string, disturbance: () => Promise<unknown>): Promise<Reader[]> {
  let asked = 0;
  const allAsked = Promise.withResolvers<void>();
  answerEach(cast.model, (request) => {
    asked += 1;
    if (asked === STREAMS) allAsked.resolve();
    return { text: answerTo(questionOf(request)), paceMs: 50 };
  });
  const counts = { reconnects: 0, resets: 0 };
  const readers = Array.from({ length: STREAMS }, (_, at) => {
    const question = `${name}-${at}`;
    const { token } = cast;
    return new Reader(null, {
      token,
      question,
      clientMessageId: question,
      url: () => cast.at(0).url,
      counts,
    });
  });
  const finished = Promise.all(readers.map((reader) => reader.finish()));
  await allAsked.promise;
  await expect
    .poll(() => readers.every(({ text }) => text.includes('says 9.')), { timeout: 20_000 })
    .toBe(true);
  await disturbance();
  await finished;
  const statuses = Object.groupBy(readers, ({ status }) => String(status));
  report(name, {
    streams: STREAMS,
    ...Object.fromEntries(Object.entries(statuses).map(([status, of]) => [status, of?.length])),
    ...counts,
  });
  return readers;
}

for (const mode of ['fast', 'immediate'] as const) {
  test(`A5, B5: PostgreSQL is restarted (${mode}) in the middle of answers: each ends whole or typed, nothing is doubled`, async () => {
    const name = `restart ${mode}`;
    const readers = await disturb(name, () => cluster.restart(mode));
    for (const { runId, status, text } of readers) {
      const run = await getRun(cast, cast.at(0), String(runId));
      expect({ status: run.status, text: run.text }).toEqual({ status, text });
      expect(['completed', 'failed', 'interrupted']).toContain(status);
      const again = await wholeLog(String(runId));
      expect(again.map(({ id }) => id)).toEqual(again.map((_, at) => at + 1));
      expect(textOf(again)).toBe(text);
    }
    for (const { question, text, status } of readers.map((reader, at) => ({
      ...reader,
      question: `${name}-${at}`,
    }))) {
      const whole = answerTo(question).join('');
      expect(status === 'completed' ? text === whole : whole.startsWith(text)).toBe(true);
    }
    const after = await readToEnd(await send(cast, cast.at(0), { message: `after ${name}` }));
    expect(endOf(after)).toMatchObject({ status: 'completed' });
  });
}

test('B2, B5: PostgreSQL falls and is back between two events: the log has no gap, and who reads on waits in peace', async () => {
  const pieces = Array.from({ length: 6 }, (_, at) => `slow${at} `);
  answerEach(cast.model, () => ({ text: pieces, paceMs: 3_000 }));
  const reading = await send(cast, cast.at(0), { message: 'Slowly' });
  const seen = await readUntil(reading, 'slow2');
  const { runId } = idsOf(seen);
  await cluster.restart('immediate');
  const before = await transactions();
  // Who has lost its connection meanwhile goes on from the event before.
  const second = watch(cast, cast.at(0), runId, seen.length - 1).then(readToEnd);
  const events = [...seen, ...(await readToEnd(reading))];
  const rest = await second;
  const again = await wholeLog(runId);
  report('restart between two events', {
    ids: again.map(({ id }) => id).join(' '),
    idsOfSecondReader: rest.map(({ id }) => id).join(' '),
    transactions: (await transactions()) - before,
  });
  expect(endOf(events)).toMatchObject({ type: 'run-finished', status: 'completed' });
  expect(textOf(events)).toBe(pieces.join(''));
  expect(again).toEqual(events);
  expect(rest).toEqual(events.slice(seen.length - 1));
  expect((await transactions()) - before).toBeLessThan(1_000);
});

test('B5: PostgreSQL is away for longer than a lease: whoever answers goes on', async () => {
  const readers = await disturb('away', async () => {
    await cluster.stop('fast');
    const failures = () => cast.at(0).output().split('trying again').length;
    const before = failures();
    // Leases are renewed three times in each lease.
    await expect.poll(failures, { timeout: 20_000 }).toBeGreaterThan(before + 12);
    await cluster.start();
  });
  const [epochs] = await cast.sql<{ max: number }>('SELECT max(epoch) FROM runs WHERE id = ANY ($1)', [
    readers.map(({ runId }) => runId),
  ]);
  report('away for longer than a lease', { epochs: epochs?.max });
  expect(readers.map(({ status }) => status)).toEqual(readers.map(() => 'completed'));
  expect(readers.map(({ text }) => text)).toEqual(readers.map((_, at) => answerTo(`away-${at}`).join('')));
  for (const { runId, text } of readers) {
    const again = await wholeLog(String(runId));
    expect(again.map(({ id }) => id)).toEqual(again.map((_, at) => at + 1));
    expect(textOf(again)).toBe(text);
  }
});
