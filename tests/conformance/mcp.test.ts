import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AppOverrides } from '../../server/src/app.ts';
import { signUp } from '../harness/people.ts';
import { report } from '../harness/report.ts';
import { startServer } from '../harness/start-server.ts';
import { startBearerProxy } from './bearer-proxy.ts';
import { createFixtureServer } from './fixture-server.ts';
import { runSuite } from './run-suite.ts';

const opened = new AsyncDisposableStack();
let urls: Record<'the fixture' | 'Parlance', string>;

async function open(overrides: AppOverrides): Promise<string> {
  const server = opened.use(await startServer({ overrides }));
  const { token } = await signUp(server);
  return `${opened.use(await startBearerProxy(server.url, token)).url}/mcp`;
}

beforeAll(async () => {
  urls = { 'the fixture': await open({ mcpServer: createFixtureServer }), Parlance: await open({}) };
});
afterAll(() => opened.disposeAsync());

const newest = ['--spec-version', '2026-07-28'];

test.each([
  ['the fixture', '2026-07-28', ['--requirements', '2026-07-28']],
  ['the fixture', '2025-11-25', ['--requirements', '2025-11-25']],
  // Those that the requirements name without counting them: of headers and of schemas.
  ['the fixture', '2026-07-28', ['--suite', 'pending', ...newest]],
  ['Parlance', '2026-07-28', ['--scenario', 'tools-list', ...newest]],
  ['Parlance', '2026-07-28', ['--scenario', 'http-header-validation', ...newest]],
  ['Parlance', '2026-07-28', ['--scenario', 'dns-rebinding-protection', ...newest]],
  ['Parlance', '2026-07-28', ['--scenario', 'server-sse-multiple-streams', ...newest]],
] as const)(
  'D3: with the tools of %s, what the suite finds wrong is what the baseline of %s names: %j',
  async (tools, revision, part) => {
    const { code, output, ...counts } = await runSuite(urls[tools], part, `${revision}.yml`);
    report(`MCP conformance with the tools of ${tools}, ${part.join(' ')}`, counts);
    expect(code, output).toBe(0);
    expect(counts.checks['SUCCESS']).toBeGreaterThan(0);
  },
);
