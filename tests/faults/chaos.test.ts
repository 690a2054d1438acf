import { setInterval } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { report } from '../harness/report.ts';
import { type Cast, startCast } from './support/cast.ts';
import type { Instance } from './support/instance.ts';
import { answerEach, questionOf, toldAfterQuestion } from './support/model.ts';
import { Reader } from './support/reader.ts';

const LANES = 40;
const CONVERSATIONS = 5;
const TURNS = 5;
const KILL_EVERY_MS = 1_000;

const answerTo = (question: string): string[] =>
  Array.from({ length: 10 }, (_, at) => `${question} says ${at}. `);
const usesTool = (question: string): boolean => question.endsWith('0');

let cast: Cast;
beforeAll(async () => {
  cast = await startCast({ instances: 3 });
  answerEach(cast.model, (request) => {
    const question = questionOf(request);
    return usesTool(question) && toldAfterQuestion(request).length === 0
      ? { toolCalls: [{ id: `call-${question}`, name: 'note', arguments: { text: question } }] }
      : { text: answerTo(question), paceMs: 30 };
  });
});
afterAll(() => cast.close());

const oneOf = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;

/** Kills the instances in turn, each when the last one is back. */
async function killInTurn(until: AbortSignal): Promise<number> {
  let kills = 0;
  try {
    for await (const _ of setInterval(KILL_EVERY_MS, null, { signal: until })) {
      const victim = cast.instances[kills % cast.instances.length] as Instance;
      await victim.end('SIGKILL');
      kills += 1;
      await victim.start();
    }
  } catch (error) {
    if (!until.aborted) throw error;
  }
  return kills;
}

/** A bound against a test that hangs, not a promise of speed: on a busy machine 1,000 turns take some minutes. */
const LONGEST_MS = 600_000;

test(
  'B2, B5, B7: 1,000 turns while an instance is killed every second: nothing lost, nothing doubled',
  async () => {
    const counts = { reconnects: 0, resets: 0 };
    const began = performance.now();
    const over = new AbortController();
    const killing = killInTurn(over.signal);
    const talk = async (lane: number): Promise<Reader[]> => {
      const readers: Reader[] = [];
      for (let conversation = 0; conversation < CONVERSATIONS; conversation += 1) {
        let conversationId: string | null = null;
        for (let turn = 0; turn < TURNS; turn += 1) {
          const question = `q${turn}-${conversation}-${lane}`;
          const reader: Reader = await new Reader(conversationId, {
            token: cast.token,
            question,
            clientMessageId: question,
            url: () => oneOf(cast.instances.filter(({ isUp }) => isUp)).url,
            leaves: () => Math.random() < 0.05,
            counts,
          }).finish();
          ({ conversationId } = reader);
          readers.push(reader);
        }
      }
      return readers;
    };
    const lanes = await Promise.all(Array.from({ length: LANES }, (_, lane) => talk(lane)));
    over.abort();
    const kills = await killing;
    const readers = lanes.flat();
    const seconds = Math.round((performance.now() - began) / 1_000);
    const statuses = Object.groupBy(readers, ({ status }) => String(status));
    report('chaos', {
      turns: readers.length,
      completed: statuses['completed']?.length ?? 0,
      interrupted: statuses['interrupted']?.length ?? 0,
      failed: statuses['failed']?.length ?? 0,
      kills,
      ...counts,
      notes: (await cast.notes()).length,
      seconds,
    });

    // A run that was opened and of which no client heard would be one too many: there is none left over.
    await expect
      .poll(() => cast.sql(`SELECT id FROM runs WHERE finished_at IS NULL`), { timeout: 15_000 })
      .toEqual([]);
    await checkMessages(readers);
    await checkLogs();
    const notes = await cast.notes();
    expect(new Set(notes).size).toBe(notes.length);
    expect(statuses['completed']?.length ?? 0).toBeGreaterThan(readers.length / 2);
    expect(kills).toBeGreaterThan(0);
  },
  LONGEST_MS,
);

async function checkMessages(readers: readonly Reader[]): Promise<void> {
  const asked = await cast.sql<{ text: string; count: number }>(
    `SELECT text, count(*)::int AS count FROM messages WHERE role = 'user' GROUP BY text`,
  );
  expect(asked.filter(({ count }) => count !== 1)).toEqual([]);
  expect(asked).toHaveLength(readers.length);
  const rows = await cast.sql<{ id: string; status: string; text: string; question: string }>(
    `SELECT m.id, r.status, m.text, q.text AS question FROM runs r
     JOIN messages m ON m.conversation_id = r.conversation_id AND m.id = r.message_id
     JOIN messages q ON q.conversation_id = r.conversation_id AND q.id = r.user_message_id`,
  );
  expect(rows).toHaveLength(readers.length);
  const stored = new Map(rows.map((row) => [row.id, row]));
  for (const { messageId, status, text, taken } of readers) {
    const message = stored.get(messageId);
    expect([message?.status, message?.text]).toEqual([status, text]);
    for (const shown of taken) expect(message?.text.startsWith(shown)).toBe(true);
  }
  for (const { status, text, question } of rows) {
    const whole = answerTo(question).join('');
    if (status === 'completed') expect(text).toBe(whole);
    expect(whole.startsWith(text)).toBe(true);
  }
}

async function checkLogs(): Promise<void> {
  const broken = await cast.sql(
    `SELECT run_id FROM run_events GROUP BY run_id HAVING count(*) <> max(seq) OR min(seq) <> 1`,
  );
  expect(broken).toEqual([]);
  const unlike = await cast.sql(
    `SELECT r.id FROM runs r JOIN messages m ON m.conversation_id = r.conversation_id AND m.id = r.message_id
     WHERE m.text <> run_text(r.id)`,
  );
  expect(unlike).toEqual([]);
}
