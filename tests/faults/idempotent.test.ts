import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { report } from '../harness/report.ts';
import { type Cast, startCast } from './support/cast.ts';
import { answerEach, questionOf } from './support/model.ts';

const SENDS = 50;

let cast: Cast;
beforeAll(async () => {
  cast = await startCast({ instances: 3 });
});
afterAll(() => cast.close());

const sendAll = (body: object) =>
  Promise.all(
    Array.from({ length: SENDS }, (_, at) =>
      call<{ run_id: string; conversation_id: string }>(`${cast.at(at % 3).url}/api/v1/chat`, {
        body,
        token: cast.token,
      }),
    ),
  );

test('A7, B4: 50 sends at once with one client message id, over three instances: one run, one call of the model', async () => {
  const asked: string[] = [];
  answerEach(cast.model, (request) => {
    asked.push(questionOf(request));
    return { text: 'Once', delayMs: 100 };
  });
  const first = await sendAll({ message: 'New?', client_message_id: 'm1' });
  const conversation_id = first[0]?.body.conversation_id;
  const second = await sendAll({ message: 'Known?', client_message_id: 'm2', conversation_id });
  for (const answers of [first, second]) {
    expect(answers.map(({ status }) => status)).toEqual(Array(SENDS).fill(200));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
  }
  expect(asked).toEqual(['New?', 'Known?']);
  const [counts] = await cast.sql<{ runs: number; messages: number; conversations: number }>(
    `SELECT (SELECT count(*)::int FROM runs) AS runs, (SELECT count(*)::int FROM messages) AS messages,
      (SELECT count(*)::int FROM conversations) AS conversations`,
  );
  expect(counts).toEqual({ runs: 2, messages: 4, conversations: 1 });
  report('idempotent', { sends: 2 * SENDS, modelCalls: asked.length, ...counts });

  for (const { url } of cast.instances) {
    const other = await call(`${url}/api/v1/chat`, {
      body: { message: 'Something else', client_message_id: 'm1' },
      token: cast.token,
    });
    expect(other).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  }
});
