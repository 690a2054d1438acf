import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Config, readConfig } from '../../server/src/config/config.ts';
import { envSchema, readEnv, SettingsError } from '../../server/src/config/env.ts';

const read = (source: Record<string, string | undefined>): Config => readConfig(readEnv(source));

/** The lines of a SettingsError that name a setting. */
function problems(source: Record<string, string>): string[] {
  try {
    read(source);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.message.split('\n').slice(1, -1);
  }
  return [];
}

const secret = 'x'.repeat(32);

test('H1, H2: without any setting it runs on the embedded database and the offline model', () => {
  expect(read({})).toEqual({
    host: '127.0.0.1',
    port: 3000,
    logLevel: 'info',
    dataDir: '.data',
    databaseUrl: null,
    sqlTool: null,
    model: null,
    modelTimeoutMs: 60_000,
    jwtSecret: null,
    outsideIssuer: null,
    corsOrigins: [],
    rateLimitPerMinute: 60,
    allowAnonymousChat: true,
    instanceId: expect.stringContaining(String(process.pid)),
    runLeaseMs: 15_000,
    approvalTimeoutMs: 86_400_000,
    shutdownGraceMs: 10_000,
    mcpServers: {},
    egressAllow: [],
    imageOrigins: [],
    trustProxy: false,
  });
});

test('H2: an empty setting counts as not set', () => {
  const empty = Object.fromEntries(Object.keys(envSchema.shape).map((name) => [name, '']));
  expect(read(empty)).toEqual(read({}));
  expect(read({ PORT: undefined })).toEqual(read({}));
});

test.each<[string, string]>([
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', ' 80'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['DATABASE_URL', 'localhost:5432'],
  ['DATABASE_URL', 'postgresql://app:50%@localhost/x'],
  ['DATABASE_URL', 'postgresql://localhost/%ff'],
  ['SQL_TOOL_DATABASE_URL', 'sqlite:shop.db'],
  ['SQL_TOOL_DATABASE_URL', 'postgresql://localhost/%zz'],
  ['SQL_TOOL_SCHEMA', 'pg_catalog'],
  ['SQL_TOOL_SCHEMA', 'public,information_schema'],
  ['SQL_TOOL_SCHEMA', 'public;secret'],
  ['OPENAI_BASE_URL', 'ftp://model'],
  ['OPENAI_BASE_URL', 'claude'],
  ['OPENAI_API', 'completions'],
  ['OPENAI_API_KEY', 'sk-1\n'],
  ['OPENAI_API_KEY', 'sk-1\r\nX-More: 1'],
  ['OPENAI_API_KEY', 'ключ'],
  ['EGRESS_ALLOW', '127.0.0.1'],
  ['EGRESS_ALLOW', 'http://127.0.0.1:80'],
  ['EGRESS_ALLOW', 'a:80,,b:80'],
  ['EGRESS_ALLOW', 'a:99999'],
  ['EGRESS_ALLOW', '[zz]:80'],
  ['MCP_SERVERS_FILE', '/nowhere/servers.json'],
  ['JWT_SECRET', 'x'.repeat(31)],
  ['JWKS_URL', 'keys.json'],
  ['CORS_ORIGINS', 'https://app.example.com/'],
  ['CORS_ORIGINS', 'https://app.example.com/path'],
  ['CORS_ORIGINS', 'app.example.com'],
  ['IMAGE_ORIGINS', 'https://images.example.com/logos'],
  ['IMAGE_ORIGINS', '*'],
  ['CORS_ORIGINS', 'https://a.example.com,,https://b.example.com'],
  ['RATE_LIMIT_PER_MINUTE', '1e3'],
  ['ALLOW_ANONYMOUS_CHAT', 'yes'],
  ['LOG_LEVEL', 'verbose'],
  ['INSTANCE_ID', 'x'.repeat(101)],
  ['RUN_LEASE_MS', '10'],
  ['APPROVAL_TIMEOUT_MS', '10'],
  ['MODEL_TIMEOUT_MS', '0'],
  ['SHUTDOWN_GRACE_MS', '999999999999'],
  ['TRUST_PROXY', 'proxy.example.com'],
  ['TRUST_PROXY', '10.0.0.0/33'],
  ['TRUST_PROXY', '10.0.0.1,'],
])('H2: %s=%j is refused by its name', (name, value) => {
  const others = {
    JWT_ISSUER: 'https://issuer.example.com',
    JWKS_URL: 'https://issuer.example.com/keys',
    JWT_SECRET: secret,
  };
  const found = problems({ ...others, [name]: value });
  expect(found).not.toEqual([]);
  for (const line of found) expect(line).toMatch(new RegExp(`^  ${name}: `));
});

