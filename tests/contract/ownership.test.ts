import { randomUUIDv7 } from 'node:crypto';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseCodec } from '../../server/src/wire/rest/case.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { rememberingTools } from '../harness/waiting.ts';
import { belongingsOf, deactivate, hireStaff } from './support/belongings.ts';
import { type Caller, type Cast, callers, JWT_SECRET, outcome, tokenOf } from './support/callers.ts';
import { all, answerOf, idFieldsOf, isStreamed, type Named } from './support/contract.ts';
import { type Door, doors, textsOf, trpcMethod } from './support/doors.ts';
import { problemOf } from './support/errors.ts';
import { inChunks, type RawAnswer } from './support/raw.ts';
import { sampleOf } from './support/samples.ts';
import { send } from './support/send.ts';

let server: TestServer;
/** Whose things everybody is after. */
let owner: Person;
let cast: Cast;
/** What the deactivated user had: inputs by procedure. */
const had = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  server = await startServer({
    config: { jwtSecret: JWT_SECRET },
    overrides: { tools: rememberingTools().tools },
  });
  owner = await signUp(server);
  cast = { other: await signUp(server), staff: await hireStaff(server), deactivated: await signUp(server) };
  for (const { path } of all) had.set(path, await sampleOf(path, belongingsOf(server, cast.deactivated)));
  await deactivate(server, cast.staff, cast.deactivated);
});
afterAll(() => server.close());

const ways = all.flatMap((named) =>
  doors
    .filter((door) => door.name !== 'tRPC batch' && door.serves(named))
    .map((door) => ({ path: named.path, door: door.name, way: { named, door } })),
);

interface Way {
  named: Named;
  door: Door;
}

function callWith(
  { named, door }: Way,
  input: Record<string, unknown>,
  token: string | null,
): Promise<RawAnswer> {
  const request = door.call(named, textsOf(input));
  const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
  return send(server.url, { ...request, headers: { ...request.headers, ...authorization } });
}

/** What is wrong with an answer that should be a success; null: nothing. */
function failureOf({ named, door }: Way, answer: RawAnswer): string | null {
  const status = door.shape === 'trpc' ? 200 : (named.procedure.rest?.status ?? 200);
  if (answer.status !== status) return `is not ${status}: ${answer.status} ${answer.text.slice(0, 300)}`;
  const output = answerOf(named.procedure);
  const body: unknown = JSON.parse(answer.text);
  if (door.shape === 'rest' && !isStreamed(named.procedure)) return null;
  const said = door.shape === 'rest' ? caseCodec(output).decode(body) : resultOf(body);
  const parsed = output.safeParse(said);
  return parsed.success ? null : `is not what the contract says: ${parsed.error.message}`;
}

const resultOf = (body: unknown): unknown =>
  superjson.deserialize(
    (body as { result: { data: Parameters<typeof superjson.deserialize>[0] } }).result.data,
  );

async function refusal(way: Way, caller: Caller, input: Record<string, unknown>, code: string) {
  const token = await tokenOf(server, way.named.procedure, caller, owner, cast);
  const used = caller === 'deactivated' ? (had.get(way.named.path) ?? {}) : input;
  const problem = problemOf(way.door.shape, await callWith(way, used, token), { codes: [code] });
  return problem === null ? [] : [`${caller} ${problem}`];
}

async function success(way: Way, caller: Caller) {
  // A success may use up what it is called on, and who calls it.
  const isPublic = way.named.procedure.access.who === 'public';
  const fresh = isPublic ? owner : await signUp(server);
  const token = await tokenOf(server, way.named.procedure, caller, fresh, cast);
  const input = await sampleOf(way.named.path, belongingsOf(server, fresh));
  const answer = await callWith(way, input, token);
  const failure = failureOf(way, answer);
  if (failure !== null) return [`${caller} ${failure}`];
  const others = !isPublic && (caller === 'other' || caller === 'anonymous');
  return others && [fresh.id, fresh.email].some((secret) => answer.text.includes(secret))
    ? [`${caller} is shown what is not theirs: ${answer.text}`]
    : [];
}

