import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callTool, eras, rpcRequest, sendRpc } from '../harness/mcp-raw.ts';
import { type Person, signUp, trpc } from '../harness/people.ts';
import { startServer, type TestServer } from '../harness/start-server.ts';
import { named } from './support/asking.ts';
import { deactivate, hireStaff, makeApiKey } from './support/belongings.ts';
import { type Caller, callers, JWT_SECRET, tokenOf } from './support/callers.ts';
import { startIssuer } from './support/jwks.ts';
import { LIMIT, startLimited } from './support/limited.ts';
import { sendRaw } from './support/raw.ts';

const ALLOWED = 'https://app.example';

let server: TestServer;
let person: Person;
beforeAll(async () => {
  server = await startServer({ config: { jwtSecret: JWT_SECRET, corsOrigins: [ALLOWED] } });
});
afterAll(() => server.close());
beforeEach(async () => {
  person = await signUp(server);
});

const list = rpcRequest('2026-07-28', 'tools/list');
const metadataUrl = () => `${server.url}/.well-known/oauth-protected-resource/mcp`;
const refused = (code: number) => ({
  jsonrpc: '2.0',
  id: null,
  error: { code, message: expect.any(String) },
});

describe('who may call', () => {
  const locked: Caller[] = callers.filter(
    (caller) => !['owner', 'other', 'staff', 'right key', 'wrong key', 'anonymous'].includes(caller),
  );

  test.each(locked)('F2, D3: %s is a 401 that says where to ask for a token', async (caller) => {
    const cast = {
      other: await signUp(server),
      staff: await hireStaff(server),
      deactivated: await signUp(server),
    };
    await deactivate(server, cast.staff, cast.deactivated);
    const token = await tokenOf(server, named('task.list').procedure, caller, person, cast);
    for (const request of eras.flatMap((era) => [
      rpcRequest(era, 'tools/list'),
      rpcRequest(era, 'tools/call', { name: 'list_tasks', arguments: {} }),
    ])) {
      const answer = await sendRpc(server, request, token);
      expect([answer.status, answer.rpc]).toEqual([401, refused(-32000)]);
      expect(answer.headers['www-authenticate']).toMatch(
        /^Bearer error="invalid_token", error_description="[^"]+", scope="tasks:read tasks:write", resource_metadata="[^"]+"$/,
      );
      expect(answer.headers['www-authenticate']).toContain(`"${metadataUrl()}"`);
    }
  });

  test('F2, D3: without a token the 401 names no error', async () => {
    for (const headers of [{}, { authorization: 'Basic eDp5' }]) {
      const answer = await sendRpc(server, list, null, headers);
      expect([answer.status, answer.rpc]).toEqual([401, refused(-32000)]);
      expect(answer.headers['www-authenticate']?.includes('error=')).toBe('authorization' in headers);
    }
  });

  test('F2, D3: a token in the address is none', async () => {
    const path = `/mcp?access_token=${person.token}`;
    expect((await sendRpc(server, { ...list, path }, null)).status).toBe(401);
  });

  test.each(eras)(
    'F2, D3: in %s an API key calls what its scopes say, and is told which it lacks',
    async (era) => {
      const keyOf = async (...scopes: string[]) => (await makeApiKey(server, person, scopes)).secret;
      const writes = {
        create_task: { title: 'x' },
        complete_task: { title: 'x' },
        delete_task: { title: 'x' },
      };
      const [reading, writing, neither] = [
        await keyOf('tasks:read'),
        await keyOf('tasks:write'),
        await keyOf('chat'),
      ];
      expect((await callTool(server, era, reading, 'list_tasks')).status).toBe(200);
      for (const [tool, args] of Object.entries(writes)) {
        expect((await callTool(server, era, writing, tool, args)).rpc.result).not.toHaveProperty(
          'isError',
          true,
        );
        const answer = await callTool(server, era, reading, tool, args);
        expect(answer.status).toBe(403);
        expect(answer.headers['www-authenticate']).toMatch(
          /^Bearer error="insufficient_scope".*scope="tasks:write"/,
        );
        expect(answer.headers['www-authenticate']).toContain(`resource_metadata="${metadataUrl()}"`);
      }
      for (const key of [writing, neither]) {
        expect((await callTool(server, era, key, 'list_tasks')).status).toBe(403);
      }
      expect((await sendRpc(server, rpcRequest(era, 'tools/list'), neither)).status).toBe(200);
      expect((await trpc(server, person.token).task.list.query({})).tasks).toEqual([]);
    },
  );
});