test('H2: all that is wrong is named at once, and no value is repeated', () => {
  const wrong = { PORT: 'wrong-port', LOG_LEVEL: 'wrong-level', JWT_SECRET: 'wrong-secret' };
  const found = problems(wrong).join('\n');
  for (const [name, value] of Object.entries(wrong)) {
    expect(found).toContain(`${name}: `);
    expect(found).not.toContain(value);
  }
});

test.each<[Record<string, string>, string]>([
  [{ DATABASE_URL: 'postgresql://localhost/x' }, 'JWT_SECRET'],
  [{ JWT_ISSUER: 'https://issuer.example.com' }, 'JWT_ISSUER, JWKS_URL'],
  [{ JWKS_URL: 'https://issuer.example.com/keys' }, 'JWT_ISSUER, JWKS_URL'],
  [{ OPENAI_BASE_URL: 'http://localhost:11434/v1' }, 'OPENAI_MODEL'],
  [{ OPENAI_BASE_URL: 'gemini' }, 'OPENAI_API_KEY'],
])('H2: %j lacks %s', (source, name) => {
  expect(problems(source)).toEqual([expect.stringMatching(`^  ${name}: `)]);
});

test.each([
  ['postgresql://app:pw@db/shop', 'postgres://app:other@DB:6432/shop?sslmode=require'],
  ['postgresql://app@db/shop', 'postgresql://else@db/shop?user=app'],
  ['postgresql:///shop?host=/run&user=app', 'postgresql://app@any/shop?host=/run'],
])('C7, H2: %s is not to be asked as its own role, spelled %s', (own, asked) => {
  expect(problems({ DATABASE_URL: own, JWT_SECRET: secret, SQL_TOOL_DATABASE_URL: asked })).toEqual([
    expect.stringMatching('^  SQL_TOOL_DATABASE_URL: Must not be the role of DATABASE_URL'),
  ]);
});

test('H2: a malformed address beside one to compare it with is refused by its name', () => {
  const source = {
    DATABASE_URL: 'postgresql://localhost/%zz',
    JWT_SECRET: secret,
    SQL_TOOL_DATABASE_URL: 'postgresql://localhost/y',
  };
  expect(problems(source)).toEqual([expect.stringMatching('^  DATABASE_URL: ')]);
});

test('H2: what does not fit each other is named at once too', () => {
  const source = { DATABASE_URL: 'postgresql://localhost/x', OPENAI_BASE_URL: 'http://localhost:1/v1' };
  expect(problems(source)).toHaveLength(2);
});

