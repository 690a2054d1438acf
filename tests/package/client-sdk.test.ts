import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProcess } from '../harness/server-process.ts';
import { type Consumer, makeConsumer, ROOT, SDK, writeTsconfig } from './consumer.ts';
import { undocumented } from './exports.ts';
import { mustRun, run } from './run.ts';

let consumer: Consumer;
beforeAll(async () => {
  consumer = await makeConsumer();
});
afterAll(() => consumer?.remove());

const tool = (path: string) => join(import.meta.dirname, 'tools/node_modules', path);
const dist = async () => {
  const folder = join(consumer.installed, 'dist');
  const files = await readdir(folder);
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })));
};
const importsOf = (text: string) =>
  new Set([...text.matchAll(/^(?:import|export)\b[^;]*?from\s*"([^"]+)"/gm)].map(([, name]) => name));

describe('what is published', () => {
  test('G1: the package holds what its page promises, and no more', async () => {
    const files = await readdir(consumer.installed);
    expect(files.sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json', 'src']);
    const manifest = JSON.parse(await readFile(join(consumer.installed, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ type: 'module', license: 'MIT', sideEffects: false });
    expect(manifest.publishConfig).toEqual({ access: 'public' });
    expect((await dist()).map(({ file }) => file.replace(/^.+-\w+\.d\.ts$/, 'shared.d.ts')).sort()).toEqual([
      'contract.d.ts',
      'contract.js',
      'index.d.ts',
      'index.js',
      'shared.d.ts',
    ]);
  });

  test('G1: nothing of the server, Prisma, Express or Node is named in what is built', async () => {
    const foreign =
      /@parlance\/(?!client-sdk)|prisma|express|\bnode:|\bBuffer\b|\bprocess\b|__dirname|\brequire\(/i;
    for (const { file, text } of await dist()) expect.soft(foreign.exec(text)?.[0], file).toBeUndefined();
  });

  test('G1: the client carries no zod, and each entry only what it needs', async () => {
    const imports = Object.fromEntries(
      (await dist()).map(({ file, text }) => [file, [...importsOf(text)].sort()]),
    );
    expect(imports['index.js']).toEqual([
      '@trpc/client',
      '@trpc/server/observable',
      'eventsource',
      'superjson',
    ]);
    expect(imports['contract.js']).toEqual(['zod']);
  });

  test('G1: the client is at most 12 kB gzipped, without what it imports', async () => {
    const bytes = gzipSync(await readFile(join(consumer.installed, 'dist/index.js'))).byteLength;
    expect(bytes).toBeLessThanOrEqual(12_000);
  });

  test('G1: publint has nothing to say', async () => {
    const { code, output } = await run(
      'node',
      [tool('publint/src/cli.js'), 'run', consumer.tarball, '--strict'],
      SDK,
    );
    expect(output).toContain('All good!');
    expect(code).toBe(0);
  });

  test('G1: arethetypeswrong finds nothing wrong', async () => {
    const attw = tool('@arethetypeswrong/cli/dist/index.js');
    await mustRun('node', [attw, consumer.tarball, '--profile', 'esm-only', '--no-emoji'], SDK);
  });
});

describe('for who imports it', () => {
  test.each([
    ['5.9', 'typescript-5.9', 'nodenext'],
    ['5.9', 'typescript-5.9', 'bundler'],
    ['6.0', 'typescript-6.0', 'nodenext'],
    ['6.0', 'typescript-6.0', 'bundler'],
    ['7.0', 'typescript-7.0', 'nodenext'],
    ['7.0', 'typescript-7.0', 'bundler'],
  ] as const)(
    'G1: compiles under TypeScript %s (%s, %s), and mistakes do not',
    async (version, name, resolution) => {
      const tsc = tool(`${name}/bin/tsc`);
      expect(await mustRun('node', [tsc, '--version'], ROOT)).toContain(`Version ${version}.`);
      const tsconfig = await writeTsconfig(consumer, resolution);
      expect(await run('node', [tsc, '-p', tsconfig], consumer.folder)).toEqual({ code: 0, output: '' });
    },
  );

  test('G1: every export says what it is, with an example that was compiled above', () => {
    expect(consumer.examples.length).toBeGreaterThan(20);
    expect(undocumented(join(SDK, 'src/index.ts'))).toEqual([]);
    expect(undocumented(join(SDK, 'src/contract/index.ts'))).toEqual([]);
  });

  test('G1: talks to a real server', async () => {
    const data = await mkdtemp(join(tmpdir(), 'parlance-data-'));
    const server = await startProcess({ DATA_DIR: data });
    try {
      const output = await mustRun('node', [join(consumer.folder, 'run.js'), server.url], consumer.folder);
      expect(JSON.parse(output)).toEqual({
        status: 'healthy',
        sameUser: true,
        answer: true,
        roles: ['user', 'assistant'],
        refused: ['bad_request', 'title'],
        signedOut: 'unauthorized',
      });
    } finally {
      await server.end('SIGTERM');
      await rm(data, { recursive: true, force: true });
    }
  });
});
