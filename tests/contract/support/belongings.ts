import { randomUUID } from 'node:crypto';
import { Scope } from '../../../server/src/data/scope.ts';
import { call } from '../../harness/call.ts';
import { makeStaff, type Person, signUp } from '../../harness/people.ts';
import type { TestServer } from '../../harness/start-server.ts';
import { startWaiting } from '../../harness/waiting.ts';
import type { Approval, Belongings, Run } from './samples.ts';

/** What somebody has; each thing is made when it is asked for. */
export const belongingsOf = (server: TestServer, person: Person): Belongings => ({
  email: person.email,
  password: person.password,
  conversationId: () => startConversation(server, person.token),
  run: () => startRun(server, person.token),
  approval: () => startApproval(server, person.token),
  apiKeyId: async () => (await makeApiKey(server, person, ['chat'])).id,
  taskId: () => createTask(server, person.token),
  botId: () => makeBot(server, person.token),
  refreshToken: async () => (await logIn(server, person)).refreshToken,
  newEmail: () => `${randomUUID()}@example.com`,
  someUserId: () => person.id,
});

/** Has a message answered in a new conversation; without a token an anonymous one. */
export async function startRun(server: TestServer, token?: string): Promise<Run> {
  const { body } = await call<{
    conversation_id: string;
    run_id: string;
    user_message_id: string;
    message: { id: string };
  }>(`${server.url}/api/v1/chat`, { body: { message: 'Hello' }, ...(token !== undefined && { token }) });
  return {
    conversationId: body.conversation_id,
    runId: body.run_id,
    userMessageId: body.user_message_id,
    messageId: body.message.id,
  };
}

/** Has a run wait for an approval; without a token an anonymous one. The server has `rememberingTools`. */
export async function startApproval(server: TestServer, token?: string): Promise<Approval> {
  const { runId, approvalIds, open } = await startWaiting(server, token === undefined ? {} : { token });
  open.leave();
  return { runId, approvalId: approvalIds[0] ?? '' };
}

/** Begins a conversation; without a token an anonymous one. */
export async function startConversation(server: TestServer, token?: string): Promise<string> {
  const options = { body: { message: 'Hello' }, ...(token !== undefined && { token }) };
  const { body } = await call<{ conversation_id: string }>(`${server.url}/api/v1/chat`, options);
  return body.conversation_id;
}

/** Writes down a task. */
export async function createTask(server: TestServer, token: string): Promise<string> {
  const { body } = await call<{ id: string }>(`${server.url}/api/tasks`, {
    body: { title: 'Buy groceries' },
    token,
  });
  return body.id;
}

/** Makes a private bot. */
export async function makeBot(server: TestServer, token: string): Promise<string> {
  const body = { name: 'A bot', config: { instructions: 'Be brief.' } };
  const made = await call<{ id: string }>(`${server.url}/api/v1/bots`, { body, token });
  return made.body.id;
}

/** Makes an API key. */
export async function makeApiKey(
  server: TestServer,
  person: Person,
  scopes: readonly string[],
): Promise<{ id: string; secret: string }> {
  const { body } = await call<{ api_key: { id: string }; secret: string }>(
    `${server.url}/api/auth/api-keys`,
    {
      body: { name: 'key', scopes },
      token: person.token,
    },
  );
  return { id: body.api_key.id, secret: body.secret };
}

/** Begins another login. */
export async function logIn(server: TestServer, { email, password }: Person) {
  const { body } = await call<{ access_token: string; refresh_token: string }>(
    `${server.url}/api/auth/login`,
    {
      body: { email, password },
    },
  );
  return { token: body.access_token, refreshToken: body.refresh_token };
}

/** Somebody of the staff. */
export async function hireStaff(server: TestServer): Promise<Person> {
  const person = await signUp(server);
  await makeStaff(server, person);
  return person;
}

/** Lets an API key be over. */
export const expireApiKey = (server: TestServer, id: string): Promise<unknown> =>
  new Scope(server.app.database.prisma).asSystem((tx) =>
    tx.apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1_000) } }),
  );

/** Shuts somebody out, as staff does. */
export const deactivate = (server: TestServer, staff: Person, person: Person): Promise<unknown> =>
  call(`${server.url}/api/v1/admin/users/${person.id}/active`, {
    body: { active: false },
    token: staff.token,
  });