test.each<[Record<string, string>, Partial<Config>]>([
  [
    { PORT: '0', HOST: '::' },
    { port: 0, host: '::' },
  ],
  [
    { DATABASE_URL: 'postgres://u:p@db:5432/parlance', JWT_SECRET: secret },
    { databaseUrl: 'postgres://u:p@db:5432/parlance', jwtSecret: secret },
  ],
  [
    {
      DATABASE_URL: 'postgresql://app@db/shop',
      JWT_SECRET: secret,
      SQL_TOOL_DATABASE_URL: 'postgresql://reader@db/shop',
      SQL_TOOL_SCHEMA: 'sales, public',
    },
    { sqlTool: { url: 'postgresql://reader@db/shop', schemas: ['sales', 'public'] } },
  ],
  [
    { JWT_ISSUER: 'https://i.example.com', JWKS_URL: 'https://i.example.com/keys' },
    {
      outsideIssuer: {
        issuer: 'https://i.example.com',
        jwksUrl: 'https://i.example.com/keys',
        audience: null,
      },
    },
  ],
  [
    { CORS_ORIGINS: 'https://a.example.com, http://localhost:5173' },
    { corsOrigins: ['https://a.example.com', 'http://localhost:5173'] },
  ],
  [{ CORS_ORIGINS: '*' }, { corsOrigins: ['*'] }],
  [
    { IMAGE_ORIGINS: 'https://A.example, https://b.example' },
    { imageOrigins: ['https://a.example', 'https://b.example'] },
  ],
  [{ RATE_LIMIT_PER_MINUTE: '0' }, { rateLimitPerMinute: 0 }],
  [{ ALLOW_ANONYMOUS_CHAT: 'false' }, { allowAnonymousChat: false }],
  [{ ALLOW_ANONYMOUS_CHAT: '0' }, { allowAnonymousChat: false }],
  [{ INSTANCE_ID: 'pod-7' }, { instanceId: 'pod-7' }],
  [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
  [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
  [{ TRUST_PROXY: 'loopback, 10.0.0.0/8' }, { trustProxy: 'loopback, 10.0.0.0/8' }],
])('H2: %j is understood', (source, config) => {
  expect(read(source)).toMatchObject(config);
});

test.each<[Record<string, string>, Config['model']]>([
  [
    { OPENAI_API_KEY: 'sk-1' },
    { baseUrl: 'https://api.openai.com/v1', apiKey: 'sk-1', name: expect.any(String), api: 'responses' },
  ],
  [
    { OPENAI_API_KEY: 'sk-1', OPENAI_MODEL: 'gpt-9', OPENAI_API: 'chat_completions' },
    { baseUrl: 'https://api.openai.com/v1', apiKey: 'sk-1', name: 'gpt-9', api: 'chat_completions' },
  ],
  [
    { OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'llama' },
    { baseUrl: 'http://localhost:11434/v1', apiKey: 'none', name: 'llama', api: 'chat_completions' },
  ],
  [
    { OPENAI_BASE_URL: 'gemini', OPENAI_API_KEY: 'key' },
    {
      baseUrl: expect.stringContaining('googleapis.com'),
      apiKey: 'key',
      name: expect.any(String),
      api: 'chat_completions',
    },
  ],
])('C1, H2: %j names the model', (source, model) => {
  expect(read(source).model).toEqual(model);
});

test('H2: .env.example has every setting there is, once, and says its default', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../.env.example'), 'utf8');
  const lines = [...text.matchAll(/^(?:# ?)?([A-Z][A-Z0-9_]+)=(.*)$/gm)];
  const names = lines.map(([, name]) => name);
  expect(names.toSorted()).toEqual(Object.keys(envSchema.shape).sort());
  const shown = Object.fromEntries(lines.map(([, name = '', value]) => [name, value]));
  expect(read(shown)).toEqual(read({}));
});

describe('MCP_SERVERS_FILE', () => {
  const inFile = async (content: string): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'parlance-settings-'));
    const file = join(folder, 'servers.json');
    await writeFile(file, content);
    try {
      return problems({ MCP_SERVERS_FILE: file });
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const withServer = (server: unknown, name = 'a') => JSON.stringify({ servers: { [name]: server } });

  test('H2, C4: addresses and programs, by name', async () => {
    const url = { url: 'http://127.0.0.1:1/mcp', headers: { Authorization: 'Bearer x' } };
    for (const server of [
      url,
      { url: url.url },
      { command: 'npx', args: ['x'], env: { A: 'b' } },
      { command: 'x' },
    ]) {
      expect(await inFile(withServer(server))).toEqual([]);
    }
  });

  test.each([
    ['{', 'Must hold valid JSON'],
    ['[]', 'expected object'],
    ['{}', 'servers'],
    [withServer({}), 'servers.a'],
    [withServer({ url: 'file:///etc/passwd' }), 'servers.a'],
    [withServer({ url: 'https://x.example', command: 'x' }), 'servers.a'],
    [withServer({ command: '' }), 'servers.a'],
    [withServer({ command: 'x', env: { A: 1 } }), 'servers.a'],
    [withServer({ command: 'x', secret: 'sk-1' }), 'servers.a'],
    [withServer({ command: 'x' }, 'A b'), 'servers.A b'],
  ])('H2, C4: %s is named, and nothing that may be secret', async (content, named) => {
    const found = await inFile(content);
    expect(found.join('\n')).toContain('MCP_SERVERS_FILE: ');
    expect(found.join('\n')).toContain(named);
    expect(found.join('\n')).not.toContain('sk-1');
  });
});