describe('the door', () => {
  test('D3: POST is the only method', async () => {
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH', 'HEAD']) {
      const answer = await sendRaw(server.url, { method, path: '/mcp' });
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'POST']);
      if (method !== 'HEAD') expect(JSON.parse(answer.text)).toEqual(refused(-32000));
    }
  });

  test('D3, H5: another origin is refused in JSON-RPC; an allowed one may read what the answer says of itself', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost']) {
      const answer = await sendRpc(server, list, person.token, { origin });
      expect([answer.status, answer.rpc]).toEqual([403, refused(-32000)]);
    }
    const allowed = await sendRpc(server, list, null, { origin: ALLOWED });
    expect(allowed.status).toBe(401);
    expect(allowed.headers['access-control-allow-origin']).toBe(ALLOWED);
    expect(allowed.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    const own = { origin: server.url };
    expect((await sendRpc(server, list, person.token, own)).status).toBe(200);
  });

  test('D3, H5: a page that came by a name which its owner made lead here is refused', async () => {
    const page = (host: string) => ({ host, origin: `http://${host}` });
    const status = async (to: TestServer, headers: Record<string, string>) => {
      const { token } = to === server ? person : await signUp(to);
      return (await sendRpc(to, list, token, headers)).status;
    };
    for (const host of [
      'evil.example',
      'evil.example:80',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ]) {
      const answer = await sendRpc(server, list, person.token, page(host));
      expect([host, answer.status, answer.rpc]).toEqual([host, 403, refused(-32000)]);
    }
    for (const host of ['localhost', 'app.localhost:3000', '127.0.0.1:3000', '[::1]:3000']) {
      expect([host, await status(server, page(host))]).toEqual([host, 200]);
    }
    expect(await status(server, { host: 'chat.example' })).toBe(200);
    expect(await status(server, { host: 'chat.example', origin: ALLOWED })).toBe(200);
    await using behindProxy = await startServer({ config: { trustProxy: 1 } });
    expect(await status(behindProxy, page('chat.example'))).toBe(200);
  });

  test('D3: an address or a host that is none is refused, and no failure', async () => {
    for (const host of ['evil"host', 'a b', 'x,y', '%00']) {
      const answer = await sendRpc(server, list, null, { host });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers['www-authenticate'] ?? '').not.toContain('resource_metadata');
    }
    for (const path of ['/mcp?x=%zz', '/mcp/%']) {
      expect((await sendRaw(server.url, { ...list, path })).status).toBe(400);
    }
    expect((await sendRpc(server, { ...list, path: '/mcp/' }, person.token)).status).toBe(200);
    expect((await sendRaw(server.url, { ...list, path: '/mcp/other' })).status).toBe(404);
  });

  test('D3, H5: what is not JSON by its type is refused', async () => {
    const types = {
      'content-type': ['text/plain', 'multipart/form-data; boundary=b', 'application/json; charset=utf-16'],
      'content-encoding': ['gzip'],
    };
    for (const [name, values] of Object.entries(types)) {
      for (const value of values) {
        const answer = await sendRpc(server, list, person.token, { [name]: value });
        expect([value, answer.status, answer.rpc]).toEqual([value, 415, refused(-32000)]);
      }
    }
  });

  test.each([
    [{ 'mcp-protocol-version': '1999-01-01' }, 400, -32020],
    [{ 'mcp-method': 'tools/call' }, 400, -32020],
  ])(
    'D3: headers %o that disagree with the message are refused with its id',
    async (headers, status, code) => {
      const answer = await sendRpc(server, list, person.token, headers);
      expect(answer).toMatchObject({ status, rpc: { id: 1, error: { code } } });
    },
  );

  test.each(eras)('D3: in %s an unknown tool or method is an error of JSON-RPC', async (era) => {
    expect((await callTool(server, era, person.token, 'drop_tables')).rpc.error).toMatchObject({
      code: -32602,
    });
    const { rpc } = await sendRpc(server, rpcRequest(era, 'tasks/steal'), person.token);
    expect(rpc.error).toMatchObject({ code: -32601 });
  });

  test('H3: the id of the request stands in the answer and in the log, without token and arguments', async () => {
    const title = 'TITLE-of-a-task-4711';
    const { headers } = await callTool(server, '2026-07-28', person.token, 'create_task', { title });
    const lines = server.logs.filter(({ requestId }) => requestId === headers['x-request-id']);
    expect(lines).toMatchObject([{ method: 'POST', path: '/mcp', status: 200 }]);
    for (const secret of [title, person.token]) expect(JSON.stringify(server.logs)).not.toContain(secret);
  });
});

describe('the protected-resource metadata', () => {
  test('D3: is open to everybody, by any page, at both of its addresses', async () => {
    for (const path of ['', '/mcp']) {
      const answer = await fetch(`${server.url}/.well-known/oauth-protected-resource${path}`, {
        headers: { origin: 'https://anywhere.example' },
      });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
      expect(await answer.json()).toEqual({
        resource: `${server.url}/mcp`,
        resource_name: 'Parlance',
        scopes_supported: ['tasks:read', 'tasks:write'],
        bearer_methods_supported: ['header'],
      });
    }
  });
  test('F2, D3: names the outside issuer, and the address that a trusted proxy tells', async () => {
    await using issuer = await startIssuer();
    const { issuer: name, jwksUrl } = issuer;
    const outsideIssuer = { issuer: name, jwksUrl, audience: 'parlance' };
    await using trusting = await startServer({ config: { outsideIssuer, trustProxy: 1 } });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'chat.example' };
    const answer = await fetch(`${trusting.url}/.well-known/oauth-protected-resource/mcp`, { headers });
    expect(await answer.json()).toMatchObject({
      resource: 'https://chat.example/mcp',
      authorization_servers: [name],
    });
    const token = await issuer.sign({ sub: 'ada' });
    expect((await callTool(trusting, '2026-07-28', token, 'list_tasks')).status).toBe(200);
    const elsewhere = await issuer.sign({ sub: 'ada', aud: 'another' });
    expect((await callTool(trusting, '2026-07-28', elsewhere, 'list_tasks')).status).toBe(401);
  });
});

test('F4, D3: every message counts against the limit that all doors share', async () => {
  await using limited = await startLimited();
  const { token } = await signUp(limited);
  for (let left = LIMIT - 1; left > 0; left--) {
    const { status, headers } = await callTool(limited, '2026-07-28', token, 'list_tasks');
    expect([status, headers['ratelimit-remaining']]).toEqual([200, `${left}`]);
  }
  await trpc(limited, token).task.list.query({});
  const answer = await callTool(limited, '2026-07-28', token, 'list_tasks');
  expect([answer.status, answer.rpc]).toEqual([429, refused(-32000)]);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
});
