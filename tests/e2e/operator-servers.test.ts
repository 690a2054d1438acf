import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readConfig } from '../../server/src/config/config.ts';
import { readEnv } from '../../server/src/config/env.ts';
import { type OutsideMcp, startOutsideMcp } from '../harness/outside-mcp.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { askWithTools, makeToolBot, toolNames } from '../harness/tool-turns.ts';

const SECRET = `sk-${randomUUID()}`;
const program = fileURLToPath(new URL('../harness/stdio-mcp.ts', import.meta.url));

let folder: string;
let outside: OutsideMcp;
let server: TestServer;
let person: Person;
let botId: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parlance-mcp-'));
  outside = await startOutsideMcp();
  vi.stubEnv('OPENAI_API_KEY', SECRET);
  vi.stubEnv('JWT_SECRET', SECRET);
  const file = join(folder, 'servers.json');
  const servers = {
    notes: { command: process.execPath, args: [program, '--notes'], env: { NOTES: 'here' } },
    weather: { url: outside.url, headers: { Authorization: `Bearer ${SECRET}` } },
    broken: { command: join(folder, 'not-there') },
  };
  await writeFile(file, JSON.stringify({ servers }));
  const { mcpServers } = readConfig(readEnv({ MCP_SERVERS_FILE: file }));
  server = await startServer({ config: { mcpServers } });
  person = await signUp(server);
  const operatorServers = ['notes', 'weather', 'broken', 'unheard-of'];
  botId = (await makeToolBot(server, person.token, { operatorServers })).id;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await outside[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const turn = (...names: string[]) =>
  askWithTools(server, {
    token: person.token,
    botId,
    calls: [names.map((name) => ({ name, arguments: {} }))],
  });
const resultOf = async (name: string) => {
  const { calls } = await turn(name);
  expect(calls[0]?.isError).toBe(false);
  return JSON.parse(String(calls[0]?.result));
};

test('C4: programs and addresses of the operator are used by their names; what is not there is told of', async () => {
  const { asked, calls, status } = await turn('notes__process', 'weather__look');
  expect(status).toBe('completed');
  expect(calls.map(({ tool, isError }) => [tool, isError])).toEqual([
    ['notes__process', false],
    ['weather__look', false],
  ]);
  expect(outside.received.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
  expect(asked[0] && toolNames(asked[0])).toEqual(expect.arrayContaining(['notes__write', 'weather__echo']));
  const system = asked[0]?.turns.find(({ role }) => role === 'system')?.text;
  for (const name of ['broken', 'unheard-of']) {
    expect(system).toContain(`The tools of ${name} are not available right now.`);
  }
});

test('C6: the operator is believed what reads only; all else waits', async () => {
  for (const [tool, status] of Object.entries({
    notes__environment: 'completed',
    weather__look: 'completed',
    notes__write: 'waiting_for_approval',
    weather__echo: 'waiting_for_approval',
  })) {
    expect([tool, (await turn(tool)).status]).toEqual([tool, status]);
  }
});

test('C4, H3: a program gets what every program needs and what the file says, and none of our secrets', async () => {
  const environment = await resultOf('notes__environment');
  expect(environment).toMatchObject({ NOTES: 'here', PATH: expect.any(String) });
  expect(JSON.stringify(environment)).not.toContain(SECRET);
  expect(JSON.stringify(server.logs)).not.toContain(SECRET);
});

test('C4: a program is one process for all, and is started again after it ended', async () => {
  const first = await resultOf('notes__process');
  expect(first.args).toEqual(['--notes']);
  expect(await Promise.all([resultOf('notes__process'), resultOf('notes__process')])).toEqual([first, first]);
  process.kill(first.pid, 'SIGKILL');
  await expect.poll(() => isAlive(first.pid)).toBe(false);
  const second = await resultOf('notes__process');
  expect(second.pid).not.toBe(first.pid);
});

test('C4: no row names a program', async () => {
  const servers = [{ name: 'mine', command: 'sh', args: ['-c', 'id'] }];
  const config = { instructions: '', agentType: 'react', tools: { servers } } as never;
  await expect(trpc(server, person.token).bot.create.mutate({ name: 'x', config })).rejects.toMatchObject({
    data: { appCode: 'bad_request' },
  });
});

test('H6: a program ends with the server', async () => {
  const { pid } = await resultOf('notes__process');
  await server.app.deps.toolbox.close();
  await expect.poll(() => isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
