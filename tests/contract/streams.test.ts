import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { textOf } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { ask, doorsOf, named } from './support/asking.ts';
import { deactivate, hireStaff, logIn, makeApiKey, startRun } from './support/belongings.ts';
import { JWT_SECRET, tokenOf } from './support/callers.ts';
import { goingOn, letIn, nowhere, ofConversation, ofMessage, ofRun, standing } from './support/live-runs.ts';
import { failuresIn } from './support/refusals.ts';

let server: TestServer;
let owner: Person;
let other: Person;
let staff: Person;
beforeAll(async () => {
  server = await startServer({ config: { jwtSecret: JWT_SECRET } });
  [owner, other, staff] = [await signUp(server), await signUp(server), await hireStaff(server)];
});
afterAll(() => server.close());

const strangers = () => [other.token, staff.token, null];

/** How often the model was asked for an answer. */
const answers = () => server.model.requests.filter(({ purpose }) => purpose === 'answer').length;

describe('runs of somebody else', () => {
  test('F3: nobody else watches, reads or stops a run, or speaks where it goes on; it goes on', async () => {
    const { run, end } = await goingOn(server, owner.token);
    const inputs = { ...ofRun, ...ofMessage, ...ofConversation };
    for (const token of strangers()) {
      expect(await letIn(server, inputs, [run, nowhere()], token)).toEqual([]);
    }
    const found = await trpc(server, owner.token).chat.run.query({ runId: run.runId });
    expect(found.status).toBe('running');
    const events = await end();
    expect(events.at(-1)?.data).toMatchObject({ type: 'run-finished', status: 'completed' });
    expect(textOf(events)).toBe('Half and half');
  });

  test('F3: nobody else regenerates, edits, rates or turns what was said; it stays as it was', async () => {
    const run = await startRun(server, owner.token);
    const before = await standing(server, run, owner.token);
    const asked = answers();
    for (const token of strangers()) {
      expect(await letIn(server, { ...ofMessage, ...ofRun }, [run, nowhere()], token)).toEqual([]);
    }
    expect(await standing(server, run, owner.token)).toEqual(before);
    expect(answers()).toBe(asked);
  });

  test('F3: no other id opens a run', async () => {
    const run = await startRun(server, owner.token);
    const ids = [run.conversationId, run.messageId, run.userMessageId, owner.id, randomUUIDv7()];
    const runs = ids.map((runId) => ({ ...nowhere(), runId }));
    for (const token of [...strangers(), owner.token]) {
      expect(await letIn(server, ofRun, runs, token)).toEqual([]);
    }
  });

  test('F3: whoever was shut out, or whose token is over, watches no run that goes on', async () => {
    const person = await signUp(server);
    const { run, end } = await goingOn(server, person.token);
    const again = await logIn(server, person);
    const key = await makeApiKey(server, person, ['conversations:read']);
    const cast = { other, staff, deactivated: person };
    const expired = await tokenOf(server, named('chat.events').procedure, 'expired token', person, cast);
    expect(await letIn(server, ofRun, [run, nowhere()], expired, 'unauthorized')).toEqual([]);
    expect(await letIn(server, ofRun, [run, nowhere()], key.secret, 'forbidden')).toEqual([]);
    await call(`${server.url}/api/auth/logout`, { body: { refresh_token: again.refreshToken } });
    expect(await letIn(server, ofRun, [run, nowhere()], again.token, 'unauthorized')).toEqual([]);
    await deactivate(server, staff, person);
    const all = { ...ofRun, ...ofMessage, ...ofConversation };
    expect(await letIn(server, all, [run, nowhere()], person.token, 'unauthorized')).toEqual([]);
    expect(await letIn(server, ofRun, [run, nowhere()], null)).toEqual([]);
    await end();
  });
});

describe('anonymous runs', () => {
  test('F3: whoever knows the id watches, reads and stops one, by every door', async () => {
    const { run, end } = await goingOn(server);
    const nobody = trpc(server);
    expect((await nobody.chat.run.query({ runId: run.runId })).status).toBe('running');
    const watched = doorsOf('chat.events').map((door) =>
      ask(server, 'chat.events', door, { runId: run.runId }, { token: null }),
    );
    expect(await nobody.chat.stop.mutate({ runId: run.runId })).toMatchObject({ status: 'stopped' });
    for (const { status, text } of await Promise.all(watched)) {
      expect(status).toBe(200);
      expect(text).toContain(run.messageId);
      expect(text).toContain('"stopped"');
    }
    expect((await end()).at(-1)?.data).toMatchObject({ status: 'stopped' });
  });

  test('F3: a signed-in user has none', async () => {
    const { run, end } = await goingOn(server);
    const inputs = { ...ofRun, ...ofMessage, ...ofConversation };
    expect(await letIn(server, inputs, [run, nowhere()], other.token)).toEqual([]);
    expect((await end()).at(-1)?.data).toMatchObject({ status: 'completed' });
  });
});

describe('messages of something else', () => {
  const callers = { 'a user': () => owner.token, nobody: () => undefined };

  test.each(Object.entries(callers))(
    'F3: in a conversation of their own %s gets at no message of another',
    async (_, tokenOf) => {
      const token = tokenOf();
      const mine = await startRun(server, token);
      const elsewhere = [
        await startRun(server, token),
        await startRun(server, other.token),
        await startRun(server),
        nowhere(),
      ];
      const before = await Promise.all([
        standing(server, mine, token),
        standing(server, elsewhere[0] ?? mine, token),
      ]);
      const runs = elsewhere.map((run) => ({ ...run, conversationId: mine.conversationId }));
      expect(await letIn(server, ofMessage, runs, token ?? null)).toEqual([]);
      const after = await Promise.all([
        standing(server, mine, token),
        standing(server, elsewhere[0] ?? mine, token),
      ]);
      expect(after).toEqual(before);
    },
  );

  test('F3: a question is neither answered anew as an answer nor rated, and an answer is no question', async () => {
    const mine = await startRun(server, owner.token);
    const before = await standing(server, mine, owner.token);
    const swapped = { ...mine, messageId: mine.userMessageId, userMessageId: mine.messageId };
    const runs = [swapped, { ...nowhere(), conversationId: mine.conversationId }];
    const { 'conversation.switchBranch': _, ...inputs } = ofMessage;
    expect(await letIn(server, inputs, runs, owner.token)).toEqual([]);
    expect(await standing(server, mine, owner.token)).toEqual(before);
  });
});

test('A8: none of this was a failure of ours', () => {
  expect(failuresIn(server)).toEqual([]);
});