/** Whether a caller who may call without owning anything would change themselves by it. */
const changesCaller = ({ procedure }: Named, caller: Caller): boolean =>
  trpcMethod(procedure.kind) === 'POST' &&
  procedure.access.who === 'user' &&
  ['other', 'staff'].includes(caller);

test.each(ways)('F3: $path by $door lets in exactly those whom the contract admits', async ({ way }) => {
  const input = await sampleOf(way.named.path, belongingsOf(server, owner));
  const problems = await inChunks(callers, async (caller) => {
    const expected = outcome(way.named.procedure, caller);
    if (expected !== 'ok') return refusal(way, caller, input, expected);
    return changesCaller(way.named, caller) ? [] : success(way, caller);
  });
  expect(problems.flat()).toEqual([]);
});

const owning = ways.flatMap(({ path, door, way }) =>
  way.named.procedure.owns.map((field) => ({ path, door, field, way })),
);

describe('ids', () => {
  /** Id fields that need not be the caller's own, and why. */
  const othersToo: Record<string, string> = {
    'chat.send botId': 'bots that are shared are for everybody',
    'chat.stream botId': 'bots that are shared are for everybody',
    'embed.config botId': 'bots that are shared are for everybody',
    'admin.setUserActive userId': 'staff act on any user',
  };

  test('F3: every field that takes an id says whose it is', () => {
    const unsaid = all.flatMap(({ path, procedure }) =>
      idFieldsOf(procedure)
        .filter((field) => !procedure.owns.includes(field as never) && !othersToo[`${path} ${field}`])
        .map((field) => `${path} ${field}`),
    );
    expect(unsaid).toEqual([]);
  });

  const strangers = ['other', 'staff', 'anonymous'] as const;

  test.each(owning)(
    'F3: $path by $door answers alike for a foreign $field and one that is not there',
    async ({ way, field }) => {
      const input = await sampleOf(way.named.path, belongingsOf(server, owner));
      const asked = strangers.filter((caller) => outcome(way.named.procedure, caller) === 'not_found');
      expect(asked.length).toBeGreaterThan(0);
      for (const caller of asked) {
        const token = await tokenOf(server, way.named.procedure, caller, owner, cast);
        const foreign = await callWith(way, input, token);
        const ids = [
          randomUUIDv7(),
          owner.id,
          cast.other.id,
          cast.deactivated.id,
          '00000000-0000-0000-0000-000000000000',
        ];
        for (const id of [...ids, had.get(way.named.path)?.[field]]) {
          const unknown = await callWith(way, { ...input, [field]: id }, token);
          expect(withoutIds(foreign), caller).toEqual(withoutIds(unknown));
        }
      }
    },
  );

  const withoutIds = ({ status, headers, text }: RawAnswer) => {
    const { 'x-request-id': id, date: _, ...others } = headers;
    return { status, headers: others, text: text.replaceAll(String(id), 'REQUEST') };
  };
});

test('F3: after all this the owner has what the owner had', async () => {
  const client = trpc(server, owner.token);
  const { conversations } = await client.conversation.list.query({ limit: 100 });
  expect(conversations.length).toBeGreaterThan(0);
  expect(conversations.filter(({ title }) => title === 'A new title')).toEqual([]);
  for (const { id } of conversations) {
    const { messages } = await client.conversation.history.query({ conversationId: id });
    expect(messages).toMatchObject([
      { role: 'user', siblingIds: [expect.any(String)], rating: null },
      {
        role: 'assistant',
        siblingIds: [expect.any(String)],
        rating: null,
        run: { status: expect.stringMatching(/^(completed|waiting_for_approval)$/) },
      },
    ]);
  }
  // What each test called something on was made for it.
  const isConversation = ({ way: { named } }: { way: Way }) =>
    named.path === 'conversation.adopt' ||
    ['conversationId', 'runId'].some((field) => named.procedure.owns.includes(field as never));
  const made = [...ways, ...owning].filter(isConversation);
  expect(conversations).toHaveLength(made.length);
});
