import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { makeStaff, type Person, signUp } from '../harness/people.ts';
import { openEvents, type SentEvents } from '../harness/sse.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { rememberingTools, startWaiting } from '../harness/waiting.ts';
import { ownerOf } from './support/approvals.ts';

let server: TestServer;
let staff: Person;
beforeAll(async () => {
  server = await startServer({ overrides: { tools: rememberingTools().tools } });
  staff = await signUp(server);
  await makeStaff(server, staff);
});
afterAll(() => server.close());

const post = (path: string, body: object, token?: string) =>
  call(`${server.url}${path}`, { body, ...(token !== undefined && { token }) });

const logOut = (person: Person) => post('/api/auth/logout', { refresh_token: person.refreshToken });
const changePassword = (person: Person) =>
  post(
    '/api/auth/change-password',
    { current_password: person.password, new_password: 'another horse battery' },
    person.token,
  );
const deactivate = (person: Person) =>
  post(`/api/v1/admin/users/${person.id}/active`, { active: false }, staff.token);

const WAYS: [what: string, leave: (person: Person) => Promise<{ status: number }>][] = [
  ['logs out', logOut],
  ['changes the password', changePassword],
  ['is deactivated', deactivate],
];

/** The rest of a stream whose reader is out: nothing but that. */
async function expectOut(open: SentEvents, left: number): Promise<void> {
  expect(await open.all()).toMatchObject([{ type: 'error', data: { error: { code: 'unauthorized' } } }]);
  expect(performance.now() - left).toBeLessThan(5_000);
}

test.each(WAYS)('F2, C6: who %s reads no more of a run that waits', async (_, leave) => {
  const person = await signUp(server);
  const waiting = await startWaiting(server, { token: person.token });
  const { watch } = ownerOf(() => ({ server, token: person.token }));
  const watching = await watch(waiting.runId, waiting.seen.length);
  const left = performance.now();
  expect((await leave(person)).status).toBe(200);
  await expectOut(waiting.open, left);
  await expectOut(watching, left);
});

test.each(WAYS)('F2, B2: who %s reads no more of an answer that is being written', async (_, leave) => {
  const person = await signUp(server);
  const held = Promise.withResolvers<void>();
  server.model.script({ text: ['One ', 'two'], paceMs: 20, hold: held.promise });
  const open = await openEvents(`${server.url}/api/v1/chat/stream`, {
    body: { message: 'Count' },
    token: person.token,
  });
  const events = open[Symbol.asyncIterator]();
  const { value: started } = await events.next();
  for (;;) if ((await events.next()).value?.data['text'] === 'two') break;
  const left = performance.now();
  expect((await leave(person)).status).toBe(200);
  await expectOut(open, left);
  held.resolve();
  await expect.poll(() => server.app.deps.runs.find(String(started?.data['run_id']))).toBeNull();
});

test('F2: who logs out leaves the other logins alone', async () => {
  const person = await signUp(server);
  const waiting = await startWaiting(server, { token: person.token });
  const { email, password } = person;
  const other = (await post('/api/auth/login', { email, password })).body;
  const { watch, decide } = ownerOf(() => ({ server, token: String(other['access_token']) }));
  const watching = await watch(waiting.runId, waiting.seen.length);
  await logOut(person);
  await expectOut(waiting.open, performance.now());
  await decide(waiting, 'approve');
  expect((await watching.all()).at(-1)).toMatchObject({
    type: 'run-finished',
    data: { status: 'completed' },
  });
});

test('F2: an anonymous conversation is read by whoever knows it, whoever logs out meanwhile', async () => {
  const waiting = await startWaiting(server);
  await logOut(await signUp(server));
  await call(`${server.url}/api/v1/runs/${waiting.runId}/approve`, {
    body: { approval_id: waiting.approvalIds[0], decision: 'approve' },
  });
  expect((await waiting.open.all()).at(-1)).toMatchObject({ data: { status: 'completed' } });
});
