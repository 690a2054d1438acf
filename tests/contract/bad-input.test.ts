import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../harness/call.ts';
import { makeStaff, signUp } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { all, type Named } from './support/contract.ts';
import { doors } from './support/doors.ts';
import { fault, problemOf } from './support/errors.ts';
import { type Case, parameterCases, shapeCases, valueCases } from './support/field-cases.ts';
import { inChunks, send } from './support/raw.ts';
import { nothing, sampleOf } from './support/samples.ts';

let server: TestServer;
let email: string;
let token: string;

beforeAll(async () => {
  server = await startServer();
  const person = await signUp(server);
  await makeStaff(server, person);
  ({ email, token } = person);
});
afterAll(() => server.close());

async function problems(cases: readonly Case[]): Promise<string[]> {
  const found = await inChunks(cases, async ({ what, door, request, expected }) => {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const answer = await send(server.url, { ...request, headers });
    const problem = expected === null ? fault(door.shape, answer) : problemOf(door.shape, answer, expected);
    return problem === null ? [] : [`${what} ${problem}`];
  });
  return found.flat();
}

async function casesOf(named: Named): Promise<Case[]> {
  const sample = await sampleOf(named.path, nothing(email));
  const served = doors.filter((door) => door.serves(named));
  return [
    ...served.flatMap((door) => [...valueCases(named, door, sample), ...shapeCases(named, door, sample)]),
    ...parameterCases(named, sample),
  ];
}

test.each(all)('A8, H4: $path refuses bad fields by name, through every door', async (named) => {
  const cases = await casesOf(named);
  expect(await problems(cases)).toEqual([]);
  expect((await call(`${server.url}/health`)).status).toBe(200);
});

test('A8: nothing of this reached the log as a failure of ours', () => {
  expect(server.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});
